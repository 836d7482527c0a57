/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiWindow:
 *
 * The one window. Signal: `print-code` (char *code). What only the program can do it asks of the
 * action group `program`, which the program puts on it: `print` (ss: the case, and `bring`,
 * `check`, `answers`, `receipt`, `receipt-pdf` or `paper`), `practice`, `municipality`. On the
 * window, because actions of the application are open to everybody on the session bus.
 */
#define ZPI_TYPE_WINDOW (zpi_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiWindow, zpi_window, ZPI, WINDOW, AdwApplicationWindow)

GtkWidget *zpi_window_new (GtkApplication *app, ZpiSession *session);
ZpiSession *zpi_window_get_session (ZpiWindow *self);
void zpi_window_show_start (ZpiWindow *self);
void zpi_window_show_case (ZpiWindow *self, const char *case_id);
void zpi_window_new_application (ZpiWindow *self);
void zpi_window_lock (ZpiWindow *self);
void zpi_window_toast (ZpiWindow *self, const char *text);

G_END_DECLS
