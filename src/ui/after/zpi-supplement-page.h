/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiSupplementPage:
 *
 * What the municipality asks later, piece by piece, and what was added for it. Signal: `queued`,
 * when the answer was frozen and goes by itself.
 */
#define ZPI_TYPE_SUPPLEMENT_PAGE (zpi_supplement_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSupplementPage, zpi_supplement_page, ZPI, SUPPLEMENT_PAGE, AdwBin)

GtkWidget *zpi_supplement_page_new (ZpiSession *session, ZpiCase *zcase);

G_END_DECLS
