/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiScrollLayout:
 *
 * For the only child of what is scrolled up and down, as layout manager of a bin around it. The
 * height is told for a width and for nothing else: a scrolled window asks once more how high all of
 * it would be at the width that it likes best, and does nothing with the answer, for which each
 * text of the page is laid out. The width does not depend on a height.
 */
#define ZPI_TYPE_SCROLL_LAYOUT (zpi_scroll_layout_get_type ())
G_DECLARE_FINAL_TYPE (ZpiScrollLayout, zpi_scroll_layout, ZPI, SCROLL_LAYOUT, GtkLayoutManager)

G_END_DECLS
