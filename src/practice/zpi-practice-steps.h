/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Which steps a clerk can take. What is refused and what is offered come from one table. */

#define ZPI_PRACTICE_APPLICATION "aanvraag"
#define ZPI_PRACTICE_HOLDER      "pashouder"
#define ZPI_PRACTICE_ACCOUNT     "accountverzoek"

gboolean zpi_practice_steps_allow (const char *thing, const char *step, const char *status);
JsonArray *zpi_practice_steps_to_json (const char *thing, const char *status);

G_END_DECLS
