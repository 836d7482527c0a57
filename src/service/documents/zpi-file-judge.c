/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-file-judge.h"

#include <string.h>

/* How far before `/Encrypt` its trailer, or the head of its cross-reference stream, can begin. */
#define WINDOW_BYTES (64 * 1024)
/* What may follow a name that is cut in two by the end of a piece. */
#define MARGIN_BYTES 1024
#define HEAD_BYTES   16

struct _ZpiFileJudge {
  guint64 max_bytes;
  guint64 size;
  guint8 head[HEAD_BYTES];
  gsize head_size;
  const char *media_type; /* (nullable) */
  gboolean is_pdf;
  gboolean encrypted;
  GByteArray *window; /* the last bytes of a PDF */
  gsize searched;     /* how much of the window was searched */
};

ZpiFileJudge *
zpi_file_judge_new (guint64 max_bytes)
{
  ZpiFileJudge *self = g_new0 (ZpiFileJudge, 1);

  self->max_bytes = max_bytes;
  self->window = g_byte_array_new ();
  return self;
}

void
zpi_file_judge_free (ZpiFileJudge *self)
{
  if (self == NULL)
    return;
  if (self->window->len > 0)
    explicit_bzero (self->window->data, self->window->len);
  explicit_bzero (self->head, sizeof self->head);
  g_byte_array_unref (self->window);
  g_free (self);
}

static gboolean
head_is (ZpiFileJudge *self, gsize at, const char *magic, gsize size)
{
  return self->head_size >= at + size && memcmp (self->head + at, magic, size) == 0;
}

static gboolean
is_heic (ZpiFileJudge *self)
{
  static const char *const brands[] =
      {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"};

  if (!head_is (self, 4, "ftyp", 4))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++) {
    if (head_is (self, 8, brands[i], 4))
      return TRUE;
  }
  return FALSE;
}

static ZpiIntakeProblem
judge_head (ZpiFileJudge *self)
{
  if (head_is (self, 0, "%PDF-", 5)) {
    self->media_type = "application/pdf";
    self->is_pdf = TRUE;
  } else if (head_is (self, 0, "\xff\xd8\xff", 3)) {
    self->media_type = "image/jpeg";
  } else if (head_is (self, 0, "\x89PNG\r\n\x1a\n", 8)) {
    self->media_type = "image/png";
  } else if (is_heic (self)) {
    return ZPI_INTAKE_HEIC;
  } else {
    return ZPI_INTAKE_WRONG_TYPE;
  }
  return ZPI_INTAKE_OK;
}

static const guint8 *
find_last (const guint8 *data, gsize size, const char *word)
{
  gsize length = strlen (word);

  for (gsize i = size; i >= length; i--) {
    if (memcmp (data + i - length, word, length) == 0)
      return data + i - length;
  }
  return NULL;
}

static gboolean
is_followed_by_value (const guint8 *after, const guint8 *end)
{
  while (after < end && strchr (" \t\r\n\f", *after) != NULL && *after != '\0')
    after++;
  return after < end && (g_ascii_isdigit (*after) || *after == '<');
}

/* Whether the name at @at stands in a trailer or in the head of a cross-reference stream, and not
 * in the text of a page. */
static gboolean
is_in_trailer (const guint8 *data, gsize at, gsize size)
{
  const guint8 *trailer = find_last (data, at, "trailer");
  const guint8 *object = find_last (data, at, " obj");
  const guint8 *stream = find_last (data, at, "stream");
  const guint8 *begin = trailer > object ? trailer : object;
  gsize rest = MIN (size - at, MARGIN_BYTES);

  if (begin == NULL || stream > begin)
    return FALSE;
  if (begin == trailer)
    return TRUE;
  return g_strstr_len ((const char *) begin, (gssize) (data + at + rest - begin), "/XRef") != NULL;
}

static void
search_window (ZpiFileJudge *self, gboolean whole)
{
  static const char name[] = "/Encrypt";
  const guint8 *data = self->window->data;
  gsize size = self->window->len;
  gsize end = whole ? size : size - MIN (size, MARGIN_BYTES);

  for (gsize at = self->searched; at + sizeof name - 1 <= end && !self->encrypted; at++) {
    const guint8 *found = memchr (data + at, '/', end - at);

    if (found == NULL)
      break;
    at = (gsize) (found - data);
    if (at + sizeof name - 1 <= end && memcmp (found, name, sizeof name - 1) == 0 &&
        is_followed_by_value (found + sizeof name - 1, data + size))
      self->encrypted = is_in_trailer (data, at, size);
  }
  self->searched = end;
}

static void
scan_pdf (ZpiFileJudge *self, const guint8 *data, gsize size)
{
  gsize drop;

  g_byte_array_append (self->window, data, (guint) size);
  search_window (self, FALSE);
  drop = self->searched > WINDOW_BYTES ? self->searched - WINDOW_BYTES : 0;
  if (drop > 0) {
    g_byte_array_remove_range (self->window, 0, (guint) drop);
    self->searched -= drop;
  }
}

ZpiIntakeProblem
zpi_file_judge_feed (ZpiFileJudge *self, const guint8 *data, gsize size)
{
  gsize head = MIN (size, HEAD_BYTES - self->head_size);

  self->size += size;
  if (self->size > self->max_bytes)
    return ZPI_INTAKE_TOO_LARGE;
  memcpy (self->head + self->head_size, data, head);
  self->head_size += head;
  if (self->media_type == NULL && self->head_size == HEAD_BYTES) {
    ZpiIntakeProblem problem = judge_head (self);

    if (problem != ZPI_INTAKE_OK)
      return problem;
  }
  if (self->is_pdf || self->media_type == NULL)
    scan_pdf (self, data, size);
  return self->encrypted ? ZPI_INTAKE_ENCRYPTED : ZPI_INTAKE_OK;
}

ZpiIntakeProblem
zpi_file_judge_finish (ZpiFileJudge *self)
{
  if (self->size == 0)
    return ZPI_INTAKE_EMPTY;
  if (self->media_type == NULL) {
    ZpiIntakeProblem problem = judge_head (self);

    if (problem != ZPI_INTAKE_OK)
      return problem;
  }
  if (self->is_pdf)
    search_window (self, TRUE);
  return self->encrypted ? ZPI_INTAKE_ENCRYPTED : ZPI_INTAKE_OK;
}

const char *
zpi_file_judge_get_media_type (ZpiFileJudge *self)
{
  return self->media_type;
}
