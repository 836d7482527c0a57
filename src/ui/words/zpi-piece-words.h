/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-request.h"
#include "zpi-scheme.h"
#include "zpi-still-missing.h"

G_BEGIN_DECLS

const char *zpi_piece_words_help (const ZpiScheme *scheme, const ZpiWanted *wanted);
char *
zpi_piece_words_name (const ZpiScheme *scheme, const ZpiWanted *wanted, const ZpiUnanswered *sent);
char *zpi_piece_words_missing (const ZpiScheme *scheme,
                               const ZpiWanted *wanted,
                               const ZpiUnanswered *sent);

G_END_DECLS
