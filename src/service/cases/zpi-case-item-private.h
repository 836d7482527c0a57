/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-item.h"
#include "zpi-case-store.h"

G_BEGIN_DECLS

ZpiCaseItem *zpi_case_item_new (const ZpiCaseInfo *info);
void zpi_case_item_update (ZpiCaseItem *self, const ZpiCaseInfo *info);
/* Makes @list (of ZpiCaseItem) equal to @infos, touching only what differs. @hidden: (nullable) set
 * of ids that are left out. */
void zpi_case_item_list_update (GListStore *list, GPtrArray *infos, GHashTable *hidden);
/* @info: (nullable): NULL for a row that is gone */
void zpi_case_item_list_update_row (GListStore *list,
                                    const char *case_id,
                                    const ZpiCaseInfo *info,
                                    GHashTable *hidden);

G_END_DECLS
