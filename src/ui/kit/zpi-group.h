/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ZpiGroup:
 *
 * A group of questions whose title wraps instead of being cut off: with large text or on a narrow
 * window the title is what explains the questions.
 */
#define ZPI_TYPE_GROUP (zpi_group_get_type ())
G_DECLARE_FINAL_TYPE (ZpiGroup, zpi_group, ZPI, GROUP, AdwPreferencesGroup)

void zpi_group_name_row (GtkWidget *row, const char *name);
void zpi_group_wrap_row (GtkWidget *row);
void zpi_group_wrap_row_from (GtkWidget *row, int chars);
void zpi_group_wrap_buttons (GtkWidget *widget);
GtkWidget *zpi_group_new (const char *title, const char *description);

G_END_DECLS
