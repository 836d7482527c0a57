/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-scheme.h"
#include "zpi-section-page.h"

G_BEGIN_DECLS

/**
 * ZpiIncomeGroup:
 *
 * The questions about one income, in a row below that of its kind: exactly those that the kind
 * asks. Signals: `remove-clicked`, `another-clicked`.
 */
#define ZPI_TYPE_INCOME_GROUP (zpi_income_group_get_type ())
G_DECLARE_FINAL_TYPE (ZpiIncomeGroup, zpi_income_group, ZPI, INCOME_GROUP, AdwPreferencesRow)

GtkWidget *zpi_income_group_new (const char *item, const ZpiIncomeKind *kind);
const char *zpi_income_group_get_item (ZpiIncomeGroup *self);
const ZpiIncomeKind *zpi_income_group_get_kind (ZpiIncomeGroup *self);
void zpi_income_group_set_number (ZpiIncomeGroup *self, guint number, guint n_of_kind);
void zpi_income_group_show (ZpiIncomeGroup *self, ZpiCase *zcase);
void zpi_income_group_show_asked (ZpiIncomeGroup *self, ZpiCase *zcase, const ZpiScheme *scheme);

void zpi_income_fill_in_new (ZpiCase *zcase, const char *item, const ZpiIncomeKind *kind);

G_END_DECLS
