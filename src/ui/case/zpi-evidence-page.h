/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

#define ZPI_TYPE_EVIDENCE_PAGE (zpi_evidence_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiEvidencePage, zpi_evidence_page, ZPI, EVIDENCE_PAGE, ZpiSectionPage)

G_END_DECLS
