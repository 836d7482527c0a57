/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-vault-private.h"

G_BEGIN_DECLS

#define ZPI_SLOT_SALT_BYTES       16
#define ZPI_SLOT_CHECK_BYTES      16
#define ZPI_SLOT_SEALED_KEY_BYTES (ZPI_KEY_BYTES + ZPI_SEAL_OVERHEAD)
#define ZPI_SLOT_BOX_BYTES        (2 * ZPI_KEY_BYTES + crypto_box_SEALBYTES)
#define ZPI_SLOT_MAC_BYTES        32

/* What a slot keeps, as laid out in its data: all of fixed length, numbers little-endian.
 * @ops, @mem_kib, @salt: cost and salt of Argon2id; 0 where nothing is stretched
 * @device_check: tells another device secret from a wrong PIN; 0 where there is none
 * @public_key: X25519
 * @sealed_secret: its secret key under what was typed or kept; 0 for recovery and escrow
 * @box: the master key, and to which store and slot it belongs, to @public_key
 * @mac: over all of the above, by the master key, so that a foreign public key is noticed before
 *   anything is wrapped to it */
typedef struct {
  guint32 ops;
  guint32 mem_kib;
  guint8 salt[ZPI_SLOT_SALT_BYTES];
  guint8 device_check[ZPI_SLOT_CHECK_BYTES];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 sealed_secret[ZPI_SLOT_SEALED_KEY_BYTES];
  guint8 box[ZPI_SLOT_BOX_BYTES];
  guint8 mac[ZPI_SLOT_MAC_BYTES];
} ZpiSlotData;

GBytes *zpi_slot_data_pack (const ZpiSlotData *self);
gboolean zpi_slot_data_unpack (GBytes *bytes, ZpiSlotData *self, GError **error);

/* The place of the sealed secret key: every parameter is in it. */
GBytes *zpi_slot_data_place (const ZpiSlotData *self,
                             const char *store_uuid,
                             ZpiSlotKind kind,
                             const char *slot_id);
gboolean zpi_slot_data_box (ZpiSlotData *self,
                            const char *store_uuid,
                            ZpiSlotKind kind,
                            const char *slot_id,
                            const ZpiKey *master,
                            GError **error);
ZpiKey *zpi_slot_data_unbox (const ZpiSlotData *self,
                             const char *store_uuid,
                             ZpiSlotKind kind,
                             const char *slot_id,
                             const ZpiKey *secret_key,
                             GError **error);
gboolean zpi_slot_data_verify (const ZpiSlotData *self,
                               const char *store_uuid,
                               ZpiSlotKind kind,
                               const char *slot_id,
                               const ZpiKey *master,
                               GError **error);

G_END_DECLS
