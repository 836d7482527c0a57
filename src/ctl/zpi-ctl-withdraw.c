/* SPDX-License-Identifier: EUPL-1.2 */

/* `withdraw`: the municipality makes no decision about an application. Also the first half of
 * correcting one. */

#include "zpi-ctl-arguments.h"
#include "zpi-error.h"
#include "zpi-json.h"

#define USAGE "withdraw --client-agrees CASE"

/* What the window has the action for. */
static gboolean
check_state (const ZpiCaseInfo *info, GError **error)
{
  if (info->kind == ZPI_CASE_APPLICATION &&
      (info->state == ZPI_CASE_RECEIVED || info->state == ZPI_CASE_IN_ASSESSMENT ||
       info->state == ZPI_CASE_MORE_INFORMATION || info->state == ZPI_CASE_WITHDRAWN))
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_ALLOWED,
               "The municipality has no application of this case to be withdrawn. It is in state "
               "%s",
               zpi_case_state_to_nick (info->state));
  return FALSE;
}

static gboolean
withdraw (Ctl *ctl, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  ZpiSender *sender = zpi_session_get_sender (ctl->session);

  if (!ctl_ensure_server (ctl, error))
    return FALSE;
  zpi_sender_withdraw_async (sender, case_id, NULL, ctl_result_cb, &result);
  if (zpi_sender_withdraw_finish (sender, ctl_wait (&result), &local))
    return TRUE;
  if (!g_error_matches (local, ZPI_ERROR, ZPI_ERROR_CONFLICT)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  g_set_error_literal (
      error,
      ZPI_ERROR,
      ZPI_ERROR_CONFLICT,
      "It was decided already and cannot be withdrawn any more. zpictl status CASE "
      "asks how it stands");
  return FALSE;
}

int
ctl_withdraw (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (ZpiCaseInfo) after = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *case_id = NULL;

  if (ctl_get_option (ctl, "--client-agrees") == NULL) {
    ctl_message ("zpictl: withdraw: say --client-agrees when the client wants it: the municipality "
                 "makes no decision then");
    return ctl_usage (USAGE);
  }
  if (!ctl_open (ctl, &error))
    return ctl_failed ("withdraw", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  info = case_id != NULL ? ctl_look_up (ctl, case_id) : NULL;
  if (info == NULL || !check_state (info, &error) || !withdraw (ctl, case_id, &error))
    return ctl_failed ("withdraw", error);
  after = ctl_look_up (ctl, case_id);
  zpi_json_set_string (object, "id", case_id);
  if (after != NULL)
    zpi_json_set_string (object, "state", zpi_case_state_to_nick (after->state));
  ctl_print_object (object);
  return CTL_OK;
}
