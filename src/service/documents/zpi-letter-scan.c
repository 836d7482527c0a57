/* SPDX-License-Identifier: EUPL-1.2 */

/* The code of a letter, read from a picture or a PDF of it. The helper looks at the picture, in its
 * sandbox; here nothing is decoded and nothing kept: pieces go by, and are wiped. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-config.h"

#include "zpi-letter-scan.h"

#include <string.h>

#include "zpi-error.h"
#include "zpi-file-judge.h"
#include "zpi-helper-client.h"
#include "zpi-letter.h"
#include "zpi-vault.h"

#define PIECE_BYTES (256 * 1024)
/* As large as a document that is sent. */
#define MAX_BYTES (20 * 1000 * 1000)

typedef struct {
  GInputStream *stream; /* (owned) (nullable): once it is open */
  ZpiFileJudge *judge;
  ZpiHelperJob *helper; /* (owned) (nullable): once the first piece is there */
  guint8 *buffer;       /* wiped */
  ZpiIntakeProblem problem;
} Scan;

static void
scan_free (gpointer data)
{
  Scan *self = data;

  g_clear_object (&self->stream);
  g_clear_pointer (&self->judge, zpi_file_judge_free);
  g_clear_pointer (&self->helper, zpi_helper_job_free);
  explicit_bzero (self->buffer, PIECE_BYTES);
  g_free (self->buffer);
  g_free (self);
}

/**
 * zpi_letter_scan_is_possible:
 *
 * Returns: whether this program was built with a reader of codes
 */
gboolean
zpi_letter_scan_is_possible (void)
{
  return HAVE_QR_READER;
}

static void
refuse (GTask *task, ZpiIntakeProblem problem, ZpiError code)
{
  ((Scan *) g_task_get_task_data (task))->problem = problem;
  g_task_return_new_error (task, ZPI_ERROR, (int) code, "No code was read from the picture");
}

/* What is wrong with a document matters only when no code was read: of a form or a PDF that forbids
 * copying the picture is as good, and so it is of one with other files in it. */
static ZpiIntakeProblem
problem_from_word (const char *word)
{
  ZpiIntakeProblem problem = zpi_intake_problem_from_nick (word);

  return problem == ZPI_INTAKE_PROTECTED || problem == ZPI_INTAKE_FORM ||
                 problem == ZPI_INTAKE_ATTACHED
             ? ZPI_INTAKE_OK
             : problem;
}

static void
take_answer (GTask *task, const char *answer)
{
  g_auto (GStrv) lines = g_strsplit (answer, "\n", -1);
  guint n = g_strv_length (lines);
  const char *link = NULL;

  /* Each line ends with a newline: behind the last one is nothing. */
  for (guint i = 1; i + 1 < n && link == NULL; i++)
    link = zpi_letter_is_link (lines[i]) ? lines[i] : NULL;
  if (link != NULL)
    g_task_return_pointer (task, g_strdup (link), g_free);
  else if (n > 2)
    refuse (task, ZPI_INTAKE_OK, ZPI_ERROR_BAD_FORMAT);
  else
    refuse (task, n > 0 ? problem_from_word (lines[0]) : ZPI_INTAKE_OK, ZPI_ERROR_NOT_FOUND);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = zpi_helper_run_finish (result, &error);
  g_autofree char *text = NULL;
  gsize size = 0;
  const char *data = answer != NULL ? g_bytes_get_data (answer, &size) : NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (answer == NULL && !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_REFUSED)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  /* It gave up on the file, or was taken over by it. */
  if (size == 0 || memchr (data, '\0', size) != NULL ||
      !g_utf8_validate (data, (gssize) size, NULL)) {
    refuse (task, ZPI_INTAKE_NO_PREVIEW, ZPI_ERROR_NOT_FOUND);
    return;
  }
  text = g_strndup (data, size);
  take_answer (task, text);
}

static void read_on (GTask *task);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    read_on (task);
}

