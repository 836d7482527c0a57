/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-item.h"

G_BEGIN_DECLS

char *zpi_case_search_fold (const char *text);
gboolean zpi_case_search_matches (ZpiCaseItem *item, const char *also, const char *const *words);

G_END_DECLS
