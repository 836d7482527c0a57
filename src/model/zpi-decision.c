/* SPDX-License-Identifier: EUPL-1.2 */

/* The decision, and until when the client may object. */

#include "zpi-decision.h"

#include "zpi-json.h"

/* Algemene wet bestuursrecht, articles 6:7 and 6:8: six weeks, from the day after the decision was
 * made known. It is made known by mail on its own day. */
#define OBJECTION_DAYS (6 * 7)

/**
 * zpi_decision_free:
 * @self: (transfer full): a decision
 */
void
zpi_decision_free (ZpiDecision *self)
{
  g_free (self->reason);
  g_free (self);
}

static gboolean
read_date (const char *text, ZpiDate *date, ZpiDate *later)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) last = NULL;
  g_autofree char *iso = text != NULL ? g_strconcat (text, "T12:00:00Z", NULL) : NULL;

  day = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;
  last = day != NULL ? g_date_time_add_days (day, OBJECTION_DAYS) : NULL;
  if (last == NULL)
    return FALSE;
  date->precision = later->precision = ZPI_DATE_FULL;
  date->year = g_date_time_get_year (day);
  date->month = g_date_time_get_month (day);
  date->day = g_date_time_get_day_of_month (day);
  later->year = g_date_time_get_year (last);
  later->month = g_date_time_get_month (last);
  later->day = g_date_time_get_day_of_month (last);
  return TRUE;
}

/**
 * zpi_decision_from_status:
 * @status: (nullable): the record `status` of a case
 *
 * Returns: (transfer full) (nullable): what was decided; %NULL when nothing was yet
 */
ZpiDecision *
zpi_decision_from_status (GBytes *status)
{
  g_autoptr (JsonNode) root = status != NULL ? zpi_json_parse (status, 0, 0, NULL) : NULL;
  g_autoptr (ZpiDecision) self = g_new0 (ZpiDecision, 1);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                           ? zpi_json_get_object (json_node_get_object (root), "besluit")
                           : NULL;
  const char *outcome = zpi_json_get_string (object, "uitkomst");

  self->granted = g_strcmp0 (outcome, "toegekend") == 0;
  if (!self->granted && g_strcmp0 (outcome, "afgewezen") != 0)
    return NULL;
  if (!read_date (zpi_json_get_string (object, "datum"), &self->date, &self->objection_until))
    return NULL;
  self->reason = g_strdup (zpi_json_get_string (object, "motivering"));
  return g_steal_pointer (&self);
}
