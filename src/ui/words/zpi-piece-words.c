/* SPDX-License-Identifier: EUPL-1.2 */

/* What one document that is asked, or was missing, is called. */

#include "zpi-config.h"

#include "zpi-piece-words.h"

#include <string.h>

#include "zpi-i18n.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

/* What nobody said whose it is counts as that of both; on a list of papers that says nothing. */
static char *
dup_owner (const char *whose, const ZpiUnanswered *sent)
{
  gboolean of_partner = strcmp (whose, "partner") == 0;
  const char *name = NULL;

  if (!of_partner && strcmp (whose, "aanvrager") != 0)
    return NULL;
  if (sent != NULL)
    name = of_partner ? sent->partner : sent->applicant;
  if (name != NULL)
    /* Translators: %s is a first name; behind the name of a document. */
    return g_strdup_printf (_ ("of %s"), name);
  return g_strdup (of_partner ? _ ("of the partner") : _ ("of the applicant"));
}

/* The municipality may ask for what only newer rules name: its word on the wire, to be read. */
static char *
dup_title (const ZpiScheme *scheme, const char *id)
{
  const ZpiDocumentKind *kind = scheme != NULL ? zpi_scheme_find_document_kind (scheme, id) : NULL;
  g_autofree char *words = g_strdelimit (g_strdup (id), "-", ' ');
  const ZpiText word = {words, words};

  return zpi_rules_dup_title (kind != NULL ? &kind->one : &word);
}

/**
 * zpi_piece_words_name:
 * @scheme: (nullable): which names the kinds of documents
 * @wanted: a document that is asked
 * @sent: (nullable): of the application that was sent: says it by name while that is kept
 *
 * Returns: (transfer full): its name, such as "Bank statement · October 2026 · of the partner"
 */
char *
zpi_piece_words_name (const ZpiScheme *scheme, const ZpiWanted *wanted, const ZpiUnanswered *sent)
{
  g_autofree char *title = dup_title (scheme, wanted->kind);
  g_autofree char *month = *wanted->month != '\0' ? zpi_rules_dup_month (wanted->month) : NULL;
  g_autoptr (GString) name = g_string_new (title);
  g_autofree char *owner = dup_owner (wanted->whose, sent);

  if (month != NULL)
    g_string_append_printf (name, " · %s", month);
  if (owner != NULL)
    g_string_append_printf (name, " · %s", owner);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/**
 * zpi_piece_words_missing:
 * @scheme: (nullable): which names the kinds of documents
 * @wanted: a document that was missing when an application was sent
 * @sent: (nullable): of that application
 *
 * Returns: (transfer full): its name, and the income that it belongs to where that tells it apart:
 *   "Pay slip · October 2026 · voor loon (Bakker)"
 */
char *
zpi_piece_words_missing (const ZpiScheme *scheme,
                         const ZpiWanted *wanted,
                         const ZpiUnanswered *sent)
{
  g_autofree char *name = zpi_piece_words_name (scheme, wanted, sent);

  return wanted->note != NULL ? g_strdup_printf ("%s · %s", name, wanted->note)
                              : g_steal_pointer (&name);
}

/**
 * zpi_piece_words_help:
 * @scheme: (nullable): which explains the kinds of documents
 * @wanted: a document that is asked
 *
 * Returns: (transfer none) (nullable): what will do: "For example a passport or identity card."
 */
const char *
zpi_piece_words_help (const ZpiScheme *scheme, const ZpiWanted *wanted)
{
  const ZpiDocumentKind *kind =
      scheme != NULL ? zpi_scheme_find_document_kind (scheme, wanted->kind) : NULL;

  return kind != NULL ? zpi_text_get (&kind->help, zpi_ui_language ()) : NULL;
}
