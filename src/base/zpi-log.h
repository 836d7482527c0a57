/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void zpi_log_install (void);
char *zpi_log_redact (const char *message);

G_END_DECLS
