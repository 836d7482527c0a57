/* SPDX-License-Identifier: EUPL-1.2 */

/* Checks of short answers: numbers, names, months, and what all checks share. */

#include "zpi-checks.h"

#include <string.h>

#include "zpi-checks-private.h"
#include "zpi-money.h"

#define MAX_NAME_LENGTH   200
#define MAX_PREFIX_LENGTH 10
#define MAX_WIRE_PREFIX   20
#define MAX_COUNT         30

static const char *const nicks[ZPI_N_CHECK_CODES] = {
    [ZPI_CHECK_OK] = "ok",
    [ZPI_CHECK_EMPTY] = "empty",
    [ZPI_CHECK_NONE] = "none",
    [ZPI_CHECK_BSN_CHARACTERS] = "bsn-characters",
    [ZPI_CHECK_BSN_LENGTH] = "bsn-length",
    [ZPI_CHECK_BSN_ZERO] = "bsn-zero",
    [ZPI_CHECK_BSN_ELEVEN] = "bsn-eleven",
    [ZPI_CHECK_BSN_NOT_A_TEST] = "bsn-not-a-test",
    [ZPI_CHECK_DATE_FORM] = "date-form",
    [ZPI_CHECK_DATE_YEAR_SHORT] = "date-year",
    [ZPI_CHECK_DATE_IMPOSSIBLE] = "date-impossible",
    [ZPI_CHECK_DATE_INCOMPLETE] = "date-incomplete",
    [ZPI_CHECK_DATE_FUTURE] = "date-future",
    [ZPI_CHECK_DATE_TOO_OLD] = "date-too-old",
    [ZPI_CHECK_DATE_PARTLY] = "date-partly",
    [ZPI_CHECK_DATE_CHILD_ADULT] = "date-child-adult",
    [ZPI_CHECK_DATE_MINOR] = "date-minor",
    [ZPI_CHECK_POSTCODE_FORM] = "postcode-form",
    [ZPI_CHECK_POSTCODE_ZERO] = "postcode-zero",
    [ZPI_CHECK_POSTCODE_LETTERS] = "postcode-letters",
    [ZPI_CHECK_HOUSE_NUMBER_FORM] = "house-number-form",
    [ZPI_CHECK_HOUSE_NUMBER_RANGE] = "house-number-range",
    [ZPI_CHECK_HOUSE_LETTER_FORM] = "house-letter-form",
    [ZPI_CHECK_HOUSE_ADDITION_FORM] = "house-addition-form",
    [ZPI_CHECK_EMAIL_NONE] = "email-none",
    [ZPI_CHECK_EMAIL_AT] = "email-at",
    [ZPI_CHECK_EMAIL_AT_TWICE] = "email-at-twice",
    [ZPI_CHECK_EMAIL_SPACE] = "email-space",
    [ZPI_CHECK_EMAIL_NAME] = "email-name",
    [ZPI_CHECK_EMAIL_DOMAIN] = "email-domain",
    [ZPI_CHECK_EMAIL_POINT] = "email-point",
    [ZPI_CHECK_EMAIL_LENGTH] = "email-length",
    [ZPI_CHECK_EMAIL_TYPO] = "email-typo",
    [ZPI_CHECK_PHONE_FORM] = "phone-form",
    [ZPI_CHECK_PHONE_LENGTH] = "phone-length",
    [ZPI_CHECK_PHONE_ABROAD] = "phone-abroad",
    [ZPI_CHECK_PHONE_START] = "phone-start",
    [ZPI_CHECK_PHONE_NO_ZERO] = "phone-no-zero",
    [ZPI_CHECK_PHONE_BELGIAN] = "phone-belgian",
    [ZPI_CHECK_PHONE_COUNTRY] = "phone-country",
    [ZPI_CHECK_PHONE_NO_COUNTRY] = "phone-no-country",
    [ZPI_CHECK_PHONE_SERVICE] = "phone-service",
    [ZPI_CHECK_NAME_CHARACTERS] = "name-characters",
    [ZPI_CHECK_NAME_LENGTH] = "name-length",
    [ZPI_CHECK_NAME_NO_LETTER] = "name-no-letter",
    [ZPI_CHECK_NAME_UNKNOWN] = "name-unknown",
    [ZPI_CHECK_NAME_NONE] = "name-none",
    [ZPI_CHECK_NAME_TITLE] = "name-title",
    [ZPI_CHECK_PREFIX_LENGTH] = "prefix-length",
    [ZPI_CHECK_PLACE_NO_LETTER] = "place-no-letter",
    [ZPI_CHECK_MONEY_FORM] = "money-form",
    [ZPI_CHECK_MONEY_WORDS] = "money-words",
    [ZPI_CHECK_MONEY_GROSS] = "money-gross",
    [ZPI_CHECK_MONEY_PERIOD] = "money-period",
    [ZPI_CHECK_MONEY_HOLIDAY] = "money-holiday",
    [ZPI_CHECK_MONEY_POINT] = "money-point",
    [ZPI_CHECK_MONEY_PAID] = "money-paid",
    [ZPI_CHECK_MONEY_NEGATIVE] = "money-negative",
    [ZPI_CHECK_MONEY_TOO_LARGE] = "money-too-large",
    [ZPI_CHECK_COUNT_FORM] = "count-form",
    [ZPI_CHECK_COUNT_TOO_LARGE] = "count-too-large",
    [ZPI_CHECK_MONTH_FORM] = "month-form",
    [ZPI_CHECK_MONTH_YEAR] = "month-year",
    [ZPI_CHECK_MONTH_IMPOSSIBLE] = "month-impossible",
    [ZPI_CHECK_MONTH_SEVERAL] = "month-several",
};

