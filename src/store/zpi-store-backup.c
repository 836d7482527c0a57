/* SPDX-License-Identifier: EUPL-1.2 */

/* Sealed copies of the whole store. What has to be cleared away in the store has to go from its
 * copies too, so each carries a day after which it is not taken back. */

#include "zpi-case-store.h"
#include "zpi-clock.h"
#include "zpi-file.h"
#include "zpi-key-file.h"
#include "zpi-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

/* Numbers that were given out between the backup and its return are not given out again. */
#define SEQUENCE_STEP "1000000"

/* Practice data open with a file that stays behind when they go to another computer. They are made
 * up, so that it goes with them. */
static void
add_practice_key (ZpiStore *self, GString *mark_sql)
{
  g_autofree char *path = g_build_filename (self->folder, ZPI_PRACTICE_KEY_FILE, NULL);
  g_autoptr (GBytes) key = zpi_key_file_load (path, NULL);
  g_autofree char *text = NULL;

  if (key == NULL)
    return;
  text = g_base64_encode (g_bytes_get_data (key, NULL), g_bytes_get_size (key));
  g_string_append_printf (mark_sql,
                          "INSERT OR REPLACE INTO meta (name, value) "
                          "SELECT '" ZPI_META_PRACTICE_KEY "', '%s' "
                          "WHERE EXISTS (SELECT 1 FROM slots WHERE kind = 'practice');",
                          text);
}

/* The day of expiry, sealed: a number in the clear is changed by whoever holds the file. Without
 * the store key (a damaged store) only that number is left. */
static void
add_expiry (ZpiStore *self, GString *mark_sql, gint64 expires_us)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, expires_us);
  g_autoptr (GBytes) plain = g_bytes_new (text, strlen (text));
  const ZpiSealContext context = {"meta", "sealed", ZPI_META_BACKUP_EXPIRES, 1};
  g_autoptr (GBytes) sealed = zpi_vault_seal_store (self->vault, &context, plain, NULL);
  const guint8 *data;
  gsize size = 0;

  g_string_append_printf (mark_sql,
                          "INSERT OR REPLACE INTO meta (name, value, sealed, version) VALUES "
                          "('" ZPI_META_BACKUP_EXPIRES "', '%s', ",
                          text);
  if (sealed == NULL) {
    g_string_append (mark_sql, "NULL, 0);");
    return;
  }
  data = g_bytes_get_data (sealed, &size);
  g_string_append (mark_sql, "x'");
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (mark_sql, "%02x", data[i]);
  g_string_append (mark_sql, "', 1);");
}

/* What its restoring has to say: the restored store itself is in order. */
static void
add_lacks (ZpiStore *self, GString *mark_sql)
{
  g_string_append (mark_sql, "DELETE FROM meta WHERE name = '" ZPI_META_BACKUP_LACKS "';");
  if (self->salvaged || self->found_damage)
    g_string_append (mark_sql,
                     "INSERT INTO meta (name, value) VALUES ('" ZPI_META_BACKUP_LACKS "', '1');");
}

static gboolean
expired (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_GONE,
                       "The backup has expired. Use a newer one, or see whether the clock of this "
                       "computer is right");
  return FALSE;
}

/**
 * zpi_store_check_restored:
 * @store: a store whose vault is unlocked
 * @error: return location for an error
 *
 * After a backup was put back, when its keys are there for the first time: whether it had expired.
 * On the store thread.
 *
 * Returns: %FALSE with %ZPI_ERROR_GONE when it had
 */
gboolean
zpi_store_check_restored (ZpiStore *store, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) plain = zpi_meta_store_get_sealed (store, ZPI_META_BACKUP_EXPIRES, &local);
  g_autofree char *text = NULL;
  gint64 expires_us = 0;

  if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) ||
      g_error_matches (local, ZPI_ERROR, ZPI_ERROR_KEY_MISSING))
    return TRUE;
  if (plain != NULL)
    text = g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  if (text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &expires_us, NULL) &&
      expires_us >= zpi_clock_now_us ())
    return TRUE;
  return expired (error);
}

/**
 * zpi_store_forget_expiry:
 * @store: a store
 * @error: return location for an error
 *
 * A backup that was put back in time is the store from then on. On the store thread, inside a
 * transaction.
 */
gboolean
zpi_store_forget_expiry (ZpiStore *store, GError **error)
{
  return zpi_meta_store_set (store, ZPI_META_BACKUP_EXPIRES, NULL, error);
}

/* SQLite takes a copy for a write, also of what is open for reading only. */
static gboolean
copy_out (ZpiStore *self, const char *file, const char *mark_sql, GError **error)
{
  gboolean copied;

  if (!zpi_store_is_read_only (self))
    return zpi_store_copy_into (self->db, file, FALSE, mark_sql, error);
  copied = zpi_sql_exec (self->db, "PRAGMA query_only = OFF", error) &&
           zpi_store_copy_into (self->db, file, FALSE, mark_sql, error);
  return zpi_sql_exec (self->db, "PRAGMA query_only = ON", copied ? error : NULL) && copied;
}

