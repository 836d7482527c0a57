/* SPDX-License-Identifier: EUPL-1.2 */

/* Example households: notes, an application in wire format, and what the check must say of it.
 * They are documentation, a test, and what a municipality can put its signature under. */

#include "zpi-example.h"

#include <string.h>

#include "zpi-eligibility.h"
#include "zpi-error.h"
#include "zpi-evidence.h"
#include "zpi-json.h"

static void
differ (GPtrArray *differences, const char *member, const char *expected, const char *found)
{
  g_ptr_array_add (differences,
                   g_strdup_printf ("%s: expected %s, found %s", member, expected, found));
}

static char *
node_to_text (JsonNode *node)
{
  return node != NULL ? json_to_string (node, FALSE) : g_strdup ("nothing");
}

/* (nullable): @index of @array when it is a text */
static const char *
text_at (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
same_ids (JsonArray *expected, JsonArray *found)
{
  guint length = json_array_get_length (expected);

  if (length != json_array_get_length (found))
    return FALSE;
  for (guint i = 0; i < length; i++)
    if (g_strcmp0 (text_at (expected, i), text_at (found, i)) != 0)
      return FALSE;
  return TRUE;
}

/* (transfer full): the ids of a list of steps, or of the evidence, as JSON */
static JsonNode *
ids_to_json (const GPtrArray *list, const char *(*id_of) (gconstpointer))
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->len; i++)
    json_array_add_string_element (array, id_of (list->pdata[i]));
  json_node_take_array (node, array);
  return node;
}

static const char *
id_of_step (gconstpointer step)
{
  return zpi_step_get_id (step);
}

static void
compare_ids (GPtrArray *differences, JsonObject *expected, const char *member, JsonNode *found)
{
  JsonArray *wanted = zpi_json_get_array (expected, member);
  g_autofree char *there = NULL;
  g_autofree char *asked = NULL;

  if (wanted != NULL && !same_ids (wanted, json_node_get_array (found))) {
    asked = node_to_text (json_object_get_member (expected, member));
    there = node_to_text (found);
    differ (differences, member, asked, there);
  }
  json_node_unref (found);
}

static void
compare_members (GPtrArray *differences, JsonObject *expected, JsonObject *found)
{
  static const char *const members[] = {"outcome",
                                        "household_type",
                                        "norm_cents",
                                        "percentage",
                                        "limit_cents",
                                        "income_cents",
                                        "norms_valid_from",
                                        "norms_valid_to",
                                        "close_to_limit"};

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    JsonNode *asked = json_object_get_member (expected, members[i]);
    JsonNode *given = json_object_get_member (found, members[i]);
    g_autofree char *wanted = NULL;
    g_autofree char *there = NULL;

    if (asked == NULL || (given != NULL && json_node_equal (asked, given)))
      continue;
    wanted = node_to_text (asked);
    there = node_to_text (given);
    if (strcmp (wanted, there) != 0)
      differ (differences, members[i], wanted, there);
  }
}

/* The evidence as people read it, so that the example can be read too. */
static JsonNode *
evidence_to_json (const ZpiScheme *scheme, const ZpiApplication *application)
{
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->len; i++) {
    const ZpiEvidence *evidence = list->pdata[i];
    g_autofree char *title = zpi_explanation_render_step (evidence->title, "nl");

    json_array_add_string_element (array, title);
  }
  json_node_take_array (node, array);
  return node;
}

/**
 * zpi_example_read_options:
 * @example: an example household
 * @options: takes what it wants to be used instead
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_BAD_FORMAT when an option cannot be read
 */
gboolean
zpi_example_read_options (JsonObject *example, ZpiEligibilityOptions *options, GError **error)
{
  JsonObject *object = zpi_json_get_object (example, "options");
  const char *on = zpi_json_get_string (object, "on");
  gint64 percentage = 0;

  zpi_json_get_int (object, "percentage", &percentage);
  options->percentage = (int) CLAMP (percentage, 0, 1000);
  if (on == NULL || zpi_date_parse_iso (on, &options->on))
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BAD_FORMAT,
                       "options.on is not a date. Write it as 2026-01-31");
  return FALSE;
}

/**
 * zpi_example_check:
 * @scheme: the rules
 * @example: an example household
 * @application: (nullable): its application, where it was read before
 * @differences: (element-type utf8): takes a line for each difference
 * @error: return location for an error
 *
 * Runs the check on the example's application and compares it with what the example expects. Only
 * members that are there are compared.
 *
 * Returns: %FALSE with %ZPI_ERROR_BAD_FORMAT when @example is no example
 */
gboolean
zpi_example_check (const ZpiScheme *scheme,
                   JsonNode *example,
                   const ZpiApplication *application,
                   GPtrArray *differences,
                   GError **error)
{
  g_autoptr (ZpiApplication) own = NULL;
  g_autoptr (ZpiEligibility) result = NULL;
  g_autoptr (JsonNode) found = NULL;
  ZpiEligibilityOptions options = {0};
  JsonObject *root;
  JsonObject *expected;

  g_return_val_if_fail (scheme != NULL && example != NULL && differences != NULL, FALSE);

  root = zpi_json_node_object (example);
  expected = zpi_json_get_object (root, "expected");
  if (expected == NULL || zpi_json_get_object (root, "application") == NULL) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         "An example has an application and what is expected of it. Write both, as "
                         "application and expected");
    return FALSE;
  }
  if (application == NULL)
    application = own =
        zpi_application_new_from_wire (json_object_get_member (root, "application"), error);
  if (application == NULL || !zpi_example_read_options (root, &options, error))
    return FALSE;
  result = zpi_eligibility_check_full (scheme, application, &options);
  found = zpi_eligibility_figures_to_json (result);
  json_object_set_boolean_member (json_node_get_object (found),
                                  "close_to_limit",
                                  result->close_to_limit);
  compare_members (differences, expected, json_node_get_object (found));
  compare_ids (differences, expected, "warnings", ids_to_json (result->warnings, id_of_step));
  compare_ids (differences, expected, "missing", ids_to_json (result->missing, id_of_step));
  if (json_object_has_member (expected, "evidence"))
    compare_ids (differences, expected, "evidence", evidence_to_json (scheme, application));
  return TRUE;
}
