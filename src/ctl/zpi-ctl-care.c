/* SPDX-License-Identifier: EUPL-1.2 */

/* `clear`, `verify`, `backup`, `restore`, `recover`: the care of the store. */

#include "zpi-case-store.h"
#include "zpi-clock-evidence.h"
#include "zpi-ctl-arguments.h"

#include <string.h>

static gboolean
scrub_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub (store, error);
}

/* Nobody is at work here in whose idle moments the file could become smaller. */
static void
shrink (Ctl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiStore *store = zpi_session_get_store (ctl->session);

  zpi_store_run_async (store, scrub_func, NULL, NULL, NULL, ctl_result_cb, &result);
  zpi_store_run_finish (store, ctl_wait (&result), &error);
  if (error != NULL)
    ctl_message ("zpictl: the file stays as large as it is for now: %s", error->message);
}

int
ctl_clear (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) no_server = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonObject) object = NULL;
  gboolean now = ctl_get_option (ctl, "--now") != NULL;
  ZpiSender *sender;
  gint n_cleared;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("clear", error);
  sender = zpi_session_get_sender (ctl->session);
  if (!ctl_ensure_server (ctl, &no_server))
    ctl_message ("zpictl: the municipality is not asked: %s", no_server->message);
  zpi_sender_clear_due_async (sender, now, NULL, ctl_result_cb, &result);
  n_cleared = zpi_sender_clear_due_finish (sender, ctl_wait (&result), &error);
  if (n_cleared < 0)
    return ctl_failed ("clear", error);
  shrink (ctl);
  object = json_object_new ();
  json_object_set_int_member (object, "cleared", n_cleared);
  ctl_print_object (object);
  return CTL_OK;
}

typedef struct {
  char *file;
  ZpiVerifyReport *report;
  GError *error; /* why there is no report */
} Care;

static gboolean
verify_func (ZpiStore *store, gpointer data, GError **error)
{
  Care *self = data;

  self->report = zpi_store_verify (store, error);
  return self->report != NULL;
}

/* What was found stands in the backup. Without a report there is one as well. */
static gboolean
backup_func (ZpiStore *store, gpointer data, GError **error)
{
  Care *self = data;

  self->report = zpi_store_verify (store, &self->error);
  return zpi_store_backup (store, self->file, zpi_clock_evidence_now_us (store), error);
}

static gboolean
run (Ctl *ctl, ZpiStoreFunc func, Care *care, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiStore *store = zpi_session_get_store (ctl->session);

  zpi_store_run_async (store, func, care, NULL, NULL, ctl_result_cb, &result);
  return zpi_store_run_finish (store, ctl_wait (&result), error) != NULL;
}

/* What is kept of a draft, also while it is open in a window. */
typedef struct {
  char *id;
  GBytes *snapshot;
} Draft;

static void
draft_free (Draft *self)
{
  g_free (self->id);
  g_bytes_unref (self->snapshot);
  g_free (self);
}

static gboolean
has_rules (Ctl *ctl, const Draft *draft)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new_from_snapshot (draft->snapshot, NULL);

  return zcase == NULL || zpi_session_has_rules_of (ctl->session, zcase);
}

/* Of one that does not open the report says more. */
static void
add_draft (GPtrArray *drafts, ZpiStore *store, const char *id)
{
  GBytes *snapshot = zpi_case_store_load (store, id, NULL, NULL);
  Draft *draft;

  if (snapshot == NULL)
    return;
  draft = g_new0 (Draft, 1);
  draft->id = g_strdup (id);
  draft->snapshot = snapshot;
  g_ptr_array_add (drafts, draft);
}

static gboolean
list_drafts_func (ZpiStore *store, gpointer data, GError **error)
{
  GPtrArray *drafts = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_ALL, error);

  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = infos->pdata[i];

    if (info->state == ZPI_CASE_DRAFT && info->kind == ZPI_CASE_APPLICATION)
      add_draft (drafts, store, info->id);
  }
  return infos != NULL;
}

/* Nothing of them is lost; the check says nothing before the rules are back or others are chosen.
 */
