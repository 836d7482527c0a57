/* SPDX-License-Identifier: EUPL-1.2 */

/* What members alone cannot say about a form. The tables of the members are written by
 * make-forms.py, from the contract. */

#include "zpi-practice-forms.h"

#include <string.h>

void
zpi_wire_also_unknown_date (JsonObject *object, const char *path, ZpiPracticeFaults *faults)
{
  JsonNode *node = json_object_get_member (object, "onbekend");
  g_autofree char *name = g_strconcat (path, ".onbekend", NULL);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_BOOLEAN && !json_node_get_boolean (node))
    zpi_practice_faults_add (faults, name, "waarde", "Laat dit weg, of vul true in.");
}

void
zpi_wire_also_some_name (JsonObject *object, const char *path, ZpiPracticeFaults *faults)
{
  g_autofree char *name = g_strconcat (path, ".geslachtsnaam", NULL);

  if (!json_object_has_member (object, "voornamen") &&
      !json_object_has_member (object, "geslachtsnaam"))
    zpi_practice_faults_add (faults, name, "ontbreekt", "Vul een voornaam of een achternaam in.");
}

/* Every id only once in `bewijsstukken`. */
void
zpi_wire_also_document_ids (JsonObject *object, const char *path, ZpiPracticeFaults *faults)
{
  JsonArray *documents = zpi_json_get_array (object, "bewijsstukken");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; documents != NULL && i < json_array_get_length (documents); i++) {
    JsonNode *node = json_array_get_element (documents, i);
    const char *id = JSON_NODE_HOLDS_OBJECT (node)
                         ? zpi_json_get_string (json_node_get_object (node), "documentId")
                         : NULL;
    g_autofree char *name = g_strdup_printf ("bewijsstukken[%u].documentId", i);

    if (id != NULL && !g_hash_table_add (seen, (char *) id))
      zpi_practice_faults_add (faults, name, "dubbel", "Dit document staat er twee keer.");
  }
}
