/* SPDX-License-Identifier: EUPL-1.2 */

/* One document by tus 1.0: creation, checksum, expiration. The server's offset is the only truth;
 * it is asked for (HEAD) whenever there is doubt. One PATCH is at most one sealed chunk, and every
 * acknowledged offset is handed out to be kept before the next byte goes. While one part is on its
 * way, the next is read.
 *
 * The steps: (abilities) → create or ask → patch … patch → done, with a way back to "ask" after a
 * wrong position or checksum and to "create" after an expiry, each a limited number of times
 * without progress. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include <string.h>

#include "zpi-api-private.h"
#include "zpi-digest.h"

#define TUS_VERSION  "1.0.0"
#define MAX_SETBACKS 5
#define MAX_RESTARTS 2
#define MIN_SLICE    (64 * 1024)
#define TEMPLATE     "/aanvragen/{aanvraagId}/documenten"
#define TEMPLATE_ONE TEMPLATE "/{documentId}"

typedef struct {
  char *application_id;
  char *supplement_id; /* (nullable) */
  char *document_id;
  char *media_type;
  char *sha256;
  guint64 size;
  gsize chunk_bytes;
  gsize max_slice;
  char *path; /* (nullable): relative to the base URL */
  guint64 offset;
  gsize sent;     /* in the PATCH on its way */
  guint setbacks; /* since the last byte of progress */
  guint restarts;
  ZpiUploadSource source;
  gpointer source_data; /* (unowned) */
  ZpiProblem *problem;

  /* The chunk that comes next, read while the one before it is on its way. */
  GBytes *chunk; /* (nullable) */
  guint64 index; /* of @chunk, or of the one that is being read */
  gboolean reading;
  gboolean waiting;   /* for what is being read, to send it */
  gboolean over;      /* as soon as nothing is being read: the source may be gone afterwards */
  GError *over_error; /* (nullable) */
} Upload;

static void create_upload (GTask *task);
static void ask_offset (GTask *task);
static void read_chunk (GTask *task, guint64 index);
static void send_next (GTask *task);

static void
upload_free (Upload *upload)
{
  g_free (upload->application_id);
  g_free (upload->supplement_id);
  g_free (upload->document_id);
  g_free (upload->media_type);
  g_free (upload->sha256);
  g_free (upload->path);
  g_clear_pointer (&upload->problem, zpi_problem_free);
  g_clear_pointer (&upload->chunk, g_bytes_unref);
  g_clear_error (&upload->over_error);
  g_free (upload);
}

/* Takes @error. */
static void
end (GTask *task, GError *error)
{
  Upload *upload = g_task_get_task_data (task);

  if (upload->reading) {
    upload->over = TRUE;
    upload->over_error = error;
    return;
  }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Every helper below takes the task and gives it on or ends it. */
static void
end_with_error (GTask *task, GError *error, ZpiProblem *problem)
{
  Upload *upload = g_task_get_task_data (task);

  g_clear_pointer (&upload->problem, zpi_problem_free);
  upload->problem = problem;
  /* Here a 412 is about the version of tus; nobody changed anything. */
  if (problem != NULL && problem->status == 412)
    error->code = ZPI_ERROR_REFUSED;
  end (task, error);
}

static void
end_with (GTask *task, ZpiError code, const char *message)
{
  end_with_error (task, g_error_new_literal (ZPI_ERROR, code, message), NULL);
}

static ZpiHttpRequest *
tus_request (GTask *task, const char *method, const char *path, const char *template)
{
  ZpiHttpRequest *request =
      zpi_api_request_new (g_task_get_source_object (task), method, path, template);

  zpi_http_request_set_header (request, "Tus-Resumable", TUS_VERSION);
  return request;
}

static void
perform (GTask *task, ZpiHttpRequest *request, GAsyncReadyCallback callback)
{
  zpi_api_perform_async (g_task_get_source_object (task),
                         request,
                         ZPI_API_EXPECT_NONE,
                         NULL,
                         g_task_get_cancellable (task),
                         callback,
                         task);
}

static gboolean
header_number (const ZpiHttpResponse *response, const char *name, guint64 *number)
{
  const char *value = zpi_http_response_get_header (response, name);

  return value != NULL && g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, number, NULL);
}

