/* SPDX-License-Identifier: EUPL-1.2 */

/* Clearing away: what goes, and making sure that it is gone from the files. */

#include "zpi-case-store.h"
#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-store-private.h"

/* What one step takes away: of chunks, and of pages at the end of the file. Each page of it stands
 * in the log once before it is given back, so this is also what a full disk has to have left. */
#define STEP_CHUNKS      "8"
#define STEP_PAGES       "256"

#define SCRUB_TIMEOUT_MS 200

static gboolean
exec_for_case (ZpiStore *self, const char *sql, const char *case_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, sql, error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  return zpi_sql_done (stmt, error);
}

static gboolean
check_nothing_to_send (ZpiStore *self, const char *case_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "SELECT 1 FROM outbox WHERE case_id = ?1 AND step <> 'done' LIMIT 1",
                         error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "Something of this case still has to be sent");
    return FALSE;
  }
  return TRUE;
}

static gboolean
destroy_key (ZpiStore *self, const char *case_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "UPDATE cases SET case_key = NULL, snapshot = NULL, cleared_us = ?2 "
                         "WHERE id = ?1",
                         error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_int (stmt, 2, zpi_clock_now_us ());
  return zpi_sql_done (stmt, error);
}

/* What does not open any more without the key of its case, and goes in small steps. */
static gboolean
leave_documents (ZpiStore *self, const char *case_id, GError **error)
{
  return exec_for_case (self,
                        "UPDATE documents SET state = 'cleared', info = NULL WHERE case_id = ?1",
                        case_id,
                        error);
}

/* What may stay of the name: the first names that the stub holds. */
static char *
stub_name (ZpiStore *self, const char *case_id)
{
  g_autoptr (GBytes) stub = zpi_case_store_get_record (self, case_id, "stub", NULL);
  g_autoptr (JsonNode) root = NULL;

  if (stub != NULL)
    root = zpi_json_parse (stub, ZPI_JSON_MAX_BYTES, ZPI_JSON_MAX_DEPTH, NULL);
  return root != NULL ? g_strdup (zpi_json_get_string (json_node_get_object (root), "given_names"))
                      : NULL;
}

/**
 * zpi_case_store_clear:
 * @store: a store whose vault is unlocked
 * @case_id: the case
 * @error: return location for an error
 *
 * Removes answers and outbox, and destroys the case key, without which its documents do not open
 * any more. Of the name the first names stay that the record `stub` holds. On the store thread,
 * inside a transaction; what is left of the documents goes by zpi_store_scrub_step() or
 * zpi_store_scrub().
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_ALLOWED while something still has to be sent,
 *   %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_KEY_MISSING or a storage error
 */
gboolean
zpi_case_store_clear (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, error);
  g_autofree char *name = NULL;

  if (info == NULL)
    return FALSE;
  name = stub_name (store, case_id);
  return check_nothing_to_send (store, case_id, error) && leave_documents (store, case_id, error) &&
         exec_for_case (store, "DELETE FROM outbox WHERE case_id = ?1", case_id, error) &&
         zpi_case_store_set_label (store, case_id, name, info->initials, error) &&
         destroy_key (store, case_id, error);
}

static gboolean
has_documents (ZpiStore *self, const char *case_id, gboolean *has, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self, "SELECT 1 FROM documents WHERE case_id = ?1 LIMIT 1", error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  return zpi_sql_row (stmt, has, error);
}

/* A row that no list shows, for as long as chunks of its documents are left. */
static gboolean
remove_but_documents (ZpiStore *self, const char *case_id, GError **error)
{
  return leave_documents (self, case_id, error) &&
         exec_for_case (self, "DELETE FROM records WHERE case_id = ?1", case_id, error) &&
         exec_for_case (self, "DELETE FROM outbox WHERE case_id = ?1", case_id, error) &&
         exec_for_case (self,
                        "UPDATE cases SET kind = '" ZPI_CASE_REMOVED "', case_key = NULL, "
                        "snapshot = NULL, label = NULL, reference = NULL, bsn_hash = NULL "
                        "WHERE id = ?1",
                        case_id,
                        error);
}

/**
 * zpi_case_store_delete:
 * @store: a store
 * @case_id: the case
 * @error: return location for an error
 *
 * Removes everything of a case. On the store thread, inside a transaction; what is left of its
 * documents goes by zpi_store_scrub_step() or zpi_store_scrub().
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_ALLOWED while something still has to be sent,
 *   %ZPI_ERROR_NOT_FOUND or a storage error
 */
gboolean
zpi_case_store_delete (ZpiStore *store, const char *case_id, GError **error)
{
  gboolean in_steps = FALSE;
  guint64 generation;
  guint64 version;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  return zpi_case_store_get_versions (store, case_id, &generation, &version, error) &&
         check_nothing_to_send (store, case_id, error) &&
         has_documents (store, case_id, &in_steps, error) &&
         (in_steps ? remove_but_documents (store, case_id, error)
                   : exec_for_case (store, "DELETE FROM cases WHERE id = ?1", case_id, error));
}

