/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-scheme-reader.h"

#include <string.h>

#include "zpi-error.h"
#include "zpi-json.h"

#define MAX_FILE_BYTES (1024 * 1024)

void
zpi_reader_init (ZpiReader *self, const char *file_name, GBytes *bytes)
{
  self->file_name = file_name;
  self->bytes = bytes;
  self->sources = NULL;
  self->path = g_ptr_array_new_with_free_func (g_free);
  self->error = NULL;
}

void
zpi_reader_clear (ZpiReader *self)
{
  g_clear_pointer (&self->path, g_ptr_array_unref);
  g_clear_error (&self->error);
}

/* (transfer full) (nullable) */
JsonNode *
zpi_reader_parse (ZpiReader *self)
{
  JsonNode *root = zpi_json_parse (self->bytes, MAX_FILE_BYTES, 0, &self->error);

  if (root == NULL)
    g_prefix_error (&self->error, "%s: ", self->file_name);
  return root;
}

static gboolean fail_valist (ZpiReader *self, const char *key, const char *format, va_list args)
    G_GNUC_PRINTF (3, 0);

static gboolean
fail_valist (ZpiReader *self, const char *key, const char *format, va_list args)
{
  g_autofree char *message = NULL;
  g_autoptr (GString) place = NULL;

  if (self->error != NULL)
    return FALSE;
  message = g_strdup_vprintf (format, args);
  if (key != NULL)
    zpi_reader_push (self, key);
  place = g_string_new (NULL);
  for (guint i = 0; i < self->path->len; i++) {
    if (i > 0)
      g_string_append_c (place, '.');
    g_string_append (place, self->path->pdata[i]);
  }
  self->error = g_error_new (ZPI_ERROR,
                             ZPI_ERROR_BAD_FORMAT,
                             "%s: line %u: %s: %s",
                             self->file_name,
                             zpi_json_line_of (self->bytes, self->path),
                             place->len > 0 ? place->str : "the whole file",
                             message);
  if (key != NULL)
    zpi_reader_pop (self);
  return FALSE;
}

gboolean
zpi_reader_fail (ZpiReader *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  fail_valist (self, NULL, format, args);
  va_end (args);
  return FALSE;
}

gboolean
zpi_reader_fail_at (ZpiReader *self, const char *key, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  fail_valist (self, key, format, args);
  va_end (args);
  return FALSE;
}

/* Hands the first error over. */
gboolean
zpi_reader_finish (ZpiReader *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

void
zpi_reader_push (ZpiReader *self, const char *key)
{
  g_ptr_array_add (self->path, g_strdup (key));
}

void
zpi_reader_push_index (ZpiReader *self, guint index)
{
  g_ptr_array_add (self->path, g_strdup_printf ("%u", index));
}

void
zpi_reader_pop (ZpiReader *self)
{
  g_ptr_array_set_size (self->path, self->path->len - 1);
}

JsonObject *
zpi_reader_root (ZpiReader *self, JsonNode *root)
{
  if (self->error != NULL)
    return NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    zpi_reader_fail (self, "must be an object");
    return NULL;
  }
  return json_node_get_object (root);
}

/* A key that is not known is a slip of the pen, so it is an error. */
void
zpi_reader_only (ZpiReader *self, JsonObject *object, const char *const *keys)
{
  g_autoptr (GList) members = NULL;

  if (self->error != NULL || object == NULL)
    return;
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (keys, l->data)) {
      zpi_reader_fail_at (self, l->data, "is not a known key");
      return;
    }
}

static JsonNode *
get (ZpiReader *self, JsonObject *object, const char *key)
{
  JsonNode *node;

  if (self->error != NULL || object == NULL)
    return NULL;
  node = json_object_get_member (object, key);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/* Whether there is a value other than null. */
gboolean
zpi_reader_has (ZpiReader *self, JsonObject *object, const char *key)
{
  return get (self, object, key) != NULL;
}

JsonObject *
zpi_reader_object (ZpiReader *self, JsonObject *parent, const char *key)
{
  JsonNode *node = get (self, parent, key);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  zpi_reader_fail_at (self, key, node == NULL ? "is missing" : "must be an object");
  return NULL;
}

JsonArray *
zpi_reader_array (ZpiReader *self, JsonObject *parent, const char *key)
{
  JsonNode *node = get (self, parent, key);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  zpi_reader_fail_at (self, key, node == NULL ? "is missing" : "must be a list");
  return NULL;
}

JsonObject *
zpi_reader_element (ZpiReader *self, JsonArray *array, guint index)
{
  JsonNode *node;

  if (self->error != NULL)
    return NULL;
  node = json_array_get_element (array, index);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  zpi_reader_fail (self, "must be an object");
  return NULL;
}

const char *
zpi_reader_optional_string (ZpiReader *self, JsonObject *object, const char *key)
{
  JsonNode *node = get (self, object, key);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING ||
      *json_node_get_string (node) == '\0') {
    zpi_reader_fail_at (self, key, "must be a text");
    return NULL;
  }
  return json_node_get_string (node);
}

const char *
zpi_reader_string (ZpiReader *self, JsonObject *object, const char *key)
{
  const char *value = zpi_reader_optional_string (self, object, key);

  if (value == NULL)
    zpi_reader_fail_at (self, key, "is missing");
  return value;
}

/* A word that is used in other places: small letters, digits, dashes. */
const char *
zpi_reader_id (ZpiReader *self, JsonObject *object, const char *key)
{
  const char *value = zpi_reader_string (self, object, key);

  for (const char *p = value; p != NULL && *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-' && *p != '_') {
      zpi_reader_fail_at (self, key, "may hold small letters, digits and dashes only");
      return NULL;
    }
  return value;
}

