/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include <glib.h>

#include "zpi-money.h"

typedef struct {
  const char *text;
  gint64 cents; /* -1: not an amount */
} Amount;

static const Amount amounts[] = {
    {"0", 0},
    {"12", 1200},
    {"12,", 1200},
    {"12.", 1200},
    {"12,5", 1250},
    {"12.50", 1250},
    {"1250", 125000},
    {"1.250", 125000},
    {"1,250", 125000},
    {"1.250,00", 125000},
    {"1,250.00", 125000},
    {"1.234.567,89", 123456789},
    {"€ 78,-", 7800},
    {"EUR 78,-", 7800},
    {" 1 250,00 ", 125000},
    {"1 250", 125000},
    {",50", -1},
    {"", -1},
    {"€", -1},
    {"-5", -1},
    {"12,345,6", -1},
    {"12.5.0", -1},
    {"1.25.000", -1},
    {"1,2,3", -1},
    {"12a", -1},
    {"1e3", -1},
    {"12,5a", -1},
    {"1234,567", -1},
    {"1.250.00", -1},
    {"10000000", 1000000000},
    {"10000000,01", -1},
    {"10000001", -1},
    {"99999999999999999999", -1},
    {"١٢", -1},
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++) {
    gint64 cents = -7;
    gboolean ok = zpi_money_parse (amounts[i].text, &cents);

    g_test_message ("'%s'", amounts[i].text);
    g_assert_cmpint (ok, ==, amounts[i].cents >= 0);
    g_assert_cmpint (cents, ==, ok ? amounts[i].cents : -7);
  }
  g_assert_false (zpi_money_parse (NULL, &(gint64){0}));
  g_assert_false (zpi_money_parse ("\xff\xfe", &(gint64){0}));
}

static void
test_format (void)
{
  g_autofree char *small = zpi_money_format (5);
  g_autofree char *large = zpi_money_format (123456789);
  g_autofree char *negative = zpi_money_format (-125050);
  g_autofree char *plain = zpi_money_format_plain (-5);

  g_assert_cmpstr (small, ==, "€ 0,05");
  g_assert_cmpstr (large, ==, "€ 1.234.567,89");
  g_assert_cmpstr (negative, ==, "€ -1.250,50");
  g_assert_cmpstr (plain, ==, "-0,05");
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 20000; i++) {
    gint64 cents = g_test_rand_int_range (0, ZPI_MONEY_MAX_CENTS);
    g_autofree char *shown = zpi_money_format (cents);
    g_autofree char *plain = zpi_money_format_plain (cents);
    gint64 again = -1;

    g_assert_true (zpi_money_parse (shown, &again));
    g_assert_cmpint (again, ==, cents);
    g_assert_true (zpi_money_parse (plain, &again));
    g_assert_cmpint (again, ==, cents);
  }
}

static void
test_divide (void)
{
  g_assert_cmpint (zpi_money_divide_half_up (0, 3), ==, 0);
  g_assert_cmpint (zpi_money_divide_half_up (1, 2), ==, 1);
  g_assert_cmpint (zpi_money_divide_half_up (1, 3), ==, 0);
  g_assert_cmpint (zpi_money_divide_half_up (2, 3), ==, 1);
  g_assert_cmpint (zpi_money_divide_half_up (133143 * 120, 100), ==, 159772);
  g_assert_cmpint (zpi_money_divide_half_up (G_MAXINT64, G_MAXINT64), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/format", test_format);
  g_test_add_func ("/money/round-trip", test_round_trip);
  g_test_add_func ("/money/divide", test_divide);

  return g_test_run ();
}
