/* SPDX-License-Identifier: EUPL-1.2 */

/* The steps of one try: form, documents, submit, receipt. Every answer is written before the next
 * step begins, so that a program that dies anywhere knows less than the municipality, never more.
 * What was tried before is looked up first; only a receipt that verifies is success. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-sending.h"

#include "zpi-case-store.h"
#include "zpi-clock.h"
#include "zpi-outgoing.h"
#include "zpi-photo-item.h"
#include "zpi-sending-private.h"
#include "zpi-submission.h"

#include <string.h>

#define MAX_LOOK_UPS 3

static void take_step (GTask *task);

static void
sending_free (ZpiSending *self)
{
  g_clear_object (&self->store);
  g_clear_object (&self->api);
  g_clear_pointer (&self->item, zpi_outbox_item_free);
  g_free (self->application_id);
  g_free (self->supplement_id);
  g_clear_pointer (&self->application, zpi_remote_status_free);
  g_clear_pointer (&self->order, zpi_photo_order_free);
  g_clear_pointer (&self->account, zpi_account_status_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->receipt, zpi_receipt_free);
  g_clear_pointer (&self->problem, zpi_problem_free);
  g_clear_pointer (&self->reasons, g_hash_table_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* Keeping what is known. The task keeps the data alive and nothing else touches it meanwhile. */

static gboolean
keep_item_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;

  for (guint i = 0; i < self->parts->len; i++) {
    if (!zpi_outbox_store_update_part (store,
                                       self->item->id,
                                       g_ptr_array_index (self->parts, i),
                                       error))
      return FALSE;
  }
  return zpi_outbox_store_update (store, self->item, error);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    zpi_sending_fail (task, g_steal_pointer (&error), NULL);
  else
    take_step (task);
}

void
zpi_sending_keep_then_step (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_store_transact_async (self->store,
                            keep_item_func,
                            self,
                            NULL,
                            NULL,
                            kept_cb,
                            g_object_ref (task));
}

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

static void
forget_parts (ZpiSending *self)
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

/* Looking up. */

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

static void
take_remote_documents (ZpiSending *self, const ZpiRemoteStatus *status)
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

static void
take_status (GTask *task, const ZpiRemoteStatus *status)
{
  ZpiSending *self = g_task_get_task_data (task);
  gboolean concept = strcmp (status->state, "concept") == 0;
  gboolean ours = g_strcmp0 (status->form_sha256, self->item->payload_sha256) == 0;

  g_free (self->item->etag);
  self->item->etag = g_strdup (status->etag);
  if (!concept && status->form_sha256 != NULL && !ours) {
    self->attention = zpi_attention_to_nick (ZPI_ATTENTION_OTHER_FORM);
    zpi_sending_attention (task);
    return;
  }
  if (!concept) {
    self->item->step = ZPI_OUTBOX_RECEIPT;
  } else if (ours) {
    take_remote_documents (self, status);
    self->item->step = ZPI_OUTBOX_DOCUMENTS;
  } else {
    forget_parts (self);
    self->item->step = ZPI_OUTBOX_FORM;
  }
  zpi_sending_keep_then_step (task);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (ZpiRemoteStatus) status =
      zpi_api_get_application_finish (ZPI_API (source), result, &problem, &error);

  if (status != NULL) {
    take_status (task, status);
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    /* Never arrived, or the municipality was restored from before it did. */
    g_clear_pointer (&self->item->etag, g_free);
    forget_parts (self);
    self->item->step = ZPI_OUTBOX_FORM;
    zpi_sending_keep_then_step (task);
  } else {
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
  }
}

/* What has steps of its own. */
static gboolean
run_otherwise (GTask *task, gboolean ask_first)
{
  ZpiSending *self = g_task_get_task_data (task);

  if (g_strcmp0 (self->item->kind, ZPI_OUTBOX_PHOTO) == 0)
    zpi_sending_photo_run (task);
  else if (g_strcmp0 (self->item->kind, ZPI_OUTBOX_ACCOUNT) == 0)
    zpi_sending_account_run (task, ask_first);
  else
    return FALSE;
  return TRUE;
}

