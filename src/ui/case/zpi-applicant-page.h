/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

#define ZPI_TYPE_APPLICANT_PAGE (zpi_applicant_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiApplicantPage, zpi_applicant_page, ZPI, APPLICANT_PAGE, ZpiSectionPage)

G_END_DECLS
