/* SPDX-License-Identifier: EUPL-1.2 */

/* What is given out as it is: the rules and the contract. */

#include <string.h>

#include "zpi-json.h"
#include "zpi-practice-router.h"

/* Where there are no rules, or they do not say: after that a reasonable time is over, Awb 4:13. */
#define DECISION_WEEKS 8

/* (nullable): of @object, the object called @name */
static JsonObject *
step_into (JsonObject *object, const char *name)
{
  return object != NULL ? zpi_json_get_object (object, name) : NULL;
}

static guint
read_decision_weeks (GBytes *rules)
{
  g_autoptr (JsonNode) root = rules != NULL ? zpi_json_parse (rules, 0, 0, NULL) : NULL;
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  gint64 weeks = 0;

  object = step_into (step_into (step_into (object, "regeling"), "parameters"), "decision_weeks");
  if (object == NULL || !zpi_json_get_int (object, "value", &weeks))
    return DECISION_WEEKS;
  return (guint) CLAMP (weeks, 1, 52);
}

/* Within how many weeks an application for @scheme is decided. */
guint
zpi_practice_rules_decision_weeks (ZpiPracticeTown *town, const char *scheme)
{
  guint weeks = GPOINTER_TO_UINT (g_hash_table_lookup (town->decision_weeks, scheme));

  if (weeks != 0)
    return weeks;
  weeks = read_decision_weeks (g_hash_table_lookup (town->rules, scheme));
  g_hash_table_insert (town->decision_weeks, g_strdup (scheme), GUINT_TO_POINTER (weeks));
  return weeks;
}

void
zpi_practice_get_rules (ZpiPracticeCall *call)
{
  GBytes *rules = g_hash_table_lookup (call->town->rules, call->args[0]);
  const char *known = zpi_practice_call_header (call, "If-None-Match");
  g_autofree char *sha256 = NULL;
  g_autofree char *etag = NULL;

  if (rules == NULL) {
    zpi_practice_refuse (call, "niet-gevonden", "Deze regeling kennen wij hier niet.");
    return;
  }
  sha256 = zpi_practice_sha256 (rules);
  etag = g_strdup_printf ("\"%.16s\"", sha256);
  zpi_practice_call_set_header (call, "ETag", etag);
  if (known != NULL && strstr (known, etag) != NULL)
    zpi_practice_answer_empty (call, 304);
  else
    zpi_practice_answer_bytes (call, 200, "application/json", rules);
}

void
zpi_practice_get_contract (ZpiPracticeCall *call)
{
  if (call->town->contract == NULL) {
    zpi_practice_refuse (call, "niet-gevonden", "Het contract is hier niet.");
    return;
  }
  zpi_practice_call_set_header (call, "Access-Control-Allow-Origin", "*");
  zpi_practice_answer_bytes (call, 200, "application/json", call->town->contract);
}
