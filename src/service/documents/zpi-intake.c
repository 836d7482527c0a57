/* SPDX-License-Identifier: EUPL-1.2 */

/* Taking in a file: read, judged, filtered, digested and sealed chunk by chunk, so that neither
 * memory nor disk ever holds the whole of it in clear. The document is completed in the transaction
 * that names it in the case. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-intake.h"

#include "zpi-clock.h"
#include "zpi-digest.h"
#include "zpi-document-store.h"
#include "zpi-evidence.h"
#include "zpi-field.h"
#include "zpi-file-judge.h"
#include "zpi-frozen.h"
#include "zpi-helper-client.h"
#include "zpi-metadata-filter.h"
#include "zpi-session-private.h"

#include <string.h>

#define DEFAULT_MAX_BYTES (20 * 1024 * 1024)

typedef struct {
  ZpiSession *session;  /* (owned) */
  ZpiCase *zcase;       /* (owned) */
  GInputStream *stream; /* (owned) (nullable) */
  char *file_name;      /* (nullable) */
  char *original;       /* (nullable): where the file stands, as a URI */
  char *kind;           /* (nullable) */
  char *whose;          /* (nullable) */
  char *month;          /* (nullable) */
  char *replaces;       /* (nullable): the document whose place it takes */
  char *absorbs;        /* (nullable): another one that it holds too */
  char *document_id;
  gboolean begun;
  ZpiFileJudge *judge;
  ZpiDigest *digest; /* (nullable) */
  guint8 *buffer;    /* as much as is read at once, wiped */
  ZpiMetadataFilter *filter;
  GByteArray *ready;  /* filtered, not yet sealed; wiped */
  guint64 size_bytes; /* of what is kept */
  gboolean read_all;
  guint64 index;
  ZpiHelperJob *helper; /* (owned) (nullable): judges what is sealed, as it goes by */
  ZpiIntakeProblem problem;
  GError *error; /* (nullable) */
} Intake;

G_DEFINE_ENUM_TYPE (ZpiIntakeProblem,
                    zpi_intake_problem,
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_OK, "ok"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_TOO_LARGE, "too-large"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_WRONG_TYPE, "wrong-type"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_ENCRYPTED, "encrypted"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_DAMAGED, "damaged"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_UNREADABLE, "unreadable"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_HEIC, "heic"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_NO_PREVIEW, "no-preview"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_PROTECTED, "protected"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_FORM, "form"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_DARK, "dark"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_BLANK, "blank"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_BLURRED, "blurred"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_SMALL, "small"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_OTHER_PICTURE, "other-picture"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_DOCUMENT, "document"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_UNSEEN, ZPI_PROBLEM_UNSEEN),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_TOO_MANY, "too-many"))

/**
 * zpi_intake_problem_to_nick:
 * @problem: a problem
 *
 * Returns: (transfer none): the word for @problem in `zpictl` output
 */
const char *
zpi_intake_problem_to_nick (ZpiIntakeProblem problem)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (zpi_intake_problem_get_type ());
  GEnumValue *found = g_enum_get_value (class, (int) problem);

  g_return_val_if_fail (found != NULL, "");

  return found->value_nick;
}

/**
 * zpi_intake_problem_from_nick:
 * @nick: what a document's field `problem` holds, or the helper says
 *
 * Returns: the problem; %ZPI_INTAKE_OK for nothing, %ZPI_INTAKE_NO_PREVIEW for what is no word of
 * ours
 */
ZpiIntakeProblem
zpi_intake_problem_from_nick (const char *nick)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (zpi_intake_problem_get_type ());
  GEnumValue *found;

  g_return_val_if_fail (nick != NULL, ZPI_INTAKE_OK);

  if (*nick == '\0')
    return ZPI_INTAKE_OK;
  found = g_enum_get_value_by_nick (class, nick);
  return found != NULL ? (ZpiIntakeProblem) found->value : ZPI_INTAKE_NO_PREVIEW;
}

/**
 * zpi_intake_problem_is_warning:
 * @problem: a problem
 *
 * Returns: whether a file with it is taken in all the same
 */
gboolean
zpi_intake_problem_is_warning (ZpiIntakeProblem problem)
{
  return problem == ZPI_INTAKE_DAMAGED || problem == ZPI_INTAKE_UNSEEN ||
         problem == ZPI_INTAKE_FORM || problem == ZPI_INTAKE_NO_PREVIEW ||
         zpi_intake_problem_is_hard_to_read (problem);
}

/**
 * zpi_intake_problem_is_hard_to_read:
 * @problem: a problem
 *
 * Returns: whether taking the photo again is the answer
 */
gboolean
zpi_intake_problem_is_hard_to_read (ZpiIntakeProblem problem)
{
  return problem == ZPI_INTAKE_DARK || problem == ZPI_INTAKE_BLANK ||
         problem == ZPI_INTAKE_BLURRED || problem == ZPI_INTAKE_SMALL;
}

