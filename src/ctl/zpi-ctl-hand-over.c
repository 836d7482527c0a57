/* SPDX-License-Identifier: EUPL-1.2 */

/* `hand-over`, `take-over`, `take-back`: one case to another desk, as an encrypted file. */

#include "zpi-ctl-arguments.h"
#include "zpi-error.h"
#include "zpi-hand-over-key.h"
#include "zpi-hand-over.h"
#include "zpi-json.h"
#include "zpi-vault.h"

#include <string.h>

#define PASSPHRASE_VARIABLE "ZPI_PASSPHRASE"
#define HAND_OVER_USAGE     "hand-over [--for ORGANISATION-FILE [--code CODE]] CASE FILE"
/* In practice, when none is given: what is in the file is made up. */
#define PRACTICE_PASSPHRASE "oefenen oefenen"

/* From the environment, else asked for, else a line of standard input. Free with
 * zpi_secret_strfree(). @ours: (out): nobody gave one, and it is that of practice */
static char *
dup_passphrase (Ctl *ctl, gboolean *ours)
{
  const char *given = g_getenv (PASSPHRASE_VARIABLE);
  char *asked;

  if (given != NULL && *given != '\0')
    return zpi_secret_strdup (given);
  asked = ctl_ask_secret ("Passphrase of the file, 12 characters or more");
  if (asked != NULL && *asked != '\0')
    return asked;
  zpi_secret_strfree (asked);
  *ours = ctl->practice;
  return ctl->practice ? zpi_secret_strdup (PRACTICE_PASSPHRASE) : NULL;
}

/* The key of the organisation file of another desk; @code as on the letter that came with it. */
static GBytes *
dup_public_key (Ctl *ctl, const char *path, const char *code, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (ZpiOrgFile) organisation = zpi_hand_over_read_organisation (file, error);

  if (organisation == NULL || !zpi_hand_over_believe (ctl->session, organisation, code, error))
    return NULL;
  return g_bytes_ref (organisation->escrow_key);
}

static gboolean
hand_over (Ctl *ctl,
           const char *case_id,
           const char *path,
           GBytes *public_key,
           gboolean *ours,
           GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  char *passphrase = public_key == NULL ? dup_passphrase (ctl, ours) : NULL;
  const ZpiHandOverKey key = {.passphrase = passphrase, .public_key = public_key};
  gboolean done;

  zpi_hand_over_async (ctl->session, case_id, file, &key, NULL, ctl_result_cb, &result);
  done = zpi_hand_over_finish (ctl_wait (&result), error);
  zpi_secret_strfree (passphrase);
  return done;
}

/* It is no store of ours that is damaged, but a file of somebody else. */
static void
say_closed (gboolean by_key, GError **error)
{
  if (!g_error_matches (*error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN))
    return;
  g_clear_error (error);
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_SEAL_BROKEN,
                       by_key
                           ? "The file does not open with this key. Look for whom it was written. "
                             "If it is right, ask your colleague for the file once more"
                           : "The file does not open. Check the passphrase. If it is right, the "
                             "file was changed on its way: ask your colleague for it once more");
}

static char *
take_over (Ctl *ctl, const char *path, GBytes *secret_key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  gboolean ours = FALSE;
  char *passphrase = secret_key == NULL ? dup_passphrase (ctl, &ours) : NULL;
  const ZpiHandOverKey key = {.passphrase = passphrase, .secret_key = secret_key};
  char *case_id;

  zpi_take_over_async (ctl->session, file, &key, NULL, ctl_result_cb, &result);
  case_id = zpi_take_over_finish (ctl_wait (&result), error);
  zpi_secret_strfree (passphrase);
  if (ours && (case_id != NULL || g_error_matches (*error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN)))
    ctl_message ("zpictl: take-over: no passphrase was given; that of practice was tried: %s",
                 PRACTICE_PASSPHRASE);
  if (case_id == NULL)
    say_closed (secret_key != NULL, error);
  return case_id;
}

/* @ours: the file opens with the passphrase of practice */
static int
print_case (Ctl *ctl, const char *case_id, const char *file, gboolean ours)
{
  g_autoptr (ZpiCaseInfo) info = ctl_look_up (ctl, case_id);
  g_autoptr (JsonObject) object = json_object_new ();

  zpi_json_set_string (object, "id", case_id);
  if (info != NULL)
    zpi_json_set_string (object, "state", zpi_case_state_to_nick (info->state));
  if (file != NULL) {
    g_autofree char *shown = g_filename_display_name (file);

    zpi_json_set_string (object, "file", shown);
  }
  if (ours)
    zpi_json_set_string (object, "passphrase", PRACTICE_PASSPHRASE);
  ctl_print_object (object);
  return CTL_OK;
}

int
ctl_hand_over (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GBytes) public_key = NULL;
  const char *organisation = ctl_get_option (ctl, "--for");
  const char *code = ctl_get_option (ctl, "--code");
  gboolean ours = FALSE;

  if (code != NULL && organisation == NULL) {
    ctl_message ("zpictl: hand-over: --code belongs to the file that --for names; name that too");
    return ctl_usage (HAND_OVER_USAGE);
  }
  if (!ctl_open (ctl, &error))
    return ctl_failed ("hand-over", error);
  if (organisation != NULL) {
    public_key = dup_public_key (ctl, organisation, code, &error);
    if (public_key == NULL)
      return ctl_failed ("hand-over", error);
  }
  case_id = ctl_find_case (ctl, argv[1], &error);
  if (case_id == NULL || !hand_over (ctl, case_id, argv[2], public_key, &ours, &error))
    return ctl_failed ("hand-over", error);
  if (ours)
    ctl_message ("zpictl: hand-over: no passphrase was given; the file opens with that of "
                 "practice: %s",
                 PRACTICE_PASSPHRASE);
  return print_case (ctl, case_id, argv[2], ours);
}

int
ctl_take_over (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GBytes) secret_key = NULL;
  const char *key = ctl_get_option (ctl, "--key");

  if (key != NULL) {
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (key);

    secret_key = zpi_hand_over_read_secret_key (file, &error);
    if (secret_key == NULL)
      return ctl_failed ("take-over", error);
  }
  if (!ctl_open (ctl, &error))
    return ctl_failed ("take-over", error);
  case_id = take_over (ctl, argv[1], secret_key, &error);
  if (case_id == NULL)
    return ctl_failed ("take-over", error);
  return print_case (ctl, case_id, NULL, FALSE);
}

int
ctl_take_back (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *case_id = NULL;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("take-back", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  if (case_id == NULL)
    return ctl_failed ("take-back", error);
  zpi_take_back_async (ctl->session, case_id, NULL, ctl_result_cb, &result);
  if (!zpi_take_back_finish (ctl_wait (&result), &error))
    return ctl_failed ("take-back", error);
  return print_case (ctl, case_id, NULL, FALSE);
}
