/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

#include "zpi-error.h"

G_BEGIN_DECLS

/**
 * ZpiSlotKind:
 * @ZPI_SLOT_DESK: a counsellor's PIN together with the device secret in the keyring
 * @ZPI_SLOT_PASSPHRASE: a passphrase of 12 characters or more, without a keyring
 * @ZPI_SLOT_RECOVERY: the recovery code that was printed once (a public-key slot)
 * @ZPI_SLOT_ESCROW: a sealed box to the organisation's key (a public-key slot)
 * @ZPI_SLOT_KEYRING: the keyring alone, only where the organisation file allows it
 * @ZPI_SLOT_PRACTICE: the key in a file of its own beside practice data
 */
typedef enum {
  ZPI_SLOT_DESK,
  ZPI_SLOT_PASSPHRASE,
  ZPI_SLOT_RECOVERY,
  ZPI_SLOT_ESCROW,
  ZPI_SLOT_KEYRING,
  ZPI_SLOT_PRACTICE,
} ZpiSlotKind;

/**
 * ZpiSlot:
 * @id: a UUID
 * @label: whose it is ("Desk 1"); in the clear, because it is shown before unlocking
 * @data: parameters and the wrapped master key, as the database keeps them
 *
 * One way to open the vault. Immutable once made.
 */
typedef struct {
  char *id;
  ZpiSlotKind kind;
  char *label;
  gint64 created_us;
  GBytes *data;
} ZpiSlot;

void zpi_slot_free (ZpiSlot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiSlot, zpi_slot_free)
const char *zpi_slot_kind_to_nick (ZpiSlotKind kind);
gboolean zpi_slot_kind_from_nick (const char *nick, ZpiSlotKind *kind);

/**
 * ZpiSealContext:
 * @table: the table, a static word
 * @column: the column, a static word
 * @row_id: the row's id
 * @generation: the generation of the row, 0 where it has none
 *
 * Where a sealed value stands. It goes into the associated data, so that a value that was moved,
 * swapped or taken from an older generation does not open.
 */
typedef struct {
  const char *table;
  const char *column;
  const char *row_id;
  guint64 generation;
} ZpiSealContext;

/**
 * ZpiVault:
 *
 * Holds the master key in locked memory while unlocked, and seals and opens with the keys of
 * cases. Any thread; a lock inside. When locked, everything fails with %ZPI_ERROR_KEY_MISSING.
 */
#define ZPI_TYPE_VAULT (zpi_vault_get_type ())
G_DECLARE_FINAL_TYPE (ZpiVault, zpi_vault, ZPI, VAULT, GObject)

ZpiVault *zpi_vault_new (const char *store_uuid);
gboolean zpi_vault_is_unlocked (ZpiVault *self);

/* First start and slots. Making a slot needs an unlocked vault. Argon2id: call in a thread. */
gboolean zpi_vault_create (ZpiVault *self, GError **error);
void zpi_vault_lock (ZpiVault *self);
ZpiSlot *zpi_vault_make_desk_slot (ZpiVault *self,
                                   const char *label,
                                   const char *pin,
                                   GBytes *device_secret,
                                   GError **error);
ZpiSlot *zpi_vault_make_passphrase_slot (ZpiVault *self,
                                         const char *label,
                                         const char *passphrase,
                                         GError **error);
ZpiSlot *zpi_vault_make_recovery_slot (ZpiVault *self, char **code, GError **error);
ZpiSlot *
zpi_vault_make_escrow_slot (ZpiVault *self, GBytes *public_key, const char *label, GError **error);
ZpiSlot *zpi_vault_make_keyring_slot (ZpiVault *self, GBytes *device_secret, GError **error);
ZpiSlot *zpi_vault_make_practice_slot (ZpiVault *self, const char *key_file, GError **error);
/* @secret: PIN, passphrase or code as typed; @device_secret: for desk and keyring slots */
gboolean zpi_vault_unlock (ZpiVault *self,
                           const ZpiSlot *slot,
                           const char *secret,
                           GBytes *device_secret,
                           GError **error);
/* By the organisation: its X25519 secret key, 32 bytes. */
gboolean zpi_vault_unlock_with_escrow_key (ZpiVault *self,
                                           const ZpiSlot *slot,
                                           GBytes *secret_key,
                                           GError **error);
