/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ZpiSpinner:
 *
 * A spinner that turns only while it is on the screen. GTK 4.8 goes on drawing one that turns in a
 * page nobody sees, sixty times a second and more, for as long as the program is open.
 */
#define ZPI_TYPE_SPINNER (zpi_spinner_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSpinner, zpi_spinner, ZPI, SPINNER, AdwBin)

GtkWidget *zpi_spinner_new (void);

G_END_DECLS
