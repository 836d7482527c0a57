/* SPDX-License-Identifier: EUPL-1.2 */

/* When is sent: at once after queueing, when the network comes, at the planned times, when a person
 * asks. What happens in one round is in zpi-sender-round.c, in one try in zpi-sending.c. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-sender.h"

#include "zpi-clock.h"
#include "zpi-courier.h"
#include "zpi-kept-codes.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

/* However late the next try is planned, the plan is looked at again by then. */
#define MAX_SLEEP_SECONDS 900
/* The code of a mail that could not be looked up is tried again then. */
#define CODES_AGAIN_US G_TIME_SPAN_MINUTE

enum {
  PROP_0,
  PROP_SENDING,
  N_PROPS,
};

enum {
  PROGRESS,
  CASE_CHANGED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void sender_courier_init (ZpiCourierInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZpiSender,
                               zpi_sender,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ZPI_TYPE_COURIER, sender_courier_init))

static void
zpi_sender_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ZpiSender *self = ZPI_SENDER (object);

  switch (prop_id) {
  case PROP_SENDING:
    g_value_set_boolean (value, self->round != NULL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_sender_dispose (GObject *object)
{
  zpi_courier_disconnect (ZPI_COURIER (object));
  g_clear_pointer (&ZPI_SENDER (object)->rules_etag, g_free);

  G_OBJECT_CLASS (zpi_sender_parent_class)->dispose (object);
}

static void
zpi_sender_class_init (ZpiSenderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = zpi_sender_get_property;
  object_class->dispose = zpi_sender_dispose;

  props[PROP_SENDING] = g_param_spec_boolean ("sending", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ZpiSender::progress:
   * @self: the sender
   * @case_id: the case
   * @step: a [enum@OutboxStep]
   * @document: which document is on its way, from 1; 0 when a try begins
   * @n_documents: of how many
   * @bytes: of all documents, how many bytes are acknowledged
   * @total: of how many
   *
   * How far the submission that is being sent has come.
   */
  signals[PROGRESS] = g_signal_new ("progress",
                                    ZPI_TYPE_SENDER,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    6,
                                    G_TYPE_STRING,
                                    G_TYPE_INT,
                                    G_TYPE_UINT,
                                    G_TYPE_UINT,
                                    G_TYPE_UINT64,
                                    G_TYPE_UINT64);
  /**
   * ZpiSender::case-changed:
   * @self: the sender
   * @case_id: the case
   *
   * The state of the case, or why it waits, may be another now.
   */
  signals[CASE_CHANGED] = g_signal_new ("case-changed",
                                        ZPI_TYPE_SENDER,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_STRING);
}

static void
zpi_sender_init (ZpiSender *self)
{
  g_queue_init (&self->asked);
  g_queue_init (&self->settling);
}

/**
 * zpi_session_get_sender:
 * @session: a session
 *
 * Returns: (transfer none): what sends its cases; made when it is first asked for
 */
ZpiSender *
zpi_session_get_sender (ZpiSession *session)
{
  g_return_val_if_fail (ZPI_IS_SESSION (session), NULL);

  if (session->courier == NULL) {
    ZpiSender *self = g_object_new (ZPI_TYPE_SENDER, NULL);

    self->session = session;
    session->courier = ZPI_COURIER (self);
  }
  return ZPI_SENDER (session->courier);
}

/**
 * zpi_sender_case_changed:
 * @self: the sender
 * @case_id: a case whose row was written
 *
 * Has everybody look at it again.
 */
void
zpi_sender_case_changed (ZpiSender *self, const char *case_id)
{
  g_signal_emit (self, signals[CASE_CHANGED], 0, case_id);
  if (self->session == NULL || zpi_session_get_state (self->session) != ZPI_SESSION_OPEN)
    return;
  zpi_case_keeper_foreign_change (self->session->keeper);
  zpi_session_case_changed (self->session, case_id);
}

void
zpi_sender_progress (ZpiSender *self,
                     const ZpiOutboxItem *item,
                     guint document,
                     guint n_documents,
                     guint64 bytes,
                     guint64 total)
{
  g_signal_emit (self,
                 signals[PROGRESS],
                 0,
                 item->case_id,
                 (int) item->step,
                 document,
                 n_documents,
                 bytes,
                 total);
}

void
zpi_sender_notify_sending (ZpiSender *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SENDING]);
}

/* Of a sender that was started: it has a session. */
static gboolean
can_send (ZpiSender *self)
{
  return zpi_session_get_state (self->session) == ZPI_SESSION_OPEN &&
         zpi_session_get_api (self->session) != NULL;
}

void
zpi_sender_wake (ZpiSender *self)
{
  if (!self->started || !can_send (self))
    return;
  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->round != NULL)
    self->wake_again = TRUE;
  else
    zpi_sender_begin_round (self, NULL, FALSE);
}

