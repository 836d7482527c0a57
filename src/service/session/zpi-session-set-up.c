/* SPDX-License-Identifier: EUPL-1.2 */

/* The device secret and the first start. Argon2id runs on the store thread, which has nothing else
 * to do while the vault is shut. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-pin.h"
#include "zpi-session-private.h"

#include <string.h>

/* The device secret: an item in the keyring, made once per store and never replaced. */

static void
device_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (zpi_keyring_store_finish (result, &error))
    g_task_return_pointer (task,
                           g_bytes_ref (g_task_get_task_data (task)),
                           (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
device_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  GBytes *secret = zpi_keyring_lookup_finish (result, &error);

  if (secret != NULL) {
    g_task_return_pointer (task, secret, (GDestroyNotify) g_bytes_unref);
    return;
  }
  if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_clear_error (&error);
  secret = zpi_vault_new_device_secret ();
  g_task_set_task_data (task, secret, (GDestroyNotify) g_bytes_unref);
  zpi_keyring_store_async (zpi_store_get_uuid (self->store),
                           ZPI_DEVICE_SECRET,
                           secret,
                           g_task_get_cancellable (task),
                           device_stored_cb,
                           g_object_ref (task));
}

void
zpi_session_ensure_device_async (ZpiSession *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, zpi_session_ensure_device_async);
  zpi_keyring_lookup_async (zpi_store_get_uuid (self->store),
                            ZPI_DEVICE_SECRET,
                            cancellable,
                            device_looked_up_cb,
                            task);
}

/* For a new way in: what is kept where everybody reads it protects no PIN. Asked for afterwards,
 * because the keyring itself may be as new as the secret. */
GBytes *
zpi_session_ensure_device_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) secret = g_task_propagate_pointer (G_TASK (result), error);

  if (secret != NULL && zpi_keyring_is_unprotected ()) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_KEYRING_UNPROTECTED,
                 "The keyring opens without a password");
    return NULL;
  }
  return g_steal_pointer (&secret);
}

/**
 * zpi_session_is_keyring_unprotected:
 * @self: a session
 *
 * Returns: whether a PIN is refused here, because the keyring opens without a password
 */
gboolean
zpi_session_is_keyring_unprotected (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), FALSE);

  return zpi_keyring_is_unprotected ();
}

/* First start. */

typedef struct {
  char *label;
  char *secret;
  gboolean without_keyring;
  GBytes *device; /* (nullable) */
  ZpiOrgFile *organisation;
  ZpiOrgOrigin origin;
  char *code;     /* out */
  char *daily_id; /* out: the slot for every day */
} SetUp;

static void
set_up_free (SetUp *self)
{
  zpi_secret_strfree (self->secret);
  zpi_secret_strfree (self->code);
  g_clear_pointer (&self->device, g_bytes_unref);
  zpi_org_file_unref (self->organisation);
  g_free (self->label);
  g_free (self->daily_id);
  g_free (self);
}

static gboolean
insert_slot (ZpiStore *store, ZpiSlot *taken, GError **error)
{
  g_autoptr (ZpiSlot) slot = taken;

  return slot != NULL && zpi_slot_store_insert (store, slot, error);
}

static gboolean
make_slots (SetUp *self, ZpiStore *store, GError **error)
{
  ZpiVault *vault = zpi_store_get_vault (store);
  ZpiSlot *daily =
      self->without_keyring
          ? zpi_vault_make_passphrase_slot (vault, self->label, self->secret, error)
          : zpi_vault_make_desk_slot (vault, self->label, self->secret, self->device, error);

  self->daily_id = daily != NULL ? g_strdup (daily->id) : NULL;
  if (!insert_slot (store, daily, error) ||
      !insert_slot (store, zpi_vault_make_recovery_slot (vault, &self->code, error), error))
    return FALSE;
  return self->organisation->escrow_key == NULL ||
         insert_slot (store,
                      zpi_vault_make_escrow_slot (vault,
                                                  self->organisation->escrow_key,
                                                  self->organisation->name,
                                                  error),
                      error);
}

