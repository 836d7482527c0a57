/* SPDX-License-Identifier: EUPL-1.2 */

/* The documents of one try: which are there already, sending the others one after another, and what
 * becomes of one that will not do. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-outgoing.h"
#include "zpi-sending-private.h"

static void
set_part_state (ZpiOutboxPart *part, const char *state)
{
  g_free (part->state);
  part->state = g_strdup (state);
}

static gboolean
part_is (const ZpiOutboxPart *part, const char *state)
{
  return g_strcmp0 (part->state, state) == 0;
}

void
zpi_sending_documents_forget (ZpiSending *self)
{
  for (guint i = 0; i < self->parts->len; i++) {
    ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);

    set_part_state (part, "waiting");
    g_clear_pointer (&part->upload_path, g_free);
    g_clear_pointer (&part->problem, g_free);
    part->offset = 0;
  }
}

static ZpiOutboxPart *
next_part (ZpiSending *self)
{
  for (guint i = 0; i < self->parts->len; i++) {
    ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);

    if (!part_is (part, "done") && !part_is (part, "refused"))
      return part;
  }
  return NULL;
}

static gboolean
is_damaged_here (const ZpiOutboxPart *part)
{
  return g_strcmp0 (part->problem, zpi_error_code_to_nick (ZPI_ERROR_SEAL_BROKEN)) == 0 ||
         g_strcmp0 (part->problem, zpi_error_code_to_nick (ZPI_ERROR_STORE_DAMAGED)) == 0;
}

static gboolean
any_refused (ZpiSending *self)
{
  for (guint i = 0; i < self->parts->len; i++) {
    if (part_is (g_ptr_array_index (self->parts, i), "refused"))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_not_drawn (const ZpiOutboxPart *part)
{
  return g_strcmp0 (part->problem, zpi_error_code_to_nick (ZPI_ERROR_NOT_DRAWN)) == 0;
}

/* A document of ours that does not open, or was covered meanwhile, was refused by nobody. */
static ZpiAttention
reason_of_documents (ZpiSending *self)
{
  ZpiAttention ours = ZPI_ATTENTION_DOCUMENT_DAMAGED;

  for (guint i = 0; i < self->parts->len; i++) {
    const ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);

    if (part_is (part, "refused") && is_not_drawn (part))
      ours = ZPI_ATTENTION_DOCUMENT_NOT_DRAWN;
    else if (part_is (part, "refused") && !is_damaged_here (part))
      return ZPI_ATTENTION_DOCUMENT_REFUSED;
  }
  return ours;
}

static gboolean
remote_has (const ZpiRemoteStatus *status, const ZpiOutboxPart *part)
{
  for (guint i = 0; i < status->documents->len; i++) {
    const ZpiReceiptDocument *document = g_ptr_array_index (status->documents, i);

    if (g_strcmp0 (document->document_id, part->document_id) == 0)
      return g_strcmp0 (document->sha256, part->sha256) == 0;
  }
  return FALSE;
}

void
zpi_sending_documents_take_remote (ZpiSending *self, const ZpiRemoteStatus *status)
{
  for (guint i = 0; i < self->parts->len; i++) {
    ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);

    if (remote_has (status, part)) {
      set_part_state (part, "done");
      part->offset = part->size_bytes;
    } else if (part_is (part, "done")) {
      set_part_state (part, "waiting");
    }
  }
}

void
zpi_sending_documents_begin (ZpiSending *self)
{
  for (guint i = 0; i < self->parts->len; i++) {
    ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);

    self->bytes_total += part->size_bytes;
    if (part_is (part, "refused"))
      set_part_state (part, "waiting");
  }
}

gboolean
zpi_sending_documents_keep (ZpiStore *store, ZpiSending *self, GError **error)
{
  for (guint i = 0; i < self->parts->len; i++) {
    if (!zpi_outbox_store_update_part (store,
                                       self->item->id,
                                       g_ptr_array_index (self->parts, i),
                                       error))
      return FALSE;
  }
  return TRUE;
}

/* Sending. */

void
zpi_sending_documents_report (ZpiSending *self)
{
  guint document = self->part != NULL ? self->part->position + 1 : self->parts->len;
  guint64 bytes = self->bytes_before + (self->part != NULL ? self->part->offset : 0);

  self->progress (self->item,
                  document,
                  self->parts->len,
                  bytes,
                  self->bytes_total,
                  self->progress_data);
}

typedef struct {
  char *document_id;
  guint64 index;
  GBytes *plain;
} ReadChunk;

static void
read_chunk_free (ReadChunk *self)
{
  g_free (self->document_id);
  g_clear_pointer (&self->plain, g_bytes_unref);
  g_free (self);
}

static gboolean
read_chunk_func (ZpiStore *store, gpointer data, GError **error)
{
  ReadChunk *self = data;

  self->plain = zpi_outgoing_read_chunk (store, self->document_id, self->index, error);
  return self->plain != NULL;
}

static void
read_chunk (gpointer data,
            guint64 index,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  ZpiSending *self = data;
  ReadChunk *chunk = g_new0 (ReadChunk, 1);

  chunk->document_id = g_strdup (self->part->document_id);
  chunk->index = index;
  zpi_store_run_async (self->store,
                       read_chunk_func,
                       chunk,
                       (GDestroyNotify) read_chunk_free,
                       cancellable,
                       callback,
                       user_data);
}

static GBytes *
read_chunk_finish (gpointer data, GAsyncResult *result, GError **error)
{
  ZpiSending *self = data;
  ReadChunk *chunk = zpi_store_run_finish (self->store, result, error);

  return chunk != NULL ? g_bytes_ref (chunk->plain) : NULL;
}

