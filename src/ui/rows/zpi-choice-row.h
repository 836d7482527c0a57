/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-field-row.h"

G_BEGIN_DECLS

/**
 * ZpiChoiceRow:
 *
 * A question with a few answers, all visible. Properties `key` and `horizontal` (for short
 * answers). Nothing is chosen beforehand.
 */
#define ZPI_TYPE_CHOICE_ROW (zpi_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiChoiceRow, zpi_choice_row, ZPI, CHOICE_ROW, AdwPreferencesRow)

GtkWidget *zpi_choice_row_new (const char *key, gboolean horizontal);
GtkWidget *zpi_choice_row_new_pills (const char *key);
void zpi_choice_row_set_choices (ZpiChoiceRow *self, const char *const *values);
void zpi_choice_row_set_default (ZpiChoiceRow *self, const char *value);

G_END_DECLS
