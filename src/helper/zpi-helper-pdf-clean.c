/* SPDX-License-Identifier: EUPL-1.2 */

/* Of a PDF what draws it and can be filled in, and nothing else: not who made it, when and with
 * what, no small copy of a page, no earlier version, nothing behind its end, no place in a photo of
 * it. qpdf reads and writes it; what is not reached from its root stays behind.
 *
 * What is reached is looked at first, as often as it takes to know what each object is for; then
 * what it does not need for that is taken away. */

#include "zpi-helper-pdf-clean.h"
#include "zpi-helper.h"

#include <stdlib.h>
#include <string.h>

/* What draws nothing may have used what draws nothing then; a file may have any number of those. */
#define MOST_ROUNDS 8

typedef struct {
  qpdf_data pdf;
  gboolean is_gentle;   /* content streams stay, and all that may be used in them */
  GHashTable *reached;  /* numbers of objects → (guint64 *) what they are for */
  GHashTable *contents; /* numbers of streams → (StreamContent *) */
  GHashTable *pruned;   /* (nullable): numbers, when it is time to take away */
  GHashTable *used;     /* (nullable) (element-type utf8): names that are; NULL: nobody knows */
  GHashTable *names;    /* (element-type utf8): those that this round comes by */
  GArray *todo;         /* (element-type Found) */
  gboolean is_understood;
  gboolean has_dropped;
  gboolean is_signed;
} Cleaner;

typedef struct {
  qpdf_oh value;
  guint64 kinds;
} Found;

/* Notes (12.5.6.2); of them what says who made them goes. Of a field to be filled in it is its
 * name. */
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

/* Actions that stay within the document, or show a page of the web (ISO 32000-1, 12.6.4). The
 * others start something elsewhere, by a place on the computer of who made it, or send what is
 * filled in. */
static const char *const of_here[] =
    {"/GoTo", "/URI", "/Named", "/Hide", "/SetOCGState", "/ResetForm", NULL};

/* Colour spaces that are used without being named (8.6.5.6). */
static const char *const unnamed[] = {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK", NULL};

/* What a trailer needs, or the table of which the stream begins with it (tables 15 to 17). */
static const char *const of_tables[] = {"/Root",
                                        "/Size",
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

/* Notes what an object is for. Returns: whether something of that is new */
static gboolean
note_kinds (Cleaner *self, int number, guint64 kinds)
{
  const guint64 *known = g_hash_table_lookup (self->reached, GINT_TO_POINTER (number));
  const guint64 all = kinds | (known != NULL ? *known : 0);

  if (known != NULL && *known == all)
    return FALSE;
  g_hash_table_insert (self->reached, GINT_TO_POINTER (number), g_memdup2 (&all, sizeof all));
  return TRUE;
}

/* Takes @value; what it refers to and is not there is nothing. */
static void
want (Cleaner *self, qpdf_oh value, guint64 kinds)
{
  const int number = qpdf_oh_get_object_id (self->pdf, value);
  const enum qpdf_object_type_e type = qpdf_oh_get_type_code (self->pdf, value);
  gboolean is_new = type != ot_null;

  if (is_new && number != 0)
    is_new = self->pruned != NULL ? g_hash_table_add (self->pruned, GINT_TO_POINTER (number))
                                  : note_kinds (self, number, kinds);
  if (is_new && (type == ot_array || type == ot_dictionary || type == ot_stream)) {
    const guint64 *all = g_hash_table_lookup (self->reached, GINT_TO_POINTER (number));
    const Found found = {value, number != 0 && all != NULL ? *all : kinds};

    g_array_append_val (self->todo, found);
  } else {
    qpdf_oh_release (self->pdf, value);
  }
}

/* Whether @key of @dictionary is a name, and one of @names. */
static gboolean
is_one_of (qpdf_data pdf, qpdf_oh dictionary, const char *key, const char *const *names)
{
  qpdf_oh value = qpdf_oh_get_key (pdf, dictionary, key);
  const gboolean is_one =
      qpdf_oh_is_name (pdf, value) && g_strv_contains (names, qpdf_oh_get_name (pdf, value));

  qpdf_oh_release (pdf, value);
  return is_one;
}

/* Whether @value can be one of @kinds; an action is one that goes along. */
static gboolean
fits (qpdf_data pdf, qpdf_oh value, guint64 kinds)
{
  switch (qpdf_oh_get_type_code (pdf, value)) {
  case ot_string:
    return pdf_kinds_take_text (kinds);
  case ot_stream:
    return pdf_kinds_take_stream (kinds);
  case ot_dictionary:
    return !pdf_kinds_are_action (kinds) || !qpdf_oh_has_key (pdf, value, "/S") ||
           is_one_of (pdf, value, "/S", of_here);
  default:
    return TRUE;
  }
}

/* What stands at @key of @dictionary, which is for @kinds, may be; 0 when it does not go along. */
static guint64
kinds_of (Cleaner *self, qpdf_oh dictionary, guint64 kinds, const char *key, gboolean is_stream)
{
  guint64 found = pdf_kinds_at (kinds, key, is_stream);
  qpdf_oh value;

  if (self->used != NULL && pdf_kinds_are_used_by_name (kinds) &&
      !g_hash_table_contains (self->used, key) && !g_strv_contains (unnamed, key))
    return 0;
  if (strcmp (key, "/T") == 0 && qpdf_oh_has_key (self->pdf, dictionary, "/Rect") &&
      is_one_of (self->pdf, dictionary, "/Subtype", of_notes))
    return 0;
  value = qpdf_oh_get_key (self->pdf, dictionary, key);
  if (!fits (self->pdf, value, found))
    found = 0;
  qpdf_oh_release (self->pdf, value);
  return found;
}

/* What the colours of a printer are called says who made the file; one has to be said. */
static void
take_intent (Cleaner *self, qpdf_oh dictionary)
{
  static const char key[] = "/OutputConditionIdentifier";
  static const char plain[] = "Custom";
  qpdf_oh said = qpdf_oh_get_key (self->pdf, dictionary, key);

  if (qpdf_oh_is_string (self->pdf, said) &&
      strcmp (qpdf_oh_get_string_value (self->pdf, said), plain) != 0) {
    qpdf_oh_replace_key (self->pdf, dictionary, key, qpdf_oh_new_string (self->pdf, plain));
    self->has_dropped = TRUE;
  }
  qpdf_oh_release (self->pdf, said);
}

static void
take_dictionary (Cleaner *self, qpdf_oh dictionary, guint64 kinds, gboolean is_stream)
{
  g_autoptr (GPtrArray) keys = list_keys (self->pdf, dictionary);

  self->is_signed |= qpdf_oh_has_key (self->pdf, dictionary, "/ByteRange");
  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);
    const guint64 found = kinds_of (self, dictionary, kinds, key, is_stream);

    if (found != 0) {
      want (self, qpdf_oh_get_key (self->pdf, dictionary, key), found);
    } else if (self->pruned != NULL) {
      qpdf_oh_remove_key (self->pdf, dictionary, key);
      self->has_dropped = TRUE;
    }
  }
  if (self->pruned != NULL && pdf_kinds_are_intent (kinds))
    take_intent (self, dictionary);
}

