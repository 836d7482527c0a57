/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiOriginalsGroup:
 *
 * The files that documents were made from and that still lie about on this computer, by name. The
 * program offers to move them to the bin and never does so by itself. Invisible while there are
 * none.
 */
#define ZPI_TYPE_ORIGINALS_GROUP (zpi_originals_group_get_type ())
G_DECLARE_FINAL_TYPE (ZpiOriginalsGroup,
                      zpi_originals_group,
                      ZPI,
                      ORIGINALS_GROUP,
                      AdwPreferencesGroup)

void zpi_originals_group_show (ZpiOriginalsGroup *self, ZpiSession *session, ZpiCase *zcase);

G_END_DECLS
