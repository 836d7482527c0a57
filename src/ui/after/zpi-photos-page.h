/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-letter.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiPhotosPage:
 *
 * The photos that a letter asks: one row for each person. A photo is chosen, dropped or pasted, cut
 * to head and shoulders, and goes by itself.
 */
#define ZPI_TYPE_PHOTOS_PAGE (zpi_photos_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPhotosPage, zpi_photos_page, ZPI, PHOTOS_PAGE, AdwBin)

/* @order: (nullable) when the letter could not be looked up */
GtkWidget *zpi_photos_page_new (ZpiSession *session, ZpiCase *zcase, const ZpiPhotoOrder *order);

G_END_DECLS
