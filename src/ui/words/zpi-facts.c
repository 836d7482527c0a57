/* SPDX-License-Identifier: EUPL-1.2 */

/* Sentences with facts of the pass in them: its name, the municipality, whom to call, how long
 * things take. The facts are the scheme's, so that a city is data; where it does not know one, the
 * sentence that does without is said. */

#include "zpi-config.h"

#include "zpi-facts.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-i18n.h"
#include "zpi-money.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

static char *
dup_name (const ZpiScheme *scheme, const ZpiDate *on)
{
  return g_strdup (zpi_text_get (zpi_scheme_get_name (scheme), zpi_ui_language ()));
}

static char *
dup_program (const ZpiScheme *scheme, const ZpiDate *on)
{
  g_autofree char *name = dup_name (scheme, on);

  return g_strconcat (name, " Intake", NULL);
}

/* Only when the pass is of one municipality. */
static char *
dup_municipality (const ZpiScheme *scheme, const ZpiDate *on)
{
  const GPtrArray *all = zpi_scheme_get_municipalities (scheme);
  const ZpiMunicipality *only = all->len == 1 ? g_ptr_array_index (all, 0) : NULL;

  return only != NULL ? g_strdup (only->name) : NULL;
}

static char *
dup_phone (const ZpiScheme *scheme, const ZpiDate *on)
{
  return g_strdup (zpi_scheme_get_word (scheme, ZPI_PARAMETER_PHONE_NUMBER, on));
}

static char *
dup_website (const ZpiScheme *scheme, const ZpiDate *on)
{
  return g_strdup (zpi_scheme_get_word (scheme, ZPI_PARAMETER_WEBSITE, on));
}

static char *
dup_weeks (const ZpiScheme *scheme, ZpiParameter parameter, const ZpiDate *on)
{
  gint64 weeks;

  if (!zpi_scheme_get_integer (scheme, parameter, on, &weeks))
    return NULL;
  return g_strdup_printf (ngettext ("%d week", "%d weeks", (gulong) weeks), (int) weeks);
}

static char *
dup_delivery (const ZpiScheme *scheme, const ZpiDate *on)
{
  return dup_weeks (scheme, ZPI_PARAMETER_PASS_DELIVERY_WEEKS, on);
}

/* A part of a sentence that may be left out. */
static char *
dup_in_delivery (const ZpiScheme *scheme, const ZpiDate *on)
{
  g_autofree char *weeks = dup_delivery (scheme, on);

  /* Translators: behind "The passes come by post"; %s is such as "1 week". */
  return weeks != NULL ? g_strdup_printf (_ (" in about %s"), weeks) : g_strdup ("");
}

static char *
dup_call (const ZpiScheme *scheme, const ZpiDate *on)
{
  g_autofree char *phone = dup_phone (scheme, on);

  return phone != NULL ? g_strdup_printf (_ ("Call the municipality: %s"), phone)
                       : g_strdup (_ ("Call the municipality"));
}

static char *
dup_account (const ZpiScheme *scheme, const ZpiDate *on)
{
  return dup_weeks (scheme, ZPI_PARAMETER_ACCOUNT_WEEKS, on);
}

static const struct {
  const char *word;
  char *(*dup) (const ZpiScheme *scheme, const ZpiDate *on);
} facts[] = {
    {"{pass}", dup_name},
    {"{program}", dup_program},
    {"{municipality}", dup_municipality},
    {"{phone}", dup_phone},
    {"{website}", dup_website},
    {"{call-municipality}", dup_call},
    {"{delivery-weeks}", dup_delivery},
    {"{in-delivery-weeks}", dup_in_delivery},
    {"{account-weeks}", dup_account},
};

/* (nullable): @text with every fact filled in, %NULL when one is not known */
static char *
fill (const char *text, const ZpiScheme *scheme, const ZpiDate *on)
{
  g_autoptr (GString) filled = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++) {
    g_autofree char *value = NULL;

    if (strstr (filled->str, facts[i].word) == NULL)
      continue;
    value = facts[i].dup (scheme, on);
    if (value == NULL)
      return NULL;
    g_string_replace (filled, facts[i].word, value, 0);
  }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

