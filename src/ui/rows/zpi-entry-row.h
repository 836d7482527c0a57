/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-field-row.h"
#include "zpi-text-row.h"

G_BEGIN_DECLS

/* What is typed here is nobody's business, and names are no spelling mistakes. */
#define ZPI_ENTRY_ROW_HINTS (GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_NO_SPELLCHECK)

/**
 * ZpiEntryRow:
 *
 * A question that is answered by typing. Property `key`: the answer; title, help and check follow
 * from it. The raw text is kept, whatever it is.
 */
#define ZPI_TYPE_ENTRY_ROW (zpi_entry_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (ZpiEntryRow, zpi_entry_row, ZPI, ENTRY_ROW, ZpiTextRow)

/**
 * ZpiEntryRowClass:
 * @dup_echo: (nullable): the answer as it was understood, or %NULL
 */
struct _ZpiEntryRowClass {
  ZpiTextRowClass parent_class;

  char *(*dup_echo) (ZpiEntryRow *self, const char *text);
};

GtkWidget *zpi_entry_row_new_for_key (const char *key);

G_END_DECLS
