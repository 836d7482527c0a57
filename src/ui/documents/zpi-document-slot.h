/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

#include "zpi-case.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

/**
 * ZpiDocumentSlot:
 *
 * A document in the place it was added for: a button that opens it. Delete takes it away; the menu
 * key, and the right button, offer the rest. It asks the page by the actions `evidence.view`,
 * `adder.replace` and `adder.remove` (s: the document).
 */
#define ZPI_TYPE_DOCUMENT_SLOT (zpi_document_slot_get_type ())
G_DECLARE_FINAL_TYPE (ZpiDocumentSlot, zpi_document_slot, ZPI, DOCUMENT_SLOT, GtkButton)

GtkWidget *zpi_document_slot_new (ZpiCase *zcase,
                                  const ZpiScheme *scheme,
                                  const char *item,
                                  const char *label);
const char *zpi_document_slot_get_item (ZpiDocumentSlot *self);

G_END_DECLS
