/* SPDX-License-Identifier: EUPL-1.2 */

/* Postcode and telephone number: what is typed in many ways, and the one way on the wire.
 *
 * "(0)" behind a country code goes, except Italy's; so does the 0 behind the codes of countries
 * whose numbers never begin with it there.
 *
 * Since 2026-11-29 nine digits that begin with 6 may be a Dutch number without its 0 or one of
 * Poland or Spain without its country: the 0 is put in front and that is asked about. What no
 * number here begins with is refused.
 *
 * Since 2026-11-29 words before a number are passed over, whatever they are; a letter against the
 * first digit may be a slip in it, and is not.
 */

#include <string.h>

#include "zpi-checks-private.h"

/* More than any number has (E.164): two of them. */
#define MAX_DIGITS 17

/* Without spaces and the signs in @skip. */
static char *
strip (const char *text, const char *skip)
{
  GString *result = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isspace (c) && (c > 127 || strchr (skip, (int) c) == NULL))
      g_string_append_unichar (result, c);
  }
  return g_string_free (result, FALSE);
}

/* Where "2712 AA" stands in @text, divided from what is around it; NULL when it does not. */
static const char *
find_postcode (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gsize digits = strspn (p, "0123456789");
    const char *letters = p + digits + strspn (p + digits, " " ZPI_TEXT_DIVIDERS);

    if (digits == 4 && (p == text || !g_ascii_isalnum (p[-1])) && g_ascii_isalpha (letters[0]) &&
        g_ascii_isalpha (letters[1]) && !g_ascii_isalnum (letters[2]) && (guchar) letters[2] < 128)
      return p;
    if (digits > 0)
      p += digits - 1;
  }
  return NULL;
}

/* "Dorpsstraat 12, 2712 AA Zoetermeer", as on an envelope: the rest has fields of its own. What
 * has two of them is no postcode. */
static void
drop_surroundings (char *line)
{
  const char *start = find_postcode (line);
  gsize digits = 4;

  if (start == NULL || find_postcode (start + digits) != NULL)
    return;
  digits += strspn (start + digits, " " ZPI_TEXT_DIVIDERS);
  memmove (line, start, strlen (start) + 1);
  line[digits + 2] = '\0';
}

/* Letters of a Cyrillic or Greek keyboard that look like ours. */
static char *
with_latin_letters (const char *text)
{
  static const char look[] =
      "\u0410A\u0412B\u0415E\u041aK\u041cM\u041dH\u041eO\u0420P\u0421C\u0422T"
      "\u0425X\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN"
      "\u039fO\u03a1P\u03a4T\u03a5Y\u03a7X";
  GString *result = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    const char *found = c > 127 ? g_utf8_strchr (look, -1, g_unichar_toupper (c)) : NULL;

    g_string_append_unichar (result, found != NULL ? (gunichar) *g_utf8_next_char (found) : c);
  }
  return g_string_free (result, FALSE);
}

/**
 * zpi_check_postcode:
 * @text: (nullable): what was typed
 *
 * Returns: the result; normalised is "2712AA"
 */
ZpiCheckResult
zpi_check_postcode (const char *text)
{
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *trimmed = with_latin_letters (line);
  g_autofree char *bare = NULL;
  g_autofree char *upper = NULL;
  const char *code;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  zpi_text_drop_wrapping (trimmed);
  drop_surroundings (trimmed);
  bare = strip (trimmed, ZPI_TEXT_DIVIDERS);
  upper = g_ascii_strup (bare, -1);
  code = upper;
  if (strncmp (code, "NL", 2) == 0 || strncmp (code, "PC", 2) == 0)
    code += 2;
  if (strlen (code) != 6 || !g_ascii_isdigit (code[0]) || !g_ascii_isdigit (code[1]) ||
      !g_ascii_isdigit (code[2]) || !g_ascii_isdigit (code[3]) || !g_ascii_isalpha (code[4]) ||
      !g_ascii_isalpha (code[5]))
    return zpi_check_refuse (ZPI_CHECK_POSTCODE_FORM);
  if (code[0] == '0')
    return zpi_check_refuse (ZPI_CHECK_POSTCODE_ZERO);
  if (strcmp (code + 4, "SA") == 0 || strcmp (code + 4, "SD") == 0 || strcmp (code + 4, "SS") == 0)
    return zpi_check_refuse (ZPI_CHECK_POSTCODE_LETTERS);
  return zpi_check_ok (g_strdup (code));
}

/* 14 079, 112, 0800 1234 and the like: answered by an organisation, not by a person. */
static gboolean
is_service_number (const char *digits)
{
  gsize length = strlen (digits);

  if (g_str_has_prefix (digits, "14") && (length == 5 || length == 6))
    return TRUE;
  if (strcmp (digits, "112") == 0 || strcmp (digits, "113") == 0)
    return TRUE;
  return (g_str_has_prefix (digits, "0800") || g_str_has_prefix (digits, "0900") ||
          g_str_has_prefix (digits, "0906") || g_str_has_prefix (digits, "0909")) &&
         (length == 8 || length == 11);
}

