/* SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as a scheme, with the shipped norms; and any bytes as norms, with the shipped scheme:
 * taken completely or refused with a reason. What was taken is used for a check, because a value
 * that was let in must not be able to break the arithmetic. */

#include <string.h>

#include "fuzz.h"
#include "zpi-eligibility.h"
#include "zpi-evidence.h"
#include "zpi-guard.h"
#include "zpi-json.h"

static const char household[] =
    "{\"peildatum\": \"2026-01-15\", \"aanvrager\": {\"geboorte\": {\"datum\": {\"type\": "
    "\"Datum\","
    " \"datum\": \"1958-12-31\"}}, \"adres\": {\"woonplaats\": \"Zoetermeer\"}}, \"partner\":"
    " {\"geboorte\": {\"datum\": {\"type\": \"JaarDatum\", \"jaar\": 1990}}}, \"kinderen\": [{"
    "\"geboorte\": {\"datum\": {\"type\": \"Datum\", \"datum\": \"2010-02-28\"}}}], \"inkomen\": [{"
    "\"soort\": \"bijstand\", \"bedragInCenten\": 999999999, \"periode\": \"week\","
    " \"vakantiegeld\": \"met\"}, {\"soort\": \"gift\", \"bedragInCenten\": 500000, \"periode\":"
    " \"jaar\"}, {\"soort\": \"wisselend-loon\", \"maanden\": [{\"maand\": \"2025-12\","
    " \"bedragInCenten\": 999999999}]}]}";

static ZpiScheme *
shipped (void)
{
  static ZpiScheme *scheme = NULL;

  if (scheme == NULL)
    scheme = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  g_assert (scheme != NULL);
  return scheme;
}

static ZpiApplication *
application (void)
{
  static ZpiApplication *parsed = NULL;

  if (parsed == NULL) {
    g_autoptr (JsonNode) wire = zpi_json_parse_text (household, NULL);

    g_assert (wire != NULL);
    parsed = zpi_application_new_from_wire (wire, NULL);
  }
  g_assert (parsed != NULL);
  return parsed;
}

static void
use (ZpiScheme *scheme)
{
  const ZpiDate today = {ZPI_DATE_FULL, 2026, 11, 22};
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application ());
  g_autoptr (JsonNode) json = zpi_eligibility_to_json (result);
  g_autoptr (GPtrArray) evidence = zpi_evidence_list_build (scheme, application ());
  g_autoptr (GPtrArray) guards = zpi_guard_list_build (scheme, application (), &today);

  g_assert (!result->has_income || result->income_cents >= 0);
  g_assert (!result->has_limit || result->limit_cents >= 0);
  g_assert (json != NULL && evidence != NULL && guards != NULL);
}

static void
try_both (GBytes *scheme, GBytes *norms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiScheme) loaded =
      zpi_scheme_load (scheme, "scheme.json", norms, "norms.json", &error);

  g_assert ((loaded == NULL) == (error != NULL));
  if (loaded != NULL)
    use (loaded);
  else
    g_assert (strstr (error->message, ".json:") != NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  try_both (bytes, zpi_scheme_get_norms_bytes (shipped ()));
  try_both (zpi_scheme_get_bytes (shipped ()), bytes);
  return 0;
}