/**
 * zpi_facts_say:
 * @text: a translated sentence with words in it such as `{pass}` or `{phone}`: `facts` has them all
 * @otherwise: (nullable): what to say when one of these is not known; with names at most
 *
 * The rules are those of [func@rules_get_current]. Main thread.
 *
 * Returns: (transfer none): the sentence; it stays for as long as the program runs
 */
const char *
zpi_facts_say (const char *text, const char *otherwise)
{
  const ZpiScheme *scheme = zpi_rules_get_current ();
  ZpiDate today = zpi_clock_today ();
  g_autofree char *filled = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (scheme != NULL)
    filled = fill (text, scheme, &today);
  if (filled == NULL && otherwise != NULL && scheme != NULL)
    filled = fill (otherwise, scheme, &today);
  return g_intern_string (filled != NULL ? filled : otherwise != NULL ? otherwise : "");
}

/* What there is to know about a pass that is one value of its scheme. */
static const struct {
  ZpiParameter parameter;
  gboolean is_switch;
  const char *text; /* with {value}, but for a switch */
} list[] = {
    {ZPI_PARAMETER_DECISION_WEEKS, FALSE, N_ ("The municipality decides within {value}")},
    {ZPI_PARAMETER_AUTOMATIC_GRANT_WEEKS,
     FALSE,
     N_ ("Who gets the pass without asking has it within {value}")},
    {ZPI_PARAMETER_MISSING_DATA_DAYS,
     FALSE,
     N_ ("What is missing has to be added within {value} days")},
    {ZPI_PARAMETER_PRICE_CENTS, FALSE, N_ ("The pass costs {value}")},
    {ZPI_PARAMETER_REDUCED_PRICE_CENTS, FALSE, N_ ("With a low income the pass costs {value}")},
    {ZPI_PARAMETER_REPLACEMENT_FEE_CENTS,
     FALSE,
     N_ ("A new pass for one that was lost costs {value}")},
    {ZPI_PARAMETER_CAR_EXEMPT_CENTS, FALSE, N_ ("A car of up to {value} does not count")},
    {ZPI_PARAMETER_DOCUMENT_MAX_COUNT, FALSE, N_ ("At most {value} documents go along")},
    {ZPI_PARAMETER_EMAIL_REQUIRED, TRUE, N_ ("An e-mail address is needed to apply")},
    {ZPI_PARAMETER_JOINT_INCOME, TRUE, N_ ("Partners give their income together")},
    {ZPI_PARAMETER_ADULT_CHILDREN_APPLY_SEPARATELY,
     TRUE,
     N_ ("Children of 18 and older apply for themselves")},
};

static char *
dup_value (const ZpiScheme *scheme, ZpiParameter parameter, const ZpiDate *on)
{
  const char *nick = zpi_parameter_to_nick (parameter);
  gint64 value;

  if (g_str_has_suffix (nick, "_weeks"))
    return dup_weeks (scheme, parameter, on);
  if (!zpi_scheme_get_integer (scheme, parameter, on, &value))
    return NULL;
  if (!g_str_has_suffix (nick, "_cents"))
    return g_strdup_printf ("%" G_GINT64_FORMAT, value);
  return value == 0 ? g_strdup (_ ("nothing")) : zpi_money_format (value);
}

/**
 * zpi_facts_list:
 *
 * What there is to know about the pass, for the list that the client takes home. What nobody
 * confirmed for today is left out: the client cannot ask this paper how sure it is.
 *
 * Returns: (transfer full) (element-type utf8): sentences without a full stop
 */
GPtrArray *
zpi_facts_list (void)
{
  const ZpiScheme *scheme = zpi_rules_get_current ();
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  ZpiDate today = zpi_clock_today ();

  for (guint i = 0; scheme != NULL && i < G_N_ELEMENTS (list); i++) {
    g_autofree char *value = NULL;

    if (zpi_scheme_get_provenance (scheme, list[i].parameter, &today)->status ==
        ZPI_STATUS_UNVERIFIED)
      continue;
    if (list[i].is_switch) {
      if (zpi_scheme_get_switch (scheme, list[i].parameter, &today))
        g_ptr_array_add (lines, g_strdup (_ (list[i].text)));
      continue;
    }
    value = dup_value (scheme, list[i].parameter, &today);
    if (value != NULL) {
      GString *line = g_string_new (_ (list[i].text));

      g_string_replace (line, "{value}", value, 0);
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  }
  return lines;
}