gboolean zpi_vault_unlock_with_key_file (ZpiVault *self,
                                         const ZpiSlot *slot,
                                         const char *key_file,
                                         GError **error);
/* The store key as the database keeps it (wrapped, not a secret). For the store. */
void zpi_vault_set_wrapped_store_key (ZpiVault *self, GBytes *wrapped);
GBytes *zpi_vault_dup_wrapped_store_key (ZpiVault *self);
/* New master and store keys: see zpi_slot_store_rotate(), which wraps every slot and case key anew
 * and seals anew what the store keeps. Every kind of slot holds a public key, so no PIN or code is
 * needed. */
gboolean zpi_vault_has_store_key (ZpiVault *self);
GBytes *zpi_vault_reseal_store (ZpiVault *self,
                                const ZpiSealContext *context,
                                GBytes *sealed,
                                GError **error);
char *zpi_vault_rehash_bsn (ZpiVault *self, const char *hash, GError **error);
gboolean zpi_vault_is_rotating (ZpiVault *self);
gboolean zpi_vault_rotate_begin (ZpiVault *self, GError **error);
GBytes *
zpi_vault_rewrap_case_key (ZpiVault *self, const char *case_id, GBytes *wrapped, GError **error);
ZpiSlot *zpi_vault_rewrap_public_slot (ZpiVault *self, const ZpiSlot *slot, GError **error);
void zpi_vault_rotate_finish (ZpiVault *self, gboolean commit);

/* Keys of cases. A case key never leaves the vault; it is named by its wrapped form. */
GBytes *zpi_vault_new_case_key (ZpiVault *self, const char *case_id, GError **error);
GBytes *zpi_vault_seal (ZpiVault *self,
                        const char *case_id,
                        GBytes *wrapped_key,
                        const ZpiSealContext *context,
                        GBytes *plain,
                        GError **error);
GBytes *zpi_vault_open (ZpiVault *self,
                        const char *case_id,
                        GBytes *wrapped_key,
                        const ZpiSealContext *context,
                        GBytes *sealed,
                        GError **error);
/* Values that belong to the store rather than to a case (stubs, settings, tokens at rest). */
GBytes *
zpi_vault_seal_store (ZpiVault *self, const ZpiSealContext *context, GBytes *plain, GError **error);
GBytes *zpi_vault_open_store (ZpiVault *self,
                              const ZpiSealContext *context,
                              GBytes *sealed,
                              GError **error);
/* Chunks of a document: associated data is the document's id, the index, and whether it is the
 * last. */
GBytes *zpi_vault_seal_chunk (ZpiVault *self,
                              const char *case_id,
                              GBytes *wrapped_key,
                              const char *document_id,
                              guint64 index,
                              gboolean last,
                              GBytes *plain,
                              GError **error);
GBytes *zpi_vault_open_chunk (ZpiVault *self,
                              const char *case_id,
                              GBytes *wrapped_key,
                              const char *document_id,
                              guint64 index,
                              gboolean last,
                              GBytes *sealed,
                              GError **error);
/* A keyed hash of a BSN, for the duplicate warning only. */
char *zpi_vault_hash_bsn (ZpiVault *self, const char *bsn, GError **error);

/* Plain text that wipes itself when the last reference goes: use instead of g_bytes_new(). */
GBytes *zpi_secret_bytes_new (gconstpointer data, gsize size);
/* To be filled through @data before anybody else sees the bytes. */
GBytes *zpi_secret_bytes_new_uninitialized (gsize size, guint8 **data);
/* A text in locked memory; free it with zpi_secret_strfree() and nothing else. */
char *zpi_secret_strdup (const char *text);
void zpi_secret_strfree (char *text);
/* Wipes an ordinary text before g_free(). */
void zpi_wipe_free (char *text);
void zpi_wipe_stack (void);
void zpi_vault_harden_process (void); /* no core dumps, sodium_init */
void zpi_vault_keep_stretch_least (gboolean least);
gboolean zpi_vault_hide_process (const char *build_folder);
GBytes *zpi_vault_new_device_secret (void); /* 32 random bytes, for the keyring */

gboolean zpi_signature_verify (GBytes *message, GBytes *signature, GBytes *public_key);

G_END_DECLS
