/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

typedef void (*ZpiTakenFunc) (GBytes *png, gpointer object);

/* What the camera sees, until a photo is taken. @taken gets it; not called when the person gives
 * up. @object (a GObject) is kept until then. */
void zpi_camera_window_open (GtkWidget *parent,
                             ZpiSession *session,
                             ZpiTakenFunc taken,
                             gpointer object);

G_END_DECLS
