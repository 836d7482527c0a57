/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ZpiZoomView:
 *
 * Shows a picture whole, or larger than its place: then it is scrolled, or dragged when `drags`.
 * The child draws the picture as large as fits into its room, in the middle. The signal `zoomed`
 * comes when it is shown at another size.
 */
#define ZPI_TYPE_ZOOM_VIEW (zpi_zoom_view_get_type ())
G_DECLARE_FINAL_TYPE (ZpiZoomView, zpi_zoom_view, ZPI, ZOOM_VIEW, AdwBin)

void zpi_zoom_view_set_picture (ZpiZoomView *self, GtkWidget *child);
void zpi_zoom_view_set_picture_size (ZpiZoomView *self, int width, int height);
void zpi_zoom_view_set_drags (ZpiZoomView *self, gboolean drags);
void zpi_zoom_view_zoom (ZpiZoomView *self, int steps);
void zpi_zoom_view_fit (ZpiZoomView *self);
void zpi_zoom_view_fit_width (ZpiZoomView *self);
double zpi_zoom_view_get_zoom (ZpiZoomView *self);
void zpi_zoom_view_get_shown_size (ZpiZoomView *self, double *width, double *height);
gboolean zpi_zoom_view_pan (ZpiZoomView *self, int dx, int dy);
void zpi_zoom_view_show_part (ZpiZoomView *self, const graphene_rect_t *part);

G_END_DECLS