/**
 * zpi_check_code_to_nick:
 * @code: a code
 *
 * Returns: (transfer none): its name, for logs and tests
 */
const char *
zpi_check_code_to_nick (ZpiCheckCode code)
{
  g_return_val_if_fail (code < ZPI_N_CHECK_CODES, NULL);

  return nicks[code];
}

/**
 * zpi_check_result_clear:
 * @self: a result
 *
 * Frees what is in @self.
 */
void
zpi_check_result_clear (ZpiCheckResult *self)
{
  g_clear_pointer (&self->normalised, g_free);
  g_clear_pointer (&self->suggestion, g_free);
}

gboolean
zpi_check_only_digits (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return TRUE;
}

/* @normalised: (transfer full) */
ZpiCheckResult
zpi_check_ok (char *normalised)
{
  return (ZpiCheckResult){ZPI_CHECK_OK, ZPI_SEVERITY_OK, normalised, NULL};
}

/* @normalised: (transfer full) */
ZpiCheckResult
zpi_check_warn (ZpiCheckCode code, char *normalised)
{
  return (ZpiCheckResult){code, ZPI_SEVERITY_WARNING, normalised, NULL};
}

ZpiCheckResult
zpi_check_refuse (ZpiCheckCode code)
{
  return (ZpiCheckResult){code, ZPI_SEVERITY_ERROR, NULL, NULL};
}

ZpiCheckResult
zpi_check_nothing (void)
{
  return (ZpiCheckResult){ZPI_CHECK_EMPTY, ZPI_SEVERITY_OK, NULL, NULL};
}

