/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-finding.h"

G_BEGIN_DECLS

char *zpi_section_words_dup_left (ZpiCase *zcase, const ZpiScheme *scheme, ZpiSection section);

G_END_DECLS
