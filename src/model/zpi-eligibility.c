/* SPDX-License-Identifier: EUPL-1.2 */

/* The check. It thinks aloud: every figure it uses becomes a step of the explanation. It never
 * says no: what it cannot know is a warning, and what it cannot calculate makes it say so.
 *
 * The outcome is found by intervals: the lowest and the highest that income and limit can be,
 * given what is known. `unlikely` only when the lowest income is above the highest limit,
 * `likely` only when the highest income is not above the lowest limit, else `unknown` with its
 * reasons as steps. Net of gross and the part without holiday pay can be anything from 0; a
 * missing month anything. Outside the known norms the limit can be as far off as the largest rise
 * of any row from one known set to the next, for each half year. An unconfirmed percentage
 * reaches up to `percentage_next`. Below 21 the norm reaches up to the one of 21 unless somebody
 * lives in with parents. `tests/unit/test-oracle.py` does the arithmetic a second time, and tries
 * completions: none may turn `unlikely` into a right, or `likely` into none.
 *
 * What is not said is not taken for granted where it can turn the outcome: an amount without a
 * period can be of any period of the scheme (one of a month that is named is of that month; what
 * the contract gives a default for has it), a kind that the scheme does not know may not count, a
 * child whose age is in doubt may not either, what a student gets may be counted with less (the
 * law has an amount of its own), one amount of fluctuating pay or slips of other months say nothing
 * of the last months before the reference date (the running month may be the last). Whether a loss
 * is set off against other income is in no source: it counts as zero, is read from a file and kept
 * as typed, and what it could turn is `unknown`; below zero a wage or a benefit can be anything.
 * Without a partner in the form there is none.
 *
 * In a case a question that nobody answered is no "no" (2026-11-29): a partner can be of any age
 * with any income (an estimate counts the income of both), children may be there or not, an
 * address can be in any municipality of the scheme, and incomes of one kind without an owner may
 * have an exemption each or one together. What could turn the outcome is a reason in `missing`
 * that says what to fill in. A form is not asked: what it leaves out is not there. Children that
 * were counted and are not filled in yet count.
 */

#include "zpi-eligibility.h"

#include "zpi-clock.h"
#include "zpi-eligibility-private.h"

G_DEFINE_BOXED_TYPE (ZpiEligibility, zpi_eligibility, zpi_eligibility_ref, zpi_eligibility_unref)

static const char *const outcome_nicks[] = {"likely", "unlikely", "unknown"};

/**
 * zpi_outcome_to_nick:
 * @outcome: an outcome
 *
 * Returns: (transfer none): its name
 */
const char *
zpi_outcome_to_nick (ZpiOutcome outcome)
{
  g_return_val_if_fail (outcome < G_N_ELEMENTS (outcome_nicks), NULL);

  return outcome_nicks[outcome];
}

/* (transfer none) */
ZpiStep *
zpi_check_explain (ZpiCheckRun *run, const char *id)
{
  ZpiStep *step = zpi_step_new (id);

  g_ptr_array_add (run->result->explanation, step);
  return step;
}

/* (transfer none) */
ZpiStep *
zpi_check_warn_of (ZpiCheckRun *run, const char *id)
{
  ZpiStep *step = zpi_step_new (id);

  g_ptr_array_add (run->result->warnings, step);
  return step;
}

/* Remembers @step as a reason why the outcome may be unknown. */
void
zpi_check_doubt (ZpiCheckRun *run, const ZpiStep *step)
{
  g_ptr_array_add (run->doubts, zpi_step_copy (step));
}

/* (transfer none) */
ZpiStep *
zpi_check_miss (ZpiCheckRun *run, const char *id)
{
  ZpiStep *step = zpi_step_new (id);

  g_ptr_array_add (run->result->missing, step);
  return step;
}

/* The same thing is said once. */
static void
drop_repeated (GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    for (guint j = steps->len - 1; j > i; j--)
      if (zpi_step_equal (steps->pdata[i], steps->pdata[j]))
        g_ptr_array_remove_index (steps, j);
}

/* Likely and unlikely are only said when nothing that is still unknown can make it the other. */
static void
judge_ranges (ZpiCheckRun *run)
{
  ZpiEligibility *result = run->result;

  if (run->income.lowest > run->limit.highest) {
    result->outcome = ZPI_OUTCOME_UNLIKELY;
  } else if (run->income.highest <= run->limit.lowest) {
    result->outcome = ZPI_OUTCOME_LIKELY;
  } else {
    drop_repeated (run->doubts);
    run->doubtful = TRUE;
    for (guint i = 0; i < run->doubts->len; i++)
      g_ptr_array_add (result->missing, zpi_step_copy (run->doubts->pdata[i]));
  }
}

