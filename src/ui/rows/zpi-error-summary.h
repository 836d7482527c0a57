/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is wrong on a page, above its questions: each line goes to its question. */
#define ZPI_TYPE_ERROR_SUMMARY (zpi_error_summary_get_type ())
G_DECLARE_FINAL_TYPE (ZpiErrorSummary, zpi_error_summary, ZPI, ERROR_SUMMARY, GtkBox)

void zpi_error_summary_set_rows (ZpiErrorSummary *self, GPtrArray *rows);
void zpi_error_summary_refresh (ZpiErrorSummary *self);

G_END_DECLS
