/* SPDX-License-Identifier: EUPL-1.2 */

/* What matters of a section, in a few lines: for reading an application back on one screen. */

#include "zpi-gist.h"

#include <string.h>

#include "zpi-choice-text.h"
#include "zpi-eligibility.h"
#include "zpi-evidence-text.h"
#include "zpi-field-text.h"
#include "zpi-finding-text.h"
#include "zpi-i18n.h"
#include "zpi-outcome-bar.h"
#include "zpi-rules.h"
#include "zpi-summary.h"
#include "zpi-text.h"

/* Of what is missing so many are named; the rest is counted. */
#define MAX_NAMED 3

/* A line or two; the answers below it are whole. */
#define MOST_CHARS 120

static void
add (GString *text, const char *part)
{
  g_autofree char *shown = NULL;

  if (part == NULL || *part == '\0')
    return;
  shown = zpi_text_dup_short (part, MOST_CHARS);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", shown);
}

static void
add_answer (GString *text, ZpiCase *zcase, const char *key)
{
  g_autofree char *value = zpi_summary_dup_value (zcase, key);

  add (text, value);
}

static void
add_address (GString *text, ZpiCase *zcase)
{
  static const struct {
    const char *key;
    const char *before;
  } parts[] = {{ZPI_KEY_STREET, ""},
               {ZPI_KEY_HOUSE_NUMBER, " "},
               {ZPI_KEY_HOUSE_LETTER, ""},
               {ZPI_KEY_HOUSE_ADDITION, "-"},
               {ZPI_KEY_POSTCODE, ", "},
               {ZPI_KEY_CITY, " "}};
  g_autoptr (GString) address = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *part = zpi_summary_dup_text (zcase, parts[i].key);

    if (*part != '\0')
      g_string_append_printf (address, "%s%s", address->len > 0 ? parts[i].before : "", part);
  }
  add (text, address->str);
}

static void
add_applicant (GString *text, ZpiCase *zcase)
{
  g_autofree char *name = zpi_summary_dup_name (zcase, "applicant");

  add (text, name);
  add_answer (text, zcase, ZPI_KEY_BIRTH_DATE);
  add_address (text, zcase);
  add_answer (text, zcase, ZPI_KEY_EMAIL);
}

static void
add_children (GString *text, ZpiCase *zcase)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_CHILD);
  guint n = g_strv_length (items);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *count = g_strdup_printf (ngettext ("%u child", "%u children", n), n);
  g_autofree char *all = NULL;

  for (guint i = 0; i < n; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, items[i], "given_names");
    g_autofree char *name = zpi_summary_dup_text (zcase, key);

    g_string_append_printf (names, "%s%s", *name != '\0' && names->len > 0 ? ", " : "", name);
  }
  if (n == 0)
    return;
  all = names->len > 0 ? g_strdup_printf ("%s: %s", count, names->str) : g_strdup (count);
  add (text, all);
}

static void
add_household (GString *text, ZpiCase *zcase)
{
  g_autofree char *name = zpi_summary_dup_name (zcase, "partner");
  g_autofree char *partner = NULL;

  if (zpi_case_get_flag (zcase, ZPI_KEY_PARTNER))
    /* Translators: the blank is a name. */
    partner = *name != '\0' ? g_strdup_printf (_ ("Partner: %s"), name) : g_strdup (_ ("Partner"));
  else if (*zpi_case_get (zcase, ZPI_KEY_PARTNER) != '\0')
    partner = g_strdup (_ ("No partner"));
  add (text, partner);
  add_children (text, zcase);
}

static void
add_income (GString *text, ZpiCase *zcase, const char *item)
{
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "amount");
  g_autofree char *title = zpi_rules_dup_income_title (zpi_case_get (zcase, kind));
  g_autofree char *amount = zpi_summary_dup_value (zcase, key);
  g_autofree char *part = NULL;

  if (amount == NULL)
    amount = zpi_summary_dup_mean (zcase, item);
  part = amount != NULL ? g_strdup_printf ("%s %s", title, amount) : g_strdup (title);
  add (text, part);
}

static void
add_incomes (GString *text, ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_INCOME);
  g_autoptr (ZpiApplication) application = NULL;
  g_autoptr (ZpiEligibility) outcome = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *together = NULL;

  for (guint i = 0; items[i] != NULL; i++)
    add_income (text, zcase, items[i]);
  if (items[0] == NULL || scheme == NULL)
    return;
  application = zpi_application_new_from_case (zcase);
  outcome = zpi_eligibility_check (scheme, application);
  if (!outcome->has_income)
    return;
  sum = zpi_choice_text_dup_amount (outcome->income_cents, outcome->yearly ? "jaar" : "maand");
  /* One income per month is its own sum. */
  if (items[1] == NULL && strstr (text->str, sum) != NULL)
    return;
  /* Translators: the blank is an amount: "€ 1.674,83 a month". */
  together = g_strdup_printf (_ ("In all %s"), sum);
  add (text, together);
}

