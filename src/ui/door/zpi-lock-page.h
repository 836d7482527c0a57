/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/* The locked window: who, and PIN, passphrase or recovery code. */
#define ZPI_TYPE_LOCK_PAGE (zpi_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiLockPage, zpi_lock_page, ZPI, LOCK_PAGE, AdwBin)

void zpi_lock_page_set_session (ZpiLockPage *self, ZpiSession *session);
void zpi_lock_page_show (ZpiLockPage *self);

G_END_DECLS
