/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What was pasted: @file, or a picture as @content (PNG); neither when the clipboard has no
 * picture.
 * @object: for as long as it takes it stays alive */
typedef void (*ZpiPasteFunc) (GFile *file, GBytes *content, gpointer object);

void zpi_paste_read (GtkWidget *widget, ZpiPasteFunc func, gpointer object);
void zpi_paste_watch (GtkWidget *widget, const char *action);

G_END_DECLS
