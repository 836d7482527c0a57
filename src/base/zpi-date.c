/* SPDX-License-Identifier: EUPL-1.2 */

/* Dates as people know them: with a part that may be unknown ("00-00-1975"), typed in the
 * Dutch order. Parsing never fixes a date up: an impossible one is not a date. */

#include "zpi-date.h"

#include <string.h>

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

static gboolean
is_separator (char c)
{
  return c == '-' || c == '/' || c == '.' || c == ' ';
}

static int
digits_to_int (const char *start, gsize length)
{
  int value = 0;

  for (gsize i = 0; i < length; i++)
    value = value * 10 + (start[i] - '0');
  return value;
}

/* Splits into at most four runs of digits; FALSE when there is anything else in it. */
static gboolean
split_numbers (const char *text, int numbers[3], gsize lengths[3], guint *n_numbers)
{
  const char *p = text;

  *n_numbers = 0;
  while (*p != '\0') {
    const char *start = p;

    while (g_ascii_isdigit (*p))
      p++;
    if (p == start || p - start > 8 || *n_numbers == 3)
      return FALSE;
    lengths[*n_numbers] = p - start;
    numbers[*n_numbers] = digits_to_int (start, p - start);
    (*n_numbers)++;
    if (*p == '\0')
      break;
    if (!is_separator (*p))
      return FALSE;
    while (is_separator (*p))
      p++;
    if (*p == '\0')
      return FALSE;
  }
  return *n_numbers > 0;
}

static gboolean
parse_undivided (int number, gsize length, ZpiDate *date)
{
  if (length == 8)
    return zpi_date_set (date, number % 10000, number / 10000 % 100, number / 1000000);
  if (length == 4)
    return zpi_date_set (date, number, 0, 0);
  return FALSE;
}

/**
 * zpi_date_parse:
 * @text: (nullable): what was typed
 * @date: (out): the date
 *
 * Understands "1-5-1980", "01/05/1980", "1 5 1980", "01051980", "1980-05-01", and with unknown
 * parts "00-05-1980", "05-1980", "00-00-1980", "1980", "onbekend" and "unknown". A year of two
 * digits is not understood: it could be either century.
 *
 * Returns: %FALSE, and @date untouched, when @text is no such date
 */
gboolean
zpi_date_parse (const char *text, ZpiDate *date)
{
  g_autofree char *trimmed = NULL;
  int numbers[3] = {0};
  gsize lengths[3] = {0};
  guint n = 0;

  g_return_val_if_fail (date != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  trimmed = g_strstrip (g_strdup (text));
  if (g_ascii_strcasecmp (trimmed, "onbekend") == 0 ||
      g_ascii_strcasecmp (trimmed, "unknown") == 0 || strcmp (trimmed, "00-00-0000") == 0) {
    *date = (ZpiDate){.precision = ZPI_DATE_UNKNOWN};
    return TRUE;
  }
  if (!split_numbers (trimmed, numbers, lengths, &n))
    return FALSE;
  if (n == 1)
    return parse_undivided (numbers[0], lengths[0], date);
  if (n == 2)
    return lengths[1] == 4 && lengths[0] <= 2 && numbers[0] != 0 &&
           zpi_date_set (date, numbers[1], numbers[0], 0);
  if (lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2)
    return zpi_date_set (date, numbers[0], numbers[1], numbers[2]);
  return lengths[2] == 4 && lengths[0] <= 2 && lengths[1] <= 2 &&
         zpi_date_set (date, numbers[2], numbers[1], numbers[0]);
}

/**
 * zpi_date_parse_iso:
 * @text: (nullable): "2026-01-15"
 * @date: (out): the date
 *
 * Returns: %FALSE, and @date untouched, when @text is not a full ISO 8601 date
 */
gboolean
zpi_date_parse_iso (const char *text, ZpiDate *date)
{
  g_return_val_if_fail (date != NULL, FALSE);

  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
      return FALSE;
  if (digits_to_int (text + 8, 2) == 0)
    return FALSE;
  return zpi_date_set (date,
                       digits_to_int (text, 4),
                       digits_to_int (text + 5, 2),
                       digits_to_int (text + 8, 2));
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
