/* SPDX-License-Identifier: EUPL-1.2 */

/* What the streams of a PDF hold: photos, the words and lines of a page, and whatever else was
 * packed. */

#include "zpi-helper-pdf-clean.h"

#include <stdlib.h>
#include <string.h>

/* Larger pictures are not unpacked to look behind their pixels. */
#define MOST_PIXELS_BYTES (64u * 1024 * 1024)

static GByteArray *
clean_jpeg (const guint8 *data, gsize size)
{
  gsize end;

  return photo_clean (data, size, &end);
}

/* The filters that hold photos, and what cleans what they hold. */
typedef struct {
  const char *filter;
  GByteArray *(*clean) (const guint8 *data, gsize size);
} PhotoKind;

static const PhotoKind photo_kinds[] = {{"/DCTDecode", clean_jpeg}, {"/JPXDecode", jpeg2000_clean}};

/* (nullable): what kind of photo the last filter is for; @n_packings: how many pack it once more */
static const PhotoKind *
find_kind (qpdf_data pdf, qpdf_oh filters, int *n_packings)
{
  int n = qpdf_oh_is_array (pdf, filters) ? qpdf_oh_get_array_n_items (pdf, filters) : 0;
  qpdf_oh last =
      n > 0 ? qpdf_oh_get_array_item (pdf, filters, n - 1) : qpdf_oh_new_object (pdf, filters);
  const PhotoKind *found = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (photo_kinds); i++)
    if (qpdf_oh_is_name_and_equals (pdf, last, photo_kinds[i].filter))
      found = &photo_kinds[i];
  qpdf_oh_release (pdf, last);
  *n_packings = MAX (n - 1, 0);
  return found;
}

static gboolean
is_as_before (const GByteArray *cleaned, const guint8 *data, gsize size)
{
  return cleaned->len == size && memcmp (cleaned->data, data, size) == 0;
}

/* (transfer full) (nullable): what a stream holds, unpacked or as it is, after @clean; NULL when
 * that leaves nothing out */
static GByteArray *
read_clean (qpdf_data pdf,
            qpdf_oh stream,
            gboolean is_packed,
            GByteArray *(*clean) (const guint8 *data, gsize size))
{
  const enum qpdf_stream_decode_level_e level = is_packed ? qpdf_dl_specialized : qpdf_dl_none;
  QPDF_BOOL is_unpacked = QPDF_FALSE;
  GByteArray *cleaned = NULL;
  unsigned char *data = NULL;
  size_t size = 0;

  if (qpdf_oh_get_stream_data (pdf, stream, level, &is_unpacked, &data, &size) >= QPDF_ERRORS)
    qpdf_get_error (pdf); /* what cannot be read stays */
  else if (is_unpacked == is_packed)
    cleaned = clean (data, size);
  if (cleaned != NULL && is_as_before (cleaned, data, size))
    g_clear_pointer (&cleaned, g_byte_array_unref);
  free (data);
  return cleaned;
}

/* Of a packed one the others of its @filters are taken for all that there are, so that qpdf unpacks
 * it and does not draw it. */
static gboolean
take_photo (qpdf_data pdf, qpdf_oh stream, qpdf_oh filters, const PhotoKind *kind, int n_packings)
{
  qpdf_oh as_it_is = qpdf_oh_new_uninitialized (pdf);
  qpdf_oh filter = n_packings > 0 ? qpdf_oh_new_name (pdf, kind->filter) : as_it_is;
  g_autoptr (GByteArray) photo = NULL;

  if (n_packings > 0)
    qpdf_oh_erase_item (pdf, filters, n_packings);
  photo = read_clean (pdf, stream, n_packings > 0, kind->clean);
  if (n_packings > 0)
    qpdf_oh_append_item (pdf, filters, filter);
  if (photo != NULL)
    qpdf_oh_replace_stream_data (pdf, stream, photo->data, photo->len, filter, as_it_is);
  return photo != NULL;
}

static gboolean
has_more (const guint8 *data, gsize at, gsize size)
{
  for (; at < size; at++)
    if (data[at] != '\0' && !g_ascii_isspace (data[at]))
      return TRUE;
  return FALSE;
}

