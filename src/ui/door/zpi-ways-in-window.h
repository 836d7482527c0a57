/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiWaysInWindow:
 *
 * Who can open the cases on this computer: another counsellor, a new PIN, a new recovery code, one
 * that goes. Signals: `print-code` (char *code); `changed`: the person who is in has a new way in.
 */
#define ZPI_TYPE_WAYS_IN_WINDOW (zpi_ways_in_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiWaysInWindow, zpi_ways_in_window, ZPI, WAYS_IN_WINDOW, AdwWindow)

GtkWidget *zpi_ways_in_window_new (GtkWindow *parent, ZpiSession *session);

G_END_DECLS
