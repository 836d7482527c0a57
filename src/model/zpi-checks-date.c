/* SPDX-License-Identifier: EUPL-1.2 */

/* Dates and months as they are typed.
 *
 * Since 2026-11-29 a year of two digits is read in a date of birth where it can be one only: 40
 * to 99 are 19…, 00 to 05 are 20…, and for a child 00 to 39 too. The others are asked about. The
 * bounds follow from the age limit of 120 and do not move with the day, so that what was
 * understood yesterday is understood tomorrow.
 */

#include <stdlib.h>
#include <string.h>

#include "zpi-checks-private.h"
#include "zpi-household.h"

#define OLDEST_AGE 120
#define FOUR_WEEKS 28

/* What the wire has: a full date, a year and month, a year, or "onbekend". */
static char *
format_wire (const ZpiDate *date)
{
  switch (date->precision) {
  case ZPI_DATE_FULL:
    return zpi_date_format_iso (date);
  case ZPI_DATE_YEAR_MONTH:
    return g_strdup_printf ("%04d-%02d", date->year, date->month);
  case ZPI_DATE_YEAR:
    return g_strdup_printf ("%04d", date->year);
  case ZPI_DATE_UNKNOWN:
  case ZPI_DATE_NONE:
  default:
    return g_strdup ("onbekend");
  }
}

static ZpiCheckResult
refuse_date (const char *text)
{
  switch (zpi_date_explain (text)) {
  case ZPI_DATE_FAULT_YEAR:
    return zpi_check_refuse (ZPI_CHECK_DATE_YEAR_SHORT);
  case ZPI_DATE_FAULT_IMPOSSIBLE:
    return zpi_check_refuse (ZPI_CHECK_DATE_IMPOSSIBLE);
  case ZPI_DATE_FAULT_FORM:
  default:
    return zpi_check_refuse (ZPI_CHECK_DATE_FORM);
  }
}

/**
 * zpi_check_date:
 * @text: (nullable): what was typed
 *
 * Returns: the result for a date that must be complete; normalised is "2026-01-15"
 */
ZpiCheckResult
zpi_check_date (const char *text)
{
  g_autofree char *trimmed = zpi_text_line (text);
  ZpiDate date = ZPI_DATE_INIT;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (!zpi_date_parse (trimmed, &date))
    return refuse_date (trimmed);
  if (!zpi_date_is_full (&date))
    return zpi_check_refuse (ZPI_CHECK_DATE_INCOMPLETE);
  return zpi_check_ok (zpi_date_format_iso (&date));
}

/* A date of birth that nobody can have. */
static ZpiCheckCode
judge_possible (const ZpiDate *birth, const ZpiDate *today)
{
  ZpiDate earliest = zpi_date_earliest (birth);
  ZpiDate latest = zpi_date_latest (birth);

  if (!zpi_date_is_full (&earliest))
    return ZPI_CHECK_OK;
  if (zpi_date_compare (&earliest, today) > 0)
    return ZPI_CHECK_DATE_FUTURE;
  return zpi_date_age_on (&latest, today) > OLDEST_AGE ? ZPI_CHECK_DATE_TOO_OLD : ZPI_CHECK_OK;
}

/**
 * zpi_birth_is_possible:
 * @birth: a date of birth, of which parts may be unknown
 * @today: the day on which it is looked at; the reference date may be another one
 *
 * What follows from an age is only said of a date that can be right.
 *
 * Returns: %FALSE when it has yet to come, or when nobody is that old
 */
gboolean
zpi_birth_is_possible (const ZpiDate *birth, const ZpiDate *today)
{
  g_return_val_if_fail (birth != NULL && today != NULL, FALSE);

  return judge_possible (birth, today) == ZPI_CHECK_OK;
}