/* Without what stands behind the end of what the first filter packed. */
static gboolean
cut_packed (qpdf_data pdf, qpdf_oh stream, qpdf_oh filters)
{
  const gboolean several =
      qpdf_oh_is_array (pdf, filters) && qpdf_oh_get_array_n_items (pdf, filters) > 0;
  qpdf_oh first =
      several ? qpdf_oh_get_array_item (pdf, filters, 0) : qpdf_oh_new_object (pdf, filters);
  const char *filter = qpdf_oh_is_name (pdf, first) ? qpdf_oh_get_name (pdf, first) : "";
  unsigned char *data = NULL;
  size_t size = 0;
  gsize end = 0;
  gboolean is_cut;

  if (qpdf_oh_get_stream_data (pdf, stream, qpdf_dl_none, NULL, &data, &size) >= QPDF_ERRORS)
    qpdf_get_error (pdf); /* what cannot be read stays */
  else
    end = packed_measure (filter, data, size);
  is_cut = has_more (data, end, size);
  if (is_cut) {
    qpdf_oh as_it_is = qpdf_oh_new_uninitialized (pdf);

    qpdf_oh_replace_stream_data (pdf, stream, data, end, as_it_is, as_it_is);
  }
  free (data);
  qpdf_oh_release (pdf, first);
  return is_cut;
}

/* (transfer full) (nullable): what a stream holds, unpacked; NULL when that is not understood */
static GByteArray *
read_content (qpdf_data pdf, qpdf_oh stream)
{
  qpdf_oh dictionary = qpdf_oh_get_dict (pdf, stream);
  const QPDF_BOOL is_packed = qpdf_oh_has_key (pdf, dictionary, "/Filter");
  QPDF_BOOL is_unpacked = QPDF_FALSE;
  GByteArray *content = NULL;
  unsigned char *data = NULL;
  size_t size = 0;

  if (qpdf_oh_get_stream_data (pdf,
                               stream,
                               is_packed ? qpdf_dl_specialized : qpdf_dl_none,
                               &is_unpacked,
                               &data,
                               &size) >= QPDF_ERRORS)
    qpdf_get_error (pdf);
  else if ((is_unpacked || !is_packed) && size <= G_MAXINT32)
    content = g_byte_array_append (g_byte_array_new (), data, (guint) size);
  free (data);
  qpdf_oh_release (pdf, dictionary);
  return content;
}

/* Packed once, as what every reader knows. */
static gboolean
pack_anew (qpdf_data pdf, qpdf_oh stream, const GByteArray *content)
{
  g_autoptr (GBytes) packed = packed_new (content->data, content->len);

  if (packed == NULL)
    return FALSE;
  qpdf_oh_replace_stream_data (pdf,
                               stream,
                               g_bytes_get_data (packed, NULL),
                               g_bytes_get_size (packed),
                               qpdf_oh_new_name (pdf, "/FlateDecode"),
                               qpdf_oh_new_null (pdf));
  return TRUE;
}

/* What is packed more than once, or so that its end is not seen without unpacking it. */
static gboolean
take_packed_oddly (qpdf_data pdf, qpdf_oh stream, qpdf_oh filters)
{
  const gboolean several =
      qpdf_oh_is_array (pdf, filters) && qpdf_oh_get_array_n_items (pdf, filters) > 0;
  const int n = several ? qpdf_oh_get_array_n_items (pdf, filters) : 1;
  qpdf_oh first =
      several ? qpdf_oh_get_array_item (pdf, filters, 0) : qpdf_oh_new_object (pdf, filters);
  const gboolean is_odd = n > 1 || qpdf_oh_is_name_and_equals (pdf, first, "/LZWDecode");
  g_autoptr (GByteArray) content = is_odd ? read_content (pdf, stream) : NULL;

  qpdf_oh_release (pdf, first);
  return content != NULL && pack_anew (pdf, stream, content);
}

static int
get_int (qpdf_data pdf, qpdf_oh dictionary, const char *key)
{
  qpdf_oh value = qpdf_oh_get_key (pdf, dictionary, key);
  int number = 0;

  if (!qpdf_oh_get_value_as_int (pdf, value, &number))
    number = 0;
  qpdf_oh_release (pdf, value);
  return number;
}

/* How many colours a pixel has (table 62), or 0. */
static int
count_colors (qpdf_data pdf, qpdf_oh space)
{
  static const char *const of_one[] =
      {"/DeviceGray", "/CalGray", "/Indexed", "/Separation", "/G", NULL};
  static const char *const of_three[] = {"/DeviceRGB", "/CalRGB", "/Lab", NULL};
  const gboolean several =
      qpdf_oh_is_array (pdf, space) && qpdf_oh_get_array_n_items (pdf, space) > 0;
  const int n_items = several ? qpdf_oh_get_array_n_items (pdf, space) : 0;
  qpdf_oh first = several ? qpdf_oh_get_array_item (pdf, space, 0) : space;
  qpdf_oh second = n_items > 1 ? qpdf_oh_get_array_item (pdf, space, 1) : first;
  const char *name = qpdf_oh_is_name (pdf, first) ? qpdf_oh_get_name (pdf, first) : "";

  if (g_strv_contains (of_one, name))
    return 1;
  if (g_strv_contains (of_three, name))
    return 3;
  if (strcmp (name, "/DeviceCMYK") == 0)
    return 4;
  if (qpdf_oh_is_name_and_equals (pdf, first, "/DeviceN") && qpdf_oh_is_array (pdf, second))
    return qpdf_oh_get_array_n_items (pdf, second);
  return qpdf_oh_is_name_and_equals (pdf, first, "/ICCBased") && qpdf_oh_is_stream (pdf, second)
             ? get_int (pdf, qpdf_oh_get_dict (pdf, second), "/N")
             : 0;
}

