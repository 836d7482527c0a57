/* SPDX-License-Identifier: EUPL-1.2 */

/* What is wrong with a document, judged by who will read it: poppler for a PDF, the JPEG library
 * and gdk-pixbuf for a picture. The answer is a word; nothing when all is well. */

#include "zpi-helper.h"

#include <poppler.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

/* How far from the end of a PNG its last part is looked for. */
#define PNG_TAIL_BYTES (64 * 1024)
/* Where a PNG says whether it is interlaced: the last byte of its first chunk. */
#define PNG_INTERLACE 28
/* So much at a time: of what stands before an error the loader says only then how far it came. */
#define PNG_PIECE_BYTES 4096
/* Every right that a PDF can give (ISO 32000-1, table 22). */
#define ALL_PERMISSIONS                                                                            \
  (POPPLER_PERMISSIONS_OK_TO_PRINT | POPPLER_PERMISSIONS_OK_TO_MODIFY |                            \
   POPPLER_PERMISSIONS_OK_TO_COPY | POPPLER_PERMISSIONS_OK_TO_ADD_NOTES |                          \
   POPPLER_PERMISSIONS_OK_TO_FILL_FORM)

static gboolean
contains (const guint8 *data, gsize size, const char *text)
{
  return memmem (data, size, text, strlen (text)) != NULL;
}

/* Bytes that end a name (ISO 32000-1, 7.2.2); so does a NUL. */
#define NOT_IN_NAMES "()<>[]{}/% \t\r\n\f"

/* To the end of the line. */
static gsize
skip_comment (const guint8 *data, gsize size, gsize i)
{
  while (i < size && data[i] != '\n' && data[i] != '\r')
    i++;
  return i;
}

/* To what closes the string that begins at @i; parentheses may be nested. */
static gsize
skip_string (const guint8 *data, gsize size, gsize i)
{
  int nested = 1;

  while (nested > 0 && ++i < size) {
    if (data[i] == '\\')
      i++;
    else if (data[i] == '(')
      nested++;
    else if (data[i] == ')')
      nested--;
  }
  return i;
}

/* The byte that #xx at @i stands for, or −1. */
static int
read_number_sign (const guint8 *data, gsize size, gsize i)
{
  int high = data[i] == '#' && i + 2 < size ? g_ascii_xdigit_value (data[i + 1]) : -1;
  int low = high >= 0 ? g_ascii_xdigit_value (data[i + 2]) : -1;

  return low >= 0 ? high << 4 | low : -1;
}

/* To the last byte of the name whose slash is at @i. */
static gsize
read_name (const guint8 *data, gsize size, gsize i, GString *name)
{
  while (i + 1 < size && strchr (NOT_IN_NAMES, data[i + 1]) == NULL) {
    int meant = read_number_sign (data, size, i + 1);

    g_string_append_c (name, meant >= 0 ? (char) meant : (char) data[i + 1]);
    i += meant >= 0 ? 3 : 1;
  }
  return i;
}

static gboolean
is_twice (const guint8 *data, gsize size, gsize i)
{
  return i + 1 < size && data[i + 1] == data[i];
}

/* Whether the dictionary that begins at @data has the key @name at its own level. Comments, strings
 * and names with #xx are read as PDF has them (ISO 32000-1, 7.2 and 7.3). */
