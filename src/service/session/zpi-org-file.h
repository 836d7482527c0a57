/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

#include "zpi-error.h"

G_BEGIN_DECLS

/**
 * ZpiOrgFile:
 *
 * What the municipality gives a chain partner to connect (`*.zpi-org`, JSON; src/README.md).
 * Immutable.
 */
typedef struct {
  grefcount ref_count;
  char *name;
  char *email; /* (nullable): the desk's address, offered before the paper route */
  char *base_url;
  char *issuer;
  char *client_id;
  char *scheme;            /* (nullable): the pass; the one this program comes with */
  guint16 *redirect_ports; /* (nullable): zero-ended */
  GBytes *escrow_key;      /* (nullable): X25519 public key */
  guint retention_days;
  guint idle_lock_minutes;
  gboolean allow_keyring_only;
  guint64 max_document_bytes; /* 0: the scheme's */
  gint64 serial;              /* of files that replace one another; 0 where it has none */
  GBytes *signing_key;        /* (nullable): Ed25519, of later files */
  GBytes *signed_bytes;       /* (nullable): what the signature is over */
  GBytes *signature;          /* (nullable) */
  GBytes *raw;
  /* (nullable): what stands in it and nothing here reads: of a later version, or a slip */
  char *unknown;
} ZpiOrgFile;

ZpiOrgFile *zpi_org_file_parse (GBytes *raw, GError **error);
ZpiOrgFile *zpi_org_file_ref (ZpiOrgFile *self);
void zpi_org_file_unref (ZpiOrgFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiOrgFile, zpi_org_file_unref)
gboolean zpi_org_file_matches (const ZpiOrgFile *self, const char *typed_fingerprint);
/* Of its bytes: lower-case hex. */
char *zpi_org_file_dup_digest (const ZpiOrgFile *self);
gboolean zpi_org_file_is_same (const ZpiOrgFile *self, const ZpiOrgFile *other);
/* Whether it leads to another server, or lets somebody else in. */
gboolean zpi_org_file_goes_elsewhere (const ZpiOrgFile *self, const ZpiOrgFile *to);
/* A newer file is believed when the key that the file in force names has signed it. */
gboolean zpi_org_file_is_signed_by (const ZpiOrgFile *self, const ZpiOrgFile *known);

G_END_DECLS
