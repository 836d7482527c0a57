/* SPDX-License-Identifier: EUPL-1.2 */

/* How far a draft is: "4 of 7 · bank statement missing · yesterday". */

#include "zpi-config.h"

#include "zpi-progress-words.h"

#include "zpi-case-words.h"
#include "zpi-clock.h"
#include "zpi-i18n.h"
#include "zpi-progress.h"
#include "zpi-rules.h"
#include "zpi-section-page.h"
#include "zpi-ui.h"

/**
 * zpi_progress_words_day:
 * @time_us: microseconds since 1970
 *
 * Returns: (transfer full): "today", "yesterday", or the day
 */
char *
zpi_progress_words_day (gint64 time_us)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (zpi_clock_now_us () / G_USEC_PER_SEC);
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);
  GDateTime *const days[] = {now, yesterday};
  const char *const words[] = {C_ ("when a case was changed", "today"),
                               C_ ("when a case was changed", "yesterday")};

  for (guint i = 0; at != NULL && i < G_N_ELEMENTS (days); i++)
    if (g_date_time_get_year (at) == g_date_time_get_year (days[i]) &&
        g_date_time_get_day_of_year (at) == g_date_time_get_day_of_year (days[i]))
      return g_strdup (words[i]);
  return zpi_case_words_date (time_us);
}

static char *
dup_document_name (const char *kind)
{
  const ZpiScheme *scheme = zpi_rules_get_current ();
  const ZpiDocumentKind *document =
      scheme != NULL && kind != NULL ? zpi_scheme_find_document_kind (scheme, kind) : NULL;

  return document != NULL ? g_strdup (zpi_text_get (&document->one, zpi_ui_language ())) : NULL;
}

static char *
dup_next (const ZpiProgress *progress)
{
  g_autofree char *document = NULL;

  if (progress->next == ZPI_N_SECTIONS)
    return g_strdup (_ ("all filled in"));
  if (progress->wrong)
    /* Translators: %s is the title of a section, such as "Income". */
    return g_strdup_printf (_ ("something to correct in “%s”"),
                            zpi_section_get_title (progress->next));
  document = dup_document_name (progress->document);
  if (document != NULL)
    /* Translators: %s is a kind of document, such as "bank statement". */
    return g_strdup_printf (_ ("%s missing"), document);
  /* Translators: %s is the title of a section, such as "Income". */
  return g_strdup_printf (_ ("go on with “%s”"), zpi_section_get_title (progress->next));
}

/**
 * zpi_progress_words:
 * @item: a draft
 *
 * Returns: (transfer full) (nullable): how many sections are complete and what is next; %NULL when
 *   it is not known
 */
char *
zpi_progress_words (ZpiCaseItem *item)
{
  g_auto (ZpiProgress) progress = {.next = ZPI_N_SECTIONS};
  g_autofree char *next = NULL;

  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), NULL);

  if (zpi_case_item_get_state (item) != ZPI_CASE_DRAFT ||
      !zpi_progress_parse (zpi_case_item_get_progress (item), &progress))
    return NULL;
  next = dup_next (&progress);
  /* Translators: how many of the sections of a case are complete, and what is next:
   * "4 of 7 · bank statement missing". */
  return g_strdup_printf (_ ("%u of %u · %s"), progress.n_complete, ZPI_N_SECTIONS, next);
}
