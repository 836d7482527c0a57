/* SPDX-License-Identifier: EUPL-1.2 */

/* Dates as people type them, in the Dutch order. Reading never fixes a date up: an impossible one
 * is not a date. */

#include "zpi-date.h"

#include <string.h>

#include "zpi-text.h"

static int
digits_to_int (const char *start, gsize length)
{
  int value = 0;

  for (gsize i = 0; i < length; i++)
    value = value * 10 + (start[i] - '0');
  return value;
}

/* "mei" and "mrt" with another letter may be anything. */
#define SHORTEST_NAME 5

/* Names of months in both languages, as people write and slips print them. */
typedef struct {
  const char *name;
  int month;
} MonthName;

static const MonthName month_names[] = {
    {"jan", 1},       {"januari", 1},  {"january", 1},   {"feb", 2},       {"febr", 2},
    {"februari", 2},  {"february", 2}, {"mrt", 3},       {"maa", 3},       {"mar", 3},
    {"maart", 3},     {"march", 3},    {"apr", 4},       {"april", 4},     {"mei", 5},
    {"may", 5},       {"jun", 6},      {"juni", 6},      {"june", 6},      {"jul", 7},
    {"juli", 7},      {"july", 7},     {"aug", 8},       {"augustus", 8},  {"august", 8},
    {"sep", 9},       {"sept", 9},     {"september", 9}, {"okt", 10},      {"oct", 10},
    {"oktober", 10},  {"october", 10}, {"nov", 11},      {"november", 11}, {"dec", 12},
    {"december", 12},
};

/* Whether a letter more, less or other makes @word of @name. */
static gboolean
differs_by_a_letter (const char *word, const char *name)
{
  gsize length = strlen (word);
  gsize named = strlen (name);

  while (*word != '\0' && g_ascii_tolower (*word) == *name) {
    word++;
    name++;
    length--;
    named--;
  }
  if (length == named)
    return length > 0 && g_ascii_strcasecmp (word + 1, name + 1) == 0;
  if (length + 1 == named)
    return g_ascii_strcasecmp (word, name + 1) == 0;
  return length == named + 1 && g_ascii_strcasecmp (word + 1, name) == 0;
}

/* "febuari", "agustus", "Dezember": a slip in a whole name, when there is one month that it can be.
 */
static int
month_of_slip (const char *word)
{
  int month = 0;

  for (guint i = 0; i < G_N_ELEMENTS (month_names); i++) {
    if (strlen (month_names[i].name) < SHORTEST_NAME ||
        !differs_by_a_letter (word, month_names[i].name))
      continue;
    if (month != 0 && month != month_names[i].month)
      return 0;
    month = month_names[i].month;
  }
  return month;
}

/**
 * zpi_month_from_name:
 * @word: letters
 *
 * Returns: 1 to 12 for the name of a month in Dutch or English, whole or as it is shortened, also
 *   with one slip in a long one; else 0
 */
int
zpi_month_from_name (const char *word)
{
  g_return_val_if_fail (word != NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (month_names); i++)
    if (g_ascii_strcasecmp (word, month_names[i].name) == 0)
      return month_names[i].month;
  return month_of_slip (word);
}

/* Months as the papers of clients from elsewhere have them, without the marks on their letters;
 * only whole, and none that is another month in a second language (listopad). */
