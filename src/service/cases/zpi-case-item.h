/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"

G_BEGIN_DECLS

/**
 * ZpiCaseItem:
 *
 * A row of the list of cases as an object: read-only properties (`id`, `kind`, `state`,
 * `attention`, `reference`, `name`, `initials`, `number`, `due-us`, `next-at-us`, `changed-us`,
 * `cleared`, `damaged`), notified when they change. Signal `changed` after any of them did.
 */
#define ZPI_TYPE_CASE_ITEM (zpi_case_item_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCaseItem, zpi_case_item, ZPI, CASE_ITEM, GObject)

const ZpiCaseInfo *zpi_case_item_get_info (ZpiCaseItem *self);
const char *zpi_case_item_get_id (ZpiCaseItem *self);

G_END_DECLS
