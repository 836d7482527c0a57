/* SPDX-License-Identifier: EUPL-1.2 */

/* `remind`: the client wants to be reminded of the next pass year, or not any more. */

#include "zpi-clock.h"
#include "zpi-ctl.h"
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
  gboolean removes = argc == 3 && strcmp (argv[1], "--remove") == 0;
  gboolean agrees = (argc == 3 || argc == 5) && strcmp (argv[1], "--client-agrees") == 0;
  ZpiDate on = ZPI_DATE_INIT;

  if (!removes && !agrees)
    return ctl_usage (USAGE);
  if (argc == 5 && strcmp (argv[2], "--on") != 0)
    return ctl_usage (USAGE);
  if (argc == 5 && !zpi_date_parse_iso (argv[3], &on)) {
    ctl_message ("zpictl: remind: --on needs a date that exists, such as 2026-01-31");
    return ctl_usage (USAGE);
  }
  if (!ctl_open (ctl, &error))
    return ctl_failed ("remind", error);
  case_id = ctl_find_case (ctl, argv[argc - 1], &error);
  if (case_id == NULL || !(removes ? remove_reminder (ctl, case_id, &error)
                                   : set_reminder (ctl, case_id, argc == 5 ? &on : NULL, &error)))
    return ctl_failed ("remind", error);
  zpi_json_set_string (object, "id", case_id);
  zpi_json_set_string (object, "reminder", removes ? "removed" : "set");
  ctl_print_object (object);
  return CTL_OK;
}
