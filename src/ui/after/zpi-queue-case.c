/* SPDX-License-Identifier: EUPL-1.2 */

/* What a page's own Send does: the case is queued, and the page says so or what is wrong. */

#include "zpi-queue-case.h"

#include "zpi-error-text.h"
#include "zpi-sender.h"

typedef struct {
  GtkWidget *page;    /* (owned): also after another page took its place */
  GtkWidget *button;  /* (unowned, weak) (nullable): the page is gone */
  ZpiNotice *problem; /* (unowned, weak) (nullable): likewise */
} Queue;

static void
queue_free (Queue *self)
{
  g_clear_weak_pointer (&self->button);
  g_clear_weak_pointer (&self->problem);
  g_object_unref (self->page);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Queue, queue_free)

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Queue) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->button == NULL || self->problem == NULL || gtk_widget_get_root (self->page) == NULL)
    return;
  gtk_widget_set_sensitive (self->button, TRUE);
  if (zpi_sender_queue_finish (ZPI_SENDER (source), result, &error))
    g_signal_emit_by_name (self->page, "queued");
  else
    zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, zpi_error_text_from_error (error));
}

/**
 * zpi_queue_case:
 * @page: a page with a signal `queued`
 * @session: an open session
 * @zcase: the case that the page is about
 * @button: what was pressed, in @page; it waits meanwhile
 * @problem: where @page says what is wrong
 *
 * Queues @zcase and emits `queued` of @page; where that does not go, says why.
 */
void
zpi_queue_case (GtkWidget *page,
                ZpiSession *session,
                ZpiCase *zcase,
                GtkWidget *button,
                ZpiNotice *problem)
{
  Queue *self = g_new0 (Queue, 1);

  self->page = g_object_ref (page);
  g_set_weak_pointer (&self->button, button);
  g_set_weak_pointer (&self->problem, problem);
  gtk_widget_set_sensitive (button, FALSE);
  zpi_sender_queue_async (zpi_session_get_sender (session), zcase, NULL, queued_cb, self);
}
