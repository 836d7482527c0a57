/* SPDX-License-Identifier: EUPL-1.2 */

/* Turns steps into sentences. The one place where the rules become language: the window, the print
 * and zpictl all come here, so that they say the same, in whatever language the reader has. */

#include <string.h>

#include "zpi-explanation-private.h"
#include "zpi-money.h"

static const char *const month_names[2][12] = {
    {"januari",
     "februari",
     "maart",
     "april",
     "mei",
     "juni",
     "juli",
     "augustus",
     "september",
     "oktober",
     "november",
     "december"},
    {"January",
     "February",
     "March",
     "April",
     "May",
     "June",
     "July",
     "August",
     "September",
     "October",
     "November",
     "December"},
};

static const ZpiText status_notes[] = {
    [ZPI_STATUS_PUBLISHED] = {"", ""},
    [ZPI_STATUS_DERIVED] = {" Dit is berekend uit een gepubliceerd bedrag of besluit.",
                            " This was derived from something published."},
    [ZPI_STATUS_UNVERIFIED] = {" Dit is nog niet bevestigd door de gemeente.",
                               " The municipality has not confirmed this yet."},
};

/* On a page where it stands at more than one value, a mark stands there instead, and this once. */
#define MARK " *"

static const ZpiText mark_note = {"* Dit is nog niet bevestigd door de gemeente.",
                                  "* The municipality has not confirmed this yet."};

static gboolean
is_dutch (const char *language)
{
  return language != NULL && g_str_has_prefix (language, "nl");
}

/* (nullable) */
const ZpiSentence *
zpi_sentence_find (const char *id)
{
  const ZpiSentence *tables[] = {zpi_explanation_sentences, zpi_advice_sentences};

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const ZpiSentence *sentence = tables[i]; sentence->id != NULL; sentence++)
      if (strcmp (sentence->id, id) == 0)
        return sentence;
  return NULL;
}

/**
 * zpi_explanation_format_date:
 * @date: a date, perhaps of which a part is unknown
 * @language: "nl" or "en"
 *
 * Returns: (transfer full): "15 januari 2026", "januari 2026", "2026" or "onbekend"
 */
char *
zpi_explanation_format_date (const ZpiDate *date, const char *language)
{
  gboolean dutch = is_dutch (language);

  g_return_val_if_fail (date != NULL, NULL);

  switch (date->precision) {
  case ZPI_DATE_FULL:
    return g_strdup_printf ("%d %s %d",
                            date->day,
                            month_names[dutch ? 0 : 1][date->month - 1],
                            date->year);
  case ZPI_DATE_YEAR_MONTH:
    return g_strdup_printf ("%s %d", month_names[dutch ? 0 : 1][date->month - 1], date->year);
  case ZPI_DATE_YEAR:
    return g_strdup_printf ("%d", date->year);
  case ZPI_DATE_UNKNOWN:
    return g_strdup (dutch ? "onbekend" : "unknown");
  case ZPI_DATE_NONE:
  default:
    return g_strdup ("");
  }
}

/**
 * zpi_explanation_format_months:
 * @months: (element-type int): months, oldest first (year × 12 + month − 1)
 * @language: "nl" or "en"
 *
 * Returns: (transfer full): "oktober, november en december 2025"
 */
char *
zpi_explanation_format_months (const GArray *months, const char *language)
{
  GString *result = g_string_new (NULL);
  gboolean dutch = is_dutch (language);

  g_return_val_if_fail (months != NULL, NULL);

  for (guint i = 0; i < months->len; i++) {
    int month = g_array_index (months, int, i);
    int before = i > 0 ? g_array_index (months, int, i - 1) : -1;
    int after = i + 1 < months->len ? g_array_index (months, int, i + 1) : -1;
    gboolean last_of_year = after < 0 || after / 12 != month / 12;

    /* Months of one year together, with the year once, behind the last of them. */
    if (i > 0)
      g_string_append (result,
                       last_of_year || before / 12 != month / 12 ? (dutch ? " en " : " and ")
                                                                 : ", ");
    g_string_append (result, month_names[dutch ? 0 : 1][month % 12]);
    if (last_of_year)
      g_string_append_printf (result, " %d", month / 12);
  }
  return g_string_free (result, FALSE);
}

static char *
format_argument (const ZpiArgument *argument, const char *language)
{
  switch (argument->kind) {
  case ZPI_ARGUMENT_AMOUNT:
    return zpi_money_format (argument->number);
  case ZPI_ARGUMENT_NUMBER:
    return g_strdup_printf ("%" G_GINT64_FORMAT, argument->number);
  case ZPI_ARGUMENT_DATE:
    return zpi_explanation_format_date (&argument->date, language);
  case ZPI_ARGUMENT_WORD:
    return g_strdup (argument->nl);
  case ZPI_ARGUMENT_TEXT:
    return g_strdup (is_dutch (language) ? argument->nl : argument->en);
  case ZPI_ARGUMENT_STATUS:
    return g_strdup (zpi_text_get (&status_notes[argument->number], language));
  case ZPI_ARGUMENT_MONTHS:
    return zpi_explanation_format_months (argument->months, language);
  default:
    g_assert_not_reached ();
  }
}

static char *
capitalise (const char *text)
{
  gunichar first = g_unichar_toupper (g_utf8_get_char (text));
  GString *result = g_string_new (NULL);

  g_string_append_unichar (result, first);
  g_string_append (result, g_utf8_next_char (text));
  return g_string_free (result, FALSE);
}

