/* SPDX-License-Identifier: EUPL-1.2 */

/* The one table of every answer the program knows: where it is asked, what it is, whether it can
 * be missed. */

#include "zpi-field.h"

#include <string.h>

#define CHOICES(...) ((const char *const[]){__VA_ARGS__, NULL})

#define YES_NO       CHOICES ("ja", "nee")
#define WHOSE        CHOICES ("aanvrager", "partner", "gezamenlijk")
#define HOW          CHOICES ("op-papier", "mondeling", "getypt")
#define PERIODS      CHOICES ("week", "vier-weken", "maand", "kwartaal", "jaar")
#define BENEFITS     CHOICES ("ww", "wia", "wao", "wajong", "zw", "anw", "ioaw", "ioaz", "anders")
#define DOCUMENTS                                                                                  \
  CHOICES ("legitimatie",                                                                          \
           "loonstrook",                                                                           \
           "uitkeringsspecificatie",                                                               \
           "pensioenspecificatie",                                                                 \
           "bankafschrift",                                                                        \
           "verklaring",                                                                           \
           "overig")
#define MEDIA_TYPE CHOICES ("application/pdf", "image/jpeg", "image/png")

#define OPT        ZPI_OPTIONAL
#define DECIDE     ZPI_REQUIRED_TO_DECIDE
#define SEND       ZPI_REQUIRED_TO_SEND

