/* SPDX-License-Identifier: EUPL-1.2 */

/* SHA-256, for what the municipality is asked to confirm. */

#include "zpi-digest.h"

#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <string.h>

G_STATIC_ASSERT (ZPI_DIGEST_BYTES == SHA256_DIGEST_SIZE);

struct _ZpiDigest {
  struct sha256_ctx state;
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

  sha256_init (&self->state);
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
    sha256_update (&self->state, size, data);
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
  guint8 hash[ZPI_DIGEST_BYTES];
  char *hex;

  g_return_val_if_fail (self != NULL, NULL);

  sha256_digest (&self->state, sizeof hash, hash);
  explicit_bzero (self, sizeof *self);
  g_free (self);
  hex = g_malloc (2 * sizeof hash + 1);
  for (gsize i = 0; i < sizeof hash; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", hash[i]);
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

/**
 * zpi_digest_raw:
 * @data: some bytes
 * @size: how many
 * @hash: (out): their SHA-256
 */
void
zpi_digest_raw (gconstpointer data, gsize size, guint8 hash[ZPI_DIGEST_BYTES])
{
  struct sha256_ctx state;

  sha256_init (&state);
  sha256_update (&state, size, data);
  sha256_digest (&state, ZPI_DIGEST_BYTES, hash);
  explicit_bzero (&state, sizeof state);
}

/**
 * zpi_digest_dup_base64:
 * @bytes: some bytes
 *
 * Returns: (transfer full): their SHA-256 as HTTP headers carry it
 */
char *
zpi_digest_dup_base64 (GBytes *bytes)
{
  guint8 hash[ZPI_DIGEST_BYTES];
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  zpi_digest_raw (data, size, hash);
  return g_base64_encode (hash, sizeof hash);
}

/**
 * zpi_digest_dup_checksum:
 * @algorithm: a name that tus has for it: `sha256` or `sha1`
 * @bytes: some bytes
 *
 * The checksum of a part (tus 1.0, checksum). SHA-1 is for a server that knows nothing better, and
 * for what went wrong on its way; what somebody changed is found by the SHA-256 of the whole.
 *
 * Returns: (transfer full) (nullable): it in base64; %NULL when @algorithm is another
 */
char *
zpi_digest_dup_checksum (const char *algorithm, GBytes *bytes)
{
  guint8 hash[SHA1_DIGEST_SIZE];
  struct sha1_ctx state;

  if (strcmp (algorithm, "sha256") == 0)
    return zpi_digest_dup_base64 (bytes);
  if (strcmp (algorithm, "sha1") != 0)
    return NULL;
  sha1_init (&state);
  sha1_update (&state, g_bytes_get_size (bytes), g_bytes_get_data (bytes, NULL));
  sha1_digest (&state, sizeof hash, hash);
  return g_base64_encode (hash, sizeof hash);
}
