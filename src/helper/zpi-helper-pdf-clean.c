/* SPDX-License-Identifier: EUPL-1.2 */

/* Of a PDF what draws it and can be filled in, and nothing else: not who made it, when and with
 * what, no small copy of a page, no earlier version, nothing behind its end, no place in a photo of
 * it. qpdf reads and writes it; what is not reached from its root stays behind. */

#include "zpi-helper-pdf-clean.h"
#include "zpi-helper.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  qpdf_data pdf;
  GHashTable *reached; /* numbers of objects */
  GArray *todo;        /* (element-type Found) */
  gboolean has_dropped;
  gboolean is_signed;
} Cleaner;

typedef struct {
  qpdf_oh value;
  gboolean has_names; /* its keys are names that its maker chose */
} Found;

/* What is about the document, a page or a picture and not in it (ISO 32000-1, 14.3 and 14.5;
 * table 30): also the pages of the web that it was made of (14.10), and the place of the picture
 * that this one stands for (14.11.7), and the program of a layer (8.11.4.4). And what runs by
 * itself: programs (12.6.4.16), and what starts them (12.6.3). */
static const char *const about[] = {"/Metadata",
                                    "/PieceInfo",
                                    "/LastModified",
                                    "/Thumb",
                                    "/SpiderInfo",
                                    "/URLS",
                                    "/IDS",
                                    "/OPI",
                                    "/CreatorInfo",
                                    "/AA",
                                    "/JS",
                                    "/JavaScript",
                                    NULL};

/* Notes (12.5.6.2), and what says of them who made them and when; of a field to be filled in the
 * first of these is its name. */
static const char *const of_notes[] = {"/Caret",
                                       "/Circle",
                                       "/FileAttachment",
                                       "/FreeText",
                                       "/Highlight",
                                       "/Ink",
                                       "/Line",
                                       "/PolyLine",
                                       "/Polygon",
                                       "/Popup",
                                       "/Redact",
                                       "/Sound",
                                       "/Square",
                                       "/Squiggly",
                                       "/Stamp",
                                       "/StrikeOut",
                                       "/Text",
                                       "/Underline",
                                       NULL};
static const char *const about_notes[] = {"/T", "/CreationDate", "/M", "/NM", NULL};

/* Actions that start something elsewhere, by a place on the computer of who made it, or send what
 * is filled in (ISO 32000-1, 12.6.4 and 12.7.5). Links to pages, here and on the web, stay. */
static const char *const of_elsewhere[] =
    {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", NULL};

/* In these everything may be called anything (ISO 32000-1, tables 33 and 112). */
static const char *const of_names[] = {"/ColorSpace",
                                       "/CharProcs",
                                       "/Dests",
                                       "/ExtGState",
                                       "/Font",
                                       "/Pattern",
                                       "/Properties",
                                       "/Shading",
                                       "/XObject",
                                       NULL};

/* What a trailer needs, or the table of which the stream begins with it (tables 15 to 17). */
static const char *const of_tables[] = {"/Root",
                                        "/Size",
                                        "/ID",
                                        "/Prev",
                                        "/XRefStm",
                                        "/Type",
                                        "/W",
                                        "/Index",
                                        "/Length",
                                        "/Filter",
                                        "/DecodeParms",
                                        NULL};

static GPtrArray *
list_keys (qpdf_data pdf, qpdf_oh dictionary)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  qpdf_oh_begin_dict_key_iter (pdf, dictionary);
  while (qpdf_oh_dict_more_keys (pdf))
    g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (pdf)));
  return keys;
}

/* Takes @value; what it refers to and is not there is nothing. */
static void
want (Cleaner *self, qpdf_oh value, gboolean has_names)
{
  const Found found = {value, has_names};
  int number = qpdf_oh_get_object_id (self->pdf, value);
  enum qpdf_object_type_e type = qpdf_oh_get_type_code (self->pdf, value);

  if (type != ot_null &&
      (number == 0 || g_hash_table_add (self->reached, GINT_TO_POINTER (number))) &&
      (type == ot_array || type == ot_dictionary || type == ot_stream))
    g_array_append_val (self->todo, found);
  else
    qpdf_oh_release (self->pdf, value);
}

/* Whether @value is an action that does not go along. */
static gboolean
is_of_elsewhere (qpdf_data pdf, qpdf_oh value)
{
  qpdf_oh kind;
  gboolean is_one;

  if (!qpdf_oh_is_dictionary (pdf, value))
    return FALSE;
  kind = qpdf_oh_get_key (pdf, value, "/S");
  is_one =
      qpdf_oh_is_name (pdf, kind) && g_strv_contains (of_elsewhere, qpdf_oh_get_name (pdf, kind));
  qpdf_oh_release (pdf, kind);
  return is_one;
}

