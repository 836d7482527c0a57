/* SPDX-License-Identifier: EUPL-1.2 */

/* Who clicks everything twice means what stood under the pointer the first time. */

#include "zpi-second-click.h"

#define NAME "zpi-second-click"

/* The first of some clicks: what it was on (its address only), when, by the clock of the display,
 * and where. GTK's own count begins anew when the button claims the first click. */
static gconstpointer first;
static guint32 first_ms;
static double first_x;
static double first_y;

/* Since then. */
static gboolean moved;

static gboolean
is_second (GtkWidget *window, guint32 at_ms, double x, double y)
{
  int most_ms;
  int most_px;

  g_object_get (gtk_widget_get_settings (window),
                "gtk-double-click-time",
                &most_ms,
                "gtk-double-click-distance",
                &most_px,
                NULL);
  return at_ms - first_ms < (guint32) most_ms && ABS (x - first_x) <= most_px &&
         ABS (y - first_y) <= most_px;
}

/* The second half of a double click would press what has come there since, or the button of the
 * next page. */
static void
pressed_cb (GtkGesture *gesture, int n_press, double x, double y, GtkWidget *window)
{
  const guint32 at_ms =
      gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *here = gtk_widget_pick (window, x, y, GTK_PICK_DEFAULT);

  if (is_second (window, at_ms, x, y)) {
    if (here != first || moved)
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
    return;
  }
  first = here;
  first_ms = at_ms;
  first_x = x;
  first_y = y;
  moved = FALSE;
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

/**
 * zpi_second_click_watch:
 * @window: a window
 *
 * Drops the second click of two in @window where something else came under the pointer with the
 * first, or another page did. Once, however often it is asked.
 */
void
zpi_second_click_watch (GtkWidget *window)
{
  GtkGesture *gesture;

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (is_watched (window))
    return;
  gesture = gtk_gesture_click_new ();
  gtk_event_controller_set_name (GTK_EVENT_CONTROLLER (gesture), NAME);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect (gesture, "pressed", G_CALLBACK (pressed_cb), window);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (gesture));
}

/**
 * zpi_second_click_moved:
 *
 * Another page comes, whose buttons may stand where those of the last one stood, or a card in which
 * one goes on: on a slow computer the second click comes before it.
 */
void
zpi_second_click_moved (void)
{
  moved = TRUE;
}
