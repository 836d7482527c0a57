/* SPDX-License-Identifier: EUPL-1.2 */

/* `account`: asks for one account for a family that was renewed automatically. The file is in the
 * format of an application: the applicant is the main pass holder. */

#include "zpi-application.h"
#include "zpi-ctl.h"
#include "zpi-json.h"

static ZpiCase *
make_case (Ctl *ctl, const char *path, GError **error)
{
  g_autoptr (JsonNode) wire = ctl_load_json (path, error);
  g_autoptr (ZpiApplication) application =
                 wire != NULL ? zpi_application_new_from_wire (wire, error) : NULL;
  ZpiCase *zcase;

  if (application == NULL)
    return NULL;
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (ctl->session), ZPI_CASE_ACCOUNT);
  zpi_application_fill_case (application, zcase);
  return zcase;
}

static gboolean
queue (Ctl *ctl, ZpiCase *zcase, GError **error)
{
  g_autoptr (GAsyncResult) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);
  ZpiSender *sender = zpi_session_get_sender (ctl->session);

  zpi_case_keeper_ensure_row_async (keeper, zcase, ctl_result_cb, &kept);
  if (!zpi_case_keeper_flush_finish (keeper, ctl_wait (&kept), error))
    return FALSE;
  zpi_sender_queue_async (sender, zcase, NULL, ctl_result_cb, &result);
  return zpi_sender_queue_finish (sender, ctl_wait (&result), error);
}

static int
print_outcome (Ctl *ctl, const char *id)
{
  g_autoptr (ZpiCaseInfo) info = ctl_look_up (ctl, id);
  g_autoptr (JsonObject) object = json_object_new ();

  zpi_json_set_string (object, "id", id);
  if (info != NULL) {
    zpi_json_set_string (object, "state", zpi_case_state_to_nick (info->state));
    zpi_json_set_string (object, "reference", info->reference);
  }
  ctl_print_object (object);
  return info != NULL && info->state == ZPI_CASE_ATTENTION ? CTL_FAILED : CTL_OK;
}

int
ctl_account (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) later = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  CtlLeft left = {0};

  if (argc != 2)
    return ctl_usage ("account FILE");
  if (!ctl_open (ctl, &error))
    return ctl_failed ("account", error);
  zcase = make_case (ctl, argv[1], &error);
  if (zcase == NULL || !queue (ctl, zcase, &error))
    return ctl_failed ("account", error);
  if (!ctl_ensure_server (ctl, &later) || !ctl_drain (ctl, &left, &later))
    ctl_message ("zpictl: account: waits until it can be sent: %s", later->message);
  return print_outcome (ctl, zpi_case_get_id (zcase));
}
