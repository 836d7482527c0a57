/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-municipality-request.h"

#include <json-glib/json-glib.h>

#include "zpi-clock.h"
#include "zpi-evidence.h"
#include "zpi-json.h"

/* What the municipality writes beside it. */
#define NOTE "Wij missen dit nog. Zonder kunnen wij niet beslissen."

/* (transfer full): of somebody of whom nothing is known */
static GPtrArray *
list_basic (const ZpiScheme *scheme, ZpiApplication **application)
{
  *application = zpi_application_new ();
  return zpi_evidence_list_build (scheme, *application);
}

static void
add_wanted (JsonArray *wanted, const char *kind, gboolean has_month)
{
  ZpiDate today = zpi_clock_today ();
  ZpiDate first = {ZPI_DATE_FULL, today.year, today.month, 1};
  ZpiDate before = zpi_date_add (&first, 0, -1, 0);
  g_autofree char *month = g_strdup_printf ("%04d-%02d", before.year, before.month);
  JsonObject *one = json_object_new ();

  json_object_set_string_member (one, "soort", kind);
  json_object_set_string_member (one, "van", "aanvrager");
  if (has_month)
    json_object_set_string_member (one, "maand", month);
  json_array_add_object_element (wanted, one);
}

/* @wanted: (transfer full) */
static char *
to_text (JsonArray *wanted)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *request = json_object_new ();

  json_object_set_array_member (request, "gevraagd", wanted);
  json_object_set_string_member (request, "toelichting", NOTE);
  json_node_take_object (root, request);
  return json_to_string (root, FALSE);
}

static gboolean
income_asks_months (const ZpiIncomeKind *income, const char *document)
{
  for (guint i = 0; i < income->evidence->len; i++) {
    const ZpiIncomeEvidence *wanted = &g_array_index (income->evidence, ZpiIncomeEvidence, i);

    if (g_strcmp0 (wanted->document, document) == 0 && wanted->months > 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
asks_months (const ZpiScheme *scheme, const char *document)
{
  const GPtrArray *incomes = zpi_scheme_get_income_kinds (scheme);
  g_autoptr (ZpiApplication) nobody = NULL;
  g_autoptr (GPtrArray) basic = list_basic (scheme, &nobody);

  for (guint i = 0; i < basic->len; i++) {
    const ZpiEvidence *evidence = g_ptr_array_index (basic, i);

    if (g_strcmp0 (evidence->kind, document) == 0 && evidence->months->len > 0)
      return TRUE;
  }
  for (guint i = 0; i < incomes->len; i++)
    if (income_asks_months (g_ptr_array_index (incomes, i), document))
      return TRUE;
  return FALSE;
}

char *
zpi_municipality_request_kind (const ZpiScheme *scheme, const ZpiDocumentKind *kind)
{
  JsonArray *wanted = json_array_new ();

  add_wanted (wanted, kind->id, asks_months (scheme, kind->id));
  return to_text (wanted);
}

char *
zpi_municipality_request_all (const ZpiScheme *scheme)
{
  g_autoptr (ZpiApplication) nobody = NULL;
  g_autoptr (GPtrArray) basic = list_basic (scheme, &nobody);
  JsonArray *wanted = json_array_new ();

  for (guint i = 0; i < basic->len; i++) {
    const ZpiEvidence *evidence = g_ptr_array_index (basic, i);

    if (evidence->required_to_decide)
      add_wanted (wanted, evidence->kind, evidence->months->len > 0);
  }
  return to_text (wanted);
}
