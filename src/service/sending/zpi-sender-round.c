/* SPDX-License-Identifier: EUPL-1.2 */

/* One round over the outbox: takes the sender lease, tries each submission that may go once, oldest
 * first, and gives the lease back. One that fails does not stop the others; only when two in a row
 * find no network or a page that asks to log in, or nobody is signed in, there is no sense in going
 * on. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-attention.h"
#include "zpi-clock.h"
#include "zpi-sender-private.h"
#include "zpi-sending.h"
#include "zpi-session-private.h"

#include <string.h>

#define LEASE_RETRY_MS      200
#define LEASE_RETRIES       150
#define LEASE_LATER_SECONDS 10
#define HOPELESS_IN_A_ROW   2
/* A receipt that is promised this soon is waited for when a person asked. */
#define SHORT_WAIT_US (5 * G_TIME_SPAN_SECOND)
#define SHORT_WAITS   3

struct _SendRound {
  ZpiSender *sender; /* (owned) */
  ZpiStore *store;   /* (owned) */
  GTask *task;       /* (owned) (nullable) */
  gboolean ignore_waiting;
  ZpiLease *lease; /* (owned) (nullable) */
  guint lease_tries;
  GHashTable *skip; /* (owned): ids that were tried in this round */
  guint hopeless;   /* tries in a row that found no way to the server */
  guint short_waits;
  char *case_id; /* (owned) (nullable): the one that is being tried */
  GCancellable *cancellable;
  gint waiting;
};

static void next_item (SendRound *round);

static void count_waiting (SendRound *round);

static void
send_round_free (SendRound *round)
{
  g_clear_pointer (&round->lease, zpi_lease_release);
  g_clear_pointer (&round->skip, g_hash_table_unref);
  g_clear_object (&round->cancellable);
  g_clear_object (&round->task);
  g_clear_object (&round->store);
  g_clear_object (&round->sender);
  g_free (round->case_id);
  g_free (round);
}

static void
end_round (SendRound *round, GError *error)
{
  g_autoptr (ZpiSender) sender = g_object_ref (round->sender);

  g_clear_pointer (&round->lease, zpi_lease_release);
  sender->round = NULL;
  g_clear_object (&sender->cancellable);
  if (round->task != NULL && error != NULL)
    g_task_return_error (round->task, error);
  else if (round->task != NULL)
    g_task_return_int (round->task, round->waiting);
  else
    g_clear_error (&error);
  send_round_free (round);
  zpi_sender_round_over (sender);
}

typedef struct {
  gint waiting;
  gboolean more_soon; /* something may be asked again within the short wait */
  gint64 soon_us;
} CountWaiting;

static gboolean
count_func (ZpiStore *store, gpointer data, GError **error)
{
  CountWaiting *count = data;
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  count->waiting = (gint) items->len;
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);

    if (item->step == ZPI_OUTBOX_RECEIPT && item->retry_after_us != 0 &&
        item->retry_after_us <= zpi_clock_now_us () + SHORT_WAIT_US) {
      count->more_soon = TRUE;
      count->soon_us = MAX (count->soon_us, item->retry_after_us);
    }
  }
  return TRUE;
}

static gboolean
short_wait_over_cb (gpointer user_data)
{
  SendRound *round = user_data;

  g_hash_table_remove_all (round->skip);
  next_item (round);
  return G_SOURCE_REMOVE;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SendRound *round = user_data;
  g_autoptr (GError) error = NULL;
  CountWaiting *count = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (count == NULL) {
    end_round (round, g_steal_pointer (&error));
    return;
  }
  round->waiting = count->waiting;
  if (round->task != NULL && count->more_soon && round->short_waits++ < SHORT_WAITS &&
      !g_cancellable_is_cancelled (round->cancellable)) {
    gint64 wait_us = MAX (count->soon_us - zpi_clock_now_us (), 0);

    g_timeout_add ((guint) (wait_us / 1000) + 50, short_wait_over_cb, round);
    return;
  }
  end_round (round, NULL);
}

