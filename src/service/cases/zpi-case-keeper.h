/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ZpiCaseKeeper:
 *
 * Keeps cases: opens them, seals and commits every change at the latest one second after a
 * keystroke and at once on [method@CaseKeeper.flush_async], notices writes of other processes.
 * Property of each open case: `saved-generation`. Signals: `save-failed` (ZpiCase, GError), `saved`
 * (ZpiCase). A failed save keeps the case dirty and is tried again every few seconds and at every
 * change. Main thread.
 */
#define ZPI_TYPE_CASE_KEEPER (zpi_case_keeper_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCaseKeeper, zpi_case_keeper, ZPI, CASE_KEEPER, GObject)

/* A new draft, pinned to the current scheme version; its row is written with the first keystroke or
 * at once when asked for by import. */
ZpiCase *zpi_case_keeper_new_case (ZpiCaseKeeper *self, ZpiCaseKind kind);
/* The same under an id that the municipality gave to what is asked. */
ZpiCase *zpi_case_keeper_new_case_with_id (ZpiCaseKeeper *self, ZpiCaseKind kind, const char *id);
void zpi_case_keeper_open_async (ZpiCaseKeeper *self,
                                 const char *case_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
ZpiCase *zpi_case_keeper_open_finish (ZpiCaseKeeper *self,
                                      GAsyncResult *result,
                                      GError **error); /* the same object while it is open */
/* Commits now what is dirty in @zcase (NULL: in all). */
void zpi_case_keeper_flush_async (ZpiCaseKeeper *self,
                                  ZpiCase *zcase,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* Like a flush, and the case is there afterwards although nothing was typed yet. */
void zpi_case_keeper_ensure_row_async (ZpiCaseKeeper *self,
                                       ZpiCase *zcase,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean zpi_case_keeper_flush_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);
/* A field was left: flush without waiting for the answer. */
void zpi_case_keeper_field_left (ZpiCaseKeeper *self, ZpiCase *zcase);
void zpi_case_keeper_close_case (ZpiCaseKeeper *self, ZpiCase *zcase);
const GError *zpi_case_keeper_get_problem (ZpiCaseKeeper *self,
                                           ZpiCase *zcase); /* (nullable) why it is not saved */

/* Typed before locking, and only in memory, sealed, because the disk did not take it. */
gboolean zpi_case_keeper_has_held (ZpiCaseKeeper *self);

/* Delete of a draft with a short undo: gone from the lists at once, from the disk after
 * @undo_seconds unless undone. */
gboolean zpi_case_keeper_may_delete (ZpiCaseState state, const char *attention);
void zpi_case_keeper_delete (ZpiCaseKeeper *self, const char *case_id, guint undo_seconds);
gboolean zpi_case_keeper_undo_delete (ZpiCaseKeeper *self, const char *case_id);

/* Practice begins again: every case goes. Finish: how many, -1 on an error. */
void
zpi_case_keeper_empty_async (ZpiCaseKeeper *self, GAsyncReadyCallback callback, gpointer user_data);
gint zpi_case_keeper_empty_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);

/* Other cases with the BSN of this one: (element-type utf8) ids. */
void zpi_case_keeper_find_duplicates_async (ZpiCaseKeeper *self,
                                            ZpiCase *zcase,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
GPtrArray *
zpi_case_keeper_find_duplicates_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);

/**
 * ZpiKnownAddress:
 *
 * What another case says of a postcode. In locked memory.
 */
typedef struct {
  char *street;
  char *city;
} ZpiKnownAddress;

void zpi_known_address_free (ZpiKnownAddress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiKnownAddress, zpi_known_address_free)

/* NULL without an error when none is known. */
void zpi_case_keeper_find_address_async (ZpiCaseKeeper *self,
                                         ZpiCase *zcase,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
ZpiKnownAddress *
zpi_case_keeper_find_address_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);

/* The follow-up of a case, for the pages after sending: `receipt`, `status`, `timeline` records.
 * NULL with NOT_FOUND. */
void zpi_case_keeper_get_record_async (ZpiCaseKeeper *self,
                                       const char *case_id,
                                       const char *name,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GBytes *
zpi_case_keeper_get_record_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);

/* Whether another process has it open, and may hold what is newer than what is saved. */
gboolean zpi_case_keeper_is_open_elsewhere (ZpiCaseKeeper *self, const char *case_id);

G_END_DECLS
