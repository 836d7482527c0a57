/* SPDX-License-Identifier: EUPL-1.2 */

/* `supplement`: answers what the municipality asks about an application. The files take the places
 * of what is asked: the one that a file's name speaks of, else in order. */

#include "zpi-attention.h"
#include "zpi-ctl.h"
#include "zpi-intake.h"
#include "zpi-json.h"
#include "zpi-kept-codes.h"
#include "zpi-letter.h"
#include "zpi-supplement.h"

#include <string.h>

static gboolean
is_same_file (ZpiCase *zcase, const char *one, const char *other)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, one, "sha256");
  g_autofree char *other_key = zpi_case_item_key (ZPI_LIST_DOCUMENT, other, "sha256");

  return strcmp (zpi_case_get (zcase, key), zpi_case_get (zcase, other_key)) == 0;
}

/* Nobody said yet what it is. */
static gboolean
is_unsorted (ZpiCase *zcase, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");

  return *zpi_case_get (zcase, key) == '\0';
}

/* @item was given once more: a paper that was brought before, of the same content, makes place. */
static void
drop_unsorted (Ctl *ctl, ZpiCase *zcase, const char *item)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++)
    if (strcmp (items[i], item) != 0 && is_unsorted (zcase, items[i]) &&
        is_same_file (zcase, items[i], item))
      ctl_take_out (ctl, zcase, items[i], "supplement");
}

/* They wait with the code. */
static guint
take_papers (Ctl *ctl, const char *letter_id, int n_files, char **files)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  guint n;

  zpi_case_keeper_open_async (keeper, letter_id, NULL, ctl_result_cb, &result);
  zcase = zpi_case_keeper_open_finish (keeper, ctl_wait (&result), &error);
  if (zcase == NULL) {
    ctl_failed ("supplement", error);
    return 0;
  }
  for (int i = 0; i < n_files; i++) {
    g_autofree char *which = g_strdup_printf ("supplement: file %d", i + 1);
    g_autofree char *item = ctl_take_in (ctl, zcase, files[i], NULL, NULL, NULL, which);

    if (item != NULL)
      drop_unsorted (ctl, zcase, item);
  }
  n = zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT);
  zpi_case_keeper_close_case (keeper, zcase);
  return n;
}

/* Nobody is asked to come again with the code: what is asked is looked up by `send`. What the files
 * are has to be said then. */
static int
keep_code (Ctl *ctl, const char *text, int n_files, char **files, const GError *why)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *id = NULL;

  zpi_supplement_keep_code_async (ctl->session, text, NULL, NULL, ctl_result_cb, &result);
  id = zpi_supplement_keep_code_finish (ctl_wait (&result), &error);
  if (id == NULL)
    return ctl_failed ("supplement", error);
  ctl_message ("zpictl: supplement: the code is kept with the files and looked up later; give the "
               "files again then: %s",
               why->message);
  zpi_json_set_string (object, "id", id);
  zpi_json_set_string (object, "state", zpi_case_state_to_nick (ZPI_CASE_DRAFT));
  zpi_json_set_string (object, "attention", zpi_attention_to_nick (ZPI_ATTENTION_CODE_WAITS));
  json_object_set_int_member (object, "documents", take_papers (ctl, id, n_files, files));
  json_object_set_boolean_member (object, "sent", FALSE);
  json_object_set_boolean_member (object, "waiting", FALSE);
  ctl_print_object (object);
  return CTL_FAILED;
}

/* The request of a case of this store, or the one that a code or link of a mail belongs to. */
static ZpiRequest *
find_request (Ctl *ctl, const char *text, char **case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *code = zpi_letter_code_from_text (text, NULL);
  ZpiRequest *request;

  *case_id = ctl_find_case (ctl, text, &local);
  if (*case_id == NULL && code == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (*case_id == NULL) {
    if (!ctl_ensure_server (ctl, error))
      return NULL;
    zpi_supplement_find_async (ctl->session, text, NULL, NULL, ctl_result_cb, &result);
    request = zpi_supplement_find_finish (ctl_wait (&result), error);
    if (request == NULL)
      ctl_say_unknown_code (text, ZPI_LETTER_REQUEST, error);
    return request;
  }
  ctl_refresh (ctl, *case_id);
  zpi_supplement_load_request_async (ctl->session, *case_id, NULL, ctl_result_cb, &result);
  request = zpi_supplement_load_request_finish (ctl_wait (&result), &local);
  if (request != NULL)
    return request;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "Nothing is asked about this application, as far as is known. zpictl "
                         "status asks the municipality");
  return NULL;
}

static ZpiCase *
open_answer (Ctl *ctl, const ZpiRequest *request, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_supplement_open_async (ctl->session, request, NULL, ctl_result_cb, &result);
  return zpi_supplement_open_finish (ctl_wait (&result), error);
}

static gboolean
are_same (ZpiCase *zcase, const char *one, const char *other)
{
  static const char *const fields[] = {"sha256", "kind", "whose", "month"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, one, fields[i]);
    g_autofree char *other_key = zpi_case_item_key (ZPI_LIST_DOCUMENT, other, fields[i]);

    if (strcmp (zpi_case_get (zcase, key), zpi_case_get (zcase, other_key)) != 0)
      return FALSE;
  }
  return TRUE;
}

