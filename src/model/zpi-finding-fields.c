/* SPDX-License-Identifier: EUPL-1.2 */

/* What can be found by looking at one answer: missing, or not passing its check. */

#include <string.h>

#include "zpi-finding-private.h"
#include "zpi-text.h"

/* What is known about a kind of income; nothing without a scheme. */
static const ZpiIncomeKind *
find_kind (const ZpiScheme *scheme, const char *kind)
{
  return scheme != NULL ? zpi_scheme_find_income_kind (scheme, kind) : NULL;
}

gboolean
zpi_findings_is_variable (const ZpiScheme *scheme, const char *kind)
{
  const ZpiIncomeKind *found = find_kind (scheme, kind);

  return found != NULL && found->variable;
}

gboolean
zpi_findings_is_amount_asked (const ZpiScheme *scheme, const char *kind)
{
  const ZpiIncomeKind *found = find_kind (scheme, kind);

  return found == NULL || found->amount_asked;
}

/* What does not count may be filled in, but nobody waits for it. */
static gboolean
counts (ZpiFindings *self, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  const ZpiIncomeKind *found = find_kind (self->scheme, zpi_case_get (self->zcase, key));

  return found == NULL || found->counts;
}

static ZpiBirthOf
birth_of (const char *key)
{
  if (g_str_has_prefix (key, ZPI_LIST_CHILD "."))
    return ZPI_BIRTH_OF_CHILD;
  return g_str_has_prefix (key, "partner.") ? ZPI_BIRTH_OF_PARTNER : ZPI_BIRTH_OF_APPLICANT;
}

/* "12 b" in one is sent as number and letter, as long as these have nothing of their own. */
static ZpiCheckResult
check_house_number (ZpiFindings *self, const char *text)
{
  g_autofree char *letter = zpi_text_line (zpi_case_get (self->zcase, ZPI_KEY_HOUSE_LETTER));
  g_autofree char *addition = zpi_text_line (zpi_case_get (self->zcase, ZPI_KEY_HOUSE_ADDITION));
  g_autofree char *split_letter = NULL;
  g_autofree char *split_addition = NULL;
  char *number = NULL;

  if (*letter == '\0' && *addition == '\0' &&
      zpi_house_number_split (text, &number, &split_letter, &split_addition))
    return (ZpiCheckResult){ZPI_CHECK_OK, ZPI_SEVERITY_OK, number, NULL};
  return zpi_check_house_number (text);
}

static ZpiCheckResult
check (ZpiFindings *self, const ZpiField *field, const char *key, const char *text)
{
  if (field->check != NULL)
    return field->check (text);
  switch (field->kind) {
  case ZPI_FIELD_NAME:
    return zpi_check_name (text);
  case ZPI_FIELD_BSN:
    return zpi_findings_practice () ? zpi_check_bsn_practice (text) : zpi_check_bsn (text);
  case ZPI_FIELD_BIRTH_DATE:
    return zpi_check_birth_date (text, birth_of (key), &self->on, &self->today);
  case ZPI_FIELD_DATE:
    return zpi_check_date (text);
  case ZPI_FIELD_MONEY:
    return zpi_check_money (text);
  case ZPI_FIELD_POSTCODE:
    return zpi_check_postcode (text);
  case ZPI_FIELD_HOUSE_NUMBER:
    return check_house_number (self, text);
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
  case ZPI_FIELD_NOTE:
  default:
    return (ZpiCheckResult){ZPI_CHECK_OK, ZPI_SEVERITY_OK, NULL, NULL};
  }
}

static void
look_at_length (ZpiFindings *self, const ZpiField *field, const char *key, const char *text)
{
  guint max = zpi_field_get_max_chars (field);
  g_autofree char *lines = NULL;
  g_autofree char *characters = NULL;

  if (field->kind != ZPI_FIELD_TEXT)
    return;
  lines = zpi_text_lines (text);
  characters = g_strdup_printf ("%u", max);
  if (g_utf8_strlen (lines, -1) > max)
    zpi_findings_add (self,
                      key,
                      field->section,
                      ZPI_FINDING_ERROR,
                      ZPI_FINDING_TOO_LONG,
                      characters,
                      NULL);
}

static void
look_at_answer (ZpiFindings *self, const ZpiField *field, const char *key, const char *text)
{
  g_auto (ZpiCheckResult) result = check (self, field, key, text);
  ZpiFinding *finding;

  look_at_length (self, field, key, text);
  if (result.severity == ZPI_SEVERITY_OK)
    return;
  if (result.code == ZPI_CHECK_DATE_CHILD_ADULT) {
    zpi_findings_add (self, key, field->section, ZPI_FINDING_NOTICE, ZPI_FINDING_CHILD_ADULT, NULL);
    return;
  }
  finding = zpi_findings_add (self,
                              key,
                              field->section,
                              result.severity == ZPI_SEVERITY_ERROR ? ZPI_FINDING_ERROR
                                                                    : ZPI_FINDING_NOTICE,
                              ZPI_FINDING_CHECK,
                              result.suggestion,
                              NULL);
  finding->check = result.code;
}

