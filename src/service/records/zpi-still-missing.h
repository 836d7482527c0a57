/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-request.h"
#include "zpi-store.h"

G_BEGIN_DECLS

/* What was missing when an application was sent: a sealed record of it, for as long as the piece
 * did not come; of what was not answered the names of the questions, with what they are
 * called by: the kind of the income and the rules. Store thread, in the transaction of the caller.
 */
#define ZPI_RECORD_MISSING "missing"

/* What was not answered; each (owned) */
typedef struct {
  GStrv questions;    /* by name */
  GStrv income_kinds; /* by place, as far as something is asked about it */
  char *rules;        /* the full version of the rules that name them */
  char *applicant;    /* (nullable): what whose pieces are is said by, until it is cleared */
  char *partner;      /* (nullable): likewise */
} ZpiUnanswered;

void zpi_unanswered_free (ZpiUnanswered *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiUnanswered, zpi_unanswered_free)

/* @form: as it is frozen, with what is missing */
gboolean zpi_still_missing_begin (ZpiStore *store,
                                  const char *application_id,
                                  JsonNode *form,
                                  const ZpiUnanswered *unanswered,
                                  GError **error);
/* @form: the answer to a request, which the municipality has */
gboolean
zpi_still_missing_take (ZpiStore *store, const char *application_id, GBytes *form, GError **error);
gboolean zpi_still_missing_forget (ZpiStore *store, const char *application_id, GError **error);
/* Any thread. (element-type ZpiWanted), never NULL */
GPtrArray *zpi_still_missing_read (GBytes *record);
ZpiUnanswered *zpi_still_missing_read_unanswered (GBytes *record);

G_END_DECLS
