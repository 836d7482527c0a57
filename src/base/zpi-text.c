/* SPDX-License-Identifier: EUPL-1.2 */

/* The one normaliser: what people type and paste, as every check judges it and as it goes on the
 * wire. What cannot be seen is taken away, and what looks the same becomes the same. */

#include "zpi-text.h"

#include <string.h>

/* Characters that take no ink and are no format characters to Unicode, and the key around a digit.
 */
static gboolean
is_blank_letter (gunichar c)
{
  return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c == 0x2800 ||
         c == 0x3164 || c == 0xffa0 || c == 0xfffc || c == 0x20e3 || (c >= 0x180b && c <= 0x180f) ||
         (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == '\v' || (c >= 0x1c && c <= 0x1f) || c == 0x85;
}

static gboolean
is_dash (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION || c == 0x02d7 || c == 0x2043 ||
         c == 0x207b || c == 0x208b || c == 0x2212 || c == 0x2500;
}

static gboolean
is_apostrophe (gunichar c)
{
  static const gunichar apostrophes[] = {0x60,   0xb4,   0x2b9,  0x2bb,  0x2bc,  0x2bd,  0x2bf,
                                         0x2c8,  0x2ca,  0x2cb,  0x5f3,  0x2018, 0x2019, 0x201b,
                                         0x2032, 0x2035, 0x1fbd, 0x1fbf, 0xa78b, 0xa78c};

  for (guint i = 0; i < G_N_ELEMENTS (apostrophes); i++)
    if (c == apostrophes[i])
      return TRUE;
  return FALSE;
}

/* Marks of other keyboards: the slash of fractions, and what an Arabic one has for commas. */
static const struct {
  gunichar mark;
  char plain;
} other_marks[] = {
    {0x2044, '/'},
    {0x2215, '/'},
    {0x29f8, '/'},
    {0x60c, ','},
    {0x66b, ','},
    {0x66c, '.'},
    {0x2024, '.'},
    {0x3002, '.'},
    {0xfe50, ','},
    {0xfe52, '.'},
    {0xfe55, ':'},
    {0xfe6b, '@'},
    {0xff61, '.'},
};

/* One sign where people write more letters: what is copied from a PDF has "\ufb03" in "office". */
static const struct {
  gunichar sign;
  const char *letters;
} joined_letters[] = {
    {0x132, "IJ"},
    {0x133, "ij"},
    {0x2026, "..."},
    {0x2116, "No"},
    {0xfb00, "ff"},
    {0xfb01, "fi"},
    {0xfb02, "fl"},
    {0xfb03, "ffi"},
    {0xfb04, "ffl"},
    {0xfb05, "st"},
    {0xfb06, "st"},
};

/* Roman numbers as one sign, and letters in the dress of formulas: "\u2161", "\U0001d4d0". */
static gboolean
is_dressed (gunichar c)
{
  return (c >= 0x2160 && c <= 0x217f) || (c >= 0x1d400 && c <= 0x1d7ff);
}

/* Adds what @c is without its dress. */
static void
append_undressed (GString *plain, gunichar c)
{
  gunichar letters[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (c, TRUE, letters, G_N_ELEMENTS (letters));

  for (gsize i = 0; i < n; i++)
    g_string_append_unichar (plain, letters[i]);
}

/* (nullable): the letters that @c stands for, when it is a sign for more than one */
static const char *
letters_of (gunichar c)
{
  for (guint i = 0; c > 0x7f && i < G_N_ELEMENTS (joined_letters); i++)
    if (joined_letters[i].sign == c)
      return joined_letters[i].letters;
  return NULL;
}

/* What @c is written as; 0 for what cannot be seen. */
static gunichar
plain_character (gunichar c)
{
  if (c >= 0x20 && c < 0x7f)
    return c == '`' ? '\'' : c;
  if (is_space (c))
    return ' ';
  if (c >= 0xff01 && c <= 0xff5e) /* full width: as the Japanese keyboard types digits */
    return plain_character (c - 0xff01 + '!');
  if (g_unichar_type (c) == G_UNICODE_CONTROL || g_unichar_type (c) == G_UNICODE_FORMAT ||
      is_blank_letter (c))
    return 0;
  if (g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER) /* as an Arabic keyboard types them */
    return (gunichar) ('0' + g_unichar_digit_value (c));
  if (is_dash (c))
    return '-';
  if (is_apostrophe (c))
    return '\'';
  for (guint i = 0; i < G_N_ELEMENTS (other_marks); i++)
    if (other_marks[i].mark == c)
      return (gunichar) other_marks[i].plain;
  return c;
}

/* "5·5·1980" and "06•12345678": between digits it is a point; in a name it is a letter's. */
static gboolean
is_middle_dot (gunichar c)
{
  return c == 0xb7 || c == 0x2022 || c == 0x2219 || c == 0x22c5;
}

/* What stays as it is wherever it stands. */
static gboolean
is_plain_letter (char c)
{
  return c > ' ' && c <= '~' && c != '`';
}

/* What most people type is plain already. */
static gboolean
is_plain (const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == ' ' && (p == text || p[1] == ' ' || p[1] == '\0'))
      return FALSE;
    if (*p != ' ' && !is_plain_letter (*p))
      return FALSE;
  }
  return TRUE;
}

