/* SPDX-License-Identifier: EUPL-1.2 */

/* The way of a file's pieces: read, filtered, digested, sealed, and by the helper that judges them.
 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-intake-private.h"

#include "zpi-document-store.h"
#include "zpi-frozen.h"
#include "zpi-session-private.h"

#include <string.h>

/* The end of one that failed: what was sealed goes again. Should that fail too, it is garbage that
 * is removed at the next start. */

gboolean
_zpi_intake_remove_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_frozen_remove_document (store, data, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiIntake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_info ("A half document stays until the next start: %s", error->message);
  g_task_return_error (task, g_steal_pointer (&self->error));
}

/* Once, when nothing of it is on its way any more. */
static void
end_given_up (GTask *task)
{
  ZpiIntake *self = g_task_get_task_data (task);

  if (self->ending || self->reading || self->sealing || self->judging || self->cleaning)
    return;
  self->ending = TRUE;
  if (!self->begun) {
    g_task_return_error (task, g_steal_pointer (&self->error));
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (self->session),
                            _zpi_intake_remove_func,
                            g_strdup (self->document_id),
                            g_free,
                            NULL,
                            removed_cb,
                            g_object_ref (task));
}

/* The first reason counts. */
void
_zpi_intake_give_up (GTask *task, GError *error)
{
  ZpiIntake *self = g_task_get_task_data (task);

  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  /* Ends what waits for its turn, too. */
  g_clear_pointer (&self->helper, zpi_helper_job_free);
  end_given_up (task);
}

void
_zpi_intake_refuse (GTask *task, ZpiIntakeProblem problem)
{
  ZpiIntake *self = g_task_get_task_data (task);

  if (self->error == NULL)
    self->problem = problem;
  _zpi_intake_give_up (task,
                       g_error_new (ZPI_ERROR,
                                    problem == ZPI_INTAKE_TOO_LARGE ? ZPI_ERROR_TOO_LARGE
                                                                    : ZPI_ERROR_REFUSED,
                                    "The file is not taken in: %s",
                                    zpi_intake_problem_to_nick (problem)));
}

/* What was sealed is judged before it is completed. Nothing is said of what the helper cannot tell:
 * it may be sent without being shown. */
static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiIntake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = zpi_helper_run_finish (result, &error);
  g_autofree char *word = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    _zpi_intake_give_up (task, g_steal_pointer (&error));
    return;
  }
  if (error != NULL)
    g_message ("A document is not judged: %s", error->message);
  if (answer != NULL && g_bytes_get_size (answer) > 0)
    word = g_strndup (g_bytes_get_data (answer, NULL), MIN (g_bytes_get_size (answer), 32));
  else if (answer != NULL)
    word = g_strdup (""); /* nothing is wrong */
  self->problem = word != NULL ? zpi_intake_problem_from_nick (word) : ZPI_INTAKE_NO_PREVIEW;
  if (self->problem == ZPI_INTAKE_OK || zpi_intake_problem_is_warning (self->problem))
    _zpi_intake_complete (task);
  else
    _zpi_intake_refuse (task, self->problem);
}

static void
judge_piece_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiIntake *self = g_task_get_task_data (task);

  self->judging = FALSE;
  _zpi_intake_go_on (task);
}

/* Without a helper the document is kept, and cannot be shown. */
static void
start_judging (ZpiIntake *self)
{
  const char *arguments[] = {"judge", NULL};

  self->helper = zpi_helper_job_start (arguments);
}

static void
judge_piece (GTask *task)
{
  ZpiIntake *self = g_task_get_task_data (task);
  g_autoptr (GBytes) piece = g_steal_pointer (&self->sealed);

  if (self->sealed_all) {
    zpi_helper_job_end_async (g_steal_pointer (&self->helper),
                              piece,
                              g_task_get_cancellable (task),
                              judged_cb,
                              g_object_ref (task));
  } else {
    self->judging = TRUE;
    zpi_helper_job_write_async (self->helper, piece, judge_piece_cb, g_object_ref (task));
  }
}

/* Sealing. */

typedef struct {
  char *case_id;
  char *document_id;
  gboolean begin;
  guint64 index;
  gboolean last;
  GBytes *plain;
} AppendChunk;

static void
append_chunk_free (AppendChunk *self)
{
  g_free (self->case_id);
  g_free (self->document_id);
  g_bytes_unref (self->plain);
  g_free (self);
}

