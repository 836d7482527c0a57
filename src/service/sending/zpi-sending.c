/* SPDX-License-Identifier: EUPL-1.2 */

/* The steps of one try: form, documents, submit, receipt. Every answer is written before the next
 * step begins, so that a program that dies anywhere knows less than the municipality, never more.
 * What was tried before is looked up first; only a receipt that verifies is success. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-sending.h"

#include "zpi-case-store.h"
#include "zpi-clock.h"
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

  return zpi_sending_documents_keep (store, self, error) &&
         zpi_outbox_store_update (store, self->item, error);
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

/* Looking up. */

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
    zpi_sending_documents_take_remote (self, status);
    self->item->step = ZPI_OUTBOX_DOCUMENTS;
  } else {
    zpi_sending_documents_forget (self);
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
    zpi_sending_documents_forget (self);
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

/* Submitting and the receipt. */

void
zpi_sending_take_receipt (GTask *task, ZpiReceipt *receipt)
{
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GPtrArray) documents = zpi_sending_documents_list (self);
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
  zpi_sending_documents_report (self);
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
    zpi_sending_documents_upload (task);
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
  zpi_sending_documents_begin (self);
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