static void
count_waiting (SendRound *round)
{
  zpi_store_run_async (round->store,
                       count_func,
                       g_new0 (CountWaiting, 1),
                       g_free,
                       NULL,
                       counted_cb,
                       round);
}

static void
progress (const ZpiOutboxItem *item,
          guint document,
          guint n_documents,
          guint64 bytes,
          guint64 total,
          gpointer user_data)
{
  SendRound *round = user_data;

  /* Without this the list would say "waiting" for as long as the try takes. */
  if (document == 0 && round->sender->session != NULL)
    zpi_session_case_changed (round->sender->session, item->case_id);
  zpi_sender_progress (round->sender, item, document, n_documents, bytes, total);
}

/* Whether what one submission met will meet the others too. */
static gboolean
is_hopeless (SendRound *round, int problem)
{
  switch (problem) {
  case ZPI_ERROR_SIGN_IN_NEEDED:
  case ZPI_ERROR_TLS:
  case ZPI_ERROR_STORE_FULL:
  case ZPI_ERROR_STORE_READ_ONLY:
    return TRUE;
  /* A page may be about this one alone: a gateway that takes offence at one document. */
  case ZPI_ERROR_LOGIN_PAGE:
  case ZPI_ERROR_OFFLINE:
    return ++round->hopeless >= HOPELESS_IN_A_ROW;
  default:
    round->hopeless = 0;
    return FALSE;
  }
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SendRound *round = user_data;
  int problem;
  ZpiSendResult sent = zpi_sending_run_finish (result, &problem);
  gboolean hopeless = is_hopeless (round, problem);

  g_debug ("A try ended: %d, problem %d", sent, problem);
  zpi_sender_case_changed (round->sender, round->case_id);
  g_clear_pointer (&round->case_id, g_free);
  if (hopeless || g_cancellable_is_cancelled (round->cancellable))
    count_waiting (round);
  else
    next_item (round);
}

typedef struct {
  gboolean ignore_waiting;
  GHashTable *skip;
  ZpiOutboxItem *item;
  GPtrArray *parts;
} NextItem;

static void
next_item_free (NextItem *self)
{
  g_hash_table_unref (self->skip);
  g_clear_pointer (&self->item, zpi_outbox_item_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self);
}

static gboolean
next_item_func (ZpiStore *store, gpointer data, GError **error)
{
  NextItem *self = data;
  g_autoptr (GError) local = NULL;

  self->item =
      zpi_outbox_store_next (store, zpi_clock_now_us (), self->ignore_waiting, self->skip, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (self->item == NULL)
    return TRUE;
  self->parts = zpi_outbox_store_parts (store, self->item->id, error);
  return self->parts != NULL;
}

/* NULL when it goes where it was meant to go, in the name of whoever queued it. */
static const char *
reason_to_ask (ZpiSession *session, const ZpiOutboxItem *item, ZpiApi *api)
{
  ZpiSignIn *sign_in = zpi_session_get_sign_in (session);
  const char *subject = sign_in != NULL ? zpi_sign_in_get_subject (sign_in) : NULL;

  if (item->address != NULL && strcmp (item->address, zpi_api_get_base_url (api)) != 0)
    return zpi_attention_to_nick (ZPI_ATTENTION_OTHER_ADDRESS);
  if (item->subject != NULL && subject != NULL && strcmp (item->subject, subject) != 0)
    return zpi_attention_to_nick (ZPI_ATTENTION_OTHER_COUNSELLOR);
  return NULL;
}

static void
next_item_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SendRound *round = user_data;
  ZpiSession *session = round->sender->session;
  g_autoptr (GError) error = NULL;
  NextItem *next = zpi_store_run_finish (ZPI_STORE (source), result, &error);
  ZpiApi *api = session != NULL ? zpi_session_get_api (session) : NULL;
  const char *reason;

  if (next == NULL) {
    end_round (round, g_steal_pointer (&error));
    return;
  }
  if (next->item == NULL || api == NULL || g_cancellable_is_cancelled (round->cancellable)) {
    count_waiting (round);
    return;
  }
  g_hash_table_add (round->skip, g_strdup (next->item->id));
  round->case_id = g_strdup (next->item->case_id);
  reason = reason_to_ask (session, next->item, api);
  if (reason != NULL) {
    zpi_sending_stop_async (round->store,
                            api,
                            g_steal_pointer (&next->item),
                            g_steal_pointer (&next->parts),
                            reason,
                            tried_cb,
                            round);
    return;
  }
  zpi_sending_run_async (round->store,
                         api,
                         g_steal_pointer (&next->item),
                         g_steal_pointer (&next->parts),
                         progress,
                         round,
                         round->cancellable,
                         tried_cb,
                         round);
}

