/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"

G_BEGIN_DECLS

gboolean zpi_address_spread (ZpiCase *zcase, const char *key);
void zpi_address_spread_all (ZpiCase *zcase);

G_END_DECLS
