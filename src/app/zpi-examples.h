/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/* Example clients to practise on, each at another point of its way. */

void zpi_examples_make_async (ZpiSession *session,
                              const char *base_url,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_examples_make_finish (ZpiSession *session, GAsyncResult *result, GError **error);

G_END_DECLS
