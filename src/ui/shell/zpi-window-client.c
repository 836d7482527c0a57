/* SPDX-License-Identifier: EUPL-1.2 */

/* What the client reads along: on the other screen where there is one, else beside the page, and in
 * a window of its own where there is no room for both. */

#include "zpi-config.h"

#include "zpi-window-private.h"

#include "zpi-case-view.h"
#include "zpi-client-view.h"
#include "zpi-facts.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

/* In a window that is less wide the page would lose its side list. */
#define BESIDE_FROM_PX 1200
#define BESIDE_PX      400

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

/* The same key that shows it takes it away, wherever it is and in whichever window it is pressed.
 */
static void
client_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);
  g_autoptr (GdkMonitor) screen = NULL;

  if (self->zcase == NULL)
    return;
  if (self->client_view != NULL) {
    _zpi_window_close_client_view (self);
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
