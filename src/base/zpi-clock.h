/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-date.h"

G_BEGIN_DECLS

typedef gint64 (*ZpiClockFunc) (gpointer user_data);

gint64 zpi_clock_now_us (void);
ZpiDate zpi_clock_today (void);
char *zpi_clock_format_iso (gint64 time_us);
gboolean zpi_clock_parse_iso (const char *text, gint64 *time_us);
gint64 zpi_clock_end_of_day_us (const char *iso_date);

void zpi_clock_set_source (ZpiClockFunc func, gpointer user_data);

G_END_DECLS
