/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

#define ZPI_TYPE_REVIEW_PAGE (zpi_review_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiReviewPage, zpi_review_page, ZPI, REVIEW_PAGE, ZpiSectionPage)

G_END_DECLS
