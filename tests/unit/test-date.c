/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include <glib.h>

#include "zpi-clock.h"
#include "zpi-date.h"

typedef struct {
  const char *text;
  const char *shown; /* NULL: not a date */
  ZpiDatePrecision precision;
} ParseCase;

static const ParseCase parse_cases[] = {
    {"1-5-1980", "01-05-1980", ZPI_DATE_FULL},
    {" 01/05/1980 ", "01-05-1980", ZPI_DATE_FULL},
    {"1 5 1980", "01-05-1980", ZPI_DATE_FULL},
    {"1.5.1980", "01-05-1980", ZPI_DATE_FULL},
    {"01051980", "01-05-1980", ZPI_DATE_FULL},
    {"1980-05-01", "01-05-1980", ZPI_DATE_FULL},
    {"29-2-2000", "29-02-2000", ZPI_DATE_FULL},
    {"00-05-1980", "00-05-1980", ZPI_DATE_YEAR_MONTH},
    {"5-1980", "00-05-1980", ZPI_DATE_YEAR_MONTH},
    {"00-00-1975", "00-00-1975", ZPI_DATE_YEAR},
    {"1975", "00-00-1975", ZPI_DATE_YEAR},
    {"onbekend", "onbekend", ZPI_DATE_UNKNOWN},
    {"Unknown", "onbekend", ZPI_DATE_UNKNOWN},
    {"00-00-0000", "onbekend", ZPI_DATE_UNKNOWN},
    {"29-2-1900", NULL, 0},
    {"31-4-1980", NULL, 0},
    {"1-13-1980", NULL, 0},
    {"1-5-19", NULL, 0},
    {"1-5-", NULL, 0},
    {"1-5", NULL, 0},
    {"1-00-1980", NULL, 0},
    {"", NULL, 0},
    {"  ", NULL, 0},
    {"een mei", NULL, 0},
    {"1-5-1980x", NULL, 0},
    {"123456789", NULL, 0},
    {"1-2-3-1980", NULL, 0},
    {"-1-5-1980", NULL, 0},
    {"1-5-1799", NULL, 0},
    {"1-5-2201", NULL, 0},
    {"5 mei 1980", "05-05-1980", ZPI_DATE_FULL},
    {"1980, 5 mei", "05-05-1980", ZPI_DATE_FULL},
    {"5 1980 mei", NULL, 0},
    {"1 januari 1980", "01-01-1980", ZPI_DATE_FULL},
    {"5-mei-1980", "05-05-1980", ZPI_DATE_FULL},
    {"5mei1980", "05-05-1980", ZPI_DATE_FULL},
    {"donderdag 1 mei 1980", "01-05-1980", ZPI_DATE_FULL},
    {"Do. 1 mei 1980", "01-05-1980", ZPI_DATE_FULL},
    {"1 May 1980", "01-05-1980", ZPI_DATE_FULL},
    {"5 maja 1980", "05-05-1980", ZPI_DATE_FULL},
    {"3 wrze\u015bnia 1980", "03-09-1980", ZPI_DATE_FULL},
    {"16 PA\u0179DZIERNIKA 1980", "16-10-1980", ZPI_DATE_FULL},
    {"5 May\u0131s 1980", "05-05-1980", ZPI_DATE_FULL},
    {"14 A\u011fustos 1980", "14-08-1980", ZPI_DATE_FULL},
    {"5. M\u00e4rz 1980", "05-03-1980", ZPI_DATE_FULL},
    {"14 ao\u00fbt 1980", "14-08-1980", ZPI_DATE_FULL},
    {"5 de mayo de 1980", "05-05-1980", ZPI_DATE_FULL},
    {"5 listopada 1980", NULL, 0}, /* October in one language, November in another */
    {"5 \u043c\u0430\u044f 1980", "05-05-1980", ZPI_DATE_FULL},
    {"May 1, 1980", "01-05-1980", ZPI_DATE_FULL},
    {"1st of May 1980", "01-05-1980", ZPI_DATE_FULL},
    {"3e sept. 1980", "03-09-1980", ZPI_DATE_FULL},
    {"1980 mrt 3", "03-03-1980", ZPI_DATE_FULL},
    {"1-5-1980.", "01-05-1980", ZPI_DATE_FULL},
    {"5–5–1980", "05-05-1980", ZPI_DATE_FULL},
    {"5\u20115\u20111980", "05-05-1980", ZPI_DATE_FULL},
    {"5\u00a05\u00a01980", "05-05-1980", ZPI_DATE_FULL},
    {"05-01-1980\u200b", "05-01-1980", ZPI_DATE_FULL},
    {"１-５-１９８０", "01-05-1980", ZPI_DATE_FULL},
    {"19800501", "01-05-1980", ZPI_DATE_FULL},
    {"19800500", "00-05-1980", ZPI_DATE_YEAR_MONTH},
    {"1980-05", "00-05-1980", ZPI_DATE_YEAR_MONTH},
    {"1980-00", "00-00-1980", ZPI_DATE_YEAR},
    {"mei 1980", "00-05-1980", ZPI_DATE_YEAR_MONTH},
    {"00000000", "onbekend", ZPI_DATE_UNKNOWN},
    {"١-٥-١٩٨٠", "01-05-1980", ZPI_DATE_FULL},
    {"5-V-1980", "05-05-1980", ZPI_DATE_FULL},
    {"5 xii 1980", "05-12-1980", ZPI_DATE_FULL},
    {"V 1980", NULL, 0},
    {"5-vx-1980", NULL, 0},
    {"geboren 1-5-1980", "01-05-1980", ZPI_DATE_FULL},
    {"Geb. 1 mei 1980", "01-05-1980", ZPI_DATE_FULL},
    {"1980-05-01T00:00:00", "01-05-1980", ZPI_DATE_FULL},
    {"1980-05-01 00:00", "01-05-1980", ZPI_DATE_FULL},
    {"1980-05-01T", NULL, 0},
    {"5 mei '80", NULL, 0},
    {"5 mei 80", NULL, 0},
    {"5 mei", NULL, 0},
    {"mei", NULL, 0},
    {"31 april 1980", NULL, 0},
    {"5 mei juni 1980", NULL, 0},
    {"5 mees 1980", NULL, 0},
    {"maandag 1980", NULL, 0},
    {"198005", "00-05-1980", ZPI_DATE_YEAR_MONTH},
    {"051980", "00-05-1980", ZPI_DATE_YEAR_MONTH},
    {"191205", NULL, 0},
    {"190512", NULL, 0},
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parse_cases); i++) {
    ZpiDate date = {ZPI_DATE_NONE, -1, -1, -1};
    gboolean ok = zpi_date_parse (parse_cases[i].text, &date);

    g_test_message ("%s", parse_cases[i].text);
    g_assert_cmpint (ok, ==, parse_cases[i].shown != NULL);
    if (ok) {
      g_autofree char *shown = zpi_date_format (&date);

      g_assert_cmpstr (shown, ==, parse_cases[i].shown);
      g_assert_cmpint (date.precision, ==, parse_cases[i].precision);
    } else {
      g_assert_cmpint (date.year, ==, -1);
    }
  }
  g_assert_false (zpi_date_parse (NULL, &(ZpiDate) ZPI_DATE_INIT));
}

