/* SPDX-License-Identifier: EUPL-1.2 */

/* Ways to open the vault. Every slot is an X25519 key pair with the master key boxed to the public
 * half; the kinds differ in how the secret half is found again. So the master key can be changed
 * without anybody's PIN or code. */

#include "zpi-clock.h"
#include "zpi-key-file.h"
#include "zpi-pin.h"
#include "zpi-recovery-code.h"
#include "zpi-slot-data.h"
#include "zpi-stretch.h"

#include <string.h>

#define DEVICE_SECRET_BYTES 32

/* Numbers the use that is made of a hash, so that no two uses give the same. */
static void
hash_into (guint8 *into, gsize into_size, const char *use, const guint8 *key, GBytes *input)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, key, key != NULL ? ZPI_KEY_BYTES : 0, into_size);
  crypto_generichash_update (&state, (const guint8 *) use, strlen (use) + 1);
  crypto_generichash_update (&state, g_bytes_get_data (input, NULL), g_bytes_get_size (input));
  crypto_generichash_final (&state, into, into_size);
  sodium_memzero (&state, sizeof state);
}

static gboolean
device_secret_is_right_size (GBytes *device_secret, GError **error)
{
  if (device_secret == NULL || g_bytes_get_size (device_secret) != DEVICE_SECRET_BYTES) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_KEY_MISSING,
                         "The device secret is not in the keyring");
    return FALSE;
  }
  return TRUE;
}

/* The key that seals the slot's secret half. @secret is %NULL where nothing is typed, @kept where
 * nothing is kept. */
static ZpiKey *
slot_key (const ZpiSlotData *data, const char *secret, GBytes *kept, GError **error)
{
  g_autoptr (ZpiKey) stretched = NULL;
  g_autoptr (GBytes) typed = NULL;
  ZpiKey *key;

  if (secret != NULL) {
    const ZpiStretchCost cost = {data->ops, data->mem_kib};

    stretched = zpi_stretch (secret, data->salt, cost, error);
    if (stretched == NULL)
      return NULL;
    typed = zpi_secret_bytes_new (stretched->bytes, sizeof stretched->bytes);
  } else {
    typed = g_bytes_new_static ("", 0);
  }
  key = zpi_key_new ();
  hash_into (key->bytes,
             sizeof key->bytes,
             "slot key",
             kept != NULL ? g_bytes_get_data (kept, NULL) : NULL,
             typed);
  return key;
}

static void
device_check (const ZpiSlotData *data, GBytes *kept, guint8 *check)
{
  g_autoptr (GBytes) salt = g_bytes_new_static (data->salt, sizeof data->salt);

  hash_into (check, ZPI_SLOT_CHECK_BYTES, "device check", g_bytes_get_data (kept, NULL), salt);
}

static ZpiSlot *
slot_new (ZpiSlotKind kind, const char *id, const char *label, const ZpiSlotData *data)
{
  ZpiSlot *slot = g_new0 (ZpiSlot, 1);

  slot->id = g_strdup (id);
  slot->kind = kind;
  slot->label = g_strdup (label != NULL ? label : "");
  slot->created_us = zpi_clock_now_us ();
  slot->data = zpi_slot_data_pack (data);
  return slot;
}

/* Puts the master key in the box of a slot whose public key stands in @data. */
static ZpiSlot *
finish_slot (ZpiVault *self,
             ZpiSlotKind kind,
             const char *id,
             const char *label,
             ZpiSlotData *data,
             GError **error)
{
  g_autoptr (ZpiKey) master = zpi_vault_dup_master (self, TRUE, error);

  if (master == NULL || !zpi_slot_data_box (data, self->store_uuid, kind, id, master, error))
    return NULL;
  return slot_new (kind, id, label, data);
}

