/* SPDX-License-Identifier: EUPL-1.2 */

/* Postcode and telephone number: what is typed in many ways, and the one way on the wire. */

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

/* "2712 AA Zoetermeer", as on an envelope: the place has a field of its own. */
static void
drop_place (char *line)
{
  char *digits = line + strcspn (line, "0123456789");
  char *letters = digits + strspn (digits, "0123456789");
  gsize n = 0;

  letters += strspn (letters, " ");
  while (g_ascii_isalpha (letters[n]))
    n++;
  if (n == 2 && strchr (" ,", letters[2]) != NULL && letters[2] != '\0' &&
      strpbrk (letters, "0123456789") == NULL && zpi_text_has_letter (letters + 3))
    letters[2] = '\0';
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
  g_autofree char *trimmed = zpi_text_line (text);
  g_autofree char *bare = NULL;
  g_autofree char *upper = NULL;
  const char *code;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  drop_place (trimmed);
  bare = strip (trimmed, "-._");
  upper = g_ascii_strup (bare, -1);
  code = upper;
  if (strncmp (code, "NL", 2) == 0 || strncmp (code, "PC", 2) == 0)
    code += 2;
  if (strlen (code) != 6 || code[0] < '1' || code[0] > '9' || !g_ascii_isdigit (code[1]) ||
      !g_ascii_isdigit (code[2]) || !g_ascii_isdigit (code[3]) || !g_ascii_isalpha (code[4]) ||
      !g_ascii_isalpha (code[5]))
    return zpi_check_refuse (ZPI_CHECK_POSTCODE_FORM);
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
 * behind the country code. Italy's do. */
static const char *const trunk_zero_codes[] =
    {"31", "32", "33", "41", "43", "44", "46", "49", "90", "212", "213"};

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
  return zpi_check_ok (g_strconcat ("+", digits, NULL));
}

/* What stands in front of a number on cards, in letters and in links. */
static const char *
skip_label (const char *text)
{
  static const char *const labels[] =
      {"telefoonnummer", "telefoon", "telephone", "tel", "mobiel", "mobile", "mob", "phone", "gsm"};

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    gsize length = strlen (labels[i]);

    if (g_ascii_strncasecmp (text, labels[i], length) == 0 && !g_ascii_isalpha (text[length]))
      return text + length + strspn (text + length, ":. ");
  }
  return text;
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
  g_autofree char *trimmed = zpi_text_line (text);
  g_autofree char *number = NULL;
  g_autofree char *digits = NULL;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  zpi_text_drop_remark (trimmed);
  number = strip (skip_label (trimmed), "-./");
  digits = strip (number, "()");
  if (g_str_has_prefix (number, "(+") || g_str_has_prefix (number, "(00"))
    number[0] = ' ';
  g_strchug (number);
  if (number[0] == '+')
    return check_international (number + 1);
  if (!zpi_check_only_digits (digits))
    return zpi_check_refuse (ZPI_CHECK_PHONE_FORM);
  if (is_service_number (digits))
    return zpi_check_refuse (ZPI_CHECK_PHONE_SERVICE);
  if (g_str_has_prefix (number, "00"))
    return check_international (number + 2);
  if (g_str_has_prefix (digits, "31") && strlen (digits) == 11 && digits[2] != '0')
    return check_dutch (digits + 2);
  /* A sheet of numbers drops the 0 in front; the number is shown as it was understood. */
  if (digits[0] == '6' && strlen (digits) == 9)
    return check_dutch (digits);
  if (strlen (digits) > MAX_DIGITS)
    return zpi_check_refuse (ZPI_CHECK_PHONE_FORM);
  if (digits[0] != '0')
    return zpi_check_refuse (strlen (digits) < 10 ? ZPI_CHECK_PHONE_LENGTH : ZPI_CHECK_PHONE_START);
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
