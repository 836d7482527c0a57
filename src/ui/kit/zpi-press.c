/* SPDX-License-Identifier: EUPL-1.2 */

/* Nothing moves away under a button of the mouse that is down. Pressing takes the focus out of a
 * field; what is said below that field comes or goes then, what stands below it moves, and the
 * button comes up beside what was meant: GTK does nothing. So what changes the height of a page
 * when the focus moves waits until the click is over. */

#include "zpi-press.h"

#define NAME "zpi-press"

/* Who holds it longer does not click; and a release that another program got is not seen. */
#define LONGEST_MS 1500

typedef struct {
  gpointer object; /* (unowned): weak */
  ZpiPressFunc func;
} Waiting;

static GPtrArray *waiting; /* (element-type Waiting) (nullable) */
static guint held_id;      /* 0: nothing is down */
static guint run_id;

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  g_clear_weak_pointer (&self->object);
  g_free (self);
}

static gboolean
run_cb (gpointer user_data)
{
  g_autoptr (GPtrArray) now = NULL;

  run_id = 0;
  if (held_id != 0)
    return G_SOURCE_REMOVE;
  now = g_steal_pointer (&waiting);
  for (guint i = 0; now != NULL && i < now->len; i++) {
    const Waiting *one = g_ptr_array_index (now, i);

    if (one->object != NULL)
      one->func (one->object);
  }
  return G_SOURCE_REMOVE;
}

/* What the click is for is done first, within the event. */
static void
come_up (void)
{
  g_clear_handle_id (&held_id, g_source_remove);
  if (run_id == 0)
    run_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, run_cb, NULL, NULL);
}

static gboolean
held_long_cb (gpointer user_data)
{
  held_id = 0;
  come_up ();
  return G_SOURCE_REMOVE;
}

static gboolean
event_cb (GtkEventController *controller, GdkEvent *event)
{
  switch (gdk_event_get_event_type (event)) {
  case GDK_BUTTON_PRESS:
  case GDK_TOUCH_BEGIN:
    g_clear_handle_id (&held_id, g_source_remove);
    held_id = g_timeout_add (LONGEST_MS, held_long_cb, NULL);
    break;
  case GDK_BUTTON_RELEASE:
  case GDK_TOUCH_END:
  case GDK_TOUCH_CANCEL:
  case GDK_GRAB_BROKEN:
    come_up ();
    break;
  default:
    break;
  }
  return GDK_EVENT_PROPAGATE;
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
 * zpi_press_watch:
 * @window: a window
 *
 * Sees the presses in @window before its widgets do. Once, however often it is asked. Main thread.
 */
void
zpi_press_watch (GtkWidget *window)
{
  GtkEventController *controller;

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (is_watched (window))
    return;
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_name (controller, NAME);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (event_cb), NULL);
  gtk_widget_add_controller (window, controller);
}

/**
 * zpi_press_is_held:
 *
 * Returns: whether a button of the mouse, or a finger, is down in a window of this program
 */
gboolean
zpi_press_is_held (void)
{
  return held_id != 0;
}

/**
 * zpi_press_wait:
 * @object: (type GObject): for @func; when it goes meanwhile nothing is done
 * @func: changes how high something is
 *
 * Calls @func now, or when what is pressed came up and the click was seen to. Asked for the same
 * again meanwhile it is done once. Main thread.
 */
void
zpi_press_wait (gpointer object, ZpiPressFunc func)
{
  Waiting *one;

  g_return_if_fail (G_IS_OBJECT (object));

  if (held_id == 0) {
    func (object);
    return;
  }
  if (waiting == NULL)
    waiting = g_ptr_array_new_with_free_func (waiting_free);
  for (guint i = 0; i < waiting->len; i++) {
    one = g_ptr_array_index (waiting, i);
    if (one->object == object && one->func == func)
      return;
  }
  one = g_new0 (Waiting, 1);
  g_set_weak_pointer (&one->object, object);
  one->func = func;
  g_ptr_array_add (waiting, one);
}
