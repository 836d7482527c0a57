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
    {",50", 50},
    {".50", 50},
    {",00", -1},
    {",500", -1},
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
    {"١٢", 1200},
    {"Eur. 1250,-", 125000},
    {"1250,__", 125000},
    {"_", -1},
    {"1250 euro", 125000},
    {"1250 EUR", 125000},
    {"Eur 1250", 125000},
    {"1250 Euro's", 125000},
    {"1.250,=", 125000},
    {"1250,--", 125000},
    {"1250.-", 125000},
    {"€ 1250,—", 125000},
    {"+ 1.250,00", 125000},
    {"+1250", 125000},
    {"1.250,00 +", 125000},
    {"1'250,00", 125000},
    {"1’250,00", 125000},
    {"1250\u200b", 125000},
    {"\ufeff€\u00a01\u202f250", 125000},
    {"1250/mnd", 125000},
    {"1.250 p/m", 125000},
    {"€ 1.250,00 netto per maand", 125000},
    {"1.250,00.", 125000},
    {"€ 1 250,- p.m.", 125000},
    {"１２５０", 125000},
    /* As they are read out or copied from a slip. */
    {"1.250, -", 125000},
    {"€ 1.250 , -", 125000},
    {"1250 mnd", 125000},
    {"1250 mnd.", 125000},
    {"1250 maandelijks", 125000},
    {"1,250.00 monthly", 125000},
    {"Te ontvangen: € 1.250,00", 125000},
    {"-0", 0},
    {"12 50", -1},
    {"1250 per week", -1},
    {"1250 bruto", -1},
    {"1250 of 1300", -1},
    {"5,-5", -1},
    /* On the way to 1.400 or to 1,40; a comma is for cents. */
    {"1.4", -1},
    {"€ 12.5", -1},
    {"250.5", -1},
    {"1,4", 140},
    {"1.40", 140},
    {"1.400", 140000},
    {"0.5", 50},
    {"1250.5", 125050},
    {"1,250.5", 125050},
    {"1.250,5", 125050},
    {"1.250.5", -1},
    {"1 250.5", 125050},
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
test_why_not (void)
{
  static const struct {
    const char *text;
    ZpiMoneyForm form;
  } table[] = {
      {"", ZPI_MONEY_NO_AMOUNT},
      {"twaalf", ZPI_MONEY_NO_AMOUNT},
      {"-", ZPI_MONEY_NO_AMOUNT},
      {"1.4", ZPI_MONEY_UNCLEAR},
      {"-1.4", ZPI_MONEY_UNCLEAR},
      {"€ 1.4 per maand", ZPI_MONEY_UNCLEAR},
      {"1.a", ZPI_MONEY_NO_AMOUNT},
      {"-150", ZPI_MONEY_NEGATIVE},
      {"\u2212 1.250,00", ZPI_MONEY_NEGATIVE},
      {"1.250,00-", ZPI_MONEY_NEGATIVE},
      {"1.250,00 -", ZPI_MONEY_NEGATIVE},
      {"€ -150", ZPI_MONEY_NEGATIVE},
      {"-/- 150 euro", ZPI_MONEY_NEGATIVE},
      {"(1.250,00)", ZPI_MONEY_NEGATIVE},
      {"-99999999999", ZPI_MONEY_NEGATIVE},
      {"99999999999999999999", ZPI_MONEY_TOO_LARGE},
      {"10.000.000,01", ZPI_MONEY_TOO_LARGE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    gint64 cents = -7;

    g_test_message ("'%s'", table[i].text);
    g_assert_cmpint (zpi_money_read (table[i].text, &cents), ==, table[i].form);
    if (table[i].form == ZPI_MONEY_NEGATIVE)
      g_assert_cmpint (cents, <=, -15000);
    else
      g_assert_cmpint (cents, ==, -7);
  }
}

static void
test_says_month (void)
{
  static const char *const month[] = {"1500 p/m",
                                      "€ 1.500,- per maand",
                                      "1500/mnd.",
                                      "1500 p.m.",
                                      "p.mnd. 1500",
                                      "1500 PM",
                                      "1500 (per month)",
                                      "1500 /m"};
  static const char *const other[] =
      {"1500", "€ 1.500,-", "1500 netto", "1500 per week", "maand", ""};

  for (guint i = 0; i < G_N_ELEMENTS (month); i++)
    g_assert_true (zpi_money_says_month (month[i]));
  for (guint i = 0; i < G_N_ELEMENTS (other); i++)
    g_assert_false (zpi_money_says_month (other[i]));
  g_assert_false (zpi_money_says_month (NULL));
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
  g_test_add_func ("/money/why-not", test_why_not);
  g_test_add_func ("/money/says-month", test_says_month);
  g_test_add_func ("/money/format", test_format);
  g_test_add_func ("/money/round-trip", test_round_trip);
  g_test_add_func ("/money/divide", test_divide);

  return g_test_run ();
}
