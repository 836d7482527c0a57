/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Small steps with SQLite: every result checked, every foreign error converted once. Only inside
 * this folder. */

#include "zpi-error.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Ends a statement: one that is kept goes back for the next who asks, another is finalized. */
void zpi_sql_give_back (sqlite3_stmt *stmt);
/* Closes a connection with all that is kept of it. */
void zpi_sql_close (sqlite3 *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, zpi_sql_give_back)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, zpi_sql_close)

void zpi_error_from_sqlite (GError **error, sqlite3 *db, int rc, const char *doing);

sqlite3_stmt *zpi_sql_prepare (sqlite3 *db, const char *sql, GError **error);
/* Like prepare, for what is asked again and again: compiled once for each connection. */
sqlite3_stmt *zpi_sql_keep (sqlite3 *db, const char *sql, GError **error);
gboolean zpi_sql_exec (sqlite3 *db, const char *sql, GError **error);
/* Steps to the next row; @has_row says whether there is one. */
gboolean zpi_sql_row (sqlite3_stmt *stmt, gboolean *has_row, GError **error);
/* Steps to the end. */
gboolean zpi_sql_done (sqlite3_stmt *stmt, GError **error);
/* The one number of a query of one row and one column. */
gboolean zpi_sql_says_ok (sqlite3 *db, const char *pragma, gboolean *ok, GError **error);
gboolean zpi_sql_number (sqlite3 *db, const char *sql, gint64 *number, GError **error);

void zpi_sql_bind_text (sqlite3_stmt *stmt, int index, const char *text);
void zpi_sql_bind_bytes (sqlite3_stmt *stmt, int index, GBytes *bytes);
void zpi_sql_bind_int (sqlite3_stmt *stmt, int index, gint64 number);

char *zpi_sql_dup_text (sqlite3_stmt *stmt, int column);
GBytes *zpi_sql_dup_bytes (sqlite3_stmt *stmt, int column);

G_END_DECLS
