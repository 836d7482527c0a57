/* SPDX-License-Identifier: EUPL-1.2 */

/* Opening: as a whole, or as far as it can be read. Nothing is ever moved, replaced, or started
 * anew beside something old. */

#include "zpi-pages.h"
#include "zpi-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PRESENCE_STEP_MS 50
#define NIL_UUID         "00000000-0000-0000-0000-000000000000"

static gboolean
make_folder (ZpiStore *self, GError **error)
{
  GStatBuf status;

  if (g_mkdir_with_parents (self->folder, 0700) != 0) {
    zpi_error_from_errno (error, errno, "Making the data folder");
    return FALSE;
  }
  /* Others may not even list it. Where this may not be done, the files are still 0600. */
  if (g_stat (self->folder, &status) == 0 && (status.st_mode & 0077) != 0 &&
      g_chmod (self->folder, 0700) != 0)
    g_message ("The data folder can be listed by others");
  return TRUE;
}

/* Everybody who has the store open holds a shared lock; who is alone at opening holds it
 * exclusively until the store is in order. A lock that cannot be had on a read-only disk is no
 * hindrance. */
static gboolean
take_presence (ZpiStore *self, gboolean *alone, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "presence.lock", NULL);

  *alone = FALSE;
  self->presence_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->presence_fd < 0)
    return TRUE;
  if (flock (self->presence_fd, LOCK_EX | LOCK_NB) == 0) {
    *alone = TRUE;
    return TRUE;
  }
  for (int waited_ms = 0; waited_ms < ZPI_STORE_BUSY_TIMEOUT_MS; waited_ms += PRESENCE_STEP_MS) {
    if (flock (self->presence_fd, LOCK_SH | LOCK_NB) == 0)
      return TRUE;
    poll (NULL, 0, PRESENCE_STEP_MS);
  }
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BUSY,
                       "Another process is putting the store in order");
  return FALSE;
}

/* Copies made before a migration: `store.db.before-1`. */
static GStrv
list_old_copies (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, ZPI_STORE_FILE ".before-")) {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_strv_builder_add (builder, path);
    }
  return g_strv_builder_end (builder);
}

/* A WAL or a copy without the database means that the database was taken away. */
gboolean
zpi_store_has_remains (const char *folder)
{
  g_autofree char *wal = g_build_filename (folder, ZPI_STORE_FILE "-wal", NULL);
  g_auto (GStrv) copies = list_old_copies (folder);
  GStatBuf status;

  return copies[0] != NULL || (g_stat (wal, &status) == 0 && status.st_size > 0);
}

/**
 * zpi_store_is_new_folder:
 * @folder: a data folder, which need not be there
 *
 * Returns: whether opening would begin a store there: nothing in it says that there was one. Any
 *   thread.
 */
gboolean
zpi_store_is_new_folder (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ZPI_STORE_FILE, NULL);

  g_return_val_if_fail (folder != NULL, FALSE);

  return !g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK) &&
         !zpi_store_has_mark (folder) && !zpi_store_has_remains (folder);
}

/* SQLite takes a file of one byte for an empty one, and throws away its log. */
static gboolean
file_has_bytes (ZpiStore *self)
{
  GStatBuf status;

  return g_stat (self->path, &status) == 0 && status.st_size > 1;
}

static gboolean
was_in_use (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_STORE_DAMAGED,
                       "The database is gone or empty, but it was in use. Put store.db back from a "
                       "copy of the data folder, or restore a backup into a new folder (zpictl "
                       "--data NEW restore FILE)");
  return FALSE;
}

/* A folder of that name, or what is no file at all. */
static gboolean
check_is_file (ZpiStore *self, GError **error)
{
  GStatBuf status;

  if (g_stat (self->path, &status) != 0 || S_ISREG (status.st_mode))
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_STORE_FAILED,
                       "There is something else where the database should be. Move store.db out of "
                       "the data folder. Then put the file back, or restore a backup into a new "
                       "folder (zpictl --data NEW restore FILE)");
  return FALSE;
}