void
zpi_sender_clock_changed (ZpiSender *self)
{
  g_info ("The clock was set");
  zpi_sender_wake (self);
}

static void
clock_changed_cb (gpointer user_data)
{
  zpi_sender_clock_changed (user_data);
}

static gboolean
timer_cb (gpointer user_data)
{
  ZpiSender *self = user_data;

  self->timer_id = 0;
  zpi_sender_wake (self);
  return G_SOURCE_REMOVE;
}

static gboolean
next_time_func (ZpiStore *store, gpointer data, GError **error)
{
  gint64 *at_us = data;
  gint64 then_us = zpi_clock_now_us () + CODES_AGAIN_US;
  g_autoptr (GPtrArray) codes = zpi_kept_codes_list (store, error);

  if (codes == NULL || !zpi_outbox_store_next_time (store, at_us, error))
    return FALSE;
  if (codes->len > 0)
    *at_us = *at_us != 0 ? MIN (*at_us, then_us) : then_us;
  return TRUE;
}

static void
next_time_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSender) self = user_data;
  gint64 *at_us = zpi_store_run_finish (ZPI_STORE (source), result, NULL);
  gint64 seconds;

  if (at_us == NULL || *at_us == 0 || !self->started || self->timer_id != 0)
    return;
  seconds = (*at_us - zpi_clock_now_us ()) / G_USEC_PER_SEC + 1;
  self->timer_id = g_timeout_add_seconds (CLAMP (seconds, 1, MAX_SLEEP_SECONDS), timer_cb, self);
}

/**
 * zpi_sender_plan:
 * @self: the sender
 *
 * Plans the next round by the times in the store, unless one is planned. Main thread.
 */
void
zpi_sender_plan (ZpiSender *self)
{
  if (!self->started || !can_send (self))
    return;
  zpi_store_run_async (zpi_session_get_store (self->session),
                       next_time_func,
                       g_new0 (gint64, 1),
                       g_free,
                       NULL,
                       next_time_cb,
                       g_object_ref (self));
}

/* A round ended: the drain that waits comes first, then what was queued meanwhile. */
void
zpi_sender_round_over (ZpiSender *self)
{
  zpi_sender_notify_sending (self);
  while (!g_queue_is_empty (&self->settling)) {
    g_autoptr (GTask) task = g_queue_pop_head (&self->settling);

    g_task_return_boolean (task, TRUE);
  }
  if (!g_queue_is_empty (&self->asked)) {
    zpi_sender_begin_round (self, g_queue_pop_head (&self->asked), TRUE);
  } else if (self->wake_again) {
    self->wake_again = FALSE;
    zpi_sender_wake (self);
  } else {
    zpi_sender_plan (self);
  }
}

static void
network_changed_cb (ZpiSender *self, gboolean available)
{
  if (available && !self->network_available && can_send (self)) {
    g_info ("The network came back");
    if (self->round == NULL)
      zpi_sender_begin_round (self, NULL, TRUE);
  }
  self->network_available = available;
}

/**
 * zpi_sender_start:
 * @self: the sender
 *
 * From now on what waits goes by itself: now, when the network comes, at the planned times, when
 * the clock was set. What is due is cleared away, and what changed at the municipality is asked,
 * now and then.
 */
