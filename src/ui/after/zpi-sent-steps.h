/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

#include "zpi-case-item.h"

G_BEGIN_DECLS

/**
 * ZpiSentStep:
 * @label: (nullable): with a mnemonic; %NULL when there is nothing to do
 * @action: its action
 */
typedef struct {
  const char *label;
  const char *action;
} ZpiSentStep;

ZpiSentStep zpi_sent_steps_first (ZpiCaseItem *item, gboolean has_receipt);
ZpiSentStep zpi_sent_steps_second (ZpiCaseItem *item);
GMenuModel *zpi_sent_steps_menu (ZpiCaseItem *item, gboolean has_receipt);
gboolean zpi_sent_steps_is_same_menu (GMenuModel *a, GMenuModel *b);

G_END_DECLS
