/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

void zpi_hyphens_mark (PangoAttrList *attributes, const char *text, gboolean joined);

G_END_DECLS
