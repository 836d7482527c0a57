/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-bsn-row.h"

struct _ZpiBsnRow {
  ZpiEntryRow parent_instance;
};

G_DEFINE_FINAL_TYPE (ZpiBsnRow, zpi_bsn_row, ZPI_TYPE_ENTRY_ROW)

static void
zpi_bsn_row_class_init (ZpiBsnRowClass *klass)
{
}

static void
zpi_bsn_row_init (ZpiBsnRow *self)
{
  zpi_text_row_set_input (ZPI_TEXT_ROW (self), GTK_INPUT_PURPOSE_DIGITS, ZPI_ENTRY_ROW_HINTS);
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-number");
}
