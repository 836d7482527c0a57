/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the parts of the cleaner share. */

#include <gio/gio.h>
#include <qpdf/qpdf-c.h>

G_BEGIN_DECLS

/* Whether @content holds more than the objects of which the numbers are the keys of @reached. */
gboolean pdf_has_more (qpdf_data pdf, GHashTable *reached, GBytes *content);
/* (transfer full) (nullable): the photo without what is about it; NULL when that is nothing. */
GByteArray *photo_clean (const guint8 *data, gsize size);
/* Whether both have the same pages; @wholly: all of them are looked at. */
gboolean pdf_is_same (GBytes *one, GBytes *other, gboolean wholly);

G_END_DECLS
