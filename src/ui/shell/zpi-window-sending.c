/* SPDX-License-Identifier: EUPL-1.2 */

/* What the window does with the case on the screen to send it: queued, put on paper, or a refused
 * one a draft again. */

#include "zpi-config.h"

#include "zpi-case-keeper.h"
#include "zpi-error-text.h"
#include "zpi-i18n.h"
#include "zpi-sender.h"
#include "zpi-window-private.h"

/* Repair of a refused answer: a draft again, at that answer, with the municipality's words. */
typedef struct {
  ZpiWindow *window; /* (owned) */
  char *case_id;
  char *key;
  char *reason;
} RepairAnswer;

static void
repair_answer_free (RepairAnswer *self)
{
  self->window->repairing = FALSE;
  g_object_unref (self->window);
  g_free (self->case_id);
  g_free (self->key);
  g_free (self->reason);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RepairAnswer, repair_answer_free)

static void
repair_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RepairAnswer) repair = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);
  g_autofree char *text = NULL;

  if (zcase == NULL) {
    _zpi_window_show_failure (repair->window, error);
    return;
  }
  _zpi_window_show_draft (repair->window, zcase);
  /* Translators: %s is a sentence of the municipality about one answer. */
  text = g_strdup_printf (_ ("The municipality says: %s"), repair->reason);
  zpi_case_view_repair (ZPI_CASE_VIEW (adw_bin_get_child (repair->window->case_bin)),
                        repair->key,
                        text);
}

static void
repair_thawed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RepairAnswer) repair = user_data;
  g_autoptr (GError) error = NULL;
  ZpiWindow *self = repair->window;

  if (!zpi_sender_cancel_finish (ZPI_SENDER (source), result, &error)) {
    zpi_window_toast (self, zpi_error_text_for_taking_back (error));
    return;
  }
  _zpi_window_leave_case (self);
  zpi_case_keeper_open_async (zpi_session_get_keeper (self->session),
                              repair->case_id,
                              self->cancellable,
                              repair_opened_cb,
                              repair);
  g_steal_pointer (&repair);
}

/* A second one would find the first on its way, and say that the municipality cannot be asked. */
void
_zpi_window_repair (ZpiWindow *self, const char *key, const char *reason)
{
  RepairAnswer *repair;

  if (self->repairing)
    return;
  self->repairing = TRUE;
  repair = g_new0 (RepairAnswer, 1);
  repair->window = g_object_ref (self);
  repair->case_id = g_strdup (self->case_id);
  repair->key = g_strdup (key);
  repair->reason = g_strdup (reason);
  zpi_sender_cancel_async (zpi_session_get_sender (self->session),
                           self->case_id,
                           self->cancellable,
                           repair_thawed_cb,
                           repair);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_sender_queue_finish (ZPI_SENDER (source), result, &error)) {
    if (self->case_id != NULL)
      _zpi_window_show_sent (self, self->case_id);
    return;
  }
  _zpi_window_show_failure (self, error);
}

void
_zpi_window_send (ZpiWindow *self)
{
  if (self->zcase != NULL)
    zpi_sender_queue_async (zpi_session_get_sender (self->session),
                            self->zcase,
                            self->cancellable,
                            queued_cb,
                            g_object_ref (self));
}

static void
on_paper_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_paper_finish (ZPI_SENDER (source), result, &error)) {
    _zpi_window_show_failure (self, error);
    return;
  }
  if (self->case_id != NULL)
    _zpi_window_show_sent (self, self->case_id);
}

static void
flushed_for_paper_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    _zpi_window_show_failure (self, error);
    return;
  }
  if (self->case_id != NULL)
    zpi_sender_paper_async (zpi_session_get_sender (self->session),
                            self->case_id,
                            TRUE,
                            self->cancellable,
                            on_paper_cb,
                            g_object_ref (self));
}

void
_zpi_window_put_on_paper (ZpiWindow *self)
{
  if (self->zcase != NULL)
    zpi_case_keeper_flush_async (zpi_session_get_keeper (self->session),
                                 self->zcase,
                                 self->cancellable,
                                 flushed_for_paper_cb,
                                 g_object_ref (self));
}
