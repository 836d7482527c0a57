/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the parts of the cleaner share. */

#include <gio/gio.h>
#include <qpdf/qpdf-c.h>

G_BEGIN_DECLS

/* Whether @content holds more than the objects of which the numbers are the keys of @reached. */
gboolean pdf_has_more (qpdf_data pdf, GHashTable *reached, GBytes *content);
/* (transfer full) (nullable): the photo without what is about it, and where it ends in @data; NULL
 * when it is none. */
GByteArray *photo_clean (const guint8 *data, gsize size, gsize *end);
/* (transfer full) (nullable): the same for a JPEG 2000, with or without boxes around it. */
GByteArray *jpeg2000_clean (const guint8 *data, gsize size);
/* (transfer full): a content stream with the photos in it cleaned. */
GByteArray *inline_photos_clean (const guint8 *data, gsize size);
/* Whether both have the same pages; @wholly: all of them are looked at. */
gboolean pdf_is_same (GBytes *one, GBytes *other, gboolean wholly);

G_END_DECLS
