/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void zpi_second_click_watch (GtkWidget *window);
void zpi_second_click_acted (GtkWidget *widget);

G_END_DECLS
