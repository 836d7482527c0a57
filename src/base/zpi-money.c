/* SPDX-License-Identifier: EUPL-1.2 */

/* Amounts in whole euro cents, and the two ways people write them. */

#include "zpi-money.h"

#include <string.h>

#include "zpi-text.h"

/* Words that people and papers put around an amount and that change nothing about it. A period that
 * is not the month would: those are not here. */
static const char *const words_around[] = {
    "netto uit te betalen",
    "uit te betalen",
    "netto te betalen",
    "te betalen",
    "te ontvangen",
    "uitbetaald",
    "uitbetaling",
    "netto salaris",
    "nettosalaris",
    "salaris",
    "netto loon",
    "nettoloon",
    "loon",
    "bedrag",
    ":",
    "=",
    "*",
    "p. maand",
    "p. mnd",
    "p.mnd.",
    "p.mnd",
    "€",
    "euro's",
    "euros",
    "euro",
    "eur.",
    "eur",
    "per maand",
    "per mnd",
    "p/maand",
    "p/mnd",
    "p mnd",
    "elke maand",
    "in de maand",
    "p/m",
    "p.m.",
    "p.m",
    "pm",
    "/maand",
    "/mnd",
    "/m",
    "maandelijks",
    "per month",
    "a month",
    "monthly",
    "/month",
    "netto",
    "net",
    "bij",
    "cr",
    "/ maand",
    "/ mnd",
    "/ month",
    "mnd",
    " maand",
    " month",
    "credit",
    "\"",
    "“",
    "”",
    "„",
    ";",
    "without holiday pay",
    "excl. holiday pay",
};

/* "excl. vakantiegeld": each of the first before each of the second, which changes nothing either.
 */
static const char *const words_for_without[] =
    {"exclusief", "excl.", "excl", "ex.", "ex", "zonder"};
static const char *const words_for_holiday_pay[] = {"vakantiegeld",
                                                    "vakantietoeslag",
                                                    "vakantiebijslag",
                                                    "vt"};

/* Kinds of income, as people write them beside the amount of one. */
static const char *const income_words[] = {
    "uitkering",
    "aow",
    "pensioen",
    "ouderdomspensioen",
    "ww",
    "wia",
    "wao",
    "wga",
    "iva",
    "wajong",
    "zw",
    "ziektewet",
    "anw",
    "ioaw",
    "ioaz",
    "bijstand",
    "wwb",
    "bijstandsuitkering",
    "participatiewet",
    "alimentatie",
    "loon",
    "salaris",
    "studiefinanciering",
    NULL,
};

/* Nothing, in words. */
static const char *const words_for_zero[] =
    {"nihil", "nul", "geen", "geen inkomen", "niets", "niks", "none", "nil", "zero"};

/* ",-", ",=", ",--", ",__", ", -", ":-": no cents. */
static gboolean
drop_empty_cents (char *text)
{
  gsize length = strlen (text);
  gsize n = 0;

  while (n < 2 && length > n && strchr ("-=_", text[length - 1 - n]) != NULL)
    n++;
  if (n == 0)
    return FALSE;
  while (length > n && text[length - 1 - n] == ' ')
    n++;
  if (length == n || strchr (".,:;", text[length - 1 - n]) == NULL)
    return FALSE;
  text[length - 1 - n] = '\0';
  return TRUE;
}

/* "1250,-." and "1250 euro,": the mark of a sentence behind it. */
static gboolean
drop_sentence_mark (char *text)
{
  gsize length = strlen (text);

  if (length < 2 || strchr (".,", text[length - 1]) == NULL ||
      strchr ("0123456789., ", text[length - 2]) != NULL)
    return FALSE;
  text[length - 1] = '\0';
  return TRUE;
}

/* Takes @word away from either end of @text. */
static gboolean
drop_word (char *text, const char *word)
{
  gsize length = strlen (word);

  if (g_str_has_suffix (text, word)) {
    text[strlen (text) - length] = '\0';
    return TRUE;
  }
  if (g_str_has_prefix (text, word)) {
    memmove (text, text + length, strlen (text + length) + 1);
    return TRUE;
  }
  return FALSE;
}

static gboolean
drop_without_holiday_pay (char *text)
{
  if (strchr (text, ' ') == NULL) /* as in most amounts: looked for at each save */
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words_for_without); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (words_for_holiday_pay); j++) {
      g_autofree char *words =
          g_strconcat (words_for_without[i], " ", words_for_holiday_pay[j], NULL);

      if (drop_word (text, words))
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
drop_one_word (char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (words_around); i++)
    if (drop_word (text, words_around[i]))
      return TRUE;
  return drop_without_holiday_pay (text);
}

