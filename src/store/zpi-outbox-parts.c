/* SPDX-License-Identifier: EUPL-1.2 */

/* The documents of a frozen submission, each with a state of its own. */

#include "zpi-outbox-store.h"
#include "zpi-pack.h"
#include "zpi-store-private.h"

enum {
  PART_DOCUMENT,
  PART_POSITION,
  PART_SIZE,
  PART_SENT,
  PART_STATE,
  PART_PROBLEM,
  PART_VERSION,
  PART_INFO,
  PART_CASE_ID,
  PART_CASE_KEY,
};

static const char select_parts[] =
    "SELECT p.document_id, p.position, p.size_bytes, p.sent_bytes, p.state, p.problem, "
    "p.version, p.info, c.id, c.case_key FROM outbox_parts p "
    "JOIN outbox o ON o.id = p.outbox_id JOIN cases c ON c.id = o.case_id "
    "WHERE p.outbox_id = ?1 ORDER BY p.position";

/**
 * zpi_outbox_part_free:
 * @self: (transfer full): a part
 */
void
zpi_outbox_part_free (ZpiOutboxPart *self)
{
  g_free (self->document_id);
  g_free (self->sha256);
  g_free (self->media_type);
  g_free (self->upload_path);
  g_free (self->state);
  g_free (self->problem);
  g_free (self);
}

static GBytes *
seal_info (ZpiStore *self,
           const char *outbox_id,
           const char *case_id,
           GBytes *case_key,
           const ZpiOutboxPart *part,
           guint64 version,
           GError **error)
{
  g_autofree char *row_id = g_strdup_printf ("%s/%s", outbox_id, part->document_id);
  const char *const texts[] = {part->sha256, part->media_type, part->upload_path};
  const ZpiSealContext context = {"outbox_parts", "info", row_id, version};
  g_autoptr (GBytes) plain = zpi_pack_texts (texts, G_N_ELEMENTS (texts));

  return zpi_vault_seal (self->vault, case_id, case_key, &context, plain, error);
}

gboolean
zpi_outbox_parts_insert (ZpiStore *self,
                         const ZpiOutboxItem *item,
                         const ZpiOutboxPart *part,
                         guint position,
                         GBytes *case_key,
                         GError **error)
{
  g_autoptr (GBytes) info = seal_info (self, item->id, item->case_id, case_key, part, 0, error);
  g_autoptr (sqlite3_stmt) stmt = NULL;

  if (info == NULL)
    return FALSE;
  stmt = zpi_store_prepare (self,
                            "INSERT INTO outbox_parts (outbox_id, document_id, position, "
                            "size_bytes, sent_bytes, state, problem, info) "
                            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, item->id);
  zpi_sql_bind_text (stmt, 2, part->document_id);
  zpi_sql_bind_int (stmt, 3, position);
  zpi_sql_bind_int (stmt, 4, part->size_bytes);
  zpi_sql_bind_int (stmt, 5, part->offset);
  zpi_sql_bind_text (stmt, 6, part->state != NULL ? part->state : "waiting");
  zpi_sql_bind_text (stmt, 7, part->problem);
  zpi_sql_bind_bytes (stmt, 8, info);
  return zpi_sql_done (stmt, error);
}

static gboolean
broken (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "A frozen part is damaged");
  return FALSE;
}

static gboolean
open_info (ZpiStore *self,
           const char *outbox_id,
           sqlite3_stmt *stmt,
           ZpiOutboxPart *part,
           GError **error)
{
  const char *case_id = (const char *) sqlite3_column_text (stmt, PART_CASE_ID);
  g_autofree char *row_id = g_strdup_printf ("%s/%s", outbox_id, part->document_id);
  const ZpiSealContext context = {"outbox_parts",
                                  "info",
                                  row_id,
                                  sqlite3_column_int64 (stmt, PART_VERSION)};
  g_autoptr (GBytes) sealed = zpi_sql_dup_bytes (stmt, PART_INFO);
  g_autoptr (GBytes) case_key = zpi_sql_dup_bytes (stmt, PART_CASE_KEY);
  g_autoptr (GBytes) plain = NULL;
  char *texts[3];

  if (case_key == NULL || sealed == NULL)
    return broken (error);
  plain = zpi_vault_open (self->vault, case_id, case_key, &context, sealed, error);
  if (plain == NULL)
    return FALSE;
  if (!zpi_unpack_texts (plain, texts, G_N_ELEMENTS (texts)))
    return broken (error);
  part->sha256 = texts[0];
  part->media_type = texts[1];
  part->upload_path = texts[2];
  return TRUE;
}

