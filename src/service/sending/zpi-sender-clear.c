/* SPDX-License-Identifier: EUPL-1.2 */

/* Before answers go, the municipality is asked once more whether it still has them. Only when it
 * says that it has not does that keep them: no network, no sign-in and no answer in time do not. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper-private.h"
#include "zpi-session-private.h"

/* Somebody may sit in front of it. */
#define MAX_SECONDS 10

typedef struct {
  GPtrArray *ids; /* (owned) (element-type utf8) */
  guint at;
  GCancellable *cancellable; /* (owned) */
  guint timeout_id;
} ConfirmCases;

static void
confirm_cases_free (ConfirmCases *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_ptr_array_unref (self->ids);
  g_object_unref (self->cancellable);
  g_free (self);
}

static gboolean
too_long_cb (gpointer user_data)
{
  ConfirmCases *self = user_data;

  self->timeout_id = 0;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void confirm_next (GTask *task);

/* Whether the next would get an answer. */
static gboolean
is_about_one (const GError *error)
{
  return g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_GONE) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_REFUSED) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_sender_refresh_finish (ZPI_SENDER (source), result, &error) || is_about_one (error)) {
    confirm_next (task);
    return;
  }
  g_info ("Clearing without having asked again: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
confirm_next (GTask *task)
{
  ZpiCaseKeeper *keeper = g_task_get_source_object (task);
  ConfirmCases *self = g_task_get_task_data (task);

  if (self->at == self->ids->len || keeper->session == NULL ||
      zpi_session_get_api (keeper->session) == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  zpi_sender_refresh_async (zpi_session_get_sender (keeper->session),
                            g_ptr_array_index (self->ids, self->at++),
                            self->cancellable,
                            asked_cb,
                            g_object_ref (task));
}

void
zpi_case_keeper_confirm_async (ZpiCaseKeeper *self,
                               GPtrArray *ids,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  ConfirmCases *confirm = g_new0 (ConfirmCases, 1);

  g_task_set_source_tag (task, zpi_case_keeper_confirm_async);
  confirm->ids = ids;
  confirm->cancellable = g_cancellable_new ();
  confirm->timeout_id = g_timeout_add_seconds (MAX_SECONDS, too_long_cb, confirm);
  g_task_set_task_data (task, confirm, (GDestroyNotify) confirm_cases_free);
  confirm_next (task);
}
