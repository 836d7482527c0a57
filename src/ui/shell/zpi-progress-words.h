/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-item.h"

G_BEGIN_DECLS

char *zpi_progress_words (ZpiCaseItem *item);
char *zpi_progress_words_day (gint64 time_us);

G_END_DECLS
