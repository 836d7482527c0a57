/* SPDX-License-Identifier: EUPL-1.2 */

/* Every example household in tests/data/households against the shipped rules. */

#include "zpi-example.h"
#include "zpi-json.h"

static ZpiScheme *scheme;

static void
test_household (gconstpointer user_data)
{
  const char *path = user_data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) example = NULL;
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (g_free);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  example = zpi_json_parse_text (text, &error);
  g_assert_no_error (error);
  g_assert_nonnull (zpi_json_get_object (json_node_get_object (example), "notes"));
  zpi_example_check (scheme, example, NULL, differences, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < differences->len; i++)
    g_test_message ("%s", (const char *) differences->pdata[i]);
  g_assert_cmpuint (differences->len, ==, 0);
}

/* An example that expects something else is noticed, for each member. */
static void
test_differences (void)
{
  const char *text = "{\"application\": {\"peildatum\": \"2026-01-15\"}, \"expected\": {"
                     "\"outcome\": \"likely\", \"household_type\": \"single_aow\","
                     "\"norm_cents\": 1, \"percentage\": 1, \"limit_cents\": 1,"
                     "\"income_cents\": 1, \"norms_valid_from\": \"2024-01-01\","
                     "\"norms_valid_to\": null, \"close_to_limit\": true, \"warnings\": [],"
                     "\"missing\": [1, 2], \"evidence\": [\"x\"]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) example = zpi_json_parse_text (text, &error);
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  g_assert_true (zpi_example_check (scheme, example, NULL, differences, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (differences->len, ==, 12);
  g_assert_cmpstr (differences->pdata[0], ==, "outcome: expected \"likely\", found \"unknown\"");
}

static void
test_no_example (void)
{
  static const char *const texts[] = {
      "[]",
      "{}",
      "{\"application\": {}}",
      "{\"expected\": {}}",
      "{\"application\": {}, \"expected\": {}, \"options\": {\"on\": \"soon\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) example = zpi_json_parse_text (texts[i], NULL);
    g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (g_free);

    g_assert_false (zpi_example_check (scheme, example, NULL, differences, &error));
    g_assert_nonnull (error);
  }
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  guint n = 0;

  g_test_init (&argc, &argv, NULL);
  scheme = zpi_scheme_load_shipped ("zoetermeerpas", &error);
  g_assert_no_error (error);
  folder = g_test_build_filename (G_TEST_DIST, "data", "households", NULL);
  dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *test = g_strconcat ("/households/", name, NULL);

    if (!g_str_has_suffix (name, ".json"))
      continue;
    g_test_add_data_func_full (test, g_build_filename (folder, name, NULL), test_household, g_free);
    n++;
  }
  g_assert_cmpuint (n, >=, 60);
  g_test_add_func ("/example/differences", test_differences);
  g_test_add_func ("/example/no-example", test_no_example);
  return g_test_run ();
}
