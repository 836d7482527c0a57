/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-finding.h"

G_BEGIN_DECLS

GStrv zpi_case_dup_open_questions (ZpiCase *zcase, const ZpiScheme *scheme);
GStrv zpi_case_dup_open_kinds (ZpiCase *zcase, const char *const *questions);

G_END_DECLS
