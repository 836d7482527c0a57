/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-metadata-filter-private.h"

#include <string.h>

#define PNG_MAGIC       "\x89PNG\r\n\x1a\n"
#define PNG_MAGIC_BYTES 8
#define PIECE_BYTES     4096

ZpiMetadataFilter *
zpi_metadata_filter_new (void)
{
  ZpiMetadataFilter *self = g_new0 (ZpiMetadataFilter, 1);

  self->held = g_byte_array_new ();
  self->raw = g_byte_array_new ();
  self->pending = g_byte_array_new ();
  self->pixel_bytes = G_MAXUINT64;
  return self;
}

static void
free_wiped (GByteArray *array)
{
  if (array->len > 0)
    explicit_bzero (array->data, array->len);
  g_byte_array_unref (array);
}

void
zpi_metadata_filter_free (ZpiMetadataFilter *self)
{
  if (self == NULL)
    return;
  free_wiped (self->held);
  free_wiped (self->raw);
  free_wiped (self->pending);
  g_clear_object (&self->inflate);
  g_free (self->profile_own);
  zpi_metadata_scan_free (self->scan);
  g_free (self);
}

void
zpi_metadata_filter_release (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  g_byte_array_append (out, self->held->data, (guint) size);
  g_byte_array_remove_range (self->held, 0, (guint) size);
}

void
zpi_metadata_filter_drop (ZpiMetadataFilter *self, gsize size)
{
  g_byte_array_remove_range (self->held, 0, (guint) size);
}

/* The rest of a part that is decided. */
static gboolean
pass_part (ZpiMetadataFilter *self, GByteArray *out)
{
  gsize size = (gsize) MIN (self->copy_left, self->held->len);

  if (self->in_pixels)
    zpi_metadata_png_wipe_behind_pixels (self, self->held->data, size);
  if (self->copying)
    g_byte_array_append (out, self->held->data, (guint) size);
  g_byte_array_remove_range (self->held, 0, (guint) size);
  self->copy_left -= size;
  return self->held->len > 0;
}

static gboolean
begin (ZpiMetadataFilter *self, GByteArray *out)
{
  if (self->held->len < PNG_MAGIC_BYTES)
    return FALSE;
  if (memcmp (self->held->data, PNG_MAGIC, PNG_MAGIC_BYTES) == 0) {
    zpi_metadata_filter_release (self, PNG_MAGIC_BYTES, out);
    self->state = ZPI_METADATA_PNG_PART;
  } else if (memcmp (self->held->data, "\xff\xd8\xff", 3) == 0) {
    self->state = ZPI_METADATA_JPEG_MARKER;
  } else {
    self->state = ZPI_METADATA_VERBATIM;
  }
  return TRUE;
}

static gboolean
go_on (ZpiMetadataFilter *self, GByteArray *out)
{
  if (self->copy_left > 0)
    return pass_part (self, out);
  switch (self->state) {
  case ZPI_METADATA_BEGIN:
    return begin (self, out);
  case ZPI_METADATA_VERBATIM:
    zpi_metadata_filter_release (self, self->held->len, out);
    return FALSE;
  case ZPI_METADATA_DROP:
    g_byte_array_set_size (self->held, 0);
    return FALSE;
  case ZPI_METADATA_JPEG_MARKER:
    return zpi_metadata_jpeg_marker (self, out);
  case ZPI_METADATA_JPEG_DATA:
    return zpi_metadata_jpeg_data (self, out);
  case ZPI_METADATA_JPEG_BEHIND:
    return zpi_metadata_jpeg_behind (self, out);
  case ZPI_METADATA_PNG_PART:
    return zpi_metadata_png_part (self, out);
  default:
    g_assert_not_reached ();
  }
}

static void
flush (GByteArray *from, GByteArray *out)
{
  g_byte_array_append (out, from->data, from->len);
  if (from->len > 0)
    explicit_bzero (from->data, from->len);
  g_byte_array_set_size (from, 0);
}

static void
take_piece (ZpiMetadataFilter *self, const guint8 *data, gsize size, GByteArray *out)
{
  g_byte_array_append (self->held, data, (guint) size);
  if (!self->is_picture && self->state != ZPI_METADATA_VERBATIM)
    g_byte_array_append (self->raw, data, (guint) size);
  while (self->held->len > 0 && go_on (self, self->pending))
    ;
  if (self->is_picture || self->state == ZPI_METADATA_VERBATIM) {
    flush (self->pending, out);
    g_byte_array_set_size (self->raw, 0);
  }
}

/* In small pieces: what is held moves up with each of the parts that it may have thousands of. */
void
zpi_metadata_filter_feed (ZpiMetadataFilter *self, const guint8 *data, gsize size, GByteArray *out)
{
  for (gsize at = 0; at < size; at += PIECE_BYTES)
    take_piece (self, data + at, MIN (PIECE_BYTES, size - at), out);
}

/* Something was left out before it was known whether a picture comes, and nothing says that none
 * does: then what was left out stays out. */
static gboolean
is_no_picture (ZpiMetadataFilter *self)
{
  if (self->is_picture || self->state == ZPI_METADATA_VERBATIM)
    return FALSE;
  if (self->is_broken)
    return TRUE;
  return !self->has_dropped && self->copy_left == 0 && self->held->len > 0 &&
         !zpi_metadata_jpeg_ends_in_metadata (self);
}

void
zpi_metadata_filter_finish (ZpiMetadataFilter *self, GByteArray *out)
{
  if (is_no_picture (self)) {
    flush (self->raw, out);
    return;
  }
  flush (self->pending, out);
  if (self->state == ZPI_METADATA_JPEG_BEHIND)
    zpi_metadata_jpeg_settle (self, out);
  /* A segment or a part that was cut off draws nothing. */
  if (self->state == ZPI_METADATA_BEGIN || self->state == ZPI_METADATA_JPEG_DATA)
    zpi_metadata_filter_release (self, self->held->len, out);
  else
    zpi_metadata_filter_drop (self, self->held->len);
}
