/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

#define ZPI_TYPE_CHECK_PAGE (zpi_check_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCheckPage, zpi_check_page, ZPI, CHECK_PAGE, ZpiSectionPage)

G_END_DECLS
