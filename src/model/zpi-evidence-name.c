/* SPDX-License-Identifier: EUPL-1.2 */

/* What to bring, by name: "Pay slips of Willem". No two entries of a list have the same words, or
 * nobody knows which of them is still missing. */

#include <string.h>

#include "zpi-eligibility-private.h"
#include "zpi-evidence-private.h"
#include "zpi-text.h"

/* As long as a name may be that is sent. */
#define MAX_NAME_CHARS 200

void
zpi_evidence_text_clear (ZpiText *text)
{
  g_free ((char *) text->nl);
  g_free ((char *) text->en);
  text->nl = text->en = NULL;
}

/* @nl: (transfer full) @en: (transfer full) */
static void
set_text (ZpiText *text, char *nl, char *en)
{
  zpi_evidence_text_clear (text);
  text->nl = nl;
  text->en = en;
}

/* (transfer full): what somebody is called, or empty */
static char *
dup_call_name (const ZpiPerson *person)
{
  gsize length = strcspn (person->given_names, " ");
  g_autofree char *name = g_strndup (person->given_names, length);

  return zpi_text_dup_short (name, MAX_NAME_CHARS);
}

/**
 * zpi_evidence_dup_call_name:
 * @application: an application
 * @of_partner: whether of the partner, else of the applicant
 *
 * Returns: (transfer full) (nullable): what a piece of evidence says whose it is by: the first
 * given name; %NULL where it says the role, since there is no name or both have the same
 */
char *
zpi_evidence_dup_call_name (const ZpiApplication *application, gboolean of_partner)
{
  g_autofree char *applicant = dup_call_name (&application->applicant);
  g_autofree char *partner = dup_call_name (&application->partner);

  if (strcmp (applicant, partner) == 0 || *(of_partner ? partner : applicant) == '\0')
    return NULL;
  return of_partner ? g_steal_pointer (&partner) : g_steal_pointer (&applicant);
}

static void
set_owner (ZpiEvidence *evidence, const ZpiApplication *application)
{
  g_autofree char *name =
      zpi_evidence_dup_call_name (application, strcmp (evidence->whose, "partner") == 0);
  const ZpiText *role = zpi_whose_text (evidence->whose);

  /* Whose it is goes without saying as long as there is one adult. */
  if (strcmp (evidence->whose, "gezamenlijk") == 0 || !application->has_partner)
    role = zpi_whose_text ("");
  if (role->nl[0] != '\0' && name != NULL)
    set_text (&evidence->owner,
              g_strdup_printf (" van %s", name),
              g_strdup_printf (" of %s", name));
  else
    set_text (&evidence->owner, g_strdup (role->nl), g_strdup (role->en));
}

static gboolean
asks_document (const ZpiIncomeKind *kind, const char *document)
{
  for (guint i = 0; i < kind->evidence->len; i++)
    if (strcmp (g_array_index (kind->evidence, ZpiIncomeEvidence, i).document, document) == 0)
      return TRUE;
  return FALSE;
}

/* Whether incomes of more than one sort are shown with it: then its name says too little. */
static gboolean
is_general (const ZpiScheme *scheme, const char *document)
{
  const GPtrArray *kinds = zpi_scheme_get_income_kinds (scheme);
  const char *group = NULL;

  for (guint i = 0; i < kinds->len; i++) {
    const ZpiIncomeKind *kind = kinds->pdata[i];

    if (!asks_document (kind, document))
      continue;
    if (group != NULL && strcmp (group, kind->group) != 0)
      return TRUE;
    group = kind->group;
  }
  return FALSE;
}

/* (transfer full): @label with @aside in brackets. What the label itself says in brackets, such as
 * a list of benefits, is left out then: two brackets behind each other are hard to read. */
static char *
dup_with_aside (const char *label, const char *aside)
{
  const char *bracket = g_str_has_suffix (label, ")") ? strstr (label, " (") : NULL;
  const int length = (int) (bracket != NULL ? (gsize) (bracket - label) : strlen (label));

  return *aside != '\0' ? g_strdup_printf ("%.*s (%s)", length, label, aside) : g_strdup (label);
}

