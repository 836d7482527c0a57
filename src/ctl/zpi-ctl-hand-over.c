/* SPDX-License-Identifier: EUPL-1.2 */

/* `hand-over`, `take-over`, `take-back`: one case to another desk, as an encrypted file. */

#include "zpi-ctl.h"
#include "zpi-error.h"
#include "zpi-hand-over.h"
#include "zpi-json.h"
#include "zpi-vault.h"

#include <string.h>

#define PASSPHRASE_VARIABLE "ZPI_PASSPHRASE"
/* In practice, when none is given: what is in the file is made up. */
#define PRACTICE_PASSPHRASE "oefenen oefenen"

/* From the environment, else asked for, else a line of standard input. Free with
 * zpi_secret_strfree(). */
static char *
dup_passphrase (Ctl *ctl)
{
  const char *given = g_getenv (PASSPHRASE_VARIABLE);
  char *asked;

  if (given != NULL && *given != '\0')
    return zpi_secret_strdup (given);
  asked = ctl_ask_secret ("Passphrase of the file, 12 characters or more");
  if (asked != NULL && *asked != '\0')
    return asked;
  zpi_secret_strfree (asked);
  return ctl->practice ? zpi_secret_strdup (PRACTICE_PASSPHRASE) : NULL;
}

static gboolean
hand_over (Ctl *ctl, const char *case_id, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  char *passphrase = dup_passphrase (ctl);
  const ZpiHandOverKey key = {.passphrase = passphrase};
  gboolean done;

  zpi_hand_over_async (ctl->session, case_id, file, &key, NULL, ctl_result_cb, &result);
  done = zpi_hand_over_finish (ctl_wait (&result), error);
  zpi_secret_strfree (passphrase);
  return done;
}

/* It is no store of ours that is damaged, but a file of somebody else. */
static void
say_closed (GError **error)
{
  if (!g_error_matches (*error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN))
    return;
  g_clear_error (error);
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_SEAL_BROKEN,
                       "The file does not open. Check the passphrase. If it is right, the file was "
                       "changed on its way: ask your colleague for it once more");
}

static char *
take_over (Ctl *ctl, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  char *passphrase = dup_passphrase (ctl);
  const ZpiHandOverKey key = {.passphrase = passphrase};
  char *case_id;

  zpi_take_over_async (ctl->session, file, &key, NULL, ctl_result_cb, &result);
  case_id = zpi_take_over_finish (ctl_wait (&result), error);
  zpi_secret_strfree (passphrase);
  if (case_id == NULL)
    say_closed (error);
  return case_id;
}

static int
print_case (Ctl *ctl, const char *case_id, const char *file)
{
  g_autoptr (ZpiCaseInfo) info = ctl_look_up (ctl, case_id);
  g_autoptr (JsonObject) object = json_object_new ();

  zpi_json_set_string (object, "id", case_id);
  if (info != NULL)
    zpi_json_set_string (object, "state", zpi_case_state_to_nick (info->state));
  if (file != NULL)
    zpi_json_set_string (object, "file", file);
  ctl_print_object (object);
  return CTL_OK;
}

int
ctl_hand_over (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;

  if (argc != 3)
    return ctl_usage ("hand-over CASE FILE");
  if (!ctl_open (ctl, &error))
    return ctl_failed ("hand-over", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  if (case_id == NULL || !hand_over (ctl, case_id, argv[2], &error))
    return ctl_failed ("hand-over", error);
  return print_case (ctl, case_id, argv[2]);
}

int
ctl_take_over (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;

  if (argc != 2)
    return ctl_usage ("take-over FILE");
  if (!ctl_open (ctl, &error))
    return ctl_failed ("take-over", error);
  case_id = take_over (ctl, argv[1], &error);
  if (case_id == NULL)
    return ctl_failed ("take-over", error);
  return print_case (ctl, case_id, NULL);
}

int
ctl_take_back (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *case_id = NULL;

  if (argc != 2)
    return ctl_usage ("take-back CASE");
  if (!ctl_open (ctl, &error))
    return ctl_failed ("take-back", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  if (case_id == NULL)
    return ctl_failed ("take-back", error);
  zpi_take_back_async (ctl->session, case_id, NULL, ctl_result_cb, &result);
  if (!zpi_take_back_finish (ctl_wait (&result), &error))
    return ctl_failed ("take-back", error);
  return print_case (ctl, case_id, NULL);
}
