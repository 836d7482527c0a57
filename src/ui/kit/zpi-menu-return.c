/* SPDX-License-Identifier: EUPL-1.2 */

/* Who opens a menu by a key of the window (F10) and leaves it comes back to where the hand was. GTK
 * leaves the focus at the menu's button: what is typed next opens it again. */

#include "zpi-menu-return.h"

/* Of one window: each keeps its focus while another has the keyboard. */
typedef struct {
  GtkWindow *window;  /* (unowned) */
  GtkWidget *outside; /* (weak) (nullable): what had the focus last that is in no menu */
  GtkWidget *menu;    /* (weak) (nullable): the one that has it, or had it just now */
  GtkWidget *from;    /* (weak) (nullable): what had it before @menu */
  guint source_id;
} Hand;

static void
hand_free (gpointer data, GClosure *closure)
{
  Hand *hand = data;

  g_clear_handle_id (&hand->source_id, g_source_remove);
  g_clear_weak_pointer (&hand->outside);
  g_clear_weak_pointer (&hand->menu);
  g_clear_weak_pointer (&hand->from);
  g_free (hand);
}

static gboolean
is_in (GtkWidget *widget, GtkWidget *around)
{
  return widget == around || gtk_widget_is_ancestor (widget, around);
}

/* Not where something else took the focus: a page, the cover of what is hidden. Later where the
 * menu opened another window: one place has the focus at a time. */
static gboolean
return_cb (gpointer user_data)
{
  Hand *hand = user_data;

  hand->source_id = 0;
  if (!gtk_window_is_active (hand->window))
    return G_SOURCE_REMOVE;
  if (hand->menu != NULL && hand->outside != NULL && hand->from != NULL &&
      is_in (hand->outside, gtk_widget_get_parent (hand->menu)) &&
      gtk_widget_get_mapped (hand->from))
    gtk_widget_grab_focus (hand->from);
  g_clear_weak_pointer (&hand->menu);
  g_clear_weak_pointer (&hand->from);
  return G_SOURCE_REMOVE;
}

/* The focus, or whether the window has the keyboard. */
static void
changed_cb (GtkWindow *window, GParamSpec *pspec, Hand *hand)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *menu = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  if (focus == NULL)
    return;
  if (menu == NULL) {
    g_set_weak_pointer (&hand->outside, focus);
    if (hand->menu != NULL && hand->source_id == 0)
      hand->source_id = g_idle_add_full (G_PRIORITY_HIGH, return_cb, hand, NULL);
  } else if (menu != hand->menu) {
    g_set_weak_pointer (&hand->menu, menu);
    g_set_weak_pointer (&hand->from, hand->outside);
  }
}

/**
 * zpi_menu_return_watch:
 * @window: a window
 *
 * Gives the focus back to what had it before a menu of @window. Once, however often it is asked.
 * Main thread.
 */
void
zpi_menu_return_watch (GtkWidget *window)
{
  Hand *hand;

  g_return_if_fail (GTK_IS_WINDOW (window));

  g_signal_handlers_disconnect_matched (window, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, changed_cb, NULL);
  hand = g_new0 (Hand, 1);
  hand->window = GTK_WINDOW (window);
  g_set_weak_pointer (&hand->outside, gtk_window_get_focus (GTK_WINDOW (window)));
  g_signal_connect_data (window, "notify", G_CALLBACK (changed_cb), hand, hand_free, 0);
}