/* What is remarkable about the age, on a date that is possible. */
static ZpiCheckCode
judge_age (const ZpiDate *earliest, const ZpiDate *latest, ZpiBirthOf whose, const ZpiDate *on)
{
  if (whose == ZPI_BIRTH_OF_CHILD && zpi_date_age_on (latest, on) >= ZPI_ADULT_AGE)
    return ZPI_CHECK_DATE_CHILD_ADULT;
  if (whose != ZPI_BIRTH_OF_CHILD && zpi_date_age_on (earliest, on) < ZPI_ADULT_AGE)
    return ZPI_CHECK_DATE_MINOR;
  return ZPI_CHECK_OK;
}

/**
 * zpi_check_birth_date:
 * @text: (nullable): what was typed
 * @whose: whose date of birth it is
 * @on: (nullable): the reference date; %NULL leaves age alone
 * @today: (nullable): the day on which it is typed: nobody was born after it, also when @on is
 *   another day; %NULL leaves open whether it is possible
 *
 * Unknown parts are allowed: the registers have them too.
 *
 * Returns: the result; normalised is "1980-05-01", "1980-05", "1980", or "onbekend"
 */
ZpiCheckResult
zpi_check_birth_date (const char *text, ZpiBirthOf whose, const ZpiDate *on, const ZpiDate *today)
{
  g_autofree char *trimmed = zpi_text_line (text);
  ZpiDate date = ZPI_DATE_INIT;
  ZpiCheckCode code = ZPI_CHECK_OK;
  ZpiDate earliest;
  ZpiDate latest;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (!zpi_date_parse_birth (trimmed, whose == ZPI_BIRTH_OF_CHILD, &date))
    return refuse_date (trimmed);
  earliest = zpi_date_earliest (&date);
  latest = zpi_date_latest (&date);
  if (today != NULL)
    code = judge_possible (&date, today);
  if (code != ZPI_CHECK_OK)
    return zpi_check_refuse (code);
  if (on != NULL && zpi_date_is_full (&earliest))
    code = judge_age (&earliest, &latest, whose, on);
  if (code != ZPI_CHECK_OK)
    return zpi_check_warn (code, format_wire (&date));
  if (zpi_date_is_full (&date))
    return zpi_check_ok (format_wire (&date));
  return (ZpiCheckResult){ZPI_CHECK_DATE_PARTLY, ZPI_SEVERITY_OK, format_wire (&date), NULL};
}

/* The parts of a month: a name or a number, and a year. */
typedef struct {
  char *words[3];
  guint n;
} Words;

