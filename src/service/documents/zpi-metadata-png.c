/* SPDX-License-Identifier: EUPL-1.2 */

/* What of a PNG goes on: what draws it, which way is up, and nothing behind the end of its pixels.
 */

#include "zpi-metadata-filter-private.h"

#include <string.h>

/* Length and name, and with the check behind the content, of a part of a PNG. */
#define PNG_HEAD_BYTES    8
#define PNG_PART_OVERHEAD 12
#define PNG_END           "\0\0\0\0IEND\xae\x42\x60\x82"
/* An EXIF with a small copy of the picture in it, and more. */
#define EXIF_MOST_BYTES (1024 * 1024)
/* Larger than any file that is taken in. */
#define PNG_MOST_BYTES (256 * 1024 * 1024)

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
  guint32 size = zpi_metadata_big32 (head);

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
  guint32 size = zpi_metadata_big32 (head);

  if (memcmp (head + 4, "PLTE", 4) == 0)
    return colour == PALETTE && size % 3 == 0;
  if (memcmp (head + 4, "tRNS", 4) == 0)
    return colour == PALETTE || (colour == GREY && size == 2) || (colour == COLOUR && size == 6);
  return TRUE;
}

/* @part: a whole iCCP: a name, a zero, how it is packed, and a profile that ends where the part
 * does, and where it says that it does.
 *
 * (transfer full) (nullable): the profile, of @n_bytes; NULL when it is none */
static guint8 *
unpack_profile (const guint8 *part, gsize size, gsize *n_bytes)
{
  const guint8 *name = part + PNG_HEAD_BYTES;
  const guint8 *zero = memchr (name, 0, MIN (size, 80));
  g_autoptr (GConverter) inflate =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autofree guint8 *profile = NULL;
  gsize at, read;

  if (zero == NULL || zero == name || (gsize) (zero + 2 - name) >= size || zero[1] != 0)
    return NULL;
  at = zero + 2 - name;
  profile = g_malloc (ICC_MOST_BYTES);
  if (g_converter_convert (inflate,
                           name + at,
                           size - at,
                           profile,
                           ICC_MOST_BYTES,
                           G_CONVERTER_INPUT_AT_END,
                           &read,
                           n_bytes,
                           NULL) != G_CONVERTER_FINISHED ||
      read != size - at || *n_bytes < ICC_MARK + 4 || memcmp (profile + ICC_MARK, "acsp", 4) != 0)
    return NULL;
  return *n_bytes <= zpi_metadata_big32 (profile) ||
                 zpi_metadata_is_zero (profile + zpi_metadata_big32 (profile),
                                       *n_bytes - zpi_metadata_big32 (profile))
             ? g_steal_pointer (&profile)
             : NULL;
}

/* Some are looked at as a whole before they are decided. */
static gboolean
has_to_be_whole (const guint8 *head)
{
  return memcmp (head + 4, "IHDR", 4) == 0 ||
         (memcmp (head + 4, "iCCP", 4) == 0 && zpi_metadata_big32 (head) <= ICC_MOST_BYTES) ||
         (memcmp (head + 4, "eXIf", 4) == 0 && zpi_metadata_big32 (head) <= EXIF_MOST_BYTES);
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
  guint64 width = zpi_metadata_big32 (header);
  guint64 height = zpi_metadata_big32 (header + 4);
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

/* A part of our own. */
static void
append_part (GByteArray *out, const char *name, const guint8 *content, gsize size)
{
  const guint8 head[] = {(guint8) (size >> 24),
                         (guint8) (size >> 16),
                         (guint8) (size >> 8),
                         (guint8) size};
  guint32 check = add_to_check (0xffffffff, (const guint8 *) name, 4);

  check = ~add_to_check (check, content, size);
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *) name, 4);
  g_byte_array_append (out, content, (guint) size);
  for (int shift = 24; shift >= 0; shift -= 8)
    g_byte_array_append (out, &(const guint8){(guint8) (check >> shift)}, 1);
}

/* A profile of which something was wiped, packed anew and without its name. */
static void
append_profile (GByteArray *out, const guint8 *profile, gsize size)
{
  static const guint8 head[] = {'i', 'c', 'c', 0, 0};
  g_autoptr (GConverter) deflate =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, -1));
  const gsize room = sizeof head + size + size / 100 + 64;
  g_autofree guint8 *packed = g_malloc (room);
  gsize read, written;

  memcpy (packed, head, sizeof head);
  if (g_converter_convert (deflate,
                           profile,
                           size,
                           packed + sizeof head,
                           room - sizeof head,
                           G_CONVERTER_INPUT_AT_END,
                           &read,
                           &written,
                           NULL) == G_CONVERTER_FINISHED)
    append_part (out, "iCCP", packed, sizeof head + written);
}

/* What programs call a profile, and what spaces of colours are called. What else it is called may
 * be whose screen it is of. */
