/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/* Practice: ready-made fictional households to begin with. Each makes a new draft and shows it
 * through the action `win.show-case`. */
void zpi_persons_dialog_present (GtkWindow *parent, ZpiSession *session);

G_END_DECLS
