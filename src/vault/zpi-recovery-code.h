/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The code that is printed once: 128 random bits and a checksum of 12 bits in seven groups of four
 * characters of Crockford's base 32 ("K7PM-2QXR-…"). */
#define ZPI_RECOVERY_SEED_BYTES 16

char *zpi_recovery_code_format (const guint8 *seed);
gboolean zpi_recovery_code_parse (const char *code, guint8 *seed, GError **error);

G_END_DECLS
