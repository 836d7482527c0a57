/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *zpi_facts_say (const char *text, const char *otherwise);
GPtrArray *zpi_facts_list (void);

G_END_DECLS
