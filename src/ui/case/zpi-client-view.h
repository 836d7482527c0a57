/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-field.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/* The client's view: the answers that the counsellor's page is about, large and in Dutch, to read
 * along. Follows the case. */
#define ZPI_TYPE_CLIENT_VIEW (zpi_client_view_get_type ())
G_DECLARE_FINAL_TYPE (ZpiClientView, zpi_client_view, ZPI, CLIENT_VIEW, AdwBin)

GtkWidget *zpi_client_view_new (ZpiSession *session, ZpiCase *zcase);
void zpi_client_view_set_section (ZpiClientView *self, ZpiSection section);

G_END_DECLS
