/* SPDX-License-Identifier: EUPL-1.2 */

/* Unlocking and locking. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-clock-boot.h"
#include "zpi-session-private.h"

#include <string.h>

/* The third wrong secret in a row waits this long, each next one twice as long. */
#define FIRST_WAIT_SECONDS   2
#define MAX_WAIT_SECONDS     300
#define FREE_TRIES           2
#define FAILURES_FOR_LONGEST 12

#define TRIES                "unlock_failures"

typedef struct {
  char *slot_id; /* (nullable) */
  char *secret;
  char *key_file;       /* (nullable): practice */
  GBytes *device;       /* (nullable) */
  GError *device_error; /* (nullable): why there is no device secret */
  char *opened_id;      /* out (nullable): the slot that opened */
  ZpiSlotKind opened_kind;
  gboolean guessed; /* some slot was tried with the secret, and it was wrong */
  guint failures;   /* with this try */
  gint64 after_us;  /* the next one not before then */
  gboolean refused;
  gboolean resume; /* it was sending by itself before it was locked */
} Unlock;

static void
unlock_free (Unlock *self)
{
  g_free (self->slot_id);
  zpi_secret_strfree (self->secret);
  g_free (self->key_file);
  g_clear_pointer (&self->device, g_bytes_unref);
  g_clear_error (&self->device_error);
  g_free (self->opened_id);
  g_free (self);
}

static gboolean
needs_device (const ZpiSlot *slot)
{
  return slot->kind == ZPI_SLOT_DESK || slot->kind == ZPI_SLOT_KEYRING;
}

static gboolean
try_slot (Unlock *self, ZpiVault *vault, const ZpiSlot *slot, GError **error)
{
  if (slot->kind == ZPI_SLOT_PRACTICE && self->key_file != NULL)
    return zpi_vault_unlock_with_key_file (vault, slot, self->key_file, error);
  if (slot->kind == ZPI_SLOT_ESCROW || slot->kind == ZPI_SLOT_PRACTICE) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET, "This slot is not opened here");
    return FALSE;
  }
  if (needs_device (slot) && self->device == NULL) {
    g_propagate_error (error, g_error_copy (self->device_error));
    return FALSE;
  }
  return zpi_vault_unlock (vault, slot, self->secret, self->device, error);
}

/* A way in that was taken away, and whose row was put back, opens with keys of before; and a backup
 * that was put back may have expired. */
static gboolean
fits_the_store (ZpiStore *store, GError **error)
{
  if (!zpi_slot_store_opens_anything (store)) {
    zpi_vault_lock (zpi_store_get_vault (store));
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET, "This way in was taken away");
    return FALSE;
  }
  if (zpi_store_check_restored (store, error))
    return TRUE;
  zpi_vault_lock (zpi_store_get_vault (store));
  return FALSE;
}

static gboolean
unlock_func (ZpiStore *store, gpointer data, GError **error)
{
  Unlock *self = data;
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);
  g_autoptr (GError) first = NULL;

  if (slots == NULL || !zpi_slot_store_reload (store, error))
    return FALSE;
  for (guint i = 0; i < slots->len; i++) {
    const ZpiSlot *slot = g_ptr_array_index (slots, i);
    g_autoptr (GError) local = NULL;

    if (self->slot_id != NULL && strcmp (slot->id, self->slot_id) != 0)
      continue;
    if (try_slot (self, zpi_store_get_vault (store), slot, &local) &&
        fits_the_store (store, &local)) {
      self->opened_id = g_strdup (slot->id);
      self->opened_kind = slot->kind;
      return TRUE;
    }
    self->guessed = self->guessed || g_error_matches (local, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET);
    /* A PIN is no mistyped recovery code when every slot was tried. What the keyring says weighs
     * more than a secret that some other slot does not know. */
    if (self->slot_id == NULL && first != NULL &&
        g_error_matches (local, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT))
      continue;
    if (first == NULL || g_error_matches (first, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT) ||
        g_error_matches (first, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET)) {
      g_clear_error (&first);
      first = g_steal_pointer (&local);
    }
  }
  if (first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  else
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No such slot");
  return FALSE;
}

