/* SPDX-License-Identifier: EUPL-1.2 */

/* The rules line by line, for comparison with other implementations: each line of standard input
 * is a JSON object, each line of standard output what became of it.
 *
 *   {"application": {…}, "percentage": 130}  the check; besides, what stands in no form: "open", a
 *     list of "partner" and "children" that nobody answered, "counted", children, and "estimate",
 * cents
 *   {"bsn": "…"}, {"postcode": "…"}, {"phone": "…"}  a check of one answer
 *
 * Usage: check-batch SCHEME.json NORMS.json */

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <unistd.h>

#include "zpi-checks.h"
#include "zpi-eligibility.h"
#include "zpi-json.h"

static ZpiScheme *
load_scheme (const char *scheme_path, const char *norms_path, GError **error)
{
  g_autoptr (GFile) scheme_file = g_file_new_for_path (scheme_path);
  g_autoptr (GFile) norms_file = g_file_new_for_path (norms_path);
  g_autoptr (GBytes) scheme = g_file_load_bytes (scheme_file, NULL, NULL, error);
  g_autoptr (GBytes) norms =
      scheme != NULL ? g_file_load_bytes (norms_file, NULL, NULL, error) : NULL;

  return norms != NULL ? zpi_scheme_load (scheme, scheme_path, norms, norms_path, error) : NULL;
}

static JsonNode *
judge (const char *text, ZpiCheckResult (*check) (const char *text))
{
  g_auto (ZpiCheckResult) result = check (text);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *answer = json_object_new ();

  json_object_set_string_member (answer, "code", zpi_check_code_to_nick (result.code));
  zpi_json_set_string (answer, "normalised", result.normalised);
  json_node_take_object (node, answer);
  return node;
}

/* What a case can say that a form cannot. */
static void
add_open (ZpiApplication *application, JsonObject *object)
{
  JsonArray *open = json_object_has_member (object, "open")
                        ? json_object_get_array_member (object, "open")
                        : NULL;
  gint64 counted = 0;

  for (guint i = 0; open != NULL && i < json_array_get_length (open); i++) {
    if (g_str_equal (json_array_get_string_element (open, i), "partner"))
      application->partner_open = TRUE;
    else
      application->children_open = TRUE;
  }
  zpi_json_get_int (object, "counted", &counted);
  application->n_children_estimate = (guint) counted;
  application->has_income_estimate =
      zpi_json_get_int (object, "estimate", &application->income_estimate_cents);
}

static JsonNode *
check_application (const ZpiScheme *scheme, JsonObject *object, GError **error)
{
  JsonNode *wire = json_object_get_member (object, "application");
  g_autoptr (ZpiApplication) application = zpi_application_new_from_wire (wire, error);
  g_autoptr (ZpiEligibility) result = NULL;
  ZpiEligibilityOptions options = {0};
  gint64 percentage = 0;

  if (application == NULL)
    return NULL;
  add_open (application, object);
  zpi_json_get_int (object, "percentage", &percentage);
  options.percentage = (int) percentage;
  result = zpi_eligibility_check_full (scheme, application, &options);
  return zpi_eligibility_to_json (result);
}

static JsonNode *
answer_line (const ZpiScheme *scheme, const char *line, GError **error)
{
  g_autoptr (JsonNode) node = zpi_json_parse_text (line, error);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;

  if (object == NULL)
    return NULL;
  if (json_object_has_member (object, "bsn"))
    return judge (zpi_json_get_string (object, "bsn"), zpi_check_bsn);
  if (json_object_has_member (object, "postcode"))
    return judge (zpi_json_get_string (object, "postcode"), zpi_check_postcode);
  if (json_object_has_member (object, "phone"))
    return judge (zpi_json_get_string (object, "phone"), zpi_check_phone);
  return check_application (scheme, object, error);
}

static gboolean
run (const ZpiScheme *scheme, GError **error)
{
  g_autoptr (GInputStream) standard_input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (standard_input);
  g_autoptr (GOutputStream) raw = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  g_autoptr (GOutputStream) output = g_buffered_output_stream_new (raw);

  while (TRUE) {
    g_autoptr (GError) failure = NULL;
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &failure);
    g_autoptr (JsonNode) answer = NULL;
    g_autofree char *text = NULL;

    if (line == NULL)
      break;
    answer = answer_line (scheme, line, &failure);
    text = answer != NULL ? json_to_string (answer, FALSE)
                          : g_strdup_printf ("{\"error\": \"%s\"}", failure->message);
    if (!g_output_stream_printf (output, NULL, NULL, error, "%s\n", text))
      return FALSE;
  }
  return g_output_stream_close (output, NULL, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiScheme) scheme = argc == 3 ? load_scheme (argv[1], argv[2], &error) : NULL;

  if (scheme == NULL || !run (scheme, &error)) {
    g_printerr ("check-batch: %s\n", error != NULL ? error->message : "SCHEME.json NORMS.json");
    return 2;
  }
  return 0;
}