gboolean
zpi_reader_switch (ZpiReader *self, JsonObject *object, const char *key, gboolean fallback)
{
  JsonNode *node = get (self, object, key);

  if (node == NULL)
    return fallback;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  return zpi_reader_fail_at (self, key, "must be true or false");
}

gint64
zpi_reader_integer (ZpiReader *self,
                    JsonObject *object,
                    const char *key,
                    gint64 minimum,
                    gint64 maximum)
{
  JsonNode *node = get (self, object, key);
  gint64 value;

  if (node == NULL) {
    zpi_reader_fail_at (self, key, "is missing");
    return minimum;
  }
  if (zpi_json_node_get_whole (node, &value) && value >= minimum && value <= maximum)
    return value;
  zpi_reader_fail_at (self,
                      key,
                      "must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                      minimum,
                      maximum);
  return minimum;
}

/* #ZPI_DATE_NONE when absent. */
ZpiDate
zpi_reader_date (ZpiReader *self, JsonObject *object, const char *key)
{
  const char *text = zpi_reader_optional_string (self, object, key);
  ZpiDate date = ZPI_DATE_INIT;

  if (text != NULL && !zpi_date_parse_iso (text, &date))
    zpi_reader_fail_at (self, key, "must be a date (2026-01-31)");
  return date;
}

ZpiText
zpi_reader_text (ZpiReader *self, JsonObject *object, const char *key)
{
  static const char *const keys[] = {"nl", "en", NULL};
  JsonObject *both = zpi_reader_object (self, object, key);
  ZpiText text = {"", ""};

  if (both == NULL)
    return text;
  zpi_reader_push (self, key);
  zpi_reader_only (self, both, keys);
  text.nl = zpi_reader_string (self, both, "nl");
  text.en = zpi_reader_string (self, both, "en");
  zpi_reader_pop (self);
  return text;
}

/* (transfer full): empty when absent */
GStrv
zpi_reader_strings (ZpiReader *self, JsonObject *object, const char *key)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = get (self, object, key) != NULL ? zpi_reader_array (self, object, key) : NULL;
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING) {
      zpi_reader_fail_at (self, key, "must be a list of texts");
      break;
    }
    g_strv_builder_add (builder, json_node_get_string (node));
  }
  return g_strv_builder_end (builder);
}

/* A list of two whole numbers: [13, 12]. */
void
zpi_reader_fraction (ZpiReader *self,
                     JsonObject *object,
                     const char *key,
                     gint64 *numerator,
                     gint64 *denominator)
{
  JsonArray *array = zpi_reader_array (self, object, key);
  gint64 parts[2] = {1, 1};

  if (array != NULL && json_array_get_length (array) != 2)
    zpi_reader_fail_at (self, key, "must be two whole numbers, as [13, 12]");
  for (guint i = 0; self->error == NULL && i < 2; i++) {
    if (!zpi_json_node_get_whole (json_array_get_element (array, i), &parts[i]) || parts[i] < 1 ||
        parts[i] > 1000)
      zpi_reader_fail_at (self, key, "must be two whole numbers from 1 to 1000, as [13, 12]");
  }
  *numerator = self->error == NULL ? parts[0] : 1;
  *denominator = self->error == NULL ? parts[1] : 1;
}

static ZpiStatus
read_status (ZpiReader *self, JsonObject *object)
{
  const char *nick = zpi_reader_string (self, object, "status");

  for (ZpiStatus status = ZPI_STATUS_PUBLISHED; status <= ZPI_STATUS_UNVERIFIED; status++)
    if (g_strcmp0 (nick, zpi_status_to_nick (status)) == 0)
      return status;
  zpi_reader_fail_at (self, "status", "must be published, derived or unverified");
  return ZPI_STATUS_UNVERIFIED;
}

/* The members source, from and status, which every value has. */
ZpiProvenance
zpi_reader_provenance (ZpiReader *self, JsonObject *object)
{
  ZpiProvenance provenance = {NULL, ZPI_DATE_INIT, ZPI_STATUS_UNVERIFIED};
  const char *source;
  JsonObject *entry;

  provenance.status = read_status (self, object);
  provenance.from = zpi_reader_date (self, object, "from");
  source = zpi_reader_optional_string (self, object, "source");
  if (source == NULL) {
    if (provenance.status == ZPI_STATUS_PUBLISHED)
      zpi_reader_fail_at (self, "source", "is missing, but the value is called published");
    return provenance;
  }
  entry = zpi_json_get_object (self->sources, source);
  if (entry == NULL)
    zpi_reader_fail_at (self, "source", "is not in the list of sources");
  else
    provenance.source = zpi_json_get_string (entry, "title");
  return provenance;
}

/* A file of a format that this program does not know is not read at all. */
void
zpi_reader_format (ZpiReader *self, JsonObject *root, const char *format)
{
  const char *value = zpi_reader_string (self, root, "format");

  if (value != NULL && g_strcmp0 (value, format) != 0)
    zpi_reader_fail_at (self, "format", "must be %s", format);
}

/* The list of sources, to which values refer by name. */
void
zpi_reader_sources (ZpiReader *self, JsonObject *root)
{
  static const char *const keys[] = {"title", "address", NULL};
  JsonObject *sources = zpi_reader_object (self, root, "sources");
  g_autoptr (GList) members = sources != NULL ? json_object_get_members (sources) : NULL;

  zpi_reader_push (self, "sources");
  for (GList *l = members; l != NULL; l = l->next) {
    JsonObject *entry = zpi_reader_object (self, sources, l->data);

    zpi_reader_push (self, l->data);
    zpi_reader_only (self, entry, keys);
    zpi_reader_string (self, entry, "title");
    zpi_reader_optional_string (self, entry, "address");
    zpi_reader_pop (self);
  }
  zpi_reader_pop (self);
  self->sources = sources;
}
