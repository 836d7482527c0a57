/* SPDX-License-Identifier: EUPL-1.2 */

/* Taking in a file piece by piece (zpi-intake-pieces.c), so that neither memory nor disk ever holds
 * the whole of it in clear. The document is completed in the transaction
 * that names it in the case. */

#include "zpi-intake-private.h"

#include "zpi-clock.h"
#include "zpi-document-store.h"
#include "zpi-evidence.h"
#include "zpi-field.h"
#include "zpi-session-private.h"

#include <string.h>

#define DEFAULT_MAX_BYTES (20 * 1024 * 1024)

static void
intake_free (ZpiIntake *self)
{
  g_clear_pointer (&self->helper, zpi_helper_job_free);
  g_clear_pointer (&self->sealed, g_bytes_unref);
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
  g_clear_object (&self->giver);
  g_clear_object (&self->session);
  g_clear_error (&self->error);
  g_free (self->file_name);
  g_free (self->original);
  g_free (self->kind);
  g_free (self->whose);
  g_free (self->month);
  g_free (self->replaces);
  g_free (self->absorbs);
  g_free (self->given);
  g_free (self->document_id);
  g_free (self);
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

static void
row_ensured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error))
    _zpi_intake_go_on (task);
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

void
_zpi_intake_open (GTask *task, GFile *file)
{
  g_file_read_async (file,
                     G_PRIORITY_DEFAULT,
                     g_task_get_cancellable (task),
                     file_opened_cb,
                     g_object_ref (task));
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
    _zpi_intake_open (task, G_FILE (source));
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
  self->max_bytes = max_bytes (session, zcase);
  self->judge = zpi_file_judge_new (self->max_bytes);
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
 * zpi_intake_from_async:
 * @session: an open session
 * @zcase: an open case
 * @content: a document of @giver, as it is shown
 * @giver: another open case
 * @given: the document
 * @cancellable: (nullable): to give up; what was sealed goes again
 * @callback: called when it is over; [func@intake_bytes_finish] tells how that went
 * @user_data: for @callback
 *
 * Takes a document over from another case, with its name and the files that it was made from. That
 * it was, stands with it: [func@intake_has_from] tells so from the moment that it is in.
 */
void
zpi_intake_from_async (ZpiSession *session,
                       ZpiCase *zcase,
                       GBytes *content,
                       ZpiCase *giver,
                       const char *given,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *name = NULL;
  ZpiIntake *self;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase) && ZPI_IS_CASE (giver));
  g_return_if_fail (content != NULL && given != NULL);

  task = intake_task_new (session, zcase, NULL, NULL, NULL, cancellable, callback, user_data);
  self = g_task_get_task_data (task);
  if (is_refused_at_once (task))
    return;
  name = zpi_case_item_key (ZPI_LIST_DOCUMENT, given, "file_name");
  self->file_name = g_strdup (zpi_case_get (giver, name));
  self->giver = g_object_ref (giver);
  self->given = g_strdup (given);
  self->stream = g_memory_input_stream_new_from_bytes (content);
  ensure_row (task);
}

/**
 * zpi_intake_has_from:
 * @zcase: a case
 * @given: a document of another case
 *
 * Returns: whether [func@intake_from_async] took it over, also when that was interrupted after it
 */
gboolean
zpi_intake_has_from (ZpiCase *zcase, const char *given)
{
  g_auto (GStrv) items = NULL;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), FALSE);
  g_return_val_if_fail (given != NULL, FALSE);

  items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i], "given");

    if (strcmp (zpi_case_get (zcase, key), given) == 0)
      return TRUE;
  }
  return FALSE;
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
