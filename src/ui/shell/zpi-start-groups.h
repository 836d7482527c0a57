/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-words.h"

G_BEGIN_DECLS

/**
 * ZpiStartFilter:
 * @ZPI_START_ALL: every case
 * @ZPI_START_DRAFTS: those that were not sent
 * @ZPI_START_MUNICIPALITY: those of which something is still to come
 * @ZPI_START_DONE: those that are over
 *
 * What somebody wants to see on Start.
 */
typedef enum {
  ZPI_START_ALL,
  ZPI_START_DRAFTS,
  ZPI_START_MUNICIPALITY,
  ZPI_START_DONE,
} ZpiStartFilter;

gboolean zpi_start_filter_passes (ZpiStartFilter filter, ZpiCaseItem *item, ZpiCaseGroup group);
void zpi_start_sort_to_do (GPtrArray *items);
guint zpi_start_count_deadlines (GPtrArray *items);

G_END_DECLS
