/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a new one. What was made before opens as it did. */
#define ZPI_MIN_PIN_CHARS        6
#define ZPI_MIN_PASSPHRASE_CHARS 12

/**
 * ZpiPinWeakness:
 * @ZPI_PIN_FINE: nothing against it
 * @ZPI_PIN_REPEATS: the same digit or group of digits again and again
 * @ZPI_PIN_ROW: digits in a row, up or down
 * @ZPI_PIN_DATE: may be a date or a year
 *
 * What makes a PIN one of the first that are tried.
 */
typedef enum {
  ZPI_PIN_FINE,
  ZPI_PIN_REPEATS,
  ZPI_PIN_ROW,
  ZPI_PIN_DATE,
} ZpiPinWeakness;

ZpiPinWeakness zpi_pin_weakness (const char *pin);

G_END_DECLS