/* "1250 (netto)": brackets behind it with nothing else than such words. */
static gboolean
drop_bracketed (char *text)
{
  char *open = strrchr (text, '(');
  g_autofree char *inside = NULL;

  if (open == NULL || open == text || !g_str_has_suffix (open, ")"))
    return FALSE;
  inside = g_strndup (open + 1, strlen (open) - 2);
  while (drop_one_word (inside))
    g_strstrip (inside);
  if (*inside != '\0')
    return FALSE;
  *open = '\0';
  return TRUE;
}

/* "'1250": a sheet marks so what it takes for text. */
static gboolean
drop_quote (char *text)
{
  if (text[0] != '\'' || strchr (text + 1, '\'') != NULL)
    return FALSE;
  text[0] = ' ';
  return TRUE;
}

/* "AOW", "WW-uitkering": one kind of income. */
static gboolean
is_income_word (const char *text, gsize length)
{
  g_autofree char *word = g_strndup (text, length);
  g_auto (GStrv) parts = g_strsplit (word, "-", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!g_strv_contains (income_words, parts[i]))
      return FALSE;
  return length > 0;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

/* Takes "AOW" away from "AOW 1250" and "1250 AOW": the one kind of income that is said beside the
 * amount. "AOW en pensioen" may be two amounts, and "geen uitkering" is none. */
static gboolean
drop_income_word (char *text)
{
  gsize length = strlen (text);
  gsize first = strspn (text, LETTERS "-");
  gsize last = 0;

  if (strpbrk (text, "0123456789") == NULL)
    return FALSE;
  while (last < length && strchr (LETTERS "-", text[length - 1 - last]) != NULL)
    last++;
  if (first > 0 && strchr (" :=", text[first]) != NULL && is_income_word (text, first)) {
    memset (text, ' ', first);
    text[first] = ' ';
    return TRUE;
  }
  if (last < length && text[length - 1 - last] == ' ' &&
      is_income_word (text + length - last, last)) {
    text[length - last] = '\0';
    return TRUE;
  }
  return FALSE;
}

/* "1.250,00 C": the mark of a bank for what came in. Without cents before it the letter may mean
 * those. */
static void
drop_credit_mark (char *text)
{
  gsize length = strlen (text);
  gsize space = length > 1 && text[length - 2] == ' ' ? 1 : 0;

  if (length > 5 && text[length - 1] == 'c' && strchr (".,", text[length - 4 - space]) != NULL &&
      g_ascii_isdigit (text[length - 3 - space]) && g_ascii_isdigit (text[length - 2 - space]))
    text[length - 1] = '\0';
  else if (g_str_has_prefix (text, "c ") && length > 5 && strchr (".,", text[length - 3]) != NULL)
    text[0] = ' ';
}

/* Whether @letters, at the end of a word or the beginning of one, are of the money itself. */
static gboolean
is_currency (const char *letters, gsize length)
{
  static const char *const words[] =
      {"eur", "euro", "euros", "s", "bij", "cr", "netto", "net", NULL};
  g_autofree char *word = g_strndup (letters, length);

  return g_strv_contains (words, word);
}

/* "loon + 1250", "1250 + loon", "loon - 1250": with a word on one side the sign is not that of the
 * amount. Behind a colon it is. */
static gboolean
is_sum (const char *text)
{
  for (const char *p = strpbrk (text, "+-"); p != NULL; p = strpbrk (p + 1, "+-")) {
    const char *end = p;
    const char *start;
    const char *next = p + 1 + strspn (p + 1, " ");

    while (end > text && end[-1] == ' ')
      end--;
    start = end;
    while (start > text && g_ascii_isalpha (start[-1]))
      start--;
    if (start < end && !is_currency (start, (gsize) (end - start)) && !g_ascii_isalpha (*next))
      return TRUE;
    if (*p == '+' && g_ascii_isalpha (*next) && !is_currency (next, strspn (next, LETTERS)))
      return TRUE;
  }
  return FALSE;
}

/* Takes everything away from the ends that is no part of the number. */
static void
drop_surroundings (char *text)
{
  gboolean again = TRUE;

  while (again) {
    g_strstrip (text);
    again = drop_one_word (text) || drop_sentence_mark (text) || drop_empty_cents (text) ||
            drop_bracketed (text) || drop_quote (text) || zpi_text_drop_pictures (text);
  }
}

/* The sign before or behind, or brackets as bookkeepers write a loss; TRUE when it is negative. */
static gboolean
drop_sign (char *text)
{
  gsize length = strlen (text);
  gboolean negative = FALSE;

  if (length > 2 && text[0] == '(' && text[length - 1] == ')') {
    negative = TRUE;
    text[0] = text[length - 1] = ' ';
  } else if (drop_word (text, "-/-") || drop_word (text, "-")) {
    negative = TRUE;
  } else {
    drop_word (text, "+");
  }
  return negative;
}

/* Spaces go, except one between two digits: that separates thousands. */
static void
drop_spaces (char *text)
{
  char *to = text;

  for (const char *p = text; *p != '\0'; p++)
    if (*p != ' ' || (p > text && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (p[1])))
      *to++ = *p;
  *to = '\0';
}

/* One point or comma behind it, of a sentence or of somebody who is still typing. */
static void
drop_last_mark (char *text)
{
  gsize length = strlen (text);

  if (length > 1 && strchr (".,", text[length - 1]) != NULL && g_ascii_isdigit (text[length - 2]))
    text[length - 1] = '\0';
}

/* The number in @text, in small letters and plain signs. */
static char *
normalise (const char *text, gboolean *negative)
{
  g_autofree char *line = zpi_text_line (text);
  char *clean = g_ascii_strdown (line, -1);
  gboolean is_named;

  if (is_sum (clean))
    return clean;
  is_named = drop_income_word (clean); /* before the "bij" of "bijstand" goes */
  drop_surroundings (clean);
  if (!is_named)
    drop_income_word (clean);
  drop_credit_mark (clean);
  drop_surroundings (clean);
  *negative = drop_sign (clean);
  drop_surroundings (clean);
  for (guint i = 0; i < G_N_ELEMENTS (words_for_zero); i++)
    if (strcmp (clean, words_for_zero[i]) == 0)
      strcpy (clean, "0");
  drop_spaces (clean);
  drop_last_mark (clean);
  return clean;
}

/* The position of the separator before the cents, or -1. A mark before exactly three digits
 * separates thousands; one or two digits after the last mark are cents. */
static gssize
find_decimal_mark (const char *text, gsize length)
{
  for (gsize i = length; i > 0; i--) {
    gsize digits = length - i;

    if (text[i - 1] != ',' && text[i - 1] != '.')
      continue;
    if (digits <= 2)
      return (gssize) i - 1;
    return -1;
  }
  return -1;
}

/* Reads whole euros: digits, or groups of three behind one kind of mark. */
static ZpiMoneyForm
parse_euros (const char *text, gsize length, char other_than, gint64 *euros)
{
  gint64 value = 0;
  gsize run = 0;
  char mark = '\0';

  for (gsize i = 0; i < length; i++) {
    if (strchr (".,' ", text[i]) != NULL) {
      if (text[i] == other_than || (mark != '\0' && (text[i] != mark || run != 3)) || run == 0 ||
          run > 3)
        return ZPI_MONEY_NO_AMOUNT;
      mark = text[i];
      run = 0;
      continue;
    }
    if (!g_ascii_isdigit (text[i]))
      return ZPI_MONEY_NO_AMOUNT;
    run++;
    value = MIN (value * 10 + (text[i] - '0'), ZPI_MONEY_MAX_CENTS);
  }
  if ((mark != '\0' && run != 3) || length == 0)
    return ZPI_MONEY_NO_AMOUNT;
  *euros = value;
  return value > ZPI_MONEY_MAX_CENTS / 100 ? ZPI_MONEY_TOO_LARGE : ZPI_MONEY_AMOUNT;
}

/* "1.4" is half of "1.40" and a part of "1.400", and the two are a thousand times apart. Where no
 * thousands can end there, or another mark separates them, it is half of the cents. */
static gboolean
is_unclear (const char *text, gssize mark)
{
  return mark > 0 && mark <= 3 && text[mark] == '.' && text[0] != '0' &&
         strlen (text + mark) == strlen (".4") && strcspn (text, ",' ") == strlen (text);
}

/* The cents behind the mark: one digit or two, or none yet. */
static gboolean
parse_cents (const char *text, gint64 *cents)
{
  gsize length = strlen (text);

  if (strspn (text, "0123456789") != length)
    return FALSE;
  *cents = length > 0 ? (text[0] - '0') * 10 : 0;
  if (length > 1)
    *cents += text[1] - '0';
  return TRUE;
}

/**
 * zpi_money_read:
 * @text: (nullable): what was typed
 * @cents: (out): the amount in euro cents
 *
 * Understands "1250", "1250,5", "1250.50", "1.250", "1.250,00", "1,250.00", "1'250,00", "€ 78,-",
 * "1.250,=", "1250 euro", "+ 1.250,00", "1250 p/m", "AOW 1250", "1.250,00 C", ",50", and "12," as
 * it stands halfway through typing. "loon + 1250" is a sum, and not understood. A mark before
 * exactly three digits separates thousands: "1.250" is 1250 euros. One digit behind a point ("1.2")
 * can become either, and is not understood; behind a comma it is cents, as said here.
 *
 * Returns: what it is; @cents is untouched unless it is an amount, or one below zero
 */
ZpiMoneyForm
zpi_money_read (const char *text, gint64 *cents)
{
  gboolean negative = FALSE;
  g_autofree char *clean = normalise (text, &negative);
  gssize mark = find_decimal_mark (clean, strlen (clean));
  gsize length = mark < 0 ? strlen (clean) : (gsize) mark;
  ZpiMoneyForm form;
  gint64 euros = 0;
  gint64 part = 0;

  g_return_val_if_fail (cents != NULL, ZPI_MONEY_NO_AMOUNT);

  if (mark == 0 && strpbrk (clean, "123456789") != NULL) /* ",50" */
    form = ZPI_MONEY_AMOUNT;
  else
    form = parse_euros (clean, length, mark < 0 ? '\0' : clean[mark], &euros);
  if (form == ZPI_MONEY_NO_AMOUNT || (mark >= 0 && !parse_cents (clean + mark + 1, &part)))
    return ZPI_MONEY_NO_AMOUNT;
  if (is_unclear (clean, mark))
    return ZPI_MONEY_UNCLEAR;
  if (negative && euros * 100 + part > 0) {
    *cents = -MIN (euros * 100 + part, ZPI_MONEY_MAX_CENTS);
    return ZPI_MONEY_NEGATIVE;
  }
  if (form == ZPI_MONEY_TOO_LARGE || euros * 100 + part > ZPI_MONEY_MAX_CENTS)
    return ZPI_MONEY_TOO_LARGE;
  *cents = euros * 100 + part;
  return ZPI_MONEY_AMOUNT;
}

/**
 * zpi_money_parse:
 * @text: (nullable): what was typed
 * @cents: (out): the amount in euro cents
 *
 * [func@money_read] for who does not want to know why not.
 *
 * Returns: %FALSE, and @cents untouched, when @text is no amount of at least 0
 */
gboolean
zpi_money_parse (const char *text, gint64 *cents)
{
  gint64 amount = 0;

  g_return_val_if_fail (cents != NULL, FALSE);

  if (zpi_money_read (text, &amount) != ZPI_MONEY_AMOUNT)
    return FALSE;
  *cents = amount;
  return TRUE;
}

/**
 * zpi_money_says_month:
 * @text: (nullable): what was typed
 *
 * Returns: whether it is an amount with "per month" beside it, in any of the ways people write that
 */
gboolean
zpi_money_says_month (const char *text)
{
  static const char *const words[] = {"maand", "mnd", "month", "p/m", "p.m", "pm", "/m"};
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *small = g_ascii_strdown (line, -1);
  gint64 cents;

  if (!zpi_money_parse (line, &cents))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (small, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * zpi_money_format:
 * @cents: an amount in euro cents
 *
 * Returns: (transfer full): the amount as people here write it, "€ 1.250,00"
 */
char *
zpi_money_format (gint64 cents)
{
  g_autofree char *plain = zpi_money_format_plain (ABS (cents));
  gsize euro_digits = strlen (plain) - 3;
  GString *result = g_string_new (cents < 0 ? "€ -" : "€ ");

  for (gsize i = 0; i < euro_digits; i++) {
    g_string_append_c (result, plain[i]);
    if (i + 1 < euro_digits && (euro_digits - i - 1) % 3 == 0)
      g_string_append_c (result, '.');
  }
  g_string_append (result, plain + euro_digits);
  return g_string_free (result, FALSE);
}

/**
 * zpi_money_format_plain:
 * @cents: an amount in euro cents
 *
 * Returns: (transfer full): "1250,00", as it would be typed
 */
char *
zpi_money_format_plain (gint64 cents)
{
  gint64 whole = ABS (cents);

  return g_strdup_printf ("%s%" G_GINT64_FORMAT ",%02d",
                          cents < 0 ? "-" : "",
                          whole / 100,
                          (int) (whole % 100));
}

/**
 * zpi_money_divide_half_up:
 * @numerator: at least 0
 * @denominator: more than 0
 *
 * Returns: the quotient, rounded half up
 */
gint64
zpi_money_divide_half_up (gint64 numerator, gint64 denominator)
{
  g_return_val_if_fail (numerator >= 0 && denominator > 0, 0);

  return numerator / denominator +
         (numerator % denominator >= denominator - numerator % denominator ? 1 : 0);
}