static gboolean
append_chunk_func (ZpiStore *store, gpointer data, GError **error)
{
  AppendChunk *self = data;

  if (self->begin && !zpi_document_store_begin (store, self->case_id, self->document_id, error))
    return FALSE;
  return zpi_document_store_append (store,
                                    self->document_id,
                                    self->index,
                                    self->last,
                                    self->plain,
                                    error);
}

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiIntake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  AppendChunk *append = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  self->sealing = FALSE;
  if (append == NULL) {
    _zpi_intake_give_up (task, g_steal_pointer (&error));
    return;
  }
  self->begun = TRUE;
  self->sealed = g_bytes_ref (append->plain);
  self->sealed_all = append->last;
  _zpi_intake_go_on (task);
}

/* Of what is ready one chunk; the last one only when nothing can come behind it. */
static void
seal_chunk (GTask *task)
{
  ZpiIntake *self = g_task_get_task_data (task);
  AppendChunk *append = g_new0 (AppendChunk, 1);
  gsize size = MIN (self->ready->len, ZPI_DOCUMENT_CHUNK_BYTES);

  append->case_id = g_strdup (zpi_case_get_id (self->zcase));
  append->document_id = g_strdup (self->document_id);
  append->begin = self->index == 0;
  append->index = self->index++;
  append->last = self->read_all && size == self->ready->len;
  if (append->begin)
    start_judging (self);
  append->plain = zpi_secret_bytes_new (self->ready->data, size);
  zpi_digest_update (self->digest, self->ready->data, size);
  self->size_bytes += size;
  g_byte_array_remove_range (self->ready, 0, (guint) size);
  explicit_bzero (self->ready->data + self->ready->len, size);
  self->sealing = TRUE;
  zpi_store_transact_async (zpi_session_get_store (self->session),
                            append_chunk_func,
                            append,
                            (GDestroyNotify) append_chunk_free,
                            NULL,
                            appended_cb,
                            g_object_ref (task));
}

/* Reading. */

static void
take_piece (GTask *task, gsize size)
{
  ZpiIntake *self = g_task_get_task_data (task);
  ZpiIntakeProblem problem =
      size > 0 ? zpi_file_judge_feed (self->judge, self->buffer, size) : ZPI_INTAKE_OK;

  self->read_all = size < ZPI_DOCUMENT_CHUNK_BYTES;
  if (problem == ZPI_INTAKE_OK && self->read_all)
    problem = zpi_file_judge_finish (self->judge);
  if (problem != ZPI_INTAKE_OK) {
    _zpi_intake_refuse (task, problem);
    return;
  }
  if (!self->is_clean &&
      g_strcmp0 (zpi_file_judge_get_media_type (self->judge), "application/pdf") == 0) {
    _zpi_intake_clean_piece (task, size);
    return;
  }
  zpi_metadata_filter_feed (self->filter, self->buffer, size, self->ready);
  if (self->read_all)
    zpi_metadata_filter_finish (self->filter, self->ready);
  _zpi_intake_go_on (task);
}

static void
chunk_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntake *self = g_task_get_task_data (task);
  gsize size = 0;

  self->reading = FALSE;
  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &size, &error)) {
    take_piece (task, size);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    _zpi_intake_give_up (task, g_steal_pointer (&error));
  } else {
    _zpi_intake_refuse (task, ZPI_INTAKE_UNREADABLE);
  }
}

static void
read_piece (GTask *task)
{
  ZpiIntake *self = g_task_get_task_data (task);

  self->reading = TRUE;
  g_input_stream_read_all_async (self->stream,
                                 self->buffer,
                                 ZPI_DOCUMENT_CHUNK_BYTES,
                                 G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task),
                                 chunk_read_cb,
                                 g_object_ref (task));
}

/* One piece is read while the one before is sealed and the one before that goes by the helper. The
 * last piece is not sealed before it is known to be the last. */
void
_zpi_intake_go_on (GTask *task)
{
  ZpiIntake *self = g_task_get_task_data (task);

  if (self->error != NULL) {
    end_given_up (task);
    return;
  }
  if (self->cleaning)
    return;
  if (self->sealed != NULL && !self->judging)
    judge_piece (task);
  if (!self->sealing && self->sealed == NULL && !self->sealed_all &&
      (self->read_all || self->ready->len > ZPI_DOCUMENT_CHUNK_BYTES))
    seal_chunk (task);
  if (!self->reading && !self->read_all && self->ready->len <= ZPI_DOCUMENT_CHUNK_BYTES)
    read_piece (task);
}
