/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

const ZpiScheme *zpi_rules_get_current (void);
void zpi_rules_set_current (const ZpiScheme *scheme);
ZpiDate zpi_rules_reference_date (ZpiCase *zcase);
ZpiDate zpi_rules_months_before (ZpiCase *zcase);
char *zpi_rules_dup_title (const ZpiText *text);
char *zpi_rules_dup_income_title (const char *id);
char *zpi_rules_dup_numbered_title (const ZpiIncomeKind *kind, guint number, guint n_of_kind);
char *zpi_rules_dup_title_of_income (ZpiCase *zcase, const char *item);
char *zpi_rules_dup_month (const char *month);
char *zpi_rules_dup_month_title (const char *month);

G_END_DECLS
