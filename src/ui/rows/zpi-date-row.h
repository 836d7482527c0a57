/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-entry-row.h"

G_BEGIN_DECLS

/* A date as text in the Dutch order; below it stands how it was understood, with the age. */
#define ZPI_TYPE_DATE_ROW (zpi_date_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiDateRow, zpi_date_row, ZPI, DATE_ROW, ZpiEntryRow)

G_END_DECLS