/**
 * zpi_store_backup:
 * @store: a store
 * @file: where to write it; must not be there yet
 * @now_us: what time it is, in microseconds since 1970
 * @error: return location for an error
 *
 * A consistent, sealed copy of the whole store that expires after %ZPI_BACKUP_DAYS. Of practice
 * data it holds the key too. It says of itself that it lacks something when the store was opened as
 * damaged or zpi_store_verify() found something last. On the store thread, outside a transaction.
 *
 * Returns: %FALSE with a storage error; then no file is left
 */
gboolean
zpi_store_backup (ZpiStore *store, const char *file, gint64 now_us, GError **error)
{
  g_autoptr (GString) mark_sql = g_string_new (NULL);

  g_return_val_if_fail (file != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  add_expiry (store, mark_sql, now_us + ZPI_BACKUP_DAYS * DAY_US);
  add_practice_key (store, mark_sql);
  add_lacks (store, mark_sql);
  return copy_out (store, file, mark_sql->str, error);
}

static gboolean
no_backup (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BAD_FORMAT,
                       "This file is no backup. Name a file that zpictl backup wrote");
  return FALSE;
}

static gboolean
damaged (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_STORE_DAMAGED,
                       "The backup is damaged. Use another one");
  return FALSE;
}

/* SQLite calls what never was a database damaged, and says of a file that is not there that it
 * cannot be opened. */
static gboolean
check_file (const char *path, GError **error)
{
  static const char start[] = "SQLite format 3";
  char read[sizeof start] = "";
  FILE *file;

  if (!zpi_file_check_readable (path, error))
    return FALSE;
  file = g_fopen (path, "rbe");
  if (file != NULL) {
    const gboolean begins_so =
        fread (read, sizeof read, 1, file) == 1 && memcmp (read, start, sizeof start) == 0;

    fclose (file);
    if (begins_so)
      return TRUE;
  }
  return no_backup (error);
}

static sqlite3 *
open_backup (const char *file, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  int rc;

  if (!check_file (file, error))
    return NULL;
  rc = sqlite3_open_v2 (file, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);

  if (rc != SQLITE_OK) {
    zpi_error_from_sqlite (error, db, rc, "Opening a backup");
    return NULL;
  }
  if (!zpi_sql_exec (db, "PRAGMA trusted_schema = OFF", error))
    return NULL;
  return g_steal_pointer (&db);
}

static gboolean
check_expiry (sqlite3 *db, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 expires_us;

  if (!zpi_sql_number (db,
                       "SELECT CAST (value AS INTEGER) FROM meta WHERE name = "
                       "'" ZPI_META_BACKUP_EXPIRES "'",
                       &expires_us,
                       &local_error)) {
    if (g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED))
      return no_backup (error);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (expires_us == 0)
    return no_backup (error);
  return expires_us >= zpi_clock_now_us () || expired (error);
}

static gboolean
check_whole (sqlite3 *db, GError **error)
{
  gboolean ok;

  if (!zpi_sql_says_ok (db, "PRAGMA integrity_check (1)", &ok, error))
    return FALSE;
  if (ok)
    return TRUE;
  return damaged (error);
}

/* What would only be read once it is in place is better not put there. */
static gboolean
check_schema (sqlite3 *db, GError **error)
{
  gint64 version;

  if (!zpi_sql_number (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > zpi_migrations_latest ()) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_TOO_NEW,
                         "The backup was made by a newer version");
    return FALSE;
  }
  return version > 0 ? zpi_store_check_schema (db, (int) version, error) : no_backup (error);
}

static gboolean
check_mode (sqlite3 *db, gboolean practice, GError **error)
{
  gint64 n_slots;

  if (!zpi_sql_number (db, "SELECT count(*) FROM slots WHERE kind = 'practice'", &n_slots, error))
    return FALSE;
  if ((n_slots > 0) == practice)
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_NOT_ALLOWED,
                       practice ? "This is no backup of practice data. Leave --practice out"
                                : "This is a backup of practice data. Put it back with "
                                  "--practice");
  return FALSE;
}

/* Whatever of it cannot be read: another copy is wanted, and not the care of the store. */
static gboolean
check_backup (sqlite3 *db, gboolean practice, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (check_expiry (db, &local) && check_whole (db, &local) && check_schema (db, &local) &&
      check_mode (db, practice, &local))
    return TRUE;
  if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED))
    damaged (error);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* NULL when the backup holds none. */
static GBytes *
load_practice_key (sqlite3 *db)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_sql_prepare (db,
                       "SELECT value FROM meta WHERE name = '" ZPI_META_PRACTICE_KEY "' "
                       "AND value IS NOT NULL",
                       NULL);
  gboolean has_row = FALSE;
  gsize size = 0;
  guint8 *key;

  if (stmt == NULL || !zpi_sql_row (stmt, &has_row, NULL) || !has_row)
    return NULL;
  key = g_base64_decode ((const char *) sqlite3_column_text (stmt, 0), &size);
  return g_bytes_new_take (key, size);
}