/* What people are called is no month in the name of a file; typed as a month it is one. */
static void
test_month_names (void)
{
  static const char *const names[] = {"Maja", "Julio", "Mayo"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_cmpint (zpi_month_from_name (names[i]), ==, 0);
    g_assert_cmpint (zpi_month_from_any_name (names[i]), !=, 0);
  }
  g_assert_cmpint (zpi_month_from_any_name ("m\u00e4rz"), ==, 3);
  g_assert_cmpint (zpi_month_from_any_name ("oktober"), ==, 10);
  g_assert_cmpint (zpi_month_from_any_name ("loon"), ==, 0);
}

static void
test_explain (void)
{
  static const struct {
    const char *text;
    ZpiDateFault fault;
  } table[] = {
      {"1-5-19", ZPI_DATE_FAULT_YEAR},
      {"5 mei 80", ZPI_DATE_FAULT_YEAR},
      {"5 mei", ZPI_DATE_FAULT_YEAR},
      {"1-5", ZPI_DATE_FAULT_YEAR},
      {"010580", ZPI_DATE_FAULT_YEAR},
      {"31-02-1980", ZPI_DATE_FAULT_IMPOSSIBLE},
      {"30 feb 1980", ZPI_DATE_FAULT_IMPOSSIBLE},
      {"13-1980", ZPI_DATE_FAULT_IMPOSSIBLE},
      {"99999999", ZPI_DATE_FAULT_IMPOSSIBLE},
      {"1-5-1799", ZPI_DATE_FAULT_IMPOSSIBLE},
      {"een mei", ZPI_DATE_FAULT_FORM},
      {"", ZPI_DATE_FAULT_FORM},
      {"1-5-1980x", ZPI_DATE_FAULT_FORM},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_test_message ("%s", table[i].text);
    g_assert_false (zpi_date_parse (table[i].text, &(ZpiDate) ZPI_DATE_INIT));
    g_assert_cmpint (zpi_date_explain (table[i].text), ==, table[i].fault);
  }
}

static void
test_round_trip (void)
{
  ZpiDate day = ZPI_DATE_INIT;

  g_assert_true (zpi_date_set (&day, 1899, 12, 31));
  for (guint i = 0; i < 60000; i++) {
    ZpiDate again = ZPI_DATE_INIT;
    ZpiDate iso = ZPI_DATE_INIT;
    g_autofree char *typed = zpi_date_format (&day);
    g_autofree char *wire = zpi_date_format_iso (&day);
    ZpiDate next = zpi_date_add (&day, 0, 0, 1);

    g_assert_true (zpi_date_parse (typed, &again));
    g_assert_true (zpi_date_parse_iso (wire, &iso));
    g_assert_cmpint (zpi_date_compare (&day, &again), ==, 0);
    g_assert_cmpint (zpi_date_compare (&day, &iso), ==, 0);
    g_assert_cmpint (zpi_date_compare (&day, &next), <, 0);
    day = next;
  }
}

