/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ZpiLogSay:
 * @text: what a warning says, without personal data
 */
typedef void (*ZpiLogSay) (const char *text);

void zpi_log_install (void);
void zpi_log_install_saying (ZpiLogSay say);
char *zpi_log_redact (const char *message);

G_END_DECLS
