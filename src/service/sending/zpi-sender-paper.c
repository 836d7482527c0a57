/* SPDX-License-Identifier: EUPL-1.2 */

/* The paper route: nobody has an e-mail address, so nothing is sent from here. The case says so,
 * rather than stay a draft that looks forgotten. Source: handbook, "Verplicht veld". */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-clock.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

typedef struct {
  char *case_id;
  ZpiCaseState from;
  ZpiCaseState to;
} MoveCase;

static void
move_case_free (MoveCase *self)
{
  g_free (self->case_id);
  g_free (self);
}

static gboolean
move_func (ZpiStore *store, gpointer data, GError **error)
{
  MoveCase *self = data;

  return zpi_case_store_set_state (store, self->case_id, self->from, self->to, NULL, error) &&
         zpi_follow_up_add_event (store,
                                  self->case_id,
                                  zpi_case_state_to_nick (self->to),
                                  zpi_clock_now_us (),
                                  error);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  MoveCase *move = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_case_changed (self, move->case_id);
  g_task_return_boolean (task, TRUE);
}

/**
 * zpi_sender_paper_async:
 * @self: the sender
 * @case_id: a draft, saved; or a case that is on paper
 * @paper: %TRUE to put it on the paper route, %FALSE to make it a draft again
 * @cancellable: (nullable): not looked at
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Puts a case on the paper route, or takes it off again because there is an address after all.
 */
void
zpi_sender_paper_async (ZpiSender *self,
                        const char *case_id,
                        gboolean paper,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  MoveCase *move;

  g_return_if_fail (ZPI_IS_SENDER (self) && case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_paper_async);
  move = g_new0 (MoveCase, 1);
  move->case_id = g_strdup (case_id);
  move->from = paper ? ZPI_CASE_DRAFT : ZPI_CASE_PAPER;
  move->to = paper ? ZPI_CASE_PAPER : ZPI_CASE_DRAFT;
  g_task_set_task_data (task, move, (GDestroyNotify) move_case_free);
  if (self->session == NULL) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (self->session),
                            move_func,
                            move,
                            NULL,
                            NULL,
                            moved_cb,
                            g_object_ref (task));
}

/**
 * zpi_sender_paper_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with CONFLICT when the case was in another state
 */
gboolean
zpi_sender_paper_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
