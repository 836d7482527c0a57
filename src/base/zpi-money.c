/* SPDX-License-Identifier: EUPL-1.2 */

/* Amounts in whole euro cents, and the two ways people write them. */

#include "zpi-money.h"

#include <string.h>

/* Strips spaces, the euro sign and a trailing ",-"; FALSE when nothing sensible is left. */
static char *
normalise (const char *text)
{
  GString *clean = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isspace (c) && c != 0x20ac)
      g_string_append_unichar (clean, c);
  }
  if (g_str_has_prefix (clean->str, "EUR") || g_str_has_prefix (clean->str, "eur"))
    g_string_erase (clean, 0, 3);
  if (g_str_has_suffix (clean->str, ",-") || g_str_has_suffix (clean->str, ".-"))
    g_string_truncate (clean, clean->len - 2);
  return g_string_free (clean, FALSE);
}

/* The position of the separator before the cents, or -1. A mark before exactly three digits
 * separates thousands; one or two digits after the last mark are cents. */
static gssize
find_decimal_mark (const char *text, gsize length)
{
  for (gsize i = length; i > 0; i--) {
    gsize digits = length - i;

    if (text[i - 1] != ',' && text[i - 1] != '.')
      continue;
    if (digits <= 2)
      return (gssize) i - 1;
    return -1;
  }
  return -1;
}

/* Reads whole euros: digits, or groups of three behind one kind of mark. */
static gboolean
parse_euros (const char *text, gsize length, char other_than, gint64 *euros)
{
  gint64 value = 0;
  gsize run = 0;
  char mark = '\0';

  for (gsize i = 0; i < length; i++) {
    if (text[i] == '.' || text[i] == ',') {
      if (text[i] == other_than || (mark != '\0' && (text[i] != mark || run != 3)) || run == 0 ||
          run > 3)
        return FALSE;
      mark = text[i];
      run = 0;
      continue;
    }
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
    run++;
    value = value * 10 + (text[i] - '0');
    if (value > ZPI_MONEY_MAX_CENTS / 100)
      return FALSE;
  }
  if (mark != '\0' && run != 3)
    return FALSE;
  *euros = value;
  return length > 0;
}

/**
 * zpi_money_parse:
 * @text: (nullable): what was typed
 * @cents: (out): the amount in euro cents
 *
 * Understands "1250", "1250,5", "1250.50", "1.250", "1.250,00", "1,250.00", "€ 78,-", and "12,"
 * as it stands halfway through typing. A point or comma before exactly three digits separates
 * thousands: "1.250" is 1250 euros.
 *
 * Returns: %FALSE, and @cents untouched, when @text is no amount of at least 0
 */
gboolean
zpi_money_parse (const char *text, gint64 *cents)
{
  g_autofree char *clean = NULL;
  gsize length;
  gssize mark;
  gint64 euros = 0;
  gint64 part = 0;

  g_return_val_if_fail (cents != NULL, FALSE);

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  clean = normalise (text);
  length = strlen (clean);
  mark = find_decimal_mark (clean, length);
  if (mark < 0) {
    if (!parse_euros (clean, length, '\0', &euros))
      return FALSE;
  } else {
    const char *p = clean + mark + 1;

    if (!parse_euros (clean, mark, clean[mark], &euros))
      return FALSE;
    for (guint i = 0; i < 2; i++) {
      part *= 10;
      if (*p == '\0')
        continue;
      if (!g_ascii_isdigit (*p))
        return FALSE;
      part += *p++ - '0';
    }
  }
  if (euros * 100 + part > ZPI_MONEY_MAX_CENTS)
    return FALSE;
  *cents = euros * 100 + part;
  return TRUE;
}

/**
 * zpi_money_format:
 * @cents: an amount in euro cents
 *
 * Returns: (transfer full): the amount as people here write it, "€ 1.250,00"
 */
char *
zpi_money_format (gint64 cents)
{
  g_autofree char *plain = zpi_money_format_plain (ABS (cents));
  gsize euro_digits = strlen (plain) - 3;
  GString *result = g_string_new (cents < 0 ? "€ -" : "€ ");

  for (gsize i = 0; i < euro_digits; i++) {
    g_string_append_c (result, plain[i]);
    if (i + 1 < euro_digits && (euro_digits - i - 1) % 3 == 0)
      g_string_append_c (result, '.');
  }
  g_string_append (result, plain + euro_digits);
  return g_string_free (result, FALSE);
}

/**
 * zpi_money_format_plain:
 * @cents: an amount in euro cents
 *
 * Returns: (transfer full): "1250,00", as it would be typed
 */
char *
zpi_money_format_plain (gint64 cents)
{
  gint64 whole = ABS (cents);

  return g_strdup_printf ("%s%" G_GINT64_FORMAT ",%02d",
                          cents < 0 ? "-" : "",
                          whole / 100,
                          (int) (whole % 100));
}

/**
 * zpi_money_divide_half_up:
 * @numerator: at least 0
 * @denominator: more than 0
 *
 * Returns: the quotient, rounded half up
 */
gint64
zpi_money_divide_half_up (gint64 numerator, gint64 denominator)
{
  g_return_val_if_fail (numerator >= 0 && denominator > 0, 0);

  return numerator / denominator +
         (numerator % denominator >= denominator - numerator % denominator ? 1 : 0);
}
