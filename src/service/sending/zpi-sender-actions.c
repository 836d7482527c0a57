/* SPDX-License-Identifier: EUPL-1.2 */

/* What a person asks of the sender for one case: queue it, take it back. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-clock.h"
#include "zpi-field.h"
#include "zpi-frozen.h"
#include "zpi-intake.h"
#include "zpi-letter.h"
#include "zpi-letters.h"
#include "zpi-request.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

#include <string.h>

static gboolean
check_open (ZpiSender *self, GTask *task)
{
  GError *error = NULL;

  if (self->session == NULL)
    g_set_error_literal (&error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
  else if (zpi_session_get_state (self->session) == ZPI_SESSION_READ_ONLY)
    g_set_error_literal (&error, ZPI_ERROR, ZPI_ERROR_STORE_READ_ONLY, "The store is read-only");
  else
    zpi_session_is_open (self->session, &error);
  if (error == NULL)
    return TRUE;
  g_task_return_error (task, error);
  return FALSE;
}

/* Queue. */

/**
 * zpi_sender_queued:
 * @self: the sender
 * @zcase: an open case that was put among what waits
 *
 * Says so, and sends it as soon as that may be.
 */
void
zpi_sender_queued (ZpiSender *self, ZpiCase *zcase)
{
  zpi_case_set_state (zcase, ZPI_CASE_WAITING);
  zpi_case_set_attention (zcase, NULL);
  zpi_sender_case_changed (self, zpi_case_get_id (zcase));
  zpi_sender_wake (self);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  ZpiCase *zcase = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_queued (self, zcase);
  g_task_return_boolean (task, TRUE);
}

/* What another program holds on its screen may be newer than what would be sent. */
static gboolean
check_alone (ZpiSender *self, ZpiCase *zcase, GTask *task)
{
  if (!zpi_case_keeper_is_open_elsewhere (zpi_session_get_keeper (self->session),
                                          zpi_case_get_id (zcase)))
    return TRUE;
  g_task_return_new_error (task,
                           ZPI_ERROR,
                           ZPI_ERROR_BUSY,
                           "The case is open in another program: send it there, or close it there");
  return FALSE;
}

static void
queue_flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  ZpiCase *zcase = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  ZpiSubmission *submission;

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (!check_open (self, task) || !check_alone (self, zcase, task))
    return;
  submission = zpi_submission_new (self->session, zcase, &error);
  if (submission == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (self->session),
                            zpi_submission_write,
                            submission,
                            (GDestroyNotify) zpi_submission_free,
                            NULL,
                            queued_cb,
                            g_object_ref (task));
}

/* What was covered is never sent as it was before: nothing is frozen while that is not drawn. */
static void
documents_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_intake_settle_finish (result, &error))
    zpi_case_keeper_flush_async (zpi_session_get_keeper (ZPI_SESSION (source)),
                                 g_task_get_task_data (task),
                                 NULL,
                                 queue_flushed_cb,
                                 g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
ensure_declared_at (ZpiCase *zcase)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *text = NULL;

  if (!zpi_case_get_flag (zcase, ZPI_KEY_DECLARED) ||
      *zpi_case_get (zcase, ZPI_KEY_DECLARED_AT) != '\0')
    return;
  utc = g_date_time_new_from_unix_utc (zpi_clock_now_us () / G_USEC_PER_SEC);
  local = g_date_time_to_local (utc);
  text = g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z");
  zpi_case_set (zcase, ZPI_KEY_DECLARED_AT, text);
}

/**
 * zpi_sender_queue_async:
 * @self: the sender
 * @zcase: an open draft, or a case that was repaired
 * @cancellable: (nullable): not looked at
 * @callback: called when it is queued
 * @user_data: for @callback
 *
 * What *Send* does: saves, freezes and queues in one transaction, and wakes the sender.
 */
void
zpi_sender_queue_async (ZpiSender *self,
                        ZpiCase *zcase,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SENDER (self));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_queue_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (zcase), g_object_unref);
  if (!check_open (self, task))
    return;
  ensure_declared_at (zcase);
  zpi_intake_settle_async (self->session, zcase, NULL, documents_settled_cb, g_object_ref (task));
}

