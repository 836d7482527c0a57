/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ZPI_JSON_MAX_DEPTH 64
#define ZPI_JSON_MAX_BYTES (4 * 1024 * 1024)

JsonNode *zpi_json_parse (GBytes *bytes, gsize max_bytes, guint max_depth, GError **error);
JsonNode *zpi_json_parse_text (const char *text, GError **error);
GBytes *zpi_json_serialize (JsonNode *root, gboolean pretty);

const char *zpi_json_get_string (JsonObject *object, const char *member);
gboolean zpi_json_node_get_whole (JsonNode *node, gint64 *value);
gboolean zpi_json_get_int (JsonObject *object, const char *member, gint64 *value);
gboolean zpi_json_get_boolean (JsonObject *object, const char *member, gboolean *value);
JsonObject *zpi_json_node_object (JsonNode *node);
JsonObject *zpi_json_get_object (JsonObject *object, const char *member);
JsonArray *zpi_json_get_array (JsonObject *object, const char *member);
JsonObject *zpi_json_get_object_at (JsonArray *array, guint nth);

void zpi_json_set_string (JsonObject *object, const char *member, const char *value);

G_END_DECLS
