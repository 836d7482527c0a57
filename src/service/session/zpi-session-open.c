/* SPDX-License-Identifier: EUPL-1.2 */

/* Opening and closing a session. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-session-private.h"

#include <errno.h>
#include <string.h>

/* Making the first slot may not be done by two processes at the same time. */
#define OPEN_LEASE     "open"
#define LEASE_RETRY_MS 50
#define LEASE_RETRIES  200

typedef struct {
  ZpiLease *lease; /* (owned) (nullable) */
  guint tries;
  GError *open_error; /* (owned) (nullable): why it is read-only */
} OpenSession;

static void
open_session_free (OpenSession *self)
{
  g_clear_pointer (&self->lease, zpi_lease_release);
  g_clear_error (&self->open_error);
  g_free (self);
}

static void
finish_open (GTask *task, ZpiSessionState state, GError *error)
{
  ZpiSession *self = g_task_get_source_object (task);
  OpenSession *open = g_task_get_task_data (task);

  g_clear_pointer (&open->lease, zpi_lease_release);
  if (state == ZPI_SESSION_OPEN && open->open_error != NULL)
    state = ZPI_SESSION_READ_ONLY;
  zpi_session_set_state (self, state, error != NULL ? error : open->open_error);
  if (state == ZPI_SESSION_OPEN || state == ZPI_SESSION_READ_ONLY)
    zpi_session_start_services (self);
  if (state == ZPI_SESSION_FAILED)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
  g_clear_error (&error);
}

/* Store thread: the practice key opens by itself, and is made the first time. */
static gboolean
practice_unlock_func (ZpiStore *store, gpointer data, GError **error)
{
  const char *key_file = data;
  ZpiVault *vault = zpi_store_get_vault (store);
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);

  if (slots == NULL)
    return FALSE;
  for (guint i = 0; i < slots->len; i++) {
    const ZpiSlot *slot = g_ptr_array_index (slots, i);

    if (slot->kind == ZPI_SLOT_PRACTICE)
      return zpi_vault_unlock_with_key_file (vault, slot, key_file, error);
  }
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "This is not a practice store");
  return FALSE;
}

static gboolean
practice_create_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiVault *vault = zpi_store_get_vault (store);
  g_autoptr (ZpiSlot) slot = NULL;

  if (!zpi_vault_create (vault, error))
    return FALSE;
  slot = zpi_vault_make_practice_slot (vault, data, error);
  if (slot != NULL && zpi_slot_store_insert (store, slot, error))
    return TRUE;
  zpi_vault_lock (vault);
  return FALSE;
}

static void
practice_unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    finish_open (task, ZPI_SESSION_FAILED, g_steal_pointer (&error));
  else
    finish_open (task, ZPI_SESSION_OPEN, NULL);
}

static void
unlock_practice (GTask *task)
{
  ZpiSession *self = g_task_get_source_object (task);
  char *key_file = g_build_filename (self->folder, ZPI_PRACTICE_KEY_FILE, NULL);

  if (zpi_store_is_new (self->store))
    zpi_store_transact_async (self->store,
                              practice_create_func,
                              key_file,
                              g_free,
                              NULL,
                              practice_unlocked_cb,
                              g_object_ref (task));
  else
    zpi_store_run_async (self->store,
                         practice_unlock_func,
                         key_file,
                         g_free,
                         NULL,
                         practice_unlocked_cb,
                         g_object_ref (task));
}

/* What is known before anything is open. */
typedef struct {
  char *failures; /* (nullable) */
  gboolean recovery_pending;
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->failures);
  g_free (known);
}

static gboolean
read_known_func (ZpiStore *store, gpointer data, GError **error)
{
  Known *known = data;

  known->failures = zpi_meta_store_get (store, "unlock_failures", NULL);
  known->recovery_pending = zpi_session_read_recovery (store);
  return TRUE;
}

static void
known_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  const Known *known = zpi_store_run_finish (ZPI_STORE (source), result, NULL);

  if (known != NULL) {
    zpi_session_take_failures (self, known->failures);
    self->recovery_pending = known->recovery_pending;
  }
  finish_open (task, ZPI_SESSION_LOCKED, NULL);
}

static void
store_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  OpenSession *open = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->store_opened = TRUE;
  if (!zpi_store_open_finish (self->store, result, &error)) {
    if (!zpi_store_is_read_only (self->store)) {
      finish_open (task, ZPI_SESSION_FAILED, g_steal_pointer (&error));
      return;
    }
    g_warning ("The store is opened read-only: %s", error->message);
    open->open_error = g_steal_pointer (&error);
    if (!zpi_store_has_slots (self->store)) {
      /* Nothing of it opens: never a first start beside it. */
      finish_open (task, ZPI_SESSION_FAILED, g_error_copy (open->open_error));
      return;
    }
  } else if (!zpi_store_is_new (self->store) && !zpi_store_has_slots (self->store)) {
    finish_open (task,
                 ZPI_SESSION_FAILED,
                 g_error_new (ZPI_ERROR,
                              ZPI_ERROR_STORE_DAMAGED,
                              "The store has lost its keys. Restore a backup into a new folder "
                              "(zpictl --data NEW restore FILE)"));
    return;
  }
  if (self->practice)
    unlock_practice (task);
  else if (zpi_store_is_new (self->store))
    /* Who is let in at the first start comes from the file: nobody on the word of one that only
     * lies there. */
    finish_open (task,
                 self->believed != NULL ? ZPI_SESSION_NEEDS_SET_UP : ZPI_SESSION_NEEDS_ORGANISATION,
                 NULL);
  else
    zpi_store_run_async (self->store,
                         read_known_func,
                         g_new0 (Known, 1),
                         known_free,
                         NULL,
                         known_read_cb,
                         g_object_ref (task));
}

