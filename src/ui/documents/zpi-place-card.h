/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-evidence.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiPlaceCard:
 *
 * “What is this?”: a document that nobody has put anywhere, with the places that are still open,
 * each one key away. It asks the page by `evidence.place` (sss: the document, the piece, the month)
 * and `adder.remove`. Hidden when every document has a place.
 */
#define ZPI_TYPE_PLACE_CARD (zpi_place_card_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPlaceCard, zpi_place_card, ZPI, PLACE_CARD, AdwBin)

void zpi_place_card_show (ZpiPlaceCard *self,
                          ZpiSession *session,
                          ZpiCase *zcase,
                          const GPtrArray *evidence,
                          const GPtrArray *items);
gboolean zpi_place_card_press_key (ZpiPlaceCard *self, guint keyval);

G_END_DECLS
