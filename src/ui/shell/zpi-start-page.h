/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiStartPage:
 *
 * Four doors, then what needs doing. Signals: `door` (char *: `application`, `letter`,
 * `more-information`, `account`), `case-activated` (char *case_id).
 */
#define ZPI_TYPE_START_PAGE (zpi_start_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiStartPage, zpi_start_page, ZPI, START_PAGE, AdwBin)

void zpi_start_page_set_session (ZpiStartPage *self, ZpiSession *session);
void zpi_start_page_focus_search (ZpiStartPage *self);
void zpi_start_page_focus_case (ZpiStartPage *self, const char *case_id);
void zpi_start_page_reset (ZpiStartPage *self);

G_END_DECLS
