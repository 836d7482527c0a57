/* SPDX-License-Identifier: EUPL-1.2 */

/* Sending a request for one account. The id is our own and the same bytes may come again; before a
 * retry it is asked whether it is there. */

#define G_LOG_DOMAIN "zpi-service"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-sending-private.h"
#include "zpi-submission.h"

static gboolean
keep_stub (ZpiStore *store, ZpiSending *self, GError **error)
{
  g_autoptr (JsonNode) form = zpi_json_parse (self->item->payload, 0, 0, NULL);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) stub = json_object_new ();
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *holder = zpi_json_get_object (json_node_get_object (form), "hoofdpashouder");

  zpi_json_set_string (stub,
                       "given_names",
                       zpi_json_get_string (zpi_json_get_object (holder, "naam"), "voornamen"));
  zpi_json_set_string (stub, "reference", self->account->reference);
  json_node_set_object (root, stub);
  bytes = zpi_json_serialize (root, FALSE);
  return zpi_case_store_set_record (store, self->item->case_id, "stub", bytes, error);
}

static gboolean
account_received_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;
  const char *id = self->item->case_id;
  g_autofree char *at = zpi_clock_format_iso (zpi_clock_now_us ());
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, id, error);

  if (info == NULL)
    return FALSE;
  self->item->step = ZPI_OUTBOX_DONE;
  self->item->sending_since_us = 0;
  self->item->next_at_us = 0;
  self->item->retry_after_us = 0;
  self->item->attempts = 0;
  g_clear_pointer (&self->item->problem, g_free);
  g_clear_pointer (&self->item->problem_detail, g_bytes_unref);
  return zpi_case_store_set_record (store, id, "receipt", self->account->raw, error) &&
         zpi_case_store_set_record (store, id, "status", self->account->raw, error) &&
         zpi_follow_up_set_received (store, id, at, error) && keep_stub (store, self, error) &&
         zpi_follow_up_add_event (store, id, "received", zpi_clock_now_us (), error) &&
         zpi_case_store_set_reference (store, id, self->account->reference, error) &&
         zpi_case_store_set_due (store,
                                 id,
                                 zpi_clock_end_of_day_us (self->account->until),
                                 error) &&
         zpi_case_store_set_state (store, id, info->state, ZPI_CASE_RECEIVED, NULL, error) &&
         zpi_outbox_store_update (store, self->item, error);
}

/* It counts when the municipality has exactly these bytes. */
static void
take_status (GTask *task, ZpiAccountStatus *status)
{
  ZpiSending *self = g_task_get_task_data (task);

  g_clear_pointer (&self->account, zpi_account_status_free);
  self->account = status;
  if (strcmp (status->form_sha256, self->item->payload_sha256) == 0) {
    zpi_sending_keep_received (task, account_received_func);
    return;
  }
  zpi_sending_fail (task,
                    g_error_new (ZPI_ERROR,
                                 ZPI_ERROR_NOT_VERIFIED,
                                 "The municipality has other bytes of this request"),
                    NULL);
}

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  ZpiAccountStatus *status =
      zpi_api_account_request_finish (ZPI_API (source), result, &problem, &error);

  if (status != NULL)
    take_status (task, status);
  else
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
}

static void
post (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_api_post_account_request_async (self->api,
                                      self->item->id,
                                      self->item->payload,
                                      self->item->idempotency_key,
                                      g_task_get_cancellable (task),
                                      posted_cb,
                                      g_object_ref (task));
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  ZpiAccountStatus *status =
      zpi_api_account_request_finish (ZPI_API (source), result, &problem, &error);

  if (status != NULL)
    take_status (task, status);
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    post (task);
  else
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
}

/* @ask_first: it was tried before */
void
zpi_sending_account_run (GTask *task, gboolean ask_first)
{
  ZpiSending *self = g_task_get_task_data (task);

  if (!ask_first) {
    post (task);
    return;
  }
  zpi_api_get_account_request_async (self->api,
                                     self->item->id,
                                     g_task_get_cancellable (task),
                                     looked_up_cb,
                                     g_object_ref (task));
}
