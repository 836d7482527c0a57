/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-store.h"

G_BEGIN_DECLS

/**
 * ZpiCaseRows:
 * @ZPI_CASE_ROWS_ALL: all cases
 * @ZPI_CASE_ROWS_LETTERS: answers to a letter or a mail of the municipality
 * @ZPI_CASE_ROWS_BEYOND_DRAFT: what is no draft (any more)
 *
 * Which rows of the case table.
 */
typedef enum {
  ZPI_CASE_ROWS_ALL,
  ZPI_CASE_ROWS_LETTERS,
  ZPI_CASE_ROWS_BEYOND_DRAFT,
} ZpiCaseRows;

/**
 * ZpiCaseInfo:
 * @reference: (nullable): the municipality's reference, once received
 * @name: (nullable): the client's name, opened; %NULL when it does not open (damaged)
 * @initials: (nullable): for lists
 * @progress: (nullable): how far the answers are, see zpi-progress.h
 * @number: a small number by which the case is named at the desk; 0 of one that no list shows
 * @next_at_us: when it will be tried again, 0 when nothing is planned
 * @due_us: 0 when there is none
 * @cleared_us: when answers and documents were destroyed, 0 while they are there
 * @news: whether the municipality changed something that nobody has seen; not of this table
 * @photos: of a letter, whether it is about photos; not of this table either
 * @passes: while photos are asked, of how many people, 0 when that is not known; nor of this table
 *
 * A row of the case table, for lists.
 */
typedef struct {
  char *id;
  ZpiCaseKind kind;
  ZpiCaseState state;
  char *attention;
  char *reference;
  char *name;
  char *initials;
  char *progress;
  guint number;
  guint64 generation;
  gint64 created_us;
  gint64 changed_us;
  gint64 due_us;
  gint64 next_at_us;
  gint64 cleared_us;
  gboolean damaged;
  gboolean news;
  gboolean photos;
  guint passes;
} ZpiCaseInfo;

ZpiCaseInfo *zpi_case_info_copy (const ZpiCaseInfo *self);
void zpi_case_info_free (ZpiCaseInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiCaseInfo, zpi_case_info_free)

/**
 * ZpiCaseLabel:
 * @name: (nullable): the client's name
 * @initials: (nullable): what lists show of it while others look on
 * @progress: (nullable): how far the answers are, see zpi-progress.h
 *
 * What lists show of a case, sealed apart from its answers.
 */
typedef struct {
  const char *name;
  const char *initials;
  const char *progress;
} ZpiCaseLabel;

/* All on the store thread. */

/* Makes the row, its key, and the first sealed snapshot. @name and @initials are sealed too. */
gboolean zpi_case_store_insert (ZpiStore *store,
                                const char *case_id,
                                ZpiCaseKind kind,
                                guint64 generation,
                                GBytes *snapshot,
                                const ZpiCaseLabel *label,
                                GError **error);
/* Of a case that is in no list, made in this transaction: the next one gets its number. */
gboolean zpi_case_store_forgo_number (ZpiStore *store, const char *case_id, GError **error);
/* Seals and writes generation @generation over @expected; CONFLICT when the row holds another
 * generation. */
gboolean zpi_case_store_save (ZpiStore *store,
                              const char *case_id,
                              guint64 expected,
                              guint64 generation,
                              GBytes *snapshot,
                              const ZpiCaseLabel *label,
                              GError **error);
/* @info: (nullable) (out): also set when the answers do not open, or were cleared (NOT_FOUND) */
GBytes *
zpi_case_store_load (ZpiStore *store, const char *case_id, ZpiCaseInfo **info, GError **error);
ZpiCaseInfo *zpi_case_store_get_info (ZpiStore *store, const char *case_id, GError **error);
GPtrArray *zpi_case_store_list (ZpiStore *store,
                                GError **error); /* (element-type ZpiCaseInfo), newest change first;
                                                    a damaged case is listed, never hides others */
