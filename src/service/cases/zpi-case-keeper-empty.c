/* SPDX-License-Identifier: EUPL-1.2 */

/* Practice begins again: every case goes, whatever its state. Nobody waits for one of them. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper-private.h"
#include "zpi-outbox-store.h"

static gboolean
empty_outbox (ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);

    if (!zpi_outbox_store_remove (store, item->id, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
empty_func (ZpiStore *store, gpointer data, GError **error)
{
  guint *n_removed = data;
  g_autoptr (GPtrArray) infos = NULL;

  if (!empty_outbox (store, error))
    return FALSE;
  infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_ALL, error);
  if (infos == NULL)
    return FALSE;
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (!zpi_case_store_delete (store, info->id, error))
      return FALSE;
  }
  *n_removed = infos->len;
  return TRUE;
}

static void
scrubbed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *self = ZPI_CASE_KEEPER (source);
  guint *n_removed = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_scrub_finish (self, result, &error))
    g_info ("Compacting waits for the next time: %s", error->message);
  zpi_case_keeper_emit_cases_changed (self);
  g_task_return_int (task, *n_removed);
}

static void
emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, error);
    return;
  }
  zpi_case_keeper_scrub_async (g_task_get_source_object (task), scrubbed_cb, g_object_ref (task));
}

static void
drop_all (ZpiCaseKeeper *self)
{
  g_autoptr (GList) open = g_hash_table_get_values (self->open);

  for (GList *l = open; l != NULL; l = l->next)
    zpi_case_keeper_drop (self, l->data);
  g_hash_table_remove_all (self->deleting);
}

/**
 * zpi_case_keeper_empty_async:
 * @self: the keeper of a practice session
 * @callback: called when every case is gone
 * @user_data: for @callback
 *
 * Removes every case, also what waits to be sent and what was sent. Only in practice. Who calls
 * this has paused the sender; what is open here is open no longer and is not saved.
 */
void
zpi_case_keeper_empty_async (ZpiCaseKeeper *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  guint *n_removed = g_new0 (guint, 1);

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));

  g_task_set_source_tag (task, zpi_case_keeper_empty_async);
  g_task_set_task_data (task, n_removed, g_free);
  if (self->store == NULL || !self->practice) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "Only practice begins again");
    return;
  }
  drop_all (self);
  zpi_store_transact_async (self->store,
                            empty_func,
                            n_removed,
                            NULL,
                            NULL,
                            emptied_cb,
                            g_object_ref (task));
}

/**
 * zpi_case_keeper_empty_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: how many cases went, -1 with NOT_ALLOWED outside practice or a storage error: then all
 *   are there still
 */
gint
zpi_case_keeper_empty_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
