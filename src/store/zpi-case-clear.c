/* SPDX-License-Identifier: EUPL-1.2 */

/* Clearing away: what goes, and making sure that it is gone from the files. */

#include "zpi-case-store.h"
#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-store-private.h"

/* Free pages that are given back at once; the rest another time. */
#define VACUUM_PAGES     "2000"

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
 * Removes answers, documents and outbox, and destroys the case key. Of the name the first names
 * stay that the record `stub` holds. On the store thread, inside a transaction; follow with
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
  return check_nothing_to_send (store, case_id, error) &&
         exec_for_case (store, "DELETE FROM documents WHERE case_id = ?1", case_id, error) &&
         exec_for_case (store, "DELETE FROM outbox WHERE case_id = ?1", case_id, error) &&
         zpi_case_store_set_label (store, case_id, name, info->initials, error) &&
         destroy_key (store, case_id, error) && zpi_store_note_scrub (store, error);
}

/**
 * zpi_case_store_delete:
 * @store: a store
 * @case_id: the case
 * @error: return location for an error
 *
 * Removes everything of a case. On the store thread, inside a transaction; follow with
 * zpi_store_scrub().
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_ALLOWED while something still has to be sent,
 *   %ZPI_ERROR_NOT_FOUND or a storage error
 */
gboolean
zpi_case_store_delete (ZpiStore *store, const char *case_id, GError **error)
{
  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!check_nothing_to_send (store, case_id, error) ||
      !exec_for_case (store, "DELETE FROM cases WHERE id = ?1", case_id, error))
    return FALSE;
  if (sqlite3_changes (store->db) == 0) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No such case");
    return FALSE;
  }
  return zpi_store_note_scrub (store, error);
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

/**
 * zpi_store_scrub:
 * @store: a store
 * @error: return location for an error
 *
 * Gives back free pages and truncates the WAL, so that nothing that was removed still stands in a
 * file. On the store thread, outside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_BUSY when a reader stands in the way: it is recorded as pending,
 *   to be tried again later; or a storage error
 */
gboolean
zpi_store_scrub (ZpiStore *store, GError **error)
{
  gboolean done = FALSE;

  g_assert (zpi_store_on_thread (store));

  if (!zpi_sql_exec (store->db, "PRAGMA incremental_vacuum (" VACUUM_PAGES ")", error) ||
      !truncate_wal (store, &done, error))
    return FALSE;
  if (!done) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BUSY,
                         "Somebody is reading: the log is not truncated yet");
    return FALSE;
  }
  return zpi_meta_store_set (store, ZPI_META_SCRUB, NULL, error);
}

/**
 * zpi_store_scrub_pending:
 * @store: a store
 * @pending: (out): whether something was removed and zpi_store_scrub() has not succeeded since
 * @error: return location for an error
 *
 * On the store thread.
 */
gboolean
zpi_store_scrub_pending (ZpiStore *store, gboolean *pending, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *value = NULL;

  g_return_val_if_fail (pending != NULL, FALSE);

  value = zpi_meta_store_get (store, ZPI_META_SCRUB, &local_error);
  *pending = value != NULL;
  if (value != NULL || g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
