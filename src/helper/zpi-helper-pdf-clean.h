/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the parts of the cleaner share. */

#include <gio/gio.h>
#include <qpdf/qpdf-c.h>

G_BEGIN_DECLS

/* What a place takes is a set of bits; see zpi-helper-pdf-kinds.c. */
extern const guint64 pdf_root_kinds;
/* What may stand at @key of a dictionary that may be any of @kinds; 0 for what does not go along.
 */
guint64 pdf_kinds_at (guint64 kinds, const char *key, gboolean is_stream);
gboolean pdf_kinds_take_text (guint64 kinds);
gboolean pdf_kinds_take_stream (guint64 kinds);
gboolean pdf_kinds_take_content (guint64 kinds);
/* Whether what stands there is needed only when its key stands in a content stream. */
gboolean pdf_kinds_are_used_by_name (guint64 kinds);
gboolean pdf_kinds_are_action (guint64 kinds);
gboolean pdf_kinds_are_intent (guint64 kinds);

/* A content stream: what it draws, and with what. */
typedef struct {
  GHashTable *names;   /* (element-type utf8): that occur in it */
  GByteArray *cleaned; /* (nullable): without what draws nothing, when there is some of that */
  gboolean is_understood;
} StreamContent;

gboolean stream_is_content (qpdf_data pdf, qpdf_oh stream);
StreamContent *stream_content_read (qpdf_data pdf, qpdf_oh stream);
gboolean stream_content_write (const StreamContent *self, qpdf_data pdf, qpdf_oh stream);
void stream_content_free (StreamContent *self);
/* Whether something of what it holds does not go along, and is gone. */
gboolean stream_clean (qpdf_data pdf, qpdf_oh stream);

/* Whether @content holds more than the objects of which the numbers are the keys of @reached. */
gboolean pdf_has_more (qpdf_data pdf, GHashTable *reached, GBytes *content);
/* (transfer full) (nullable): the photo without what is about it, and where it ends in @data; NULL
 * when it is none. */
GByteArray *photo_clean (const guint8 *data, gsize size, gsize *end);
/* (transfer full) (nullable): the same for a JPEG 2000, with or without boxes around it. */
GByteArray *jpeg2000_clean (const guint8 *data, gsize size);
/* (transfer full): a content stream with the photos in it cleaned. */
GByteArray *inline_photos_clean (const guint8 *data, gsize size);
/* (transfer full) (nullable): a content stream without what draws nothing, its @names added; NULL
 * when it is not understood. */
GByteArray *content_clean (const guint8 *data, gsize size, GHashTable *names);
/* Where what @filter packed ends; @size when that cannot be seen. */
gsize packed_measure (const char *filter, const guint8 *data, gsize size);
/* (transfer full) (nullable): for the filter FlateDecode. */
GBytes *packed_new (const guint8 *data, gsize size);
/* Whether both have the same pages; @wholly: all of them are looked at. */
gboolean pdf_is_same (GBytes *one, GBytes *other, gboolean wholly);

G_END_DECLS