static void
compare_with_limit (ZpiCheckRun *run)
{
  ZpiEligibility *result = run->result;
  gint64 close = 0;
  const char *id;
  ZpiStep *step;

  if (result->missing->len > 0 || !result->has_limit || !result->has_income)
    return;
  result->margin_cents = result->limit_cents - result->income_cents;
  judge_ranges (run);
  id = result->margin_cents > 0 ? "compare-below" : "compare-equal";
  if (result->margin_cents < 0)
    id = "compare-above";
  step = zpi_check_explain (run, id);
  zpi_step_add_amount (step, "sum", result->income_cents);
  zpi_step_add_amount (step, "limit", result->limit_cents);
  zpi_step_add_amount (step, "difference", ABS (result->margin_cents));
  if (!zpi_scheme_get_integer (run->scheme, ZPI_PARAMETER_CLOSE_MARGIN_CENTS, &run->on, &close))
    return;
  result->close_to_limit = ABS (result->margin_cents) <= close;
  if (result->close_to_limit)
    zpi_check_explain (run, "close");
}

static void
conclude (ZpiCheckRun *run)
{
  ZpiEligibility *result = run->result;

  if (run->doubtful)
    zpi_check_explain (run, "doubt");
  for (guint i = 0; i < result->missing->len; i++)
    g_ptr_array_add (result->explanation, zpi_step_copy (result->missing->pdata[i]));
  drop_repeated (result->warnings);
  result->by_income_only = run->may_be_excluded && result->outcome == ZPI_OUTCOME_LIKELY;
  result->conclusion = zpi_step_new (
      result->by_income_only ? "likely-by-income" : zpi_outcome_to_nick (result->outcome));
  zpi_step_add_text (result->conclusion, "scheme", &run->scheme->name);
}

/* The outcome of other rules than those the application names is none. */
static void
judge_rules (ZpiCheckRun *run, const ZpiEligibilityOptions *options)
{
  const ZpiApplication *application = run->application;

  if ((options != NULL && options->other_rules) ||
      zpi_scheme_is_named (run->scheme, application->scheme, application->scheme_version))
    return;
  zpi_check_warn_of (run, "other-rules");
  zpi_check_miss (run, "other-rules");
}

/* An answer under a name that nothing reads may be a partner, or an income. */
static void
judge_misread (ZpiCheckRun *run, const ZpiEligibilityOptions *options)
{
  if (options == NULL || options->misread == NULL)
    return;
  zpi_step_add_word (zpi_check_warn_of (run, "answer-misread"), "place", options->misread);
  zpi_step_add_word (zpi_check_miss (run, "answer-misread"), "place", options->misread);
}

static ZpiEligibility *
eligibility_new (const ZpiScheme *scheme)
{
  ZpiEligibility *self = g_new0 (ZpiEligibility, 1);
  const ZpiDate never = ZPI_DATE_INIT;

  g_ref_count_init (&self->ref_count);
  self->outcome = ZPI_OUTCOME_UNKNOWN;
  self->scheme = zpi_scheme_ref ((ZpiScheme *) scheme);
  self->scheme_version = zpi_scheme_dup_full_version (scheme);
  self->yearly = g_strcmp0 (zpi_scheme_get_word (scheme, ZPI_PARAMETER_TEST_PERIOD, &never),
                            "previous-year-gross") == 0;
  self->missing = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_step_free);
  self->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_step_free);
  self->explanation = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_step_free);
  return self;
}

/**
 * zpi_eligibility_check_full:
 * @scheme: the rules
 * @application: what is known
 * @options: (nullable): what to use instead
 *
 * Checks whether there is probably a right to the pass. Without a reference date it is today's, or
 * the first day of a pass year that has not begun.
 *
 * Returns: (transfer full): the outcome with its explanation
 */
ZpiEligibility *
zpi_eligibility_check_full (const ZpiScheme *scheme,
                            const ZpiApplication *application,
                            const ZpiEligibilityOptions *options)
{
  ZpiCheckRun run = {scheme, application};
  ZpiDate today = zpi_clock_today ();
  g_autoptr (GPtrArray) doubts = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_step_free);

  g_return_val_if_fail (scheme != NULL && application != NULL, NULL);

  run.doubts = doubts;
  run.on = application->reference_date;
  if (options != NULL && zpi_date_is_full (&options->on))
    run.on = options->on;
  if (!zpi_date_is_full (&run.on))
    run.on = zpi_scheme_reference_date_in (scheme, application->pass_year, &today);
  run.percentage = options != NULL ? MAX (options->percentage, 0) : 0;
  run.result = eligibility_new (scheme);
  run.result->reference_date = run.on;
  judge_rules (&run, options);
  judge_misread (&run, options);
  zpi_household_determine (&run.household, scheme, application, &run.on);
  zpi_check_limit (&run);
  zpi_check_income (&run);
  compare_with_limit (&run);
  zpi_check_circumstances (&run);
  conclude (&run);
  return run.result;
}

