/* SPDX-License-Identifier: EUPL-1.2 */

/* `show`: the answers of a case, masked: enough to recognise it and to see what is there, not
 * enough to learn who it is about. */

#include "zpi-application.h"
#include "zpi-case-store.h"
#include "zpi-ctl.h"
#include "zpi-json.h"
#include "zpi-overview.h"

#include <string.h>

/* Words of the wire, amounts' units, file properties: not about anybody. */
static const char *const open_members[] = {"regeling",
                                           "pasjaar",
                                           "peildatum",
                                           "soort",
                                           "van",
                                           "periode",
                                           "grondslag",
                                           "vakantiegeld",
                                           "maand",
                                           "mediatype",
                                           "grootteInBytes",
                                           "sha256",
                                           "documentId",
                                           "type",
                                           "vanWie",
                                           "wijze",
                                           "ondertekendOp",
                                           "gegevenOp",
                                           "tekstversie",
                                           "uitkeringssoort",
                                           "automatischVerlengd",
                                           "heeftPartner",
                                           "uitkomst",
                                           NULL};

static char *
mask_text (const char *member, const char *text)
{
  glong length = g_utf8_strlen (text, -1);

  if (length == 0)
    return g_strdup ("");
  if (strcmp (member, "burgerservicenummer") == 0 && length >= 2)
    return g_strconcat ("•••••••", g_utf8_offset_to_pointer (text, length - 2), NULL);
  if (strcmp (member, "datum") == 0 && length >= 4)
    return g_strdup_printf ("%.4s-••-••", text);
  if (strcmp (member, "postcode") == 0 && length >= 4)
    return g_strdup_printf ("%.4s••", text);
  if (strcmp (member, "voornamen") == 0 || strcmp (member, "geslachtsnaam") == 0) {
    g_autofree char *first = g_utf8_substring (text, 0, 1);

    return g_strconcat (first, "•••", NULL);
  }
  return g_strdup ("•••");
}

static void mask_node (const char *member, JsonNode *node);

static void
mask_member_cb (JsonObject *object, const char *member, JsonNode *node, gpointer user_data)
{
  if (!g_strv_contains (open_members, member))
    mask_node (member, node);
}

static void
mask_element_cb (JsonArray *array, guint index, JsonNode *node, gpointer user_data)
{
  mask_node (user_data, node);
}

static void
mask_node (const char *member, JsonNode *node)
{
  g_autofree char *masked = NULL;

  switch (JSON_NODE_TYPE (node)) {
  case JSON_NODE_OBJECT:
    json_object_foreach_member (json_node_get_object (node), mask_member_cb, NULL);
    break;
  case JSON_NODE_ARRAY:
    json_array_foreach_element (json_node_get_array (node), mask_element_cb, (gpointer) member);
    break;
  case JSON_NODE_VALUE:
    if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
      break;
    masked = json_node_get_value_type (node) == G_TYPE_STRING
                 ? mask_text (member, json_node_get_string (node))
                 : g_strdup ("•••");
    json_node_set_string (node, masked);
    break;
  case JSON_NODE_NULL:
  default:
    break;
  }
}

static JsonArray *
describe_findings (ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (zcase, scheme);
  const GPtrArray *findings = zpi_overview_get_findings (overview);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (findings, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "key", finding->key);
    json_object_set_string_member (object, "code", zpi_finding_code_to_nick (finding->code));
    json_object_set_string_member (object,
                                   "severity",
                                   zpi_finding_severity_to_nick (finding->severity));
    if (finding->code == ZPI_FINDING_CHECK)
      json_object_set_string_member (object, "check", zpi_check_code_to_nick (finding->check));
    json_array_add_object_element (array, object);
  }
  return array;
}

static void
show_case (Ctl *ctl, ZpiCase *zcase)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (JsonObject) object = json_object_new ();
  const ZpiScheme *scheme = zpi_session_get_rules_of (ctl->session, zcase);
  JsonNode *form = zpi_application_to_wire (application);

  mask_node ("", form);
  json_object_set_string_member (object, "id", zpi_case_get_id (zcase));
  json_object_set_string_member (object,
                                 "state",
                                 zpi_case_state_to_nick (zpi_case_get_state (zcase)));
  json_object_set_boolean_member (object, "can_send", zpi_case_can_send (zcase));
  json_object_set_boolean_member (object, "cleared", FALSE);
  json_object_set_member (object, "form", form);
  json_object_set_array_member (object, "findings", describe_findings (zcase, scheme));
  ctl_print_object (object);
}

typedef struct {
  const char *case_id;
  ZpiCaseInfo *info;
} GetInfo;

static gboolean
get_info_func (ZpiStore *store, gpointer data, GError **error)
{
  GetInfo *self = data;

  self->info = zpi_case_store_get_info (store, self->case_id, error);
  return self->info != NULL;
}

static ZpiCaseInfo *
get_info (Ctl *ctl, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GetInfo get = {.case_id = case_id};
  ZpiStore *store = zpi_session_get_store (ctl->session);

  zpi_store_run_async (store, get_info_func, &get, NULL, NULL, ctl_result_cb, &result);
  if (zpi_store_run_finish (store, ctl_wait (&result), error) == NULL)
    return NULL;
  return get.info;
}

/* A case that was cleared: there is nothing left to mask. */
static void
show_cleared (const ZpiCaseInfo *info)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", info->id);
  json_object_set_string_member (object, "state", zpi_case_state_to_nick (info->state));
  json_object_set_boolean_member (object, "can_send", FALSE);
  json_object_set_boolean_member (object, "cleared", TRUE);
  json_object_set_null_member (object, "form");
  json_object_set_array_member (object, "findings", json_array_new ());
  ctl_print_object (object);
}

int
ctl_show (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  ZpiCaseKeeper *keeper;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("show", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  info = case_id != NULL ? get_info (ctl, case_id, &error) : NULL;
  if (info == NULL)
    return ctl_failed ("show", error);
  if (info->cleared_us != 0) {
    show_cleared (info);
    return CTL_OK;
  }
  keeper = zpi_session_get_keeper (ctl->session);
  zpi_case_keeper_open_async (keeper, case_id, NULL, ctl_result_cb, &result);
  zcase = zpi_case_keeper_open_finish (keeper, ctl_wait (&result), &error);
  if (zcase == NULL)
    return ctl_failed ("show", error);
  show_case (ctl, zcase);
  zpi_case_keeper_close_case (keeper, zcase);
  return CTL_OK;
}
