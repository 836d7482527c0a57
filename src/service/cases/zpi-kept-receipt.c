/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-kept-receipt.h"

#include "zpi-api.h"
#include "zpi-json.h"
#include "zpi-letters.h"

/**
 * zpi_kept_receipt_free:
 * @self: (transfer full): a receipt
 */
void
zpi_kept_receipt_free (ZpiKeptReceipt *self)
{
  g_free (self->reference);
  g_free (self->received_at);
  g_free (self->application_date);
  g_free (self->decision_date);
  g_free (self->form_digest);
  g_ptr_array_unref (self->document_digests);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  g_ptr_array_unref (self->answers);
  g_free (self);
}

static ZpiKeptReceipt *
kept_receipt_new (const ZpiReceipt *receipt)
{
  ZpiKeptReceipt *self = g_new0 (ZpiKeptReceipt, 1);

  self->reference = g_strdup (receipt->reference);
  self->received_at = g_strdup (receipt->received_at);
  self->application_date = g_strdup (receipt->application_date);
  self->decision_date = g_strdup (receipt->decision_date);
  self->form_digest = g_strdup (receipt->form_sha256);
  self->document_digests = g_ptr_array_new_with_free_func (g_free);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_kept_receipt_free);
  for (guint i = 0; i < receipt->documents->len; i++) {
    const ZpiReceiptDocument *document = g_ptr_array_index (receipt->documents, i);

    g_ptr_array_add (self->document_digests, g_strdup (document->sha256));
  }
  return self;
}

typedef struct {
  char *case_id;
  ZpiKeptReceipt *receipt; /* (nullable) */
} LoadReceipt;

static void
load_receipt_free (LoadReceipt *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->receipt, zpi_kept_receipt_free);
  g_free (self);
}

/**
 * zpi_kept_receipt_count_documents:
 * @self: a receipt
 *
 * Returns: how many documents the municipality has, with later evidence
 */
guint
zpi_kept_receipt_count_documents (const ZpiKeptReceipt *self)
{
  guint n = self->document_digests->len;

  for (guint i = 0; i < self->answers->len; i++)
    n += ((ZpiKeptReceipt *) g_ptr_array_index (self->answers, i))->document_digests->len;
  return n;
}

/* One that cannot be read is left out: the others are proof all the same. */
static void
add_answer (ZpiKeptReceipt *self, JsonObject *answer)
{
  JsonNode *node = answer != NULL ? json_object_get_member (answer, "receipt") : NULL;
  g_autoptr (GBytes) raw = node != NULL ? zpi_json_serialize (node, FALSE) : NULL;
  g_autoptr (ZpiReceipt) receipt = raw != NULL ? zpi_receipt_parse (raw, NULL) : NULL;
  ZpiKeptReceipt *kept;

  if (receipt == NULL)
    return;
  kept = kept_receipt_new (receipt);
  kept->pieces = zpi_wanted_list_from_json (zpi_json_get_array (answer, "pieces"));
  g_ptr_array_add (self->answers, kept);
}

static void
answers_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LoadReceipt *load = g_task_get_task_data (task);
  g_autoptr (GBytes) record =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_autoptr (JsonNode) root = record != NULL ? zpi_json_parse (record, 0, 0, NULL) : NULL;
  JsonArray *answers =
      root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; answers != NULL && i < json_array_get_length (answers); i++)
    add_answer (load->receipt, zpi_json_get_object_at (answers, i));
  g_task_return_pointer (task,
                         g_steal_pointer (&load->receipt),
                         (GDestroyNotify) zpi_kept_receipt_free);
}

static void
record_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) record =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, &error);
  g_autoptr (ZpiReceipt) receipt = record != NULL ? zpi_receipt_parse (record, &error) : NULL;
  LoadReceipt *load = g_task_get_task_data (task);

  if (receipt == NULL) {
    g_task_return_error (task, error);
    return;
  }
  load->receipt = kept_receipt_new (receipt);
  zpi_case_keeper_get_record_async (ZPI_CASE_KEEPER (source),
                                    load->case_id,
                                    ZPI_RECORD_ANSWERS,
                                    g_task_get_cancellable (task),
                                    answers_ready_cb,
                                    g_object_ref (task));
}

/**
 * zpi_case_keeper_get_receipt_async:
 * @self: a keeper
 * @case_id: the case, also after its answers were cleared
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was read
 * @user_data: for @callback
 */
void
zpi_case_keeper_get_receipt_async (ZpiCaseKeeper *self,
                                   const char *case_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  LoadReceipt *load;
  GTask *task;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self) && case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_get_receipt_async);
  load = g_new0 (LoadReceipt, 1);
  load->case_id = g_strdup (case_id);
  g_task_set_task_data (task, load, (GDestroyNotify) load_receipt_free);
  zpi_case_keeper_get_record_async (self, case_id, "receipt", cancellable, record_ready_cb, task);
}

/**
 * zpi_case_keeper_get_receipt_finish:
 * @self: a keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the receipt; %NULL with %ZPI_ERROR_NOT_FOUND while there is none, or
 *   %ZPI_ERROR_NOT_VERIFIED when what was kept is none
 */
ZpiKeptReceipt *
zpi_case_keeper_get_receipt_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