/* Nothing is in it before the first page, and that is there before a log is. */
static gboolean
ensure_file (ZpiStore *self, GError **error)
{
  int fd;

  if (!check_is_file (self, error))
    return FALSE;
  if (file_has_bytes (self))
    return TRUE;
  if (zpi_store_has_remains (self->folder) || zpi_store_has_mark (self->folder))
    return was_in_use (error);
  /* SQLite gives its other files the mode of this one. */
  fd = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    zpi_error_from_errno (error, errno, "Making the database");
    return FALSE;
  }
  close (fd);
  return TRUE;
}

static gboolean
connect_to (ZpiStore *self, const char *name, int flags, GError **error)
{
  const int rc = sqlite3_open_v2 (name, &self->db, flags | SQLITE_OPEN_NOMUTEX, NULL);

  if (rc != SQLITE_OK) {
    zpi_error_from_sqlite (error, self->db, rc, "Opening the database");
    g_clear_pointer (&self->db, zpi_sql_close);
    return FALSE;
  }
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, ZPI_STORE_BUSY_TIMEOUT_MS);
  /* Until it is in order it is left as it is: not even the log is moved into it when we close. */
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return zpi_sql_exec (self->db, "PRAGMA trusted_schema = OFF", error) &&
         zpi_sql_exec (self->db, "PRAGMA temp_store = MEMORY", error) &&
         zpi_sql_exec (self->db, "PRAGMA cell_size_check = ON", error);
}

static gboolean
set_pragma (sqlite3 *db, const char *set, const char *ask, const char *expected, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = FALSE;

  if (!zpi_sql_exec (db, set, error))
    return FALSE;
  stmt = zpi_sql_prepare (db, ask, error);
  if (stmt == NULL || !zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (has_row && g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), expected) == 0)
    return TRUE;
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED, "SQLite does not take \"%s\" here", set);
  return FALSE;
}

static gboolean
configure (ZpiStore *self, gboolean empty, GError **error)
{
  static const struct {
    const char *set;
    const char *ask;
    const char *expected;
  } settings[] = {
      {"PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal"},
      {"PRAGMA synchronous = FULL", "PRAGMA synchronous", "2"},
      {"PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1"},
      {"PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1"},
  };

  static const char layout[] =
      "PRAGMA page_size = " ZPI_PAGE_BYTES_TEXT "; PRAGMA auto_vacuum = INCREMENTAL";

  /* Have to stand before the first table, and before the switch to WAL writes a page; later it
   * would cost a write at each opening. */
  if (empty && !zpi_sql_exec (self->db, layout, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (!set_pragma (self->db, settings[i].set, settings[i].ask, settings[i].expected, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_version (ZpiStore *self, int *version, GError **error)
{
  gint64 number;

  if (!zpi_sql_number (self->db, "PRAGMA user_version", &number, error))
    return FALSE;
  *version = (int) number;
  if (number < 0 || number > zpi_migrations_latest ()) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_STORE_TOO_NEW,
                 "The store has schema %d, this version knows %d",
                 *version,
                 zpi_migrations_latest ());
    return FALSE;
  }
  return TRUE;
}

static gboolean
load_uuid (ZpiStore *self, GError **error)
{
  g_autofree char *uuid = zpi_meta_store_get (self, ZPI_META_UUID, error);
  g_autofree char *marked = zpi_store_load_mark (self->folder);

  if (uuid == NULL)
    return FALSE;
  if (zpi_store_mark_contradicts (marked, uuid)) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED, "The store's UUID is damaged");
    return FALSE;
  }
  if (self->vault != NULL && g_strcmp0 (uuid, self->uuid) == 0)
    return TRUE;
  g_free (self->uuid);
  self->uuid = g_steal_pointer (&uuid);
  g_clear_object (&self->vault);
  self->vault = zpi_vault_new (self->uuid);
  return TRUE;
}

/* What has no record yet. A state alone, in the clear, is no reason to remove anything. */
#define GARBAGE "state NOT IN ('complete', 'cleared') AND info IS NULL"

/* What was being taken in when a process died. Only when nobody else has the store open, who could
 * be taking something in at this moment. */
static gboolean
remove_garbage (ZpiStore *self, GError **error)
{
  gint64 n_garbage;

  if (!zpi_sql_number (self->db,
                       "SELECT count(*) FROM documents WHERE " GARBAGE,
                       &n_garbage,
                       error))
    return FALSE;
  return n_garbage == 0 || zpi_sql_exec (self->db, "DELETE FROM documents WHERE " GARBAGE, error);
}

static void
remove_old_copies (ZpiStore *self)
{
  g_auto (GStrv) copies = list_old_copies (self->folder);

  for (guint i = 0; copies[i] != NULL; i++)
    g_unlink (copies[i]);
}

/* Version 0 means that nothing was ever committed, or that the file is none of ours, or that an
 * empty one stands in the place of one that was. */
static gboolean
check_empty (ZpiStore *self, GError **error)
{
  gint64 n_tables;

  if (!zpi_sql_number (self->db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  if (n_tables > 0) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_DAMAGED,
                         "The database has no schema number");
    return FALSE;
  }
  return !zpi_store_has_mark (self->folder) || was_in_use (error);
}

static gboolean
bring_up_to_date (ZpiStore *self, int version, gboolean alone, GError **error)
{
  if (version == zpi_migrations_latest ()) {
    if (alone)
      remove_old_copies (self);
    return TRUE;
  }
  if (!alone) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BUSY,
                         "An older version of the program has the store open");
    return FALSE;
  }
  return zpi_migrate (self->db, self->path, version, error);
}

