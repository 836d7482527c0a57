/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void zpi_in_sight_watch (GtkWidget *window);
void zpi_in_sight_say (GtkLabel *label, const char *text);

G_END_DECLS
