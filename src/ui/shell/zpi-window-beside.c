/* SPDX-License-Identifier: EUPL-1.2 */

/* The windows beside this one: previews, questions, choosers of files, the client's view. They show
 * what belongs to a client too, and hide and go with it. */

#include "zpi-photo-window.h"
#include "zpi-ways-in-window.h"
#include "zpi-window-private.h"

/* Returns: (element-type GtkWindow) (transfer full): those that are there now */
static GPtrArray *
list_beside (ZpiWindow *self)
{
  GPtrArray *windows = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);

    if (window != GTK_WINDOW (self))
      g_ptr_array_add (windows, g_steal_pointer (&window));
  }
  return windows;
}

void
_zpi_window_close_beside (ZpiWindow *self)
{
  g_autoptr (GPtrArray) asked = list_beside (self);
  g_autoptr (GPtrArray) left = NULL;

  /* Asked first: a question is answered by it, and a chooser chooses nothing. But for the one that
   * shows a code, and would ask whether it was kept, and the one that would throw a picture away.
   */
  for (guint i = 0; i < asked->len; i++)
    if (asked->pdata[i] != self->client_window && !ZPI_IS_WAYS_IN_WINDOW (asked->pdata[i]) &&
        !ZPI_IS_PHOTO_WINDOW (asked->pdata[i]))
      gtk_window_close (asked->pdata[i]);
  g_clear_pointer (&self->hidden_beside, g_ptr_array_unref);
  left = list_beside (self);
  for (guint i = 0; i < left->len; i++)
    if (left->pdata[i] != self->client_window)
      gtk_window_destroy (left->pdata[i]);
}

void
_zpi_window_hide_beside (ZpiWindow *self, gboolean hidden)
{
  g_autoptr (GPtrArray) windows = NULL;

  if (!hidden) {
    windows = g_steal_pointer (&self->hidden_beside);
    for (guint i = 0; windows != NULL && i < windows->len; i++)
      if (gtk_widget_get_realized (windows->pdata[i])) /* not closed meanwhile */
        gtk_widget_set_visible (windows->pdata[i], TRUE);
    return;
  }
  if (self->hidden_beside == NULL)
    self->hidden_beside = g_ptr_array_new_with_free_func (g_object_unref);
  windows = list_beside (self);
  for (guint i = 0; i < windows->len; i++)
    if (gtk_widget_get_visible (windows->pdata[i])) {
      gtk_widget_set_visible (windows->pdata[i], FALSE);
      g_ptr_array_add (self->hidden_beside, g_object_ref (windows->pdata[i]));
    }
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        ZpiWindow *self)
{
  GtkWidget *window = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  const char *action = NULL;

  if (keyval == GDK_KEY_F8 && modifiers == 0)
    action = "win.blur";
  /* In a chooser of files it is where a name is typed. */
  else if (gdk_keyval_to_lower (keyval) == GDK_KEY_l && modifiers == GDK_CONTROL_MASK &&
           !GTK_IS_DIALOG (window))
    action = "win.lock";
  /* Over a question it waits for the answer. */
  else if (gdk_keyval_to_lower (keyval) == GDK_KEY_q && modifiers == GDK_CONTROL_MASK &&
           window != GTK_WIDGET (self) && !gtk_window_get_modal (GTK_WINDOW (window)))
    action = "app.quit";
  return action != NULL && gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

/* It was on its way when everything was hidden, or when it began to lock. */
static void
shown_cb (GtkWidget *window, ZpiWindow *self)
{
  if (self->hidden_beside == NULL || window == GTK_WIDGET (self))
    return;
  gtk_widget_set_visible (window, FALSE);
  if (!g_ptr_array_find (self->hidden_beside, window, NULL))
    g_ptr_array_add (self->hidden_beside, g_object_ref (window));
}

static void
changed_cb (GListModel *all, guint position, guint removed, guint added, ZpiWindow *self)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
    GtkEventController *keys = gtk_event_controller_key_new ();

    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
    gtk_widget_add_controller (window, keys);
    g_signal_connect_object (window, "show", G_CALLBACK (shown_cb), self, G_CONNECT_AFTER);
  }
}

void
_zpi_window_watch_beside (ZpiWindow *self)
{
  g_signal_connect_object (gtk_window_get_toplevels (),
                           "items-changed",
                           G_CALLBACK (changed_cb),
                           self,
                           0);
}
