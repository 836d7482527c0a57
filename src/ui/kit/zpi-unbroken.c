/* SPDX-License-Identifier: EUPL-1.2 */

/* Amounts, dates and numbers in groups stay on one line, on the screen and on paper. By the layout,
 * not by other spaces in the text: what is copied, read out or compared is what was written. */

#include "zpi-unbroken.h"

#include <string.h>

#define MONTHS                                                                                     \
  "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"       \
  "January|February|March|May|June|July|August|October|December|"                                  \
  "jan|feb|mrt|apr|jun|jul|aug|sep|okt|nov|dec"

/* An amount; a day; a percentage; a postcode; a BSN, a telephone number. */
#define WHOLE                                                                                      \
  "€ -?[0-9][0-9.]*(,[0-9]+)?|"                                                                  \
  "\\b[0-9]{1,2} (" MONTHS ")\\b( [0-9]{4}\\b)?|"                                                  \
  "\\b[0-9]+([.,][0-9]+)? (%|procent\\b|percent\\b)|"                                              \
  "\\b[0-9]{4} [A-Z]{2}\\b|"                                                                       \
  "\\b[0-9]+( [0-9]+)+\\b"

static const GRegex *
get_whole (void)
{
  static GRegex *whole;

  if (g_once_init_enter (&whole)) {
    GRegex *made = g_regex_new (WHOLE, G_REGEX_OPTIMIZE, 0, NULL);

    g_once_init_leave (&whole, made);
  }
  return whole;
}

static gboolean
is_break (PangoAttribute *attribute, gpointer user_data)
{
  return attribute->klass->type == PANGO_ATTR_ALLOW_BREAKS;
}

/**
 * zpi_unbroken_mark:
 * @attributes: of the layout of @text; what was marked in it before goes
 * @text: what is laid out
 * @most_chars: what is longer may be broken; at most %ZPI_UNBROKEN_MOST_CHARS
 *
 * Keeps each amount, date and number in @text on one line.
 *
 * Returns: whether @attributes are others than they were
 */
gboolean
zpi_unbroken_mark (PangoAttrList *attributes, const char *text, guint most_chars)
{
  PangoAttrList *before = pango_attr_list_filter (attributes, is_break, NULL);
  gboolean changed = before != NULL;
  g_autoptr (GMatchInfo) found = NULL;

  g_clear_pointer (&before, pango_attr_list_unref);
  if (strpbrk (text, "0123456789") == NULL)
    return changed;
  g_regex_match (get_whole (), text, 0, &found);
  for (; g_match_info_matches (found); g_match_info_next (found, NULL)) {
    PangoAttribute *whole = pango_attr_allow_breaks_new (FALSE);
    int start, end;

    g_match_info_fetch_pos (found, 0, &start, &end);
    if (g_utf8_strlen (text + start, end - start) > most_chars) {
      pango_attribute_destroy (whole);
      continue;
    }
    whole->start_index = start;
    whole->end_index = end;
    pango_attr_list_change (attributes, whole);
    changed = TRUE;
  }
  return changed;
}