/* How long @text begins with what stays as it is. */
static gsize
measure_plain (const char *text)
{
  const char *p = text;

  while (is_plain_letter (*p))
    p++;
  return (gsize) (p - text);
}

/* Character by character, with single spaces and none around it. */
static char *
make_plain (const char *text)
{
  GString *plain = g_string_sized_new (strlen (text));
  gboolean space = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gsize n_plain = measure_plain (p);
    gunichar c;

    if (n_plain > 0) {
      if (space)
        g_string_append_c (plain, ' ');
      space = FALSE;
      g_string_append_len (plain, p, (gssize) n_plain);
      p += n_plain - 1;
      continue;
    }
    c = plain_character (g_utf8_get_char (p));
    if (c == 0)
      continue;
    if (c == ' ') {
      space = plain->len > 0;
      continue;
    }
    if (space)
      g_string_append_c (plain, ' ');
    space = FALSE;
    if (is_middle_dot (c) && plain->len > 0 && g_ascii_isdigit (plain->str[plain->len - 1]) &&
        g_unichar_isdigit (g_utf8_get_char (g_utf8_next_char (p))))
      c = '.';
    if (letters_of (c) != NULL)
      g_string_append (plain, letters_of (c));
    else if (is_dressed (c))
      append_undressed (plain, c);
    else
      g_string_append_unichar (plain, c);
  }
  return g_string_free (plain, FALSE);
}

/* Composing changes nothing below U+0300, so that all letters of Dutch are whole already; nor is
 * there a dot in it that waits to stand between digits. */
static gboolean
is_composed (const char *plain)
{
  for (const char *p = plain; *p != '\0'; p++)
    if ((guchar) *p >= 0xcc || ((guchar) p[0] == 0xc2 && (guchar) p[1] == 0xb7))
      return FALSE;
  return TRUE;
}

/**
 * zpi_text_line:
 * @text: (nullable): what was typed or pasted
 *
 * Characters that cannot be seen (zero width, directional marks, soft hyphen, byte order mark,
 * controls) are taken away, every kind of space, dash and apostrophe becomes the plain one, full
 * width signs become the usual ones, signs for several letters those letters ("\ufb01" is "fi",
 * "\u2161" is "II"),
 * letters are composed (NFC); single spaces, none around it. Doing it twice changes nothing. Any
 * thread.
 *
 * Returns: (transfer full): one line; empty for %NULL and for what is not UTF-8
 */
char *
zpi_text_line (const char *text)
{
  g_autofree char *plain = NULL;
  g_autofree char *composed = NULL;

  if (text != NULL && is_plain (text))
    return g_strdup (text);
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return g_strdup ("");
  plain = make_plain (text);
  if (is_composed (plain))
    return g_steal_pointer (&plain);
  composed = g_utf8_normalize (plain, -1, G_NORMALIZE_NFC);
  /* Composing may give a character that has a plain one: U+1FFD is U+00B4. */
  return make_plain (composed);
}

/**
 * zpi_text_lines:
 * @text: (nullable): a remark
 *
 * [func@text_line] for a text that may have lines.
 *
 * Returns: (transfer full): the lines, divided by "\n", without empty ones around them
 */