/* Countries where the first 0 of a number is only dialled inside: nobody's number begins with it
 * behind the country code. Italy's do, and those of some countries in the west of Africa. */
static const char *const trunk_zero_codes[] = {
    "20",  "27",  "31",  "32",  "33",  "40",  "41",  "43",  "44",  "46",  "48",  "49",
    "61",  "62",  "86",  "90",  "91",  "92",  "93",  "94",  "98",  "212", "213", "233",
    "234", "243", "249", "251", "252", "254", "256", "291", "353", "355", "358", "359",
    "380", "381", "385", "387", "389", "961", "962", "963", "964", "972",
};

/* "(0)" is not dialled from abroad, and neither is the 0 of those countries. */
static void
drop_trunk_zero (char *number)
{
  char *bracketed = strstr (number, "(0)");

  if (bracketed != NULL && !g_str_has_prefix (number, "39"))
    memmove (bracketed, bracketed + 3, strlen (bracketed + 3) + 1);
  for (char *from = number, *to = number; from == number || from[-1] != '\0'; from++)
    if (strchr ("()", *from) == NULL || *from == '\0')
      *to++ = *from;
  /* In Hungary 06 is dialled before a number, not 0. */
  if (g_str_has_prefix (number, "3606"))
    memmove (number + 2, number + 4, strlen (number + 4) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (trunk_zero_codes); i++) {
    gsize length = strlen (trunk_zero_codes[i]);

    if (g_str_has_prefix (number, trunk_zero_codes[i]) && number[length] == '0')
      memmove (number + length, number + length + 1, strlen (number + length));
  }
}

/* Nine digits behind 31; numbers of machines and of some providers, 097, have eleven. */
static ZpiCheckResult
check_dutch (const char *national)
{
  gsize length = strlen (national);

  if (national[0] == '0')
    return zpi_check_refuse (ZPI_CHECK_PHONE_COUNTRY);
  if (length != 9 && !(length == 11 && g_str_has_prefix (national, "97")))
    return zpi_check_refuse (ZPI_CHECK_PHONE_LENGTH);
  return zpi_check_ok (g_strconcat ("+31", national, NULL));
}

/* Country codes that nobody has (ITU-T E.164, list of assigned codes). One may be given out later:
 * that is asked about. */
static gboolean
has_no_country (const char *digits)
{
  static const char *const codes[] = {
      "210", "214", "215", "217", "219", "259", "28",  "292", "293", "294", "295", "296", "384",
      "422", "424", "425", "426", "427", "428", "429", "693", "694", "695", "696", "697", "698",
      "699", "801", "802", "803", "804", "805", "806", "807", "809", "83",  "851", "854", "857",
      "858", "859", "884", "885", "887", "889", "89",  "969", "978", "990", "999",
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_has_prefix (digits, codes[i]))
      return TRUE;
  return FALSE;
}

/* A number behind "+" or "00": country code and the rest, 7 to 15 digits. */
static ZpiCheckResult
check_international (const char *text)
{
  g_autofree char *digits = g_strdup (text);

  drop_trunk_zero (digits);
  if (!zpi_check_only_digits (digits))
    return zpi_check_refuse (ZPI_CHECK_PHONE_FORM);
  if (digits[0] == '0')
    return zpi_check_refuse (ZPI_CHECK_PHONE_COUNTRY);
  if (g_str_has_prefix (digits, "31"))
    return check_dutch (digits + 2);
  if (strlen (digits) < 7 || strlen (digits) > 15)
    return zpi_check_refuse (ZPI_CHECK_PHONE_ABROAD);
  if (has_no_country (digits))
    return zpi_check_warn (ZPI_CHECK_PHONE_NO_COUNTRY, g_strconcat ("+", digits, NULL));
  return zpi_check_ok (g_strconcat ("+", digits, NULL));
}

/* "00612345678" and "00793468888": a Dutch number with a 0 too many. Countries whose code begins
 * with 6 or 7 have longer numbers. */
static gboolean
has_needless_zero (const char *digits)
{
  return (digits[2] == '6' || digits[2] == '7') && strlen (digits) == strlen ("00612345678");
}

/* What stands in front of a number on cards, in letters and in links. */
static const char *const labels[] = {"telefoonnummer",
                                     "telefoonnr",
                                     "telefoon",
                                     "telephone",
                                     "tel",
                                     "mobiel",
                                     "mobile",
                                     "mob",
                                     "phone",
                                     "gsm",
                                     "whatsapp",
                                     "wa",
                                     "t",
                                     "m",
                                     NULL};

/* "06 12345678 thuis", "06 12345678, Anna": words behind it, without another number among them. */
static void
drop_words_behind (char *line)
{
  char *end = line + strlen (line);
  const char *word;

  while (end > line && !g_ascii_isdigit (end[-1]))
    end--;
  word = end + strspn (end, " ,;-");
  if (end > line && word > end && g_ascii_isalpha (word[0]) && g_ascii_isalpha (word[1]) &&
      g_ascii_isalpha (word[2]))
    *end = '\0';
}

