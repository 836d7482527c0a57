/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-evidence.h"
#include "zpi-wrap-box.h"

G_BEGIN_DECLS

/* What a document can be: a button for each place that is open, with a key each, and for something
 * else. They ask for the action `evidence.place`. */
GtkWidget *zpi_place_choice_new (char key, const char *text);
guint zpi_place_choices_fill (ZpiWrapBox *box,
                              ZpiCase *zcase,
                              const GPtrArray *evidence,
                              const char *item);
gboolean zpi_place_choices_press_key (ZpiWrapBox *box, guint n_choices, guint keyval);

G_END_DECLS
