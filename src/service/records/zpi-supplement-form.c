/* SPDX-License-Identifier: EUPL-1.2 */

/* The answer to a request for more information, as it is sent. */

#include "zpi-supplement-form.h"

#include "zpi-application.h"
#include "zpi-error.h"
#include "zpi-field.h"
#include "zpi-json.h"
#include "zpi-letter.h"

/**
 * zpi_supplement_dup_request:
 * @zcase: a case
 *
 * Returns: (transfer full) (nullable): the request that it answers
 */
ZpiRequest *
zpi_supplement_dup_request (ZpiCase *zcase)
{
  const char *text = zpi_case_get (zcase, ZPI_KEY_LETTER_REQUEST);

  return *text != '\0' ? zpi_request_from_text (text, NULL) : NULL;
}

static JsonArray *
describe_missing (const ZpiRequest *request, const ZpiApplication *application)
{
  g_autoptr (GPtrArray) missing = zpi_request_get_missing (request, application->documents);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < missing->len; i++) {
    const ZpiWanted *wanted = g_ptr_array_index (missing, i);
    JsonObject *object = json_object_new ();

    zpi_json_set_string (object, "soort", wanted->kind);
    if (*wanted->whose != '\0')
      zpi_json_set_string (object, "van", wanted->whose);
    if (*wanted->month != '\0')
      zpi_json_set_string (object, "maand", wanted->month);
    json_array_add_object_element (array, object);
  }
  return array;
}

/* Papers that were brought before anybody knew what is asked go only when somebody said what each
 * is. */
static gboolean
is_unsorted (const ZpiApplication *application)
{
  for (guint i = 0; i < application->documents->len; i++)
    if (*((const ZpiDocument *) application->documents->pdata[i])->kind == '\0')
      return TRUE;
  return FALSE;
}

/**
 * zpi_supplement_dup_form:
 * @zcase: the answer to a request
 * @application_id: (out) (transfer full): where it goes
 * @error: return location for an error
 *
 * Returns: (transfer full): the form; %NULL with %ZPI_ERROR_NOT_ALLOWED when there is no document
 * in it, of one nobody said what it is, or @zcase answers nothing
 */
JsonNode *
zpi_supplement_dup_form (ZpiCase *zcase, char **application_id, GError **error)
{
  g_autoptr (ZpiRequest) request = zpi_supplement_dup_request (zcase);
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (JsonNode) wire = zpi_application_to_wire (application);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonArray *documents = zpi_json_get_array (json_node_get_object (wire), "bewijsstukken");
  JsonObject *form = json_object_new ();
  JsonArray *missing;

  json_node_take_object (root, form);
  if (request == NULL || request->application_id == NULL || documents == NULL ||
      json_array_get_length (documents) == 0) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "Nothing was added yet");
    return NULL;
  }
  if (is_unsorted (application)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "Say of each paper what it is first, in the window");
    return NULL;
  }
  json_object_set_array_member (form, "bewijsstukken", json_array_ref (documents));
  missing = describe_missing (request, application);
  if (json_array_get_length (missing) > 0)
    json_object_set_array_member (form, "ontbrekendeBewijsstukken", missing);
  else
    json_array_unref (missing);
  *application_id = g_strdup (request->application_id);
  return g_steal_pointer (&root);
}
