/* SPDX-License-Identifier: EUPL-1.2 */

/* Whether a database is whole, and ours. */

#include "zpi-store-private.h"

#include <glib/gstdio.h>

/* Everything at each start, as long as that takes no time; of a larger store not the documents. */
#define CHECK_ALL_MAX_BYTES (64 * 1024 * 1024)

static gboolean
damaged (const char *message, GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED, message);
  return FALSE;
}

static char *
dup_schema (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_sql_prepare (db,
                       "SELECT group_concat (type || name || tbl_name || "
                       "ifnull (sql, ''), char (10)) "
                       "FROM (SELECT * FROM sqlite_schema ORDER BY type, name)",
                       error);
  gboolean has_row = FALSE;

  if (stmt == NULL || !zpi_sql_row (stmt, &has_row, error))
    return NULL;
  return zpi_sql_dup_text (stmt, 0);
}

/* A word of it that changed makes sound rows unreadable, or another schema of them. @version: one
 * that is known, not 0 */
gboolean
zpi_store_check_schema (sqlite3 *db, int version, GError **error)
{
  g_autoptr (sqlite3) made = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = dup_schema (db, error);
  const int rc = sqlite3_open (":memory:", &made);

  if (found == NULL)
    return FALSE;
  if (rc != SQLITE_OK) {
    zpi_error_from_sqlite (error, made, rc, "Making a database in memory");
    return FALSE;
  }
  if (!zpi_migrations_make_schema (made, version, error))
    return FALSE;
  expected = dup_schema (made, error);
  if (expected == NULL)
    return FALSE;
  return g_str_equal (found, expected) ||
         damaged ("The schema is not the one of its number", error);
}

static gboolean
check_ok (ZpiStore *self, const char *pragma, GError **error)
{
  gboolean ok;

  return zpi_sql_says_ok (self->db, pragma, &ok, error) &&
         (ok || damaged ("The database is damaged", error));
}

static gboolean
check_tables (ZpiStore *self, GError **error)
{
  static const char *const pragmas[] = {
      "PRAGMA integrity_check ('meta')",
      "PRAGMA integrity_check ('slots')",
      "PRAGMA integrity_check ('cases')",
      "PRAGMA integrity_check ('records')",
      "PRAGMA integrity_check ('documents')",
      "PRAGMA integrity_check ('outbox')",
      "PRAGMA integrity_check ('outbox_parts')",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    if (!check_ok (self, pragmas[i], error))
      return FALSE;
  return TRUE;
}

/* A database of schema @version, not 0. */
gboolean
zpi_store_check_structure (ZpiStore *self, int version, GError **error)
{
  GStatBuf status;

  if (!zpi_store_check_schema (self->db, version, error))
    return FALSE;
  if (g_stat (self->path, &status) == 0 && status.st_size > CHECK_ALL_MAX_BYTES)
    return check_tables (self, error);
  return check_ok (self, "PRAGMA integrity_check (1)", error);
}
