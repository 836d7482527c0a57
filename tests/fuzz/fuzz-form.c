/* SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as a body that the practice municipality reads, as each of its forms: every fault is
 * one that can be sent back. */

#include <string.h>

#include "fuzz.h"
#include "zpi-practice-forms.h"

static const ZpiWireShape *const shapes[] = {
    &zpi_wire_application,
    &zpi_wire_submission,
    &zpi_wire_withdrawal,
    &zpi_wire_supplement,
    &zpi_wire_search,
    &zpi_wire_renewal,
    &zpi_wire_account,
};

static const char *(*const checks[]) (const char *text) = {
    zpi_wire_check_uuid,
    zpi_wire_check_sha256,
    zpi_wire_check_date,
    zpi_wire_check_time,
    zpi_wire_check_month,
    zpi_wire_check_bsn,
    zpi_wire_check_email,
    zpi_wire_check_postcode,
    zpi_wire_check_phone,
    zpi_wire_check_name,
    zpi_wire_check_house_letter,
    zpi_wire_check_house_addition,
    zpi_wire_check_code,
};

static void
read_as (JsonObject *object, const ZpiWireShape *shape)
{
  g_autoptr (ZpiPracticeFaults) faults = zpi_practice_faults_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (JsonNode) again = NULL;

  zpi_wire_check (object, shape, faults);
  g_assert (zpi_practice_faults_count (faults) <= 200);
  for (guint i = 0; i < faults->faults->len; i++) {
    const ZpiPracticeFault *fault = g_ptr_array_index (faults->faults, i);

    g_assert (g_utf8_validate (fault->name, -1, NULL));
    g_assert (g_utf8_strlen (fault->name, -1) <= 300);
    g_assert (fault->code != NULL && *fault->code != '\0');
    g_assert (fault->reason != NULL && *fault->reason != '\0');
  }
  json_node_take_array (node, zpi_practice_faults_to_json (faults));
  written = zpi_json_serialize (node, FALSE);
  again = zpi_json_parse (written, 0, 0, NULL);
  g_assert (again != NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (JsonNode) root = zpi_json_parse (bytes, 0, 0, NULL);
  g_autofree char *text = g_strndup ((const char *) data, size);

  if (g_utf8_validate (text, -1, NULL)) {
    for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
      checks[i](text);
  }
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    read_as (json_node_get_object (root), shapes[i]);
  return 0;
}
