/* SPDX-License-Identifier: EUPL-1.2 */

/* Taking in a file: read, judged, filtered, digested and sealed chunk by chunk, so that neither
 * memory nor disk ever holds the whole of it in clear. The document is completed in the transaction
 * that names it in the case. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-intake-private.h"

#include "zpi-clock.h"
#include "zpi-document-store.h"
#include "zpi-evidence.h"
#include "zpi-field.h"
#include "zpi-frozen.h"
#include "zpi-session-private.h"

#include <string.h>

#define DEFAULT_MAX_BYTES (20 * 1024 * 1024)

static void
intake_free (ZpiIntake *self)
{
  g_clear_pointer (&self->helper, zpi_helper_job_free);
  explicit_bzero (self->buffer, ZPI_DOCUMENT_CHUNK_BYTES);
  g_free (self->buffer);
  explicit_bzero (self->ready->data, self->ready->len);
  g_byte_array_unref (self->ready);
  g_clear_pointer (&self->filter, zpi_metadata_filter_free);
  g_clear_pointer (&self->judge, zpi_file_judge_free);
  if (self->digest != NULL)
    g_free (zpi_digest_finish (self->digest));
  g_clear_object (&self->stream);
  g_clear_object (&self->zcase);
  g_clear_object (&self->session);
  g_clear_error (&self->error);
  g_free (self->file_name);
  g_free (self->original);
  g_free (self->kind);
  g_free (self->whose);
  g_free (self->month);
  g_free (self->replaces);
  g_free (self->absorbs);
  g_free (self->document_id);
  g_free (self);
}

static void go_on (GTask *task);

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

void
_zpi_intake_give_up (GTask *task, GError *error)
{
  ZpiIntake *self = g_task_get_task_data (task);

  if (!self->begun) {
    g_task_return_error (task, error);
    return;
  }
  self->error = error;
  zpi_store_transact_async (zpi_session_get_store (self->session),
                            _zpi_intake_remove_func,
                            g_strdup (self->document_id),
                            g_free,
                            NULL,
                            removed_cb,
                            g_object_ref (task));
}

void
_zpi_intake_refuse (GTask *task, ZpiIntakeProblem problem)
{
  ZpiIntake *self = g_task_get_task_data (task);

  self->problem = problem;
  _zpi_intake_give_up (task,
                       g_error_new (ZPI_ERROR,
                                    problem == ZPI_INTAKE_TOO_LARGE ? ZPI_ERROR_TOO_LARGE
                                                                    : ZPI_ERROR_REFUSED,
                                    "The file is not taken in: %s",
                                    zpi_intake_problem_to_nick (problem)));
}

static guint64
max_bytes (ZpiSession *session, ZpiCase *zcase)
{
  const ZpiScheme *scheme = zpi_session_get_rules_of (session, zcase);
  ZpiOrgFile *organisation = zpi_session_get_organisation (session);
  ZpiDate today = zpi_clock_today ();
  gint64 limit = 0;
  guint64 bytes = DEFAULT_MAX_BYTES;

  if (scheme != NULL &&
      zpi_scheme_get_integer (scheme, ZPI_PARAMETER_DOCUMENT_MAX_BYTES, &today, &limit) &&
      limit > 0)
    bytes = (guint64) limit;
  if (organisation != NULL && organisation->max_document_bytes > 0)
    bytes = MIN (bytes, organisation->max_document_bytes);
  return bytes;
}

/**
 * zpi_intake_get_limit:
 * @session: an open session
 * @zcase: an open case
 * @problem: why a file was not taken in
 *
 * Returns: what is the most: bytes for %ZPI_INTAKE_TOO_LARGE, documents for %ZPI_INTAKE_TOO_MANY, 0
 *   for what has no limit
 */
gint64
zpi_intake_get_limit (ZpiSession *session, ZpiCase *zcase, ZpiIntakeProblem problem)
{
  g_return_val_if_fail (ZPI_IS_SESSION (session), 0);
  g_return_val_if_fail (ZPI_IS_CASE (zcase), 0);

  if (problem == ZPI_INTAKE_TOO_LARGE)
    return (gint64) max_bytes (session, zcase);
  if (problem == ZPI_INTAKE_TOO_MANY)
    return zpi_evidence_get_most (zpi_case_get_kind (zcase) == ZPI_CASE_APPLICATION
                                      ? zpi_session_get_rules_of (session, zcase)
                                      : NULL);
  return 0;
}

