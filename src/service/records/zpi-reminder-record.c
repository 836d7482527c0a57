/* SPDX-License-Identifier: EUPL-1.2 */

/* What is kept of a reminder, and what it makes of its case. */

#include "zpi-reminder-record.h"

#include "zpi-attention.h"
#include "zpi-clock.h"
#include "zpi-date.h"
#include "zpi-json.h"

static gint64
begin_of_day_us (const char *iso)
{
  ZpiDate day;
  g_autoptr (GDateTime) begin = NULL;

  if (!zpi_date_parse_iso (iso, &day))
    return 0;
  begin = g_date_time_new_local (day.year, day.month, day.day, 0, 0, 0);
  return g_date_time_to_unix (begin) * G_USEC_PER_SEC;
}

/* (transfer full) (nullable): an object; %NULL without a reminder */
static JsonNode *
load (ZpiStore *store, const char *case_id)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, case_id, ZPI_RECORD_REMINDER, NULL);
  g_autoptr (JsonNode) root = record != NULL ? zpi_json_parse (record, 0, 0, NULL) : NULL;

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&root) : NULL;
}

/**
 * zpi_reminder_set_attention:
 * @store: the store
 * @info: an application whose pass is on its way
 * @attention: (nullable): why the list shows it
 * @error: return location for an error
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_reminder_set_attention (ZpiStore *store,
                            const ZpiCaseInfo *info,
                            const char *attention,
                            GError **error)
{
  return g_strcmp0 (info->attention, attention) == 0 || zpi_case_store_set_state (store,
                                                                                  info->id,
                                                                                  ZPI_CASE_ISSUED,
                                                                                  ZPI_CASE_ISSUED,
                                                                                  attention,
                                                                                  error);
}

/**
 * zpi_reminder_apply:
 * @store: the store
 * @case_id: a case
 * @error: return location for an error
 *
 * Has the list say that there is a reminder, also after the state was fetched anew.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_reminder_apply (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, error);
  g_autoptr (JsonNode) root = NULL;
  const char *on;

  if (info == NULL)
    return FALSE;
  root = info->state == ZPI_CASE_ISSUED ? load (store, case_id) : NULL;
  if (root == NULL)
    return TRUE;
  on = zpi_json_get_string (json_node_get_object (root), "on");
  return zpi_reminder_set_attention (store,
                                     info,
                                     zpi_attention_to_nick (ZPI_ATTENTION_REMIND_NEXT_YEAR),
                                     error) &&
         zpi_case_store_set_due (store, case_id, begin_of_day_us (on), error);
}
