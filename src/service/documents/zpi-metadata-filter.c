/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-metadata-filter.h"

#include <gio/gio.h>
#include <string.h>

#define PNG_MAGIC       "\x89PNG\r\n\x1a\n"
#define PNG_MAGIC_BYTES 8
/* Length and name, and with the check behind the content, of a part of a PNG. */
#define PNG_HEAD_BYTES    8
#define PNG_PART_OVERHEAD 12
#define PNG_END           "\0\0\0\0IEND\xae\x42\x60\x82"
/* Larger than any file that is taken in. */
#define PNG_MOST_BYTES (256 * 1024 * 1024)

#define JPEG_SOI       0xd8
#define JPEG_EOI       0xd9
#define JPEG_SOS       0xda
#define JPEG_APP0      0xe0
#define JPEG_APP1      0xe1
#define JPEG_APP2      0xe2
#define JPEG_APP14     0xee
#define JPEG_DNL       0xdc

/* A colour profile says its size in its first four bytes; where its mark stands in it. */
#define ICC_MARK       36
#define ICC_MOST_BYTES (4 * 1024 * 1024)

typedef enum {
  STATE_BEGIN,       /* what kind of file is it? */
  STATE_VERBATIM,    /* no picture: the rest as it is */
  STATE_DROP,        /* behind the end of the picture: nothing of the rest */
  STATE_JPEG_MARKER, /* between segments */
  STATE_JPEG_DATA,   /* the picture itself, up to a marker */
  STATE_PNG_PART,    /* at the head of a part */
} State;

struct _ZpiMetadataFilter {
  State state;
  GByteArray *held;  /* what is not decided yet: a segment, a head */
  guint64 copy_left; /* of a part that is already decided */
  gboolean copying;
  /* Until the picture itself begins nobody knows that it is one: a file that only starts like a
   * picture comes out as it went in. */
  gboolean is_picture;
  gboolean is_broken;   /* something stands where no picture has it */
  GByteArray *raw;      /* (owned): what came in so far */
  GByteArray *pending;  /* (owned): what may go on if it is a picture */
  gboolean has_dropped; /* a part about the picture did not go on */
  gboolean begun;       /* a JPEG's first marker went by */
  gboolean has_upward;  /* which way is up was said */
  gboolean has_profile; /* the first part of a colour profile went on */
  guint32 profile_left; /* of the profile, as long as it says that it is */
  guint8 colour;        /* of a PNG: how it has its colours */
  /* Of a part with pixels of a PNG: nothing may hide behind the end of the compressed pixels. */
  gboolean in_pixels;
  guint64 part_at;    /* how much of it went by */
  guint32 part_bytes; /* its content */
  guint32 check;      /* over its name and its content as it goes on */
  gboolean wiped;
  GConverter *inflate; /* (owned) (nullable) */
  gboolean pixels_end;
  guint64 pixel_bytes; /* that the picture has, unpacked */
  guint64 unpacked;    /* of those, so far */
};

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
  g_free (self);
}

static void
release (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  g_byte_array_append (out, self->held->data, (guint) size);
  g_byte_array_remove_range (self->held, 0, (guint) size);
}

