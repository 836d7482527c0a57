/* SPDX-License-Identifier: EUPL-1.2 */

/* What stands in the bytes of a PDF besides the objects that are reached: before and behind it,
 * between them, comments in them, what was replaced or removed. qpdf leaves it out and does not
 * tell. This takes a file for one that has more rather than the other way around: then it is only
 * written anew. */

#include "zpi-helper-pdf-clean.h"

#include <string.h>

/* How long the first line may be, and the second, of bytes that say that it is no text. */
#define LINE_BYTES 16

typedef struct {
  qpdf_data pdf;
  GHashTable *reached;  /* numbers */
  GHashTable *standing; /* numbers: of the objects that are not packed in others */
  const guint8 *data;
  gsize size;
  gsize at;
  int numbers[2]; /* the last two */
  int number;     /* of the object in which @at is, and its generation */
  int generation;
  guint64 n_packed;
  guint n_ends;
  gboolean is_inside; /* an object or a trailer */
} Scan;

static gboolean
ends_word (guint8 byte)
{
  return strchr ("()<>[]{}/% \t\r\n\f", byte) != NULL; /* or NUL */
}

static gboolean
is_at (const Scan *self, const char *text)
{
  gsize length = strlen (text);

  return self->size - self->at >= length && memcmp (self->data + self->at, text, length) == 0;
}

static void
skip_space (Scan *self)
{
  while (self->at < self->size &&
         (self->data[self->at] == '\0' || g_ascii_isspace (self->data[self->at])))
    self->at++;
}

/* Before the header space may stand, and the mark of a text editor. */
static gboolean
skip_header (Scan *self)
{
  while (!is_at (self, "%PDF-") && self->at < self->size)
    if (strchr ("\xef\xbb\xbf \t\r\n\f", self->data[self->at++]) == NULL)
      return FALSE;
  for (guint line = 0; line < 2 && is_at (self, "%"); line++) {
    for (guint n = 0; self->at < self->size && n < LINE_BYTES; n++, self->at++)
      if (strchr ("\r\n", self->data[self->at]) != NULL)
        break;
    skip_space (self);
  }
  return TRUE;
}

/* The only comment that a file needs is its end. */
static gboolean
skip_comment (Scan *self)
{
  if (!is_at (self, "%%EOF"))
    return FALSE;
  self->at += strlen ("%%EOF");
  return self->at == self->size || !g_ascii_isgraph (self->data[self->at]);
}

/* Parentheses may be nested. */
static void
skip_string (Scan *self)
{
  guint nested = 0;

  for (; self->at < self->size; self->at++) {
    if (self->data[self->at] == '\\')
      self->at++;
    else if (self->data[self->at] == '(')
      nested++;
    else if (self->data[self->at] == ')' && --nested == 0)
      break;
  }
  self->at++;
}

static void
skip_name (Scan *self)
{
  do
    self->at++;
  while (self->at < self->size && !ends_word (self->data[self->at]));
}

static gboolean
is_of_type (qpdf_data pdf, qpdf_oh dictionary, const char *type)
{
  qpdf_oh value = qpdf_oh_get_key (pdf, dictionary, "/Type");
  gboolean good = qpdf_oh_is_name_and_equals (pdf, value, type);

  qpdf_oh_release (pdf, value);
  return good;
}

/* The number that stands at @key of the stream in which @at is, when it is one of @type. */
static gboolean
read_number (Scan *self, const char *type, const char *key, unsigned long long *number)
{
  qpdf_oh stream = qpdf_get_object_by_id (self->pdf, self->number, self->generation);
  gboolean found = FALSE;

  if (qpdf_oh_is_stream (self->pdf, stream)) {
    qpdf_oh dictionary = qpdf_oh_get_dict (self->pdf, stream);
    qpdf_oh value = qpdf_oh_get_key (self->pdf, dictionary, key);

    found = (type == NULL || is_of_type (self->pdf, dictionary, type)) &&
            qpdf_oh_get_value_as_ulonglong (self->pdf, value, number);
    qpdf_oh_release (self->pdf, value);
    qpdf_oh_release (self->pdf, dictionary);
  }
  qpdf_oh_release (self->pdf, stream);
  return found;
}

