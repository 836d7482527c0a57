/* SPDX-License-Identifier: EUPL-1.2 */

/* What is left of a section that was begun, as somebody would say it: "8 children to fill in". */

#include "zpi-config.h"

#include "zpi-section-words.h"

#include <string.h>

#include "zpi-evidence-text.h"
#include "zpi-i18n.h"
#include "zpi-overview.h"
#include "zpi-ui.h"

#define CHILD ZPI_LIST_CHILD "."

static gboolean
is_missed (const ZpiFinding *finding)
{
  return finding->severity == ZPI_FINDING_TO_DECIDE || finding->severity == ZPI_FINDING_TO_SEND;
}

/* The children who lack an answer, and those who were counted and are not here yet. */
static guint
count_children (ZpiCase *zcase, const GPtrArray *found)
{
  g_autoptr (GHashTable) items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);

    if (is_missed (finding) && g_str_has_prefix (finding->key, CHILD)) {
      const char *item = finding->key + strlen (CHILD);

      g_hash_table_add (items, g_strndup (item, strcspn (item, ".")));
    }
  }
  return g_hash_table_size (items) + zpi_case_count_missing_children (zcase);
}

static char *
dup_children (ZpiCase *zcase, const GPtrArray *found)
{
  guint n = count_children (zcase, found);

  return n > 0 ? g_strdup_printf (ngettext ("%u child to fill in", "%u children to fill in", n), n)
               : NULL;
}

/* "bankafschrift/1" is a bank statement. */
static char *
dup_document (const ZpiScheme *scheme, const ZpiFinding *finding)
{
  const char *id = finding->args[0] != NULL ? finding->args[0] : "";
  g_autofree char *name = g_strndup (id, strcspn (id, "/"));
  const ZpiDocumentKind *kind =
      scheme != NULL ? zpi_scheme_find_document_kind (scheme, name) : NULL;

  return kind != NULL ? g_strdup (zpi_text_get (&kind->one, zpi_ui_language ())) : NULL;
}

static char *
dup_documents (ZpiCase *zcase, const ZpiScheme *scheme, const GPtrArray *found)
{
  g_autofree char *first = NULL;
  guint n = zpi_evidence_text_count_missing_of (zcase, scheme);

  for (guint i = 0; first == NULL && i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);

    if (finding->code == ZPI_FINDING_EVIDENCE_MISSING && is_missed (finding))
      first = dup_document (scheme, finding);
  }
  if (n == 1 && first != NULL)
    /* Translators: %s is a kind of document, such as "bank statement". */
    return g_strdup_printf (_ ("%s missing"), first);
  return n > 0 ? g_strdup_printf (ngettext ("%u piece missing", "%u pieces missing", n), n) : NULL;
}

/**
 * zpi_section_words_dup_left:
 * @zcase: a case
 * @scheme: (nullable): its rules
 * @section: a section that was begun
 *
 * Returns: (transfer full) (nullable): what is to be done there; %NULL where nothing is counted
 */
char *
zpi_section_words_dup_left (ZpiCase *zcase, const ZpiScheme *scheme, ZpiSection section)
{
  g_autoptr (ZpiOverview) overview = NULL;
  const GPtrArray *found;
  g_autofree char *words = NULL;
  guint n;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  overview = zpi_overview_for_case (zcase, scheme);
  found = zpi_overview_get_findings (overview);
  if (section == ZPI_SECTION_HOUSEHOLD)
    words = dup_children (zcase, found);
  else if (section == ZPI_SECTION_EVIDENCE)
    words = dup_documents (zcase, scheme, found);
  if (words != NULL)
    return g_steal_pointer (&words);
  n = zpi_overview_get_n_missing (overview, section);
  return n > 0 ? g_strdup_printf (ngettext ("%u answer to go", "%u answers to go", n), n) : NULL;
}
