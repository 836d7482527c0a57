/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

#include "zpi-application.h"
#include "zpi-explanation.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

/**
 * ZpiOutcome:
 * @ZPI_OUTCOME_LIKELY: the income is not above the limit, whatever is still unknown
 * @ZPI_OUTCOME_UNLIKELY: the income is above the limit, whatever is still unknown
 * @ZPI_OUTCOME_UNKNOWN: something is missing, or what is unknown decides
 *
 * What the check thinks. It is advice: applying is always a right.
 */
typedef enum {
  ZPI_OUTCOME_LIKELY,
  ZPI_OUTCOME_UNLIKELY,
  ZPI_OUTCOME_UNKNOWN,
} ZpiOutcome;

const char *zpi_outcome_to_nick (ZpiOutcome outcome);

/**
 * ZpiEligibilityOptions:
 * @percentage: instead of the scheme's, or 0
 * @on: instead of the application's reference date, or #ZPI_DATE_NONE
 * @misread: (nullable): the path of an answer that was probably given and not read, which may
 *   turn the outcome
 * @other_rules: what the outcome would be under these rules, also when the application names others
 */
typedef struct {
  int percentage;
  ZpiDate on;
  const char *misread;
  gboolean other_rules;
} ZpiEligibilityOptions;

/**
 * ZpiEligibility:
 * @household_type: (nullable): an id of the norms file; %NULL when it could not be told
 * @reference_date: the date on which ages and norms were looked up
 * @has_limit: whether @limit_cents means something
 * @has_norm: whether @norm_cents and @percentage do; %FALSE for schemes with a table of limits
 * @has_income: whether @income_cents does
 * @yearly: amounts are per year (a scheme that looks at last year's income), else per month
 * @by_income_only: likely by the income, while a warning tells of a rule by which there may be no
 *   right: an address elsewhere, student finance, an age
 * @close_to_limit: so close that the municipality may come out on the other side
 * @margin_cents: limit − income, negative when above
 * @warnings: (element-type ZpiStep): what makes the outcome less certain
 * @missing: (element-type ZpiStep): why the outcome is unknown; empty otherwise
 * @explanation: (element-type ZpiStep): how it was found, in order
 * @conclusion: the outcome in one sentence
 *
 * The outcome of the check and everything that led to it. Never changes after it was made.
 */
typedef struct {
  grefcount ref_count;
  ZpiOutcome outcome;
  const char *household_type;
  ZpiDate reference_date;
  gboolean has_norm;
  gint64 norm_cents;
  int percentage;
  gboolean has_limit;
  gint64 limit_cents;
  gboolean has_income;
  gint64 income_cents;
  gboolean yearly;
  ZpiDate norms_valid_from;
  ZpiDate norms_valid_to;
  gboolean by_income_only;
  gboolean close_to_limit;
  gint64 margin_cents;
  ZpiStep *conclusion;
  GPtrArray *missing;
  GPtrArray *warnings;
  GPtrArray *explanation;
  char *scheme_version;
  ZpiScheme *scheme;
} ZpiEligibility;

#define ZPI_TYPE_ELIGIBILITY (zpi_eligibility_get_type ())
GType zpi_eligibility_get_type (void);

ZpiEligibility *zpi_eligibility_check (const ZpiScheme *scheme, const ZpiApplication *application);
ZpiEligibility *zpi_eligibility_check_full (const ZpiScheme *scheme,
                                            const ZpiApplication *application,
                                            const ZpiEligibilityOptions *options);
ZpiEligibility *zpi_eligibility_ref (ZpiEligibility *self);
void zpi_eligibility_unref (ZpiEligibility *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiEligibility, zpi_eligibility_unref)

gboolean zpi_eligibility_gets_state_pension (const ZpiScheme *scheme,
                                             const ZpiApplication *application);
JsonNode *zpi_eligibility_figures_to_json (const ZpiEligibility *self);
JsonNode *zpi_eligibility_to_json (const ZpiEligibility *self);

G_END_DECLS
