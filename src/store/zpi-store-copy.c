/* SPDX-License-Identifier: EUPL-1.2 */

#define _GNU_SOURCE 1 /* renameat2 */

#include "zpi-file.h"
#include "zpi-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
make_empty (const char *path, GError **error)
{
  const int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0) {
    zpi_file_say_unmade (error, errno);
    return FALSE;
  }
  close (fd);
  return TRUE;
}

static gboolean
sync_file (const char *path, GError **error)
{
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  const gboolean synced = fd >= 0 && fsync (fd) == 0;
  const int number = errno;

  if (fd >= 0)
    close (fd);
  if (!synced)
    zpi_error_from_errno (error, number, "Writing a copy to disk");
  return synced;
}

static gboolean
vacuum_into (sqlite3 *db, const char *path, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_sql_prepare (db, "VACUUM INTO ?1", error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, path);
  return zpi_sql_done (stmt, error);
}

/* What the copy says about itself. Its journal stands in memory: beside it nothing is left. */
static gboolean
mark (const char *path, const char *sql, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  const int rc = sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

  if (rc != SQLITE_OK) {
    zpi_error_from_sqlite (error, db, rc, "Opening a copy");
    return FALSE;
  }
  return zpi_sql_exec (db, "PRAGMA journal_mode = MEMORY", error) && zpi_sql_exec (db, sql, error);
}

/* Not over what has that name. Where the file system cannot see to that, as on some sticks, it is
 * looked up before. */
static int
rename_new (const char *part, const char *file)
{
  if (renameat2 (AT_FDCWD, part, AT_FDCWD, file, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
    return -1;
  if (g_access (file, F_OK) != 0)
    return g_rename (part, file);
  errno = EEXIST;
  return -1;
}

static gboolean
rename_into_place (const char *part, const char *file, gboolean replace, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file);

  if ((replace ? g_rename (part, file) : rename_new (part, file)) != 0) {
    zpi_file_say_unmade (error, errno);
    return FALSE;
  }
  return zpi_file_sync_folder (folder, error);
}

/* With what SQLite had beside it: of the next file of that name it would believe the journal. */
static void
remove_part (const char *part)
{
  static const char *const ends[] = {"", "-journal", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (part, ends[i], NULL);

    g_unlink (path);
  }
}

/* VACUUM INTO does not sync, and takes an empty file as it is: so the mode is 0600 from the start.
 * Nothing has the name of the copy before all of it is on the disk. */
gboolean
zpi_store_copy_into (sqlite3 *db,
                     const char *file,
                     gboolean replace,
                     const char *mark_sql,
                     GError **error)
{
  g_autofree char *part = g_strdup_printf ("%s.part", file);

  if (!replace && g_file_test (file, G_FILE_TEST_EXISTS)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_CONFLICT,
                         "There is a file of that name already. Name another one");
    return FALSE;
  }
  remove_part (part);
  if (make_empty (part, error) && vacuum_into (db, part, error) &&
      (mark_sql == NULL || mark (part, mark_sql, error)) && sync_file (part, error) &&
      rename_into_place (part, file, replace, error))
    return TRUE;
  remove_part (part);
  return FALSE;
}
