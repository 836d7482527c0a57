/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-document-store.h"

#include "zpi-clock.h"
#include "zpi-pack.h"
#include "zpi-store-private.h"

/* A row of `documents` with the key of its case. */
typedef struct {
  char *case_id;
  char *state;
  guint64 n_chunks;
  GBytes *info;
  GBytes *case_key;
} Document;

enum { DOC_CASE, DOC_STATE, DOC_N_CHUNKS, DOC_INFO, DOC_KEY };

static void
document_free (Document *self)
{
  g_free (self->case_id);
  g_free (self->state);
  g_clear_pointer (&self->info, g_bytes_unref);
  g_clear_pointer (&self->case_key, g_bytes_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, document_free)

static gboolean
not_found (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No such document");
  return FALSE;
}

static gboolean
not_allowed (const char *message, GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, message);
  return FALSE;
}

static Document *
find (ZpiStore *self, const char *document_id, GError **error)
{
  g_autoptr (Document) document = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_assert (zpi_store_on_thread (self));

  stmt = zpi_store_prepare (self,
                            "SELECT d.case_id, d.state, d.n_chunks, d.info, c.case_key "
                            "FROM documents d JOIN cases c ON c.id = d.case_id WHERE d.id = ?1",
                            error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, document_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return NULL;
  document = g_new0 (Document, 1);
  if (has_row) {
    document->case_id = zpi_sql_dup_text (stmt, DOC_CASE);
    document->state = zpi_sql_dup_text (stmt, DOC_STATE);
    document->n_chunks = sqlite3_column_int64 (stmt, DOC_N_CHUNKS);
    document->info = zpi_sql_dup_bytes (stmt, DOC_INFO);
    document->case_key = zpi_sql_dup_bytes (stmt, DOC_KEY);
  }
  if (document->case_key == NULL) {
    not_found (error);
    return NULL;
  }
  return g_steal_pointer (&document);
}

static Document *
find_in_state (ZpiStore *self, const char *document_id, const char *state, GError **error)
{
  g_autoptr (Document) document = find (self, document_id, error);

  if (document == NULL)
    return NULL;
  if (g_strcmp0 (document->state, state) != 0) {
    if (g_str_equal (state, "complete"))
      not_found (error);
    else
      not_allowed ("The document is not being taken in", error);
    return NULL;
  }
  return g_steal_pointer (&document);
}

/* What is on its way out stands in nobody's way. */
static gboolean
finish_clearing (ZpiStore *self, const char *document_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self, "DELETE FROM documents WHERE id = ?1 AND state = 'cleared'", error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, document_id);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_document_store_begin:
 * @store: a store
 * @case_id: the case
 * @document_id: the new document
 * @error: return location for an error
 *
 * Begins to take in a document. On the store thread, inside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_FOUND for the case, %ZPI_ERROR_CONFLICT when the id is taken,
 *   %ZPI_ERROR_KEY_MISSING or a storage error
 */
gboolean
zpi_document_store_begin (ZpiStore *store,
                          const char *case_id,
                          const char *document_id,
                          GError **error)
{
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (case_id != NULL && document_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  case_key = zpi_case_store_ensure_key (store, case_id, error);
  if (case_key == NULL || !finish_clearing (store, document_id, error))
    return FALSE;
  stmt = zpi_store_prepare (store,
                            "INSERT INTO documents (id, case_id, state, created_us) "
                            "VALUES (?1, ?2, 'open', ?3)",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, document_id);
  zpi_sql_bind_text (stmt, 2, case_id);
  zpi_sql_bind_int (stmt, 3, zpi_clock_now_us ());
  return zpi_sql_done (stmt, error);
}

static gboolean
insert_chunk (ZpiStore *self,
              const char *document_id,
              guint64 index,
              GBytes *sealed,
              GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "INSERT INTO chunks (document_id, position, data) VALUES (?1, ?2, ?3)",
                         error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, document_id);
  zpi_sql_bind_int (stmt, 2, index);
  zpi_sql_bind_bytes (stmt, 3, sealed);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_document_store_append:
 * @store: a store
 * @document_id: a document that was begun
 * @index: 0 for the first chunk, and so on
 * @last: whether it is the last one
 * @plain: the bytes: %ZPI_DOCUMENT_CHUNK_BYTES of them, or fewer in the last chunk
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_NOT_ALLOWED when it is not this chunk's
 *   turn, %ZPI_ERROR_KEY_MISSING or a storage error
 */
gboolean
zpi_document_store_append (ZpiStore *store,
                           const char *document_id,
                           guint64 index,
                           gboolean last,
                           GBytes *plain,
                           GError **error)
{
  g_autoptr (Document) document = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gsize size;

  g_return_val_if_fail (document_id != NULL && plain != NULL, FALSE);

  document = find_in_state (store, document_id, "open", error);
  if (document == NULL)
    return FALSE;
  size = g_bytes_get_size (plain);
  if (index != document->n_chunks || size > ZPI_DOCUMENT_CHUNK_BYTES ||
      (!last && size != ZPI_DOCUMENT_CHUNK_BYTES))
    return not_allowed ("This is not the next chunk", error);

  sealed = zpi_vault_seal_chunk (store->vault,
                                 document->case_id,
                                 document->case_key,
                                 document_id,
                                 index,
                                 last,
                                 plain,
                                 error);
  if (sealed == NULL || !insert_chunk (store, document_id, index, sealed, error))
    return FALSE;
  stmt = zpi_store_prepare (store,
                            "UPDATE documents SET n_chunks = ?2, state = ?3 WHERE id = ?1",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, document_id);
  zpi_sql_bind_int (stmt, 2, index + 1);
  zpi_sql_bind_text (stmt, 3, last ? "closed" : "open");
  return zpi_sql_done (stmt, error);
}

static guint64
chunks_for (guint64 size_bytes)
{
  return size_bytes == 0 ? 1
                         : (size_bytes + ZPI_DOCUMENT_CHUNK_BYTES - 1) / ZPI_DOCUMENT_CHUNK_BYTES;
}

static GBytes *
seal_info (ZpiStore *self,
           const Document *document,
           const char *document_id,
           const char *media_type,
           guint64 size_bytes,
           const char *sha256,
           GError **error)
{
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, size_bytes);
  const char *const texts[] = {size, sha256, media_type};
  const ZpiSealContext context = {"documents", "info", document_id, 0};
  g_autoptr (GBytes) plain = zpi_pack_texts (texts, G_N_ELEMENTS (texts));

  return zpi_vault_seal (self->vault,
                         document->case_id,
                         document->case_key,
                         &context,
                         plain,
                         error);
}

/**
 * zpi_document_store_finish:
 * @store: a store
 * @document_id: a document whose last chunk is in
 * @media_type: what it is
 * @size_bytes: its length
 * @sha256: its digest, as lower-case hex
 * @error: return location for an error
 *
 * Seals length and digest and makes the document visible. On the store thread, inside a
 * transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_NOT_ALLOWED when the chunks do not make up
 *   this length, %ZPI_ERROR_KEY_MISSING or a storage error
 */
gboolean
zpi_document_store_finish (ZpiStore *store,
                           const char *document_id,
                           const char *media_type,
                           guint64 size_bytes,
                           const char *sha256,
                           GError **error)
{
  g_autoptr (Document) document = NULL;
  g_autoptr (GBytes) info = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (document_id != NULL && media_type != NULL && sha256 != NULL, FALSE);

  document = find_in_state (store, document_id, "closed", error);
  if (document == NULL)
    return FALSE;
  if (document->n_chunks != chunks_for (size_bytes))
    return not_allowed ("The chunks do not make up this length", error);

  info = seal_info (store, document, document_id, media_type, size_bytes, sha256, error);
  if (info == NULL)
    return FALSE;
  stmt = zpi_store_prepare (store,
                            "UPDATE documents SET info = ?2, state = 'complete' WHERE id = ?1",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, document_id);
  zpi_sql_bind_bytes (stmt, 2, info);
  return zpi_sql_done (stmt, error);
}

static GBytes *
load_chunk (ZpiStore *self, const char *document_id, guint64 index, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "SELECT data FROM chunks WHERE document_id = ?1 AND position = ?2",
                         error);
  gboolean has_row = FALSE;
  GBytes *sealed = NULL;

  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, document_id);
  zpi_sql_bind_int (stmt, 2, index);
  if (!zpi_sql_row (stmt, &has_row, error))
    return NULL;
  if (has_row)
    sealed = zpi_sql_dup_bytes (stmt, 0);
  if (sealed == NULL)
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "A chunk is missing");
  return sealed;
}

