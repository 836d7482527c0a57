/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the keeper share among themselves. */

#include "zpi-case-keeper-services.h"
#include "zpi-case-presence.h"
#include "zpi-case-store.h"

G_BEGIN_DECLS

typedef struct _ZpiHeldCase ZpiHeldCase;

struct _ZpiCaseKeeper {
  GObject parent_instance;

  ZpiStore *store;       /* (owned) (nullable): NULL after it was closed */
  ZpiSchemeShelf *shelf; /* (unowned) (nullable): together with @store */
  gboolean practice;
  GHashTable *open;          /* (owned): id → OpenCase */
  ZpiCasePresence *presence; /* (owned) (nullable): tells other processes of @open */
  GHashTable *deleting;      /* (owned): id → PendingDelete */
  GHashTable *held;          /* (owned): id → ZpiHeldCase, typed before locking and not saved */
  gboolean reading_held;     /* nothing was locked or closed since it was begun */
  guint hold_id;
  guint scrub_id;
  guint shrink_id;
};

/* A case that is open in this process. */
typedef struct {
  grefcount ref_count;
  ZpiCaseKeeper *keeper; /* (unowned) (nullable): gone after the case was closed */
  ZpiCase *zcase;        /* (owned) */
  gulong answer_id;
  gulong items_id;
  gboolean inserted;      /* the row is there */
  guint64 row_generation; /* of the row, as we last wrote or read it */
  GBytes *row_snapshot;   /* (owned) (nullable): what the row holds, for merging */
  gboolean saving;
  gboolean again;   /* something asked for a save while one was under way */
  gboolean closing; /* goes as soon as it is saved */
  guint n_users;    /* who opened it and did not close it yet */
  guint timer_id;
  gboolean wanted;   /* the row has to be there although nothing was typed yet */
  GPtrArray *extras; /* (owned) (element-type ZpiCaseExtra): go with the next save */
  GQueue waiting;    /* (element-type GTask): flushes */
  GError *problem;   /* (owned) (nullable) */
} OpenCase;

/* Shared by the open case and a save that is under way. */
typedef struct {
  gatomicrefcount ref_count;
  ZpiStoreFunc func;
  gpointer data;
  GDestroyNotify destroy;
} ZpiCaseExtra;

OpenCase *open_case_new (ZpiCaseKeeper *keeper, ZpiCase *zcase);
OpenCase *open_case_ref (OpenCase *self);
void open_case_unref (OpenCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OpenCase, open_case_unref)
void open_case_abandon (OpenCase *self);
void open_case_add_extra (OpenCase *self, ZpiStoreFunc func, gpointer data, GDestroyNotify destroy);
gboolean open_case_needs_saving (OpenCase *self);
gpointer open_case_copy_extra (gconstpointer extra, gpointer data);
void open_case_disconnect (OpenCase *self);
void open_case_save (OpenCase *self);
void open_case_schedule (OpenCase *self, guint delay_ms);
void open_case_take_foreign (OpenCase *self, const ZpiCaseInfo *info, GBytes *snapshot);

/* Also on the store thread, as long as the keeper is there. */
ZpiCasePresence *zpi_case_keeper_ensure_presence (ZpiCaseKeeper *self);
void zpi_case_keeper_drop (ZpiCaseKeeper *self, OpenCase *open);
void zpi_case_keeper_close (ZpiCaseKeeper *self, OpenCase *open);
OpenCase *zpi_case_keeper_add_open (ZpiCaseKeeper *self, ZpiCase *zcase);
OpenCase *zpi_case_keeper_find_open (ZpiCaseKeeper *self, ZpiCase *zcase);
void zpi_case_keeper_emit_held (ZpiCaseKeeper *self);
void zpi_held_case_unref (ZpiHeldCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiHeldCase, zpi_held_case_unref)
void zpi_case_keeper_emit_saved (ZpiCaseKeeper *self, ZpiCase *zcase);
void zpi_case_keeper_emit_failed (ZpiCaseKeeper *self, ZpiCase *zcase, const GError *error);
void
zpi_case_keeper_emit_delete_failed (ZpiCaseKeeper *self, const char *case_id, const GError *error);
void zpi_case_keeper_emit_case_changed (ZpiCaseKeeper *self, const char *case_id);
void zpi_case_keeper_emit_cases_changed (ZpiCaseKeeper *self);
void zpi_case_keeper_emit_hidden (ZpiCaseKeeper *self, const char *case_id, gboolean hidden);
GHashTable *zpi_case_keeper_deletes_new (void);
/* zpi-case-keeper-scrub.c: takes away what was cleared, in steps between which saves go; tried
 * again later when a reader stands in the way. Done when nothing of it is left; after that the file
 * becomes smaller while nobody waits for it. */
void
zpi_case_keeper_scrub_async (ZpiCaseKeeper *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean zpi_case_keeper_scrub_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);
void zpi_case_keeper_scrub (ZpiCaseKeeper *self);

#define ZPI_CASE_KEEPER_DELAY_MS 500
#define ZPI_CASE_KEEPER_RETRY_MS 3000

G_END_DECLS
