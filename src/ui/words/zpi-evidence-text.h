/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-evidence.h"
#include "zpi-session.h"

G_BEGIN_DECLS

const char *zpi_evidence_text_get_mark_note (const GPtrArray *list);
guint zpi_evidence_text_count_missing (const GPtrArray *list);
guint zpi_evidence_text_count_missing_of (ZpiCase *zcase, const ZpiScheme *scheme);
char *zpi_evidence_text_dup_line (const ZpiEvidence *evidence);
char *zpi_evidence_text_dup_reason (const ZpiEvidence *evidence);
GPtrArray *zpi_evidence_text_list (ZpiSession *session, ZpiCase *zcase);
char *zpi_evidence_text_dup_month (int month);
char *zpi_evidence_text_month_id (int month);
char *zpi_evidence_text_dup_what (ZpiCase *zcase, const ZpiScheme *scheme, const char *item);
char *zpi_evidence_text_dup_document (ZpiCase *zcase, const ZpiScheme *scheme, const char *item);
char *zpi_evidence_text_dup_file_name (ZpiCase *zcase, const char *item);

G_END_DECLS
