/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-clock-boot.h"
#include "zpi-store.h"

G_BEGIN_DECLS

/* What the clock of this computer is worth, kept in the store so that it is known without a
 * network. On the store thread, in the transaction of the caller. */
gboolean zpi_clock_evidence_keep (ZpiStore *store, const ZpiClockReading *reading, GError **error);
gboolean zpi_clock_evidence_doubted (ZpiStore *store,
                                     const ZpiClockReading *latest,
                                     gint64 now_us,
                                     gboolean *known,
                                     gint64 *offset_us);
gint64 zpi_clock_evidence_passed_us (ZpiStore *store, const ZpiClockReading *latest, gint64 now_us);
gint64 zpi_clock_evidence_offset_us (ZpiStore *store);
gint64 zpi_clock_evidence_now_us (ZpiStore *store);
gboolean zpi_clock_evidence_age (ZpiStore *store,
                                 const ZpiClockReading *latest,
                                 gint64 then_us,
                                 gint64 offset_us,
                                 gint64 now_us,
                                 gint64 *age_us);

G_END_DECLS
