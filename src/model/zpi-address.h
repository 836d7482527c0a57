/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"

G_BEGIN_DECLS

/**
 * ZpiAddress:
 * @street: (nullable): its name
 * @number: (nullable): the house number with what belongs to it, "12 b"
 * @postcode: (nullable): as it is sent
 * @city: (nullable): the place
 *
 * What an address in one line says.
 */
typedef struct {
  char *street;
  char *number;
  char *postcode;
  char *city;
} ZpiAddress;

void zpi_address_clear (ZpiAddress *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZpiAddress, zpi_address_clear)

gboolean zpi_address_read (const char *text, ZpiAddress *address);
gboolean zpi_address_spread (ZpiCase *zcase, const char *key);
void zpi_address_spread_all (ZpiCase *zcase);

G_END_DECLS
