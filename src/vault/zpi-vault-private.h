/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of this folder share. Not to be included from outside it. */

#include "zpi-vault.h"

#include <sodium.h>

G_BEGIN_DECLS

#define ZPI_KEY_BYTES    32
#define ZPI_SEAL_VERSION 1
#define ZPI_SEAL_OVERHEAD                                                                          \
  (1 + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)

#define ZPI_WRAPPED_KEY_BYTES (ZPI_KEY_BYTES + ZPI_SEAL_OVERHEAD)

/* A key in guarded, locked memory that is left out of core dumps and wiped when freed. */
typedef struct {
  guint8 bytes[ZPI_KEY_BYTES];
} ZpiKey;

ZpiKey *zpi_key_new (void);
ZpiKey *zpi_key_new_random (void);
ZpiKey *zpi_key_copy (const ZpiKey *self);
ZpiKey *zpi_key_derive (const ZpiKey *self, const char *context, guint64 id);

/* What is derived of the master key: a purpose of crypto_kdf of eight characters, a number each. */
#define ZPI_CONTEXT_MASTER "zpimastr"
enum { ZPI_MASTER_WRAP = 1, ZPI_MASTER_SLOT_MAC = 2 };
void zpi_key_free (ZpiKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiKey, zpi_key_free)

void zpi_sodium_ensure (void);

/* A block that becomes a GBytes which wipes itself. */
guint8 *zpi_secret_block_new (gsize size);
GBytes *zpi_secret_block_to_bytes (guint8 *block, gsize size);
void zpi_secret_block_free (gpointer block);
char *zpi_secret_text_new (gsize size);

/* Where a sealed value stands, spelled so that no two places spell the same. */
GBytes *zpi_place_new (const char *purpose,
                       const char *store_uuid,
                       const char *table,
                       const char *column,
                       const char *row_id,
                       guint64 number,
                       guint64 flags);
GBytes *zpi_seal_with_key (const ZpiKey *key, GBytes *place, GBytes *plain);
GBytes *zpi_open_with_key (const ZpiKey *key, GBytes *place, GBytes *sealed, GError **error);
GBytes *zpi_key_wrap (const ZpiKey *self, const ZpiKey *wrapping, GBytes *place);
ZpiKey *zpi_key_unwrap (const ZpiKey *wrapping, GBytes *place, GBytes *wrapped, GError **error);

/* zpi-vault.c */
struct _ZpiVault {
  GObject parent_instance;

  char *store_uuid;
  GMutex mutex;
  ZpiKey *master;            /* (owned) (nullable): NULL while locked */
  ZpiKey *store_key;         /* (owned) (nullable) */
  GBytes *wrapped_store_key; /* (owned) (nullable): kept while locked */
  gboolean stored;           /* the database has the store key */
  GPtrArray *links;    /* (owned) (element-type ZpiKey): of BSN hashes, one for each former key */
  ZpiKey *next_master; /* (owned) (nullable): while the master key is being changed */
  ZpiKey *next_store_key;         /* (owned) (nullable) */
  GBytes *next_wrapped_store_key; /* (owned) (nullable) */
};

#define ZPI_BSN_HASH_BYTES 32

/* What a key of the store is for. */
enum { ZPI_STORE_RECORDS = 1, ZPI_STORE_BSN_HASH = 2 };

ZpiKey *zpi_vault_store_key_derive (const ZpiKey *store_key, guint64 purpose);

/* The key of a case, or of the store, for one purpose. Only while the mutex is held. */
ZpiKey *zpi_vault_case_key_for (ZpiVault *self,
                                const char *case_id,
                                GBytes *wrapped,
                                guint64 purpose,
                                GError **error);
ZpiKey *zpi_vault_store_key_for (ZpiVault *self, guint64 purpose, GError **error);
void zpi_vault_take_master (ZpiVault *self, ZpiKey *master);
ZpiKey *zpi_vault_dup_master (ZpiVault *self, gboolean next, GError **error);

G_END_DECLS
