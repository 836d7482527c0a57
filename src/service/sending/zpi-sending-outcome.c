/* SPDX-License-Identifier: EUPL-1.2 */

/* How one try ends: received, tried again later, or a person has to look. Each end is one
 * transaction, after which the case is in exactly one named state. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-application.h"
#include "zpi-attention.h"
#include "zpi-clock-evidence.h"
#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-letters.h"
#include "zpi-photo-item.h"
#include "zpi-sender-private.h"
#include "zpi-sending-private.h"
#include "zpi-submission.h"

#include <string.h>

/* How soon a receipt is asked for when the server does not say. */
#define RECEIPT_WAIT_US (30 * G_TIME_SPAN_SECOND)

gboolean
zpi_sending_is_permanent (const GError *error, const ZpiProblem *problem)
{
  if (error->domain != ZPI_ERROR)
    return FALSE;
  switch ((ZpiError) error->code) {
  case ZPI_ERROR_REFUSED:
  case ZPI_ERROR_TOO_LARGE:
  case ZPI_ERROR_GONE:
  case ZPI_ERROR_BAD_FORMAT:
  case ZPI_ERROR_SEAL_BROKEN:
  case ZPI_ERROR_STORE_DAMAGED:
  case ZPI_ERROR_NOT_DRAWN:
    return TRUE;
  case ZPI_ERROR_CONFLICT:
    return problem == NULL || g_strcmp0 (problem->code, "digest-anders") != 0;
  default:
    return FALSE;
  }
}

static gboolean
set_case_state (ZpiStore *store,
                ZpiSending *self,
                ZpiCaseState to,
                const char *attention,
                GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->item->case_id, error);

  if (info == NULL)
    return FALSE;
  if (info->state == to && g_strcmp0 (info->attention, attention) == 0)
    return TRUE;
  return zpi_case_store_set_state (store, info->id, info->state, to, attention, error);
}

static gboolean
keep_clock (ZpiStore *store, ZpiSending *self, GError **error)
{
  ZpiClockReading reading;

  /* Plain numbers, set by the main thread, which waits for this function. */
  if (!zpi_api_get_clock (self->api, &reading))
    return TRUE;
  return zpi_clock_evidence_keep (store, &reading, error);
}

/* Received. */

static gboolean
keep_stub (ZpiStore *store, ZpiSending *self, GError **error)
{
  g_autoptr (JsonNode) form = zpi_json_parse (self->item->payload, 0, 0, NULL);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) stub = json_object_new ();
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *person, *name;

  if (self->supplement_id != NULL)
    return TRUE; /* of a letter it is made when it is cleared */
  /* It was an object when it was sealed, and it is what was sealed. */
  person = zpi_json_get_object (json_node_get_object (form), "aanvrager");
  name = zpi_json_get_object (person, "naam");
  zpi_json_set_string (stub, "given_names", zpi_json_get_string (name, "voornamen"));
  zpi_json_set_string (stub, "reference", self->receipt->reference);
  zpi_json_set_string (stub, "application_date", self->receipt->application_date);
  zpi_json_set_string (stub, "decision_date", self->receipt->decision_date);
  json_node_set_object (root, stub);
  bytes = zpi_json_serialize (root, FALSE);
  return zpi_case_store_set_record (store, self->item->case_id, "stub", bytes, error);
}

/* An answer is over here; the decision is its application's. */
static gint64
due_us (ZpiSending *self)
{
  return self->supplement_id == NULL ? zpi_clock_end_of_day_us (self->receipt->decision_date) : 0;
}

static gboolean
received_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;
  const char *case_id = self->item->case_id;
  gint64 now = zpi_clock_now_us ();
  g_autofree char *at = zpi_clock_format_iso (now);

  self->item->step = ZPI_OUTBOX_DONE;
  self->item->sending_since_us = 0;
  self->item->next_at_us = 0;
  self->item->retry_after_us = 0;
  self->item->attempts = 0;
  g_clear_pointer (&self->item->problem, g_free);
  g_clear_pointer (&self->item->problem_detail, g_bytes_unref);
  return zpi_case_store_set_record (store, case_id, "receipt", self->receipt->raw, error) &&
         zpi_follow_up_set_received (store, case_id, at, error) &&
         zpi_sending_supplement_received (store, self, error) && keep_stub (store, self, error) &&
         zpi_follow_up_add_event (store, case_id, "received", now, error) &&
         zpi_case_store_set_reference (store, case_id, self->receipt->reference, error) &&
         zpi_case_store_set_due (store, case_id, due_us (self), error) &&
         set_case_state (store, self, ZPI_CASE_RECEIVED, NULL, error) &&
         zpi_sending_documents_keep (store, self, error) &&
         zpi_outbox_store_update (store, self->item, error);
}

