/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ZpiDatePrecision:
 * @ZPI_DATE_NONE: nothing was filled in
 * @ZPI_DATE_FULL: day, month and year (`Datum`)
 * @ZPI_DATE_YEAR_MONTH: month and year (`JaarMaandDatum`)
 * @ZPI_DATE_YEAR: the year only (`JaarDatum`)
 * @ZPI_DATE_UNKNOWN: known to be unknown (`DatumOnbekend`)
 *
 * How much of a date is known, in the BRP's terms.
 */
typedef enum {
  ZPI_DATE_NONE,
  ZPI_DATE_FULL,
  ZPI_DATE_YEAR_MONTH,
  ZPI_DATE_YEAR,
  ZPI_DATE_UNKNOWN,
} ZpiDatePrecision;

/**
 * ZpiDate:
 *
 * A date of which a part may be unknown. Unknown parts are 0.
 */
typedef struct {
  ZpiDatePrecision precision;
  int year;
  int month;
  int day;
} ZpiDate;

#define ZPI_DATE_INIT                                                                              \
  {                                                                                                \
    ZPI_DATE_NONE, 0, 0, 0                                                                         \
  }

/**
 * ZpiDateFault:
 * @ZPI_DATE_FAULT_FORM: there is no date in it
 * @ZPI_DATE_FAULT_YEAR: the year is missing or has not got four digits
 * @ZPI_DATE_FAULT_IMPOSSIBLE: there is no such day or month, or it is too long ago
 *
 * Why a text is no date.
 */
typedef enum {
  ZPI_DATE_FAULT_FORM,
  ZPI_DATE_FAULT_YEAR,
  ZPI_DATE_FAULT_IMPOSSIBLE,
} ZpiDateFault;

gboolean zpi_date_set (ZpiDate *date, int year, int month, int day);
gboolean zpi_date_parse (const char *text, ZpiDate *date);
gboolean zpi_date_parse_birth (const char *text, gboolean child, ZpiDate *date);
ZpiDateFault zpi_date_explain (const char *text);
int zpi_month_from_name (const char *word);
int zpi_month_from_any_name (const char *word);
void zpi_month_join_name (char *line);
gboolean zpi_date_parse_iso (const char *text, ZpiDate *date);
char *zpi_date_format (const ZpiDate *date);
char *zpi_date_format_iso (const ZpiDate *date);
gboolean zpi_date_is_full (const ZpiDate *date);
int zpi_date_compare (const ZpiDate *a, const ZpiDate *b);
ZpiDate zpi_date_earliest (const ZpiDate *date);
ZpiDate zpi_date_latest (const ZpiDate *date);
ZpiDate zpi_date_add (const ZpiDate *date, int years, int months, int days);
int zpi_date_age_on (const ZpiDate *birth, const ZpiDate *on);

G_END_DECLS
