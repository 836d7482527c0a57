/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-org-file.h"
#include "zpi-store.h"

G_BEGIN_DECLS

/**
 * ZpiOrgOrigin:
 * @ZPI_ORG_SYSTEM: from `/etc`, where only an administrator writes
 * @ZPI_ORG_TYPED: its fingerprint was typed over from the municipality's letter
 * @ZPI_ORG_SIGNED: signed by the key that the file before it named
 *
 * Why an organisation file is believed.
 */
typedef enum {
  ZPI_ORG_SYSTEM,
  ZPI_ORG_TYPED,
  ZPI_ORG_SIGNED,
} ZpiOrgOrigin;

/**
 * ZpiOrgSeal:
 * @file: the organisation file that was accepted
 * @origin: why
 * @previous: (nullable): digest of the one before it
 * @serial: the highest serial number that was ever accepted
 *
 * What the store keeps sealed of the organisation file: the copy in the data folder is only as good
 * as it is the same.
 */
typedef struct {
  ZpiOrgFile *file;
  ZpiOrgOrigin origin;
  char *previous;
  gint64 serial;
} ZpiOrgSeal;

void zpi_org_seal_free (ZpiOrgSeal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiOrgSeal, zpi_org_seal_free)

/* On the store thread. NOT_FOUND when none was accepted yet. */
ZpiOrgSeal *zpi_org_seal_read (ZpiStore *store, GError **error);
/* On the store thread, inside a transaction. GONE when a newer one was accepted before. */
gboolean
zpi_org_seal_write (ZpiStore *store, const ZpiOrgFile *file, ZpiOrgOrigin origin, GError **error);

G_END_DECLS