/* What takes the place of a document, or of two, is not one more. */
gboolean
_zpi_intake_is_one_too_many (ZpiIntake *self)
{
  return self->replaces == NULL &&
         zpi_case_get_n_items (self->zcase, ZPI_LIST_DOCUMENT) >=
             zpi_intake_get_limit (self->session, self->zcase, ZPI_INTAKE_TOO_MANY);
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

  go_on (task);
}

/* Without a helper the document is kept, and cannot be shown. */
static void
start_judging (ZpiIntake *self)
{
  const char *arguments[] = {"judge", NULL};

  self->helper = zpi_helper_job_start (arguments);
}

static void
judge_piece (GTask *task, GBytes *piece, gboolean last)
{
  ZpiIntake *self = g_task_get_task_data (task);

  if (last) {
    zpi_helper_job_end_async (g_steal_pointer (&self->helper),
                              piece,
                              g_task_get_cancellable (task),
                              judged_cb,
                              g_object_ref (task));
  } else {
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

  if (append == NULL) {
    _zpi_intake_give_up (task, g_steal_pointer (&error));
    return;
  }
  if (!self->begun)
    start_judging (self);
  self->begun = TRUE;
  judge_piece (task, append->plain, append->last);
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
  append->plain = zpi_secret_bytes_new (self->ready->data, size);
  zpi_digest_update (self->digest, self->ready->data, size);
  self->size_bytes += size;
  g_byte_array_remove_range (self->ready, 0, (guint) size);
  explicit_bzero (self->ready->data + self->ready->len, size);
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
  zpi_metadata_filter_feed (self->filter, self->buffer, size, self->ready);
  if (self->read_all)
    zpi_metadata_filter_finish (self->filter, self->ready);
  go_on (task);
}

static void
chunk_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &size, &error)) {
    take_piece (task, size);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    _zpi_intake_give_up (task, g_steal_pointer (&error));
  } else {
    _zpi_intake_refuse (task, ZPI_INTAKE_UNREADABLE);
  }
}

static void
go_on (GTask *task)
{
  ZpiIntake *self = g_task_get_task_data (task);

  if (self->read_all || self->ready->len > ZPI_DOCUMENT_CHUNK_BYTES) {
    seal_chunk (task);
    return;
  }
  g_input_stream_read_all_async (self->stream,
                                 self->buffer,
                                 ZPI_DOCUMENT_CHUNK_BYTES,
                                 G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task),
                                 chunk_read_cb,
                                 g_object_ref (task));
}

static void
row_ensured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error))
    go_on (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
ensure_row (GTask *task)
{
  ZpiIntake *self = g_task_get_task_data (task);

  zpi_case_keeper_ensure_row_async (zpi_session_get_keeper (self->session),
                                    self->zcase,
                                    row_ensured_cb,
                                    g_object_ref (task));
}

static void
file_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiIntake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->stream = G_INPUT_STREAM (g_file_read_finish (G_FILE (source), result, &error));
  if (self->stream != NULL)
    ensure_row (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    _zpi_intake_refuse (task, ZPI_INTAKE_UNREADABLE);
}

/* A pipe or a device may never answer when it is opened; neither is a document. */
static void
file_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    _zpi_intake_refuse (task, ZPI_INTAKE_UNREADABLE);
  else
    g_file_read_async (G_FILE (source),
                       G_PRIORITY_DEFAULT,
                       g_task_get_cancellable (task),
                       file_opened_cb,
                       g_object_ref (task));
}

/* Nothing is read of what cannot be kept. */
static gboolean
is_refused_at_once (GTask *task)
{
  if (!_zpi_intake_is_one_too_many (g_task_get_task_data (task)))
    return FALSE;
  _zpi_intake_refuse (task, ZPI_INTAKE_TOO_MANY);
  return TRUE;
}

static GTask *
intake_task_new (ZpiSession *session,
                 ZpiCase *zcase,
                 const char *kind,
                 const char *whose,
                 const char *month,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  ZpiIntake *self = g_new0 (ZpiIntake, 1);

  g_task_set_source_tag (task, intake_task_new);
  g_task_set_check_cancellable (task, FALSE);
  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  self->kind = g_strdup (kind);
  self->whose = g_strdup (whose);
  self->month = g_strdup (month);
  self->document_id = g_uuid_string_random ();
  self->judge = zpi_file_judge_new (max_bytes (session, zcase));
  self->digest = zpi_digest_new ();
  self->buffer = g_malloc (ZPI_DOCUMENT_CHUNK_BYTES);
  self->filter = zpi_metadata_filter_new ();
  /* Large enough never to move and leave a copy behind. */
  self->ready = g_byte_array_sized_new (3 * ZPI_DOCUMENT_CHUNK_BYTES);
  g_task_set_task_data (task, self, (GDestroyNotify) intake_free);
  return task;
}

