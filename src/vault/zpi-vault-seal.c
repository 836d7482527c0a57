/* SPDX-License-Identifier: EUPL-1.2 */

/* Sealing and opening with the keys that the vault holds: records of cases, values of the store,
 * chunks of documents. */

#include "zpi-vault-private.h"

#include <string.h>

enum { CASE_RECORDS = 1, CASE_CHUNKS = 2 };
enum { STORE_RECORDS = 1, STORE_BSN_HASH = 2 };

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
  key = zpi_vault_store_key_for (self, STORE_RECORDS, error);
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
  key = zpi_vault_store_key_for (self, STORE_RECORDS, error);
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

/**
 * zpi_vault_hash_bsn:
 * @self: an unlocked vault
 * @bsn: a citizen service number
 * @error: return location for an error
 *
 * A keyed hash, for the duplicate warning only: without the store's key a number cannot be tried
 * out. Any thread.
 *
 * Returns: (transfer full): 64 hexadecimal digits; %NULL with %ZPI_ERROR_KEY_MISSING
 */
char *
zpi_vault_hash_bsn (ZpiVault *self, const char *bsn, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;
  guint8 hash[32];
  char *hex;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (bsn != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  key = zpi_vault_store_key_for (self, STORE_BSN_HASH, error);
  if (key == NULL)
    return NULL;
  crypto_generichash (hash,
                      sizeof hash,
                      (const guint8 *) bsn,
                      strlen (bsn),
                      key->bytes,
                      sizeof key->bytes);
  hex = g_malloc (2 * sizeof hash + 1);
  sodium_bin2hex (hex, 2 * sizeof hash + 1, hash, sizeof hash);
  return hex;
}
