/* SPDX-License-Identifier: EUPL-1.2 */

/* What is left of a damaged database, in a new one in memory. Every row is looked for where it
 * stands in its page; neither the tree above it nor the schema has to be whole. A row is known by
 * its shape, which no two tables share. What only an index still knows becomes a row that does not
 * open, so that what was lost has a name. */

#include "zpi-row.h"
#include "zpi-store-private.h"

#include <string.h>

/* The first page begins with the header of the file. */
#define FILE_HEADER_BYTES 100
#define PAGE_HEADER_BYTES 8
#define TABLE_LEAF        13

typedef enum { COLUMN_TEXT, COLUMN_INTEGER, COLUMN_BLOB, COLUMN_ROWID } ColumnKind;

typedef struct {
  guint n_columns;
  ColumnKind kinds[ZPI_ROW_MAX_COLUMNS];
  gboolean optional[ZPI_ROW_MAX_COLUMNS];
  sqlite3_stmt *insert;
} Shape;

typedef struct {
  sqlite3 *db;
  ZpiPages *pages;
  GPtrArray *shapes; /* (element-type Shape) */
  guint8 *used;      /* by page: whether a row goes on in it */
  gboolean no_memory;
} Salvage;

static void
shape_free (Shape *self)
{
  sqlite3_finalize (self->insert);
  g_free (self);
}

static void
read_column (Shape *self, sqlite3_stmt *info)
{
  const char *type = (const char *) sqlite3_column_text (info, 2);
  const gboolean key = sqlite3_column_int (info, 5) != 0;
  const guint i = self->n_columns++;

  g_assert (i < ZPI_ROW_MAX_COLUMNS);
  self->kinds[i] = g_strcmp0 (type, "TEXT") == 0   ? COLUMN_TEXT
                   : g_strcmp0 (type, "BLOB") == 0 ? COLUMN_BLOB
                   : key                           ? COLUMN_ROWID
                                                   : COLUMN_INTEGER;
  self->optional[i] = sqlite3_column_int (info, 3) == 0;
}

static Shape *
shape_new (sqlite3 *db, const char *table, GError **error)
{
  g_autofree char *ask = g_strdup_printf ("PRAGMA table_info (%s)", table);
  g_autoptr (GString) sql = g_string_new ("INSERT OR IGNORE INTO ");
  g_autoptr (sqlite3_stmt) info = zpi_sql_prepare (db, ask, error);
  Shape *self;
  gboolean has_row = info != NULL;

  self = g_new0 (Shape, 1);
  g_string_append_printf (sql, "%s VALUES (", table);
  while (has_row && zpi_sql_row (info, &has_row, NULL) && has_row) {
    read_column (self, info);
    g_string_append_printf (sql, "%s?%u", self->n_columns > 1 ? "," : "", self->n_columns);
  }
  g_string_append_c (sql, ')');
  self->insert = zpi_sql_prepare (db, sql->str, error);
  if (self->insert == NULL)
    g_clear_pointer (&self, shape_free);
  return self;
}

