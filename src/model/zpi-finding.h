/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"
#include "zpi-checks.h"
#include "zpi-field.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

/**
 * ZpiFindingSeverity:
 * @ZPI_FINDING_NOTICE: worth a look; nothing is wrong
 * @ZPI_FINDING_TO_DECIDE: missing, and the municipality needs it to decide; sending is possible
 * @ZPI_FINDING_TO_SEND: without it nothing can be sent
 * @ZPI_FINDING_ERROR: typed, but it cannot be right
 *
 * Only %ZPI_FINDING_TO_SEND and a wrong e-mail address stand in the way of sending.
 */
typedef enum {
  ZPI_FINDING_NOTICE,
  ZPI_FINDING_TO_DECIDE,
  ZPI_FINDING_TO_SEND,
  ZPI_FINDING_ERROR,
} ZpiFindingSeverity;

/**
 * ZpiFindingCode:
 * @ZPI_FINDING_MISSING: the question was not answered
 * @ZPI_FINDING_CHECK: the answer does not pass its check; `check` says which
 * @ZPI_FINDING_TOO_LONG: longer than the municipality takes; argument: how many characters it does
 * @ZPI_FINDING_SAME_BSN: somebody else in the household has this number; argument: that one's key
 * @ZPI_FINDING_CHILD_ADULT: a child of 18 or older applies alone
 * @ZPI_FINDING_PAPER_ROUTE: no e-mail address at all: the application goes on paper
 * @ZPI_FINDING_HELPER_MISSING: the address is a helper's, but not whose
 * @ZPI_FINDING_INCOME_MISSING: no kind of income was chosen, not even "none"; the key is the list
 * @ZPI_FINDING_MONTHS_MISSING: fluctuating income lacks months; arguments: how many are missing,
 *   how many are needed
 * @ZPI_FINDING_SAME_MONTH: the month was filled in before; argument: the month
 * @ZPI_FINDING_OTHER_PERIOD: it says "per month" at the amount, and another period is chosen
 * @ZPI_FINDING_NONE_WITH_OTHERS: "no income" together with an income
 * @ZPI_FINDING_PARTNER_ABSENT: the income is a partner's, but there is no partner
 * @ZPI_FINDING_CHILDREN_MISSING: fewer children than were counted for the check; argument: how many
 *   are missing; the key is the list
 * @ZPI_FINDING_EVIDENCE_MISSING: a document is missing; argument: the id of the evidence; the key
 *   is the list
 * @ZPI_FINDING_DOCUMENT_DAMAGED: a part of a document is missing, or others cannot read it;
 * argument: its item; the key is the list
 * @ZPI_FINDING_DOCUMENT_COMING: a file was added and is not in yet: the case would go without it
 * @ZPI_FINDING_DOCUMENTS_TOO_MANY: there are more documents than go along; argument: how many do;
 * the key is the list
 * @ZPI_FINDING_OTHER_RULES: the rules that the case names are not at hand, and nobody chose others
 */
typedef enum {
  ZPI_FINDING_MISSING,
  ZPI_FINDING_CHECK,
  ZPI_FINDING_TOO_LONG,
  ZPI_FINDING_SAME_BSN,
  ZPI_FINDING_CHILD_ADULT,
  ZPI_FINDING_PAPER_ROUTE,
  ZPI_FINDING_HELPER_MISSING,
  ZPI_FINDING_INCOME_MISSING,
  ZPI_FINDING_MONTHS_MISSING,
  ZPI_FINDING_SAME_MONTH,
  ZPI_FINDING_OTHER_PERIOD,
  ZPI_FINDING_NONE_WITH_OTHERS,
  ZPI_FINDING_PARTNER_ABSENT,
  ZPI_FINDING_CHILDREN_MISSING,
  ZPI_FINDING_EVIDENCE_MISSING,
  ZPI_FINDING_DOCUMENT_DAMAGED,
  ZPI_FINDING_DOCUMENT_COMING,
  ZPI_FINDING_DOCUMENTS_TOO_MANY,
  ZPI_FINDING_OTHER_RULES,
  ZPI_N_FINDING_CODES,
} ZpiFindingCode;

/**
 * ZpiFinding:
 * @key: the answer it is about, or a list's name
 * @check: for %ZPI_FINDING_CHECK
 * @args: (array zero-terminated=1): what the sentence needs besides; never %NULL
 *
 * Something about an answer that somebody should know. The words are chosen in the window.
 */
typedef struct {
  char *key;
  ZpiSection section;
  ZpiFindingCode code;
  ZpiFindingSeverity severity;
  ZpiCheckCode check;
  GStrv args;
} ZpiFinding;

const char *zpi_finding_code_to_nick (ZpiFindingCode code);
const char *zpi_finding_severity_to_nick (ZpiFindingSeverity severity);
void zpi_finding_free (ZpiFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiFinding, zpi_finding_free)

void zpi_findings_set_practice (gboolean practice);

gboolean zpi_findings_is_of_absent_partner (ZpiCase *zcase, const char *item);
gboolean
zpi_findings_is_none_with_others (ZpiCase *zcase, const ZpiScheme *scheme, const char *item);
GPtrArray *zpi_findings_for_case (ZpiCase *zcase, const ZpiScheme *scheme);
GPtrArray *zpi_findings_for_field (ZpiCase *zcase, const ZpiScheme *scheme, const char *key);

guint zpi_case_count_missing_children (ZpiCase *zcase);

G_END_DECLS
