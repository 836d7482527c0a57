/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-store-private.h"

typedef struct {
  GTask *task;       /* (owned) (nullable): NULL ends the thread */
  ZpiStoreFunc func; /* NULL opens the database */
  gboolean write;
  GError *error; /* (owned) (nullable): the outcome, on the way back */
} Job;

G_DEFINE_FINAL_TYPE (ZpiStore, zpi_store, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_free (job);
}

gboolean
zpi_store_on_thread (ZpiStore *self)
{
  return g_thread_self () == g_atomic_pointer_get (&self->owner);
}

sqlite3_stmt *
zpi_store_prepare (ZpiStore *self, const char *sql, GError **error)
{
  g_assert (zpi_store_on_thread (self));

  return zpi_sql_keep (self->db, sql, error);
}

/* What the vault and the world outside may know only once it is on disk. */
static void
after_transaction (ZpiStore *self, gboolean done)
{
  g_autoptr (GBytes) store_key = NULL;

  if (zpi_vault_is_rotating (self->vault))
    zpi_vault_rotate_finish (self->vault, done);
  if (done && self->slots_changed) {
    store_key = zpi_vault_dup_wrapped_store_key (self->vault);
    zpi_vault_set_wrapped_store_key (self->vault, store_key);
    g_atomic_int_set (&self->is_new, 0);
    g_atomic_int_set (&self->has_slots, 1);
    zpi_store_save_mark (self);
  }
  self->slots_changed = FALSE;
  zpi_store_let_others_in (self);
}

static gboolean
end_transaction (ZpiStore *self, gboolean done, GError **error)
{
  g_autoptr (GError) rollback_error = NULL;

  if (done)
    done = zpi_store_check_place (self, error) && zpi_store_count_begin (self, error) &&
           zpi_sql_exec (self->db, "COMMIT", error);
  if (done)
    zpi_store_count_end (self);
  /* After some errors SQLite has rolled back by itself. */
  if (!done && !sqlite3_get_autocommit (self->db) &&
      !zpi_sql_exec (self->db, "ROLLBACK", &rollback_error))
    g_message ("Rolling back failed: %s", rollback_error->message);
  after_transaction (self, done);
  /* The folder may have gone during the commit. */
  return done && zpi_store_check_place (self, error);
}

/* After some errors (no memory, a disk that fails) SQLite rolls back by itself; whoever went on
 * after one would write the rest of a change without its beginning. */
static int
refuse_commit_cb (gpointer data)
{
  return 1;
}

static gboolean
run_in_transaction (ZpiStore *self, ZpiStoreFunc func, gpointer data, GError **error)
{
  gboolean done;

  sqlite3_commit_hook (self->db, refuse_commit_cb, NULL);
  done = func (self, data, error);
  sqlite3_commit_hook (self->db, NULL, NULL);
  return done;
}

gboolean
zpi_store_transact (ZpiStore *self, ZpiStoreFunc func, gpointer data, GError **error)
{
  if (zpi_store_is_read_only (self)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_READ_ONLY,
                         "The store was opened read-only");
    return FALSE;
  }
  if (!zpi_store_check_place (self, error) || !zpi_sql_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  self->changes_before = sqlite3_total_changes (self->db);
  return end_transaction (self, run_in_transaction (self, func, data, error), error);
}

static gboolean
run_job (ZpiStore *self, Job *job)
{
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    return FALSE;
  if (job->func == NULL)
    return zpi_store_open_database (self, &job->error);
  if (self->db == NULL) {
    g_set_error_literal (&job->error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_DAMAGED,
                         "The store could not be opened");
    return FALSE;
  }
  if (job->write)
    return zpi_store_transact (self, job->func, g_task_get_task_data (job->task), &job->error);
  return job->func (self, g_task_get_task_data (job->task), &job->error);
}