/* (transfer full): the signs of the number in @text; a link of WhatsApp always has the country. */
static char *
take_number (const char *text)
{
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *number = NULL;
  const char *link;

  zpi_text_drop_remark (line);
  zpi_text_drop_wrapping (line);
  drop_words_behind (line);
  link = strstr (line, "wa.me/");
  if (link != NULL) {
    link += strlen ("wa.me/");
    link += strspn (link, "+");
    return g_strdup_printf ("+%.*s", (int) strcspn (link, "?"), link);
  }
  zpi_text_drop_words_before (line, "+0123456789");
  number = strip (zpi_text_skip_label (line, labels, " .:=/+(0123456789"), ZPI_TEXT_DIVIDERS);
  g_strdelimit (number, "[{", '(');
  g_strdelimit (number, "]}", ')');
  if (g_str_has_prefix (number, "(+") || g_str_has_prefix (number, "(00"))
    number[0] = ' ';
  return g_strdup (g_strchug (number));
}

/* Nine digits: somebody left out the 0, or it is a number of Poland or Spain without its country.
 * 060, 066, 067 and 069 are no telephones here. */
static ZpiCheckResult
check_without_zero (const char *digits)
{
  if (digits[0] != '6' || strchr ("0679", digits[1]) != NULL)
    return zpi_check_refuse (ZPI_CHECK_PHONE_START);
  return zpi_check_warn (ZPI_CHECK_PHONE_NO_ZERO, g_strconcat ("+31", digits, NULL));
}

/* Mobile numbers of Belgium have ten digits and begin with 047, 048 or 049, as some places here do:
 * Roermond has 0475. The fourth digits that no place here has are told apart by. */
static gboolean
is_belgian_mobile (const char *digits)
{
  static const char *const fourth[] = {
      ['7' - '7'] = "01234679",
      ['8' - '7'] = "02349",
      ['9' - '7'] = "01468",
  };

  return strlen (digits) == 10 && g_str_has_prefix (digits, "04") && digits[2] >= '7' &&
         strchr (fourth[digits[2] - '7'], digits[3]) != NULL;
}

/**
 * zpi_check_phone:
 * @text: (nullable): what was typed
 *
 * Returns: the result; normalised is E.164 ("+31612345678")
 */
ZpiCheckResult
zpi_check_phone (const char *text)
{
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *number = take_number (line);
  g_autofree char *digits = strip (number, "()");

  if (*line == '\0')
    return zpi_check_nothing ();
  if (number[0] == '+')
    return check_international (number + 1);
  if (!zpi_check_only_digits (digits))
    return zpi_check_refuse_unless_none (ZPI_CHECK_PHONE_FORM, line);
  if (is_service_number (digits))
    return zpi_check_refuse (ZPI_CHECK_PHONE_SERVICE);
  if (g_str_has_prefix (digits, "00") && has_needless_zero (digits))
    return zpi_check_refuse (ZPI_CHECK_PHONE_COUNTRY);
  if (g_str_has_prefix (number, "00"))
    return check_international (number + 2);
  if (g_str_has_prefix (digits, "31") && strlen (digits) == 11 && digits[2] != '0')
    return check_dutch (digits + 2);
  if (strlen (digits) > MAX_DIGITS)
    return zpi_check_refuse (ZPI_CHECK_PHONE_FORM);
  if (digits[0] != '0' && strlen (digits) == 9)
    return check_without_zero (digits);
  if (digits[0] != '0')
    return zpi_check_refuse (strlen (digits) < 9 ? ZPI_CHECK_PHONE_LENGTH : ZPI_CHECK_PHONE_START);
  if (is_belgian_mobile (digits))
    return zpi_check_warn (ZPI_CHECK_PHONE_BELGIAN, g_strconcat ("+32", digits + 1, NULL));
  return digits[1] == '0' ? zpi_check_refuse (ZPI_CHECK_PHONE_COUNTRY) : check_dutch (digits + 1);
}

/* Only the digits of @text. */
static char *
only_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  return g_string_free (digits, FALSE);
}

/**
 * zpi_phone_dup_understood:
 * @text: (nullable): what was typed
 *
 * Returns: (transfer full) (nullable): the number as it will be sent, when that is not what stands
 *   there: "+49 (0)30 123456" is "+4930123456"
 */
char *
zpi_phone_dup_understood (const char *text)
{
  g_auto (ZpiCheckResult) result = zpi_check_phone (text);
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *typed = only_digits (line);
  const char *international = result.normalised != NULL ? result.normalised + 1 : "";

  if (result.normalised == NULL || strcmp (typed, international) == 0 ||
      (g_str_has_prefix (typed, "00") && strcmp (typed + 2, international) == 0) ||
      (g_str_has_prefix (international, "31") && typed[0] == '0' &&
       strcmp (typed + 1, international + 2) == 0))
    return NULL;
  return g_steal_pointer (&result.normalised);
}