/* Asked before anything is read: without shared memory even reading fails on such a disk. */
static gboolean
check_writable (ZpiStore *self, GError **error)
{
  if (sqlite3_db_readonly (self->db, "main") != 1)
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_STORE_READ_ONLY,
                       "The database cannot be written");
  return FALSE;
}

static gboolean
check_content (ZpiStore *self, int version, GError **error)
{
  return version == 0 ? check_empty (self, error)
                      : zpi_store_check_structure (self, version, error) &&
                            zpi_store_check_count (self, error);
}

static gboolean
open_for_writing (ZpiStore *self, gboolean alone, GError **error)
{
  int version;

  if (!ensure_file (self, error) || !connect_to (self, self->path, SQLITE_OPEN_READWRITE, error) ||
      !check_writable (self, error) || !check_version (self, &version, error) ||
      !check_content (self, version, error))
    return FALSE;
  if (!configure (self, version == 0, error) || !bring_up_to_date (self, version, alone, error) ||
      !load_uuid (self, error) || !zpi_store_load_slots_state (self, error) ||
      (alone && !remove_garbage (self, error)))
    return FALSE;
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  if (!zpi_store_is_new (self))
    zpi_store_save_mark (self);
  zpi_store_note_place (self);
  return TRUE;
}

static gboolean
open_for_reading_as (ZpiStore *self, const char *name, int flags, GError **error)
{
  gint64 n_tables;

  g_clear_pointer (&self->db, zpi_sql_close);
  return connect_to (self, name, flags | SQLITE_OPEN_READONLY, error) &&
         zpi_sql_exec (self->db, "PRAGMA query_only = ON", error) &&
         zpi_sql_number (self->db, "SELECT count(*) FROM sqlite_schema", &n_tables, error);
}

/* With its WAL, or else (a folder that takes no shared memory file) as it stands. SQLite throws
 * away the log of a file that is empty. */
static gboolean
open_as_it_stands (ZpiStore *self)
{
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);
  g_autofree char *immutable = g_strconcat (uri, "?immutable=1", NULL);

  if (file_has_bytes (self) &&
      (open_for_reading_as (self, self->path, 0, NULL) ||
       (uri != NULL && open_for_reading_as (self, immutable, SQLITE_OPEN_URI, NULL))))
    return TRUE;
  g_clear_pointer (&self->db, zpi_sql_close);
  return FALSE;
}

