/* SPDX-License-Identifier: EUPL-1.2 */

/* Looking for a case by what somebody remembers of it. Texts are made alike once, not at each key.
 */

#include "zpi-case-search.h"

#include "zpi-vault.h"

#include <string.h>

/* Letters that are more than a letter and a mark, and what is typed for them. */
static const struct {
  gunichar letter;
  const char *plain;
} letters[] = {
    {0xe6, "ae"},
    {0xf0, "d"},
    {0xf8, "o"},
    {0xfe, "th"},
    {0x111, "d"},
    {0x131, "i"},
    {0x142, "l"},
    {0x153, "oe"},
};

static void
append_plain (GString *text, gunichar c)
{
  for (guint i = 0; c >= 0x80 && i < G_N_ELEMENTS (letters); i++)
    if (letters[i].letter == c) {
      g_string_append (text, letters[i].plain);
      return;
    }
  g_string_append_unichar (text, c);
}

/**
 * zpi_case_search_fold:
 * @text: what somebody typed, or what is looked through
 *
 * Returns: (transfer full): @text without capitals and accents, to be freed with zpi_wipe_free()
 */
char *
zpi_case_search_fold (const char *text)
{
  g_autofree char *valid = NULL;
  char *whole;
  char *folded;
  GString *plain;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  whole = g_utf8_normalize (valid != NULL ? valid : text, -1, G_NORMALIZE_ALL);
  folded = g_utf8_casefold (whole, -1);
  zpi_wipe_free (whole);
  /* Room for all of it: a text that grows leaves copies behind. */
  plain = g_string_sized_new (2 * strlen (folded) + 1);
  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_ismark (g_utf8_get_char (c)))
      append_plain (plain, g_utf8_get_char (c));
  zpi_wipe_free (folded);
  return g_string_free (plain, FALSE);
}

/**
 * zpi_case_search_matches:
 * @item: a row
 * @also: (nullable): something else that is found with it, folded, such as its state in words
 * @words: (array zero-terminated=1): folded
 *
 * Returns: whether each of @words is in the number, the name or the reference of @item, or in @also
 */
gboolean
zpi_case_search_matches (ZpiCaseItem *item, const char *also, const char *const *words)
{
  const char *text;

  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item) && words != NULL, FALSE);

  text = words[0] != NULL ? zpi_case_item_get_search_text (item) : "";
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL && (also == NULL || strstr (also, words[i]) == NULL))
      return FALSE;
  return TRUE;
}
