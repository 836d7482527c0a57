/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a clerk can do with one thing, in words. Which of it is possible the desk says itself. */

/* (nullable): when nothing can be done. Activates @action with (su): @path and the step. */
GtkWidget *
zpi_municipality_steps_button (const char *action, const char *path, JsonArray *possible);
/* FALSE when there is no such step. @body: (out) (transfer none) */
gboolean
zpi_municipality_steps_find (const char *path, guint index, char **target, const char **body);
const char *zpi_municipality_steps_words (const char *status);

G_END_DECLS
