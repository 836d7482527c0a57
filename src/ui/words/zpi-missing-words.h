/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiMissingWords:
 * @name: what is missing, in words
 * @help: (nullable) (transfer none): what kind of piece that is
 *
 * Something that was missing when an application was sent and did not come yet.
 */
typedef struct {
  char *name;
  const char *help;
} ZpiMissingWords;

GPtrArray *zpi_missing_words_read (ZpiSession *session, GBytes *record);

G_END_DECLS
