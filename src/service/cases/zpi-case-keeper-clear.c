/* SPDX-License-Identifier: EUPL-1.2 */

/* Clearing away: done with this client, the end of the day. "Cleared" is said only after
 * the database's log was truncated, and a truncation that a reader stood in the way of is tried
 * again until it worked. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper-private.h"
#include "zpi-clock-evidence.h"
#include "zpi-follow-up.h"
#include "zpi-json.h"
#include "zpi-left-originals.h"
#include "zpi-letters.h"
#include "zpi-outbox-store.h"
#include "zpi-still-missing.h"

#include <string.h>

#define DAY_US (24 * G_TIME_SPAN_HOUR)

static gboolean
is_after_receipt (ZpiCaseState state)
{
  switch (state) {
  case ZPI_CASE_RECEIVED:
  case ZPI_CASE_IN_ASSESSMENT:
  case ZPI_CASE_MORE_INFORMATION:
  case ZPI_CASE_GRANTED:
  case ZPI_CASE_PHOTOS:
  case ZPI_CASE_ISSUED:
  case ZPI_CASE_REJECTED:
  case ZPI_CASE_WITHDRAWN:
  case ZPI_CASE_CLOSED:
    return TRUE;
  default:
    return FALSE;
  }
}

typedef struct {
  char *case_id; /* (nullable): all that are due */
  ZpiClearing clearing;
  GPtrArray *due;             /* (element-type utf8): whose answers are about to go */
  GHashTable *in_use;         /* (nullable): ids that are open in a window */
  ZpiCasePresence *elsewhere; /* (unowned) (nullable): and in other processes */
  gint64 passed_us;           /* a moment that has certainly passed */
  gint n_cleared;
  gboolean is_changed; /* something went, counted or not */
} ClearCases;

static void
clear_cases_free (ClearCases *self)
{
  g_free (self->case_id);
  g_ptr_array_unref (self->due);
  g_clear_pointer (&self->in_use, g_hash_table_unref);
  g_free (self);
}

static ClearCases *
clear_cases_new (const char *case_id)
{
  ClearCases *self = g_new0 (ClearCases, 1);

  self->case_id = g_strdup (case_id);
  self->due = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static ClearCases *
clear_due_new (ZpiCaseKeeper *keeper, const ZpiClearing *clearing)
{
  ClearCases *self = clear_cases_new (NULL);
  GHashTableIter iter;
  const char *id;

  self->clearing = *clearing;
  self->elsewhere = zpi_case_keeper_ensure_presence (keeper);
  self->in_use = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, keeper->open);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    g_hash_table_add (self->in_use, g_strdup (id));
  return self;
}

static gboolean
same_local_day (gint64 a_us, gint64 b_us)
{
  g_autoptr (GDateTime) a_utc = g_date_time_new_from_unix_utc (a_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) b_utc = g_date_time_new_from_unix_utc (b_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) a = g_date_time_to_local (a_utc);
  g_autoptr (GDateTime) b = g_date_time_to_local (b_utc);

  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

static const ZpiClockReading *
get_clock (const ClearCases *self)
{
  return self->clearing.has_clock ? &self->clearing.clock : NULL;
}

static gboolean
is_in_use (const ClearCases *self, const char *case_id)
{
  return (self->in_use != NULL && g_hash_table_contains (self->in_use, case_id)) ||
         (self->elsewhere != NULL && zpi_case_presence_is_elsewhere (self->elsewhere, case_id));
}

/* @is_known: (out) (optional): %FALSE when it may be due once the clock was compared */
static gboolean
is_due (ZpiStore *store, const ClearCases *self, const ZpiCaseInfo *info, gboolean *is_known)
{
  gint64 received_us;
  gint64 age_us;
  gboolean known = TRUE;

  if (info->cleared_us != 0 || !is_after_receipt (info->state))
    return FALSE;
  if (self->clearing.now)
    return TRUE;
  known = zpi_follow_up_get_received (store,
                                      info->id,
                                      info->changed_us,
                                      get_clock (self),
                                      self->clearing.at_us,
                                      &received_us,
                                      &age_us);
  if (is_known != NULL)
    *is_known = known;
  if (age_us >= DAY_US)
    return TRUE;
  return !is_in_use (self, info->id) && !same_local_day (received_us, received_us + age_us);
}

/* It is, or would be if so much time passed as nobody knows yet. */
static gboolean
may_be_due (ZpiStore *store, const ClearCases *self, const ZpiCaseInfo *info)
{
  gboolean is_known = TRUE;

  return is_due (store, self, info, &is_known) || !is_known;
}

/* Of a letter the first names that it was called by stay, as of an application. */
static gboolean
keep_names (ZpiStore *store, const char *letter_id, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, letter_id, error);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) stub = json_object_new ();
  g_autoptr (GBytes) bytes = NULL;

  if (info == NULL)
    return FALSE;
  if (info->name == NULL)
    return TRUE;
  zpi_json_set_string (stub, "given_names", info->name);
  json_node_set_object (root, stub);
  bytes = zpi_json_serialize (root, FALSE);
  return zpi_case_store_set_record (store, letter_id, "stub", bytes, error);
}

