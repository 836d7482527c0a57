/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiAccountPage:
 *
 * A request to bring a renewed family together in one account: whose account, who else, the
 * declaration. Signal: `queued`, when it was frozen and goes by itself.
 */
#define ZPI_TYPE_ACCOUNT_PAGE (zpi_account_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiAccountPage, zpi_account_page, ZPI, ACCOUNT_PAGE, AdwBin)

GtkWidget *zpi_account_page_new (ZpiSession *session, ZpiCase *zcase);

G_END_DECLS
