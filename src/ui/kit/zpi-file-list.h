/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void zpi_file_list_see_to (GtkWidget *widget);

G_END_DECLS
