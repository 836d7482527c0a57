/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What was pasted: @file, or a picture as @content, not looked at; neither when the clipboard
 * has no picture.
 * @object: for as long as it takes it stays alive */
typedef void (*ZpiPasteFunc) (GFile *file, GBytes *content, gpointer object);

gboolean zpi_paste_has_file (GdkClipboard *clipboard);
void zpi_paste_read_picture_async (GdkClipboard *clipboard,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GBytes *zpi_paste_read_picture_finish (GdkClipboard *clipboard, GAsyncResult *result);
void zpi_paste_read (GtkWidget *widget, ZpiPasteFunc func, gpointer object);
void zpi_paste_watch (GtkWidget *widget, const char *action);

G_END_DECLS