static JsonArray *
list_without_rules (Ctl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) draft_free);
  ZpiStore *store = zpi_session_get_store (ctl->session);
  JsonArray *array = json_array_new ();

  zpi_store_run_async (store, list_drafts_func, drafts, NULL, NULL, ctl_result_cb, &result);
  zpi_store_run_finish (store, ctl_wait (&result), NULL);
  for (guint i = 0; i < drafts->len; i++) {
    const Draft *draft = g_ptr_array_index (drafts, i);

    if (!has_rules (ctl, draft))
      json_array_add_string_element (array, draft->id);
  }
  if (json_array_get_length (array) > 0)
    ctl_message (
        "zpictl: warning: verify: the rules of what stands in \"without_rules\" are not here, "
        "and the check says nothing of it. Put them in the folder schemes of the data folder, "
        "or choose others in the window");
  return array;
}

static int
print_report (Ctl *ctl, const ZpiVerifyReport *report)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *damaged = json_array_new ();
  gboolean good = zpi_verify_report_is_ok (report);

  for (guint i = 0; i < report->damaged->len; i++)
    json_array_add_string_element (damaged, g_ptr_array_index (report->damaged, i));
  json_object_set_boolean_member (object, "ok", good);
  json_object_set_boolean_member (object, "integrity", report->integrity_ok);
  json_object_set_int_member (object, "cases", report->n_cases);
  json_object_set_int_member (object, "records", report->n_records);
  json_object_set_int_member (object, "documents", report->n_documents);
  json_object_set_int_member (object, "chunks", report->n_chunks);
  json_object_set_int_member (object, "orphans", report->n_orphans);
  json_object_set_array_member (object, "damaged", damaged);
  json_object_set_array_member (object, "without_rules", list_without_rules (ctl));
  ctl_print_object (object);
  if (!report->integrity_ok)
    ctl_message (
        "zpictl: verify: the store is damaged. A case that is not in \"list\" any more has "
        "no name here; a backup may have it whole");
  return good ? CTL_OK : CTL_FAILED;
}

int
ctl_verify (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Care care = {0};
  int status;

  if (!ctl_open (ctl, &error) || !run (ctl, verify_func, &care, &error))
    return ctl_failed ("verify", error);
  status = print_report (ctl, care.report);
  zpi_verify_report_free (care.report);
  return status;
}

/* A backup of what is left is better than none, but does not take the place of an older one: who
 * keeps the last few by a script has to be stopped. */
static int
print_backup (const char *path, const ZpiVerifyReport *report)
{
  g_autoptr (JsonObject) object = json_object_new ();
  /* JSON is UTF-8, and the name of a file is any bytes. */
  g_autofree char *shown = g_filename_display_name (path);
  gboolean complete = zpi_verify_report_is_ok (report);

  json_object_set_string_member (object, "file", shown);
  json_object_set_boolean_member (object, "complete", complete);
  ctl_print_object (object);
  if (!complete)
    ctl_message ("zpictl: the backup was made, and lacks what could not be read of a damaged "
                 "store. Keep your older backups");
  return complete ? CTL_OK : CTL_FAILED;
}

static int
not_here (const char *command)
{
  g_autofree char *usage = g_strdup_printf ("%s FILE", command);

  ctl_message ("zpictl: %s: the file has to be on this computer, or on a disk that it sees",
               command);
  return ctl_usage (usage);
}

int
ctl_backup (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  Care care = {0};
  int status;

  file = g_file_new_for_commandline_arg (argv[1]);
  path = g_file_get_path (file);
  if (path == NULL)
    return not_here ("backup");
  care.file = path;
  if (!ctl_open (ctl, &error))
    return ctl_failed ("backup", error);
  run (ctl, backup_func, &care, &error);
  if (error != NULL || care.report == NULL)
    status = ctl_failed ("backup", error != NULL ? error : care.error);
  else
    status = print_backup (path, care.report);
  g_clear_pointer (&care.report, zpi_verify_report_free);
  g_clear_error (&care.error);
  return status;
}

