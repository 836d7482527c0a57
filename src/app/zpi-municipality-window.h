/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/* The desk of the practice municipality: what arrived, moving a case on, the mails, example
 * clients, and making trouble. */
void zpi_municipality_window_present (GtkWindow *parent, ZpiSession *session, const char *base_url);

G_END_DECLS
