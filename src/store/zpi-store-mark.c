/* SPDX-License-Identifier: EUPL-1.2 */

/* What tells a first start that was broken off from a store that was lost: a file beside the
 * database, made once its first slot is on disk. It holds the store's UUID, so that there are two
 * of it. */

#include "zpi-file.h"
#include "zpi-store-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MARK_FILE      "store.uuid"
#define MAX_MARK_BYTES 64

static char *
mark_path (const char *folder)
{
  return g_build_filename (folder, MARK_FILE, NULL);
}

/* The key of practice data is made after the schema was committed, so it tells as much. */
gboolean
zpi_store_has_mark (const char *folder)
{
  g_autofree char *path = mark_path (folder);
  g_autofree char *key_path = g_build_filename (folder, ZPI_PRACTICE_KEY_FILE, NULL);

  return g_access (path, F_OK) == 0 || g_access (key_path, F_OK) == 0;
}

/* NULL when there is none, or it makes no sense. Something else than a file is not waited for. */
char *
zpi_store_load_mark (const char *folder)
{
  g_autofree char *path = mark_path (folder);
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0);
  char text[MAX_MARK_BYTES] = "";

  if (fd < 0)
    return NULL;
  if (read (fd, text, sizeof text - 1) < 0)
    text[0] = '\0';
  close (fd);
  return g_uuid_string_is_valid (text) ? g_strdup (text) : NULL;
}

/* A link that somebody put there is replaced, not followed. What fails is done at the next opening.
 */
void
zpi_store_save_mark (ZpiStore *self)
{
  g_autofree char *path = mark_path (self->folder);
  g_autofree char *marked = zpi_store_load_mark (self->folder);

  if (g_strcmp0 (marked, self->uuid) == 0)
    return;
  if (!zpi_file_keep (path, self->uuid, strlen (self->uuid), TRUE, NULL))
    g_message ("The store could not be marked as begun");
}

/* Another store may have been put in place by hand; two random UUIDs never differ in one place. */
gboolean
zpi_store_mark_contradicts (const char *marked, const char *uuid)
{
  guint n_different = 0;

  if (marked == NULL || strlen (marked) != strlen (uuid))
    return marked != NULL;
  for (gsize i = 0; uuid[i] != '\0'; i++)
    n_different += uuid[i] != marked[i] ? 1 : 0;
  return n_different == 1;
}

void
zpi_store_forget_mark (const char *folder)
{
  g_autofree char *path = mark_path (folder);

  g_unlink (path);
}
