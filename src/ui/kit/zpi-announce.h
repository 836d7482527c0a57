/* SPDX-License-Identifier: EUPL-1.2 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void zpi_announce_init (void);
void zpi_announce (GtkWidget *widget, const char *text);
void zpi_announce_invalid (GtkAccessible *field, gboolean invalid);

G_END_DECLS
