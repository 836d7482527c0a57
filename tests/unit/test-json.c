/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include <string.h>

#include "zpi-error.h"
#include "zpi-json.h"
#include "zpi-log.h"

static void
test_accepts (void)
{
  const char *const good[] = {"{}",
                              "[]",
                              " {\"a\": [1, -2, 3.5e10, true, false, null, \"x\\u00e9\\n\"]} ",
                              "{\"a\": \"\\ud83d\\ude00\"}",
                              "[0, -0, 0.5, 1E+2]",
                              "{\"a\":{\"a\":1}}",
                              "\ufeff{}"};

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) root = zpi_json_parse_text (good[i], &error);

    g_assert_no_error (error);
    g_assert_nonnull (root);
  }
}

static void
test_refuses (void)
{
  const char *const bad[] = {"",
                             "\ufeff",
                             "\ufeff\ufeff{}",
                             " ",
                             "1",
                             "\"x\"",
                             "null",
                             "{",
                             "[1,]",
                             "{\"a\":1,}",
                             "{'a':1}",
                             "{a:1}",
                             "{\"a\" 1}",
                             "{\"a\":1}{}",
                             "[1] x",
                             "var x = {};",
                             "[1] // no",
                             "/* no */ []",
                             "[012]",
                             "[+1]",
                             "[.5]",
                             "[1.]",
                             "[1e]",
                             "[-]",
                             "[NaN]",
                             "[9223372036854775808]",
                             "[11111111111111111111111111111111111111111111111111.5]",
                             "[\"\\u0000\"]",
                             "[\"\\ud800\"]",
                             "[\"\\ud800\\u0041\"]",
                             "[\"\\udc00\"]",
                             "[\"\\u12\"]",
                             "[\"\\u12g4\"]",
                             "[\"\\x\"]",
                             "[\"a\tb\"]",
                             "[\"a",
                             "[\"a\\",
                             "[tru]",
                             "{\"a\":1,\"a\":2}",
                             "{\"a\":1,\"\\u0061\":2}",
                             "{\"\\ud83d\\ude00\":1,\"😀\":2}",
                             "{\"\\n\":1,\"\\u000a\":2}"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) root = zpi_json_parse_text (bad[i], &error);

    g_test_message ("%s", bad[i]);
    g_assert_null (root);
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  }
}

/* The keys k0, k1, and so on, and @last. */
static char *
object_of (guint n, const char *last)
{
  g_autoptr (GString) text = g_string_new ("{");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "\"k%u\":%u,", i, i);
  g_string_append_printf (text, "\"%s\":0}", last);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* However many keys there are, and wherever the first of the two stands. */
static void
test_same_key_among_many (void)
{
  for (guint n = 1; n < 60; n++) {
    g_autofree char *last = g_strdup_printf ("k%u", n - 1);
    g_autofree char *middle = g_strdup_printf ("k\\u00%02x", '0' + MIN (n / 2, 9));
    g_autofree char *first_again = object_of (n, "k0");
    g_autofree char *last_again = object_of (n, last);
    g_autofree char *escaped_again = object_of (n, middle);
    const char *with[] = {first_again, last_again, escaped_again};
    g_autofree char *without = object_of (n, "k");
    g_autoptr (JsonNode) root = zpi_json_parse_text (without, NULL);

    g_assert_nonnull (root);
    for (guint i = 0; i < G_N_ELEMENTS (with); i++) {
      g_autoptr (GError) error = NULL;

      g_assert_null (zpi_json_parse_text (with[i], &error));
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
    }
  }
}

