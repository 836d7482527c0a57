/* SPDX-License-Identifier: EUPL-1.2 */

/* The way to the helper program that decodes images and PDFs in a sandbox: a process per job, so
 * that a hostile file can break one job and nothing else. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-config.h"

#include "zpi-helper-client.h"

#include "zpi-error.h"

#define TIMEOUT_SECONDS 30

struct _ZpiHelperJob {
  GSubprocess *process; /* (owned) */
  guint timeout_id;
  gboolean timed_out;
};

void
zpi_helper_job_free (ZpiHelperJob *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
  g_free (self);
}

/* Beside the program while it runs from the build folder, else where it was installed. */
static char *
find_helper (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  char *built = g_build_filename (ZPI_BUILDDIR, "src", "helper", "zpi-helper", NULL);

  if (self != NULL && g_str_has_prefix (self, ZPI_BUILDDIR G_DIR_SEPARATOR_S) &&
      g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return built;
  g_free (built);
  return g_build_filename (ZPI_LIBEXECDIR, "zpi-helper", NULL);
}

static gboolean
timeout_cb (gpointer user_data)
{
  ZpiHelperJob *job = user_data;

  job->timeout_id = 0;
  job->timed_out = TRUE;
  g_subprocess_force_exit (job->process);
  return G_SOURCE_REMOVE;
}

static void
communicated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiHelperJob *job = g_task_get_task_data (task);
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  gboolean communicated =
      g_subprocess_communicate_finish (job->process, result, &output, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (job->timed_out)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_TIMED_OUT, "The helper took too long");
  else if (communicated && g_subprocess_get_successful (job->process) && output != NULL)
    g_task_return_pointer (task, g_steal_pointer (&output), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_REFUSED,
                             "The helper could not do anything with it");
}

ZpiHelperJob *
zpi_helper_job_start (const char *const *arguments, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
      G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *helper = find_helper ();
  g_auto (GStrv) argv = NULL;
  char *environment[] = {"LANG=C.UTF-8", "PATH=/usr/bin:/bin", NULL};
  g_autoptr (GError) reason = NULL;
  GSubprocess *process;
  ZpiHelperJob *self;

  g_strv_builder_add (builder, helper);
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  g_subprocess_launcher_set_environ (launcher, environment);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &reason);
  if (process == NULL) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_FOUND,
                 "The helper did not start: %s",
                 reason->message);
    return NULL;
  }
  self = g_new0 (ZpiHelperJob, 1);
  self->process = process;
  return self;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* A helper that ended says why when it is asked for its answer. */
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

void
zpi_helper_job_write_async (ZpiHelperJob *self,
                            GBytes *piece,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  gsize size;
  const void *data = g_bytes_get_data (piece, &size);

  g_task_set_source_tag (task, zpi_helper_job_write_async);
  g_task_set_task_data (task, g_bytes_ref (piece), (GDestroyNotify) g_bytes_unref);
  g_output_stream_write_all_async (g_subprocess_get_stdin_pipe (self->process),
                                   data,
                                   size,
                                   G_PRIORITY_DEFAULT,
                                   NULL,
                                   written_cb,
                                   task);
}

void
zpi_helper_job_end_async (ZpiHelperJob *self,
                          GBytes *last,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, zpi_helper_job_end_async);
  g_task_set_task_data (task, self, (GDestroyNotify) zpi_helper_job_free);
  self->timeout_id = g_timeout_add_seconds (TIMEOUT_SECONDS, timeout_cb, self);
  g_subprocess_communicate_async (self->process, last, cancellable, communicated_cb, task);
}

void
zpi_helper_run_async (const char *const *arguments,
                      GBytes *input,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  ZpiHelperJob *job = zpi_helper_job_start (arguments, &error);

  if (job != NULL)
    zpi_helper_job_end_async (job, input, cancellable, callback, user_data);
  else
    g_task_report_error (NULL, callback, user_data, zpi_helper_run_async, g_steal_pointer (&error));
}

GBytes *
zpi_helper_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