/**
 * zpi_eligibility_check:
 * @scheme: the rules
 * @application: what is known
 *
 * [func@eligibility_check_full] without options.
 *
 * Returns: (transfer full): the outcome with its explanation
 */
ZpiEligibility *
zpi_eligibility_check (const ZpiScheme *scheme, const ZpiApplication *application)
{
  return zpi_eligibility_check_full (scheme, application, NULL);
}

/**
 * zpi_eligibility_gets_state_pension:
 * @scheme: the rules
 * @application: what is known
 *
 * Returns: whether the applicant or the partner has reached the state pension age by today
 */
gboolean
zpi_eligibility_gets_state_pension (const ZpiScheme *scheme, const ZpiApplication *application)
{
  ZpiHousehold household = {0};
  ZpiDate today = zpi_clock_today ();

  g_return_val_if_fail (scheme != NULL && application != NULL, FALSE);

  zpi_household_determine (&household, scheme, application, &today);
  return household.applicant.stage == ZPI_STAGE_AOW ||
         (household.has_partner && household.partner.stage == ZPI_STAGE_AOW);
}

/**
 * zpi_eligibility_ref:
 * @self: an outcome
 *
 * Returns: (transfer full): @self
 */
ZpiEligibility *
zpi_eligibility_ref (ZpiEligibility *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * zpi_eligibility_unref:
 * @self: (transfer full): an outcome
 */
void
zpi_eligibility_unref (ZpiEligibility *self)
{
  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->ref_count))
    return;
  zpi_step_free (self->conclusion);
  g_ptr_array_unref (self->missing);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->explanation);
  g_free (self->scheme_version);
  zpi_scheme_unref (self->scheme);
  g_free (self);
}

/* (transfer full) */
static JsonArray *
steps_to_json (const GPtrArray *steps)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < steps->len; i++)
    json_array_add_element (array, zpi_step_to_json (steps->pdata[i]));
  return array;
}

static void
set_amount (JsonObject *object, const char *member, gboolean known, gint64 cents)
{
  if (known)
    json_object_set_int_member (object, member, cents);
  else
    json_object_set_null_member (object, member);
}

static void
set_date (JsonObject *object, const char *member, const ZpiDate *date)
{
  g_autofree char *iso = zpi_date_format_iso (date);

  if (*iso != '\0')
    json_object_set_string_member (object, member, iso);
  else
    json_object_set_null_member (object, member);
}

static JsonObject *
figures_to_json (const ZpiEligibility *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "outcome", zpi_outcome_to_nick (self->outcome));
  if (self->household_type != NULL)
    json_object_set_string_member (object, "household_type", self->household_type);
  else
    json_object_set_null_member (object, "household_type");
  set_amount (object, "norm_cents", self->has_norm, self->norm_cents);
  set_amount (object, "percentage", self->has_norm, self->percentage);
  set_amount (object, "limit_cents", self->has_limit, self->limit_cents);
  set_amount (object, "income_cents", self->has_income, self->income_cents);
  set_date (object, "norms_valid_from", &self->norms_valid_from);
  set_date (object, "norms_valid_to", &self->norms_valid_to);
  return object;
}

/**
 * zpi_eligibility_figures_to_json:
 * @self: an outcome
 *
 * The first part of what zpi_eligibility_to_json() gives: no steps, which take most of the time.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
zpi_eligibility_figures_to_json (const ZpiEligibility *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  g_return_val_if_fail (self != NULL, NULL);

  json_node_take_object (node, figures_to_json (self));
  return node;
}

/**
 * zpi_eligibility_to_json:
 * @self: an outcome
 *
 * What `zpictl check` prints, and nothing else. What is not known is null. The explanation ends
 * with the conclusion, which the window shows on top.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
zpi_eligibility_to_json (const ZpiEligibility *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object;
  JsonArray *explanation;

  g_return_val_if_fail (self != NULL, NULL);

  object = figures_to_json (self);
  json_object_set_array_member (object, "warnings", steps_to_json (self->warnings));
  explanation = steps_to_json (self->explanation);
  json_array_add_element (explanation, zpi_step_to_json (self->conclusion));
  json_object_set_array_member (object, "explanation", explanation);
  json_node_take_object (node, object);
  return node;
}
