/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiFrameSizes:
 *
 * Measures a window once for each frame. Under X11 GDK asks a window for its sizes as soon as
 * something in it changes, before the styles of what is new are known, and in the next frame once
 * more: all of a page that opens was laid out for nothing. Between two frames this answers with
 * what was true in the last one.
 */
#define ZPI_TYPE_FRAME_SIZES (zpi_frame_sizes_get_type ())
G_DECLARE_FINAL_TYPE (ZpiFrameSizes, zpi_frame_sizes, ZPI, FRAME_SIZES, GObject)

ZpiFrameSizes *zpi_frame_sizes_new (GtkWidget *window);
void zpi_frame_sizes_measure (ZpiFrameSizes *self,
                              GtkWidgetClass *measuring,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural);

G_END_DECLS
