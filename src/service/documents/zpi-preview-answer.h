/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A helper that a hostile document took over may answer anything. */
#define ZPI_PREVIEW_MAX_PAGES 500

/* Reads the answer to a preview that may be @max_width × @max_height at most: the pixels, which
 * share the memory of @answer, or NULL when anything of it is not as it must be. */
GBytes *zpi_preview_answer_read (GBytes *answer,
                                 guint max_width,
                                 guint max_height,
                                 guint *width,
                                 guint *height,
                                 guint *n_pages);

G_END_DECLS
