/* SPDX-License-Identifier: EUPL-1.2 */

/* The sentence for each finding: what to do, in plain words. */

#include "zpi-finding-text.h"

#include <string.h>

#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-evidence.h"
#include "zpi-explanation.h"
#include "zpi-facts.h"
#include "zpi-field-text.h"
#include "zpi-i18n.h"
#include "zpi-overview.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

static const char *
arg (const ZpiFinding *finding, guint i)
{
  return i < g_strv_length (finding->args) ? finding->args[i] : "";
}

static char *
dup_missing (const ZpiFinding *finding)
{
  if (finding->severity == ZPI_FINDING_TO_SEND)
    return g_strdup (_ ("Fill this in: without it the application cannot be sent."));
  return g_strdup (_ ("This was not filled in. The municipality needs it to decide."));
}

static char *
dup_evidence (const ZpiFinding *finding, ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiOverview) overview = NULL;
  g_autoptr (ZpiStep) step = NULL;
  const ZpiEvidence *evidence;

  if (scheme == NULL)
    return g_strdup (_ ("A document is missing."));
  overview = zpi_overview_for_case (zcase, scheme);
  evidence = zpi_evidence_list_find (zpi_overview_get_evidence (overview, zcase), arg (finding, 0));
  if (evidence == NULL)
    return g_strdup (_ ("A document is missing."));
  if (finding->severity == ZPI_FINDING_NOTICE)
    return zpi_explanation_render_step (evidence->title, zpi_ui_language ());
  step = zpi_evidence_missing_step (evidence);
  return zpi_explanation_render_step (step, zpi_ui_language ());
}

static char *
dup_same_bsn (const ZpiFinding *finding, ZpiCase *zcase)
{
  g_autofree char *other = zpi_finding_text_dup_where (zcase, arg (finding, 0));

  /* Translators: the blank is whose: "Applicant: BSN". */
  return g_strdup_printf (_ ("Check the number. It is the same as at “%s”."), other);
}

static char *
dup_months_missing (const ZpiFinding *finding)
{
  guint missing = g_ascii_strtoull (arg (finding, 0), NULL, 10);

  return g_strdup_printf (ngettext ("Fill in the amount of %u more month. No income in a month: 0.",
                                    "Fill in the amounts of %u more months. No income in a month: "
                                    "0.",
                                    missing),
                          missing);
}

static char *
dup_children_missing (const ZpiFinding *finding)
{
  guint missing = g_ascii_strtoull (arg (finding, 0), NULL, 10);

  return g_strdup_printf (ngettext ("Fill in %u more child that was counted.",
                                    "Fill in %u more children that were counted.",
                                    missing),
                          missing);
}

static char *
dup_same_month (const ZpiFinding *finding)
{
  g_autofree char *month = zpi_rules_dup_month_title (arg (finding, 0));

  /* Translators: the blank is a month: "October 2025". */
  return g_strdup_printf (_ ("Choose another month. %s was filled in before."),
                          month != NULL ? month : arg (finding, 0));
}

static char *
dup_damaged (const ZpiFinding *finding, ZpiCase *zcase)
{
  g_autofree char *name = zpi_evidence_text_dup_file_name (zcase, finding->args[0]);

  /* Translators: the blank is the name of a file. */
  return g_strdup_printf (_ ("%s cannot be read as a whole. Make it again, or send it as it is."),
                          name);
}

/**
 * zpi_finding_text_dup:
 * @finding: what was found
 * @zcase: the case it was found in
 * @scheme: (nullable): its rules, for what is missing of the evidence
 *
 * Returns: (transfer full): what to do about it
 */
