/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-finding.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiSendManyState:
 * @ZPI_SEND_MANY_READY: it can be sent
 * @ZPI_SEND_MANY_NOT_COMPLETE: something is missing without which nothing can be sent
 * @ZPI_SEND_MANY_NOT_A_DRAFT: it was sent before, or goes another way
 * @ZPI_SEND_MANY_FAILED: it could not be opened or queued; `error` says why
 * @ZPI_SEND_MANY_QUEUED: it is on its way
 */
typedef enum {
  ZPI_SEND_MANY_READY,
  ZPI_SEND_MANY_NOT_COMPLETE,
  ZPI_SEND_MANY_NOT_A_DRAFT,
  ZPI_SEND_MANY_FAILED,
  ZPI_SEND_MANY_QUEUED,
} ZpiSendManyState;

/**
 * ZpiSendManyItem:
 * @missing: (nullable): the first answer that is needed to send
 * @n_to_decide: how much the municipality would ask for later
 * @error: (nullable): why it failed
 *
 * One of several cases that are to be sent.
 */
typedef struct {
  char *case_id;
  ZpiSendManyState state;
  char *missing;
  guint n_to_decide;
  GError *error;
} ZpiSendManyItem;

/* Looks at each case, and queues what is ready when @queue. Main thread. */
void zpi_send_many_async (ZpiSession *session,
                          const char *const *case_ids,
                          gboolean queue,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
GPtrArray *zpi_send_many_finish (GAsyncResult *result,
                                 GError **error); /* (element-type ZpiSendManyItem) */

G_END_DECLS
