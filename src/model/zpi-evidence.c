/* SPDX-License-Identifier: EUPL-1.2 */

/* The list of what to bring. It follows from the answers and the rules in the scheme; what was
 * added already is matched with it in zpi-evidence-match.c. */

#include "zpi-evidence.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-eligibility-private.h"
#include "zpi-evidence-private.h"
#include "zpi-text.h"

/* As long as the name of an employer may be that is sent. */
#define MAX_SOURCE_CHARS 200

/* `bewijsstukken` of the contract. */
#define MAX_DOCUMENTS 100

typedef struct {
  const ZpiScheme *scheme;
  const ZpiApplication *application;
  ZpiDate on;
  GPtrArray *list;
} Builder;

/**
 * zpi_evidence_free:
 * @self: (transfer full): something to bring
 */
void
zpi_evidence_free (ZpiEvidence *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->id);
  g_array_unref (self->months);
  g_free (self->source);
  zpi_evidence_text_clear (&self->owner);
  zpi_evidence_text_clear (&self->belongs_to);
  g_clear_pointer (&self->title, zpi_step_free);
  g_clear_pointer (&self->piece, zpi_step_free);
  zpi_step_free (self->reason);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->satisfied_by);
  g_array_unref (self->missing_months);
  g_free (self);
}

static int
month_of (const ZpiDate *date)
{
  return date->year * MONTHS_PER_YEAR + date->month - 1;
}

static int
compare_months (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static gboolean
has_month (const GArray *months, int month)
{
  for (guint i = 0; i < months->len; i++)
    if (g_array_index (months, int, i) == month)
      return TRUE;
  return FALSE;
}

static void
add_month (GArray *months, int month)
{
  if (!has_month (months, month))
    g_array_append_val (months, month);
}

/* The months whose amounts were filled in at @income. */
static void
add_months_of (GArray *months, const ZpiIncome *income)
{
  for (guint i = 0; i < income->n_months; i++) {
    const ZpiMonth *month = &income->months[i].month;

    if (month->year > 0 && month->month >= 1 && month->month <= MONTHS_PER_YEAR)
      add_month (months, month->year * MONTHS_PER_YEAR + month->month - 1);
  }
}

/* (transfer full): @count months, oldest first: the newest that were filled in, completed with the
 * last full months before the reference date. */
static GArray *
choose_months (const Builder *builder, const GArray *filled, guint count)
{
  GArray *months = g_array_new (FALSE, FALSE, sizeof (int));
  int last = month_of (&builder->on) - 1;

  for (guint i = 0; i < filled->len; i++)
    add_month (months, g_array_index (filled, int, i));
  g_array_sort (months, compare_months);
  if (months->len > count)
    g_array_remove_range (months, 0, months->len - count);
  while (months->len < count) {
    add_month (months, last);
    last--;
  }
  g_array_sort (months, compare_months);
  return months;
}

static const char *
owner_of (const Builder *builder, const ZpiIncome *income)
{
  return zpi_income_get_owner (income, builder->application->has_partner);
}

/* (transfer full): after its income, so that what somebody put there stays there when it turns out
 * to be of somebody else; after whose it is where nothing else tells incomes apart */
static char *
dup_id (const Builder *builder, const ZpiIncome *income, const char *document)
{
  return g_strjoin ("/",
                    income->kind,
                    document,
                    income->item != NULL ? income->item : owner_of (builder, income),
                    NULL);
}

/* @id: (transfer full) @months: (transfer full) */
static ZpiEvidence *
add_evidence (Builder *builder, char *id, const char *kind, const char *whose, GArray *months)
{
  ZpiEvidence *evidence = g_new0 (ZpiEvidence, 1);

  evidence->id = id;
  evidence->kind = kind;
  evidence->whose = whose;
  evidence->months = months;
  evidence->source = g_strdup ("");
  evidence->document = zpi_scheme_find_document_kind (builder->scheme, kind);
  evidence->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_step_free);
  g_ptr_array_add (builder->list, evidence);
  return evidence;
}

static gboolean
is_variable (const Builder *builder, const ZpiIncome *income)
{
  const ZpiIncomeKind *kind = zpi_scheme_find_income_kind (builder->scheme, income->kind);

  return kind != NULL && kind->variable;
}

static void
add_rule (Builder *builder, const ZpiEvidenceRule *rule)
{
  const GPtrArray *incomes = builder->application->incomes;
  g_autoptr (GArray) filled = g_array_new (FALSE, FALSE, sizeof (int));
  guint count = rule->months;
  const char *whose = "aanvrager";
  ZpiEvidence *evidence;

  if (rule->whose == ZPI_EVIDENCE_FOR_PARTNER) {
    if (!builder->application->has_partner)
      return;
    whose = "partner";
  } else if (rule->whose == ZPI_EVIDENCE_FOR_HOUSEHOLD && builder->application->has_partner) {
    whose = "gezamenlijk";
  }
  for (guint i = 0; i < incomes->len; i++)
    if (is_variable (builder, incomes->pdata[i])) {
      count = rule->months_if_variable;
      add_months_of (filled, incomes->pdata[i]);
    }
  evidence = add_evidence (builder,
                           g_strdup (rule->id),
                           rule->document,
                           whose,
                           choose_months (builder, filled, count));
  if (count != rule->months_if_variable)
    evidence->n_months_if_variable = rule->months_if_variable;
  evidence->required_to_decide = rule->required_to_decide;
  evidence->provenance = rule->provenance;
  evidence->reason = zpi_step_new ("evidence-rule");
  zpi_step_add_text (evidence->reason, "reason", &rule->reason);
  zpi_evidence_add_notes (evidence, builder->scheme, NULL, &builder->on);
}

