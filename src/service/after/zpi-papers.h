/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/* Papers that were brought with the code of a mail before anybody could say what is asked. Main
 * thread. */

/* Opens an answer, with the papers for it in it: what each is has to be said before it is sent. A
 * letter that has none left goes. */
void zpi_papers_open_async (ZpiSession *session,
                            const char *answer_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
ZpiCase *zpi_papers_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