static const MonthName foreign_names[] = {
    /* Polish, of a day and alone */
    {"stycznia", 1},
    {"styczen", 1},
    {"lutego", 2},
    {"luty", 2},
    {"marca", 3},
    {"marzec", 3},
    {"kwietnia", 4},
    {"kwiecien", 4},
    {"maja", 5},
    {"maj", 5},
    {"czerwca", 6},
    {"czerwiec", 6},
    {"lipca", 7},
    {"lipiec", 7},
    {"sierpnia", 8},
    {"sierpien", 8},
    {"wrzesnia", 9},
    {"wrzesien", 9},
    {"pazdziernika", 10},
    {"pazdziernik", 10},
    {"grudnia", 12},
    {"grudzien", 12},
    /* Frisian, Papiamentu, Indonesian: what is no slip in the Dutch name */
    {"jannewaris", 1},
    {"febrewaris", 2},
    {"maaie", 5},
    {"juny", 6},
    {"desimber", 12},
    {"yanuari", 1},
    {"aprel", 4},
    {"yuni", 6},
    {"yuli", 7},
    {"ougustus", 8},
    {"maret", 3},
    /* Turkish */
    {"ocak", 1},
    {"subat", 2},
    {"mart", 3},
    {"nisan", 4},
    {"mayis", 5},
    {"haziran", 6},
    {"temmuz", 7},
    {"agustos", 8},
    {"eylul", 9},
    {"ekim", 10},
    {"kasim", 11},
    {"aralik", 12},
    /* German */
    {"januar", 1},
    {"februar", 2},
    {"marz", 3},
    {"maerz", 3},
    {"mrz", 3},
    {"mai", 5},
    {"dezember", 12},
    /* French */
    {"janvier", 1},
    {"fevrier", 2},
    {"mars", 3},
    {"avril", 4},
    {"juin", 6},
    {"juillet", 7},
    {"aout", 8},
    {"septembre", 9},
    {"octobre", 10},
    {"novembre", 11},
    {"decembre", 12},
    /* Spanish */
    {"enero", 1},
    {"febrero", 2},
    {"marzo", 3},
    {"abril", 4},
    {"mayo", 5},
    {"junio", 6},
    {"julio", 7},
    {"agosto", 8},
    {"septiembre", 9},
    {"octubre", 10},
    {"noviembre", 11},
    {"diciembre", 12},
    /* Portuguese */
    {"janeiro", 1},
    {"fevereiro", 2},
    {"marco", 3},
    {"maio", 5},
    {"junho", 6},
    {"julho", 7},
    {"setembro", 9},
    {"outubro", 10},
    {"novembro", 11},
    {"dezembro", 12},
    /* Romanian */
    {"ianuarie", 1},
    {"februarie", 2},
    {"martie", 3},
    {"aprilie", 4},
    {"iunie", 6},
    {"iulie", 7},
    {"septembrie", 9},
    {"octombrie", 10},
    {"noiembrie", 11},
    {"decembrie", 12},
};

/* The same in other scripts, a line for each month: Arabic as in Egypt, in Syria (of two words,
 * without the space) and in Morocco, Russian and Ukrainian of a day and alone, Bulgarian. */
static const char *const script_names[] = {
    "يناير كانونالثاني январь января січень січня януари",
    "فبراير شباط февраль февраля лютий лютого февруари",
    "مارس آذار اذار март марта березень березня",
    "أبريل إبريل ابريل نيسان апрель апреля квітень квітня април",
    "مايو أيار ايار ماي май мая травень травня",
    "يونيو حزيران июнь июня червень червня юни",
    "يوليو تموز يوليوز июль июля липень липня юли",
    "أغسطس اغسطس آب غشت август августа серпень серпня",
    "سبتمبر أيلول ايلول شتنبر сентябрь сентября вересень вересня септември",
    "أكتوبر اكتوبر تشرينالأول تشرينالاول октябрь октября жовтень жовтня октомври",
    "نوفمبر نونبر تشرينالثاني ноябрь ноября листопад листопада ноември",
    "ديسمبر دجنبر كانونالأول كانونالاول декабрь декабря грудень грудня декември",
};

/**
 * zpi_month_join_name:
 * @line: (inout): what was typed
 *
 * Makes one word of the name of a month that has two, as four have in Syria: so that
 * [func@month_from_any_name] can find it.
 */
void
zpi_month_join_name (char *line)
{
  static const char *const names[] = {"كانون", "تشرين"};

  g_return_if_fail (line != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    char *space = strstr (line, names[i]);

    space = space != NULL ? space + strlen (names[i]) : NULL;
    if (space != NULL && g_str_has_prefix (space, " ال"))
      memmove (space, space + 1, strlen (space));
  }
}

static int
month_from_script_name (const char *word)
{
  g_autofree char *small = g_utf8_strdown (word, -1);

  for (guint i = 0; i < G_N_ELEMENTS (script_names); i++) {
    g_auto (GStrv) names = g_strsplit (script_names[i], " ", -1);

    if (g_strv_contains ((const char *const *) names, small))
      return (int) i + 1;
  }
  return 0;
}

