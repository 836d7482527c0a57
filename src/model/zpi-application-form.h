/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-application.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

JsonNode *zpi_application_to_submission (const ZpiApplication *self, const ZpiScheme *scheme);

G_END_DECLS
