/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-evidence.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiEvidenceAdder:
 *
 * Takes files in, a few at a time, and lets documents be replaced and removed with a way back. A
 * file that comes without a place gets the one that its name tells, or none: then the page asks.
 * What waits is kept in the case (`dropped`), so that a drop that was interrupted goes on when the
 * case is opened again. The signal `changed` says that what it tells is another.
 */
#define ZPI_TYPE_EVIDENCE_ADDER (zpi_evidence_adder_get_type ())
G_DECLARE_FINAL_TYPE (ZpiEvidenceAdder, zpi_evidence_adder, ZPI, EVIDENCE_ADDER, GObject)

ZpiEvidenceAdder *zpi_evidence_adder_new (GtkWidget *place, ZpiSession *session, ZpiCase *zcase);
void zpi_evidence_adder_offer (ZpiEvidenceAdder *self, GtkWidget *page);
void zpi_evidence_adder_leave_to_rows (ZpiEvidenceAdder *self);
void zpi_evidence_adder_stop (ZpiEvidenceAdder *self);

void zpi_evidence_adder_resume (ZpiEvidenceAdder *self);
void
zpi_evidence_adder_choose (ZpiEvidenceAdder *self, const ZpiEvidence *evidence, const char *month);
void
zpi_evidence_adder_add_files (ZpiEvidenceAdder *self, const ZpiEvidence *evidence, GSList *files);
void zpi_evidence_adder_add_as (ZpiEvidenceAdder *self,
                                GFile *file,
                                const char *kind,
                                const char *whose,
                                const char *month);
void zpi_evidence_adder_replace (ZpiEvidenceAdder *self, const char *item);
void zpi_evidence_adder_replace_with (ZpiEvidenceAdder *self, const char *item, GFile *file);
void zpi_evidence_adder_paste (ZpiEvidenceAdder *self, GdkClipboard *clipboard);
void zpi_evidence_adder_remove (ZpiEvidenceAdder *self, const char *item);
void zpi_evidence_adder_take_off (ZpiEvidenceAdder *self, const char *item);
void zpi_evidence_adder_put (ZpiEvidenceAdder *self,
                             const char *item,
                             const ZpiEvidence *evidence,
                             const char *month);

guint zpi_evidence_adder_count (ZpiEvidenceAdder *self);
ZpiApplication *zpi_evidence_adder_dup_application (ZpiEvidenceAdder *self);
char *zpi_evidence_adder_dup_problems (ZpiEvidenceAdder *self);
char *zpi_evidence_adder_dup_placed (ZpiEvidenceAdder *self);

G_END_DECLS
