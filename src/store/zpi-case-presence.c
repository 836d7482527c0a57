/* SPDX-License-Identifier: EUPL-1.2 */

/* One byte of one file for each case, locked by whoever has it open: the kernel lets go of it when
 * the process ends, and nothing is left behind. */

#define _GNU_SOURCE

#include "zpi-case-presence.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PRESENCE_FILE "cases.lock"
/* Of the id: as many as fit in an offset. Two cases on one byte are a refusal too many, once in an
 * age. */
#define HEX_DIGITS 15

struct _ZpiCasePresence {
  int fd; /* -1 on a disk that cannot be written: then nobody writes */
};

/**
 * zpi_case_presence_new:
 * @folder: the data folder
 *
 * Returns: (transfer full): the cases that this process has open: none
 */
ZpiCasePresence *
zpi_case_presence_new (const char *folder)
{
  g_autofree char *path = NULL;
  ZpiCasePresence *self;

  g_return_val_if_fail (folder != NULL, NULL);

  path = g_build_filename (folder, PRESENCE_FILE, NULL);
  self = g_new (ZpiCasePresence, 1);
  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  return self;
}

/**
 * zpi_case_presence_free:
 * @self: (transfer full): no case is open in this process any more
 */
void
zpi_case_presence_free (ZpiCasePresence *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

static struct flock
lock_of (const char *case_id, short type)
{
  struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_len = 1};
  guint n_digits = 0;

  for (const char *at = case_id; *at != '\0' && n_digits < HEX_DIGITS; at++) {
    if (!g_ascii_isxdigit (*at))
      continue;
    lock.l_start = lock.l_start * 16 + g_ascii_xdigit_value (*at);
    n_digits++;
  }
  return lock;
}

static void
set_lock (ZpiCasePresence *self, const char *case_id, short type)
{
  struct flock lock = lock_of (case_id, type);

  if (self->fd >= 0 && fcntl (self->fd, F_OFD_SETLK, &lock) != 0)
    g_message ("Which cases are open cannot be told to other programs");
}

/**
 * zpi_case_presence_enter:
 * @self: a presence
 * @case_id: a case that is open here from now on
 */
void
zpi_case_presence_enter (ZpiCasePresence *self, const char *case_id)
{
  g_return_if_fail (self != NULL && case_id != NULL);

  set_lock (self, case_id, F_RDLCK);
}

/**
 * zpi_case_presence_leave:
 * @self: a presence
 * @case_id: a case that is not open here any more
 */
void
zpi_case_presence_leave (ZpiCasePresence *self, const char *case_id)
{
  g_return_if_fail (self != NULL && case_id != NULL);

  set_lock (self, case_id, F_UNLCK);
}

/**
 * zpi_case_presence_is_elsewhere:
 * @self: a presence
 * @case_id: a case
 *
 * Any thread.
 *
 * Returns: whether another process has it open, and may hold what is not saved yet
 */
gboolean
zpi_case_presence_is_elsewhere (ZpiCasePresence *self, const char *case_id)
{
  struct flock lock;

  g_return_val_if_fail (self != NULL && case_id != NULL, FALSE);

  lock = lock_of (case_id, F_WRLCK);
  return self->fd >= 0 && fcntl (self->fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}
