/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-finding.h"

G_BEGIN_DECLS

char *zpi_gist_dup (ZpiCase *zcase,
                    const ZpiScheme *scheme,
                    ZpiSection section,
                    const GPtrArray *findings);

G_END_DECLS
