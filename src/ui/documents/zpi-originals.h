/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-section-page.h"

G_BEGIN_DECLS

AdwToast *zpi_originals_offer_delete (ZpiSectionPage *page, const GPtrArray *files);

G_END_DECLS
