/* SPDX-License-Identifier: EUPL-1.2 */

/* A copy of everything, also of what was typed since the data folder went from under the program.
 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-clock-evidence.h"
#include "zpi-session-private.h"

static gboolean
back_up_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_backup (store, data, zpi_clock_evidence_now_us (store), error);
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  zpi_store_run_finish (ZPI_STORE (source), result, &error);
  zpi_store_set_writes_beside (ZPI_STORE (source), FALSE);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strdup (g_task_get_task_data (task));

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    zpi_store_set_writes_beside (self->store, FALSE);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_store_run_async (self->store,
                       back_up_func,
                       g_steal_pointer (&file),
                       g_free,
                       NULL,
                       backed_up_cb,
                       g_steal_pointer (&task));
}

/**
 * zpi_session_back_up_async:
 * @self: an open session
 * @file: where to
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Saves what is dirty and makes a sealed copy of everything. Also when the data folder is gone: the
 * files that have no name any more are still open, and take what was typed on its way to the copy.
 */
void
zpi_session_back_up_async (ZpiSession *self,
                           const char *file,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (self));
  g_return_if_fail (file != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_session_back_up_async);
  g_task_set_task_data (task, g_strdup (file), g_free);
  if (zpi_store_is_gone (self->store))
    zpi_store_set_writes_beside (self->store, TRUE);
  zpi_case_keeper_flush_async (self->keeper, NULL, NULL, flushed_cb, task);
}

/**
 * zpi_session_back_up_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with a storage error; then there is no copy
 */
gboolean
zpi_session_back_up_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
