/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-finding.h"

G_BEGIN_DECLS

char *zpi_finding_text_dup (const ZpiFinding *finding, ZpiCase *zcase, const ZpiScheme *scheme);
char *zpi_finding_text_dup_question (const char *name,
                                     const ZpiScheme *scheme,
                                     const char *const *income_kinds);
char *zpi_finding_text_dup_where (ZpiCase *zcase, const char *key);
char *
zpi_finding_text_dup_line (const ZpiFinding *finding, ZpiCase *zcase, const ZpiScheme *scheme);

G_END_DECLS
