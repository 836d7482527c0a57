/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ZpiPlainRow:
 *
 * A row that never has the focus itself, only what is in it: one stop for the Tab key instead of
 * two, and assistive technology hears the switch or the button.
 */
#define ZPI_TYPE_PLAIN_ROW (zpi_plain_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (ZpiPlainRow, zpi_plain_row, ZPI, PLAIN_ROW, AdwActionRow)

struct _ZpiPlainRowClass {
  AdwActionRowClass parent_class;
};

GtkWidget *zpi_plain_row_new (const char *title, const char *subtitle);
GtkWidget *zpi_plain_row_add_switch (ZpiPlainRow *self);
void zpi_plain_row_add_button (ZpiPlainRow *self, GtkWidget *button, const char *name);

G_END_DECLS