/* Tries are counted before they are made, on the disk and for every program: whoever ends the
 * program in the middle of one has used it up. */

static gint64
wait_after (guint failures)
{
  guint64 seconds = FIRST_WAIT_SECONDS;

  if (failures <= FREE_TRIES)
    return 0;
  seconds <<= MIN (failures - FREE_TRIES - 1, 16);
  return (gint64) MIN (seconds, MAX_WAIT_SECONDS) * G_USEC_PER_SEC;
}

/* A clock that jumped back must not lock anybody out: what is further away than it ever was set is
 * for the next try to judge. */
static gint64
left_of (gint64 after_us)
{
  gint64 left_us = after_us - zpi_clock_now_us ();

  return left_us > 0 && left_us <= (gint64) MAX_WAIT_SECONDS * G_USEC_PER_SEC ? left_us : 0;
}

static gboolean
write_tries (ZpiStore *store, guint failures, gint64 after_us, GError **error)
{
  g_autofree char *boot = zpi_clock_dup_boot_id ();
  g_autofree char *text = g_strdup_printf ("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
                                           failures,
                                           after_us,
                                           zpi_clock_started_us (),
                                           boot);

  return zpi_meta_store_set (store, TRIES, text, error);
}

gboolean
zpi_session_reset_tries (ZpiStore *store, GError **error)
{
  return write_tries (store, 0, 0, error);
}

/* By our clock as it stands now: setting it ahead, or starting the computer with another time, does
 * not shorten the wait. */
static gint64
wait_until (guint failures, gint64 after_us, const char *started, const char *boot)
{
  gint64 started_us = 0;
  gint64 set_us = 0;

  if (after_us == 0)
    return 0;
  if (g_ascii_string_to_signed (started, 10, G_MININT64, G_MAXINT64, &started_us, NULL) &&
      zpi_clock_was_set_by (boot, started_us, &set_us))
    return after_us + set_us;
  return MAX (after_us, zpi_clock_started_us () + wait_after (failures));
}

static gboolean
parse_tries (const char *text, guint *failures, gint64 *after_us)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, " ", 4) : NULL;
  guint n_parts = parts != NULL ? g_strv_length (parts) : 0;
  guint64 count;

  if ((n_parts != 2 && n_parts != 4) ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXUINT16, &count, NULL) ||
      !g_ascii_string_to_signed (parts[1], 10, 0, G_MAXINT64, after_us, NULL))
    return FALSE;
  *failures = (guint) count;
  if (n_parts == 4) /* an earlier version kept two */
    *after_us = wait_until (*failures, *after_us, parts[2], parts[3]);
  return TRUE;
}

/* Whoever sets the clock back waits anew, once. */
static gboolean
has_to_wait (Unlock *self)
{
  const gint64 now_us = zpi_clock_now_us ();

  self->after_us = MIN (self->after_us, now_us + wait_after (self->failures));
  return self->after_us > now_us;
}

/* Who takes the row away waits longest. */
static gboolean
count_try_func (ZpiStore *store, gpointer data, GError **error)
{
  Unlock *self = data;
  g_autofree char *text = zpi_meta_store_get (store, TRIES, NULL);

  if (!parse_tries (text, &self->failures, &self->after_us)) {
    self->failures = FAILURES_FOR_LONGEST;
    self->after_us = zpi_clock_now_us () + wait_after (self->failures);
    self->refused = TRUE;
    return write_tries (store, self->failures, self->after_us, error);
  }
  if (has_to_wait (self)) {
    self->refused = TRUE;
    return write_tries (store, self->failures, self->after_us, error);
  }
  self->failures++;
  self->after_us =
      self->failures > FREE_TRIES ? zpi_clock_now_us () + wait_after (self->failures) : 0;
  return write_tries (store, self->failures, self->after_us, error);
}

