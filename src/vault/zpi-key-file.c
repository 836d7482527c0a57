/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-key-file.h"

#include "zpi-file.h"
#include "zpi-vault-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Never over an old one. */
static gboolean
write_new_file (const char *path, const guint8 *key, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (zpi_file_keep (path, key, ZPI_KEY_BYTES, FALSE, &local) ||
      g_error_matches (local, ZPI_ERROR, ZPI_ERROR_CONFLICT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * zpi_key_file_ensure:
 * @path: the file
 * @error: return location for an error
 *
 * Reads the key, or makes one where there is no file.
 *
 * Returns: (transfer full): the key; %NULL with %ZPI_ERROR_KEY_MISSING when something else is
 *   there, or a storage error
 */
GBytes *
zpi_key_file_ensure (const char *path, GError **error)
{
  g_autoptr (ZpiKey) key = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    key = zpi_key_new_random ();
    if (!write_new_file (path, key->bytes, error))
      return NULL;
  }
  return zpi_key_file_load (path, error);
}

/**
 * zpi_key_file_save:
 * @path: the file
 * @key: a key that was loaded elsewhere
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when another key is there, %ZPI_ERROR_BAD_FORMAT when
 *   @key is none, or a storage error
 */
gboolean
zpi_key_file_save (const char *path, GBytes *key, GError **error)
{
  g_autoptr (GBytes) there = NULL;

  g_return_val_if_fail (path != NULL && key != NULL, FALSE);

  if (g_bytes_get_size (key) != ZPI_KEY_BYTES) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "This is no key");
    return FALSE;
  }
  if (!write_new_file (path, g_bytes_get_data (key, NULL), error))
    return FALSE;
  there = zpi_key_file_load (path, error);
  if (there == NULL)
    return FALSE;
  if (g_bytes_equal (there, key))
    return TRUE;
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_CONFLICT, "Another key file is there");
  return FALSE;
}

/**
 * zpi_key_file_load:
 * @path: the file
 * @error: return location for an error
 *
 * Returns: (transfer full): the key; %NULL with %ZPI_ERROR_KEY_MISSING
 */
GBytes *
zpi_key_file_load (const char *path, GError **error)
{
  guint8 *block = zpi_secret_block_new (ZPI_KEY_BYTES + 1);
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
  gssize n = -1;

  if (fd >= 0) {
    n = read (fd, block, ZPI_KEY_BYTES + 1);
    close (fd);
  }
  if (n != ZPI_KEY_BYTES) {
    zpi_secret_block_free (block);
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_KEY_MISSING,
                         fd < 0 ? "There is no key file" : "The key file is damaged");
    return NULL;
  }
  return zpi_secret_block_to_bytes (block, ZPI_KEY_BYTES);
}
