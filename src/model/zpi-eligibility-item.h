/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* One income in the check. For the two files that look at income. */

#include "zpi-eligibility-private.h"

G_BEGIN_DECLS

#define MONTHS_PER_YEAR 12

/* One income on its way to the sum. */
typedef struct {
  const ZpiIncome *income;
  guint index;
  const ZpiIncomeKind *kind; /* (nullable): the scheme does not know it */
  ZpiText label;
  const ZpiText *whose;
  const ZpiPeriod *period;
  gint64 total;  /* what was filled in, over @count months or one period */
  guint count;   /* months that were filled in; 0 for an amount per period */
  gint64 recent; /* of @total, what is of the last months before the reference date */
  guint n_recent;
  gint64 holiday_numerator;
  gint64 holiday_denominator;
  gint64 result;            /* per month, or per year where the scheme looks at years */
  ZpiRange range;           /* what it can be, in the same period */
  gboolean holiday_unknown; /* holiday pay is in it, or missing, and nobody knows how much */
  guint asked;              /* months that the scheme looks at */
  gboolean below_zero;      /* a loss: nobody knows whether it is set off */
  gboolean one_of_many;     /* one amount where months are asked */
  gboolean any_period;      /* nobody knows what the amount is for */
} ZpiCheckItem;

void zpi_check_item_name (ZpiStep *step, const ZpiCheckItem *item);
gint64 zpi_check_item_sane_amount (ZpiCheckRun *run, ZpiCheckItem *item, gint64 cents);
void zpi_check_item_find_period (ZpiCheckRun *run, ZpiCheckItem *item);
void zpi_check_item_doubt_months (ZpiCheckRun *run, ZpiCheckItem *item, const char *id);
void zpi_check_item_add_months (ZpiCheckRun *run, ZpiCheckItem *item);
void zpi_check_item_judge_basis (ZpiCheckRun *run, ZpiCheckItem *item);
gboolean zpi_check_is_of_absent_partner (const ZpiCheckRun *run, const ZpiIncome *income);
gboolean zpi_check_item_is_of_student (const ZpiCheckItem *item);
void zpi_check_item_convert (ZpiCheckRun *run, ZpiCheckItem *item);
void zpi_check_item_explain (ZpiCheckRun *run, const ZpiCheckItem *item);

G_END_DECLS
