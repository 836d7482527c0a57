/* SPDX-License-Identifier: EUPL-1.2 */

/* `queue` and `send`: what the window's Send and Try again do. */

#include "zpi-ctl.h"

static gboolean
queue_case (Ctl *ctl, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) queued = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);
  ZpiSender *sender = zpi_session_get_sender (ctl->session);
  gboolean done;

  zpi_case_keeper_open_async (keeper, case_id, NULL, ctl_result_cb, &opened);
  zcase = zpi_case_keeper_open_finish (keeper, ctl_wait (&opened), error);
  if (zcase == NULL)
    return FALSE;
  zpi_sender_queue_async (sender, zcase, NULL, ctl_result_cb, &queued);
  done = zpi_sender_queue_finish (sender, ctl_wait (&queued), error);
  zpi_case_keeper_close_case (keeper, zcase);
  return done;
}

int
ctl_queue (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *case_id = NULL;

  if (argc != 2)
    return ctl_usage ("queue CASE");
  if (!ctl_open (ctl, &error))
    return ctl_failed ("queue", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  if (case_id == NULL || !queue_case (ctl, case_id, &error))
    return ctl_failed ("queue", error);
  object = json_object_new ();
  json_object_set_string_member (object, "id", case_id);
  json_object_set_string_member (object, "state", "waiting");
  ctl_print_object (object);
  return CTL_OK;
}

int
ctl_send (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonObject) object = NULL;
  ZpiSender *sender;
  gint waiting;

  if (argc != 1)
    return ctl_usage ("send");
  if (!ctl_open (ctl, &error) || !ctl_ensure_server (ctl, &error))
    return ctl_failed ("send", error);
  sender = zpi_session_get_sender (ctl->session);
  zpi_sender_drain_async (sender, NULL, ctl_result_cb, &result);
  waiting = zpi_sender_drain_finish (sender, ctl_wait (&result), &error);
  if (waiting < 0)
    return ctl_failed ("send", error);
  object = json_object_new ();
  json_object_set_int_member (object, "waiting", waiting);
  ctl_print_object (object);
  return waiting == 0 ? CTL_OK : CTL_FAILED;
}
