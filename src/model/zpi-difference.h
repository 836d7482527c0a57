/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-eligibility.h"
#include "zpi-evidence.h"

G_BEGIN_DECLS

GPtrArray *zpi_difference_list_build (const ZpiScheme *before,
                                      const ZpiScheme *after,
                                      const ZpiApplication *application);

G_END_DECLS
