/* SPDX-License-Identifier: EUPL-1.2 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ZPI_DIGEST_BYTES 32

/**
 * ZpiDigest:
 *
 * A running SHA-256. Nettle does it, which uses the instructions that the processor has for it.
 */
typedef struct _ZpiDigest ZpiDigest;

ZpiDigest *zpi_digest_new (void);
void zpi_digest_update (ZpiDigest *self, gconstpointer data, gsize size);
char *zpi_digest_finish (ZpiDigest *self); /* frees self */

char *zpi_digest_of_bytes (GBytes *bytes);
char *zpi_digest_dup_base64 (GBytes *bytes);
char *zpi_digest_dup_checksum (const char *algorithm, GBytes *bytes);
void zpi_digest_raw (gconstpointer data, gsize size, guint8 hash[ZPI_DIGEST_BYTES]);

G_END_DECLS
