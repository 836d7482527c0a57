/* SPDX-License-Identifier: EUPL-1.2 */

/* Of a JPEG 2000 what draws it: of its boxes those that say how (ISO/IEC 15444-1, annex I, and
 * 15444-2, annex M), and of its codestream all but the comments (annex A). */

#include "zpi-helper-pdf-clean.h"

#include <string.h>

#define BOX_BYTES      8
#define LONG_BOX_BYTES 16

#define MARKER_SOC     0xff4f
#define MARKER_SOT     0xff90
#define MARKER_SOD     0xff93
#define MARKER_COM     0xff64
#define MARKER_EOC     0xffd9

/* Of a comment what says of which kind it is. */
#define COMMENT_HEAD 6
/* Where the head of a part says how long the part is. */
#define PART_LENGTH_AT 6

static const char drawing[] = "jP  ftyprreqjp2hjpchjplhcgrpopctjp2c"
                              "ihdrbpcccolrpclrcmapcdefres rescresd";
/* They hold boxes. */
static const char holding[] = "jp2hjpchjplhcgrpres ";
/* They say where in the file something stands. */
static const char pointing[] = "ftblflstcref";

static guint
big16 (const guint8 *data)
{
  return (guint) data[0] << 8 | data[1];
}

static guint64
big (const guint8 *data, guint n_bytes)
{
  guint64 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    number = number << 8 | data[i];
  return number;
}

static gboolean
is_among (const char *names, const guint8 *name)
{
  for (; *names != '\0'; names += 4)
    if (memcmp (names, name, 4) == 0)
      return TRUE;
  return FALSE;
}

/* From the head of the codestream, or of a part of it, at @at: where its markers end. */
static gsize
wipe_comments (guint8 *data, gsize size, gsize at)
{
  while (at + 4 <= size && big16 (data + at) != MARKER_SOT && big16 (data + at) != MARKER_SOD) {
    const gsize length = 2 + (gsize) big16 (data + at + 2);

    if (data[at] != 0xff || length < 4 || length > size - at)
      return size;
    if (big16 (data + at) == MARKER_COM && length > COMMENT_HEAD)
      memset (data + at + COMMENT_HEAD, 0, length - COMMENT_HEAD);
    at += length;
  }
  return at;
}

/* The bytes of the comments become zeros, since parts of it say how long they are.
 *
 * Returns: how many bytes the codestream has */
static gsize
clean_codestream (guint8 *data, gsize size)
{
  gsize at;

  if (size < 4 || big16 (data) != MARKER_SOC)
    return size;
  at = wipe_comments (data, size, 2);
  while (at + 12 <= size && big16 (data + at) == MARKER_SOT) {
    const gsize length = (gsize) big (data + at + PART_LENGTH_AT, 4);

    wipe_comments (data, size, at + 12);
    if (length < 14 || length > size - at)
      return size; /* the last one may be without a length */
    at += length;
  }
  return at + 2 <= size && big16 (data + at) == MARKER_EOC ? at + 2 : size;
}

typedef struct {
  const guint8 *name;
  const guint8 *content;
  gsize size; /* of the content */
} Box;

/* Reads the box at @data, of which there are @size bytes. */
static gboolean
read_box (const guint8 *data, gsize size, Box *box)
{
  guint64 length = size >= BOX_BYTES ? big (data, 4) : 1;
  gsize head = BOX_BYTES;

  if (length == 1) {
    head = LONG_BOX_BYTES;
    length = size >= head ? big (data + BOX_BYTES, 8) : 0;
  } else if (length == 0) {
    length = size;
  }
  if (length < head || length > size)
    return FALSE;
  *box = (Box){data + 4, data + head, (gsize) length - head};
  return TRUE;
}

static gboolean append_boxes (GByteArray *out, const guint8 *data, gsize size);

static gboolean
append_box (GByteArray *out, const Box *box)
{
  const guint start = out->len;
  guint8 head[BOX_BYTES] = {0};
  guint32 length;

  memcpy (head + 4, box->name, 4);
  g_byte_array_append (out, head, sizeof head);
  if (is_among (holding, box->name)) {
    if (!append_boxes (out, box->content, box->size))
      return FALSE;
  } else {
    g_byte_array_append (out, box->content, (guint) box->size);
  }
  if (memcmp (box->name, "jp2c", 4) == 0)
    g_byte_array_set_size (out,
                           start + BOX_BYTES +
                               (guint) clean_codestream (out->data + start + BOX_BYTES, box->size));
  length = GUINT32_TO_BE (out->len - start);
  memcpy (out->data + start, &length, sizeof length);
  return TRUE;
}

/* FALSE when something else than boxes stands there, or they point into the file. */
static gboolean
append_boxes (GByteArray *out, const guint8 *data, gsize size)
{
  gboolean drawn = FALSE;
  Box box;

  for (gsize at = 0; at < size; at = (gsize) (box.content - data) + box.size) {
    if (!read_box (data + at, size - at, &box))
      return drawn; /* nothing is drawn of what stands behind the picture */
    if (is_among (pointing, box.name) || (is_among (drawing, box.name) && !append_box (out, &box)))
      return FALSE;
    drawn |= memcmp (box.name, "jp2c", 4) == 0;
  }
  return TRUE;
}

GByteArray *
jpeg2000_clean (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  if (size > G_MAXINT32 || size < 4)
    return NULL;
  if (big16 (data) == MARKER_SOC) {
    g_byte_array_append (out, data, (guint) size);
    g_byte_array_set_size (out, (guint) clean_codestream (out->data, size));
    return g_steal_pointer (&out);
  }
  return append_boxes (out, data, size) ? g_steal_pointer (&out) : NULL;
}