static gboolean
is_one_of (const char *text, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What people write where there is nothing to fill in. */
static const char *const words_for_none[] = {
    "onbekend",
    "niet bekend",
    "unknown",
    "n.v.t.",
    "n.v.t",
    "nvt",
    "n/a",
    "geen",
    "geen naam",
    "geen voorvoegsel",
    "geen tussenvoegsel",
    "none",
    "not applicable",
    "niet van toepassing",
    NULL,
};

/* @line: what was typed, as one line
 *
 * As above, and what would be a name where one is asked: "nee", "geen telefoon", "-".
 */
gboolean
zpi_check_says_none (const char *line)
{
  static const char *const words[] = {"nee", "no", "niet", "-", "--", "/", ".", NULL};
  static const char *const beginnings[] = {"geen", "nog geen", "heeft geen", "heeft nog geen"};

  if (is_one_of (line, words_for_none) || is_one_of (line, words))
    return TRUE;
  if (strpbrk (line, "0123456789@") != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++) {
    gsize length = strlen (beginnings[i]);

    if (g_ascii_strncasecmp (line, beginnings[i], length) == 0 &&
        (line[length] == ' ' || line[length] == '\0'))
      return TRUE;
  }
  return FALSE;
}

/* @line: what is no answer: @code says why, unless it says that there is none */
ZpiCheckResult
zpi_check_refuse_unless_none (ZpiCheckCode code, const char *line)
{
  return zpi_check_refuse (zpi_check_says_none (line) ? ZPI_CHECK_NONE : code);
}

/* "nr. 12," is 12: the word before it and the mark behind it add nothing. */
static char *
dup_bare_number (const char *text)
{
  static const char *const labels[] =
      {"huisnummer", "huisnr", "nummer", "num", "nr", "no", "n\u00ba", "n\u00b0", "#", NULL};
  g_autofree char *line = zpi_text_line (text);

  zpi_text_drop_wrapping (line);
  return g_strdup (zpi_text_skip_label (line, labels, " .:0123456789"));
}

/**
 * zpi_check_house_number:
 * @text: (nullable): what was typed
 *
 * Returns: the result; normalised are the digits
 */
ZpiCheckResult
zpi_check_house_number (const char *text)
{
  g_autofree char *trimmed = dup_bare_number (text);
  const char *digits = trimmed;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (!zpi_check_only_digits (trimmed))
    return zpi_check_refuse_unless_none (ZPI_CHECK_HOUSE_NUMBER_FORM, trimmed);
  while (*digits == '0')
    digits++;
  if (*digits == '\0' || strlen (digits) > 5)
    return zpi_check_refuse (ZPI_CHECK_HOUSE_NUMBER_RANGE);
  return zpi_check_ok (g_strdup (digits));
}

/* "b.g" is "bg": letters with a point behind each are one abbreviation. */
static void
join_abbreviation (char *text)
{
  char *to = text;

  if (strlen (text) < 3)
    return;
  for (gsize i = 0; text[i] != '\0'; i++)
    if (i % 2 == 0 ? !g_ascii_isalpha (text[i]) : text[i] != '.')
      return;
  for (const char *p = text; *p != '\0'; p++)
    if (*p != '.')
      *to++ = *p;
  *to = '\0';
}

/* What divides a house number from what belongs to it. */
#define BEHIND_NUMBER " ;" ZPI_TEXT_DIVIDERS

/* What stands in front of what belongs to a house number. */
static const char *const part_labels[] = {"huisletter", "letter", "toevoeging", "toev", NULL};

/* "-b", "/3", "bis.", "b.g.", "toev. 2": without what divides it from the number in one line. */
static char *
dup_bare_part (const char *text)
{
  g_autofree char *line = zpi_text_line (text);
  const char *part;

  zpi_text_drop_wrapping (line);
  part = line + strspn (line, "#" BEHIND_NUMBER);
  part = zpi_text_skip_label (*part != '\0' ? part : line, part_labels, " .:=");
  join_abbreviation (line + (part - line));
  return g_strdup (part);
}

/**
 * zpi_house_number_split:
 * @text: "12a", "12 bis", "12-A2"
 * @number: (out): the digits
 * @letter: (out): the letter, may be empty
 * @addition: (out): the addition, may be empty
 *
 * For what others wrote as one; in the window the three have a field each.
 *
 * Returns: %FALSE, and nothing set, when @text is no house number with something behind it
 */
gboolean
zpi_house_number_split (const char *text, char **number, char **letter, char **addition)
{
  g_autofree char *line = dup_bare_number (text);
  gsize digits = strspn (line, "0123456789");
  g_autofree char *start = g_strndup (line, digits);
  g_autofree char *rest = dup_bare_part (line + digits + strspn (line + digits, BEHIND_NUMBER));
  gboolean lettered = g_ascii_isalpha (rest[0]) && !g_ascii_isalpha (rest[1]);
  const char *tail = lettered ? rest + 1 + strspn (rest + 1, BEHIND_NUMBER) : rest;
  g_auto (ZpiCheckResult) first = zpi_check_house_number (start);
  g_auto (ZpiCheckResult) last = zpi_check_house_addition (tail);

  /* Several houses, and a place that is across from or beside one. */
  if (strstr (line, "t/m") != NULL || strstr (line, "t/o") != NULL || strstr (line, "b/h") != NULL)
    return FALSE;
  if (first.normalised == NULL || *rest == '\0' || (*tail != '\0' && last.normalised == NULL))
    return FALSE;
  *number = g_steal_pointer (&first.normalised);
  *letter = g_strndup (rest, lettered ? 1 : 0);
  *addition = g_strdup (last.normalised != NULL ? last.normalised : "");
  return TRUE;
}

/**
 * zpi_check_house_letter:
 * @text: (nullable): what was typed
 *
 * Returns: the result; normalised is the letter
 */
ZpiCheckResult
zpi_check_house_letter (const char *text)
{
  g_autofree char *trimmed = dup_bare_part (text);

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (!g_ascii_isalpha (trimmed[0]) || trimmed[1] != '\0')
    return zpi_check_refuse_unless_none (ZPI_CHECK_HOUSE_LETTER_FORM, trimmed);
  return zpi_check_ok (g_steal_pointer (&trimmed));
}

/**
 * zpi_check_house_addition:
 * @text: (nullable): what was typed
 *
 * Returns: the result; normalised is the addition
 */
ZpiCheckResult
zpi_check_house_addition (const char *text)
{
  g_autofree char *trimmed = dup_bare_part (text);

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (strlen (trimmed) > 4 || strpbrk (trimmed, "- ") == trimmed ||
      is_one_of (trimmed, part_labels) || zpi_check_says_none (trimmed))
    return zpi_check_refuse_unless_none (ZPI_CHECK_HOUSE_ADDITION_FORM, trimmed);
  for (const char *p = trimmed; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != ' ' && *p != '-')
      return zpi_check_refuse (ZPI_CHECK_HOUSE_ADDITION_FORM);
  return zpi_check_ok (g_steal_pointer (&trimmed));
}

static gboolean
is_name_character (gunichar c)
{
  GUnicodeScript script;

  if (c == ' ' || c == '.' || c == '-' || c == '\'' || g_unichar_isdigit (c))
    return TRUE;
  script = g_unichar_get_script (c);
  return (script == G_UNICODE_SCRIPT_LATIN &&
          (g_unichar_isupper (c) || g_unichar_islower (c) || g_unichar_istitle (c))) ||
         script == G_UNICODE_SCRIPT_INHERITED;
}

/* Whether there is a letter in what the wire has room for. */
static gboolean
has_letter_within (const char *name, glong max)
{
  g_autofree char *cut = g_utf8_substring (name, 0, MIN (max, g_utf8_strlen (name, -1)));

  return zpi_text_has_letter (cut);
}

/* Also that it is the name of somebody else. */
static gboolean
is_word_for_no_name (const char *name)
{
  static const char *const words[] = {"idem", "dito", NULL};

  return is_one_of (name, words_for_none) || is_one_of (name, words);
}

/* How somebody is spoken to or what somebody studied. The second are names too: those count with a
 * point behind them only. */
static const char *const titles[] = {"heer",
                                     "dhr",
                                     "hr",
                                     "mevrouw",
                                     "mevr",
                                     "mw",
                                     "mr",
                                     "mrs",
                                     "ms",
                                     "miss",
                                     "dr",
                                     "drs",
                                     "prof",
                                     "ds",
                                     NULL};
static const char *const pointed_titles[] = {"mej", "fam", "ing", "ir", "sr", "zr", NULL};

/* "Mw. Jansen", "Mw.Jansen", "Dhr/mw Jansen"; @name in small letters */
static gboolean
begins_with_title (const char *name)
{
  gsize length = strcspn (name, " .:/,");
  g_autofree char *word = g_strndup (name, length);
  const char mark = name[length];

  return zpi_text_has_letter (name + length) &&
         (g_strv_contains (titles, word) ||
          (mark == '.' && g_strv_contains (pointed_titles, word)));
}

/* "Jansen, mevr."; @name in small letters */
static gboolean
ends_with_title (const char *name)
{
  const char *space = strrchr (name, ' ');
  g_autofree char *word = g_strdup (space != NULL ? space + 1 : "");
  const gboolean pointed = g_str_has_suffix (word, ".");

  if (pointed)
    word[strlen (word) - 1] = '\0';
  return (pointed || (space != NULL && space > name && space[-1] == ',')) &&
         (g_strv_contains (titles, word) || g_strv_contains (pointed_titles, word));
}

/* A title beside it, or what leads to another name. */
static gboolean
has_title (const char *name)
{
  static const char *const before[] =
      {"de heer ", "familie ", "naam: ", "voornaam: ", "voornamen: ", "achternaam: "};
  static const char *const within[] = {" geb. ", " geboren ", " e/v ", " e.v. ", " wed. "};
  g_autofree char *small = NULL;

  if (strpbrk (name, " .") == NULL)
    return FALSE;
  small = g_utf8_strdown (name, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    if (g_str_has_prefix (small, before[i]) && zpi_text_has_letter (small + strlen (before[i])))
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (within); i++)
    if (strstr (small, within[i]) != NULL)
      return TRUE;
  return begins_with_title (small) || ends_with_title (small);
}

/* Whether the letters at @text are those of an order: "2e", "3rd". */
static gboolean
has_ordinal_ending (const char *text)
{
  static const char *const endings[] = {"e", "de", "ste", "er", "st", "nd", "rd", "th", NULL};
  const char *end = text;
  g_autofree char *letters = NULL;

  while (g_unichar_isalpha (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  letters = g_strndup (text, (gsize) (end - text));
  return end == text || is_one_of (letters, endings);
}

/* "Anna1", "J0hn": a digit against a letter is a slip, or a note that was copied along. */
static gboolean
has_stray_digit (const char *name)
{
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    const char *end = p + strspn (p, "0123456789");

    if (end == p)
      continue;
    if (!has_ordinal_ending (end) ||
        (p > name && g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (p)))))
      return TRUE;
    p = end - 1;
  }
  return FALSE;
}

