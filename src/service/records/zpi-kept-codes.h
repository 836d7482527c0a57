/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"
#include "zpi-request.h"

G_BEGIN_DECLS

/* The code of a mail that could not be looked up yet, because the municipality did not answer. All
 * on the store thread; those that write, in the transaction of the caller. */

#define ZPI_RECORD_MAIL_CODE "mail-code"
/* What the row of such a code says. */
#define ZPI_KEPT_CODE_WAITS   "code-waits"
#define ZPI_KEPT_CODE_UNKNOWN "code-unknown"

gboolean zpi_kept_codes_keep (ZpiStore *store, const char *code, char **letter_id, GError **error);
/* (element-type utf8): the codes that wait, each once */
GPtrArray *zpi_kept_codes_list (ZpiStore *store, GError **error);
/* @request: (nullable): what has this code, %NULL for nothing. @done: (element-type utf8): gets the
 * letters that are of no use any more. */
gboolean zpi_kept_codes_settle (ZpiStore *store,
                                const char *code,
                                const ZpiRequest *request,
                                GPtrArray *done,
                                GError **error);

G_END_DECLS
