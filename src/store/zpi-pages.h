/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every store is made with pages of this size, so that it need not be read from a damaged header.
 */
#define ZPI_PAGE_BYTES      4096
#define ZPI_PAGE_BYTES_TEXT "4096"

/* The pages of a database file as SQLite would see them, without asking SQLite: what was committed
 * to the log stands over what is in the file. Nothing is written. */
typedef struct _ZpiPages ZpiPages;

ZpiPages *zpi_pages_new (const char *path);
void zpi_pages_free (ZpiPages *self);
guint32 zpi_pages_count (const ZpiPages *self);
guint32 zpi_pages_in_file (const ZpiPages *self); /* without the log */
/* @number counts from 1. FALSE when there is no such page, or the disk does not give it. */
gboolean zpi_pages_read (const ZpiPages *self, guint32 number, guint8 page[ZPI_PAGE_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPages, zpi_pages_free)

G_END_DECLS
