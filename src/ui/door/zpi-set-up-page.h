/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/* First start: a PIN (a passphrase where there is no keyring), then the recovery code. Signals:
 * `done`, `print-code` (char *code). */
#define ZPI_TYPE_SET_UP_PAGE (zpi_set_up_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSetUpPage, zpi_set_up_page, ZPI, SET_UP_PAGE, AdwBin)

void zpi_set_up_page_set_session (ZpiSetUpPage *self, ZpiSession *session);
gboolean zpi_set_up_page_is_showing_code (ZpiSetUpPage *self);
void zpi_set_up_page_forget_code (ZpiSetUpPage *self);

G_END_DECLS
