/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiHandOverWindow:
 *
 * One case to another desk, or from one, as a file with a passphrase. Signal `done` (the id of the
 * case): the file is written, or taken in. Goes away when the session locks.
 */
#define ZPI_TYPE_HAND_OVER_WINDOW (zpi_hand_over_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiHandOverWindow, zpi_hand_over_window, ZPI, HAND_OVER_WINDOW, AdwWindow)

GtkWidget *zpi_hand_over_window_new (GtkWindow *parent, ZpiSession *session, const char *case_id);

G_END_DECLS
