/* SPDX-License-Identifier: EUPL-1.2 */

/* Dates as people know them: with a part that may be unknown ("00-00-1975"). */

#include "zpi-date.h"

static gboolean
parts_are_possible (int year, int month, int day)
{
  if (year < 1800 || year > 2200)
    return FALSE;
  if (month == 0)
    return day == 0;
  if (month < 0 || month > 12)
    return FALSE;
  return day == 0 || g_date_valid_dmy (day, month, year);
}

/**
 * zpi_date_set:
 * @date: (out): the date
 * @year: the year
 * @month: the month, or 0 when unknown
 * @day: the day, or 0 when unknown
 *
 * Returns: %FALSE, and @date untouched, when there is no such date
 */
gboolean
zpi_date_set (ZpiDate *date, int year, int month, int day)
{
  g_return_val_if_fail (date != NULL, FALSE);

  if (!parts_are_possible (year, month, day))
    return FALSE;
  date->year = year;
  date->month = month;
  date->day = day;
  if (day != 0)
    date->precision = ZPI_DATE_FULL;
  else
    date->precision = month != 0 ? ZPI_DATE_YEAR_MONTH : ZPI_DATE_YEAR;
  return TRUE;
}

/**
 * zpi_date_format:
 * @date: a date
 *
 * Returns: (transfer full): the date as people here write it ("01-05-1980", "00-00-1975",
 *   "onbekend"); empty for %ZPI_DATE_NONE
 */
char *
zpi_date_format (const ZpiDate *date)
{
  g_return_val_if_fail (date != NULL, NULL);

  if (date->precision == ZPI_DATE_NONE)
    return g_strdup ("");
  if (date->precision == ZPI_DATE_UNKNOWN)
    return g_strdup ("onbekend");
  return g_strdup_printf ("%02d-%02d-%04d", date->day, date->month, date->year);
}

/**
 * zpi_date_format_iso:
 * @date: a date that is known in full
 *
 * Returns: (transfer full): "1980-05-01", or empty when it is not a full date
 */
char *
zpi_date_format_iso (const ZpiDate *date)
{
  g_return_val_if_fail (date != NULL, NULL);

  if (date->precision != ZPI_DATE_FULL)
    return g_strdup ("");
  return g_strdup_printf ("%04d-%02d-%02d", date->year, date->month, date->day);
}

/**
 * zpi_date_is_full:
 * @date: a date
 *
 * Returns: whether day, month and year are known
 */
gboolean
zpi_date_is_full (const ZpiDate *date)
{
  g_return_val_if_fail (date != NULL, FALSE);

  return date->precision == ZPI_DATE_FULL;
}

/**
 * zpi_date_compare:
 * @a: a date
 * @b: another
 *
 * Compares year, month and day; unknown parts come first.
 *
 * Returns: less than, equal to, or more than 0
 */
int
zpi_date_compare (const ZpiDate *a, const ZpiDate *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->year != b->year)
    return a->year < b->year ? -1 : 1;
  if (a->month != b->month)
    return a->month < b->month ? -1 : 1;
  if (a->day != b->day)
    return a->day < b->day ? -1 : 1;
  return 0;
}

/**
 * zpi_date_earliest:
 * @date: a date with at least a year
 *
 * Returns: the first day it can be; unchanged when not even the year is known
 */
ZpiDate
zpi_date_earliest (const ZpiDate *date)
{
  ZpiDate result = ZPI_DATE_INIT;

  g_return_val_if_fail (date != NULL, result);

  if (date->precision == ZPI_DATE_NONE || date->precision == ZPI_DATE_UNKNOWN)
    return *date;
  zpi_date_set (&result, date->year, MAX (date->month, 1), MAX (date->day, 1));
  return result;
}

/**
 * zpi_date_latest:
 * @date: a date with at least a year
 *
 * Returns: the last day it can be; unchanged when not even the year is known
 */
ZpiDate
zpi_date_latest (const ZpiDate *date)
{
  ZpiDate result = ZPI_DATE_INIT;
  int month;

  g_return_val_if_fail (date != NULL, result);

  if (date->precision == ZPI_DATE_NONE || date->precision == ZPI_DATE_UNKNOWN)
    return *date;
  month = date->month != 0 ? date->month : 12;
  zpi_date_set (&result,
                date->year,
                month,
                date->day != 0 ? date->day : g_date_get_days_in_month (month, date->year));
  return result;
}

/**
 * zpi_date_add:
 * @date: a full date
 * @years: years to add, may be negative
 * @months: months to add, may be negative
 * @days: days to add, may be negative
 *
 * Years and months first, cut to the last day of the month; then days.
 *
 * Returns: the date; unchanged when @date is not full
 */
ZpiDate
zpi_date_add (const ZpiDate *date, int years, int months, int days)
{
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) moved = NULL;
  g_autoptr (GDateTime) end = NULL;
  ZpiDate result = ZPI_DATE_INIT;

  g_return_val_if_fail (date != NULL, result);

  if (date->precision != ZPI_DATE_FULL)
    return *date;
  start = g_date_time_new_utc (date->year, date->month, date->day, 12, 0, 0);
  moved = start != NULL ? g_date_time_add_months (start, years * 12 + months) : NULL;
  end = moved != NULL ? g_date_time_add_days (moved, days) : NULL;
  if (end == NULL)
    return *date;
  zpi_date_set (&result,
                g_date_time_get_year (end),
                g_date_time_get_month (end),
                g_date_time_get_day_of_month (end));
  return result;
}

/**
 * zpi_date_age_on:
 * @birth: a full date of birth
 * @on: a full date
 *
 * Counts whole years. Somebody born on 29 February turns a year older on 1 March in a year
 * without that day (Dutch civil practice: the year is full once the day has passed).
 *
 * Returns: the age in years, negative before birth
 */
int
zpi_date_age_on (const ZpiDate *birth, const ZpiDate *on)
{
  int age;

  g_return_val_if_fail (birth != NULL && on != NULL, 0);

  age = on->year - birth->year;
  if (on->month < birth->month || (on->month == birth->month && on->day < birth->day))
    age--;
  return age;
}
