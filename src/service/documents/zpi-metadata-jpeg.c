/* SPDX-License-Identifier: EUPL-1.2 */

/* What of a JPEG goes on: what draws it, and which way is up. */

#include "zpi-metadata-filter-private.h"

#include <string.h>

#define JPEG_SOF0  0xc0
#define JPEG_SOI   0xd8
#define JPEG_EOI   0xd9
#define JPEG_SOS   0xda
#define JPEG_APP0  0xe0
#define JPEG_APP1  0xe1
#define JPEG_APP2  0xe2
#define JPEG_APP14 0xee
#define JPEG_DNL   0xdc

static void
append_orientation (ZpiMetadataFilter *self, guint32 orientation, GByteArray *out)
{
  static const guint8 head[] = {0xff, 0xe1, 0, 0x22, 'E', 'x', 'i', 'f', 0, 0};

  if (orientation < 2 || orientation > 8 || self->has_upward)
    return;
  self->has_upward = TRUE;
  g_byte_array_append (out, head, sizeof head);
  zpi_metadata_append_tiff (out, orientation);
}

static gboolean
segment_begins (const GByteArray *segment, const char *text, gsize size)
{
  return segment->len >= 4 + size && memcmp (segment->data + 4, text, size) == 0;
}

/* What cameras and programs write into APP0 begins with its name: JFXX is a small copy of the
 * picture as it was, CIFF says which camera it was. Anything else there is a file that is no
 * picture. */
static gboolean
is_known_app0 (const GByteArray *segment)
{
  return segment_begins (segment, "JFIF\0", 5) || segment_begins (segment, "JFXX\0", 5) ||
         segment_begins (segment, "AVI1", 4) ||
         (segment->len >= 18 && memcmp (segment->data + 10, "HEAPJPGM", 8) == 0);
}

/* What decoding needs: tables, the frame, the scan (ITU T.81, table B.1); not what only pictures in
 * steps of size have, which no reader decodes. */
static gboolean
is_needed_for_decoding (guint8 marker, gsize size)
{
  enum { LINES_BYTES = 6 };

  if (marker == JPEG_DNL)
    return size == LINES_BYTES;
  return (marker >= 0xc0 && marker <= 0xcf && marker != 0xc8) ||
         (marker >= JPEG_SOS && marker <= 0xdd);
}

/* The segments of one colour profile, whose mark stands at a fixed place (ICC.1, 7.2.9). */
enum { PROFILE_NUMBER = 16, PROFILE_CONTENT = 18 };

/* What only bears the name is something else, and so is what comes behind its end. */
static gboolean
is_profile (ZpiMetadataFilter *self, gsize size)
{
  const guint8 *data = self->held->data;
  const guint8 *content = data + PROFILE_CONTENT;

  if (!segment_begins (self->held, "ICC_PROFILE\0", 12) || size <= PROFILE_CONTENT)
    return FALSE;
  if (data[PROFILE_NUMBER] == 1 && !self->has_profile && size >= PROFILE_CONTENT + ICC_MARK + 4) {
    self->has_profile = memcmp (content + ICC_MARK, "acsp", 4) == 0;
    self->profile_left = self->has_profile ? zpi_metadata_big32 (content) : 0;
  }
  return self->profile_left > 0;
}

/* A segment of known size, cut where it ends by its own definition: what stands behind that is not
 * drawn. @size is with its marker. */
static void
release_cut (ZpiMetadataFilter *self, gsize size, gsize most, GByteArray *out)
{
  gsize keep = MIN (size, most);
  guint8 *data = self->held->data;

  data[2] = (guint8) ((keep - 2) >> 8);
  data[3] = (guint8) (keep - 2);
  g_byte_array_append (out, data, (guint) keep);
  zpi_metadata_filter_drop (self, size);
}

/* The table stands in the first part, and what it tells of may stand in any; parts that come in
 * another order stay as they are. */