/**
 * zpi_document_store_dup_case:
 * @store: a store
 * @document_id: a complete document
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): the id of the case it belongs to; %NULL with %ZPI_ERROR_NOT_FOUND or a
 *   storage error
 */
char *
zpi_document_store_dup_case (ZpiStore *store, const char *document_id, GError **error)
{
  g_autoptr (Document) document = NULL;

  g_return_val_if_fail (document_id != NULL, NULL);

  document = find_in_state (store, document_id, "complete", error);
  return document != NULL ? g_steal_pointer (&document->case_id) : NULL;
}

/**
 * zpi_document_store_read_chunk:
 * @store: a store
 * @document_id: a complete document
 * @index: which chunk
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): the bytes, which wipe themselves; %NULL with %ZPI_ERROR_NOT_FOUND,
 *   %ZPI_ERROR_SEAL_BROKEN when the chunk is missing, foreign, or not what it was,
 *   %ZPI_ERROR_KEY_MISSING or a storage error
 */
GBytes *
zpi_document_store_read_chunk (ZpiStore *store,
                               const char *document_id,
                               guint64 index,
                               GError **error)
{
  g_autoptr (Document) document = NULL;
  g_autoptr (GBytes) sealed = NULL;

  g_return_val_if_fail (document_id != NULL, NULL);

  document = find_in_state (store, document_id, "complete", error);
  if (document == NULL)
    return NULL;
  if (index >= document->n_chunks) {
    not_found (error);
    return NULL;
  }
  sealed = load_chunk (store, document_id, index, error);
  if (sealed == NULL)
    return NULL;
  return zpi_vault_open_chunk (store->vault,
                               document->case_id,
                               document->case_key,
                               document_id,
                               index,
                               index + 1 == document->n_chunks,
                               sealed,
                               error);
}