/* An action goes; in the place of anything else that does not fit nothing stands. */
static void
take_array (Cleaner *self, qpdf_oh array, guint64 kinds)
{
  for (int i = 0; i < qpdf_oh_get_array_n_items (self->pdf, array); i++) {
    qpdf_oh item = qpdf_oh_get_array_item (self->pdf, array, i);

    if (fits (self->pdf, item, kinds)) {
      want (self, item, kinds);
      continue;
    }
    if (self->pruned != NULL && qpdf_oh_is_dictionary (self->pdf, item))
      qpdf_oh_erase_item (self->pdf, array, i--);
    else if (self->pruned != NULL)
      qpdf_oh_set_array_item (self->pdf, array, i, qpdf_oh_new_null (self->pdf));
    self->has_dropped |= self->pruned != NULL;
    qpdf_oh_release (self->pdf, item);
  }
}

/* (transfer none): read once, however often it is come by */
static const StreamContent *
get_content (Cleaner *self, qpdf_oh stream)
{
  const gpointer number = GINT_TO_POINTER (qpdf_oh_get_object_id (self->pdf, stream));
  StreamContent *content = g_hash_table_lookup (self->contents, number);

  if (content == NULL) {
    content = stream_content_read (self->pdf, stream);
    g_hash_table_insert (self->contents, number, content);
  }
  return content;
}

static void
add_names (Cleaner *self, const StreamContent *content)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, content->names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_add (self->names, name);
  self->is_understood &= content->is_understood;
}

static void
take_stream (Cleaner *self, qpdf_oh stream, guint64 kinds)
{
  const gboolean is_content =
      !self->is_gentle && pdf_kinds_take_content (kinds) && stream_is_content (self->pdf, stream);
  const StreamContent *content = is_content ? get_content (self, stream) : NULL;
  qpdf_oh dictionary = qpdf_oh_get_dict (self->pdf, stream);

  take_dictionary (self, dictionary, kinds, TRUE);
  qpdf_oh_release (self->pdf, dictionary);
  if (self->pruned == NULL && content != NULL)
    add_names (self, content);
  if (self->pruned != NULL)
    self->has_dropped |= (content != NULL && stream_content_write (content, self->pdf, stream)) ||
                         stream_clean (self->pdf, stream);
}

