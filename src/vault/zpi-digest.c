/* SPDX-License-Identifier: EUPL-1.2 */

/* SHA-256, for what the municipality is asked to confirm. */

#include "zpi-vault-private.h"

struct _ZpiDigest {
  crypto_hash_sha256_state state;
};

/**
 * zpi_digest_new:
 *
 * Returns: (transfer full): a running SHA-256, to be ended with zpi_digest_finish()
 */
ZpiDigest *
zpi_digest_new (void)
{
  ZpiDigest *self = g_new (ZpiDigest, 1);

  zpi_sodium_ensure ();
  crypto_hash_sha256_init (&self->state);
  return self;
}

/**
 * zpi_digest_update:
 * @self: a digest
 * @data: (nullable): the next bytes
 * @size: how many
 */
void
zpi_digest_update (ZpiDigest *self, gconstpointer data, gsize size)
{
  g_return_if_fail (self != NULL);

  if (size > 0)
    crypto_hash_sha256_update (&self->state, data, size);
}

/**
 * zpi_digest_finish:
 * @self: (transfer full): a digest
 *
 * Ends and frees @self.
 *
 * Returns: (transfer full): 64 lower-case hexadecimal digits
 */
char *
zpi_digest_finish (ZpiDigest *self)
{
  guint8 hash[crypto_hash_sha256_BYTES];
  char *hex;

  g_return_val_if_fail (self != NULL, NULL);

  crypto_hash_sha256_final (&self->state, hash);
  hex = g_malloc (2 * sizeof hash + 1);
  sodium_bin2hex (hex, 2 * sizeof hash + 1, hash, sizeof hash);
  sodium_memzero (self, sizeof *self);
  g_free (self);
  return hex;
}

/**
 * zpi_digest_of_bytes:
 * @bytes: some bytes
 *
 * Returns: (transfer full): their SHA-256 as 64 lower-case hexadecimal digits
 */
char *
zpi_digest_of_bytes (GBytes *bytes)
{
  ZpiDigest *digest = zpi_digest_new ();

  zpi_digest_update (digest, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return zpi_digest_finish (digest);
}