/**
 * zpi_intake_file_async:
 * @session: an open session
 * @zcase: an open case
 * @file: the file; it is only read
 * @kind: (nullable): the document kind
 * @whose: (nullable): whose it is
 * @month: (nullable): yyyy-mm
 * @cancellable: (nullable): to give up; what was sealed goes again
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Takes a file in. The same case may be edited meanwhile.
 */
void
zpi_intake_file_async (ZpiSession *session,
                       ZpiCase *zcase,
                       GFile *file,
                       const char *kind,
                       const char *whose,
                       const char *month,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ZpiIntake *self;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (G_IS_FILE (file));

  task = intake_task_new (session, zcase, kind, whose, month, cancellable, callback, user_data);
  self = g_task_get_task_data (task);
  self->file_name = g_file_get_basename (file);
  self->original = g_file_get_uri (file);
  if (self->file_name != NULL && !g_utf8_validate (self->file_name, -1, NULL)) {
    char *valid = g_utf8_make_valid (self->file_name, -1);

    g_free (self->file_name);
    self->file_name = valid;
  }
  if (is_refused_at_once (task))
    return;
  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT,
                           cancellable,
                           file_known_cb,
                           g_object_ref (task));
}

static char *
intake_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error)
{
  ZpiIntake *self = g_task_get_task_data (G_TASK (result));

  if (problem != NULL)
    *problem = self->problem;
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * zpi_intake_file_finish:
 * @result: the result
 * @problem: (out) (optional): what is wrong with the file
 * @error: return location for an error
 *
 * Returns: (transfer full): the item of the document, also when @problem is a warning; %NULL with
 *   REFUSED or TOO_LARGE when the file will not do, or an error of the store
 */
char *
zpi_intake_file_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error)
{
  return intake_finish (result, problem, error);
}

/**
 * zpi_intake_bytes_async:
 * @session: an open session
 * @zcase: an open case
 * @content: what was pasted or edited
 * @file_name: (nullable): a name for the screen
 * @kind: (nullable): the document kind
 * @whose: (nullable): whose it is
 * @month: (nullable): yyyy-mm
 * @cancellable: (nullable): to give up; what was sealed goes again
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Takes in content that is at hand, judged in the same way.
 */
void
zpi_intake_bytes_async (ZpiSession *session,
                        ZpiCase *zcase,
                        GBytes *content,
                        const char *file_name,
                        const char *kind,
                        const char *whose,
                        const char *month,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ZpiIntake *self;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (content != NULL);

  task = intake_task_new (session, zcase, kind, whose, month, cancellable, callback, user_data);
  self = g_task_get_task_data (task);
  if (is_refused_at_once (task))
    return;
  self->file_name = g_strdup (file_name);
  self->stream = g_memory_input_stream_new_from_bytes (content);
  ensure_row (task);
}

/**
 * zpi_intake_bytes_finish:
 * @result: the result
 * @problem: (out) (optional): what is wrong with the content
 * @error: return location for an error
 *
 * Returns: (transfer full): as [func@intake_file_finish]
 */
char *
zpi_intake_bytes_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error)
{
  return intake_finish (result, problem, error);
}

/**
 * zpi_intake_replace_async:
 * @session: an open session
 * @zcase: an open case
 * @item: a document of it
 * @other: (nullable): another one that goes too, because @content holds it
 * @content: what takes its place
 * @cancellable: (nullable): to give up; the document stays as it was
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Puts other content in the place of a document, judged in the same way.
 */
void
zpi_intake_replace_async (ZpiSession *session,
                          ZpiCase *zcase,
                          const char *item,
                          const char *other,
                          GBytes *content,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ZpiIntake *self;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (item != NULL && content != NULL);

  task = intake_task_new (session, zcase, NULL, NULL, NULL, cancellable, callback, user_data);
  self = g_task_get_task_data (task);
  self->replaces = g_strdup (item);
  self->absorbs = g_strdup (other);
  self->stream = g_memory_input_stream_new_from_bytes (content);
  ensure_row (task);
}

/**
 * zpi_intake_replace_finish:
 * @result: the result
 * @problem: (out) (optional): what is wrong with the content
 * @error: return location for an error
 *
 * Returns: (transfer full): as [func@intake_file_finish]; %NULL with GONE when the document was
 *   removed meanwhile
 */
char *
zpi_intake_replace_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error)
{
  return intake_finish (result, problem, error);
}
