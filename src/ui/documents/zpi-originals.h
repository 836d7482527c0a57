/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *zpi_originals_offer_delete (GtkWidget *place, const GPtrArray *files);

G_END_DECLS
