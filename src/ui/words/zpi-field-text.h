/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *zpi_field_text_title (const char *key);
char *zpi_field_text_dup_title (const char *key);
const char *zpi_field_text_label (const char *key);
const char *zpi_field_text_help (const char *key);

G_END_DECLS
