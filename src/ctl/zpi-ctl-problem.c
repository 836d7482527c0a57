/* SPDX-License-Identifier: EUPL-1.2 */

/* What the municipality would not take, for `status`. People call files after the client: a
 * document is named by its number, its kind and its month. */

#include "zpi-attention.h"
#include "zpi-ctl.h"
#include "zpi-json.h"

/* @param: an entry of the record `problem`, whose key leads to the @nth document, from 0 */
static void
name_document (JsonObject *param, const ZpiDocument *document, guint nth)
{
  json_object_set_int_member (param, "document", nth + 1);
  zpi_json_set_string (param, "soort", document->kind);
  if (document->month.year != 0) {
    g_autofree char *month =
        g_strdup_printf ("%04d-%02d", document->month.year, document->month.month);

    json_object_set_string_member (param, "maand", month);
  }
}

static void
mask_param (JsonObject *param, const ZpiApplication *application)
{
  const char *key = zpi_json_get_string (param, "key");

  json_object_remove_member (param, "file");
  for (guint i = 0; key != NULL && application != NULL && i < application->documents->len; i++) {
    const ZpiDocument *document = g_ptr_array_index (application->documents, i);
    g_autofree char *start = zpi_case_item_key (ZPI_LIST_DOCUMENT, document->item, "");

    if (g_str_has_prefix (key, start))
      name_document (param, document, i);
  }
}

void
ctl_mask_problem (JsonObject *problem, const ZpiApplication *application)
{
  JsonArray *params = zpi_json_get_array (problem, "params");

  for (guint i = 0; params != NULL && i < json_array_get_length (params); i++) {
    JsonObject *param = zpi_json_get_object_at (params, i);

    if (param != NULL)
      mask_param (param, application);
  }
}

void
ctl_say_problem (JsonObject *problem)
{
  const char *code = problem != NULL ? zpi_json_get_string (problem, "code") : NULL;
  JsonArray *params = problem != NULL ? zpi_json_get_array (problem, "params") : NULL;

  if (g_strcmp0 (code, zpi_attention_to_nick (ZPI_ATTENTION_DOCUMENT_REFUSED)) != 0)
    return;
  for (guint i = 0; params != NULL && i < json_array_get_length (params); i++) {
    JsonObject *param = zpi_json_get_object_at (params, i);
    gint64 number;

    if (param != NULL && zpi_json_get_int (param, "document", &number))
      ctl_message ("zpictl: status: document %d was refused: replace it or leave it out, and send "
                   "again",
                   (int) number);
  }
}