static gboolean
dictionary_has (const guint8 *data, gsize size, const char *name)
{
  g_autoptr (GString) key = g_string_new (NULL);
  int depth = 0;

  for (gsize i = 0; i < size; i++) {
    if (data[i] == '%') {
      i = skip_comment (data, size, i);
    } else if (data[i] == '(') {
      i = skip_string (data, size, i);
    } else if (data[i] == '<' && is_twice (data, size, i)) {
      depth++;
      i++;
    } else if (data[i] == '>' && is_twice (data, size, i)) {
      if (--depth == 0)
        return FALSE;
      i++;
    } else if (data[i] == '/' && depth == 1) {
      g_string_truncate (key, 0);
      i = read_name (data, size, i, key);
      if (strcmp (key->str, name) == 0)
        return TRUE;
    }
  }
  return FALSE;
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

static const guint8 *
find_first (const guint8 *at, const guint8 *end, const char *word)
{
  return memmem (at, (gsize) (end - at), word, strlen (word));
}

static gboolean
begins_with (const guint8 *at, const guint8 *end, const char *word)
{
  gsize length = strlen (word);

  return (gsize) (end - at) > length && memcmp (at, word, length) == 0;
}

/* The number behind @word at @at; no more than @size is worth knowing. */
static guint64
read_offset (const guint8 *at, const guint8 *end, const char *word, gsize size)
{
  guint64 offset = 0;

  for (at += strlen (word); at < end && g_ascii_isspace (*at); at++)
    ;
  for (; at < end && g_ascii_isdigit (*at) && offset < size; at++)
    offset = offset * 10 + (guint64) (*at - '0');
  return offset;
}

/* (nullable): the trailer that a reader begins with: where the last startxref points, a table with
 * its trailer behind it or a cross-reference stream. */
static const guint8 *
find_trailer (const guint8 *data, gsize size)
{
  const guint8 *end = data + size;
  const guint8 *header = find_first (data, data + MIN (size, HELPER_PDF_HEAD_BYTES), "%PDF-");
  const guint8 *start = find_last (data, size, "startxref");
  const guint8 *place;
  guint64 offset;

  if (header == NULL || start == NULL)
    return NULL;
  offset = read_offset (start, end, "startxref", size);
  /* Offsets count from the header, where there is something before it. */
  place = data + MIN (offset + (guint64) (header - data), size);
  if (offset < size && !begins_with (place, end, "xref") &&
      begins_with (data + offset, end, "xref"))
    place = data + offset;
  return begins_with (place, end, "xref") ? find_first (place, end, "trailer") : place;
}

/* Whether the first dictionary from @at on has the key @name. */
static gboolean
has_behind (const guint8 *at, const guint8 *end, const char *name)
{
  const guint8 *dictionary = at != NULL ? find_first (at, end, "<<") : NULL;

  return dictionary != NULL && dictionary_has (dictionary, (gsize) (end - dictionary), name);
}

/* Of a file that does not open nobody knows where its trailer is: the last thing that looks like
 * one. */
static gboolean
seems_encrypted (const guint8 *data, gsize size)
{
  return has_behind (find_trailer (data, size), data + size, "Encrypt") ||
         has_behind (find_last (data, size, "trailer"), data + size, "Encrypt");
}

/* The key and what follows it, with any space between. */
static gboolean
has_true (const guint8 *data, gsize size, const char *key)
{
  const guint8 *end = data + size;
  const guint8 *at = memmem (data, size, key, strlen (key));

  if (at == NULL)
    return FALSE;
  for (at += strlen (key); at < end && g_ascii_isspace (*at); at++)
    ;
  return end - at >= 4 && memcmp (at, "true", 4) == 0;
}

/* The one page that a form or a box of files has for other readers says where to get that one. What
 * says so in the file itself may be packed, so that it cannot be looked for. */
static gboolean
is_page_for_other_readers (PopplerDocument *document, const char *text)
{
  return poppler_document_get_n_pages (document) == 1 &&
         (strstr (text, "adobe.com/go/reader") != NULL ||
          strstr (text, "adobe.com/go/acrreader") != NULL ||
          (poppler_document_has_attachments (document) && strstr (text, "Adobe Reader") != NULL));
}

/* A form that only one maker's reader shows; others show a page that says "Please wait". */
static gboolean
is_form_of_one_reader (PopplerDocument *document, const guint8 *data, gsize size)
{
  PopplerPage *page;
  g_autofree char *text = NULL;

  if (has_true (data, size, "/NeedsRendering"))
    return TRUE;
  page = poppler_document_get_page (document, 0);
  if (page == NULL)
    return FALSE;
  text = poppler_page_get_text (page);
  g_object_unref (page);
  return text != NULL &&
         (is_page_for_other_readers (document, text) ||
          (strstr (text, "Please wait...") != NULL &&
           (contains (data, size, "/XFA") || strstr (text, "not eventually replaced") != NULL)));
}

/* One made for reading while it comes has an end near its beginning, and says its length there
 * (ISO 32000-1, annex F). */
static gboolean
is_shorter_than_it_says (const guint8 *data, gsize size)
{
  const guint8 *end = data + MIN (size, HELPER_PDF_HEAD_BYTES);
  const guint8 *at = memmem (data, (gsize) (end - data), "/Linearized", 11);
  guint64 length = 0;

  if (at != NULL)
    at = memmem (at, (gsize) (end - at), "/L ", 3);
  if (at == NULL)
    return FALSE;
  for (at += 3; at < end && g_ascii_isdigit (*at) && length < G_MAXUINT32; at++)
    length = length * 10 + (guint64) (*at - '0');
  return length > size;
}

/* "4 0 obj", and not "an object". */
static gboolean
has_object (const guint8 *data, gsize size)
{
  const guint8 *end = data + size;
  const guint8 *at = data;

  while ((at = memmem (at, (gsize) (end - at), " obj", 4)) != NULL) {
    if (at > data && g_ascii_isdigit (at[-1]) && (end - at == 4 || !g_ascii_isalpha (at[4])))
      return TRUE;
    at += 4;
  }
  return FALSE;
}

/* Behind the last end there may be anything but another object: of an update that came half the
 * first end is there, and what was filled in is not. */
static gboolean
is_cut_off (const guint8 *data, gsize size)
{
  const guint8 *mark = find_last (data, size, "%%EOF");
  const guint8 *start = find_last (data, size, "startxref");
  const guint8 *end = mark == NULL || (start != NULL && start > mark) ? start : mark;

  return end == NULL || is_shorter_than_it_says (data, size) ||
         has_object (end, (gsize) (data + size - end));
}

static const char *
judge_pdf (GBytes *content)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (content, NULL, &error);
  const char *found = "";
  PopplerPermissions permissions;

  if (document == NULL && (g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ||
                           seems_encrypted (data, size)))
    return "encrypted";
  if (document == NULL)
    return "unseen";
  permissions = poppler_document_get_permissions (document);
  if ((permissions & ALL_PERMISSIONS) != ALL_PERMISSIONS ||
      has_behind (find_trailer (data, size), data + size, "Encrypt"))
    found = "protected";
  else if (poppler_document_get_n_pages (document) < 1)
    found = "unseen";
  else if (is_cut_off (data, size))
    found = "damaged";
  else if (!helper_pdf_can_be_drawn (document))
    found = "no-preview";
  else if (is_form_of_one_reader (document, data, size))
    found = "form";
  else if (poppler_document_has_attachments (document))
    found = HELPER_ATTACHED;
  g_object_unref (document);
  return found;
}