static void
next_item (SendRound *round)
{
  NextItem *next = g_new0 (NextItem, 1);

  next->ignore_waiting = round->ignore_waiting;
  next->skip = g_hash_table_ref (round->skip);
  zpi_store_run_async (round->store,
                       next_item_func,
                       next,
                       (GDestroyNotify) next_item_free,
                       NULL,
                       next_item_cb,
                       round);
}

static void
codes_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SendRound *round = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_look_up_codes_finish (result, &error))
    g_info ("A code that was kept could not be looked up: %s", error->message);
  next_item (round);
}

static gboolean
later_cb (gpointer user_data)
{
  ZpiSender *self = user_data;

  self->timer_id = 0;
  zpi_sender_wake (self);
  return G_SOURCE_REMOVE;
}

static gboolean
take_lease_cb (gpointer user_data)
{
  SendRound *round = user_data;
  g_autoptr (GError) error = NULL;

  round->lease = zpi_lease_take (zpi_store_get_folder (round->store), "sender", &error);
  if (round->lease != NULL) {
    zpi_sender_look_up_codes_async (round->sender, round->cancellable, codes_looked_up_cb, round);
    return G_SOURCE_REMOVE;
  }
  if (round->task != NULL && g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY) &&
      round->lease_tries++ < LEASE_RETRIES && !g_cancellable_is_cancelled (round->cancellable)) {
    g_timeout_add (LEASE_RETRY_MS, take_lease_cb, round);
    return G_SOURCE_REMOVE;
  }
  if (round->sender->started && round->sender->timer_id == 0)
    round->sender->timer_id = g_timeout_add_seconds (LEASE_LATER_SECONDS, later_cb, round->sender);
  end_round (round, g_steal_pointer (&error));
  return G_SOURCE_REMOVE;
}

static void
sign_in_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!zpi_sign_in_load_finish (ZPI_SIGN_IN (source), result, &error) && error != NULL)
    g_info ("An earlier sign-in could not be taken up: %s", error->message);
  take_lease_cb (user_data);
}

/* In whose name it would go is known before anything goes. */
static void
load_sign_in (SendRound *round)
{
  ZpiSignIn *sign_in = zpi_session_get_sign_in (round->sender->session);

  if (sign_in != NULL && !zpi_sign_in_is_signed_in (sign_in))
    zpi_sign_in_load_async (sign_in, round->cancellable, sign_in_loaded_cb, round);
  else
    take_lease_cb (round);
}

void
zpi_sender_begin_round (ZpiSender *self, GTask *task, gboolean ignore_waiting)
{
  SendRound *round;

  if (self->session == NULL || zpi_session_get_state (self->session) != ZPI_SESSION_OPEN) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session is not open");
    g_object_unref (task);
    return;
  }
  round = g_new0 (SendRound, 1);
  round->sender = g_object_ref (self);
  round->store = g_object_ref (zpi_session_get_store (self->session));
  round->task = task;
  round->ignore_waiting = ignore_waiting;
  round->skip = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  round->cancellable = g_cancellable_new ();
  g_set_object (&self->cancellable, round->cancellable);
  self->round = round;
  zpi_sender_notify_sending (self);
  load_sign_in (round);
}
