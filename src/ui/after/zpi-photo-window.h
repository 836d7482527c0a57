/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

#define ZPI_TYPE_PHOTO_WINDOW (zpi_photo_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPhotoWindow, zpi_photo_window, ZPI, PHOTO_WINDOW, AdwWindow)

typedef void (*ZpiPhotoFunc) (const char *item, gpointer object);

/* A picture with a frame for head and shoulders. @done gets the document as it was cut; when the
 * person closes it, the picture goes. Destroyed otherwise it stays, to be cut later. @object (a
 * GObject) is kept until then. */
void zpi_photo_window_open (GtkWidget *parent,
                            ZpiSession *session,
                            ZpiCase *zcase,
                            const char *item,
                            const char *whose,
                            ZpiPhotoFunc done,
                            gpointer object);

G_END_DECLS
