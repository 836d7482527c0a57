/* SPDX-License-Identifier: EUPL-1.2 */

/* Done with this client, the end of the day. Before answers go, the municipality is asked once more
 * whether it still has them. Only when it says that it has not does that keep them: no network, no
 * sign-in and no answer in time do not. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-clock.h"
#include "zpi-sender-private.h"
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
  ZpiSender *sender = g_task_get_source_object (task);
  ConfirmCases *self = g_task_get_task_data (task);

  if (self->at == self->ids->len || sender->session == NULL ||
      zpi_session_get_api (sender->session) == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  zpi_sender_refresh_async (sender,
                            g_ptr_array_index (self->ids, self->at++),
                            self->cancellable,
                            asked_cb,
                            g_object_ref (task));
}

/* @ids: (transfer full) (element-type utf8). Never fails: what became of the asking stands in the
 * store. */
static void
confirm (ZpiSender *self, GPtrArray *ids, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  ConfirmCases *cases = g_new0 (ConfirmCases, 1);

  g_task_set_source_tag (task, confirm);
  cases->ids = ids;
  cases->cancellable = g_cancellable_new ();
  cases->timeout_id = g_timeout_add_seconds (MAX_SECONDS, too_long_cb, cases);
  g_task_set_task_data (task, cases, (GDestroyNotify) confirm_cases_free);
  confirm_next (task);
}

/* (transfer none) (nullable): %NULL with an error in @task when the session was closed meanwhile */
static ZpiCaseKeeper *
get_keeper (GTask *task)
{
  ZpiSender *self = g_task_get_source_object (task);

  if (self->session != NULL)
    return zpi_session_get_keeper (self->session);
  g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
  return NULL;
}

static void
one_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_clear_finish (ZPI_CASE_KEEPER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
one_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *keeper = get_keeper (task);

  if (keeper != NULL)
    zpi_case_keeper_clear_async (keeper,
                                 g_task_get_task_data (task),
                                 one_cleared_cb,
                                 g_object_ref (task));
}

/**
 * zpi_sender_clear_async:
 * @self: the sender
 * @case_id: a case that the municipality has
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Done with this client: answers, documents and the case key go, the stub stays. Asks the
 * municipality first whether it has the case; when it has not, nothing goes.
 */
void
zpi_sender_clear_async (ZpiSender *self,
                        const char *case_id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GTask *task;

  g_return_if_fail (ZPI_IS_SENDER (self));
  g_return_if_fail (case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_clear_async);
  g_task_set_task_data (task, g_strdup (case_id), g_free);
  g_ptr_array_add (ids, g_strdup (case_id));
  confirm (self, g_steal_pointer (&ids), one_confirmed_cb, task);
}

/**
 * zpi_sender_clear_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: as [method@CaseKeeper.clear_finish]
 */
gboolean
zpi_sender_clear_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
due_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gint n_cleared = zpi_case_keeper_clear_due_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, n_cleared);
}

static void
due_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *keeper = get_keeper (task);
  ZpiClearing *clearing = g_task_get_task_data (task);
  ZpiApi *api = keeper != NULL ? zpi_session_get_api (ZPI_SENDER (source)->session) : NULL;

  clearing->has_clock = api != NULL && zpi_api_get_clock (api, &clearing->clock);
  if (keeper != NULL)
    zpi_case_keeper_clear_due_async (keeper, clearing, due_cleared_cb, g_object_ref (task));
}

static void
due_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *ids = zpi_case_keeper_list_due_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (ids == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    confirm (g_task_get_source_object (task), ids, due_confirmed_cb, g_object_ref (task));
}

/**
 * zpi_sender_clear_due_async:
 * @self: the sender
 * @now: everything that was received, also of today
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Clears what is due ([method@CaseKeeper.clear_due_async]). The municipality is asked first whether
 * it has those cases still: what it has not stays.
 */
void
zpi_sender_clear_due_async (ZpiSender *self,
                            gboolean now,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  ZpiClearing *clearing;
  ZpiOrgFile *organisation;
  GTask *task;

  g_return_if_fail (ZPI_IS_SENDER (self) && self->session != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_clear_due_async);
  clearing = g_new0 (ZpiClearing, 1);
  clearing->now = now;
  clearing->at_us = zpi_clock_now_us ();
  organisation = zpi_session_get_organisation (self->session);
  clearing->retention_days = organisation != NULL ? organisation->retention_days : 0;
  g_task_set_task_data (task, clearing, g_free);
  zpi_case_keeper_list_due_async (zpi_session_get_keeper (self->session),
                                  clearing,
                                  due_listed_cb,
                                  task);
}

/**
 * zpi_sender_clear_due_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: how many cases were cleared or removed; -1 on an error, with BUSY when only compacting
 *   has to be tried again
 */
gint
zpi_sender_clear_due_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
