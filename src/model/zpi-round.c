/* SPDX-License-Identifier: EUPL-1.2 */

/* Rounding by name, on exact fractions: amounts never pass through floating point. */

#include <string.h>

#include "zpi-eligibility-private.h"
#include "zpi-money.h"

/* @numerator / @denominator cents, rounded as the scheme says: half-up, down, up, to a cent or,
 * with "-euro" behind it, to a euro. */
gint64
zpi_round (gint64 numerator, gint64 denominator, const char *rule)
{
  gint64 unit = g_str_has_suffix (rule, "-euro") ? 100 : 1;
  gint64 divisor = denominator * unit;

  g_return_val_if_fail (numerator >= 0 && denominator > 0, 0);

  if (g_str_has_prefix (rule, "down"))
    return numerator / divisor * unit;
  if (g_str_has_prefix (rule, "up"))
    return (numerator + divisor - 1) / divisor * unit;
  return zpi_money_divide_half_up (numerator, divisor) * unit;
}
