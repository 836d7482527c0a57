/* SPDX-License-Identifier: EUPL-1.2 */

/* The records that stay with a case after its answers were cleared away. */

#include "zpi-follow-up.h"

#include <string.h>

#include "zpi-clock-boot.h"
#include "zpi-json.h"

#define RECEIVED "received-at"
/* The same, since when the computer runs, and which start of it that is. */
#define RUNNING "received-running"

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

static char *
dup_text (ZpiStore *store, const char *case_id, const char *name)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, case_id, name, NULL);

  return record != NULL ? g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record))
                        : NULL;
}

/**
 * zpi_follow_up_set_received:
 * @store: the store
 * @case_id: a case
 * @at: when the municipality had it, by our clock
 * @error: return location for an error
 *
 * Keeps besides since when this computer runs: so that how long ago it was is known also when the
 * clock is set. Store thread, in the transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_follow_up_set_received (ZpiStore *store, const char *case_id, const char *at, GError **error)
{
  g_autofree char *boot = zpi_clock_dup_boot_id ();
  g_autofree char *running =
      g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", at, zpi_clock_started_us (), boot);

  return zpi_follow_up_set_text (store, case_id, RECEIVED, at, error) &&
         zpi_follow_up_set_text (store, case_id, RUNNING, running, error);
}

/* By how much the clock was set since; 0 when that is not known, because the computer was off. */
static gint64
set_since (ZpiStore *store, const char *case_id, const char *at)
{
  g_autofree char *running = dup_text (store, case_id, RUNNING);
  g_auto (GStrv) parts = running != NULL ? g_strsplit (running, " ", 3) : NULL;
  gint64 started_us;
  gint64 set_us;

  if (parts == NULL || g_strv_length (parts) != 3 || !g_str_equal (parts[0], at) ||
      !g_ascii_string_to_signed (parts[1], 10, G_MININT64, G_MAXINT64, &started_us, NULL) ||
      !zpi_clock_was_set_by (parts[2], started_us, &set_us))
    return 0;
  return set_us;
}

/**
 * zpi_follow_up_get_received_us:
 * @store: the store
 * @case_id: a case
 *
 * Store thread.
 *
 * Returns: when the municipality had it, by our clock as it stands now: when that was set since, as
 *   it would have said then; 0 when it is not known
 */
gint64
zpi_follow_up_get_received_us (ZpiStore *store, const char *case_id)
{
  g_autofree char *at = dup_text (store, case_id, RECEIVED);
  gint64 at_us = 0;

  if (at == NULL || !zpi_clock_parse_iso (at, &at_us))
    return 0;
  return at_us + set_since (store, case_id, at);
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