static void
add_income (Builder *builder, const ZpiIncome *income)
{
  const ZpiIncomeKind *kind = zpi_scheme_find_income_kind (builder->scheme, income->kind);
  const char *whose = owner_of (builder, income);
  g_autoptr (GArray) filled = g_array_new (FALSE, FALSE, sizeof (int));

  if (kind == NULL)
    return;
  add_months_of (filled, income);
  for (guint i = 0; i < kind->evidence->len; i++) {
    const ZpiIncomeEvidence *wanted = &g_array_index (kind->evidence, ZpiIncomeEvidence, i);
    g_autofree char *first = dup_id (builder, income, wanted->document);
    g_autofree char *id = g_strdup (first);
    ZpiEvidence *evidence;
    guint again = 1;

    /* A second job needs pay slips of its own. */
    while (zpi_evidence_list_find (builder->list, id) != NULL) {
      g_free (id);
      id = g_strdup_printf ("%s/%u", first, ++again);
    }
    evidence = add_evidence (builder,
                             g_steal_pointer (&id),
                             wanted->document,
                             whose,
                             choose_months (builder, filled, wanted->months));
    evidence->income = kind;
    g_free (evidence->source);
    evidence->source = zpi_text_dup_short (income->source, MAX_SOURCE_CHARS);
    evidence->required_to_decide = wanted->required_to_decide;
    evidence->provenance = kind->provenance;
    evidence->reason =
        zpi_step_new (*income->source != '\0' ? "evidence-income-source" : "evidence-income");
    zpi_step_add_text (evidence->reason, "kind", &kind->label);
    if (*income->source != '\0')
      zpi_step_add_word (evidence->reason, "source", evidence->source);
    zpi_evidence_add_notes (evidence, builder->scheme, kind, &builder->on);
  }
}

/**
 * zpi_evidence_list_build:
 * @scheme: the rules
 * @application: the answers, and the documents that were added
 *
 * Finds out what to bring, and what of it is there. Months count back from the reference date, or
 * from the day of the answers where that is earlier; from today without either.
 *
 * Returns: (transfer full) (element-type ZpiEvidence): in the order in which to ask for it
 */
GPtrArray *
zpi_evidence_list_build (const ZpiScheme *scheme, const ZpiApplication *application)
{
  Builder builder = {scheme, application};

  g_return_val_if_fail (scheme != NULL && application != NULL, NULL);

  builder.on = zpi_application_months_before (application);
  builder.list = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_evidence_free);
  for (guint i = 0; i < scheme->evidence_rules->len; i++)
    add_rule (&builder, &g_array_index (scheme->evidence_rules, ZpiEvidenceRule, i));
  for (guint i = 0; i < application->incomes->len; i++)
    add_income (&builder, application->incomes->pdata[i]);
  zpi_evidence_name (builder.list, scheme, application);
  zpi_evidence_match (builder.list, scheme, application, &builder.on);
  return builder.list;
}

/**
 * zpi_evidence_list_find:
 * @list: (element-type ZpiEvidence): a list
 * @id: an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const ZpiEvidence *
zpi_evidence_list_find (const GPtrArray *list, const char *id)
{
  g_return_val_if_fail (list != NULL && id != NULL, NULL);

  for (guint i = 0; i < list->len; i++) {
    const ZpiEvidence *evidence = list->pdata[i];

    if (strcmp (evidence->id, id) == 0)
      return evidence;
  }
  return NULL;
}

/**
 * zpi_evidence_list_find_for_document:
 * @list: (element-type ZpiEvidence): a list
 * @item: a document's item
 *
 * Returns: (transfer none) (nullable): the entry that the document answers
 */
const ZpiEvidence *
zpi_evidence_list_find_for_document (const GPtrArray *list, const char *item)
{
  g_return_val_if_fail (list != NULL && item != NULL, NULL);

  for (guint i = 0; i < list->len; i++) {
    const ZpiEvidence *evidence = list->pdata[i];

    for (guint j = 0; j < evidence->satisfied_by->len; j++)
      if (g_strcmp0 (evidence->satisfied_by->pdata[j], item) == 0)
        return evidence;
  }
  return NULL;
}

/**
 * zpi_evidence_get_most:
 * @scheme: (nullable): the rules
 *
 * Returns: how many documents go along with one form at most: as the rules say, and no more than
 * the contract takes
 */
guint
zpi_evidence_get_most (const ZpiScheme *scheme)
{
  ZpiDate today = zpi_clock_today ();
  gint64 most = MAX_DOCUMENTS;

  if (scheme != NULL)
    zpi_scheme_get_integer (scheme, ZPI_PARAMETER_DOCUMENT_MAX_COUNT, &today, &most);
  return (guint) CLAMP (most, 1, MAX_DOCUMENTS);
}

/**
 * zpi_evidence_list_missing:
 * @list: (element-type ZpiEvidence): a list
 * @only_required: leave out what only helps
 *
 * Returns: (transfer container) (element-type ZpiEvidence): what is not complete; it lives as long
 *   as @list
 */
GPtrArray *
zpi_evidence_list_missing (const GPtrArray *list, gboolean only_required)
{
  GPtrArray *missing = g_ptr_array_new ();

  g_return_val_if_fail (list != NULL, missing);

  for (guint i = 0; i < list->len; i++) {
    ZpiEvidence *evidence = list->pdata[i];

    if (!evidence->complete && (evidence->required_to_decide || !only_required))
      g_ptr_array_add (missing, evidence);
  }
  return missing;
}
