/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiPapersGroup:
 *
 * Papers that come with the code of a mail before anybody can say what is asked. Invisible without
 * such a letter.
 */
#define ZPI_TYPE_PAPERS_GROUP (zpi_papers_group_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPapersGroup, zpi_papers_group, ZPI, PAPERS_GROUP, GtkBox)

void zpi_papers_group_set_letter (ZpiPapersGroup *self, ZpiSession *session, const char *letter_id);
gboolean zpi_papers_group_has_papers (ZpiPapersGroup *self);
GtkWidget *zpi_papers_group_new (void);

G_END_DECLS
