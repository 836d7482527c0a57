/* SPDX-License-Identifier: EUPL-1.2 */

/* Try again, for a case that a person has looked at: what was refused may be taken now, and what
 * the municipality has already can be taken over. Nothing is frozen anew. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-clock.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

typedef struct {
  char *case_id;
  gboolean elsewhere; /* the municipality has another form of it */
  char *address;      /* (nullable) */
  char *subject;      /* (nullable) */
} ResumeSending;

static void
resume_sending_free (ResumeSending *self)
{
  g_free (self->case_id);
  g_free (self->address);
  g_free (self->subject);
  g_free (self);
}

/* The person has seen where it goes and in whose name. */
static gboolean
readdress (ResumeSending *self, ZpiStore *store, const char *attention, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;

  if (g_strcmp0 (attention, "other-address") != 0 && g_strcmp0 (attention, "other-counsellor") != 0)
    return TRUE;
  items = zpi_outbox_store_list (store, error);
  for (guint i = 0; items != NULL && i < items->len; i++) {
    const ZpiOutboxItem *item = items->pdata[i];

    if (g_strcmp0 (item->case_id, self->case_id) == 0 &&
        !zpi_outbox_store_readdress (store, item->id, self->address, self->subject, error))
      return FALSE;
  }
  return items != NULL;
}

static gboolean
resume_func (ZpiStore *store, gpointer data, GError **error)
{
  ResumeSending *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);

  if (info == NULL)
    return FALSE;
  self->elsewhere =
      info->state == ZPI_CASE_ATTENTION && g_strcmp0 (info->attention, "other-form") == 0;
  if (self->elsewhere)
    return TRUE;
  if (zpi_sender_is_forgotten (info) && !zpi_sender_send_forgotten (store, info, error))
    return FALSE;
  return readdress (self, store, info->attention, error) &&
         zpi_case_store_set_state (store,
                                   self->case_id,
                                   ZPI_CASE_ATTENTION,
                                   ZPI_CASE_WAITING,
                                   NULL,
                                   error) &&
         zpi_follow_up_add_event (store, self->case_id, "waiting", zpi_clock_now_us (), error);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  ResumeSending *resume = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (resume->elsewhere) {
    zpi_sender_refresh_async (self,
                              resume->case_id,
                              g_task_get_cancellable (task),
                              zpi_sender_asked_again_cb,
                              g_object_ref (task));
    return;
  }
  zpi_sender_case_changed (self, resume->case_id);
  g_task_return_boolean (task, TRUE);
}

/**
 * zpi_sender_resume_async:
 * @self: the sender
 * @case_id: a case in `attention`
 * @cancellable: (nullable): to give up asking
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Lets a case that was refused wait again, to be sent as it was frozen. For `other-form` takes over
 * what the municipality has. What it gave a receipt for and forgot is sent once more, looked up
 * first.
 */
void
zpi_sender_resume_async (ZpiSender *self,
                         const char *case_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ResumeSending *resume;

  g_return_if_fail (ZPI_IS_SENDER (self) && case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_resume_async);
  resume = g_new0 (ResumeSending, 1);
  resume->case_id = g_strdup (case_id);
  g_task_set_task_data (task, resume, (GDestroyNotify) resume_sending_free);
  if (self->session == NULL) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
    return;
  }
  zpi_submission_dup_destination (self->session, &resume->address, &resume->subject);
  zpi_store_transact_async (zpi_session_get_store (self->session),
                            resume_func,
                            resume,
                            NULL,
                            NULL,
                            resumed_cb,
                            g_object_ref (task));
}

/**
 * zpi_sender_resume_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with CONFLICT when the case is in another state, or NOT_ALLOWED when its answers
 * were cleared away, or why it could not be asked
 */
gboolean
zpi_sender_resume_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
