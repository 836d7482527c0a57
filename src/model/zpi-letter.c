/* SPDX-License-Identifier: EUPL-1.2 */

/* Letters of the municipality: the code that stands in them, and what an order for photos says.
 * Source: handbook, section 2. */

#include "zpi-letter.h"

#include <string.h>

#include "zpi-error.h"
#include "zpi-json.h"
#include "zpi-text.h"

/* Source: `Code` in data/api/openapi.json. */
#define MIN_CODE    8
#define MAX_CODE    40
#define MAX_HOLDERS 50
#define MAX_LINK    200

/* By the path: what a host is called says nothing. */
static ZpiLetterKind
kind_from_link (const char *link)
{
  const char *host = strstr (link, "://");
  const char *path = strchr (host != NULL ? host + 3 : link, '/');

  if (path == NULL)
    return ZPI_LETTER_UNKNOWN;
  if (strstr (path, "/aanvulling") != NULL)
    return ZPI_LETTER_REQUEST;
  if (strstr (path, "/foto") != NULL)
    return ZPI_LETTER_PHOTOS;
  return ZPI_LETTER_UNKNOWN;
}

/* Letters and digits of @text, a line; %NULL when anything else than space and dash stands between.
 */
static char *
clean_code (const char *text)
{
  g_autoptr (GString) code = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c < 128 && g_ascii_isalnum ((char) c))
      g_string_append_c (code, g_ascii_toupper ((char) c));
    else if (c != ' ' && c != '-')
      return NULL;
  }
  if (code->len < MIN_CODE || code->len > MAX_CODE)
    return NULL;
  return g_string_free (g_steal_pointer (&code), FALSE);
}

/* The code or the link in what was pasted: without the words of a letter in front of a code, and
 * those of a sentence behind a link. */
static char *
take_code (const char *text)
{
  static const char *const labels[] =
      {"uw code is", "uw code", "de code is", "code", "your code is", "your code", NULL};
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *line = zpi_text_line (valid);
  g_autofree char *bare = NULL;
  char *link = strstr (line, "://");
  char *space = link != NULL ? strchr (link, ' ') : NULL;

  if (space != NULL)
    *space = '\0';
  zpi_text_drop_wrapping (line);
  bare = g_strdup (zpi_text_skip_label (line, labels, " .:="));
  zpi_text_drop_wrapping (bare);
  return g_steal_pointer (&bare);
}

/* "https://…/aanvulling": a link that lost its code behind a mark, or was cut off. To ask for that
 * would be a wrong guess, of which the municipality takes a few. */
