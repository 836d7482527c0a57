/* SPDX-License-Identifier: EUPL-1.2 */

/* The folders of tests/data/cases: what is pasted and imported, and what becomes of it. */

#undef G_DISABLE_ASSERT

#include <string.h>

#include "rules-fixture.h"
#include "zpi-address.h"
#include "zpi-eligibility.h"
#include "zpi-json.h"
#include "zpi-overview.h"

static JsonNode *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "cases", folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  bytes = g_bytes_new (text, length);
  node = zpi_json_parse (bytes, 100000, 20, &error);
  g_assert_no_error (error);
  return node;
}

/* (transfer full) (nullable): what stands at "aanvrager.naam.voornamen" */
static char *
read_path (JsonNode *wire, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", 0);
  JsonNode *node = wire;

  for (guint i = 0; names[i] != NULL && node != NULL; i++)
    node = json_object_get_member (json_node_get_object (node), names[i]);
  if (node == NULL)
    return NULL;
  return json_node_get_value_type (node) == G_TYPE_INT64
             ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node))
             : json_node_dup_string (node);
}

static void
check_wire (JsonObject *expected, JsonNode *wire)
{
  JsonObject *places = zpi_json_get_object (expected, "wire");
  JsonArray *others = zpi_json_get_array (json_node_get_object (wire), "onverwerkteAntwoorden");
  g_autoptr (GList) paths = json_object_get_members (places);

  for (GList *l = paths; l != NULL; l = l->next) {
    g_autofree char *carried = read_path (wire, l->data);

    g_test_message ("%s", (const char *) l->data);
    g_assert_cmpstr (carried, ==, zpi_json_get_string (places, l->data));
  }
  if (json_object_has_member (expected, "unprocessed"))
    g_assert_cmpint (others != NULL ? json_array_get_length (others) : 0,
                     ==,
                     json_object_get_int_member (expected, "unprocessed"));
}

static char *
describe (const ZpiFinding *finding)
{
  const char *code = finding->code == ZPI_FINDING_CHECK ? zpi_check_code_to_nick (finding->check)
                                                        : zpi_finding_code_to_nick (finding->code);

  return g_strjoin (" ",
                    zpi_finding_severity_to_nick (finding->severity),
                    code,
                    finding->key,
                    finding->args[0],
                    NULL);
}

static void
check_findings (JsonObject *expected, ZpiCase *zcase)
{
  g_autoptr (GPtrArray) found = fixture_findings (zcase, NULL, ZPI_SECTION_APPLICANT);
  JsonArray *wanted = zpi_json_get_array (expected, "findings");
  guint n = wanted != NULL ? json_array_get_length (wanted) : 0;

  for (guint i = 0; i < n; i++) {
    gboolean seen = FALSE;

    for (guint j = 0; j < found->len; j++) {
      g_autofree char *text = describe (found->pdata[j]);

      seen = seen || strcmp (text, json_array_get_string_element (wanted, i)) == 0;
    }
    g_test_message ("%s", json_array_get_string_element (wanted, i));
    g_assert_true (seen);
  }
  for (guint j = 0; n == 0 && j < found->len; j++) {
    g_autofree char *text = describe (found->pdata[j]);

    g_assert_cmpstr (text, ==, "");
  }
}

static void
check_warnings (JsonObject *expected, const char *member, gboolean warned, ZpiEligibility *result)
{
  JsonArray *ids = zpi_json_get_array (expected, member);

  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    g_assert_cmpint (fixture_has_warning (result, json_array_get_string_element (ids, i)),
                     ==,
                     warned);
}

/* Imported, kept as a case, and made into the form again. */
static void
check_imported (JsonObject *expected, JsonNode *imported)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiApplication) read = zpi_application_new_from_wire (imported, &error);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiApplication) typed = NULL;
  g_autoptr (ZpiEligibility) result = NULL;
  g_autoptr (JsonNode) wire = NULL;

  g_assert_no_error (error);
  zpi_application_fill_case (read, zcase);
  zpi_address_spread_all (zcase);
  typed = zpi_application_new_from_case (zcase);
  wire = zpi_application_to_wire (typed);
  check_wire (expected, wire);
  g_assert_cmpint (zpi_case_can_send (zcase),
                   ==,
                   json_object_get_boolean_member (expected, "can_send"));
  check_findings (expected, zcase);
  result = zpi_eligibility_check (scheme, read);
  check_warnings (expected, "warned", TRUE, result);
  check_warnings (expected, "not_warned", FALSE, result);
  if (json_object_has_member (expected, "income_cents"))
    g_assert_cmpint (result->income_cents,
                     ==,
                     json_object_get_int_member (expected, "income_cents"));
}