/* Whether it was a tus server that answered, and not just anything with a 2xx. */
static gboolean
is_tus (const ZpiHttpResponse *response)
{
  return g_strcmp0 (zpi_http_response_get_header (response, "Tus-Resumable"), TUS_VERSION) == 0;
}

static void
acknowledged_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;

  if (!upload->source.acknowledged_finish (upload->source_data, result, &error))
    end_with_error (task, error, NULL);
  else
    send_next (task);
}

/* The server has everything up to @offset: first kept here, then on. */
static void
take_offset (GTask *task, guint64 offset)
{
  Upload *upload = g_task_get_task_data (task);

  if (offset > upload->offset)
    upload->setbacks = 0;
  upload->offset = offset;
  upload->source.acknowledged (upload->source_data,
                               upload->path,
                               offset,
                               acknowledged_ready_cb,
                               task);
}

/* A part that was damaged on the way, or came at the wrong place, is the line's fault or the
 * server's, and no refusal of the document: it is asked where to go on, but not for ever. */
static void
set_back (GTask *task, GError *error, ZpiProblem *problem)
{
  Upload *upload = g_task_get_task_data (task);

  g_clear_error (&error);
  if (++upload->setbacks > MAX_SETBACKS) {
    end_with_error (task,
                    g_error_new_literal (ZPI_ERROR,
                                         ZPI_ERROR_NOT_VERIFIED,
                                         "a part did not arrive as it was sent, again and again"),
                    problem);
    return;
  }
  zpi_problem_free (problem);
  ask_offset (task);
}

/* An upload that is gone again and again says something of the server, nothing of the document. */
static void
end_after_restarts (GTask *task, GError *error, ZpiProblem *problem)
{
  if (error->code == ZPI_ERROR_GONE || error->code == ZPI_ERROR_NOT_FOUND ||
      error->code == ZPI_ERROR_REFUSED)
    error->code = ZPI_ERROR_NOT_VERIFIED;
  end_with_error (task, error, problem);
}

static void
start_again (GTask *task, GError *error, ZpiProblem *problem)
{
  Upload *upload = g_task_get_task_data (task);

  if (++upload->restarts > MAX_RESTARTS) {
    end_after_restarts (task, error, problem);
    return;
  }
  g_clear_error (&error);
  zpi_problem_free (problem);
  g_free (g_steal_pointer (&upload->path));
  upload->offset = 0;
  create_upload (task);
}

static gboolean
has_problem_code (const ZpiProblem *problem, const char *code)
{
  return problem != NULL && g_strcmp0 (problem->code, code) == 0;
}

static gboolean
has_status (const ZpiProblem *problem, guint status)
{
  return problem != NULL && problem->status == status;
}

static void
patch_failed (GTask *task, GError *error, ZpiProblem *problem)
{
  Upload *upload = g_task_get_task_data (task);

  if (has_problem_code (problem, "digest-anders") || has_status (problem, 410) ||
      has_status (problem, 404)) {
    start_again (task, error, problem);
  } else if (has_status (problem, 460) ||
             (has_status (problem, 409) &&
              (problem->code == NULL || has_problem_code (problem, "verkeerde-positie")))) {
    set_back (task, error, problem);
  } else if (has_status (problem, 413) && upload->sent > MIN_SLICE) {
    upload->max_slice = MAX (upload->sent / 2, MIN_SLICE);
    g_clear_error (&error);
    zpi_problem_free (problem);
    ask_offset (task);
  } else {
    end_with_error (task, error, problem);
  }
}

static void
patch_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Upload *upload = g_task_get_task_data (task);
  ZpiProblem *problem = NULL;
  GError *error = NULL;
  guint64 offset;
  g_autoptr (ZpiApiAnswer) answer =
      zpi_api_perform_finish (ZPI_API (source), result, &problem, &error);

  if (answer == NULL)
    patch_failed (task, error, problem);
  else if (!is_tus (answer->response) ||
           !header_number (answer->response, "Upload-Offset", &offset) ||
           offset <= upload->offset || offset > upload->offset + upload->sent)
    end_with (task, ZPI_ERROR_NOT_VERIFIED, "the answer acknowledges no part of what was sent");
  else
    take_offset (task, offset);
}

