/* SPDX-License-Identifier: EUPL-1.2 */

/* Which of the documents that were added answers which entry of the list. Each document answers
 * one. The surest matches come first: where somebody put it, the right month, that month of what
 * was added before anybody said whose it is, then a month that does as well, then a document
 * without a month. */

#include <string.h>

#include "zpi-eligibility-private.h"
#include "zpi-evidence-private.h"

typedef enum {
  PASS_CHOSEN,
  PASS_EXACT,
  PASS_OF_EITHER,
  PASS_OTHER_MONTH,
  PASS_NO_MONTH,
  N_PASSES,
} Pass;

typedef struct {
  GPtrArray *list;
  const ZpiApplication *application;
  gboolean *used;
  int newest; /* the month of the reference date */
  int oldest; /* how old a document may be */
} Matcher;

/* Somebody said that the document belongs there, or to something else that is asked. */
static gboolean
is_chosen (const ZpiEvidence *evidence, const ZpiDocument *document)
{
  return g_strcmp0 (document->place, evidence->id) == 0;
}

static gboolean
is_chosen_elsewhere (const Matcher *matcher,
                     const ZpiEvidence *evidence,
                     const ZpiDocument *document)
{
  return document->place != NULL && !is_chosen (evidence, document) &&
         zpi_evidence_list_find (matcher->list, document->place) != NULL;
}

/* What belonged to something that is not asked any more fills no gap of what has documents of its
 * own: slips of a job that was removed are not those of the other one. */
static gboolean
is_left_over (const Matcher *matcher, const ZpiEvidence *evidence, const ZpiDocument *document)
{
  const GPtrArray *documents = matcher->application->documents;

  if (document->place == NULL || zpi_evidence_list_find (matcher->list, document->place) != NULL)
    return FALSE;
  for (guint i = 0; i < documents->len; i++)
    if (is_chosen (evidence, documents->pdata[i]))
      return TRUE;
  return FALSE;
}

/* A document is somebody's when it says so, or does not say whose it is; what two have together
 * may come from either. */
static gboolean
fits_owner (const ZpiEvidence *evidence, const ZpiDocument *document, Pass pass)
{
  const char *whose = document->whose;

  if (whose == NULL || *whose == '\0')
    return TRUE;
  if (strcmp (whose, evidence->whose) == 0 || strcmp (evidence->whose, "gezamenlijk") == 0)
    return TRUE;
  return strcmp (whose, "gezamenlijk") == 0 && pass != PASS_EXACT && pass != PASS_CHOSEN;
}

static int
month_number (const ZpiDocument *document)
{
  return document->month.year > 0 && document->month.month > 0
             ? document->month.year * MONTHS_PER_YEAR + document->month.month - 1
             : -1;
}

/* For one month's worth any recent one does; of several each has to be there. */
static gboolean
fits_month (const Matcher *matcher, const ZpiEvidence *evidence, guint place, int month, Pass pass)
{
  int wanted;

  if (evidence->months->len == 0)
    return pass != PASS_OTHER_MONTH;
  wanted = g_array_index (evidence->months, int, place);
  if (pass <= PASS_OF_EITHER)
    return month == wanted;
  if (pass == PASS_NO_MONTH)
    return month < 0;
  return evidence->months->len == 1 && month >= MIN (matcher->oldest, wanted) &&
         month <= matcher->newest;
}

static void
match_place (Matcher *matcher, ZpiEvidence *evidence, guint place, Pass pass)
{
  const GPtrArray *documents = matcher->application->documents;

  for (guint i = 0; i < documents->len; i++) {
    const ZpiDocument *document = documents->pdata[i];

    if (matcher->used[i] || document->unseen || g_strcmp0 (document->kind, evidence->kind) != 0 ||
        (pass == PASS_CHOSEN && !is_chosen (evidence, document)) ||
        is_chosen_elsewhere (matcher, evidence, document) ||
        is_left_over (matcher, evidence, document) || !fits_owner (evidence, document, pass) ||
        !fits_month (matcher, evidence, place, month_number (document), pass))
      continue;
    matcher->used[i] = TRUE;
    evidence->satisfied_by->pdata[place] = g_strdup (document->item != NULL ? document->item : "");
    return;
  }
}

static void
match_pass (Matcher *matcher, Pass pass)
{
  for (guint i = 0; i < matcher->list->len; i++) {
    ZpiEvidence *evidence = matcher->list->pdata[i];

    for (guint place = 0; place < evidence->satisfied_by->len; place++)
      if (evidence->satisfied_by->pdata[place] == NULL)
        match_place (matcher, evidence, place, pass);
  }
}

static void
finish (ZpiEvidence *evidence)
{
  evidence->complete = TRUE;
  for (guint place = 0; place < evidence->satisfied_by->len; place++) {
    if (evidence->satisfied_by->pdata[place] != NULL)
      continue;
    evidence->complete = FALSE;
    if (evidence->months->len > 0)
      g_array_append_val (evidence->missing_months, g_array_index (evidence->months, int, place));
  }
}

void
zpi_evidence_match (GPtrArray *list,
                    const ZpiScheme *scheme,
                    const ZpiApplication *application,
                    const ZpiDate *on)
{
  g_autofree gboolean *used = g_new0 (gboolean, application->documents->len + 1);
  Matcher matcher = {list, application, used, on->year * MONTHS_PER_YEAR + on->month - 1};
  gint64 age = 1;

  zpi_scheme_get_integer (scheme, ZPI_PARAMETER_EVIDENCE_MAX_AGE_MONTHS, on, &age);
  matcher.oldest = matcher.newest - (int) age;
  for (guint i = 0; i < list->len; i++) {
    ZpiEvidence *evidence = list->pdata[i];

    evidence->satisfied_by = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_set_size (evidence->satisfied_by, MAX (1, (int) evidence->months->len));
    evidence->missing_months = g_array_new (FALSE, FALSE, sizeof (int));
  }
  for (Pass pass = PASS_CHOSEN; pass < N_PASSES; pass++)
    match_pass (&matcher, pass);
  for (guint i = 0; i < list->len; i++)
    finish (list->pdata[i]);
}

/**
 * zpi_evidence_missing_step:
 * @self: an entry that is not complete
 *
 * Returns: (transfer full): what is still missing of it, for a list that says that it is missing
 */
ZpiStep *
zpi_evidence_missing_step (const ZpiEvidence *self)
{
  ZpiStep *step;

  g_return_val_if_fail (self != NULL, NULL);

  step = zpi_step_new (self->missing_months->len > 0 ? "evidence-months" : "evidence");
  zpi_step_add_text (step,
                     "document",
                     self->missing_months->len > 1 ? &self->document->many : &self->document->one);
  zpi_step_add_text (step, "income", &self->belongs_to);
  zpi_step_add_text (step, "whose", &self->owner);
  if (self->missing_months->len > 0)
    zpi_step_add_months (step, "months", self->missing_months);
  return step;
}