static ZpiCheckResult
check_birth (const char *text)
{
  return zpi_check_birth_date (text, ZPI_BIRTH_OF_APPLICANT, NULL, NULL);
}

static ZpiCheckResult
check_child (const char *text)
{
  return zpi_check_birth_date (text, ZPI_BIRTH_OF_CHILD, NULL, NULL);
}

/* What is asked, in the place of what is sent. */
static ZpiCheckResult
check_suggestion (const char *text)
{
  ZpiCheckResult result = zpi_check_email (text);

  g_free (result.normalised);
  result.normalised = g_steal_pointer (&result.suggestion);
  return result;
}

/* The parts of a whole address, with a bar between them. */
static ZpiCheckResult
check_address (const char *text)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);

  zpi_case_set (zcase, ZPI_KEY_STREET, text);
  if (!zpi_address_spread (zcase, ZPI_KEY_STREET))
    return (ZpiCheckResult){ZPI_CHECK_EMPTY, ZPI_SEVERITY_OK, NULL, NULL};
  return (ZpiCheckResult){ZPI_CHECK_OK,
                          ZPI_SEVERITY_OK,
                          g_strdup_printf ("%s|%s|%s|%s",
                                           zpi_case_get (zcase, ZPI_KEY_STREET),
                                           zpi_case_get (zcase, ZPI_KEY_HOUSE_NUMBER),
                                           zpi_case_get (zcase, ZPI_KEY_POSTCODE),
                                           zpi_case_get (zcase, ZPI_KEY_CITY)),
                          NULL};
}

static void
check_typed (JsonObject *expected)
{
  static const struct {
    const char *member;
    ZpiCheckResult (*check) (const char *text);
  } kinds[] = {
      {"bsn", zpi_check_bsn},
      {"postcode", zpi_check_postcode},
      {"phone", zpi_check_phone},
      {"email", zpi_check_email},
      {"count", zpi_check_count},
      {"money", zpi_check_money},
      {"birth_date", check_birth},
      {"child_birth_date", check_child},
      {"email_suggestion", check_suggestion},
      {"house_number", zpi_check_house_number},
      {"house_letter", zpi_check_house_letter},
      {"house_addition", zpi_check_house_addition},
      {"month", zpi_check_month},
      {"address", check_address},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    JsonObject *texts = zpi_json_get_object (expected, kinds[i].member);
    g_autoptr (GList) names = texts != NULL ? json_object_get_members (texts) : NULL;

    for (GList *l = names; l != NULL; l = l->next) {
      g_auto (ZpiCheckResult) result = kinds[i].check (l->data);

      g_test_message ("%s", (const char *) l->data);
      g_assert_cmpstr (result.normalised != NULL ? result.normalised
                                                 : zpi_check_code_to_nick (result.code),
                       ==,
                       zpi_json_get_string (texts, l->data));
    }
  }
}

static void
test_case (gconstpointer data)
{
  const char *folder = data;
  g_autoptr (JsonNode) imported = load (folder, "aanvraag.json");
  g_autoptr (JsonNode) expected = load (folder, "expected.json");
  g_autoptr (JsonNode) typed = load (folder, "typed.json");

  g_assert_true (typed != NULL || (imported != NULL && expected != NULL));
  if (typed != NULL)
    check_typed (json_node_get_object (typed));
  else
    check_imported (json_node_get_object (expected), imported);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "data", "cases", NULL);
  dir = g_dir_open (path, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (path, name, NULL);
    g_autofree char *test = g_strconcat ("/cases/", name, NULL);
    g_autofree char *expected = g_build_filename (folder, "expected.json", NULL);
    g_autofree char *typed = g_build_filename (folder, "typed.json", NULL);

    if (!g_file_test (expected, G_FILE_TEST_EXISTS) && !g_file_test (typed, G_FILE_TEST_EXISTS))
      continue;
    g_test_add_data_func_full (test, g_strdup (name), test_case, g_free);
    n++;
  }
  g_assert_cmpuint (n, >=, 26);
  return g_test_run ();
}
