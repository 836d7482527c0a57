/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-reminder.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-field.h"
#include "zpi-json.h"
#include "zpi-reminder-record.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

typedef struct {
  char *case_id;
  ZpiDate on;
  GBytes *record; /* (owned) (nullable): what was kept */
  ZpiCase *zcase; /* (owned) (nullable): the new application */
} Reminder;

static void
reminder_free (Reminder *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->record, g_bytes_unref);
  g_clear_object (&self->zcase);
  g_free (self);
}

/* A day of opening is only taken from the rules, never made up. Where the year after that of the
 * pass has begun, the client can ask for it today. */
static ZpiDate
find_day (const ZpiScheme *scheme, int pass_year)
{
  const ZpiDate today = zpi_clock_today ();
  const int year = (pass_year > 0 ? pass_year : zpi_scheme_pass_year_on (scheme, &today)) + 1;
  ZpiDate opens;
  ZpiDate closes;
  ZpiDate first;
  ZpiDate last;

  zpi_scheme_application_window (scheme, year, &opens, &closes);
  zpi_scheme_pass_year_bounds (scheme, year, &first, &last);
  if (zpi_date_is_full (&opens))
    first = opens;
  return zpi_date_compare (&first, &today) < 0 ? today : first;
}

/* Of which year the pass is, as the municipality says; 0 when that is not known. */
static int
read_pass_year (GBytes *status)
{
  g_autoptr (JsonNode) root = status != NULL ? zpi_json_parse (status, 0, 0, NULL) : NULL;
  gint64 year = 0;

  zpi_json_get_int (zpi_json_node_object (root), "pasjaar", &year);
  return (int) CLAMP (year, 0, G_MAXINT16);
}

static void
status_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) status =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, &error);
  ZpiDate *day;

  /* The municipality may not have said anything yet. */
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    g_clear_error (&error);
  if (error != NULL || !zpi_session_is_open (session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  day = g_new0 (ZpiDate, 1);
  *day = find_day (zpi_session_get_scheme (session), read_pass_year (status));
  g_task_return_pointer (task, day, g_free);
}

/**
 * zpi_reminder_find_day_async:
 * @session: an open session
 * @case_id: an application whose pass is on its way
 * @cancellable: (nullable): to give up waiting
 * @callback: called with the day
 * @user_data: for @callback
 *
 * Who applied early has the pass of next year already, and is reminded of the year after it.
 */
void
zpi_reminder_find_day_async (ZpiSession *session,
                             const char *case_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);

  g_task_set_source_tag (task, zpi_reminder_find_day_async);
  zpi_case_keeper_get_record_async (zpi_session_get_keeper (session),
                                    case_id,
                                    "status",
                                    cancellable,
                                    status_ready_cb,
                                    task);
}

/**
 * zpi_reminder_find_day_finish:
 * @result: the result
 * @day: (out): when to remind
 * @error: return location for an error
 *
 * Returns: %FALSE when the case could not be read
 */
gboolean
zpi_reminder_find_day_finish (GAsyncResult *result, ZpiDate *day, GError **error)
{
  g_autofree ZpiDate *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found != NULL)
    *day = *found;
  return found != NULL;
}

/* The names as they were filled in while the answers are here; later the first names of the stub.
 */
static void
set_names (ZpiStore *store, const char *case_id, JsonObject *object)
{
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, case_id, NULL, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;
  g_autoptr (GBytes) stub = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (zcase != NULL) {
    zpi_json_set_string (object, "given_names", zpi_case_get (zcase, ZPI_KEY_GIVEN_NAMES));
    zpi_json_set_string (object, "prefix", zpi_case_get (zcase, ZPI_KEY_PREFIX));
    zpi_json_set_string (object, "family_name", zpi_case_get (zcase, ZPI_KEY_FAMILY_NAME));
    return;
  }
  stub = zpi_case_store_get_record (store, case_id, "stub", NULL);
  root = stub != NULL ? zpi_json_parse (stub, 0, 0, NULL) : NULL;
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    zpi_json_set_string (object,
                         "given_names",
                         zpi_json_get_string (json_node_get_object (root), "given_names"));
}

static gboolean
set_func (ZpiStore *store, gpointer data, GError **error)
{
  Reminder *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *on = zpi_date_format_iso (&self->on);
  g_autofree char *agreed = zpi_clock_format_iso (zpi_clock_now_us ());

  if (info == NULL)
    return FALSE;
  if (info->kind != ZPI_CASE_APPLICATION || info->state != ZPI_CASE_ISSUED) {
    g_set_error (
        error,
        ZPI_ERROR,
        ZPI_ERROR_NOT_ALLOWED,
        "A reminder can be kept when the pass is on its way, and this case is in state %s. zpictl "
        "status CASE asks how far it is",
        zpi_case_state_to_nick (info->state));
    return FALSE;
  }
  zpi_json_set_string (object, "on", on);
  zpi_json_set_string (object, "agreed_at", agreed);
  set_names (store, self->case_id, object);
  json_node_set_object (root, object);
  bytes = zpi_json_serialize (root, FALSE);
  return zpi_case_store_set_record (store, self->case_id, ZPI_RECORD_REMINDER, bytes, error) &&
         zpi_reminder_apply (store, self->case_id, error);
}

