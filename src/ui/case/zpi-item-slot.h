/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ZpiItemSlot:
 *
 * Where the questions about one item of a list (a child, an income) stand: it knows which item.
 */
#define ZPI_TYPE_ITEM_SLOT (zpi_item_slot_get_type ())
G_DECLARE_FINAL_TYPE (ZpiItemSlot, zpi_item_slot, ZPI, ITEM_SLOT, AdwBin)

GtkWidget *zpi_item_slot_new (const char *item, GtkWidget *child);
const char *zpi_item_slot_get_item (ZpiItemSlot *self);

G_END_DECLS