char *
zpi_finding_text_dup (const ZpiFinding *finding, ZpiCase *zcase, const ZpiScheme *scheme)
{
  char *text;

  switch (finding->code) {
  case ZPI_FINDING_MISSING:
    return dup_missing (finding);
  case ZPI_FINDING_CHECK:
    text =
        zpi_error_text_dup_check (finding->check, *finding->args != NULL ? finding->args[0] : NULL);
    return text != NULL ? text : g_strdup (_ ("Check this answer."));
  case ZPI_FINDING_TOO_LONG:
    /* Translators: the blank is a number. */
    return g_strdup_printf (_ ("Make this shorter: at most %s characters."), arg (finding, 0));
  case ZPI_FINDING_SAME_BSN:
    return dup_same_bsn (finding, zcase);
  case ZPI_FINDING_CHILD_ADULT:
    return zpi_error_text_dup_check (ZPI_CHECK_DATE_CHILD_ADULT, NULL);
  case ZPI_FINDING_PAPER_ROUTE:
    return g_strdup (zpi_facts_say (
        _ ("There is no e-mail address, so this application goes on paper. Call {phone} for the "
           "form."),
        _ ("There is no e-mail address, so this application goes on paper. Ask the municipality "
           "for the form.")));
  case ZPI_FINDING_HELPER_MISSING:
    return g_strdup (_ ("Fill in whose e-mail address this is, at “Your name”."));
  case ZPI_FINDING_INCOME_MISSING:
    return g_strdup (_ ("Switch on the kinds of income. Is there none? Switch on “No income”."));
  case ZPI_FINDING_MONTHS_MISSING:
    return dup_months_missing (finding);
  case ZPI_FINDING_SAME_MONTH:
    return dup_same_month (finding);
  case ZPI_FINDING_OTHER_PERIOD:
    return g_strdup (
        _ ("It says “per month” here, and another period is chosen. Check which is right."));
  case ZPI_FINDING_NONE_WITH_OTHERS:
    return g_strdup (_ ("Switch off “No income”, or switch off the other income."));
  case ZPI_FINDING_PARTNER_ABSENT:
    return g_strdup (_ ("No partner is filled in. Choose whose income this is, or switch it off."));
  case ZPI_FINDING_CHILDREN_MISSING:
    return dup_children_missing (finding);
  case ZPI_FINDING_EVIDENCE_MISSING:
    return dup_evidence (finding, zcase, scheme);
  case ZPI_FINDING_DOCUMENT_DAMAGED:
    return dup_damaged (finding, zcase);
  case ZPI_FINDING_DOCUMENT_COMING:
    return g_strdup (_ ("Wait until the file is in, and send the application then."));
  case ZPI_FINDING_DOCUMENTS_TOO_MANY:
    return g_strdup_printf (_ ("The municipality takes at most %s documents. Put pages of one "
                               "document together, or remove what is not needed."),
                            arg (finding, 0));
  case ZPI_FINDING_OTHER_RULES:
    return g_strdup (
        _ ("The rules of this application are gone. Choose others on the page Check."));
  case ZPI_N_FINDING_CODES:
  default:
    g_assert_not_reached ();
  }
}

/* As before it was sent: by its kind, and by its number where that is not known. */
static char *
dup_income (guint number, const ZpiScheme *scheme, const char *const *kinds)
{
  const char *id = number > 0 && number <= g_strv_length ((GStrv) kinds) ? kinds[number - 1] : "";
  const ZpiIncomeKind *kind = scheme != NULL ? zpi_scheme_find_income_kind (scheme, id) : NULL;
  guint place = 0;
  guint n = 0;

  for (guint i = 0; kind != NULL && kinds[i] != NULL; i++) {
    n += g_str_equal (kinds[i], id);
    if (i == number - 1)
      place = n;
  }
  if (kind != NULL)
    return zpi_rules_dup_numbered_title (kind, place, n);
  /* Translators: %u counts the kinds of income of somebody. */
  return g_strdup_printf (_ ("Income %u"), number);
}

/**
 * zpi_finding_text_dup_question:
 * @name: a question, as [func@case_dup_open_questions] names it
 * @scheme: (nullable): the rules that the case was filled in by
 * @income_kinds: (array zero-terminated=1): the kinds of its incomes by place, as far as known
 *
 * Returns: (transfer full): which question it is, when the answers are gone: "Child 2: Date of
 *   birth"
 */
