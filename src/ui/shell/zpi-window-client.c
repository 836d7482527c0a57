/* SPDX-License-Identifier: EUPL-1.2 */

/* What the client reads along: on the other screen where there is one, else beside the page, and in
 * a window of its own where there is no room for both. */

#include "zpi-config.h"

#include "zpi-window-private.h"

#include "zpi-case-view.h"
#include "zpi-client-view.h"
#include "zpi-facts.h"
#include "zpi-i18n.h"
#include "zpi-message.h"

/* In a window that is less wide the page would lose its side list. */
#define BESIDE_FROM_PX 1200
#define BESIDE_PX      400

/* In a window that became so narrow it leaves the room to the page. */
#define BESIDE_UNTIL_PX 880

/* Where the page and the client's view stand. The window may become as narrow as the page alone:
 * beside each other they would be cut off, or keep it wide. */
static void
measure_pair (GtkWidget *pair,
              GtkOrientation orientation,
              int for_size,
              int *minimum,
              int *natural,
              int *minimum_baseline,
              int *natural_baseline)
{
  int most = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (pair); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum = 0;
    int child_natural = 0;

    if (!gtk_widget_get_visible (child))
      continue;
    gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
    if (orientation == GTK_ORIENTATION_VERTICAL || child == gtk_widget_get_first_child (pair))
      *minimum = MAX (*minimum, child_minimum);
    *natural += child_natural;
    most = MAX (most, child_natural);
  }
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *natural = most;
}

static gboolean
tell_no_room_cb (gpointer user_data)
{
  ZpiWindow *self = user_data;

  if (self->client_view != NULL && gtk_widget_get_visible (GTK_WIDGET (self->client_bin)) &&
      !gtk_widget_get_child_visible (GTK_WIDGET (self->client_bin)))
    zpi_message_toast (GTK_WIDGET (self->case_bin),
                       _ ("This window is too narrow for the client’s view. F9 shows it in its own "
                          "window."));
  return G_SOURCE_REMOVE;
}

/* GTK 4.8 leaves what has no room in the accessible tree. */
static void
show_client (GtkWidget *client, gboolean shown)
{
  if (gtk_widget_get_child_visible (client) == shown)
    return;
  gtk_widget_set_child_visible (client, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (client), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
}

static void
allocate_pair (GtkWidget *pair, int width, int height, int baseline)
{
  GtkWidget *page = gtk_widget_get_first_child (pair);
  GtkWidget *client = gtk_widget_get_next_sibling (page);
  const gboolean reversed = gtk_widget_get_direction (pair) == GTK_TEXT_DIR_RTL;
  GtkAllocation area = {0, 0, width, height};
  int page_minimum;
  int client_minimum;
  gboolean beside;

  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &page_minimum, NULL, NULL, NULL);
  gtk_widget_measure (client, GTK_ORIENTATION_HORIZONTAL, -1, &client_minimum, NULL, NULL, NULL);
  beside = gtk_widget_get_visible (client) &&
           width >= MAX (BESIDE_UNTIL_PX, page_minimum + client_minimum);
  if (gtk_widget_get_visible (client) && gtk_widget_get_child_visible (client) && !beside)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE,
                     tell_no_room_cb,
                     g_object_ref (gtk_widget_get_root (pair)),
                     g_object_unref);
  show_client (client, beside);
  if (beside) {
    const GtkAllocation of_client = {reversed ? 0 : width - client_minimum,
                                     0,
                                     client_minimum,
                                     height};

    gtk_widget_size_allocate (client, &of_client, -1);
    area.x = reversed ? client_minimum : 0;
    area.width = width - client_minimum;
  }
  gtk_widget_size_allocate (page, &area, -1);
}

static void
follow_section (ZpiWindow *self)
{
  GtkWidget *view = adw_bin_get_child (self->case_bin);

  if (self->client_view != NULL && ZPI_IS_CASE_VIEW (view))
    zpi_client_view_set_section (ZPI_CLIENT_VIEW (self->client_view),
                                 zpi_case_view_get_section (ZPI_CASE_VIEW (view)));
}

static GtkWidget *
new_view (ZpiWindow *self)
{
  GtkWidget *view = zpi_client_view_new (self->session, self->zcase);

  g_set_weak_pointer (&self->client_view, view);
  follow_section (self);
  return view;
}

static gboolean
lock_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  zpi_window_lock (user_data);
  return TRUE;
}

