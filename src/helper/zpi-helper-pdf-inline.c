/* SPDX-License-Identifier: EUPL-1.2 */

/* Photos that stand in a content stream, and not by themselves (ISO 32000-1, 8.9.7): "BI", a
 * dictionary without its brackets, "ID", the photo, perhaps packed once more, "EI". */

#include "zpi-helper-pdf-clean.h"

#include <stdlib.h>
#include <string.h>

/* How long such a dictionary may be. */
#define HEAD_BYTES 1024
/* How many ends a packed photo is tried with: the word may be among what is packed. */
#define MOST_ENDS 64

/* What the filters are called there (table 94). */
static const char *const short_names[][2] = {{"/AHx", "/ASCIIHexDecode"},
                                             {"/A85", "/ASCII85Decode"},
                                             {"/LZW", "/LZWDecode"},
                                             {"/Fl", "/FlateDecode"},
                                             {"/RL", "/RunLengthDecode"},
                                             {"/DCT", "/DCTDecode"}};

/* @pdf is there for its objects only. */
typedef struct {
  qpdf_data pdf;
  const guint8 *data;
  gsize size;
} Content;

typedef struct {
  qpdf_oh dictionary;
  qpdf_oh packings; /* the filters before that of the photo */
  gboolean has_parameters;
  gsize start; /* of the photo */
  gsize end;   /* the "EI" behind it */
} Picture;

static gboolean
is_space (guint8 byte)
{
  return byte == '\0' || g_ascii_isspace (byte);
}

/* Where @word, of two letters, stands by itself; the size when it does not. */
static gsize
find_word (const Content *self, const char *word, gsize at)
{
  for (; at + 2 <= self->size; at++) {
    const guint8 *found = memchr (self->data + at, word[0], self->size - 1 - at);

    if (found == NULL)
      return self->size;
    at = (gsize) (found - self->data);
    if (found[1] == word[1] && (at == 0 || is_space (found[-1]) || strchr (">])", found[-1])) &&
        (at + 2 == self->size || is_space (found[2]) || found[2] == '/'))
      return at;
  }
  return self->size;
}

/* The name of a filter in full. */
static qpdf_oh
new_filter (qpdf_data pdf, qpdf_oh name)
{
  const char *text = qpdf_oh_is_name (pdf, name) ? qpdf_oh_get_name (pdf, name) : "/";

  for (gsize i = 0; i < G_N_ELEMENTS (short_names); i++)
    if (strcmp (text, short_names[i][0]) == 0)
      return qpdf_oh_new_name (pdf, short_names[i][1]);
  return qpdf_oh_new_name (pdf, text);
}

/* (transfer full): what stands at @key, or at its @other name */
static qpdf_oh
get_either (qpdf_data pdf, qpdf_oh dictionary, const char *key, const char *other)
{
  return qpdf_oh_get_key (pdf, dictionary, qpdf_oh_has_key (pdf, dictionary, key) ? key : other);
}

/* Whether the last of @filters is that of photos; the others are those that it is packed with. */
static gboolean
read_filters (Picture *self, qpdf_data pdf, qpdf_oh filters)
{
  const gboolean several = qpdf_oh_is_array (pdf, filters);
  const int n = several ? qpdf_oh_get_array_n_items (pdf, filters) : 1;
  qpdf_oh name = filters;

  self->packings = qpdf_oh_new_array (pdf);
  for (int i = 0; i < n; i++) {
    if (several)
      name = qpdf_oh_get_array_item (pdf, filters, i);
    if (i + 1 < n)
      qpdf_oh_append_item (pdf, self->packings, new_filter (pdf, name));
  }
  return n > 0 && qpdf_oh_is_name_and_equals (pdf, new_filter (pdf, name), "/DCTDecode");
}

/* Whether a photo begins at the "BI" at @at. */
static gboolean
read_head (const Content *content, gsize at, Picture *self)
{
  const gsize id = find_word (content, "ID", at);
  qpdf_data pdf = content->pdf;
  g_autofree char *text = NULL;

  if (id + 3 > content->size || id - at > HEAD_BYTES)
    return FALSE;
  text = g_strdup_printf ("<<%.*s>>", (int) (id - at - 2), (const char *) content->data + at + 2);
  self->dictionary = qpdf_oh_parse (pdf, text);
  self->start = id + 3;
  if (!qpdf_oh_is_dictionary (pdf, self->dictionary) ||
      !read_filters (self, pdf, get_either (pdf, self->dictionary, "/F", "/Filter")))
    return FALSE;
  self->has_parameters = qpdf_oh_has_key (pdf, self->dictionary, "/DP") ||
                         qpdf_oh_has_key (pdf, self->dictionary, "/DecodeParms");
  return TRUE;
}

