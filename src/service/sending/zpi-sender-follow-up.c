/* SPDX-License-Identifier: EUPL-1.2 */

/* After the receipt: how a case stands at the municipality, and withdrawing it. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-attention.h"
#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-letters.h"
#include "zpi-news-ids.h"
#include "zpi-reminder-record.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

#include <string.h>

typedef struct {
  char *case_id;
  ZpiRemoteStatus *status;
  gboolean own; /* what was done from here, which is no news */
} TakeStatus;

static void
take_status_free (TakeStatus *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->status, zpi_remote_status_free);
  g_free (self);
}

static gint64
first_request_due_us (JsonObject *object)
{
  JsonArray *requests = zpi_json_get_array (object, "aanvullingen");
  guint n_requests = requests != NULL ? json_array_get_length (requests) : 0;
  gint64 first = 0;

  for (guint i = 0; i < n_requests; i++) {
    JsonNode *node = json_array_get_element (requests, i);
    JsonObject *request;
    gint64 due;

    if (!JSON_NODE_HOLDS_OBJECT (node))
      continue;
    request = json_node_get_object (node);
    if (g_strcmp0 (zpi_json_get_string (request, "status"), "open") != 0)
      continue;
    due = zpi_clock_end_of_day_us (zpi_json_get_string (request, "uiterlijkOp"));
    if (due != 0 && (first == 0 || due < first))
      first = due;
  }
  return first;
}

static gint64
due_us (JsonObject *object, ZpiCaseState state)
{
  switch (state) {
  case ZPI_CASE_RECEIVED:
  case ZPI_CASE_IN_ASSESSMENT:
    return zpi_clock_end_of_day_us (zpi_json_get_string (object, "beslisdatum"));
  case ZPI_CASE_MORE_INFORMATION:
    return first_request_due_us (object);
  default:
    return 0;
  }
}

gboolean
zpi_sender_is_known_there (ZpiCaseState state)
{
  return state != ZPI_CASE_DRAFT && state != ZPI_CASE_WAITING && state != ZPI_CASE_SENDING &&
         state != ZPI_CASE_ATTENTION && state != ZPI_CASE_PAPER && state != ZPI_CASE_HANDED_OVER &&
         state != ZPI_CASE_CLOSED;
}

gboolean
zpi_sender_is_open_there (ZpiCaseState state)
{
  return zpi_sender_is_known_there (state) && state != ZPI_CASE_ISSUED &&
         state != ZPI_CASE_REJECTED && state != ZPI_CASE_WITHDRAWN;
}

/* The municipality has another form under our id: this store is older than what was sent from it (a
 * backup was put back), or another computer sent it. Theirs counts. */
static gboolean
adopt_theirs (ZpiStore *store,
              const ZpiCaseInfo *info,
              const ZpiRemoteStatus *status,
              JsonObject *object,
              GError **error)
{
  const char *reference = zpi_json_get_string (object, "referentie");
  const char *received = zpi_json_get_string (object, "ontvangenOp");

  return (status->receipt == NULL ||
          zpi_case_store_set_record (store, info->id, "receipt", status->receipt->raw, error)) &&
         (received == NULL ||
          zpi_follow_up_set_text (store, info->id, "received-at", received, error)) &&
         (reference == NULL || zpi_case_store_set_reference (store, info->id, reference, error)) &&
         zpi_outbox_store_remove (store, info->id, error);
}

static gboolean
may_adopt (const ZpiCaseInfo *info)
{
  return info->state == ZPI_CASE_ATTENTION &&
         zpi_attention_is (info->attention, ZPI_ATTENTION_OTHER_FORM);
}

/* A form that was never submitted, where there was a receipt: an older copy was put back. */
static gboolean
is_older_copy (const ZpiCaseInfo *info, const ZpiRemoteStatus *status)
{
  return strcmp (status->state, "concept") == 0 && zpi_sender_is_open_there (info->state);
}

/* Every photo is there: when the passes come the order said, the status does not. */
static gboolean
is_waiting_for_pass (const ZpiCaseInfo *info, ZpiCaseState state)
{
  return state == ZPI_CASE_PHOTOS && info->state == ZPI_CASE_PHOTOS &&
         zpi_attention_is (info->attention, ZPI_ATTENTION_PHOTOS_SENT);
}

