/* SPDX-License-Identifier: EUPL-1.2 */

/* The way to the helper program that decodes images and PDFs in a sandbox: a process per job, so
 * that a hostile file can break one job and nothing else. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-config.h"

#include "zpi-helper-client.h"

#include "zpi-error.h"

#include <signal.h>

#define TIMEOUT_SECONDS 30

/* Each may take as much memory as its job needs: more at once would be a way to fill the computer.
 */
#define MAX_RUNNING 2

/* The most that an answer may be, by what was asked: a helper that a document took over may answer
 * without end. */
#define MAX_WORD_BYTES       64
#define PREVIEW_HEADER_BYTES 16
#define BYTES_PER_PIXEL      4
#define MAX_SIDE             8192
#define MAX_EDITED_BYTES     (128 * 1024 * 1024)
#define MAX_CODES_BYTES      4096
#define READ_BYTES           (64 * 1024)

struct _ZpiHelperJob {
  GStrv arguments;
  gsize max_output;
  gboolean in_sight;    /* somebody looks at what it will answer */
  GSubprocess *process; /* (owned) (nullable): not while it waits for its turn */
  GError *error;        /* (owned) (nullable): why there is no process */
  gboolean is_running;  /* one of the MAX_RUNNING */
  GTask *pending;       /* (owned) (nullable): what waits for the turn */
  GBytes *piece;        /* (owned) (nullable): of it */
  GByteArray *output;   /* (owned) */
  GSource *cancelled;   /* (owned) (nullable): while it waits */
  guint timeout_id;
  gboolean timed_out;
};

static const char *program;           /* (nullable): another one, for tests */
static GQueue waiting = G_QUEUE_INIT; /* (element-type ZpiHelperJob) */
static guint n_running;

static void start_next (void);

static void
stop_watching (ZpiHelperJob *self)
{
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
}

void
zpi_helper_job_free (ZpiHelperJob *self)
{
  const gboolean was_running = self->is_running;

  g_queue_remove (&waiting, self);
  stop_watching (self);
  if (self->pending != NULL) {
    g_task_return_boolean (self->pending, TRUE);
    g_clear_object (&self->pending);
  }
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
  g_clear_error (&self->error);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_clear_pointer (&self->output, g_byte_array_unref);
  g_strfreev (self->arguments);
  g_free (self);
  if (was_running) {
    n_running--;
    start_next ();
  }
}

static gsize
side_in (const char *text)
{
  guint64 side = 0;

  return g_ascii_string_to_unsigned (text, 10, 1, MAX_SIDE, &side, NULL) ? (gsize) side : 0;
}

/* For tests too: what may be answered to @arguments. */
gsize
zpi_helper_max_output (const char *const *arguments)
{
  const guint n = g_strv_length ((char **) arguments);

  if (n >= 4 && g_str_equal (arguments[0], "preview"))
    return PREVIEW_HEADER_BYTES + side_in (arguments[2]) * side_in (arguments[3]) * BYTES_PER_PIXEL;
  if (n > 0 && (g_str_equal (arguments[0], "edit") || g_str_equal (arguments[0], "join") ||
                g_str_equal (arguments[0], "clean")))
    return MAX_EDITED_BYTES;
  if (n > 0 && g_str_equal (arguments[0], "codes"))
    return MAX_CODES_BYTES;
  return MAX_WORD_BYTES;
}

/* Libraries that no other job needs are in a program of their own. */
static const char *
name_program (const char *job)
{
  if (g_str_equal (job, "codes"))
    return "zpi-code-reader";
  return g_str_equal (job, "clean") ? "zpi-pdf-cleaner" : "zpi-helper";
}

/* Beside the program while it runs from the build folder, else where it was installed. */
static char *
find_helper (const char *job)
{
  const char *name = name_program (job);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  char *built = g_build_filename (ZPI_BUILDDIR, "src", "helper", name, NULL);

  if (self != NULL && g_str_has_prefix (self, ZPI_BUILDDIR G_DIR_SEPARATOR_S) &&
      g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return built;
  g_free (built);
  return g_build_filename (ZPI_LIBEXECDIR, name, NULL);
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
return_refused (GTask *task)
{
  g_task_return_new_error (task,
                           ZPI_ERROR,
                           ZPI_ERROR_REFUSED,
                           "The helper could not do anything with it");
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiHelperJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_finish (job->process, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (job->timed_out)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_TIMED_OUT, "The helper took too long");
  else if (error == NULL && g_subprocess_get_successful (job->process))
    g_task_return_pointer (task,
                           g_byte_array_free_to_bytes (g_steal_pointer (&job->output)),
                           (GDestroyNotify) g_bytes_unref);
  else
    return_refused (task);
}

static void read_on (GTask *task);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiHelperJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (piece != NULL && g_bytes_get_size (piece) > job->max_output - job->output->len) {
    g_message ("The helper answered more than was asked");
    g_subprocess_force_exit (job->process);
    return_refused (task);
    return;
  }
  if (piece == NULL || g_bytes_get_size (piece) == 0) {
    g_subprocess_wait_async (job->process,
                             g_task_get_cancellable (task),
                             ended_cb,
                             g_object_ref (task));
    return;
  }
  g_byte_array_append (job->output, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
  read_on (task);
}

static void
read_on (GTask *task)
{
  ZpiHelperJob *job = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (job->process),
                                   READ_BYTES,
                                   G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task),
                                   read_cb,
                                   g_object_ref (task));
}

