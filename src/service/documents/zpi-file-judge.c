/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-file-judge.h"

#include <string.h>

/* What a picture says in its first bytes; the header of a PDF may stand as far as readers look for
 * it (ISO 32000-1, annex H.3): behind a mark of a text editor, or the head of a mail. */
#define HEAD_BYTES     32
#define PDF_HEAD_BYTES (1024 + 5)

struct _ZpiFileJudge {
  guint64 max_bytes;
  guint64 size;
  guint8 head[PDF_HEAD_BYTES];
  gsize head_size;
  const char *media_type; /* (nullable) */
};

ZpiFileJudge *
zpi_file_judge_new (guint64 max_bytes)
{
  ZpiFileJudge *self = g_new0 (ZpiFileJudge, 1);

  self->max_bytes = max_bytes;
  return self;
}

void
zpi_file_judge_free (ZpiFileJudge *self)
{
  if (self == NULL)
    return;
  explicit_bzero (self->head, sizeof self->head);
  g_free (self);
}

static gboolean
head_is (ZpiFileJudge *self, gsize at, const char *magic, gsize size)
{
  return self->head_size >= at + size && memcmp (self->head + at, magic, size) == 0;
}

/* The brand of a file that begins with one, whose size may need eight bytes more; the others that
 * it goes by, as far as the head has them, are asked first (ISO 14496-12, 4.3). */
static gboolean
has_brand (ZpiFileJudge *self, const char *const *brands)
{
  gsize own = head_is (self, 0, "\0\0\0\1", 4) ? 16 : 8;

  if (!head_is (self, 4, "ftyp", 4))
    return FALSE;
  for (gsize i = 0; brands[i] != NULL; i++) {
    if (head_is (self, own, brands[i], 4) || head_is (self, own + 8, brands[i], 4) ||
        head_is (self, own + 12, brands[i], 4))
      return TRUE;
  }
  return FALSE;
}

/* The same box as HEIC, which may say so first. */
static gboolean
is_avif (ZpiFileJudge *self)
{
  static const char *const brands[] = {"avif", "avis", NULL};

  return has_brand (self, brands);
}

static gboolean
is_heic (ZpiFileJudge *self)
{
  static const char *const brands[] =
      {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", NULL};

  return has_brand (self, brands);
}

/* What phones, scanners and screens make besides: each program that shows it can save it as JPEG.
 */
static gboolean
is_other_picture (ZpiFileJudge *self)
{
  static const struct {
    gsize at;
    const char *magic;
    gsize size;
  } pictures[] = {
      {0, "GIF8", 4},
      {0, "II*\0", 4},
      {0, "MM\0*", 4},
      {0, "II+\0", 4},
      {0, "MM\0+", 4},
      {0, "8BPS", 4},
      {0, "\xff\x0a", 2},         /* JPEG XL */
      {0, "\xff\x4f\xff\x51", 4}, /* JPEG 2000 */
      {8, "WEBP", 4},
      {4, "jP  ", 4},
      {4, "JXL ", 4},
      {14, "\x0c\0\0\0", 4}, /* BMP: the size of what describes it, of each version */
      {14, "\x28\0\0\0", 4},
      {14, "\x34\0\0\0", 4},
      {14, "\x38\0\0\0", 4},
      {14, "\x40\0\0\0", 4},
      {14, "\x6c\0\0\0", 4},
      {14, "\x7c\0\0\0", 4},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++) {
    if (head_is (self, pictures[i].at, pictures[i].magic, pictures[i].size) &&
        (pictures[i].at != 14 || head_is (self, 0, "BM", 2)))
      return TRUE;
  }
  return FALSE;
}

/* Of an office program, or several files in one. */
static gboolean
is_document (ZpiFileJudge *self)
{
  return head_is (self, 0, "PK\3\4", 4) || head_is (self, 0, "PK\5\6", 4) ||
         head_is (self, 0, "PK\7\x08", 4) || head_is (self, 0, "\xd0\xcf\x11\xe0", 4) ||
         head_is (self, 0, "{\\rtf", 5) || head_is (self, 0, "Rar!\x1a\7", 6) ||
         head_is (self, 0, "7z\xbc\xaf\x27\x1c", 6);
}

static gboolean
has_pdf_header (ZpiFileJudge *self)
{
  for (gsize at = 0; at + 5 <= self->head_size; at++) {
    if (head_is (self, at, "%PDF-", 5))
      return TRUE;
  }
  return FALSE;
}

/* @whole: nothing comes behind what is here */
static ZpiIntakeProblem
judge_head (ZpiFileJudge *self, gboolean whole)
{
  if (head_is (self, 0, "\xff\xd8\xff", 3))
    self->media_type = "image/jpeg";
  else if (head_is (self, 0, "\x89PNG\r\n\x1a\n", 8))
    self->media_type = "image/png";
  else if (is_heic (self) && !is_avif (self))
    return ZPI_INTAKE_HEIC;
  else if (is_avif (self) || is_other_picture (self))
    return ZPI_INTAKE_OTHER_PICTURE;
  else if (is_document (self))
    return ZPI_INTAKE_DOCUMENT;
  else if (has_pdf_header (self))
    self->media_type = "application/pdf";
  else if (whole || self->head_size == PDF_HEAD_BYTES)
    return ZPI_INTAKE_WRONG_TYPE;
  return ZPI_INTAKE_OK;
}

ZpiIntakeProblem
zpi_file_judge_feed (ZpiFileJudge *self, const guint8 *data, gsize size)
{
  gsize head = MIN (size, PDF_HEAD_BYTES - self->head_size);

  self->size += size;
  if (self->size > self->max_bytes)
    return ZPI_INTAKE_TOO_LARGE;
  memcpy (self->head + self->head_size, data, head);
  self->head_size += head;
  if (self->media_type == NULL && self->head_size >= HEAD_BYTES)
    return judge_head (self, FALSE);
  return ZPI_INTAKE_OK;
}

ZpiIntakeProblem
zpi_file_judge_finish (ZpiFileJudge *self)
{
  if (self->size == 0)
    return ZPI_INTAKE_EMPTY;
  return self->media_type == NULL ? judge_head (self, TRUE) : ZPI_INTAKE_OK;
}

const char *
zpi_file_judge_get_media_type (ZpiFileJudge *self)
{
  return self->media_type;
}
