/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

#define ZPI_TYPE_INCOME_PAGE (zpi_income_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiIncomePage, zpi_income_page, ZPI, INCOME_PAGE, ZpiSectionPage)

G_END_DECLS