void
zpi_sending_look_up (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  if (run_otherwise (task, TRUE))
    return;
  if (self->look_ups++ >= MAX_LOOK_UPS) {
    zpi_sending_fail (task,
                      g_error_new (ZPI_ERROR,
                                   ZPI_ERROR_NOT_VERIFIED,
                                   "The server's answers contradict each other"),
                      NULL);
    return;
  }
  if (self->supplement_id != NULL) {
    zpi_sending_supplement_look_up (task);
    return;
  }
  zpi_api_get_application_async (self->api,
                                 self->item->id,
                                 g_task_get_cancellable (task),
                                 looked_up_cb,
                                 g_object_ref (task));
}

/* The form. */

static void
form_put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autofree char *etag =
      zpi_api_put_application_finish (ZPI_API (source), result, &problem, &error);

  if (etag != NULL) {
    g_free (self->item->etag);
    self->item->etag = g_steal_pointer (&etag);
    self->item->step = ZPI_OUTBOX_DOCUMENTS;
    zpi_sending_keep_then_step (task);
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_CONFLICT)) {
    zpi_sending_look_up (task); /* it is there already: perhaps ours, whose answer was lost */
  } else {
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
  }
}

static void
put_form (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_api_put_application_async (self->api,
                                 self->item->id,
                                 self->item->payload,
                                 self->item->etag,
                                 g_task_get_cancellable (task),
                                 form_put_cb,
                                 g_object_ref (task));
}

/* The documents. */

static void
report_progress (ZpiSending *self)
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
  report_progress (self);
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

static void
upload_next (GTask *task)
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
  report_progress (self);
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

/* Submitting and the receipt. */

static GPtrArray *
sent_documents (ZpiSending *self)
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

void
zpi_sending_take_receipt (GTask *task, ZpiReceipt *receipt)
{
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GPtrArray) documents = sent_documents (self);
  g_autoptr (GError) error = NULL;

  self->receipt = receipt;
  if (zpi_receipt_verify (receipt,
                          self->application_id,
                          self->item->payload_sha256,
                          documents,
                          &error))
    zpi_sending_received (task);
  else
    zpi_sending_fail (task, g_steal_pointer (&error), NULL);
}

void
zpi_sending_not_yet (GTask *task, ZpiProblem *problem)
{
  ZpiSending *self = g_task_get_task_data (task);

  if (self->supplement_id == NULL)
    self->item->step = ZPI_OUTBOX_RECEIPT;
  self->accepted = TRUE;
  self->problem = problem;
  zpi_sending_wait (task);
}

static void
receipt_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  ZpiReceipt *receipt = zpi_api_get_receipt_finish (ZPI_API (source), result, &problem, &error);

  if (receipt != NULL) {
    zpi_sending_take_receipt (task, receipt);
  } else if (error == NULL) {
    zpi_sending_not_yet (task, g_steal_pointer (&problem));
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    zpi_sending_look_up (task); /* not submitted after all */
  } else {
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
  }
}

static void
fetch_receipt (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_api_get_receipt_async (self->api,
                             self->item->id,
                             g_task_get_cancellable (task),
                             receipt_fetched_cb,
                             g_object_ref (task));
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  ZpiReceipt *receipt = zpi_api_submit_finish (ZPI_API (source), result, &problem, &error);

  if (receipt != NULL)
    zpi_sending_take_receipt (task, receipt);
  else if (error == NULL)
    zpi_sending_not_yet (task, g_steal_pointer (&problem));
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_CONFLICT) ||
           g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    zpi_sending_look_up (task); /* documents missing, another form, another key: what is there? */
  else
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
}

static void
submit (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  self->part = NULL;
  report_progress (self);
  if (self->supplement_id != NULL) {
    zpi_sending_supplement_submit (task);
    return;
  }
  zpi_api_submit_async (self->api,
                        self->item->id,
                        self->item->payload_sha256,
                        self->item->idempotency_key,
                        g_task_get_cancellable (task),
                        submitted_cb,
                        g_object_ref (task));
}

