/* SPDX-License-Identifier: EUPL-1.2 */

/* Who opens a menu by a key of the window (F10) and leaves it comes back to where the hand was. GTK
 * leaves the focus at the menu's button: what is typed next opens it again. */

#include "zpi-menu-return.h"

/* In whichever window; of the menu that was opened last. */
typedef struct {
  GtkWidget *outside; /* (weak) (nullable): what had the focus last that is in no menu */
  GtkWidget *menu;    /* (weak) (nullable) */
  GtkWidget *from;    /* (weak) (nullable): what had it before @menu */
  guint source_id;
} Hand;

static Hand hand;

static gboolean
is_in (GtkWidget *widget, GtkWidget *around)
{
  return widget == around || gtk_widget_is_ancestor (widget, around);
}

/* Not where something else took the focus: a question, a page, the cover of what is hidden. */
static gboolean
return_cb (gpointer user_data)
{
  GtkRoot *root = hand.from != NULL ? gtk_widget_get_root (hand.from) : NULL;
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  hand.source_id = 0;
  if (hand.menu != NULL && focus != NULL && is_in (focus, gtk_widget_get_parent (hand.menu)) &&
      gtk_widget_get_mapped (hand.from))
    gtk_widget_grab_focus (hand.from);
  g_clear_weak_pointer (&hand.menu);
  g_clear_weak_pointer (&hand.from);
  return G_SOURCE_REMOVE;
}

static void
focus_changed_cb (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *menu = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  if (focus == NULL)
    return;
  if (menu == NULL) {
    g_set_weak_pointer (&hand.outside, focus);
    if (hand.menu != NULL && hand.source_id == 0)
      hand.source_id = g_idle_add_full (G_PRIORITY_HIGH, return_cb, NULL, NULL);
  } else if (menu != hand.menu) {
    g_set_weak_pointer (&hand.menu, menu);
    g_set_weak_pointer (&hand.from, hand.outside);
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
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_signal_handlers_disconnect_by_func (window, focus_changed_cb, NULL);
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}
