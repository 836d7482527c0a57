/* SPDX-License-Identifier: EUPL-1.2 */

/* The one table of every answer the program knows: where it is asked and how, what it is, whether
 * it can be missed, when it applies, where it stands on the wire. */

#include "zpi-field.h"

#include <string.h>

#include "zpi-application.h"
#include "zpi-clock.h"
#include "zpi-finding-private.h"
#include "zpi-household.h"

#define CHOICES(...) ((const char *const[]){__VA_ARGS__, NULL})

#define YES_NO       CHOICES ("ja", "nee")
#define WHOSE        CHOICES ("aanvrager", "partner", "gezamenlijk")
#define HOW          CHOICES ("op-papier", "mondeling", "getypt")
#define PERIODS      CHOICES ("week", "vier-weken", "maand", "kwartaal", "jaar")
#define BENEFITS     CHOICES ("ww", "wia", "wao", "wajong", "zw", "anw", "ioaw", "ioaz", "anders")
#define MEDIA_TYPE   CHOICES ("application/pdf", "image/jpeg", "image/png")

#define OPT          ZPI_OPTIONAL
#define DECIDE       ZPI_REQUIRED_TO_DECIDE
#define SEND         ZPI_REQUIRED_TO_SEND

/* Marks a text for translation; it is translated where it is shown. */
#define N_(text) text

/* What the answers are called, in the order of the choices. */
/* clang-format off */
#define YES_NO_WORDS CHOICES (N_("Yes"), N_("No"))
#define WHOSE_WORDS  CHOICES (N_("The applicant’s"), N_("The partner’s"), N_("Of both together"))
#define HOW_ASKED                                                                                  \
  CHOICES (N_("On paper, with a signature"),                                                       \
           N_("Spoken"), N_("Typed, in an e-mail or a form"))
#define HOW_AGREED                                                                                 \
  CHOICES (N_("Signed on paper"),                                                                  \
           N_("Spoken, the counsellor heard it"), N_("Typed: the client typed the name"))
#define PERIOD_WORDS                                                                               \
  CHOICES (N_("Week"), N_("Four weeks"), N_("Month"), N_("Quarter"), N_("Year"))
#define BENEFIT_WORDS                                                                              \
  CHOICES (N_("WW (unemployment)"),                                                                \
           N_("WIA (illness or disability)"),                                                      \
           N_("WAO (disability, before 2006)"),                                                    \
           N_("Wajong (disability from a young age)"),                                             \
           N_("ZW (illness)"),                                                                     \
           N_("Anw (after the death of a partner)"),                                               \
           N_("IOAW (older unemployed)"),                                                          \
           N_("IOAZ (older self-employed)"),                                                       \
           N_("Another benefit"))
/* clang-format on */

#define DATE_HELP                                                                                  \
  N_ ("Day-month-year, for example 1-5-1980. If you do not know the day: 00-05-1980. If you only " \
      "know the year: 1980.")
#define BSN_HELP                                                                                   \
  N_ ("The citizen service number: nine digits. It is on the identity document, on a pay slip or " \
      "on a letter.")

#define IN_APPLICATION(member) G_STRUCT_OFFSET (ZpiApplication, member)
#define IN_PERSON(member)      G_STRUCT_OFFSET (ZpiPerson, member)
#define IN_INCOME(member)      G_STRUCT_OFFSET (ZpiIncome, member)

static gboolean
has_partner (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  return zpi_case_get_flag (zcase, ZPI_KEY_PARTNER);
}

/* Whether the norm of somebody with this date of birth is the one for 18 to 20, on the day that
 * ages are looked up for. */
static gboolean
is_below_grown (ZpiCase *zcase, const char *key)
{
  ZpiDate birth = ZPI_DATE_INIT;
  ZpiDate on = ZPI_DATE_INIT;
  int age;

  if (!zpi_date_parse (zpi_case_get (zcase, ZPI_KEY_REFERENCE_DATE), &on) ||
      !zpi_date_is_full (&on))
    on = zpi_clock_today ();
  if (!zpi_field_parse_birth (key, zpi_case_get (zcase, key), &birth) || birth.year == 0)
    return FALSE;
  birth = zpi_date_latest (&birth);
  age = zpi_date_age_on (&birth, &on);
  return age >= ZPI_ADULT_AGE && age < ZPI_GROWN_AGE;
}

