/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-frozen.h"

#include "zpi-case-store.h"
#include "zpi-document-store.h"
#include "zpi-follow-up.h"

/* Whether a try was made with what was taken away, in microseconds since 1970. */
#define RECORD_TRIED "tried"

/* What waits or is being sent goes as it was frozen; nothing is taken from it under way. */
static gboolean
is_under_way (ZpiCaseState state)
{
  return state == ZPI_CASE_WAITING || state == ZPI_CASE_SENDING;
}

static gboolean
keep_tried (ZpiStore *store, const ZpiOutboxItem *item, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, item->tried_us);

  return item->tried_us == 0 ||
         zpi_follow_up_set_text (store, item->case_id, RECORD_TRIED, text, error);
}

/**
 * zpi_frozen_remove_document:
 * @store: a store
 * @document_id: a document that is not in its case any more
 * @error: return location for an error
 *
 * Never a reason why the answers cannot be saved: of what is under way the document stays, and goes
 * with its case; one that is gone already is fine. On the store thread, in a transaction.
 *
 * Returns: %FALSE for a storage error
 */
gboolean
zpi_frozen_remove_document (ZpiStore *store, const char *document_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_find_document (store, document_id, &local);

  if (item != NULL) {
    g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, item->case_id, error);

    if (info == NULL)
      return FALSE;
    if (is_under_way (info->state)) {
      g_info ("A document that is being sent stays as long as its case");
      return TRUE;
    }
    if (!keep_tried (store, item, error) || !zpi_outbox_store_remove (store, item->id, error))
      return FALSE;
  } else if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (zpi_document_store_remove (store, document_id, &local) ||
      g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * zpi_frozen_get_tried:
 * @store: a store
 * @case_id: a case
 *
 * A record that does not open counts as a try: looking up once too often does no harm. On the store
 * thread.
 *
 * Returns: when what was taken away was tried, in microseconds since 1970; 0 for never
 */
gint64
zpi_frozen_get_tried (ZpiStore *store, const char *case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, case_id, RECORD_TRIED, &error);
  g_autofree char *text = NULL;
  gint64 tried_us = 0;

  if (record == NULL)
    return g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) ? 0 : 1;
  text = g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record));
  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &tried_us, NULL) ? tried_us : 1;
}

/**
 * zpi_frozen_forget_tried:
 * @store: a store
 * @case_id: a case
 * @error: return location for an error
 *
 * On the store thread, in a transaction.
 *
 * Returns: %FALSE for a storage error
 */
gboolean
zpi_frozen_forget_tried (ZpiStore *store, const char *case_id, GError **error)
{
  return zpi_case_store_set_record (store, case_id, RECORD_TRIED, NULL, error);
}
