/* SPDX-License-Identifier: EUPL-1.2 */

/* Of a photo what draws it. */

#include "zpi-helper-pdf-clean.h"

#include <string.h>

static gboolean
begins_with (const guint8 *data, gsize size, const char *magic, gsize length)
{
  return size >= length && memcmp (data, magic, length) == 0;
}

/* What draws: tables and frames, and of the others these (a PDF does not ask which way is up). */
static gboolean
draws (guint8 marker, const guint8 *content, gsize size)
{
  if (marker == 0xe0)
    return begins_with (content, size, "JFIF", 5);
  if (marker == 0xe2)
    return begins_with (content, size, "ICC_PROFILE", 12);
  if (marker == 0xee)
    return begins_with (content, size, "Adobe", 5);
  return marker != 0xfe && (marker & 0xf0) != 0xe0;
}

/* From a scan on, to what ends the picture. */
static gsize
find_end (const guint8 *data, gsize size, gsize at)
{
  for (; at + 1 < size; at++)
    if (data[at] == 0xff && data[at + 1] == 0xd9)
      return at + 2;
  return size;
}

GByteArray *
photo_clean (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gsize at = 2;

  if (!begins_with (data, size, "\xff\xd8", 2))
    return NULL;
  g_byte_array_append (out, data, 2);
  while (at + 4 <= size && data[at] == 0xff && data[at + 1] != 0xda) {
    gsize length = 2 + (gsize) (data[at + 2] << 8 | data[at + 3]);

    if (length < 4 || length > size - at)
      return NULL;
    if (draws (data[at + 1], data + at + 4, length - 4))
      g_byte_array_append (out, data + at, (guint) length);
    at += length;
  }
  if (at + 4 > size || data[at] != 0xff)
    return NULL;
  g_byte_array_append (out, data + at, (guint) (find_end (data, size, at) - at));
  return out->len < size ? g_steal_pointer (&out) : NULL;
}
