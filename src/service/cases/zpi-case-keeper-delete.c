/* SPDX-License-Identifier: EUPL-1.2 */

/* Deleting a draft, with a short undo. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-attention.h"
#include "zpi-case-keeper-private.h"
#include "zpi-outbox-store.h"

typedef struct {
  ZpiCaseKeeper *keeper; /* (unowned) */
  char *case_id;
  guint timer_id;
} PendingDelete;

static void
pending_delete_free (PendingDelete *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_free (self->case_id);
  g_free (self);
}

GHashTable *
zpi_case_keeper_deletes_new (void)
{
  return g_hash_table_new_full (g_str_hash,
                                g_str_equal,
                                NULL,
                                (GDestroyNotify) pending_delete_free);
}

/**
 * zpi_case_keeper_may_delete:
 * @state: a state
 * @attention: (nullable): why it needs a person
 *
 * What was sent is not deleted: the municipality has it, or may have it. An answer of which it said
 * that it does not want it any more, was not sent.
 *
 * Returns: whether such a case may be deleted
 */
gboolean
zpi_case_keeper_may_delete (ZpiCaseState state, const char *attention)
{
  switch (state) {
  case ZPI_CASE_ATTENTION:
    return zpi_attention_is (attention, ZPI_ATTENTION_REQUEST_CLOSED);
  case ZPI_CASE_DRAFT:
  case ZPI_CASE_PAPER:
  case ZPI_CASE_HANDED_OVER:
  case ZPI_CASE_CLOSED:
  case ZPI_CASE_ISSUED:
  case ZPI_CASE_REJECTED:
  case ZPI_CASE_WITHDRAWN:
    return TRUE;
  default:
    return FALSE;
  }
}

/* What was frozen of an answer that nobody wants is not to be sent any more. */
static gboolean
forget_frozen (ZpiStore *store, const ZpiCaseInfo *info, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (info->state != ZPI_CASE_ATTENTION || zpi_outbox_store_remove (store, info->id, &local) ||
      g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
delete_func (ZpiStore *store, gpointer data, GError **error)
{
  const char *case_id = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, error);

  if (info == NULL)
    return FALSE;
  if (!zpi_case_keeper_may_delete (info->state, info->attention)) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_ALLOWED,
                 "A case in state %s is not deleted",
                 zpi_case_state_to_nick (info->state));
    return FALSE;
  }
  return forget_frozen (store, info, error) && zpi_case_store_delete (store, case_id, error);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PendingDelete *pending = user_data;
  g_autoptr (ZpiCaseKeeper) self = pending->keeper;
  g_autoptr (GError) error = NULL;

  /* What took its place may have deleted it, in the same transaction. */
  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) != NULL ||
      g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    zpi_case_keeper_scrub (self);
  else
    zpi_case_keeper_emit_delete_failed (self, pending->case_id, error);
  zpi_case_keeper_emit_hidden (self, pending->case_id, FALSE);
  pending_delete_free (pending);
}

static void
delete_now (PendingDelete *pending)
{
  ZpiCaseKeeper *self = pending->keeper;
  OpenCase *open = g_hash_table_lookup (self->open, pending->case_id);

  if (open != NULL)
    zpi_case_keeper_drop (self, open);
  g_hash_table_steal (self->deleting, pending->case_id);
  g_clear_handle_id (&pending->timer_id, g_source_remove);
  g_object_ref (self);
  zpi_store_transact_async (self->store,
                            delete_func,
                            g_strdup (pending->case_id),
                            g_free,
                            NULL,
                            deleted_cb,
                            pending);
}

static gboolean
delete_timer_cb (gpointer user_data)
{
  PendingDelete *pending = user_data;

  pending->timer_id = 0;
  delete_now (pending);
  return G_SOURCE_REMOVE;
}

/**
 * zpi_case_keeper_delete:
 * @self: the keeper
 * @case_id: a draft, or a case that is over
 * @undo_seconds: how long it can be undone
 *
 * Gone from the list at once, from the disk after @undo_seconds, or when the session is closed. A
 * program that dies before has not deleted it. [signal@CaseKeeper::delete-failed] when it may not
 * be deleted or could not.
 */
void
zpi_case_keeper_delete (ZpiCaseKeeper *self, const char *case_id, guint undo_seconds)
{
  PendingDelete *pending;
  OpenCase *open;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (case_id != NULL);

  if (g_hash_table_contains (self->deleting, case_id))
    return;
  open = g_hash_table_lookup (self->open, case_id);
  if (open != NULL)
    zpi_case_keeper_close (self, open);
  pending = g_new0 (PendingDelete, 1);
  pending->keeper = self;
  pending->case_id = g_strdup (case_id);
  g_hash_table_insert (self->deleting, pending->case_id, pending);
  zpi_case_keeper_emit_hidden (self, case_id, TRUE);
  pending->timer_id = g_timeout_add_seconds (undo_seconds, delete_timer_cb, pending);
}

/**
 * zpi_case_keeper_undo_delete:
 * @self: the keeper
 * @case_id: the case
 *
 * Returns: %FALSE when it is too late
 */
gboolean
zpi_case_keeper_undo_delete (ZpiCaseKeeper *self, const char *case_id)
{
  g_return_val_if_fail (ZPI_IS_CASE_KEEPER (self), FALSE);
  g_return_val_if_fail (case_id != NULL, FALSE);

  if (!g_hash_table_remove (self->deleting, case_id))
    return FALSE;
  zpi_case_keeper_emit_hidden (self, case_id, FALSE);
  return TRUE;
}

/* The session closes or locks: what was asked to be deleted is deleted now. */

static gboolean
delete_all_func (ZpiStore *store, gpointer data, GError **error)
{
  GPtrArray *ids = data;

  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (GError) local = NULL;

    if (delete_func (store, g_ptr_array_index (ids, i), &local))
      continue;
    if (!g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) &&
        !g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
  return TRUE;
}

static void
deletes_scrubbed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_scrub_finish (ZPI_CASE_KEEPER (source), result, &error))
    g_info ("Compacting waits for the next time: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
all_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_warning ("What was deleted is still there: %s", error->message);
    g_task_return_boolean (task, TRUE);
    return;
  }
  zpi_case_keeper_scrub_async (g_task_get_source_object (task),
                               deletes_scrubbed_cb,
                               g_object_ref (task));
}

/**
 * zpi_case_keeper_finish_deletes_async:
 * @self: the keeper
 * @callback: called when it is over; it never fails
 * @user_data: for @callback
 *
 * Deletes for good what could still be put back.
 */
void
zpi_case_keeper_finish_deletes_async (ZpiCaseKeeper *self,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  const char *id;

  g_task_set_source_tag (task, zpi_case_keeper_finish_deletes_async);
  g_hash_table_iter_init (&iter, self->deleting);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL)) {
    OpenCase *open = g_hash_table_lookup (self->open, id);

    if (open != NULL)
      zpi_case_keeper_drop (self, open);
    zpi_case_keeper_emit_hidden (self, id, FALSE);
    g_ptr_array_add (ids, g_strdup (id));
  }
  g_hash_table_remove_all (self->deleting);
  if (ids->len == 0) {
    g_ptr_array_unref (ids);
    g_task_return_boolean (task, TRUE);
    return;
  }
  zpi_store_transact_async (self->store,
                            delete_all_func,
                            ids,
                            (GDestroyNotify) g_ptr_array_unref,
                            NULL,
                            all_deleted_cb,
                            g_object_ref (task));
}
