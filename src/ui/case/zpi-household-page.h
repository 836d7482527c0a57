/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

#define ZPI_TYPE_HOUSEHOLD_PAGE (zpi_household_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiHouseholdPage, zpi_household_page, ZPI, HOUSEHOLD_PAGE, ZpiSectionPage)

G_END_DECLS
