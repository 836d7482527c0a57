/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

/* What the tests of windows share: the main loop, and a practice session. */

void spin (guint ms);
void result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *wait_for (GAsyncResult **result);
ZpiSession *open_practice (const char *folder);
void close_practice (ZpiSession *session);
