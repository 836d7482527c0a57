/* SPDX-License-Identifier: EUPL-1.2 */

/* What the window does with the case on the screen to send it: queued, put on paper, or a refused
 * one a draft again. */

#include "zpi-config.h"

#include "zpi-case-keeper.h"
#include "zpi-error-text.h"
#include "zpi-i18n.h"
#include "zpi-sender.h"
#include "zpi-window-private.h"

/* One case on its way, whatever is on the screen when the answer comes. */
typedef struct {
  ZpiWindow *window; /* (owned) */
  char *case_id;
  char *key;    /* (nullable): of a repair, the answer that was refused */
  char *reason; /* (nullable): likewise, the municipality's words */
} Errand;

static Errand *
errand_new (ZpiWindow *window)
{
  Errand *self = g_new0 (Errand, 1);

  self->window = g_object_ref (window);
  self->case_id = g_strdup (window->case_id);
  return self;
}

static void
errand_free (Errand *self)
{
  if (self->key != NULL)
    self->window->repairing = FALSE;
  g_object_unref (self->window);
  g_free (self->case_id);
  g_free (self->key);
  g_free (self->reason);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

/* Who has gone elsewhere meanwhile stays there; Start tells how it stands with the case. */
static gboolean
is_in_front (const Errand *self)
{
  return g_strcmp0 (self->window->case_id, self->case_id) == 0;
}

static void
repair_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) repair = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);
  g_autofree char *text = NULL;
  GtkWidget *view;

  if (zcase == NULL) {
    _zpi_window_show_failure (repair->window, error);
    return;
  }
  _zpi_window_show_draft (repair->window, zcase);
  view = adw_bin_get_child (repair->window->case_bin);
  if (!ZPI_IS_CASE_VIEW (view))
    return; /* Locked meanwhile. */
  /* Translators: %s is a sentence of the municipality about one answer. */
  text = g_strdup_printf (_ ("The municipality says: %s"), repair->reason);
  zpi_case_view_repair (ZPI_CASE_VIEW (view), repair->key, text);
}

static void
repair_thawed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) repair = user_data;
  g_autoptr (GError) error = NULL;
  ZpiWindow *self = repair->window;

  if (!zpi_sender_cancel_finish (ZPI_SENDER (source), result, &error)) {
    zpi_window_toast (self,
                      zpi_error_text_for_taking_back (
                          error,
                          zpi_session_find_case_item (self->session, repair->case_id)));
    return;
  }
  if (!is_in_front (repair))
    return;
  _zpi_window_leave_case (self);
  zpi_case_keeper_open_async (zpi_session_get_keeper (self->session),
                              repair->case_id,
                              self->cancellable,
                              repair_opened_cb,
                              repair);
  g_steal_pointer (&repair);
}

/* Repair of a refused answer: a draft again, at that answer, with the municipality's words. A
 * second one would find the first on its way, and say that the municipality cannot be asked. */
void
_zpi_window_repair (ZpiWindow *self, const char *key, const char *reason)
{
  Errand *repair;

  if (self->repairing)
    return;
  self->repairing = TRUE;
  repair = errand_new (self);
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
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_queue_finish (ZPI_SENDER (source), result, &error))
    _zpi_window_show_failure (errand->window, error);
  else if (is_in_front (errand))
    _zpi_window_show_sent (errand->window, errand->case_id);
}

void
_zpi_window_send (ZpiWindow *self)
{
  if (self->zcase != NULL)
    zpi_sender_queue_async (zpi_session_get_sender (self->session),
                            self->zcase,
                            self->cancellable,
                            queued_cb,
                            errand_new (self));
}

static void
on_paper_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_paper_finish (ZPI_SENDER (source), result, &error))
    _zpi_window_show_failure (errand->window, error);
  else if (is_in_front (errand))
    _zpi_window_show_sent (errand->window, errand->case_id);
}

static void
flushed_for_paper_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;
  ZpiWindow *self = errand->window;

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    _zpi_window_show_failure (self, error);
    return;
  }
  zpi_sender_paper_async (zpi_session_get_sender (self->session),
                          errand->case_id,
                          TRUE,
                          self->cancellable,
                          on_paper_cb,
                          errand);
  g_steal_pointer (&errand);
}

void
_zpi_window_put_on_paper (ZpiWindow *self)
{
  if (self->zcase != NULL)
    zpi_case_keeper_flush_async (zpi_session_get_keeper (self->session),
                                 self->zcase,
                                 self->cancellable,
                                 flushed_for_paper_cb,
                                 errand_new (self));
}
