/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiRuler:
 *
 * A line of no height across what it stands in, that tells by `notify::cramped` when there is room
 * for fewer than `least-chars` letters. After the room was shared out, so that what is shown may
 * change then.
 */
#define ZPI_TYPE_RULER (zpi_ruler_get_type ())
G_DECLARE_FINAL_TYPE (ZpiRuler, zpi_ruler, ZPI, RULER, GtkDrawingArea)

gboolean zpi_ruler_is_cramped (ZpiRuler *self);

G_END_DECLS
