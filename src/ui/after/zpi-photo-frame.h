/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiPhotoFrame:
 *
 * The part of a picture that becomes the photo on a pass: three by four, with a line for head and
 * shoulders. It is moved by dragging or with the arrow keys, and made larger and smaller by
 * scrolling or with plus and minus. Lies over the picture.
 */
#define ZPI_TYPE_PHOTO_FRAME (zpi_photo_frame_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPhotoFrame, zpi_photo_frame, ZPI, PHOTO_FRAME, GtkWidget)

GtkWidget *zpi_photo_frame_new (void);
/* @smallest: how high the frame is at least, as a part of the picture */
void zpi_photo_frame_set_picture (ZpiPhotoFrame *self, int width, int height, double smallest);
void zpi_photo_frame_get_part (ZpiPhotoFrame *self, graphene_rect_t *part);
void zpi_photo_frame_zoom (ZpiPhotoFrame *self, int steps);

G_END_DECLS