static gboolean
keep_part_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;

  if (!zpi_outbox_store_update_part (store, self->item->id, self->part, error))
    return FALSE;
  /* What comes next was read before this part arrived, and may have been covered since. */
  return self->part->offset >= self->part->size_bytes ||
         zpi_outgoing_check (store, self->part->document_id, error);
}

static void
acknowledged (gpointer data,
              const char *upload_path,
              guint64 offset,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  ZpiSending *self = data;

  g_free (self->part->upload_path);
  self->part->upload_path = g_strdup (upload_path);
  self->part->offset = offset;
  set_part_state (self->part, "uploading");
  zpi_sending_documents_report (self);
  zpi_store_transact_async (self->store, keep_part_func, self, NULL, NULL, callback, user_data);
}

static gboolean
acknowledged_finish (gpointer data, GAsyncResult *result, GError **error)
{
  ZpiSending *self = data;

  return zpi_store_run_finish (self->store, result, error) != NULL;
}

static const ZpiUploadSource upload_source = {
    .read_chunk = read_chunk,
    .read_chunk_finish = read_chunk_finish,
    .acknowledged = acknowledged,
    .acknowledged_finish = acknowledged_finish,
};

/* (nullable): what was said of the document itself; only where nothing was, of the whole request,
 * which may be no more than how many faults there are. */
static char *
dup_why (const ZpiProblem *problem)
{
  g_autoptr (GString) why = g_string_new (NULL);

  if (problem == NULL)
    return NULL;
  for (guint i = 0; i < problem->params->len; i++) {
    const ZpiProblemParam *param = g_ptr_array_index (problem->params, i);

    if (param->reason != NULL && *param->reason != '\0')
      g_string_append_printf (why, "%s%s", why->len > 0 ? " " : "", param->reason);
  }
  if (why->len > 0)
    return g_strdup (why->str);
  return g_strdup (problem->detail != NULL ? problem->detail : problem->title);
}

/* A document that will not do does not stop the others: the person hears of all of them at once.
 * What the municipality says of it is only kept sealed; in the clear is our own word for it. */
static void
refuse_part (GTask *task, GError *error, ZpiProblem *problem)
{
  ZpiSending *self = g_task_get_task_data (task);
  g_autofree char *why = dup_why (problem);

  set_part_state (self->part, "refused");
  g_free (self->part->problem);
  self->part->problem = g_strdup (zpi_error_code_to_nick (error->code));
  if (why != NULL)
    g_hash_table_insert (self->reasons, g_strdup (self->part->document_id), g_steal_pointer (&why));
  g_clear_pointer (&self->part->upload_path, g_free);
  self->part->offset = 0;
  g_clear_error (&self->error);
  self->error = error;
  g_clear_pointer (&problem, zpi_problem_free);
  zpi_sending_keep_then_step (task);
}

/* What the document belongs to was submitted meanwhile, or is not asked any more. */
static gboolean
is_closed_there (const ZpiProblem *problem)
{
  return problem != NULL && (g_strcmp0 (problem->code, "al-ingediend") == 0 ||
                             g_strcmp0 (problem->code, "niet-mogelijk") == 0);
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;

  if (zpi_api_upload_finish (ZPI_API (source), result, &problem, &error)) {
    set_part_state (self->part, "done");
    self->part->offset = self->part->size_bytes;
    zpi_sending_keep_then_step (task);
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) || is_closed_there (problem)) {
    zpi_sending_look_up (task);
  } else if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_GONE) &&
             zpi_sending_is_permanent (error, problem)) {
    refuse_part (task, g_steal_pointer (&error), g_steal_pointer (&problem));
  } else {
    if (problem != NULL && g_strcmp0 (problem->code, "digest-anders") == 0)
      g_clear_pointer (&self->part->upload_path, g_free);
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
  }
}

void
zpi_sending_documents_upload (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  self->part = next_part (self);
  if (self->part == NULL && any_refused (self)) {
    self->attention = zpi_attention_to_nick (reason_of_documents (self));
    zpi_sending_attention (task);
    return;
  }
  if (self->part == NULL) {
    self->item->step = ZPI_OUTBOX_SUBMIT;
    zpi_sending_keep_then_step (task);
    return;
  }
  self->bytes_before = 0;
  for (guint i = 0; g_ptr_array_index (self->parts, i) != self->part; i++)
    self->bytes_before += ((ZpiOutboxPart *) g_ptr_array_index (self->parts, i))->size_bytes;
  zpi_sending_documents_report (self);
  zpi_api_upload_async (self->api,
                        self->application_id,
                        self->supplement_id,
                        self->part->document_id,
                        self->part->media_type,
                        self->part->size_bytes,
                        self->part->sha256,
                        ZPI_DOCUMENT_CHUNK_BYTES,
                        self->part->upload_path,
                        &upload_source,
                        self,
                        g_task_get_cancellable (task),
                        uploaded_cb,
                        g_object_ref (task));
}

GPtrArray *
zpi_sending_documents_list (ZpiSending *self)
{
  GPtrArray *documents = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->parts->len; i++) {
    const ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);
    ZpiReceiptDocument *document = g_new0 (ZpiReceiptDocument, 1);

    document->document_id = part->document_id; /* borrowed */
    document->sha256 = part->sha256;
    document->size_bytes = part->size_bytes;
    g_ptr_array_add (documents, document);
  }
  return documents;
}