static gboolean
broken_info (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_SEAL_BROKEN,
                       "The record of a document is damaged");
  return FALSE;
}

/**
 * zpi_document_store_get:
 * @store: a store
 * @document_id: a complete document
 * @size_bytes: (out) (optional): its length
 * @n_chunks: (out) (optional): how many chunks
 * @media_type: (out) (optional): what it is
 * @sha256: (out) (optional): its digest
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_SEAL_BROKEN (also when a chunk was cut
 *   off), %ZPI_ERROR_KEY_MISSING or a storage error
 */
gboolean
zpi_document_store_get (ZpiStore *store,
                        const char *document_id,
                        guint64 *size_bytes,
                        guint64 *n_chunks,
                        char **media_type,
                        char **sha256,
                        GError **error)
{
  const ZpiSealContext context = {"documents", "info", document_id, 0};
  g_autoptr (Document) document = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autofree char *size_text = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *type = NULL;
  char *texts[3];
  guint64 size = 0;

  g_return_val_if_fail (document_id != NULL, FALSE);

  document = find_in_state (store, document_id, "complete", error);
  if (document == NULL)
    return FALSE;
  if (document->info == NULL)
    return broken_info (error);
  plain = zpi_vault_open (store->vault,
                          document->case_id,
                          document->case_key,
                          &context,
                          document->info,
                          error);
  if (plain == NULL)
    return FALSE;
  if (!zpi_unpack_texts (plain, texts, G_N_ELEMENTS (texts)))
    return broken_info (error);
  size_text = texts[0];
  digest = texts[1];
  type = texts[2];
  if (size_text == NULL ||
      !g_ascii_string_to_unsigned (size_text, 10, 0, G_MAXINT64, &size, NULL) ||
      chunks_for (size) != document->n_chunks)
    return broken_info (error);

  if (size_bytes != NULL)
    *size_bytes = size;
  if (n_chunks != NULL)
    *n_chunks = document->n_chunks;
  if (media_type != NULL)
    *media_type = g_steal_pointer (&type);
  if (sha256 != NULL)
    *sha256 = g_steal_pointer (&digest);
  return TRUE;
}

/**
 * zpi_document_store_list:
 * @store: a store
 * @case_id: a case
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): the ids of its complete documents, oldest first
 */
GStrv
zpi_document_store_list (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  g_return_val_if_fail (case_id != NULL, NULL);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store,
                            "SELECT id FROM documents WHERE case_id = ?1 AND state = 'complete' "
                            "ORDER BY rowid",
                            error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, case_id);
  while (has_row) {
    if (!zpi_sql_row (stmt, &has_row, error))
      return NULL;
    if (has_row)
      g_strv_builder_add (builder, (const char *) sqlite3_column_text (stmt, 0));
  }
  return g_strv_builder_end (builder);
}

/**
 * zpi_document_store_remove:
 * @store: a store
 * @document_id: a document, complete or not
 * @error: return location for an error
 *
 * On the store thread, inside a transaction; its chunks go by zpi_store_scrub_step().
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_NOT_ALLOWED while it still has to be sent,
 *   or a storage error
 */
gboolean
zpi_document_store_remove (ZpiStore *store, const char *document_id, GError **error)
{
  g_autoptr (sqlite3_stmt) used = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (document_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  used = zpi_store_prepare (store,
                            "SELECT 1 FROM outbox_parts p JOIN outbox o ON o.id = p.outbox_id "
                            "WHERE p.document_id = ?1 AND o.step <> 'done' LIMIT 1",
                            error);
  if (used == NULL)
    return FALSE;
  zpi_sql_bind_text (used, 1, document_id);
  if (!zpi_sql_row (used, &has_row, error))
    return FALSE;
  if (has_row)
    return not_allowed ("The document still has to be sent", error);

  stmt = zpi_store_prepare (store,
                            "UPDATE documents SET state = 'cleared', info = NULL "
                            "WHERE id = ?1 AND state <> 'cleared'",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, document_id);
  if (!zpi_sql_done (stmt, error))
    return FALSE;
  return sqlite3_changes (store->db) > 0 || not_found (error);
}
