/* SPDX-License-Identifier: EUPL-1.2 */

/* The check, first half: the household and the limit that counts for it. */

#include <string.h>

#include "zpi-eligibility-private.h"
#include "zpi-money.h"

static void
explain_age (ZpiCheckRun *run, const ZpiAdult *adult, const char *who)
{
  gboolean about = adult->age_from != adult->age_to;
  g_autofree char *id = g_strconcat (who,
                                     "-age",
                                     adult->stage == ZPI_STAGE_AOW ? "-aow" : "",
                                     about ? "-about" : "",
                                     NULL);
  ZpiStep *step;

  if (adult->stage < ZPI_STAGE_MINOR)
    return;
  step = zpi_check_explain (run, id);
  if (about) {
    zpi_step_add_number (step, "from", adult->age_from);
    zpi_step_add_number (step, "to", adult->age_to);
  } else {
    zpi_step_add_number (step, "age", adult->age_to);
  }
}

/* What was typed and is no date is there, and cannot be right. */
static const char *
birth_step (const ZpiCheckRun *run, gboolean partner)
{
  if (zpi_check_is_wrong_birth (run, partner))
    return partner ? "wrong-partner-birth" : "wrong-applicant-birth";
  return partner ? "missing-partner-birth" : "missing-applicant-birth";
}

static void
judge_adult (ZpiCheckRun *run, const ZpiAdult *adult, gboolean partner)
{
  switch (adult->stage) {
  case ZPI_STAGE_UNKNOWN:
    zpi_check_miss (run, birth_step (run, partner));
    break;
  case ZPI_STAGE_DOUBT:
    zpi_check_miss (run, partner ? "doubtful-partner-birth" : "doubtful-applicant-birth");
    break;
  case ZPI_STAGE_UNBORN:
    zpi_check_miss (run, partner ? "partner-unborn" : "applicant-unborn");
    break;
  case ZPI_STAGE_TOO_OLD:
    zpi_check_miss (run, partner ? "wrong-partner-birth" : "wrong-applicant-birth");
    break;
  case ZPI_STAGE_MINOR:
    zpi_check_miss (run, partner ? "partner-minor" : "applicant-minor");
    break;
  case ZPI_STAGE_YOUTH:
  case ZPI_STAGE_GROWN:
  case ZPI_STAGE_AOW:
  default:
    break;
  }
  if (adult->stage >= ZPI_STAGE_YOUTH && adult->oldest != adult->stage)
    zpi_check_warn_of (run, partner ? "partner-age-doubt" : "applicant-age-doubt");
  if (adult->aow_open)
    zpi_check_warn_of (run, "aow-age-open");
  else if (adult->aow_unverified)
    zpi_check_warn_of (run, "aow-age-unverified");
}

/* That there are none is only said when somebody said so. */
static const char *
children_step (const ZpiCheckRun *run)
{
  if (run->household.n_children > 0)
    return "children";
  return run->application->children_answered ? "no-children" : "no-children-given";
}

static void
explain_household (ZpiCheckRun *run)
{
  const ZpiHousehold *household = &run->household;
  ZpiStep *step = zpi_check_explain (run, "reference-date");

  zpi_step_add_date (step, "date", &run->on);
  zpi_step_add_word (step, "scheme", run->result->scheme_version);
  explain_age (run, &household->applicant, "applicant");
  judge_adult (run, &household->applicant, FALSE);
  if (household->has_partner) {
    explain_age (run, &household->partner, "partner");
    judge_adult (run, &household->partner, TRUE);
  } else {
    zpi_check_explain (run, household->partner_open ? "no-partner-given" : "no-partner");
  }
  step = zpi_check_explain (run, children_step (run));
  if (household->n_children > 0)
    zpi_step_add_number (step, "count", household->n_children);
  zpi_step_add_number (step, "until", household->child_until);
  if (!household->type_known)
    return;
  run->result->household_type = zpi_household_type_to_nick (household->type);
  step = zpi_check_explain (run, "household");
  zpi_step_add_text (step, "type", &run->scheme->norms->labels[household->type]);
}

