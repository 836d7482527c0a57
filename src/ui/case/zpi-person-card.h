/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

/**
 * ZpiPersonCard:
 *
 * The questions about the partner or a child: names beside each other, and date and BSN. Most
 * people have no prefix, so that it is asked behind a small button. A card that is filled in can be
 * folded into one line. Action for what leads to a question in it: `card.show` (s: a key).
 *
 * Signal: `remove-clicked`.
 */
#define ZPI_TYPE_PERSON_CARD (zpi_person_card_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPersonCard, zpi_person_card, ZPI, PERSON_CARD, AdwBin)

GtkWidget *zpi_person_card_new (const char *about, gboolean removable);
void zpi_person_card_set_title (ZpiPersonCard *self, const char *title, const char *remove);
void zpi_person_card_show (ZpiPersonCard *self, ZpiCase *zcase);
void zpi_person_card_fold (ZpiPersonCard *self, ZpiCase *zcase);
GtkWidget *zpi_person_card_get_first (ZpiPersonCard *self);

G_END_DECLS
