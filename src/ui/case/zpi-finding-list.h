/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-finding.h"
#include "zpi-section-page.h"

G_BEGIN_DECLS

/* What is wrong, what is needed to send, and what is missing: each a line that goes there. */
#define ZPI_TYPE_FINDING_LIST (zpi_finding_list_get_type ())
G_DECLARE_FINAL_TYPE (ZpiFindingList, zpi_finding_list, ZPI, FINDING_LIST, GtkBox)

void zpi_finding_list_show (ZpiFindingList *self, ZpiSectionPage *page, const GPtrArray *findings);
char *zpi_finding_list_dup_missing (ZpiSectionPage *page, const GPtrArray *findings, guint max);

G_END_DECLS