/* As long as it says; where that is wrong, up to what looks like its end, as qpdf has it. */
static gboolean
skip_stream (Scan *self)
{
  unsigned long long length = 0;
  const guint8 *end;
  gsize start;

  self->at += is_at (self, "\r") ? 1 : 0;
  self->at += is_at (self, "\n") ? 1 : 0;
  start = self->at;
  read_number (self, NULL, "/Length", &length);
  self->at += MIN (length, self->size - start);
  skip_space (self);
  if (is_at (self, "endstream"))
    return TRUE;
  end = memmem (self->data + start, self->size - start, "endstream", strlen ("endstream"));
  self->at = end != NULL ? (gsize) (end - self->data) : self->size;
  return end != NULL;
}

/* Tables and what objects are packed in are reached from nowhere. */
static gboolean
is_needed (Scan *self)
{
  unsigned long long n_packed = 0;

  if (read_number (self, "/ObjStm", "/N", &n_packed))
    self->n_packed += n_packed;
  else if (!read_number (self, "/XRef", "/Size", &n_packed))
    return FALSE;
  return TRUE;
}

/* One that was there already is of another version. */
static gboolean
take_object (Scan *self)
{
  self->is_inside = TRUE;
  self->number = self->numbers[0];
  self->generation = self->numbers[1];
  return g_hash_table_add (self->standing, GINT_TO_POINTER (self->number)) &&
         (g_hash_table_contains (self->reached, GINT_TO_POINTER (self->number)) ||
          is_needed (self));
}

static gboolean
take_word (Scan *self)
{
  static const char *const between[] = {"endobj", "startxref", "xref", "n", "f", NULL};
  const guint8 *start = self->data + self->at;
  char word[16] = "";

  skip_name (self);
  memcpy (word, start, MIN (sizeof word - 1, (gsize) (self->data + self->at - start)));
  if (strspn (word, "0123456789") == strlen (word)) {
    self->numbers[0] = self->numbers[1];
    self->numbers[1] = (int) g_ascii_strtoull (word, NULL, 10);
    return TRUE;
  }
  if (strcmp (word, "obj") == 0)
    return take_object (self);
  if (strcmp (word, "stream") == 0 && self->is_inside)
    return skip_stream (self);
  if (strcmp (word, "trailer") == 0)
    self->is_inside = TRUE;
  if (strcmp (word, "endobj") == 0 || strcmp (word, "startxref") == 0)
    self->is_inside = FALSE;
  self->n_ends += strcmp (word, "startxref") == 0;
  return self->is_inside || g_strv_contains (between, word);
}

/* Whether what stands at @at, which is no space, is needed. */
static gboolean
take_next (Scan *self)
{
  if (self->data[self->at] == '%')
    return skip_comment (self);
  if (!ends_word (self->data[self->at]))
    return take_word (self);
  if (self->data[self->at] == '(')
    skip_string (self);
  else if (self->data[self->at] == '/')
    skip_name (self);
  else
    self->at++;
  return self->is_inside;
}

/* The packs hold all that is reached and does not stand by itself, and nothing else. */
static gboolean
packs_only (const Scan *self)
{
  GHashTableIter iter;
  gpointer number;
  guint64 n = 0;

  g_hash_table_iter_init (&iter, self->reached);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    n += !g_hash_table_contains (self->standing, number);
  return n == self->n_packed;
}

gboolean
pdf_has_more (qpdf_data pdf, GHashTable *reached, GBytes *content)
{
  g_autoptr (GHashTable) standing = g_hash_table_new (NULL, NULL);
  Scan self = {.pdf = pdf, .reached = reached, .standing = standing};

  self.data = g_bytes_get_data (content, &self.size);
  if (!skip_header (&self))
    return TRUE;
  for (skip_space (&self); self.at < self.size; skip_space (&self))
    if (!take_next (&self))
      return TRUE;
  return self.n_ends > 1 || !packs_only (&self);
}
