/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

typedef void (*ZpiPhotoFunc) (const char *item, gpointer object);

/* A picture with a frame for head and shoulders. @done gets the document as it was cut; when the
 * person gives up, the picture goes. @object (a GObject) is kept until then. */
void zpi_photo_window_open (GtkWidget *parent,
                            ZpiSession *session,
                            ZpiCase *zcase,
                            const char *item,
                            const char *whose,
                            ZpiPhotoFunc done,
                            gpointer object);

G_END_DECLS
