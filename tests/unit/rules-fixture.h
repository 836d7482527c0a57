/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Short ways to write an application in the tests of the rules. */

#include <string.h>

#include "zpi-application.h"
#include "zpi-eligibility.h"
#include "zpi-finding.h"
#include "zpi-json.h"
#include "zpi-scheme.h"

static inline ZpiDate
fixture_day (const char *iso)
{
  ZpiDate date = ZPI_DATE_INIT;

  g_assert_true (zpi_date_parse_iso (iso, &date));
  return date;
}

/* @text: JSON in which single quotes stand for double ones */
static inline ZpiApplication *
fixture_application (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = zpi_json_parse_text (json, &error);
  ZpiApplication *application;

  g_assert_no_error (error);
  application = zpi_application_new_from_wire (node, &error);
  g_assert_no_error (error);
  return application;
}

/* Somebody with a wage in Zoetermeer; @partner_birth may be NULL. */
static inline ZpiApplication *
fixture_household (const char *on, const char *birth, const char *partner_birth, gint64 cents)
{
  ZpiApplication *application = zpi_application_new ();
  ZpiIncome *income = zpi_income_new ();

  application->reference_date = fixture_day (on);
  application->applicant.birth = fixture_day (birth);
  g_free (application->city);
  application->city = g_strdup ("Zoetermeer");
  if (partner_birth != NULL) {
    application->has_partner = TRUE;
    application->partner.birth = fixture_day (partner_birth);
  }
  g_free (income->kind);
  income->kind = g_strdup ("loon");
  g_free (income->period);
  income->period = g_strdup ("maand");
  income->has_amount = TRUE;
  income->amount_cents = cents;
  g_ptr_array_add (application->incomes, income);
  return application;
}

static inline void
fixture_add_child (ZpiApplication *application, const char *birth)
{
  ZpiPerson *child = zpi_person_new ();

  child->birth = fixture_day (birth);
  g_ptr_array_add (application->children, child);
}

static inline ZpiScheme *
fixture_scheme (void)
{
  g_autoptr (GError) error = NULL;
  ZpiScheme *scheme = zpi_scheme_load_shipped ("zoetermeerpas", &error);

  g_assert_no_error (error);
  return scheme;
}

/* A scheme from tests/data/schemes with the shipped norms. */
static inline ZpiScheme *
fixture_other_scheme (const char *name)
{
  g_autoptr (ZpiScheme) shipped = fixture_scheme ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "schemes", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  ZpiScheme *scheme;
  gsize length = 0;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (text, length);
  scheme = zpi_scheme_load (bytes, name, zpi_scheme_get_norms_bytes (shipped), "norms", &error);
  g_assert_no_error (error);
  return scheme;
}

/* The shipped scheme with one piece of text changed, in the scheme or in the norms. */
static inline ZpiScheme *
fixture_changed_scheme (const char *from, const char *to)
{
  g_autoptr (ZpiScheme) shipped = fixture_scheme ();
  g_autoptr (GError) error = NULL;
  GBytes *changed[2] = {NULL, NULL};
  GBytes *originals[2] = {zpi_scheme_get_bytes (shipped), zpi_scheme_get_norms_bytes (shipped)};
  gboolean found = FALSE;
  ZpiScheme *scheme;

  for (guint i = 0; i < 2; i++) {
    g_autofree char *text =
        g_strndup (g_bytes_get_data (originals[i], NULL), g_bytes_get_size (originals[i]));
    g_auto (GStrv) parts = g_strsplit (text, from, 2);
    char *joined = g_strjoinv (to, parts);

    found = found || g_strv_length (parts) == 2;
    changed[i] = g_bytes_new_take (joined, strlen (joined));
  }
  g_assert_true (found);
  scheme = zpi_scheme_load (changed[0], "scheme", changed[1], "norms", &error);
  g_clear_pointer (&changed[0], g_bytes_unref);
  g_clear_pointer (&changed[1], g_bytes_unref);
  g_assert_no_error (error);
  return scheme;
}

static inline gboolean
fixture_has_warning (const ZpiEligibility *result, const char *id)
{
  for (guint i = 0; i < result->warnings->len; i++)
    if (g_str_equal (zpi_step_get_id (result->warnings->pdata[i]), id))
      return TRUE;
  return FALSE;
}

/* What there is to know about one section. */
static inline GPtrArray *
fixture_findings (ZpiCase *zcase, const ZpiScheme *scheme, ZpiSection section)
{
  GPtrArray *found = zpi_findings_for_case (zcase, scheme);

  for (guint i = found->len; i > 0; i--)
    if (((ZpiFinding *) found->pdata[i - 1])->section != section)
      g_ptr_array_remove_index (found, i - 1);
  return found;
}
