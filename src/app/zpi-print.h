/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

#include "zpi-paper.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/* What can be printed of a case: `receipt`, `receipt-pdf` (saved rather than printed), `answers`,
 * `bring`, `check`, `paper`. Papers are for the client and so in Dutch. */
void zpi_print_case (GtkWindow *parent, ZpiSession *session, const char *case_id, const char *what);
ZpiPaper *zpi_print_make_case_paper (ZpiSession *session, ZpiCase *zcase, const char *what);
/* The steps of a door of Start, for the client to take home: `account`. */
void zpi_print_steps (GtkWindow *parent, ZpiSession *session, const char *door);
void zpi_print_recovery_code (GtkWindow *parent, const char *code);

G_END_DECLS
