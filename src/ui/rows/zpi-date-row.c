/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-date-row.h"

#include "zpi-checks.h"
#include "zpi-clock.h"
#include "zpi-explanation.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

struct _ZpiDateRow {
  ZpiEntryRow parent_instance;
};

G_DEFINE_FINAL_TYPE (ZpiDateRow, zpi_date_row, ZPI_TYPE_ENTRY_ROW)

static gboolean
is_birth_date (ZpiEntryRow *self)
{
  const ZpiField *field = zpi_field_lookup (zpi_field_row_get_key (ZPI_FIELD_ROW (self)));

  return field != NULL && field->kind == ZPI_FIELD_BIRTH_DATE;
}

/* The age on the day that counts for the pass; that it is not today's is said, or it seems wrong.
 */
static char *
dup_with_age (const char *words, int age, const ZpiDate *on)
{
  ZpiDate today = zpi_clock_today ();
  g_autofree char *day = NULL;

  if (zpi_date_compare (on, &today) == 0)
    /* Translators: a date of birth and the age today: "1 May 1980, 45 years old". */
    return g_strdup_printf (ngettext ("%s, %d year old", "%s, %d years old", age), words, age);
  day = zpi_explanation_format_date (on, zpi_ui_language ());
  /* Translators: a date of birth, and the age on another day than today: "1 May 1980, 45 years old
   * on 1 January 2026". */
  return g_strdup_printf (ngettext ("%s, %d year old on %s", "%s, %d years old on %s", age),
                          words,
                          age,
                          day);
}

static char *
zpi_date_row_dup_echo (ZpiEntryRow *self, const char *text)
{
  ZpiDate on = zpi_rules_reference_date (zpi_field_row_get_case (ZPI_FIELD_ROW (self)));
  g_autofree char *words = NULL;
  ZpiDate date;
  int age;

  if (is_birth_date (self)
          ? !zpi_field_parse_birth (zpi_field_row_get_key (ZPI_FIELD_ROW (self)), text, &date)
          : !zpi_date_parse (text, &date))
    return NULL;
  words = zpi_explanation_format_date (&date, zpi_ui_language ());
  if (date.precision != ZPI_DATE_FULL || !is_birth_date (self) ||
      zpi_date_compare (&date, &on) > 0 || !zpi_birth_is_possible (&date, &on))
    return g_steal_pointer (&words);
  age = zpi_date_age_on (&date, &on);
  return dup_with_age (words, age, &on);
}

static void
zpi_date_row_class_init (ZpiDateRowClass *klass)
{
  ZPI_ENTRY_ROW_CLASS (klass)->dup_echo = zpi_date_row_dup_echo;
}

static void
zpi_date_row_init (ZpiDateRow *self)
{
}
