/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-date.h"

G_BEGIN_DECLS

/* Checks of single answers. None of them changes what was typed: @normalised is what the rules and
 * the wire use. Wording is chosen in ui from the code. No function keeps or logs its input. */

typedef enum {
  ZPI_CHECK_OK,
  ZPI_CHECK_EMPTY,
  ZPI_CHECK_NONE,                /* a word for "there is none", where leaving it empty says so */
  ZPI_CHECK_BSN_CHARACTERS,      /* something else than digits, spaces, points, dashes */
  ZPI_CHECK_BSN_LENGTH,          /* not 8 or 9 digits */
  ZPI_CHECK_BSN_ZERO,            /* only zeros */
  ZPI_CHECK_BSN_ELEVEN,          /* fails the eleven-test: a digit is wrong */
  ZPI_CHECK_BSN_NOT_A_TEST,      /* practice mode takes published test numbers only */
  ZPI_CHECK_DATE_FORM,           /* not a date */
  ZPI_CHECK_DATE_YEAR_SHORT,     /* no year, or one that has not got four digits */
  ZPI_CHECK_DATE_IMPOSSIBLE,     /* 31-02, month 13, the year 1700 */
  ZPI_CHECK_DATE_INCOMPLETE,     /* day or month is missing where all is needed */
  ZPI_CHECK_DATE_FUTURE,         /* a date of birth after the reference date */
  ZPI_CHECK_DATE_TOO_OLD,        /* more than 120 years ago */
  ZPI_CHECK_DATE_PARTLY,         /* a part is unknown: allowed */
  ZPI_CHECK_DATE_CHILD_ADULT,    /* a child of 18 or older: applies itself */
  ZPI_CHECK_DATE_MINOR,          /* an applicant or partner under 18 */
  ZPI_CHECK_POSTCODE_FORM,       /* not 1234 AB */
  ZPI_CHECK_POSTCODE_ZERO,       /* a 0 in front: no postcode begins with it */
  ZPI_CHECK_POSTCODE_LETTERS,    /* SA, SD and SS are not given out */
  ZPI_CHECK_HOUSE_NUMBER_FORM,   /* something else than digits */
  ZPI_CHECK_HOUSE_NUMBER_RANGE,  /* 0, or more than five digits */
  ZPI_CHECK_HOUSE_LETTER_FORM,   /* one letter */
  ZPI_CHECK_HOUSE_ADDITION_FORM, /* at most four letters, digits, spaces, dashes */
  ZPI_CHECK_EMAIL_NONE,          /* a word for "there is none": another question asks that */
  ZPI_CHECK_EMAIL_AT,            /* no @ */
  ZPI_CHECK_EMAIL_AT_TWICE,      /* more than one @ */
  ZPI_CHECK_EMAIL_SPACE,         /* a space inside */
  ZPI_CHECK_EMAIL_NAME,          /* the part before the @ is missing or too long */
  ZPI_CHECK_EMAIL_DOMAIN,        /* the part after the @ is not a domain */
  ZPI_CHECK_EMAIL_POINT,         /* there is no point after the @ */
  ZPI_CHECK_EMAIL_LENGTH,        /* more than 254 */
  ZPI_CHECK_EMAIL_TYPO,          /* looks like a slip: homtail.com; @suggestion says what of */
  ZPI_CHECK_PHONE_FORM,          /* something else than digits */
  ZPI_CHECK_PHONE_LENGTH,        /* a Dutch number with too few or too many digits */
  ZPI_CHECK_PHONE_ABROAD,        /* a foreign number with too few or too many digits */
  ZPI_CHECK_PHONE_START,         /* begins with another digit than 0 */
  ZPI_CHECK_PHONE_NO_ZERO,       /* nine digits: a 0 was left out, or it is a foreign number */
  ZPI_CHECK_PHONE_BELGIAN,       /* begins as mobile numbers of Belgium do, and none here does */
  ZPI_CHECK_PHONE_COUNTRY,       /* no country code begins so, or there is a 0 too many behind it */
  ZPI_CHECK_PHONE_NO_COUNTRY,    /* a country code that nobody has */
  ZPI_CHECK_PHONE_SERVICE,       /* a service number such as 14 079 */
  ZPI_CHECK_NAME_CHARACTERS,     /* a sign that the BRP does not have */
  ZPI_CHECK_NAME_LENGTH,         /* longer than the BRP takes */
  ZPI_CHECK_NAME_NO_LETTER,      /* dashes or digits only */
  ZPI_CHECK_NAME_UNKNOWN,        /* a point alone: the BRP's way of saying so */
  ZPI_CHECK_NAME_NONE,           /* a word for "no name": onbekend, n.v.t. */
  ZPI_CHECK_NAME_TITLE,          /* "mw. A. de Jong", "Jansen geb. Bakker" */
  ZPI_CHECK_PREFIX_LENGTH,       /* longer than a prefix is */
  ZPI_CHECK_PLACE_NO_LETTER,     /* a street or a place of dashes or digits only */
  ZPI_CHECK_MONEY_FORM,          /* no amount */
  ZPI_CHECK_MONEY_WORDS,         /* an amount, and something beside it that is not understood */
  ZPI_CHECK_MONEY_GROSS,         /* an amount that is said to be gross */
  ZPI_CHECK_MONEY_PERIOD,        /* an amount of another period than a month */
  ZPI_CHECK_MONEY_HOLIDAY,       /* an amount, and something about holiday pay */
  ZPI_CHECK_MONEY_POINT,         /* one digit behind a point: thousands, or cents */
  ZPI_CHECK_MONEY_PAID,          /* an amount that a bank says was paid */
  ZPI_CHECK_MONEY_NEGATIVE,      /* less than nothing: a loss */
  ZPI_CHECK_MONEY_TOO_LARGE,
  ZPI_CHECK_COUNT_FORM, /* no whole number */
  ZPI_CHECK_COUNT_TOO_LARGE,
  ZPI_CHECK_MONTH_FORM,       /* no month */
  ZPI_CHECK_MONTH_YEAR,       /* no year of four digits */
  ZPI_CHECK_MONTH_IMPOSSIBLE, /* month 13 */
  ZPI_CHECK_MONTH_SEVERAL,    /* from one month to another, or a day */
  ZPI_N_CHECK_CODES,
} ZpiCheckCode;

