/* SPDX-License-Identifier: EUPL-1.2 */

/* What newer rules change for one application. A draft stays on the rules it began with; before it
 * moves to newer ones each difference is shown. */

#include "zpi-difference.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-guard.h"
#include "zpi-scheme-private.h"

static void
compare_amount (GPtrArray *list, const char *id, gboolean known, gint64 before, gint64 after)
{
  ZpiStep *step;

  if (!known || before == after)
    return;
  step = zpi_step_new (id);
  zpi_step_add_amount (step, "before", before);
  zpi_step_add_amount (step, "after", after);
  g_ptr_array_add (list, step);
}

/* @step as a sentence that can stand inside another. */
static ZpiStep *
quote (const char *id, const char *name, const ZpiStep *step)
{
  ZpiStep *quoted = zpi_step_new (id);
  g_autofree char *nl = zpi_explanation_render_step (step, "nl");
  g_autofree char *en = zpi_explanation_render_step (step, "en");
  ZpiText text = {nl, en};

  zpi_step_add_text (quoted, name, &text);
  return quoted;
}

static void
compare_outcome (GPtrArray *list, const ZpiEligibility *before, const ZpiEligibility *after)
{
  static const ZpiText names[] = {{"waarschijnlijk recht", "probably a right"},
                                  {"waarschijnlijk geen recht", "probably no right"},
                                  {"nog niet bekend", "not known yet"}};
  ZpiStep *step;

  if (before->outcome == after->outcome)
    return;
  step = zpi_step_new ("difference-outcome");
  zpi_step_add_text (step, "before", &names[before->outcome]);
  zpi_step_add_text (step, "after", &names[after->outcome]);
  g_ptr_array_add (list, step);
}

static const ZpiText *
household_label (const ZpiEligibility *eligibility)
{
  ZpiHouseholdType type;

  return zpi_household_type_from_nick (eligibility->household_type, &type)
             ? &eligibility->scheme->norms->labels[type]
             : NULL;
}

static void
compare_household (GPtrArray *list, const ZpiEligibility *before, const ZpiEligibility *after)
{
  const ZpiText *from = household_label (before);
  const ZpiText *to = household_label (after);
  ZpiStep *step;

  if (from == NULL || to == NULL || strcmp (before->household_type, after->household_type) == 0)
    return;
  step = zpi_step_new ("difference-household");
  zpi_step_add_text (step, "before", from);
  zpi_step_add_text (step, "after", to);
  g_ptr_array_add (list, step);
}

static void
compare_percentage (GPtrArray *list, const ZpiEligibility *before, const ZpiEligibility *after)
{
  ZpiStep *step;

  if (!before->has_norm || !after->has_norm || before->percentage == after->percentage)
    return;
  step = zpi_step_new ("difference-percentage");
  zpi_step_add_number (step, "before", before->percentage);
  zpi_step_add_number (step, "after", after->percentage);
  g_ptr_array_add (list, step);
}

static gboolean
says (const GPtrArray *steps, const ZpiStep *step)
{
  for (guint i = 0; i < steps->len; i++)
    if (zpi_step_equal (steps->pdata[i], step))
      return TRUE;
  return FALSE;
}

/* What @there says and @here does not. */
static void
compare_steps (GPtrArray *list, const char *id, const GPtrArray *there, const GPtrArray *here)
{
  for (guint i = 0; i < there->len; i++)
    if (!says (here, there->pdata[i]))
      g_ptr_array_add (list, quote (id, "sentence", there->pdata[i]));
}

static void
compare_notes (GPtrArray *list,
               const char *id,
               const ZpiEvidence *evidence,
               const GPtrArray *there,
               const GPtrArray *here)
{
  g_autofree char *nl = zpi_explanation_render_step (evidence->title, "nl");
  g_autofree char *en = zpi_explanation_render_step (evidence->title, "en");
  ZpiText title = {nl, en};

  for (guint i = 0; i < there->len; i++) {
    ZpiStep *step;

    if (says (here, there->pdata[i]))
      continue;
    step = quote (id, "sentence", there->pdata[i]);
    zpi_step_add_text (step, "title", &title);
    g_ptr_array_add (list, step);
  }
}