/**
 * zpi_sender_queue_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with NOT_ALLOWED when something is missing without which nothing can be sent,
 *   NOT_DRAWN when what was covered in a document cannot be drawn,
 *   CONFLICT when it is queued already, BUSY when another process has the case open or wrote it at
 *   this moment
 */
gboolean
zpi_sender_queue_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Cancel: back to draft while the municipality has nothing that was submitted. */

typedef struct {
  char *case_id;
  ZpiLease *lease; /* (owned) (nullable): nothing is sent meanwhile */
  ZpiCaseKind kind;
  char *application_id; /* (nullable): of an answer, what it is about */
  gboolean tried;
} CancelSending;

static void
cancel_sending_free (CancelSending *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->lease, zpi_lease_release);
  g_free (self->application_id);
  g_free (self);
}

static gboolean
to_draft_func (ZpiStore *store, gpointer data, GError **error)
{
  CancelSending *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);
  g_autoptr (GError) gone = NULL;

  if (info == NULL)
    return FALSE;
  if (info->state != ZPI_CASE_WAITING && info->state != ZPI_CASE_SENDING &&
      info->state != ZPI_CASE_ATTENTION) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_ALLOWED,
                 "A case in state %s is not taken back",
                 zpi_case_state_to_nick (info->state));
    return FALSE;
  }
  if (!zpi_outbox_store_remove (store, self->case_id, &gone) &&
      !g_error_matches (gone, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&gone));
    return FALSE;
  }
  return zpi_case_store_set_state (store,
                                   self->case_id,
                                   info->state,
                                   ZPI_CASE_DRAFT,
                                   NULL,
                                   error) &&
         (info->kind != ZPI_CASE_LETTER ||
          zpi_letters_note_answer (store, self->case_id, NULL, error)) &&
         zpi_follow_up_add_event (store, self->case_id, "draft", zpi_clock_now_us (), error);
}

static void
to_draft_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  CancelSending *cancel = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&cancel->lease, zpi_lease_release);
  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
  zpi_sender_case_changed (self, cancel->case_id);
  zpi_sender_plan (self);
}

static void
to_draft (GTask *task)
{
  ZpiSender *self = g_task_get_source_object (task);

  zpi_store_transact_async (zpi_session_get_store (self->session),
                            to_draft_func,
                            g_task_get_task_data (task),
                            NULL,
                            NULL,
                            to_draft_cb,
                            g_object_ref (task));
}

static void
not_allowed (GTask *task)
{
  g_task_return_new_error (task,
                           ZPI_ERROR,
                           ZPI_ERROR_NOT_ALLOWED,
                           "The municipality has it already");
}

/* Of an answer: whether what is asked still waits for one. */
static gboolean
is_asked_still (const ZpiRemoteStatus *status, const char *request_id)
{
  g_autoptr (ZpiRequest) request = zpi_requests_find (status->raw, request_id);

  return request == NULL || zpi_request_is_open (request);
}

static gboolean
is_not_there (const CancelSending *cancel, const ZpiRemoteStatus *status)
{
  if (cancel->kind == ZPI_CASE_LETTER)
    return is_asked_still (status, cancel->case_id);
  return strcmp (status->state, "concept") == 0;
}

/* By what the municipality said. @not_there: it answered that nothing came of it. @error: (transfer
 * full) (nullable): instead of an answer */
static void
settle_cancel (GTask *task, gboolean not_there, GError *error)
{
  g_autoptr (GError) taken = error;

  if (!check_open (g_task_get_source_object (task), task))
    return;
  if (not_there || g_error_matches (taken, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    to_draft (task);
  else if (taken == NULL)
    not_allowed (task);
  else
    g_task_return_error (task, g_steal_pointer (&taken));
}

static void
cancel_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiRemoteStatus) status =
      zpi_api_get_application_finish (ZPI_API (source), result, NULL, &error);

  settle_cancel (task,
                 status != NULL && is_not_there (g_task_get_task_data (task), status),
                 g_steal_pointer (&error));
}

