/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The key of practice data: 32 bytes in a file of mode 0600, made once, never replaced. */
GBytes *zpi_key_file_ensure (const char *path, GError **error);
GBytes *zpi_key_file_load (const char *path, GError **error);
gboolean zpi_key_file_save (const char *path, GBytes *key, GError **error);

G_END_DECLS
