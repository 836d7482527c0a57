/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"
#include "zpi-clock-boot.h"

G_BEGIN_DECLS

/* An event of the timeline that is no state: the answer to a request went out. */
#define ZPI_EVENT_ANSWERED "answered"
/* Another: a photo arrived. */
#define ZPI_EVENT_PHOTO "photo-sent"
/* Another photo was asked. */
#define ZPI_EVENT_PHOTO_REJECTED "photo-rejected"

/* Follow-up of a case, on the store thread, in the transaction of the caller. */
gboolean zpi_follow_up_add_event (ZpiStore *store,
                                  const char *case_id,
                                  const char *state,
                                  gint64 at_us,
                                  GError **error);
gboolean zpi_follow_up_set_text (ZpiStore *store,
                                 const char *case_id,
                                 const char *name,
                                 const char *text,
                                 GError **error);
/* When the municipality had it. */
gboolean
zpi_follow_up_set_received (ZpiStore *store, const char *case_id, const char *at, GError **error);
gboolean zpi_follow_up_get_received (ZpiStore *store,
                                     const char *case_id,
                                     gint64 otherwise_us,
                                     const ZpiClockReading *latest,
                                     gint64 now_us,
                                     gint64 *received_us,
                                     gint64 *age_us);

G_END_DECLS