static gboolean
opened_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_session_reset_tries (store, error);
}

/* What others tried meanwhile stays counted. */
static gboolean
uncount_func (ZpiStore *store, gpointer data, GError **error)
{
  const guint *counted = data;
  g_autofree char *text = zpi_meta_store_get (store, TRIES, NULL);
  guint failures;
  gint64 after_us;

  if (!parse_tries (text, &failures, &after_us) || failures == 0)
    return TRUE;
  return write_tries (store, failures - 1, failures == *counted ? 0 : after_us, error);
}

static void
reset_tries (ZpiSession *self)
{
  self->unlock_failures = 0;
  self->unlock_after_us = 0;
  zpi_store_transact_async (self->store, opened_func, NULL, NULL, NULL, NULL, NULL);
}

/* It was no try: the keyring was away, and no secret was compared with anything. */
static void
uncount (ZpiSession *self)
{
  guint *counted = g_new (guint, 1);

  *counted = self->unlock_failures;
  self->unlock_failures = MAX (self->unlock_failures, 1) - 1;
  self->unlock_after_us = 0;
  zpi_store_transact_async (self->store, uncount_func, counted, g_free, NULL, NULL, NULL);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  const Unlock *unlock = g_task_get_task_data (task);
  /* Why it opens read-only was found out when the store was opened. */
  g_autoptr (GError) why = self->error != NULL ? g_error_copy (self->error) : NULL;

  zpi_session_settle_organisation_finish (result);
  if (!zpi_store_is_read_only (self->store))
    zpi_case_keeper_take_back_held (self->keeper);
  zpi_session_set_state (self,
                         zpi_store_is_read_only (self->store) ? ZPI_SESSION_READ_ONLY
                                                              : ZPI_SESSION_OPEN,
                         why);
  zpi_session_start_services (self);
  if (unlock->resume)
    zpi_courier_start (self->courier);
  g_task_return_boolean (task, TRUE);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean resume = self->resume_sending;
  Unlock *unlock = g_task_get_task_data (task);

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    /* A passphrase may have been guessed at, whatever is said of the keyring. */
    if (!unlock->guessed)
      uncount (self);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  reset_tries (self);
  self->resume_sending = FALSE;
  g_free (self->open_slot_id);
  self->open_slot_id = g_steal_pointer (&unlock->opened_id);
  self->open_slot_kind = unlock->opened_kind;
  unlock->resume = resume;
  zpi_session_settle_organisation_async (self, settled_cb, g_object_ref (task));
}

static void
try_unlock (GTask *task)
{
  ZpiSession *self = g_task_get_source_object (task);

  zpi_store_run_async (self->store,
                       unlock_func,
                       g_task_get_task_data (task),
                       NULL,
                       NULL,
                       unlocked_cb,
                       g_object_ref (task));
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  Unlock *unlock = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  zpi_store_run_finish (ZPI_STORE (source), result, &error);
  if (error != NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  self->unlock_failures = unlock->failures;
  self->unlock_after_us = unlock->after_us;
  if (unlock->refused)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_BUSY, "Too many wrong secrets; wait first");
  else
    try_unlock (task);
}

/* What cannot be written cannot be counted either, but in memory. */
static void
run_unlock (GTask *task)
{
  ZpiSession *self = g_task_get_source_object (task);

  if (self->practice) {
    try_unlock (task);
    return;
  }
  if (zpi_store_is_read_only (self->store)) {
    self->unlock_failures++;
    self->unlock_after_us = zpi_clock_now_us () + wait_after (self->unlock_failures);
    try_unlock (task);
    return;
  }
  zpi_store_transact_async (self->store,
                            count_try_func,
                            g_task_get_task_data (task),
                            NULL,
                            NULL,
                            counted_cb,
                            g_object_ref (task));
}

