/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ZPI_N_START_DOORS 4

/**
 * ZpiStartDoor:
 *
 * What somebody can come in for, as a button of the start page: activates the action `start.door`
 * with the nick of the door.
 */
#define ZPI_TYPE_START_DOOR (zpi_start_door_get_type ())
G_DECLARE_FINAL_TYPE (ZpiStartDoor, zpi_start_door, ZPI, START_DOOR, GtkButton)

GtkWidget *zpi_start_door_new (guint which, gboolean small);
void zpi_start_door_refresh (ZpiStartDoor *self);
gboolean zpi_start_door_is (ZpiStartDoor *self, const char *nick);

G_END_DECLS
