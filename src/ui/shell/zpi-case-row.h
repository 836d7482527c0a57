/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-case-item.h"

G_BEGIN_DECLS

/**
 * ZpiCaseRow:
 *
 * A case in a list of the start page. Shows what changes of its case by itself; signal
 * `chosen-changed` when the counsellor ticks it.
 */
#define ZPI_TYPE_CASE_ROW (zpi_case_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCaseRow, zpi_case_row, ZPI, CASE_ROW, AdwActionRow)

GtkWidget *zpi_case_row_new (ZpiCaseItem *item, gboolean show_names);
ZpiCaseItem *zpi_case_row_get_item (ZpiCaseRow *self);
void zpi_case_row_set_show_names (ZpiCaseRow *self, gboolean show_names);
void zpi_case_row_set_choosing (ZpiCaseRow *self, gboolean choosing);
void zpi_case_row_set_chosen (ZpiCaseRow *self, gboolean chosen);
gboolean zpi_case_row_is_chosen (ZpiCaseRow *self);
void zpi_case_row_refresh (ZpiCaseRow *self);

G_END_DECLS
