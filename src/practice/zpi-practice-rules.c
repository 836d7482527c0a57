/* SPDX-License-Identifier: EUPL-1.2 */

/* What is given out as it is: the rules and the contract. */

#include <string.h>

#include "zpi-practice-router.h"

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
