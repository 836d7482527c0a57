/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-outbox-store.h"

G_BEGIN_DECLS

/* What was frozen of a case, when the case goes on without it. On the store thread, in the
 * transaction of the caller. */

/* A document goes from its case and from the disk. What was frozen with it and did not go is taken
 * away first; what is on its way keeps it. */
gboolean zpi_frozen_remove_document (ZpiStore *store, const char *document_id, GError **error);
/* When what was frozen before and taken away was tried last, 0 when it never was: then it has to be
 * looked up before anything goes. */
gint64 zpi_frozen_get_tried (ZpiStore *store, const char *case_id);
/* It is frozen anew, with that moment. */
gboolean zpi_frozen_forget_tried (ZpiStore *store, const char *case_id, GError **error);

G_END_DECLS