static void
explain_mapping (ZpiCheckRun *run, ZpiHouseholdType row)
{
  ZpiHouseholdType type = run->household.type;
  const ZpiProvenance *provenance;
  const char *rule;
  gboolean parent = !run->household.has_partner && run->household.n_children > 0;

  rule = zpi_scheme_get_word (run->scheme, ZPI_PARAMETER_SINGLE_PARENT_COUNTS_AS, &run->on);
  if (parent && strcmp (rule, "own") != 0) {
    gboolean single = strcmp (rule, "single") == 0;
    ZpiStep *step =
        zpi_check_explain (run, single ? "single-parent-as-single" : "single-parent-as-couple");

    provenance =
        zpi_scheme_get_provenance (run->scheme, ZPI_PARAMETER_SINGLE_PARENT_COUNTS_AS, &run->on);
    zpi_step_add_provenance (step, provenance);
    if (provenance->status == ZPI_STATUS_UNVERIFIED)
      zpi_check_warn_of (run, "single-parent-unverified");
  }
  if (type != row && !zpi_scheme_get_switch (run->scheme, ZPI_PARAMETER_AOW_SPLIT, &run->on) &&
      (run->household.applicant.stage == ZPI_STAGE_AOW ||
       run->household.partner.stage == ZPI_STAGE_AOW)) {
    provenance = zpi_scheme_get_provenance (run->scheme, ZPI_PARAMETER_AOW_SPLIT, &run->on);
    zpi_step_add_provenance (zpi_check_explain (run, "aow-not-split"), provenance);
  }
}

static void
warn_of_dates (ZpiCheckRun *run, const ZpiNormSet *set, ZpiNormsFit fit)
{
  ZpiDate after;
  ZpiStep *step;

  if (fit == ZPI_NORMS_FIT)
    return;
  step = zpi_check_warn_of (run, fit == ZPI_NORMS_OUTDATED ? "norms-outdated" : "norms-too-early");
  zpi_step_add_date (step, "from", &set->valid_from);
  zpi_step_add_date (step, "to", &set->valid_to);
  after = zpi_date_add (&set->valid_to, 0, 0, 1);
  zpi_step_add_date (step, "after", &after);
  zpi_step_add_date (step, "on", &run->on);
  zpi_check_doubt (run, step);
}

static void
explain_kostendelersnorm (ZpiCheckRun *run)
{
  const ZpiProvenance *provenance =
      zpi_scheme_get_provenance (run->scheme, ZPI_PARAMETER_KOSTENDELERSNORM, &run->on);
  const ZpiValue *value =
      zpi_scheme_get_value (run->scheme, ZPI_PARAMETER_KOSTENDELERSNORM, &run->on);

  /* Who else lives in the house is not asked, so where it counts this can only be a warning. */
  if (value->present && value->integer)
    zpi_step_add_provenance (zpi_check_warn_of (run, "co-sharers"), provenance);
  else if (value->present)
    zpi_step_add_provenance (zpi_check_explain (run, "kostendelersnorm-off"), provenance);
}

static void
find_norm (ZpiCheckRun *run, const ZpiNormSet *set, gboolean with_holiday)
{
  ZpiEligibility *result = run->result;
  ZpiHouseholdType row = zpi_household_limit_row (run->scheme, run->household.type, &run->on);
  const ZpiNorm *norm = with_holiday ? &set->with_holiday[row] : &set->without_holiday[row];
  ZpiStep *step;

  if (!norm->known) {
    zpi_check_miss (run, "missing-limit");
    return;
  }
  result->has_norm = TRUE;
  result->norm_cents = norm->cents;
  explain_mapping (run, row);
  step = zpi_check_explain (run, with_holiday ? "norm-with-holiday" : "norm");
  zpi_step_add_amount (step, "norm", norm->cents);
  zpi_step_add_date (step, "from", &set->valid_from);
  zpi_step_add_date (step, "to", &set->valid_to);
  zpi_step_add_provenance (step, &norm->provenance);
  if (norm->provenance.status == ZPI_STATUS_UNVERIFIED)
    zpi_check_warn_of (run, "norm-unverified");
  explain_kostendelersnorm (run);
}

