/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

/**
 * ZpiItemListFunc:
 *
 * Returns: (transfer floating): the widget for @item
 */
typedef GtkWidget *(*ZpiItemListFunc) (ZpiSectionPage *page, const char *item);

typedef void (*ZpiItemListAgain) (ZpiSectionPage *page, const char *const *items);

void zpi_item_list_sync (ZpiSectionPage *page, GtkBox *box, const char *list, ZpiItemListFunc func);
const char *zpi_item_list_get_item (GtkWidget *widget);
AdwToast *zpi_item_list_remove (ZpiSectionPage *page,
                                const char *list,
                                const char *const *items,
                                const char *toast_title,
                                ZpiItemListAgain again);

G_END_DECLS
