/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-clock.h"
#include "zpi-store-private.h"

enum { COLUMN_VALUE, COLUMN_SEALED, COLUMN_VERSION };

static const char select_one[] = "SELECT value, sealed, version FROM meta WHERE name = ?1";

static gboolean
find (ZpiStore *self, const char *name, sqlite3_stmt **stmt, GError **error)
{
  gboolean has_row = FALSE;

  g_assert (zpi_store_on_thread (self));

  *stmt = zpi_store_prepare (self, select_one, error);
  if (*stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (*stmt, 1, name);
  if (!zpi_sql_row (*stmt, &has_row, error))
    return FALSE;
  if (!has_row) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No setting \"%s\"", name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
not_found (const char *name, GError **error)
{
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No setting \"%s\" of this kind", name);
  return FALSE;
}

/**
 * zpi_meta_store_get:
 * @self: a store
 * @name: a plain setting
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): its value; %NULL with %ZPI_ERROR_NOT_FOUND or a storage error
 */
char *
zpi_meta_store_get (ZpiStore *self, const char *name, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  char *value;

  g_return_val_if_fail (name != NULL, NULL);

  if (!find (self, name, &stmt, error))
    return NULL;
  value = zpi_sql_dup_text (stmt, COLUMN_VALUE);
  if (value == NULL)
    not_found (name, error);
  return value;
}

/**
 * zpi_meta_store_set:
 * @self: a store
 * @name: a plain setting
 * @value: (nullable): an id, a time or a number, never anything personal; %NULL removes it
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_meta_store_set (ZpiStore *self, const char *name, const char *value, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (name != NULL, FALSE);
  g_assert (zpi_store_on_thread (self));

  stmt =
      zpi_store_prepare (self,
                         value != NULL ? "INSERT INTO meta (name, value) VALUES (?1, ?2) "
                                         "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                                       : "DELETE FROM meta WHERE name = ?1",
                         error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, name);
  if (value != NULL)
    zpi_sql_bind_text (stmt, 2, value);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_meta_store_list:
 * @self: a store
 * @prefix: how the names begin
 * @found: (element-type utf8 utf8): takes the plain settings, which it owns
 * @error: return location for an error
 *
 * On the store thread.
 */
gboolean
zpi_meta_store_list (ZpiStore *self, const char *prefix, GHashTable *found, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (prefix != NULL, FALSE);

  stmt = zpi_store_prepare (self,
                            "SELECT name, value FROM meta "
                            "WHERE substr(name, 1, length(?1)) = ?1 AND value IS NOT NULL",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, prefix);
  while (zpi_sql_row (stmt, &has_row, error)) {
    if (!has_row)
      return TRUE;
    g_hash_table_replace (found, zpi_sql_dup_text (stmt, 0), zpi_sql_dup_text (stmt, 1));
  }
  return FALSE;
}

/**
 * zpi_meta_store_get_sealed:
 * @self: a store
 * @name: a sealed setting
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): its value; %NULL with %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_KEY_MISSING,
 *   %ZPI_ERROR_SEAL_BROKEN or a storage error
 */
GBytes *
zpi_meta_store_get_sealed (ZpiStore *self, const char *name, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) sealed = NULL;
  ZpiSealContext context = {"meta", "sealed", name, 0};

  g_return_val_if_fail (name != NULL, NULL);

  if (!find (self, name, &stmt, error))
    return NULL;
  sealed = zpi_sql_dup_bytes (stmt, COLUMN_SEALED);
  context.generation = sqlite3_column_int64 (stmt, COLUMN_VERSION);
  if (sealed == NULL) {
    not_found (name, error);
    return NULL;
  }
  return zpi_vault_open_store (self->vault, &context, sealed, error);
}

static gboolean
next_version (ZpiStore *self, const char *name, guint64 *version, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GError) local_error = NULL;

  *version = 1;
  if (find (self, name, &stmt, &local_error))
    *version = sqlite3_column_int64 (stmt, COLUMN_VERSION) + 1;
  else if (!g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  return TRUE;
}

/**
 * zpi_meta_store_set_sealed:
 * @self: a store
 * @name: a sealed setting
 * @value: (nullable): its value; %NULL removes it
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_meta_store_set_sealed (ZpiStore *self, const char *name, GBytes *value, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) sealed = NULL;
  ZpiSealContext context = {"meta", "sealed", name, 0};

  g_return_val_if_fail (name != NULL, FALSE);
  g_assert (zpi_store_on_thread (self));

  if (value == NULL)
    return zpi_meta_store_set (self, name, NULL, error);
  if (!next_version (self, name, &context.generation, error))
    return FALSE;
  sealed = zpi_vault_seal_store (self->vault, &context, value, error);
  if (sealed == NULL)
    return FALSE;
  stmt = zpi_store_prepare (self,
                            "INSERT INTO meta (name, sealed, version) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, "
                            "version = excluded.version",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, name);
  zpi_sql_bind_bytes (stmt, 2, sealed);
  zpi_sql_bind_int (stmt, 3, context.generation);
  return zpi_sql_done (stmt, error);
}

/* Counts on from what stands there. Inside a transaction. */
gboolean
zpi_meta_store_count (ZpiStore *self, const char *name, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "INSERT INTO meta (name, value) VALUES (?1, '1') "
                         "ON CONFLICT (name) DO UPDATE "
                         "SET value = CAST (CAST (value AS INTEGER) + 1 AS TEXT) "
                         "RETURNING CAST (value AS INTEGER)",
                         error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, name);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  *number = sqlite3_column_int64 (stmt, 0);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_meta_store_next_sequence:
 * @self: a store
 * @number: (out): the next number
 * @error: return location for an error
 *
 * A number that never goes back, whatever the clock does. On the store thread, inside a
 * transaction.
 */
gboolean
zpi_meta_store_next_sequence (ZpiStore *self, guint64 *number, GError **error)
{
  gint64 count = 0;

  g_return_val_if_fail (number != NULL, FALSE);

  if (!zpi_meta_store_count (self, "sequence", &count, error))
    return FALSE;
  *number = count;
  return TRUE;
}

/**
 * zpi_store_now_us:
 * @self: a store
 * @now_us: (out): the time to write down, in microseconds since 1970
 * @error: return location for an error
 *
 * The clock of this computer, but never before it was last compared with a server's: with a dead
 * battery a clock begins anew years ago. On the store thread.
 *
 * Returns: %FALSE with a storage error, which has to end the transaction
 */
gboolean
zpi_store_now_us (ZpiStore *self, gint64 *now_us, GError **error)
{
  /* Two look-ups: for a list of names SQLite makes a table of its own, in every save. */
  static const char latest[] =
      "SELECT CAST (value AS INTEGER) + coalesce ((SELECT min (CAST (value AS INTEGER), 0) "
      "FROM meta WHERE name = '" ZPI_META_CLOCK_OFFSET "'), 0) "
      "FROM meta WHERE name = '" ZPI_META_CLOCK_CONFIRMED "'";
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, latest, error);
  gboolean has_row = FALSE;

  *now_us = zpi_clock_now_us ();
  if (stmt == NULL || !zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *now_us = MAX (*now_us, sqlite3_column_int64 (stmt, 0));
  return TRUE;
}
