/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"
#include "zpi-vault.h"

G_BEGIN_DECLS

/* In the data folder: the key of practice data. */
#define ZPI_PRACTICE_KEY_FILE "practice.key"

/* Plain settings: our clock when it was compared with a server's last, and the server's minus ours.
 */
#define ZPI_META_CLOCK_CONFIRMED "clock_confirmed_us"
#define ZPI_META_CLOCK_OFFSET    "clock_offset_us"

/**
 * ZpiStore:
 *
 * The one SQLite database of a data folder (`store.db`, folder 0700, file 0600), with a thread of
 * its own that is the only one to touch it. Work is handed over with [method@Store.run_async]
 * (reads) or [method@Store.transact_async] (writes, inside BEGIN IMMEDIATE; committed when the
 * function returns %TRUE, rolled back when it returns %FALSE). The functions of the `zpi-…-store.h`
 * headers may be called only inside such a function.
 */
#define ZPI_TYPE_STORE (zpi_store_get_type ())
G_DECLARE_FINAL_TYPE (ZpiStore, zpi_store, ZPI, STORE, GObject)

typedef gboolean (*ZpiStoreFunc) (ZpiStore *store, gpointer data, GError **error);

ZpiStore *zpi_store_new (const char *folder);
const char *zpi_store_get_folder (ZpiStore *self);
/* Opens or creates and migrates; afterwards uuid and vault are there. Fails with STORE_TOO_NEW,
 * STORE_DAMAGED, … but then opens read-only as far as it can (see is_read_only). */
void zpi_store_open_async (ZpiStore *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean zpi_store_open_finish (ZpiStore *self, GAsyncResult *result, GError **error);
gboolean zpi_store_is_read_only (ZpiStore *self);
gboolean zpi_store_is_new (ZpiStore *self); /* no slot yet: first start */
gboolean zpi_store_is_gone (ZpiStore *self);
void zpi_store_set_writes_beside (ZpiStore *self, gboolean allowed);
gboolean zpi_store_has_slots (ZpiStore *self);   /* else nothing opens it */
const char *zpi_store_get_uuid (ZpiStore *self); /* NULL when nothing of it opens */
ZpiVault *zpi_store_get_vault (ZpiStore *self);  /* NULL when nothing of it opens */
void zpi_store_close (ZpiStore *self);           /* waits for queued work, then ends the thread */

/* @data is freed with @destroy when the operation is over; finish returns it, borrowed until the
 * result is freed. */
gboolean zpi_store_is_new_folder (const char *folder);
void zpi_store_run_async (ZpiStore *self,
                          ZpiStoreFunc func,
                          gpointer data,
                          GDestroyNotify destroy,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
void zpi_store_transact_async (ZpiStore *self,
                               ZpiStoreFunc func,
                               gpointer data,
                               GDestroyNotify destroy,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gpointer zpi_store_run_finish (ZpiStore *self, GAsyncResult *result, GError **error);

/* Changes whenever another process wrote (PRAGMA data_version); on the store thread. */
gboolean zpi_store_data_version (ZpiStore *self, gint64 *version, GError **error);

/* Slots of the vault. */
GPtrArray *zpi_slot_store_list (ZpiStore *self, GError **error); /* (element-type ZpiSlot) */
gboolean zpi_slot_store_insert (ZpiStore *self, const ZpiSlot *slot, GError **error);
gboolean zpi_slot_store_replace_all (ZpiStore *self, GPtrArray *slots, GError **error);
/* Changes the master key in a transaction of its own; @without: ids of slots that go. */
/* After a backup was put back: GONE when it had expired, whatever stands on it in the clear. */
gboolean zpi_store_check_restored (ZpiStore *store, GError **error);
gboolean zpi_store_forget_expiry (ZpiStore *store, GError **error);
gboolean zpi_slot_store_opens_anything (ZpiStore *self);
/* Before a slot is opened: another program may have changed the keys meanwhile. */
gboolean zpi_slot_store_reload (ZpiStore *self, GError **error);
gboolean zpi_slot_store_rotate (ZpiStore *self, const char *const *without, GError **error);

/* Small settings of the store; plain (ids, times, counters) or sealed. NULL with NOT_FOUND. */
gboolean zpi_store_now_us (ZpiStore *self, gint64 *now_us, GError **error);
char *zpi_meta_store_get (ZpiStore *self, const char *name, GError **error);
gboolean zpi_meta_store_set (ZpiStore *self, const char *name, const char *value, GError **error);
gboolean
zpi_meta_store_list (ZpiStore *self, const char *prefix, GHashTable *found, GError **error);
GBytes *zpi_meta_store_get_sealed (ZpiStore *self, const char *name, GError **error);
gboolean
zpi_meta_store_set_sealed (ZpiStore *self, const char *name, GBytes *value, GError **error);
gboolean zpi_meta_store_next_sequence (ZpiStore *self,
                                       guint64 *number,
                                       GError **error); /* never goes back */

G_END_DECLS
