/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-field-row.h"

G_BEGIN_DECLS

ZpiFieldRow *zpi_focus_find_first (GtkWidget *below);
ZpiFieldRow *zpi_focus_find_next (GtkWidget *below);
ZpiFieldRow *zpi_focus_find_key (GtkWidget *below, const char *key);
gboolean zpi_focus_scroll (GtkScrolledWindow *scroller, GtkWidget *content, gboolean opened);

G_END_DECLS