/* A row that is on its way out stands in nobody's way. */
gboolean
zpi_case_store_finish_removing (ZpiStore *self, const char *case_id, GError **error)
{
  return exec_for_case (self,
                        "DELETE FROM cases WHERE id = ?1 AND kind = '" ZPI_CASE_REMOVED "'",
                        case_id,
                        error);
}

/* The chunks of one document that was cleared, and the document with the last of them. */
static gboolean
remove_chunks (ZpiStore *self, gpointer data, GError **error)
{
  return zpi_sql_exec (self->db,
                       "DELETE FROM chunks WHERE id IN (SELECT c.id FROM documents d "
                       "JOIN chunks c ON c.document_id = d.id WHERE d.state = 'cleared' "
                       "LIMIT " STEP_CHUNKS ");"
                       "DELETE FROM documents WHERE state = 'cleared' AND NOT EXISTS "
                       "(SELECT 1 FROM chunks c WHERE c.document_id = documents.id);"
                       "DELETE FROM cases WHERE kind = '" ZPI_CASE_REMOVED "' AND NOT EXISTS "
                       "(SELECT 1 FROM documents d WHERE d.case_id = cases.id);",
                       error);
}

static gboolean
has_left_overs (ZpiStore *self, gboolean *has, GError **error)
{
  gint64 n;

  *has = FALSE;
  if (!zpi_sql_number (self->db,
                       "SELECT (SELECT count(*) FROM documents WHERE state = 'cleared') + "
                       "(SELECT count(*) FROM cases WHERE kind = '" ZPI_CASE_REMOVED "')",
                       &n,
                       error))
    return FALSE;
  *has = n > 0;
  return TRUE;
}

/* %TRUE in @done only when the WAL is empty now. */
static gboolean
truncate_wal (ZpiStore *self, gboolean *done, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self, "PRAGMA wal_checkpoint (TRUNCATE)", error);
  gboolean has_row = FALSE;
  gboolean ran;

  if (stmt == NULL)
    return FALSE;
  /* Saving waits behind this: a reader is not waited for, but tried again later. */
  sqlite3_busy_timeout (self->db, SCRUB_TIMEOUT_MS);
  ran = zpi_sql_row (stmt, &has_row, error);
  sqlite3_busy_timeout (self->db, ZPI_STORE_BUSY_TIMEOUT_MS);
  if (!ran)
    return FALSE;
  *done = has_row && sqlite3_column_int (stmt, 0) == 0;
  return TRUE;
}

static gboolean
is_busy (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BUSY,
                       "Somebody is reading: the log is not truncated yet");
  return FALSE;
}

/* Gives back what the log takes, so that many steps take no more room than one. */
static gboolean
empty_log (ZpiStore *self, GError **error)
{
  gboolean done = FALSE;

  return truncate_wal (self, &done, error) && (done || is_busy (error));
}

/**
 * zpi_store_scrub_step:
 * @store: a store
 * @more: (out): whether there is more to be done
 * @error: return location for an error
 *
 * Takes away a small part of what was cleared, and of the log. Once there is no more, nothing that
 * was removed stands in a file. Needs no more free space than such a part. On the store thread,
 * outside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_BUSY when a reader stands in the way, to be tried again later; or
 *   a storage error
 */
gboolean
zpi_store_scrub_step (ZpiStore *store, gboolean *more, GError **error)
{
  g_assert (zpi_store_on_thread (store));

  if (!has_left_overs (store, more, error))
    return FALSE;
  if (*more)
    return zpi_store_transact (store, remove_chunks, NULL, error) && empty_log (store, error);
  return empty_log (store, error);
}

/**
 * zpi_store_shrink_step:
 * @store: a store
 * @more: (out): whether the file can become smaller still
 * @error: return location for an error
 *
 * Gives a few pages at the end of the file back to the disk. On the store thread, outside a
 * transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_BUSY when a reader stands in the way, or a storage error
 */
gboolean
zpi_store_shrink_step (ZpiStore *store, gboolean *more, GError **error)
{
  gint64 n_free = 0;

  g_assert (zpi_store_on_thread (store));

  *more = FALSE;
  if (!zpi_sql_exec (store->db, "PRAGMA incremental_vacuum (" STEP_PAGES ")", error) ||
      !empty_log (store, error) ||
      !zpi_sql_number (store->db, "PRAGMA freelist_count", &n_free, error))
    return FALSE;
  *more = n_free > 0;
  return TRUE;
}

/**
 * zpi_store_scrub:
 * @store: a store
 * @error: return location for an error
 *
 * All steps of zpi_store_scrub_step() and zpi_store_shrink_step() one after the other: nothing that
 * was removed still stands in a file. Where somebody types meanwhile, the steps are better called
 * one at a time. On the store thread, outside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_BUSY when a reader stands in the way, to be tried again later; or
 *   a storage error
 */
gboolean
zpi_store_scrub (ZpiStore *store, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!zpi_store_scrub_step (store, &more, error))
      return FALSE;
  do
    if (!zpi_store_shrink_step (store, &more, error))
      return FALSE;
  while (more);
  return TRUE;
}