/* (transfer full) (nullable): what @packings unpack of @data */
static GByteArray *
unpack (qpdf_data pdf, qpdf_oh packings, const guint8 *data, gsize size)
{
  qpdf_oh stream = qpdf_oh_new_stream (pdf);
  QPDF_BOOL is_unpacked = QPDF_FALSE;
  GByteArray *photo = NULL;
  unsigned char *unpacked = NULL;
  size_t length = 0;

  qpdf_oh_replace_stream_data (pdf, stream, data, size, packings, qpdf_oh_new_null (pdf));
  if (qpdf_oh_get_stream_data (pdf, stream, qpdf_dl_specialized, &is_unpacked, &unpacked, &length) <
          QPDF_ERRORS &&
      is_unpacked && length <= G_MAXINT32) {
    photo = g_byte_array_sized_new ((guint) length);
    g_byte_array_append (photo, unpacked, (guint) length);
  }
  qpdf_get_error (pdf); /* nobody asks why it cannot */
  free (unpacked);
  qpdf_oh_release (pdf, stream);
  return photo;
}

static gboolean
is_whole (const GByteArray *photo)
{
  return photo != NULL && photo->len >= 4 &&
         memcmp (photo->data + photo->len - 2, "\xff\xd9", 2) == 0;
}

/* (transfer full) (nullable): the photo of a picture without what is about it; NULL when it has
 * nothing of that, or is not understood. */
static GByteArray *
clean_packed (const Content *content, Picture *self)
{
  self->end = self->start;
  for (guint i = 0; i < MOST_ENDS; i++) {
    g_autoptr (GByteArray) photo = NULL;
    g_autoptr (GByteArray) cleaned = NULL;
    gsize length;

    self->end = find_word (content, "EI", self->end + 1);
    if (self->end >= content->size)
      return NULL;
    photo =
        unpack (content->pdf, self->packings, content->data + self->start, self->end - self->start);
    cleaned = photo != NULL ? photo_clean (photo->data, photo->len, &length) : NULL;
    if (is_whole (cleaned))
      return cleaned->len < photo->len ? g_steal_pointer (&cleaned) : NULL;
  }
  return NULL;
}

static GByteArray *
clean_plain (const Content *content, Picture *self)
{
  gsize length;
  gboolean has_more;
  g_autoptr (GByteArray) cleaned =
      photo_clean (content->data + self->start, content->size - self->start, &length);

  if (!is_whole (cleaned))
    return NULL;
  self->end = find_word (content, "EI", self->start + length);
  has_more = cleaned->len < length;
  for (gsize at = self->start + length; at < self->end && !has_more; at++)
    has_more = !is_space (content->data[at]);
  return has_more && self->end < content->size ? g_steal_pointer (&cleaned) : NULL;
}

/* With a dictionary that says that the photo is not packed, and how long it is where it did. */
static void
append_picture (GByteArray *out, qpdf_data pdf, const Picture *self, const GByteArray *photo)
{
  g_autofree char *head = NULL;
  const char *text;

  qpdf_oh_remove_key (pdf, self->dictionary, "/Filter");
  qpdf_oh_replace_key (pdf, self->dictionary, "/F", qpdf_oh_new_name (pdf, "/DCT"));
  qpdf_oh_remove_key (pdf, self->dictionary, "/Length");
  if (qpdf_oh_has_key (pdf, self->dictionary, "/L"))
    qpdf_oh_replace_key (pdf, self->dictionary, "/L", qpdf_oh_new_integer (pdf, photo->len));
  text = qpdf_oh_unparse (pdf, self->dictionary);
  head = g_strdup_printf ("BI %.*s ID ", (int) strlen (text) - 4, text + 2);
  g_byte_array_append (out, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (out, photo->data, photo->len);
  g_byte_array_append (out, (const guint8 *) "\n", 1);
}

/* Returns: where it goes on: behind a picture that was written, else behind the word */
static gsize
take_picture (const Content *content, gsize at, GByteArray *out)
{
  g_autoptr (GByteArray) photo = NULL;
  Picture self = {0};

  if (read_head (content, at, &self)) {
    const int n = qpdf_oh_get_array_n_items (content->pdf, self.packings);

    if (n == 0)
      photo = clean_plain (content, &self);
    else if (!self.has_parameters)
      photo = clean_packed (content, &self);
  }
  if (photo == NULL) {
    g_byte_array_append (out, content->data + at, 2);
    return at + 2;
  }
  append_picture (out, content->pdf, &self, photo);
  return self.end;
}

GByteArray *
inline_photos_clean (const guint8 *data, gsize size)
{
  GByteArray *out = g_byte_array_new ();
  Content content = {qpdf_init (), data, size};
  gsize at = 0;

  qpdf_silence_errors (content.pdf);
  qpdf_set_suppress_warnings (content.pdf, QPDF_TRUE);
  qpdf_empty_pdf (content.pdf);
  while (at < size) {
    const gsize begin = find_word (&content, "BI", at);

    g_byte_array_append (out, data + at, (guint) (begin - at));
    at = begin < size ? take_picture (&content, begin, out) : size;
  }
  qpdf_get_error (content.pdf);
  qpdf_cleanup (&content.pdf);
  return out;
}
