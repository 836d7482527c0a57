/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of printing share among themselves. Not for anybody else. */

#include "zpi-kept-receipt.h"
#include "zpi-paper.h"
#include "zpi-print.h"

G_BEGIN_DECLS

/* Papers are for the client. */
#define PAPER_LANGUAGE "nl"

const ZpiScheme *zpi_print_get_scheme (ZpiSession *session, ZpiCase *zcase);
/* Locked meanwhile, nothing of anybody is shown: not even why it was not printed. */
gboolean zpi_print_may_show (ZpiSession *session);
void zpi_print_mark_practice (ZpiPaper *paper, ZpiSession *session);
void zpi_print_add_name (ZpiPaper *paper, ZpiCase *zcase);
ZpiPaper *zpi_print_make_receipt_paper (ZpiSession *session,
                                        const ZpiKeptReceipt *receipt,
                                        ZpiCase *zcase,
                                        ZpiCaseState state,
                                        GBytes *missing);
void
zpi_print_receipt (GtkWindow *parent, ZpiSession *session, const char *case_id, gboolean as_pdf);
void zpi_print_decision (GtkWindow *parent, ZpiSession *session, const char *case_id);
char *zpi_print_date_in_words (const char *iso);

G_END_DECLS
