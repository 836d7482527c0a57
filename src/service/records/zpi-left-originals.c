/* SPDX-License-Identifier: EUPL-1.2 */

/* Clearing takes the list of originals away with the answers, but not the files themselves:
 * without this nobody would be told of them any more. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-left-originals.h"

#include "zpi-case.h"
#include "zpi-field.h"
#include "zpi-json.h"
#include "zpi-letters.h"

/* One that is on this computer, and was made a document of. What is elsewhere is not waited for. */
static gboolean
lies_about (const char *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  return g_file_is_native (file) && g_file_query_exists (file, NULL);
}

/* Those of which the document is still in the case. */
static void
add_those_of (GHashTable *uris, ZpiStore *store, const char *case_id)
{
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, case_id, NULL, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;
  g_auto (GStrv) items = zcase != NULL ? zpi_case_dup_items (zcase, ZPI_LIST_ORIGINAL) : NULL;
  g_auto (GStrv) documents = zcase != NULL ? zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT) : NULL;

  for (guint i = 0; items != NULL && items[i] != NULL; i++) {
    g_autofree char *uri_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "uri");
    g_autofree char *document_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "document");
    const char *uri = zpi_case_get (zcase, uri_key);
    const char *document = zpi_case_get (zcase, document_key);

    if (*uri != '\0' && g_strv_contains ((const char *const *) documents, document))
      g_hash_table_insert (uris, g_strdup (uri), g_strdup (document));
  }
}

static GHashTable *
load_kept (ZpiStore *store, const char *case_id)
{
  g_autoptr (GBytes) record =
      zpi_case_store_get_record (store, case_id, ZPI_RECORD_ORIGINALS, NULL);
  g_auto (GStrv) kept = zpi_left_originals_read (record);
  GHashTable *uris = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; kept[i] != NULL; i++)
    g_hash_table_insert (uris, g_strdup (kept[i]), g_strdup (""));
  return uris;
}

/**
 * zpi_left_originals_find:
 * @store: the store
 * @case_id: a case
 * @error: return location for an error
 *
 * The files that the documents of a case were made from, with those of the answers to letters about
 * it that the municipality has. Whether they are still there is not looked at.
 *
 * Returns: (transfer full) (element-type utf8 utf8): by URI the document that was made from it,
 *   empty where that was cleared; %NULL with a storage error
 */
GHashTable *
zpi_left_originals_find (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) answers = zpi_letters_list_answered (store, case_id, error);
  g_autoptr (GHashTable) uris = NULL;

  if (answers == NULL)
    return NULL;
  uris = load_kept (store, case_id);
  add_those_of (uris, store, case_id);
  for (guint i = 0; i < answers->len; i++)
    add_those_of (uris, store, g_ptr_array_index (answers, i));
  return g_steal_pointer (&uris);
}

/**
 * zpi_left_originals_keep:
 * @store: the store
 * @case_id: a case whose answers are about to go
 * @under: the case that stays; an answer to a letter goes with its application
 * @error: return location for an error
 *
 * Keeps which files the documents of @case_id were made from, of those that are still there.
 * Answers that do not open name none.
 *
 * Returns: %FALSE with a storage error
 */
gboolean
zpi_left_originals_keep (ZpiStore *store, const char *case_id, const char *under, GError **error)
{
  g_autoptr (GHashTable) uris = load_kept (store, under);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GList) sorted = NULL;
  JsonArray *array = json_array_new ();

  json_node_take_array (root, array);
  add_those_of (uris, store, case_id);
  sorted = g_list_sort (g_hash_table_get_keys (uris), (GCompareFunc) g_strcmp0);
  for (GList *at = sorted; at != NULL; at = at->next)
    if (lies_about (at->data))
      json_array_add_string_element (array, at->data);
  if (json_array_get_length (array) > 0)
    bytes = zpi_json_serialize (root, FALSE);
  return zpi_case_store_set_record (store, under, ZPI_RECORD_ORIGINALS, bytes, error);
}

/**
 * zpi_left_originals_forget:
 * @store: the store
 * @data: (type utf8): a case
 * @error: return location for an error
 *
 * They are gone. On the store thread, in a transaction.
 *
 * Returns: %FALSE with a storage error
 */
gboolean
zpi_left_originals_forget (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_record (store, data, ZPI_RECORD_ORIGINALS, NULL, error);
}

/**
 * zpi_left_originals_read:
 * @record: (nullable): the record `originals` of a case
 *
 * Returns: (transfer full) (array zero-terminated=1): URIs
 */
GStrv
zpi_left_originals_read (GBytes *record)
{
  g_autoptr (JsonNode) root = record != NULL ? zpi_json_parse (record, 0, 0, NULL) : NULL;
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();
  JsonArray *array =
      root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
      g_strv_builder_add (uris, json_node_get_string (node));
  }
  return g_strv_builder_end (uris);
}
