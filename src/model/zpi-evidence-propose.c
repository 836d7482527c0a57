/* SPDX-License-Identifier: EUPL-1.2 */

/* Where a file probably belongs, by the words in its name. It proposes only what it can tell: a
 * file that could be two things is asked about. */

#include <string.h>

#include "zpi-date.h"
#include "zpi-evidence-private.h"

#define MIN_WORD 3

/* (transfer full): the words of a name, in small letters; numbers are words of their own */
static GPtrArray *
split_words (const char *text)
{
  g_autofree char *small = g_utf8_strdown (text, -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  const char *at = small;

  while (*at != '\0') {
    const char *start = at;
    gunichar first = g_utf8_get_char (at);
    gboolean digits = g_unichar_isdigit (first);

    while (*at != '\0' && g_unichar_isalnum (g_utf8_get_char (at)) &&
           g_unichar_isdigit (g_utf8_get_char (at)) == digits)
      at = g_utf8_next_char (at);
    if (at > start)
      g_ptr_array_add (words, g_strndup (start, at - start));
    else
      at = g_utf8_next_char (at);
  }
  return words;
}

static gboolean
has_word (const GPtrArray *words, const char *beginning)
{
  for (guint i = 0; i < words->len; i++)
    if (g_str_has_prefix (words->pdata[i], beginning))
      return TRUE;
  return FALSE;
}

/* Whether one of the longer words of @text is in the name. */
static gboolean
shares_word (const GPtrArray *words, const char *text)
{
  g_autoptr (GPtrArray) others = split_words (text);

  for (guint i = 0; i < others->len; i++)
    if (g_utf8_strlen (others->pdata[i], -1) >= MIN_WORD && has_word (words, others->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_one_of (const GPtrArray *words, const GStrv beginnings)
{
  for (guint i = 0; beginnings[i] != NULL; i++)
    if (has_word (words, beginnings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
speaks_of_kind (const GPtrArray *words, const ZpiEvidence *evidence)
{
  if (has_one_of (words, evidence->document->file_words))
    return TRUE;
  return strcmp (evidence->kind, ZPI_OTHER_DOCUMENT) != 0 &&
         (shares_word (words, evidence->document->one.nl) ||
          shares_word (words, evidence->document->one.en));
}

static gboolean
speaks_of_income (const GPtrArray *words, const ZpiEvidence *evidence)
{
  return evidence->income != NULL && (shares_word (words, evidence->income->id) ||
                                      shares_word (words, evidence->income->label.nl));
}

/* 1: its owner's name, -1: the other's */
static int
speaks_of_owner (const GPtrArray *words,
                 const ZpiEvidence *evidence,
                 const ZpiApplication *application)
{
  gboolean applicant = shares_word (words, application->applicant.given_names);
  gboolean partner =
      shares_word (words, application->partner.given_names) || has_word (words, "partner");
  gboolean of_partner = strcmp (evidence->whose, "partner") == 0;

  if (applicant == partner || strcmp (evidence->whose, "gezamenlijk") == 0)
    return 0;
  return partner == of_partner ? 1 : -1;
}

/* 0 when nothing tells that it is this. */
static int
rate (const GPtrArray *words, const ZpiEvidence *evidence, const ZpiApplication *application)
{
  gboolean kind = speaks_of_kind (words, evidence);
  gboolean income = speaks_of_income (words, evidence);
  int owner = speaks_of_owner (words, evidence, application);

  if ((!kind && !income) || owner < 0)
    return 0;
  return 4 * kind + 4 * income + 2 * owner + 2 * shares_word (words, evidence->source);
}

/* The month of the year that the name speaks of, from 0; -1 without one. */
static int
find_month_of_year (const GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++) {
    int month = zpi_month_from_name (words->pdata[i]);

    if (month != 0)
      return month - 1;
  }
  return -1;
}

/* Whether @word is "2026", or "202610" (then with the month). */
static gboolean
is_year (const char *word, int *year, int *month)
{
  gint64 number = g_ascii_strtoll (word, NULL, 10);
  gsize length = strlen (word);

  if (length == 6 || length == 8)
    *month = (int) (number / (length == 8 ? 100 : 1) % 100) - 1;
  if (length != 4 && length != 6 && length != 8)
    return FALSE;
  *year = (int) (number / (length == 8 ? 10000 : length == 6 ? 100 : 1));
  return *year >= 2000 && *year < 2100 && *month < MONTHS_PER_YEAR;
}

static int
find_short_number (const GPtrArray *words, guint at)
{
  gint64 number = at < words->len && strlen (words->pdata[at]) <= 2
                      ? g_ascii_strtoll (words->pdata[at], NULL, 10)
                      : 0;

  return number >= 1 && number <= MONTHS_PER_YEAR ? (int) number - 1 : -1;
}

/* "IMG-20261103-WA0001", "Screenshot_20261103", "Scan 3 nov 2026": programs that make pictures
 * write down the day on which they did, and that is not the month on the paper. */
static gboolean
says_when_made (const GPtrArray *words, int month_by_name)
{
  static const char *const makers[] =
      {"img", "pxl", "dsc", "scan", "screen", "scherm", "whatsapp", "image", "foto", "photo"};
  guint n_short = 0;
  gboolean has_date = FALSE;

  for (guint i = 0; i < words->len; i++) {
    const char *word = words->pdata[i];

    if (!g_ascii_isdigit (word[0]))
      continue;
    has_date = has_date || strlen (word) == 8;
    n_short += strlen (word) <= 2;
  }
  if (!has_date && n_short < (month_by_name >= 0 ? 1 : 2))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    if (has_word (words, makers[i]))
      return TRUE;
  return FALSE;
}

/* What the name says of the month: "oktober", "okt 2026", "2026-10", "10-2026", "20261031". */
static void
find_month (const GPtrArray *words, int *year, int *month)
{
  *year = -1;
  *month = find_month_of_year (words);
  if (says_when_made (words, *month)) {
    *month = -1;
    return;
  }
  for (guint i = 0; i < words->len; i++) {
    int found = -1;

    if (!is_year (words->pdata[i], year, &found)) {
      *year = -1;
      continue;
    }
    if (*month < 0)
      *month = found;
    if (*month < 0)
      *month = find_short_number (words, i + 1);
    if (*month < 0 && i > 0)
      *month = find_short_number (words, i - 1);
    return;
  }
}

/* The missing month that is meant; -1 when that cannot be told. */
static int
choose_month (const ZpiEvidence *evidence, int year, int month)
{
  const GArray *missing = evidence->missing_months;

  for (guint i = 0; month >= 0 && i < missing->len; i++) {
    int one = g_array_index (missing, int, i);

    if (one % MONTHS_PER_YEAR == month && (year < 0 || one / MONTHS_PER_YEAR == year))
      return one;
  }
  return month < 0 && evidence->months->len == 1 ? g_array_index (missing, int, 0) : -1;
}

/**
 * zpi_evidence_list_propose:
 * @list: (element-type ZpiEvidence): a list
 * @application: the answers: who is called what
 * @file_name: the name of a file
 * @month: (out): the missing month it is for; -1 when it has none, or when that cannot be told
 *
 * Finds out what a file probably is.
 *
 * Returns: (transfer none) (nullable): what is missing and what it answers; %NULL when nothing
 *   tells, or more than one thing is possible
 */
const ZpiEvidence *
zpi_evidence_list_propose (const GPtrArray *list,
                           const ZpiApplication *application,
                           const char *file_name,
                           int *month)
{
  g_autoptr (GPtrArray) words = NULL;
  const ZpiEvidence *best = NULL;
  int most = 0;
  int year;
  int of_year;

  g_return_val_if_fail (list != NULL && file_name != NULL && month != NULL, NULL);

  words = split_words (file_name);
  for (guint i = 0; i < list->len; i++) {
    const ZpiEvidence *evidence = list->pdata[i];
    int points = evidence->complete ? 0 : rate (words, evidence, application);

    if (points == most)
      best = NULL;
    else if (points > most)
      best = evidence;
    most = MAX (most, points);
  }
  find_month (words, &year, &of_year);
  *month = best != NULL && best->months->len > 0 ? choose_month (best, year, of_year) : -1;
  return best;
}