static gboolean
is_asked_about_parents (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  return is_below_grown (zcase, ZPI_KEY_BIRTH_DATE) ||
         (has_partner (zcase, scheme, item) && is_below_grown (zcase, ZPI_KEY_PARTNER_BIRTH_DATE));
}

static gboolean
has_address (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  return strcmp (zpi_case_get (zcase, ZPI_KEY_EMAIL_WHOSE), "geen") != 0;
}

static const char *
income_kind (ZpiCase *zcase, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");

  return zpi_case_get (zcase, key);
}

static gboolean
asks_amount (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  return zpi_findings_is_amount_asked (scheme, income_kind (zcase, item));
}

static gboolean
is_benefit (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  const char *id = income_kind (zcase, item);
  const ZpiIncomeKind *kind = scheme != NULL ? zpi_scheme_find_income_kind (scheme, id) : NULL;

  return kind != NULL && kind->benefit_asked;
}

static gboolean
is_variable (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  return asks_amount (zcase, scheme, item) &&
         zpi_findings_is_variable (scheme, income_kind (zcase, item));
}

static gboolean
is_regular (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  return asks_amount (zcase, scheme, item) &&
         !zpi_findings_is_variable (scheme, income_kind (zcase, item));
}

static gboolean
has_children (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  return zpi_case_get_n_items (zcase, ZPI_LIST_CHILD) > 0;
}

static gboolean
has_incomes (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  return zpi_case_get_n_items (zcase, ZPI_LIST_INCOME) > 0;
}

