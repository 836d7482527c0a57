/* SPDX-License-Identifier: EUPL-1.2 */

/* Which check of the model belongs to which question. */

#include "zpi-answer-check.h"

#include "zpi-clock.h"
#include "zpi-field.h"

/**
 * zpi_answer_reference_date:
 * @zcase: (nullable): a case
 *
 * Returns: the date on which ages count: the case's, else today
 */
ZpiDate
zpi_answer_reference_date (ZpiCase *zcase)
{
  ZpiDate date;

  if (zcase != NULL && zpi_date_parse_iso (zpi_case_get (zcase, ZPI_KEY_REFERENCE_DATE), &date))
    return date;
  return zpi_clock_today ();
}

static ZpiBirthOf
birth_of (const char *key)
{
  if (g_str_has_prefix (key, "partner."))
    return ZPI_BIRTH_OF_PARTNER;
  if (g_str_has_prefix (key, ZPI_LIST_CHILD "."))
    return ZPI_BIRTH_OF_CHILD;
  return ZPI_BIRTH_OF_APPLICANT;
}

static ZpiCheckResult
nothing_to_check (const char *text)
{
  gboolean empty = text == NULL || *text == '\0';

  return (ZpiCheckResult){.code = empty ? ZPI_CHECK_EMPTY : ZPI_CHECK_OK,
                          .severity = ZPI_SEVERITY_OK};
}

/**
 * zpi_answer_check:
 * @zcase: (nullable): the case, for its reference date
 * @practice: only published test numbers are taken
 * @key: the question
 * @text: the answer as it was typed
 *
 * Returns: what the model says about @text
 */
ZpiCheckResult
zpi_answer_check (ZpiCase *zcase, gboolean practice, const char *key, const char *text)
{
  const ZpiField *field = zpi_field_lookup (key);
  ZpiDate on = zpi_answer_reference_date (zcase);

  if (field == NULL)
    return nothing_to_check (text);
  switch (field->kind) {
  case ZPI_FIELD_NAME:
    return g_str_has_suffix (key, ".prefix") ? zpi_check_name_prefix (text) : zpi_check_name (text);
  case ZPI_FIELD_BSN:
    return practice ? zpi_check_bsn_practice (text) : zpi_check_bsn (text);
  case ZPI_FIELD_BIRTH_DATE:
    return zpi_check_birth_date (text, birth_of (key), &on);
  case ZPI_FIELD_DATE:
    return zpi_check_date (text);
  case ZPI_FIELD_MONEY:
    return zpi_check_money (text);
  case ZPI_FIELD_POSTCODE:
    return zpi_check_postcode (text);
  case ZPI_FIELD_HOUSE_NUMBER:
    return zpi_check_house_number (text);
  case ZPI_FIELD_HOUSE_LETTER:
    return zpi_check_house_letter (text);
  case ZPI_FIELD_HOUSE_ADDITION:
    return zpi_check_house_addition (text);
  case ZPI_FIELD_EMAIL:
    return zpi_check_email (text);
  case ZPI_FIELD_PHONE:
    return zpi_check_phone (text);
  case ZPI_FIELD_COUNT:
    return zpi_check_count (text);
  case ZPI_FIELD_MONTH:
    return zpi_check_month (text);
  case ZPI_FIELD_TEXT:
  case ZPI_FIELD_CHOICE:
  case ZPI_FIELD_FLAG:
  default:
    return nothing_to_check (text);
  }
}
