/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ZpiClockWatch:
 *
 * Tells when somebody, or a time server, set the clock of this computer. Main thread.
 */
typedef struct _ZpiClockWatch ZpiClockWatch;

typedef void (*ZpiClockWatchFunc) (gpointer user_data);

ZpiClockWatch *zpi_clock_watch_new (ZpiClockWatchFunc func, gpointer user_data);
void zpi_clock_watch_free (ZpiClockWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiClockWatch, zpi_clock_watch_free)

G_END_DECLS