/* A slot whose secret half is sealed by what is typed, kept, or both. */
static ZpiSlot *
make_sealed_slot (ZpiVault *self,
                  ZpiSlotKind kind,
                  const char *label,
                  const char *secret,
                  GBytes *kept,
                  GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (ZpiKey) key = NULL;
  g_autoptr (ZpiKey) secret_half = zpi_key_new ();
  g_autoptr (GBytes) place = NULL;
  g_autoptr (GBytes) sealed = NULL;
  ZpiSlotData data = {0};

  if (secret != NULL) {
    const ZpiStretchCost cost = zpi_stretch_measure ();

    data.ops = cost.ops;
    data.mem_kib = cost.mem_kib;
  }
  randombytes_buf (data.salt, sizeof data.salt);
  if (kept != NULL)
    device_check (&data, kept, data.device_check);
  crypto_box_keypair (data.public_key, secret_half->bytes);

  key = slot_key (&data, secret, kept, error);
  if (key == NULL)
    return NULL;
  place = zpi_slot_data_place (&data, self->store_uuid, kind, id);
  sealed = zpi_key_wrap (secret_half, key, place);
  memcpy (data.sealed_secret, g_bytes_get_data (sealed, NULL), sizeof data.sealed_secret);
  return finish_slot (self, kind, id, label, &data, error);
}

static gboolean
check_length (const char *secret, glong minimum, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (secret, -1);
  const glong length = g_utf8_strlen (valid, -1);

  sodium_memzero (valid, strlen (valid));
  if (length < minimum) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_BAD_FORMAT,
                 "Too short: at least %ld characters are needed",
                 minimum);
    return FALSE;
  }
  return TRUE;
}

/**
 * zpi_vault_make_desk_slot:
 * @self: an unlocked vault
 * @label: whose it is
 * @pin: a PIN of six or more characters, or a passphrase
 * @device_secret: what the keyring keeps, from zpi_vault_new_device_secret()
 * @error: return location for an error
 *
 * Slow by design: call it in a thread.
 *
 * Returns: (transfer full): the slot; %NULL with %ZPI_ERROR_BAD_FORMAT (too short),
 *   %ZPI_ERROR_KEY_MISSING or %ZPI_ERROR_BUSY
 */
ZpiSlot *
zpi_vault_make_desk_slot (ZpiVault *self,
                          const char *label,
                          const char *pin,
                          GBytes *device_secret,
                          GError **error)
{
  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (pin != NULL, NULL);

  if (!check_length (pin, ZPI_MIN_PIN_CHARS, error) ||
      !device_secret_is_right_size (device_secret, error))
    return NULL;
  return make_sealed_slot (self, ZPI_SLOT_DESK, label, pin, device_secret, error);
}

/**
 * zpi_vault_make_passphrase_slot:
 * @self: an unlocked vault
 * @label: whose it is
 * @passphrase: 12 characters or more
 * @error: return location for an error
 *
 * Slow by design: call it in a thread.
 *
 * Returns: (transfer full): the slot; %NULL with %ZPI_ERROR_BAD_FORMAT (too short),
 *   %ZPI_ERROR_KEY_MISSING or %ZPI_ERROR_BUSY
 */
ZpiSlot *
zpi_vault_make_passphrase_slot (ZpiVault *self,
                                const char *label,
                                const char *passphrase,
                                GError **error)
{
  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  if (!check_length (passphrase, ZPI_MIN_PASSPHRASE_CHARS, error))
    return NULL;
  return make_sealed_slot (self, ZPI_SLOT_PASSPHRASE, label, passphrase, NULL, error);
}

/**
 * zpi_vault_make_keyring_slot:
 * @self: an unlocked vault
 * @device_secret: what the keyring keeps
 * @error: return location for an error
 *
 * Only where the organisation file allows it.
 *
 * Returns: (transfer full): the slot; %NULL with %ZPI_ERROR_KEY_MISSING
 */
