/* SPDX-License-Identifier: EUPL-1.2 */

/* `renewal --client-agrees FILE`: was this person's pass renewed automatically? The file is in the
 * format of an application, so that no BSN stands in the list of processes. */

#include "zpi-application.h"
#include "zpi-ctl-arguments.h"
#include "zpi-error.h"
#include "zpi-json.h"
#include "zpi-renewal.h"

#include <string.h>

static int
print_answer (ZpiRenewal renewal)
{
  static const char *const words[] = {"unknown", "renewed", "not-renewed"};
  static const char *const steps[] = {"look-for-letter", "add-photos", "apply"};
  g_autoptr (JsonObject) object = json_object_new ();

  zpi_json_set_string (object, "renewal", words[renewal]);
  zpi_json_set_string (object, "next_step", steps[renewal]);
  ctl_print_object (object);
  return CTL_OK;
}

/* Nothing is kept of the question, so nothing goes by itself later. */
static void
say_unreached (GError **error)
{
  if (!g_error_matches (*error, ZPI_ERROR, ZPI_ERROR_OFFLINE) &&
      !g_error_matches (*error, ZPI_ERROR, ZPI_ERROR_TIMED_OUT))
    return;
  g_clear_error (error);
  g_set_error_literal (
      error,
      ZPI_ERROR,
      ZPI_ERROR_OFFLINE,
      "The municipality cannot be asked now. Ask again when there is a connection, "
      "or look for the letter about the pass; nothing was kept");
}

int
ctl_renewal (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonNode) wire = NULL;
  g_autoptr (ZpiApplication) application = NULL;
  ZpiRenewal renewal;

  if (ctl_get_option (ctl, "--client-agrees") == NULL) {
    ctl_message ("zpictl: renewal: --client-agrees is missing. It says that the client agreed");
    return ctl_usage ("renewal --client-agrees FILE");
  }
  wire = ctl_load_json (argv[1], &error);
  application = wire != NULL ? zpi_application_new_from_wire (wire, &error) : NULL;
  if (application == NULL || !ctl_open (ctl, &error) || !ctl_ensure_server (ctl, &error))
    return ctl_failed ("renewal", error);
  zpi_renewal_check_async (ctl->session,
                           application->applicant.bsn != NULL ? application->applicant.bsn : "",
                           application->pass_year,
                           TRUE,
                           NULL,
                           ctl_result_cb,
                           &result);
  if (!zpi_renewal_check_finish (ctl_wait (&result), &renewal, &error)) {
    say_unreached (&error);
    return ctl_failed ("renewal", error);
  }
  return print_answer (renewal);
}