/**
 * zpi_check_name:
 * @text: (nullable): what was typed
 *
 * Signs that the BRP does not have, and a digit against a letter, are a warning: somebody's name is
 * what it is. So is a point alone, which is how the BRP says that a name is not known, a word that
 * says so, and a title. Anything else without a letter is no name.
 *
 * Returns: the result; normalised is the name with single spaces and plain apostrophes
 */
ZpiCheckResult
zpi_check_name (const char *text)
{
  g_autofree char *name = zpi_text_line (text);

  if (*name == '\0')
    return zpi_check_nothing ();
  if (strcmp (name, ".") == 0)
    return zpi_check_warn (ZPI_CHECK_NAME_UNKNOWN, g_steal_pointer (&name));
  if (!has_letter_within (name, MAX_NAME_LENGTH))
    return zpi_check_refuse (ZPI_CHECK_NAME_NO_LETTER);
  if (g_utf8_strlen (name, -1) > MAX_NAME_LENGTH)
    return zpi_check_refuse (ZPI_CHECK_NAME_LENGTH);
  if (is_word_for_no_name (name))
    return zpi_check_warn (ZPI_CHECK_NAME_NONE, g_steal_pointer (&name));
  if (has_title (name))
    return zpi_check_warn (ZPI_CHECK_NAME_TITLE, g_steal_pointer (&name));
  if (has_stray_digit (name))
    return zpi_check_warn (ZPI_CHECK_NAME_CHARACTERS, g_steal_pointer (&name));
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_name_character (g_utf8_get_char (p)))
      return zpi_check_warn (ZPI_CHECK_NAME_CHARACTERS, g_steal_pointer (&name));
  return zpi_check_ok (g_steal_pointer (&name));
}

