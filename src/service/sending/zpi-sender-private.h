/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the sender share among themselves. */

#include "zpi-clock-watch.h"
#include "zpi-lease.h"
#include "zpi-outbox-store.h"
#include "zpi-sender.h"

G_BEGIN_DECLS

typedef struct _SendRound SendRound;

struct _ZpiSender {
  GObject parent_instance;

  ZpiSession *session; /* (unowned) (nullable): it owns the sender */
  gboolean started;
  SendRound *round; /* (nullable): the one that is under way */
  GQueue asked;     /* (element-type GTask): drains that come after it */
  GQueue settling;  /* (element-type GTask): who waits until nothing is being sent */
  guint timer_id;
  ZpiClockWatch *clock_watch; /* (nullable): while started */
  gboolean wake_again;        /* something to send came while a round was under way */
  GNetworkMonitor *monitor;
  gulong monitor_id;
  gboolean network_available;
  GCancellable *cancellable; /* of the round that is under way */
  guint care_id;
  gint64 changes_at_us; /* monotonic: when was last asked what changed */
  char *rules_etag;     /* (nullable): of the rules that came last */
};

/* Breaks off what is being sent and waits until nothing is. Never fails. */
void zpi_sender_settle_async (ZpiSender *self, GAsyncReadyCallback callback, gpointer user_data);
void zpi_sender_case_changed (ZpiSender *self, const char *case_id);
void zpi_sender_progress (ZpiSender *self,
                          const ZpiOutboxItem *item,
                          guint document,
                          guint n_documents,
                          guint64 bytes,
                          guint64 total);
void zpi_sender_notify_sending (ZpiSender *self);
/* Something may go: now, or right after the round that is under way. */
void zpi_sender_wake (ZpiSender *self);
/* What became of @zcase stands in the store: it waits to be sent, now if that can be. */
void zpi_sender_queued (ZpiSender *self, ZpiCase *zcase);
/* The clock of this computer is another: what is planned by it is looked at again. */
void zpi_sender_clock_changed (ZpiSender *self);
/* Plans the next round by the times in the store. */
void zpi_sender_plan (ZpiSender *self);

/* What has to be done now and then: clearing away, asking what changed. */
void zpi_sender_start_care (ZpiSender *self);
void zpi_sender_stop_care (ZpiSender *self);
gboolean zpi_sender_is_known_there (ZpiCaseState state);
/* Whether more may be heard of it. */
gboolean zpi_sender_is_open_there (ZpiCaseState state);
/* For zpi_sender_refresh_async() as the last step of the task that is @user_data, owned. */
void zpi_sender_asked_again_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Keeps what the municipality said of the case that @task is about (its data is the id), and
 * answers
 * @task, which stays the caller's. @data: (transfer full) */
void zpi_sender_keep_answer (GTask *task, ZpiStoreFunc func, gpointer data, GDestroyNotify destroy);

/* zpi-sender-account.c: how a request for one account stands; answers @task, which stays the
 * caller's. */
void zpi_sender_refresh_account (ZpiSender *self, const char *case_id, GTask *task);

/* What the municipality says of an application: its state, what it asks, by when. @own: it was done
 * from here, which is no news. On the store thread, inside a transaction. */
gboolean zpi_sender_note_status (ZpiStore *store,
                                 const char *case_id,
                                 const ZpiRemoteStatus *status,
                                 gboolean own,
                                 GError **error);

/* zpi-sender-photos.c: how the photos of a case stand, as the order for them says. */
void zpi_sender_ask_photos_async (ZpiSender *self,
                                  const char *case_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean zpi_sender_ask_photos_finish (GAsyncResult *result, gboolean *is_letter, GError **error);
/* Whether @info is a letter that is asked after itself. On the store thread. */
gboolean zpi_sender_may_hear_of_photos (ZpiStore *store, const ZpiCaseInfo *info);

/* zpi-sender-codes.c: what the codes of mails are of, that were typed without a network. */
void zpi_sender_look_up_codes_async (ZpiSender *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean zpi_sender_look_up_codes_finish (GAsyncResult *result, GError **error);
/* What came of one of them, or of one that was typed now. */
void zpi_sender_settle_code_async (ZpiSession *session,
                                   const char *code,
                                   const char *before,
                                   const ZpiRequest *request,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean zpi_sender_settle_code_finish (GAsyncResult *result, GError **error);

/* zpi-sender-forgotten.c: the municipality gave a receipt and does not know it any more. */
gboolean zpi_sender_is_forgotten (const ZpiCaseInfo *info);
gboolean zpi_sender_is_followed (const ZpiCaseInfo *info);
gboolean zpi_sender_forgotten_func (ZpiStore *store, gpointer case_id, GError **error);
gboolean zpi_sender_send_forgotten (ZpiStore *store, const ZpiCaseInfo *info, GError **error);

/* One round. @task: (nullable) (transfer full): a drain that waits for it. */
void zpi_sender_begin_round (ZpiSender *self, GTask *task, gboolean ignore_waiting);
void zpi_sender_round_over (ZpiSender *self);

G_END_DECLS
