/* SPDX-License-Identifier: EUPL-1.2 */

/* What was missing when an application was sent: the same on the screen and on paper. */

#include "zpi-config.h"

#include "zpi-missing-words.h"

#include "zpi-finding-text.h"
#include "zpi-piece-words.h"
#include "zpi-still-missing.h"

static void
words_free (gpointer data)
{
  ZpiMissingWords *self = data;

  g_free (self->name);
  g_free (self);
}

static void
add (GPtrArray *list, char *name, const char *help)
{
  ZpiMissingWords *words = g_new0 (ZpiMissingWords, 1);

  words->name = name;
  words->help = help;
  g_ptr_array_add (list, words);
}

/**
 * zpi_missing_words_read:
 * @session: an open session
 * @record: (nullable): the record `missing` of a case
 *
 * Returns: (transfer full) (element-type ZpiMissingWords): what did not come yet, pieces first
 */
GPtrArray *
zpi_missing_words_read (ZpiSession *session, GBytes *record)
{
  g_autoptr (GPtrArray) missing = zpi_still_missing_read (record);
  g_autoptr (ZpiUnanswered) unanswered = zpi_still_missing_read_unanswered (record);
  const ZpiScheme *scheme = zpi_session_get_scheme_version (session, unanswered->rules);
  GPtrArray *list = g_ptr_array_new_with_free_func (words_free);

  for (guint i = 0; i < missing->len; i++)
    add (list,
         zpi_piece_words_missing (scheme, missing->pdata[i], unanswered),
         zpi_piece_words_help (scheme, missing->pdata[i]));
  for (guint i = 0; unanswered->questions[i] != NULL; i++)
    add (list,
         zpi_finding_text_dup_question (unanswered->questions[i],
                                        scheme,
                                        (const char *const *) unanswered->income_kinds),
         NULL);
  return list;
}