ZpiSlot *
zpi_vault_make_keyring_slot (ZpiVault *self, GBytes *device_secret, GError **error)
{
  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);

  if (!device_secret_is_right_size (device_secret, error))
    return NULL;
  return make_sealed_slot (self, ZPI_SLOT_KEYRING, NULL, NULL, device_secret, error);
}

/**
 * zpi_vault_make_practice_slot:
 * @self: an unlocked vault
 * @key_file: where the key of practice data is, or is to be made (never replaced)
 * @error: return location for an error
 *
 * Returns: (transfer full): the slot; %NULL with %ZPI_ERROR_KEY_MISSING or a storage error
 */
ZpiSlot *
zpi_vault_make_practice_slot (ZpiVault *self, const char *key_file, GError **error)
{
  g_autoptr (GBytes) kept = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (key_file != NULL, NULL);

  kept = zpi_key_file_ensure (key_file, error);
  if (kept == NULL)
    return NULL;
  return make_sealed_slot (self, ZPI_SLOT_PRACTICE, NULL, NULL, kept, error);
}

static void
recovery_key_pair (const guint8 *seed, guint8 *public_key, ZpiKey *secret_half)
{
  g_autoptr (GBytes) input = zpi_secret_bytes_new (seed, ZPI_RECOVERY_SEED_BYTES);
  g_autoptr (ZpiKey) box_seed = zpi_key_new ();

  hash_into (box_seed->bytes, sizeof box_seed->bytes, "recovery code", NULL, input);
  crypto_box_seed_keypair (public_key, secret_half->bytes, box_seed->bytes);
}

/**
 * zpi_vault_make_recovery_slot:
 * @self: an unlocked vault
 * @code: (out): the code to print once, to be freed with zpi_secret_strfree()
 * @error: return location for an error
 *
 * Returns: (transfer full): the slot; %NULL with %ZPI_ERROR_KEY_MISSING
 */
ZpiSlot *
zpi_vault_make_recovery_slot (ZpiVault *self, char **code, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (ZpiKey) secret_half = zpi_key_new ();
  guint8 seed[ZPI_RECOVERY_SEED_BYTES];
  ZpiSlotData data = {0};
  ZpiSlot *slot;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (code != NULL, NULL);

  randombytes_buf (seed, sizeof seed);
  recovery_key_pair (seed, data.public_key, secret_half);
  slot = finish_slot (self, ZPI_SLOT_RECOVERY, id, NULL, &data, error);
  *code = slot != NULL ? zpi_recovery_code_format (seed) : NULL;
  sodium_memzero (seed, sizeof seed);
  return slot;
}

/**
 * zpi_vault_make_escrow_slot:
 * @self: an unlocked vault
 * @public_key: the organisation's X25519 key, 32 bytes
 * @label: (nullable): the organisation
 * @error: return location for an error
 *
 * Returns: (transfer full): the slot; %NULL with %ZPI_ERROR_BAD_FORMAT or %ZPI_ERROR_KEY_MISSING
 */
ZpiSlot *
zpi_vault_make_escrow_slot (ZpiVault *self, GBytes *public_key, const char *label, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  ZpiSlotData data = {0};

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (public_key != NULL, NULL);

  if (g_bytes_get_size (public_key) != sizeof data.public_key) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "An escrow key has 32 bytes");
    return NULL;
  }
  memcpy (data.public_key, g_bytes_get_data (public_key, NULL), sizeof data.public_key);
  return finish_slot (self, ZPI_SLOT_ESCROW, id, label, &data, error);
}

static gboolean
wrong_secret (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET, "That does not open this slot");
  return FALSE;
}

static gboolean
unlock_with_secret_half (ZpiVault *self,
                         const ZpiSlot *slot,
                         const ZpiSlotData *data,
                         const ZpiKey *secret_half,
                         GError **error)
{
  ZpiKey *master =
      zpi_slot_data_unbox (data, self->store_uuid, slot->kind, slot->id, secret_half, error);

  if (master == NULL)
    return FALSE;
  zpi_vault_take_master (self, master);
  return TRUE;
}

