/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiSentPage:
 *
 * A case that is no draft any more: its state in words, the receipt, what comes next, and the ways
 * on. Signals: `draft-again`: the case is a draft again; `done`: the client's answers were cleared.
 * It asks the window for `win.print` (s) and `win.repair` (ss: key and reason of a refused answer).
 */
#define ZPI_TYPE_SENT_PAGE (zpi_sent_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSentPage, zpi_sent_page, ZPI, SENT_PAGE, AdwBin)

GtkWidget *zpi_sent_page_new (ZpiSession *session, const char *case_id);

G_END_DECLS