/* Given once more after the program was killed: the same file for the same piece goes once. */
static gboolean
was_there (ZpiCase *zcase, const char *item)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++)
    if (strcmp (items[i], item) != 0 && are_same (zcase, items[i], item))
      return TRUE;
  return FALSE;
}

/* (nullable): the document's id */
static char *
take_in (Ctl *ctl, ZpiCase *zcase, const ZpiRequest *request, const char *path, int number)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  const ZpiWanted *wanted = zpi_request_guess (request, application->documents, name);
  g_autofree char *which = g_strdup_printf ("supplement: file %d", number);

  return ctl_take_in (ctl,
                      zcase,
                      path,
                      wanted != NULL ? wanted->kind : ZPI_OTHER_DOCUMENT,
                      wanted != NULL ? wanted->whose : NULL,
                      wanted != NULL ? wanted->month : NULL,
                      which);
}

/* All of them or none: half of what somebody named is not what they meant to send. */
static gboolean
take_in_all (Ctl *ctl, ZpiCase *zcase, const ZpiRequest *request, int n_files, char **files)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  gboolean all = TRUE;

  for (int i = 0; i < n_files; i++) {
    char *item = take_in (ctl, zcase, request, files[i], i + 1);

    if (item != NULL)
      drop_unsorted (ctl, zcase, item);
    if (item == NULL)
      all = FALSE;
    else if (was_there (zcase, item)) {
      ctl_take_out (ctl, zcase, item, "supplement");
      g_free (item);
    } else
      g_ptr_array_add (items, item);
  }
  for (guint i = 0; !all && i < items->len; i++)
    ctl_take_out (ctl, zcase, items->pdata[i], "supplement");
  return all;
}

static gboolean
queue (Ctl *ctl, ZpiCase *zcase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (ctl->session);

  zpi_sender_queue_async (sender, zcase, NULL, ctl_result_cb, &result);
  return zpi_sender_queue_finish (sender, ctl_wait (&result), error);
}

/* What became of it: `state` is of the case that was named, `sent` of the answer. */
static int
print_outcome (Ctl *ctl, const ZpiRequest *request, const char *case_id, ZpiCase *zcase)
{
  g_autoptr (ZpiCaseInfo) answer = ctl_look_up (ctl, request->id);
  g_autoptr (ZpiCaseInfo) named = ctl_look_up (ctl, case_id != NULL ? case_id : request->id);
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (GPtrArray) missing = zpi_request_get_missing (request, application->documents);
  g_autoptr (JsonObject) object = json_object_new ();

  zpi_json_set_string (object, "id", case_id != NULL ? case_id : request->id);
  zpi_json_set_string (object, "supplement", request->id);
  if (named != NULL)
    zpi_json_set_string (object, "state", zpi_case_state_to_nick (named->state));
  zpi_json_set_string (object, "until", request->until);
  json_object_set_int_member (object, "documents", application->documents->len);
  json_object_set_int_member (object, "missing", missing->len);
  json_object_set_boolean_member (object,
                                  "sent",
                                  answer != NULL && answer->state == ZPI_CASE_RECEIVED);
  json_object_set_boolean_member (object,
                                  "waiting",
                                  answer != NULL && (answer->state == ZPI_CASE_WAITING ||
                                                     answer->state == ZPI_CASE_SENDING));
  if (answer != NULL && answer->attention != NULL)
    zpi_json_set_string (object, "attention", answer->attention);
  ctl_print_object (object);
  return answer != NULL && answer->state == ZPI_CASE_ATTENTION ? CTL_FAILED : CTL_OK;
}

/* Queued is done: without a network it goes later, by `send` or by the window. */
static void
try_to_send (Ctl *ctl)
{
  g_autoptr (GError) error = NULL;
  CtlLeft left = {0};

  if (!ctl_ensure_server (ctl, &error) || !ctl_drain (ctl, &left, &error))
    ctl_message ("zpictl: supplement: waits until it can be sent: %s", error->message);
}

int
ctl_supplement (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiRequest) request = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *case_id = NULL;
  int status = CTL_FAILED;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("supplement", error);
  request = find_request (ctl, argv[1], &case_id, &error);
  if (request != NULL)
    zcase = open_answer (ctl, request, &error);
  else if (case_id == NULL && zpi_supplement_may_keep (error))
    return keep_code (ctl, argv[1], argc - 2, argv + 2, error);
  if (zcase == NULL)
    return ctl_failed ("supplement", error);
  if (!take_in_all (ctl, zcase, request, argc - 2, argv + 2)) {
    ctl_message ("zpictl: supplement: nothing is sent");
  } else if (!queue (ctl, zcase, &error)) {
    ctl_failed ("supplement", error);
  } else {
    try_to_send (ctl);
    status = print_outcome (ctl, request, case_id, zcase);
  }
  zpi_case_keeper_close_case (zpi_session_get_keeper (ctl->session), zcase);
  return status;
}