/* What is wrong is named, so that the place can be found. */
static void
test_names_the_fault (void)
{
  static const char *const table[][2] = {
      {"{\"a\": [1, 2,]}", "a comma with nothing behind it"},
      {"{\"a\": 1,\n}", "a comma with nothing behind it"},
      {"{\"a\": 1 \"b\": 2}", "a missing comma"},
      {"[{} {}]", "a missing comma"},
      {"// note\n{}", "a comment"},
      {"{\"a\": /* no */ 1}", "a comment"},
      {"{\"a\": 1 # no\n}", "a comment"},
      {"{'a': 1}", "quotation marks of another kind"},
      {"{\"a\": 'b'}", "quotation marks of another kind"},
      {"{\u201ca\u201d: 1}", "quotation marks of another kind"},
      {"{\"a\":\u00a01}", "a sign that stands there by mistake"},
      {"{\"a\": None}", "an unknown word"},
      {"{\"a\": NaN}", "an unknown word"},
      {"{\"a\": }", "a value that is missing"},
      {"[,]", "a value that is missing"},
      {"{a: 1}", "a missing quotation mark"},
      {"{\"a\": -}", "a number without digits"},
      {"{\"a\": [1}", "an array without an end"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) root = zpi_json_parse_text (table[i][0], &error);

    g_test_message ("%s", table[i][0]);
    g_assert_null (root);
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
    g_assert_nonnull (strstr (error->message, table[i][1]));
  }
}

static GBytes *
nested (guint depth)
{
  char *text = g_malloc (depth * 2);

  memset (text, '[', depth);
  memset (text + depth, ']', depth);
  return g_bytes_new_take (text, depth * 2);
}

