/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-leftovers.h"

static void
give_up (GdkClipboard *clipboard)
{
  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

/**
 * zpi_leftovers_clear:
 * @widget: a widget on the display
 *
 * Gives up CLIPBOARD and PRIMARY where their content is ours.
 */
void
zpi_leftovers_clear (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  give_up (gtk_widget_get_clipboard (widget));
  give_up (gtk_widget_get_primary_clipboard (widget));
}

static void
active_changed_cb (GtkWindow *window)
{
  if (!gtk_window_is_active (window))
    zpi_leftovers_clear (GTK_WIDGET (window));
}

/**
 * zpi_leftovers_watch:
 * @window: a window in which answers are shown
 *
 * Clears whenever @window loses the focus.
 */
void
zpi_leftovers_watch (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_signal_connect (window, "notify::is-active", G_CALLBACK (active_changed_cb), NULL);
}