static void
received_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);

  g_clear_error (&self->error);
  if (zpi_store_run_finish (ZPI_STORE (source), result, &self->error) != NULL) {
    g_task_return_int (task, ZPI_SEND_RECEIVED);
    return;
  }
  /* The municipality has it, our disk does not know: it is looked up next time. */
  g_warning ("That it was received could not be kept: %s", self->error->message);
  g_task_return_int (task, ZPI_SEND_WAITING);
}

/* The clock first: how long ago it was counts from it. */
static gboolean
keep_received_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;

  return keep_clock (store, self, error) && self->keep_received (store, self, error);
}

void
zpi_sending_keep_received (GTask *task, ZpiStoreFunc func)
{
  ZpiSending *self = g_task_get_task_data (task);

  self->keep_received = func;
  zpi_store_transact_async (self->store,
                            keep_received_func,
                            self,
                            NULL,
                            NULL,
                            received_cb,
                            g_object_ref (task));
}

void
zpi_sending_received (GTask *task)
{
  zpi_sending_keep_received (task, received_func);
}

/* Waiting. */

static void
plan_next (ZpiSending *self, gint64 now)
{
  ZpiOutboxItem *item = self->item;
  gint64 asked = self->problem != NULL ? self->problem->retry_after_us : 0;
  double jitter = g_random_double_range (-1.0, 1.0);

  item->retry_after_us = asked;
  if (self->accepted) {
    item->attempts = 0;
    item->next_at_us = asked != 0 ? asked : now + RECEIPT_WAIT_US;
    return;
  }
  if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    item->next_at_us = now;
    return;
  }
  if (item->attempts < G_MAXINT)
    item->attempts++;
  item->next_at_us = zpi_retry_next_us (item->attempts, now, asked, jitter);
}

static void
set_problem (ZpiSending *self)
{
  g_clear_pointer (&self->item->problem, g_free);
  g_clear_pointer (&self->item->problem_detail, g_bytes_unref);
  if (self->error != NULL && self->error->domain == ZPI_ERROR)
    self->item->problem = g_strdup (zpi_error_code_to_nick (self->error->code));
  if (self->problem != NULL) {
    g_autoptr (JsonNode) node = zpi_problem_to_json (self->problem);

    self->item->problem_detail = zpi_json_serialize (node, FALSE);
  }
}

/* What a person can do about a case that waits; NULL when waiting is all there is. */
static const char *
waiting_reason (ZpiSending *self)
{
  if (g_error_matches (self->error, ZPI_ERROR, ZPI_ERROR_LOGIN_PAGE))
    return zpi_attention_to_nick (ZPI_ATTENTION_LOGIN_PAGE);
  if (g_error_matches (self->error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED))
    return zpi_attention_to_nick (ZPI_ATTENTION_SIGN_IN_NEEDED);
  return zpi_http_error_get_reason (self->error);
}

static gboolean
wait_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;

  plan_next (self, zpi_clock_now_us ());
  set_problem (self);
  self->item->sending_since_us = 0;
  return set_case_state (store,
                         self,
                         self->accepted ? ZPI_CASE_SENDING : ZPI_CASE_WAITING,
                         self->accepted ? NULL : waiting_reason (self),
                         error) &&
         zpi_sending_documents_keep (store, self, error) &&
         zpi_outbox_store_update (store, self->item, error);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean written = zpi_store_run_finish (ZPI_STORE (source), result, &error) != NULL;

  if (!written)
    g_warning ("How a try ended could not be kept: %s", error->message);
  g_task_return_int (task,
                     written && self->attention != NULL ? ZPI_SEND_ATTENTION : ZPI_SEND_WAITING);
}

void
zpi_sending_wait (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_store_transact_async (self->store,
                            wait_func,
                            self,
                            NULL,
                            NULL,
                            ended_cb,
                            g_object_ref (task));
}

/* Attention. */

/* (nullable): the file that an answer is about, for the counsellor to know it by. */
static const char *
get_file_name (const ZpiApplication *application, const char *key)
{
  for (guint i = 0; key != NULL && i < application->documents->len; i++) {
    const ZpiDocument *document = g_ptr_array_index (application->documents, i);
    g_autofree char *start = zpi_case_item_key (ZPI_LIST_DOCUMENT, document->item, "");

    if (g_str_has_prefix (key, start))
      return document->file_name;
  }
  return NULL;
}

static void
add_param (JsonArray *params,
           const ZpiApplication *application,
           const char *path,
           const char *code,
           const char *reason)
{
  JsonObject *param = json_object_new ();
  g_autofree char *key =
      application != NULL && path != NULL ? zpi_application_path_to_key (application, path) : NULL;

  zpi_json_set_string (param, "key", key);
  zpi_json_set_string (param, "name", path);
  zpi_json_set_string (param, "code", code);
  zpi_json_set_string (param, "reason", reason);
  zpi_json_set_string (param, "file", get_file_name (application, key));
  json_array_add_object_element (params, param);
}

