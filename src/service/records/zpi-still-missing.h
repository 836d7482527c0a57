/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-request.h"
#include "zpi-store.h"

G_BEGIN_DECLS

/* What was missing when an application was sent: a sealed record of it, for as long as the piece
 * did not come; of what was not answered the names of the questions. Store thread, in the
 * transaction of the caller. */
#define ZPI_RECORD_MISSING "missing"

/* @form: as it is frozen, with what is missing; @questions: not answered, NULL-ended */
gboolean zpi_still_missing_begin (ZpiStore *store,
                                  const char *application_id,
                                  JsonNode *form,
                                  const char *const *questions,
                                  GError **error);
/* @form: the answer to a request, which the municipality has */
gboolean
zpi_still_missing_take (ZpiStore *store, const char *application_id, GBytes *form, GError **error);
/* Any thread. (element-type ZpiWanted), never NULL */
GPtrArray *zpi_still_missing_read (GBytes *record);
GStrv zpi_still_missing_read_questions (GBytes *record);

G_END_DECLS
