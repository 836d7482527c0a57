/* SPDX-License-Identifier: EUPL-1.2 */

/* Sealing and opening with the keys that the vault holds: records of cases, values of the store,
 * chunks of documents. */

#include "zpi-vault-private.h"

#include <string.h>

enum { CASE_RECORDS = 1, CASE_CHUNKS = 2 };

static GBytes *
record_place (ZpiVault *self, const char *case_id, const ZpiSealContext *context)
{
  g_autofree char *purpose = g_strconcat ("record ", case_id, NULL);

  return zpi_place_new (purpose,
                        self->store_uuid,
                        context->table,
                        context->column,
                        context->row_id,
                        context->generation,
                        0);
}

/**
 * zpi_vault_seal:
 * @self: a vault
 * @case_id: the case
 * @wrapped_key: its wrapped key
 * @context: where the value will stand
 * @plain: the value
 * @error: return location for an error
 *
 * Seals a value of a case. Any thread.
 *
 * Returns: (transfer full): the sealed value; %NULL with %ZPI_ERROR_KEY_MISSING while locked, or
 *   %ZPI_ERROR_SEAL_BROKEN when the wrapped key does not open
 */
GBytes *
zpi_vault_seal (ZpiVault *self,
                const char *case_id,
                GBytes *wrapped_key,
                const ZpiSealContext *context,
                GBytes *plain,
                GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  g_autoptr (GBytes) place = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (case_id != NULL && wrapped_key != NULL && plain != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  key = zpi_vault_case_key_for (self, case_id, wrapped_key, CASE_RECORDS, error);
  if (key == NULL)
    return NULL;
  place = record_place (self, case_id, context);
  return zpi_seal_with_key (key, place, plain);
}

/**
 * zpi_vault_open:
 * @self: a vault
 * @case_id: the case
 * @wrapped_key: its wrapped key
 * @context: where the value stands
 * @sealed: the sealed value
 * @error: return location for an error
 *
 * Opens a value of a case. Any thread.
 *
 * Returns: (transfer full): the value, which wipes itself; %NULL with %ZPI_ERROR_KEY_MISSING or
 *   %ZPI_ERROR_SEAL_BROKEN
 */
GBytes *
zpi_vault_open (ZpiVault *self,
                const char *case_id,
                GBytes *wrapped_key,
                const ZpiSealContext *context,
                GBytes *sealed,
                GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  g_autoptr (GBytes) place = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (case_id != NULL && wrapped_key != NULL && sealed != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  key = zpi_vault_case_key_for (self, case_id, wrapped_key, CASE_RECORDS, error);
  if (key == NULL)
    return NULL;
  place = record_place (self, case_id, context);
  return zpi_open_with_key (key, place, sealed, error);
}

static GBytes *
store_place (ZpiVault *self, const ZpiSealContext *context)
{
  return zpi_place_new ("store",
                        self->store_uuid,
                        context->table,
                        context->column,
                        context->row_id,
                        context->generation,
                        0);
}

/**
 * zpi_vault_seal_store:
 * @self: a vault
 * @context: where the value will stand
 * @plain: the value
 * @error: return location for an error
 *
 * Seals a value that belongs to the store rather than to a case. Any thread.
 *
 * Returns: (transfer full): the sealed value; %NULL with %ZPI_ERROR_KEY_MISSING
 */
GBytes *
zpi_vault_seal_store (ZpiVault *self, const ZpiSealContext *context, GBytes *plain, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  g_autoptr (GBytes) place = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (plain != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  key = zpi_vault_store_key_for (self, ZPI_STORE_RECORDS, error);
  if (key == NULL)
    return NULL;
  place = store_place (self, context);
  return zpi_seal_with_key (key, place, plain);
}

/**
 * zpi_vault_open_store:
 * @self: a vault
 * @context: where the value stands
 * @sealed: the sealed value
 * @error: return location for an error
 *
 * Opens a value that belongs to the store. Any thread.
 *
 * Returns: (transfer full): the value, which wipes itself; %NULL with %ZPI_ERROR_KEY_MISSING or
 *   %ZPI_ERROR_SEAL_BROKEN
 */
GBytes *
zpi_vault_open_store (ZpiVault *self, const ZpiSealContext *context, GBytes *sealed, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  g_autoptr (GBytes) place = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (sealed != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  key = zpi_vault_store_key_for (self, ZPI_STORE_RECORDS, error);
  if (key == NULL)
    return NULL;
  place = store_place (self, context);
  return zpi_open_with_key (key, place, sealed, error);
}

static GBytes *
chunk_place (ZpiVault *self,
             const char *case_id,
             const char *document_id,
             guint64 index,
             gboolean last)
{
  return zpi_place_new ("chunk",
                        self->store_uuid,
                        "chunks",
                        case_id,
                        document_id,
                        index,
                        last ? 1 : 0);
}

/**
 * zpi_vault_seal_chunk:
 * @self: a vault
 * @case_id: the case
 * @wrapped_key: its wrapped key
 * @document_id: the document
 * @index: the chunk's place in it
 * @last: whether it is the last one
 * @plain: the bytes
 * @error: return location for an error
 *
 * Seals a chunk of a document. Any thread.
 *
 * Returns: (transfer full): the sealed chunk; %NULL with %ZPI_ERROR_KEY_MISSING or
 *   %ZPI_ERROR_SEAL_BROKEN
 */
GBytes *
zpi_vault_seal_chunk (ZpiVault *self,
                      const char *case_id,
                      GBytes *wrapped_key,
                      const char *document_id,
                      guint64 index,
                      gboolean last,
                      GBytes *plain,
                      GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  g_autoptr (GBytes) place = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (case_id != NULL && wrapped_key != NULL && plain != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  key = zpi_vault_case_key_for (self, case_id, wrapped_key, CASE_CHUNKS, error);
  if (key == NULL)
    return NULL;
  place = chunk_place (self, case_id, document_id, index, last);
  return zpi_seal_with_key (key, place, plain);
}

/**
 * zpi_vault_open_chunk:
 * @self: a vault
 * @case_id: the case
 * @wrapped_key: its wrapped key
 * @document_id: the document
 * @index: the chunk's place in it
 * @last: whether it has to be the last one
 * @sealed: the sealed chunk
 * @error: return location for an error
 *
 * Opens a chunk of a document. Any thread.
 *
 * Returns: (transfer full): the bytes, which wipe themselves; %NULL with %ZPI_ERROR_KEY_MISSING or
 *   %ZPI_ERROR_SEAL_BROKEN (also when the chunk was moved, or the document was cut)
 */
GBytes *
zpi_vault_open_chunk (ZpiVault *self,
                      const char *case_id,
                      GBytes *wrapped_key,
                      const char *document_id,
                      guint64 index,
                      gboolean last,
                      GBytes *sealed,
                      GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  g_autoptr (GBytes) place = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (case_id != NULL && wrapped_key != NULL && sealed != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  key = zpi_vault_case_key_for (self, case_id, wrapped_key, CASE_CHUNKS, error);
  if (key == NULL)
    return NULL;
  place = chunk_place (self, case_id, document_id, index, last);
  return zpi_open_with_key (key, place, sealed, error);
}

/* @into may be @data. */
static void
keyed_hash (guint8 *into, const ZpiKey *key, gconstpointer data, gsize size)
{
  guint8 hash[ZPI_BSN_HASH_BYTES];

  crypto_generichash (hash, sizeof hash, data, size, key->bytes, sizeof key->bytes);
  memcpy (into, hash, sizeof hash);
}

static char *
hash_to_hex (const guint8 *hash)
{
  char *hex = g_malloc (2 * ZPI_BSN_HASH_BYTES + 1);

  sodium_bin2hex (hex, 2 * ZPI_BSN_HASH_BYTES + 1, hash, ZPI_BSN_HASH_BYTES);
  return hex;
}

/**
 * zpi_vault_hash_bsn:
 * @self: an unlocked vault
 * @bsn: a citizen service number
 * @error: return location for an error
 *
 * A keyed hash, for the duplicate warning only: without the store's key a number cannot be tried
 * out. Every change of the master key hashes what stands there once more. Any thread.
 *
 * Returns: (transfer full): 64 hexadecimal digits; %NULL with %ZPI_ERROR_KEY_MISSING
 */
char *
zpi_vault_hash_bsn (ZpiVault *self, const char *bsn, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  guint8 hash[ZPI_BSN_HASH_BYTES];

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (bsn != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  key = zpi_vault_store_key_for (self, ZPI_STORE_BSN_HASH, error);
  if (key == NULL)
    return NULL;
  if (self->links->len == 0) {
    keyed_hash (hash, key, bsn, strlen (bsn));
    return hash_to_hex (hash);
  }
  keyed_hash (hash, self->links->pdata[0], bsn, strlen (bsn));
  for (guint i = 1; i < self->links->len; i++)
    keyed_hash (hash, self->links->pdata[i], hash, sizeof hash);
  keyed_hash (hash, key, hash, sizeof hash);
  return hash_to_hex (hash);
}

/**
 * zpi_vault_rehash_bsn:
 * @self: a vault whose master key is being changed
 * @hash: from zpi_vault_hash_bsn()
 * @error: return location for an error
 *
 * Returns: (transfer full): what zpi_vault_hash_bsn() gives for the same number after the change;
 *   %NULL with %ZPI_ERROR_KEY_MISSING, or %ZPI_ERROR_SEAL_BROKEN when @hash is none
 */
char *
zpi_vault_rehash_bsn (ZpiVault *self, const char *hash, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  guint8 bytes[ZPI_BSN_HASH_BYTES];
  gsize size = 0;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  if (self->next_store_key == NULL) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "No key is being changed");
    return NULL;
  }
  if (sodium_hex2bin (bytes, sizeof bytes, hash, strlen (hash), NULL, &size, NULL) != 0 ||
      size != sizeof bytes) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "This is no hash");
    return NULL;
  }
  key = zpi_vault_store_key_derive (self->next_store_key, ZPI_STORE_BSN_HASH);
  keyed_hash (bytes, key, bytes, sizeof bytes);
  return hash_to_hex (bytes);
}

/**
 * zpi_vault_reseal_store:
 * @self: a vault whose master key is being changed
 * @context: where the value stands
 * @sealed: the sealed value
 * @error: return location for an error
 *
 * Returns: (transfer full): the same value under the new store key; %NULL with
 *   %ZPI_ERROR_KEY_MISSING or %ZPI_ERROR_SEAL_BROKEN
 */
GBytes *
zpi_vault_reseal_store (ZpiVault *self,
                        const ZpiSealContext *context,
                        GBytes *sealed,
                        GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) old = NULL;
  g_autoptr (ZpiKey) fresh = NULL;
  g_autoptr (GBytes) place = NULL;
  g_autoptr (GBytes) plain = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (context != NULL && sealed != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  if (self->next_store_key == NULL) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "No key is being changed");
    return NULL;
  }
  old = zpi_vault_store_key_for (self, ZPI_STORE_RECORDS, error);
  if (old == NULL)
    return NULL;
  place = store_place (self, context);
  plain = zpi_open_with_key (old, place, sealed, error);
  if (plain == NULL)
    return NULL;
  fresh = zpi_vault_store_key_derive (self->next_store_key, ZPI_STORE_RECORDS);
  return zpi_seal_with_key (fresh, place, plain);
}