static ZpiApplication *
load_application (ZpiStore *store, const char *case_id)
{
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, case_id, &info, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;

  return zcase != NULL ? zpi_application_new_from_case (zcase) : NULL;
}

/* The name that the form goes with: whoever sends it under another one has to see it. */
static void
add_queued_by (ZpiSending *self, JsonObject *object)
{
  g_autoptr (JsonNode) form = zpi_json_parse (self->item->payload, 0, 0, NULL);
  JsonObject *root = form != NULL ? json_node_get_object (form) : NULL;
  JsonObject *counsellor = root != NULL ? zpi_json_get_object (root, "hulpverlener") : NULL;

  if (counsellor != NULL)
    zpi_json_set_string (object, "queued_by", zpi_json_get_string (counsellor, "naam"));
}

/* What the municipality said, with each field named by the key of the case that it belongs to. */
static GBytes *
describe_problem (ZpiStore *store, ZpiSending *self)
{
  g_autoptr (ZpiApplication) application = load_application (store, self->item->case_id);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *params = json_array_new ();

  zpi_json_set_string (object, "code", self->attention);
  add_queued_by (self, object);
  if (self->problem != NULL) {
    zpi_json_set_string (object, "title", self->problem->title);
    zpi_json_set_string (object, "detail", self->problem->detail);
    for (guint i = 0; i < self->problem->params->len; i++) {
      const ZpiProblemParam *param = g_ptr_array_index (self->problem->params, i);

      add_param (params, application, param->name, param->code, param->reason);
    }
  }
  for (guint i = 0; i < self->parts->len; i++) {
    const ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);
    g_autofree char *path = g_strdup_printf ("bewijsstukken[%u]", part->position);

    if (g_strcmp0 (part->state, "refused") == 0)
      add_param (params,
                 application,
                 path,
                 part->problem,
                 g_hash_table_lookup (self->reasons, part->document_id));
  }
  json_object_set_array_member (object, "params", params);
  json_node_set_object (root, object);
  return zpi_json_serialize (root, FALSE);
}

/* What the municipality said of the application that is here. */
static gboolean
note_application (ZpiStore *store, ZpiSending *self, GError **error)
{
  g_autofree char *application =
      self->application != NULL ? zpi_letters_dup_application (store, self->item->case_id) : NULL;

  return application == NULL ||
         zpi_sender_note_status (store, application, self->application, FALSE, error);
}

/* Of a letter each photo goes by itself: one that is for a person holds up no other. */
static gboolean
park_photo (ZpiStore *store, ZpiSending *self, GError **error)
{
  const char *letter_id = self->item->case_id;

  g_free (self->item->problem);
  self->item->problem = g_strdup (self->attention);
  self->item->next_at_us = ZPI_OUTBOX_PARKED;
  return (self->order == NULL ||
          zpi_photo_item_keep_order (store, letter_id, self->order, error)) &&
         zpi_sending_documents_keep (store, self, error) &&
         zpi_outbox_store_update (store, self->item, error) &&
         zpi_photo_item_settle (store, letter_id, self->order, error);
}

static gboolean
attention_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;
  g_autoptr (GBytes) description = NULL;

  set_problem (self);
  self->item->sending_since_us = 0;
  self->item->next_at_us = 0;
  if (strcmp (self->item->kind, ZPI_OUTBOX_PHOTO) == 0)
    return park_photo (store, self, error);
  description = describe_problem (store, self);
  return zpi_case_store_set_record (store, self->item->case_id, "problem", description, error) &&
         zpi_follow_up_add_event (store,
                                  self->item->case_id,
                                  "attention",
                                  zpi_clock_now_us (),
                                  error) &&
         set_case_state (store, self, ZPI_CASE_ATTENTION, self->attention, error) &&
         zpi_letters_note_answer (store,
                                  self->item->case_id,
                                  zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_REFUSED),
                                  error) &&
         note_application (store, self, error) && zpi_sending_documents_keep (store, self, error) &&
         keep_clock (store, self, error) && zpi_outbox_store_update (store, self->item, error);
}

void
zpi_sending_attention (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);

  zpi_store_transact_async (self->store,
                            attention_func,
                            self,
                            NULL,
                            NULL,
                            ended_cb,
                            g_object_ref (task));
}

void
zpi_sending_fail (GTask *task, GError *error, ZpiProblem *problem)
{
  ZpiSending *self = g_task_get_task_data (task);

  g_clear_error (&self->error);
  g_clear_pointer (&self->problem, zpi_problem_free);
  self->error = error;
  self->problem = problem;
  if (!zpi_sending_is_permanent (error, problem)) {
    g_info ("Not sent yet: %s", error->message);
    zpi_sending_wait (task);
    return;
  }
  g_info ("Sending needs a person: %s", error->message);
  self->attention = zpi_attention_to_nick (zpi_attention_from_error (error->code));
  zpi_sending_attention (task);
}
