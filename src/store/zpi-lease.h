/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Leases on a data folder, by flock on `NAME.lock`: gone with the process, however it ends. */
typedef struct _ZpiLease ZpiLease;
/* BUSY when another process (or holder in this one) has it. Names in use: "window", "sender". */
ZpiLease *zpi_lease_take (const char *folder, const char *name, GError **error);
void zpi_lease_release (ZpiLease *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiLease, zpi_lease_release)

G_END_DECLS
