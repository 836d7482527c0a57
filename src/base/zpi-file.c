/* SPDX-License-Identifier: EUPL-1.2 */

/* Reading a small file from a folder in which others may have put something, and what is said of a
 * file that a person named. */

#include "zpi-file.h"

#include "zpi-error.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
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

/* What went wrong with a file that a person named, and what to do: without its name, which may be
 * that of a client. */
static const char *
read_sentence (int code)
{
  switch (code) {
  case G_IO_ERROR_NOT_FOUND:
  case G_IO_ERROR_NOT_DIRECTORY:
  case G_IO_ERROR_TOO_MANY_LINKS:
  case G_IO_ERROR_FILENAME_TOO_LONG:
    return "There is no such file. Check its name and its folder";
  case G_IO_ERROR_PERMISSION_DENIED:
    return "The file may not be read. Look who may read it";
  case G_IO_ERROR_IS_DIRECTORY:
    return "This is a folder. Name a file in it";
  case G_IO_ERROR_NOT_REGULAR_FILE:
    return "This is a pipe, a device or a socket. Write it to a file first, and name that";
  default:
    return "The file cannot be read. Check whether the disk or stick is still there";
  }
}

static void
say_unread (GError **error, int code)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, read_sentence (code));
}

/**
 * zpi_file_say_unread:
 * @error: return location for an error
 * @reason: why a file that a person named was not read
 *
 * Sets @error to %ZPI_ERROR_NOT_FOUND with what is wrong and what to do, without the name.
 */
void
zpi_file_say_unread (GError **error, const GError *reason)
{
  g_return_if_fail (reason != NULL);

  say_unread (error, reason->domain == G_IO_ERROR ? reason->code : G_IO_ERROR_FAILED);
}

/* Returns: -1 when it is no file, or may not be read. A pipe is not waited for. */
static int
open_named (const char *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  const int number = errno;
  struct stat status;

  if (fd < 0) {
    /* What a socket, or a terminal that is nobody's, says when it is opened. */
    say_unread (error,
                number == ENXIO ? G_IO_ERROR_NOT_REGULAR_FILE
                                : (int) g_io_error_from_errno (number));
    return -1;
  }
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    return fd;
  say_unread (error,
              S_ISDIR (status.st_mode) ? G_IO_ERROR_IS_DIRECTORY : G_IO_ERROR_NOT_REGULAR_FILE);
  close (fd);
  return -1;
}

/**
 * zpi_file_open:
 * @path: (nullable): a file that a person named; %NULL when it is not on this computer
 * @error: return location for an error
 *
 * What is read without end, or never answers, is refused at once: a pipe, a device, a socket.
 *
 * Returns: (transfer full): to read it; %NULL with %ZPI_ERROR_NOT_FOUND when it is no file, or may
 *   not be read, %ZPI_ERROR_NOT_ALLOWED when it is not here
 */
GInputStream *
zpi_file_open (const char *path, GError **error)
{
  int fd;

  if (path == NULL) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "The file has to be on this computer. Name one in a folder here");
    return NULL;
  }
  fd = open_named (path, error);
  return fd >= 0 ? g_unix_input_stream_new (fd, TRUE) : NULL;
}

/**
 * zpi_file_check_readable:
 * @path: a file that a person named
 * @error: return location for an error
 *
 * For what opens a file by itself and does not say why it could not.
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_FOUND when it is no file, or may not be read
 */
gboolean
zpi_file_check_readable (const char *path, GError **error)
{
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);

  fd = open_named (path, error);
  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

/**
 * zpi_file_say_unmade:
 * @error: return location for an error
 * @number: the `errno` of making a file that a person named
 *
 * Sets @error to what is wrong and what to do, without the name.
 */
void
zpi_file_say_unmade (GError **error, int number)
{
  if (number == EEXIST) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_CONFLICT,
                         "There is a file of that name already. Name another one");
    return;
  }
  if (number == ENOENT || number == ENOTDIR) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_FOUND,
                         "There is no folder of that name. Make it first, or name another");
    return;
  }
  if (number == ENAMETOOLONG || number == ELOOP) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "No file can have that name. Name a shorter one, without links");
    return;
  }
  switch (zpi_error_code_from_errno (number)) {
  case ZPI_ERROR_STORE_READ_ONLY:
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_READ_ONLY,
                         "Nothing may be written in that folder. Name another, or look who may "
                         "write there");
    return;
  case ZPI_ERROR_STORE_FULL:
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_FULL,
                         "That disk is full. Make room on it, or name another folder");
    return;
  default:
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_STORE_FAILED,
                 "The file cannot be written: %s. Check that disk, or name another folder",
                 g_strerror (number));
  }
}