static void
intake_free (Intake *self)
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

static gboolean
remove_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_frozen_remove_document (store, data, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Intake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_info ("A half document stays until the next start: %s", error->message);
  g_task_return_error (task, g_steal_pointer (&self->error));
}

static void
give_up (GTask *task, GError *error)
{
  Intake *self = g_task_get_task_data (task);

  if (!self->begun) {
    g_task_return_error (task, error);
    return;
  }
  self->error = error;
  zpi_store_transact_async (zpi_session_get_store (self->session),
                            remove_func,
                            g_strdup (self->document_id),
                            g_free,
                            NULL,
                            removed_cb,
                            g_object_ref (task));
}

static void
refuse (GTask *task, ZpiIntakeProblem problem)
{
  Intake *self = g_task_get_task_data (task);

  self->problem = problem;
  give_up (task,
           g_error_new (ZPI_ERROR,
                        problem == ZPI_INTAKE_TOO_LARGE ? ZPI_ERROR_TOO_LARGE : ZPI_ERROR_REFUSED,
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
static gboolean
is_one_too_many (Intake *self)
{
  return self->replaces == NULL &&
         zpi_case_get_n_items (self->zcase, ZPI_LIST_DOCUMENT) >=
             zpi_intake_get_limit (self->session, self->zcase, ZPI_INTAKE_TOO_MANY);
}

/* Completing. */

typedef struct {
  char *document_id;
  char *media_type;
  guint64 size_bytes;
  char *sha256;
} FinishDocument;

static void
finish_document_free (gpointer data)
{
  FinishDocument *self = data;

  g_free (self->document_id);
  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self);
}

static gboolean
finish_document_func (ZpiStore *store, gpointer data, GError **error)
{
  FinishDocument *self = data;

  return zpi_document_store_finish (store,
                                    self->document_id,
                                    self->media_type,
                                    self->size_bytes,
                                    self->sha256,
                                    error);
}

static void
set_field (Intake *self, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, self->document_id, field);

  if (text != NULL)
    zpi_case_set (self->zcase, key, text);
}

static guint
position_of (ZpiCase *zcase, const char *item)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  guint at = 0;

  while (items[at] != NULL && g_strcmp0 (items[at], item) != 0)
    at++;
  return at;
}

/* The file that a document was made from, when that was drawn anew. */
static void
follow_original (Intake *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_ORIGINAL);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "document");

    if (g_str_equal (zpi_case_get (self->zcase, key), self->replaces))
      zpi_case_set (self->zcase, key, self->document_id);
  }
}

/* It stands where the other one stood, for what that was added for, as it says by now. */
static void
take_over (Intake *self)
{
  static const char *const fields[] = {"file_name", "place", "kind", "whose", "month"};

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, self->replaces, fields[i]);
    const char *text = zpi_case_get (self->zcase, key);

    if (*text != '\0')
      set_field (self, fields[i], text);
  }
  follow_original (self);
  zpi_case_remove_item (self->zcase, ZPI_LIST_DOCUMENT, self->replaces);
  if (self->absorbs != NULL)
    zpi_case_remove_item (self->zcase, ZPI_LIST_DOCUMENT, self->absorbs);
}

static gboolean
is_gone (Intake *self, const char *item)
{
  return item != NULL &&
         position_of (self->zcase, item) == zpi_case_get_n_items (self->zcase, ZPI_LIST_DOCUMENT);
}

static void
remove_from_disk (Intake *self, const char *item)
{
  if (item != NULL)
    zpi_case_keeper_add_extra (zpi_session_get_keeper (self->session),
                               self->zcase,
                               remove_func,
                               g_strdup (item),
                               g_free);
}

static void
add_item (Intake *self, const FinishDocument *finish)
{
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, finish->size_bytes);

  zpi_case_insert_item (self->zcase,
                        ZPI_LIST_DOCUMENT,
                        self->document_id,
                        position_of (self->zcase, self->replaces));
  set_field (self, "kind", self->kind);
  set_field (self, "whose", self->whose);
  set_field (self, "month", self->month);
  set_field (self, "media_type", finish->media_type);
  set_field (self, "size", size);
  set_field (self, "sha256", finish->sha256);
  set_field (self, "file_name", self->file_name);
  if (self->problem != ZPI_INTAKE_OK)
    set_field (self, "problem", zpi_intake_problem_to_nick (self->problem));
  if (self->replaces != NULL)
    take_over (self);
}

/* So that an original that was left behind can be named, also tomorrow. It is remembered for each
 * document that was made from it: it may only go while one of them is there. */
