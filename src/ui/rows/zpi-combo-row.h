/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-field-row.h"

G_BEGIN_DECLS

/* A question with more answers than can stand below each other. Property `key`. */
#define ZPI_TYPE_COMBO_ROW (zpi_combo_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiComboRow, zpi_combo_row, ZPI, COMBO_ROW, AdwComboRow)

GtkWidget *zpi_combo_row_new (const char *key);

G_END_DECLS
