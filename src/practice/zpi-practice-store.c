/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-practice"

#include "zpi-practice-store.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <unistd.h>

#include "zpi-error.h"

struct _ZpiPracticeStore {
  sqlite3 *db;
  gboolean failed; /* since the last begin */
  gboolean scrub;  /* once this change is made */
};

/* One list of steps; the number of steps done is the database's user_version. */
static const char *const steps[] = {
    "CREATE TABLE applications ("
    "  id TEXT PRIMARY KEY, status TEXT NOT NULL, version INTEGER NOT NULL, form BLOB,"
    "  form_sha256 TEXT NOT NULL, scheme TEXT NOT NULL, pass_year INTEGER NOT NULL, bsn TEXT,"
    "  first_names TEXT, family_name TEXT, email TEXT, counsellor TEXT, created_us INTEGER NOT "
    "NULL,"
    "  changed_us INTEGER NOT NULL, reference TEXT, received_us INTEGER, application_date TEXT,"
    "  decision_date TEXT, polls_left INTEGER NOT NULL DEFAULT 0, decision TEXT, decided_on TEXT,"
    "  reason TEXT, removed INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX applications_changed ON applications (changed_us, id);"
    "CREATE INDEX applications_person ON applications (bsn, pass_year);"
    "CREATE TABLE documents ("
    "  application TEXT NOT NULL REFERENCES applications, id TEXT NOT NULL, supplement TEXT,"
    "  position INTEGER NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL,"
    "  sha256 TEXT NOT NULL, received INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL, note TEXT,"
    "  expires_us INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (application, id)) STRICT;"
    "CREATE TABLE parts ("
    "  application TEXT NOT NULL, document TEXT NOT NULL, start INTEGER NOT NULL,"
    "  bytes BLOB NOT NULL, PRIMARY KEY (application, document, start),"
    "  FOREIGN KEY (application, document) REFERENCES documents ON DELETE CASCADE) STRICT;"
    "CREATE TABLE supplements ("
    "  id TEXT PRIMARY KEY, application TEXT NOT NULL REFERENCES applications,"
    "  code TEXT NOT NULL UNIQUE, status TEXT NOT NULL, asked_us INTEGER NOT NULL,"
    "  due TEXT NOT NULL, note TEXT, wanted TEXT NOT NULL, answered_us INTEGER, form BLOB,"
    "  form_sha256 TEXT, counsellor TEXT) STRICT;"
    "CREATE TABLE orders ("
    "  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
    "  pass_year INTEGER NOT NULL, application TEXT REFERENCES applications, reference TEXT,"
    "  expected TEXT) STRICT;"
    "CREATE TABLE holders ("
    "  id TEXT PRIMARY KEY, photo_order TEXT NOT NULL REFERENCES orders,"
    "  position INTEGER NOT NULL, role TEXT NOT NULL, first_names TEXT NOT NULL,"
    "  state TEXT NOT NULL, photo BLOB, media_type TEXT, sha256 TEXT, received_us INTEGER,"
    "  note TEXT) STRICT;"
    "CREATE TABLE accounts ("
    "  id TEXT PRIMARY KEY, form BLOB NOT NULL, form_sha256 TEXT NOT NULL, status TEXT NOT NULL,"
    "  reference TEXT NOT NULL, received_us INTEGER NOT NULL, due TEXT NOT NULL, counsellor TEXT,"
    "  email TEXT NOT NULL, note TEXT) STRICT;"
    "CREATE TABLE renewals (bsn TEXT NOT NULL, pass_year INTEGER NOT NULL,"
    "  PRIMARY KEY (bsn, pass_year)) STRICT;"
    "CREATE TABLE mails ("
    "  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, recipient TEXT, subject TEXT NOT NULL,"
    "  text TEXT NOT NULL, application TEXT, sent_us INTEGER NOT NULL) STRICT;"
    "CREATE TABLE keys (key TEXT PRIMARY KEY, call TEXT NOT NULL, sha256 TEXT NOT NULL,"
    "  used_us INTEGER NOT NULL) STRICT;"
    "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;",
    /* As it came: what the desk shows of it is all there is. */
    "ALTER TABLE applications ADD COLUMN name TEXT;",
};

/* Somebody who was renewed automatically, to practise with. */
static const char renewed_sql[] =
    "INSERT OR IGNORE INTO renewals WITH RECURSIVE years (y) AS (SELECT 2024 UNION ALL SELECT y + 1"
    " FROM years WHERE y < 2035) SELECT '999991784', y FROM years";

static void
fail (ZpiPracticeStore *self)
{
  if (!self->failed)
    g_warning ("The practice municipality's database failed: code %d",
               sqlite3_extended_errcode (self->db));
  self->failed = TRUE;
}

static gboolean
execute (ZpiPracticeStore *self, const char *sql)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  fail (self);
  return FALSE;
}

/* What an empty municipality knows. */
void
zpi_practice_store_fill (ZpiPracticeStore *self)
{
  execute (self, renewed_sql);
}

static gint64
user_version (ZpiPracticeStore *self)
{
  g_autoptr (sqlite3_stmt) query = zpi_practice_store_query (self, "PRAGMA user_version", "");

  return zpi_practice_store_next (self, query) ? sqlite3_column_int64 (query, 0) : -1;
}