static ZpiOutboxPart *
part_from_row (sqlite3_stmt *stmt)
{
  ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);

  part->document_id = zpi_sql_dup_text (stmt, PART_DOCUMENT);
  part->position = sqlite3_column_int64 (stmt, PART_POSITION);
  part->size_bytes = sqlite3_column_int64 (stmt, PART_SIZE);
  part->offset = sqlite3_column_int64 (stmt, PART_SENT);
  part->state = zpi_sql_dup_text (stmt, PART_STATE);
  part->problem = zpi_sql_dup_text (stmt, PART_PROBLEM);
  return part;
}

/**
 * zpi_outbox_store_parts:
 * @store: a store
 * @id: a submission
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full) (element-type ZpiOutboxPart): its parts in the order of the form; %NULL
 *   with %ZPI_ERROR_KEY_MISSING, %ZPI_ERROR_SEAL_BROKEN or a storage error
 */
GPtrArray *
zpi_outbox_store_parts (ZpiStore *store, const char *id, GError **error)
{
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row;

  g_return_val_if_fail (id != NULL, NULL);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store, select_parts, error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, id);
  while (TRUE) {
    g_autoptr (ZpiOutboxPart) part = NULL;

    if (!zpi_sql_row (stmt, &has_row, error))
      return NULL;
    if (!has_row)
      break;
    part = part_from_row (stmt);
    if (!open_info (store, id, stmt, part, error))
      return NULL;
    g_ptr_array_add (parts, g_steal_pointer (&part));
  }
  return g_steal_pointer (&parts);
}

/* What sealing a part anew needs. */
static gboolean
get_version (ZpiStore *self,
             const char *outbox_id,
             const char *document_id,
             guint64 *version,
             char **case_id,
             GBytes **case_key,
             GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "SELECT p.version, c.id, c.case_key FROM outbox_parts p "
                         "JOIN outbox o ON o.id = p.outbox_id JOIN cases c ON c.id = o.case_id "
                         "WHERE p.outbox_id = ?1 AND p.document_id = ?2",
                         error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, outbox_id);
  zpi_sql_bind_text (stmt, 2, document_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    *version = sqlite3_column_int64 (stmt, 0);
    *case_id = zpi_sql_dup_text (stmt, 1);
    *case_key = zpi_sql_dup_bytes (stmt, 2);
  }
  if (*case_key == NULL)
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No such part in the outbox");
  return *case_key != NULL;
}

/**
 * zpi_outbox_store_update_part:
 * @store: a store
 * @id: a submission
 * @part: a part of it; its path, offset, state and problem are written
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_outbox_store_update_part (ZpiStore *store,
                              const char *id,
                              const ZpiOutboxPart *part,
                              GError **error)
{
  g_autofree char *case_id = NULL;
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (GBytes) info = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 version = 0;

  g_return_val_if_fail (id != NULL && part != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!get_version (store, id, part->document_id, &version, &case_id, &case_key, error))
    return FALSE;
  info = seal_info (store, id, case_id, case_key, part, version + 1, error);
  if (info == NULL)
    return FALSE;
  stmt = zpi_store_prepare (store,
                            "UPDATE outbox_parts SET sent_bytes = ?3, state = ?4, problem = ?5, "
                            "version = ?6, info = ?7 WHERE outbox_id = ?1 AND document_id = ?2",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, id);
  zpi_sql_bind_text (stmt, 2, part->document_id);
  zpi_sql_bind_int (stmt, 3, part->offset);
  zpi_sql_bind_text (stmt, 4, part->state);
  zpi_sql_bind_text (stmt, 5, part->problem);
  zpi_sql_bind_int (stmt, 6, version + 1);
  zpi_sql_bind_bytes (stmt, 7, info);
  return zpi_sql_done (stmt, error);
}