static void
wipe_part (ZpiMetadataFilter *self, gsize size)
{
  guint8 *data = self->held->data;
  guint8 *part = data + PROFILE_CONTENT;
  const gsize whole = size + self->profile_left;
  gboolean wiped;

  if (data[PROFILE_NUMBER] == 1) {
    g_free (self->profile_own);
    self->profile_own = zpi_metadata_find_own (part, size, whole);
    self->profile_at = 0;
  } else if (data[PROFILE_NUMBER] != self->profile_part + 1) {
    g_clear_pointer (&self->profile_own, g_free);
  }
  self->profile_part = data[PROFILE_NUMBER];
  if (self->profile_own == NULL)
    return;
  wiped = zpi_metadata_wipe_own (part, self->profile_own + self->profile_at, size);
  if (self->profile_at == 0 && (wiped || memchr (self->profile_own + size, 1, whole - size)))
    zpi_metadata_wipe_profile_id (part);
  self->profile_at += size;
}

/* A profile may be filled up with zeros. */
static void
release_profile (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  gsize content = size - PROFILE_CONTENT;
  gsize keep = MIN (content, self->profile_left);

  self->profile_left -= (guint32) keep;
  wipe_part (self, keep);
  if (zpi_metadata_is_zero (self->held->data + PROFILE_CONTENT + keep, content - keep))
    zpi_metadata_filter_release (self, size, out);
  else
    release_cut (self, size, PROFILE_CONTENT + keep, out);
}

/* JFIF ends in a small copy of the picture, as it was before somebody cut something off. */
static void
release_jfif (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  enum { JFIF_BYTES = 18, THUMBNAIL_WIDTH = 16, THUMBNAIL_HEIGHT = 17 };

  if (size < JFIF_BYTES) {
    zpi_metadata_filter_drop (self, size);
    return;
  }
  self->held->data[THUMBNAIL_WIDTH] = 0;
  self->held->data[THUMBNAIL_HEIGHT] = 0;
  release_cut (self, size, JFIF_BYTES, out);
}

static void
read_segment (ZpiMetadataFilter *self, gsize size)
{
  if (self->scan == NULL)
    self->scan = zpi_metadata_scan_new ();
  zpi_metadata_scan_segment (self->scan, self->held->data, size);
}

static void
end_segment (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  enum { ADOBE_BYTES = 16 };
  guint8 marker = self->held->data[1];

  if (self->is_over) {
    zpi_metadata_filter_drop (self, size);
  } else if (is_needed_for_decoding (marker, size)) {
    read_segment (self, size);
    zpi_metadata_filter_release (self, size, out);
    if (marker == JPEG_SOS) {
      self->state = ZPI_METADATA_JPEG_DATA;
      self->is_picture = TRUE;
    }
  } else if (marker == JPEG_APP0 && segment_begins (self->held, "JFIF\0", 5)) {
    release_jfif (self, size, out);
  } else if (marker == JPEG_APP2 && is_profile (self, size)) {
    release_profile (self, size, out);
  } else if (marker == JPEG_APP14 && segment_begins (self->held, "Adobe", 5)) {
    release_cut (self, size, ADOBE_BYTES, out);
  } else {
    if (marker == JPEG_APP1 && segment_begins (self->held, "Exif\0\0", 6))
      append_orientation (self,
                          zpi_metadata_find_orientation (self->held->data + 10, size - 10),
                          out);
    self->has_dropped |= marker != JPEG_APP0 || is_known_app0 (self->held);
    zpi_metadata_filter_drop (self, size);
  }
}

/* What stands between two segments and is none: readers go on at the next marker. */
static void
skip_to_marker (ZpiMetadataFilter *self)
{
  const guint8 *found = memchr (self->held->data + 1, 0xff, self->held->len - 1);

  self->is_broken = TRUE;
  zpi_metadata_filter_drop (self,
                            found != NULL ? (gsize) (found - self->held->data) : self->held->len);
}

static gboolean
is_restart (guint8 marker)
{
  return marker >= 0xd0 && marker <= 0xd7;
}

static gboolean
is_marker_alone (guint8 marker)
{
  return marker == JPEG_SOI || marker == 0x01 || is_restart (marker);
}

/* How many bytes there are before one that is not 0xff, but for the last, which may be half of a
 * marker. */
static gsize
count_filling (ZpiMetadataFilter *self)
{
  gsize n = 0;

  while (n + 1 < self->held->len && self->held->data[n + 1] == 0xff)
    n++;
  return n;
}

