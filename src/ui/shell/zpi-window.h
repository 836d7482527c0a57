/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiWindow:
 *
 * The one window. Signals: `print-requested` (char *case_id, char *what): `bring`, `answers`,
 * `receipt`, `receipt-pdf`, `paper`; `print-code` (char *code); `practice-requested`;
 * `municipality-requested`.
 */
#define ZPI_TYPE_WINDOW (zpi_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiWindow, zpi_window, ZPI, WINDOW, AdwApplicationWindow)

GtkWidget *zpi_window_new (GtkApplication *app, ZpiSession *session);
ZpiSession *zpi_window_get_session (ZpiWindow *self);
const char *zpi_window_get_case_id (ZpiWindow *self);
void zpi_window_show_start (ZpiWindow *self);
void zpi_window_show_case (ZpiWindow *self, const char *case_id);
void zpi_window_new_application (ZpiWindow *self);
void zpi_window_lock (ZpiWindow *self);
void zpi_window_toast (ZpiWindow *self, const char *text);

G_END_DECLS
