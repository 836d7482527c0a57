/* SPDX-License-Identifier: EUPL-1.2 */

/* The slots of the vault: listed, added, removed. Whoever lost a way in opens nothing that is
 * written from then on: removing or replacing one changes the keys in the same transaction. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-session-private.h"

#include <string.h>

#define RECOVERY_PENDING "recovery_pending"

static gboolean
list_slots_func (ZpiStore *store, gpointer data, GError **error)
{
  GPtrArray **slots = data;

  *slots = zpi_slot_store_list (store, error);
  return *slots != NULL;
}

static void
free_list (gpointer data)
{
  GPtrArray **slots = data;

  g_clear_pointer (slots, g_ptr_array_unref);
  g_free (slots);
}

static void
slots_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray **slots = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (slots == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_ptr_array_ref (*slots), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * zpi_session_list_slots_async:
 * @self: a session whose store was opened
 * @cancellable: (nullable): to give up
 * @callback: called with the slots
 * @user_data: for @callback
 *
 * The ways to open the vault.
 */
void
zpi_session_list_slots_async (ZpiSession *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_session_list_slots_async);
  zpi_store_run_async (self->store,
                       list_slots_func,
                       g_new0 (GPtrArray *, 1),
                       free_list,
                       cancellable,
                       slots_listed_cb,
                       task);
}

/**
 * zpi_session_list_slots_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer container) (element-type ZpiSlot): the slots
 */
GPtrArray *
zpi_session_list_slots_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  ZpiSlotKind kind;
  char *replaces; /* (nullable): the slot whose place it takes */
  char *label;
  char *secret;   /* (nullable) */
  GBytes *device; /* (nullable) */
  char *added_id; /* out (nullable) */
  char *code;     /* out (nullable) */
} AddSlot;

static void
add_slot_free (AddSlot *self)
{
  g_free (self->replaces);
  g_free (self->label);
  g_free (self->added_id);
  zpi_secret_strfree (self->secret);
  zpi_secret_strfree (self->code);
  g_clear_pointer (&self->device, g_bytes_unref);
  g_free (self);
}

static ZpiSlot *
make_slot (AddSlot *self, ZpiVault *vault, GError **error)
{
  switch (self->kind) {
  case ZPI_SLOT_DESK:
    return zpi_vault_make_desk_slot (vault, self->label, self->secret, self->device, error);
  case ZPI_SLOT_PASSPHRASE:
    return zpi_vault_make_passphrase_slot (vault, self->label, self->secret, error);
  case ZPI_SLOT_RECOVERY:
    return zpi_vault_make_recovery_slot (vault, &self->code, error);
  case ZPI_SLOT_KEYRING:
    return zpi_vault_make_keyring_slot (vault, self->device, error);
  default:
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "Slots of this kind are not added");
    return NULL;
  }
}

/* A new recovery code takes the place of the old one. */
static gboolean
goes (const AddSlot *self, const ZpiSlot *slot, const char *added_id)
{
  if (strcmp (slot->id, added_id) == 0)
    return FALSE;
  return g_strcmp0 (slot->id, self->replaces) == 0 ||
         (self->kind == ZPI_SLOT_RECOVERY && slot->kind == ZPI_SLOT_RECOVERY);
}

static gboolean
remove_replaced (AddSlot *self, ZpiStore *store, const char *added_id, GError **error)
{
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);
  g_autoptr (GPtrArray) without = g_ptr_array_new ();

  for (guint i = 0; slots != NULL && i < slots->len; i++)
    if (goes (self, slots->pdata[i], added_id))
      g_ptr_array_add (without, ((ZpiSlot *) slots->pdata[i])->id);
  if (slots == NULL)
    return FALSE;
  if (without->len == 0)
    return TRUE;
  g_ptr_array_add (without, NULL);
  return zpi_slot_store_rotate (store, (const char *const *) without->pdata, error);
}

