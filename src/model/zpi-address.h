/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"

G_BEGIN_DECLS

char *zpi_address_dup_line (const char *text);
gboolean zpi_address_spread (ZpiCase *zcase, const char *key);
void zpi_address_spread_all (ZpiCase *zcase);

G_END_DECLS
