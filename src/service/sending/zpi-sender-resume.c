/* SPDX-License-Identifier: EUPL-1.2 */

/* Try again, for a case that a person has looked at: what was refused may be taken now, and what
 * the municipality has already can be taken over. Nothing is frozen anew, unless the case went on
 * without what was frozen: a document was removed, or covered. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-attention.h"
#include "zpi-clock.h"
#include "zpi-outgoing.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

typedef struct {
  char *case_id;
  gboolean elsewhere;    /* the municipality has another form of it */
  gboolean stale;        /* what was frozen is not what the case holds now */
  char *address;         /* (nullable) */
  char *subject;         /* (nullable) */
  ZpiCaseKeeper *keeper; /* (owned) (nullable): of @zcase */
  ZpiCase *zcase;        /* (owned) (nullable): while it is frozen anew */
} ResumeSending;

static void
resume_sending_free (ResumeSending *self)
{
  if (self->zcase != NULL)
    zpi_case_keeper_close_case (self->keeper, self->zcase);
  g_clear_object (&self->zcase);
  g_clear_object (&self->keeper);
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

  if (!zpi_attention_is (attention, ZPI_ATTENTION_OTHER_ADDRESS) &&
      !zpi_attention_is (attention, ZPI_ATTENTION_OTHER_COUNSELLOR))
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

/* A photo is an item of its own, and is looked at when it is read. */
static gboolean
is_stale (ZpiStore *store, const ZpiOutboxItem *item)
{
  g_autoptr (GPtrArray) parts = zpi_outbox_store_parts (store, item->id, NULL);

  for (guint i = 0; parts != NULL && i < parts->len; i++) {
    const ZpiOutboxPart *part = parts->pdata[i];
    g_autoptr (GError) error = NULL;

    if (g_strcmp0 (part->state, "done") != 0 &&
        !zpi_outgoing_check (store, part->document_id, &error) &&
        g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_DRAWN))
      return TRUE;
  }
  return FALSE;
}

static gboolean
find_stale (ResumeSending *self, ZpiStore *store, const ZpiCaseInfo *info, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;

  if (info->state != ZPI_CASE_ATTENTION)
    return TRUE;
  items = zpi_outbox_store_list (store, error);
  if (items == NULL)
    return FALSE;
  self->stale = TRUE;
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = items->pdata[i];

    if (g_strcmp0 (item->case_id, self->case_id) == 0)
      self->stale = g_strcmp0 (item->id, self->case_id) == 0 && is_stale (store, item);
  }
  return TRUE;
}

static gboolean
resume_func (ZpiStore *store, gpointer data, GError **error)
{
  ResumeSending *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);

  if (info == NULL)
    return FALSE;
  self->elsewhere = info->state == ZPI_CASE_ATTENTION &&
                    zpi_attention_is (info->attention, ZPI_ATTENTION_OTHER_FORM);
  if (self->elsewhere)
    return TRUE;
  if (zpi_sender_is_forgotten (info) && !zpi_sender_send_forgotten (store, info, error))
    return FALSE;
  if (!find_stale (self, store, info, error))
    return FALSE;
  if (self->stale)
    return TRUE;
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
frozen_anew_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_sender_queue_finish (ZPI_SENDER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* As *Send* does: what was covered is drawn, the case is frozen as it is now, and what was tried
 * before is looked up first. */
static void
stale_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  ZpiCaseKeeper *keeper = ZPI_CASE_KEEPER (source);
  ResumeSending *resume = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  resume->zcase = zpi_case_keeper_open_finish (keeper, result, &error);
  if (resume->zcase == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  resume->keeper = g_object_ref (keeper);
  zpi_sender_queue_async (self, resume->zcase, NULL, frozen_anew_cb, g_object_ref (task));
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
  if (resume->stale && self->session != NULL) {
    zpi_case_keeper_open_async (zpi_session_get_keeper (self->session),
                                resume->case_id,
                                g_task_get_cancellable (task),
                                stale_opened_cb,
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
 * first. When a document was covered or removed since, the case is frozen anew as it is now.
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
 * were cleared away, NOT_DRAWN when what was covered cannot be drawn, or why it could not be asked
 */
gboolean
zpi_sender_resume_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
