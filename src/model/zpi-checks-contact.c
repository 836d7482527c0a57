/* SPDX-License-Identifier: EUPL-1.2 */

/* Postcode and telephone number: what is typed in many ways, and the one way on the wire. */

#include <string.h>

#include "zpi-checks-private.h"

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

/**
 * zpi_check_postcode:
 * @text: (nullable): what was typed
 *
 * Returns: the result; normalised is "2712AA"
 */
ZpiCheckResult
zpi_check_postcode (const char *text)
{
  g_autofree char *trimmed = zpi_check_trim (text);
  g_autofree char *bare = strip (trimmed, "-.");
  g_autofree char *upper = g_ascii_strup (bare, -1);
  const char *code = g_str_has_prefix (upper, "NL") ? upper + 2 : upper;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
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

/* A number with "+": country code and the rest, 7 to 15 digits; Dutch ones have nine after 31. */
static ZpiCheckResult
check_international (const char *digits)
{
  gsize length = strlen (digits);

  if (!zpi_check_only_digits (digits) || digits[0] == '0')
    return zpi_check_refuse (ZPI_CHECK_PHONE_FORM);
  if (g_str_has_prefix (digits, "31")) {
    const char *national = digits[2] == '0' ? digits + 3 : digits + 2;

    if (strlen (national) != 9)
      return zpi_check_refuse (ZPI_CHECK_PHONE_LENGTH);
    if (national[0] == '0')
      return zpi_check_refuse (ZPI_CHECK_PHONE_FORM);
    return zpi_check_ok (g_strconcat ("+31", national, NULL));
  }
  if (length < 7 || length > 15)
    return zpi_check_refuse (ZPI_CHECK_PHONE_LENGTH);
  return zpi_check_ok (g_strconcat ("+", digits, NULL));
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
  g_autofree char *trimmed = zpi_check_trim (text);
  g_autofree char *digits = strip (trimmed, "-./()");

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (digits[0] == '+')
    return check_international (digits + 1);
  if (!zpi_check_only_digits (digits))
    return zpi_check_refuse (ZPI_CHECK_PHONE_FORM);
  if (is_service_number (digits))
    return zpi_check_refuse (ZPI_CHECK_PHONE_SERVICE);
  if (g_str_has_prefix (digits, "00"))
    return check_international (digits + 2);
  if (digits[0] != '0')
    return zpi_check_refuse (strlen (digits) < 10 ? ZPI_CHECK_PHONE_LENGTH : ZPI_CHECK_PHONE_FORM);
  if (strlen (digits) != 10)
    return zpi_check_refuse (ZPI_CHECK_PHONE_LENGTH);
  return zpi_check_ok (g_strconcat ("+31", digits + 1, NULL));
}
