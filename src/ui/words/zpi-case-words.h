/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-item.h"

G_BEGIN_DECLS

const char *zpi_case_words_state (ZpiCaseState state);
const char *zpi_case_words_state_of (ZpiCaseItem *item, ZpiCaseState state);
const char *zpi_case_words_standing (ZpiCaseItem *item);
const char *zpi_case_words_standing_icon (ZpiCaseItem *item);
gboolean zpi_case_words_is_code (ZpiCaseItem *item);
gboolean zpi_case_words_is_code_unknown (ZpiCaseItem *item);
gboolean zpi_case_words_are_photos_there (ZpiCaseItem *item);
gboolean zpi_case_words_is_photo_rejected (ZpiCaseItem *item);
gboolean zpi_case_words_has_reminder (ZpiCaseItem *item);
gboolean zpi_case_words_is_reminder_due (ZpiCaseItem *item);
gboolean zpi_case_words_is_answer_under_way (ZpiCaseItem *item);
const char *zpi_case_words_deleted (ZpiCaseItem *item);
char *zpi_case_words_next_step (ZpiCaseItem *item);
char *zpi_case_words_due (ZpiCaseItem *item);
char *zpi_case_words_attention (const char *reason);
char *zpi_case_words_name (ZpiCaseItem *item, gboolean show_names);
char *zpi_case_words_kind (ZpiCaseKind kind, gboolean answer, guint number);
char *zpi_case_words_date (gint64 time_us);

/**
 * ZpiCaseGroup:
 *
 * Where a case stands on the start page.
 */
typedef enum {
  ZPI_CASE_GROUP_TODAY,
  ZPI_CASE_GROUP_NEWS,
  ZPI_CASE_GROUP_DRAFTS,
  ZPI_CASE_GROUP_WAITING,
  ZPI_CASE_GROUP_MUNICIPALITY,
  ZPI_CASE_GROUP_DONE,
  ZPI_N_CASE_GROUPS,
} ZpiCaseGroup;

gint64 zpi_case_words_get_deadline (ZpiCaseItem *item);
ZpiCaseGroup zpi_case_words_group (ZpiCaseItem *item);
const char *zpi_case_words_group_title (ZpiCaseGroup group);

G_END_DECLS
