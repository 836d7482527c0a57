/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

#include "zpi-scheme.h"

G_BEGIN_DECLS

/* What a clerk can do with one thing, in words. Which of it is possible the desk says itself. */

/* (nullable): when nothing can be done. Activates @action with (ss): where the desk is asked, and
 * with what. */
GtkWidget *zpi_municipality_steps_button (const char *action,
                                          const char *path,
                                          JsonArray *possible,
                                          const ZpiScheme *scheme);
const char *zpi_municipality_steps_words (const char *status);

G_END_DECLS