static gboolean
is_sound (ZpiStore *self)
{
  g_autoptr (GError) error = NULL;
  int version;

  return check_version (self, &version, &error)
             ? check_content (self, version, NULL) && load_uuid (self, NULL)
             : g_error_matches (error, ZPI_ERROR, ZPI_ERROR_STORE_TOO_NEW);
}

/* The mark is whole, but may be of another store. */
static void
mend_uuid (ZpiStore *self)
{
  g_autofree char *marked = zpi_store_load_mark (self->folder);
  g_autofree char *uuid = zpi_meta_store_get (self, ZPI_META_UUID, NULL);

  if (marked != NULL &&
      (uuid == NULL || !g_uuid_string_is_valid (uuid) || zpi_store_mark_contradicts (marked, uuid)))
    zpi_meta_store_set (self, ZPI_META_UUID, marked, NULL);
}

/* Without slots nothing of it would open. */
static gboolean
open_salvaged (ZpiStore *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = zpi_salvage (self->path, &error);
  gint64 n_slots = 0;

  if (db == NULL || !zpi_sql_number (db, "SELECT count(*) FROM slots", &n_slots, &error))
    g_message ("Nothing could be salvaged: %s", error->message);
  if (n_slots == 0)
    return FALSE;
  g_clear_pointer (&self->db, zpi_sql_close);
  self->db = g_steal_pointer (&db);
  self->salvaged = TRUE;
  mend_uuid (self);
  return zpi_sql_exec (self->db, "PRAGMA query_only = ON", NULL);
}

/* As far as it can be read. */
static void
open_for_reading (ZpiStore *self)
{
  g_autoptr (GError) error = NULL;
  gboolean open = open_as_it_stands (self);

  if ((!open || !is_sound (self)) && !open_salvaged (self) && !open)
    return;
  if (!load_uuid (self, &error) || !zpi_store_load_slots_state (self, &error))
    g_message ("The store's own records do not open: %s", error->message);
  if (self->vault == NULL)
    self->vault = zpi_vault_new (NIL_UUID);
}

static gboolean
open_alone_or_not (ZpiStore *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean alone = FALSE;
  gboolean open;

  open = make_folder (self, &local_error) && take_presence (self, &alone, &local_error) &&
         open_for_writing (self, alone, &local_error);
  if (open)
    return TRUE;

  if (!g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_BUSY)) {
    g_atomic_int_set (&self->read_only, 1);
    open_for_reading (self);
  } else {
    zpi_store_close_database (self);
  }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
zpi_store_open_database (ZpiStore *self, GError **error)
{
  gboolean open;

  zpi_store_close_database (self);
  g_atomic_int_set (&self->read_only, 0);
  g_atomic_int_set (&self->is_new, 0);
  g_atomic_int_set (&self->has_slots, 0);
  self->salvaged = FALSE;
  self->found_damage = FALSE;
  self->log_known = FALSE;
  open = open_alone_or_not (self, error);
  if (self->presence_fd >= 0 && flock (self->presence_fd, LOCK_SH | LOCK_NB) != 0)
    g_message ("The store's presence lock could not be shared");
  return open;
}

void
zpi_store_close_database (ZpiStore *self)
{
  g_clear_pointer (&self->db, zpi_sql_close);
  if (self->presence_fd >= 0)
    close (self->presence_fd);
  self->presence_fd = -1;
  if (self->count_fd >= 0)
    close (self->count_fd);
  self->count_fd = -1;
}

gboolean
zpi_store_keep_others_out (ZpiStore *self, GError **error)
{
  if (self->presence_fd < 0)
    return TRUE;
  self->others_kept_out = TRUE;
  if (flock (self->presence_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BUSY,
                       "Another program has the cases open: close it first");
  return FALSE;
}

/* Also after it was refused: what the lock was changed from is lost then. */
void
zpi_store_let_others_in (ZpiStore *self)
{
  if (self->others_kept_out && flock (self->presence_fd, LOCK_SH | LOCK_NB) != 0)
    g_message ("The store's presence lock could not be shared");
  self->others_kept_out = FALSE;
}
