/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-slot-data.h"

#include <string.h>

#define SLOT_VERSION 1

/* The most that a slot read from disk may cost: nobody plants a slot that takes all memory. */
#define MAX_OPS     64
#define MAX_MEM_KIB (1024 * 1024)

#define PACKED_BYTES                                                                               \
  (1 + 4 + 4 + ZPI_SLOT_SALT_BYTES + ZPI_SLOT_CHECK_BYTES + crypto_box_PUBLICKEYBYTES +            \
   ZPI_SLOT_SEALED_KEY_BYTES + ZPI_SLOT_BOX_BYTES + ZPI_SLOT_MAC_BYTES)

static void
append_u32 (GByteArray *array, guint32 number)
{
  const guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (array, (const guint8 *) &little, sizeof little);
}

static GByteArray *
pack_parameters (const ZpiSlotData *self)
{
  GByteArray *array = g_byte_array_sized_new (PACKED_BYTES);
  const guint8 version = SLOT_VERSION;

  g_byte_array_append (array, &version, 1);
  append_u32 (array, self->ops);
  append_u32 (array, self->mem_kib);
  g_byte_array_append (array, self->salt, sizeof self->salt);
  g_byte_array_append (array, self->device_check, sizeof self->device_check);
  g_byte_array_append (array, self->public_key, sizeof self->public_key);
  return array;
}

GBytes *
zpi_slot_data_pack (const ZpiSlotData *self)
{
  GByteArray *array = pack_parameters (self);

  g_byte_array_append (array, self->sealed_secret, sizeof self->sealed_secret);
  g_byte_array_append (array, self->box, sizeof self->box);
  g_byte_array_append (array, self->mac, sizeof self->mac);
  return g_byte_array_free_to_bytes (array);
}

static void
take (const guint8 **data, gpointer into, gsize size)
{
  memcpy (into, *data, size);
  *data += size;
}

gboolean
zpi_slot_data_unpack (GBytes *bytes, ZpiSlotData *self, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size != PACKED_BYTES || data[0] != SLOT_VERSION) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "A key slot is damaged");
    return FALSE;
  }
  data++;
  take (&data, &self->ops, sizeof self->ops);
  take (&data, &self->mem_kib, sizeof self->mem_kib);
  self->ops = GUINT32_FROM_LE (self->ops);
  self->mem_kib = GUINT32_FROM_LE (self->mem_kib);
  take (&data, self->salt, sizeof self->salt);
  take (&data, self->device_check, sizeof self->device_check);
  take (&data, self->public_key, sizeof self->public_key);
  take (&data, self->sealed_secret, sizeof self->sealed_secret);
  take (&data, self->box, sizeof self->box);
  take (&data, self->mac, sizeof self->mac);

  if (self->ops > MAX_OPS || self->mem_kib > MAX_MEM_KIB) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "A key slot costs too much");
    return FALSE;
  }
  return TRUE;
}

GBytes *
zpi_slot_data_place (const ZpiSlotData *self,
                     const char *store_uuid,
                     ZpiSlotKind kind,
                     const char *slot_id)
{
  g_autoptr (GByteArray) parameters = pack_parameters (self);
  g_autofree char *hex = g_malloc (2 * parameters->len + 1);

  sodium_bin2hex (hex, 2 * parameters->len + 1, parameters->data, parameters->len);
  return zpi_place_new ("slot", store_uuid, zpi_slot_kind_to_nick (kind), hex, slot_id, 0, 0);
}

/* To which store and slot the boxed key belongs: 32 bytes. */
static void
hash_owner (guint8 *hash, const char *store_uuid, ZpiSlotKind kind, const char *slot_id)
{
  g_autoptr (GBytes) place =
      zpi_place_new ("box", store_uuid, zpi_slot_kind_to_nick (kind), "", slot_id, 0, 0);

  crypto_generichash (hash,
                      ZPI_KEY_BYTES,
                      g_bytes_get_data (place, NULL),
                      g_bytes_get_size (place),
                      NULL,
                      0);
}

