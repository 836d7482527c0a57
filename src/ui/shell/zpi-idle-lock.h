/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-window.h"

G_BEGIN_DECLS

/**
 * ZpiIdleLock:
 *
 * Locks the window when nobody types or points for a while (with a warning 60 seconds before), when
 * the computer goes to sleep (also by the lid), and when the screen is locked. Main thread.
 */
#define ZPI_TYPE_IDLE_LOCK (zpi_idle_lock_get_type ())
G_DECLARE_FINAL_TYPE (ZpiIdleLock, zpi_idle_lock, ZPI, IDLE_LOCK, GObject)

ZpiIdleLock *zpi_idle_lock_new (ZpiWindow *window);
void zpi_idle_lock_set_seconds (ZpiIdleLock *self, guint seconds);

G_END_DECLS