static void
unlock_device_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Unlock *unlock = g_task_get_task_data (task);

  unlock->device = zpi_keyring_lookup_finish (result, &unlock->device_error);
  if (g_error_matches (unlock->device_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, g_steal_pointer (&unlock->device_error));
    return;
  }
  if (g_error_matches (unlock->device_error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    g_clear_error (&unlock->device_error);
    unlock->device_error = g_error_new (ZPI_ERROR,
                                        ZPI_ERROR_KEY_MISSING,
                                        "The keyring has no secret of this computer");
  }
  run_unlock (task);
}

/* Whether the keyring is needed at all: it may put a prompt on the screen. */
static gboolean
any_needs_device_func (ZpiStore *store, gpointer data, GError **error)
{
  Unlock *unlock = data;
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);

  if (slots == NULL)
    return FALSE;
  for (guint i = 0; i < slots->len; i++) {
    const ZpiSlot *slot = g_ptr_array_index (slots, i);

    if (needs_device (slot) && (unlock->slot_id == NULL || strcmp (slot->id, unlock->slot_id) == 0))
      return TRUE;
  }
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No slot needs the keyring");
  return FALSE;
}

static void
any_needs_device_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) != NULL)
    zpi_keyring_unlock_async (zpi_store_get_uuid (self->store),
                              ZPI_DEVICE_SECRET,
                              g_task_get_cancellable (task),
                              unlock_device_cb,
                              g_object_ref (task));
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    run_unlock (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * zpi_session_unlock_async:
 * @self: a session in %ZPI_SESSION_LOCKED
 * @slot_id: (nullable): the slot, %NULL to try each
 * @secret: PIN, passphrase or recovery code, as typed; in practice mode not looked at
 * @cancellable: (nullable): to wait no longer for the keyring; not looked at after that
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Opens the vault.
 */
void
zpi_session_unlock_async (ZpiSession *self,
                          const char *slot_id,
                          const char *secret,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Unlock *unlock;

  g_return_if_fail (ZPI_IS_SESSION (self));
  g_return_if_fail (secret != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_session_unlock_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->state != ZPI_SESSION_LOCKED) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "The session is not locked");
    return;
  }
  if (zpi_session_get_unlock_wait (self) > 0) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_BUSY, "Too many wrong secrets; wait first");
    return;
  }
  unlock = g_new0 (Unlock, 1);
  unlock->slot_id = g_strdup (slot_id);
  unlock->secret = zpi_secret_strdup (secret);
  if (self->practice)
    unlock->key_file = g_build_filename (self->folder, ZPI_PRACTICE_KEY_FILE, NULL);
  g_task_set_task_data (task, unlock, (GDestroyNotify) unlock_free);
  zpi_store_run_async (self->store,
                       any_needs_device_func,
                       unlock,
                       NULL,
                       NULL,
                       any_needs_device_cb,
                       g_object_ref (task));
}

/**
 * zpi_session_unlock_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with WRONG_SECRET, BUSY (see [method@Session.get_unlock_wait]), KEYRING_ABSENT,
 *   KEYRING_LOCKED or KEY_MISSING (the keyring forgot: use the recovery code)
 */
gboolean
zpi_session_unlock_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_session_get_unlock_wait:
 * @self: a session
 *
 * Returns: how many seconds have to pass before the next try
 */
guint
zpi_session_get_unlock_wait (ZpiSession *self)
{
  gint64 wait_us;

  g_return_val_if_fail (ZPI_IS_SESSION (self), 0);

  wait_us = left_of (self->unlock_after_us);
  return wait_us > 0 ? (guint) (wait_us / G_USEC_PER_SEC) + 1 : 0;
}

/* Wrong tries of an earlier run still count. */
void
zpi_session_take_failures (ZpiSession *self, const char *kept)
{
  parse_tries (kept, &self->unlock_failures, &self->unlock_after_us);
}

/* Locking. */