/* A helper that ended says why when it is asked for its answer. */
static void
last_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) piece = user_data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
write_piece (GOutputStream *pipe, GBytes *piece, GAsyncReadyCallback callback, gpointer user_data)
{
  gsize size;
  const void *data = g_bytes_get_data (piece, &size);

  g_output_stream_write_all_async (pipe, data, size, G_PRIORITY_DEFAULT, NULL, callback, user_data);
}

static gboolean
is_end (GTask *task)
{
  return g_task_get_source_tag (task) == zpi_helper_job_end_async;
}

/* It has its turn: what was asked of it meanwhile. The piece stays until it is written. */
static void
do_pending (ZpiHelperJob *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->pending);
  g_autoptr (GBytes) piece = g_steal_pointer (&self->piece);
  GOutputStream *pipe = self->process != NULL ? g_subprocess_get_stdin_pipe (self->process) : NULL;

  if (task == NULL)
    return;
  if (is_end (task) && g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL && is_end (task)) {
    g_task_return_error (task, g_error_copy (self->error));
  } else if (self->error != NULL) {
    g_task_return_boolean (task, TRUE);
  } else if (is_end (task)) {
    self->timeout_id = g_timeout_add_seconds (TIMEOUT_SECONDS, timeout_cb, self);
    write_piece (pipe, piece, last_written_cb, g_bytes_ref (piece));
    read_on (task);
  } else {
    g_task_set_task_data (task, g_bytes_ref (piece), (GDestroyNotify) g_bytes_unref);
    write_piece (pipe, piece, written_cb, g_object_ref (task));
  }
}

static void
spawn (ZpiHelperJob *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *helper = program != NULL ? g_strdup (program) : find_helper (self->arguments[0]);
  g_auto (GStrv) argv = NULL;
  char *environment[] = {"LANG=C.UTF-8", "PATH=/usr/bin:/bin", NULL};
  g_autoptr (GError) reason = NULL;

  g_strv_builder_add (builder, helper);
  g_strv_builder_addv (builder, (const char **) self->arguments);
  argv = g_strv_builder_end (builder);
  g_subprocess_launcher_set_environ (launcher, environment);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &reason);
  if (self->process == NULL)
    g_set_error (&self->error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_FOUND,
                 "The helper did not start: %s",
                 reason->message);
}

/* Those that somebody looks at first, then in order. */
static ZpiHelperJob *
take_next (void)
{
  for (GList *link = waiting.head; link != NULL; link = link->next) {
    ZpiHelperJob *job = link->data;

    if (job->in_sight) {
      g_queue_delete_link (&waiting, link);
      return job;
    }
  }
  return g_queue_pop_head (&waiting);
}

static void
start_next (void)
{
  while (n_running < MAX_RUNNING && !g_queue_is_empty (&waiting)) {
    ZpiHelperJob *job = take_next ();

    n_running++;
    job->is_running = TRUE;
    stop_watching (job);
    spawn (job);
    do_pending (job);
  }
}

/* Main thread. Never fails: why there is no helper is the answer of zpi_helper_run_finish(). */
ZpiHelperJob *
zpi_helper_job_start (const char *const *arguments)
{
  ZpiHelperJob *self = g_new0 (ZpiHelperJob, 1);

  /* A helper that ends before it read everything must not end this program. */
  signal (SIGPIPE, SIG_IGN);
  self->arguments = g_strdupv ((char **) arguments);
  self->max_output = zpi_helper_max_output (arguments);
  self->in_sight = g_strcmp0 (arguments[0], "judge") != 0 && g_strcmp0 (arguments[0], "clean") != 0;
  self->output = g_byte_array_new ();
  g_queue_push_tail (&waiting, self);
  start_next ();
  return self;
}

/* Nobody waits for it any more: what it would have read is not kept until its turn. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ZpiHelperJob *self = g_task_get_task_data (task);

  if (self->pending == task) {
    g_queue_remove (&waiting, self);
    do_pending (self);
  }
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (ZpiHelperJob *self, GTask *task, GCancellable *cancellable)
{
  self->cancelled = g_cancellable_source_new (cancellable);
  g_task_attach_source (task, self->cancelled, G_SOURCE_FUNC (cancelled_cb));
}

/* Now, or when it has its turn. */
static void
ask (ZpiHelperJob *self, GTask *task, GBytes *piece)
{
  g_assert (self->pending == NULL);

  self->piece = g_bytes_ref (piece);
  self->pending = task;
  if (self->is_running)
    do_pending (self);
}

void
zpi_helper_job_write_async (ZpiHelperJob *self,
                            GBytes *piece,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, zpi_helper_job_write_async);
  ask (self, task, piece);
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
  if (cancellable != NULL && !self->is_running)
    watch_cancellable (self, task, cancellable);
  ask (self, task, last);
}

void
zpi_helper_run_async (const char *const *arguments,
                      GBytes *input,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  zpi_helper_job_end_async (zpi_helper_job_start (arguments),
                            input,
                            cancellable,
                            callback,
                            user_data);
}

GBytes *
zpi_helper_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* For tests: what a helper that was taken over might be. */
void
zpi_helper_use_program (const char *path)
{
  program = path;
}
