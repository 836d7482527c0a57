/* SPDX-License-Identifier: EUPL-1.2 */

/* A case as bytes: what the store seals. The same answers always give the same bytes. State and
 * reason are columns of the store and not in here. */

#include "zpi-case-private.h"
#include "zpi-error.h"
#include "zpi-json.h"

/* Far above what a household can need, far below what would hurt. */
#define MAX_ITEMS 1000

/* Up to which a number in JSON is exact; what is typed after that could not be read again. */
#define MAX_GENERATION (G_GINT64_CONSTANT (1) << 53)

static const char *const known_members[] =
    {"version", "id", "kind", "generation", "answers", "items", NULL};

void
zpi_case_content_init (ZpiCaseContent *self)
{
  self->version = ZPI_CASE_SNAPSHOT_VERSION;
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lists =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->extra =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
}

void
zpi_case_content_clear (ZpiCaseContent *self)
{
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_clear_pointer (&self->lists, g_hash_table_unref);
  g_clear_pointer (&self->extra, g_hash_table_unref);
}

GPtrArray *
zpi_case_content_ensure_list (ZpiCaseContent *self, const char *list)
{
  GPtrArray *items = g_hash_table_lookup (self->lists, list);

  if (items == NULL) {
    items = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_insert (self->lists, g_strdup (list), items);
  }
  return items;
}

void
zpi_case_snapshot_free (ZpiCaseSnapshot *self)
{
  if (self == NULL)
    return;
  zpi_case_content_clear (&self->content);
  g_free (self->id);
  g_free (self);
}

static gboolean
bad_format (GError **error, const char *member)
{
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "Case snapshot: %s is not right", member);
  return FALSE;
}

static gboolean
read_answers (ZpiCaseSnapshot *self, JsonObject *root, GError **error)
{
  JsonObject *answers = zpi_json_get_object (root, "answers");
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  if (answers == NULL)
    return bad_format (error, "answers");
  json_object_iter_init (&iter, answers);
  while (json_object_iter_next (&iter, &key, &node)) {
    const char *text = zpi_json_get_string (answers, key);

    if (text == NULL || *key == '\0')
      return bad_format (error, "an answer");
    if (*text != '\0')
      g_hash_table_insert (self->content.answers, g_strdup (key), g_strdup (text));
  }
  return TRUE;
}

static gboolean
read_list (ZpiCaseSnapshot *self, const char *list, JsonArray *array, GError **error)
{
  GPtrArray *items;
  guint n_items;

  if (array == NULL || json_array_get_length (array) > MAX_ITEMS || *list == '\0')
    return bad_format (error, "a list of items");
  items = zpi_case_content_ensure_list (&self->content, list);
  n_items = json_array_get_length (array);
  for (guint i = 0; i < n_items; i++) {
    JsonNode *node = json_array_get_element (array, i);
    const char *item;

    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
      return bad_format (error, "an item");
    item = json_node_get_string (node);
    if (*item == '\0' || g_ptr_array_find_with_equal_func (items, item, g_str_equal, NULL))
      return bad_format (error, "an item");
    g_ptr_array_add (items, g_strdup (item));
  }
  return TRUE;
}

static gboolean
read_items (ZpiCaseSnapshot *self, JsonObject *root, GError **error)
{
  JsonObject *lists = zpi_json_get_object (root, "items");
  JsonObjectIter iter;
  const char *list;
  JsonNode *node;

  if (lists == NULL)
    return bad_format (error, "items");
  json_object_iter_init (&iter, lists);
  while (json_object_iter_next (&iter, &list, &node)) {
    if (!read_list (self, list, zpi_json_get_array (lists, list), error))
      return FALSE;
  }
  return TRUE;
}

static void
keep_extra (ZpiCaseSnapshot *self, JsonObject *root)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init (&iter, root);
  while (json_object_iter_next (&iter, &member, &node)) {
    if (!g_strv_contains (known_members, member))
      g_hash_table_insert (self->content.extra, g_strdup (member), json_node_ref (node));
  }
}

static gboolean
read_head (ZpiCaseSnapshot *self, JsonObject *root, GError **error)
{
  const char *id = zpi_json_get_string (root, "id");
  gint64 generation;

  if (!zpi_json_get_int (root, "version", &self->content.version) || self->content.version < 1)
    return bad_format (error, "version");
  if (id == NULL || !g_uuid_string_is_valid (id))
    return bad_format (error, "id");
  self->id = g_strdup (id);
  if (!zpi_case_kind_from_nick (zpi_json_get_string (root, "kind"), &self->kind))
    return bad_format (error, "kind");
  if (!zpi_json_get_int (root, "generation", &generation) || generation < 0 ||
      generation > MAX_GENERATION)
    return bad_format (error, "generation");
  self->generation = generation;
  return TRUE;
}

ZpiCaseSnapshot *
zpi_case_snapshot_parse (GBytes *bytes, GError **error)
{
  g_autoptr (ZpiCaseSnapshot) self = NULL;
  g_autoptr (JsonNode) root = zpi_json_parse (bytes, 0, 0, error);
  JsonObject *object;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    bad_format (error, "root");
    return NULL;
  }
  object = json_node_get_object (root);
  self = g_new0 (ZpiCaseSnapshot, 1);
  zpi_case_content_init (&self->content);
  if (!read_head (self, object, error) || !read_answers (self, object, error) ||
      !read_items (self, object, error))
    return NULL;
  keep_extra (self, object);
  return g_steal_pointer (&self);
}

static GList *
sorted_keys (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) g_strcmp0);
}

static JsonObject *
write_answers (GHashTable *answers)
{
  g_autoptr (GList) keys = sorted_keys (answers);
  JsonObject *object = json_object_new ();

  for (GList *l = keys; l != NULL; l = l->next)
    json_object_set_string_member (object, l->data, g_hash_table_lookup (answers, l->data));
  return object;
}

static JsonObject *
write_items (GHashTable *lists)
{
  g_autoptr (GList) keys = sorted_keys (lists);
  JsonObject *object = json_object_new ();

  for (GList *l = keys; l != NULL; l = l->next) {
    GPtrArray *items = g_hash_table_lookup (lists, l->data);
    JsonArray *array;

    if (items->len == 0)
      continue;
    array = json_array_sized_new (items->len);
    for (guint i = 0; i < items->len; i++)
      json_array_add_string_element (array, g_ptr_array_index (items, i));
    json_object_set_array_member (object, l->data, array);
  }
  return object;
}

GBytes *
zpi_case_snapshot_write (const ZpiCaseContent *content,
                         const char *id,
                         ZpiCaseKind kind,
                         guint64 generation)
{
  g_autoptr (GList) extra = sorted_keys (content->extra);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (root, object);
  json_object_set_int_member (object, "version", content->version);
  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "kind", zpi_case_kind_to_nick (kind));
  json_object_set_int_member (object, "generation", (gint64) generation);
  json_object_set_object_member (object, "answers", write_answers (content->answers));
  json_object_set_object_member (object, "items", write_items (content->lists));
  for (GList *l = extra; l != NULL; l = l->next)
    json_object_set_member (object,
                            l->data,
                            json_node_copy (g_hash_table_lookup (content->extra, l->data)));
  return zpi_json_serialize (root, FALSE);
}