static void
set_checksum (ZpiHttpRequest *request, const char *algorithm, GBytes *slice)
{
  g_autofree char *checksum = zpi_digest_dup_checksum (algorithm, slice);
  g_autofree char *value = g_strconcat (algorithm, " ", checksum, NULL);

  zpi_http_request_set_header (request, "Upload-Checksum", value);
}

static void
patch (GTask *task, GBytes *slice)
{
  Upload *upload = g_task_get_task_data (task);
  const ZpiTusAbilities *tus = zpi_api_get_tus_abilities (g_task_get_source_object (task));
  ZpiHttpRequest *request = tus_request (task, "PATCH", upload->path, TEMPLATE_ONE);
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, upload->offset);

  zpi_http_request_set_header (request, "Upload-Offset", offset);
  if (tus->algorithm != NULL)
    set_checksum (request, tus->algorithm, slice);
  zpi_http_request_set_body (request, "application/offset+octet-stream", slice);
  upload->sent = g_bytes_get_size (slice);
  perform (task, request, patch_ready_cb);
}

static void
send_chunk (GTask *task, GBytes *chunk)
{
  Upload *upload = g_task_get_task_data (task);
  guint64 start = upload->offset / upload->chunk_bytes * upload->chunk_bytes;
  gsize skip = upload->offset - start;
  gsize expected = MIN (upload->chunk_bytes, upload->size - start);
  g_autoptr (GBytes) slice = NULL;

  if (g_bytes_get_size (chunk) != expected) {
    end_with (task, ZPI_ERROR_BAD_FORMAT, "a chunk of the document has another size");
    return;
  }
  slice = g_bytes_new_from_bytes (chunk, skip, MIN (expected - skip, upload->max_slice));
  patch (task, slice);
  if (start + expected < upload->size && skip + g_bytes_get_size (slice) == expected)
    read_chunk (task, start / upload->chunk_bytes + 1);
}

static void
chunk_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  upload->reading = FALSE;
  upload->chunk = upload->source.read_chunk_finish (upload->source_data, result, &error);
  if (upload->over)
    end (task, g_steal_pointer (&upload->over_error));
  else if (!upload->waiting)
    return; /* what could not be read ahead is read again when its turn comes */
  else if (upload->chunk == NULL && upload->index == upload->offset / upload->chunk_bytes)
    end_with_error (task, g_steal_pointer (&error), NULL);
  else
    send_next (task);
}

static void
read_chunk (GTask *task, guint64 index)
{
  Upload *upload = g_task_get_task_data (task);

  g_clear_pointer (&upload->chunk, g_bytes_unref);
  upload->index = index;
  upload->reading = TRUE;
  upload->source.read_chunk (upload->source_data,
                             index,
                             g_task_get_cancellable (task),
                             chunk_ready_cb,
                             task);
}

static void
send_next (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  guint64 index = upload->offset / upload->chunk_bytes;
  g_autoptr (GBytes) chunk = NULL;

  upload->waiting = FALSE;
  if (upload->offset == upload->size) {
    end (task, NULL);
  } else if (upload->reading) {
    upload->waiting = TRUE;
  } else if (upload->chunk != NULL && upload->index == index) {
    chunk = g_steal_pointer (&upload->chunk);
    send_chunk (task, chunk);
  } else {
    upload->waiting = TRUE;
    read_chunk (task, index);
  }
}

static void
offset_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Upload *upload = g_task_get_task_data (task);
  ZpiProblem *problem = NULL;
  GError *error = NULL;
  guint64 offset;
  guint64 length = upload->size;
  g_autoptr (ZpiApiAnswer) answer =
      zpi_api_perform_finish (ZPI_API (source), result, &problem, &error);

  if (answer == NULL) {
    /* Expired, forgotten, or never ours: the document is sent from the start. */
    if (has_status (problem, 404) || has_status (problem, 410) || has_status (problem, 403))
      start_again (task, error, problem);
    else
      end_with_error (task, error, problem);
    return;
  }
  header_number (answer->response, "Upload-Length", &length);
  if (!is_tus (answer->response) || !header_number (answer->response, "Upload-Offset", &offset) ||
      offset > upload->size || length != upload->size)
    end_with (task, ZPI_ERROR_NOT_VERIFIED, "the answer is about another upload");
  else
    take_offset (task, offset);
}

