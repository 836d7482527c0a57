/* SPDX-License-Identifier: EUPL-1.2 */

/* What the answers to choose from are called. */

#include "zpi-choice-text.h"

#include <string.h>

#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-money.h"

typedef struct {
  const char *ending; /* how the key ends */
  const char *value;
  const char *label;
} ChoiceText;

/* The first that fits wins, so the particular ones stand before the general ones. */
/* clang-format off */
static const ChoiceText texts[] = {
  { ZPI_KEY_RENEWED, "ja", N_("Yes, there is a letter about this year’s pass") },
  { ZPI_KEY_RENEWED, "nee", N_("No") },
  { ZPI_KEY_RENEWED, "onbekend", N_("We do not know") },
  { ZPI_KEY_MANDATE, "op-papier", N_("On paper, with a signature") },
  { ZPI_KEY_MANDATE, "mondeling", N_("Spoken") },
  { ZPI_KEY_MANDATE, "getypt", N_("Typed, in an e-mail or a form") },
  { ZPI_KEY_EMAIL_WHOSE, "aanvrager", N_("The client’s own address") },
  { ZPI_KEY_EMAIL_WHOSE, "helper", N_("The address of somebody who helps the client") },
  { ZPI_KEY_EMAIL_WHOSE, "organisatie", N_("The address of our organisation") },
  { ZPI_KEY_EMAIL_WHOSE, "geen", N_("There is no e-mail address that we can use") },
  { ZPI_KEY_DECLARED_HOW, "op-papier", N_("Signed on paper") },
  { ZPI_KEY_DECLARED_HOW, "mondeling", N_("Spoken, the counsellor heard it") },
  { ZPI_KEY_DECLARED_HOW, "getypt", N_("Typed: the client typed the name") },
  { ".whose", "aanvrager", N_("The applicant’s") },
  { ".whose", "partner", N_("The partner’s") },
  { ".whose", "gezamenlijk", N_("Of both together") },
  { ".period", "week", N_("Week") },
  { ".period", "vier-weken", N_("Four weeks") },
  { ".period", "maand", N_("Month") },
  { ".period", "kwartaal", N_("Quarter") },
  { ".period", "jaar", N_("Year") },
  { ".basis", "netto", N_("Net: what comes on the bank account") },
  { ".basis", "bruto", N_("Gross: before tax") },
  { ".holiday_allowance", "zonder", N_("No, without holiday pay") },
  { ".holiday_allowance", "met", N_("Yes, with holiday pay") },
  { ".benefit", "ww", N_("WW (unemployment)") },
  { ".benefit", "wia", N_("WIA (illness or disability)") },
  { ".benefit", "wao", N_("WAO (disability, before 2006)") },
  { ".benefit", "wajong", N_("Wajong (disability from a young age)") },
  { ".benefit", "zw", N_("ZW (illness)") },
  { ".benefit", "anw", N_("Anw (after the death of a partner)") },
  { ".benefit", "ioaw", N_("IOAW (older unemployed)") },
  { ".benefit", "ioaz", N_("IOAZ (older self-employed)") },
  { ".benefit", "anders", N_("Another benefit") },
  { "", "ja", N_("Yes") },
  { "", "nee", N_("No") },
};
/* clang-format on */

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
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].value, value) == 0 && g_str_has_suffix (key, texts[i].ending))
      return _(texts[i].label);
  return value;
}

static const char *
amount_format (const char *period)
{
  if (g_strcmp0 (period, "week") == 0)
    return _("%s a week");
  if (g_strcmp0 (period, "vier-weken") == 0)
    return _("%s every four weeks");
  if (g_strcmp0 (period, "maand") == 0)
    return _("%s a month");
  if (g_strcmp0 (period, "kwartaal") == 0)
    return _("%s a quarter");
  if (g_strcmp0 (period, "jaar") == 0)
    return _("%s a year");
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