void
zpi_sender_start (ZpiSender *self)
{
  g_return_if_fail (ZPI_IS_SENDER (self));

  if (self->session == NULL)
    return;
  if (!self->started) {
    self->started = TRUE;
    self->monitor = g_object_ref (g_network_monitor_get_default ());
    self->network_available = g_network_monitor_get_network_available (self->monitor);
    self->monitor_id = g_signal_connect_swapped (self->monitor,
                                                 "network-changed",
                                                 G_CALLBACK (network_changed_cb),
                                                 self);
    self->clock_watch = zpi_clock_watch_new (clock_changed_cb, self);
    zpi_sender_start_care (self);
  }
  zpi_sender_wake (self);
}

/**
 * zpi_sender_pause:
 * @self: the sender
 *
 * Nothing goes by itself any more. What is on its way is broken off where it stands and goes on
 * from there later.
 */
void
zpi_sender_pause (ZpiSender *self)
{
  g_return_if_fail (ZPI_IS_SENDER (self));

  self->started = FALSE;
  zpi_sender_stop_care (self);
  g_clear_pointer (&self->clock_watch, zpi_clock_watch_free);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_signal_handler (&self->monitor_id, self->monitor);
  g_clear_object (&self->monitor);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * zpi_sender_settle_async:
 * @self: the sender
 * @callback: always called, when nothing is being sent any more
 * @user_data: for @callback
 *
 * Breaks off what is being sent.
 */
void
zpi_sender_settle_async (ZpiSender *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, zpi_sender_settle_async);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_queue_push_tail (&self->settling, task);
  if (self->round == NULL) {
    g_queue_remove (&self->settling, task);
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
  }
}

/* What the session asks of it. */

static void
courier_start (ZpiCourier *courier)
{
  zpi_sender_start (ZPI_SENDER (courier));
}

static void
courier_pause (ZpiCourier *courier)
{
  zpi_sender_pause (ZPI_SENDER (courier));
}

static gboolean
courier_is_started (ZpiCourier *courier)
{
  return ZPI_SENDER (courier)->started;
}

/* Another server address: in practice mode the municipality came, or came back elsewhere. */
static void
courier_api_changed (ZpiCourier *courier)
{
  ZpiSender *self = ZPI_SENDER (courier);

  if (self->started && can_send (self) && self->round == NULL)
    zpi_sender_begin_round (self, NULL, TRUE);
}

static void
courier_settle_async (ZpiCourier *courier, GAsyncReadyCallback callback, gpointer user_data)
{
  zpi_sender_settle_async (ZPI_SENDER (courier), callback, user_data);
}

static void
courier_disconnect (ZpiCourier *courier)
{
  ZpiSender *self = ZPI_SENDER (courier);

  zpi_sender_pause (self);
  while (!g_queue_is_empty (&self->asked)) {
    g_autoptr (GTask) task = g_queue_pop_head (&self->asked);

    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The session was closed");
  }
  self->session = NULL;
}

static void
sender_courier_init (ZpiCourierInterface *iface)
{
  iface->start = courier_start;
  iface->pause = courier_pause;
  iface->is_started = courier_is_started;
  iface->api_changed = courier_api_changed;
  iface->settle_async = courier_settle_async;
  iface->disconnect = courier_disconnect;
}

/**
 * zpi_sender_drain_async:
 * @self: the sender
 * @cancellable: (nullable): not looked at
 * @callback: called when the round is over
 * @user_data: for @callback
 *
 * Try again: one round over everything that waits, whatever the waiting times, except
 * `Retry-After`. When another process is sending, waits for it first.
 */
void
zpi_sender_drain_async (ZpiSender *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ZPI_IS_SENDER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_drain_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->round != NULL)
    g_queue_push_tail (&self->asked, task);
  else
    zpi_sender_begin_round (self, task, TRUE);
}

/**
 * zpi_sender_drain_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: how many submissions still wait or need attention; -1 on an error, with BUSY when
 *   another process went on sending
 */
gint
zpi_sender_drain_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