static void
cancel_account_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiAccountStatus) status =
      zpi_api_account_request_finish (ZPI_API (source), result, NULL, &error);

  settle_cancel (task, FALSE, g_steal_pointer (&error));
}

/* Each kind is known to the municipality in a place of its own. */
static void
ask_whether_there (GTask *task, ZpiApi *api)
{
  const CancelSending *cancel = g_task_get_task_data (task);

  if (cancel->kind == ZPI_CASE_ACCOUNT)
    zpi_api_get_account_request_async (api,
                                       cancel->case_id,
                                       NULL,
                                       cancel_account_looked_up_cb,
                                       g_object_ref (task));
  else
    zpi_api_get_application_async (api,
                                   cancel->application_id != NULL ? cancel->application_id
                                                                  : cancel->case_id,
                                   NULL,
                                   cancel_looked_up_cb,
                                   g_object_ref (task));
}

/* (nullable): of an answer, what it is about */
static char *
dup_application_of (ZpiStore *store, const char *letter_id)
{
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, letter_id, NULL, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;
  g_autoptr (ZpiRequest) request =
      zcase != NULL ? zpi_request_from_text (zpi_case_get (zcase, ZPI_KEY_LETTER_REQUEST), NULL)
                    : NULL;

  return request != NULL ? g_strdup (request->application_id) : NULL;
}

static gboolean
was_tried_func (ZpiStore *store, gpointer data, GError **error)
{
  CancelSending *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);
  g_autoptr (GError) local = NULL;
  g_autoptr (ZpiOutboxItem) item = NULL;

  if (info == NULL)
    return FALSE;
  self->kind = info->kind;
  if (info->kind == ZPI_CASE_LETTER)
    self->application_id = dup_application_of (store, self->case_id);
  item = zpi_outbox_store_get (store, self->case_id, &local);
  if (item != NULL) {
    self->tried = item->tried_us != 0;
    return TRUE;
  }
  /* Taken away, because a document of it is not in the case any more. */
  if (info->state == ZPI_CASE_ATTENTION &&
      g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    self->tried = zpi_frozen_get_tried (store, self->case_id) != 0;
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
was_tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  CancelSending *cancel = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  ZpiApi *api;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (!check_open (self, task))
    return;
  api = zpi_session_get_api (self->session);
  if (!cancel->tried)
    to_draft (task);
  else if (api == NULL)
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_OFFLINE,
                             "Whether it arrived cannot be asked now");
  else
    ask_whether_there (task, api);
}

static void
cancel_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  CancelSending *cancel = g_task_get_task_data (task);
  GError *error = NULL;

  if (!check_open (self, task))
    return;
  cancel->lease = zpi_lease_take (zpi_session_get_folder (self->session), "sender", &error);
  if (cancel->lease == NULL) {
    g_task_return_error (task, error);
    return;
  }
  zpi_store_run_async (zpi_session_get_store (self->session),
                       was_tried_func,
                       cancel,
                       NULL,
                       NULL,
                       was_tried_cb,
                       g_object_ref (task));
}

/**
 * zpi_sender_cancel_async:
 * @self: the sender
 * @case_id: a case that waits, is being sent, or needs attention
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Back to draft while nothing was received. When it was tried before, the municipality is asked
 * first: without a network it stays where it is.
 */
void
zpi_sender_cancel_async (ZpiSender *self,
                         const char *case_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  CancelSending *cancel;

  g_return_if_fail (ZPI_IS_SENDER (self));
  g_return_if_fail (case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_cancel_async);
  g_task_set_check_cancellable (task, FALSE);
  cancel = g_new0 (CancelSending, 1);
  cancel->case_id = g_strdup (case_id);
  g_task_set_task_data (task, cancel, (GDestroyNotify) cancel_sending_free);
  if (check_open (self, task))
    zpi_sender_settle_async (self, cancel_settled_cb, g_object_ref (task));
}

/**
 * zpi_sender_cancel_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with NOT_ALLOWED when the municipality has it already (withdraw an application
 *   instead), NOT_FOUND when nothing waits, OFFLINE when that cannot be asked now, BUSY when
 * another process is sending
 */
gboolean
zpi_sender_cancel_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
