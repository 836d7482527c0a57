/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiSelection:
 *
 * A part of a picture, chosen by dragging or with the keys: arrows move it, Shift with arrows
 * makes it larger and smaller. Lies over the picture; knows its shape to stay inside it. Asks what
 * is around it for the actions `selection.apply`, `selection.leave` and `selection.moved`.
 */
#define ZPI_TYPE_SELECTION (zpi_selection_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSelection, zpi_selection, ZPI, SELECTION, GtkWidget)

GtkWidget *zpi_selection_new (void);
void zpi_selection_set_picture_size (ZpiSelection *self, int width, int height);
void zpi_selection_reset (ZpiSelection *self);
void zpi_selection_get_part (ZpiSelection *self, graphene_rect_t *part);

G_END_DECLS
