/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *zpi_field_text_title (const char *key);
char *zpi_field_text_dup_title (const char *key);
const char *zpi_field_text_label (const char *key);
const char *zpi_field_text_help (const char *key);
void zpi_field_text_append (GString *list, const char *name);
char *zpi_field_text_dup_about (const char *title, const char *text);

G_END_DECLS
