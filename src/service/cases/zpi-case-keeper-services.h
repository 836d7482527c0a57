/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the other services ask of the keeper. Not for the window or zpictl. */

#include "zpi-case-keeper.h"
#include "zpi-clock-boot.h"
#include "zpi-scheme-shelf.h"
#include "zpi-store.h"

G_BEGIN_DECLS

ZpiCaseKeeper *zpi_case_keeper_new (ZpiStore *store, ZpiSchemeShelf *shelf, gboolean practice);
void zpi_case_keeper_foreign_change (ZpiCaseKeeper *self);
void zpi_case_keeper_forget_all (ZpiCaseKeeper *self);
/* Text that could not be saved when the session was locked. */
gboolean zpi_case_keeper_hold_unsaved (ZpiCaseKeeper *self, GError **error);
void zpi_case_keeper_write_held_async (ZpiCaseKeeper *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
zpi_case_keeper_write_held_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);
void zpi_case_keeper_take_back_held (ZpiCaseKeeper *self);
void zpi_case_keeper_read_held (ZpiCaseKeeper *self);
void zpi_case_keeper_finish_deletes_async (ZpiCaseKeeper *self,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data); /* never fails */
void zpi_case_keeper_disconnect (ZpiCaseKeeper *self);
gboolean zpi_case_keeper_is_case_open (ZpiCaseKeeper *self, const char *case_id);
/* Opens a case and answers @task with it (transfer full), or with why it does not open. */
void zpi_case_keeper_answer_with_case (ZpiCaseKeeper *self, const char *case_id, GTask *task);
/* Something that has to be written in the same transaction as the case's next save. @data is
 * shared with the store thread and must not change. */
void zpi_case_keeper_add_extra (ZpiCaseKeeper *self,
                                ZpiCase *zcase,
                                ZpiStoreFunc func,
                                gpointer data,
                                GDestroyNotify destroy);

/**
 * ZpiClearing:
 * @now: everything that was received, also of today
 * @at_us: the moment it is asked, in microseconds since 1970
 * @has_clock: whether @clock is known
 * @clock: how our clock compared with a server's last
 * @retention_days: how long is kept what is over; 0 when nobody says so
 *
 * What is due to be cleared (src/README.md, clearing).
 */
typedef struct {
  gboolean now;
  gint64 at_us;
  gint64 retention_days;
  gboolean has_clock;
  ZpiClockReading clock;
} ZpiClearing;

void zpi_case_keeper_clear_async (ZpiCaseKeeper *self,
                                  const char *case_id,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean zpi_case_keeper_clear_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);
void zpi_case_keeper_list_due_async (ZpiCaseKeeper *self,
                                     const ZpiClearing *clearing,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *
zpi_case_keeper_list_due_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);
void zpi_case_keeper_clear_due_async (ZpiCaseKeeper *self,
                                      const ZpiClearing *clearing,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gint zpi_case_keeper_clear_due_finish (ZpiCaseKeeper *self,
                                       GAsyncResult *result,
                                       GError **error); /* -1 on error */

G_END_DECLS