/**
 * zpi_check_name_prefix:
 * @text: (nullable): what was typed
 *
 * Returns: the result, for the part between given and family name ("van der")
 */
ZpiCheckResult
zpi_check_name_prefix (const char *text)
{
  g_autofree char *name = zpi_text_line (text);

  if (*name == '\0')
    return zpi_check_nothing ();
  if (!has_letter_within (name, MAX_WIRE_PREFIX))
    return zpi_check_refuse_unless_none (ZPI_CHECK_NAME_NO_LETTER, name);
  if (is_word_for_no_name (name))
    return zpi_check_warn (ZPI_CHECK_NAME_NONE, g_steal_pointer (&name));
  if (g_utf8_strlen (name, -1) > MAX_WIRE_PREFIX)
    return zpi_check_refuse (ZPI_CHECK_PREFIX_LENGTH);
  if (g_utf8_strlen (name, -1) > MAX_PREFIX_LENGTH)
    return zpi_check_warn (ZPI_CHECK_PREFIX_LENGTH, g_steal_pointer (&name));
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalpha (*p) && *p != ' ' && *p != '\'')
      return zpi_check_warn (ZPI_CHECK_NAME_CHARACTERS, g_steal_pointer (&name));
  return zpi_check_ok (g_steal_pointer (&name));
}

