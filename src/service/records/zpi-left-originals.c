/* SPDX-License-Identifier: EUPL-1.2 */

/* Clearing takes the list of originals away with the answers, but not the files themselves:
 * without this nobody would be told of them any more. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-left-originals.h"

#include "zpi-case.h"
#include "zpi-field.h"
#include "zpi-json.h"

/* One that is on this computer, and was made a document of. What is elsewhere is not waited for. */
static gboolean
lies_about (const char *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  return g_file_is_native (file) && g_file_query_exists (file, NULL);
}

static void
add_left (ZpiCase *zcase, GPtrArray *uris)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_ORIGINAL);
  g_auto (GStrv) documents = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *uri_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "uri");
    g_autofree char *document_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "document");
    const char *uri = zpi_case_get (zcase, uri_key);
    const char *document = zpi_case_get (zcase, document_key);

    if (*uri != '\0' && g_strv_contains ((const char *const *) documents, document) &&
        !g_ptr_array_find_with_equal_func (uris, uri, g_str_equal, NULL) && lies_about (uri))
      g_ptr_array_add (uris, g_strdup (uri));
  }
}

static GPtrArray *
load_kept (ZpiStore *store, const char *case_id)
{
  g_autoptr (GBytes) record =
      zpi_case_store_get_record (store, case_id, ZPI_RECORD_ORIGINALS, NULL);
  g_auto (GStrv) kept = zpi_left_originals_read (record);
  GPtrArray *uris = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; kept[i] != NULL; i++)
    g_ptr_array_add (uris, g_strdup (kept[i]));
  return uris;
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
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, case_id, NULL, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;
  g_autoptr (GPtrArray) uris = load_kept (store, under);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GBytes) bytes = NULL;
  JsonArray *array = json_array_new ();

  if (zcase != NULL)
    add_left (zcase, uris);
  for (guint i = 0; i < uris->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (uris, i));
  json_node_take_array (root, array);
  if (uris->len == 0)
    return TRUE;
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