static gboolean
is_note (qpdf_data pdf, qpdf_oh dictionary)
{
  qpdf_oh kind = qpdf_oh_get_key (pdf, dictionary, "/Subtype");
  gboolean is_one = qpdf_oh_is_name (pdf, kind) &&
                    g_strv_contains (of_notes, qpdf_oh_get_name (pdf, kind)) &&
                    qpdf_oh_has_key (pdf, dictionary, "/Rect");

  qpdf_oh_release (pdf, kind);
  return is_one;
}

static void
take_dictionary (Cleaner *self, qpdf_oh dictionary, gboolean has_names)
{
  g_autoptr (GPtrArray) keys = list_keys (self->pdf, dictionary);
  const gboolean note = !has_names && is_note (self->pdf, dictionary);

  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);
    qpdf_oh value = qpdf_oh_get_key (self->pdf, dictionary, key);

    if (!has_names && (g_strv_contains (about, key) || is_of_elsewhere (self->pdf, value) ||
                       (note && g_strv_contains (about_notes, key)))) {
      qpdf_oh_remove_key (self->pdf, dictionary, key);
      qpdf_oh_release (self->pdf, value);
      self->has_dropped = TRUE;
      continue;
    }
    self->is_signed |= !has_names && strcmp (key, "/ByteRange") == 0;
    want (self, value, g_strv_contains (of_names, key));
  }
}

static void
take_array (Cleaner *self, qpdf_oh array)
{
  for (int i = 0; i < qpdf_oh_get_array_n_items (self->pdf, array);) {
    qpdf_oh item = qpdf_oh_get_array_item (self->pdf, array, i);

    if (is_of_elsewhere (self->pdf, item)) {
      qpdf_oh_erase_item (self->pdf, array, i);
      qpdf_oh_release (self->pdf, item);
      self->has_dropped = TRUE;
      continue;
    }
    want (self, item, FALSE);
    i++;
  }
}

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
static void
take_photo (Cleaner *self, qpdf_oh stream, qpdf_oh filters, const PhotoKind *kind, int n_packings)
{
  qpdf_oh as_it_is = qpdf_oh_new_uninitialized (self->pdf);
  qpdf_oh filter = n_packings > 0 ? qpdf_oh_new_name (self->pdf, kind->filter) : as_it_is;
  g_autoptr (GByteArray) photo = NULL;

  if (n_packings > 0)
    qpdf_oh_erase_item (self->pdf, filters, n_packings);
  photo = read_clean (self->pdf, stream, n_packings > 0, kind->clean);
  if (n_packings > 0)
    qpdf_oh_append_item (self->pdf, filters, filter);
  if (photo == NULL)
    return;
  qpdf_oh_replace_stream_data (self->pdf, stream, photo->data, photo->len, filter, as_it_is);
  self->has_dropped = TRUE;
}

/* A content stream may have photos in it; pictures by themselves and fonts have none. */
static void
take_content (Cleaner *self, qpdf_oh stream, qpdf_oh dictionary, qpdf_oh filters)
{
  g_autoptr (GByteArray) content = NULL;
  qpdf_oh none;

  if (qpdf_oh_has_key (self->pdf, dictionary, "/Width") ||
      qpdf_oh_has_key (self->pdf, dictionary, "/Length1"))
    return;
  content =
      read_clean (self->pdf, stream, !qpdf_oh_is_null (self->pdf, filters), inline_photos_clean);
  if (content == NULL)
    return;
  none = qpdf_oh_new_null (self->pdf);
  qpdf_oh_replace_stream_data (self->pdf, stream, content->data, content->len, none, none);
  self->has_dropped = TRUE;
}

static void
take_stream (Cleaner *self, qpdf_oh stream)
{
  qpdf_oh dictionary = qpdf_oh_get_dict (self->pdf, stream);
  qpdf_oh filters = qpdf_oh_get_key (self->pdf, dictionary, "/Filter");
  int n_packings;
  const PhotoKind *kind = find_kind (self->pdf, filters, &n_packings);

  take_dictionary (self, dictionary, FALSE);
  if (kind == NULL)
    take_content (self, stream, dictionary, filters);
  else if (n_packings == 0 || !qpdf_oh_has_key (self->pdf, dictionary, "/DecodeParms"))
    take_photo (self, stream, filters, kind, n_packings);
  qpdf_oh_release (self->pdf, filters);
  qpdf_oh_release (self->pdf, dictionary);
}

