/* SPDX-License-Identifier: EUPL-1.2 */

/* Dates and months as they are typed. */

#include <string.h>

#include "zpi-checks-private.h"

#define OLDEST_AGE 120
#define ADULT_AGE  18

/* What the wire has: a full date, a year and month, a year, or "onbekend". */
static char *
format_wire (const ZpiDate *date)
{
  switch (date->precision) {
  case ZPI_DATE_FULL:
    return zpi_date_format_iso (date);
  case ZPI_DATE_YEAR_MONTH:
    return g_strdup_printf ("%04d-%02d", date->year, date->month);
  case ZPI_DATE_YEAR:
    return g_strdup_printf ("%04d", date->year);
  case ZPI_DATE_UNKNOWN:
  case ZPI_DATE_NONE:
  default:
    return g_strdup ("onbekend");
  }
}

/**
 * zpi_check_date:
 * @text: (nullable): what was typed
 *
 * Returns: the result for a date that must be complete; normalised is "2026-01-15"
 */
ZpiCheckResult
zpi_check_date (const char *text)
{
  g_autofree char *trimmed = zpi_check_trim (text);
  ZpiDate date = ZPI_DATE_INIT;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (!zpi_date_parse (trimmed, &date) || !zpi_date_is_full (&date))
    return zpi_check_refuse (ZPI_CHECK_DATE_IMPOSSIBLE);
  return zpi_check_ok (zpi_date_format_iso (&date));
}

/* What is remarkable about the age, on a date that is possible. */
static ZpiCheckCode
judge_age (const ZpiDate *earliest, const ZpiDate *latest, ZpiBirthOf whose, const ZpiDate *on)
{
  if (zpi_date_compare (earliest, on) > 0)
    return ZPI_CHECK_DATE_FUTURE;
  if (zpi_date_age_on (latest, on) > OLDEST_AGE)
    return ZPI_CHECK_DATE_TOO_OLD;
  if (whose == ZPI_BIRTH_OF_CHILD && zpi_date_age_on (latest, on) >= ADULT_AGE)
    return ZPI_CHECK_DATE_CHILD_ADULT;
  if (whose != ZPI_BIRTH_OF_CHILD && zpi_date_age_on (earliest, on) < ADULT_AGE)
    return ZPI_CHECK_DATE_MINOR;
  return ZPI_CHECK_OK;
}

/**
 * zpi_check_birth_date:
 * @text: (nullable): what was typed
 * @whose: whose date of birth it is
 * @on: (nullable): the reference date; %NULL leaves age alone
 *
 * Unknown parts are allowed: the registers have them too.
 *
 * Returns: the result; normalised is "1980-05-01", "1980-05", "1980", or "onbekend"
 */
ZpiCheckResult
zpi_check_birth_date (const char *text, ZpiBirthOf whose, const ZpiDate *on)
{
  g_autofree char *trimmed = zpi_check_trim (text);
  ZpiDate date = ZPI_DATE_INIT;
  ZpiCheckCode code = ZPI_CHECK_OK;
  ZpiDate earliest;
  ZpiDate latest;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (!zpi_date_parse (trimmed, &date))
    return zpi_check_refuse (ZPI_CHECK_DATE_IMPOSSIBLE);
  earliest = zpi_date_earliest (&date);
  latest = zpi_date_latest (&date);
  if (on != NULL && zpi_date_is_full (&earliest))
    code = judge_age (&earliest, &latest, whose, on);
  if (code == ZPI_CHECK_DATE_FUTURE || code == ZPI_CHECK_DATE_TOO_OLD)
    return zpi_check_refuse (code);
  if (code != ZPI_CHECK_OK)
    return zpi_check_warn (code, format_wire (&date));
  if (zpi_date_is_full (&date))
    return zpi_check_ok (format_wire (&date));
  return (ZpiCheckResult){ZPI_CHECK_DATE_PARTLY, ZPI_SEVERITY_OK, format_wire (&date), NULL};
}

/* The number of a month's name or its first letters, in either language; 0 when it is none. */
static int
month_from_name (const char *word)
{
  static const char *const names[] = {"jan",
                                      "feb",
                                      "maart",
                                      "mrt",
                                      "mar",
                                      "apr",
                                      "mei",
                                      "may",
                                      "jun",
                                      "jul",
                                      "aug",
                                      "sep",
                                      "okt",
                                      "oct",
                                      "nov",
                                      "dec"};
  static const int numbers[] = {1, 2, 3, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10, 10, 11, 12};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strncasecmp (word, names[i], strlen (names[i])) == 0)
      return numbers[i];
  return 0;
}

static gboolean
parse_month (const char *text, int *year, int *month)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " -/.", 0);
  const char *words[2] = {NULL, NULL};
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] == '\0')
      continue;
    if (n == 2)
      return FALSE;
    words[n++] = parts[i];
  }
  if (n != 2)
    return FALSE;
  if (strlen (words[0]) == 4 && zpi_check_only_digits (words[0])) {
    const char *first = words[0];

    words[0] = words[1];
    words[1] = first;
  }
  if (strlen (words[1]) != 4 || !zpi_check_only_digits (words[1]))
    return FALSE;
  *year = (int) g_ascii_strtoll (words[1], NULL, 10);
  *month = zpi_check_only_digits (words[0]) && strlen (words[0]) <= 2
               ? (int) g_ascii_strtoll (words[0], NULL, 10)
               : month_from_name (words[0]);
  return *month >= 1 && *month <= 12 && *year >= 1900 && *year <= 2200;
}

/**
 * zpi_check_month:
 * @text: (nullable): what was typed: "2025-12", "12-2025", "december 2025"
 *
 * Returns: the result; normalised is "2025-12"
 */
ZpiCheckResult
zpi_check_month (const char *text)
{
  g_autofree char *trimmed = zpi_check_trim (text);
  int year = 0;
  int month = 0;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (!parse_month (trimmed, &year, &month))
    return zpi_check_refuse (ZPI_CHECK_MONTH_FORM);
  return zpi_check_ok (g_strdup_printf ("%04d-%02d", year, month));
}