GPtrArray *zpi_case_store_list_bare (ZpiStore *store, ZpiCaseRows which, GError **error);
/* CONFLICT unless the row is in state @from. */
gboolean zpi_case_store_set_state (ZpiStore *store,
                                   const char *case_id,
                                   ZpiCaseState from,
                                   ZpiCaseState to,
                                   const char *attention,
                                   GError **error);
gboolean
zpi_case_store_set_due (ZpiStore *store, const char *case_id, gint64 due_us, GError **error);
/* Sealed follow-up of a case that survives clearing: `receipt`, `stub`, `timeline`, `status`, ...
 * (own sealed records by name, under the store key). */
gboolean zpi_case_store_set_record (ZpiStore *store,
                                    const char *case_id,
                                    const char *name,
                                    GBytes *value,
                                    GError **error);
GBytes *
zpi_case_store_get_record (ZpiStore *store, const char *case_id, const char *name, GError **error);
gboolean zpi_case_store_set_reference (ZpiStore *store,
                                       const char *case_id,
                                       const char *reference,
                                       GError **error);
/* Sets what lists show, without touching the answers; also after clearing. */
gboolean zpi_case_store_set_label (ZpiStore *store,
                                   const char *case_id,
                                   const char *name,
                                   const char *initials,
                                   GError **error);
/* Answers and outbox go, the case key is destroyed, the stub stays: records, reference,
 * initials, and of the name the first names that the record `stub` holds. NOT_ALLOWED while
 * something of it still has to be sent. Follow with zpi_store_scrub(). A cleared case gets a new
 * key when answers or documents come in again. */
gboolean zpi_case_store_clear (ZpiStore *store, const char *case_id, GError **error);
/* Everything goes, stub too. NOT_ALLOWED while something of it still has to be sent: remove that
 * from the outbox first. Follow with zpi_store_scrub(). */
gboolean zpi_case_store_delete (ZpiStore *store, const char *case_id, GError **error);
/* Duplicate warning: cases whose BSN hash is this one. */
gboolean zpi_case_store_set_bsn_hash (ZpiStore *store,
                                      const char *case_id,
                                      const char *hash,
                                      GError **error);
GPtrArray *zpi_case_store_find_bsn_hash (ZpiStore *store,
                                         const char *hash,
                                         GError **error); /* (element-type utf8) case ids */
GPtrArray *zpi_case_store_list_recent (ZpiStore *store, guint max, GError **error); /* likewise */

/* Outside a transaction (run_async): truncates the WAL and compacts; BUSY when a reader stands in
 * the way (retry later, recorded as pending). */
gboolean zpi_store_scrub (ZpiStore *store, GError **error);
/* The same in small steps, between which others write. */
gboolean zpi_store_scrub_step (ZpiStore *store, gboolean *more, GError **error);
gboolean zpi_store_shrink_step (ZpiStore *store, gboolean *more, GError **error);
/* Consistent sealed copy by VACUUM INTO (outside a transaction); never over an existing file. It
 * expires: see zpi_store_restore(). */
#define ZPI_BACKUP_DAYS 30
gboolean zpi_store_backup (ZpiStore *store, const char *file, gint64 now_us, GError **error);
/* Any thread, blocks; the store of @folder not open. CONFLICT when there is one, GONE when the
 * backup has expired. Afterwards the setting `restored-us` is there: ask before sending. */
gboolean
zpi_store_restore (const char *backup, const char *folder, gboolean practice, GError **error);
gboolean zpi_store_backup_is_complete (const char *backup);

/**
 * ZpiVerifyReport: counts of `zpictl verify`
 */
typedef struct {
  gboolean integrity_ok;
  guint n_cases;
  guint n_records;
  guint n_documents;
  guint n_chunks;
  guint n_orphans;
  GPtrArray *damaged; /* (element-type utf8): ids of cases that do not open */
} ZpiVerifyReport;
ZpiVerifyReport *zpi_store_verify (ZpiStore *store, GError **error);
gboolean zpi_store_verify_case (ZpiStore *store, const char *case_id, GError **error);
gboolean zpi_verify_report_is_ok (const ZpiVerifyReport *self);
void zpi_verify_report_free (ZpiVerifyReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiVerifyReport, zpi_verify_report_free)

G_END_DECLS
