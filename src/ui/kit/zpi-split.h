/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiSplit:
 *
 * A side list beside a page, or one of the two at a time where there is no room for both. The
 * property `narrow` says which it is; `showing-page` chooses while narrow.
 */
#define ZPI_TYPE_SPLIT (zpi_split_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSplit, zpi_split, ZPI, SPLIT, GtkWidget)

void zpi_split_set_side (ZpiSplit *self, GtkWidget *side);
void zpi_split_set_page (ZpiSplit *self, GtkWidget *page);
gboolean zpi_split_get_narrow (ZpiSplit *self);
gboolean zpi_split_get_showing_page (ZpiSplit *self);
void zpi_split_set_showing_page (ZpiSplit *self, gboolean showing_page);

G_END_DECLS
