/* SPDX-License-Identifier: EUPL-1.2 */

/* What was cleared is taken out of the files in small steps: what is typed meanwhile waits for one
 * of them at most, and a disk that is nearly full has to have room for one only. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper-private.h"

#define SCRUB_RETRY_SECONDS 30
/* Nobody waits for the file to become smaller. */
#define SHRINK_PAUSE_MS 50

static gboolean
scrub_step_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub_step (store, data, error);
}

static gboolean
shrink_step_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_shrink_step (store, data, error);
}

static void
run_step (ZpiCaseKeeper *self, ZpiStoreFunc func, GAsyncReadyCallback callback, gpointer user_data)
{
  zpi_store_run_async (self->store, func, g_new0 (gboolean, 1), g_free, NULL, callback, user_data);
}

/* The file becomes smaller. */

static void shrink_later (ZpiCaseKeeper *self);

static void
shrunk_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiCaseKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean *more = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  /* What is left over is taken up the next time that something is cleared, or was to be. */
  if (more != NULL && *more)
    shrink_later (self);
  else if (error != NULL)
    g_info ("The file stays as large as it is for now: %s", error->message);
}

static gboolean
shrink_cb (gpointer user_data)
{
  ZpiCaseKeeper *self = user_data;

  self->shrink_id = 0;
  run_step (self, shrink_step_func, shrunk_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
shrink_later (ZpiCaseKeeper *self)
{
  if (self->shrink_id == 0 && self->store != NULL)
    self->shrink_id = g_timeout_add_full (G_PRIORITY_LOW, SHRINK_PAUSE_MS, shrink_cb, self, NULL);
}

/* Nothing is left. */

static gboolean
scrub_later_cb (gpointer user_data)
{
  ZpiCaseKeeper *self = user_data;

  self->scrub_id = 0;
  zpi_case_keeper_scrub (self);
  return G_SOURCE_REMOVE;
}

static void
scrub_later (ZpiCaseKeeper *self)
{
  if (self->scrub_id == 0 && self->store != NULL)
    self->scrub_id = g_timeout_add_seconds (SCRUB_RETRY_SECONDS, scrub_later_cb, self);
}

static void scrub_next (GTask *task);

static void
step_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  const gboolean *more = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (more == NULL) {
    if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY))
      scrub_later (self);
    g_task_return_error (task, g_steal_pointer (&error));
  } else if (*more) {
    scrub_next (task);
  } else {
    shrink_later (self);
    g_task_return_boolean (task, TRUE);
  }
}

static void
scrub_next (GTask *task)
{
  ZpiCaseKeeper *self = g_task_get_source_object (task);

  if (self->store == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
  else
    run_step (self, scrub_step_func, step_done_cb, g_object_ref (task));
}

void
zpi_case_keeper_scrub_async (ZpiCaseKeeper *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, zpi_case_keeper_scrub_async);
  scrub_next (task);
}

gboolean
zpi_case_keeper_scrub_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
scrubbed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_scrub_finish (ZPI_CASE_KEEPER (source), result, &error) &&
      !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY))
    g_info ("What was removed is taken away later: %s", error->message);
}

void
zpi_case_keeper_scrub (ZpiCaseKeeper *self)
{
  if (self->store != NULL)
    zpi_case_keeper_scrub_async (self, scrubbed_cb, NULL);
}
