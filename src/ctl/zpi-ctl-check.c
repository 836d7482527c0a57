/* SPDX-License-Identifier: EUPL-1.2 */

/* `check`: the eligibility check on an application, without a store or a keyring; on a folder, the
 * example households in it. */

#include "zpi-application.h"
#include "zpi-ctl-arguments.h"
#include "zpi-eligibility.h"
#include "zpi-error.h"
#include "zpi-example.h"
#include "zpi-json.h"
#include "zpi-scheme-shelf.h"

#include <stdlib.h>
#include <string.h>

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

/* Also says what was not understood. */
static gboolean
read_arguments (Ctl *ctl, CheckArguments *arguments)
{
  const char *percentage = ctl_get_option (ctl, "--percentage");

  if (!ctl_read_date (ctl, "check", "--on", &arguments->options.on))
    return FALSE;
  if (percentage == NULL || read_number (percentage, &arguments->options.percentage))
    return TRUE;
  ctl_message ("zpictl: check: --percentage needs a whole number from 1 to 1000");
  return FALSE;
}

static char *
dup_version (ZpiSchemeShelf *shelf)
{
  const ZpiScheme *scheme = zpi_scheme_shelf_get_current (shelf);

  return scheme != NULL ? zpi_scheme_dup_full_version (scheme) : NULL;
}

/* The newest rules at hand for a scheme, as the window finds them: shipped, or newer ones of the
 * administrator or in the data folder. Rules of another pass come from these two only. */
static ZpiSchemeShelf *
open_shelf (Ctl *ctl, const char *scheme_id, GError **error)
{
  g_autofree char *folder =
      ctl->data != NULL ? g_strdup (ctl->data) : zpi_session_default_folder (ctl->practice);
  g_autofree char *schemes = g_build_filename (folder, "schemes", NULL);
  g_autoptr (ZpiSchemeShelf) shelf = zpi_scheme_shelf_new (scheme_id);
  g_autofree char *trusted = NULL;
  g_autofree char *used = NULL;

  if (!ctl->practice)
    zpi_session_load_system_rules (shelf);
  trusted = dup_version (shelf);
  zpi_scheme_shelf_load_folder (shelf, schemes, NULL, NULL);
  used = dup_version (shelf);
  /* What the window would ask about: here is no store that knows what was said. */
  if (!ctl->practice && g_strcmp0 (used, trusted) != 0)
    ctl_message (
        "zpictl: warning: check: these are rules that lie in the data folder. The window asks "
        "whether they are the municipality's; nobody was asked here");
  if (zpi_scheme_shelf_get_current (shelf) != NULL)
    return g_steal_pointer (&shelf);
  g_set_error_literal (
      error,
      ZPI_ERROR,
      ZPI_ERROR_NOT_FOUND,
      "There are no rules for this pass. Put its file in the folder schemes of the data "
      "folder");
  return NULL;
}

/* (transfer none): the application itself, also of an example household */
static JsonNode *
find_application (JsonNode *root)
{
  JsonObject *object = zpi_json_node_object (root);

  if (zpi_json_get_object (object, "expected") != NULL &&
      zpi_json_get_object (object, "application") != NULL)
    return json_object_get_member (object, "application");
  return root;
}

/* An example household may bring options of its own; the command line goes before them. */
static gboolean
add_options (JsonNode *root, ZpiEligibilityOptions *options, GError **error)
{
  ZpiEligibilityOptions own = {0};

  if (!JSON_NODE_HOLDS_OBJECT (root) || find_application (root) == root)
    return TRUE;
  if (!zpi_example_read_options (json_node_get_object (root), &own, error))
    return FALSE;
  if (options->percentage == 0)
    options->percentage = own.percentage;
  if (!zpi_date_is_full (&options->on))
    options->on = own.on;
  return TRUE;
}

/* What the application says, else what the command line says, else what this program comes with.
 * (nullable): the two differ, and neither is passed over in silence */
static const char *
scheme_of (const Ctl *ctl, const ZpiApplication *application, GError **error)
{
  if (ctl->scheme != NULL && *application->scheme != '\0' &&
      strcmp (ctl->scheme, application->scheme) != 0) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_CONFLICT,
                         "The file is for another pass than --scheme names. Leave --scheme out, or "
                         "change \"regeling\" in the file");
    return NULL;
  }
  if (*application->scheme != '\0')
    return application->scheme;
  return ctl->scheme != NULL ? ctl->scheme : zpi_scheme_get_shipped_id ();
}

/* Who somebody is and how to reach them turns no outcome, nor what comes with the form. */
static gboolean
is_about_outcome (const char *place)
{
  static const char *const others[] = {"contact",
                                       "bewijsstukken",
                                       "verklaring",
                                       "naam",
                                       "burgerservicenummer",
                                       "telefoonnummer",
                                       "bron",
                                       NULL};
  g_auto (GStrv) names = g_strsplit_set (place, ".[", 0);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_strv_contains (others, names[i]))
      return FALSE;
  return TRUE;
}