/* clang-format off */
static const ZpiField fields[] = {
    {ZPI_KEY_SCHEME, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL,
     .wire = "regeling",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {ZPI_KEY_RENEWED, ZPI_SECTION_BEFORE, ZPI_FIELD_CHOICE, OPT, CHOICES ("ja", "nee", "onbekend"),
     .words = CHOICES (N_("Yes, there is a letter about this year’s pass"), N_("No"), N_("We do not know")),
     .title = N_("Did the client get a letter that the pass is renewed?"),
     .wire = "automatischVerlengd",
     .flags = ZPI_FIELD_READ_BACK,
     .kept_at = IN_APPLICATION (renewed)},
    {ZPI_KEY_PASS_YEAR, ZPI_SECTION_BEFORE, ZPI_FIELD_CHOICE, OPT, NULL,
     .title = N_("For which year is the pass?"),
     .help = N_("The pass for next year can be applied for before 1 January."),
     .wire = "pasjaar",
     .flags = ZPI_FIELD_BY_HAND},
    {ZPI_KEY_HELPER_NAME, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL,
     .title = N_("Your name"),
     .help = N_("The municipality sees who helped with this application."),
     .wire = "hulpverlener.naam",
     .flags = ZPI_FIELD_BY_HAND,
     .max_chars = 200},
    {ZPI_KEY_HELPER_ORGANISATION, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL,
     .title = N_("Your organisation"),
     .wire = "hulpverlener.organisatie",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND,
     .max_chars = 200},
    {ZPI_KEY_MANDATE, ZPI_SECTION_BEFORE, ZPI_FIELD_CHOICE, OPT, HOW,
     .words = HOW_ASKED,
     .title = N_("How did the client ask you to help?"),
     .wire = "machtiging.wijze",
     .flags = ZPI_FIELD_BY_HAND},
    {ZPI_KEY_MANDATE_AT, ZPI_SECTION_BEFORE, ZPI_FIELD_TEXT, OPT, NULL,
     .wire = "machtiging.gegevenOp",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},

    {ZPI_KEY_SCHEME_VERSION, ZPI_SECTION_CHECK, ZPI_FIELD_TEXT, OPT, NULL,
     .flags = ZPI_FIELD_BY_PROGRAM},
    {ZPI_KEY_REFERENCE_DATE, ZPI_SECTION_CHECK, ZPI_FIELD_DATE, OPT, NULL,
     .wire = "peildatum",
     .flags = ZPI_FIELD_BY_HAND},
    {ZPI_KEY_CHECK_CHILDREN, ZPI_SECTION_CHECK, ZPI_FIELD_COUNT, OPT, NULL,
     .title = N_("Number of children under 18"),
     .help = N_("Children who live at home. No children: 0."),
     .told_elsewhere = has_children},
    {ZPI_KEY_CHECK_INCOME, ZPI_SECTION_CHECK, ZPI_FIELD_MONEY, OPT, NULL,
     .title = N_("Income per month, net"),
     .help = N_("An estimate is enough. Is there a partner? Count both incomes. Leave out holiday pay."),
     .told_elsewhere = has_incomes},
    {ZPI_KEY_STUDENT, ZPI_SECTION_CHECK, ZPI_FIELD_CHOICE, OPT, YES_NO,
     .words = YES_NO_WORDS,
     .title = N_("Does the applicant get student finance?"),
     .flags = ZPI_FIELD_READ_BACK},
    {ZPI_KEY_WITH_PARENTS, ZPI_SECTION_CHECK, ZPI_FIELD_CHOICE, OPT, YES_NO,
     .words = YES_NO_WORDS,
     .title = N_("Under 21: does the applicant live with parents?"),
     .help = N_("Only for the check. If not, the limit may be higher."),
     .flags = ZPI_FIELD_READ_BACK,
     .applies = is_asked_about_parents},

    {ZPI_KEY_GIVEN_NAMES, ZPI_SECTION_APPLICANT, ZPI_FIELD_NAME, DECIDE, NULL,
     .title = N_("First names"),
     .help = N_("As on the identity document."),
     .wire = "aanvrager.naam.voornamen",
     .max_chars = 200,
     .kept_at = IN_APPLICATION (applicant.given_names)},
    {ZPI_KEY_PREFIX, ZPI_SECTION_APPLICANT, ZPI_FIELD_NAME, OPT, NULL,
     .title = N_("Prefix"),
     .help = N_("For example “de” or “van der”."),
     .wire = "aanvrager.naam.voorvoegsel",
     .max_chars = 20,
     .kept_at = IN_APPLICATION (applicant.prefix),
     .check = zpi_check_name_prefix},
    {ZPI_KEY_FAMILY_NAME, ZPI_SECTION_APPLICANT, ZPI_FIELD_NAME, SEND, NULL,
     .title = N_("Last name"),
     .wire = "aanvrager.naam.geslachtsnaam",
     .max_chars = 200,
     .kept_at = IN_APPLICATION (applicant.family_name)},
    {ZPI_KEY_BIRTH_DATE, ZPI_SECTION_APPLICANT, ZPI_FIELD_BIRTH_DATE, DECIDE, NULL,
     .title = N_("Date of birth"),
     .help = DATE_HELP,
     .wire = "aanvrager.geboorte",
     .kept_at = IN_APPLICATION (applicant.birth)},
    {ZPI_KEY_BSN, ZPI_SECTION_APPLICANT, ZPI_FIELD_BSN, DECIDE, NULL,
     .title = N_("BSN"),
     .help = BSN_HELP,
     .wire = "aanvrager.burgerservicenummer",
     .kept_at = IN_APPLICATION (applicant.bsn)},
    {ZPI_KEY_POSTCODE, ZPI_SECTION_APPLICANT, ZPI_FIELD_POSTCODE, DECIDE, NULL,
     .title = N_("Postcode"),
     .help = N_("Four digits and two letters, for example 2712 AA."),
     .wire = "aanvrager.adres.postcode",
     .kept_at = IN_APPLICATION (postcode)},
    {ZPI_KEY_HOUSE_NUMBER, ZPI_SECTION_APPLICANT, ZPI_FIELD_HOUSE_NUMBER, DECIDE, NULL,
     .title = N_("House number"),
     .wire = "aanvrager.adres.huisnummer",
     .kept_at = IN_APPLICATION (house_number)},
    {ZPI_KEY_HOUSE_LETTER, ZPI_SECTION_APPLICANT, ZPI_FIELD_HOUSE_LETTER, OPT, NULL,
     .title = N_("House letter"),
     .wire = "aanvrager.adres.huisletter",
     .kept_at = IN_APPLICATION (house_letter)},
    {ZPI_KEY_HOUSE_ADDITION, ZPI_SECTION_APPLICANT, ZPI_FIELD_HOUSE_ADDITION, OPT, NULL,
     .title = N_("Addition"),
     .help = N_("For example “bis” or “2”."),
     .wire = "aanvrager.adres.huisnummertoevoeging",
     .kept_at = IN_APPLICATION (house_addition)},
    {ZPI_KEY_STREET, ZPI_SECTION_APPLICANT, ZPI_FIELD_TEXT, DECIDE, NULL,
     .title = N_("Street"),
     .wire = "aanvrager.adres.straat",
     .kept_at = IN_APPLICATION (street),
     .check = zpi_check_place_name},
    {ZPI_KEY_CITY, ZPI_SECTION_APPLICANT, ZPI_FIELD_TEXT, DECIDE, NULL,
     .title = N_("Place"),
     .wire = "aanvrager.adres.woonplaats",
     .kept_at = IN_APPLICATION (city),
     .check = zpi_check_place_name},
    {ZPI_KEY_EMAIL_WHOSE, ZPI_SECTION_APPLICANT, ZPI_FIELD_CHOICE, SEND, CHOICES ("aanvrager", "helper", "organisatie", "geen"),
     .words = CHOICES (N_("The client’s own address"), N_("The address of somebody who helps the client"),
                       N_("The address of our organisation"), N_("There is no e-mail address that we can use")),
     .title = N_("Whose e-mail address can we use?"),
     .wire = "contact.vanWie",
     .kept_at = IN_APPLICATION (email_whose)},
    {ZPI_KEY_EMAIL, ZPI_SECTION_APPLICANT, ZPI_FIELD_EMAIL, SEND, NULL,
     .title = N_("E-mail address"),
     .help = N_("The municipality sends three kinds of messages to it: that it has the application, "
     "what is missing, and the decision."),
     .wire = "contact.emailadres",
     .kept_at = IN_APPLICATION (email),
     .applies = has_address},
    {ZPI_KEY_PHONE, ZPI_SECTION_APPLICANT, ZPI_FIELD_PHONE, OPT, NULL,
     .title = N_("Telephone number"),
     .wire = "aanvrager.telefoonnummer",
     .kept_at = IN_APPLICATION (phone)},

    {ZPI_KEY_PARTNER, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_CHOICE, DECIDE, YES_NO,
     .words = YES_NO_WORDS,
     .title = N_("Does the applicant live with a partner?"),
     .wire = "heeftPartner",
     .flags = ZPI_FIELD_BY_HAND},
    {ZPI_KEY_PARTNER_GIVEN_NAMES, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, DECIDE, NULL,
     .title = N_("First names"),
     .wire = "partner.naam.voornamen",
     .max_chars = 200,
     .kept_at = IN_APPLICATION (partner.given_names),
     .applies = has_partner},
    {ZPI_KEY_PARTNER_PREFIX, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, OPT, NULL,
     .title = N_("Prefix"),
     .wire = "partner.naam.voorvoegsel",
     .max_chars = 20,
     .kept_at = IN_APPLICATION (partner.prefix),
     .check = zpi_check_name_prefix,
     .applies = has_partner},
    {ZPI_KEY_PARTNER_FAMILY_NAME, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, DECIDE, NULL,
     .title = N_("Last name"),
     .wire = "partner.naam.geslachtsnaam",
     .max_chars = 200,
     .kept_at = IN_APPLICATION (partner.family_name),
     .applies = has_partner},
    {ZPI_KEY_PARTNER_BIRTH_DATE, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_BIRTH_DATE, DECIDE, NULL,
     .title = N_("Date of birth"),
     .help = DATE_HELP,
     .wire = "partner.geboorte",
     .kept_at = IN_APPLICATION (partner.birth),
     .applies = has_partner},
    {ZPI_KEY_PARTNER_BSN, ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_BSN, DECIDE, NULL,
     .title = N_("BSN"),
     .help = BSN_HELP,
     .wire = "partner.burgerservicenummer",
     .kept_at = IN_APPLICATION (partner.bsn),
     .applies = has_partner},
    {"child.*.given_names", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, DECIDE, NULL,
     .title = N_("First names"),
     .wire = "kinderen[*].naam.voornamen",
     .max_chars = 200,
     .kept_at = IN_PERSON (given_names)},
    {"child.*.prefix", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, OPT, NULL,
     .title = N_("Prefix"),
     .wire = "kinderen[*].naam.voorvoegsel",
     .max_chars = 20,
     .kept_at = IN_PERSON (prefix),
     .check = zpi_check_name_prefix},
    {"child.*.family_name", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_NAME, DECIDE, NULL,
     .title = N_("Last name"),
     .wire = "kinderen[*].naam.geslachtsnaam",
     .max_chars = 200,
     .kept_at = IN_PERSON (family_name)},
    {"child.*.birth_date", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_BIRTH_DATE, DECIDE, NULL,
     .title = N_("Date of birth"),
     .help = N_("Day-month-year, for example 9-3-2015."),
     .wire = "kinderen[*].geboorte",
     .kept_at = IN_PERSON (birth)},
    {"child.*.bsn", ZPI_SECTION_HOUSEHOLD, ZPI_FIELD_BSN, DECIDE, NULL,
     .title = N_("BSN"),
     .wire = "kinderen[*].burgerservicenummer",
     .kept_at = IN_PERSON (bsn)},

    {"income.*.kind", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, DECIDE, NULL,
     .title = N_("Kind of income"),
     .wire = "inkomen[*].soort",
     .flags = ZPI_FIELD_BY_HAND},
    {"income.*.benefit", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, OPT, BENEFITS,
     .words = BENEFIT_WORDS,
     .title = N_("Which benefit?"),
     .wire = "inkomen[*].uitkeringssoort",
     .kept_at = IN_INCOME (benefit),
     .applies = is_benefit},
    {"income.*.whose", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, OPT, WHOSE,
     .words = WHOSE_WORDS,
     .title = N_("Whose income is it?"),
     .wire = "inkomen[*].van",
     .kept_at = IN_INCOME (whose),
     .applies = asks_amount},
    {"income.*.amount", ZPI_SECTION_INCOME, ZPI_FIELD_MONEY, DECIDE, NULL,
     .title = N_("Amount"),
     .help = N_("The net amount, without holiday pay."),
     .wire = "inkomen[*].bedragInCenten",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = is_regular},
    {"income.*.period", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, DECIDE, PERIODS,
     .words = PERIOD_WORDS,
     .title = N_("Paid every"),
     .wire = "inkomen[*].periode",
     .kept_at = IN_INCOME (period),
     .applies = asks_amount,
     .told_elsewhere = is_regular},
    {"income.*.source", ZPI_SECTION_INCOME, ZPI_FIELD_TEXT, OPT, NULL,
     .title = N_("From whom?"),
     .help = N_("For example the name of the employer."),
     .wire = "inkomen[*].bron",
     .max_chars = 200,
     .kept_at = IN_INCOME (source),
     .applies = asks_amount},
    {"income.*.basis", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, OPT, CHOICES ("netto", "bruto"),
     .words = CHOICES (N_("Net: after tax"), N_("Gross: before tax")),
     .title = N_("Is the amount net?"),
     .wire = "inkomen[*].grondslag",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = asks_amount},
    {"income.*.holiday_allowance", ZPI_SECTION_INCOME, ZPI_FIELD_CHOICE, OPT, CHOICES ("zonder", "met"),
     .words = CHOICES (N_("No, without holiday pay"), N_("Yes, with holiday pay")),
     .title = N_("Is holiday pay in the amount?"),
     .wire = "inkomen[*].vakantiegeld",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = asks_amount},
    {"income.*.month1", ZPI_SECTION_INCOME, ZPI_FIELD_MONTH, DECIDE, NULL,
     .wire = "inkomen[*].maanden[*].maand",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = is_variable},
    {"income.*.amount1", ZPI_SECTION_INCOME, ZPI_FIELD_MONEY, DECIDE, NULL,
     .title = N_("First month"),
     .wire = "inkomen[*].maanden[*].bedragInCenten",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = is_variable},
    {"income.*.month2", ZPI_SECTION_INCOME, ZPI_FIELD_MONTH, DECIDE, NULL,
     .wire = "inkomen[*].maanden[*].maand",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = is_variable},
    {"income.*.amount2", ZPI_SECTION_INCOME, ZPI_FIELD_MONEY, DECIDE, NULL,
     .title = N_("Second month"),
     .wire = "inkomen[*].maanden[*].bedragInCenten",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = is_variable},
    {"income.*.month3", ZPI_SECTION_INCOME, ZPI_FIELD_MONTH, DECIDE, NULL,
     .wire = "inkomen[*].maanden[*].maand",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = is_variable},
    {"income.*.amount3", ZPI_SECTION_INCOME, ZPI_FIELD_MONEY, DECIDE, NULL,
     .title = N_("Third month"),
     .wire = "inkomen[*].maanden[*].bedragInCenten",
     .flags = ZPI_FIELD_BY_HAND,
     .applies = is_variable},
    {"income.*.remark", ZPI_SECTION_INCOME, ZPI_FIELD_TEXT, OPT, NULL,
     .title = N_("Remark"),
     .wire = "inkomen[*].toelichting",
     .flags = ZPI_FIELD_LINES | ZPI_FIELD_FROM_FORM,
     .max_chars = 2000,
     .kept_at = IN_INCOME (remark)},

    {"document.*.kind", ZPI_SECTION_EVIDENCE, ZPI_FIELD_CHOICE, DECIDE, NULL,
     .title = N_("What is this?"),
     .wire = "bewijsstukken[*].soort",
     .flags = ZPI_FIELD_BY_HAND},
    {"document.*.whose", ZPI_SECTION_EVIDENCE, ZPI_FIELD_CHOICE, OPT, NULL,
     .wire = "bewijsstukken[*].van",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {"document.*.month", ZPI_SECTION_EVIDENCE, ZPI_FIELD_MONTH, OPT, NULL,
     .wire = "bewijsstukken[*].maand",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {"document.*.media_type", ZPI_SECTION_EVIDENCE, ZPI_FIELD_CHOICE, OPT, MEDIA_TYPE,
     .wire = "bewijsstukken[*].mediatype",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {"document.*.size", ZPI_SECTION_EVIDENCE, ZPI_FIELD_TEXT, OPT, NULL,
     .wire = "bewijsstukken[*].grootteInBytes",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {"document.*.sha256", ZPI_SECTION_EVIDENCE, ZPI_FIELD_TEXT, OPT, NULL,
     .wire = "bewijsstukken[*].sha256",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {"document.*.file_name", ZPI_SECTION_EVIDENCE, ZPI_FIELD_TEXT, OPT, NULL,
     .flags = ZPI_FIELD_BY_PROGRAM},
    {"original.*.uri", ZPI_SECTION_EVIDENCE, ZPI_FIELD_NOTE, OPT, NULL},
    /* what was made from it */
    {"original.*.document", ZPI_SECTION_EVIDENCE, ZPI_FIELD_NOTE, OPT, NULL},
    {"dropped.*.uri", ZPI_SECTION_EVIDENCE, ZPI_FIELD_NOTE, OPT, NULL,
     .title = N_("The file that is being added"),
     .flags = ZPI_FIELD_BY_PROGRAM},

    {ZPI_KEY_REMARK, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL,
     .title = N_("Remark for the municipality"),
     .wire = "toelichting",
     .flags = ZPI_FIELD_LINES,
     .max_chars = 4000,
     .kept_at = IN_APPLICATION (remark)},
    {ZPI_KEY_DECLARED, ZPI_SECTION_REVIEW, ZPI_FIELD_FLAG, SEND, NULL,
     .title = N_("The client agrees"),
     .wire = "verklaring",
     .flags = ZPI_FIELD_BY_HAND},
    {ZPI_KEY_DECLARED_HOW, ZPI_SECTION_REVIEW, ZPI_FIELD_CHOICE, SEND, HOW,
     .words = HOW_AGREED,
     .title = N_("How did the client agree?"),
     .wire = "verklaring.wijze",
     .flags = ZPI_FIELD_BY_HAND},
    {ZPI_KEY_DECLARED_AT, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL,
     .wire = "verklaring.ondertekendOp",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {ZPI_KEY_DECLARED_TEXT, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL,
     .wire = "verklaring.tekstversie",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND,
     .max_chars = 50},
    {ZPI_KEY_DECLARED_OFFSET, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL,
     .wire = "verklaring.klokafwijkingInSeconden",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {ZPI_KEY_DECLARED_SEQUENCE, ZPI_SECTION_REVIEW, ZPI_FIELD_TEXT, OPT, NULL,
     .wire = "verklaring.volgnummer",
     .flags = ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_BY_HAND},
    {ZPI_KEY_DECLARED_DOUBT, ZPI_SECTION_REVIEW, ZPI_FIELD_FLAG, OPT, NULL,
     .wire = "verklaring.klokTwijfel",
     .flags = ZPI_FIELD_BY_HAND},
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
 * zpi_field_parse_birth:
 * @key: the key of a date of birth, also one of an item
 * @text: (nullable): what was typed
 * @date: (out): the date
 *
 * The one reading of a date of birth: what a year of two digits means hangs on whose it is.
 *
 * Returns: %FALSE, and @date untouched, when @text is no such date
 */
gboolean
zpi_field_parse_birth (const char *key, const char *text, ZpiDate *date)
{
  g_return_val_if_fail (key != NULL && date != NULL, FALSE);

  return zpi_date_parse_birth (text, g_str_has_prefix (key, ZPI_LIST_CHILD "."), date);
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
 * zpi_field_get_max_chars:
 * @self: a row of the table
 *
 * Returns: the longest text that fits on the wire, in characters
 */
guint
zpi_field_get_max_chars (const ZpiField *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->max_chars != 0 ? self->max_chars : ZPI_FIELD_MAX_CHARS;
}

/**
 * zpi_field_dup_list:
 * @self: a row of the table
 *
 * Returns: (transfer full) (nullable): the list whose items have this answer (`child`); %NULL for
 *   an answer that there is once
 */
char *
zpi_field_dup_list (const ZpiField *self)
{
  const char *star;

  g_return_val_if_fail (self != NULL, NULL);

  star = strchr (self->pattern, '*');
  return star != NULL ? g_strndup (self->pattern, star - self->pattern - 1) : NULL;
}

/**
 * zpi_field_is_asked:
 * @self: a row of the table
 *
 * Returns: whether it is a question to somebody; what the program fills in by itself is not, nor
 *   what only comes with a form
 */
gboolean
zpi_field_is_asked (const ZpiField *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->title != NULL && (self->flags & (ZPI_FIELD_BY_PROGRAM | ZPI_FIELD_FROM_FORM)) == 0;
}

/* The item that @key is of, or NULL. */
static char *
item_of (const ZpiField *field, const char *key)
{
  const char *star = strchr (field->pattern, '*');
  const char *start;

  if (star == NULL)
    return NULL;
  start = key + (star - field->pattern);
  return g_strndup (start, strcspn (start, "."));
}

typedef gboolean (*AskRow) (ZpiCase *zcase, const ZpiScheme *scheme, const char *item);

/* What the row says of @key. */
static gboolean
ask_row (const ZpiField *field,
         AskRow ask,
         ZpiCase *zcase,
         const ZpiScheme *scheme,
         const char *key)
{
  g_autofree char *item = item_of (field, key);

  return ask (zcase, scheme, item);
}

/**
 * zpi_field_row_applies:
 * @self: a row of the table
 * @zcase: a case
 * @scheme: (nullable): its scheme
 * @key: an answer's key of that row
 *
 * Returns: [func@field_applies], for who has the row at hand
 */
gboolean
zpi_field_row_applies (const ZpiField *self,
                       ZpiCase *zcase,
                       const ZpiScheme *scheme,
                       const char *key)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ZPI_IS_CASE (zcase), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  return self->applies == NULL || ask_row (self, self->applies, zcase, scheme, key);
}

/**
 * zpi_field_applies:
 * @zcase: a case
 * @scheme: (nullable): its scheme
 * @key: an answer's key
 *
 * Returns: whether the question is asked, given the other answers: a partner's name only with a
 *   partner, three months only for fluctuating income
 */
gboolean
zpi_field_applies (ZpiCase *zcase, const ZpiScheme *scheme, const char *key)
{
  const ZpiField *field;

  g_return_val_if_fail (key != NULL, FALSE);

  field = zpi_field_lookup (key);
  return field == NULL || zpi_field_row_applies (field, zcase, scheme, key);
}

/**
 * zpi_field_is_told_elsewhere:
 * @zcase: a case
 * @scheme: (nullable): its scheme
 * @key: an answer's key
 *
 * Returns: whether other lines say it when the answers are read back
 */
gboolean
zpi_field_is_told_elsewhere (ZpiCase *zcase, const ZpiScheme *scheme, const char *key)
{
  const ZpiField *field;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  field = zpi_field_lookup (key);
  return field != NULL && field->told_elsewhere != NULL &&
         ask_row (field, field->told_elsewhere, zcase, scheme, key);
}

/* A walk through the questions of a section. */
typedef struct {
  ZpiCase *zcase;
  const ZpiScheme *scheme;
  GStrvBuilder *keys;
} Walk;

/* What is needed also when it is open; what may be left out only when there is an answer. */
static gboolean
is_read_back (const ZpiField *field, ZpiCase *zcase, const ZpiScheme *scheme, const char *key)
{
  if (field->title == NULL || zpi_field_is_told_elsewhere (zcase, scheme, key))
    return FALSE;
  return field->requirement != ZPI_OPTIONAL || (field->flags & ZPI_FIELD_READ_BACK) != 0 ||
         *zpi_case_get (zcase, key) != '\0';
}

static void
walk_question (Walk *self, const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  if (field != NULL && is_read_back (field, self->zcase, self->scheme, key) &&
      zpi_field_applies (self->zcase, self->scheme, key))
    g_strv_builder_add (self->keys, key);
}

/* The questions of a list, item by item: @first is the first of @n_rows. */
static void
walk_items (Walk *self, const ZpiField *first, guint n_rows)
{
  g_autofree char *list = zpi_field_dup_list (first);
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, list);

  for (guint i = 0; items[i] != NULL; i++) {
    for (guint j = 0; j < n_rows; j++) {
      g_autofree char *key =
          zpi_case_item_key (list, items[i], strrchr (first[j].pattern, '.') + 1);

      walk_question (self, key);
    }
  }
}

static GStrv
walk_section (Walk *self, ZpiSection section)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  self->keys = keys;
  for (guint i = 0; i < G_N_ELEMENTS (fields);) {
    guint n = zpi_field_count_of_list (&fields[i]);

    if (fields[i].section == section && strchr (fields[i].pattern, '*') != NULL)
      walk_items (self, &fields[i], n);
    else if (fields[i].section == section)
      walk_question (self, fields[i].pattern);
    i += n;
  }
  return g_strv_builder_end (keys);
}

/**
 * zpi_field_count_of_list:
 * @self: a row of the table
 *
 * Returns: how many rows, from @self on, are of the same list; 1 for an answer that there is once
 */
guint
zpi_field_count_of_list (const ZpiField *self)
{
  const char *star = strchr (self->pattern, '*');
  const ZpiField *end = fields + G_N_ELEMENTS (fields);
  guint n = 1;

  if (star == NULL)
    return 1;
  while (self + n < end && strncmp (self[n].pattern, self->pattern, star - self->pattern + 1) == 0)
    n++;
  return n;
}

/**
 * zpi_section_dup_read_back:
 * @section: a section
 * @zcase: a case
 * @scheme: (nullable): its scheme
 *
 * Returns: (transfer full): the keys of the answers of @section that are read back, in the order of
 *   the screen: what was answered, also by the program, and what is open and needed
 */
GStrv
zpi_section_dup_read_back (ZpiSection section, ZpiCase *zcase, const ZpiScheme *scheme)
{
  Walk walk = {zcase, scheme, NULL};

  g_return_val_if_fail ((guint) section < ZPI_N_SECTIONS, NULL);
  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  return walk_section (&walk, section);
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
