/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-application.h"
#include "zpi-explanation.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

/**
 * ZpiEvidence:
 * @id: stays the same, of an income also when it turns out to be of somebody else:
 *   `loon/loonstrook/` and its item
 * @kind: the document kind on the wire
 * @document: the same, with its names
 * @whose: `aanvrager`, `partner` or `gezamenlijk`
 * @income: (nullable): the income it belongs to
 * @source: from whom that income comes, or empty
 * @owner: (owned): for behind the document's name: " of Willem", " of the partner", or empty
 * @belongs_to: (owned): for behind the document's name, where it is not told apart otherwise:
 *   " for maintenance"
 * @months: (element-type int): the months that are asked (year × 12 + month − 1), oldest first;
 *   empty for documents without a month
 * @n_months_if_variable: how many are asked once an income differs from month to month; 0 where
 *   that makes no difference
 * @required_to_decide: the municipality needs it; else it only helps
 * @title: what to bring: "Pay slips of Willem for October, November and December 2025"; no two
 *   in a list are the same
 * @piece: the same without the months: "Pay slips of Willem"
 * @reason: why it is asked
 * @notes: (element-type ZpiStep): what belongs with it: which kinds are accepted, how old it may
 * be, whether it is certain that it is asked
 * @satisfied_by: (element-type utf8): the items of the documents that answer it, one per month or
 *   one; an entry is %NULL while that month is missing
 * @missing_months: (element-type int): of @months, what is not there yet
 * @complete: nothing is missing
 *
 * Something to bring. It never stops an application.
 */
typedef struct {
  char *id;
  const char *kind;
  const ZpiDocumentKind *document;
  const char *whose;
  const ZpiIncomeKind *income;
  char *source;
  ZpiText owner;
  ZpiText belongs_to;
  GArray *months;
  guint n_months_if_variable;
  gboolean required_to_decide;
  ZpiStep *title;
  ZpiStep *piece;
  ZpiStep *reason;
  GPtrArray *notes;
  GPtrArray *satisfied_by;
  GArray *missing_months;
  gboolean complete;
  ZpiProvenance provenance;
} ZpiEvidence;

/* Entries point into the scheme: they do not outlive it. */
GPtrArray *zpi_evidence_list_build (const ZpiScheme *scheme, const ZpiApplication *application);
GPtrArray *zpi_evidence_list_missing (const GPtrArray *list, gboolean only_required);
const ZpiEvidence *zpi_evidence_list_find (const GPtrArray *list, const char *id);
const ZpiEvidence *zpi_evidence_list_find_for_document (const GPtrArray *list, const char *item);
ZpiStep *zpi_evidence_missing_step (const ZpiEvidence *self);
const ZpiEvidence *zpi_evidence_list_propose (const GPtrArray *list,
                                              const ZpiApplication *application,
                                              const char *file_name,
                                              int *month);
guint zpi_evidence_get_most (const ZpiScheme *scheme);
void zpi_evidence_free (ZpiEvidence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiEvidence, zpi_evidence_free)

char *zpi_evidence_dup_call_name (const ZpiApplication *application, gboolean of_partner);

G_END_DECLS