static int
month_from_foreign_name (const char *word)
{
  g_autofree char *dotted = NULL;
  g_autofree char *plain = NULL;
  g_auto (GStrv) parts = g_strsplit (word, "\u0131", -1); /* a Turkish i without its dot */

  dotted = g_strjoinv ("i", parts);
  plain = g_str_to_ascii (dotted, "C");
  for (guint i = 0; i < G_N_ELEMENTS (foreign_names); i++)
    if (g_ascii_strcasecmp (plain, foreign_names[i].name) == 0)
      return foreign_names[i].month;
  return zpi_month_from_name (plain); /* "s\u00e8pt\u00e8mber" */
}

/**
 * zpi_month_from_any_name:
 * @word: letters
 *
 * For what was typed as a month: [func@month_from_name], and whole names in other languages. Some
 * of those are what people are called (Maja, Julio).
 *
 * Returns: 1 to 12, or 0
 */
int
zpi_month_from_any_name (const char *word)
{
  int month;

  g_return_val_if_fail (word != NULL, 0);

  month = g_str_is_ascii (word) ? 0 : month_from_script_name (word);
  return month != 0 ? month : month_from_foreign_name (word);
}

/* "donderdag 1 mei": the day of the week adds nothing. */
static gboolean
is_filler (const char *word)
{
  static const char *const fillers[] = {
      "maandag", "dinsdag",   "woensdag", "donderdag", "vrijdag",  "zaterdag", "zondag", "monday",
      "tuesday", "wednesday", "thursday", "friday",    "saturday", "sunday",   "ma",     "di",
      "wo",      "do",        "vr",       "za",        "zo",       "mon",      "tue",    "wed",
      "thu",     "fri",       "sat",      "sun",       "woe",      "din",      "don",    "vrij",
      "zat",     "zon",       "de",       "the",       "of",
  };

  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (g_ascii_strcasecmp (word, fillers[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_ordinal_ending (const char *word)
{
  static const char *const endings[] = {"e", "de", "ste", "st", "nd", "rd", "th", "er"};

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (word, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

/* "5-V-1980", as papers from the east of Europe have it; between two numbers only. */
static int
month_from_roman (const char *word)
{
  static const char *const numbers[] =
      {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"};

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_ascii_strcasecmp (word, numbers[i]) == 0)
      return (int) i + 1;
  return 0;
}

/* The parts of a date, in the order in which they stand there. */
typedef struct {
  int numbers[3];
  gsize lengths[3];
  guint n;
  int name;     /* the month that was written in letters, or 0 */
  guint at;     /* how many numbers stand before it */
  gboolean gap; /* whether nothing stands between two of the same marks */
} Parts;

static const char *
skip_letters (const char *p)
{
  while (g_unichar_isalpha (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

static gboolean
take_number (Parts *parts, const char *start, gsize length)
{
  if (length > 8 || parts->n == 3)
    return FALSE;
  parts->numbers[parts->n] = digits_to_int (start, length);
  parts->lengths[parts->n++] = length;
  return TRUE;
}

static gboolean
take_word (Parts *parts, const char *start, gsize length, gboolean behind_number)
{
  g_autofree char *word = g_strndup (start, length);
  int month = zpi_month_from_any_name (word);

  if (month == 0 && parts->n == 1)
    month = month_from_roman (word);
  if (month != 0) {
    /* "MAA/MAR": identity documents print it in two languages. */
    if (parts->name != 0)
      return parts->name == month && parts->at == parts->n;
    parts->name = month;
    parts->at = parts->n;
    return TRUE;
  }
  return (behind_number && is_ordinal_ending (word)) || is_filler (word);
}

/* Splits into runs of digits and words; FALSE when there is anything else in it. */
static gboolean
split_parts (const char *text, Parts *parts)
{
  const char *p = text;
  gboolean words = FALSE;

  *parts = (Parts){0};
  while (*p != '\0') {
    const char *start = p;

    if (g_ascii_isdigit (*p)) {
      while (g_ascii_isdigit (*p))
        p++;
      if (!take_number (parts, start, p - start))
        return FALSE;
    } else if (skip_letters (p) > p) {
      p = skip_letters (p);
      words = TRUE;
      if (!take_word (parts, start, p - start, start > text && g_ascii_isdigit (start[-1])))
        return FALSE;
    } else {
      gboolean before_year = *p == '\'' && g_ascii_isdigit (p[1]);

      if (p == text || (!before_year && strchr (" ;" ZPI_TEXT_DIVIDERS, *p) == NULL))
        return FALSE;
      parts->gap |= *p != ' ' && p[-1] == *p;
      p++;
    }
  }
  /* "za. 1-3-1980", and not "maandag 1980". */
  return parts->n > 0 && (!words || parts->name != 0 || parts->n == 3);
}

/* "5 mei 1980", "May 5, 1980", "1980 mei 5", "1980, 5 mei", "mei 1980": the name says which is the
 * month. */
static gboolean
parse_named (const Parts *parts, ZpiDate *date)
{
  if (parts->n == 1)
    return parts->lengths[0] == 4 && zpi_date_set (date, parts->numbers[0], parts->name, 0);
  if (parts->n != 2)
    return FALSE;
  if (parts->lengths[1] == 4 && parts->lengths[0] <= 2 && parts->at <= 1)
    return zpi_date_set (date, parts->numbers[1], parts->name, parts->numbers[0]);
  return parts->lengths[0] == 4 && parts->lengths[1] <= 2 && parts->at > 0 &&
         zpi_date_set (date, parts->numbers[0], parts->name, parts->numbers[1]);
}

/* "051980" and "198005": what is no day, month and year of two digits each. */
static gboolean
parse_month_and_year (int number, ZpiDate *date)
{
  const int last = number % 10000;
  const int first = number / 100;

  if (last / 100 == 19 || last / 100 == 20)
    return zpi_date_set (date, last, number / 10000, 0);
  return (first / 100 == 19 || first / 100 == 20) && first % 100 > 12 &&
         zpi_date_set (date, first, number % 100, 0);
}

/* Day first, as people here type it, else year first, as the BRP prints it. Never both. */
static gboolean
parse_undivided (int number, gsize length, ZpiDate *date)
{
  if (length == 8)
    return zpi_date_set (date, number % 10000, number / 10000 % 100, number / 1000000) ||
           zpi_date_set (date, number / 10000, number / 100 % 100, number % 100);
  if (length == 6)
    return parse_month_and_year (number, date);
  return length == 4 && zpi_date_set (date, number, 0, 0);
}

static gboolean
parse_numbers (const Parts *parts, ZpiDate *date)
{
  const gsize *lengths = parts->lengths;
  const int *numbers = parts->numbers;

  if (parts->n == 1)
    return parse_undivided (numbers[0], lengths[0], date);
  if (parts->n == 2 && parts->gap) /* "5--1980": a day without a month, or a month? */
    return FALSE;
  if (parts->n == 2 && lengths[0] == 4 && lengths[1] == 4)
    return parse_undivided (numbers[0] * 10000 + numbers[1], 8, date);
  if (parts->n == 2 && lengths[0] == 4)
    return lengths[1] <= 2 && zpi_date_set (date, numbers[0], numbers[1], 0);
  if (parts->n == 2)
    return lengths[1] == 4 && lengths[0] <= 2 && numbers[0] != 0 &&
           zpi_date_set (date, numbers[1], numbers[0], 0);
  if (lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2)
    return zpi_date_set (date, numbers[0], numbers[1], numbers[2]);
  return lengths[2] == 4 && lengths[0] <= 2 && lengths[1] <= 2 &&
         zpi_date_set (date, numbers[2], numbers[1], numbers[0]);
}

/* "1980-05-01T00:00:00", as a spreadsheet writes a day. */
static gboolean
has_time (const char *line)
{
  ZpiDate date;
  g_autofree char *day = g_strndup (line, 10);
  const char *time = strlen (line) > 15 ? line + 11 : NULL;

  return time != NULL && (line[10] == 'T' || line[10] == ' ') && zpi_date_parse_iso (day, &date) &&
         g_ascii_isdigit (time[0]) && g_ascii_isdigit (time[1]) && time[2] == ':';
}

/* "5-5-1980 0:00", as a sheet prints a day. */
static void
drop_time (char *line)
{
  char *space = strrchr (line, ' ');
  const char *time = space != NULL ? space + 1 : "";
  gsize hours = strspn (time, "0123456789");

  if (hours == 0 || hours > 2 || time[hours] != ':' ||
      time[strspn (time, "0123456789:.")] != '\0' || !g_ascii_isdigit (time[hours + 1]))
    return;
  *space = '\0';
}

#define AGE                                                                                        \
  "(?:(?:leeftijd|age):? [0-9]{1,3}|(?:(?:leeftijd|nu|age):? )?[0-9]{1,3} ?"                       \
  "(?:jaar|jaren|jr\\.?|j\\.?|years?|yrs?|yo|maanden|mnd\\.?|months?)(?: oud| old)?)"

/* "5-5-1980, 46 jaar", "46 jaar oud, 5-5-1980": an age that says that it is one.
 *
 * Returns: (transfer full) */
static char *
without_worded_age (const char *line)
{
  static GRegex *regex;
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    regex = g_regex_new ("^" AGE "[ ,;/-]+(?=.*[0-9])|[ ,;/-]+" AGE "$",
                         G_REGEX_CASELESS | G_REGEX_OPTIMIZE,
                         0,
                         NULL);
    g_assert (regex != NULL);
    g_once_init_leave (&once, 1);
  }
  return g_regex_replace_literal (regex, line, -1, 0, "", 0, NULL);
}

/* "5-5-1980 (46 jaar)", "(leeftijd 46)": the age that somebody noted beside it. */
static void
drop_age (char *line)
{
  char *open = strrchr (line, '(');
  char *age = open != NULL ? strpbrk (open, "0123456789") : NULL;
  gsize digits = age != NULL ? strspn (age, "0123456789") : 0;

  if (age == NULL || open == line || digits > 3 || !g_str_has_suffix (line, ")") ||
      strpbrk (age + digits, "0123456789") != NULL)
    return;
  *open = '\0';
  g_strchomp (line);
}

/* Whether @text is words that are names, "Paramaribo": each begins with a capital, and none is a
 * month. */
static gboolean
are_names (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " ,-", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0')
      continue;
    if (!g_unichar_isupper (g_utf8_get_char (words[i])) || zpi_month_from_any_name (words[i]) != 0)
      return FALSE;
    n++;
  }
  return n > 0;
}

/* "5-5-1980 Paramaribo", "5-5-1980 te Rotterdam", "te Rotterdam op 5-5-1980", "Rotterdam,
 * 5-5-1980": where it was. */
static void
drop_place (char *line)
{
  char *to = strstr (line, " te ");
  char *on = g_str_has_prefix (line, "te ") ? strstr (line, " op ") : NULL;
  char *comma = strchr (line, ',');
  char *end = line + strlen (line);

  if (to != NULL && strpbrk (to, "0123456789") == NULL)
    *to = '\0';
  if (on != NULL && strpbrk (line, "0123456789") == on + strlen (" op "))
    memmove (line, on + strlen (" op "), strlen (on + strlen (" op ")) + 1);
  while (end > line && !g_ascii_isdigit (end[-1]))
    end--;
  if (end > line && strchr (" ,", *end) != NULL && are_names (end))
    *end = '\0';
  if (comma == NULL || strpbrk (line, "0123456789") < comma)
    return;
  *comma = '\0';
  if (are_names (line))
    memmove (line, comma + 1, strlen (comma + 1) + 1);
  else
    *comma = ',';
  g_strstrip (line);
}

/* "5 maja 1980 r.": the word for a year behind it. */
static void
drop_year_word (char *line)
{
  static const char *const words[] =
      {" r", "r", " rok", " roku", " г", "г", " года", " р", "р", " року"};

  zpi_text_drop_marks (line);
  if (g_str_has_suffix (line, "."))
    line[strlen (line) - 1] = '\0';
  if (*line == '\0' || g_ascii_isdigit (line[strlen (line) - 1]))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (line) - MIN (strlen (line), strlen (words[i]));

    if (length > 0 && g_ascii_isdigit (line[length - 1]) && strcmp (line + length, words[i]) == 0)
      line[length] = '\0';
  }
}

/* "14-01-1985": nothing stands beside it. Most dates are so, and are read at each save. */
static gboolean
is_bare (const char *line)
{
  const gsize length = strspn (line, "0123456789-/.");

  return length > 0 && line[length] == '\0' && g_ascii_isdigit (line[length - 1]);
}

/* As [func@text_line], without the word before a date of birth, the time or the place behind it,
 * and the full stop of a sentence. */
static char *
plain_date (const char *text)
{
  /* clang-format off */
  static const char *const labels[] = {
      "geboren op", "geboortedatum", "datum geboorte", "geboortedag", "geboren", "geb. op", "geb op", "geb.datum",
      "geb. datum", "geb.dat", "gebdatum", "gebdat", "geb", "born", "date of birth", "bday",
      "d.o.b", "dob", "d.d", "dd",
      "data urodzenia", "ur", "doğum tarihi", "geburtsdatum", "geboren am", "date de naissance",
      "né le", "née le", "fecha de nacimiento", "data de nascimento", "data nașterii",
      "data di nascita", "дата рождения", "дата народження", "تاريخ الميلاد", "تاريخ الولادة",
      NULL};
  /* clang-format on */
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *ageless = NULL;
  g_autofree char *bare = NULL;

  if (is_bare (line))
    return g_steal_pointer (&line);
  zpi_text_drop_remark (line);
  drop_age (line);
  zpi_text_drop_wrapping (line);
  if (g_str_has_suffix (line, "-"))
    line[strlen (line) - 1] = '\0';
  ageless = without_worded_age (line);
  bare = g_strdup (zpi_text_skip_label (ageless, labels, " .:"));
  zpi_month_join_name (bare);
  if (has_time (bare))
    bare[10] = '\0';
  drop_time (bare);
  drop_place (bare);
  drop_year_word (bare);
  return g_steal_pointer (&bare);
}

/* How many characters at @part, in @line, stand in the place of a day or a month: two of a kind, or
 * one that divides nothing, with nothing against it. */
static gsize
measure_unknown (const char *line, const char *part)
{
  const char *const kind = strchr ("xX", *part) != NULL ? "xX" : (char[2]){*part};
  const gsize length = strspn (part, kind);

  if (strchr ("xX?._*", *part) == NULL && (part > line || *part != '-'))
    return 0;
  if (length > 3 || (length == 1 && strchr ("?_*", *part) == NULL) ||
      (part > line && strchr ("-/. ", part[-1]) == NULL))
    return 0;
  return part[length] == '\0' || strchr ("-/. ", part[length]) == NULL ? 0 : length;
}

/* "xx-xx-1980", "??-??-1980", "..-05-1980", "__ mei 1980": people who know the registers write what
 * is not known so. */
static void
drop_unknown (char *line)
{
  for (char *p = line; *p != '\0'; p++) {
    const gsize length = measure_unknown (line, p);

    if (length == 0)
      continue;
    memset (p, '0', length);
    if (length == 3)
      memmove (p, p + 1, strlen (p));
    p += MIN (length, 2) - 1;
  }
}

/* "00-00-0000", "0000-00-00", "??-??-????": a day of which nothing is known. */
static gboolean
has_no_part (const char *line)
{
  guint n = 0;
  guint n_points = 0;

  for (const char *p = line; *p != '\0'; p++) {
    if (strchr ("0xX?_*", *p) != NULL)
      n++;
    else if (*p == '.')
      n_points++;
    else if (strchr ("-/ ", *p) == NULL)
      return FALSE;
  }
  return n == strlen ("ddmmyyyy") || (n == 0 && n_points == strlen ("ddmmyyyy"));
}

static gboolean
is_unknown (const char *text)
{
  static const char *const words[] = {"onbekend", "niet bekend", "unknown", "not known"};
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *bare = plain_date (text);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (bare, words[i]) == 0 || g_ascii_strcasecmp (line, words[i]) == 0)
      return TRUE;
  return has_no_part (line) || has_no_part (bare);
}

/* What @text is made of; FALSE when there is something in it that no date has. */
static gboolean
take_parts (const char *text, Parts *parts)
{
  g_autofree char *line = plain_date (text);

  drop_unknown (line);
  return split_parts (line, parts) && g_ascii_isalnum (line[strlen (line) - 1]);
}

/**
 * zpi_date_parse:
 * @text: (nullable): what was typed
 * @date: (out): the date
 *
 * Understands "1-5-1980", "01/05/1980", "1 5 1980", "01051980", "1980-05-01", "19800501", "5 mei
 * 1980", "thursday 1 May 1980", with every kind of dash and space, and with unknown parts
 * "00-05-1980", "05-1980", "1980-05", "mei 1980", "00-00-1980", "1980", "onbekend" and "unknown". A
 * year of two digits is not understood: it could be either century.
 *
 * Returns: %FALSE, and @date untouched, when @text is no such date
 */
gboolean
zpi_date_parse (const char *text, ZpiDate *date)
{
  Parts parts;

  g_return_val_if_fail (date != NULL, FALSE);

  if (is_unknown (text)) {
    *date = (ZpiDate){.precision = ZPI_DATE_UNKNOWN};
    return TRUE;
  }
  return take_parts (text, &parts) &&
         (parts.name != 0 ? parse_named (&parts, date) : parse_numbers (&parts, date));
}

/* Where a year of two digits can be one only. Nobody is older than 120: nobody who lives was born
 * in 1905 or before. A child is not older than 17: it was not born in the years 40 to 99. */
#define LAST_SURELY_2000  5
#define FIRST_SURELY_1900 40

static int
century_of (int year, gboolean child)
{
  if (year >= FIRST_SURELY_1900)
    return 1900;
  return child || year <= LAST_SURELY_2000 ? 2000 : 0;
}

/* "030786": day, month and year of two digits each; six zeros are none. */
static void
divide_six_digits (Parts *parts)
{
  const int number = parts->numbers[0];

  if (parts->n != 1 || parts->name != 0 || parts->lengths[0] != 6 || number < 10000)
    return;
  *parts = (Parts){.numbers = {number / 10000, number / 100 % 100, number % 100},
                   .lengths = {2, 2, 2},
                   .n = 3};
}

/**
 * zpi_date_parse_birth:
 * @text: (nullable): what was typed as a date of birth
 * @child: whether it is that of a child under 18
 * @date: (out): the date
 *
 * [func@date_parse] that understands a year of two digits too, where it can be one only: "3-7-86"
 * is 1986. That of an adult from 06 to 39 is either century, and is not understood.
 *
 * Returns: %FALSE, and @date untouched, when @text is no such date
 */
gboolean
zpi_date_parse_birth (const char *text, gboolean child, ZpiDate *date)
{
  Parts parts;
  guint last;
  int century;

  if (zpi_date_parse (text, date))
    return TRUE;
  if (!take_parts (text, &parts))
    return FALSE;
  divide_six_digits (&parts);
  if (parts.n + (parts.name != 0) != 3)
    return FALSE;
  last = parts.n - 1;
  if (parts.lengths[0] > 2 || parts.lengths[last] != 2)
    return FALSE;
  century = century_of (parts.numbers[last], child);
  if (century == 0)
    return FALSE;
  parts.numbers[last] += century;
  parts.lengths[last] = 4;
  return parts.name != 0 ? parse_named (&parts, date) : parse_numbers (&parts, date);
}

/**
 * zpi_date_explain:
 * @text: (nullable): what was typed, that [func@date_parse] does not understand
 *
 * Returns: what is wrong with it
 */
ZpiDateFault
zpi_date_explain (const char *text)
{
  g_autofree char *line = plain_date (text);
  Parts parts;
  guint n;

  drop_unknown (line);
  if (!split_parts (line, &parts))
    return ZPI_DATE_FAULT_FORM;
  n = parts.n + (parts.name != 0);
  if (n == 3 && parts.lengths[parts.n - 1] != 4 && parts.lengths[0] <= 2)
    return ZPI_DATE_FAULT_YEAR;
  if (parts.n == 1 && n == 1 && parts.lengths[0] == 6)
    return ZPI_DATE_FAULT_YEAR;
  if (n == 3 || (n == 1 && parts.lengths[0] == 8) ||
      (n == 2 && parts.name == 0 && MAX (parts.lengths[0], parts.lengths[1]) == 4))
    return ZPI_DATE_FAULT_IMPOSSIBLE;
  return n == 2 ? ZPI_DATE_FAULT_YEAR : ZPI_DATE_FAULT_FORM;
}

/**
 * zpi_date_parse_iso:
 * @text: (nullable): "2026-01-15"
 * @date: (out): the date
 *
 * Returns: %FALSE, and @date untouched, when @text is not a full ISO 8601 date
 */
gboolean
zpi_date_parse_iso (const char *text, ZpiDate *date)
{
  g_return_val_if_fail (date != NULL, FALSE);

  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
      return FALSE;
  if (digits_to_int (text + 8, 2) == 0)
    return FALSE;
  return zpi_date_set (date,
                       digits_to_int (text, 4),
                       digits_to_int (text + 5, 2),
                       digits_to_int (text + 8, 2));
}