/* The row that somebody of 18, 19 or 20 who has to live elsewhere can be brought up to at most. */
static ZpiHouseholdType
grown_row (ZpiHouseholdType row)
{
  switch (row) {
  case ZPI_HOUSEHOLD_YOUTH_SINGLE:
  case ZPI_HOUSEHOLD_YOUTH_SINGLE_PARENT:
    return ZPI_HOUSEHOLD_SINGLE;
  case ZPI_HOUSEHOLD_YOUTH_COUPLE:
  case ZPI_HOUSEHOLD_YOUTH_COUPLE_CHILDREN:
  case ZPI_HOUSEHOLD_MIXED_COUPLE:
  case ZPI_HOUSEHOLD_MIXED_COUPLE_CHILDREN:
    return ZPI_HOUSEHOLD_COUPLE;
  default:
    return row;
  }
}

/* The norms below 21 are for who lives in with parents; for others there may be more. */
static void
widen_for_youth (ZpiCheckRun *run, const ZpiNormSet *set, gboolean with_holiday, ZpiRange *norm)
{
  ZpiHouseholdType row = zpi_household_limit_row (run->scheme, run->household.type, &run->on);
  ZpiHouseholdType grown = grown_row (row);
  const ZpiNorm *higher = with_holiday ? &set->with_holiday[grown] : &set->without_holiday[grown];

  if (grown == row || strcmp (run->application->with_parents, ZPI_YES) == 0)
    return;
  run->may_live_elsewhere = TRUE;
  g_ptr_array_add (run->doubts, zpi_step_new ("youth-norm"));
  norm->highest = higher->known ? MAX (norm->highest, higher->cents) : G_MAXINT64;
}

/* What is not known of the household can decide the row: a child of whom it is in doubt whether it
 * counts, a partner of whom nobody said yet whether there is one, half a date of birth. Returns
 * %FALSE when it does not. */
static gboolean
find_row_else (ZpiCheckRun *run, const ZpiHouseholdElse *other, ZpiHouseholdType *row)
{
  *row = zpi_household_limit_row (run->scheme, other->type, &run->on);
  if (*row == zpi_household_limit_row (run->scheme, run->household.type, &run->on))
    return FALSE;
  g_ptr_array_add (run->doubts, zpi_step_new (other->doubt));
  return TRUE;
}

static void
widen_to (ZpiRange *range, gboolean known, gint64 cents)
{
  range->lowest = known ? MIN (range->lowest, cents) : 0;
  range->highest = known ? MAX (range->highest, cents) : G_MAXINT64;
}

static void
widen_for_household (ZpiCheckRun *run, const ZpiNormSet *set, gboolean with_holiday, ZpiRange *norm)
{
  for (guint i = 0; i < run->household.n_others; i++) {
    ZpiHouseholdType row;
    const ZpiNorm *other;

    if (!find_row_else (run, &run->household.others[i], &row))
      continue;
    other = with_holiday ? &set->with_holiday[row] : &set->without_holiday[row];
    widen_to (norm, other->known, other->cents);
  }
}

/* Norms change on 1 January and 1 July. */
static int
count_half_years (const ZpiDate *date)
{
  return date->year * 2 + (date->month >= 7);
}

/* What the norms can be half a year before or after the known ones, as many half years as it takes:
 * the largest rise from one set to the next, of any row, each time. */
