/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

#include "zpi-eligibility.h"

G_BEGIN_DECLS

gboolean zpi_example_check (const ZpiScheme *scheme,
                            JsonNode *example,
                            const ZpiApplication *application,
                            GPtrArray *differences,
                            GError **error);

gboolean
zpi_example_read_options (JsonObject *example, ZpiEligibilityOptions *options, GError **error);

G_END_DECLS