static void
words_clear (Words *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->words); i++)
    g_clear_pointer (&self->words[i], g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* Runs of digits and of letters; FALSE when there are more than three, or another character. */
static gboolean
split_words (const char *text, Words *words)
{
  const char *p = text;

  while (*p != '\0') {
    const char *start = p;

    while (g_ascii_isdigit (*p))
      p++;
    if (p == start)
      while (g_unichar_isalpha (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
    if (p > start) {
      if (words->n == G_N_ELEMENTS (words->words))
        return FALSE;
      words->words[words->n++] = g_strndup (start, p - start);
    } else if (strchr (" ';" ZPI_TEXT_DIVIDERS, *p++) == NULL) {
      return FALSE;
    }
  }
  return words->n > 0;
}

/* "202510" as slips print it, or "102025"; never both. */
static gboolean
parse_undivided_month (const char *word, int *year, int *month)
{
  int number = (int) g_ascii_strtoll (word, NULL, 10);

  if (strlen (word) != 6 || !zpi_check_only_digits (word))
    return FALSE;
  *year = number / 100;
  *month = number % 100;
  if (*year >= 1900 && *year <= 2200)
    return TRUE;
  *year = number % 10000;
  *month = number / 10000;
  return TRUE;
}

/* "okt-25": next to the name of a month two digits are a year of this century. */
static gboolean
parse_year (const char *word, gboolean beside_name, int *year)
{
  gsize length = strlen (word);

  if (!zpi_check_only_digits (word) || (length != 4 && !(beside_name && length == 2)))
    return FALSE;
  *year = (int) g_ascii_strtoll (word, NULL, 10) + (length == 2 ? 2000 : 0);
  return TRUE;
}

static ZpiCheckCode
parse_two_words (char *const *words, int *year, int *month)
{
  gboolean year_first = strlen (words[0]) == 4 && zpi_check_only_digits (words[0]);
  const char *first = words[year_first ? 1 : 0];
  const char *second = words[year_first ? 0 : 1];

  *month = zpi_month_from_any_name (first);
  if (*month == 0 && !zpi_check_only_digits (first))
    return ZPI_CHECK_MONTH_FORM;
  if (!parse_year (second, *month != 0, year))
    return zpi_check_only_digits (second) ? ZPI_CHECK_MONTH_YEAR : ZPI_CHECK_MONTH_FORM;
  if (*month == 0)
    *month = strlen (first) <= 2 ? (int) g_ascii_strtoll (first, NULL, 10) : 0;
  return ZPI_CHECK_OK;
}

/* "okt/nov 2025" */
static gboolean
has_several_names (const Words *words)
{
  guint n = 0;

  for (guint i = 0; i < words->n; i++)
    n += zpi_month_from_any_name (words->words[i]) != 0;
  return n > 1;
}

/* "november 2O25": a letter in the middle of a number is a slip in it. */
static gboolean
has_slip_in_number (const char *text)
{
  for (const char *p = text; *p != '\0' && p[1] != '\0'; p++)
    if (g_ascii_isdigit (p[0]) && g_ascii_isalpha (p[1]) && g_ascii_isdigit (p[2]))
      return TRUE;
  return FALSE;
}

/* What is wrong with it, or %ZPI_CHECK_OK. */
static ZpiCheckCode
parse_month (const char *text, int *year, int *month)
{
  g_auto (Words) words = {0};
  ZpiCheckCode code = ZPI_CHECK_OK;
  ZpiDate date = ZPI_DATE_INIT;

  if (!split_words (text, &words))
    return words.n == G_N_ELEMENTS (words.words) && !has_slip_in_number (text)
               ? ZPI_CHECK_MONTH_SEVERAL
               : ZPI_CHECK_MONTH_FORM;
  if (words.n == 1 && !parse_undivided_month (words.words[0], year, month)) {
    gboolean half = zpi_month_from_any_name (words.words[0]) != 0 ||
                    (strlen (words.words[0]) == 4 && zpi_check_only_digits (words.words[0]));

    return zpi_date_parse (text, &date) && zpi_date_is_full (&date) ? ZPI_CHECK_MONTH_SEVERAL
           : half                                                   ? ZPI_CHECK_MONTH_YEAR
                                                                    : ZPI_CHECK_MONTH_FORM;
  }
  if (words.n == 2)
    code = parse_two_words (words.words, year, month);
  if (words.n == 3)
    code = has_several_names (&words) || zpi_date_parse (text, &date) ? ZPI_CHECK_MONTH_SEVERAL
                                                                      : ZPI_CHECK_MONTH_FORM;
  if (code != ZPI_CHECK_OK)
    return code;
  return *month >= 1 && *month <= 12 && *year >= 1900 && *year <= 2200 ? ZPI_CHECK_OK
                                                                       : ZPI_CHECK_MONTH_IMPOSSIBLE;
}

/* A day of this century, also with a year of two digits; without month and year, or without year,
 * those of @last: "1 t/m 31 oktober 2025". */
static gboolean
parse_day (const char *text, const ZpiDate *last, ZpiDate *day)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));
  g_autofree char *with_year = NULL;

  if (zpi_date_parse_birth (bare, TRUE, day) && zpi_date_is_full (day))
    return TRUE;
  if (last == NULL)
    return FALSE;
  if (zpi_check_only_digits (bare) && strlen (bare) <= 2)
    return zpi_date_set (day, last->year, last->month, atoi (bare)) && zpi_date_is_full (day);
  with_year = g_strdup_printf ("%s %d", bare, last->year);
  return zpi_date_parse (with_year, day) && zpi_date_is_full (day);
}

