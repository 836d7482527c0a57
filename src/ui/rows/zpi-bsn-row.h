/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-entry-row.h"

G_BEGIN_DECLS

/* A citizen service number. The number is in the text only: never in a name, title or tooltip. */
#define ZPI_TYPE_BSN_ROW (zpi_bsn_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiBsnRow, zpi_bsn_row, ZPI, BSN_ROW, ZpiEntryRow)

G_END_DECLS
