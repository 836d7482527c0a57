/* SPDX-License-Identifier: EUPL-1.2 */

/* The check: what makes its outcome less certain without being part of the sum. */

#include <string.h>

#include "zpi-eligibility-private.h"

static char *
name_all_municipalities (const ZpiScheme *scheme)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < scheme->municipalities->len; i++) {
    const ZpiMunicipality *municipality = scheme->municipalities->pdata[i];

    if (i > 0)
      g_string_append (names, ", ");
    g_string_append (names, municipality->name);
  }
  return g_string_free (names, FALSE);
}

static void
judge_address (ZpiCheckRun *run)
{
  static const char *const ids[] = {
      [ZPI_PLACE_UNKNOWN] = "address-missing",
      [ZPI_PLACE_INSIDE] = NULL,
      [ZPI_PLACE_SLIP] = "place-slip",
      [ZPI_PLACE_DOUBTFUL] = "place-postcode",
      [ZPI_PLACE_OUTSIDE] = "other-municipality",
  };
  const ZpiApplication *application = run->application;
  const ZpiMunicipality *found;
  ZpiPlaceFit fit;
  g_autofree char *names = NULL;

  if (run->scheme->municipalities->len == 0)
    return;
  fit = zpi_scheme_judge_place (run->scheme, application->city, application->postcode, &found);
  if (ids[fit] == NULL)
    return;
  names = fit == ZPI_PLACE_SLIP ? g_strdup (found->name) : name_all_municipalities (run->scheme);
  zpi_step_add_word (zpi_check_warn_of (run, ids[fit]), "municipality", names);
  run->may_be_excluded |= fit == ZPI_PLACE_OUTSIDE;
}

/* A pass year that the reference date does not belong to: a slip in one of the two. The coming year
 * can be asked for while this one runs. */
static void
judge_pass_year (ZpiCheckRun *run)
{
  int year = run->application->pass_year;
  ZpiDate first;
  ZpiDate last;
  ZpiDate unused;
  ZpiStep *step;

  if (year == 0)
    return;
  zpi_scheme_pass_year_bounds (run->scheme, year - 1, &first, &unused);
  zpi_scheme_pass_year_bounds (run->scheme, year, &unused, &last);
  if (zpi_date_compare (&run->on, &first) >= 0 && zpi_date_compare (&run->on, &last) <= 0)
    return;
  step = zpi_check_warn_of (run, "pass-year-other");
  zpi_step_add_number (step, "year", year);
  zpi_step_add_date (step, "date", &run->on);
}

static gboolean
has_student_income (const ZpiCheckRun *run)
{
  const GPtrArray *incomes = run->application->incomes;

  for (guint i = 0; i < incomes->len; i++) {
    const ZpiIncome *income = incomes->pdata[i];
    const ZpiIncomeKind *kind = zpi_scheme_find_income_kind (run->scheme, income->kind);

    if (kind != NULL && kind->student)
      return TRUE;
  }
  return FALSE;
}

/* @parameter: what the warning comes from; whether that is certain goes along */
static ZpiStep *
warn_by (ZpiCheckRun *run, const char *id, ZpiParameter parameter)
{
  ZpiStep *step = zpi_check_warn_of (run, id);

  zpi_step_add_provenance (step, zpi_scheme_get_provenance (run->scheme, parameter, &run->on));
  return step;
}

/* A rule by which there may be no right, however little comes in. */
static ZpiStep *
exclude_by (ZpiCheckRun *run, const char *id, ZpiParameter parameter)
{
  run->may_be_excluded = TRUE;
  return warn_by (run, id, parameter);
}

static void
judge_student (ZpiCheckRun *run)
{
  const char *rule = zpi_scheme_get_word (run->scheme, ZPI_PARAMETER_STUDENT_RULE, &run->on);

  if (rule == NULL || (!run->application->student && !has_student_income (run)))
    return;
  if (strcmp (rule, "exclude") == 0)
    exclude_by (run, "student-excluded", ZPI_PARAMETER_STUDENT_RULE);
  else if (strcmp (rule, "unless-children") == 0 && run->household.n_children == 0)
    exclude_by (run, "student-unless-children", ZPI_PARAMETER_STUDENT_RULE);
  else if (strcmp (rule, "duo-right") == 0)
    exclude_by (run, "student-duo-right", ZPI_PARAMETER_STUDENT_RULE);
  else if (strcmp (rule, "part-time-only") == 0)
    exclude_by (run, "student-part-time", ZPI_PARAMETER_STUDENT_RULE);
}

static void
judge_ages (ZpiCheckRun *run)
{
  const ZpiHousehold *household = &run->household;
  gint64 minimum = 0;

  if (household->applicant.stage > ZPI_STAGE_MINOR &&
      zpi_scheme_get_integer (run->scheme, ZPI_PARAMETER_MINIMUM_AGE, &run->on, &minimum) &&
      household->applicant.age_to < minimum)
    zpi_step_add_number (exclude_by (run, "minimum-age", ZPI_PARAMETER_MINIMUM_AGE),
                         "age",
                         minimum);
  if (household->n_doubtful_children > 0)
    zpi_check_warn_of (run, "child-age-doubt");
  if (household->n_unborn_children > 0)
    zpi_check_warn_of (run, "child-unborn");
  if (household->n_adult_children > 0)
    zpi_step_add_number (warn_by (run, "child-adult", ZPI_PARAMETER_CHILD_AGE_UNTIL),
                         "until",
                         household->child_until);
}

static void
judge_assets (ZpiCheckRun *run)
{
  const ZpiAssetLimit *limit = zpi_norms_find_asset_limit (run->scheme->norms, &run->on);
  const ZpiProvenance *home;
  ZpiStep *step;

  if (!zpi_scheme_get_switch (run->scheme, ZPI_PARAMETER_ASSET_TEST, &run->on))
    return;
  if (limit == NULL || run->household.partner_open || run->household.children_open) {
    zpi_check_warn_of (run, "asset-test-unknown");
    return;
  }
  step = zpi_check_warn_of (run, "asset-test");
  zpi_step_add_provenance (step, &limit->provenance);
  if (run->household.has_partner)
    zpi_step_add_amount (step, "limit", limit->couple);
  else
    zpi_step_add_amount (step,
                         "limit",
                         run->household.n_children > 0 ? limit->single_parent : limit->single);
  if (!zpi_scheme_get_switch (run->scheme, ZPI_PARAMETER_HOME_EQUITY_COUNTS, &run->on))
    return;
  home = zpi_scheme_get_provenance (run->scheme, ZPI_PARAMETER_HOME_EQUITY_COUNTS, &run->on);
  step = zpi_check_warn_of (run, "asset-home");
  zpi_step_add_amount (step, "limit", limit->home_equity);
  zpi_step_add_status (step, "status", MAX (home->status, limit->provenance.status));
}

void
zpi_check_circumstances (ZpiCheckRun *run)
{
  judge_pass_year (run);
  judge_address (run);
  judge_ages (run);
  judge_student (run);
  judge_assets (run);
  if (run->may_live_elsewhere && run->result->outcome != ZPI_OUTCOME_LIKELY)
    zpi_check_warn_of (run, "youth-norm");
  if (run->result->outcome == ZPI_OUTCOME_UNLIKELY &&
      *zpi_scheme_get_words (run->scheme, ZPI_PARAMETER_EXTRA_ROUTES, &run->on) != NULL)
    warn_by (run, "extra-routes", ZPI_PARAMETER_EXTRA_ROUTES);
}
