/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* The municipality's one database. Only the thread that serves touches it. A statement that fails
 * makes the whole change fail: zpi_practice_store_commit() then takes everything back. */
typedef struct _ZpiPracticeStore ZpiPracticeStore;

ZpiPracticeStore *zpi_practice_store_open (const char *folder, GError **error);
void zpi_practice_store_free (ZpiPracticeStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPracticeStore, zpi_practice_store_free)

void zpi_practice_store_begin (ZpiPracticeStore *self);
gboolean zpi_practice_store_commit (ZpiPracticeStore *self);
void zpi_practice_store_scrub (ZpiPracticeStore *self);

void zpi_practice_store_fill (ZpiPracticeStore *self);

/* @types has a letter per parameter: s text, i gint64, b GBytes, all but i may be NULL. */
sqlite3_stmt *
zpi_practice_store_query (ZpiPracticeStore *self, const char *sql, const char *types, ...);
gboolean zpi_practice_store_next (ZpiPracticeStore *self, sqlite3_stmt *statement);
void zpi_practice_store_run (ZpiPracticeStore *self, const char *sql, const char *types, ...);
int zpi_practice_store_changes (ZpiPracticeStore *self);

const char *zpi_practice_column_text (sqlite3_stmt *statement, int column);
GBytes *zpi_practice_column_bytes (sqlite3_stmt *statement, int column);

gint64 zpi_practice_store_count_up (ZpiPracticeStore *self, const char *name);

G_END_DECLS