char *
zpi_finding_text_dup_question (const char *name,
                               const ZpiScheme *scheme,
                               const char *const *income_kinds)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 3);
  g_autofree char *context = NULL;

  if (g_str_equal (name, ZPI_LIST_INCOME))
    return g_strdup (_ ("Income"));
  if (g_str_equal (name, ZPI_LIST_CHILD))
    return g_strdup (_ ("Children under 18"));
  if (g_strcmp0 (parts[0], "applicant") == 0)
    context = g_strdup (_ ("Applicant"));
  else if (g_strcmp0 (parts[0], "partner") == 0)
    context = g_strdup (_ ("Partner"));
  else if (g_strv_length (parts) == 3 && g_str_equal (parts[0], ZPI_LIST_CHILD))
    context = g_strdup_printf (_ ("Child %u"), (guint) g_ascii_strtoull (parts[1], NULL, 10));
  else if (g_strv_length (parts) == 3 && g_str_equal (parts[0], ZPI_LIST_DOCUMENT))
    context = g_strdup_printf (_ ("Document %u"), (guint) g_ascii_strtoull (parts[1], NULL, 10));
  else if (g_strv_length (parts) == 3 && g_str_equal (parts[0], ZPI_LIST_INCOME))
    context = dup_income ((guint) g_ascii_strtoull (parts[1], NULL, 10), scheme, income_kinds);
  if (context == NULL)
    return g_strdup (zpi_field_text_title (name));
  return g_strdup_printf (_ ("%s: %s"), context, zpi_field_text_title (name));
}

static char *
dup_child (ZpiCase *zcase, const char *item)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_CHILD);
  guint number = 0;

  while (items[number] != NULL && !g_str_equal (items[number], item))
    number++;
  return g_strdup_printf (_ ("Child %u"), number + 1);
}

/* Whose or which it is, when the question alone does not say so. */
static char *
dup_context (ZpiCase *zcase, const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, ".", 3);

  if (g_str_equal (parts[0], "applicant"))
    return g_strdup (_ ("Applicant"));
  if (g_str_equal (parts[0], "partner"))
    return g_strdup (_ ("Partner"));
  if (g_strv_length (parts) < 3)
    return NULL;
  if (g_str_equal (parts[0], ZPI_LIST_CHILD))
    return dup_child (zcase, parts[1]);
  if (g_str_equal (parts[0], ZPI_LIST_DOCUMENT))
    return zpi_evidence_text_dup_file_name (zcase, parts[1]);
  if (!g_str_equal (parts[0], ZPI_LIST_INCOME))
    return NULL;
  return zpi_rules_dup_title_of_income (zcase, parts[1]);
}

/**
 * zpi_finding_text_dup_where:
 * @key: an answer, or a list
 *
 * Returns: (transfer full): which question it is: "Child 2: Date of birth"
 */
char *
zpi_finding_text_dup_where (ZpiCase *zcase, const char *key)
{
  g_autofree char *context = dup_context (zcase, key);

  if (g_str_equal (key, ZPI_LIST_INCOME))
    return g_strdup (_ ("Income"));
  if (g_str_equal (key, ZPI_LIST_CHILD))
    return g_strdup (_ ("Children under 18"));
  if (g_str_equal (key, ZPI_LIST_DOCUMENT))
    return g_strdup (_ ("Evidence"));
  if (context == NULL)
    return g_strdup (zpi_field_text_title (key));
  /* Translators: a person or an income, and a question: "Child 2: Date of birth". */
  return g_strdup_printf (_ ("%s: %s"), context, zpi_field_text_title (key));
}

/**
 * zpi_finding_text_dup_line:
 * @finding: what was found
 * @zcase: the case it was found in
 * @scheme: (nullable): its rules
 *
 * Returns: (transfer full): where it is and what to do, for a list of findings; what is only
 *   missing is named and no more
 */
char *
zpi_finding_text_dup_line (const ZpiFinding *finding, ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autofree char *where = zpi_finding_text_dup_where (zcase, finding->key);
  g_autofree char *text = NULL;

  if (finding->code == ZPI_FINDING_MISSING)
    return g_steal_pointer (&where);
  text = zpi_finding_text_dup (finding, zcase, scheme);
  if (finding->code == ZPI_FINDING_EVIDENCE_MISSING ||
      finding->code == ZPI_FINDING_DOCUMENT_DAMAGED ||
      finding->code == ZPI_FINDING_DOCUMENTS_TOO_MANY || finding->code == ZPI_FINDING_OTHER_RULES)
    return g_steal_pointer (&text);
  return zpi_field_text_dup_about (where, text);
}
