/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-field-row.h"
#include "zpi-plain-row.h"

G_BEGIN_DECLS

/* A statement with a switch: on is yes, off is not answered. Property `key`. */
#define ZPI_TYPE_FLAG_ROW (zpi_flag_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiFlagRow, zpi_flag_row, ZPI, FLAG_ROW, ZpiPlainRow)

GtkWidget *zpi_flag_row_new (const char *key);

G_END_DECLS
