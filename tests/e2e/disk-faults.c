/* SPDX-License-Identifier: EUPL-1.2 */

/* Loaded before a program: what it writes below the folder ZPI_DISK_FOLDER fails with the errno
 * whose number stands in the file ZPI_DISK_FAULT, for as long as that file is there. */

#define _GNU_SOURCE 1 /* RTLD_NEXT */

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef ssize_t (*PwriteFunc) (int fd, const void *data, size_t size, off64_t offset);
typedef int (*SyncFunc) (int fd);
typedef int (*TruncateFunc) (int fd, off64_t size);

ssize_t pwrite64 (int fd, const void *data, size_t size, off64_t offset);
int ftruncate64 (int fd, off64_t size);

/* 0: nothing fails now. */
static int
fault_for (int fd)
{
  const char *folder = getenv ("ZPI_DISK_FOLDER");
  const char *plan = getenv ("ZPI_DISK_FAULT");
  char link[64];
  char path[4096];
  char number[16] = "";
  ssize_t size;
  FILE *file;

  if (folder == NULL || plan == NULL)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, path, sizeof path - 1);
  if (size < 0)
    return 0;
  path[size] = '\0';
  if (strncmp (path, folder, strlen (folder)) != 0)
    return 0;
  file = fopen (plan, "re");
  if (file == NULL)
    return 0;
  if (fgets (number, sizeof number, file) == NULL)
    number[0] = '\0';
  fclose (file);
  return atoi (number);
}

static int
fails (int fd)
{
  int fault = fault_for (fd);

  if (fault != 0)
    errno = fault;
  return fault != 0;
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t offset)
{
  PwriteFunc next = (PwriteFunc) dlsym (RTLD_NEXT, "pwrite64");

  return fails (fd) ? -1 : next (fd, data, size, offset);
}

int
ftruncate64 (int fd, off64_t size)
{
  TruncateFunc next = (TruncateFunc) dlsym (RTLD_NEXT, "ftruncate64");

  return fails (fd) ? -1 : next (fd, size);
}

int
fsync (int fd)
{
  SyncFunc next = (SyncFunc) dlsym (RTLD_NEXT, "fsync");

  return fails (fd) ? -1 : next (fd);
}

int
fdatasync (int fd)
{
  SyncFunc next = (SyncFunc) dlsym (RTLD_NEXT, "fdatasync");

  return fails (fd) ? -1 : next (fd);
}