static gboolean
unlock_sealed (ZpiVault *self,
               const ZpiSlot *slot,
               const ZpiSlotData *data,
               const char *secret,
               GBytes *kept,
               GError **error)
{
  g_autoptr (GBytes) place = zpi_slot_data_place (data, self->store_uuid, slot->kind, slot->id);
  g_autoptr (GBytes) sealed = g_bytes_new_static (data->sealed_secret, sizeof data->sealed_secret);
  g_autoptr (ZpiKey) key = NULL;
  g_autoptr (ZpiKey) secret_half = NULL;
  guint8 check[ZPI_SLOT_CHECK_BYTES];

  if (kept != NULL) {
    device_check (data, kept, check);
    if (sodium_memcmp (check, data->device_check, sizeof check) != 0) {
      g_set_error_literal (error,
                           ZPI_ERROR,
                           ZPI_ERROR_KEY_MISSING,
                           "The kept secret belongs to another slot");
      return FALSE;
    }
  }
  key = slot_key (data, secret, kept, error);
  if (key == NULL)
    return FALSE;
  secret_half = zpi_key_unwrap (key, place, sealed, NULL);
  if (secret_half == NULL)
    return wrong_secret (error);
  return unlock_with_secret_half (self, slot, data, secret_half, error);
}

static gboolean
unlock_with_code (ZpiVault *self,
                  const ZpiSlot *slot,
                  const ZpiSlotData *data,
                  const char *code,
                  GError **error)
{
  g_autoptr (ZpiKey) secret_half = zpi_key_new ();
  guint8 seed[ZPI_RECOVERY_SEED_BYTES];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];

  if (!zpi_recovery_code_parse (code, seed, error))
    return FALSE;
  recovery_key_pair (seed, public_key, secret_half);
  sodium_memzero (seed, sizeof seed);
  if (sodium_memcmp (public_key, data->public_key, sizeof public_key) != 0)
    return wrong_secret (error);
  return unlock_with_secret_half (self, slot, data, secret_half, error);
}

/**
 * zpi_vault_unlock:
 * @self: a vault
 * @slot: a slot of it
 * @secret: (nullable): PIN, passphrase or recovery code as typed
 * @device_secret: (nullable): for desk and keyring slots
 * @error: return location for an error
 *
 * Slow by design for what is typed: call it in a thread.
 *
 * Returns: %FALSE with %ZPI_ERROR_WRONG_SECRET; %ZPI_ERROR_BAD_FORMAT for a mistyped code;
 *   %ZPI_ERROR_KEY_MISSING when the device secret is missing or another one (keyring reset);
 *   %ZPI_ERROR_SEAL_BROKEN when the slot is damaged; %ZPI_ERROR_NOT_ALLOWED when this kind of slot
 *   is opened another way
 */
gboolean
zpi_vault_unlock (ZpiVault *self,
                  const ZpiSlot *slot,
                  const char *secret,
                  GBytes *device_secret,
                  GError **error)
{
  ZpiSlotData data;
  const gboolean with_device = slot->kind == ZPI_SLOT_DESK || slot->kind == ZPI_SLOT_KEYRING;

  g_return_val_if_fail (ZPI_IS_VAULT (self), FALSE);

  if (!zpi_slot_data_unpack (slot->data, &data, error))
    return FALSE;
  if (with_device && !device_secret_is_right_size (device_secret, error))
    return FALSE;

  switch (slot->kind) {
  case ZPI_SLOT_DESK:
    return unlock_sealed (self, slot, &data, secret != NULL ? secret : "", device_secret, error);
  case ZPI_SLOT_PASSPHRASE:
    return unlock_sealed (self, slot, &data, secret != NULL ? secret : "", NULL, error);
  case ZPI_SLOT_KEYRING:
    return unlock_sealed (self, slot, &data, NULL, device_secret, error);
  case ZPI_SLOT_RECOVERY:
    return unlock_with_code (self, slot, &data, secret != NULL ? secret : "", error);
  case ZPI_SLOT_ESCROW:
  case ZPI_SLOT_PRACTICE:
  default:
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "This slot is not opened by typing");
    return FALSE;
  }
}

