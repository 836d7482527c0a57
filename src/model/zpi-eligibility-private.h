/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-eligibility.h"
#include "zpi-household.h"

G_BEGIN_DECLS

/* What an amount can be, given what is known. */
typedef struct {
  gint64 lowest;
  gint64 highest; /* G_MAXINT64: there is no telling */
} ZpiRange;

/* What the parts of the check share while it runs. */
typedef struct {
  const ZpiScheme *scheme;
  const ZpiApplication *application;
  ZpiDate on;
  int percentage; /* chosen by hand, or 0 */
  ZpiHousehold household;
  ZpiEligibility *result;
  ZpiRange limit;
  ZpiRange income;
  gboolean may_live_elsewhere; /* below 21, and perhaps not with parents */
  gboolean may_be_excluded;    /* by another rule than that of the income */
  gboolean doubtful;           /* the ranges overlap: the outcome is unknown because of @doubts */
  GPtrArray *doubts;           /* (element-type ZpiStep): why the ranges are no single amounts */
} ZpiCheckRun;

ZpiStep *zpi_check_explain (ZpiCheckRun *run, const char *id);
ZpiStep *zpi_check_warn_of (ZpiCheckRun *run, const char *id);
void zpi_check_doubt (ZpiCheckRun *run, const ZpiStep *step);
ZpiStep *zpi_check_miss (ZpiCheckRun *run, const char *id);
ZpiStep *zpi_check_find_wrong_income (const ZpiCheckRun *run, guint index);
ZpiStep *zpi_check_find_wrong_estimate (const ZpiCheckRun *run);
gboolean zpi_check_is_wrong_birth (const ZpiCheckRun *run, gboolean partner);

void zpi_check_limit (ZpiCheckRun *run);
void zpi_check_income (ZpiCheckRun *run);
void zpi_check_circumstances (ZpiCheckRun *run);

gint64 zpi_round (gint64 numerator, gint64 denominator, const char *rule);
const ZpiText *zpi_whose_text (const char *whose);

G_END_DECLS
