/* SPDX-License-Identifier: EUPL-1.2 */

/* The pass year of a scheme: from when to when it runs, and when it can be asked for. A pass year
 * is called after the year in which it begins. */

#include "zpi-scheme-private.h"

#define DAYS_PER_WEEK 7

static ZpiDate
month_day_in (gint64 month_day, int year)
{
  ZpiDate date = ZPI_DATE_INIT;

  zpi_date_set (&date, year, (int) (month_day / 100), (int) (month_day % 100));
  return date;
}

/* The day on which @year begins. Looked up as it counts on 1 January of that year. */
static ZpiDate
first_day (const ZpiScheme *self, int year)
{
  ZpiDate january = {ZPI_DATE_FULL, year, 1, 1};

  return month_day_in (
      zpi_scheme_get_value (self, ZPI_PARAMETER_PASS_YEAR_START, &january)->integer,
      year);
}

/**
 * zpi_scheme_pass_year_bounds:
 * @self: a scheme
 * @year: a pass year
 * @first: (out): its first day
 * @last: (out): its last day
 */
void
zpi_scheme_pass_year_bounds (const ZpiScheme *self, int year, ZpiDate *first, ZpiDate *last)
{
  ZpiDate next;

  g_return_if_fail (self != NULL && first != NULL && last != NULL);

  *first = first_day (self, year);
  next = first_day (self, year + 1);
  *last = zpi_date_add (&next, 0, 0, -1);
}

/**
 * zpi_scheme_application_window:
 * @self: a scheme
 * @year: a pass year
 * @opens: (out): from when it can be asked for; #ZPI_DATE_NONE when the scheme does not say
 * @closes: (out): until when; #ZPI_DATE_NONE when the scheme does not say
 *
 * Returns: whether the scheme says anything
 */
gboolean
zpi_scheme_application_window (const ZpiScheme *self, int year, ZpiDate *opens, ZpiDate *closes)
{
  ZpiDate first;
  ZpiDate last;
  const ZpiValue *value;

  g_return_val_if_fail (self != NULL && opens != NULL && closes != NULL, FALSE);

  zpi_scheme_pass_year_bounds (self, year, &first, &last);
  *opens = *closes = (ZpiDate) ZPI_DATE_INIT;
  value = zpi_scheme_get_value (self, ZPI_PARAMETER_NEXT_YEAR_OPENS, &first);
  if (value->present) {
    *opens = month_day_in (value->integer, first.year);
    if (zpi_date_compare (opens, &first) > 0)
      *opens = month_day_in (value->integer, first.year - 1);
  }
  value = zpi_scheme_get_value (self, ZPI_PARAMETER_APPLICATION_CLOSES, &first);
  if (value->present) {
    *closes = month_day_in (value->integer, first.year);
    if (zpi_date_compare (closes, &first) < 0)
      *closes = month_day_in (value->integer, first.year + 1);
  }
  return zpi_date_is_full (opens) || zpi_date_is_full (closes);
}

/**
 * zpi_scheme_pass_year_on:
 * @self: a scheme
 * @on: a date
 *
 * Returns: the pass year that somebody asks for on @on: the running one, or the next once that has
 *   opened
 */
int
zpi_scheme_pass_year_on (const ZpiScheme *self, const ZpiDate *on)
{
  ZpiDate first;
  ZpiDate opens;
  ZpiDate closes;
  int year;

  g_return_val_if_fail (self != NULL && on != NULL, 0);

  year = on->year;
  first = first_day (self, year);
  if (zpi_date_compare (on, &first) < 0)
    year--;
  zpi_scheme_application_window (self, year + 1, &opens, &closes);
  if (zpi_date_is_full (&opens) && zpi_date_compare (on, &opens) >= 0)
    year++;
  return year;
}

/**
 * zpi_scheme_pass_year_preset:
 * @self: a scheme
 * @today: a date
 *
 * Returns: the pass year that a new application is for, until somebody chooses: that of
 *   [method@Scheme.pass_year_on], or the next when a decision and a pass (weeks of the handbook)
 *   would only come after this one has ended
 */
int
zpi_scheme_pass_year_preset (const ZpiScheme *self, const ZpiDate *today)
{
  gint64 decision = 0;
  gint64 delivery = 0;
  ZpiDate first;
  ZpiDate last;
  ZpiDate arrival;
  int year;

  g_return_val_if_fail (self != NULL && today != NULL, 0);

  year = zpi_scheme_pass_year_on (self, today);
  zpi_scheme_get_integer (self, ZPI_PARAMETER_DECISION_WEEKS, today, &decision);
  zpi_scheme_get_integer (self, ZPI_PARAMETER_PASS_DELIVERY_WEEKS, today, &delivery);
  arrival = zpi_date_add (today, 0, 0, (int) (decision + delivery) * DAYS_PER_WEEK);
  zpi_scheme_pass_year_bounds (self, year, &first, &last);
  return zpi_date_compare (&arrival, &last) > 0 ? year + 1 : year;
}

/**
 * zpi_scheme_reference_date_in:
 * @self: a scheme
 * @year: a pass year, or 0
 * @today: a date
 *
 * Returns: the date on which ages, norms and household count for @year: its first day while it has
 *   not begun, else @today
 */
ZpiDate
zpi_scheme_reference_date_in (const ZpiScheme *self, int year, const ZpiDate *today)
{
  ZpiDate first;
  ZpiDate last;

  g_return_val_if_fail (self != NULL && today != NULL, *today);

  if (year == 0)
    return *today;
  zpi_scheme_pass_year_bounds (self, year, &first, &last);
  return zpi_date_compare (today, &first) < 0 ? first : *today;
}
