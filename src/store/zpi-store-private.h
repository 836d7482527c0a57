/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of this folder share. Not to be included from outside it. */

#include "zpi-case-store.h"
#include "zpi-outbox-store.h"
#include "zpi-sql.h"

G_BEGIN_DECLS

#define ZPI_STORE_BUSY_TIMEOUT_MS 5000
#define ZPI_STORE_FILE            "store.db"
#define ZPI_META_STORE_KEY        "store-key"
#define ZPI_META_UUID             "store-uuid"
#define ZPI_META_BACKUP_EXPIRES   "backup-expires-us"
#define ZPI_META_BACKUP_LACKS     "backup-lacks"
#define ZPI_META_PRACTICE_KEY     "practice-key"

struct _ZpiStore {
  GObject parent_instance;

  char *folder;
  char *path;
  GAsyncQueue *queue; /* (element-type Job) */
  GThread *thread;    /* (nullable): until the first open and after close */
  GThread *owner;     /* atomic: the thread itself, as it says */

  /* Written on the store thread while opening; read by others only after open_finish. */
  char *uuid;        /* (owned) (nullable) */
  ZpiVault *vault;   /* (owned) (nullable) */
  int read_only;     /* atomic */
  int is_new;        /* atomic */
  int has_slots;     /* atomic */
  int gone;          /* atomic: the open files are not those of the folder any more */
  int writes_beside; /* atomic: written all the same, on the way to a copy elsewhere */

  /* Store thread only. */
  sqlite3 *db;            /* (owned) (nullable): NULL when nothing opens */
  gboolean salvaged;      /* @db is what is left of the file, in memory */
  gboolean found_damage;  /* by the last look at everything */
  gboolean slots_changed; /* in the transaction that is running */
  gboolean others_kept_out;
  gboolean log_known; /* the log as it was at opening */
  guint64 log_device;
  guint64 log_inode;
  gint64 file_number; /* the highest that was seen in the file of the database, not in its log */
  int changes_before; /* of the connection, when the transaction began */
  gint64 counting;    /* the number that is being committed; 0: nothing was changed */
  int count_fd;       /* -1 until the first */
  int presence_fd;    /* flock: shared while open, exclusive while alone at opening; -1 without */
};

/* The kind of a case that was deleted, while chunks of its documents are left. */
#define ZPI_CASE_REMOVED "removed"

/* A transaction, on the store thread and outside one. */
gboolean zpi_store_transact (ZpiStore *self, ZpiStoreFunc func, gpointer data, GError **error);
gboolean zpi_store_on_thread (ZpiStore *self);
sqlite3_stmt *zpi_store_prepare (ZpiStore *self, const char *sql, GError **error);

/* zpi-store-open.c */
gboolean zpi_store_open_database (ZpiStore *self, GError **error);
void zpi_store_close_database (ZpiStore *self);

gboolean zpi_store_has_remains (const char *folder);

/* zpi-store-place.c */
void zpi_store_note_place (ZpiStore *self);
gboolean zpi_store_check_place (ZpiStore *self, GError **error);

/* zpi-store-verify-clear.c */
gboolean zpi_store_verify_clear (ZpiStore *self, const ZpiCaseInfo *info, GBytes *snapshot);

/* zpi-store-check.c */
gboolean zpi_store_check_schema (sqlite3 *db, int version, GError **error);
gboolean zpi_store_check_structure (ZpiStore *self, int version, GError **error);

/* zpi-store-count.c */
gboolean zpi_store_count_begin (ZpiStore *self, GError **error);
void zpi_store_count_end (ZpiStore *self);
gboolean zpi_store_check_count (ZpiStore *self, GError **error);
char *zpi_store_count_anew (sqlite3 *backup, const char *folder, GError **error);
gboolean zpi_store_file_went_back (ZpiStore *self);
void zpi_store_forget_count (const char *folder);

/* zpi-store-mark.c */
gboolean zpi_store_has_mark (const char *folder);
char *zpi_store_load_mark (const char *folder);
void zpi_store_save_mark (ZpiStore *self);
gboolean zpi_store_mark_contradicts (const char *marked, const char *uuid);
void zpi_store_forget_mark (const char *folder);

/* zpi-store-copy.c: a whole copy with mode 0600 that appears under its name only when it is on
 * disk. @mark_sql: (nullable): statements to run in the copy first */
gboolean zpi_store_copy_into (sqlite3 *db,
                              const char *file,
                              gboolean replace,
                              const char *mark_sql,
                              GError **error);

/* zpi-salvage.c */
sqlite3 *zpi_salvage (const char *path, GError **error);

/* zpi-migrations.c */
int zpi_migrations_latest (void);
gboolean zpi_migrate (sqlite3 *db, const char *path, int from, GError **error);
gboolean zpi_migrations_make_schema (sqlite3 *db, int version, GError **error);
void zpi_migrations_set_extra (const char *const *extra); /* for tests */

/* zpi-meta-store.c */
gboolean zpi_meta_store_count (ZpiStore *self, const char *name, gint64 *number, GError **error);

/* zpi-slot-store.c: CONFLICT when another process changed the master key since this vault was
 * unlocked. To be called before a new key is wrapped. */
gboolean zpi_store_check_master (ZpiStore *self, GError **error);
gboolean zpi_store_load_slots_state (ZpiStore *self, GError **error);
/* Until the end of the transaction no other program opens the store; BUSY when one has it open. */
gboolean zpi_store_keep_others_out (ZpiStore *self, GError **error);
void zpi_store_let_others_in (ZpiStore *self);

/* zpi-case-store.c */
gboolean zpi_case_store_not_found (GError **error);
/* Runs a change of one row. */
gboolean zpi_case_store_change_one (ZpiStore *self, sqlite3_stmt *stmt, GError **error);
gboolean zpi_case_store_get_versions (ZpiStore *self,
                                      const char *case_id,
                                      guint64 *generation,
                                      guint64 *version,
                                      GError **error);
GBytes *zpi_case_store_ensure_key (ZpiStore *self, const char *case_id, GError **error);

/* zpi-case-clear.c */
gboolean zpi_case_store_finish_removing (ZpiStore *self, const char *case_id, GError **error);

/* zpi-outbox-parts.c */
gboolean zpi_outbox_parts_insert (ZpiStore *self,
                                  const ZpiOutboxItem *item,
                                  const ZpiOutboxPart *part,
                                  guint position,
                                  GBytes *case_key,
                                  GError **error);

G_END_DECLS