/* TRUE when it can go on, FALSE when more has to come first. */
gboolean
zpi_metadata_jpeg_marker (ZpiMetadataFilter *self, GByteArray *out)
{
  const guint8 *data = self->held->data;
  gsize size;

  if (data[0] != 0xff) {
    skip_to_marker (self);
    return TRUE;
  }
  if (self->held->len < 2)
    return FALSE;
  if (data[1] == 0xff) { /* filling */
    zpi_metadata_filter_release (self, count_filling (self), out);
    return TRUE;
  }
  if (data[1] == JPEG_EOI) {
    zpi_metadata_filter_release (self, 2, out);
    self->state = ZPI_METADATA_DROP;
    return TRUE;
  }
  if (data[1] == JPEG_SOI && !self->begun) {
    self->begun = TRUE;
    zpi_metadata_filter_release (self, 2, out);
    return TRUE;
  }
  if (is_marker_alone (data[1]) || data[1] == 0x00) {
    self->is_broken = TRUE;
    zpi_metadata_filter_drop (self, 2);
    return TRUE;
  }
  if (self->held->len < 4)
    return FALSE;
  size = 2 + (gsize) zpi_metadata_big16 (data + 2);
  if (size < 4) {
    self->is_broken = TRUE;
    zpi_metadata_filter_drop (self, 2);
    return TRUE;
  }
  if (self->held->len < size)
    return FALSE;
  end_segment (self, size, out);
  return TRUE;
}

/* Nobody knows here where the coded picture ends: up to a marker. One that nothing has is a broken
 * byte of the picture: decoders go on behind it, at the next restart. */
static gboolean
pass_to_marker (ZpiMetadataFilter *self, GByteArray *out)
{
  const guint8 *data = self->held->data;
  gsize size = self->held->len;

  for (gsize at = 0; at + 1 < size; at++) {
    const guint8 *found = memchr (data + at, 0xff, size - 1 - at);

    if (found == NULL) {
      at = size - 2;
      continue;
    }
    at = (gsize) (found - data);
    if (data[at + 1] == 0xff) /* filling */
      continue;
    if (data[at + 1] < JPEG_SOF0 || is_restart (data[at + 1])) {
      at++;
      continue;
    }
    zpi_metadata_filter_release (self, at, out);
    self->state = ZPI_METADATA_JPEG_MARKER;
    return TRUE;
  }
  if (size > 1)
    zpi_metadata_filter_release (self, size - 1, out); /* the last byte may be half of a marker */
  return FALSE;
}

/* Returns: how many bytes of what is held are the coded picture */
static gsize
read_coded (ZpiMetadataFilter *self)
{
  ZpiMetadataScanResult result = ZPI_METADATA_SCAN_MORE;
  const guint8 *data = self->held->data;
  gsize size = self->held->len;
  gsize at = 0;

  while (at < size && result == ZPI_METADATA_SCAN_MORE) {
    if (data[at] != 0xff) {
      result = zpi_metadata_scan_byte (self->scan, data[at++]);
    } else if (at + 1 == size) {
      break; /* may be half of a marker */
    } else if (data[at + 1] == 0xff) {
      at++; /* filling */
    } else if (data[at + 1] == 0x00) {
      result = zpi_metadata_scan_byte (self->scan, 0xff);
      at += 2;
    } else { /* some of the picture is missing */
      zpi_metadata_scan_lose (self->scan);
      break;
    }
  }
  return at;
}

gboolean
zpi_metadata_jpeg_data (ZpiMetadataFilter *self, GByteArray *out)
{
  if (zpi_metadata_scan_get_result (self->scan) == ZPI_METADATA_SCAN_LOST)
    return pass_to_marker (self, out);
  zpi_metadata_filter_release (self, read_coded (self), out);
  if (zpi_metadata_scan_get_result (self->scan) == ZPI_METADATA_SCAN_MORE)
    return FALSE;
  if (zpi_metadata_scan_get_result (self->scan) != ZPI_METADATA_SCAN_LOST) {
    self->state = ZPI_METADATA_JPEG_BEHIND;
    self->has_rest = FALSE;
    self->behind_byte = FALSE;
  }
  return TRUE;
}

/* Zeros that fill up, when nothing else stood there. */
void
zpi_metadata_jpeg_settle (ZpiMetadataFilter *self, GByteArray *out)
{
  gsize at = out->len;

  if (!self->has_rest && self->zeros > 0) {
    g_byte_array_set_size (out, (guint) (at + self->zeros));
    memset (out->data + at, 0, self->zeros);
  }
  self->zeros = 0;
}