static void
ask_offset (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);

  perform (task, tus_request (task, "HEAD", upload->path, TEMPLATE_ONE), offset_ready_cb);
}

static void
created_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Upload *upload = g_task_get_task_data (task);
  ZpiProblem *problem = NULL;
  GError *error = NULL;
  guint64 offset = 0;
  g_autoptr (ZpiApiAnswer) answer =
      zpi_api_perform_finish (ZPI_API (source), result, &problem, &error);

  if (answer == NULL) {
    end_with_error (task, error, problem);
    return;
  }
  if (answer->response->status == 201 && is_tus (answer->response))
    upload->path =
        zpi_api_relative_path (ZPI_API (source),
                               answer->url,
                               zpi_http_response_get_header (answer->response, "Location"));
  if (upload->path == NULL) {
    end_with (task, ZPI_ERROR_NOT_VERIFIED, "the answer gives no place to send the document to");
    return;
  }
  header_number (answer->response, "Upload-Offset", &offset);
  if (offset > upload->size)
    end_with (task, ZPI_ERROR_NOT_VERIFIED, "the answer is about another upload");
  else
    take_offset (task, offset);
}

static void
append_metadata (GString *metadata, const char *name, const char *value)
{
  g_autofree char *base64 = NULL;

  if (value == NULL)
    return;
  base64 = g_base64_encode ((const guchar *) value, strlen (value));
  g_string_append_printf (metadata, "%s%s %s", metadata->len > 0 ? "," : "", name, base64);
}

static void
create_upload (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat ("/aanvragen/", upload->application_id, "/documenten", NULL);
  g_autofree char *length = g_strdup_printf ("%" G_GUINT64_FORMAT, upload->size);
  g_autoptr (GString) metadata = g_string_new (NULL);
  ZpiHttpRequest *request = tus_request (task, "POST", path, TEMPLATE);

  append_metadata (metadata, "documentId", upload->document_id);
  append_metadata (metadata, "sha256", upload->sha256);
  append_metadata (metadata, "mediatype", upload->media_type);
  append_metadata (metadata, "aanvullingId", upload->supplement_id);
  zpi_http_request_set_header (request, "Upload-Length", length);
  zpi_http_request_set_header (request, "Upload-Metadata", metadata->str);
  perform (task, request, created_ready_cb);
}

static void
begin (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  const ZpiTusAbilities *tus = zpi_api_get_tus_abilities (g_task_get_source_object (task));

  if (tus->max_size > 0 && upload->size > tus->max_size)
    end_with (task, ZPI_ERROR_TOO_LARGE, "the server takes no document of this size");
  else if (upload->path != NULL)
    ask_offset (task);
  else
    create_upload (task);
}

static gboolean
list_has (const char *list, const char *word)
{
  g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", ",", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    if (g_ascii_strcasecmp (g_strstrip (words[i]), word) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Asking first is only a courtesy: a gateway may answer it without knowing what is behind it. What
 * counts are the answers to the upload itself. */
static gboolean
does_not_say (const ZpiApiAnswer *answer, const ZpiProblem *problem)
{
  if (answer != NULL)
    return zpi_http_response_get_header (answer->response, "Tus-Version") == NULL;
  return has_status (problem, 400) || has_status (problem, 403) || has_status (problem, 404) ||
         has_status (problem, 405) || has_status (problem, 501);
}

static void
abilities_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiTusAbilities *tus = zpi_api_get_tus_abilities (ZPI_API (source));
  ZpiProblem *problem = NULL;
  GError *error = NULL;
  g_autoptr (ZpiApiAnswer) answer =
      zpi_api_perform_finish (ZPI_API (source), result, &problem, &error);
  const char *algorithms;

  if (does_not_say (answer, problem)) {
    g_clear_error (&error);
    g_clear_pointer (&problem, zpi_problem_free);
    begin (task);
    return;
  }
  if (answer == NULL) {
    end_with_error (task, error, problem);
    return;
  }
  if (!list_has (zpi_http_response_get_header (answer->response, "Tus-Version"), TUS_VERSION) ||
      !list_has (zpi_http_response_get_header (answer->response, "Tus-Extension"), "creation")) {
    end_with (task, ZPI_ERROR_NOT_VERIFIED, "the server does not take documents by tus 1.0");
    return;
  }
  algorithms = zpi_http_response_get_header (answer->response, "Tus-Checksum-Algorithm");
  if (list_has (zpi_http_response_get_header (answer->response, "Tus-Extension"), "checksum"))
    tus->algorithm = list_has (algorithms, "sha256") ? "sha256"
                     : list_has (algorithms, "sha1") ? "sha1"
                                                     : NULL;
  header_number (answer->response, "Tus-Max-Size", &tus->max_size);
  tus->known = TRUE;
  begin (task);
}

