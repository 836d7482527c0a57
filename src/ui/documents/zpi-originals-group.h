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
 * none. It says `settled` when it looked for them all, and when all that were to go have gone or
 * could not.
 */
#define ZPI_TYPE_ORIGINALS_GROUP (zpi_originals_group_get_type ())
G_DECLARE_FINAL_TYPE (ZpiOriginalsGroup,
                      zpi_originals_group,
                      ZPI,
                      ORIGINALS_GROUP,
                      AdwPreferencesGroup)

void zpi_originals_group_show (ZpiOriginalsGroup *self, ZpiSession *session, ZpiCase *zcase);
/* Of a case that was sent, with its answers to letters, also when it was cleared since. */
void
zpi_originals_group_show_sent (ZpiOriginalsGroup *self, ZpiSession *session, const char *case_id);
guint zpi_originals_group_get_n_left (ZpiOriginalsGroup *self);
guint zpi_originals_group_get_n_binned (ZpiOriginalsGroup *self);
char *zpi_originals_group_dup_names (ZpiOriginalsGroup *self);
void zpi_originals_group_bin_all (ZpiOriginalsGroup *self);

G_END_DECLS
