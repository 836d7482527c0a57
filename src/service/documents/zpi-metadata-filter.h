/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ZpiMetadataFilter:
 *
 * Lets through of a picture, while it streams by, what drawing it needs and which way is up; not
 * when, where and with what it was made, no small copy, no second picture, nothing behind its end.
 * A file that has none of that, or that is no picture, comes out as it went in, to the byte.
 */
typedef struct _ZpiMetadataFilter ZpiMetadataFilter;

ZpiMetadataFilter *zpi_metadata_filter_new (void);
void zpi_metadata_filter_free (ZpiMetadataFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiMetadataFilter, zpi_metadata_filter_free)
/* What may go on is appended to @out. */
void
zpi_metadata_filter_feed (ZpiMetadataFilter *self, const guint8 *data, gsize size, GByteArray *out);
void zpi_metadata_filter_finish (ZpiMetadataFilter *self, GByteArray *out);

G_END_DECLS
