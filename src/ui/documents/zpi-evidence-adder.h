/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-evidence-group.h"

G_BEGIN_DECLS

/**
 * ZpiEvidenceAdder:
 *
 * Takes files in for the page of evidence, replaces and removes them, and says at the right group
 * what is wrong with a file. What was there stays until its replacement is safe.
 */
#define ZPI_TYPE_EVIDENCE_ADDER (zpi_evidence_adder_get_type ())
G_DECLARE_FINAL_TYPE (ZpiEvidenceAdder, zpi_evidence_adder, ZPI, EVIDENCE_ADDER, GObject)

ZpiEvidenceAdder *zpi_evidence_adder_new (GtkWidget *place, ZpiSession *session, ZpiCase *zcase);
void zpi_evidence_adder_stop (ZpiEvidenceAdder *self);
void zpi_evidence_adder_choose (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, const char *month);
void zpi_evidence_adder_add_files (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, GSList *files);
void
zpi_evidence_adder_paste (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, GdkClipboard *clipboard);
void zpi_evidence_adder_replace (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, const char *item);
void zpi_evidence_adder_remove (ZpiEvidenceAdder *self, const char *item);

G_END_DECLS
