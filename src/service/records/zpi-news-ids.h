/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"

G_BEGIN_DECLS

/* What the municipality changed and nobody at the desk has seen yet: ids, in one plain setting of
 * the store. Store thread; those that write, in the transaction of the caller. */
gboolean zpi_news_add (ZpiStore *store, const char *case_id, GError **error);
/* Sets `news` of each row. (element-type ZpiCaseInfo) */
void zpi_news_mark (ZpiStore *store, GPtrArray *infos);
void zpi_news_mark_one (ZpiStore *store, ZpiCaseInfo *info);
gboolean zpi_news_forget (ZpiStore *store, gpointer case_id, GError **error);

G_END_DECLS
