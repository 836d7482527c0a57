/* SPDX-License-Identifier: EUPL-1.2 */

/* Who clicks everything twice means it once: Next goes on one page. Only after a click on what says
 * so with zpi_second_click_acted(), and never a click that somebody can have meant: one after a
 * key, elsewhere, or later than a double click lasts, by the clock of the display. A slow computer
 * sees both clicks late. */

#include "zpi-second-click.h"

#define NAME "zpi-second-click"

/* The last click, if no key was pressed since. GTK's own count begins anew when a button claims the
 * first click. */
typedef struct {
  gconstpointer window; /* (nullable): its address only */
  guint32 at_ms;
  double x;
  double y;
  gboolean acted;
} Click;

static Click last;

static gboolean
is_second (const Click *click)
{
  int most_ms;
  int most_px;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (click->window)),
                "gtk-double-click-time",
                &most_ms,
                "gtk-double-click-distance",
                &most_px,
                NULL);
  return click->window == last.window && click->at_ms - last.at_ms < (guint32) most_ms &&
         ABS (click->x - last.x) <= most_px && ABS (click->y - last.y) <= most_px;
}

static void
pressed_cb (GtkGesture *gesture, int n_press, double x, double y, GtkWidget *window)
{
  const Click click = {
      window,
      gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (gesture)),
      x,
      y,
      FALSE,
  };

  if (last.acted && is_second (&click))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  else
    last = click;
}

static gboolean
key_cb (void)
{
  last = (Click){NULL};
  return FALSE;
}

static gboolean
is_watched (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);

    if (g_strcmp0 (gtk_event_controller_get_name (one), NAME) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
add (GtkWidget *window, GtkEventController *controller, const char *signal, GCallback callback)
{
  gtk_event_controller_set_name (controller, NAME);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, signal, callback, window);
  gtk_widget_add_controller (window, controller);
}

/**
 * zpi_second_click_watch:
 * @window: a window
 *
 * Sees the clicks and keys in @window before its widgets do. Once, however often it is asked.
 */
void
zpi_second_click_watch (GtkWidget *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  if (is_watched (window))
    return;
  add (window, GTK_EVENT_CONTROLLER (gtk_gesture_click_new ()), "pressed", G_CALLBACK (pressed_cb));
  add (window, gtk_event_controller_key_new (), "key-pressed", G_CALLBACK (key_cb));
}

/**
 * zpi_second_click_acted:
 * @widget: where something was done that a second click would do again, or would do to what has
 *   come under the pointer
 *
 * If a click did it, a second one at the same place of the same window does nothing while it can be
 * the other half of a double click.
 */
void
zpi_second_click_acted (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (last.window != NULL && last.window == gtk_widget_get_root (widget))
    last.acted = TRUE;
}