/* What is no filling does not go on, and no zeros that stood beside it. */
static void
drop_rest (ZpiMetadataFilter *self, gsize size)
{
  self->has_rest = TRUE;
  zpi_metadata_filter_drop (self, size);
}

static void
take_zeros (ZpiMetadataFilter *self)
{
  gsize n = 0;

  while (n < self->held->len && self->held->data[n] == 0)
    n++;
  self->zeros += n;
  zpi_metadata_filter_drop (self, n);
}

static void
drop_to_filling (ZpiMetadataFilter *self)
{
  const guint8 *found = memchr (self->held->data, 0xff, self->held->len);

  drop_rest (self, found != NULL ? (gsize) (found - self->held->data) : self->held->len);
}

/* A mark that belongs there ends it; one restart more than there is to restart may be one too. */
static void
end_behind (ZpiMetadataFilter *self, gboolean is_first, GByteArray *out)
{
  guint8 marker = self->held->data[1];
  gboolean done = zpi_metadata_scan_get_result (self->scan) == ZPI_METADATA_SCAN_DONE;
  gboolean expected = marker == zpi_metadata_scan_get_next_restart (self->scan);

  if (done && is_restart (marker) && !(expected && is_first)) {
    drop_rest (self, 2);
    return;
  }
  zpi_metadata_jpeg_settle (self, out);
  if (done && is_restart (marker)) {
    zpi_metadata_filter_release (self, 2, out);
  } else if (done) {
    self->is_over = zpi_metadata_scan_is_last (self->scan);
    self->state = ZPI_METADATA_JPEG_MARKER;
  } else {
    self->state = ZPI_METADATA_JPEG_DATA;
    if (zpi_metadata_scan_restart (self->scan, marker) == ZPI_METADATA_SCAN_MORE)
      zpi_metadata_filter_release (self, 2, out);
  }
}

/* Up to the next marker; how much is held when it is not there yet. */
static gsize
count_to_marker (ZpiMetadataFilter *self)
{
  const guint8 *data = self->held->data;
  gsize at = 0;

  while (at + 1 < self->held->len && (data[at] != 0xff || data[at + 1] == 0x00))
    at++;
  return at + 1 < self->held->len ? at : self->held->len;
}

/* Where a byte in the middle is broken, a picture has more blocks than it should: those that are
 * too many stand at its end, and stay. */
#define MOST_SURPLUS_BYTES (16 * 1024)

/* Behind the end of what is coded, of the picture or of a part of it: decoders look for the next
 * marker, and so may anything stand there. What only fills up, as some cameras do, goes on. */
gboolean
zpi_metadata_jpeg_behind (ZpiMetadataFilter *self, GByteArray *out)
{
  const guint8 *data = self->held->data;
  gboolean is_first = !self->behind_byte;

  if (data[0] == 0xff && self->held->len < 2)
    return FALSE;
  if (is_first && zpi_metadata_scan_is_last (self->scan)) {
    gsize size = count_to_marker (self);

    if (size == self->held->len && size < MOST_SURPLUS_BYTES)
      return FALSE;
    if (size > 0 && zpi_metadata_scan_goes_on (self->scan, data, size)) {
      zpi_metadata_filter_release (self, size, out);
      return TRUE;
    }
  }
  self->behind_byte = TRUE;
  if (data[0] == 0x00) {
    take_zeros (self);
  } else if (data[0] != 0xff) {
    drop_to_filling (self);
  } else if (data[1] == 0xff) {
    zpi_metadata_jpeg_settle (self, out);
    zpi_metadata_filter_release (self, count_filling (self), out);
  } else if (data[1] != 0x00) {
    end_behind (self, is_first, out);
  } else if (is_first) { /* filled up by a byte of its own */
    zpi_metadata_filter_release (self, 2, out);
  } else {
    drop_rest (self, 2);
  }
  return TRUE;
}

/* The file ends inside a segment that would not have gone on: nobody knows what it says, and it
 * draws nothing. */
gboolean
zpi_metadata_jpeg_ends_in_metadata (ZpiMetadataFilter *self)
{
  guint8 marker = self->held->len >= 2 ? self->held->data[1] : 0;

  return self->held->len >= 4 &&
         !is_needed_for_decoding (marker, 2 + (gsize) zpi_metadata_big16 (self->held->data + 2)) &&
         (marker != JPEG_APP0 || is_known_app0 (self->held));
}