/* JPEG: decoded small, for what the decoder says about it. */

typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf out;
  gboolean incomplete;
  gboolean no_end;
} JpegErrors;

static void
jpeg_error_cb (j_common_ptr info)
{
  longjmp (((JpegErrors *) info->err)->out, 1);
}

/* The decoder ran out of data for the picture. That the end mark is missing is another warning. */
static void
jpeg_message_cb (j_common_ptr info, int level)
{
  if (level < 0 && info->err->msg_code == JWRN_HIT_MARKER)
    ((JpegErrors *) info->err)->incomplete = TRUE;
  if (level < 0 && info->err->msg_code == JWRN_JPEG_EOF)
    ((JpegErrors *) info->err)->no_end = TRUE;
}

/* A picture that comes in layers, and was cut off between two of them: what is missing of each
 * number is counted. */
static gboolean
lacks_layers (const struct jpeg_decompress_struct *info)
{
  for (int i = 0; info->coef_bits != NULL && i < info->num_components; i++)
    for (int j = 0; j < DCTSIZE2; j++)
      if (info->coef_bits[i][j] != 0)
        return TRUE;
  return FALSE;
}

static const char *
judge_jpeg (GBytes *content)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);
  struct jpeg_decompress_struct info;
  JpegErrors errors = {.incomplete = FALSE};
  JSAMPARRAY row;
  int width;
  int height;

  info.err = jpeg_std_error (&errors.manager);
  errors.manager.error_exit = jpeg_error_cb;
  errors.manager.emit_message = jpeg_message_cb;
  if (setjmp (errors.out) != 0) {
    jpeg_destroy_decompress (&info);
    return "unseen";
  }
  jpeg_create_decompress (&info);
  jpeg_mem_src (&info, data, size);
  jpeg_read_header (&info, TRUE);
  if ((guint64) info.image_width * info.image_height > HELPER_MAX_JPEG_PIXELS) {
    jpeg_destroy_decompress (&info);
    return "no-preview";
  }
  info.scale_num = 1;
  info.scale_denom = 8;
  jpeg_start_decompress (&info);
  row = info.mem->alloc_sarray ((j_common_ptr) &info,
                                JPOOL_IMAGE,
                                info.output_width * (JDIMENSION) info.output_components,
                                1);
  while (info.output_scanline < info.output_height)
    jpeg_read_scanlines (&info, row, 1);
  width = (int) info.image_width;
  height = (int) info.image_height;
  errors.incomplete |= errors.no_end && lacks_layers (&info);
  jpeg_destroy_decompress (&info);
  return errors.incomplete ? "damaged" : helper_judge_quality (content, width, height);
}