char *
zpi_text_lines (const char *text)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *joined = NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return g_strdup ("");
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    char *line = zpi_text_line (lines[i]);

    g_free (lines[i]);
    lines[i] = line;
  }
  joined = g_strjoinv ("\n", lines);
  return g_strdup (g_strstrip (joined));
}

/**
 * zpi_text_dup_short:
 * @text: a text
 * @max_chars: how many characters of it are said
 *
 * For saying an answer elsewhere than where it is typed: a letter that was pasted into a name by
 * mistake is a page, and laying it out takes seconds.
 *
 * Returns: (transfer full): @text, or its beginning with an ellipsis
 */
char *
zpi_text_dup_short (const char *text, guint max_chars)
{
  const char *end = text;

  g_return_val_if_fail (text != NULL, NULL);

  for (guint i = 0; i < max_chars && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  return *end == '\0' ? g_strdup (text) : g_strdup_printf ("%.*s…", (int) (end - text), text);
}

/**
 * zpi_text_has_letter:
 * @text: a text
 *
 * Returns: whether there is a letter of any script in it
 */
gboolean
zpi_text_has_letter (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/**
 * zpi_text_drop_marks:
 * @text: (inout): a line, as [func@text_line] gives it
 *
 * Takes the marks of a sentence away behind a number or a word: "12," is 12.
 */
void
zpi_text_drop_marks (char *text)
{
  gsize length;

  g_return_if_fail (text != NULL);

  length = strlen (text);
  while (length > 1 && strchr (".,;", text[length - 1]) != NULL &&
         g_ascii_isalnum (text[length - 2]))
    text[--length] = '\0';
}

/**
 * zpi_text_drop_remark:
 * @text: (inout): a line, as [func@text_line] gives it
 *
 * Takes a remark in brackets away from the end: "0612345678 (daughter)" is the number. What has a
 * digit or an @ in it is no remark, and neither is all there is.
 */
void
zpi_text_drop_remark (char *text)
{
  char *open;

  g_return_if_fail (text != NULL);

  open = strrchr (text, '(');
  if (open == NULL || open == text || !g_str_has_suffix (open, ")") ||
      strpbrk (open, "0123456789@") != NULL || !zpi_text_has_letter (open))
    return;
  *open = '\0';
  g_strchomp (text);
}

/* Takes @n bytes away from the start. */
static void
cut_start (char *text, gsize n)
{
  memmove (text, text + n, strlen (text + n) + 1);
}

/* "(…)", quotes and the like, when they stand around all of it and not inside. */
static gboolean
drop_pair (char *text)
{
  static const char *const pairs[][2] = {{"\"", "\""},
                                         {"'", "'"},
                                         {"(", ")"},
                                         {"[", "]"},
                                         {"<", ">"},
                                         {"*", "*"},
                                         {"_", "_"},
                                         {"~", "~"},
                                         {"{", "}"},
                                         {"\u201c", "\u201d"},
                                         {"\u201e", "\u201d"},
                                         {"\u201e", "\u201c"},
                                         {"\u201d", "\u201d"},
                                         {"\u00ab", "\u00bb"},
                                         {"\u2039", "\u203a"}};

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    gsize length = strlen (text);
    gsize open = strlen (pairs[i][0]);
    gsize close = strlen (pairs[i][1]);
    const char *end = text + length - close;
    const char *inner;

    if (length <= open + close || !g_str_has_prefix (text, pairs[i][0]) ||
        strstr (text + open, pairs[i][1]) != end)
      continue;
    inner = strstr (text + open, pairs[i][0]);
    if (inner != NULL && inner < end)
      continue;
    text[length - close] = '\0';
    cut_start (text, open);
    return TRUE;
  }
  return FALSE;
}

/* A picture of a telephone, a cake or a house, with what says its colour. */
static gboolean
is_picture (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_OTHER_SYMBOL || (c >= 0x1f3fb && c <= 0x1f3ff);
}

/**
 * zpi_text_drop_pictures:
 * @text: (inout): a line, as [func@text_line] gives it
 *
 * Takes the pictures around an answer away, as messages and cards have them: "\U0001f4de 06 123".
 * Not when there is nothing else.
 *
 * Returns: whether there were any
 */
gboolean
zpi_text_drop_pictures (char *text)
{
  const char *start = text;
  const char *end;

  g_return_val_if_fail (text != NULL, FALSE);

  end = text + strlen (text);
  while (*start == ' ' || is_picture (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start) {
    const char *last = g_utf8_prev_char (end);

    if (*last != ' ' && !is_picture (g_utf8_get_char (last)))
      break;
    end = last;
  }
  if (end == start || (gsize) (end - start) == strlen (text))
    return FALSE;
  memmove (text, start, end - start);
  text[end - start] = '\0';
  return TRUE;
}

/* A sheet writes "'0612" and "="0612"", a list "- 0612". */
static gboolean
drop_opening (char *text)
{
  static const char *const openings[] = {"- ", "* ", "\u2022", "\u00b7", "> ", "=", ": "};

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++) {
    if (!g_str_has_prefix (text, openings[i]))
      continue;
    cut_start (text, strlen (openings[i]));
    return TRUE;
  }
  if (text[0] != '\'' || strchr (text + 1, '\'') != NULL || text[1] == '\0')
    return FALSE;
  cut_start (text, 1);
  return TRUE;
}

/* Most answers: nothing is around it. */
static gboolean
is_bare (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && g_ascii_isalnum (text[0]) && g_ascii_isalnum (text[length - 1]) &&
         g_str_is_ascii (text);
}

/**
 * zpi_text_drop_wrapping:
 * @text: (inout): a line, as [func@text_line] gives it
 *
 * Takes away what lists, sheets and sentences put around an answer: quotes, brackets, a bullet, a
 * picture, the marks behind it. Not for amounts, where brackets say that it is a loss.
 */
void
zpi_text_drop_wrapping (char *text)
{
  gboolean again;

  g_return_if_fail (text != NULL);

  again = !is_bare (text);
  while (again) {
    gsize length;

    g_strstrip (text);
    again = drop_pair (text) || drop_opening (text) || zpi_text_drop_pictures (text);
    length = strlen (text);
    while (length > 1 && strchr (".,;:!?/", text[length - 1]) != NULL) {
      text[--length] = '\0';
      again = TRUE;
    }
  }
}

/**
 * zpi_text_drop_words_before:
 * @text: (inout): a line, as [func@text_line] gives it
 * @first: what a number can begin with
 *
 * Takes the words before a number away: "Mobiele telefoon: 06 12345678", "TEL;TYPE=CELL:06 123".
 * Not when a letter stands against it, which may be a slip in the number: "O6".
 */
void
zpi_text_drop_words_before (char *text, const char *first)
{
  char *start;

  g_return_if_fail (text != NULL && first != NULL);

  start = text + strcspn (text, first);
  if (start == text || *start == '\0' || !zpi_text_has_letter (text))
    return;
  while (start > text && start[-1] == '(')
    start--;
  if (start > text && ((guchar) start[-1] >= 128 || g_ascii_isalnum (start[-1])))
    return;
  cut_start (text, (gsize) (start - text));
}

/* What may follow a label: "BSN nr. 9999", "Telefoon: 06". */
#define BETWEEN " .:=-"

/**
 * zpi_text_skip_label:
 * @text: a line, as [func@text_line] gives it
 * @labels: (array zero-terminated=1): words in small letters, a longer one before its beginning
 * @behind: the characters of which one has to stand behind a label
 *
 * Returns: (transfer none): where the answer begins behind a label; @text when there is no label,
 *   or nothing behind it
 */
const char *
zpi_text_skip_label (const char *text, const char *const *labels, const char *behind)
{
  static const char *const numbers[] = {"nummer", "number", "nr", "no"};

  g_return_val_if_fail (text != NULL && labels != NULL && behind != NULL, text);

  if (g_ascii_isdigit (*text))
    return text;
  for (guint i = 0; labels[i] != NULL; i++) {
    const char *start = text + strlen (labels[i]);

    if (g_ascii_strncasecmp (text, labels[i], strlen (labels[i])) != 0 || *start == '\0' ||
        strchr (behind, *start) == NULL)
      continue;
    start += strspn (start, BETWEEN);
    for (guint j = 0; j < G_N_ELEMENTS (numbers); j++) {
      gsize length = strlen (numbers[j]);

      if (g_ascii_strncasecmp (start, numbers[j], length) != 0 || g_ascii_isalpha (start[length]))
        continue;
      start += length + strspn (start + length, BETWEEN);
      break;
    }
    return *start != '\0' ? start : text;
  }
  return text;
}
