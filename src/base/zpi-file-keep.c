/* SPDX-License-Identifier: EUPL-1.2 */

/* Writing a small file that has to be whole: a key, the organisation file, rules. */

#include "zpi-error.h"
#include "zpi-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
write_all (int fd, const char *data, gsize size)
{
  while (size > 0) {
    const gssize n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    data += n;
    size -= (gsize) n;
  }
  return fsync (fd) == 0;
}

/* Returns: 0, or the errno of what failed */
static int
write_part (const char *part, const void *data, gsize size)
{
  const int fd = g_open (part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int number;

  if (fd < 0)
    return errno;
  number = write_all (fd, data, size) ? 0 : errno;
  close (fd);
  return number;
}

/* Returns: 0, or the errno of what failed */
static int
give_name (const char *part, const char *path, gboolean replace)
{
  return (replace ? g_rename (part, path) : link (part, path)) == 0 ? 0 : errno;
}

/* A share on a server, some sticks, a folder in which one may write and not look. */
static gboolean
cannot_be_synced (int number)
{
  return number == EINVAL || number == ENOTSUP || number == ENOSYS || number == EACCES ||
         number == EPERM;
}

/**
 * zpi_file_sync_folder:
 * @folder: a folder
 * @error: return location for an error
 *
 * Until then a file that was made in it, although it is on the disk itself, may be gone after the
 * power was cut. Where folders cannot be synced nothing is done.
 *
 * Returns: %FALSE with a storage error
 */
gboolean
zpi_file_sync_folder (const char *folder, GError **error)
{
  const int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  const int number = fd >= 0 && fsync (fd) == 0 ? 0 : errno;

  if (fd >= 0)
    close (fd);
  if (number == 0 || cannot_be_synced (number))
    return TRUE;
  zpi_error_from_errno (error, number, "Writing a folder to disk");
  return FALSE;
}

/**
 * zpi_file_keep:
 * @path: a file
 * @data: what has to be in it
 * @size: how much that is
 * @replace: whether it takes the place of what has that name
 * @error: return location for an error
 *
 * Writes a file for this user alone. It has its name once all of it is on the disk.
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when something has that name, or a storage error; then
 *   @path is what it was
 */
gboolean
zpi_file_keep (const char *path, const void *data, gsize size, gboolean replace, GError **error)
{
  g_autofree char *part = NULL;
  g_autofree char *folder = NULL;
  int number;

  g_return_val_if_fail (path != NULL && data != NULL, FALSE);

  part = g_strdup_printf ("%s.%08x", path, g_random_int ());
  folder = g_path_get_dirname (path);
  number = write_part (part, data, size);
  if (number == 0)
    number = give_name (part, path, replace);
  g_unlink (part);
  if (number == 0)
    return zpi_file_sync_folder (folder, error);
  if (number == EEXIST) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_CONFLICT, "The file is there already");
    return FALSE;
  }
  zpi_error_from_errno (error, number, "Writing a file");
  return FALSE;
}
