/* SPDX-License-Identifier: EUPL-1.2 */

/* How a request for one account stands. Source: handbook, appendix: at most ten weeks, others go
 * first. */

#define G_LOG_DOMAIN "zpi-service"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

typedef struct {
  char *case_id;
  ZpiAccountStatus *status;
} TakeAccount;

static void
take_account_free (TakeAccount *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->status, zpi_account_status_free);
  g_free (self);
}

static ZpiCaseState
state_from_remote (const char *remote)
{
  if (strcmp (remote, "in-behandeling") == 0)
    return ZPI_CASE_IN_ASSESSMENT;
  if (strcmp (remote, "samengevoegd") == 0)
    return ZPI_CASE_CLOSED;
  if (strcmp (remote, "afgewezen") == 0)
    return ZPI_CASE_REJECTED;
  return ZPI_CASE_RECEIVED;
}

static gboolean
take_account_func (ZpiStore *store, gpointer data, GError **error)
{
  TakeAccount *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);
  ZpiCaseState state = state_from_remote (self->status->state);

  if (info == NULL ||
      !zpi_case_store_set_record (store, self->case_id, "status", self->status->raw, error))
    return FALSE;
  /* A request that is closed stays known as that. */
  if (info->kind != ZPI_CASE_ACCOUNT || info->state == state ||
      (!zpi_sender_is_followed (info) && info->state != ZPI_CASE_CLOSED))
    return TRUE;
  return zpi_case_store_set_state (store, info->id, info->state, state, NULL, error) &&
         zpi_follow_up_add_event (store,
                                  info->id,
                                  zpi_case_state_to_nick (state),
                                  zpi_clock_now_us (),
                                  error);
}

static void
account_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ZpiAccountStatus *status =
      zpi_api_account_request_finish (ZPI_API (source), result, NULL, &error);
  TakeAccount *take;

  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    zpi_sender_keep_answer (task,
                            zpi_sender_forgotten_func,
                            g_strdup (g_task_get_task_data (task)),
                            g_free);
    return;
  }
  if (status == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  take = g_new0 (TakeAccount, 1);
  take->case_id = g_strdup (g_task_get_task_data (task));
  take->status = status;
  zpi_sender_keep_answer (task, take_account_func, take, (GDestroyNotify) take_account_free);
}

void
zpi_sender_refresh_account (ZpiSender *self, const char *case_id, GTask *task)
{
  ZpiApi *api = zpi_session_get_api (self->session);

  if (api == NULL) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
    return;
  }
  zpi_api_get_account_request_async (api,
                                     case_id,
                                     g_task_get_cancellable (task),
                                     account_read_cb,
                                     g_object_ref (task));
}
