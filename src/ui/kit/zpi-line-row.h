/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ZpiLineRow:
 *
 * Short questions that belong together, in one row of a group: beside each other where there is
 * room, below each other where there is not. Each has what stands below it (help, what was
 * understood, what is wrong) in its own column. A line below them can say what they come to.
 */
#define ZPI_TYPE_LINE_ROW (zpi_line_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiLineRow, zpi_line_row, ZPI, LINE_ROW, AdwPreferencesRow)

GtkWidget *zpi_line_row_new (void);
void zpi_line_row_add (ZpiLineRow *self, GtkWidget *row, int width_chars);
void zpi_line_row_add_button (ZpiLineRow *self, GtkWidget *button);
void zpi_line_row_set_sum (ZpiLineRow *self, const char *text);

G_END_DECLS
