/* SPDX-License-Identifier: EUPL-1.2 */

/* What the practice municipality can ask for is what the rules of its pass know. */

#undef G_DISABLE_ASSERT

#include "rules-fixture.h"

#include "zpi-clock.h"
#include "zpi-municipality-request.h"

static gint64
noon (gpointer data)
{
  g_autoptr (GDateTime) at = g_date_time_new_utc (2026, 1, 15, 12, 0, 0);

  return g_date_time_to_unix (at) * G_USEC_PER_SEC;
}

static void
test_shipped (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autofree char *all = zpi_municipality_request_all (scheme);
  g_autofree char *slip =
      zpi_municipality_request_kind (scheme, zpi_scheme_find_document_kind (scheme, "loonstrook"));
  g_autofree char *other =
      zpi_municipality_request_kind (scheme, zpi_scheme_find_document_kind (scheme, "overig"));

  g_assert_true (g_str_has_prefix (
      all,
      "{\"gevraagd\":[{\"soort\":\"legitimatie\",\"van\":\"aanvrager\"},"
      "{\"soort\":\"bankafschrift\",\"van\":\"aanvrager\",\"maand\":\"2025-12\"}],"));
  g_assert_nonnull (strstr (slip, "\"loonstrook\",\"van\":\"aanvrager\",\"maand\":\"2025-12\""));
  g_assert_nonnull (strstr (other, "[{\"soort\":\"overig\",\"van\":\"aanvrager\"}]"));
}

/* Another city asks for other papers: that of Utrecht sees no bank statement. */
static void
test_other_city (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_other_scheme ("u-pas.json");
  g_autofree char *all = zpi_municipality_request_all (scheme);

  g_assert_nonnull (strstr (all, "legitimatie"));
  g_assert_null (strstr (all, "bankafschrift"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  zpi_clock_set_source (noon, NULL);
  g_test_add_func ("/municipality-request/shipped", test_shipped);
  g_test_add_func ("/municipality-request/other-city", test_other_city);
  return g_test_run ();
}
