/* SPDX-License-Identifier: EUPL-1.2 */

/* Sending later evidence: its documents go up as those of an application do; then its form, whose
 * answer is the receipt. How it stands there is told with the application. */

#define G_LOG_DOMAIN "zpi-service"

#include <string.h>

#include "zpi-json.h"
#include "zpi-letters.h"
#include "zpi-sending-private.h"
#include "zpi-submission.h"

void
zpi_sending_supplement_init (ZpiSending *self)
{
  g_autoptr (JsonNode) frozen =
      self->item->declaration != NULL ? zpi_json_parse (self->item->declaration, 0, 0, NULL) : NULL;
  JsonObject *object = zpi_json_node_object (frozen);
  const char *application = zpi_json_get_string (object, ZPI_TARGET_APPLICATION);

  if (application != NULL) {
    g_free (self->application_id);
    self->application_id = g_strdup (application);
  }
  self->supplement_id = g_strdup (self->item->id);
}

static gboolean
is_answerable (const ZpiRequest *request)
{
  return zpi_request_is_open (request) || strcmp (request->status, "ingediend") == 0;
}

/* Answered: by us, if the same form gives the same receipt again. Open: what is not known to be
 * there goes up; an upload goes on where it stopped. Anything else is for a person. */
static void
take_request (GTask *task, const ZpiRequest *request)
{
  ZpiSending *self = g_task_get_task_data (task);

  if (request != NULL && is_answerable (request)) {
    self->item->step = zpi_request_is_open (request) ? ZPI_OUTBOX_DOCUMENTS : ZPI_OUTBOX_SUBMIT;
  } else {
    self->attention = zpi_attention_to_nick (ZPI_ATTENTION_REQUEST_CLOSED);
    zpi_sending_attention (task);
    return;
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
  g_autoptr (ZpiRequest) request = NULL;

  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    take_request (task, NULL);
    return;
  }
  if (status == NULL) {
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
    return;
  }
  request = zpi_requests_find (status->raw, self->supplement_id);
  /* Why stands there too: it may have been decided meanwhile. */
  if (request == NULL || !is_answerable (request))
    self->application = g_steal_pointer (&status);
  take_request (task, request);
}

void
zpi_sending_supplement_look_up (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_api_get_application_async (self->api,
                                 self->application_id,
                                 g_task_get_cancellable (task),
                                 looked_up_cb,
                                 g_object_ref (task));
}

static void
closed_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);

  self->application = zpi_api_get_application_finish (ZPI_API (source), result, NULL, NULL);
  take_request (task, NULL);
}

/* Another desk, or the client, was first: how the application stands by that. */
static void
stop_for_other_answer (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_api_get_application_async (self->api,
                                 self->application_id,
                                 g_task_get_cancellable (task),
                                 closed_looked_up_cb,
                                 g_object_ref (task));
}

static gboolean
is_other_answer (const ZpiProblem *problem)
{
  return problem != NULL && g_strcmp0 (problem->code, "ander-formulier") == 0;
}

/* A document that the server misses after all goes up again. */
static void
forget_documents (ZpiSending *self)
{
  for (guint i = 0; i < self->parts->len; i++) {
    ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);

    g_free (part->state);
    part->state = g_strdup ("waiting");
    part->offset = 0;
    g_clear_pointer (&part->upload_path, g_free);
  }
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  ZpiReceipt *receipt =
      zpi_api_submit_supplement_finish (ZPI_API (source), result, &problem, &error);

  if (receipt != NULL) {
    zpi_sending_take_receipt (task, receipt);
  } else if (error == NULL) {
    zpi_sending_not_yet (task, g_steal_pointer (&problem));
  } else if (is_other_answer (problem)) {
    self->problem = g_steal_pointer (&problem);
    stop_for_other_answer (task);
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_CONFLICT)) {
    forget_documents (self);
    zpi_sending_look_up (task);
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    take_request (task, NULL);
  } else {
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
  }
}

void
zpi_sending_supplement_submit (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_api_submit_supplement_async (self->api,
                                   self->application_id,
                                   self->supplement_id,
                                   self->item->payload,
                                   self->item->idempotency_key,
                                   g_task_get_cancellable (task),
                                   submitted_cb,
                                   g_object_ref (task));
}

/* In the transaction that keeps the receipt. */
gboolean
zpi_sending_supplement_received (ZpiStore *store, ZpiSending *self, GError **error)
{
  return self->supplement_id == NULL || zpi_letters_note_answered (store,
                                                                   self->item->case_id,
                                                                   self->item->payload,
                                                                   self->receipt->raw,
                                                                   self->receipt->received_at,
                                                                   self->receipt->decision_date,
                                                                   error);
}