static gboolean
set_up_func (ZpiStore *store, gpointer data, GError **error)
{
  SetUp *self = data;
  ZpiVault *vault = zpi_store_get_vault (store);
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);

  if (slots == NULL)
    return FALSE;
  if (slots->len > 0) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT, "Another process has set it up meanwhile");
    return FALSE;
  }
  if (!zpi_vault_create (vault, error))
    return FALSE;
  if (make_slots (self, store, error) && zpi_session_note_recovery (store, TRUE, error) &&
      zpi_session_reset_tries (store, error) &&
      zpi_org_seal_write (store, self->organisation, self->origin, error))
    return TRUE;
  zpi_vault_lock (vault);
  return FALSE;
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  SetUp *set_up = g_task_get_task_data (task);

  zpi_session_settle_organisation_finish (result);
  zpi_session_set_state (self, ZPI_SESSION_OPEN, NULL);
  zpi_session_start_services (self);
  g_task_return_pointer (task,
                         g_steal_pointer (&set_up->code),
                         (GDestroyNotify) zpi_secret_strfree);
}

static void
set_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  SetUp *set_up = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (set_up == NULL) {
    zpi_vault_lock (zpi_store_get_vault (self->store));
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_free (self->open_slot_id);
  self->open_slot_id = g_steal_pointer (&set_up->daily_id);
  self->open_slot_kind = set_up->without_keyring ? ZPI_SLOT_PASSPHRASE : ZPI_SLOT_DESK;
  self->recovery_pending = TRUE;
  zpi_session_settle_organisation_async (self, settled_cb, g_object_ref (task));
}

static void
run_set_up (GTask *task)
{
  ZpiSession *self = g_task_get_source_object (task);

  zpi_store_transact_async (self->store,
                            set_up_func,
                            g_task_get_task_data (task),
                            NULL,
                            NULL,
                            set_up_cb,
                            g_object_ref (task));
}

static void
set_up_device_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SetUp *set_up = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  set_up->device = zpi_session_ensure_device_finish (result, &error);
  if (set_up->device == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    run_set_up (task);
}

gboolean
zpi_session_check_secret (ZpiSlotKind kind, const char *secret, GError **error)
{
  glong least = kind == ZPI_SLOT_PASSPHRASE ? ZPI_MIN_PASSPHRASE_CHARS : ZPI_MIN_PIN_CHARS;

  if (kind == ZPI_SLOT_DESK && zpi_pin_weakness (secret) != ZPI_PIN_FINE) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_ALLOWED,
                 "The PIN is one of the first that are tried: a date, a row or a repeat. Choose "
                 "another");
    return FALSE;
  }
  if (kind == ZPI_SLOT_RECOVERY || (secret != NULL && g_utf8_strlen (secret, -1) >= least))
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_ALLOWED,
               "The secret has fewer than %ld characters. Choose a longer one",
               least);
  return FALSE;
}

/**
 * zpi_session_set_up_async:
 * @self: a session in %ZPI_SESSION_NEEDS_SET_UP
 * @counsellor: whose slot it is, for the lock page
 * @pin: a PIN of 6 characters or more; without a keyring a passphrase of 12 or more
 * @without_keyring: there is no keyring
 * @cancellable: (nullable): to wait no longer for the keyring; not looked at after that
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Makes the master key and the first slots, in one transaction.
 */
void
zpi_session_set_up_async (ZpiSession *self,
                          const char *counsellor,
                          const char *pin,
                          gboolean without_keyring,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  SetUp *set_up;

  g_return_if_fail (ZPI_IS_SESSION (self));
  g_return_if_fail (counsellor != NULL && pin != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_session_set_up_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->state != ZPI_SESSION_NEEDS_SET_UP) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "It was set up already");
    return;
  }
  if (!zpi_session_check_secret (without_keyring ? ZPI_SLOT_PASSPHRASE : ZPI_SLOT_DESK,
                                 pin,
                                 &error)) {
    g_task_return_error (task, error);
    return;
  }
  set_up = g_new0 (SetUp, 1);
  set_up->label = g_strdup (counsellor);
  set_up->secret = zpi_secret_strdup (pin);
  set_up->without_keyring = without_keyring;
  set_up->organisation = zpi_org_file_ref (self->believed);
  set_up->origin = self->believed_origin;
  g_task_set_task_data (task, set_up, (GDestroyNotify) set_up_free);
  if (without_keyring)
    run_set_up (task);
  else
    zpi_session_ensure_device_async (self, cancellable, set_up_device_cb, g_object_ref (task));
}

/**
 * zpi_session_set_up_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the recovery code, to show and print once; %NULL with NOT_ALLOWED (too
 *   short), KEYRING_ABSENT, KEYRING_LOCKED, KEYRING_UNPROTECTED, or an error of the store
 */
char *
zpi_session_set_up_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
