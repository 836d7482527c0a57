/* SPDX-License-Identifier: EUPL-1.2 */

/* Photos that stand among the words that draw a page, and not by themselves (ISO 32000-1, 8.9.7).
 */

#include "zpi-helper-pdf-clean.h"

#include <string.h>

/* How far before its photo such a picture may begin. */
#define HEAD_BYTES 1024

static gboolean
is_space (guint8 byte)
{
  return byte == '\0' || g_ascii_isspace (byte);
}

/* Whether what stands before @at, the "ID" before a photo, says that it is one and not packed, nor
 * how long it is. */
static gboolean
is_photo (const guint8 *data, gsize at)
{
  const gsize start = at > HEAD_BYTES ? at - HEAD_BYTES : 0;
  g_autofree char *head = g_strndup ((const char *) data + start, at - start);
  const char *begin = strlen (head) == at - start ? g_strrstr (head, "BI") : NULL;

  return begin != NULL && strstr (begin, "/DCT") != NULL && strstr (begin, "/L ") == NULL &&
         strstr (begin, "/Length") == NULL && strstr (begin, "/Fl") == NULL &&
         strstr (begin, "/A85") == NULL && strstr (begin, "/ASCII") == NULL &&
         strstr (begin, "/AHx") == NULL && strstr (begin, "/LZW") == NULL &&
         strstr (begin, "/RL") == NULL && strstr (begin, "/RunLength") == NULL;
}

/* Where the photo of the next such picture begins. */
static gsize
find_photo (const guint8 *data, gsize size, gsize at)
{
  for (; at + 6 <= size; at++)
    if (memcmp (data + at, "ID", 2) == 0 && is_space (data[at + 2]) &&
        memcmp (data + at + 3, "\xff\xd8\xff", 3) == 0 && is_photo (data, at))
      return at + 3;
  return size;
}

/* Where the word behind a photo stands; @size when it does not. */
static gsize
find_end (const guint8 *data, gsize size, gsize at)
{
  for (; at + 2 <= size; at++)
    if (memcmp (data + at, "EI", 2) == 0 && (at == 0 || is_space (data[at - 1])) &&
        (at + 2 == size || is_space (data[at + 2])))
      return at;
  return size;
}

GByteArray *
inline_photos_clean (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gsize at = 0;

  while (at < size) {
    const gsize start = find_photo (data, size, at);
    gsize length = 0;
    g_autoptr (GByteArray) photo =
        start < size ? photo_clean (data + start, size - start, &length) : NULL;
    const gsize end = photo != NULL ? find_end (data, size, start + length) : size;

    if (end == size)
      break;
    g_byte_array_append (out, data + at, (guint) (start - at));
    g_byte_array_append (out, photo->data, photo->len);
    g_byte_array_append (out, (const guint8 *) "\n", 1);
    at = end;
  }
  g_byte_array_append (out, data + at, (guint) (size - at));
  return out->len < size ? g_steal_pointer (&out) : NULL;
}
