/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-metadata-filter.h"

#include <string.h>

/* The longest head of a part that has to be seen before it is known what it is. */
#define PNG_HEAD_BYTES  48
#define PNG_MAGIC       "\x89PNG\r\n\x1a\n"
#define PNG_MAGIC_BYTES 8
/* Length, name and check of a part of a PNG. */
#define PNG_PART_OVERHEAD 12

typedef enum {
  STATE_BEGIN,       /* what kind of file is it? */
  STATE_VERBATIM,    /* the rest as it is */
  STATE_DROP,        /* nothing of the rest */
  STATE_JPEG_MARKER, /* between segments */
  STATE_JPEG_DATA,   /* the picture itself, up to a marker */
  STATE_JPEG_AFTER,  /* after its end */
  STATE_PNG_PART,    /* at the head of a part */
} State;

struct _ZpiMetadataFilter {
  State state;
  GByteArray *held;  /* what is not decided yet: a segment, a head */
  guint64 copy_left; /* of a part that is already decided */
  gboolean copying;
};

ZpiMetadataFilter *
zpi_metadata_filter_new (void)
{
  ZpiMetadataFilter *self = g_new0 (ZpiMetadataFilter, 1);

  self->held = g_byte_array_new ();
  return self;
}

void
zpi_metadata_filter_free (ZpiMetadataFilter *self)
{
  if (self == NULL)
    return;
  if (self->held->len > 0)
    explicit_bzero (self->held->data, self->held->len);
  g_byte_array_unref (self->held);
  g_free (self);
}

static void
release (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  g_byte_array_append (out, self->held->data, (guint) size);
  g_byte_array_remove_range (self->held, 0, (guint) size);
}

static void
give_up (ZpiMetadataFilter *self, GByteArray *out)
{
  self->state = STATE_VERBATIM;
  release (self, self->held->len, out);
}

static guint
big16 (const guint8 *data)
{
  return (guint) data[0] << 8 | data[1];
}

static guint32
big32 (const guint8 *data)
{
  return (guint32) big16 (data) << 16 | big16 (data + 2);
}

/* EXIF: which way is up, from the first directory of its TIFF. */

typedef struct {
  const guint8 *data;
  gsize size;
  gboolean little;
} Tiff;

static guint
tiff16 (const Tiff *tiff, gsize at)
{
  if (at + 2 > tiff->size)
    return 0;
  return tiff->little ? (guint) tiff->data[at + 1] << 8 | tiff->data[at] : big16 (tiff->data + at);
}

static guint32
tiff32 (const Tiff *tiff, gsize at)
{
  return tiff->little ? (guint32) tiff16 (tiff, at + 2) << 16 | tiff16 (tiff, at)
                      : (guint32) tiff16 (tiff, at) << 16 | tiff16 (tiff, at + 2);
}

#define TAG_ORIENTATION 0x0112

static guint
find_orientation (const guint8 *data, gsize size)
{
  Tiff tiff = {.data = data, .size = size};
  gsize directory;
  guint n_entries;

  if (size < 8)
    return 1;
  tiff.little = data[0] == 'I';
  directory = tiff32 (&tiff, 4);
  n_entries = directory < size ? tiff16 (&tiff, directory) : 0;
  for (guint i = 0; i < n_entries; i++) {
    gsize entry = directory + 2 + (gsize) i * 12;

    if (tiff16 (&tiff, entry) == TAG_ORIENTATION)
      return tiff16 (&tiff, entry + 8);
  }
  return 1;
}

static void
append_orientation (guint orientation, GByteArray *out)
{
  guint8 segment[] = {0xff, 0xe1, 0x00, 0x22, 'E',  'x',  'i',  'f',  0x00, 0x00, 'M',  'M',
                      0x00, 0x2a, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01, 0x01, 0x12, 0x00, 0x03,
                      0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};

  if (orientation < 2 || orientation > 8)
    return;
  segment[29] = (guint8) orientation;
  g_byte_array_append (out, segment, sizeof segment);
}

/* JPEG. */

static gboolean
segment_begins (const GByteArray *segment, const char *text, gsize size)
{
  return segment->len >= 4 + size && memcmp (segment->data + 4, text, size) == 0;
}

static void
end_segment (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  guint8 marker = self->held->data[1];

  if (marker == 0xe1 && segment_begins (self->held, "Exif\0\0", 6)) {
    append_orientation (find_orientation (self->held->data + 10, size - 10), out);
    g_byte_array_remove_range (self->held, 0, (guint) size);
  } else if ((marker == 0xe1 && segment_begins (self->held, "http://ns.adobe.com/", 20)) ||
             (marker == 0xed && segment_begins (self->held, "Photoshop 3.0", 13)) ||
             (marker == 0xe2 && segment_begins (self->held, "MPF\0", 4)) ||
             (marker == 0xe0 && segment_begins (self->held, "JFXX\0", 5))) {
    g_byte_array_remove_range (self->held, 0, (guint) size);
  } else {
    release (self, size, out);
    if (marker == 0xda)
      self->state = STATE_JPEG_DATA;
  }
}

