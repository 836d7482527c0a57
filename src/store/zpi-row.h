/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-pages.h"

#include <sqlite3.h>

G_BEGIN_DECLS

#define ZPI_ROW_MAX_COLUMNS 24

/* What a page that the payload goes on in holds of it, after the number of the next one. */
#define ZPI_ROW_OVERFLOW_BYTES (ZPI_PAGE_BYTES - 4)

/* A row as it stands in a page. */
typedef struct {
  const guint8 *local; /* its payload, as far as it is in this page */
  gsize local_size;
  gsize size; /* of the whole payload */
  guint32 overflow;
  gsize header_size;
  guint n_columns;
  guint64 types[ZPI_ROW_MAX_COLUMNS];
} ZpiRow;

/* FALSE when no row stands at @bytes. */
gboolean zpi_row_read (ZpiRow *row, const guint8 *bytes, gsize size);
gsize zpi_row_type_size (guint64 type);
/* @bytes: what stands in the payload for a column of this @type */
void zpi_row_bind (sqlite3_stmt *stmt, int index, guint64 type, const guint8 *bytes);

G_END_DECLS
