/* SPDX-License-Identifier: EUPL-1.2 */

/* Having what was typed on the disk now: when a field is left, before sending, when the window
 * closes. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper.h"

#include "zpi-case-keeper-private.h"

typedef struct {
  guint pending;
  GError *error; /* (owned) (nullable): the first */
} FlushAll;

static void
flush_all_free (FlushAll *self)
{
  g_clear_error (&self->error);
  g_free (self);
}

static void
flush_step (GTask *task, GError *error)
{
  FlushAll *all = g_task_get_task_data (task);

  if (error != NULL && all->error == NULL)
    all->error = g_error_copy (error);
  if (--all->pending > 0)
    return;
  if (all->error != NULL)
    g_task_return_error (task, g_steal_pointer (&all->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
one_flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  flush_step (task, error);
}

static void
flush_one (ZpiCaseKeeper *self, OpenCase *open, GTask *all)
{
  FlushAll *flush = g_task_get_task_data (all);
  GTask *task = g_task_new (self, NULL, one_flushed_cb, g_object_ref (all));

  g_task_set_source_tag (task, flush_one);
  flush->pending++;
  g_queue_push_tail (&open->waiting, task);
  open_case_save (open);
}

/**
 * zpi_case_keeper_flush_async:
 * @self: the keeper
 * @zcase: (nullable): a case, %NULL for all that are open
 * @cancellable: (nullable): to give up waiting; what is being written is written
 * @callback: called when everything there was at the time of the call is on the disk
 * @user_data: for @callback
 *
 * Commits now what is dirty.
 */
void
zpi_case_keeper_flush_async (ZpiCaseKeeper *self,
                             ZpiCase *zcase,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GList) opens = NULL;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_flush_async);
  g_task_set_task_data (task, g_new0 (FlushAll, 1), (GDestroyNotify) flush_all_free);

  opens = g_hash_table_get_values (self->open);
  ((FlushAll *) g_task_get_task_data (task))->pending = 1;
  for (GList *l = opens; l != NULL; l = l->next) {
    OpenCase *open = l->data;

    if (zcase == NULL || open->zcase == zcase)
      flush_one (self, open, task);
  }
  flush_step (task, NULL);
}

/**
 * zpi_case_keeper_ensure_row_async:
 * @self: the keeper
 * @zcase: an open case
 * @callback: called when it is written; [method@CaseKeeper.flush_finish] tells how that went
 * @user_data: for @callback
 *
 * Like a flush, and the case is in the store afterwards although nothing was typed yet.
 */
void
zpi_case_keeper_ensure_row_async (ZpiCaseKeeper *self,
                                  ZpiCase *zcase,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  OpenCase *open;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  open = zpi_case_keeper_find_open (self, zcase);
  if (open != NULL)
    open->wanted = TRUE;
  zpi_case_keeper_flush_async (self, zcase, NULL, callback, user_data);
}

/**
 * zpi_case_keeper_add_extra:
 * @self: the keeper
 * @zcase: an open case
 * @func: what is written in the transaction of its next save; in the store thread
 * @data: (transfer full): for @func, with which it is shared; it must not change
 * @destroy: frees @data; at once when @zcase is not open
 *
 * Has something written together with a case, or not at all.
 */
void
zpi_case_keeper_add_extra (ZpiCaseKeeper *self,
                           ZpiCase *zcase,
                           ZpiStoreFunc func,
                           gpointer data,
                           GDestroyNotify destroy)
{
  OpenCase *open = zpi_case_keeper_find_open (self, zcase);

  if (open != NULL)
    open_case_add_extra (open, func, data, destroy);
  else
    destroy (data);
}

/**
 * zpi_case_keeper_flush_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when something is still not on the disk; it is tried again by itself
 */
gboolean
zpi_case_keeper_flush_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_case_keeper_field_left:
 * @self: the keeper
 * @zcase: an open case
 *
 * A field was left: commits at once, without waiting for the answer.
 */
void
zpi_case_keeper_field_left (ZpiCaseKeeper *self, ZpiCase *zcase)
{
  OpenCase *open;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));

  open = zpi_case_keeper_find_open (self, zcase);
  if (open != NULL && zpi_case_is_dirty (zcase))
    open_case_save (open);
}
