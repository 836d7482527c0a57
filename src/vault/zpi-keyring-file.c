/* SPDX-License-Identifier: EUPL-1.2 */

/* Whether GNOME's keyring asks nobody for anything. With automatic log-in there is no password that
 * could open it, and who made it then often left its password empty: it is written in the clear. */

#include "zpi-keyring.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Of the file of a keyring without a password; others begin with "GnomeKeyring". */
#define IN_CLEAR     "[keyring]"
#define MAX_NAME     255
#define DEFAULT_NAME "login"

/* Never waits, whatever lies there. */
static gssize
read_beginning (const char *path, char *buffer, gsize size)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gssize n_read;

  if (fd < 0)
    return -1;
  n_read = read (fd, buffer, size);
  close (fd);
  return n_read;
}

static char *
default_keyring (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "default", NULL);
  char name[MAX_NAME + 1] = "";
  const gssize size = read_beginning (path, name, MAX_NAME);

  if (size > 0)
    g_strstrip (name);
  if (size <= 0 || *name == '\0' || strchr (name, '/') != NULL)
    return g_build_filename (folder, DEFAULT_NAME ".keyring", NULL);
  return g_strdup_printf ("%s/%s.keyring", folder, name);
}

/**
 * zpi_keyring_is_unprotected:
 *
 * Whether the keyring in which this person's secrets are kept by default is one of GNOME's without
 * a password: whoever has the disk has what is in it. %FALSE where that cannot be seen (another
 * keyring, a sandbox). Reads two small files.
 */
gboolean
zpi_keyring_is_unprotected (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);
  g_autofree char *path = default_keyring (folder);
  char head[sizeof IN_CLEAR - 1];

  return read_beginning (path, head, sizeof head) == sizeof head &&
         memcmp (head, IN_CLEAR, sizeof head) == 0;
}