typedef enum {
  ZPI_SEVERITY_OK,
  ZPI_SEVERITY_WARNING,
  ZPI_SEVERITY_ERROR,
} ZpiCheckSeverity;

/**
 * ZpiCheckResult:
 * @normalised: (nullable): what it means: "1234 ab" is "1234AB"; %NULL with an error or empty
 * @suggestion: (nullable): for %ZPI_CHECK_EMAIL_TYPO, what was probably meant
 *
 * Free with [method@CheckResult.clear], or use g_auto(ZpiCheckResult).
 */
typedef struct {
  ZpiCheckCode code;
  ZpiCheckSeverity severity;
  char *normalised;
  char *suggestion;
} ZpiCheckResult;

void zpi_check_result_clear (ZpiCheckResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZpiCheckResult, zpi_check_result_clear)

const char *zpi_check_code_to_nick (ZpiCheckCode code);

ZpiCheckResult zpi_check_bsn (const char *text);
ZpiCheckResult zpi_check_bsn_practice (const char *text);
gboolean zpi_bsn_is_published_test_number (const char *bsn);

/**
 * ZpiBirthOf:
 *
 * Whose date of birth it is: what is remarkable differs.
 */
typedef enum {
  ZPI_BIRTH_OF_APPLICANT,
  ZPI_BIRTH_OF_PARTNER,
  ZPI_BIRTH_OF_CHILD,
} ZpiBirthOf;

ZpiCheckResult
zpi_check_birth_date (const char *text, ZpiBirthOf whose, const ZpiDate *on, const ZpiDate *today);
gboolean zpi_birth_is_possible (const ZpiDate *birth, const ZpiDate *today);
ZpiCheckResult zpi_check_date (const char *text);
ZpiCheckResult zpi_check_month (const char *text);
ZpiCheckResult zpi_check_postcode (const char *text);
ZpiCheckResult zpi_check_house_number (const char *text);
gboolean zpi_house_number_split (const char *text, char **number, char **letter, char **addition);
ZpiCheckResult zpi_check_house_letter (const char *text);
ZpiCheckResult zpi_check_house_addition (const char *text);
ZpiCheckResult zpi_check_email (const char *text);
ZpiCheckResult zpi_check_phone (const char *text);
char *zpi_email_dup_understood (const char *text);
char *zpi_phone_dup_understood (const char *text);
ZpiCheckResult zpi_check_name (const char *text);
ZpiCheckResult zpi_check_name_prefix (const char *text);
ZpiCheckResult zpi_check_place_name (const char *text);
ZpiCheckResult zpi_check_money (const char *text);
ZpiCheckResult zpi_check_count (const char *text);

G_END_DECLS