/* clang-format off */
static const ZpiField fields[] = {
    {ZPI_KEY_SCHEME, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_SCHEME_VERSION, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_PASS_YEAR, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_RENEWED, ZPI_SECTION_BEFORE, ZPI_FIELD_CHOICE, OPT, CHOICES ("ja", "nee", "onbekend")},
    {ZPI_KEY_HELPER_NAME, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_HELPER_ORGANISATION, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_MANDATE, ZPI_SECTION_BEFORE, ZPI_FIELD_CHOICE, OPT, HOW},
    {ZPI_KEY_MANDATE_AT, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL},

    {ZPI_KEY_REFERENCE_DATE, ZPI_SECTION_CHECK, ZPI_FIELD_DATE, OPT, NULL},
    {ZPI_KEY_CHECK_CHILDREN, ZPI_SECTION_CHECK, ZPI_FIELD_COUNT, OPT, NULL},
    {ZPI_KEY_CHECK_INCOME, ZPI_SECTION_CHECK, ZPI_FIELD_MONEY, OPT, NULL},
    {ZPI_KEY_STUDENT, ZPI_SECTION_CHECK, ZPI_FIELD_CHOICE, OPT, YES_NO},
    {ZPI_KEY_WITH_PARENTS, ZPI_SECTION_CHECK, ZPI_FIELD_CHOICE, OPT, YES_NO},

    {ZPI_KEY_GIVEN_NAMES, ZPI_SECTION_APPLICANT, ZPI_FIELD_NAME, DECIDE, NULL},
    {ZPI_KEY_PREFIX, ZPI_SECTION_APPLICANT, ZPI_FIELD_NAME, OPT, NULL},
    {ZPI_KEY_FAMILY_NAME, ZPI_SECTION_APPLICANT, ZPI_FIELD_NAME, SEND, NULL},
    {ZPI_KEY_BIRTH_DATE, ZPI_SECTION_APPLICANT, ZPI_FIELD_BIRTH_DATE, DECIDE, NULL},
    {ZPI_KEY_BSN, ZPI_SECTION_APPLICANT, ZPI_FIELD_BSN, DECIDE, NULL},
    {ZPI_KEY_POSTCODE, ZPI_SECTION_APPLICANT, ZPI_FIELD_POSTCODE, DECIDE, NULL},
    {ZPI_KEY_HOUSE_NUMBER, ZPI_SECTION_APPLICANT, ZPI_FIELD_HOUSE_NUMBER, DECIDE, NULL},
    {ZPI_KEY_HOUSE_LETTER, ZPI_SECTION_APPLICANT, ZPI_FIELD_HOUSE_LETTER, OPT, NULL},
    {ZPI_KEY_HOUSE_ADDITION, ZPI_SECTION_APPLICANT, ZPI_FIELD_HOUSE_ADDITION, OPT, NULL},
    {ZPI_KEY_STREET, ZPI_SECTION_APPLICANT, ZPI_FIELD_TEXT, DECIDE, NULL},
    {ZPI_KEY_CITY, ZPI_SECTION_APPLICANT, ZPI_FIELD_TEXT, DECIDE, NULL},
    {ZPI_KEY_PHONE, ZPI_SECTION_APPLICANT, ZPI_FIELD_PHONE, OPT, NULL},
    {ZPI_KEY_EMAIL_WHOSE, ZPI_SECTION_APPLICANT, ZPI_FIELD_CHOICE, SEND,
     CHOICES ("aanvrager", "helper", "organisatie", "geen")},
    {ZPI_KEY_EMAIL, ZPI_SECTION_APPLICANT, ZPI_FIELD_EMAIL, SEND, NULL},

    {ZPI_KEY_PARTNER, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_CHOICE, DECIDE, YES_NO},
    {ZPI_KEY_PARTNER_GIVEN_NAMES, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, DECIDE, NULL},
    {ZPI_KEY_PARTNER_PREFIX, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, OPT, NULL},
    {ZPI_KEY_PARTNER_FAMILY_NAME, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, DECIDE, NULL},
    {ZPI_KEY_PARTNER_BIRTH_DATE, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_BIRTH_DATE, DECIDE, NULL},
    {ZPI_KEY_PARTNER_BSN, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_BSN, DECIDE, NULL},
    {"child.*.given_names", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, DECIDE, NULL},
    {"child.*.prefix", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, OPT, NULL},
    {"child.*.family_name", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, DECIDE, NULL},
    {"child.*.birth_date", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_BIRTH_DATE, DECIDE, NULL},
    {"child.*.bsn", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_BSN, DECIDE, NULL},

    {"income.*.kind", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, DECIDE, NULL},
    {"income.*.benefit", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, OPT, BENEFITS},
    {"income.*.whose", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, OPT, WHOSE},
    {"income.*.amount", ZPI_SECTION_INCOME, ZPI_FIELD_MONEY, DECIDE, NULL},
    {"income.*.period", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, DECIDE, PERIODS},
    {"income.*.source", ZPI_SECTION_INCOME, ZPI_FIELD_TEXT, OPT, NULL},
    {"income.*.basis", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, OPT, CHOICES ("netto", "bruto")},
    {"income.*.holiday_allowance", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, OPT,
     CHOICES ("zonder", "met")},
    {"income.*.month1", ZPI_SECTION_INCOME, ZPI_FIELD_MONTH, DECIDE, NULL},
    {"income.*.amount1", ZPI_SECTION_INCOME, ZPI_FIELD_MONEY, DECIDE, NULL},
    {"income.*.month2", ZPI_SECTION_INCOME, ZPI_FIELD_MONTH, DECIDE, NULL},
    {"income.*.amount2", ZPI_SECTION_INCOME, ZPI_FIELD_MONEY, DECIDE, NULL},
    {"income.*.month3", ZPI_SECTION_INCOME, ZPI_FIELD_MONTH, DECIDE, NULL},
    {"income.*.amount3", ZPI_SECTION_INCOME, ZPI_FIELD_MONEY, DECIDE, NULL},
    {"income.*.remark", ZPI_SECTION_INCOME, ZPI_FIELD_TEXT, OPT, NULL},

    {"document.*.kind", ZPI_SECTION_EVIDENCE, ZPI_FIELD_CHOICE, DECIDE, DOCUMENTS},
    {"document.*.whose", ZPI_SECTION_EVIDENCE, ZPI_FIELD_CHOICE, OPT, NULL},
    {"document.*.month", ZPI_SECTION_EVIDENCE, ZPI_FIELD_MONTH, OPT, NULL},
    {"document.*.media_type", ZPI_SECTION_EVIDENCE, ZPI_FIELD_CHOICE, OPT, MEDIA_TYPE},
    {"document.*.size", ZPI_SECTION_EVIDENCE, ZPI_FIELD_TEXT, OPT, NULL},
    {"document.*.sha256", ZPI_SECTION_EVIDENCE, ZPI_FIELD_TEXT, OPT, NULL},
    {"document.*.file_name", ZPI_SECTION_EVIDENCE, ZPI_FIELD_TEXT, OPT, NULL},
    {"original.*.uri", ZPI_SECTION_EVIDENCE, ZPI_FIELD_NOTE, OPT, NULL},

    {ZPI_KEY_REMARK, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_DECLARED, ZPI_SECTION_REVIEW, ZPI_FIELD_FLAG, SEND, NULL},
    {ZPI_KEY_DECLARED_HOW, ZPI_SECTION_REVIEW, ZPI_FIELD_CHOICE, SEND, HOW},
    {ZPI_KEY_DECLARED_AT, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_DECLARED_TEXT, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_DECLARED_OFFSET, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_DECLARED_SEQUENCE, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL},
    {ZPI_KEY_DECLARED_DOUBT, ZPI_SECTION_REVIEW, ZPI_FIELD_FLAG, OPT, NULL},
};
/* clang-format on */