static void
lock_flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) why = NULL;

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    g_warning ("Locking with text that is not saved, sealed in memory: %s", error->message);
    g_clear_error (&error);
    if (!zpi_case_keeper_hold_unsaved (self->keeper, &error)) {
      /* There is no key to seal it with. */
      zpi_session_start_services (self);
      if (self->resume_sending)
        zpi_courier_start (self->courier);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  }
  zpi_case_keeper_forget_all (self->keeper);
  zpi_vault_lock (zpi_store_get_vault (self->store));
  zpi_session_forget_sign_in (self);
  g_clear_pointer (&self->open_slot_id, g_free);
  why = self->error != NULL ? g_error_copy (self->error) : NULL;
  zpi_session_set_state (self, ZPI_SESSION_LOCKED, why);
  g_task_return_boolean (task, TRUE);
}

static gboolean
nothing_func (ZpiStore *store, gpointer data, GError **error)
{
  return TRUE;
}

static void
keys_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);

  zpi_store_run_finish (ZPI_STORE (source), result, NULL);
  zpi_case_keeper_flush_async (self->keeper, NULL, NULL, lock_flushed_cb, g_object_ref (task));
}

/* A PIN that was just chosen is the PIN: without the keys the change would come to nothing, and
 * nobody would be told. */
static void
lock_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);

  if (self->n_key_changes > 0)
    zpi_store_run_async (self->store,
                         nothing_func,
                         NULL,
                         NULL,
                         NULL,
                         keys_changed_cb,
                         g_object_ref (task));
  else
    zpi_case_keeper_flush_async (self->keeper, NULL, NULL, lock_flushed_cb, g_object_ref (task));
}

static void
lock_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);

  zpi_case_keeper_finish_deletes_async (self->keeper, lock_deleted_cb, g_object_ref (task));
}

/**
 * zpi_session_lock_async:
 * @self: an open session
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Saves everything, stops sending, forgets the cases and wipes the keys. What cannot be saved is
 * sealed in memory ([method@CaseKeeper.has_held]). Whoever shows cases has to let go of them when
 * the state becomes %ZPI_SESSION_LOCKED.
 */
void
zpi_session_lock_async (ZpiSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SESSION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_session_lock_async);
  if (self->state != ZPI_SESSION_OPEN && self->state != ZPI_SESSION_READ_ONLY) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "The session is not open");
    return;
  }
  zpi_session_announce_lock (self);
  self->resume_sending = zpi_courier_is_started (self->courier);
  zpi_session_stop_services (self);
  zpi_courier_settle_async (self->courier, lock_settled_cb, g_object_ref (task));
}

/**
 * zpi_session_lock_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when it was not open, or what could not be saved could not be sealed either
 */
gboolean
zpi_session_lock_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static const ZpiSealContext typed_context = {"unsaved", "typed", "", 0};

/**
 * zpi_session_seal_typed:
 * @self: an open session
 * @text: what stands in a field that belongs to no case
 *
 * Before it locks, so that the text itself can go. Main thread.
 *
 * Returns: (transfer full) (nullable): for [method@Session.open_typed]; %NULL when it cannot be
 *   sealed
 */
GBytes *
zpi_session_seal_typed (ZpiSession *self, const char *text)
{
  g_autoptr (GBytes) plain = zpi_secret_bytes_new (text, strlen (text));

  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return zpi_vault_seal_store (zpi_store_get_vault (self->store), &typed_context, plain, NULL);
}

/**
 * zpi_session_open_typed:
 * @self: an open session
 * @sealed: from [method@Session.seal_typed]
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the text; %NULL when the keys of the store changed since
 */
char *
zpi_session_open_typed (ZpiSession *self, GBytes *sealed)
{
  g_autoptr (GBytes) plain = NULL;

  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  plain = zpi_vault_open_store (zpi_store_get_vault (self->store), &typed_context, sealed, NULL);
  return plain != NULL ? g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain))
                       : NULL;
}
