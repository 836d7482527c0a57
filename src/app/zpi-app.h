/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The application object: one window on one data folder, and what belongs to the whole program. */
#define ZPI_TYPE_APP (zpi_app_get_type ())
G_DECLARE_FINAL_TYPE (ZpiApp, zpi_app, ZPI, APP, AdwApplication)

ZpiApp *zpi_app_new (gboolean practice, const char *data_folder, const char *scheme);
gboolean zpi_app_has_unsaved (ZpiApp *self);

G_END_DECLS
