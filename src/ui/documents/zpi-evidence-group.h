/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-evidence.h"
#include "zpi-scheme.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiEvidenceGroup:
 *
 * One thing to bring, with the documents that were added for it and what is still missing.
 * Signals: `add-clicked` (char *month, empty for none), `files-dropped` (GdkFileList),
 * `replace-clicked` (char *item), `remove-clicked` (char *item).
 */
#define ZPI_TYPE_EVIDENCE_GROUP (zpi_evidence_group_get_type ())
G_DECLARE_FINAL_TYPE (ZpiEvidenceGroup, zpi_evidence_group, ZPI, EVIDENCE_GROUP, AdwBin)

GtkWidget *zpi_evidence_group_new (ZpiSession *session, ZpiCase *zcase);
void zpi_evidence_group_show (ZpiEvidenceGroup *self,
                              const ZpiScheme *scheme,
                              const ZpiEvidence *evidence,
                              const GPtrArray *extra);
void zpi_evidence_group_count_adding (ZpiEvidenceGroup *self, int change);
void zpi_evidence_group_set_problem (ZpiEvidenceGroup *self, gboolean warning, const char *text);
const char *zpi_evidence_group_get_id (ZpiEvidenceGroup *self);
const char *zpi_evidence_group_get_kind (ZpiEvidenceGroup *self);
const char *zpi_evidence_group_get_whose (ZpiEvidenceGroup *self);
char *zpi_evidence_group_dup_missing_month (ZpiEvidenceGroup *self, guint n);
gboolean zpi_evidence_group_is_complete (ZpiEvidenceGroup *self);
void zpi_evidence_group_focus (ZpiEvidenceGroup *self);

G_END_DECLS