/* An answer goes with the application that it belongs to, and leaves nothing behind but which files
 * still lie about. */
static gboolean
clear_case (ZpiStore *store, const ZpiCaseInfo *info, GError **error)
{
  g_autofree char *application =
      info->kind == ZPI_CASE_LETTER ? zpi_letters_dup_application (store, info->id) : NULL;

  if (application != NULL)
    return zpi_left_originals_keep (store, info->id, application, error) &&
           zpi_case_store_delete (store, info->id, error);
  return (info->kind != ZPI_CASE_LETTER || keep_names (store, info->id, error)) &&
         zpi_left_originals_keep (store, info->id, info->id, error) &&
         zpi_still_missing_forget (store, info->id, error) &&
         zpi_case_store_clear (store, info->id, error) &&
         (info->kind != ZPI_CASE_APPLICATION ||
          zpi_letters_remove_answered (store, info->id, error));
}

static gboolean
clear_one_func (ZpiStore *store, gpointer data, GError **error)
{
  ClearCases *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);

  if (info == NULL)
    return FALSE;
  if (info->cleared_us != 0)
    return TRUE;
  /* What another desk has may go here when a person says so, never by itself. */
  if (!is_after_receipt (info->state) && info->state != ZPI_CASE_HANDED_OVER) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_ALLOWED,
                 "A case in state %s is not cleared",
                 zpi_case_state_to_nick (info->state));
    return FALSE;
  }
  if (!clear_case (store, info, error))
    return FALSE;
  self->n_cleared++;
  self->is_changed = TRUE;
  return TRUE;
}

/* Nothing more is to come of it, and the days that the organisation keeps it have passed since, by
 * more than this computer's clock: of what was handed over this may be the only copy. */
static gboolean
is_past_retention (const ClearCases *self, const ZpiCaseInfo *info)
{
  const gint64 kept_us = self->clearing.retention_days * DAY_US;

  if (kept_us == 0 || g_hash_table_contains (self->in_use, info->id))
    return FALSE;
  switch (info->state) {
  case ZPI_CASE_ISSUED: /* what the client wants to be reminded of counts from that day */
    return self->passed_us - MAX (info->changed_us, info->due_us) >= kept_us;
  case ZPI_CASE_REJECTED:
  case ZPI_CASE_WITHDRAWN:
  case ZPI_CASE_CLOSED:
  case ZPI_CASE_HANDED_OVER:
    return self->passed_us - info->changed_us >= kept_us;
  case ZPI_CASE_RECEIVED: /* an answer to a letter is over then */
    return info->kind == ZPI_CASE_LETTER && self->passed_us - info->changed_us >= kept_us;
  default:
    return FALSE;
  }
}

/* Whether it went; also %FALSE without an error, for one of which something still has to be sent.
 */
static gboolean
clear_when_due (ZpiStore *store, ClearCases *self, const ZpiCaseInfo *info, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean went = FALSE;

  if (zpi_letters_is_attached (store, info)) {
    if (is_due (store, self, info, NULL)) /* no case of its own to anybody: not counted */
      self->is_changed |= clear_case (store, info, &local);
  } else if (is_past_retention (self, info)) {
    went = zpi_case_store_delete (store, info->id, &local);
  } else if (is_due (store, self, info, NULL)) {
    went = clear_case (store, info, &local);
  }
  /* Not there: an answer that went with its application. */
  if (local != NULL && !g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED) &&
      !g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  self->is_changed |= went;
  return went;
}

/* Which cases may be about to lose their answers; a letter's are known by its application. */
static gboolean
list_due_func (ZpiStore *store, gpointer data, GError **error)
{
  ClearCases *self = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_BEYOND_DRAFT, error);

  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (info->kind != ZPI_CASE_LETTER && may_be_due (store, self, info))
      g_ptr_array_add (self->due, g_strdup (info->id));
  }
  return infos != NULL;
}

/* What was added and not sent before its application was cleared, and then decided: nobody comes
 * by it any more. */
static gboolean
remove_idle_letters (ZpiStore *store, ClearCases *self, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);

  if (infos == NULL)
    return FALSE;
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    g_autofree char *application = zpi_letters_dup_application (store, info->id);
    g_autoptr (ZpiCaseInfo) about =
        application != NULL ? zpi_case_store_get_info (store, application, NULL) : NULL;
    gboolean gone = FALSE;

    if (about != NULL && about->cleared_us != 0 && !is_in_use (self, info->id) &&
        !zpi_letters_remove_idle (store, info, &gone, error))
      return FALSE;
    self->is_changed |= gone;
  }
  return TRUE;
}

