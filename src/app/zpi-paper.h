/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiPaper:
 *
 * Something to print or save as PDF: headings, paragraphs, pairs of question and answer. One
 * drawing code for both.
 */
#define ZPI_TYPE_PAPER (zpi_paper_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPaper, zpi_paper, ZPI, PAPER, GObject)

ZpiPaper *zpi_paper_new (const char *title);
void zpi_paper_set_note (ZpiPaper *self, const char *text);
void zpi_paper_add_heading (ZpiPaper *self, const char *text);
void zpi_paper_add_text (ZpiPaper *self, const char *text);
void zpi_paper_add_small (ZpiPaper *self, const char *text);
void zpi_paper_add_pair (ZpiPaper *self, const char *label, const char *value);
void zpi_paper_add_tick (ZpiPaper *self, const char *text);
void zpi_paper_add_code (ZpiPaper *self, const char *text);

GBytes *zpi_paper_to_pdf (ZpiPaper *self, GError **error);
void zpi_paper_print (ZpiPaper *self, GtkWindow *parent);

G_END_DECLS
