/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiWrapBox:
 *
 * Children beside each other, and on the next line where there is no more room. GtkFlowBox makes
 * columns, puts what is not stretched in one of them, and gives every child a stop of its own. The
 * children of a line that expand share the room that is left.
 */
#define ZPI_TYPE_WRAP_BOX (zpi_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (ZpiWrapBox, zpi_wrap_box, ZPI, WRAP_BOX, GtkWidget)

void zpi_wrap_box_append (ZpiWrapBox *self, GtkWidget *child);
void zpi_wrap_box_clear (ZpiWrapBox *self);

G_END_DECLS