static gboolean
has_usual_name (const guint8 *part)
{
  static const char *const names[] = {"icc",
                                      "ICC Profile",
                                      "ICC profile",
                                      "Photoshop ICC profile",
                                      "sRGB",
                                      "sRGB IEC61966-2.1",
                                      "Display P3",
                                      "Adobe RGB (1998)",
                                      "kCGColorSpaceSRGB",
                                      "kCGColorSpaceDisplayP3",
                                      NULL};

  return g_strv_contains (names, (const char *) part + PNG_HEAD_BYTES);
}

/* @part: a whole iCCP that goes on but for its name */
static void
append_renamed (GByteArray *out, const guint8 *part)
{
  const guint8 *packed = (const guint8 *) memchr (part + PNG_HEAD_BYTES, 0, 80) + 2;
  g_autoptr (GByteArray) renamed = g_byte_array_new ();

  g_byte_array_append (renamed, (const guint8 *) "icc\0", 5);
  g_byte_array_append (renamed,
                       packed,
                       (guint) (part + PNG_HEAD_BYTES + zpi_metadata_big32 (part) - packed));
  append_part (out, "iCCP", renamed->data, renamed->len);
}

/* Whether a whole iCCP goes on as it is; without its name or what was wiped of it, another does. */
static gboolean
take_profile (ZpiMetadataFilter *self, const guint8 *part, GByteArray *out)
{
  gsize size = 0;
  g_autofree guint8 *profile = self->has_profile || zpi_metadata_big32 (part) > ICC_MOST_BYTES
                                   ? NULL
                                   : unpack_profile (part, zpi_metadata_big32 (part), &size);

  if (profile == NULL)
    return FALSE;
  self->has_profile = TRUE;
  if (zpi_metadata_wipe_profile (profile, size))
    append_profile (out, profile, size);
  else if (has_usual_name (part))
    return TRUE;
  else
    append_renamed (out, part);
  return FALSE;
}

static gboolean
goes_on (ZpiMetadataFilter *self, GByteArray *out)
{
  enum { COLOUR_AT = 9 };
  const guint8 *head = self->held->data;

  if (!is_needed_for_drawing (head))
    return FALSE;
  if (memcmp (head + 4, "IHDR", 4) == 0) {
    self->colour = head[PNG_HEAD_BYTES + COLOUR_AT];
    self->pixel_bytes = count_pixel_bytes (head + PNG_HEAD_BYTES);
  }
  if (memcmp (head + 4, "iCCP", 4) == 0)
    return take_profile (self, head, out);
  return fits_colour (head, self->colour);
}

static gboolean
is_png_name (const guint8 *name)
{
  return g_ascii_isalpha (name[0]) && g_ascii_isalpha (name[1]) && g_ascii_isalpha (name[2]) &&
         g_ascii_isalpha (name[3]);
}

/* @part: a whole eXIf; what it says of which way is up goes on in one of our own. */
static void
append_orientation (ZpiMetadataFilter *self, const guint8 *part, GByteArray *out)
{
  guint32 orientation =
      zpi_metadata_find_orientation (part + PNG_HEAD_BYTES, zpi_metadata_big32 (part));
  g_autoptr (GByteArray) tiff = g_byte_array_new ();

  if (orientation < 2 || orientation > 8 || self->has_upward)
    return;
  self->has_upward = TRUE;
  zpi_metadata_append_tiff (tiff, orientation);
  append_part (out, "eXIf", tiff->data, tiff->len);
}

gboolean
zpi_metadata_png_part (ZpiMetadataFilter *self, GByteArray *out)
{
  const guint8 *head = self->held->data;

  if (self->held->len < PNG_HEAD_BYTES)
    return FALSE;
  if (!is_png_name (head + 4) ||
      zpi_metadata_big32 (head) > PNG_MOST_BYTES) { /* no reader comes further */
    self->is_broken = TRUE;
    self->state = ZPI_METADATA_DROP;
    return TRUE;
  }
  if (has_to_be_whole (head) &&
      self->held->len < PNG_HEAD_BYTES + (guint64) zpi_metadata_big32 (head))
    return FALSE;
  self->copying = goes_on (self, out);
  if (memcmp (head + 4, "eXIf", 4) == 0 && has_to_be_whole (head))
    append_orientation (self, head, out);
  self->has_dropped |= !self->copying;
  self->copy_left = (guint64) zpi_metadata_big32 (head) + PNG_PART_OVERHEAD;
  self->in_pixels = memcmp (head + 4, "IDAT", 4) == 0;
  if (self->in_pixels) {
    self->is_picture = TRUE;
    self->part_at = 0;
    self->part_bytes = zpi_metadata_big32 (head);
    self->check = add_to_check (0xffffffff, head + 4, 4);
    self->wiped = FALSE;
  }
  if (memcmp (head + 4, "IEND", 4) == 0) {
    if (!self->copying) /* it has something in it, and a picture has an end */
      g_byte_array_append (out, (const guint8 *) PNG_END, PNG_PART_OVERHEAD);
    self->state = ZPI_METADATA_DROP;
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
void
zpi_metadata_png_wipe_behind_pixels (ZpiMetadataFilter *self, guint8 *data, gsize size)
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