static void
add_documents (GString *text, ZpiCase *zcase)
{
  guint n = zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT);
  g_autofree char *count = g_strdup_printf (ngettext ("%u document", "%u documents", n), n);

  if (n > 0)
    add (text, count);
}

/* Where there are few answers each of them matters. */
static void
add_all (GString *text, ZpiCase *zcase, ZpiSection section)
{
  g_autoptr (GPtrArray) lines = zpi_summary_build (zcase);

  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = lines->pdata[i];
    g_autofree char *part = NULL;

    if (line->section != section || line->value == NULL)
      continue;
    part = zpi_field_text_dup_about (line->label, line->value);
    add (text, part);
  }
}

/* What the check thinks, also when all that it asks is answered on other pages. */
static void
add_check (GString *text, ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (ZpiEligibility) outcome =
      scheme != NULL ? zpi_eligibility_check (scheme, application) : NULL;

  if (outcome != NULL && (outcome->outcome != ZPI_OUTCOME_UNKNOWN ||
                          *zpi_case_get (zcase, ZPI_KEY_BIRTH_DATE) != '\0'))
    add (text, zpi_outcome_bar_title (outcome));
  add_all (text, zcase, ZPI_SECTION_CHECK);
}

static void
add_section (GString *text, ZpiCase *zcase, const ZpiScheme *scheme, ZpiSection section)
{
  switch (section) {
  case ZPI_SECTION_APPLICANT:
    add_applicant (text, zcase);
    break;
  case ZPI_SECTION_HOUSEHOLD:
    add_household (text, zcase);
    break;
  case ZPI_SECTION_INCOME:
    add_incomes (text, zcase, scheme);
    break;
  case ZPI_SECTION_EVIDENCE:
    add_documents (text, zcase);
    break;
  case ZPI_SECTION_CHECK:
    add_check (text, zcase, scheme);
    break;
  case ZPI_SECTION_BEFORE:
  case ZPI_SECTION_REVIEW:
  case ZPI_N_SECTIONS:
  default:
    add_all (text, zcase, section);
    break;
  }
}

/* (nullable): what is missing; documents are only counted, for their names are long */
static char *
dup_missing (ZpiCase *zcase, const ZpiScheme *scheme, ZpiSection section, const GPtrArray *findings)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_pieces =
      section == ZPI_SECTION_EVIDENCE ? zpi_evidence_text_count_missing_of (zcase, scheme) : 0;
  guint n = 0;

  if (n_pieces > 0)
    return g_strdup_printf (ngettext ("%u document is still needed",
                                      "%u documents are still needed",
                                      n_pieces),
                            n_pieces);
  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = findings->pdata[i];
    g_autofree char *where = NULL;

    if (finding->section != section || finding->severity == ZPI_FINDING_NOTICE)
      continue;
    if (++n > MAX_NAMED)
      continue;
    where = zpi_finding_text_dup_where (zcase, finding->key);
    zpi_field_text_append (names, where);
  }
  if (n == 0)
    return NULL;
  if (n > MAX_NAMED) {
    g_string_append (names, ", ");
    g_string_append_printf (names,
                            ngettext ("and %u more", "and %u more", n - MAX_NAMED),
                            n - MAX_NAMED);
  }
  /* Translators: the blank is a list of questions. */
  return g_strdup_printf (_ ("Still to fill in or to look at: %s"), names->str);
}

/**
 * zpi_gist_dup:
 * @zcase: a case
 * @scheme: (nullable): its rules, for the sum of the incomes
 * @section: a section
 * @findings: (element-type ZpiFinding): what was found in the whole case
 *
 * Returns: (transfer full): what matters of @section, and on a line of its own what is missing
 */
char *
zpi_gist_dup (ZpiCase *zcase,
              const ZpiScheme *scheme,
              ZpiSection section,
              const GPtrArray *findings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *missing = NULL;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);
  g_return_val_if_fail (findings != NULL, NULL);

  add_section (text, zcase, scheme, section);
  missing = dup_missing (zcase, scheme, section, findings);
  if (missing != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", missing);
  if (text->len == 0)
    g_string_append (text, _ ("Not filled in"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
