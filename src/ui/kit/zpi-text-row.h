/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ZpiTextRow:
 *
 * A row in which is typed: its title, and under it a plain entry of the toolkit. It is a
 * #GtkEditable, whose delegate is that entry. Property `secret`: what is typed is hidden, with a
 * way to look at it that is no stop for Tab. Signal `entry-activated`: Enter was pressed.
 */
#define ZPI_TYPE_TEXT_ROW (zpi_text_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (ZpiTextRow, zpi_text_row, ZPI, TEXT_ROW, AdwPreferencesRow)

struct _ZpiTextRowClass {
  AdwPreferencesRowClass parent_class;
};

GtkWidget *zpi_text_row_get_entry (ZpiTextRow *self);
void zpi_text_row_set_input (ZpiTextRow *self, GtkInputPurpose purpose, GtkInputHints hints);
void zpi_text_row_set_most (ZpiTextRow *self, guint most, guint fits);
void zpi_text_row_show (ZpiTextRow *self, const char *text);
void zpi_text_row_set_problem (ZpiTextRow *self, const char *text);

G_END_DECLS
