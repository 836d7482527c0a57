/* SPDX-License-Identifier: EUPL-1.2 */

/* Several drafts sent in one go: one after the other, each as *Send* on its own page does it, so
 * that nothing is sent in another way because it was not sent alone. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-send-many.h"

#include "zpi-case-keeper.h"
#include "zpi-overview.h"
#include "zpi-sender.h"

typedef struct {
  GPtrArray *items; /* (element-type ZpiSendManyItem) */
  guint at;
  gboolean queue;
  ZpiCase *zcase; /* (nullable): the one that is looked at */
} SendMany;

static void look_at_next (GTask *task);

static void
item_free (ZpiSendManyItem *self)
{
  g_free (self->case_id);
  g_free (self->missing);
  g_clear_error (&self->error);
  g_free (self);
}

static void
send_many_free (SendMany *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->zcase);
  g_free (self);
}

static ZpiSendManyItem *
get_item (SendMany *self)
{
  return g_ptr_array_index (self->items, self->at);
}

/* @error: (transfer full) (nullable) */
static void
settle (GTask *task, ZpiSendManyState state, GError *error)
{
  SendMany *self = g_task_get_task_data (task);
  ZpiSession *session = g_task_get_source_object (task);

  get_item (self)->state = state;
  get_item (self)->error = error;
  if (self->zcase != NULL)
    zpi_case_keeper_close_case (zpi_session_get_keeper (session), self->zcase);
  g_clear_object (&self->zcase);
  self->at++;
  look_at_next (task);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (zpi_sender_queue_finish (ZPI_SENDER (source), result, &error))
    settle (task, ZPI_SEND_MANY_QUEUED, NULL);
  else
    settle (task, ZPI_SEND_MANY_FAILED, error);
}

/* What the municipality asks for later does not hold it up. */
static guint
count_to_decide (ZpiSession *session, ZpiCase *zcase)
{
  const ZpiScheme *scheme = zpi_session_get_rules_of (session, zcase);
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (zcase, scheme);
  const GPtrArray *found = zpi_overview_get_findings (overview);
  guint n = 0;

  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);

    if (finding->severity == ZPI_FINDING_TO_DECIDE || finding->severity == ZPI_FINDING_ERROR)
      n++;
  }
  return n;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  SendMany *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->zcase = zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);
  if (self->zcase == NULL) {
    settle (task, ZPI_SEND_MANY_FAILED, error);
    return;
  }
  if (zpi_case_get_state (self->zcase) != ZPI_CASE_DRAFT ||
      zpi_case_get_kind (self->zcase) != ZPI_CASE_APPLICATION) {
    settle (task, ZPI_SEND_MANY_NOT_A_DRAFT, NULL);
    return;
  }
  get_item (self)->missing = zpi_case_dup_missing_to_send (self->zcase);
  if (get_item (self)->missing != NULL) {
    settle (task, ZPI_SEND_MANY_NOT_COMPLETE, NULL);
    return;
  }
  get_item (self)->n_to_decide = count_to_decide (session, self->zcase);
  if (!self->queue) {
    settle (task, ZPI_SEND_MANY_READY, NULL);
    return;
  }
  zpi_sender_queue_async (zpi_session_get_sender (session),
                          self->zcase,
                          NULL,
                          queued_cb,
                          g_object_ref (task));
}

static void
look_at_next (GTask *task)
{
  ZpiSession *session = g_task_get_source_object (task);
  SendMany *self = g_task_get_task_data (task);

  if (self->at == self->items->len) {
    g_task_return_pointer (task, g_ptr_array_ref (self->items), (GDestroyNotify) g_ptr_array_unref);
    return;
  }
  zpi_case_keeper_open_async (zpi_session_get_keeper (session),
                              get_item (self)->case_id,
                              NULL,
                              opened_cb,
                              g_object_ref (task));
}

/**
 * zpi_send_many_async:
 * @session: an open session
 * @case_ids: (array zero-terminated=1): the cases
 * @queue: whether what is ready is sent; else it is only looked at
 * @cancellable: (nullable): not looked at
 * @callback: called when all were looked at
 * @user_data: for @callback
 *
 * None of the cases may be on a page of the window: they are closed again. One that fails does not
 * stop the others.
 */
void
zpi_send_many_async (ZpiSession *session,
                     const char *const *case_ids,
                     gboolean queue,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SendMany *self;

  g_return_if_fail (ZPI_IS_SESSION (session) && case_ids != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_send_many_async);
  g_task_set_check_cancellable (task, FALSE);
  self = g_new0 (SendMany, 1);
  self->queue = queue;
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  for (guint i = 0; case_ids[i] != NULL; i++) {
    ZpiSendManyItem *item = g_new0 (ZpiSendManyItem, 1);

    item->case_id = g_strdup (case_ids[i]);
    g_ptr_array_add (self->items, item);
  }
  g_task_set_task_data (task, self, (GDestroyNotify) send_many_free);
  look_at_next (task);
}

/**
 * zpi_send_many_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type ZpiSendManyItem): how it went, in the order of the cases
 */
GPtrArray *
zpi_send_many_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
