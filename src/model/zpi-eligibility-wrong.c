/* SPDX-License-Identifier: EUPL-1.2 */

/* What was typed and cannot be right. Nothing is calculated with it, and it is called what it is:
 * not as if nobody had filled in anything. */

#include <string.h>

#include "zpi-application-private.h"
#include "zpi-checks.h"
#include "zpi-eligibility-private.h"

/* What is wrong with @text as an amount; %NULL when it is one. */
static const ZpiText *
fault_of_amount (const char *text)
{
  static const ZpiText unreadable = {"is niet te lezen", "cannot be read"};
  static const ZpiText negative = {"is lager dan 0", "is below 0"};
  static const ZpiText beside = {"heeft woorden ernaast", "has words beside it"};
  static const ZpiText large = {"is erg hoog", "is very high"};
  g_auto (ZpiCheckResult) result = zpi_check_money (text);

  if (result.severity != ZPI_SEVERITY_ERROR)
    return NULL;
  if (result.code == ZPI_CHECK_MONEY_NEGATIVE)
    return &negative;
  if (result.code == ZPI_CHECK_MONEY_GROSS || result.code == ZPI_CHECK_MONEY_PERIOD ||
      result.code == ZPI_CHECK_MONEY_HOLIDAY)
    return &beside;
  return result.code == ZPI_CHECK_MONEY_TOO_LARGE ? &large : &unreadable;
}

static gboolean
is_wrong_month (const char *text)
{
  g_auto (ZpiCheckResult) result = zpi_check_month (text);

  return result.severity == ZPI_SEVERITY_ERROR;
}

/* (transfer full) (nullable): what is wrong with an amount or a month of the income at @index */
ZpiStep *
zpi_check_find_wrong_income (const ZpiCheckRun *run, guint index)
{
  const GPtrArray *answers = run->application->unprocessed;
  g_autofree char *start = g_strdup_printf ("inkomen[%u].", index);
  gboolean month = FALSE;

  for (guint i = 0; i < answers->len; i++) {
    const ZpiUnprocessed *answer = answers->pdata[i];
    const ZpiText *fault = NULL;

    if (!g_str_has_prefix (answer->path, start))
      continue;
    month = month || (g_str_has_suffix (answer->path, ".maand") && is_wrong_month (answer->text));
    if (g_str_has_suffix (answer->path, ".bedragInCenten"))
      fault = fault_of_amount (answer->text);
    if (fault != NULL) {
      ZpiStep *step = zpi_step_new ("wrong-income-amount");

      zpi_step_add_text (step, "fault", fault);
      return step;
    }
  }
  return month ? zpi_step_new ("wrong-income-month") : NULL;
}

/* (transfer full) (nullable) */
ZpiStep *
zpi_check_find_wrong_estimate (const ZpiCheckRun *run)
{
  const ZpiText *fault = fault_of_amount (run->application->income_estimate_misfit);
  ZpiStep *step;

  if (fault == NULL)
    return NULL;
  step = zpi_step_new ("wrong-income-estimate");
  zpi_step_add_text (step, "fault", fault);
  return step;
}

/* Whether a date of birth was typed that is none. */
gboolean
zpi_check_is_wrong_birth (const ZpiCheckRun *run, gboolean partner)
{
  const GPtrArray *answers = run->application->unprocessed;
  const char *path = partner ? "partner.geboorte.datum" : "aanvrager.geboorte.datum";

  for (guint i = 0; i < answers->len; i++) {
    const ZpiUnprocessed *answer = answers->pdata[i];

    if (g_str_equal (answer->path, path))
      return TRUE;
  }
  return FALSE;
}
