/* SPDX-License-Identifier: EUPL-1.2 */

/* The records that stay with a case after its answers were cleared away. */

#include "zpi-follow-up.h"

#include <string.h>

#include "zpi-clock-evidence.h"
#include "zpi-json.h"

#define RECEIVED "received-at"
/* The same, since when the computer runs, which start of it that is, and how our clock compared. */
#define RUNNING "received-running"

typedef struct {
  char *boot; /* (owned) */
  gint64 started_us;
  gint64 offset_us; /* the server's clock minus ours, when it was compared last */
} Running;

static void
running_clear (Running *self)
{
  g_free (self->boot);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Running, running_clear)

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
 * Keeps besides since when this computer runs, and how its clock compared with the municipality's:
 * so that how long ago it was is known also when the clock is set. After
 * [func@clock_evidence_keep] of that moment. Store thread, in the transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_follow_up_set_received (ZpiStore *store, const char *case_id, const char *at, GError **error)
{
  g_autofree char *boot = zpi_clock_dup_boot_id ();
  g_autofree char *running = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT,
                                              at,
                                              zpi_clock_started_us (),
                                              boot,
                                              zpi_clock_evidence_offset_us (store));

  return zpi_follow_up_set_text (store, case_id, RECEIVED, at, error) &&
         zpi_follow_up_set_text (store, case_id, RUNNING, running, error);
}

/* What was kept beside @at; nothing where an older version kept less. */
static gboolean
read_running (ZpiStore *store, const char *case_id, const char *at, Running *running)
{
  g_autofree char *text = dup_text (store, case_id, RUNNING);
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, " ", 4) : NULL;
  const guint n_parts = parts != NULL ? g_strv_length (parts) : 0;

  if (n_parts < 3 || !g_str_equal (parts[0], at) ||
      !g_ascii_string_to_signed (parts[1], 10, G_MININT64, G_MAXINT64, &running->started_us, NULL))
    return FALSE;
  if (n_parts == 4)
    g_ascii_string_to_signed (parts[3], 10, G_MININT64, G_MAXINT64, &running->offset_us, NULL);
  running->boot = g_strdup (parts[2]);
  return TRUE;
}

/**
 * zpi_follow_up_get_received:
 * @store: the store
 * @case_id: a case
 * @otherwise_us: when it was, by our clock of then, where that was not kept
 * @latest: (nullable): the last comparison of this process
 * @now_us: our clock
 * @received_us: (out): when the municipality had it
 * @age_us: (out): how long ago that certainly is
 *
 * Neither is moved by a clock that was set since, also while the computer was off: then a clock
 * counts that was compared with a server's after that, and before that only how long the computer
 * runs. Store thread.
 *
 * Returns: whether it is known; %FALSE when it may be longer ago than @age_us
 */
gboolean
zpi_follow_up_get_received (ZpiStore *store,
                            const char *case_id,
                            gint64 otherwise_us,
                            const ZpiClockReading *latest,
                            gint64 now_us,
                            gint64 *received_us,
                            gint64 *age_us)
{
  g_autofree char *at = dup_text (store, case_id, RECEIVED);
  g_auto (Running) running = {NULL, 0, 0};
  gint64 set_us = 0;

  *received_us = otherwise_us;
  if (at != NULL)
    zpi_clock_parse_iso (at, received_us);
  if (at != NULL && read_running (store, case_id, at, &running) &&
      zpi_clock_was_set_by (running.boot, running.started_us, &set_us)) {
    *received_us += set_us;
    *age_us = now_us - *received_us;
    return TRUE;
  }
  return zpi_clock_evidence_age (store, latest, *received_us, running.offset_us, now_us, age_us);
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