/**
 * zpi_check_place_name:
 * @text: (nullable): what was typed
 *
 * Returns: the result, for a street or a place: it has a letter
 */
ZpiCheckResult
zpi_check_place_name (const char *text)
{
  g_autofree char *line = zpi_text_line (text);

  if (*line == '\0')
    return zpi_check_nothing ();
  if (!zpi_text_has_letter (line))
    return zpi_check_refuse (ZPI_CHECK_PLACE_NO_LETTER);
  return zpi_check_ok (g_steal_pointer (&line));
}

/* Words beside an amount that answer a question of their own: who only takes them away loses what
 * they say. */
static const struct {
  const char *word;
  ZpiCheckCode code;
} telling_words[] = {
    {"afschrijving", ZPI_CHECK_MONEY_PAID}, {"afgeschreven", ZPI_CHECK_MONEY_PAID},
    {"debet", ZPI_CHECK_MONEY_PAID},        {"debit", ZPI_CHECK_MONEY_PAID},
    {"bruto", ZPI_CHECK_MONEY_GROSS},       {"gross", ZPI_CHECK_MONEY_GROSS},
    {"brutto", ZPI_CHECK_MONEY_GROSS},      {"vakantie", ZPI_CHECK_MONEY_HOLIDAY},
    {"holiday", ZPI_CHECK_MONEY_HOLIDAY},   {" vt", ZPI_CHECK_MONEY_HOLIDAY},
    {"vak.geld", ZPI_CHECK_MONEY_HOLIDAY},  {"week", ZPI_CHECK_MONEY_PERIOD},
    {"weken", ZPI_CHECK_MONEY_PERIOD},      {"wekel", ZPI_CHECK_MONEY_PERIOD},
    {"wk", ZPI_CHECK_MONEY_PERIOD},         {"p/w", ZPI_CHECK_MONEY_PERIOD},
    {"p.w", ZPI_CHECK_MONEY_PERIOD},        {"pw", ZPI_CHECK_MONEY_PERIOD},
    {"pj", ZPI_CHECK_MONEY_PERIOD},         {"kwartaal", ZPI_CHECK_MONEY_PERIOD},
    {"quarter", ZPI_CHECK_MONEY_PERIOD},    {"jaar", ZPI_CHECK_MONEY_PERIOD},
    {"year", ZPI_CHECK_MONEY_PERIOD},       {"p/j", ZPI_CHECK_MONEY_PERIOD},
    {"p.j", ZPI_CHECK_MONEY_PERIOD},        {"jr", ZPI_CHECK_MONEY_PERIOD},
    {"4w", ZPI_CHECK_MONEY_PERIOD},         {"dag", ZPI_CHECK_MONEY_PERIOD},
    {"day", ZPI_CHECK_MONEY_PERIOD},        {"uur", ZPI_CHECK_MONEY_PERIOD},
    {"hour", ZPI_CHECK_MONEY_PERIOD},
};

/* Whether @word stands in @text. A short one stands by itself: there is "uur" in "huur". */
static gboolean
tells (const char *text, const char *word)
{
  for (const char *found = strstr (text, word); found != NULL; found = strstr (found + 1, word))
    if (strlen (word) > 3 || !g_ascii_isalpha (*word) || found == text ||
        !g_ascii_isalpha (found[-1]))
      return TRUE;
  return FALSE;
}

/* "1.250,00 D", "Af 1.250,00": the mark of a bank for what went out. */
static gboolean
is_marked_as_paid (const char *text)
{
  static const char *const marks[] = {"af", "d", "db", "dr", NULL};
  const char *first = text + strcspn (text, "0123456789");
  const char *last = text + strlen (text);
  g_autofree char *before = g_strchomp (g_strndup (text, (gsize) (first - text)));

  while (last > first && !g_ascii_isdigit (last[-1]))
    last--;
  last += strspn (last, " ");
  return g_strv_contains (marks, before) || g_strv_contains (marks, last);
}

