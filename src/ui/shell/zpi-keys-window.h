/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void zpi_keys_window_present (GtkWindow *parent, gboolean locks);

G_END_DECLS
