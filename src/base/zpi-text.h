/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ZPI_TEXT_DIVIDERS:
 *
 * What people put between the parts of a number, besides spaces: "06-12345678", "11\\2025", "12_a".
 */
#define ZPI_TEXT_DIVIDERS "-./_,:|\\~"

char *zpi_text_line (const char *text);
char *zpi_text_lines (const char *text);
char *zpi_text_dup_short (const char *text, guint max_chars);
gboolean zpi_text_has_letter (const char *text);
void zpi_text_drop_marks (char *text);
void zpi_text_drop_remark (char *text);
gboolean zpi_text_drop_pictures (char *text);
void zpi_text_drop_wrapping (char *text);
void zpi_text_drop_words_before (char *text, const char *first);
const char *zpi_text_skip_label (const char *text, const char *const *labels, const char *behind);

G_END_DECLS
