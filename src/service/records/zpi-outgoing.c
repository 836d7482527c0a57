/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-outgoing.h"

#include "zpi-case-store.h"
#include "zpi-field.h"

static ZpiCase *
load_case (ZpiStore *store, const char *document_id, GError **error)
{
  g_autofree char *case_id = zpi_document_store_dup_case (store, document_id, error);
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) snapshot = NULL;

  if (case_id == NULL)
    return NULL;
  snapshot = zpi_case_store_load (store, case_id, &info, error);
  return snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, error) : NULL;
}

static gboolean
not_drawn (const char *message, GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_DRAWN, message);
  return FALSE;
}

/**
 * zpi_outgoing_check:
 * @store: a store
 * @document_id: a complete document
 * @error: return location for an error
 *
 * Whether a document may leave this computer as it is. Answers that do not open say nothing about
 * what was covered, so then it may not. On the store thread.
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_DRAWN when something was done to it that is not drawn, or
 * when it was removed from its case; %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_SEAL_BROKEN,
 *   %ZPI_ERROR_KEY_MISSING or a storage error
 */
gboolean
zpi_outgoing_check (ZpiStore *store, const char *document_id, GError **error)
{
  g_autoptr (ZpiCase) zcase = load_case (store, document_id, error);
  g_auto (GStrv) items = NULL;
  g_autofree char *edits = NULL;

  if (zcase == NULL)
    return FALSE;
  items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  if (!g_strv_contains ((const char *const *) items, document_id))
    return not_drawn ("A document was removed or replaced after it was frozen", error);
  edits = zpi_case_item_key (ZPI_LIST_DOCUMENT, document_id, "edits");
  if (*zpi_case_get (zcase, edits) != '\0')
    return not_drawn ("What was done to a document is not drawn yet", error);
  return TRUE;
}

/**
 * zpi_outgoing_read_chunk:
 * @store: a store
 * @document_id: a complete document
 * @index: which chunk
 * @error: return location for an error
 *
 * A part of a document that leaves this computer. Looked at for each of them: what was sent before
 * something was covered is gone, the rest stays. On the store thread.
 *
 * Returns: (transfer full): the bytes, which wipe themselves; %NULL as [func@outgoing_check] and
 *   [func@document_store_read_chunk]
 */
GBytes *
zpi_outgoing_read_chunk (ZpiStore *store, const char *document_id, guint64 index, GError **error)
{
  return zpi_outgoing_check (store, document_id, error)
             ? zpi_document_store_read_chunk (store, document_id, index, error)
             : NULL;
}
