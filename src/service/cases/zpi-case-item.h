/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"

G_BEGIN_DECLS

/**
 * ZpiCaseItem:
 *
 * A row of the list of cases as an object. Signal `changed` when any of its values is another.
 * Main thread.
 */
#define ZPI_TYPE_CASE_ITEM (zpi_case_item_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCaseItem, zpi_case_item, ZPI, CASE_ITEM, GObject)

const char *zpi_case_item_get_id (ZpiCaseItem *self);
ZpiCaseKind zpi_case_item_get_kind (ZpiCaseItem *self);
ZpiCaseState zpi_case_item_get_state (ZpiCaseItem *self);
const char *zpi_case_item_get_attention (ZpiCaseItem *self);
const char *zpi_case_item_get_reference (ZpiCaseItem *self);
const char *zpi_case_item_get_name (ZpiCaseItem *self);
const char *zpi_case_item_get_initials (ZpiCaseItem *self);
const char *zpi_case_item_get_progress (ZpiCaseItem *self);
guint zpi_case_item_get_number (ZpiCaseItem *self);
const char *zpi_case_item_get_search_text (ZpiCaseItem *self);
gint64 zpi_case_item_get_changed_us (ZpiCaseItem *self);
gint64 zpi_case_item_get_due_us (ZpiCaseItem *self);
gint64 zpi_case_item_get_next_at_us (ZpiCaseItem *self);
gboolean zpi_case_item_is_cleared (ZpiCaseItem *self);
gboolean zpi_case_item_is_damaged (ZpiCaseItem *self);
gboolean zpi_case_item_has_news (ZpiCaseItem *self);
gboolean zpi_case_item_is_about_photos (ZpiCaseItem *self);
guint zpi_case_item_get_passes (ZpiCaseItem *self);
void zpi_case_item_expect_answer (ZpiCaseItem *self);

G_END_DECLS
