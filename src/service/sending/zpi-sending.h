/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-api.h"
#include "zpi-outbox-store.h"

G_BEGIN_DECLS

/**
 * ZpiSendResult:
 * @ZPI_SEND_RECEIVED: the receipt verified
 * @ZPI_SEND_WAITING: tried again later
 * @ZPI_SEND_ATTENTION: needs a person
 *
 * What one try of one submission came to. It is in the store by the time it is known.
 */
typedef enum {
  ZPI_SEND_RECEIVED,
  ZPI_SEND_WAITING,
  ZPI_SEND_ATTENTION,
} ZpiSendResult;

/* @document: which is on its way, from 1; 0 when the try begins, and that is in the store. */
typedef void (*ZpiSendProgress) (const ZpiOutboxItem *item,
                                 guint document,
                                 guint n_documents,
                                 guint64 bytes,
                                 guint64 total,
                                 gpointer user_data);

/* One try of one submission, from wherever it had come. @item and @parts are taken. Main thread;
 * the caller holds the sender lease. */
void zpi_sending_run_async (ZpiStore *store,
                            ZpiApi *api,
                            ZpiOutboxItem *item,
                            GPtrArray *parts,
                            ZpiSendProgress progress,
                            gpointer progress_data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* Nothing is sent: it needs a person, who is told @attention. */
void zpi_sending_stop_async (ZpiStore *store,
                             ZpiApi *api,
                             ZpiOutboxItem *item,
                             GPtrArray *parts,
                             const char *attention,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* @problem_code: (out): why it waits, a [enum@Error]; -1 when it does not */
ZpiSendResult zpi_sending_run_finish (GAsyncResult *result, int *problem_code);

G_END_DECLS
