/* SPDX-License-Identifier: EUPL-1.2 */

/* State, due date, reference and duplicate warning of a case. */

#include "zpi-case-store.h"

#include "zpi-clock.h"
#include "zpi-pack.h"
#include "zpi-store-private.h"

/**
 * zpi_case_store_set_state:
 * @store: a store
 * @case_id: the case
 * @from: the state that it has to be in
 * @to: the new state
 * @attention: (nullable): the typed reason, for %ZPI_CASE_ATTENTION
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when the case is in another state,
 *   %ZPI_ERROR_NOT_FOUND or a storage error
 */
gboolean
zpi_case_store_set_state (ZpiStore *store,
                          const char *case_id,
                          ZpiCaseState from,
                          ZpiCaseState to,
                          const char *attention,
                          GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 generation;
  guint64 version;
  gint64 now_us;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!zpi_case_store_get_versions (store, case_id, &generation, &version, error) ||
      !zpi_store_now_us (store, &now_us, error))
    return FALSE;
  stmt = zpi_store_prepare (store,
                            "UPDATE cases SET state = ?3, attention = ?4, changed_us = ?5 "
                            "WHERE id = ?1 AND state = ?2",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_text (stmt, 2, zpi_case_state_to_nick (from));
  zpi_sql_bind_text (stmt, 3, zpi_case_state_to_nick (to));
  zpi_sql_bind_text (stmt, 4, attention);
  zpi_sql_bind_int (stmt, 5, now_us);
  if (!zpi_sql_done (stmt, error))
    return FALSE;
  if (sqlite3_changes (store->db) == 0) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_CONFLICT,
                 "The case is not in state \"%s\"",
                 zpi_case_state_to_nick (from));
    return FALSE;
  }
  return TRUE;
}

/**
 * zpi_case_store_set_due:
 * @store: a store
 * @case_id: the case
 * @due_us: when something is due, 0 for nothing
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_case_store_set_due (ZpiStore *store, const char *case_id, gint64 due_us, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store, "UPDATE cases SET due_us = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_int (stmt, 2, due_us);
  return zpi_case_store_change_one (store, stmt, error);
}

/**
 * zpi_case_store_set_reference:
 * @store: a store
 * @case_id: the case
 * @reference: (nullable): the municipality's reference
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_case_store_set_reference (ZpiStore *store,
                              const char *case_id,
                              const char *reference,
                              GError **error)
{
  const ZpiSealContext context = {"cases", "reference", case_id, 0};
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  plain = zpi_pack_texts (&reference, 1);
  sealed = zpi_vault_seal_store (store->vault, &context, plain, error);
  if (sealed == NULL)
    return FALSE;
  stmt = zpi_store_prepare (store, "UPDATE cases SET reference = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_bytes (stmt, 2, sealed);
  return zpi_case_store_change_one (store, stmt, error);
}

/**
 * zpi_case_store_set_bsn_hash:
 * @store: a store
 * @case_id: the case
 * @hash: (nullable): from zpi_vault_hash_bsn(); %NULL forgets it
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_case_store_set_bsn_hash (ZpiStore *store, const char *case_id, const char *hash, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store, "UPDATE cases SET bsn_hash = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_text (stmt, 2, hash);
  return zpi_case_store_change_one (store, stmt, error);
}

/* (transfer full) (element-type utf8): the first column of every row */
static GPtrArray *
collect_ids (sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row = TRUE;

  while (has_row) {
    if (!zpi_sql_row (stmt, &has_row, error))
      return NULL;
    if (has_row)
      g_ptr_array_add (ids, zpi_sql_dup_text (stmt, 0));
  }
  return g_steal_pointer (&ids);
}

/**
 * zpi_case_store_find_bsn_hash:
 * @store: a store
 * @hash: from zpi_vault_hash_bsn()
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full) (element-type utf8): ids of cases, newest first
 */
GPtrArray *
zpi_case_store_find_bsn_hash (ZpiStore *store, const char *hash, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (hash != NULL, NULL);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store,
                            "SELECT id FROM cases WHERE bsn_hash = ?1 ORDER BY number DESC",
                            error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, hash);
  return collect_ids (stmt, error);
}

/**
 * zpi_case_store_list_recent:
 * @store: a store
 * @max: how many at most
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full) (element-type utf8): ids of cases whose answers are there, the one that
 *   was changed last first
 */
GPtrArray *
zpi_case_store_list_recent (ZpiStore *store, guint max, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store,
                            "SELECT id FROM cases WHERE snapshot IS NOT NULL "
                            "ORDER BY changed_us DESC LIMIT ?1",
                            error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, max);
  return collect_ids (stmt, error);
}
