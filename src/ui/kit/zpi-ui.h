/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Where templates and the style sheet are. */
#define ZPI_UI_RESOURCES "/nl/zoetermeerpas/Intake/ui/"
#define ZPI_UI_ICONS     "/nl/zoetermeerpas/Intake/icons"

void zpi_ui_init (void);
const char *zpi_ui_language (void);
char *zpi_ui_dup_size (guint64 bytes);
void zpi_ui_name (GtkWidget *widget, const char *name);
int zpi_ui_char_width (GtkWidget *widget);
double zpi_ui_text_scale (GtkWidget *widget);
gboolean zpi_ui_text_is_large (GtkWidget *widget);
void zpi_ui_set_button_label (GtkButton *button, const char *label);
void zpi_ui_describe (GtkWidget *widget, const char *text);
void zpi_ui_focus_text (GtkLabel *text);
gboolean zpi_ui_focus_in_row (GtkWidget *row, GtkDirectionType direction);
gboolean zpi_ui_grab_focus_in_row (GtkWidget *row);
void zpi_ui_bring_into_view (GtkWidget *widget);

G_END_DECLS
