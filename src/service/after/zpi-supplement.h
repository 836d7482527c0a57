/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-request.h"
#include "zpi-session.h"
#include "zpi-supplement-form.h"

G_BEGIN_DECLS

/* Answering a request for more information. The answer is a case of kind letter under the request's
 * own id: documents go in as everywhere, [method@Sender.queue_async] sends it. Main thread. */

/* By the code of the mail, or its link. @before: (nullable): the letter that kept a wrong one.
 * Finish: NOT_FOUND, OFFLINE, BAD_FORMAT (no code). */
void zpi_supplement_find_async (ZpiSession *session,
                                const char *text,
                                const char *before,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
ZpiRequest *zpi_supplement_find_finish (GAsyncResult *result, GError **error);
/* Without an answer the code is kept, and looked up by itself later. @before: as above. Finish: the
 * letter's id. */
gboolean zpi_supplement_may_keep (const GError *error);
void zpi_supplement_keep_code_async (ZpiSession *session,
                                     const char *text,
                                     const char *before,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *zpi_supplement_keep_code_finish (GAsyncResult *result, GError **error);
/* What is asked about an application of this store, as last known. Finish: NULL without an error
 * when nothing is. */
void zpi_supplement_load_request_async (ZpiSession *session,
                                        const char *application_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
ZpiRequest *zpi_supplement_load_request_finish (GAsyncResult *result, GError **error);
/* What is asked about an application of this store and whose answer waits to be sent; each is under
 * the id of its answer. Finish: (element-type ZpiRequest), newest first. */
void zpi_supplement_list_waiting_async (ZpiSession *session,
                                        const char *application_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *zpi_supplement_list_waiting_finish (GAsyncResult *result, GError **error);
/* The answer to @request, which may have been begun. Finish: the case; NOT_ALLOWED when it was
 * answered from here already. */
void zpi_supplement_open_async (ZpiSession *session,
                                const ZpiRequest *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
ZpiCase *zpi_supplement_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
