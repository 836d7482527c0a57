/* SPDX-License-Identifier: EUPL-1.2 */

/* The uploader against an upload server that nobody here wrote (@tus/server), which keeps what it
 * gets as plain files. */

#include "zpi-api.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define CASE     "7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a001"
#define DOCUMENT "7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a0d1"
#define CHUNK    (100 * 1000)
#define SIZE     (730 * 1000)

typedef struct {
  GSubprocess *process;
  char *folder;
  ZpiApi *api;
  GBytes *document;
  char *sha256;
  char *kept_path;
  guint64 kept_offset;
  guint reads;
  GCancellable *cancellable;
  guint64 cancel_at; /* 0: never */
} Fixture;

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
start_server (Fixture *self, const char *relative)
{
  const char *root = g_getenv ("ZPI_SOURCE_ROOT");
  g_autofree char *script = g_build_filename (root, "tests", "peers", "tus-server.mjs", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *port = NULL;
  g_autofree char *url = NULL;
  GError *error = NULL;

  g_subprocess_launcher_setenv (launcher, "RELATIVE_LOCATION", relative, TRUE);
  self->process =
      g_subprocess_launcher_spawn (launcher, &error, "node", script, self->folder, CASE, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  port = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  url = g_strdup_printf ("http://127.0.0.1:%s/v1", port);
  self->api = zpi_api_new (url, TRUE, NULL, &error);
  g_assert_no_error (error);
  zpi_api_set_token (self->api, "the-token");
}

static void
stop_server (Fixture *self)
{
  g_clear_object (&self->api);
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  guint8 *bytes = g_malloc (SIZE);

  for (guint i = 0; i < SIZE; i++)
    bytes[i] = g_test_rand_int_range (0, 256);
  self->document = g_bytes_new_take (bytes, SIZE);
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->document);
  self->folder = g_dir_make_tmp ("zpi-tus-XXXXXX", NULL);
  start_server (self, data != NULL ? data : "0");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->process != NULL)
    stop_server (self);
  g_bytes_unref (self->document);
  g_free (self->sha256);
  g_free (self->folder);
  g_free (self->kept_path);
}

/* The source. */

static void
read_chunk (gpointer data,
            guint64 index,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  Fixture *self = data;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  gsize start = index * CHUNK;

  self->reads++;
  g_task_return_pointer (task,
                         g_bytes_new_from_bytes (self->document, start, MIN (CHUNK, SIZE - start)),
                         (GDestroyNotify) g_bytes_unref);
}

static GBytes *
read_chunk_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
acknowledged (gpointer data,
              const char *upload_path,
              guint64 offset,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  Fixture *self = data;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  self->kept_offset = offset;
  g_free (self->kept_path);
  self->kept_path = g_strdup (upload_path);
  if (self->cancel_at != 0 && offset >= self->cancel_at)
    g_cancellable_cancel (self->cancellable);
  g_task_return_boolean (task, TRUE);
}

static gboolean
acknowledged_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static const ZpiUploadSource source = {read_chunk,
                                       read_chunk_finish,
                                       acknowledged,
                                       acknowledged_finish};

static gboolean
upload (Fixture *self, guint64 size, const char *path, ZpiProblem **problem, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *copy = g_strdup (path);

  zpi_api_upload_async (self->api,
                        CASE,
                        NULL,
                        DOCUMENT,
                        "application/pdf",
                        size,
                        self->sha256,
                        CHUNK,
                        copy,
                        &source,
                        self,
                        self->cancellable,
                        keep_result_cb,
                        &result);
  return zpi_api_upload_finish (self->api, wait_for (&result), problem, error);
}

static char *
stored_path (Fixture *self)
{
  return g_build_filename (self->folder, DOCUMENT, NULL);
}

static void
assert_arrived (Fixture *self)
{
  g_autofree char *path = stored_path (self);
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpmem (data,
                   size,
                   g_bytes_get_data (self->document, NULL),
                   g_bytes_get_size (self->document));
  g_assert_cmpuint (self->kept_offset, ==, SIZE);
  g_assert_cmpstr (self->kept_path, ==, "/aanvragen/" CASE "/documenten/" DOCUMENT);
}

static void
test_whole (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (upload (self, SIZE, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_arrived (self);
  g_assert_cmpuint (self->reads, ==, 8);
}

/* Stopped after every chunk in turn; the server goes and comes back on another port meanwhile. */
static void
test_resumes (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= 7; i++) {
    self->cancellable = g_cancellable_new ();
    self->cancel_at = i * CHUNK;
    g_assert_false (upload (self, SIZE, self->kept_path, NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&error);
    g_clear_object (&self->cancellable);
    if (i % 3 == 0) {
      stop_server (self);
      start_server (self, "1");
    }
  }
  self->cancel_at = 0;
  g_assert_true (upload (self, SIZE, self->kept_path, NULL, &error));
  g_assert_no_error (error);
  assert_arrived (self);
  /* Seven were read and not sent, and six of those that come behind these: each chunk went once. */
  g_assert_cmpuint (self->reads, ==, 21);

  /* Once more, when all is there. */
  g_assert_true (upload (self, SIZE, self->kept_path, NULL, &error));
  g_assert_cmpuint (self->reads, ==, 21);
}

/* A server may keep a part of a PATCH that broke off: somewhere within a chunk. */
static void
test_within_a_chunk (Fixture *self, gconstpointer data)
{
  g_autofree char *path = stored_path (self);
  g_autoptr (GError) error = NULL;

  self->cancellable = g_cancellable_new ();
  self->cancel_at = 2 * CHUNK;
  g_assert_false (upload (self, SIZE, NULL, NULL, NULL));
  g_clear_object (&self->cancellable);
  g_assert_cmpint (truncate (path, CHUNK + 12345), ==, 0);
  self->cancel_at = 0;
  g_assert_true (upload (self, SIZE, self->kept_path, NULL, &error));
  g_assert_no_error (error);
  assert_arrived (self);
}

static void
test_forgotten (Fixture *self, gconstpointer data)
{
  g_autofree char *path = stored_path (self);
  g_autofree char *about = g_strconcat (path, ".json", NULL);
  g_autoptr (GError) error = NULL;

  self->cancellable = g_cancellable_new ();
  self->cancel_at = 2 * CHUNK;
  g_assert_false (upload (self, SIZE, NULL, NULL, NULL));
  g_clear_object (&self->cancellable);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_unlink (about), ==, 0);
  self->cancel_at = 0;
  g_assert_true (upload (self, SIZE, self->kept_path, NULL, &error));
  g_assert_no_error (error);
  assert_arrived (self);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;

  g_assert_false (upload (self, 2 * 1000 * 1000, NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TOO_LARGE);
}

static void
test_no_access (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  zpi_api_set_token (self->api, "another");
  g_assert_false (upload (self, SIZE, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
}

#define ADD(path, func, data) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/tus-server/whole", test_whole, NULL);
  ADD ("/tus-server/relative-location", test_whole, "1");
  ADD ("/tus-server/resumes", test_resumes, NULL);
  ADD ("/tus-server/within-a-chunk", test_within_a_chunk, NULL);
  ADD ("/tus-server/forgotten", test_forgotten, NULL);
  ADD ("/tus-server/too-large", test_too_large, NULL);
  ADD ("/tus-server/no-access", test_no_access, NULL);
  return g_test_run ();
}