static const char *const section_nicks[ZPI_N_SECTIONS] = {
    [ZPI_SECTION_BEFORE] = "before",
    [ZPI_SECTION_CHECK] = "check",
    [ZPI_SECTION_APPLICANT] = "applicant",
    [ZPI_SECTION_HOUSEHOLD] = "household",
    [ZPI_SECTION_INCOME] = "income",
    [ZPI_SECTION_EVIDENCE] = "evidence",
    [ZPI_SECTION_REVIEW] = "review",
};

/* Whether @key is @pattern, in which a star stands for an item's id. */
static gboolean
matches (const char *pattern, const char *key)
{
  const char *star = strchr (pattern, '*');
  const char *rest;

  if (star == NULL)
    return strcmp (pattern, key) == 0;
  if (strncmp (pattern, key, star - pattern) != 0)
    return FALSE;
  rest = strchr (key + (star - pattern), '.');
  return rest != NULL && rest > key + (star - pattern) && strcmp (rest, star + 1) == 0;
}

/**
 * zpi_field_lookup:
 * @key: an answer's key, also one of an item
 *
 * Returns: (transfer none) (nullable): what is known about it
 */
const ZpiField *
zpi_field_lookup (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (matches (fields[i].pattern, key))
      return &fields[i];
  return NULL;
}

/**
 * zpi_field_get_all:
 * @n_fields: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_fields): all fields, by section, in the order in which
 *   they are asked
 */
const ZpiField *
zpi_field_get_all (guint *n_fields)
{
  g_return_val_if_fail (n_fields != NULL, NULL);

  *n_fields = G_N_ELEMENTS (fields);
  return fields;
}

/**
 * zpi_section_to_nick:
 * @section: a section
 *
 * Returns: (transfer none): its word in settings, page names and tests
 */
const char *
zpi_section_to_nick (ZpiSection section)
{
  g_return_val_if_fail ((guint) section < ZPI_N_SECTIONS, "");

  return section_nicks[section];
}

/**
 * zpi_section_from_nick:
 * @nick: (nullable): a word
 * @section: (out): the section
 *
 * Returns: %FALSE, and @section untouched, when @nick is no section
 */
gboolean
zpi_section_from_nick (const char *nick, ZpiSection *section)
{
  g_return_val_if_fail (section != NULL, FALSE);

  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    if (g_strcmp0 (nick, section_nicks[i]) == 0) {
      *section = i;
      return TRUE;
    }
  }
  return FALSE;
}
