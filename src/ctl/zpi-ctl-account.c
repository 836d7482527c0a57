/* SPDX-License-Identifier: EUPL-1.2 */

/* `account`: asks for one account for a family that was renewed automatically. The file is in the
 * format of an application: the applicant is the main pass holder. */

#include "zpi-application.h"
#include "zpi-ctl.h"
#include "zpi-json.h"

static ZpiApplication *
read_file (const char *path, GError **error)
{
  g_autoptr (JsonNode) wire = ctl_load_json (path, error);

  return wire != NULL ? zpi_application_new_from_wire (wire, error) : NULL;
}

static ZpiCase *
make_case (Ctl *ctl, const ZpiApplication *application)
{
  ZpiCase *zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (ctl->session), ZPI_CASE_ACCOUNT);

  zpi_application_fill_case (application, zcase);
  return zcase;
}

/* Asked twice, or gone on with after it was killed: one family gets one request. Found by the BSN
 * of the main pass holder; of one that is over another may be made. */
static ZpiCaseInfo *
find_earlier (Ctl *ctl, const ZpiApplication *application, GError **error)
{
  /* Not one of the keeper, which would save it. */
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_ACCOUNT);
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  zpi_application_fill_case (application, zcase);
  zpi_case_keeper_find_duplicates_async (keeper, zcase, NULL, ctl_result_cb, &result);
  ids = zpi_case_keeper_find_duplicates_finish (keeper, ctl_wait (&result), error);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    g_autoptr (ZpiCaseInfo) info = ctl_look_up (ctl, g_ptr_array_index (ids, i));

    if (info != NULL && info->kind == ZPI_CASE_ACCOUNT && info->state != ZPI_CASE_CLOSED &&
        info->state != ZPI_CASE_REJECTED && info->state != ZPI_CASE_WITHDRAWN &&
        info->state != ZPI_CASE_HANDED_OVER)
      return g_steal_pointer (&info);
  }
  return NULL;
}

static ZpiCase *
open_draft (Ctl *ctl, const char *id, GError **error)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);
  g_autoptr (GAsyncResult) result = NULL;

  zpi_case_keeper_open_async (keeper, id, NULL, ctl_result_cb, &result);
  return zpi_case_keeper_open_finish (keeper, ctl_wait (&result), error);
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

/* Returns: (transfer full): the id of the one request, queued now or before */
static char *
queue_once (Ctl *ctl, const char *path, GError **error)
{
  g_autoptr (ZpiApplication) application = read_file (path, error);
  g_autoptr (ZpiCaseInfo) earlier = NULL;
  g_autoptr (ZpiCase) draft = NULL;
  GError *local = NULL;

  if (application == NULL)
    return NULL;
  earlier = find_earlier (ctl, application, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (earlier != NULL && earlier->state != ZPI_CASE_DRAFT)
    return g_strdup (earlier->id);
  draft = earlier != NULL ? open_draft (ctl, earlier->id, error) : make_case (ctl, application);
  if (draft == NULL || !queue (ctl, draft, error))
    return NULL;
  return g_strdup (zpi_case_get_id (draft));
}

int
ctl_account (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) later = NULL;
  g_autofree char *id = NULL;
  CtlLeft left = {0};

  if (!ctl_open (ctl, &error))
    return ctl_failed ("account", error);
  id = queue_once (ctl, argv[1], &error);
  if (id == NULL)
    return ctl_failed ("account", error);
  if (!ctl_ensure_server (ctl, &later) || !ctl_drain (ctl, &left, &later))
    ctl_message ("zpictl: account: waits until it can be sent: %s", later->message);
  return print_outcome (ctl, id);
}