static void
take_piece (GTask *task, const guint8 *data, gsize size, gboolean last)
{
  static const char *const arguments[] = {"codes", NULL};
  Scan *self = g_task_get_task_data (task);
  ZpiIntakeProblem problem =
      size > 0 ? zpi_file_judge_feed (self->judge, data, size) : ZPI_INTAKE_OK;
  g_autoptr (GBytes) piece = NULL;

  if (problem == ZPI_INTAKE_OK && last)
    problem = zpi_file_judge_finish (self->judge);
  if (problem != ZPI_INTAKE_OK) {
    refuse (task, problem, ZPI_ERROR_REFUSED);
    return;
  }
  piece = zpi_secret_bytes_new (data, size);
  if (self->helper == NULL)
    self->helper = zpi_helper_job_start (arguments);
  if (last)
    zpi_helper_job_end_async (g_steal_pointer (&self->helper),
                              piece,
                              g_task_get_cancellable (task),
                              answered_cb,
                              g_object_ref (task));
  else
    zpi_helper_job_write_async (self->helper, piece, written_cb, g_object_ref (task));
}

static void
piece_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Scan *self = g_task_get_task_data (task);
  gsize size = 0;
  gboolean read = g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &size, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (read)
    take_piece (task, self->buffer, size, size < PIECE_BYTES);
  else
    refuse (task, ZPI_INTAKE_UNREADABLE, ZPI_ERROR_REFUSED);
}

static void
read_on (GTask *task)
{
  Scan *self = g_task_get_task_data (task);

  g_input_stream_read_all_async (self->stream,
                                 self->buffer,
                                 PIECE_BYTES,
                                 G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task),
                                 piece_read_cb,
                                 g_object_ref (task));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Scan *self = g_task_get_task_data (task);
  GFileInputStream *stream = g_file_read_finish (G_FILE (source), result, NULL);

  self->stream = stream != NULL ? G_INPUT_STREAM (stream) : NULL;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (stream == NULL)
    refuse (task, ZPI_INTAKE_UNREADABLE, ZPI_ERROR_REFUSED);
  else
    read_on (task);
}

/* A pipe would be waited for without end. */
static void
looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    refuse (task, ZPI_INTAKE_UNREADABLE, ZPI_ERROR_REFUSED);
  else
    g_file_read_async (G_FILE (source),
                       G_PRIORITY_DEFAULT,
                       g_task_get_cancellable (task),
                       opened_cb,
                       g_object_ref (task));
}

static GTask *
scan_task_new (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Scan *self = g_new0 (Scan, 1);

  g_task_set_source_tag (task, scan_task_new);
  self->judge = zpi_file_judge_new (MAX_BYTES);
  self->buffer = g_malloc (PIECE_BYTES);
  g_task_set_task_data (task, self, scan_free);
  return task;
}

/**
 * zpi_letter_scan_file_async:
 * @file: a picture (JPEG, PNG) or a PDF of a letter; it is only read
 * @cancellable: (nullable): to give up
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Reads the QR code of a letter. Main thread.
 */
void
zpi_letter_scan_file_async (GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT,
                           cancellable,
                           looked_at_cb,
                           scan_task_new (cancellable, callback, user_data));
}

/**
 * zpi_letter_scan_bytes_async:
 * @content: the same, from the clipboard
 * @cancellable: (nullable): to give up
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Reads the QR code of a letter. Main thread.
 */
void
zpi_letter_scan_bytes_async (GBytes *content,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (content != NULL);

  task = scan_task_new (cancellable, callback, user_data);
  take_piece (task, g_bytes_get_data (content, NULL), g_bytes_get_size (content), TRUE);
}

/**
 * zpi_letter_scan_finish:
 * @result: the result
 * @problem: (out): what is wrong with the file or the picture, as far as that is known
 * @error: return location for an error
 *
 * Returns: (transfer full): the link that the code is; %NULL with %ZPI_ERROR_REFUSED (no such file
 *   is read), %ZPI_ERROR_NOT_FOUND (no code in the picture), %ZPI_ERROR_BAD_FORMAT (only codes of
 *   somebody else), or what is wrong with the helper
 */
char *
zpi_letter_scan_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  *problem = ((Scan *) g_task_get_task_data (G_TASK (result)))->problem;
  return g_task_propagate_pointer (G_TASK (result), error);
}
