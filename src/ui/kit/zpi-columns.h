/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a horizontal box does, with less work where texts wrap. */
#define ZPI_TYPE_COLUMNS (zpi_columns_get_type ())
G_DECLARE_FINAL_TYPE (ZpiColumns, zpi_columns, ZPI, COLUMNS, GtkLayoutManager)

void zpi_columns_see_to (GtkWidget *widget);
void zpi_columns_place (GtkWidget *child, const GtkAllocation *area);

G_END_DECLS
