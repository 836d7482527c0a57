/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *zpi_choice_text (const char *key, const char *value);
char *zpi_choice_text_dup_amount (gint64 cents, const char *period);

G_END_DECLS
