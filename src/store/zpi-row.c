/* SPDX-License-Identifier: EUPL-1.2 */

/* A row of a table in SQLite's file format:
 * https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1. */

#include "zpi-row.h"

#include <string.h>

/* What of a row stands in its page. */
#define MAX_LOCAL (ZPI_PAGE_BYTES - 35)
#define MIN_LOCAL ((ZPI_PAGE_BYTES - 12) * 32 / 255 - 23)

/* A number of 1 to 9 bytes; returns how many, 0 when they are not all there. */
static gsize
read_number (const guint8 *bytes, gsize size, guint64 *number)
{
  *number = 0;
  for (gsize i = 0; i < MIN (size, 9); i++) {
    if (i == 8) {
      *number = *number << 8 | bytes[i];
      return 9;
    }
    *number = *number << 7 | (bytes[i] & 0x7f);
    if ((bytes[i] & 0x80) == 0)
      return i + 1;
  }
  return 0;
}

gsize
zpi_row_type_size (guint64 type)
{
  static const gsize sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : (type - 12) / 2;
}

/* Where the payload of a row at @bytes begins and how much of it is here. */
static gboolean
read_extent (ZpiRow *row, const guint8 *bytes, gsize size)
{
  guint64 payload, rowid;
  const gsize first = read_number (bytes, size, &payload);
  const gsize second = first > 0 ? read_number (bytes + first, size - first, &rowid) : 0;
  gsize spilled;

  if (second == 0 || payload < 3 || payload > G_MAXINT32)
    return FALSE;
  row->local = bytes + first + second;
  row->size = row->local_size = payload;
  row->overflow = 0;
  if (payload <= MAX_LOCAL)
    return row->local_size <= size - first - second;
  spilled = MIN_LOCAL + (payload - MIN_LOCAL) % ZPI_ROW_OVERFLOW_BYTES;
  row->local_size = spilled <= MAX_LOCAL ? spilled : MIN_LOCAL;
  if (row->local_size + 4 > size - first - second)
    return FALSE;
  memcpy (&row->overflow, row->local + row->local_size, 4);
  row->overflow = GUINT32_FROM_BE (row->overflow);
  return TRUE;
}

/* The types of its columns have to add up to its size. */
static gboolean
read_types (ZpiRow *row)
{
  guint64 header_size;
  gsize at = read_number (row->local, row->local_size, &header_size);
  gsize total;

  if (at == 0 || header_size > row->local_size)
    return FALSE;
  row->header_size = total = header_size;
  for (row->n_columns = 0; at < row->header_size; row->n_columns++) {
    gsize n;

    if (row->n_columns == ZPI_ROW_MAX_COLUMNS)
      return FALSE;
    n = read_number (row->local + at, row->header_size - at, &row->types[row->n_columns]);
    if (n == 0 || row->types[row->n_columns] > 2 * (guint64) G_MAXINT32)
      return FALSE;
    at += n;
    total += zpi_row_type_size (row->types[row->n_columns]);
  }
  return total == row->size;
}

static gint64
integer_of (guint64 type, const guint8 *bytes)
{
  const gsize size = zpi_row_type_size (type);
  gint64 value = size > 0 && (bytes[0] & 0x80) != 0 ? -1 : 0;

  if (type == 8 || type == 9)
    return (gint64) type - 8;
  for (gsize i = 0; i < size; i++)
    value = (gint64) ((guint64) value << 8 | bytes[i]);
  return value;
}

void
zpi_row_bind (sqlite3_stmt *stmt, int index, guint64 type, const guint8 *bytes)
{
  const gsize size = zpi_row_type_size (type);

  if (type == 0)
    sqlite3_bind_null (stmt, index);
  else if (type < 12)
    sqlite3_bind_int64 (stmt, index, integer_of (type, bytes));
  else if ((type & 1) == 0)
    sqlite3_bind_blob64 (stmt, index, bytes, size, SQLITE_TRANSIENT);
  else {
    char *text = g_utf8_make_valid ((const char *) bytes, (gssize) size);

    sqlite3_bind_text (stmt, index, text, -1, g_free);
  }
}

gboolean
zpi_row_read (ZpiRow *row, const guint8 *bytes, gsize size)
{
  return read_extent (row, bytes, size) && read_types (row);
}
