/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-document-store.h"

G_BEGIN_DECLS

/* The only door by which a document leaves this computer: to the municipality, as a photo, in the
 * file for another desk. It is shut while the case says that something is done to the document that
 * is not drawn yet, and for a document that the case does not name any more. On the store thread.
 */
gboolean zpi_outgoing_check (ZpiStore *store, const char *document_id, GError **error);
GBytes *
zpi_outgoing_read_chunk (ZpiStore *store, const char *document_id, guint64 index, GError **error);

G_END_DECLS