static void
test_limits (void)
{
  g_autoptr (GBytes) deepest = nested (ZPI_JSON_MAX_DEPTH);
  g_autoptr (GBytes) deeper = nested (ZPI_JSON_MAX_DEPTH + 1);
  g_autoptr (GBytes) abyss = nested (100000);
  g_autoptr (JsonNode) root = zpi_json_parse (deepest, 0, 0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (root);
  g_assert_null (zpi_json_parse (deeper, 0, 0, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  g_assert_null (zpi_json_parse (abyss, 0, 0, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  g_assert_null (zpi_json_parse (deepest, 10, 0, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TOO_LARGE);
}

static void
test_hundred_megabytes (void)
{
  gsize size = 100 * 1024 * 1024;
  char *text = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  memset (text, ' ', size);
  bytes = g_bytes_new_take (text, size);
  g_assert_null (zpi_json_parse (bytes, 0, 0, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TOO_LARGE);
}

static void
test_empty (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_json_parse (bytes, 0, 0, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
}

static void
test_not_utf8 (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("[\"\xff\"]", 5);
  g_autoptr (GBytes) nul = g_bytes_new_static ("[\0]", 3);
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_json_parse (bytes, 0, 0, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  g_assert_null (zpi_json_parse (nul, 0, 0, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
}

static void
test_error_names_the_line (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_json_parse_text ("{\n\"bsn\": \"999993653\",\n oops }", &error));
  g_assert_nonnull (strstr (error->message, "line 3"));
  g_assert_null (strstr (error->message, "999993653"));
}

static void
test_getters (void)
{
  g_autoptr (JsonNode) root = zpi_json_parse_text (
      "{\"s\":\"x\",\"i\":5,\"d\":1.5,\"b\":true,\"n\":null,\"o\":{\"k\":1},\"a\":[1,{},null]}",
      NULL);
  JsonObject *object = json_node_get_object (root);
  gint64 number = 0;
  gboolean flag = FALSE;

  g_assert_cmpstr (zpi_json_get_string (object, "s"), ==, "x");
  g_assert_null (zpi_json_get_string (object, "i"));
  g_assert_null (zpi_json_get_string (object, "n"));
  g_assert_null (zpi_json_get_string (object, "none"));
  g_assert_null (zpi_json_get_string (NULL, "s"));
  g_assert_true (zpi_json_get_int (object, "i", &number));
  g_assert_cmpint (number, ==, 5);
  g_assert_false (zpi_json_get_int (object, "d", &number));
  g_assert_false (zpi_json_get_int (object, "s", &number));
  g_assert_true (zpi_json_get_boolean (object, "b", &flag));
  g_assert_true (flag);
  g_assert_false (zpi_json_get_boolean (object, "n", &flag));
  g_assert_nonnull (zpi_json_get_object (object, "o"));
  g_assert_null (zpi_json_get_object (object, "a"));
  g_assert_nonnull (zpi_json_get_array (object, "a"));
  g_assert_null (zpi_json_get_array (object, "o"));
  g_assert_null (zpi_json_get_object_at (zpi_json_get_array (object, "a"), 0));
  g_assert_nonnull (zpi_json_get_object_at (zpi_json_get_array (object, "a"), 1));
  g_assert_null (zpi_json_get_object_at (zpi_json_get_array (object, "a"), 2));
  g_assert_true (zpi_json_node_object (root) == object);
  g_assert_null (zpi_json_node_object (NULL));
}

static void
test_mutations (void)
{
  const char *seed =
      "{\"naam\":{\"voornamen\":\"Anna\",\"x\":[1,2.5e3,\"\\u00e9\",null,true]},\"n\":-12}";
  gsize length = strlen (seed);

  for (guint i = 0; i < 30000; i++) {
    g_autofree char *text = g_memdup2 (seed, length);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (JsonNode) root = NULL;
    g_autoptr (GError) error = NULL;
    guint n = g_test_rand_int_range (1, 5);

    while (n-- > 0)
      text[g_test_rand_int_range (0, length)] = g_test_rand_int_range (0, 256);
    bytes = g_bytes_new (text, g_test_rand_int_range (0, length + 1));
    root = zpi_json_parse (bytes, 0, 0, &error);
    g_assert_true ((root == NULL) == (error != NULL));
  }
}

static void
test_log_redacts (void)
{
  g_autofree char *text = zpi_log_redact ("bsn 999993653, mail anna.de-jong@example.nl, "
                                          "Authorization: Bearer abc.def-1, count 1234567");

  g_assert_null (strstr (text, "999993653"));
  g_assert_null (strstr (text, "example.nl"));
  g_assert_null (strstr (text, "abc.def-1"));
  g_assert_nonnull (strstr (text, "1234567"));
}

/* A number is whole by what it is: other programs write every number with a point. */
static void
test_whole (void)
{
  static const struct {
    const char *text;
    gboolean whole;
    gint64 value;
  } table[] = {
      {"12", TRUE, 12},
      {"12.0", TRUE, 12},
      {"-0.0", TRUE, 0},
      {"1.2e1", TRUE, 12},
      {"-125000.00", TRUE, -125000},
      {"9007199254740991.0", TRUE, G_GINT64_CONSTANT (9007199254740991)},
      {"9007199254740993.0", FALSE, 0},
      {"1e300", FALSE, 0},
      {"12.5", FALSE, 0},
      {"\"12\"", FALSE, 0},
      {"true", FALSE, 0},
      {"null", FALSE, 0},
      {"[]", FALSE, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *text = g_strdup_printf ("{\"n\": %s}", table[i].text);
    g_autoptr (JsonNode) root = zpi_json_parse_text (text, NULL);
    gint64 number = 7;

    g_test_message ("%s", text);
    g_assert_nonnull (root);
    g_assert_cmpint (zpi_json_get_int (json_node_get_object (root), "n", &number),
                     ==,
                     table[i].whole);
    g_assert_cmpint (number, ==, table[i].whole ? table[i].value : 7);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/accepts", test_accepts);
  g_test_add_func ("/json/refuses", test_refuses);
  g_test_add_func ("/json/same-key-among-many", test_same_key_among_many);
  g_test_add_func ("/json/names-the-fault", test_names_the_fault);
  g_test_add_func ("/json/limits", test_limits);
  g_test_add_func ("/json/hundred-megabytes", test_hundred_megabytes);
  g_test_add_func ("/json/empty", test_empty);
  g_test_add_func ("/json/not-utf8", test_not_utf8);
  g_test_add_func ("/json/error-names-the-line", test_error_names_the_line);
  g_test_add_func ("/json/getters", test_getters);
  g_test_add_func ("/json/mutations", test_mutations);
  g_test_add_func ("/log/redacts", test_log_redacts);

  g_test_add_func ("/json/whole", test_whole);
  return g_test_run ();
}