static gboolean
close_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  _zpi_window_close_client_view (user_data);
  return TRUE;
}

/* The keys that matter work there too: lock, close and quit. */
static void
add_keys (ZpiWindow *self, GtkWidget *window)
{
  static const guint closing[] = {GDK_KEY_Escape, GDK_KEY_F9};
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_l, GDK_CONTROL_MASK),
                        gtk_callback_action_new (lock_cb, self, NULL)));
  for (guint i = 0; i < G_N_ELEMENTS (closing); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys),
        gtk_shortcut_new (gtk_keyval_trigger_new (closing[i], 0),
                          gtk_callback_action_new (close_cb, self, NULL)));
  /* Nothing in it takes the keys, so the focus may be anywhere. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (window, keys);
}

/* (nullable) (transfer full): a screen that the counsellor's window is not on: the client sits
 * across the table */
static GdkMonitor *
find_other_screen (ZpiWindow *self)
{
  GtkNative *native = GTK_NATIVE (self);
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  GListModel *monitors = gdk_display_get_monitors (display);
  GdkMonitor *ours = gdk_display_get_monitor_at_surface (display, gtk_native_get_surface (native));

  for (guint i = 0; ours != NULL && i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

    if (monitor != ours)
      return g_steal_pointer (&monitor);
  }
  return NULL;
}

static void
show_in_window (ZpiWindow *self, GdkMonitor *screen)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "title", zpi_facts_say ("{pass}", NULL), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), new_view (self));
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 720);
  add_keys (self, window);
  gtk_window_set_application (GTK_WINDOW (window), gtk_window_get_application (GTK_WINDOW (self)));
  g_set_weak_pointer (&self->client_window, GTK_WINDOW (window));
  if (screen != NULL)
    gtk_window_fullscreen_on_monitor (self->client_window, screen);
  gtk_window_present (self->client_window);
}

static void
own_window_clicked_cb (ZpiWindow *self)
{
  _zpi_window_close_client_view (self);
  show_in_window (self, NULL);
}

static GtkWidget *
new_button (const char *label, GCallback callback, ZpiWindow *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static void
show_beside (ZpiWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (bar, "zpi-client-bar");
  gtk_box_append (GTK_BOX (bar),
                  new_button (_ ("In its own window"), G_CALLBACK (own_window_clicked_cb), self));
  gtk_box_append (GTK_BOX (bar),
                  new_button (_ ("Close the client’s view"),
                              G_CALLBACK (_zpi_window_close_client_view),
                              self));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), new_view (self));
  gtk_widget_set_size_request (box, BESIDE_PX, -1);
  adw_bin_set_child (self->client_bin, box);
  gtk_widget_set_visible (GTK_WIDGET (self->client_bin), TRUE);
}

/* The same key that shows it takes it away, wherever it is and in whichever window it is pressed;
 * where there is no room for it any more it shows it elsewhere. */
static void
client_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);
  g_autoptr (GdkMonitor) screen = NULL;

  if (self->zcase == NULL)
    return;
  if (self->client_view != NULL) {
    const gboolean seen =
        self->client_window != NULL || gtk_widget_get_child_visible (GTK_WIDGET (self->client_bin));

    _zpi_window_close_client_view (self);
    if (!seen)
      show_in_window (self, NULL);
    return;
  }
  screen = find_other_screen (self);
  if (screen == NULL && gtk_widget_get_width (widget) >= BESIDE_FROM_PX)
    show_beside (self);
  else
    show_in_window (self, screen);
}

/* The client's view follows the counsellor's page. */
static void
client_section_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);

  if (self->client_view != NULL)
    zpi_client_view_set_section (ZPI_CLIENT_VIEW (self->client_view),
                                 g_variant_get_int32 (parameter));
}

void
_zpi_window_set_up_client (ZpiWindow *self)
{
  gtk_widget_set_layout_manager (gtk_widget_get_parent (GTK_WIDGET (self->case_bin)),
                                 gtk_custom_layout_new (NULL, measure_pair, allocate_pair));
}

void
_zpi_window_close_client_view (ZpiWindow *self)
{
  if (self->client_window != NULL)
    gtk_window_destroy (self->client_window);
  gtk_widget_set_visible (GTK_WIDGET (self->client_bin), FALSE);
  adw_bin_set_child (self->client_bin, NULL);
}

void
_zpi_window_install_client_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.client-view", NULL, client_view_action);
  gtk_widget_class_install_action (widget_class, "win.client-section", "i", client_section_action);
}