static void
widen_for_dates (ZpiCheckRun *run, const ZpiNormSet *set, gboolean with_holiday, ZpiRange *norm)
{
  int steps = count_half_years (&run->on) - count_half_years (&set->valid_from);
  gint64 before = 1;
  gint64 after = 1;

  zpi_norms_find_largest_rise (run->scheme->norms, with_holiday, &before, &after);
  for (int i = 0; i < steps && norm->highest < ZPI_MONEY_MAX_CENTS; i++)
    norm->highest = (norm->highest * after + before - 1) / before;
  for (int i = 0; i > steps && norm->lowest > 0; i--)
    norm->lowest = norm->lowest * before / after;
}

/* (transfer none) */
static const ZpiProvenance *
find_percentage (ZpiCheckRun *run)
{
  const ZpiProvenance *provenance = NULL;
  gint64 percentage = run->percentage;
  ZpiStep *step;

  if (percentage > 0) {
    step = zpi_check_explain (run, "percentage-chosen");
    zpi_step_add_number (step, "percentage", percentage);
  } else {
    zpi_scheme_get_integer (run->scheme, ZPI_PARAMETER_PERCENTAGE, &run->on, &percentage);
    provenance = zpi_scheme_get_provenance (run->scheme, ZPI_PARAMETER_PERCENTAGE, &run->on);
    step = zpi_check_explain (run, "percentage");
    zpi_step_add_number (step, "percentage", percentage);
    zpi_step_add_provenance (step, provenance);
    if (provenance->status == ZPI_STATUS_UNVERIFIED) {
      step = zpi_check_warn_of (run, "percentage-unverified");
      zpi_step_add_number (step, "percentage", percentage);
    }
  }
  run->result->percentage = (int) percentage;
  return provenance;
}

static gint64
limit_of (ZpiCheckRun *run, gint64 norm, gint64 percentage)
{
  if (norm >= G_MAXINT64 / 1000)
    return G_MAXINT64;
  return zpi_round (norm * percentage,
                    100,
                    zpi_scheme_get_word (run->scheme, ZPI_PARAMETER_ROUNDING_LIMIT, &run->on));
}

/* The next percentage that is printed, when the one that counts is not confirmed; else that one. */
static gint64
highest_percentage (ZpiCheckRun *run, const ZpiProvenance *provenance)
{
  gint64 percentage = run->result->percentage;
  gint64 next = percentage;
  ZpiStep *step;

  if (provenance == NULL || provenance->status != ZPI_STATUS_UNVERIFIED ||
      !zpi_scheme_get_integer (run->scheme, ZPI_PARAMETER_PERCENTAGE_NEXT, &run->on, &next) ||
      next <= percentage)
    return percentage;
  step = zpi_step_new ("percentage-between");
  zpi_step_add_number (step, "percentage", percentage);
  zpi_step_add_amount (step, "limit", limit_of (run, run->result->norm_cents, percentage));
  zpi_step_add_number (step, "next", next);
  zpi_step_add_amount (step, "higher", limit_of (run, run->result->norm_cents, next));
  g_ptr_array_add (run->doubts, step);
  return next;
}

static void
limit_from_norm (ZpiCheckRun *run)
{
  ZpiEligibility *result = run->result;
  gboolean with_holiday =
      strcmp (zpi_scheme_get_word (run->scheme, ZPI_PARAMETER_NORM_BASIS, &run->on),
              "incl-holiday-allowance") == 0;
  ZpiNormsFit fit;
  const ZpiNormSet *set = zpi_norms_find_set (run->scheme->norms, &run->on, &fit);
  const ZpiProvenance *provenance;
  ZpiRange norm;
  ZpiStep *step;

  result->norms_valid_from = set->valid_from;
  result->norms_valid_to = set->valid_to;
  warn_of_dates (run, set, fit);
  if (run->household.type_known)
    find_norm (run, set, with_holiday);
  if (!result->has_norm)
    return;
  norm = (ZpiRange){result->norm_cents, result->norm_cents};
  widen_for_household (run, set, with_holiday, &norm);
  widen_for_youth (run, set, with_holiday, &norm);
  if (fit != ZPI_NORMS_FIT)
    widen_for_dates (run, set, with_holiday, &norm);
  provenance = find_percentage (run);
  result->has_limit = TRUE;
  result->limit_cents = limit_of (run, result->norm_cents, result->percentage);
  run->limit.lowest = limit_of (run, norm.lowest, result->percentage);
  run->limit.highest = limit_of (run, norm.highest, highest_percentage (run, provenance));
  step = zpi_check_explain (run, "limit");
  zpi_step_add_number (step, "percentage", result->percentage);
  zpi_step_add_amount (step, "norm", result->norm_cents);
  zpi_step_add_amount (step, "limit", result->limit_cents);
}

