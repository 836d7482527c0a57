/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void zpi_menu_return_watch (GtkWidget *window);

G_END_DECLS