/* Without going into depth, which a file may have any amount of. */
static void
take_all (Cleaner *self, qpdf_oh root)
{
  want (self, root, pdf_root_kinds);
  while (self->todo->len > 0 && !qpdf_has_error (self->pdf)) {
    Found found = g_array_index (self->todo, Found, self->todo->len - 1);

    g_array_set_size (self->todo, self->todo->len - 1);
    if (qpdf_oh_is_stream (self->pdf, found.value))
      take_stream (self, found.value, found.kinds);
    else if (qpdf_oh_is_array (self->pdf, found.value))
      take_array (self, found.value, found.kinds);
    else
      take_dictionary (self, found.value, found.kinds, FALSE);
    qpdf_oh_release (self->pdf, found.value);
  }
}

/* What is reached and what it is for: again without what nothing draws with, as long as that leaves
 * out more. */
static void
look (Cleaner *self, qpdf_oh trailer)
{
  for (guint round = 0; round < MOST_ROUNDS && !qpdf_has_error (self->pdf); round++) {
    g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

    g_hash_table_remove_all (self->reached);
    self->is_understood = !self->is_gentle;
    self->names = names;
    take_all (self, qpdf_oh_get_key (self->pdf, trailer, "/Root"));
    if (!self->is_understood ||
        (self->used != NULL && g_hash_table_size (self->used) == g_hash_table_size (names)))
      return;
    if (round + 1 == MOST_ROUNDS)
      return;
    g_clear_pointer (&self->used, g_hash_table_unref);
    self->used = g_steal_pointer (&names);
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
clean (qpdf_data pdf, GBytes *content, gboolean is_gentle)
{
  g_autoptr (GHashTable) reached = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) contents =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) stream_content_free);
  g_autoptr (GHashTable) pruned = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) used = NULL;
  g_autoptr (GArray) todo = g_array_new (FALSE, FALSE, sizeof (Found));
  Cleaner self = {.pdf = pdf,
                  .is_gentle = is_gentle,
                  .reached = reached,
                  .contents = contents,
                  .todo = todo};
  qpdf_oh trailer = qpdf_get_trailer (pdf);

  look (&self, trailer);
  used = self.used;
  if (qpdf_has_error (pdf) || self.is_signed || qpdf_is_encrypted (pdf))
    return NULL;
  self.pruned = pruned;
  take_all (&self, qpdf_oh_get_key (pdf, trailer, "/Root"));
  if (qpdf_has_error (pdf) ||
      (!self.has_dropped && !says_more (pdf, trailer) && !pdf_has_more (pdf, reached, content)))
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

/* (transfer full) (nullable): @looks_other: whether that would look different */
static GBytes *
clean_and_compare (GBytes *content, gboolean is_gentle, gboolean *looks_other)
{
  g_autoptr (GBytes) cleaned = NULL;
  qpdf_data pdf = qpdf_init ();
  gboolean repaired;
  gsize size;
  const char *data = g_bytes_get_data (content, &size);

  qpdf_silence_errors (pdf);
  qpdf_set_suppress_warnings (pdf, QPDF_TRUE);
  if (qpdf_read_memory (pdf, "", data, size, NULL) < QPDF_ERRORS)
    cleaned = clean (pdf, content, is_gentle);
  repaired = qpdf_more_warnings (pdf);
  qpdf_get_error (pdf); /* or it says on the way out that nobody asked */
  qpdf_cleanup (&pdf);
  *looks_other = cleaned != NULL && !pdf_is_same (content, cleaned, repaired);
  return *looks_other ? NULL : g_steal_pointer (&cleaned);
}

/**
 * helper_pdf_clean:
 * @content: a PDF
 *
 * When it would look different, what stands in streams stays, and only what dictionaries say goes.
 *
 * Returns: (transfer full) (nullable): the same without what is about it; %NULL when there is
 *   nothing of that, when something is wrong with it, when it is signed (what is signed would not
 *   be that any more), and when it would look different even so
 */
GBytes *
helper_pdf_clean (GBytes *content)
{
  GBytes *cleaned;
  gboolean looks_other;

  if (!helper_is_pdf (content) || !can_be_cleaned (helper_judge (content)))
    return NULL;
  cleaned = clean_and_compare (content, FALSE, &looks_other);
  return looks_other ? clean_and_compare (content, TRUE, &looks_other) : cleaned;
}