/* Without going into depth, which a file may have any amount of. */
static void
take_all (Cleaner *self, qpdf_oh root)
{
  want (self, root, FALSE);
  while (self->todo->len > 0 && !qpdf_has_error (self->pdf)) {
    Found found = g_array_index (self->todo, Found, self->todo->len - 1);

    g_array_set_size (self->todo, self->todo->len - 1);
    if (qpdf_oh_is_stream (self->pdf, found.value))
      take_stream (self, found.value);
    else if (qpdf_oh_is_array (self->pdf, found.value))
      take_array (self, found.value);
    else
      take_dictionary (self, found.value, found.has_names);
    qpdf_oh_release (self->pdf, found.value);
  }
}

static gboolean
says_more (qpdf_data pdf, qpdf_oh trailer)
{
  g_autoptr (GPtrArray) keys = list_keys (pdf, trailer);

  for (guint i = 0; i < keys->len; i++)
    if (!g_strv_contains (of_tables, g_ptr_array_index (keys, i)))
      return TRUE;
  return FALSE;
}

/* Of the trailer only where to begin; qpdf adds the rest, and where there is one, the size. */
static void
clear_trailer (qpdf_data pdf, qpdf_oh trailer)
{
  g_autoptr (GPtrArray) keys = list_keys (pdf, trailer);

  for (guint i = 0; i < keys->len; i++)
    if (strcmp (g_ptr_array_index (keys, i), "/Root") != 0)
      qpdf_oh_remove_key (pdf, trailer, g_ptr_array_index (keys, i));
  qpdf_oh_replace_key (pdf, trailer, "/Size", qpdf_oh_new_integer (pdf, 1));
}

/* (transfer full) (nullable): with the bytes of its streams as they are. */
static GBytes *
write_down (qpdf_data pdf)
{
  if (qpdf_init_write_memory (pdf) >= QPDF_ERRORS)
    return NULL;
  qpdf_set_stream_data_mode (pdf, qpdf_s_preserve);
  qpdf_set_object_stream_mode (pdf, qpdf_o_preserve);
  qpdf_set_deterministic_ID (pdf, QPDF_TRUE);
  if (qpdf_write (pdf) >= QPDF_ERRORS)
    return NULL;
  return g_bytes_new (qpdf_get_buffer (pdf), qpdf_get_buffer_length (pdf));
}

/* (transfer full) (nullable) */
static GBytes *
clean (qpdf_data pdf, GBytes *content)
{
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) todo = g_array_new (FALSE, FALSE, sizeof (Found));
  Cleaner self = {.pdf = pdf, .reached = reached, .todo = todo};
  qpdf_oh trailer = qpdf_get_trailer (pdf);

  take_all (&self, qpdf_oh_get_key (pdf, trailer, "/Root"));
  if (qpdf_has_error (pdf) || self.is_signed || qpdf_is_encrypted (pdf))
    return NULL;
  if (!self.has_dropped && !says_more (pdf, trailer) && !pdf_has_more (pdf, reached, content))
    return NULL;
  clear_trailer (pdf, trailer);
  return write_down (pdf);
}

/* Of what something is missing, or what nobody can see, nothing is known that may stay behind. */
static gboolean
can_be_cleaned (const char *word)
{
  return *word == '\0' || g_str_equal (word, HELPER_ATTACHED);
}

/**
 * helper_pdf_clean:
 * @content: a PDF
 *
 * Returns: (transfer full) (nullable): the same without what is about it; %NULL when there is
 *   nothing of that, when something is wrong with it, when it is signed (what is signed would not
 *   be that any more), and when it would look different
 */
GBytes *
helper_pdf_clean (GBytes *content)
{
  g_autoptr (GBytes) cleaned = NULL;
  qpdf_data pdf;
  gboolean repaired;
  gsize size;
  const char *data = g_bytes_get_data (content, &size);

  if (!helper_is_pdf (content) || !can_be_cleaned (helper_judge (content)))
    return NULL;
  pdf = qpdf_init ();
  qpdf_silence_errors (pdf);
  qpdf_set_suppress_warnings (pdf, QPDF_TRUE);
  if (qpdf_read_memory (pdf, "", data, size, NULL) < QPDF_ERRORS)
    cleaned = clean (pdf, content);
  repaired = qpdf_more_warnings (pdf);
  qpdf_get_error (pdf); /* or it says on the way out that nobody asked */
  qpdf_cleanup (&pdf);
  if (cleaned == NULL || !pdf_is_same (content, cleaned, repaired))
    return NULL;
  return g_steal_pointer (&cleaned);
}
