/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-renewal.h"

G_BEGIN_DECLS

/**
 * ZpiRenewalGroup:
 *
 * Looks up whether a pass was renewed automatically: the number, the client's word, and what the
 * municipality says. Keeps nothing itself. Signals `answered` (#ZpiRenewal as a number, the BSN as
 * it was typed) and `typed` (the BSN so far), for who does keep it.
 */
#define ZPI_TYPE_RENEWAL_GROUP (zpi_renewal_group_get_type ())
G_DECLARE_FINAL_TYPE (ZpiRenewalGroup, zpi_renewal_group, ZPI, RENEWAL_GROUP, GtkBox)

GtkWidget *zpi_renewal_group_new (void);
void zpi_renewal_group_set_session (ZpiRenewalGroup *self, ZpiSession *session);
void zpi_renewal_group_set_bsn (ZpiRenewalGroup *self, const char *bsn);

G_END_DECLS
