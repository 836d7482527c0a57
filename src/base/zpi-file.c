/* SPDX-License-Identifier: EUPL-1.2 */

/* Reading a small file from a folder in which others may have put something. */

#include "zpi-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
read_all (int fd, guint8 *data, gsize size)
{
  gsize done = 0;

  while (done < size) {
    const ssize_t n = read (fd, data + done, size - done);

    if (n == 0 || (n < 0 && errno != EINTR))
      return FALSE;
    done += n > 0 ? (gsize) n : 0;
  }
  return TRUE;
}

/**
 * zpi_file_read:
 * @path: a file
 * @max_bytes: how large it may be
 *
 * Reads a file whole. A pipe is not waited for, a device and what is larger are not read.
 *
 * Returns: (transfer full) (nullable): what is in it; %NULL when it is no such file
 */
GBytes *
zpi_file_read (const char *path, gsize max_bytes)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status;
  GBytes *bytes = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_size >= 0 &&
      (guint64) status.st_size <= max_bytes) {
    guint8 *data = g_malloc ((gsize) status.st_size + 1);

    if (read_all (fd, data, (gsize) status.st_size))
      bytes = g_bytes_new_take (data, (gsize) status.st_size);
    else
      g_free (data);
  }
  close (fd);
  return bytes;
}