/* PNG: every row has to come. */

typedef struct {
  int width;
  int height;
  int last_row;
} PngRows;

static void
png_size_cb (GdkPixbufLoader *loader, int width, int height, PngRows *rows)
{
  rows->width = width;
  rows->height = height;
  if ((gint64) width * height > HELPER_MAX_PNG_PIXELS)
    gdk_pixbuf_loader_set_size (loader, 1, 1);
}

static void
png_rows_cb (GdkPixbufLoader *loader, int x, int y, int width, int height, PngRows *rows)
{
  rows->last_row = MAX (rows->last_row, y + height);
}

/* An interlaced picture has a bit of each row at once: only its end says that all came. */
static gboolean
lacks_passes (GBytes *content)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);
  gsize tail = MIN (size, PNG_TAIL_BYTES);

  return size > PNG_INTERLACE && data[PNG_INTERLACE] != 0 &&
         !contains (data + size - tail, tail, "IEND");
}

static gboolean
read_png (GdkPixbufLoader *loader, GBytes *content)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);
  gboolean good = TRUE;

  for (gsize at = 0; at < size && good; at += PNG_PIECE_BYTES)
    good = gdk_pixbuf_loader_write (loader, data + at, MIN (PNG_PIECE_BYTES, size - at), NULL);
  return gdk_pixbuf_loader_close (loader, NULL) && good;
}

static const char *
judge_png (GBytes *content)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("png", NULL);
  PngRows rows = {0, 0, 0};
  gboolean read;

  if (loader == NULL)
    return "no-preview";
  g_signal_connect (loader, "size-prepared", G_CALLBACK (png_size_cb), &rows);
  g_signal_connect (loader, "area-updated", G_CALLBACK (png_rows_cb), &rows);
  read = read_png (loader, content);
  if ((gint64) rows.width * rows.height > HELPER_MAX_PNG_PIXELS)
    return "no-preview";
  if (rows.last_row == 0)
    return "unseen";
  g_clear_object (&loader); /* before the picture is decoded again */
  if (!read || rows.last_row < rows.height || lacks_passes (content))
    return "damaged";
  return helper_judge_quality (content, rows.width, rows.height);
}

/**
 * helper_judge:
 * @content: a document
 *
 * Returns: (transfer none): "encrypted" (opens with a password only), "protected" (opens without,
 *   and forbids something), "damaged" (a part is missing), "unseen" (nothing of it can be seen),
 *   "form" (shown by one reader only), "attached" (there are other files in it), "no-preview" (too
 * large to be drawn), what helper_judge_quality() says of a picture, or nothing
 */
const char *
helper_judge (GBytes *content)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);

  if (helper_is_pdf (content))
    return judge_pdf (content);
  if (size > 8 && memcmp (data, "\x89PNG", 4) == 0)
    return judge_png (content);
  if (size > 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return judge_jpeg (content);
  return "unseen";
}