static gboolean
add_slot_func (ZpiStore *store, gpointer data, GError **error)
{
  AddSlot *self = data;
  g_autoptr (ZpiSlot) slot = make_slot (self, zpi_store_get_vault (store), error);

  if (slot == NULL || !zpi_slot_store_insert (store, slot, error))
    return FALSE;
  if (self->kind == ZPI_SLOT_RECOVERY && !zpi_session_note_recovery (store, TRUE, error))
    return FALSE;
  self->added_id = g_strdup (slot->id);
  return remove_replaced (self, store, slot->id, error);
}

/* Whoever is in goes on under the way in that took the place of theirs; with the recovery code
 * nobody has one, and the first that is added is that person's. */
static void
go_on_under (ZpiSession *self, const AddSlot *add)
{
  if (self->open_slot_id == NULL || (g_strcmp0 (add->replaces, self->open_slot_id) != 0 &&
                                     self->open_slot_kind != ZPI_SLOT_RECOVERY))
    return;
  g_free (self->open_slot_id);
  self->open_slot_id = g_strdup (add->added_id);
  self->open_slot_kind = add->kind;
  zpi_session_bind_sign_in (self);
}

static void
slot_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  AddSlot *add = zpi_store_run_finish (ZPI_STORE (source), result, &error);
  ZpiSession *self = g_task_get_source_object (task);

  self->n_key_changes--;
  if (add == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (add->code != NULL)
    self->recovery_pending = TRUE;
  go_on_under (self, add);
  g_task_return_pointer (task,
                         add->code != NULL ? g_steal_pointer (&add->code) : zpi_secret_strdup (""),
                         (GDestroyNotify) zpi_secret_strfree);
}

static void
run_add_slot (GTask *task)
{
  ZpiSession *self = g_task_get_source_object (task);

  self->n_key_changes++;
  zpi_store_transact_async (self->store,
                            add_slot_func,
                            g_task_get_task_data (task),
                            NULL,
                            NULL,
                            slot_added_cb,
                            g_object_ref (task));
}

static void
add_slot_device_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddSlot *add = g_task_get_task_data (task);
  GError *error = NULL;

  add->device = zpi_session_ensure_device_finish (result, &error);
  if (add->device == NULL)
    g_task_return_error (task, error);
  else
    run_add_slot (task);
}

/**
 * zpi_session_replace_slot_async:
 * @self: an open session
 * @slot_id: (nullable): the slot that goes; %NULL adds one
 * @kind: desk, passphrase, recovery, or keyring where the organisation file allows that
 * @label: (nullable): whose it is
 * @secret: (nullable): PIN or passphrase
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Makes a way to open the vault and takes another one away, in one transaction; with that the keys
 * change, so that the one that went opens nothing new. Ends with zpi_session_add_slot_finish().
 */
void
zpi_session_replace_slot_async (ZpiSession *self,
                                const char *slot_id,
                                ZpiSlotKind kind,
                                const char *label,
                                const char *secret,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  AddSlot *add;

  g_return_if_fail (ZPI_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_session_replace_slot_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!zpi_session_is_open (self, &error) || !zpi_session_check_secret (kind, secret, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (kind == ZPI_SLOT_KEYRING &&
      (self->organisation == NULL || !self->organisation->allow_keyring_only)) {
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_NOT_ALLOWED,
                             "The organisation does not allow this");
    return;
  }
  add = g_new0 (AddSlot, 1);
  add->kind = kind;
  add->replaces = g_strdup (slot_id);
  add->label = g_strdup (label != NULL ? label : "");
  add->secret = zpi_secret_strdup (secret != NULL ? secret : "");
  g_task_set_task_data (task, add, (GDestroyNotify) add_slot_free);
  if (kind == ZPI_SLOT_DESK || kind == ZPI_SLOT_KEYRING)
    zpi_session_ensure_device_async (self, cancellable, add_slot_device_cb, g_object_ref (task));
  else
    run_add_slot (task);
}

/**
 * zpi_session_add_slot_async:
 * @self: an open session
 * @kind: desk, passphrase, recovery, or keyring where the organisation file allows that
 * @label: (nullable): whose it is
 * @secret: (nullable): PIN or passphrase
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Adds a way to open the vault. A new recovery code replaces the old one.
 */
void
zpi_session_add_slot_async (ZpiSession *self,
                            ZpiSlotKind kind,
                            const char *label,
                            const char *secret,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  zpi_session_replace_slot_async (self,
                                  NULL,
                                  kind,
                                  label,
                                  secret,
                                  cancellable,
                                  callback,
                                  user_data);
}

/**
 * zpi_session_add_slot_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the code for a recovery slot, else ""; %NULL on an error
 */
char *
zpi_session_add_slot_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_for_daily_use (const ZpiSlot *slot)
{
  return slot->kind != ZPI_SLOT_RECOVERY && slot->kind != ZPI_SLOT_ESCROW;
}

static gboolean
remove_slot_func (ZpiStore *store, gpointer data, GError **error)
{
  const char *slot_id = data;
  const char *const without[] = {slot_id, NULL};
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);
  gboolean other = FALSE;
  gboolean found = FALSE;

  if (slots == NULL)
    return FALSE;
  for (guint i = 0; i < slots->len; i++) {
    const ZpiSlot *slot = g_ptr_array_index (slots, i);

    found = found || strcmp (slot->id, slot_id) == 0;
    other = other || (strcmp (slot->id, slot_id) != 0 && is_for_daily_use (slot));
  }
  if (!found) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No such slot");
    return FALSE;
  }
  if (other)
    return zpi_slot_store_rotate (store, without, error);
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "The last slot stays");
  return FALSE;
}