static gboolean
is_name (const char *text)
{
  g_auto (ZpiCheckResult) result = zpi_check_name (text);

  return result.normalised != NULL || result.code == ZPI_CHECK_NAME_LENGTH;
}

/* Whether there is a name of the applicant that the form can have. */
gboolean
zpi_findings_has_name (ZpiCase *zcase)
{
  return is_name (zpi_case_get (zcase, ZPI_KEY_GIVEN_NAMES)) ||
         is_name (zpi_case_get (zcase, ZPI_KEY_FAMILY_NAME));
}

/* What is asked once on the page of the incomes is about none of them. */
static gboolean
is_about_an_income (const ZpiField *field)
{
  return g_str_has_prefix (field->pattern, ZPI_LIST_INCOME ".*.");
}

/* One of the two names is enough to send; the other one is needed later. */
static ZpiRequirement
requirement_of (ZpiFindings *self, const ZpiField *field, const char *key)
{
  if (strcmp (key, ZPI_KEY_FAMILY_NAME) == 0 &&
      is_name (zpi_case_get (self->zcase, ZPI_KEY_GIVEN_NAMES)))
    return ZPI_REQUIRED_TO_DECIDE;
  if (is_about_an_income (field)) {
    g_auto (GStrv) parts = g_strsplit (key, ".", 3);

    if (!counts (self, parts[1]))
      return ZPI_OPTIONAL;
    /* Of partners it has to be known whose it is. */
    if (g_strcmp0 (parts[2], "whose") == 0 && zpi_case_get_flag (self->zcase, ZPI_KEY_PARTNER))
      return ZPI_REQUIRED_TO_DECIDE;
  }
  return field->requirement;
}

/* A word that is none of the choices shows nowhere, so it is no answer. */
static gboolean
is_answered (const ZpiField *field, const char *text)
{
  g_autofree char *line = NULL;

  if (field->choices != NULL)
    return g_strv_contains (field->choices, text);
  if (field->kind == ZPI_FIELD_FLAG)
    return strcmp (text, ZPI_YES) == 0;
  line = zpi_text_line (text);
  return *line != '\0';
}

void
zpi_findings_look_at_field (ZpiFindings *self, const ZpiField *field, const char *key)
{
  const char *text = zpi_case_get (self->zcase, key);
  ZpiRequirement requirement = requirement_of (self, field, key);

  if ((field->flags & ZPI_FIELD_BY_PROGRAM) != 0 ||
      !zpi_field_row_applies (field, self->zcase, self->scheme, key))
    return;
  if (is_answered (field, text)) {
    look_at_answer (self, field, key, text);
    return;
  }
  /* The months of an income are looked at together. */
  if (requirement == ZPI_OPTIONAL ||
      (is_about_an_income (field) && g_ascii_isdigit (key[strlen (key) - 1])))
    return;
  zpi_findings_add (self,
                    key,
                    field->section,
                    requirement == ZPI_REQUIRED_TO_SEND ? ZPI_FINDING_TO_SEND
                                                        : ZPI_FINDING_TO_DECIDE,
                    ZPI_FINDING_MISSING,
                    NULL);
}

/* Item by item, so that what is missing of one child stands together. */
static void
look_at_list (ZpiFindings *self, const ZpiField *fields, guint n_fields, const char *list)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, list);

  for (guint i = 0; items[i] != NULL; i++) {
    for (guint j = 0; j < n_fields; j++) {
      g_autofree char *key =
          zpi_case_item_key (list, items[i], strrchr (fields[j].pattern, '.') + 1);

      zpi_findings_look_at_field (self, &fields[j], key);
    }
  }
}

void
zpi_findings_look_at_fields (ZpiFindings *self, ZpiSection section)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    const char *star = strchr (fields[i].pattern, '*');
    g_autofree char *list = NULL;
    guint n;

    if (fields[i].section != section)
      continue;
    if (star == NULL) {
      zpi_findings_look_at_field (self, &fields[i], fields[i].pattern);
      continue;
    }
    n = zpi_field_count_of_list (&fields[i]);
    list = zpi_field_dup_list (&fields[i]);
    look_at_list (self, &fields[i], n, list);
    i += n - 1;
  }
}
