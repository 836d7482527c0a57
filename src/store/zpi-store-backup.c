/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-case-store.h"
#include "zpi-store-private.h"

/**
 * zpi_store_backup:
 * @store: a store
 * @file: where to write it; must not be there yet
 * @error: return location for an error
 *
 * A consistent, sealed copy of the whole store. On the store thread, outside a transaction.
 *
 * Returns: %FALSE with a storage error; then no file is left
 */
gboolean
zpi_store_backup (ZpiStore *store, const char *file, GError **error)
{
  g_return_val_if_fail (file != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  return zpi_store_copy_into (store->db, file, FALSE, error);
}
