/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-sql.h"

#include <errno.h>
#include <sys/resource.h>

/* The compiled statements of a connection. Each store has a thread of its own, and one connection
 * at a time, so they belong to the thread. */
typedef struct {
  sqlite3 *db;      /* (unowned) */
  GHashTable *idle; /* (element-type utf8 sqlite3_stmt): the text belongs to the statement */
  GHashTable *lent; /* (element-type sqlite3_stmt): a set */
} Kept;

static void
kept_free (gpointer data)
{
  Kept *self = data;
  GHashTableIter iter;
  gpointer stmt;

  g_hash_table_iter_init (&iter, self->idle);
  while (g_hash_table_iter_next (&iter, NULL, &stmt))
    sqlite3_finalize (stmt);
  g_hash_table_unref (self->idle);
  g_hash_table_unref (self->lent);
  g_free (self);
}

static GPrivate kept_of_thread = G_PRIVATE_INIT (kept_free);

static Kept *
ensure_kept (sqlite3 *db)
{
  Kept *self = g_private_get (&kept_of_thread);

  if (self != NULL && self->db == db)
    return self;
  self = g_new0 (Kept, 1);
  self->db = db;
  self->idle = g_hash_table_new (g_str_hash, g_str_equal);
  self->lent = g_hash_table_new (NULL, NULL);
  g_private_replace (&kept_of_thread, self);
  return self;
}

void
zpi_sql_give_back (sqlite3_stmt *stmt)
{
  Kept *kept = g_private_get (&kept_of_thread);
  const char *sql = sqlite3_sql (stmt);

  if (kept == NULL || !g_hash_table_remove (kept->lent, stmt) ||
      g_hash_table_contains (kept->idle, sql)) {
    sqlite3_finalize (stmt);
    return;
  }
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  g_hash_table_insert (kept->idle, (char *) sql, stmt);
}

void
zpi_sql_close (sqlite3 *db)
{
  Kept *kept = g_private_get (&kept_of_thread);

  if (kept != NULL && kept->db == db)
    g_private_replace (&kept_of_thread, NULL);
  sqlite3_close_v2 (db);
}

static ZpiError
code_from_sqlite (sqlite3 *db, int rc)
{
  if (db != NULL && sqlite3_extended_errcode (db) == SQLITE_CONSTRAINT_COMMITHOOK)
    return ZPI_ERROR_STORE_FAILED;
  switch (rc & 0xff) {
  case SQLITE_FULL:
    return ZPI_ERROR_STORE_FULL;
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return ZPI_ERROR_STORE_READ_ONLY;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return ZPI_ERROR_STORE_DAMAGED;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return ZPI_ERROR_BUSY;
  case SQLITE_CONSTRAINT:
    return ZPI_ERROR_CONFLICT;
  case SQLITE_TOOBIG:
    return ZPI_ERROR_TOO_LARGE;
  case SQLITE_IOERR:
  case SQLITE_CANTOPEN:
    return db != NULL ? zpi_error_code_from_errno (sqlite3_system_errno (db))
                      : ZPI_ERROR_STORE_FAILED;
  default:
    return ZPI_ERROR_STORE_FAILED;
  }
}

/* Whether it is the limit that somebody set on the size of files. SQLite does not always keep the
 * number that says so. */
static gboolean
is_beyond_limit (sqlite3 *db, int rc)
{
  struct rlimit limit;
  int number = db != NULL ? sqlite3_system_errno (db) : 0;

  if ((rc & 0xff) != SQLITE_IOERR || (number != 0 && number != EFBIG))
    return FALSE;
  return getrlimit (RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

/**
 * zpi_error_from_sqlite:
 * @error: return location for an error
 * @db: (nullable): the connection
 * @rc: what SQLite returned
 * @doing: what was being done
 *
 * The one place where SQLite's results become ours. The message holds SQLite's words for the code,
 * never its message about a statement.
 */
void
zpi_error_from_sqlite (GError **error, sqlite3 *db, int rc, const char *doing)
{
  const int extended = db != NULL ? sqlite3_extended_errcode (db) : rc;

  if (is_beyond_limit (db, rc)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_FULL,
                         "A file of the store may not become larger here. Lift the limit on the "
                         "size of files (ulimit -f) and try again; what was there is still there");
    return;
  }
  g_set_error (error,
               ZPI_ERROR,
               code_from_sqlite (db, rc),
               "%s: %s (%d)",
               doing,
               sqlite3_errstr (rc),
               (extended & 0xff) == (rc & 0xff) ? extended : rc);
}

sqlite3_stmt *
zpi_sql_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  const int rc = sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL);

  if (rc != SQLITE_OK)
    zpi_error_from_sqlite (error, db, rc, "Preparing a statement");
  return stmt;
}

