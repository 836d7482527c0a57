/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-checks.h"
#include "zpi-text.h"

G_BEGIN_DECLS

gboolean zpi_check_only_digits (const char *text);
ZpiCheckResult zpi_check_ok (char *normalised);
ZpiCheckResult zpi_check_warn (ZpiCheckCode code, char *normalised);
ZpiCheckResult zpi_check_refuse (ZpiCheckCode code);
ZpiCheckResult zpi_check_nothing (void);
gboolean zpi_check_says_none (const char *line);
ZpiCheckResult zpi_check_refuse_unless_none (ZpiCheckCode code, const char *line);

G_END_DECLS
