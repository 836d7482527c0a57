/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"
#include "zpi-checks.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

/**
 * ZpiSection:
 *
 * The sections of a case, in their order on the screen.
 */
typedef enum {
  ZPI_SECTION_BEFORE,
  ZPI_SECTION_CHECK,
  ZPI_SECTION_APPLICANT,
  ZPI_SECTION_HOUSEHOLD,
  ZPI_SECTION_INCOME,
  ZPI_SECTION_EVIDENCE,
  ZPI_SECTION_REVIEW,
  ZPI_N_SECTIONS,
} ZpiSection;

typedef enum {
  ZPI_FIELD_TEXT,
  ZPI_FIELD_NAME,
  ZPI_FIELD_BSN,
  ZPI_FIELD_BIRTH_DATE,
  ZPI_FIELD_DATE,
  ZPI_FIELD_MONEY,
  ZPI_FIELD_POSTCODE,
  ZPI_FIELD_HOUSE_NUMBER,
  ZPI_FIELD_HOUSE_LETTER,
  ZPI_FIELD_HOUSE_ADDITION,
  ZPI_FIELD_EMAIL,
  ZPI_FIELD_PHONE,
  ZPI_FIELD_CHOICE,
  ZPI_FIELD_FLAG,
  ZPI_FIELD_COUNT,
  ZPI_FIELD_MONTH,
  ZPI_FIELD_NOTE, /* for this computer only: not judged, not sent */
} ZpiFieldKind;

/**
 * ZpiRequirement:
 * @ZPI_OPTIONAL: may be left out
 * @ZPI_REQUIRED_TO_DECIDE: the municipality needs it; missing is a warning, never a stop
 * @ZPI_REQUIRED_TO_SEND: without it nothing can be sent (an e-mail address, the name, the
 * declaration)
 */
typedef enum {
  ZPI_OPTIONAL,
  ZPI_REQUIRED_TO_DECIDE,
  ZPI_REQUIRED_TO_SEND,
} ZpiRequirement;

/**
 * ZpiFieldFlags:
 * @ZPI_FIELD_BY_PROGRAM: the program answers it; nobody is asked and nothing is found about it
 * @ZPI_FIELD_BY_HAND: on the wire it is no text of its own: `zpi-wire-*.c` and
 *   `zpi-application-*.c` name it
 * @ZPI_FIELD_LINES: may have more than one line
 * @ZPI_FIELD_READ_BACK: optional, and yet read back when it is not answered
 * @ZPI_FIELD_FROM_FORM: comes with a form that is taken in, and is read back and sent; nobody is
 *   asked
 */
typedef enum {
  ZPI_FIELD_BY_PROGRAM = 1 << 0,
  ZPI_FIELD_BY_HAND = 1 << 1,
  ZPI_FIELD_LINES = 1 << 2,
  ZPI_FIELD_READ_BACK = 1 << 3,
  ZPI_FIELD_FROM_FORM = 1 << 4,
} ZpiFieldFlags;

/**
 * ZpiField:
 * @pattern: the key, with `*` for an item (`child.*.bsn`)
 * @choices: (nullable): for a choice, its values, %NULL-ended; %NULL: the scheme has the list, and
 *   the page and the wire name it by hand
 * @words: (nullable): what these are called, for gettext, %NULL-ended
 * @title: (nullable): what is asked, for gettext; %NULL where nobody is asked
 * @help: (nullable): how to answer, for gettext
 * @label: (nullable): what it is called when it is read back, for gettext; %NULL: the title
 * @wire: (nullable): its place on the wire, with `[*]` for an index; %NULL: not sent
 * @max_chars: of a text: the longest that fits; 0: %ZPI_FIELD_MAX_CHARS
 * @kept_at: where [struct@Application], or the struct of its item, has it; 0: among its `others`
 * @check: (nullable): what judges a text and gives its form on the wire; %NULL: that of its kind
 * @applies: (nullable): whether it is asked, given the other answers; @item is %NULL for a question
 *   that is not of an item; %NULL: always
 * @told_elsewhere: (nullable): whether other lines say it when the answers are read back: an
 *   estimate once there are amounts, a period behind its amount; %NULL: never
 *
 * A question: one row of one table. Whatever is done with every answer walks this table.
 */
typedef struct {
  const char *pattern;
  ZpiSection section;
  ZpiFieldKind kind;
  ZpiRequirement requirement;
  const char *const *choices;
  const char *const *words;
  const char *title;
  const char *help;
  const char *label;
  const char *wire;
  ZpiFieldFlags flags;
  guint max_chars;
  gsize kept_at;
  ZpiCheckResult (*check) (const char *text);
  gboolean (*applies) (ZpiCase *zcase, const ZpiScheme *scheme, const char *item);
  gboolean (*told_elsewhere) (ZpiCase *zcase, const ZpiScheme *scheme, const char *item);
} ZpiField;

/* The longest text on the wire, where a row says nothing else. */
#define ZPI_FIELD_MAX_CHARS 100