/* In the caller's context, where the task and its data are freed too. */
static gboolean
job_done_cb (gpointer user_data)
{
  Job *job = user_data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_boolean (job->task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
send_back (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_callback (source, job_done_cb, job, (GDestroyNotify) job_free);
  g_source_attach (source, g_task_get_context (job->task));
}

/* A function that gave up without saying why has failed all the same. */
static void
ensure_error (Job *job)
{
  if (job->error == NULL)
    g_set_error_literal (&job->error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED, "The work was given up");
}

static gpointer
store_thread (gpointer user_data)
{
  ZpiStore *self = user_data;

  g_atomic_pointer_set (&self->owner, g_thread_self ());
  for (;;) {
    Job *job = g_async_queue_pop (self->queue);

    if (job->task == NULL) {
      job_free (job);
      zpi_store_close_database (self);
      return NULL;
    }
    if (!run_job (self, job))
      ensure_error (job);
    zpi_wipe_stack ();
    send_back (job);
  }
}

static void
zpi_store_finalize (GObject *object)
{
  ZpiStore *self = ZPI_STORE (object);

  zpi_store_close (self);
  g_clear_pointer (&self->queue, g_async_queue_unref);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->uuid, g_free);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (zpi_store_parent_class)->finalize (object);
}

static void
zpi_store_class_init (ZpiStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zpi_store_finalize;
}

static void
zpi_store_init (ZpiStore *self)
{
  self->queue = g_async_queue_new ();
  self->presence_fd = -1;
  self->count_fd = -1;
}

/**
 * zpi_store_new:
 * @folder: the data folder
 *
 * Returns: (transfer full): a store; nothing is touched until zpi_store_open_async()
 */
ZpiStore *
zpi_store_new (const char *folder)
{
  ZpiStore *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (ZPI_TYPE_STORE, NULL);
  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, ZPI_STORE_FILE, NULL);
  return self;
}

/**
 * zpi_store_get_folder:
 * @self: a store
 *
 * Returns: (transfer none): the data folder. Any thread.
 */
const char *
zpi_store_get_folder (ZpiStore *self)
{
  g_return_val_if_fail (ZPI_IS_STORE (self), NULL);

  return self->folder;
}

/**
 * zpi_store_is_read_only:
 * @self: a store
 *
 * Returns: %TRUE when the store is damaged, too new, or on a disk that cannot be written. Any
 *   thread.
 */
gboolean
zpi_store_is_read_only (ZpiStore *self)
{
  g_return_val_if_fail (ZPI_IS_STORE (self), TRUE);

  return g_atomic_int_get (&self->read_only) != 0;
}

/**
 * zpi_store_is_new:
 * @self: a store that was opened
 *
 * Returns: %TRUE as long as the store has no slot: first start. Any thread.
 */
gboolean
zpi_store_is_new (ZpiStore *self)
{
  g_return_val_if_fail (ZPI_IS_STORE (self), FALSE);

  return g_atomic_int_get (&self->is_new) != 0;
}

/**
 * zpi_store_has_slots:
 * @self: a store that was opened
 *
 * Returns: %TRUE when there is a slot to unlock it with; without one a store that is not new has
 *   lost its keys, and only a backup brings them back. Any thread.
 */
gboolean
zpi_store_has_slots (ZpiStore *self)
{
  g_return_val_if_fail (ZPI_IS_STORE (self), FALSE);

  return g_atomic_int_get (&self->has_slots) != 0;
}

/**
 * zpi_store_get_uuid:
 * @self: a store that was opened
 *
 * Returns: (transfer none) (nullable): its UUID; %NULL when nothing of it opens
 */
const char *
zpi_store_get_uuid (ZpiStore *self)
{
  g_return_val_if_fail (ZPI_IS_STORE (self), NULL);

  return self->uuid;
}

/**
 * zpi_store_get_vault:
 * @self: a store that was opened
 *
 * Returns: (transfer none) (nullable): its vault; %NULL when nothing of it opens
 */
ZpiVault *
zpi_store_get_vault (ZpiStore *self)
{
  g_return_val_if_fail (ZPI_IS_STORE (self), NULL);

  return self->vault;
}

