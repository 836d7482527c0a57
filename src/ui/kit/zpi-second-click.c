/* SPDX-License-Identifier: EUPL-1.2 */

/* Who clicks everything twice means it once: Next goes on one page. Only after a click on what says
 * so with zpi_second_click_acted(), and never a click that somebody can have meant: one after a
 * key, elsewhere, or later than a double click lasts, by the clock of the display. A slow computer
 * sees both clicks late.
 *
 * And who holds a key down presses it once: Enter that repeats would run through the pages and
 * press what it comes to, a letter would answer the next question too. What is typed repeats where
 * it began, and the arrows, Tab and their like repeat everywhere. */

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

/* The key that went down last and did not come up here. GDK does not say which press is a repeat.
 */
typedef struct {
  guint code; /* 0: none */
  guint32 at_ms;
  gconstpointer focus; /* (nullable): its address only */
} Key;

/* A release that another window got is not seen: what comes later than this is pressed anew. The
 * first repeat comes after 660 ms, or what is set. */
#define LONGEST_GAP_MS 1000

static Key held;

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
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

/* Whether a key does something again while it is held. @focus: (nullable) */
static gboolean
repeats (guint keyval, GtkWidget *focus)
{
  gboolean typing = focus != NULL && focus == held.focus;

  if (is_enter (keyval))
    return typing && GTK_IS_TEXT_VIEW (focus);
  if (!g_unichar_isprint (gdk_keyval_to_unicode (keyval)))
    return TRUE;
  return typing && (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus));
}

static gboolean
key_pressed_cb (GtkEventController *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                GtkWidget *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  guint32 now_ms = gtk_event_controller_get_current_event_time (keys);

  last = (Click){NULL};
  if (keycode == held.code && now_ms - held.at_ms < LONGEST_GAP_MS) {
    held.at_ms = now_ms;
    return !repeats (keyval, focus);
  }
  held = (Key){keycode, now_ms, focus};
  return GDK_EVENT_PROPAGATE;
}

static void
key_released_cb (GtkEventController *keys, guint keyval, guint keycode)
{
  if (keycode == held.code)
    held = (Key){0};
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
  GtkEventController *keys;

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (is_watched (window))
    return;
  add (window, GTK_EVENT_CONTROLLER (gtk_gesture_click_new ()), "pressed", G_CALLBACK (pressed_cb));
  keys = gtk_event_controller_key_new ();
  add (window, keys, "key-pressed", G_CALLBACK (key_pressed_cb));
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), NULL);
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
