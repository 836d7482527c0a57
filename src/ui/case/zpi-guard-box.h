/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-guard.h"
#include "zpi-section-page.h"

G_BEGIN_DECLS

/* A set of guards for [func@guard_box_show]. */
#define ZPI_GUARD_BIT(code) (1u << (code))

void zpi_guard_box_show (GtkBox *box, ZpiSectionPage *page, guint codes);

G_END_DECLS