/* TRUE when it can go on, FALSE when more has to come first. */
static gboolean
jpeg_marker (ZpiMetadataFilter *self, GByteArray *out)
{
  const guint8 *data = self->held->data;
  gsize size;

  if (self->held->len < 2)
    return FALSE;
  if (data[0] != 0xff || data[1] == 0x00) {
    give_up (self, out);
    return TRUE;
  }
  if (data[1] == 0xff) { /* filling */
    release (self, 1, out);
    return TRUE;
  }
  if (data[1] == 0xd9) {
    release (self, 2, out);
    self->state = STATE_JPEG_AFTER;
    return TRUE;
  }
  if (data[1] == 0xd8 || data[1] == 0x01 || (data[1] >= 0xd0 && data[1] <= 0xd7)) {
    release (self, 2, out);
    return TRUE;
  }
  if (self->held->len < 4)
    return FALSE;
  size = 2 + (gsize) big16 (data + 2);
  if (size < 4) {
    give_up (self, out);
    return TRUE;
  }
  if (self->held->len < size)
    return FALSE;
  end_segment (self, size, out);
  return TRUE;
}

static gboolean
jpeg_data (ZpiMetadataFilter *self, GByteArray *out)
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
    if (data[at + 1] == 0x00 || (data[at + 1] >= 0xd0 && data[at + 1] <= 0xd7)) {
      at++;
      continue;
    }
    release (self, at, out);
    self->state = STATE_JPEG_MARKER;
    return TRUE;
  }
  if (size > 1)
    release (self, size - 1, out); /* the last byte may be half of a marker */
  return FALSE;
}

/* A second picture behind the first has its own EXIF. */
static gboolean
jpeg_after (ZpiMetadataFilter *self, GByteArray *out)
{
  if (self->held->len < 3)
    return FALSE;
  if (memcmp (self->held->data, "\xff\xd8\xff", 3) == 0)
    self->state = STATE_DROP;
  else
    give_up (self, out);
  return TRUE;
}

/* PNG. */

static gboolean
is_private_part (const guint8 *head, gsize size)
{
  static const char *const keywords[] = {"XML:com.adobe.xmp",
                                         "Raw profile type exif",
                                         "Raw profile type APP1",
                                         "Raw profile type xmp",
                                         "Raw profile type iptc"};

  if (memcmp (head + 4, "eXIf", 4) == 0)
    return TRUE;
  if (memcmp (head + 4, "iTXt", 4) != 0 && memcmp (head + 4, "tEXt", 4) != 0 &&
      memcmp (head + 4, "zTXt", 4) != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++) {
    gsize length = strlen (keywords[i]);

    if (size > 8 + length && memcmp (head + 8, keywords[i], length + 1) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
png_part (ZpiMetadataFilter *self, GByteArray *out)
{
  guint64 whole;

  if (self->held->len < 8)
    return FALSE;
  whole = (guint64) big32 (self->held->data) + PNG_PART_OVERHEAD;
  if (self->held->len < MIN (whole, PNG_HEAD_BYTES))
    return FALSE;
  if (memcmp (self->held->data + 4, "IEND", 4) == 0) {
    give_up (self, out);
    return TRUE;
  }
  self->copying = !is_private_part (self->held->data, self->held->len);
  self->copy_left = whole;
  return TRUE;
}

/* The rest of a part that is decided. */
static gboolean
pass_part (ZpiMetadataFilter *self, GByteArray *out)
{
  gsize size = (gsize) MIN (self->copy_left, self->held->len);

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
    release (self, PNG_MAGIC_BYTES, out);
    self->state = STATE_PNG_PART;
  } else if (memcmp (self->held->data, "\xff\xd8\xff", 3) == 0) {
    self->state = STATE_JPEG_MARKER;
  } else {
    give_up (self, out);
  }
  return TRUE;
}

static gboolean
go_on (ZpiMetadataFilter *self, GByteArray *out)
{
  if (self->copy_left > 0)
    return pass_part (self, out);
  switch (self->state) {
  case STATE_BEGIN:
    return begin (self, out);
  case STATE_VERBATIM:
    release (self, self->held->len, out);
    return FALSE;
  case STATE_DROP:
    g_byte_array_set_size (self->held, 0);
    return FALSE;
  case STATE_JPEG_MARKER:
    return jpeg_marker (self, out);
  case STATE_JPEG_DATA:
    return jpeg_data (self, out);
  case STATE_JPEG_AFTER:
    return jpeg_after (self, out);
  case STATE_PNG_PART:
    return png_part (self, out);
  default:
    g_assert_not_reached ();
  }
}

void
zpi_metadata_filter_feed (ZpiMetadataFilter *self, const guint8 *data, gsize size, GByteArray *out)
{
  g_byte_array_append (self->held, data, (guint) size);
  while (self->held->len > 0 && go_on (self, out))
    ;
}

void
zpi_metadata_filter_finish (ZpiMetadataFilter *self, GByteArray *out)
{
  if (self->state != STATE_DROP)
    release (self, self->held->len, out);
}