static void
drop (ZpiMetadataFilter *self, gsize size)
{
  g_byte_array_remove_range (self->held, 0, (guint) size);
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

#define TAG_ORIENTATION  0x0112
#define TIFF_ENTRY_BYTES 12
/* Kinds of numbers in a TIFF (TIFF 6.0, section 2). */
enum {
  TIFF_BYTE = 1,
  TIFF_SHORT = 3,
  TIFF_LONG = 4,
  TIFF_BYTE_SIGNED = 6,
  TIFF_UNDEFINED = 7,
  TIFF_SHORT_SIGNED = 8,
  TIFF_LONG_SIGNED = 9,
  TIFF_DIRECTORY = 13
};

/* The first value of an entry, whatever kind of whole number it is: most cameras write a SHORT,
 * some a LONG. */
static guint32
tiff_value (const Tiff *tiff, gsize entry)
{
  switch (tiff16 (tiff, entry + 2)) {
  case TIFF_BYTE:
  case TIFF_BYTE_SIGNED:
  case TIFF_UNDEFINED:
    return entry + 8 < tiff->size ? tiff->data[entry + 8] : 0;
  case TIFF_LONG:
  case TIFF_LONG_SIGNED:
  case TIFF_DIRECTORY:
    return tiff32 (tiff, entry + 8);
  case TIFF_SHORT:
  case TIFF_SHORT_SIGNED:
    return tiff16 (tiff, entry + 8);
  default:
    return 0;
  }
}

static guint32
find_orientation (const guint8 *data, gsize size)
{
  Tiff tiff = {.data = data, .size = size};
  gsize directory;
  guint n_entries;

  if (size < 8 || data[0] != data[1] || (data[0] != 'I' && data[0] != 'M'))
    return 1;
  tiff.little = data[0] == 'I';
  directory = tiff32 (&tiff, 4);
  n_entries = directory < size ? tiff16 (&tiff, directory) : 0;
  for (guint i = 0; i < n_entries; i++) {
    gsize entry = directory + 2 + (gsize) i * TIFF_ENTRY_BYTES;

    if (tiff16 (&tiff, entry) == TAG_ORIENTATION)
      return tiff_value (&tiff, entry);
  }
  return 1;
}

static void
append_orientation (ZpiMetadataFilter *self, guint32 orientation, GByteArray *out)
{
  guint8 segment[] = {0xff, 0xe1, 0x00, 0x22, 'E',  'x',  'i',  'f',  0x00, 0x00, 'M',  'M',
                      0x00, 0x2a, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01, 0x01, 0x12, 0x00, 0x03,
                      0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};

  if (orientation < 2 || orientation > 8 || self->has_upward)
    return;
  self->has_upward = TRUE;
  segment[29] = (guint8) orientation;
  g_byte_array_append (out, segment, sizeof segment);
}

/* JPEG. */

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

static gboolean
is_zero (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (data[i] != 0)
      return FALSE;
  return TRUE;
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
    self->profile_left = self->has_profile ? big32 (content) : 0;
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
  drop (self, size);
}

/* A profile may be filled up with zeros. */
static void
release_profile (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  gsize content = size - PROFILE_CONTENT;
  gsize keep = MIN (content, self->profile_left);

  self->profile_left -= (guint32) keep;
  if (is_zero (self->held->data + PROFILE_CONTENT + keep, content - keep))
    release (self, size, out);
  else
    release_cut (self, size, PROFILE_CONTENT + keep, out);
}

/* JFIF ends in a small copy of the picture, as it was before somebody cut something off. */
static void
release_jfif (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  enum { JFIF_BYTES = 18, THUMBNAIL_WIDTH = 16, THUMBNAIL_HEIGHT = 17 };

  if (size < JFIF_BYTES) {
    drop (self, size);
    return;
  }
  self->held->data[THUMBNAIL_WIDTH] = 0;
  self->held->data[THUMBNAIL_HEIGHT] = 0;
  release_cut (self, size, JFIF_BYTES, out);
}

static void
end_segment (ZpiMetadataFilter *self, gsize size, GByteArray *out)
{
  enum { ADOBE_BYTES = 16 };
  guint8 marker = self->held->data[1];

  if (is_needed_for_decoding (marker, size)) {
    release (self, size, out);
    if (marker == JPEG_SOS) {
      self->state = STATE_JPEG_DATA;
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
      append_orientation (self, find_orientation (self->held->data + 10, size - 10), out);
    self->has_dropped |= marker != JPEG_APP0 || is_known_app0 (self->held);
    drop (self, size);
  }
}

/* What stands between two segments and is none: readers go on at the next marker. */
static void
skip_to_marker (ZpiMetadataFilter *self)
{
  const guint8 *found = memchr (self->held->data + 1, 0xff, self->held->len - 1);

  self->is_broken = TRUE;
  drop (self, found != NULL ? (gsize) (found - self->held->data) : self->held->len);
}

static gboolean
is_marker_alone (guint8 marker)
{
  return marker == JPEG_SOI || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/* TRUE when it can go on, FALSE when more has to come first. */
static gboolean
jpeg_marker (ZpiMetadataFilter *self, GByteArray *out)
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
    release (self, 1, out);
    return TRUE;
  }
  if (data[1] == JPEG_EOI) {
    release (self, 2, out);
    self->state = STATE_DROP;
    return TRUE;
  }
  if (data[1] == JPEG_SOI && !self->begun) {
    self->begun = TRUE;
    release (self, 2, out);
    return TRUE;
  }
  if (is_marker_alone (data[1]) || data[1] == 0x00) {
    self->is_broken = TRUE;
    drop (self, 2);
    return TRUE;
  }
  if (self->held->len < 4)
    return FALSE;
  size = 2 + (gsize) big16 (data + 2);
  if (size < 4) {
    self->is_broken = TRUE;
    drop (self, 2);
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

/* PNG. */

/* The parts that drawing needs, with the sizes that they can have; everything else is about the
 * picture, or another picture (PNG, third edition, section 11). */
static const struct {
  const char *name;
  guint32 least;
  guint32 most;
} png_parts[] = {
    {"IHDR", 13, 13},
    {"PLTE", 3, 768},
    {"IDAT", 0, G_MAXINT32},
    {"IEND", 0, 0},
    {"tRNS", 1, 256},
    {"cHRM", 32, 32},
    {"gAMA", 4, 4},
    {"iCCP", 1, G_MAXINT32},
    {"sBIT", 1, 4},
    {"sRGB", 1, 1},
    {"cICP", 4, 4},
    {"pHYs", 9, 9},
};

static gboolean
is_needed_for_drawing (const guint8 *head)
{
  guint32 size = big32 (head);

  for (gsize i = 0; i < G_N_ELEMENTS (png_parts); i++) {
    if (memcmp (head + 4, png_parts[i].name, 4) == 0)
      return size >= png_parts[i].least && size <= png_parts[i].most;
  }
  return FALSE;
}

/* Of how a PNG has its colours it depends whether these are drawn with, and how large they are. */
static gboolean
fits_colour (const guint8 *head, guint8 colour)
{
  enum { GREY = 0, COLOUR = 2, PALETTE = 3 };
  guint32 size = big32 (head);

  if (memcmp (head + 4, "PLTE", 4) == 0)
    return colour == PALETTE && size % 3 == 0;
  if (memcmp (head + 4, "tRNS", 4) == 0)
    return colour == PALETTE || (colour == GREY && size == 2) || (colour == COLOUR && size == 6);
  return TRUE;
}

/* @part: a whole iCCP: a name, a zero, how it is packed, and a profile that ends where the part
 * does, and where it says that it does. */
static gboolean
is_packed_profile (const guint8 *part, gsize size)
{
  const guint8 *name = part + PNG_HEAD_BYTES;
  const guint8 *zero = memchr (name, 0, MIN (size, 80));
  g_autoptr (GConverter) inflate =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autofree guint8 *profile = NULL;
  gsize at, read, written;

  if (zero == NULL || zero == name || (gsize) (zero + 2 - name) >= size || zero[1] != 0)
    return FALSE;
  at = zero + 2 - name;
  profile = g_malloc (ICC_MOST_BYTES);
  return g_converter_convert (inflate,
                              name + at,
                              size - at,
                              profile,
                              ICC_MOST_BYTES,
                              G_CONVERTER_INPUT_AT_END,
                              &read,
                              &written,
                              NULL) == G_CONVERTER_FINISHED &&
         read == size - at && written >= ICC_MARK + 4 &&
         memcmp (profile + ICC_MARK, "acsp", 4) == 0 &&
         (written <= big32 (profile) ||
          is_zero (profile + big32 (profile), written - big32 (profile)));
}

/* Some are looked at as a whole before they are decided. */
static gboolean
has_to_be_whole (const guint8 *head)
{
  return memcmp (head + 4, "IHDR", 4) == 0 ||
         (memcmp (head + 4, "iCCP", 4) == 0 && big32 (head) <= ICC_MOST_BYTES);
}

/* The bytes of @width times @height dots, each row with its filter before it. */
static guint64
bytes_of_rows (guint64 width, guint64 height, guint bits)
{
  return width == 0 ? 0 : height * (1 + (width * bits + 7) / 8);
}

/* @header: the content of IHDR; how many bytes its picture has unpacked, in one pass or in the
 * seven of an interlaced one (PNG, third edition, section 8.2) */
static guint64
count_pixel_bytes (const guint8 *header)
{
  static const guint8 passes[][4] = {{0, 0, 8, 8},
                                     {4, 0, 8, 8},
                                     {0, 4, 4, 8},
                                     {2, 0, 4, 4},
                                     {0, 2, 2, 4},
                                     {1, 0, 2, 2},
                                     {0, 1, 1, 2}};
  static const guint8 samples[] = {1, 0, 3, 1, 2, 0, 4};
  guint64 width = big32 (header);
  guint64 height = big32 (header + 4);
  guint bits = header[9] < G_N_ELEMENTS (samples) ? header[8] * samples[header[9]] : 0;
  guint64 bytes = 0;

  if (bits == 0 || bits > 64 || width > G_MAXINT32 || height > G_MAXINT32)
    return G_MAXUINT64;
  if (header[12] == 0)
    return bytes_of_rows (width, height, bits);
  for (guint i = 0; i < G_N_ELEMENTS (passes); i++) {
    const guint8 *pass = passes[i];

    bytes += bytes_of_rows ((width + pass[2] - 1 - pass[0]) / pass[2],
                            (height + pass[3] - 1 - pass[1]) / pass[3],
                            bits);
  }
  return bytes;
}

static gboolean
goes_on (ZpiMetadataFilter *self)
{
  enum { COLOUR_AT = 9 };
  const guint8 *head = self->held->data;

  if (!is_needed_for_drawing (head))
    return FALSE;
  if (memcmp (head + 4, "IHDR", 4) == 0) {
    self->colour = head[PNG_HEAD_BYTES + COLOUR_AT];
    self->pixel_bytes = count_pixel_bytes (head + PNG_HEAD_BYTES);
  }
  if (memcmp (head + 4, "iCCP", 4) == 0) {
    gboolean second = self->has_profile;

    self->has_profile |= big32 (head) <= ICC_MOST_BYTES && is_packed_profile (head, big32 (head));
    return self->has_profile && !second;
  }
  return fits_colour (head, self->colour);
}

static gboolean
is_png_name (const guint8 *name)
{
  return g_ascii_isalpha (name[0]) && g_ascii_isalpha (name[1]) && g_ascii_isalpha (name[2]) &&
         g_ascii_isalpha (name[3]);
}

/* The check of a PNG (third edition, annex D), of what has pixels in it. */
static guint32
add_to_check (guint32 check, const guint8 *data, gsize size)
{
  static guint32 table[256];
  static gsize made = 0;

  if (g_once_init_enter (&made)) {
    for (guint32 i = 0; i < G_N_ELEMENTS (table); i++) {
      table[i] = i;
      for (guint bit = 0; bit < 8; bit++)
        table[i] = (table[i] & 1) != 0 ? 0xedb88320 ^ (table[i] >> 1) : table[i] >> 1;
    }
    g_once_init_leave (&made, 1);
  }
  for (gsize i = 0; i < size; i++)
    check = table[(check ^ data[i]) & 0xff] ^ (check >> 8);
  return check;
}

static gboolean
png_part (ZpiMetadataFilter *self, GByteArray *out)
{
  const guint8 *head = self->held->data;

  if (self->held->len < PNG_HEAD_BYTES)
    return FALSE;
  if (!is_png_name (head + 4) || big32 (head) > PNG_MOST_BYTES) { /* no reader comes further */
    self->is_broken = TRUE;
    self->state = STATE_DROP;
    return TRUE;
  }
  if (has_to_be_whole (head) && self->held->len < PNG_HEAD_BYTES + (guint64) big32 (head))
    return FALSE;
  self->copying = goes_on (self);
  self->has_dropped |= !self->copying;
  self->copy_left = (guint64) big32 (head) + PNG_PART_OVERHEAD;
  self->in_pixels = memcmp (head + 4, "IDAT", 4) == 0;
  if (self->in_pixels) {
    self->is_picture = TRUE;
    self->part_at = 0;
    self->part_bytes = big32 (head);
    self->check = add_to_check (0xffffffff, head + 4, 4);
    self->wiped = FALSE;
  }
  if (memcmp (head + 4, "IEND", 4) == 0) {
    if (!self->copying) /* it has something in it, and a picture has an end */
      g_byte_array_append (out, (const guint8 *) PNG_END, PNG_PART_OVERHEAD);
    self->state = STATE_DROP;
  }
  return TRUE;
}

/* How many of @size bytes belong to the compressed pixels, which end where the picture does: rows
 * below it are not drawn. What cannot be unpacked is left as it is: no reader draws it. */
static gsize
measure_pixels (ZpiMetadataFilter *self, const guint8 *data, gsize size)
{
  guint8 unpacked[16384];
  gsize at = 0;

  if (self->inflate == NULL)
    self->inflate = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  while (at < size && !self->pixels_end) {
    g_autoptr (GError) error = NULL;
    gsize read = 0;
    gsize written = 0;
    guint64 left = self->pixel_bytes - self->unpacked;
    GConverterResult result = g_converter_convert (self->inflate,
                                                   data + at,
                                                   size - at,
                                                   unpacked,
                                                   (gsize) CLAMP (left, 1, sizeof unpacked),
                                                   G_CONVERTER_NO_FLAGS,
                                                   &read,
                                                   &written,
                                                   &error);

    if (result == G_CONVERTER_ERROR)
      return size;
    self->unpacked += MIN (written, left);
    self->pixels_end = result == G_CONVERTER_FINISHED || written > left;
    if (written > left)
      break;
    at += read;
  }
  explicit_bzero (unpacked, sizeof unpacked);
  return at;
}

/* @data: the next bytes of a part with pixels. What stands behind their end becomes zeros, so that
 * the part keeps its length, and its check is made anew. */
static void
wipe_behind_pixels (ZpiMetadataFilter *self, guint8 *data, gsize size)
{
  guint64 end = PNG_HEAD_BYTES + (guint64) self->part_bytes;

  for (gsize i = 0; i < size;) {
    guint64 at = self->part_at + i;
    gsize left = (gsize) MIN (at < PNG_HEAD_BYTES ? PNG_HEAD_BYTES - at : end - at, size - i);
    gsize good;

    if (at >= end) {
      if (self->wiped)
        data[i] = (guint8) (~self->check >> (24 - 8 * (at - end)));
      i++;
      continue;
    }
    if (at >= PNG_HEAD_BYTES) {
      good = measure_pixels (self, data + i, left);
      for (gsize j = good; j < left; j++) {
        self->wiped |= data[i + j] != 0;
        data[i + j] = 0;
      }
      self->check = add_to_check (self->check, data + i, left);
    }
    i += left;
  }
  self->part_at += size;
}

/* The rest of a part that is decided. */
static gboolean
pass_part (ZpiMetadataFilter *self, GByteArray *out)
{
  gsize size = (gsize) MIN (self->copy_left, self->held->len);

  if (self->in_pixels)
    wipe_behind_pixels (self, self->held->data, size);
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
    self->state = STATE_VERBATIM;
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
  case STATE_PNG_PART:
    return png_part (self, out);
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

void
zpi_metadata_filter_feed (ZpiMetadataFilter *self, const guint8 *data, gsize size, GByteArray *out)
{
  g_byte_array_append (self->held, data, (guint) size);
  if (!self->is_picture && self->state != STATE_VERBATIM)
    g_byte_array_append (self->raw, data, (guint) size);
  while (self->held->len > 0 && go_on (self, self->pending))
    ;
  if (self->is_picture || self->state == STATE_VERBATIM) {
    flush (self->pending, out);
    g_byte_array_set_size (self->raw, 0);
  }
}

/* The file ends inside a segment that would not have gone on: nobody knows what it says, and it
 * draws nothing. */
static gboolean
ends_in_metadata (ZpiMetadataFilter *self)
{
  guint8 marker = self->held->len >= 2 ? self->held->data[1] : 0;

  return self->held->len >= 4 &&
         !is_needed_for_decoding (marker, 2 + (gsize) big16 (self->held->data + 2)) &&
         (marker != JPEG_APP0 || is_known_app0 (self->held));
}

/* Something was left out before it was known whether a picture comes, and nothing says that none
 * does: then what was left out stays out. */
static gboolean
is_no_picture (ZpiMetadataFilter *self)
{
  if (self->is_picture || self->state == STATE_VERBATIM)
    return FALSE;
  if (self->is_broken)
    return TRUE;
  return !self->has_dropped && self->copy_left == 0 && self->held->len > 0 &&
         !ends_in_metadata (self);
}

void
zpi_metadata_filter_finish (ZpiMetadataFilter *self, GByteArray *out)
{
  if (is_no_picture (self)) {
    flush (self->raw, out);
    return;
  }
  flush (self->pending, out);
  /* A segment or a part that was cut off draws nothing. */
  if (self->state == STATE_BEGIN || self->state == STATE_JPEG_DATA)
    release (self, self->held->len, out);
  else
    drop (self, self->held->len);
}
