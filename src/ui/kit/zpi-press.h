/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiPressFunc:
 * @object: what was given to zpi_press_wait()
 */
typedef void (*ZpiPressFunc) (gpointer object);

void zpi_press_watch (GtkWidget *window);
gboolean zpi_press_is_held (void);
void zpi_press_wait (gpointer object, ZpiPressFunc func);

G_END_DECLS
