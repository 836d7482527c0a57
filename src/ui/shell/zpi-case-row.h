/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-case-item.h"

G_BEGIN_DECLS

/* A case in a list: initials and number (or the name), state in words with an icon, next step, due
 * date. */
#define ZPI_TYPE_CASE_ROW (zpi_case_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCaseRow, zpi_case_row, ZPI, CASE_ROW, AdwActionRow)

GtkWidget *zpi_case_row_new (ZpiCaseItem *item, gboolean show_names);
ZpiCaseItem *zpi_case_row_get_item (ZpiCaseRow *self);

G_END_DECLS
