/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/* Without an organisation file: practise, or take one. Practice is `program.practice`. */
#define ZPI_TYPE_ORGANISATION_PAGE (zpi_organisation_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiOrganisationPage, zpi_organisation_page, ZPI, ORGANISATION_PAGE, AdwBin)

void zpi_organisation_page_set_session (ZpiOrganisationPage *self, ZpiSession *session);
void zpi_organisation_page_show (ZpiOrganisationPage *self);

G_END_DECLS