static gboolean
is_word_of_path (const char *segment)
{
  return segment[strspn (segment, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

/**
 * zpi_letter_code_from_text:
 * @text: a code as it was typed, or a link that ends in one, pasted or read from a QR code
 * @kind: (out) (optional): what a link says that it is for
 *
 * Capitals, spaces and dashes make no difference, nor what stands around it in a letter or a mail.
 *
 * Returns: (transfer full) (nullable): the code in capitals; %NULL when there is none in @text
 */
char *
zpi_letter_code_from_text (const char *text, ZpiLetterKind *kind)
{
  g_autofree char *trimmed = take_code (text);
  char *last;

  if (kind != NULL)
    *kind = ZPI_LETTER_UNKNOWN;
  if (strchr (trimmed, '/') == NULL)
    return clean_code (trimmed);
  trimmed[strcspn (trimmed, "?#")] = '\0';
  while (g_str_has_suffix (trimmed, "/"))
    trimmed[strlen (trimmed) - 1] = '\0';
  last = strrchr (trimmed, '/');
  if (last == NULL)
    return NULL;
  if (kind != NULL)
    *kind = kind_from_link (trimmed);
  return is_word_of_path (last + 1) ? NULL : clean_code (last + 1);
}

static void
holder_free (gpointer data)
{
  ZpiPassHolder *self = data;

  g_free (self->id);
  g_free (self->given_names);
  g_free (self->state);
  g_free (self->sha256);
  g_free (self->note);
  g_free (self);
}

/**
 * zpi_photo_order_free:
 * @self: (transfer full): an order
 */
void
zpi_photo_order_free (ZpiPhotoOrder *self)
{
  g_free (self->id);
  g_free (self->reference);
  g_free (self->application_id);
  g_free (self->expected_on);
  g_free (self->link);
  g_ptr_array_unref (self->holders);
  g_free (self);
}

static char *
dup_or_empty (JsonObject *object, const char *member)
{
  const char *text = zpi_json_get_string (object, member);

  return g_strdup (text != NULL ? text : "");
}

static void
read_holders (ZpiPhotoOrder *self, JsonArray *array)
{
  guint n = array != NULL ? MIN (json_array_get_length (array), MAX_HOLDERS) : 0;

  for (guint i = 0; i < n; i++) {
    JsonObject *object = zpi_json_get_object_at (array, i);
    const char *id = zpi_json_get_string (object, "pashouderId");
    ZpiPassHolder *holder;

    if (id == NULL || !g_uuid_string_is_valid (id))
      continue;
    holder = g_new0 (ZpiPassHolder, 1);
    holder->id = g_strdup (id);
    holder->main = g_strcmp0 (zpi_json_get_string (object, "rol"), "hoofdpashouder") == 0;
    holder->given_names = dup_or_empty (object, "voornamen");
    holder->state = dup_or_empty (object, "fotoStatus");
    holder->sha256 = g_strdup (zpi_json_get_string (object, "fotoSha256"));
    holder->note = g_strdup (zpi_json_get_string (object, "toelichting"));
    g_ptr_array_add (self->holders, holder);
  }
}

/* What a phone is sent to: a page of the web and nothing else. */
static char *
dup_link (const char *text)
{
  g_autoptr (GUri) uri = NULL;

  if (text == NULL || strlen (text) > MAX_LINK)
    return NULL;
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0')
    return NULL;
  return g_strdup (text);
}

/**
 * zpi_photo_order_from_json:
 * @object: (nullable): an order as the municipality gives it
 * @error: return location for an error
 *
 * Returns: (transfer full): the order; %NULL with %ZPI_ERROR_BAD_FORMAT when it is none
 */
ZpiPhotoOrder *
zpi_photo_order_from_json (JsonObject *object, GError **error)
{
  g_autoptr (ZpiPhotoOrder) self = g_new0 (ZpiPhotoOrder, 1);
  gint64 year = 0;

  self->holders = g_ptr_array_new_with_free_func (holder_free);
  self->id = g_strdup (zpi_json_get_string (object, "opdrachtId"));
  self->household = g_strcmp0 (zpi_json_get_string (object, "soort"), "gezin") == 0;
  self->complete = g_strcmp0 (zpi_json_get_string (object, "status"), "compleet") == 0;
  if (object != NULL && zpi_json_get_int (object, "pasjaar", &year))
    self->pass_year = (int) CLAMP (year, 0, 9999);
  self->reference = g_strdup (zpi_json_get_string (object, "referentie"));
  self->application_id = g_strdup (zpi_json_get_string (object, "aanvraagId"));
  self->expected_on = g_strdup (zpi_json_get_string (object, "pasVerwachtOp"));
  self->link = dup_link (zpi_json_get_string (object, "link"));
  read_holders (self, zpi_json_get_array (object, "pashouders"));
  if (self->id == NULL || !g_uuid_string_is_valid (self->id) || self->holders->len == 0) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "This is no order for photos");
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * zpi_letter_is_link:
 * @text: what a QR code says
 *
 * A code that somebody else made is also a word or a link: only a link that says what it is for,
 * and ends in a code, is of a letter.
 *
 * Returns: whether it is a link as the municipality's letters and mails have it
 */
gboolean
zpi_letter_is_link (const char *text)
{
  g_autofree char *link = dup_link (text);
  ZpiLetterKind kind = ZPI_LETTER_UNKNOWN;
  g_autofree char *code = link != NULL ? zpi_letter_code_from_text (link, &kind) : NULL;

  return code != NULL && kind != ZPI_LETTER_UNKNOWN;
}

/**
 * zpi_photo_order_from_text:
 * @text: what [method@PhotoOrder.to_text] gave
 * @error: return location for an error
 *
 * Returns: (transfer full): the order; %NULL with %ZPI_ERROR_BAD_FORMAT
 */
ZpiPhotoOrder *
zpi_photo_order_from_text (const char *text, GError **error)
{
  g_autoptr (JsonNode) root = zpi_json_parse_text (text, error);

  if (root == NULL)
    return NULL;
  return zpi_photo_order_from_json (zpi_json_node_object (root), error);
}

/**
 * zpi_photo_order_to_text:
 * @self: an order
 *
 * Returns: (transfer full): the same as JSON, to keep
 */
char *
zpi_photo_order_to_text (const ZpiPhotoOrder *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  json_node_take_object (root, object);
  zpi_json_set_string (object, "opdrachtId", self->id);
  zpi_json_set_string (object, "soort", self->household ? "gezin" : "persoon");
  zpi_json_set_string (object, "status", self->complete ? "compleet" : "open");
  json_object_set_int_member (object, "pasjaar", self->pass_year);
  zpi_json_set_string (object, "referentie", self->reference);
  zpi_json_set_string (object, "aanvraagId", self->application_id);
  zpi_json_set_string (object, "pasVerwachtOp", self->expected_on);
  zpi_json_set_string (object, "link", self->link);
  for (guint i = 0; i < self->holders->len; i++) {
    const ZpiPassHolder *holder = g_ptr_array_index (self->holders, i);
    JsonObject *person = json_object_new ();

    zpi_json_set_string (person, "pashouderId", holder->id);
    zpi_json_set_string (person, "rol", holder->main ? "hoofdpashouder" : "subpashouder");
    zpi_json_set_string (person, "voornamen", holder->given_names);
    zpi_json_set_string (person, "fotoStatus", holder->state);
    zpi_json_set_string (person, "fotoSha256", holder->sha256);
    zpi_json_set_string (person, "toelichting", holder->note);
    json_array_add_object_element (array, person);
  }
  json_object_set_array_member (object, "pashouders", array);
  bytes = zpi_json_serialize (root, FALSE);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static gboolean
has_photo_that_is (const ZpiPhotoOrder *self, const char *state)
{
  for (guint i = 0; i < self->holders->len; i++)
    if (strcmp (((const ZpiPassHolder *) self->holders->pdata[i])->state, state) == 0)
      return TRUE;
  return FALSE;
}

/**
 * zpi_photo_order_is_rejected:
 * @self: an order
 *
 * Returns: whether another photo is asked of somebody who gave one
 */
gboolean
zpi_photo_order_is_rejected (const ZpiPhotoOrder *self)
{
  return has_photo_that_is (self, "afgekeurd");
}

/**
 * zpi_photo_order_is_open:
 * @self: an order
 *
 * Returns: whether more may be heard of a photo of it: one was not looked at yet, or was rejected
 */
gboolean
zpi_photo_order_is_open (const ZpiPhotoOrder *self)
{
  return has_photo_that_is (self, "ontvangen") || zpi_photo_order_is_rejected (self);
}

static gboolean
same_name (const char *a, const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  /* As it was pasted or typed. */
  g_strstrip (folded_a);
  g_strstrip (folded_b);
  return g_utf8_collate (folded_a, folded_b) == 0;
}

/* The first of several given names is what people say. */
static gboolean
is_called (const ZpiPassHolder *holder, const char *name)
{
  g_auto (GStrv) names = g_strsplit (holder->given_names, " ", 2);

  return same_name (holder->given_names, name) || (names[0] != NULL && same_name (names[0], name));
}

/**
 * zpi_photo_order_find:
 * @self: an order
 * @person: a pass holder's id, given names, or place in the list counted from 1, or
 *   `hoofdpashouder`
 * @error: return location for an error
 *
 * Returns: (transfer none): the pass holder; %NULL with %ZPI_ERROR_NOT_FOUND when there is nobody,
 *   or more than one
 */
const ZpiPassHolder *
zpi_photo_order_find (const ZpiPhotoOrder *self, const char *person, GError **error)
{
  const ZpiPassHolder *found = NULL;
  guint n_found = 0;
  guint64 number;

  for (guint i = 0; i < self->holders->len; i++) {
    const ZpiPassHolder *holder = g_ptr_array_index (self->holders, i);

    if (g_ascii_strcasecmp (holder->id, person) == 0 ||
        (holder->main && g_ascii_strcasecmp (person, "hoofdpashouder") == 0))
      return holder;
    if (!is_called (holder, person))
      continue;
    found = holder;
    n_found++;
  }
  if (n_found == 1)
    return found;
  if (self->holders->len > 0 &&
      g_ascii_string_to_unsigned (person, 10, 1, self->holders->len, &number, NULL))
    return g_ptr_array_index (self->holders, number - 1);
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_FOUND,
               n_found == 0
                   ? "Nobody in this letter is called so. Give the name as it stands there, or "
                     "the number"
                   : "More than one in this letter is called so. Give the number");
  return NULL;
}
