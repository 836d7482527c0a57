/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-finding.h"

G_BEGIN_DECLS

/**
 * ZpiSectionState:
 * @ZPI_SECTION_STATE_UNTOUCHED: nothing was answered here
 * @ZPI_SECTION_STATE_BEGUN: something is still missing
 * @ZPI_SECTION_STATE_COMPLETE: nothing is missing
 * @ZPI_SECTION_STATE_ATTENTION: an answer cannot be right
 */
typedef enum {
  ZPI_SECTION_STATE_UNTOUCHED,
  ZPI_SECTION_STATE_BEGUN,
  ZPI_SECTION_STATE_COMPLETE,
  ZPI_SECTION_STATE_ATTENTION,
} ZpiSectionState;

/**
 * ZpiOverview:
 *
 * What one look at a whole case finds, and what follows for its sections and for sending. Never
 * changes; the case keeps its last one until an answer changes, so that the window, a save and the
 * list of cases look once.
 */
typedef struct _ZpiOverview ZpiOverview;

ZpiOverview *zpi_overview_for_case (ZpiCase *zcase, const ZpiScheme *scheme);
ZpiOverview *zpi_overview_ref (ZpiOverview *self);
void zpi_overview_unref (ZpiOverview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiOverview, zpi_overview_unref)

const GPtrArray *zpi_overview_get_findings (const ZpiOverview *self);
const GPtrArray *zpi_overview_get_evidence (ZpiOverview *self, ZpiCase *zcase);
ZpiSectionState zpi_overview_get_state (const ZpiOverview *self, ZpiSection section);
guint zpi_overview_get_n_missing (const ZpiOverview *self, ZpiSection section);

gboolean zpi_case_can_send (ZpiCase *zcase);
char *zpi_case_dup_missing_to_send (ZpiCase *zcase);

G_END_DECLS