static void
remember_original (Intake *self)
{
  g_autofree char *item = g_uuid_string_random ();
  g_autofree char *uri_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, item, "uri");
  g_autofree char *document_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, item, "document");

  zpi_case_insert_item (self->zcase,
                        ZPI_LIST_ORIGINAL,
                        item,
                        zpi_case_get_n_items (self->zcase, ZPI_LIST_ORIGINAL));
  zpi_case_set (self->zcase, uri_key, self->original);
  zpi_case_set (self->zcase, document_key, self->document_id);
}

/* It is in: nothing is left to go on with after a crash. */
static void
forget_dropped (Intake *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DROPPED);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DROPPED, items[i], "uri");

    if (strcmp (zpi_case_get (self->zcase, key), self->original) == 0) {
      zpi_case_remove_item (self->zcase, ZPI_LIST_DROPPED, items[i]);
      return;
    }
  }
}

static void
completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Intake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    g_task_return_pointer (task, g_strdup (self->document_id), g_free);
    return;
  }
  /* The case stays dirty and names the document; both are written together when it can be. */
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
complete (GTask *task)
{
  Intake *self = g_task_get_task_data (task);
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);
  FinishDocument *finish;

  if (is_gone (self, self->replaces) || is_gone (self, self->absorbs)) {
    give_up (task, g_error_new (ZPI_ERROR, ZPI_ERROR_GONE, "The document was removed meanwhile"));
    return;
  }
  /* Others may have come in meanwhile. */
  if (is_one_too_many (self)) {
    refuse (task, ZPI_INTAKE_TOO_MANY);
    return;
  }
  finish = g_new0 (FinishDocument, 1);
  finish->document_id = g_strdup (self->document_id);
  finish->media_type = g_strdup (zpi_file_judge_get_media_type (self->judge));
  finish->size_bytes = self->size_bytes;
  finish->sha256 = zpi_digest_finish (g_steal_pointer (&self->digest));
  if (self->original != NULL) {
    remember_original (self);
    forget_dropped (self);
  }
  add_item (self, finish);
  zpi_case_keeper_add_extra (keeper,
                             self->zcase,
                             finish_document_func,
                             finish,
                             finish_document_free);
  remove_from_disk (self, self->replaces);
  remove_from_disk (self, self->absorbs);
  zpi_case_keeper_flush_async (keeper, self->zcase, NULL, completed_cb, g_object_ref (task));
}

/* What was sealed is judged before it is completed. Nothing is said of what the helper cannot tell:
 * it may be sent without being shown. */
static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Intake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = zpi_helper_run_finish (result, &error);
  g_autofree char *word = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    give_up (task, g_steal_pointer (&error));
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
    complete (task);
  else
    refuse (task, self->problem);
}

static void
judge_piece_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  go_on (task);
}

/* Without a helper the document is kept, and cannot be shown. */
static void
start_judging (Intake *self)
{
  const char *arguments[] = {"judge", NULL};

  self->helper = zpi_helper_job_start (arguments);
}

static void
judge_piece (GTask *task, GBytes *piece, gboolean last)
{
  Intake *self = g_task_get_task_data (task);

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
  Intake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  AppendChunk *append = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (append == NULL) {
    give_up (task, g_steal_pointer (&error));
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
  Intake *self = g_task_get_task_data (task);
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
  Intake *self = g_task_get_task_data (task);
  ZpiIntakeProblem problem =
      size > 0 ? zpi_file_judge_feed (self->judge, self->buffer, size) : ZPI_INTAKE_OK;

  self->read_all = size < ZPI_DOCUMENT_CHUNK_BYTES;
  if (problem == ZPI_INTAKE_OK && self->read_all)
    problem = zpi_file_judge_finish (self->judge);
  if (problem != ZPI_INTAKE_OK) {
    refuse (task, problem);
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
    give_up (task, g_steal_pointer (&error));
  } else {
    refuse (task, ZPI_INTAKE_UNREADABLE);
  }
}

static void
go_on (GTask *task)
{
  Intake *self = g_task_get_task_data (task);

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
  Intake *self = g_task_get_task_data (task);

  zpi_case_keeper_ensure_row_async (zpi_session_get_keeper (self->session),
                                    self->zcase,
                                    row_ensured_cb,
                                    g_object_ref (task));
}

static void
file_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Intake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->stream = G_INPUT_STREAM (g_file_read_finish (G_FILE (source), result, &error));
  if (self->stream != NULL)
    ensure_row (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    refuse (task, ZPI_INTAKE_UNREADABLE);
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
    refuse (task, ZPI_INTAKE_UNREADABLE);
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
  if (!is_one_too_many (g_task_get_task_data (task)))
    return FALSE;
  refuse (task, ZPI_INTAKE_TOO_MANY);
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
  Intake *self = g_new0 (Intake, 1);

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
  Intake *self;

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
  Intake *self = g_task_get_task_data (G_TASK (result));

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
  Intake *self;

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
  Intake *self;

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
