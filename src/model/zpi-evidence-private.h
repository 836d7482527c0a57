/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-evidence.h"

G_BEGIN_DECLS

#define MONTHS_PER_YEAR 12

void zpi_evidence_add_notes (ZpiEvidence *evidence,
                             const ZpiScheme *scheme,
                             const ZpiIncomeKind *income,
                             const ZpiDate *on);
void zpi_evidence_match (GPtrArray *list,
                         const ZpiScheme *scheme,
                         const ZpiApplication *application,
                         const ZpiDate *on);

void
zpi_evidence_name (GPtrArray *list, const ZpiScheme *scheme, const ZpiApplication *application);
void zpi_evidence_text_clear (ZpiText *text);

G_END_DECLS
