/* SPDX-License-Identifier: EUPL-1.2 */

/* The citizen service number: nine digits, of which the eleven-test finds a slip. It is kept as
 * text because it may begin with zeros. */

#include <string.h>

#include "zpi-checks-private.h"

/* Published by RvIG for tests and never given out; practice mode takes no others. */
static const char *const test_numbers[] = {
    "999993653",
    "999993847",
    "999990019",
    "999995492",
    "999991802",
    "999994141",
    "999992892",
    "999993562",
    "999990937",
    "999990901",
    "999997567",
    "999997440",
    "999995248",
    "999991784",
};

/* Papers print the word in front of the number. */
static const char *const labels[] = {"burgerservicenummer (bsn)",
                                     "burgerservicenummer",
                                     "burgerservicenr",
                                     "burger service nummer",
                                     "persoonsnummer",
                                     "sofinummer",
                                     "sofi",
                                     "bsn nummer",
                                     "bsn-nummer",
                                     "bsn nr",
                                     "b.s.n",
                                     "bsn-nr",
                                     "bsn",
                                     "nummer",
                                     "nr",
                                     NULL};

/* (nullable): the digits, NULL when there is something else than digits and separators */
static char *
take_digits (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c >= '0' && c <= '9')
      g_string_append_c (digits, (char) c);
    else if (!g_unichar_isspace (c) && (c > 127 || strchr (ZPI_TEXT_DIVIDERS, (int) c) == NULL))
      return NULL;
  }
  return g_string_free (g_steal_pointer (&digits), FALSE);
}

static gboolean
passes_eleven_test (const char *digits)
{
  int sum = -(digits[8] - '0');

  for (int i = 0; i < 8; i++)
    sum += (9 - i) * (digits[i] - '0');
  return sum % 11 == 0;
}

/**
 * zpi_check_bsn:
 * @text: (nullable): what was typed
 *
 * Spaces, points, dashes and what stands around it do not matter; eight digits get a leading zero.
 *
 * Returns: the result; normalised are the nine digits
 */
ZpiCheckResult
zpi_check_bsn (const char *text)
{
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *trimmed = g_strdup (line);
  g_autofree char *digits = NULL;
  g_autofree char *nine = NULL;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  zpi_text_drop_remark (trimmed);
  zpi_text_drop_wrapping (trimmed);
  zpi_text_drop_words_before (trimmed, "0123456789");
  digits = take_digits (zpi_text_skip_label (trimmed, labels, " .:=-0123456789"));
  if (digits == NULL)
    return zpi_check_refuse_unless_none (ZPI_CHECK_BSN_CHARACTERS, line);
  if (strlen (digits) < 8 || strlen (digits) > 9)
    return zpi_check_refuse (ZPI_CHECK_BSN_LENGTH);
  nine = g_strconcat (strlen (digits) == 8 ? "0" : "", digits, NULL);
  if (strspn (nine, "0") == 9)
    return zpi_check_refuse (ZPI_CHECK_BSN_ZERO);
  if (!passes_eleven_test (nine))
    return zpi_check_refuse (ZPI_CHECK_BSN_ELEVEN);
  return zpi_check_ok (g_steal_pointer (&nine));
}

/**
 * zpi_check_bsn_practice:
 * @text: (nullable): what was typed
 *
 * [func@check_bsn] for practice mode, where nobody's real number may be typed.
 *
 * Returns: the result
 */
ZpiCheckResult
zpi_check_bsn_practice (const char *text)
{
  ZpiCheckResult result = zpi_check_bsn (text);

  if (result.code == ZPI_CHECK_OK && !zpi_bsn_is_published_test_number (result.normalised)) {
    zpi_check_result_clear (&result);
    return zpi_check_refuse (ZPI_CHECK_BSN_NOT_A_TEST);
  }
  return result;
}

/**
 * zpi_bsn_is_published_test_number:
 * @bsn: (nullable): nine digits
 *
 * Returns: whether it is one of the numbers that are published for tests
 */
gboolean
zpi_bsn_is_published_test_number (const char *bsn)
{
  for (guint i = 0; i < G_N_ELEMENTS (test_numbers); i++)
    if (g_strcmp0 (bsn, test_numbers[i]) == 0)
      return TRUE;
  return FALSE;
}