static void
take_step (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  if (run_otherwise (task, FALSE))
    return;
  switch (self->item->step) {
  case ZPI_OUTBOX_FORM:
    put_form (task);
    break;
  case ZPI_OUTBOX_DOCUMENTS:
    upload_next (task);
    break;
  case ZPI_OUTBOX_SUBMIT:
    submit (task);
    break;
  case ZPI_OUTBOX_RECEIPT:
    fetch_receipt (task);
    break;
  case ZPI_OUTBOX_DONE:
    g_task_return_int (task, ZPI_SEND_RECEIVED);
    break;
  default:
    g_assert_not_reached ();
  }
}

/* The beginning: that it is being tried is on the disk before anything leaves the computer. */

static gboolean
begin_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->item->case_id, error);

  if (info == NULL)
    return FALSE;
  if (info->state == ZPI_CASE_WAITING &&
      !zpi_case_store_set_state (store, info->id, ZPI_CASE_WAITING, ZPI_CASE_SENDING, NULL, error))
    return FALSE;
  self->item->sending_since_us = zpi_clock_now_us ();
  self->item->tried_us = self->item->sending_since_us;
  return zpi_outbox_store_update (store, self->item, error);
}

/* What was tried before may have arrived. */
static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    zpi_sending_fail (task, g_steal_pointer (&error), NULL);
    return;
  }
  self->progress (self->item, 0, self->parts->len, 0, self->bytes_total, self->progress_data);
  if (self->tried_before)
    zpi_sending_look_up (task);
  else
    take_step (task);
}

static ZpiSending *
sending_new (ZpiStore *store, ZpiApi *api, ZpiOutboxItem *item, GPtrArray *parts)
{
  ZpiSending *self = g_new0 (ZpiSending, 1);

  self->store = g_object_ref (store);
  self->api = g_object_ref (api);
  self->item = item;
  self->parts = parts;
  self->reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->application_id = g_strdup (item->id);
  if (g_strcmp0 (item->kind, ZPI_OUTBOX_SUPPLEMENT) == 0)
    zpi_sending_supplement_init (self);
  return self;
}

void
zpi_sending_stop_async (ZpiStore *store,
                        ZpiApi *api,
                        ZpiOutboxItem *item,
                        GPtrArray *parts,
                        const char *attention,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (store, NULL, callback, user_data);
  ZpiSending *self = sending_new (store, api, item, parts);

  g_task_set_source_tag (task, zpi_sending_stop_async);
  g_task_set_task_data (task, self, (GDestroyNotify) sending_free);
  self->attention = attention;
  zpi_sending_attention (task);
}

void
zpi_sending_run_async (ZpiStore *store,
                       ZpiApi *api,
                       ZpiOutboxItem *item,
                       GPtrArray *parts,
                       ZpiSendProgress progress,
                       gpointer progress_data,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  ZpiSending *self = sending_new (store, api, item, parts);

  g_task_set_source_tag (task, zpi_sending_run_async);
  self->tried_before = item->tried_us != 0;
  self->progress = progress;
  self->progress_data = progress_data;
  for (guint i = 0; i < parts->len; i++) {
    ZpiOutboxPart *part = g_ptr_array_index (parts, i);

    self->bytes_total += part->size_bytes;
    if (part_is (part, "refused"))
      set_part_state (part, "waiting");
  }
  g_task_set_task_data (task, self, (GDestroyNotify) sending_free);
  g_task_set_check_cancellable (task, FALSE);
  zpi_store_transact_async (store, begin_func, self, NULL, NULL, begun_cb, task);
}

ZpiSendResult
zpi_sending_run_finish (GAsyncResult *result, int *problem_code)
{
  ZpiSending *self = g_task_get_task_data (G_TASK (result));

  *problem_code = self->error != NULL && self->error->domain == ZPI_ERROR ? self->error->code : -1;
  return g_task_propagate_int (G_TASK (result), NULL);
}
