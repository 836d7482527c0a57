/* SPDX-License-Identifier: EUPL-1.2 */

/* The rules as the screen needs them: names in the language of the screen, with a capital. */

#include "zpi-rules.h"

#include <stdio.h>

#include "zpi-checks.h"
#include "zpi-clock.h"
#include "zpi-explanation.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

static ZpiScheme *current = NULL; /* (owned) (nullable) */

/**
 * zpi_rules_get_current:
 *
 * Returns: (transfer none) (nullable): the rules that the screen speaks of: those of the case that
 *   is open, else those of the session, else the ones that came with the program
 */
const ZpiScheme *
zpi_rules_get_current (void)
{
  g_autoptr (GError) error = NULL;

  if (current == NULL) {
    current = zpi_scheme_load_shipped (NULL, &error);
    if (current == NULL)
      g_warning ("The shipped scheme cannot be read: %s", error->message);
  }
  return current;
}

/**
 * zpi_rules_set_current:
 * @scheme: (nullable): the rules that the screen speaks of from now on; %NULL changes nothing
 *
 * One process has one window with one case in front, so there is one of these. Main thread.
 */
void
zpi_rules_set_current (const ZpiScheme *scheme)
{
  ZpiScheme *before = current;

  if (scheme == NULL || scheme == before)
    return;
  current = zpi_scheme_ref ((ZpiScheme *) scheme);
  g_clear_pointer (&before, zpi_scheme_unref);
}

/**
 * zpi_rules_reference_date:
 * @zcase: (nullable): a case
 *
 * Returns: the date on which ages count: the case's, else today
 */
ZpiDate
zpi_rules_reference_date (ZpiCase *zcase)
{
  ZpiDate date;

  if (zcase != NULL && zpi_date_parse (zpi_case_get (zcase, ZPI_KEY_REFERENCE_DATE), &date) &&
      zpi_date_is_full (&date))
    return date;
  return zpi_clock_today ();
}

/**
 * zpi_rules_months_before:
 * @zcase: a case
 *
 * Returns: the day before which the last months count: slips of months to come are not there yet
 */
ZpiDate
zpi_rules_months_before (ZpiCase *zcase)
{
  ZpiDate today = zpi_clock_today ();
  ZpiDate on = zpi_rules_reference_date (zcase);

  return zpi_date_compare (&today, &on) < 0 ? today : on;
}

/* (transfer none) (nullable) */
static const ZpiIncomeKind *
find_income_kind (const char *id)
{
  const ZpiScheme *scheme = zpi_rules_get_current ();

  return scheme != NULL ? zpi_scheme_find_income_kind (scheme, id) : NULL;
}

static char *
capitalised (const char *text)
{
  g_autofree char *first = NULL;
  g_autofree char *upper = NULL;

  if (*text == '\0')
    return g_strdup ("");
  first = g_utf8_substring (text, 0, 1);
  upper = g_utf8_strup (first, -1);
  return g_strconcat (upper, g_utf8_next_char (text), NULL);
}

/**
 * zpi_rules_dup_title:
 * @text: a name from the rules
 *
 * Returns: (transfer full): the name in the language of the screen, with a capital
 */
char *
zpi_rules_dup_title (const ZpiText *text)
{
  return capitalised (zpi_text_get (text, zpi_ui_language ()));
}

/**
 * zpi_rules_dup_income_title:
 * @id: the word on the wire
 *
 * Returns: (transfer full): what the kind of income is called; the word itself, to be read, when
 *   the rules do not know it
 */
char *
zpi_rules_dup_income_title (const char *id)
{
  const ZpiIncomeKind *kind = find_income_kind (id);
  g_autofree char *words = g_strdelimit (g_strdup (id), "-", ' ');

  return kind != NULL ? zpi_rules_dup_title (&kind->label) : capitalised (words);
}

/**
 * zpi_rules_dup_numbered_title:
 * @kind: a kind of income
 * @number: which of its kind it is, from 1
 * @n_of_kind: how many there are of its kind
 *
 * Returns: (transfer full): what the income is called; with its number where it is not the only one
 */
char *
zpi_rules_dup_numbered_title (const ZpiIncomeKind *kind, guint number, guint n_of_kind)
{
  g_autofree char *title = zpi_rules_dup_title (&kind->label);

  if (n_of_kind < 2)
    return g_steal_pointer (&title);
  /* Translators: a kind of income and its number: "Pension (2)". */
  return g_strdup_printf (_ ("%s (%u)"), title, number);
}

/**
 * zpi_rules_dup_title_of_income:
 * @zcase: a case
 * @item: one of its incomes
 *
 * Returns: (transfer full): what the income is called, as on the page Income: "Pension (2)"
 */
char *
zpi_rules_dup_title_of_income (ZpiCase *zcase, const char *item)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_INCOME);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  const ZpiIncomeKind *kind = find_income_kind (zpi_case_get (zcase, key));
  guint number = 0;
  guint n = 0;

  if (kind == NULL)
    return g_strdup (zpi_case_get (zcase, key));
  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *other = zpi_case_item_key (ZPI_LIST_INCOME, items[i], "kind");

    n += g_str_equal (zpi_case_get (zcase, other), zpi_case_get (zcase, key));
    if (g_str_equal (items[i], item))
      number = n;
  }
  return zpi_rules_dup_numbered_title (kind, number, n);
}

/**
 * zpi_rules_dup_month:
 * @month: a month as it was typed or kept: "2025-10"
 *
 * Returns: (transfer full) (nullable): "oktober 2025", as it stands amid other words, or %NULL when
 *   it is no month
 */
char *
zpi_rules_dup_month (const char *month)
{
  g_auto (ZpiCheckResult) result = zpi_check_month (month);
  g_autoptr (GArray) months = g_array_new (FALSE, FALSE, sizeof (int));
  int year;
  int number;
  int index;

  if (result.normalised == NULL || sscanf (result.normalised, "%d-%d", &year, &number) != 2)
    return NULL;
  index = year * 12 + number - 1;
  g_array_append_val (months, index);
  return zpi_explanation_format_months (months, zpi_ui_language ());
}

/**
 * zpi_rules_dup_month_title:
 * @month: a month as it was typed or kept: "2025-10"
 *
 * Returns: (transfer full) (nullable): "October 2025", standing alone, or %NULL when it is no month
 */
char *
zpi_rules_dup_month_title (const char *month)
{
  g_autofree char *words = zpi_rules_dup_month (month);

  return words != NULL ? capitalised (words) : NULL;
}
