/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *zpi_file_read (const char *path, gsize max_bytes);

G_END_DECLS