static void
push_job (ZpiStore *self, GTask *task, ZpiStoreFunc func, gboolean write)
{
  Job *job = g_new0 (Job, 1);

  /* Whether it was cancelled is looked at once, before it starts: what was committed is never
   * reported as cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  job->task = g_object_ref (task);
  job->func = func;
  job->write = write;
  g_async_queue_push (self->queue, job);
}

/**
 * zpi_store_open_async:
 * @self: a store
 * @cancellable: (nullable): a cancellable
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * Opens the database, makes it when there is none, and brings it to the newest schema. May be
 * called again after a failure.
 */
void
zpi_store_open_async (ZpiStore *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_store_open_async);
  push_job (self, task, NULL, FALSE);
  if (self->thread == NULL)
    self->thread = g_thread_new ("store", store_thread, self);
}

/**
 * zpi_store_open_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_STORE_TOO_NEW, %ZPI_ERROR_STORE_DAMAGED,
 *   %ZPI_ERROR_STORE_READ_ONLY, %ZPI_ERROR_STORE_FULL: then it is open as far as it can be read;
 *   or with %ZPI_ERROR_BUSY: then it is not open, try again
 */
gboolean
zpi_store_open_finish (ZpiStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_store_close:
 * @self: a store
 *
 * Waits until all work that was handed over is done, and closes the database. The callbacks of
 * that work still come.
 */
void
zpi_store_close (ZpiStore *self)
{
  GThread *thread;

  g_return_if_fail (ZPI_IS_STORE (self));

  thread = self->thread;
  if (thread == NULL)
    return;
  g_async_queue_push (self->queue, g_new0 (Job, 1));
  g_thread_join (thread);
  self->thread = NULL;
}

static void
hand_over (ZpiStore *self, GTask *task, ZpiStoreFunc func, gboolean write)
{
  if (self->thread == NULL) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_STORE_FAILED, "The store is not open");
    return;
  }
  push_job (self, task, func, write);
}

/**
 * zpi_store_run_async:
 * @self: a store
 * @func: (scope async): what to do on the store thread, outside a transaction
 * @data: (nullable): for @func
 * @destroy: (nullable): frees @data, in the caller's context
 * @cancellable: (nullable): only looked at before @func starts
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 */
void
zpi_store_run_async (ZpiStore *self,
                     ZpiStoreFunc func,
                     gpointer data,
                     GDestroyNotify destroy,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_STORE (self));
  g_return_if_fail (func != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_store_run_async);
  g_task_set_task_data (task, data, destroy);
  hand_over (self, task, func, FALSE);
}

/**
 * zpi_store_transact_async:
 * @self: a store
 * @func: (scope async): what to do on the store thread, inside a transaction that is committed when
 *   it returns %TRUE
 * @data: (nullable): for @func
 * @destroy: (nullable): frees @data, in the caller's context
 * @cancellable: (nullable): only looked at before @func starts
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * Success is reported after the commit reached the disk.
 */
void
zpi_store_transact_async (ZpiStore *self,
                          ZpiStoreFunc func,
                          gpointer data,
                          GDestroyNotify destroy,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_STORE (self));
  g_return_if_fail (func != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_store_transact_async);
  g_task_set_task_data (task, data, destroy);
  hand_over (self, task, func, TRUE);
}

/**
 * zpi_store_run_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer none) (nullable): the data of the operation, borrowed until @result is freed;
 *   %NULL when @error is set or there was no data
 */
gpointer
zpi_store_run_finish (ZpiStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_task_get_task_data (G_TASK (result));
}

/**
 * zpi_store_data_version:
 * @self: a store
 * @version: (out): a number that changes whenever another process wrote
 * @error: return location for an error
 *
 * On the store thread.
 */
gboolean
zpi_store_data_version (ZpiStore *self, gint64 *version, GError **error)
{
  g_return_val_if_fail (ZPI_IS_STORE (self), FALSE);
  g_assert (zpi_store_on_thread (self));

  return zpi_sql_number (self->db, "PRAGMA data_version", version, error);
}