sqlite3_stmt *
zpi_sql_keep (sqlite3 *db, const char *sql, GError **error)
{
  Kept *kept = ensure_kept (db);
  sqlite3_stmt *stmt = NULL;
  int rc = SQLITE_OK;

  if (!g_hash_table_steal_extended (kept->idle, sql, NULL, (gpointer *) &stmt))
    rc = sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (rc != SQLITE_OK) {
    zpi_error_from_sqlite (error, db, rc, "Preparing a statement");
    return NULL;
  }
  g_hash_table_add (kept->lent, stmt);
  return stmt;
}

gboolean
zpi_sql_exec (sqlite3 *db, const char *sql, GError **error)
{
  const int rc = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (rc != SQLITE_OK)
    zpi_error_from_sqlite (error, db, rc, "Running a statement");
  return rc == SQLITE_OK;
}

gboolean
zpi_sql_row (sqlite3_stmt *stmt, gboolean *has_row, GError **error)
{
  const int rc = sqlite3_step (stmt);

  *has_row = rc == SQLITE_ROW;
  if (rc == SQLITE_ROW || rc == SQLITE_DONE)
    return TRUE;
  zpi_error_from_sqlite (error, sqlite3_db_handle (stmt), rc, "Reading the store");
  return FALSE;
}

gboolean
zpi_sql_done (sqlite3_stmt *stmt, GError **error)
{
  int rc = sqlite3_step (stmt);

  while (rc == SQLITE_ROW)
    rc = sqlite3_step (stmt);
  if (rc == SQLITE_DONE)
    return TRUE;
  zpi_error_from_sqlite (error, sqlite3_db_handle (stmt), rc, "Writing the store");
  return FALSE;
}

gboolean
zpi_sql_number (sqlite3 *db, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_sql_prepare (db, sql, error);
  gboolean has_row = FALSE;

  *number = 0;
  if (stmt == NULL || !zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *number = sqlite3_column_int64 (stmt, 0);
  return TRUE;
}

/* Whether a check of SQLite's, as integrity_check, finds nothing. */
gboolean
zpi_sql_says_ok (sqlite3 *db, const char *pragma, gboolean *ok, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_sql_prepare (db, pragma, error);
  gboolean has_row = FALSE;

  *ok = FALSE;
  if (stmt == NULL || !zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  *ok = has_row && g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), "ok") == 0;
  return TRUE;
}

/* Binding fails only for an index that is not there, which is a mistake of ours, or without memory,
 * which GLib does not survive either. What is bound has to live until the statement was run. */
void
zpi_sql_bind_text (sqlite3_stmt *stmt, int index, const char *text)
{
  const int rc = sqlite3_bind_text (stmt, index, text, -1, SQLITE_STATIC);

  g_assert (rc == SQLITE_OK);
}

void
zpi_sql_bind_bytes (sqlite3_stmt *stmt, int index, GBytes *bytes)
{
  gsize size = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  const int rc =
      bytes != NULL
          ? sqlite3_bind_blob64 (stmt, index, data != NULL ? data : "", size, SQLITE_STATIC)
          : sqlite3_bind_null (stmt, index);

  g_assert (rc == SQLITE_OK);
}

void
zpi_sql_bind_int (sqlite3_stmt *stmt, int index, gint64 number)
{
  const int rc = sqlite3_bind_int64 (stmt, index, number);

  g_assert (rc == SQLITE_OK);
}

char *
zpi_sql_dup_text (sqlite3_stmt *stmt, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (stmt, column));
}

/* NULL for NULL. */
GBytes *
zpi_sql_dup_bytes (sqlite3_stmt *stmt, int column)
{
  const void *data = sqlite3_column_blob (stmt, column);

  if (sqlite3_column_type (stmt, column) != SQLITE_BLOB)
    return NULL;
  return g_bytes_new (data, sqlite3_column_bytes (stmt, column));
}
