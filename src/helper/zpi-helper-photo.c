/* SPDX-License-Identifier: EUPL-1.2 */

/* Of a photo what draws it. */

#include "zpi-helper-pdf-clean.h"

#include <string.h>

#define MARKER_EOI  0xd9
#define MARKER_SOS  0xda
#define MARKER_APP0 0xe0

/* What they hold by their own definitions; what stands behind that draws nothing. */
#define JFIF_BYTES  14
#define ADOBE_BYTES 12

static gboolean
begins_with (const guint8 *data, gsize size, const char *magic, gsize length)
{
  return size >= length && memcmp (data, magic, length) == 0;
}

/* Tables, frames and scans, comments and what programs put there. */
static gboolean
is_marker (guint8 marker)
{
  return marker == 0xfe || (marker >= 0xc0 && marker <= 0xef && (marker & 0xf8) != 0xd0);
}

/* How many bytes of a segment draw: tables and frames, and of the others these (a PDF does not ask
 * which way is up). */
static gsize
count_drawing (guint8 marker, const guint8 *content, gsize size)
{
  if (marker == MARKER_APP0)
    return begins_with (content, size, "JFIF", 5) ? MIN (size, JFIF_BYTES) : 0;
  if (marker == 0xe2)
    return begins_with (content, size, "ICC_PROFILE", 12) ? size : 0;
  if (marker == 0xee)
    return begins_with (content, size, "Adobe", 5) ? MIN (size, ADOBE_BYTES) : 0;
  return marker != 0xfe && (marker & 0xf0) != 0xe0 ? size : 0;
}

/* JFIF ends in a small copy of the picture, of which it says the size in its last two bytes. */
static void
append_segment (GByteArray *out, guint8 marker, const guint8 *content, gsize size)
{
  const gsize keep = count_drawing (marker, content, size);
  const guint8 head[] = {0xff, marker, (guint8) ((keep + 2) >> 8), (guint8) (keep + 2)};

  if (keep == 0)
    return;
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, content, (guint) keep);
  if (marker == MARKER_APP0 && keep == JFIF_BYTES)
    memset (out->data + out->len - 2, 0, 2);
}

/* From a scan on, to the next marker. */
static gsize
find_marker (const guint8 *data, gsize size, gsize at)
{
  for (; at + 1 < size; at++)
    if (data[at] == 0xff && is_marker (data[at + 1]))
      return at;
  return size;
}

GByteArray *
photo_clean (const guint8 *data, gsize size, gsize *end)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gsize at = 2;

  if (!begins_with (data, size, "\xff\xd8", 2))
    return NULL;
  g_byte_array_append (out, data, 2);
  while (at + 4 <= size && data[at] == 0xff && data[at + 1] != MARKER_EOI) {
    const guint8 marker = data[at + 1];
    const gsize length = 2 + (gsize) (data[at + 2] << 8 | data[at + 3]);
    gsize next;

    if (length < 4 || length > size - at)
      return NULL;
    append_segment (out, marker, data + at + 4, length - 4);
    at += length;
    next = marker == MARKER_SOS ? find_marker (data, size, at) : at;
    g_byte_array_append (out, data + at, (guint) (next - at));
    at = next;
  }
  if (at < size && !begins_with (data + at, size - at, "\xff\xd9", 2))
    return NULL;
  *end = MIN (at + 2, size);
  g_byte_array_append (out, data + at, (guint) (*end - at));
  return g_steal_pointer (&out);
}