/* The keys. Values of choices are the words on the wire. */
#define ZPI_KEY_SCHEME              "application.scheme"
#define ZPI_KEY_SCHEME_VERSION      "application.scheme_version"
#define ZPI_KEY_PASS_YEAR           "application.pass_year"
#define ZPI_KEY_REFERENCE_DATE      "application.reference_date" /* yyyy-mm-dd */
#define ZPI_KEY_RENEWED             "before.renewed"             /* ja, nee, onbekend */
#define ZPI_KEY_HELPER_NAME         "before.helper_name"
#define ZPI_KEY_HELPER_ORGANISATION "before.helper_organisation"
#define ZPI_KEY_MANDATE             "before.mandate"    /* op-papier, mondeling */
#define ZPI_KEY_MANDATE_AT          "before.mandate_at" /* ISO 8601 with offset */
#define ZPI_KEY_CHECK_CHILDREN      "check.children"
#define ZPI_KEY_CHECK_INCOME        "check.income"
#define ZPI_KEY_STUDENT             "check.student"      /* ja, nee */
#define ZPI_KEY_WITH_PARENTS        "check.with_parents" /* ja, nee: below 21 */
#define ZPI_KEY_GIVEN_NAMES         "applicant.given_names"
#define ZPI_KEY_PREFIX              "applicant.prefix"
#define ZPI_KEY_FAMILY_NAME         "applicant.family_name"
#define ZPI_KEY_BIRTH_DATE          "applicant.birth_date"
#define ZPI_KEY_BSN                 "applicant.bsn"
#define ZPI_KEY_STREET              "applicant.street"
#define ZPI_KEY_HOUSE_NUMBER        "applicant.house_number"
#define ZPI_KEY_HOUSE_LETTER        "applicant.house_letter"
#define ZPI_KEY_HOUSE_ADDITION      "applicant.house_addition"
#define ZPI_KEY_POSTCODE            "applicant.postcode"
#define ZPI_KEY_CITY                "applicant.city"
#define ZPI_KEY_PHONE               "applicant.phone"
#define ZPI_KEY_EMAIL_WHOSE         "contact.whose" /* aanvrager, helper, organisatie, geen */
#define ZPI_KEY_EMAIL               "contact.email"
#define ZPI_KEY_PARTNER             "household.partner" /* ja, nee */
#define ZPI_KEY_PARTNER_GIVEN_NAMES "partner.given_names"
#define ZPI_KEY_PARTNER_PREFIX      "partner.prefix"
#define ZPI_KEY_PARTNER_FAMILY_NAME "partner.family_name"
#define ZPI_KEY_PARTNER_BIRTH_DATE  "partner.birth_date"
#define ZPI_KEY_PARTNER_BSN         "partner.bsn"
#define ZPI_KEY_DECLARED            "declaration.agreed"    /* ja */
#define ZPI_KEY_DECLARED_AT         "declaration.signed_at" /* ISO 8601 with offset */
#define ZPI_KEY_DECLARED_HOW        "declaration.how"       /* op-papier, mondeling, getypt */
#define ZPI_KEY_DECLARED_TEXT       "declaration.text_version"
#define ZPI_KEY_DECLARED_OFFSET     "declaration.clock_offset" /* seconds, our clock − server's */
#define ZPI_KEY_DECLARED_SEQUENCE   "declaration.sequence"     /* never goes back */
#define ZPI_KEY_DECLARED_DOUBT      "declaration.clock_doubt"  /* ja */
#define ZPI_KEY_REMARK              "application.remark"

#define ZPI_LIST_CHILD              "child" /* given_names, prefix, family_name, birth_date, bsn */
/* kind, whose, amount, period, source, basis (netto, bruto), holiday_allowance (zonder, met),
 * month1, amount1, … month3, amount3 (month: yyyy-mm), benefit (which: ww, wia, …), remark */
#define ZPI_LIST_INCOME "income"
/* kind, whose, month (yyyy-mm), media_type, size, sha256, file_name */
#define ZPI_LIST_DOCUMENT "document"
/* In the field `problem` of a document: nothing of it can be seen. */
#define ZPI_PROBLEM_UNSEEN "unseen"
/* uri: a file that a document was made from and that may still lie about on this computer */
#define ZPI_LIST_ORIGINAL "original"
/* uri, place, kind, whose, month: a file that was dropped and is not in yet */
#define ZPI_LIST_DROPPED "dropped"

#define ZPI_YES          "ja"
#define ZPI_NO           "nee"

const ZpiField *zpi_field_lookup (const char *key);
gboolean zpi_field_parse_birth (const char *key, const char *text, ZpiDate *date);
const ZpiField *zpi_field_get_all (guint *n_fields);
guint zpi_field_get_max_chars (const ZpiField *self);
char *zpi_field_dup_understood (const ZpiField *self, const char *text);
guint zpi_field_count_of_list (const ZpiField *self);
char *zpi_field_dup_list (const ZpiField *self);
gboolean zpi_field_is_asked (const ZpiField *self);
gboolean zpi_field_row_applies (const ZpiField *self,
                                ZpiCase *zcase,
                                const ZpiScheme *scheme,
                                const char *key);
gboolean zpi_field_applies (ZpiCase *zcase, const ZpiScheme *scheme, const char *key);
gboolean zpi_field_is_told_elsewhere (ZpiCase *zcase, const ZpiScheme *scheme, const char *key);
GStrv zpi_section_dup_read_back (ZpiSection section, ZpiCase *zcase, const ZpiScheme *scheme);
const char *zpi_section_to_nick (ZpiSection section);
gboolean zpi_section_from_nick (const char *nick, ZpiSection *section);

G_END_DECLS
