/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-money-row.h"

#include "zpi-choice-text.h"
#include "zpi-money.h"

struct _ZpiMoneyRow {
  ZpiEntryRow parent_instance;

  char *period; /* (nullable): the word on the wire */
};

G_DEFINE_FINAL_TYPE (ZpiMoneyRow, zpi_money_row, ZPI_TYPE_ENTRY_ROW)

static char *
zpi_money_row_dup_echo (ZpiEntryRow *row, const char *text)
{
  ZpiMoneyRow *self = ZPI_MONEY_ROW (row);
  gint64 cents;

  if (!zpi_money_parse (text, &cents))
    return NULL;
  return zpi_choice_text_dup_amount (cents, self->period);
}

static void
zpi_money_row_finalize (GObject *object)
{
  g_free (ZPI_MONEY_ROW (object)->period);
  G_OBJECT_CLASS (zpi_money_row_parent_class)->finalize (object);
}

static void
zpi_money_row_class_init (ZpiMoneyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zpi_money_row_finalize;
  ZPI_ENTRY_ROW_CLASS (klass)->dup_echo = zpi_money_row_dup_echo;
}

static void
zpi_money_row_init (ZpiMoneyRow *self)
{
  self->period = g_strdup ("maand");
}

/**
 * zpi_money_row_set_period:
 * @period: (nullable): the period the amount is for: `week`, `maand`, …
 */
void
zpi_money_row_set_period (ZpiMoneyRow *self, const char *period)
{
  g_return_if_fail (ZPI_IS_MONEY_ROW (self));

  g_free (self->period);
  self->period = g_strdup (period);
  zpi_field_row_refresh (ZPI_FIELD_ROW (self));
}
