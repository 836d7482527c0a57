/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

#define ZPI_TYPE_BEFORE_PAGE (zpi_before_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiBeforePage, zpi_before_page, ZPI, BEFORE_PAGE, ZpiSectionPage)

G_END_DECLS
