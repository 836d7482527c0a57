/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-clock-boot.h"

#include <string.h>

static gint64
fixed (gpointer user_data)
{
  return *(gint64 *) user_data;
}

static void
test_source (void)
{
  gint64 now = G_GINT64_CONSTANT (1768485900000000);
  gint64 before = g_get_real_time ();

  zpi_clock_set_source (fixed, &now);
  g_assert_cmpint (zpi_clock_now_us (), ==, now);
  zpi_clock_set_source (NULL, NULL);
  g_assert_cmpint (zpi_clock_now_us (), >=, before);
}

/* Whatever the clock does, how long the computer runs is not touched by it. */
static void
test_started (void)
{
  gint64 now = G_GINT64_CONSTANT (1768485900000000);
  gint64 running = 0;
  g_autofree char *boot = zpi_clock_dup_boot_id ();
  g_autofree char *again = zpi_clock_dup_boot_id ();
  gint64 started = zpi_clock_started_us ();

  g_assert_cmpint (started, <, g_get_real_time ());
  g_assert_cmpint (ABS (started - zpi_clock_started_us ()), <, G_USEC_PER_SEC);
  g_assert_cmpstr (boot, ==, again);
  g_assert_cmpuint (strlen (boot), ==, 36);

  zpi_clock_set_source (fixed, &now);
  zpi_clock_set_since_boot (fixed, &running);
  g_assert_cmpint (zpi_clock_started_us (), ==, now);
  running = 5;
  g_assert_cmpint (zpi_clock_started_us (), ==, now - 5);
  zpi_clock_set_since_boot (NULL, NULL);
  zpi_clock_set_source (NULL, NULL);
}

/* Around midnight the day is the one on the wall here, not the one in Greenwich. */
static void
test_today (void)
{
  static const struct {
    const char *utc;
    const char *today;
  } cases[] = {
      {"2026-01-14T22:59:59Z", "2026-01-14"},
      {"2026-01-14T23:00:00Z", "2026-01-15"},
      {"2026-07-14T21:59:59Z", "2026-07-14"},
      {"2026-07-14T22:00:00Z", "2026-07-15"},
      {"2025-12-31T23:30:00Z", "2026-01-01"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;
    gint64 now = 0;
    ZpiDate today;

    g_assert_true (zpi_clock_parse_iso (cases[i].utc, &now));
    zpi_clock_set_source (fixed, &now);
    today = zpi_clock_today ();
    zpi_clock_set_source (NULL, NULL);
    text = zpi_date_format_iso (&today);
    g_assert_cmpstr (text, ==, cases[i].today);
  }
}

static void
test_iso (void)
{
  static const char *const bad[] = {NULL, "", "2026-01-15", "2026-01-15T25:00:00Z", "yesterday"};
  g_autofree char *text = zpi_clock_format_iso (G_GINT64_CONSTANT (1768485900999999));
  g_autofree char *beyond = zpi_clock_format_iso (G_MAXINT64);
  gint64 time_us = 5;
  gint64 same_us = 6;

  g_assert_cmpstr (text, ==, "2026-01-15T14:05:00Z");
  g_assert_cmpstr (beyond, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (zpi_clock_parse_iso (bad[i], &time_us));
  g_assert_cmpint (time_us, ==, 5);
  g_assert_true (zpi_clock_parse_iso ("2026-01-15T15:05:00.25+01:00", &time_us));
  g_assert_cmpint (time_us, ==, G_GINT64_CONSTANT (1768485900250000));
  g_assert_true (zpi_clock_parse_iso ("2026-01-15T14:05:00.25Z", &same_us));
  g_assert_cmpint (time_us, ==, same_us);
}

/* The last second of a day is the one here, in winter and in summer; no day, no second. */
static void
test_end_of_day (void)
{
  static const char *const days[][2] = {
      {"2026-01-15", "2026-01-15T22:59:59Z"},
      {"2026-07-15", "2026-07-15T21:59:59Z"},
      {"2028-02-29", "2028-02-29T22:59:59Z"},
  };
  static const char *const bad[] = {NULL, "", "2026-02-29", "2026-01", "0000-01-01"};

  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    g_autofree char *end = zpi_clock_format_iso (zpi_clock_end_of_day_us (days[i][0]));

    g_assert_cmpstr (end, ==, days[i][1]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (zpi_clock_end_of_day_us (bad[i]), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/source", test_source);
  g_test_add_func ("/clock/started", test_started);
  g_test_add_func ("/clock/today", test_today);
  g_test_add_func ("/clock/iso", test_iso);
  g_test_add_func ("/clock/end-of-day", test_end_of_day);
  return g_test_run ();
}
