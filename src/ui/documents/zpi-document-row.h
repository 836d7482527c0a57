/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-plain-row.h"
#include "zpi-scheme.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/* A document that was added: small picture, name, size; view. Asks what is around it for
 * `adder.replace` and `adder.remove` (s: the document). */
#define ZPI_TYPE_DOCUMENT_ROW (zpi_document_row_get_type ())
G_DECLARE_FINAL_TYPE (ZpiDocumentRow, zpi_document_row, ZPI, DOCUMENT_ROW, ZpiPlainRow)

GtkWidget *zpi_document_row_new (ZpiSession *session,
                                 ZpiCase *zcase,
                                 const ZpiScheme *scheme,
                                 const char *item);
GtkWidget *zpi_document_row_new_with_kinds (ZpiSession *session,
                                            ZpiCase *zcase,
                                            const ZpiScheme *scheme,
                                            const char *item,
                                            GMenuModel *kinds);
const char *zpi_document_row_get_item (ZpiDocumentRow *self);

G_END_DECLS