/* (nullable): what was probably meant by a name that nothing reads */
static const char *
find_misread (const GPtrArray *unread)
{
  for (guint i = 0; i < unread->len; i++) {
    const ZpiUnread *one = g_ptr_array_index (unread, i);

    if (one->meant != NULL && is_about_outcome (one->meant))
      return one->meant;
  }
  return NULL;
}

static int
check_file (Ctl *ctl, CheckArguments *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) unread = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_unread_free);
  g_autoptr (JsonNode) wire = ctl_load_json (arguments->path, &error);
  g_autoptr (ZpiApplication) application =
      wire != NULL ? ctl_read_application (find_application (wire), "check", unread, &error) : NULL;
  g_autoptr (ZpiSchemeShelf) shelf = NULL;
  g_autoptr (ZpiEligibility) found = NULL;
  g_autoptr (JsonNode) answer = NULL;
  const char *scheme;

  if (application == NULL || !add_options (wire, &arguments->options, &error))
    return ctl_failed ("check", error);
  scheme = scheme_of (ctl, application, &error);
  shelf = scheme != NULL ? open_shelf (ctl, scheme, &error) : NULL;
  if (shelf == NULL)
    return ctl_failed ("check", error);
  arguments->options.misread = find_misread (unread);
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
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names;
  const char *name;

  if (dir == NULL) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_FOUND,
                         "The folder cannot be read. Look who may read it");
    return NULL;
  }
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* A folder of examples on its way; the rules of each pass are opened once. */
typedef struct {
  Ctl *ctl;
  const char *folder;
  GHashTable *shelves; /* (element-type utf8 ZpiSchemeShelf) */
  JsonArray *different;
} CheckFolder;

/* (transfer none) (nullable): the rules for an example */
static const ZpiScheme *
find_scheme (CheckFolder *self, const ZpiApplication *application, GError **error)
{
  const char *scheme = scheme_of (self->ctl, application, error);
  ZpiSchemeShelf *shelf;

  if (scheme == NULL)
    return NULL;
  shelf = g_hash_table_lookup (self->shelves, scheme);
  if (shelf == NULL) {
    shelf = open_shelf (self->ctl, scheme, error);
    if (shelf == NULL)
      return NULL;
    g_hash_table_insert (self->shelves, g_strdup (scheme), shelf);
  }
  return zpi_scheme_shelf_get_current (shelf);
}

static gboolean
run_example (CheckFolder *self, const char *name, GPtrArray *differences, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (JsonNode) example = ctl_load_json (path, error);
  g_autoptr (ZpiApplication) application =
      example != NULL ? zpi_application_new_from_wire (find_application (example), error) : NULL;
  const ZpiScheme *scheme = application != NULL ? find_scheme (self, application, error) : NULL;

  return scheme != NULL && zpi_example_check (scheme, example, application, differences, error);
}

/* What is different about one example, or why it cannot be read; nothing when it is as it says. */
static void
check_example (CheckFolder *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (g_free);
  JsonObject *object;
  JsonArray *texts;

  if (run_example (self, name, differences, &error) && differences->len == 0)
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "file", name);
  if (error != NULL)
    json_object_set_string_member (object, "error", error->message);
  texts = json_array_new ();
  for (guint i = 0; i < differences->len; i++)
    json_array_add_string_element (texts, g_ptr_array_index (differences, i));
  json_object_set_array_member (object, "differences", texts);
  json_array_add_object_element (self->different, object);
}

static int
check_folder (Ctl *ctl, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = list_examples (folder, &error);
  g_autoptr (JsonObject) report = json_object_new ();
  g_autoptr (GHashTable) shelves = g_hash_table_new_full (g_str_hash,
                                                          g_str_equal,
                                                          g_free,
                                                          (GDestroyNotify) zpi_scheme_shelf_free);
  CheckFolder self = {ctl, folder, shelves, NULL};
  guint n_different;

  if (names == NULL)
    return ctl_failed ("check", error);
  self.different = json_array_new ();
  for (guint i = 0; i < names->len; i++)
    check_example (&self, g_ptr_array_index (names, i));
  n_different = json_array_get_length (self.different);
  json_object_set_int_member (report, "checked", names->len);
  json_object_set_array_member (report, "different", self.different);
  ctl_print_object (report);
  if (names->len == 0)
    ctl_message ("zpictl: check: there is no example (*.json) in that folder");
  return n_different == 0 && names->len > 0 ? CTL_OK : CTL_FAILED;
}

int
ctl_check (Ctl *ctl, int argc, char **argv)
{
  CheckArguments arguments = {.path = argv[1]};

  if (!read_arguments (ctl, &arguments))
    return ctl_usage ("check FILE|FOLDER [--on DATE] [--percentage N]");
  if (!g_file_test (arguments.path, G_FILE_TEST_IS_DIR))
    return check_file (ctl, &arguments);
  if (arguments.options.percentage == 0 && !zpi_date_is_full (&arguments.options.on))
    return check_folder (ctl, arguments.path);
  ctl_message ("zpictl: check: the examples of a folder bring their own --on and --percentage");
  return ctl_usage ("check FILE|FOLDER [--on DATE] [--percentage N]");
}
