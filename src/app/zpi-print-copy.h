/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void zpi_print_copy_hide (GFile *file);
void zpi_print_copy_offer_removal (GtkWindow *parent, GFile *file);
void zpi_print_copy_follow (GtkWindow *parent, GFile *file);

G_END_DECLS
