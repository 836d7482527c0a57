/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *zpi_file_read (const char *path, gsize max_bytes);
GInputStream *zpi_file_open (const char *path, GError **error);
gboolean zpi_file_check_readable (const char *path, GError **error);
void zpi_file_say_unread (GError **error, const GError *reason);
void zpi_file_say_unmade (GError **error, int number);
gboolean
zpi_file_keep (const char *path, const void *data, gsize size, gboolean replace, GError **error);
gboolean zpi_file_sync_folder (const char *folder, GError **error);

G_END_DECLS
