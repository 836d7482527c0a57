/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *zpi_date_words (GDateTime *time);
char *zpi_date_words_with_time (GDateTime *time);
char *zpi_date_words_from_iso (const char *iso);

G_END_DECLS