static gboolean
clear_due_func (ZpiStore *store, gpointer data, GError **error)
{
  ClearCases *self = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_BEYOND_DRAFT, error);

  if (infos == NULL)
    return FALSE;
  self->passed_us = zpi_clock_evidence_passed_us (store, get_clock (self), self->clearing.at_us);
  for (guint i = 0; i < infos->len; i++) {
    g_autoptr (GError) local = NULL;

    if (clear_when_due (store, self, g_ptr_array_index (infos, i), &local))
      self->n_cleared++;
    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
  return remove_idle_letters (store, self, error);
}

static void
clear_scrubbed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const ClearCases *clear = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_scrub_finish (ZPI_CASE_KEEPER (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, clear->n_cleared);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  const ClearCases *clear = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (clear == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (clear->is_changed)
    zpi_case_keeper_emit_cases_changed (self);
  /* Also when nothing was cleared now: what an earlier time could not finish. */
  zpi_case_keeper_scrub_async (self, clear_scrubbed_cb, g_steal_pointer (&task));
}

static void
run_clear (GTask *task, ZpiStoreFunc func)
{
  ZpiCaseKeeper *self = g_task_get_source_object (task);

  if (self->store == NULL) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
    return;
  }
  zpi_store_transact_async (self->store,
                            func,
                            g_task_get_task_data (task),
                            NULL,
                            NULL,
                            cleared_cb,
                            g_object_ref (task));
}

/**
 * zpi_case_keeper_clear_async:
 * @self: the keeper
 * @case_id: a case that the municipality has
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Answers, documents and the case key go, the stub stays. Asks nobody whether the municipality has
 * the case still: [method@Sender.clear_async] does.
 */
void
zpi_case_keeper_clear_async (ZpiCaseKeeper *self,
                             const char *case_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OpenCase *open;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (case_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_clear_async);
  g_task_set_task_data (task, clear_cases_new (case_id), (GDestroyNotify) clear_cases_free);
  open = g_hash_table_lookup (self->open, case_id);
  if (open != NULL)
    zpi_case_keeper_drop (self, open);
  run_clear (task, clear_one_func);
}

/**
 * zpi_case_keeper_clear_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE when nothing of it is left on the disk; %FALSE with BUSY when it was cleared but
 *   compacting has to be tried again, which happens by itself; NOT_ALLOWED before there is a
 *   receipt, and when the municipality does not have it any more
 */
gboolean
zpi_case_keeper_clear_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_int (G_TASK (result), error) >= 0;
}

static void
due_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ClearCases *clear = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (clear == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_ptr_array_ref (clear->due), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * zpi_case_keeper_list_due_async:
 * @self: the keeper
 * @clearing: what is due
 * @callback: called with the cases
 * @user_data: for @callback
 *
 * Which cases [method@CaseKeeper.clear_due_async] would take the answers of.
 */
void
zpi_case_keeper_list_due_async (ZpiCaseKeeper *self,
                                const ZpiClearing *clearing,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (clearing != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_list_due_async);
  g_task_set_task_data (task, clear_due_new (self, clearing), (GDestroyNotify) clear_cases_free);
  zpi_store_run_async (self->store,
                       list_due_func,
                       g_task_get_task_data (task),
                       NULL,
                       NULL,
                       due_listed_cb,
                       task);
}

/**
 * zpi_case_keeper_list_due_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type utf8): ids of cases, or %NULL with a storage error
 */
GPtrArray *
zpi_case_keeper_list_due_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * zpi_case_keeper_clear_due_async:
 * @self: the keeper
 * @clearing: what is due
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Clears what was received 24 hours ago or on an earlier day. A case of an earlier day that is
 * open in the window waits until it is closed or 24 hours have passed; one of which something still
 * has to be sent waits for that. Removes what has been over for as many days as the organisation
 * keeps it. Asks nobody whether the municipality has them still:
 * [method@Sender.clear_due_async] does.
 */
void
zpi_case_keeper_clear_due_async (ZpiCaseKeeper *self,
                                 const ZpiClearing *clearing,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (clearing != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_clear_due_async);
  g_task_set_task_data (task, clear_due_new (self, clearing), (GDestroyNotify) clear_cases_free);
  run_clear (task, clear_due_func);
}

/**
 * zpi_case_keeper_clear_due_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: how many cases were cleared or removed; -1 on an error, with BUSY when only compacting
 * has to be tried again
 */
gint
zpi_case_keeper_clear_due_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
