/* SPDX-License-Identifier: EUPL-1.2 */

#pragma once

#include "zpi-notice.h"
#include "zpi-section-page.h"

G_BEGIN_DECLS

/* Says that somebody was here before, where the BSN is typed and where the application is sent. */
void zpi_twin_notice_look (ZpiNotice *notice, ZpiSectionPage *page, char **looked_up);

G_END_DECLS