/* @number: 0, or which of several that are called the same: "for wages (Albert Heijn, number 2)" */
static void
name_income (ZpiEvidence *evidence, guint number)
{
  const char *source = evidence->source;
  const char *between = *source != '\0' && number > 0 ? ", " : "";
  g_autofree char *nl_number = number > 0 ? g_strdup_printf ("nummer %u", number) : g_strdup ("");
  g_autofree char *en_number = number > 0 ? g_strdup_printf ("number %u", number) : g_strdup ("");
  g_autofree char *nl_aside = g_strconcat (source, between, nl_number, NULL);
  g_autofree char *en_aside = g_strconcat (source, between, en_number, NULL);
  g_autofree char *nl = dup_with_aside (evidence->income->label.nl, nl_aside);
  g_autofree char *en = dup_with_aside (evidence->income->label.en, en_aside);

  set_text (&evidence->belongs_to,
            g_strconcat (" voor ", nl, NULL),
            g_strconcat (" for ", en, NULL));
}

static gboolean
are_called_the_same (const ZpiEvidence *a, const ZpiEvidence *b)
{
  return strcmp (a->kind, b->kind) == 0 && strcmp (a->owner.nl, b->owner.nl) == 0 &&
         strcmp (a->belongs_to.nl, b->belongs_to.nl) == 0;
}

static gboolean
has_double (const GPtrArray *list, const ZpiEvidence *evidence)
{
  for (guint i = 0; i < list->len; i++)
    if (list->pdata[i] != evidence && are_called_the_same (list->pdata[i], evidence))
      return TRUE;
  return FALSE;
}

/* Marks first and names then, so that both of a pair are named. */
static void
name_doubles (const GPtrArray *list)
{
  g_autoptr (GPtrArray) doubles = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++) {
    ZpiEvidence *evidence = list->pdata[i];

    if (evidence->income != NULL && has_double (list, evidence))
      g_ptr_array_add (doubles, evidence);
  }
  for (guint i = 0; i < doubles->len; i++)
    name_income (doubles->pdata[i], 0);
}

static void
number_doubles (const GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++) {
    ZpiEvidence *evidence = list->pdata[i];
    guint number = 1;

    if (evidence->income == NULL || !has_double (list, evidence))
      continue;
    /* The first of them last: the others are found by its name. */
    for (guint j = i + 1; j < list->len; j++)
      if (are_called_the_same (list->pdata[j], evidence))
        name_income (list->pdata[j], ++number);
    name_income (evidence, 1);
  }
}

static ZpiStep *
new_step (const ZpiEvidence *evidence, const char *id)
{
  ZpiStep *step = zpi_step_new (id);

  zpi_step_add_text (step,
                     "document",
                     evidence->months->len > 1 ? &evidence->document->many
                                               : &evidence->document->one);
  zpi_step_add_text (step, "income", &evidence->belongs_to);
  zpi_step_add_text (step, "whose", &evidence->owner);
  return step;
}

static void
set_title (ZpiEvidence *evidence)
{
  evidence->piece = new_step (evidence, "evidence");
  evidence->title = new_step (evidence, evidence->months->len > 0 ? "evidence-months" : "evidence");
  if (evidence->months->len > 0)
    zpi_step_add_months (evidence->title, "months", evidence->months);
}

/* Gives every entry of @list its title. */
void
zpi_evidence_name (GPtrArray *list, const ZpiScheme *scheme, const ZpiApplication *application)
{
  for (guint i = 0; i < list->len; i++) {
    ZpiEvidence *evidence = list->pdata[i];

    set_owner (evidence, application);
    set_text (&evidence->belongs_to, g_strdup (""), g_strdup (""));
    if (evidence->income != NULL && is_general (scheme, evidence->kind))
      name_income (evidence, 0);
  }
  name_doubles (list);
  number_doubles (list);
  for (guint i = 0; i < list->len; i++)
    set_title (list->pdata[i]);
}
