/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/* What the municipality changed and nobody at the desk has seen yet: ids, in one plain setting of
 * the store. Store thread; the two that write, in the transaction of the caller. */
gboolean zpi_news_add (ZpiStore *store, const char *case_id, GError **error);
/* Sets `news` of each row. (element-type ZpiCaseInfo) */
void zpi_news_mark (ZpiStore *store, GPtrArray *infos);
void zpi_news_mark_one (ZpiStore *store, ZpiCaseInfo *info);

/* Main thread: it was on the screen. Nothing to wait for: else it is shown once more. */
void zpi_news_seen (ZpiSession *session, const char *case_id);

G_END_DECLS
