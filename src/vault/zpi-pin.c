/* SPDX-License-Identifier: EUPL-1.2 */

/* PINs that are tried first: dates, rows and repeats. Together they are a fraction of a per cent of
 * all six digits, and a fifth of what people choose. */

#include "zpi-pin.h"

#include <string.h>

/* Longer than this it is a passphrase of digits. */
#define MAX_DIGITS 11

static gboolean
all_digits (const char *pin, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (pin[i]))
      return FALSE;
  return TRUE;
}

static gboolean
repeats (const char *pin, gsize length)
{
  for (gsize period = 1; period <= length / 2; period++) {
    gsize i = period;

    while (i < length && pin[i] == pin[i - period])
      i++;
    if (i == length)
      return TRUE;
  }
  return FALSE;
}

/* After the 9 comes the 0, as on the keys. */
static gboolean
is_row (const char *pin, gsize length)
{
  const int step = (pin[1] - pin[0] + 10) % 10;

  if (step != 1 && step != 9)
    return FALSE;
  for (gsize i = 1; i + 1 < length; i++)
    if ((pin[i + 1] - pin[i] + 10) % 10 != step)
      return FALSE;
  return TRUE;
}

static guint
number (const char *digits, gsize length)
{
  guint value = 0;

  for (gsize i = 0; i < length; i++)
    value = value * 10 + (guint) (digits[i] - '0');
  return value;
}

static gboolean
day_and_month (guint day, guint month)
{
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

static gboolean
is_year (guint year)
{
  return year >= 1900 && year <= 2099;
}

static gboolean
is_date (const char *pin, gsize length)
{
  const guint first = number (pin, 2);
  const guint second = number (pin + 2, 2);

  if (length == 4)
    return is_year (number (pin, 4)) || day_and_month (first, second);
  if (length == 6)
    return day_and_month (first, second) || day_and_month (number (pin + 4, 2), second);
  if (length == 8)
    return (day_and_month (first, second) && is_year (number (pin + 4, 4))) ||
           (is_year (number (pin, 4)) && day_and_month (number (pin + 6, 2), number (pin + 4, 2)));
  return FALSE;
}

/**
 * zpi_pin_weakness:
 * @pin: (nullable): a PIN or passphrase
 *
 * Returns: what is against it; nothing for what is not all digits
 */
ZpiPinWeakness
zpi_pin_weakness (const char *pin)
{
  const gsize length = pin != NULL ? strlen (pin) : 0;

  if (length < 4 || length > MAX_DIGITS || !all_digits (pin, length))
    return ZPI_PIN_FINE;
  if (repeats (pin, length))
    return ZPI_PIN_REPEATS;
  if (is_row (pin, length))
    return ZPI_PIN_ROW;
  return is_date (pin, length) ? ZPI_PIN_DATE : ZPI_PIN_FINE;
}