static void
compute_mac (const ZpiSlotData *self,
             const char *store_uuid,
             ZpiSlotKind kind,
             const char *slot_id,
             const ZpiKey *master,
             guint8 *mac)
{
  g_autoptr (ZpiKey) key = zpi_key_derive (master, ZPI_CONTEXT_MASTER, ZPI_MASTER_SLOT_MAC);
  g_autoptr (GBytes) place = zpi_slot_data_place (self, store_uuid, kind, slot_id);
  crypto_generichash_state state;

  crypto_generichash_init (&state, key->bytes, sizeof key->bytes, ZPI_SLOT_MAC_BYTES);
  crypto_generichash_update (&state, g_bytes_get_data (place, NULL), g_bytes_get_size (place));
  crypto_generichash_update (&state, self->sealed_secret, sizeof self->sealed_secret);
  crypto_generichash_update (&state, self->box, sizeof self->box);
  crypto_generichash_final (&state, mac, ZPI_SLOT_MAC_BYTES);
  sodium_memzero (&state, sizeof state);
}

/* Puts @master in the box, and the mac over everything. Fails only for a public key that is no
 * point of the curve worth the name: an organisation's, typed wrong. */
gboolean
zpi_slot_data_box (ZpiSlotData *self,
                   const char *store_uuid,
                   ZpiSlotKind kind,
                   const char *slot_id,
                   const ZpiKey *master,
                   GError **error)
{
  guint8 plain[2 * ZPI_KEY_BYTES];
  int failed;

  memcpy (plain, master->bytes, ZPI_KEY_BYTES);
  hash_owner (plain + ZPI_KEY_BYTES, store_uuid, kind, slot_id);
  failed = crypto_box_seal (self->box, plain, sizeof plain, self->public_key);
  sodium_memzero (plain, sizeof plain);
  if (failed != 0) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "This is no public key");
    return FALSE;
  }
  compute_mac (self, store_uuid, kind, slot_id, master, self->mac);
  return TRUE;
}

static ZpiKey *
box_is_broken (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "A key slot does not open");
  return NULL;
}

/* The master key out of the box, when the box and the whole slot are what they were. */
ZpiKey *
zpi_slot_data_unbox (const ZpiSlotData *self,
                     const char *store_uuid,
                     ZpiSlotKind kind,
                     const char *slot_id,
                     const ZpiKey *secret_key,
                     GError **error)
{
  g_autoptr (ZpiKey) master = zpi_key_new ();
  guint8 owner[ZPI_KEY_BYTES];
  guint8 plain[2 * ZPI_KEY_BYTES];
  gboolean ours;

  if (crypto_box_seal_open (plain,
                            self->box,
                            sizeof self->box,
                            self->public_key,
                            secret_key->bytes) != 0)
    return box_is_broken (error);
  hash_owner (owner, store_uuid, kind, slot_id);
  ours = sodium_memcmp (owner, plain + ZPI_KEY_BYTES, ZPI_KEY_BYTES) == 0;
  memcpy (master->bytes, plain, ZPI_KEY_BYTES);
  sodium_memzero (plain, sizeof plain);
  if (!ours)
    return box_is_broken (error);
  if (!zpi_slot_data_verify (self, store_uuid, kind, slot_id, master, error))
    return NULL;
  return g_steal_pointer (&master);
}

gboolean
zpi_slot_data_verify (const ZpiSlotData *self,
                      const char *store_uuid,
                      ZpiSlotKind kind,
                      const char *slot_id,
                      const ZpiKey *master,
                      GError **error)
{
  guint8 mac[ZPI_SLOT_MAC_BYTES];

  compute_mac (self, store_uuid, kind, slot_id, master, mac);
  if (sodium_memcmp (mac, self->mac, sizeof mac) != 0) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "A key slot was changed");
    return FALSE;
  }
  return TRUE;
}
