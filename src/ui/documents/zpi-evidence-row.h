/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-case.h"
#include "zpi-evidence.h"

G_BEGIN_DECLS

/**
 * ZpiEvidenceRow:
 *
 * One piece of evidence that is asked, in one line: what it is, and a slot for each month or for
 * the one file, filled or open. It asks the page by actions: `evidence.add` (ss: the piece, the
 * month) and those of [class@DocumentSlot].
 */
#define ZPI_TYPE_EVIDENCE_ROW (zpi_evidence_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiEvidenceRow, zpi_evidence_row, ZPI, EVIDENCE_ROW, GtkListBoxRow)

GtkWidget *zpi_evidence_row_new (ZpiCase *zcase, GtkSizeGroup *words);
void zpi_evidence_row_show (ZpiEvidenceRow *self,
                            const ZpiScheme *scheme,
                            const ZpiEvidence *evidence,
                            const GPtrArray *extra);
const char *zpi_evidence_row_get_id (ZpiEvidenceRow *self);
gboolean zpi_evidence_row_focus_document (ZpiEvidenceRow *self, const char *item);

G_END_DECLS
