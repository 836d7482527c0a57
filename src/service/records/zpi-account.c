/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-account.h"

#include <string.h>

#include "zpi-application.h"
#include "zpi-error.h"
#include "zpi-json.h"

static JsonNode *
missing (GError **error, const char *what)
{
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_ALLOWED,
               "Not complete enough to send: %s. Fill these in, and try again",
               what);
  return NULL;
}

/* What a person is on the wire, without what only an applicant has. */
static void
add_member (JsonArray *members, JsonObject *person)
{
  static const char *const names[] = {"naam", "geboorte", "burgerservicenummer"};
  JsonObject *member;

  if (person == NULL)
    return;
  member = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (person, names[i]))
      json_object_set_member (member, names[i], json_object_dup_member (person, names[i]));
  json_array_add_object_element (members, member);
}

static JsonArray *
list_members (JsonObject *wire)
{
  JsonArray *members = json_array_new ();
  JsonArray *children = zpi_json_get_array (wire, "kinderen");

  add_member (members, zpi_json_get_object (wire, "partner"));
  for (guint i = 0; children != NULL && i < json_array_get_length (children); i++)
    add_member (members, json_array_get_object_element (children, i));
  return members;
}

/* What fits no field goes in words: nothing that somebody typed is left out without a word. */
static void
add_unprocessed (JsonObject *form, JsonObject *wire)
{
  JsonArray *answers = zpi_json_get_array (wire, "onverwerkteAntwoorden");
  g_autoptr (GString) text = g_string_new (zpi_json_get_string (wire, "opmerking"));

  for (guint i = 0; answers != NULL && i < json_array_get_length (answers); i++) {
    JsonObject *answer = json_array_get_object_element (answers, i);
    GList *values = json_object_get_values (answer);

    for (GList *at = values; at != NULL; at = at->next)
      if (JSON_NODE_HOLDS_VALUE (at->data) && json_node_get_string (at->data) != NULL)
        g_string_append_printf (text,
                                "%s%s",
                                text->len > 0 ? "\n" : "",
                                json_node_get_string (at->data));
    g_list_free (values);
  }
  if (text->len > 0)
    zpi_json_set_string (form, "toelichting", text->str);
}

static gboolean
take_member (JsonObject *wire, const char *name, JsonObject *form, const char *new_name)
{
  if (!json_object_has_member (wire, name))
    return FALSE;
  json_object_set_member (form, new_name, json_object_dup_member (wire, name));
  return TRUE;
}

/**
 * zpi_account_dup_form:
 * @zcase: a case of kind account
 * @error: return location for an error
 *
 * Returns: (transfer full): the form; %NULL with %ZPI_ERROR_NOT_ALLOWED without an e-mail address,
 * a main pass holder with a name, somebody else of the family, and the declaration
 */
JsonNode *
zpi_account_dup_form (ZpiCase *zcase, GError **error)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (JsonNode) node = zpi_application_to_wire (application);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *wire = json_node_get_object (node);
  JsonObject *contact = zpi_json_get_object (wire, "contact");
  const char *email = zpi_json_get_string (contact, "emailadres");
  JsonObject *form = json_object_new ();
  JsonArray *members = list_members (wire);

  json_node_take_object (root, form);
  json_object_set_array_member (form, "gezinsleden", members);
  if (email == NULL)
    return missing (error, "an e-mail address");
  if (zpi_json_get_object (zpi_json_get_object (wire, "aanvrager"), "naam") == NULL)
    return missing (error, "the name of the main pass holder");
  if (json_array_get_length (members) == 0)
    return missing (error, "somebody else of the family");
  if (!application->declared || !take_member (wire, "verklaring", form, "verklaring"))
    return missing (error, "the declaration");
  take_member (wire, "aanvrager", form, "hoofdpashouder");
  take_member (wire, "pasjaar", form, "pasjaar");
  zpi_json_set_string (form, "verzoekId", zpi_case_get_id (zcase));
  zpi_json_set_string (form, "emailadres", email);
  zpi_json_set_string (form,
                       "vanWie",
                       strcmp (application->email_whose, "aanvrager") == 0 ? "pashouder"
                                                                           : "familielid");
  take_member (wire, "hulpverlener", form, "hulpverlener");
  add_unprocessed (form, wire);
  return g_steal_pointer (&root);
}