static gboolean
read_shapes (Salvage *self, GError **error)
{
  g_autoptr (sqlite3_stmt) tables =
      zpi_sql_prepare (self->db, "SELECT name FROM sqlite_schema WHERE type = 'table'", error);
  gboolean has_row;

  if (tables == NULL)
    return FALSE;
  for (;;) {
    Shape *shape;

    if (!zpi_sql_row (tables, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    shape = shape_new (self->db, (const char *) sqlite3_column_text (tables, 0), error);
    if (shape == NULL)
      return FALSE;
    g_ptr_array_add (self->shapes, shape);
  }
  return TRUE;
}

static gboolean
type_fits (guint64 type, ColumnKind kind, gboolean optional)
{
  if (kind == COLUMN_ROWID || (optional && type == 0))
    return type == 0;
  if (kind == COLUMN_INTEGER)
    return (type >= 1 && type <= 6) || type == 8 || type == 9;
  return type >= (kind == COLUMN_TEXT ? 13 : 12) && (type & 1) == (kind == COLUMN_TEXT ? 1 : 0);
}

static gboolean
shape_fits (const Shape *self, const ZpiRow *row)
{
  if (row->n_columns != self->n_columns)
    return FALSE;
  for (guint i = 0; i < self->n_columns; i++)
    if (!type_fits (row->types[i], self->kinds[i], self->optional[i]))
      return FALSE;
  return TRUE;
}

/* Keys are plain, but for the one byte that may be the damage. Sealed bytes are not. */
static gboolean
has_plain_key (const ZpiRow *row)
{
  const guint first = row->types[0] == 0 ? 1 : 0;
  const gsize size = zpi_row_type_size (row->types[first]);
  guint n_odd = 0;

  if (size == 0 || row->header_size + size > row->local_size)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    n_odd += g_ascii_isgraph (row->local[row->header_size + i]) ? 0 : 1;
  return n_odd <= 1;
}

static Shape *
find_shape (Salvage *self, const ZpiRow *row)
{
  if (row->size / ZPI_PAGE_BYTES > zpi_pages_count (self->pages))
    return NULL;
  for (guint i = 0; i < self->shapes->len; i++)
    if (shape_fits (self->shapes->pdata[i], row))
      return has_plain_key (row) ? self->shapes->pdata[i] : NULL;
  return NULL;
}

/* What cannot be had of it stays zero, and does not open. */
static guint8 *
collect_payload (Salvage *self, const ZpiRow *row)
{
  guint8 *payload = g_malloc0 (row->size);
  guint8 page[ZPI_PAGE_BYTES];
  guint32 next = row->overflow;
  gsize size = row->local_size;

  memcpy (payload, row->local, row->local_size);
  while (size < row->size && zpi_pages_read (self->pages, next, page)) {
    const gsize n = MIN (row->size - size, ZPI_ROW_OVERFLOW_BYTES);

    self->used[next] = 1;
    memcpy (&next, page, 4);
    next = GUINT32_FROM_BE (next);
    memcpy (payload + size, page + 4, n);
    size += n;
  }
  return payload;
}

static void
insert_row (Salvage *self, const Shape *shape, const ZpiRow *row)
{
  g_autofree guint8 *payload = collect_payload (self, row);
  const guint8 *at = payload + row->header_size;

  for (guint i = 0; i < row->n_columns; i++) {
    zpi_row_bind (shape->insert, (int) i + 1, row->types[i], at);
    at += zpi_row_type_size (row->types[i]);
  }
  /* One that does not go in is there already; none is left out for want of memory. */
  if ((sqlite3_step (shape->insert) & 0xff) == SQLITE_NOMEM)
    self->no_memory = TRUE;
  sqlite3_reset (shape->insert);
  sqlite3_clear_bindings (shape->insert);
}

static guint
get_short (const guint8 *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

/* Where rows begin in a page: before that may stand what a row once was. The page says it twice. */
static guint
content_start (const guint8 *page, guint header)
{
  const guint first = header + PAGE_HEADER_BYTES;
  const guint n_cells = MIN (get_short (page + header + 3), (ZPI_PAGE_BYTES - first) / 2);
  guint start = get_short (page + header + 5);

  if (start < first || start > ZPI_PAGE_BYTES)
    start = first;
  for (guint i = 0; i < n_cells; i++) {
    const guint cell = get_short (page + first + 2 * i);

    if (cell >= first + 2 * n_cells)
      start = MIN (start, cell);
  }
  return start;
}

static void
salvage_page (Salvage *self, const guint8 *page, guint header)
{
  guint at = content_start (page, header);

  while (at < ZPI_PAGE_BYTES) {
    ZpiRow row;
    const Shape *shape = NULL;

    if (zpi_row_read (&row, page + at, ZPI_PAGE_BYTES - at))
      shape = find_shape (self, &row);
    if (shape == NULL) {
      at++;
      continue;
    }
    insert_row (self, shape, &row);
    at = (guint) (row.local - page) + (guint) row.local_size + (row.overflow != 0 ? 4 : 0);
  }
}

/* First the pages that say that rows begin in them. Of the others most are the rest of such a row;
 * what remains may have been one, before its first byte was damaged. */
static void
salvage_pages (Salvage *self, gboolean leaves)
{
  guint8 page[ZPI_PAGE_BYTES];

  for (guint32 i = 1; i <= zpi_pages_count (self->pages); i++) {
    const guint header = i == 1 ? FILE_HEADER_BYTES : 0;

    if (zpi_pages_read (self->pages, i, page) && (page[header] == TABLE_LEAF) == leaves &&
        (leaves || !self->used[i]))
      salvage_page (self, page, header);
  }
}

/* Whose the rows are whose own words for it are damaged, and what has an entry in an index but no
 * row any more. Each for itself: where an index does not read, nothing is known. */
static void
ask_indexes (Salvage *self, const char *path)
{
  static const char *const statements[] = {
      "WITH ids AS MATERIALIZED (SELECT rowid AS r, id FROM old.cases "
      "INDEXED BY sqlite_autoindex_cases_1), "
      "numbers AS MATERIALIZED (SELECT rowid AS r, number FROM old.cases "
      "INDEXED BY sqlite_autoindex_cases_2) "
      "INSERT OR IGNORE INTO cases (id, number, kind, state, generation, created_us, changed_us) "
      "SELECT id, number, '', '', 0, 0, 0 FROM ids JOIN numbers USING (r)",

      /* Its number stands in a row with another id. */
      "INSERT OR IGNORE INTO cases (id, number, kind, state, generation, created_us, changed_us) "
      "SELECT id, -rowid, '', '', 0, 0, 0 FROM old.cases INDEXED BY sqlite_autoindex_cases_1",

      "WITH ids AS MATERIALIZED (SELECT rowid AS r, id FROM old.documents "
      "INDEXED BY sqlite_autoindex_documents_1), "
      "owners AS MATERIALIZED (SELECT rowid AS r, case_id FROM old.documents "
      "INDEXED BY documents_by_case) "
      "INSERT INTO documents (id, case_id, state, created_us) "
      "SELECT id, case_id, 'complete', 0 FROM ids JOIN owners USING (r) "
      "WHERE case_id IN (SELECT id FROM cases) "
      "ON CONFLICT (id) DO UPDATE SET case_id = excluded.case_id "
      "WHERE case_id NOT IN (SELECT id FROM cases)",

      "WITH ids AS MATERIALIZED (SELECT rowid AS r, id FROM old.outbox "
      "INDEXED BY sqlite_autoindex_outbox_1), "
      "owners AS MATERIALIZED (SELECT rowid AS r, case_id FROM old.outbox "
      "INDEXED BY outbox_by_case) "
      "INSERT INTO outbox (id, case_id, kind, step, idempotency_key, queued_us, payload, frozen, "
      "progress) SELECT id, case_id, '', '', '', 0, x'', x'', x'' FROM ids JOIN owners USING (r) "
      "WHERE case_id IN (SELECT id FROM cases) "
      "ON CONFLICT (id) DO UPDATE SET case_id = excluded.case_id "
      "WHERE case_id NOT IN (SELECT id FROM cases)",

      "INSERT OR IGNORE INTO records (case_id, name, version, value) "
      "SELECT case_id, name, 0, x'' FROM old.records INDEXED BY sqlite_autoindex_records_1",

      "INSERT OR IGNORE INTO outbox_parts (outbox_id, document_id, position, size_bytes, state, "
      "info) SELECT outbox_id, document_id, 0, 0, '', x'' "
      "FROM old.outbox_parts INDEXED BY sqlite_autoindex_outbox_parts_1",
  };
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *name = g_strconcat (uri, "?mode=ro", NULL);
  g_autoptr (sqlite3_stmt) attach = NULL;

  attach = zpi_sql_prepare (self->db, "ATTACH ?1 AS old", NULL);
  if (uri == NULL || attach == NULL)
    return;
  zpi_sql_bind_text (attach, 1, name);
  if (!zpi_sql_done (attach, NULL))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    zpi_sql_exec (self->db, statements[i], NULL);
  zpi_sql_exec (self->db, "DETACH old", NULL);
}

static void
salvage_clear (Salvage *self)
{
  g_clear_pointer (&self->shapes, g_ptr_array_unref);
  g_clear_pointer (&self->pages, zpi_pages_free);
  g_clear_pointer (&self->used, g_free);
  g_clear_pointer (&self->db, sqlite3_close_v2);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Salvage, salvage_clear)

static gboolean
begin (Salvage *self, const char *path, GError **error)
{
  const int rc = sqlite3_open_v2 (":memory:",
                                  &self->db,
                                  SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI |
                                      SQLITE_OPEN_NOMUTEX,
                                  NULL);

  self->shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) shape_free);
  self->pages = zpi_pages_new (path);
  self->used = g_malloc0 ((gsize) zpi_pages_count (self->pages) + 1);
  if (rc != SQLITE_OK) {
    zpi_error_from_sqlite (error, self->db, rc, "Making a database in memory");
    return FALSE;
  }
  sqlite3_extended_result_codes (self->db, 1);
  return zpi_sql_exec (self->db, "PRAGMA trusted_schema = OFF", error) &&
         zpi_migrations_make_schema (self->db, zpi_migrations_latest (), error) &&
         read_shapes (self, error);
}

/* The rows of the database at @path that can still be read, in a database of their own that is only
 * in memory: nothing is written, and nothing of what is sealed is opened. */
sqlite3 *
zpi_salvage (const char *path, GError **error)
{
  g_auto (Salvage) self = {0};

  if (!begin (&self, path, error) || !zpi_sql_exec (self.db, "BEGIN", error))
    return NULL;
  salvage_pages (&self, TRUE);
  salvage_pages (&self, FALSE);
  g_ptr_array_set_size (self.shapes, 0);
  if (self.no_memory) {
    zpi_error_from_sqlite (error, self.db, SQLITE_NOMEM, "Salvaging");
    return NULL;
  }
  if (!zpi_sql_exec (self.db, "COMMIT", error))
    return NULL;
  /* An empty file would make SQLite throw away its log. */
  if (zpi_pages_in_file (self.pages) > 0)
    ask_indexes (&self, path);
  return g_steal_pointer (&self.db);
}
