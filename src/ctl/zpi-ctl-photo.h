/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the commands about photos share. */

#include "zpi-ctl.h"
#include "zpi-photo.h"

G_BEGIN_DECLS

/* Queues @item, a document of the letter @zcase. @order, @holder: (nullable): when only @person is
 * known */
gboolean ctl_photo_queue (Ctl *ctl,
                          ZpiCase *zcase,
                          const char *item,
                          const ZpiPhotoOrder *order,
                          const ZpiPassHolder *holder,
                          const char *person,
                          GError **error);

/* Tries what waits, once, and says how the photo @item of @person fares. */
int
ctl_photo_try (Ctl *ctl, const char *command, ZpiCase *zcase, const char *item, const char *person);

G_END_DECLS
