/* SPDX-License-Identifier: EUPL-1.2 */

/* Sealing: one format byte, a random nonce, XChaCha20-Poly1305. The place where the value stands
 * is the associated data, so that it opens nowhere else. */

#include "zpi-vault-private.h"

#include <string.h>

/* So that it does not grow step by step. */
#define USUAL_PLACE_BYTES 256

static void
append_number (GByteArray *array, guint64 number)
{
  const guint64 little = GUINT64_TO_LE (number);

  g_byte_array_append (array, (const guint8 *) &little, sizeof little);
}

static void
append_text (GByteArray *array, const char *text)
{
  const gsize length = text != NULL ? strlen (text) : 0;

  append_number (array, length);
  g_byte_array_append (array, (const guint8 *) (text != NULL ? text : ""), length);
}

GBytes *
zpi_place_new (const char *purpose,
               const char *store_uuid,
               const char *table,
               const char *column,
               const char *row_id,
               guint64 number,
               guint64 flags)
{
  GByteArray *array = g_byte_array_sized_new (USUAL_PLACE_BYTES);

  append_number (array, ZPI_SEAL_VERSION);
  append_text (array, purpose);
  append_text (array, store_uuid);
  append_text (array, table);
  append_text (array, column);
  append_text (array, row_id);
  append_number (array, number);
  append_number (array, flags);
  return g_byte_array_free_to_bytes (array);
}

GBytes *
zpi_seal_with_key (const ZpiKey *key, GBytes *place, GBytes *plain)
{
  gsize plain_size = 0;
  const guint8 *plain_data = g_bytes_get_data (plain, &plain_size);
  gsize place_size = 0;
  const guint8 *place_data = g_bytes_get_data (place, &place_size);
  guint8 *sealed = g_malloc (plain_size + ZPI_SEAL_OVERHEAD);
  guint8 *nonce = sealed + 1;
  unsigned long long size = 0;

  sealed[0] = ZPI_SEAL_VERSION;
  randombytes_buf (nonce, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (nonce + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
                                              &size,
                                              plain_data,
                                              plain_size,
                                              place_data,
                                              place_size,
                                              NULL,
                                              nonce,
                                              key->bytes);
  return g_bytes_new_take (sealed, plain_size + ZPI_SEAL_OVERHEAD);
}

static GBytes *
open_failed (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "A sealed value does not open");
  return NULL;
}

GBytes *
zpi_open_with_key (const ZpiKey *key, GBytes *place, GBytes *sealed, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (sealed, &size);
  gsize place_size = 0;
  const guint8 *place_data = g_bytes_get_data (place, &place_size);
  const guint8 *nonce;
  unsigned long long plain_size = 0;
  guint8 *plain;

  if (size < ZPI_SEAL_OVERHEAD || data[0] != ZPI_SEAL_VERSION)
    return open_failed (error);

  nonce = data + 1;
  plain = zpi_secret_block_new (size - ZPI_SEAL_OVERHEAD);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          plain,
          &plain_size,
          NULL,
          nonce + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
          size - 1 - crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
          place_data,
          place_size,
          nonce,
          key->bytes) != 0) {
    zpi_secret_block_free (plain);
    return open_failed (error);
  }
  return zpi_secret_block_to_bytes (plain, plain_size);
}

GBytes *
zpi_key_wrap (const ZpiKey *self, const ZpiKey *wrapping, GBytes *place)
{
  g_autoptr (GBytes) plain = zpi_secret_bytes_new (self->bytes, sizeof self->bytes);

  return zpi_seal_with_key (wrapping, place, plain);
}

ZpiKey *
zpi_key_unwrap (const ZpiKey *wrapping, GBytes *place, GBytes *wrapped, GError **error)
{
  g_autoptr (GBytes) plain = zpi_open_with_key (wrapping, place, wrapped, error);
  ZpiKey *key;

  if (plain == NULL)
    return NULL;
  if (g_bytes_get_size (plain) != ZPI_KEY_BYTES) {
    open_failed (error);
    return NULL;
  }
  key = zpi_key_new ();
  memcpy (key->bytes, g_bytes_get_data (plain, NULL), ZPI_KEY_BYTES);
  return key;
}
