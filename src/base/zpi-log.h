/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void zpi_log_install (void);
void zpi_log_install_for_terminal (const char *program);
char *zpi_log_redact (const char *message);

G_END_DECLS
