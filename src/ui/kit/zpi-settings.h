/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The few settings of the window. No answers, no names. */
GSettings *zpi_settings_get (void);
guint zpi_settings_get_idle_seconds (guint organisation_minutes);
void zpi_settings_bind_window (GtkWindow *window);

G_END_DECLS
