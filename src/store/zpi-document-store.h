/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-store.h"

G_BEGIN_DECLS

/* Plain bytes in one chunk; the last may be shorter. One chunk is also one upload PATCH. */
#define ZPI_DOCUMENT_CHUNK_BYTES (256 * 1024)

/* Documents as sealed chunks. A document is `incomplete` until finish and then invisible to sending
 * and counted as garbage when its take-in died; garbage is removed on the next open. All on the
 * store thread; each call that writes inside a transaction. */
gboolean zpi_document_store_begin (ZpiStore *store,
                                   const char *case_id,
                                   const char *document_id,
                                   GError **error);
gboolean zpi_document_store_append (ZpiStore *store,
                                    const char *document_id,
                                    guint64 index,
                                    gboolean last,
                                    GBytes *plain,
                                    GError **error);
/* Seals length and digest, marks complete. */
gboolean zpi_document_store_finish (ZpiStore *store,
                                    const char *document_id,
                                    const char *media_type,
                                    guint64 size_bytes,
                                    const char *sha256,
                                    GError **error);
char *zpi_document_store_dup_case (ZpiStore *store, const char *document_id, GError **error);
/* For showing and drawing. What leaves this computer goes by zpi_outgoing_read_chunk(). */
GBytes *zpi_document_store_read_chunk (ZpiStore *store,
                                       const char *document_id,
                                       guint64 index,
                                       GError **error);
gboolean zpi_document_store_get (ZpiStore *store,
                                 const char *document_id,
                                 guint64 *size_bytes,
                                 guint64 *n_chunks,
                                 char **media_type,
                                 char **sha256,
                                 GError **error);
GStrv zpi_document_store_list (ZpiStore *store, const char *case_id, GError **error);
gboolean zpi_document_store_remove (ZpiStore *store, const char *document_id, GError **error);

G_END_DECLS