/* @hole: what stands between the braces */
static void
fill_hole (GString *result,
           const ZpiStep *step,
           const char *hole,
           const char *language,
           gboolean marked)
{
  gsize length = strcspn (hole, "^|");
  const ZpiArgument *argument = zpi_step_find (step, hole, length);
  g_autofree char *text = NULL;

  /* A sentence with a hole that nobody fills is a slip in the tables, which the test finds. */
  g_return_if_fail (argument != NULL);

  if (hole[length] == '|') {
    g_auto (GStrv) forms = g_strsplit (hole + length + 1, "|", 2);

    g_string_append (result, argument->number == 1 ? forms[0] : forms[1]);
    return;
  }
  if (marked && argument->kind == ZPI_ARGUMENT_STATUS)
    text = g_strdup (argument->number == ZPI_STATUS_UNVERIFIED ? MARK : "");
  else
    text = format_argument (argument, language);
  if (hole[length] == '^' && *text != '\0') {
    g_autofree char *capital = capitalise (text);

    g_string_append (result, capital);
    return;
  }
  g_string_append (result, text);
}

static char *
render (const ZpiStep *step, const char *language, gboolean marked)
{
  const ZpiSentence *sentence;
  GString *result;
  const char *p;

  sentence = zpi_sentence_find (step->id);
  g_return_val_if_fail (sentence != NULL, g_strdup (step->id));
  result = g_string_new (NULL);
  for (p = is_dutch (language) ? sentence->nl : sentence->en; *p != '\0'; p++) {
    const char *end = *p == '{' ? strchr (p, '}') : NULL;

    if (end == NULL) {
      g_string_append_c (result, *p);
      continue;
    }
    {
      g_autofree char *hole = g_strndup (p + 1, end - p - 1);

      fill_hole (result, step, hole, language, marked);
    }
    p = end;
  }
  return g_string_free (result, FALSE);
}

/**
 * zpi_explanation_render_step:
 * @step: a step, warning, guard, evidence title, or difference
 * @language: "nl" or "en"
 *
 * Returns: (transfer full): the sentence
 */
char *
zpi_explanation_render_step (const ZpiStep *step, const char *language)
{
  g_return_val_if_fail (step != NULL, NULL);

  return render (step, language, FALSE);
}

/**
 * zpi_explanation_render_marked:
 * @step: a step
 * @language: "nl" or "en"
 * @marked: (inout): set to %TRUE when there is a mark in it
 *
 * For a page or a paper with many sentences: a mark at what the municipality has not confirmed, so
 * that [func@explanation_mark_note] can say it once.
 *
 * Returns: (transfer full): the sentence; only a mark for what says nothing else
 */
char *
zpi_explanation_render_marked (const ZpiStep *step, const char *language, gboolean *marked)
{
  char *text;

  g_return_val_if_fail (step != NULL && marked != NULL, NULL);

  text = strcmp (step->id, "evidence-unverified") == 0 ? g_strdup (&MARK[1])
                                                       : render (step, language, TRUE);
  *marked = *marked || strstr (text, MARK) != NULL || g_str_equal (text, &MARK[1]);
  return text;
}

/**
 * zpi_explanation_mark_note:
 * @language: "nl" or "en"
 *
 * Returns: (transfer none): what the mark means
 */
const char *
zpi_explanation_mark_note (const char *language)
{
  return zpi_text_get (&mark_note, language);
}

static gboolean
is_unconfirmed (const ZpiStep *step)
{
  for (guint i = 0; i < step->arguments->len; i++) {
    const ZpiArgument *argument = step->arguments->pdata[i];

    if (argument->kind == ZPI_ARGUMENT_STATUS && argument->number == ZPI_STATUS_UNVERIFIED)
      return TRUE;
  }
  return FALSE;
}

/**
 * zpi_explanation_dup_unconfirmed:
 * @step: a step
 * @language: "nl" or "en"
 *
 * For the list of what the municipality has not confirmed.
 *
 * Returns: (transfer full) (nullable): the sentence and its source, without a mark; %NULL for what
 *   is confirmed
 */
char *
zpi_explanation_dup_unconfirmed (const ZpiStep *step, const char *language)
{
  static const ZpiText source_words = {"Bron: ", "Source: "};
  const char *word = zpi_text_get (&source_words, language);
  const ZpiArgument *source;
  g_autofree char *sentence = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (step != NULL, NULL);

  if (!is_unconfirmed (step))
    return NULL;
  sentence = render (step, language, TRUE);
  parts = g_strsplit (sentence, MARK, -1);
  plain = g_strjoinv ("", parts);
  source = zpi_step_find (step, "source", strlen ("source"));
  if (source == NULL || strstr (plain, word) != NULL)
    return g_steal_pointer (&plain);
  name = format_argument (source, language);
  return g_strdup_printf ("%s %s%s.", plain, word, name);
}

/**
 * zpi_explanation_render:
 * @steps: (element-type ZpiStep): steps
 * @language: "nl" or "en"
 *
 * Returns: (transfer full): the sentences, each on a line of its own
 */
char *
zpi_explanation_render (const GPtrArray *steps, const char *language)
{
  GString *result = g_string_new (NULL);

  g_return_val_if_fail (steps != NULL, NULL);

  for (guint i = 0; i < steps->len; i++) {
    g_autofree char *line = zpi_explanation_render_step (steps->pdata[i], language);

    if (i > 0)
      g_string_append_c (result, '\n');
    g_string_append (result, line);
  }
  return g_string_free (result, FALSE);
}