int
ctl_restore (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  gboolean complete;

  file = g_file_new_for_commandline_arg (argv[1]);
  path = g_file_get_path (file);
  if (path == NULL)
    return not_here ("restore");
  folder = ctl->data != NULL ? g_strdup (ctl->data) : zpi_session_default_folder (ctl->practice);
  if (!zpi_store_restore (path, folder, ctl->practice, &error))
    return ctl_failed ("restore", error);
  complete = zpi_store_backup_is_complete (path);
  object = json_object_new ();
  json_object_set_boolean_member (object, "restored", TRUE);
  json_object_set_boolean_member (object, "complete", complete);
  ctl_print_object (object);
  if (!complete)
    ctl_message ("zpictl: the backup was put back, and lacks what could not be read of the damaged "
                 "store it was made of. Keep your older backups");
  return CTL_OK;
}

/* With the recovery code, and a new passphrase for from now on. */

static gboolean
open_locked (Ctl *ctl, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSessionOptions options = {.practice = FALSE, .data_folder = ctl->data};

  ctl->session = zpi_session_new (&options);
  zpi_session_open_async (ctl->session, NULL, ctl_result_cb, &result);
  if (!zpi_session_open_finish (ctl->session, ctl_wait (&result), error))
    return FALSE;
  if (zpi_session_get_state (ctl->session) == ZPI_SESSION_LOCKED)
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_ALLOWED,
               "There is nothing to recover. Name the data folder with --data");
  return FALSE;
}

static gboolean
unlock_with_code (Ctl *ctl, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  char *code = ctl_ask_secret ("Recovery code");
  gboolean unlocked;

  zpi_session_unlock_async (ctl->session,
                            NULL,
                            code != NULL ? code : "",
                            NULL,
                            ctl_result_cb,
                            &result);
  unlocked = zpi_session_unlock_finish (ctl->session, ctl_wait (&result), error);
  zpi_secret_strfree (code);
  return unlocked;
}

static gboolean
add_passphrase (Ctl *ctl, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  char *passphrase = ctl_ask_secret ("New passphrase, 12 characters or more");
  char *nothing;

  zpi_session_add_slot_async (ctl->session,
                              ZPI_SLOT_PASSPHRASE,
                              "zpictl recover",
                              passphrase,
                              NULL,
                              ctl_result_cb,
                              &result);
  nothing = zpi_session_add_slot_finish (ctl->session, ctl_wait (&result), error);
  zpi_secret_strfree (passphrase);
  if (nothing == NULL)
    return FALSE;
  zpi_secret_strfree (nothing);
  return TRUE;
}

int
ctl_recover (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (ctl->practice) {
    ctl_message ("zpictl: practice data open without a code");
    return CTL_FAILED;
  }
  if (!open_locked (ctl, &error) || !unlock_with_code (ctl, &error) ||
      !ctl_check_open (ctl, &error) || !add_passphrase (ctl, &error))
    return ctl_failed ("recover", error);
  object = json_object_new ();
  json_object_set_boolean_member (object, "recovered", TRUE);
  ctl_print_object (object);
  return CTL_OK;
}

/* Confirming an organisation file by the code of the municipality's letter: what the window does.
 */
int
ctl_confirm_organisation (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiOrgFile) lying = NULL;
  g_autoptr (JsonObject) object = NULL;
  ZpiOrgFile *believed;

  if (ctl->practice) {
    ctl_message ("zpictl: practice has no organisation file");
    return CTL_FAILED;
  }
  if (!ctl_open (ctl, &error))
    return ctl_failed ("confirm-organisation", error);
  lying = zpi_session_load_own_organisation (ctl->session);
  if (lying != NULL)
    ctl_message ("zpictl: the file in the data folder leads to %s", lying->base_url);
  zpi_session_confirm_organisation_async (ctl->session, argv[1], ctl_result_cb, &result);
  if (!zpi_session_confirm_organisation_finish (ctl->session, ctl_wait (&result), &error))
    return ctl_failed ("confirm-organisation", error);
  believed = zpi_session_get_organisation (ctl->session);
  object = json_object_new ();
  json_object_set_string_member (object, "organisation", believed->name);
  json_object_set_string_member (object, "base_url", believed->base_url);
  ctl_print_object (object);
  return CTL_OK;
}
