/* SPDX-License-Identifier: EUPL-1.2 */

/* What a question is called and how to answer it: once, for the pages, the review and the summary
 * of what is wrong. */

#include "zpi-field-text.h"

#include <string.h>

#include "zpi-field.h"
#include "zpi-i18n.h"

typedef struct {
  const char *pattern;
  const char *title;
  const char *help; /* (nullable) */
} FieldText;

#define DATE_HELP                                                                                  \
  N_("Day-month-year, for example 1-5-1980. If you do not know the day: 00-05-1980. If you only " \
      "know the year: 1980.")
#define BSN_HELP                                                                                   \
  N_("The citizen service number: nine digits. It is on the identity document, on a pay slip or " \
     "on a letter.")

/* clang-format off */
static const FieldText texts[] = {
  { ZPI_KEY_RENEWED, N_("Did the client get a letter that the pass is renewed?"), NULL },
  { ZPI_KEY_HELPER_NAME, N_("Your name"), N_("The municipality may call you about this case.") },
  { "before.helper_organisation", N_("Your organisation"), NULL },
  { ZPI_KEY_MANDATE, N_("How did the client ask you to help?"), NULL },
  { ZPI_KEY_CHECK_CHILDREN,
    N_("Number of children under 18"),
    N_("Children who live at home. No children: 0.") },
  { ZPI_KEY_CHECK_INCOME,
    N_("Income per month, net"),
    N_("An estimate is enough. Count the income of both partners. Leave out holiday pay.") },
  { ZPI_KEY_STUDENT, N_("Does the applicant get student finance?"), NULL },
  { ZPI_KEY_WITH_PARENTS, N_("Under 21: do you live with your parents?"),
    N_("Only for the check. If not, the limit may be higher.") },
  { ZPI_KEY_GIVEN_NAMES, N_("First names"), N_("As on the identity document.") },
  { ZPI_KEY_PREFIX, N_("Prefix"), N_("For example “de” or “van der”.") },
  { ZPI_KEY_FAMILY_NAME, N_("Last name"), NULL },
  { ZPI_KEY_BIRTH_DATE, N_("Date of birth"), DATE_HELP },
  { ZPI_KEY_BSN, N_("BSN"), BSN_HELP },
  { ZPI_KEY_STREET, N_("Street"), NULL },
  { ZPI_KEY_HOUSE_NUMBER, N_("House number"), NULL },
  { ZPI_KEY_HOUSE_LETTER, N_("House letter"), NULL },
  { ZPI_KEY_HOUSE_ADDITION, N_("Addition"), N_("For example “bis” or “2”.") },
  { ZPI_KEY_POSTCODE, N_("Postcode"), N_("Four digits and two letters, for example 2712 AA.") },
  { ZPI_KEY_CITY, N_("Place"), NULL },
  { ZPI_KEY_PHONE, N_("Telephone number"), NULL },
  { ZPI_KEY_EMAIL_WHOSE, N_("Whose e-mail address can we use?"), NULL },
  { ZPI_KEY_EMAIL,
    N_("E-mail address"),
    N_("The municipality sends three kinds of messages to it: that it has the application, "
    "what is missing, and the decision.") },
  { ZPI_KEY_PARTNER, N_("Does the applicant live with a partner?"), NULL },
  { ZPI_KEY_PARTNER_GIVEN_NAMES, N_("First names"), NULL },
  { ZPI_KEY_PARTNER_PREFIX, N_("Prefix"), NULL },
  { ZPI_KEY_PARTNER_FAMILY_NAME, N_("Last name"), NULL },
  { ZPI_KEY_PARTNER_BIRTH_DATE, N_("Date of birth"), DATE_HELP },
  { ZPI_KEY_PARTNER_BSN, N_("BSN"), BSN_HELP },
  { "child.*.given_names", N_("First names"), NULL },
  { "child.*.prefix", N_("Prefix"), NULL },
  { "child.*.family_name", N_("Last name"), NULL },
  { "child.*.birth_date", N_("Date of birth"), N_("Day-month-year, for example 9-3-2015.") },
  { "child.*.bsn", N_("BSN"), NULL },
  { "income.*.kind", N_("Kind of income"), NULL },
  { "income.*.whose", N_("Whose income is it?"), NULL },
  { "income.*.amount", N_("Amount"), N_("The net amount, without holiday pay.") },
  { "income.*.period", N_("Paid every"), NULL },
  { "income.*.source", N_("From whom?"), N_("For example the name of the employer.") },
  { "income.*.basis", N_("Is the amount net?"), NULL },
  { "income.*.holiday_allowance", N_("Is holiday pay in the amount?"), NULL },
  { "income.*.benefit", N_("Which benefit?"), NULL },
  { "income.*.remark", N_("Remark"), NULL },
  { "income.*.amount1", N_("First month"), NULL },
  { "income.*.amount2", N_("Second month"), NULL },
  { "income.*.amount3", N_("Third month"), NULL },
  { "application.remark", N_("Remark for the municipality"), NULL },
  { ZPI_KEY_DECLARED, N_("The client agrees"), NULL },
  { ZPI_KEY_DECLARED_HOW, N_("How did the client agree?"), NULL },
};
/* clang-format on */

static gboolean
matches (const char *pattern, const char *key)
{
  const char *star = strchr (pattern, '*');
  gsize before;

  if (star == NULL)
    return strcmp (pattern, key) == 0;
  before = star - pattern;
  return strncmp (pattern, key, before) == 0 && g_str_has_suffix (key, star + 1) &&
         strlen (key) > before + strlen (star + 1);
}

static const FieldText *
find (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (matches (texts[i].pattern, key))
      return &texts[i];
  return NULL;
}

/**
 * zpi_field_text_title:
 * @key: an answer
 *
 * Returns: what the question is called, in the language of the screen
 */
const char *
zpi_field_text_title (const char *key)
{
  const FieldText *text = find (key);

  return text != NULL ? _(text->title) : key;
}

/**
 * zpi_field_text_dup_title:
 * @key: an answer
 *
 * Returns: (transfer full): the title; with "(optional)" for what is typed and may be left out
 */
char *
zpi_field_text_dup_title (const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  if (field == NULL || field->requirement != ZPI_OPTIONAL || field->kind == ZPI_FIELD_FLAG ||
      field->kind == ZPI_FIELD_CHOICE || field->section == ZPI_SECTION_CHECK)
    return g_strdup (zpi_field_text_title (key));
  /* Translators: a question that may be left out: "Telephone number (optional)". */
  return g_strdup_printf (_("%s (optional)"), zpi_field_text_title (key));
}

/**
 * zpi_field_text_help:
 * @key: an answer
 *
 * Returns: (nullable): how to answer the question
 */
const char *
zpi_field_text_help (const char *key)
{
  const FieldText *text = find (key);

  return text != NULL && text->help != NULL ? _(text->help) : NULL;
}
