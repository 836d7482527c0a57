/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-vault-private.h"

G_BEGIN_DECLS

/* What Argon2id costs: passes over so much memory. */
typedef struct {
  guint32 ops;
  guint32 mem_kib;
} ZpiStretchCost;

ZpiKey *zpi_stretch (const char *secret, const guint8 *salt, ZpiStretchCost cost, GError **error);
ZpiStretchCost zpi_stretch_plan (gint64 least_us, guint64 memory_bytes);
ZpiStretchCost zpi_stretch_measure (void);

G_END_DECLS
