/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What copying and selecting would leave at the desk: both clipboards are given up when a window
 * loses the focus, and on request (lock, next client, exit). Content of other programs is left
 * alone. */
void zpi_leftovers_watch (GtkWindow *window);
void zpi_leftovers_clear (GtkWidget *widget);

G_END_DECLS
