/* SPDX-License-Identifier: EUPL-1.2 */

/* The follow-up of a case: small sealed records by name that survive clearing. */

#include "zpi-case-store.h"
#include "zpi-store-private.h"

/* Sealed value and version of a record; both 0 without error when there is none. */
static gboolean
find_record (ZpiStore *self,
             const char *case_id,
             const char *name,
             GBytes **sealed,
             guint64 *version,
             GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "SELECT value, version FROM records WHERE case_id = ?1 AND name = ?2",
                         error);
  gboolean has_row = FALSE;

  *sealed = NULL;
  *version = 0;
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_text (stmt, 2, name);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    *sealed = zpi_sql_dup_bytes (stmt, 0);
    *version = sqlite3_column_int64 (stmt, 1);
  }
  return TRUE;
}

static gboolean
remove_record (ZpiStore *self, const char *case_id, const char *name, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self, "DELETE FROM records WHERE case_id = ?1 AND name = ?2", error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_text (stmt, 2, name);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_case_store_set_record:
 * @store: a store
 * @case_id: the case
 * @name: `receipt`, `stub`, `timeline`, …
 * @value: (nullable): the content; %NULL removes the record
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when there is no such case, %ZPI_ERROR_KEY_MISSING or a
 *   storage error
 */
gboolean
zpi_case_store_set_record (ZpiStore *store,
                           const char *case_id,
                           const char *name,
                           GBytes *value,
                           GError **error)
{
  ZpiSealContext context = {"records", name, case_id, 0};
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (case_id != NULL && name != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (value == NULL)
    return remove_record (store, case_id, name, error);
  if (!find_record (store, case_id, name, &old, &context.generation, error))
    return FALSE;
  context.generation++;
  sealed = zpi_vault_seal_store (store->vault, &context, value, error);
  if (sealed == NULL)
    return FALSE;
  stmt = zpi_store_prepare (store,
                            "INSERT INTO records (case_id, name, version, value) "
                            "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (case_id, name) DO UPDATE "
                            "SET version = excluded.version, value = excluded.value",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_text (stmt, 2, name);
  zpi_sql_bind_int (stmt, 3, context.generation);
  zpi_sql_bind_bytes (stmt, 4, sealed);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_case_store_get_record:
 * @store: a store
 * @case_id: the case
 * @name: the record
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): its content; %NULL with %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_KEY_MISSING,
 *   %ZPI_ERROR_SEAL_BROKEN or a storage error
 */
GBytes *
zpi_case_store_get_record (ZpiStore *store, const char *case_id, const char *name, GError **error)
{
  ZpiSealContext context = {"records", name, case_id, 0};
  g_autoptr (GBytes) sealed = NULL;

  g_return_val_if_fail (case_id != NULL && name != NULL, NULL);
  g_assert (zpi_store_on_thread (store));

  if (!find_record (store, case_id, name, &sealed, &context.generation, error))
    return NULL;
  if (sealed == NULL) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "The case has no \"%s\"", name);
    return NULL;
  }
  return zpi_vault_open_store (store->vault, &context, sealed, error);
}