static gboolean
take_lease_cb (gpointer user_data)
{
  GTask *task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  OpenSession *open = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  open->lease = zpi_lease_take (self->folder, OPEN_LEASE, &error);
  if (open->lease == NULL && g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY) &&
      open->tries++ < LEASE_RETRIES) {
    g_timeout_add_full (G_PRIORITY_DEFAULT,
                        LEASE_RETRY_MS,
                        take_lease_cb,
                        g_object_ref (task),
                        g_object_unref);
    return G_SOURCE_REMOVE;
  }
  if (open->lease == NULL)
    g_info ("Opening without the lease: %s", error->message); /* a read-only disk */
  zpi_store_open_async (self->store, NULL, store_opened_cb, g_object_ref (task));
  return G_SOURCE_REMOVE;
}

/* It knows what was accepted, and opens without the copy beside it, which may have been taken away,
 * or stayed on the computer that a backup comes from. Practice data know nothing of that. */
static gboolean
holds_sealed_store (ZpiSession *self)
{
  g_autofree char *key = g_build_filename (self->folder, ZPI_PRACTICE_KEY_FILE, NULL);

  return !zpi_store_is_new_folder (self->folder) && !g_file_test (key, G_FILE_TEST_EXISTS);
}

/**
 * zpi_session_open_async:
 * @self: a session that is closed, needed an organisation file, or failed to open
 * @cancellable: (nullable): not looked at once the store is being opened
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Opens the store. In practice mode it ends open; in real mode it may end in a state that needs a
 * person first.
 */
void
zpi_session_open_async (ZpiSession *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (ZPI_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_session_open_async);
  g_task_set_task_data (task, g_new0 (OpenSession, 1), (GDestroyNotify) open_session_free);

  if ((self->state == ZPI_SESSION_FAILED || self->state == ZPI_SESSION_NEEDS_ORGANISATION) &&
      self->store_opened) {
    zpi_store_close (self->store); /* tried again, from the beginning */
    self->store_opened = FALSE;
  }
  if (self->state != ZPI_SESSION_CLOSED && self->state != ZPI_SESSION_NEEDS_ORGANISATION &&
      self->state != ZPI_SESSION_FAILED) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "The session is open already");
    return;
  }
  if (!self->practice && !zpi_session_find_organisation (self) && !holds_sealed_store (self)) {
    finish_open (task, ZPI_SESSION_NEEDS_ORGANISATION, NULL);
    return;
  }
  if (g_mkdir_with_parents (self->folder, 0700) != 0) {
    zpi_error_from_errno (&error, errno, "Making the data folder");
    finish_open (task, ZPI_SESSION_FAILED, error);
    return;
  }
  take_lease_cb (task);
}

/**
 * zpi_session_open_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when the state is %ZPI_SESSION_FAILED
 */
gboolean
zpi_session_open_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
close_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);

  zpi_case_keeper_forget_all (self->keeper);
  zpi_session_set_state (self, ZPI_SESSION_CLOSED, NULL);
  if (self->store_opened)
    zpi_store_close (self->store);
  self->store_opened = FALSE;
  g_task_return_boolean (task, TRUE);
}

/* Locked, with text that only the memory has: not closed before the disk has it too. */
static void
close_held_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_write_held_finish (self->keeper, result, &error))
    zpi_courier_settle_async (self->courier, close_settled_cb, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
close_flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_flush_finish (self->keeper, result, &error)) {
    zpi_session_start_services (self);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_case_keeper_write_held_async (self->keeper, close_held_cb, g_object_ref (task));
}

static void
close_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);

  zpi_case_keeper_flush_async (self->keeper, NULL, NULL, close_flushed_cb, g_object_ref (task));
}

/**
 * zpi_session_close_async:
 * @self: a session
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Saves what is dirty and closes the store. When something cannot be saved the session stays open.
 */
void
zpi_session_close_async (ZpiSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SESSION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_session_close_async);
  zpi_session_stop_services (self);
  zpi_case_keeper_finish_deletes_async (self->keeper, close_deleted_cb, g_object_ref (task));
}

/**
 * zpi_session_close_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when something could not be saved; the session is still open then
 */
gboolean
zpi_session_close_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
