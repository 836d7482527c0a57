/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-lease.h"

#include "zpi-sql.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _ZpiLease {
  int fd;
};

/**
 * zpi_lease_take:
 * @folder: the data folder; made when it is not there
 * @name: what is leased
 * @error: return location for an error
 *
 * Never waits.
 *
 * Returns: (transfer full): the lease; %NULL with %ZPI_ERROR_BUSY when somebody holds it, or a
 *   storage error
 */
ZpiLease *
zpi_lease_take (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  ZpiLease *self;
  int fd;
  int number;

  g_return_val_if_fail (folder != NULL && name != NULL, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    zpi_error_from_errno (error, errno, "Making the data folder");
    return NULL;
  }
  path = g_strdup_printf ("%s/%s.lock", folder, name);
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    zpi_error_from_errno (error, errno, "Opening a lease");
    return NULL;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    number = errno;
    close (fd);
    zpi_error_from_errno (error, number, "Taking a lease");
    return NULL;
  }
  self = g_new (ZpiLease, 1);
  self->fd = fd;
  return self;
}

/**
 * zpi_lease_release:
 * @self: (transfer full): a lease
 */
void
zpi_lease_release (ZpiLease *self)
{
  close (self->fd);
  g_free (self);
}