/* The limit of every kind of household that it may be, in @table. */
static void
widen_by_table (ZpiCheckRun *run, const ZpiLimitTable *table)
{
  ZpiHouseholdType row = zpi_household_limit_row (run->scheme, run->household.type, &run->on);

  widen_to (&run->limit, table != NULL && table->rows[row] >= 0, table ? table->rows[row] : 0);
  for (guint i = 0; i < run->household.n_others; i++) {
    if (find_row_else (run, &run->household.others[i], &row))
      widen_to (&run->limit, table != NULL && table->rows[row] >= 0, table ? table->rows[row] : 0);
  }
}

/* As long as nobody knows in which of the municipalities of the scheme the client lives, the limit
 * can be that of any. */
static void
widen_for_place (ZpiCheckRun *run, const ZpiLimitTable *table, ZpiPlaceFit fit)
{
  const GPtrArray *municipalities = run->scheme->municipalities;

  if (fit == ZPI_PLACE_INSIDE || fit == ZPI_PLACE_OUTSIDE)
    return;
  for (guint i = 0; i < municipalities->len; i++) {
    const ZpiMunicipality *municipality = municipalities->pdata[i];
    const ZpiLimitTable *other = zpi_scheme_find_limits (run->scheme, municipality->name, &run->on);

    if (other == table)
      continue;
    g_ptr_array_add (run->doubts, zpi_step_new ("missing-place"));
    widen_by_table (run, other);
  }
}

static void
limit_from_table (ZpiCheckRun *run)
{
  ZpiEligibility *result = run->result;
  const ZpiMunicipality *municipality;
  const ZpiLimitTable *table;
  ZpiHouseholdType row;
  ZpiPlaceFit fit;
  ZpiStep *step;

  fit = zpi_scheme_judge_place (run->scheme,
                                run->application->city,
                                run->application->postcode,
                                &municipality);
  table = zpi_scheme_find_limits (run->scheme,
                                  municipality != NULL ? municipality->name : NULL,
                                  &run->on);

  if (!run->household.type_known)
    return;
  row = zpi_household_limit_row (run->scheme, run->household.type, &run->on);
  if (table == NULL || table->rows[row] < 0) {
    zpi_check_miss (run, "missing-limit");
    return;
  }
  result->has_limit = TRUE;
  result->limit_cents = table->rows[row];
  run->limit = (ZpiRange){result->limit_cents, result->limit_cents};
  widen_by_table (run, table);
  widen_for_place (run, table, fit);
  explain_mapping (run, row);
  step = zpi_check_explain (run, result->yearly ? "limit-table-year" : "limit-table-month");
  zpi_step_add_amount (step, "limit", result->limit_cents);
  zpi_step_add_provenance (step, &table->provenance);
  if (table->provenance.status == ZPI_STATUS_UNVERIFIED)
    zpi_check_warn_of (run, "limit-unverified");
}

void
zpi_check_limit (ZpiCheckRun *run)
{
  explain_household (run);
  if (run->scheme->has_limits)
    limit_from_table (run);
  else
    limit_from_norm (run);
}