/**
 * zpi_vault_unlock_with_key_file:
 * @self: a vault
 * @slot: a practice slot
 * @key_file: its key file
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_KEY_MISSING when the file is missing or another one
 */
gboolean
zpi_vault_unlock_with_key_file (ZpiVault *self,
                                const ZpiSlot *slot,
                                const char *key_file,
                                GError **error)
{
  g_autoptr (GBytes) kept = NULL;
  ZpiSlotData data;

  g_return_val_if_fail (ZPI_IS_VAULT (self), FALSE);
  g_return_val_if_fail (slot->kind == ZPI_SLOT_PRACTICE, FALSE);

  if (!zpi_slot_data_unpack (slot->data, &data, error))
    return FALSE;
  kept = zpi_key_file_load (key_file, error);
  return kept != NULL && unlock_sealed (self, slot, &data, NULL, kept, error);
}

/**
 * zpi_vault_unlock_with_escrow_key:
 * @self: a vault
 * @slot: an escrow slot
 * @secret_key: the organisation's X25519 secret key
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_WRONG_SECRET or %ZPI_ERROR_SEAL_BROKEN
 */
gboolean
zpi_vault_unlock_with_escrow_key (ZpiVault *self,
                                  const ZpiSlot *slot,
                                  GBytes *secret_key,
                                  GError **error)
{
  g_autoptr (ZpiKey) secret_half = NULL;
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  ZpiSlotData data;

  g_return_val_if_fail (ZPI_IS_VAULT (self), FALSE);
  g_return_val_if_fail (slot->kind == ZPI_SLOT_ESCROW, FALSE);

  if (!zpi_slot_data_unpack (slot->data, &data, error))
    return FALSE;
  if (g_bytes_get_size (secret_key) != ZPI_KEY_BYTES)
    return wrong_secret (error);
  secret_half = zpi_key_new ();
  memcpy (secret_half->bytes, g_bytes_get_data (secret_key, NULL), ZPI_KEY_BYTES);
  crypto_scalarmult_base (public_key, secret_half->bytes);
  if (sodium_memcmp (public_key, data.public_key, sizeof public_key) != 0)
    return wrong_secret (error);
  return unlock_with_secret_half (self, slot, &data, secret_half, error);
}

/**
 * zpi_vault_rewrap_public_slot:
 * @self: a vault whose master key is being changed
 * @slot: a slot, of any kind
 * @error: return location for an error
 *
 * Returns: (transfer full): the same slot with the new master key in it; %NULL with
 *   %ZPI_ERROR_SEAL_BROKEN when somebody changed the slot
 */
ZpiSlot *
zpi_vault_rewrap_public_slot (ZpiVault *self, const ZpiSlot *slot, GError **error)
{
  g_autoptr (ZpiKey) master = NULL;
  ZpiSlot *fresh;
  ZpiSlotData data;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);

  master = zpi_vault_dup_master (self, FALSE, error);
  if (master == NULL || !zpi_slot_data_unpack (slot->data, &data, error) ||
      !zpi_slot_data_verify (&data, self->store_uuid, slot->kind, slot->id, master, error))
    return NULL;
  fresh = finish_slot (self, slot->kind, slot->id, slot->label, &data, error);
  if (fresh != NULL)
    fresh->created_us = slot->created_us;
  return fresh;
}

/**
 * zpi_vault_new_device_secret:
 *
 * Returns: (transfer full): 32 random bytes, for the keyring
 */
GBytes *
zpi_vault_new_device_secret (void)
{
  g_autoptr (ZpiKey) key = zpi_key_new_random ();

  return zpi_secret_bytes_new (key->bytes, sizeof key->bytes);
}
