/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* What is longer than that is no number that somebody reads at a glance. */
#define ZPI_UNBROKEN_MOST_CHARS 20

gboolean zpi_unbroken_mark (PangoAttrList *attributes, const char *text, guint most_chars);

G_END_DECLS
