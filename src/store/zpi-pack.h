/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A few short texts in one value to seal. No JSON, because a JSON library leaves copies of what it
 * read in memory. */
GBytes *zpi_pack_texts (const char *const *texts, guint n_texts);
/* @texts: freed one by one with zpi_wipe_free(); %FALSE leaves them all %NULL */
gboolean zpi_unpack_texts (GBytes *packed, char **texts, guint n_texts);
/* The same for what newer programs say more with, and older ones less: the first @least have to be
 * there, the others stay %NULL, and what comes behind them is passed over. */
gboolean zpi_unpack_first_texts (GBytes *packed, char **texts, guint n_texts, guint least);

G_END_DECLS
