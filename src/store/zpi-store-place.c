/* SPDX-License-Identifier: EUPL-1.2 */

/* Whether the files that are open are still those of the data folder. Linux lets a file be removed
 * or replaced under a program that has it open: what is written then arrives nowhere, and every
 * call says that it went well. One that is written over in its place takes the log with it. */

#include "zpi-store-private.h"

#include <sys/stat.h>

static gboolean
find_log (ZpiStore *self, guint64 *device, guint64 *inode)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  struct stat status;

  if (stat (path, &status) != 0)
    return FALSE;
  *device = status.st_dev;
  *inode = status.st_ino;
  return TRUE;
}

/* After opening: the log is there as long as anybody has the store open. */
void
zpi_store_note_place (ZpiStore *self)
{
  self->log_known = find_log (self, &self->log_device, &self->log_inode);
  self->file_number = 0;
  zpi_store_file_went_back (self); /* what it is now */
  g_atomic_int_set (&self->gone, 0);
}

static gboolean
database_has_moved (ZpiStore *self)
{
  int moved = 0;

  return sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
         moved != 0;
}

static gboolean
log_has_moved (ZpiStore *self)
{
  guint64 device, inode;

  return self->log_known && (!find_log (self, &device, &inode) || device != self->log_device ||
                             inode != self->log_inode);
}

gboolean
zpi_store_check_place (ZpiStore *self, GError **error)
{
  gboolean gone;

  g_assert (zpi_store_on_thread (self));

  gone = database_has_moved (self) || log_has_moved (self) ||
         (self->log_known && zpi_store_file_went_back (self));
  g_atomic_int_set (&self->gone, gone);
  if (!gone || g_atomic_int_get (&self->writes_beside))
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_STORE_GONE,
                       "The open database is not the one in the data folder any more");
  return FALSE;
}

/**
 * zpi_store_is_gone:
 * @self: a store
 *
 * Returns: whether the last write found that the files that are open are not those of the data
 *   folder any more: removed, moved or replaced. Any thread.
 */
gboolean
zpi_store_is_gone (ZpiStore *self)
{
  g_return_val_if_fail (ZPI_IS_STORE (self), FALSE);

  return g_atomic_int_get (&self->gone) != 0;
}

/**
 * zpi_store_set_writes_beside:
 * @self: a store
 * @allowed: whether what is written may go to files that have no name any more
 *
 * For as long as it takes to save everything elsewhere: zpi_store_backup() copies what is open. Any
 * thread.
 */
void
zpi_store_set_writes_beside (ZpiStore *self, gboolean allowed)
{
  g_return_if_fail (ZPI_IS_STORE (self));

  g_atomic_int_set (&self->writes_beside, allowed);
}
