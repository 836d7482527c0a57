/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

#include "zpi-error.h"

G_BEGIN_DECLS

/**
 * ZpiParcel:
 *
 * What leaves this store for another desk: a file of pieces, each sealed, in an order that cannot
 * be changed, whose end is marked. It opens with a passphrase, or with the secret half of a public
 * key (the escrow key of an organisation file). Pieces are at most #ZPI_PARCEL_PIECE_BYTES. Any
 * thread, one at a time.
 */
typedef struct _ZpiParcel ZpiParcel;

#define ZPI_PARCEL_PIECE_BYTES (8 * 1024 * 1024)
/* Shorter ones do not protect a file that anybody can copy. */
#define ZPI_PARCEL_MIN_PASSPHRASE 12

/* @passphrase or @public_key (X25519, 32 bytes) is %NULL. Argon2id: call in a thread. */
ZpiParcel *
zpi_parcel_new (GOutputStream *stream, const char *passphrase, GBytes *public_key, GError **error);
gboolean zpi_parcel_write (ZpiParcel *self, GBytes *piece, gboolean last, GError **error);
/* SEAL_BROKEN: another passphrase or key, or a damaged file. WRONG_SECRET: it opens with the other
 * of the two. BAD_FORMAT: no such file. */
ZpiParcel *
zpi_parcel_open (GInputStream *stream, const char *passphrase, GBytes *secret_key, GError **error);
GBytes *zpi_parcel_read (ZpiParcel *self, gboolean *last, GError **error);
void zpi_parcel_free (ZpiParcel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiParcel, zpi_parcel_free)

G_END_DECLS
