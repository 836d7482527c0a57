/* SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as an application on the wire: read or refused; and what was read once stays what it
 * is, however often it is written and read again. */

#include "fuzz.h"
#include "zpi-application-form.h"
#include "zpi-eligibility.h"
#include "zpi-evidence.h"
#include "zpi-finding.h"
#include "zpi-json.h"

static ZpiScheme *
scheme (void)
{
  static ZpiScheme *shipped = NULL;

  if (shipped == NULL)
    shipped = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  g_assert (shipped != NULL);
  return shipped;
}

static GBytes *
write_wire (const ZpiApplication *self)
{
  g_autoptr (JsonNode) wire = zpi_application_to_wire (self);

  return zpi_json_serialize (wire, FALSE);
}

static ZpiApplication *
read_wire (GBytes *bytes)
{
  g_autoptr (JsonNode) wire = zpi_json_parse (bytes, 0, 0, NULL);
  g_autoptr (GError) error = NULL;
  ZpiApplication *self;

  if (wire == NULL)
    return NULL;
  self = zpi_application_new_from_wire (wire, &error);
  g_assert ((self == NULL) == (error != NULL));
  return self;
}

static void
use_rules (const ZpiApplication *self)
{
  g_autoptr (ZpiEligibility) check = zpi_eligibility_check (scheme (), self);
  g_autoptr (JsonNode) form = zpi_application_to_submission (self, scheme ());
  g_autoptr (JsonNode) explained = zpi_eligibility_to_json (check);
}

static void
use_case (const ZpiApplication *self)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (ZpiApplication) retyped = NULL;

  zpi_application_fill_case (self, zcase);
  found = zpi_findings_for_case (zcase, scheme ());
  retyped = zpi_application_new_from_case (zcase);
  use_rules (retyped);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (ZpiApplication) first = read_wire (bytes);
  g_autoptr (ZpiApplication) second = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) again = NULL;

  if (first == NULL)
    return 0;
  written = write_wire (first);
  second = read_wire (written);
  g_assert (second != NULL);
  again = write_wire (second);
  g_assert (g_bytes_equal (written, again));
  use_rules (first);
  use_case (first);
  return 0;
}
