/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-vault.h"

#include <sodium.h>

/**
 * zpi_signature_verify:
 * @message: what was signed
 * @signature: an Ed25519 signature
 * @public_key: whose
 *
 * Any thread.
 *
 * Returns: whether @signature over @message is by @public_key
 */
gboolean
zpi_signature_verify (GBytes *message, GBytes *signature, GBytes *public_key)
{
  g_return_val_if_fail (message != NULL && signature != NULL && public_key != NULL, FALSE);

  if (g_bytes_get_size (signature) != crypto_sign_BYTES ||
      g_bytes_get_size (public_key) != crypto_sign_PUBLICKEYBYTES || sodium_init () < 0)
    return FALSE;
  return crypto_sign_verify_detached (g_bytes_get_data (signature, NULL),
                                      g_bytes_get_data (message, NULL),
                                      g_bytes_get_size (message),
                                      g_bytes_get_data (public_key, NULL)) == 0;
}