/* "1250 bruto", "300 per week", "1200-1300": an amount with more than the amount. */
static ZpiCheckCode
explain_no_amount (const char *text)
{
  g_autofree char *small = g_ascii_strdown (text, -1);

  if (strpbrk (text, "0123456789") == NULL)
    return ZPI_CHECK_MONEY_FORM;
  for (guint i = 0; i < G_N_ELEMENTS (telling_words); i++)
    if (tells (small, telling_words[i].word))
      return telling_words[i].code;
  if (is_marked_as_paid (small))
    return ZPI_CHECK_MONEY_PAID;
  return strspn (text, "0123456789.,' ") < strlen (text) ? ZPI_CHECK_MONEY_WORDS
                                                         : ZPI_CHECK_MONEY_FORM;
}

/**
 * zpi_check_money:
 * @text: (nullable): what was typed
 *
 * Returns: the result; normalised is the amount in whole cents ("125000")
 */
ZpiCheckResult
zpi_check_money (const char *text)
{
  g_autofree char *trimmed = zpi_text_line (text);
  gint64 cents = 0;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  switch (zpi_money_read (trimmed, &cents)) {
  case ZPI_MONEY_AMOUNT:
    return zpi_check_ok (g_strdup_printf ("%" G_GINT64_FORMAT, cents));
  case ZPI_MONEY_UNCLEAR:
    return zpi_check_refuse (ZPI_CHECK_MONEY_POINT);
  case ZPI_MONEY_NEGATIVE:
    return zpi_check_refuse (ZPI_CHECK_MONEY_NEGATIVE);
  case ZPI_MONEY_TOO_LARGE:
    return zpi_check_refuse (ZPI_CHECK_MONEY_TOO_LARGE);
  case ZPI_MONEY_NO_AMOUNT:
  default:
    return zpi_check_refuse (explain_no_amount (trimmed));
  }
}

/* "2 kinderen (8 en 10).": what is counted stands in the question. */
static void
drop_counted (char *text)
{
  static const char *const counted[] =
      {" kinderen", " kind", " children", " child", " kids", " stuks", "x"};

  char *ages;

  zpi_text_drop_remark (text);
  zpi_text_drop_wrapping (text);
  ages = strstr (text, " (");
  if (ages != NULL && g_str_has_suffix (ages, ")"))
    *ages = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++) {
    gsize length = strlen (text) - MIN (strlen (text), strlen (counted[i]));

    if (g_ascii_strcasecmp (text + length, counted[i]) == 0)
      text[length] = '\0';
  }
}

/* "één" with one accent or two, in any letters. */
static gboolean
is_one_with_accents (const char *text)
{
  g_autofree char *small = g_utf8_strdown (text, -1);

  return strcmp (small, "één") == 0 || strcmp (small, "eén") == 0 || strcmp (small, "éen") == 0;
}

/* A small number in letters, or -1. */
static int
number_from_word (const char *text)
{
  static const char *const none[] = {"geen", "nee", "no", "n.v.t", "n.v.t.", "nvt"};
  static const char *const words[][2] = {
      {"nul", "none"},
      {"een", "one"},
      {"twee", "two"},
      {"drie", "three"},
      {"vier", "four"},
      {"vijf", "five"},
      {"zes", "six"},
      {"zeven", "seven"},
      {"acht", "eight"},
      {"negen", "nine"},
      {"tien", "ten"},
      {"elf", "eleven"},
      {"twaalf", "twelve"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    if (g_ascii_strcasecmp (text, none[i]) == 0)
      return 0;
  if (is_one_with_accents (text))
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i][0]) == 0 || g_ascii_strcasecmp (text, words[i][1]) == 0)
      return (int) i;
  return -1;
}

/**
 * zpi_check_count:
 * @text: (nullable): what was typed
 *
 * Returns: the result for a small whole number, such as how many children
 */
ZpiCheckResult
zpi_check_count (const char *text)
{
  g_autofree char *trimmed = zpi_text_line (text);
  gint64 value;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  drop_counted (trimmed);
  value = number_from_word (trimmed);
  if (value < 0 && !zpi_check_only_digits (trimmed))
    return zpi_check_refuse (ZPI_CHECK_COUNT_FORM);
  if (value < 0)
    value = g_ascii_strtoll (trimmed, NULL, 10);
  if (value > MAX_COUNT)
    return zpi_check_refuse (ZPI_CHECK_COUNT_TOO_LARGE);
  return zpi_check_ok (g_strdup_printf ("%d", (int) value));
}
