/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"

G_BEGIN_DECLS

/* The files that documents of a cleared case were made from and that still lay about then: a
 * sealed record of their addresses, until they are gone. */
#define ZPI_RECORD_ORIGINALS "originals"

/* Store thread, in the transaction of the caller, before the answers of @case_id go; @under: the
 * case that stays. */
gboolean
zpi_left_originals_keep (ZpiStore *store, const char *case_id, const char *under, GError **error);
/* Store thread. */
GHashTable *zpi_left_originals_find (ZpiStore *store, const char *case_id, GError **error);
/* A function of the store; @data: the id of a case. */
gboolean zpi_left_originals_forget (ZpiStore *store, gpointer data, GError **error);
/* Any thread. (array zero-terminated=1), never NULL */
GStrv zpi_left_originals_read (GBytes *record);

G_END_DECLS
