/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

#include "zpi-session.h"

/* What the tests of windows share: the main loop, and a practice session. */

void spin (guint ms);
/* A busy computer comes to it later; what never happens is waited for with spin(). */
#define assert_soon(condition)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const gint64 end_us = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;                       \
                                                                                                   \
    while (!(condition) && g_get_monotonic_time () < end_us)                                       \
      spin (10);                                                                                   \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END
void result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
/* In a label that is on the screen, in @widget. */
gboolean is_said (GtkWidget *widget, const char *text);
/* (nullable): the first button with this label in @widget. */
GtkWidget *find_button (GtkWidget *widget, const char *label);
GtkWidget *find_button_in_sight (GtkWidget *widget, const char *label);
GAsyncResult *wait_for (GAsyncResult **result);
ZpiSession *open_practice (const char *folder);
void close_practice (ZpiSession *session);