/* How many bytes the pixels of a picture are, or 0. */
static guint64
measure_pixels (qpdf_data pdf, qpdf_oh dictionary)
{
  qpdf_oh mask = qpdf_oh_get_key (pdf, dictionary, "/ImageMask");
  QPDF_BOOL is_mask = QPDF_FALSE;
  const gint64 width = get_int (pdf, dictionary, "/Width");
  const gint64 height = get_int (pdf, dictionary, "/Height");
  gint64 bits;

  if (!qpdf_oh_get_value_as_bool (pdf, mask, &is_mask))
    is_mask = QPDF_FALSE;
  bits = is_mask ? 1
                 : (gint64) get_int (pdf, dictionary, "/BitsPerComponent") *
                       count_colors (pdf, qpdf_oh_get_key (pdf, dictionary, "/ColorSpace"));
  qpdf_oh_release (pdf, mask);
  if (width <= 0 || height <= 0 || bits <= 0 || bits > 512 || width > G_MAXINT32 / 512)
    return 0;
  return (guint64) height * (guint64) ((width * bits + 7) / 8);
}

/* Without what stands behind the last pixel. */
static gboolean
take_picture (qpdf_data pdf, qpdf_oh stream, qpdf_oh dictionary)
{
  const guint64 size = measure_pixels (pdf, dictionary);
  g_autoptr (GByteArray) content =
      size > 0 && size <= MOST_PIXELS_BYTES ? read_content (pdf, stream) : NULL;

  if (content == NULL || !has_more (content->data, size, content->len))
    return FALSE;
  g_byte_array_set_size (content, (guint) size);
  return pack_anew (pdf, stream, content);
}

gboolean
stream_clean (qpdf_data pdf, qpdf_oh stream)
{
  qpdf_oh dictionary = qpdf_oh_get_dict (pdf, stream);
  qpdf_oh filters = qpdf_oh_get_key (pdf, dictionary, "/Filter");
  int n_packings;
  const PhotoKind *kind = find_kind (pdf, filters, &n_packings);
  gboolean has_dropped = FALSE;

  if (kind != NULL && (n_packings == 0 || !qpdf_oh_has_key (pdf, dictionary, "/DecodeParms")))
    has_dropped = take_photo (pdf, stream, filters, kind, n_packings);
  if (kind == NULL)
    has_dropped =
        take_picture (pdf, stream, dictionary) || take_packed_oddly (pdf, stream, filters);
  if (!has_dropped)
    has_dropped = cut_packed (pdf, stream, filters);
  qpdf_oh_release (pdf, filters);
  qpdf_oh_release (pdf, dictionary);
  return has_dropped;
}

gboolean
stream_is_content (qpdf_data pdf, qpdf_oh stream)
{
  qpdf_oh dictionary = qpdf_oh_get_dict (pdf, stream);
  const gboolean is_content = !qpdf_oh_has_key (pdf, dictionary, "/Width") &&
                              !qpdf_oh_has_key (pdf, dictionary, "/Length1");

  qpdf_oh_release (pdf, dictionary);
  return is_content;
}

void
stream_content_free (StreamContent *self)
{
  g_hash_table_unref (self->names);
  g_clear_pointer (&self->cleaned, g_byte_array_unref);
  g_free (self);
}

StreamContent *
stream_content_read (qpdf_data pdf, qpdf_oh stream)
{
  StreamContent *self = g_new0 (StreamContent, 1);
  g_autoptr (GByteArray) content = read_content (pdf, stream);
  g_autoptr (GByteArray) without_photos = NULL;

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (content == NULL)
    return self;
  without_photos = inline_photos_clean (content->data, content->len);
  self->cleaned = content_clean (without_photos->data, without_photos->len, self->names);
  self->is_understood = self->cleaned != NULL;
  if (self->cleaned == NULL)
    self->cleaned = g_steal_pointer (&without_photos);
  if (is_as_before (self->cleaned, content->data, content->len))
    g_clear_pointer (&self->cleaned, g_byte_array_unref);
  return self;
}

gboolean
stream_content_write (const StreamContent *self, qpdf_data pdf, qpdf_oh stream)
{
  return self->cleaned != NULL && pack_anew (pdf, stream, self->cleaned);
}
