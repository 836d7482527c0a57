/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-letter.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiSender:
 *
 * The outbox: freezes a submission and queues it in one transaction, sends what waits, oldest
 * first, one bad item never blocking the others, and looks up by id before any late retry. Holds
 * the sender lease while it works. Signals: `progress` (char *case_id, ZpiOutboxStep, guint
 * document, guint n_documents, guint64 bytes, guint64 total), `case-changed` (char *case_id).
 * Property `sending` (boolean). Main thread.
 */
#define ZPI_TYPE_SENDER (zpi_sender_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSender, zpi_sender, ZPI, SENDER, GObject)

/* What sends for @session; made when it is first asked for. */
ZpiSender *zpi_session_get_sender (ZpiSession *session);

/* What Send does: freezes and queues. NOT_ALLOWED when something that is required to send is
 * missing (see findings), CONFLICT when it is queued already. */
void zpi_sender_queue_async (ZpiSender *self,
                             ZpiCase *zcase,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean zpi_sender_queue_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* Back to draft while nothing was received (look-up first when that is not certain). */
void zpi_sender_cancel_async (ZpiSender *self,
                              const char *case_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_sender_cancel_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* Out of `attention`: as it was frozen, or what the municipality has already. */
void zpi_sender_resume_async (ZpiSender *self,
                              const char *case_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_sender_resume_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* Starts sending by itself: now, when the network comes, at the planned times. */
void zpi_sender_start (ZpiSender *self);
void zpi_sender_pause (ZpiSender *self);
/* Try again: one round over everything that waits, whatever the waiting times, except Retry-After.
 * Finish: number still waiting (or in attention). */
void zpi_sender_drain_async (ZpiSender *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gint
zpi_sender_drain_finish (ZpiSender *self, GAsyncResult *result, GError **error); /* -1 on error */
/* Asks the municipality how a sent case stands and keeps the answer (state, requests, decision). */
void zpi_sender_refresh_async (ZpiSender *self,
                               const char *case_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean zpi_sender_refresh_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* Asks how a letter about photos stands: the client's phone may have added some. Finish: the order.
 */
void zpi_sender_refresh_photos_async (ZpiSender *self,
                                      const char *letter_id,
                                      const char *order_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ZpiPhotoOrder *zpi_sender_refresh_photos_finish (GAsyncResult *result, GError **error);
/* Asks what changed for this organisation since the last time, and refreshes the cases here that it
 * is about. Happens by itself every quarter of an hour after [method@Sender.start]. Finish: how
 * many were refreshed, -1 on an error. */
void zpi_sender_fetch_changes_async (ZpiSender *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gint zpi_sender_fetch_changes_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* Asks for the municipality's rules; newer ones are at hand from then on. Happens by itself
 * together with the changes. Finish: 1 when there are newer ones, 0 when not, -1 on an error. */
void zpi_sender_fetch_rules_async (ZpiSender *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gint zpi_sender_fetch_rules_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* Withdraws at the municipality what it has and did not decide. CONFLICT: it was decided. */
void zpi_sender_withdraw_async (ZpiSender *self,
                                const char *case_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean zpi_sender_withdraw_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* The paper route for a draft without any e-mail address, and back. The draft has to be saved. */
void zpi_sender_paper_async (ZpiSender *self,
                             const char *case_id,
                             gboolean paper,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean zpi_sender_paper_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* Done with this client: answers, documents and the case key go, the stub stays. Finish is TRUE
 * only when nothing of it is left on the disk; BUSY: cleared, compacting is retried. */
void zpi_sender_clear_async (ZpiSender *self,
                             const char *case_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean zpi_sender_clear_finish (ZpiSender *self, GAsyncResult *result, GError **error);
/* What is due (src/README.md, clearing): received for 24 hours or since an earlier day; @now: all
 * received. Happens by itself after [method@Sender.start]. Finish: number cleared. */
void zpi_sender_clear_due_async (ZpiSender *self,
                                 gboolean now,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gint zpi_sender_clear_due_finish (ZpiSender *self,
                                  GAsyncResult *result,
                                  GError **error); /* -1 on error */

G_END_DECLS
