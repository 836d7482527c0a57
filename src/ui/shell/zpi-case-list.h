/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-row.h"
#include "zpi-group.h"

G_BEGIN_DECLS

/**
 * ZpiCaseList:
 *
 * A heading and the cases below it. Rows are made as they are needed, some at first and more on
 * request, and a row stays as long as its case does. Signal `activated` with a row.
 */
#define ZPI_TYPE_CASE_LIST (zpi_case_list_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCaseList, zpi_case_list, ZPI, CASE_LIST, AdwBin)

GtkWidget *zpi_case_list_new (const char *title, guint rows_at_first);
void zpi_case_list_set_show_names (ZpiCaseList *self, gboolean show_names);
void zpi_case_list_set_chosen (ZpiCaseList *self, GHashTable *chosen);
void zpi_case_list_set_items (ZpiCaseList *self, GPtrArray *items, guint n_at_least);
gboolean zpi_case_list_show_more (ZpiCaseList *self);
void zpi_case_list_show_few (ZpiCaseList *self);
GtkWidget *zpi_case_list_find_row (ZpiCaseList *self, const char *case_id);
void zpi_case_list_foreach_row (ZpiCaseList *self, GFunc func, gpointer user_data);

G_END_DECLS
