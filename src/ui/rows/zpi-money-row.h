/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-entry-row.h"

G_BEGIN_DECLS

/* An amount of money as text; below it stands how it was understood: "€ 1.250,00 a month". */
#define ZPI_TYPE_MONEY_ROW (zpi_money_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiMoneyRow, zpi_money_row, ZPI, MONEY_ROW, ZpiEntryRow)

void zpi_money_row_set_period (ZpiMoneyRow *self, const char *period);

G_END_DECLS
