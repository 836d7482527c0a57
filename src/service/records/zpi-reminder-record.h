/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"

G_BEGIN_DECLS

/* What is kept of a reminder. All on the store thread; what writes, in the transaction of the
 * caller. */
#define ZPI_RECORD_REMINDER "reminder"

/* @attention: (nullable): why the list shows the case */
gboolean zpi_reminder_set_attention (ZpiStore *store,
                                     const ZpiCaseInfo *info,
                                     const char *attention,
                                     GError **error);
/* Of a case with a reminder the list says so, also after its state was fetched anew. */
gboolean zpi_reminder_apply (ZpiStore *store, const char *case_id, GError **error);

G_END_DECLS