static void
learn_abilities (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat ("/aanvragen/", upload->application_id, "/documenten", NULL);

  perform (task, tus_request (task, "OPTIONS", path, TEMPLATE), abilities_ready_cb);
}

/**
 * zpi_api_upload_async:
 * @self: the API
 * @application_id: whose document it is
 * @supplement_id: (nullable): when it is later evidence
 * @document_id: the document
 * @media_type: as announced
 * @size_bytes: of the whole, more than 0
 * @sha256: of the whole
 * @chunk_bytes: the size of all chunks of @source but the last
 * @upload_path: (nullable): where an earlier try went, relative to the base URL
 * @source: where the bytes come from; copied
 * @source_data: for @source; has to live until the callback
 * @cancellable: (nullable): a cancellable
 * @callback: a callback
 * @user_data: for @callback
 *
 * Sends a document, or what is missing of it.
 */
void
zpi_api_upload_async (ZpiApi *self,
                      const char *application_id,
                      const char *supplement_id,
                      const char *document_id,
                      const char *media_type,
                      guint64 size_bytes,
                      const char *sha256,
                      gsize chunk_bytes,
                      const char *upload_path,
                      const ZpiUploadSource *source,
                      gpointer source_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Upload *upload;

  g_return_if_fail (ZPI_IS_API (self) && application_id != NULL && document_id != NULL);
  g_return_if_fail (media_type != NULL && sha256 != NULL && source != NULL);
  g_return_if_fail (size_bytes > 0 && chunk_bytes > 0);

  upload = g_new0 (Upload, 1);
  upload->application_id = g_strdup (application_id);
  upload->supplement_id = g_strdup (supplement_id);
  upload->document_id = g_strdup (document_id);
  upload->media_type = g_strdup (media_type);
  upload->sha256 = g_strdup (sha256);
  upload->size = size_bytes;
  upload->chunk_bytes = chunk_bytes;
  upload->max_slice = chunk_bytes;
  upload->path = upload_path != NULL && *upload_path == '/' ? g_strdup (upload_path) : NULL;
  upload->source = *source;
  upload->source_data = source_data;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_api_upload_async);
  g_task_set_task_data (task, upload, (GDestroyNotify) upload_free);
  if (zpi_api_get_tus_abilities (self)->known)
    begin (g_steal_pointer (&task));
  else
    learn_abilities (g_steal_pointer (&task));
}

/**
 * zpi_api_upload_finish:
 * @self: the API
 * @result: a result
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: %TRUE when the server acknowledged the last byte; else %FALSE with what the source
 * failed with, %ZPI_ERROR_TOO_LARGE, %ZPI_ERROR_REFUSED, %ZPI_ERROR_CONFLICT (the document is not
 * what was announced), %ZPI_ERROR_NOT_VERIFIED, or an error that is tried again later
 */
gboolean
zpi_api_upload_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error)
{
  Upload *upload;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  upload = g_task_get_task_data (G_TASK (result));
  if (problem != NULL)
    *problem = g_steal_pointer (&upload->problem);
  return g_task_propagate_boolean (G_TASK (result), error);
}
