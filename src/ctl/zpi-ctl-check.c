/* SPDX-License-Identifier: EUPL-1.2 */

/* `check`: the eligibility check on an application, without a store or a keyring; on a folder, the
 * example households in it. */

#include "zpi-application.h"
#include "zpi-ctl.h"
#include "zpi-eligibility.h"
#include "zpi-example.h"
#include "zpi-json.h"
#include "zpi-scheme-shelf.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_SCHEME "zoetermeerpas"

typedef struct {
  const char *path;
  ZpiEligibilityOptions options;
} CheckArguments;

static gboolean
read_number (const char *text, int *value)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, 1000, &number, NULL))
    return FALSE;
  *value = (int) number;
  return TRUE;
}

static gboolean
read_arguments (int argc, char **argv, CheckArguments *arguments)
{
  for (int i = 1; i < argc; i++) {
    if (strcmp (argv[i], "--on") == 0 && i + 1 < argc) {
      if (!zpi_date_parse_iso (argv[++i], &arguments->options.on))
        return FALSE;
    } else if (strcmp (argv[i], "--percentage") == 0 && i + 1 < argc) {
      if (!read_number (argv[++i], &arguments->options.percentage))
        return FALSE;
    } else if (argv[i][0] == '-' && argv[i][1] != '\0') {
      return FALSE;
    } else if (arguments->path == NULL) {
      arguments->path = argv[i];
    } else {
      return FALSE;
    }
  }
  return arguments->path != NULL;
}

/* The newest rules at hand for a scheme: shipped, or newer ones in the data folder. */
static ZpiSchemeShelf *
open_shelf (Ctl *ctl, const char *scheme_id, GError **error)
{
  g_autofree char *folder =
      ctl->data != NULL ? g_strdup (ctl->data) : zpi_session_default_folder (ctl->practice);
  g_autofree char *schemes = g_build_filename (folder, "schemes", NULL);
  g_autoptr (ZpiScheme) shipped = zpi_scheme_load_shipped (scheme_id, error);
  ZpiSchemeShelf *shelf;

  if (shipped == NULL)
    return NULL;
  shelf = zpi_scheme_shelf_new (scheme_id);
  zpi_scheme_shelf_load_folder (shelf, schemes);
  return shelf;
}

/* (transfer none): the application itself, also of an example household */
static JsonNode *
find_application (JsonNode *root)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  if (zpi_json_get_object (object, "expected") != NULL &&
      zpi_json_get_object (object, "application") != NULL)
    return json_object_get_member (object, "application");
  return root;
}

static int
check_file (Ctl *ctl, const CheckArguments *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) wire = ctl_load_json (arguments->path, &error);
  g_autoptr (ZpiApplication) application =
                 wire != NULL ? zpi_application_new_from_wire (find_application (wire), &error)
                              : NULL;
  g_autoptr (ZpiSchemeShelf) shelf = NULL;
  g_autoptr (ZpiEligibility) found = NULL;
  g_autoptr (JsonNode) answer = NULL;

  if (application == NULL)
    return ctl_failed ("check", error);
  shelf =
      open_shelf (ctl, *application->scheme != '\0' ? application->scheme : DEFAULT_SCHEME, &error);
  if (shelf == NULL)
    return ctl_failed ("check", error);
  found = zpi_eligibility_check_full (zpi_scheme_shelf_get_current (shelf),
                                      application,
                                      &arguments->options);
  answer = zpi_eligibility_to_json (found);
  ctl_print (answer);
  return CTL_OK;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_examples (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  GPtrArray *names;
  const char *name;

  if (dir == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* What is different about one example, or why it cannot be read; nothing when it is as it says. */
static void
check_example (const ZpiScheme *scheme, const char *folder, const char *name, JsonArray *different)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) example = ctl_load_json (path, &error);
  JsonObject *object;
  JsonArray *texts;

  if (example != NULL && zpi_example_check (scheme, example, differences, &error) &&
      differences->len == 0)
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "file", name);
  if (error != NULL)
    json_object_set_string_member (object, "error", error->message);
  texts = json_array_new ();
  for (guint i = 0; i < differences->len; i++)
    json_array_add_string_element (texts, g_ptr_array_index (differences, i));
  json_object_set_array_member (object, "differences", texts);
  json_array_add_object_element (different, object);
}

static int
check_folder (const ZpiScheme *scheme, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = list_examples (folder, &error);
  g_autoptr (JsonObject) report = json_object_new ();
  JsonArray *different;
  guint n_different;

  if (names == NULL)
    return ctl_failed ("check", error);
  different = json_array_new ();
  for (guint i = 0; i < names->len; i++)
    check_example (scheme, folder, g_ptr_array_index (names, i), different);
  n_different = json_array_get_length (different);
  json_object_set_int_member (report, "checked", names->len);
  json_object_set_array_member (report, "different", different);
  ctl_print_object (report);
  return n_different == 0 && names->len > 0 ? CTL_OK : CTL_FAILED;
}

int
ctl_check (Ctl *ctl, int argc, char **argv)
{
  CheckArguments arguments = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiScheme) scheme = NULL;

  if (!read_arguments (argc, argv, &arguments))
    return ctl_usage ("check FILE|FOLDER [--on DATE] [--percentage N]");
  if (!g_file_test (arguments.path, G_FILE_TEST_IS_DIR))
    return check_file (ctl, &arguments);
  scheme = zpi_scheme_load_shipped (DEFAULT_SCHEME, &error);
  return scheme != NULL ? check_folder (scheme, arguments.path) : ctl_failed ("check", error);
}