static gboolean
has_request (GPtrArray *requests, const char *id)
{
  for (guint i = 0; i < requests->len; i++)
    if (g_str_equal (((const ZpiRequest *) requests->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

/* Whether something is open that was not asked the last time. */
static gboolean
is_more_asked (ZpiStore *store, const char *case_id, GBytes *status)
{
  g_autoptr (GBytes) last = zpi_case_store_get_record (store, case_id, "status", NULL);
  g_autoptr (GPtrArray) before = zpi_requests_from_status (last);
  g_autoptr (GPtrArray) now = zpi_requests_from_status (status);

  for (guint i = 0; i < now->len; i++) {
    const ZpiRequest *request = g_ptr_array_index (now, i);

    if (zpi_request_is_open (request) && !has_request (before, request->id))
      return TRUE;
  }
  return FALSE;
}

gboolean
zpi_sender_note_status (ZpiStore *store,
                        const char *case_id,
                        const ZpiRemoteStatus *status,
                        gboolean own,
                        GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, error);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  ZpiCaseState state;
  gboolean asks_more;

  if (info == NULL)
    return FALSE;
  if (is_older_copy (info, status))
    return zpi_sender_forgotten_func (store, info->id, error);
  asks_more = is_more_asked (store, case_id, status->raw);
  if (!zpi_case_store_set_record (store, case_id, "status", status->raw, error))
    return FALSE;
  node = zpi_json_parse (status->raw, 0, 0, error);
  if (node == NULL)
    return FALSE;
  object = json_node_get_object (node); /* it would be no status otherwise */
  if (!zpi_case_state_from_wire (status->state, &state) || state == ZPI_CASE_SENDING ||
      (!zpi_sender_is_followed (info) && !may_adopt (info)))
    return TRUE;
  if (may_adopt (info) && !adopt_theirs (store, info, status, object, error))
    return FALSE;
  if (!is_waiting_for_pass (info, state) &&
      !zpi_case_store_set_due (store, case_id, due_us (object, state), error))
    return FALSE;
  if (state == info->state)
    return zpi_reminder_apply (store, case_id, error) &&
           zpi_letters_update_requests (store, case_id, error) &&
           (own || !asks_more || zpi_news_add (store, case_id, error));
  return zpi_case_store_set_state (store, case_id, info->state, state, NULL, error) &&
         zpi_letters_update_requests (store, case_id, error) &&
         (own ? zpi_news_forget (store, info->id, error) : zpi_news_add (store, case_id, error)) &&
         zpi_follow_up_add_event (store,
                                  case_id,
                                  zpi_case_state_to_nick (state),
                                  zpi_clock_now_us (),
                                  error);
}

static gboolean
take_status_func (ZpiStore *store, gpointer data, GError **error)
{
  TakeStatus *self = data;

  return zpi_sender_note_status (store, self->case_id, self->status, self->own, error);
}

static void
answer_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_case_changed (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

void
zpi_sender_keep_answer (GTask *task, ZpiStoreFunc func, gpointer data, GDestroyNotify destroy)
{
  ZpiSender *self = g_task_get_source_object (task);

  if (self->session == NULL) {
    destroy (data);
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (self->session),
                            func,
                            data,
                            destroy,
                            NULL,
                            answer_kept_cb,
                            g_object_ref (task));
}

/* @task: (transfer full) */
static void
take_answer (ZpiApi *api, GAsyncResult *result, GTask *asked, gboolean own)
{
  g_autoptr (GTask) task = asked;
  ZpiSender *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  ZpiRemoteStatus *status = zpi_api_get_application_finish (api, result, NULL, &error);
  TakeStatus *take;

  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) && self->session != NULL) {
    /* No application has this id: it may be a request for one account. */
    zpi_sender_refresh_account (self, g_task_get_task_data (task), task);
    return;
  }
  if (status == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  take = g_new0 (TakeStatus, 1);
  take->case_id = g_strdup (g_task_get_task_data (task));
  take->status = status;
  take->own = own;
  zpi_sender_keep_answer (task, take_status_func, take, (GDestroyNotify) take_status_free);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  take_answer (ZPI_API (source), result, user_data, FALSE);
}

static void
done_here_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  take_answer (ZPI_API (source), result, user_data, TRUE);
}

static ZpiApi *
ensure_api (ZpiSender *self, GTask *task)
{
  ZpiApi *api = self->session != NULL ? zpi_session_get_api (self->session) : NULL;

  if (api == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
  return api;
}

static void
ask (ZpiSender *self,
     const char *case_id,
     GAsyncReadyCallback answered,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  ZpiApi *api;

  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, g_strdup (case_id), g_free);
  api = ensure_api (self, task);
  if (api != NULL)
    zpi_api_get_application_async (api, case_id, cancellable, answered, g_object_ref (task));
}

/* Of an application its own state is asked then; of a letter nothing else is known. */
static void
photos_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_letter = FALSE;
  gboolean known = zpi_sender_ask_photos_finish (result, &is_letter, &error);

  if (!is_letter) {
    if (error != NULL)
      g_info ("How the photos stand could not be asked: %s", error->message);
    ask (ZPI_SENDER (source),
         g_task_get_task_data (task),
         refreshed_cb,
         g_task_get_cancellable (task),
         zpi_sender_asked_again_cb,
         g_object_ref (task));
    return;
  }
  if (!known && error == NULL)
    g_set_error_literal (&error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "Nothing is asked of a letter");
  if (known)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * zpi_sender_refresh_async:
 * @self: the sender
 * @case_id: a case that was received
 * @cancellable: (nullable): to give up
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Asks the municipality how a case stands and keeps the answer: the state, the record `status`, the
 * due date, and whether another photo is asked. Of a letter about photos the order for them is
 * asked. What has a receipt and is not known there any more goes to `attention`, `forgotten`.
 * For a case in `attention` with `other-form` this takes over what the municipality has.
 */
void
zpi_sender_refresh_async (ZpiSender *self,
                          const char *case_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SENDER (self));
  g_return_if_fail (case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_refresh_async);
  g_task_set_task_data (task, g_strdup (case_id), g_free);
  if (ensure_api (self, task) != NULL)
    zpi_sender_ask_photos_async (self, case_id, cancellable, photos_asked_cb, g_object_ref (task));
}

/**
 * zpi_sender_refresh_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when it could not be asked or kept
 */
gboolean
zpi_sender_refresh_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
zpi_sender_asked_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_sender_refresh_finish (ZPI_SENDER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Nothing was withdrawn: there was nothing of it. */
static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (zpi_sender_refresh_finish (ZPI_SENDER (source), result, &error))
    g_set_error_literal (&error, ZPI_ERROR, ZPI_ERROR_GONE, "The municipality does not have it");
  g_task_return_error (task, error);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean withdrawn = zpi_api_withdraw_finish (ZPI_API (source), result, NULL, &error);

  if (!withdrawn && !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    ask (self,
         g_task_get_task_data (task),
         withdrawn ? done_here_cb : refreshed_cb,
         g_task_get_cancellable (task),
         withdrawn ? zpi_sender_asked_again_cb : forgotten_cb,
         g_object_ref (task));
}

/**
 * zpi_sender_withdraw_async:
 * @self: the sender
 * @case_id: a case that was received and not decided
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Withdraws an application at the municipality; asking twice withdraws once.
 */
void
zpi_sender_withdraw_async (ZpiSender *self,
                           const char *case_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *key = g_uuid_string_random ();
  ZpiApi *api;

  g_return_if_fail (ZPI_IS_SENDER (self));
  g_return_if_fail (case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_withdraw_async);
  g_task_set_task_data (task, g_strdup (case_id), g_free);
  api = ensure_api (self, task);
  if (api != NULL)
    zpi_api_withdraw_async (api, case_id, key, cancellable, withdrawn_cb, g_object_ref (task));
}

/**
 * zpi_sender_withdraw_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when it could not be withdrawn; OFFLINE: try again; CONFLICT: it was decided
 */
gboolean
zpi_sender_withdraw_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
