/* SPDX-License-Identifier: EUPL-1.2 */

/* `remind`: the client wants to be reminded of the next pass year, or not any more. */

#include "zpi-clock.h"
#include "zpi-ctl-arguments.h"
#include "zpi-json.h"
#include "zpi-reminder.h"

#include <string.h>

#define USAGE "remind --client-agrees [--on DATE] CASE, or remind --remove CASE"

static gboolean
set_reminder (Ctl *ctl, const char *case_id, const ZpiDate *on, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_reminder_set_async (ctl->session, case_id, on, NULL, ctl_result_cb, &result);
  return zpi_reminder_set_finish (ctl_wait (&result), error);
}

static gboolean
remove_reminder (Ctl *ctl, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_reminder_remove_async (ctl->session, case_id, NULL, ctl_result_cb, &result);
  return zpi_reminder_remove_finish (ctl_wait (&result), error);
}

int
ctl_remind (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *case_id = NULL;
  gboolean removes = ctl_get_option (ctl, "--remove") != NULL;
  gboolean dated = ctl_get_option (ctl, "--on") != NULL;
  ZpiDate on = ZPI_DATE_INIT;

  if (removes == (ctl_get_option (ctl, "--client-agrees") != NULL) || (removes && dated)) {
    ctl_message ("zpictl: remind: say --client-agrees when the client agreed to a reminder, or "
                 "--remove and no more");
    return ctl_usage (USAGE);
  }
  if (!ctl_read_date (ctl, "remind", "--on", &on))
    return ctl_usage (USAGE);
  if (!ctl_open (ctl, &error))
    return ctl_failed ("remind", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  if (case_id == NULL || !(removes ? remove_reminder (ctl, case_id, &error)
                                   : set_reminder (ctl, case_id, dated ? &on : NULL, &error)))
    return ctl_failed ("remind", error);
  zpi_json_set_string (object, "id", case_id);
  zpi_json_set_string (object, "reminder", removes ? "removed" : "set");
  ctl_print_object (object);
  return CTL_OK;
}
