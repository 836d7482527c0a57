/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/* A new application that begins with the answers and documents of one that was rejected or
 * withdrawn, so that nothing is typed twice. The declaration is given anew. Finish: the new case,
 * open; NOT_FOUND when the answers were cleared already. */
void zpi_again_begin_async (ZpiSession *session,
                            const char *case_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
ZpiCase *zpi_again_begin_finish (GAsyncResult *result, GError **error);

G_END_DECLS