static void
slot_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->n_key_changes--;
  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * zpi_session_remove_slot_async:
 * @self: an open session
 * @slot_id: a slot
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Removes a way to open the vault and changes the keys; the last one for daily use stays.
 */
void
zpi_session_remove_slot_async (ZpiSession *self,
                               const char *slot_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (ZPI_IS_SESSION (self));
  g_return_if_fail (slot_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_session_remove_slot_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!zpi_session_is_open (self, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->n_key_changes++;
  zpi_store_transact_async (self->store,
                            remove_slot_func,
                            g_strdup (slot_id),
                            g_free,
                            NULL,
                            slot_removed_cb,
                            g_object_ref (task));
}

/**
 * zpi_session_remove_slot_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with NOT_ALLOWED when it is the last one, NOT_FOUND, BUSY when another program
 * has the cases open, or an error of the store
 */
gboolean
zpi_session_remove_slot_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_session_get_open_slot:
 * @self: a session
 * @kind: (out) (optional): what kind of slot it is
 *
 * Returns: (transfer none) (nullable): the slot it was opened with
 */
const char *
zpi_session_get_open_slot (ZpiSession *self, ZpiSlotKind *kind)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  if (kind != NULL)
    *kind = self->open_slot_kind;
  return self->open_slot_id;
}

gboolean
zpi_session_note_recovery (ZpiStore *store, gboolean pending, GError **error)
{
  return zpi_meta_store_set (store, RECOVERY_PENDING, pending ? "1" : "0", error);
}

gboolean
zpi_session_read_recovery (ZpiStore *store)
{
  g_autofree char *text = zpi_meta_store_get (store, RECOVERY_PENDING, NULL);

  return g_strcmp0 (text, "1") == 0;
}

/**
 * zpi_session_is_recovery_kept:
 * @self: a session
 *
 * Returns: %FALSE when a recovery code was made and nobody said that it was printed or written down
 */
gboolean
zpi_session_is_recovery_kept (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), TRUE);

  return !self->recovery_pending;
}

static gboolean
keep_recovery_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_session_note_recovery (store, FALSE, error);
}

static void
recovery_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  GError *error = NULL;

  zpi_store_run_finish (ZPI_STORE (source), result, &error);
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  self->recovery_pending = FALSE;
  g_task_return_boolean (task, TRUE);
}

/**
 * zpi_session_keep_recovery_async:
 * @self: an open session
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Somebody said that the recovery code was printed or written down.
 */
void
zpi_session_keep_recovery_async (ZpiSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SESSION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_session_keep_recovery_async);
  zpi_store_transact_async (self->store,
                            keep_recovery_func,
                            NULL,
                            NULL,
                            NULL,
                            recovery_kept_cb,
                            g_steal_pointer (&task));
}

/**
 * zpi_session_keep_recovery_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with an error of the store
 */
gboolean
zpi_session_keep_recovery_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
