/* SPDX-License-Identifier: EUPL-1.2 */

/* The records that stay with a case after its answers were cleared away. */

#include "zpi-follow-up.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-json.h"

/**
 * zpi_follow_up_set_text:
 * @store: the store
 * @case_id: a case
 * @name: of the record
 * @text: what it says from now on; sealed
 * @error: return location for an error
 *
 * Store thread, in the transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_follow_up_set_text (ZpiStore *store,
                        const char *case_id,
                        const char *name,
                        const char *text,
                        GError **error)
{
  g_autoptr (GBytes) bytes = zpi_secret_bytes_new (text, strlen (text));

  return zpi_case_store_set_record (store, case_id, name, bytes, error);
}

static JsonArray *
read_timeline (GBytes *record)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *wrapped = NULL;
  JsonArray *events;

  if (record == NULL)
    return json_array_new ();
  /* The JSON door takes objects only. */
  wrapped = g_strdup_printf ("{\"events\":%.*s}",
                             (int) g_bytes_get_size (record),
                             (const char *) g_bytes_get_data (record, NULL));
  node = zpi_json_parse_text (wrapped, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return json_array_new ();
  events = zpi_json_get_array (json_node_get_object (node), "events");
  return events != NULL ? json_array_ref (events) : json_array_new ();
}

/**
 * zpi_follow_up_add_event:
 * @store: the store
 * @case_id: a case
 * @state: its new state, or one of the events above
 * @at_us: when it was, in microseconds since 1970
 * @error: return location for an error
 *
 * Adds a line to the timeline of a case. Store thread, in the transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_follow_up_add_event (ZpiStore *store,
                         const char *case_id,
                         const char *state,
                         gint64 at_us,
                         GError **error)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, case_id, "timeline", NULL);
  g_autoptr (JsonArray) events = read_timeline (record);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *at = zpi_clock_format_iso (at_us);
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "state", state);
  json_object_set_string_member (event, "at", at);
  json_array_add_object_element (events, event);
  json_node_set_array (root, events);
  bytes = zpi_json_serialize (root, FALSE);
  return zpi_case_store_set_record (store, case_id, "timeline", bytes, error);
}