static void
test_iso (void)
{
  const char *const wrong[] = {"2026-1-15",
                               "2026-02-30",
                               "2026-00-00",
                               "2026-01-00",
                               "15-01-2026",
                               "2026/01/15",
                               "2026-01-15T",
                               "",
                               "abcd-ef-gh"};
  ZpiDate date = ZPI_DATE_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (zpi_date_parse_iso (wrong[i], &date));
  g_assert_false (zpi_date_parse_iso (NULL, &date));
  g_assert_cmpint (date.precision, ==, ZPI_DATE_NONE);
}

static ZpiDate
full (const char *iso)
{
  ZpiDate date = ZPI_DATE_INIT;

  g_assert_true (zpi_date_parse_iso (iso, &date));
  return date;
}

static void
check_age (const char *birth, const char *on, int age)
{
  ZpiDate born = full (birth);
  ZpiDate day = full (on);

  g_assert_cmpint (zpi_date_age_on (&born, &day), ==, age);
}

static void
test_age (void)
{
  check_age ("2008-01-15", "2026-01-14", 17);
  check_age ("2008-01-15", "2026-01-15", 18);
  check_age ("2008-01-15", "2026-01-16", 18);
  check_age ("2008-02-29", "2026-02-28", 17);
  check_age ("2008-02-29", "2026-03-01", 18);
  check_age ("2008-02-29", "2028-02-29", 20);
  check_age ("2026-01-15", "2026-01-15", 0);
  check_age ("2026-06-01", "2026-01-15", -1);
}

static void
test_bounds (void)
{
  ZpiDate year = ZPI_DATE_INIT, month = ZPI_DATE_INIT, unknown = ZPI_DATE_INIT;
  ZpiDate got;
  g_autofree char *text = NULL;

  g_assert_true (zpi_date_parse ("1975", &year));
  g_assert_true (zpi_date_parse ("2-1976", &month));
  g_assert_true (zpi_date_parse ("onbekend", &unknown));
  got = zpi_date_latest (&month);
  g_assert_cmpint (got.day, ==, 29);
  got = zpi_date_earliest (&year);
  text = zpi_date_format_iso (&got);
  g_assert_cmpstr (text, ==, "1975-01-01");
  got = zpi_date_latest (&year);
  g_assert_cmpint (got.month * 100 + got.day, ==, 1231);
  g_assert_cmpint (zpi_date_latest (&unknown).precision, ==, ZPI_DATE_UNKNOWN);
  g_assert_cmpint (zpi_date_earliest (&unknown).precision, ==, ZPI_DATE_UNKNOWN);
}

static void
test_add (void)
{
  ZpiDate leap = full ("2024-02-29");
  ZpiDate got = zpi_date_add (&leap, 1, 0, 0);
  g_autofree char *text = zpi_date_format_iso (&got);
  ZpiDate vague = ZPI_DATE_INIT;

  g_assert_cmpstr (text, ==, "2025-02-28");
  g_assert_true (zpi_date_parse ("1975", &vague));
  g_assert_cmpint (zpi_date_add (&vague, 1, 0, 0).year, ==, 1975);
}

static gint64
fixed_clock (gpointer user_data)
{
  return *(gint64 *) user_data;
}

static void
test_clock (void)
{
  gint64 now = 0, parsed = 0;
  g_autofree char *text = NULL;
  ZpiDate today;

  g_assert_true (zpi_clock_parse_iso ("2026-01-15T23:30:00Z", &now));
  zpi_clock_set_source (fixed_clock, &now);
  today = zpi_clock_today ();
  zpi_clock_set_source (NULL, NULL);
  /* Half past eleven in UTC is the next day in Zoetermeer. */
  g_assert_cmpint (today.day, ==, 16);
  text = zpi_clock_format_iso (now);
  g_assert_cmpstr (text, ==, "2026-01-15T23:30:00Z");
  g_assert_true (zpi_clock_parse_iso ("2026-01-16T00:30:00+01:00", &parsed));
  g_assert_cmpint (parsed, ==, now);
  g_assert_false (zpi_clock_parse_iso ("16 January", &parsed));
  g_assert_false (zpi_clock_parse_iso (NULL, &parsed));
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "Europe/Amsterdam", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/date/parse", test_parse);
  g_test_add_func ("/date/month-names", test_month_names);
  g_test_add_func ("/date/explain", test_explain);
  g_test_add_func ("/date/round-trip", test_round_trip);
  g_test_add_func ("/date/iso", test_iso);
  g_test_add_func ("/date/age", test_age);
  g_test_add_func ("/date/bounds", test_bounds);
  g_test_add_func ("/date/add", test_add);
  g_test_add_func ("/clock/today-and-iso", test_clock);

  return g_test_run ();
}