/* The key goes first: a store without it would not open. */
static gboolean
put_in_place (sqlite3 *db, const char *folder, const char *mark_sql, GError **error)
{
  g_autofree char *path = g_build_filename (folder, ZPI_STORE_FILE, NULL);
  g_autofree char *key_path = g_build_filename (folder, ZPI_PRACTICE_KEY_FILE, NULL);
  g_autoptr (GBytes) key = load_practice_key (db);
  const gboolean new_key = key != NULL && !g_file_test (key_path, G_FILE_TEST_EXISTS);

  if (key != NULL && !zpi_key_file_save (key_path, key, error))
    return FALSE;
  /* No name is reserved first: an empty file would pass for a store that is new. */
  if (!zpi_store_copy_into (db, path, TRUE, mark_sql, error)) {
    if (new_key)
      g_unlink (key_path);
    return FALSE;
  }
  zpi_store_forget_mark (folder); /* of a store that was lost */
  zpi_store_forget_count (folder);
  return TRUE;
}

/**
 * zpi_store_restore:
 * @backup: a file made by zpi_store_backup()
 * @folder: the data folder; must hold no store
 * @practice: whether it is the folder of practice data
 * @error: return location for an error
 *
 * Puts a backup in place. The setting `restored-us` of the new store says so: what it holds in its
 * outbox may have been sent since, and has to be asked first. Blocks; call it in a thread, with the
 * store of @folder not open.
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when there is a store already, %ZPI_ERROR_GONE when the
 *   backup has expired, %ZPI_ERROR_NOT_FOUND when there is no such file,
 *   %ZPI_ERROR_BAD_FORMAT when it is no backup, %ZPI_ERROR_NOT_ALLOWED when it is of
 *   the other mode, %ZPI_ERROR_STORE_TOO_NEW when a newer version made it,
 *   %ZPI_ERROR_STORE_DAMAGED or another storage error; then nothing is left in @folder
 */
gboolean
zpi_store_restore (const char *backup, const char *folder, gboolean practice, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *count_sql = NULL;
  g_autofree char *mark_sql = NULL;
  g_autoptr (sqlite3) db = NULL;
  GStatBuf status;

  g_return_val_if_fail (backup != NULL && folder != NULL, FALSE);

  path = g_build_filename (folder, ZPI_STORE_FILE, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    zpi_error_from_errno (error, errno, "Making the data folder");
    return FALSE;
  }
  if ((g_stat (path, &status) == 0 && status.st_size > 0) || zpi_store_has_remains (folder)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_CONFLICT,
                         "There is a store already. Restore into another folder with --data, or "
                         "move this one away first");
    return FALSE;
  }
  db = open_backup (backup, error);
  if (db == NULL || !check_backup (db, practice, error))
    return FALSE;
  count_sql = zpi_store_count_anew (db, folder, error);
  if (count_sql == NULL)
    return FALSE;
  mark_sql = g_strdup_printf (
      "BEGIN;"
      "DELETE FROM meta WHERE name IN ('" ZPI_META_PRACTICE_KEY "', '" ZPI_META_BACKUP_LACKS "');"
      "DELETE FROM meta WHERE name = '" ZPI_META_BACKUP_EXPIRES "' AND (sealed IS NULL OR EXISTS "
      "(SELECT 1 FROM slots WHERE kind = 'practice'));"
      "UPDATE meta SET value = NULL WHERE name = '" ZPI_META_BACKUP_EXPIRES "';"
      "INSERT OR REPLACE INTO meta (name, value) VALUES ('restored-us', '%" G_GINT64_FORMAT "');"
      "UPDATE meta SET value = CAST (CAST (value AS INTEGER) + " SEQUENCE_STEP " AS TEXT) "
      "WHERE name = 'sequence';"
      "%s"
      "COMMIT;",
      zpi_clock_now_us (),
      count_sql);
  return put_in_place (db, folder, mark_sql, error);
}

/**
 * zpi_store_backup_is_complete:
 * @backup: a file made by zpi_store_backup()
 *
 * Blocks.
 *
 * Returns: %FALSE when it was made of a store that lacked something, or cannot be read
 */
gboolean
zpi_store_backup_is_complete (const char *backup)
{
  g_autoptr (sqlite3) db = NULL;
  gint64 n_marks;

  g_return_val_if_fail (backup != NULL, FALSE);

  db = open_backup (backup, NULL);
  return db != NULL &&
         zpi_sql_number (db,
                         "SELECT count(*) FROM meta WHERE name = '" ZPI_META_BACKUP_LACKS "'",
                         &n_marks,
                         NULL) &&
         n_marks == 0;
}
