/* SPDX-License-Identifier: EUPL-1.2 */

/* What the answers to choose from are called, as the table of questions has it. */

#include "zpi-choice-text.h"

#include <string.h>

#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-money.h"

/**
 * zpi_choice_text:
 * @key: the question
 * @value: the answer as it is kept
 *
 * Returns: the answer in words, in the language of the screen; @value when there are none
 */
const char *
zpi_choice_text (const char *key, const char *value)
{
  const ZpiField *field = zpi_field_lookup (key);

  if (field != NULL && field->kind == ZPI_FIELD_FLAG)
    return strcmp (value, ZPI_YES) == 0 ? _ ("Yes") : _ ("No");
  for (guint i = 0; field != NULL && field->words != NULL && field->words[i] != NULL; i++)
    if (strcmp (field->choices[i], value) == 0)
      return _ (field->words[i]);
  return value;
}

static const char *
amount_format (const char *period)
{
  if (g_strcmp0 (period, "week") == 0)
    return _ ("%s a week");
  if (g_strcmp0 (period, "vier-weken") == 0)
    return _ ("%s every four weeks");
  if (g_strcmp0 (period, "maand") == 0)
    return _ ("%s a month");
  if (g_strcmp0 (period, "kwartaal") == 0)
    return _ ("%s a quarter");
  if (g_strcmp0 (period, "jaar") == 0)
    return _ ("%s a year");
  return "%s";
}

/**
 * zpi_choice_text_dup_amount:
 * @cents: an amount
 * @period: (nullable): what it is for: `maand`, …
 *
 * Returns: (transfer full): "€ 1.250,00 a month"
 */
char *
zpi_choice_text_dup_amount (gint64 cents, const char *period)
{
  g_autofree char *amount = zpi_money_format (cents);
  g_auto (GStrv) parts = g_strsplit (amount_format (period), "%s", 2);

  return g_strjoinv (amount, parts);
}