/* Two days, on either side of @n bytes at @mark: of one month they are that month. A slip of four
 * weeks is seldom of one month only: it is of that in which it ends. */
static gboolean
parse_around (const char *text, const char *mark, gsize n, int *year, int *month)
{
  g_autofree char *before = g_strndup (text, mark - text);
  ZpiDate first;
  ZpiDate last;
  ZpiDate latest;

  if (!parse_day (mark + n, NULL, &last) || !parse_day (before, &last, &first))
    return FALSE;
  *year = last.year;
  *month = last.month;
  latest = zpi_date_add (&first, 0, 0, FOUR_WEEKS);
  return zpi_date_compare (&first, &last) <= 0 &&
         ((first.year == last.year && first.month == last.month) ||
          zpi_date_compare (&last, &latest) < 0);
}

/* "01-10-2025 t/m 31-10-2025", as a slip prints its period. */
static gboolean
parse_within (const char *text, int *year, int *month)
{
  static const char *const words[] =
      {" t/m ", " tot en met ", " tm ", " tot ", " until ", " to ", " / ", "-"};
  static const char *const from[] = {"van", "from", NULL};
  const char *start = zpi_text_skip_label (text, from, " ");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (const char *p = strstr (start, words[i]); p != NULL; p = strstr (p + 1, words[i]))
      if (parse_around (start, p, strlen (words[i]), year, month))
        return TRUE;
  return FALSE;
}

/* "uitbetaling oktober 2025": where the name of a month stands behind other words, without a number
 * or a word that says it is another one ("tot"). */
static const char *
skip_words_before_name (const char *text)
{
  static const char *const others[] = {"tot", "voor", "na", "vanaf", "niet", "sinds", "of", NULL};

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    const char *end = p;
    g_autofree char *word = NULL;
    g_autofree char *small = NULL;

    if (g_ascii_isdigit (*p))
      return text;
    while (g_unichar_isalpha (g_utf8_get_char (end)))
      end = g_utf8_next_char (end);
    if (end == p)
      continue;
    word = g_strndup (p, end - p);
    small = g_utf8_strdown (word, -1);
    if (zpi_month_from_any_name (word) != 0)
      return p;
    if (g_strv_contains (others, small))
      return text;
    p = g_utf8_prev_char (end);
  }
  return text;
}

/**
 * zpi_check_month:
 * @text: (nullable): what was typed: "2025-12", "12-2025", "december 2025", "dec-25", "202512"
 *
 * Returns: the result; normalised is "2025-12"
 */
ZpiCheckResult
zpi_check_month (const char *text)
{
  g_autofree char *trimmed = zpi_text_line (text);
  static const char *const labels[] = {"salaris over",
                                       "loon over",
                                       "maand",
                                       "mnd",
                                       "loonstrook",
                                       "loonspecificatie",
                                       "loon",
                                       "salarisstrook",
                                       "salarisspecificatie",
                                       "salaris",
                                       "uitkeringsspecificatie",
                                       "uitkering",
                                       "pensioenspecificatie",
                                       "pensioen",
                                       "betaalspecificatie",
                                       "aow-specificatie",
                                       "specificatie",
                                       "rekeningafschrift",
                                       "bankafschrift",
                                       "afschrift",
                                       "month",
                                       NULL};
  g_autofree char *line = NULL;
  int year = 0;
  int month = 0;
  ZpiCheckCode code;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  zpi_text_drop_remark (trimmed);
  zpi_text_drop_wrapping (trimmed);
  zpi_month_join_name (trimmed);
  /* Not "periode": a wage of four weeks has thirteen of them. */
  line = g_strdup (skip_words_before_name (zpi_text_skip_label (trimmed, labels, " .:")));
  code = parse_within (line, &year, &month) ? ZPI_CHECK_OK : parse_month (line, &year, &month);
  if (code != ZPI_CHECK_OK)
    return zpi_check_refuse (code);
  return zpi_check_ok (g_strdup_printf ("%04d-%02d", year, month));
}
