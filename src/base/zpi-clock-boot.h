/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-clock.h"

G_BEGIN_DECLS

/**
 * ZpiClockReading:
 * @offset_us: a server's clock minus ours
 * @at_us: our clock at that moment
 * @started_us: what our clock would have said when this computer started; see
 *   [func@clock_started_us]
 *
 * What a comparison of our clock with a server's gave.
 */
typedef struct {
  gint64 offset_us;
  gint64 at_us;
  gint64 started_us;
} ZpiClockReading;

gint64 zpi_clock_started_us (void);
char *zpi_clock_dup_boot_id (void);
gboolean zpi_clock_was_set_by (const char *boot, gint64 started_us, gint64 *set_us);

void zpi_clock_set_since_boot (ZpiClockFunc func, gpointer user_data);
void zpi_clock_set_boot_id (const char *id);

G_END_DECLS