static gboolean
remove_func (ZpiStore *store, gpointer data, GError **error)
{
  const Reminder *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);

  if (info == NULL ||
      !zpi_case_store_set_record (store, self->case_id, ZPI_RECORD_REMINDER, NULL, error))
    return FALSE;
  return info->state != ZPI_CASE_ISSUED ||
         (zpi_reminder_set_attention (store, info, NULL, error) &&
          zpi_case_store_set_due (store, self->case_id, 0, error));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  Reminder *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_case_changed (zpi_session_get_sender (session), self->case_id);
  if (self->zcase != NULL)
    g_task_return_pointer (task, g_object_ref (self->zcase), g_object_unref);
  else
    g_task_return_boolean (task, TRUE);
}

static GTask *
new_task (ZpiSession *session,
          const char *case_id,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  Reminder *self = g_new0 (Reminder, 1);

  g_task_set_source_tag (task, new_task);
  g_task_set_check_cancellable (task, FALSE);
  self->case_id = g_strdup (case_id);
  g_task_set_task_data (task, self, (GDestroyNotify) reminder_free);
  return task;
}

static void
write_in_store (GTask *task, ZpiStoreFunc func)
{
  ZpiSession *session = g_task_get_source_object (task);
  GError *error = NULL;

  if (!zpi_session_is_open (session, &error)) {
    g_task_return_error (task, error);
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (session),
                            func,
                            g_task_get_task_data (task),
                            NULL,
                            NULL,
                            written_cb,
                            g_object_ref (task));
}

static void
day_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reminder *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_reminder_find_day_finish (result, &self->on, &error))
    write_in_store (task, set_func);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * zpi_reminder_set_async:
 * @session: an open session
 * @case_id: an application whose pass is on its way
 * @on: (nullable): the day; %NULL for that of [func@reminder_find_day_async]
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Keeps a reminder. The client agreed.
 */
void
zpi_reminder_set_async (ZpiSession *session,
                        const char *case_id,
                        const ZpiDate *on,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = new_task (session, case_id, cancellable, callback, user_data);
  Reminder *self = g_task_get_task_data (task);

  if (on == NULL) {
    zpi_reminder_find_day_async (session, case_id, NULL, day_found_cb, g_steal_pointer (&task));
    return;
  }
  self->on = *on;
  write_in_store (task, set_func);
}

/**
 * zpi_reminder_set_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_ALLOWED unless the pass is on its way
 */
gboolean
zpi_reminder_set_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_reminder_remove_async:
 * @session: an open session
 * @case_id: a case
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Forgets the reminder and what was kept for it.
 */
void
zpi_reminder_remove_async (ZpiSession *session,
                           const char *case_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = new_task (session, case_id, cancellable, callback, user_data);

  write_in_store (task, remove_func);
}

/**
 * zpi_reminder_remove_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when the store cannot be written
 */
gboolean
zpi_reminder_remove_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The new application. */

static void
row_ensured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error))
    write_in_store (task, remove_func);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
fill_in_names (ZpiCase *zcase, GBytes *record)
{
  static const char *const keys[][2] = {
      {"given_names", ZPI_KEY_GIVEN_NAMES},
      {"prefix", ZPI_KEY_PREFIX},
      {"family_name", ZPI_KEY_FAMILY_NAME},
  };
  g_autoptr (JsonNode) root = zpi_json_parse (record, 0, 0, NULL);

  for (guint i = 0; root != NULL && JSON_NODE_HOLDS_OBJECT (root) && i < G_N_ELEMENTS (keys); i++) {
    const char *name = zpi_json_get_string (json_node_get_object (root), keys[i][0]);

    if (name != NULL)
      zpi_case_set (zcase, keys[i][1], name);
  }
}

static void
record_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *keeper = ZPI_CASE_KEEPER (source);
  ZpiSession *session = g_task_get_source_object (task);
  Reminder *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->record = zpi_case_keeper_get_record_finish (keeper, result, &error);
  if (error == NULL && self->record == NULL)
    g_set_error_literal (&error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "There is no reminder");
  if (error != NULL || !zpi_session_is_open (session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  self->zcase = zpi_case_keeper_new_case (keeper, ZPI_CASE_APPLICATION);
  fill_in_names (self->zcase, self->record);
  zpi_case_keeper_ensure_row_async (keeper, self->zcase, row_ensured_cb, g_object_ref (task));
}

/**
 * zpi_reminder_begin_async:
 * @session: an open session
 * @case_id: a case with a reminder
 * @cancellable: (nullable): not looked at
 * @callback: called with the new case
 * @user_data: for @callback
 *
 * Begins the new application. The reminder goes when the application is on the disk.
 */
void
zpi_reminder_begin_async (ZpiSession *session,
                          const char *case_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = new_task (session, case_id, cancellable, callback, user_data);

  zpi_case_keeper_get_record_async (zpi_session_get_keeper (session),
                                    case_id,
                                    ZPI_RECORD_REMINDER,
                                    NULL,
                                    record_ready_cb,
                                    g_object_ref (task));
}

/**
 * zpi_reminder_begin_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the new case, open; %NULL with %ZPI_ERROR_NOT_FOUND without a reminder
 */
ZpiCase *
zpi_reminder_begin_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
