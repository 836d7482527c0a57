/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

#include "zpi-overview.h"

G_BEGIN_DECLS

/* A section in the list at the side: its number, title, and state in words with an icon. */
#define ZPI_TYPE_SECTION_ROW (zpi_section_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSectionRow, zpi_section_row, ZPI, SECTION_ROW, GtkListBoxRow)

GtkWidget *zpi_section_row_new (guint number, const char *title);
void zpi_section_row_set_state (ZpiSectionRow *self, ZpiSectionState state, const char *detail);

G_END_DECLS
