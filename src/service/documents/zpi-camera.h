/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/* What a picture of the camera measures, in pixels of three bytes: red, green, blue. */
#define ZPI_CAMERA_WIDTH  960
#define ZPI_CAMERA_HEIGHT 720

/**
 * ZpiCamera:
 *
 * A camera of this computer while it looks: it is on from zpi_camera_new() until zpi_camera_stop()
 * or its end. Pictures come through a pipe and are nowhere on the disk. Main thread.
 *
 * Signal `picture` (#GBytes): what it sees now. Signal `ended`: it sees nothing any more, or never
 * did.
 */
#define ZPI_TYPE_CAMERA (zpi_camera_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCamera, zpi_camera, ZPI, CAMERA, GObject)

gboolean zpi_camera_is_there (ZpiSession *session);
ZpiCamera *zpi_camera_new (ZpiSession *session);
void zpi_camera_stop (ZpiCamera *self);

G_END_DECLS
