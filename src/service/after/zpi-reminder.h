/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/* A reminder of the next pass year, on a case whose pass is on its way, when the client agrees.
 * Kept for it, sealed: the applicant's names and the day. */

/* The day on which to remind of the pass year after that of the case and of today: when it opens,
 * where the rules say so, else its first day. */
void zpi_reminder_find_day_async (ZpiSession *session,
                                  const char *case_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean zpi_reminder_find_day_finish (GAsyncResult *result, ZpiDate *day, GError **error);
/* Main thread. @on: (nullable): another day. Finish: NOT_ALLOWED unless the pass is on its way. */
void zpi_reminder_set_async (ZpiSession *session,
                             const char *case_id,
                             const ZpiDate *on,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean zpi_reminder_set_finish (GAsyncResult *result, GError **error);
void zpi_reminder_remove_async (ZpiSession *session,
                                const char *case_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean zpi_reminder_remove_finish (GAsyncResult *result, GError **error);
/* A new application with the names and nothing else; the reminder is over then. Finish: the case,
 * open; NOT_FOUND without a reminder. */
void zpi_reminder_begin_async (ZpiSession *session,
                               const char *case_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
ZpiCase *zpi_reminder_begin_finish (GAsyncResult *result, GError **error);

G_END_DECLS
