/* SPDX-License-Identifier: EUPL-1.2 */

/* EXIF is a TIFF: which way is up, from its first directory, and one of our own that says no more.
 */

#include "zpi-metadata-filter-private.h"

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
  return tiff->little ? (guint) tiff->data[at + 1] << 8 | tiff->data[at]
                      : zpi_metadata_big16 (tiff->data + at);
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

guint32
zpi_metadata_find_orientation (const guint8 *data, gsize size)
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

void
zpi_metadata_append_tiff (GByteArray *out, guint32 orientation)
{
  const guint8 tiff[26] = {'M',  'M',  0, 42,         0, 0, 0, 8, 0, 1,
                           0x01, 0x12, 0, TIFF_SHORT, 0, 0, 0, 1, 0, (guint8) orientation};

  g_byte_array_append (out, tiff, sizeof tiff);
}
