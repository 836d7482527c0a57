/* SPDX-License-Identifier: EUPL-1.2 */

/* Wall-clock time, in one place so that tests can set it. */

#include "zpi-clock.h"

static ZpiClockFunc source = NULL;
static gpointer source_data = NULL;

/**
 * zpi_clock_now_us:
 *
 * Returns: the wall-clock time in microseconds since 1970, UTC. Any thread.
 */
gint64
zpi_clock_now_us (void)
{
  return source != NULL ? source (source_data) : g_get_real_time ();
}

/**
 * zpi_clock_today:
 *
 * Returns: today in the local time zone
 */
ZpiDate
zpi_clock_today (void)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (zpi_clock_now_us () / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  ZpiDate today = ZPI_DATE_INIT;

  zpi_date_set (&today,
                g_date_time_get_year (local),
                g_date_time_get_month (local),
                g_date_time_get_day_of_month (local));
  return today;
}

/**
 * zpi_clock_format_iso:
 * @time_us: microseconds since 1970
 *
 * Returns: (transfer full): the time as ISO 8601 in UTC, to the second ("2026-01-15T13:05:00Z")
 */
char *
zpi_clock_format_iso (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

/**
 * zpi_clock_parse_iso:
 * @text: (nullable): an ISO 8601 time with a time zone
 * @time_us: (out): microseconds since 1970
 *
 * Returns: %FALSE when @text is not such a time
 */
gboolean
zpi_clock_parse_iso (const char *text, gint64 *time_us)
{
  g_autoptr (GDateTime) parsed = NULL;

  g_return_val_if_fail (time_us != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  parsed = g_date_time_new_from_iso8601 (text, NULL);
  if (parsed == NULL)
    return FALSE;
  *time_us = g_date_time_to_unix (parsed) * G_USEC_PER_SEC + g_date_time_get_microsecond (parsed);
  return TRUE;
}

/**
 * zpi_clock_end_of_day_us:
 * @iso_date: (nullable): "2026-01-15"
 *
 * Returns: the last second of that day in the local time zone, in microseconds since 1970; 0 when
 *   there is no such day
 */
gint64
zpi_clock_end_of_day_us (const char *iso_date)
{
  ZpiDate day;
  g_autoptr (GDateTime) end = NULL;

  if (!zpi_date_parse_iso (iso_date, &day))
    return 0;
  end = g_date_time_new_local (day.year, day.month, day.day, 23, 59, 59);
  return g_date_time_to_unix (end) * G_USEC_PER_SEC;
}

/**
 * zpi_clock_set_source:
 * @func: (nullable) (scope forever): where the time comes from, or %NULL for the real clock
 * @user_data: for @func
 *
 * Sets the clock, for tests.
 */
void
zpi_clock_set_source (ZpiClockFunc func, gpointer user_data)
{
  source = func;
  source_data = user_data;
}
