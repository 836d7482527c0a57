/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"
#include "zpi-request.h"

G_BEGIN_DECLS

/* The code of a mail that could not be looked up yet, because the municipality did not answer. All
 * on the store thread; those that write, in the transaction of the caller. */

#define ZPI_RECORD_MAIL_CODE "mail-code"

/* @before: (nullable): the letter that kept what was typed before, and keeps this instead */
gboolean zpi_kept_codes_keep (ZpiStore *store,
                              const char *code,
                              const char *before,
                              char **letter_id,
                              GError **error);
/* (element-type utf8): the codes that wait, each once */
GPtrArray *zpi_kept_codes_list (ZpiStore *store, GError **error);
/* @before: (nullable): as above. @request: (nullable): what has this code, %NULL for nothing.
 * @changed: whether it was kept here.
 * @done: (element-type utf8): gets the letters that are of no use any more. */
gboolean zpi_kept_codes_settle (ZpiStore *store,
                                const char *code,
                                const char *before,
                                const ZpiRequest *request,
                                gboolean *changed,
                                GPtrArray *done,
                                GError **error);
/* The papers of @letter_id could not be taken over: it keeps its code again, as one to look at. */
gboolean zpi_kept_codes_give_back (ZpiStore *store, const char *letter_id, GError **error);

G_END_DECLS