static gboolean
migrate (ZpiPracticeStore *self, GError **error)
{
  gint64 version = user_version (self);

  if (version > (gint64) G_N_ELEMENTS (steps)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_TOO_NEW,
                         "The practice municipality's database is of a newer version");
    return FALSE;
  }
  for (gint64 i = MAX (version, 0); i < (gint64) G_N_ELEMENTS (steps) && !self->failed; i++) {
    g_autofree char *bump = g_strdup_printf ("PRAGMA user_version = %d", (int) i + 1);

    zpi_practice_store_begin (self);
    execute (self, steps[i]);
    if (i == 0)
      zpi_practice_store_fill (self);
    execute (self, bump);
    zpi_practice_store_commit (self);
  }
  if (version < 0 || self->failed) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_FAILED,
                         "The practice municipality's database cannot be set up");
    return FALSE;
  }
  return TRUE;
}

/* SQLite gives the files beside the database the mode of the database. One that was there before
 * may have another. */
static void
ensure_private (const char *path)
{
  int fd = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    return;
  if (fchmod (fd, 0600) != 0)
    g_message ("The practice municipality's database keeps the mode that it has");
  close (fd);
}

/* Opens the database in @folder, making it where there is none. */
ZpiPracticeStore *
zpi_practice_store_open (const char *folder, GError **error)
{
  g_autoptr (ZpiPracticeStore) self = g_new0 (ZpiPracticeStore, 1);
  g_autofree char *path = g_build_filename (folder, "municipality.db", NULL);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;

  ensure_private (path);
  if (sqlite3_open_v2 (path, &self->db, flags, NULL) != SQLITE_OK ||
      !execute (self, "PRAGMA foreign_keys = ON") ||
      !execute (self, "PRAGMA trusted_schema = OFF") ||
      !execute (self, "PRAGMA secure_delete = ON") ||
      sqlite3_busy_timeout (self->db, 1000) != SQLITE_OK ||
      !execute (self, "PRAGMA journal_mode = WAL") ||
      !execute (self, "PRAGMA synchronous = FULL")) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_FAILED,
                         "The practice municipality's database cannot be opened");
    return NULL;
  }
  if (!migrate (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
zpi_practice_store_free (ZpiPracticeStore *self)
{
  if (self->db != NULL)
    sqlite3_close_v2 (self->db);
  g_free (self);
}

void
zpi_practice_store_begin (ZpiPracticeStore *self)
{
  self->failed = FALSE;
  self->scrub = FALSE;
  execute (self, "BEGIN IMMEDIATE");
}

/* What is deleted in this change shall not stay in the files either: neither in the log nor as room
 * that is free. */
void
zpi_practice_store_scrub (ZpiPracticeStore *self)
{
  self->scrub = TRUE;
}

/* Ends what zpi_practice_store_begin() began. FALSE when anything failed; then nothing changed. */
gboolean
zpi_practice_store_commit (ZpiPracticeStore *self)
{
  if (!self->failed)
    execute (self, "COMMIT");
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  if (!self->failed && self->scrub)
    execute (self, "VACUUM; PRAGMA wal_checkpoint (TRUNCATE)");
  return !self->failed;
}

static void
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  if (bytes != NULL)
    sqlite3_bind_blob64 (statement,
                         index,
                         g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "",
                         g_bytes_get_size (bytes),
                         SQLITE_TRANSIENT);
}

static sqlite3_stmt *
prepare (ZpiPracticeStore *self, const char *sql, const char *types, va_list arguments)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK) {
    fail (self);
    return NULL;
  }
  for (int i = 0; types[i] != '\0'; i++) {
    if (types[i] == 'i')
      sqlite3_bind_int64 (statement, i + 1, va_arg (arguments, gint64));
    else if (types[i] == 'b')
      bind_bytes (statement, i + 1, va_arg (arguments, GBytes *));
    else
      sqlite3_bind_text (statement, i + 1, va_arg (arguments, char *), -1, SQLITE_TRANSIENT);
  }
  return statement;
}

sqlite3_stmt *
zpi_practice_store_query (ZpiPracticeStore *self, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list arguments;

  va_start (arguments, types);
  statement = prepare (self, sql, types, arguments);
  va_end (arguments);
  return statement;
}

/* Whether @statement has another row. */
gboolean
zpi_practice_store_next (ZpiPracticeStore *self, sqlite3_stmt *statement)
{
  int result = statement != NULL ? sqlite3_step (statement) : SQLITE_ERROR;

  if (result != SQLITE_ROW && result != SQLITE_DONE)
    fail (self);
  return result == SQLITE_ROW;
}

void
zpi_practice_store_run (ZpiPracticeStore *self, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  va_list arguments;

  if (self->failed)
    return;
  va_start (arguments, types);
  statement = prepare (self, sql, types, arguments);
  va_end (arguments);
  zpi_practice_store_next (self, statement);
}

int
zpi_practice_store_changes (ZpiPracticeStore *self)
{
  return sqlite3_changes (self->db);
}

/* (transfer none) (nullable): valid until the next step */
const char *
zpi_practice_column_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

/* (transfer full) */
GBytes *
zpi_practice_column_bytes (sqlite3_stmt *statement, int column)
{
  const void *data = sqlite3_column_blob (statement, column);

  return g_bytes_new (data, sqlite3_column_bytes (statement, column));
}

/* The next number of a row of numbers, 1 for the first. Inside a change. */
gint64
zpi_practice_store_count_up (ZpiPracticeStore *self, const char *name)
{
  g_autoptr (sqlite3_stmt) query = NULL;

  zpi_practice_store_run (self,
                          "INSERT INTO counters VALUES (?, 1)"
                          " ON CONFLICT (name) DO UPDATE SET value = value + 1",
                          "s",
                          name);
  query = zpi_practice_store_query (self, "SELECT value FROM counters WHERE name = ?", "s", name);
  return zpi_practice_store_next (self, query) ? sqlite3_column_int64 (query, 0) : 0;
}
