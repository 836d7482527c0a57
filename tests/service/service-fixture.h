/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A desk: a session on a folder of its own, a municipality beside it, and a clock that the test
 * sets. Operations are used as if they were synchronous. */

#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-clock.h"
#include "zpi-intake.h"
#include "zpi-json.h"
#include "zpi-practice-server.h"
#include "zpi-sender.h"
#include "zpi-session.h"

G_BEGIN_DECLS

typedef struct {
  char *folder;
  ZpiSession *session;             /* (nullable) */
  ZpiPracticeServer *municipality; /* (nullable): while it runs */
  gint64 now_us;
  gint64 passed_us; /* since the test began, by desk_advance() */
  gboolean clock_set;
} Desk;

void desk_set_up (Desk *self, gconstpointer data);
void desk_tear_down (Desk *self, gconstpointer data);
#define desk_test(path, func) g_test_add (path, Desk, NULL, desk_set_up, func, desk_tear_down)

void desk_open (Desk *self);
void desk_close (Desk *self);
ZpiSession *desk_session_new (Desk *self, gboolean practice);
gboolean desk_try_open (ZpiSession *session, GError **error);
gboolean desk_try_close (ZpiSession *session, GError **error);
void desk_start_municipality (Desk *self);
void desk_stop_municipality (Desk *self);
/* The municipality's own desk; @body: (nullable) JSON text. */
JsonNode *desk_call (Desk *self, const char *method, const char *path, const char *body);
void desk_trouble (Desk *self, const char *json);
/* How many applications the municipality has that were submitted. */
guint desk_n_received (Desk *self);
void desk_set_clock (Desk *self, const char *iso);
void desk_advance (Desk *self, gint64 seconds);
/* Somebody sets the clock: no time passes. */
void desk_set_ahead (Desk *self, gint64 seconds);
/* The computer was off, and its clock is set by so much; the municipality's is not. */
void desk_restart_computer (Desk *self, gint64 ahead_seconds);

/* Waiting, with a limit. */
void result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *result_wait (GAsyncResult **result);
void spin (guint ms);
typedef gboolean (*Condition) (gpointer data);
gboolean wait_until (Condition condition, gpointer data, guint ms);
/* A busy computer comes to it later. */
#define assert_soon(condition)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const gint64 end_us = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;                       \
                                                                                                   \
    while (!(condition) && g_get_monotonic_time () < end_us)                                       \
      spin (10);                                                                                   \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

/* A household that may be sent, declared, with everything required. */
ZpiCase *desk_household (Desk *self, const char *given_names);
ZpiCase *desk_open_case (Desk *self, const char *case_id, GError **error);
gboolean desk_flush (Desk *self, ZpiCase *zcase, GError **error);
char *desk_take_in (Desk *self,
                    ZpiCase *zcase,
                    GBytes *content,
                    ZpiIntakeProblem *problem,
                    GError **error);
gboolean desk_queue (Desk *self, ZpiCase *zcase, GError **error);
gint desk_drain (Desk *self);
ZpiCaseInfo *desk_info (Desk *self, const char *case_id);
ZpiCaseState desk_state (Desk *self, const char *case_id);
char *desk_record (Desk *self, const char *case_id, const char *name);
gboolean desk_run (Desk *self, ZpiStoreFunc func, gpointer data, GError **error);

/* As the municipality makes it for its letter: fifteen bytes of the SHA-256 of the file, in letters
 * that cannot be mistaken for one another, by four. */
char *check_code_of (const char *organisation);

/* Documents of @size bytes with the right beginning. */
GBytes *jpeg_of (gsize size);
GBytes *pdf_of (gsize size);

#define assert_zpi_error(error, code) g_assert_error ((error), ZPI_ERROR, (int) (code))

G_END_DECLS