static void
compare_evidence (GPtrArray *list, const GPtrArray *before, const GPtrArray *after)
{
  for (guint i = 0; i < after->len; i++) {
    const ZpiEvidence *now = after->pdata[i];
    const ZpiEvidence *then = zpi_evidence_list_find (before, now->id);

    if (then == NULL || !zpi_step_equal (then->title, now->title)) {
      g_ptr_array_add (list, quote ("difference-evidence-new", "title", now->title));
      continue;
    }
    compare_notes (list, "difference-note-new", now, now->notes, then->notes);
    compare_notes (list, "difference-note-gone", now, then->notes, now->notes);
    if (then->required_to_decide != now->required_to_decide)
      g_ptr_array_add (list,
                       quote (now->required_to_decide ? "difference-evidence-required"
                                                      : "difference-evidence-optional",
                              "title",
                              now->title));
  }
  for (guint i = 0; i < before->len; i++) {
    const ZpiEvidence *then = before->pdata[i];
    const ZpiEvidence *now = zpi_evidence_list_find (after, then->id);

    if (now == NULL || !zpi_step_equal (then->title, now->title))
      g_ptr_array_add (list, quote ("difference-evidence-gone", "title", then->title));
  }
}

static void
compare_eligibility (GPtrArray *list, const ZpiEligibility *before, const ZpiEligibility *after)
{
  compare_outcome (list, before, after);
  compare_household (list, before, after);
  compare_amount (list,
                  "difference-norm",
                  before->has_norm && after->has_norm,
                  before->norm_cents,
                  after->norm_cents);
  compare_percentage (list, before, after);
  compare_amount (list,
                  "difference-limit",
                  before->has_limit && after->has_limit,
                  before->limit_cents,
                  after->limit_cents);
  compare_amount (list,
                  "difference-income",
                  before->has_income && after->has_income,
                  before->income_cents,
                  after->income_cents);
  compare_steps (list, "difference-warning-new", after->missing, before->missing);
  compare_steps (list, "difference-warning-gone", before->missing, after->missing);
  compare_steps (list, "difference-warning-new", after->warnings, before->warnings);
  compare_steps (list, "difference-warning-gone", before->warnings, after->warnings);
}

/* (transfer container) (element-type ZpiStep): the sentences of @guards */
static GPtrArray *
texts_of (const GPtrArray *guards)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < guards->len; i++)
    g_ptr_array_add (texts, ((const ZpiGuard *) guards->pdata[i])->text);
  return texts;
}

static void
compare_guards (GPtrArray *list,
                const ZpiScheme *before,
                const ZpiScheme *after,
                const ZpiApplication *application)
{
  ZpiDate today = zpi_clock_today ();
  g_autoptr (GPtrArray) then = zpi_guard_list_build (before, application, &today);
  g_autoptr (GPtrArray) now = zpi_guard_list_build (after, application, &today);
  g_autoptr (GPtrArray) texts_then = texts_of (then);
  g_autoptr (GPtrArray) texts_now = texts_of (now);

  compare_steps (list, "difference-warning-new", texts_now, texts_then);
  compare_steps (list, "difference-warning-gone", texts_then, texts_now);
}

/**
 * zpi_difference_list_build:
 * @before: the rules the draft began with
 * @after: newer rules
 * @application: the answers
 *
 * Returns: (transfer full) (element-type ZpiStep): every difference, as a sentence; empty when the
 *   newer rules change nothing for this application
 */
GPtrArray *
zpi_difference_list_build (const ZpiScheme *before,
                           const ZpiScheme *after,
                           const ZpiApplication *application)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_step_free);
  const ZpiEligibilityOptions options = {.other_rules = TRUE};
  g_autoptr (ZpiEligibility) then = NULL;
  g_autoptr (ZpiEligibility) now = NULL;
  g_autoptr (GPtrArray) evidence_then = NULL;
  g_autoptr (GPtrArray) evidence_now = NULL;

  g_return_val_if_fail (before != NULL && after != NULL && application != NULL, list);

  then = zpi_eligibility_check_full (before, application, &options);
  now = zpi_eligibility_check_full (after, application, &options);
  compare_eligibility (list, then, now);
  compare_guards (list, before, after, application);
  evidence_then = zpi_evidence_list_build (before, application);
  evidence_now = zpi_evidence_list_build (after, application);
  compare_evidence (list, evidence_then, evidence_now);
  return list;
}
