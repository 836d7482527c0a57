/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest amount that a field takes: ten million euros. */
#define ZPI_MONEY_MAX_CENTS (G_GINT64_CONSTANT (1000000000))

/**
 * ZpiMoneyForm:
 * @ZPI_MONEY_AMOUNT: an amount of at least 0
 * @ZPI_MONEY_NO_AMOUNT: no amount
 * @ZPI_MONEY_UNCLEAR: a point with one digit behind it: thousands that are not finished, or cents
 * @ZPI_MONEY_NEGATIVE: an amount below 0: a loss
 * @ZPI_MONEY_TOO_LARGE: an amount that no field takes
 *
 * What a text is, as an amount.
 */
typedef enum {
  ZPI_MONEY_AMOUNT,
  ZPI_MONEY_NO_AMOUNT,
  ZPI_MONEY_UNCLEAR,
  ZPI_MONEY_NEGATIVE,
  ZPI_MONEY_TOO_LARGE,
} ZpiMoneyForm;

ZpiMoneyForm zpi_money_read (const char *text, gint64 *cents);
gboolean zpi_money_parse (const char *text, gint64 *cents);
gboolean zpi_money_says_month (const char *text);
char *zpi_money_format (gint64 cents);
char *zpi_money_format_plain (gint64 cents);
gint64 zpi_money_divide_half_up (gint64 numerator, gint64 denominator);

G_END_DECLS
