/* SPDX-License-Identifier: EUPL-1.2 */

/* Every statement that the store runs for the outbox fails once: while queueing, sending, being
 * refused, failing, taking back, taking over and following up. Whichever it is, the case is in one
 * named state afterwards, and once the disk is well again the municipality has it exactly once,
 * whole. */

#include "sender-fixture.h"
#include "zpi-field.h"
#include "zpi-store-private.h"

#include <string.h>

#define MOST_STATEMENTS 300
#define BSN             "999993653"
/* Passes the eleven-test but is no published test number: the practice municipality refuses it. */
#define REFUSED_BSN "123456782"

/* The statement that fails. The store thread counts; the main thread sets it while that rests. */
static struct {
  gint left; /* atomic; negative: none */
  gint hit;  /* atomic */
} fault = {-1, 0};

/* Reading the list of cases goes on beside, and takes the longer the more of them there are. */
static gboolean
is_ours (sqlite3 *db, sqlite3_stmt *statement)
{
  const char *sql = sqlite3_sql (statement);

  return !sqlite3_get_autocommit (db) || strstr (sql, "outbox") != NULL ||
         strstr (sql, "FROM chunks") != NULL;
}

static int
statement_cb (unsigned event, void *data, void *statement, void *text)
{
  sqlite3 *db = data;

  if (is_ours (db, statement) && g_atomic_int_get (&fault.left) >= 0 &&
      g_atomic_int_add (&fault.left, -1) == 0) {
    g_atomic_int_set (&fault.hit, 1);
    sqlite3_interrupt (db);
  }
  return 0;
}

static gboolean
watch_func (ZpiStore *store, gpointer data, GError **error)
{
  sqlite3_trace_v2 (store->db, SQLITE_TRACE_STMT, statement_cb, store->db);
  return TRUE;
}

static void
arm (guint n)
{
  g_atomic_int_set (&fault.hit, 0);
  g_atomic_int_set (&fault.left, (gint) n);
}

static gboolean
disarm (void)
{
  g_atomic_int_set (&fault.left, -1);
  return g_atomic_int_get (&fault.hit) != 0;
}

/* One case that goes through an operation. */
typedef struct {
  Desk *desk;
  ZpiCase *zcase; /* (owned) */
  const char *id;
  guint n_received; /* by the municipality, before */
} Sweep;

typedef struct {
  const char *name;
  void (*prepare) (Sweep *self);
  /* TRUE when it said that all went well. */
  gboolean (*act) (Sweep *self);
  void (*check) (Sweep *self, gboolean done);
  gboolean alone; /* what the tries before left behind would be asked too, the more the longer */
} Operation;

static ZpiSender *
sender_of (Sweep *self)
{
  return zpi_session_get_sender (self->desk->session);
}

/* FALSE when the round could not even be counted. */
static gboolean
drain (Sweep *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_drain_async (sender_of (self), NULL, result_cb, &result);
  return zpi_sender_drain_finish (sender_of (self), result_wait (&result), NULL) == 0;
}

static gboolean
cancel (Sweep *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_cancel_async (sender_of (self), self->id, NULL, result_cb, &result);
  return zpi_sender_cancel_finish (sender_of (self), result_wait (&result), NULL);
}

static gboolean
resume (Sweep *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_resume_async (sender_of (self), self->id, NULL, result_cb, &result);
  return zpi_sender_resume_finish (sender_of (self), result_wait (&result), NULL);
}

static gboolean
refresh (Sweep *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_refresh_async (sender_of (self), self->id, NULL, result_cb, &result);
  return zpi_sender_refresh_finish (sender_of (self), result_wait (&result), NULL);
}

static gboolean
withdraw (Sweep *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_withdraw_async (sender_of (self), self->id, NULL, result_cb, &result);
  return zpi_sender_withdraw_finish (sender_of (self), result_wait (&result), NULL);
}

static gboolean
fetch_changes (Sweep *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_fetch_changes_async (sender_of (self), NULL, result_cb, &result);
  return zpi_sender_fetch_changes_finish (sender_of (self), result_wait (&result), NULL) >= 0;
}

static gboolean
to_paper (Sweep *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_paper_async (sender_of (self), self->id, TRUE, NULL, result_cb, &result);
  return zpi_sender_paper_finish (sender_of (self), result_wait (&result), NULL);
}

static gboolean
queue (Sweep *self)
{
  return desk_queue (self->desk, self->zcase, NULL);
}

static ZpiCaseState
state_of (Sweep *self)
{
  return desk_state (self->desk, self->id);
}

/* Ready to be queued: saved, with a document. */
static void
prepare_draft (Sweep *self)
{
  g_autoptr (GBytes) content = jpeg_of (2000);
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;

  self->zcase = desk_household (self->desk, "Anna");
  self->id = zpi_case_get_id (self->zcase);
  self->n_received = desk_n_received (self->desk);
  item = desk_take_in (self->desk, self->zcase, content, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (desk_flush (self->desk, self->zcase, &error));
}

static void
prepare_queued (Sweep *self)
{
  prepare_draft (self);
  g_assert_true (queue (self));
}

static void
prepare_refused_form (Sweep *self)
{
  prepare_draft (self);
  zpi_case_set (self->zcase, ZPI_KEY_BSN, REFUSED_BSN);
  g_assert_true (queue (self));
}

static void
prepare_refused_document (Sweep *self)
{
  prepare_queued (self);
  desk_trouble (self->desk, "{\"foutcode\": 415, \"pad\": \"/documenten\"}");
}

static void
prepare_attention (Sweep *self)
{
  prepare_refused_document (self);
  g_assert_false (drain (self));
  desk_trouble (self->desk, "{}");
  g_assert_cmpint (desk_state (self->desk, self->id), ==, ZPI_CASE_ATTENTION);
}

/* The form is there, the rest is not. */
static void
prepare_half_sent (Sweep *self)
{
  prepare_queued (self);
  desk_trouble (self->desk, "{\"foutcode\": 500, \"pad\": \"/documenten\"}");
  g_assert_false (drain (self));
  desk_trouble (self->desk, "{}");
}

/* All is there, but the answer that said so got lost. */
static void
prepare_answer_lost (Sweep *self)
{
  prepare_queued (self);
  desk_trouble (self->desk, "{\"antwoordKwijt\": true, \"pad\": \"_indienen\", \"aantal\": 1}");
  g_assert_false (drain (self));
}

/* It waits, and says for what: somebody has to sign in at that network. */
static void
prepare_behind_a_page (Sweep *self)
{
  prepare_queued (self);
  desk_trouble (self->desk, "{\"inlogpagina\": true, \"aantal\": 1}");
  g_assert_false (drain (self));
}

/* The municipality is not well, and stays so. */
static void
prepare_failing (Sweep *self)
{
  prepare_queued (self);
  desk_trouble (self->desk, "{\"foutcode\": 500, \"pad\": \"_indienen\"}");
}

static void
prepare_received (Sweep *self)
{
  prepare_queued (self);
  g_assert_true (drain (self));
  self->n_received++;
}

/* What the municipality has was sent from here, and was changed since in an older copy. */
static void
prepare_other_form (Sweep *self)
{
  prepare_received (self);
  desk_say_state (self->desk, self->id, ZPI_CASE_DRAFT, NULL);
  zpi_case_set_state (self->zcase, ZPI_CASE_DRAFT);
  zpi_case_set (self->zcase, ZPI_KEY_PHONE, "0612345678");
  g_assert_true (queue (self));
  g_assert_false (drain (self));
  g_assert_cmpint (desk_state (self->desk, self->id), ==, ZPI_CASE_ATTENTION);
}

static void
prepare_in_assessment (Sweep *self)
{
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) answer = NULL;

  prepare_received (self);
  path = g_strdup_printf ("/_oefening/aanvragen/%s/_in-behandeling", self->id);
  answer = desk_call (self->desk, "POST", path, "{}");
}

static void
assert_arrives (Sweep *self)
{
  g_autoptr (ZpiCaseInfo) info = NULL;

  desk_trouble (self->desk, "{}");
  g_assert_true (drain (self));
  info = desk_info (self->desk, self->id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_RECEIVED);
  g_assert_nonnull (info->reference);
  g_assert_cmpuint (desk_n_received (self->desk), ==, self->n_received + 1);
}

static void
check_queued (Sweep *self, gboolean done)
{
  g_assert_cmpint (state_of (self), ==, done ? ZPI_CASE_WAITING : ZPI_CASE_DRAFT);
  g_assert_cmpint (zpi_case_get_state (self->zcase), ==, state_of (self));
  if (!done)
    g_assert_true (queue (self));
  assert_arrives (self);
}

static void
check_sent (Sweep *self, gboolean done)
{
  ZpiCaseState state = state_of (self);

  if (done)
    g_assert_cmpint (state, ==, ZPI_CASE_RECEIVED);
  g_assert_true (state == ZPI_CASE_WAITING || state == ZPI_CASE_SENDING ||
                 state == ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (self->desk), <=, self->n_received + 1);
  assert_arrives (self);
}

static void
check_not_sent (Sweep *self, gboolean done)
{
  ZpiCaseState state = state_of (self);

  g_assert_false (done);
  g_assert_true (state == ZPI_CASE_WAITING || state == ZPI_CASE_SENDING);
  g_assert_cmpuint (desk_n_received (self->desk), ==, self->n_received);
  assert_arrives (self);
}

static void
check_refused (Sweep *self, gboolean done)
{
  ZpiCaseState state = state_of (self);
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autofree char *problem = NULL;

  g_assert_false (done);
  g_assert_true (state == ZPI_CASE_WAITING || state == ZPI_CASE_SENDING ||
                 state == ZPI_CASE_ATTENTION);
  g_assert_false (drain (self));
  info = desk_info (self->desk, self->id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_nonnull (info->attention);
  problem = desk_record (self->desk, self->id, "problem");
  g_assert_nonnull (problem);
  g_assert_cmpuint (desk_n_received (self->desk), ==, self->n_received);
  zpi_case_set (self->zcase, ZPI_KEY_BSN, BSN);
  g_assert_true (queue (self));
  assert_arrives (self);
}

static void
check_resumed (Sweep *self, gboolean done)
{
  g_assert_cmpint (state_of (self), ==, done ? ZPI_CASE_WAITING : ZPI_CASE_ATTENTION);
  if (!done)
    g_assert_true (resume (self));
  assert_arrives (self);
}

static void
check_taken_over (Sweep *self, gboolean done)
{
  g_autoptr (ZpiCaseInfo) info = NULL;

  g_assert_cmpint (state_of (self), ==, done ? ZPI_CASE_RECEIVED : ZPI_CASE_ATTENTION);
  if (!done)
    g_assert_true (resume (self));
  info = desk_info (self->desk, self->id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_RECEIVED);
  g_assert_nonnull (info->reference);
  g_assert_cmpuint (desk_n_received (self->desk), ==, self->n_received);
}

static void
check_taken_back (Sweep *self, gboolean done)
{
  g_assert_cmpint (state_of (self), ==, done ? ZPI_CASE_DRAFT : ZPI_CASE_WAITING);
  if (!done)
    g_assert_true (cancel (self));
  g_assert_cmpint (state_of (self), ==, ZPI_CASE_DRAFT);
  g_assert_cmpuint (desk_n_received (self->desk), ==, self->n_received);
  g_assert_true (queue (self));
  assert_arrives (self);
}

/* What the municipality has is never taken back. */
static void
check_not_taken_back (Sweep *self, gboolean done)
{
  g_assert_false (done);
  g_assert_cmpint (state_of (self), ==, ZPI_CASE_WAITING);
  assert_arrives (self);
}

static void
check_followed (Sweep *self, gboolean done)
{
  g_assert_cmpint (state_of (self), ==, done ? ZPI_CASE_IN_ASSESSMENT : ZPI_CASE_RECEIVED);
  g_assert_true (refresh (self));
  g_assert_cmpint (state_of (self), ==, ZPI_CASE_IN_ASSESSMENT);
}

static void
check_changes (Sweep *self, gboolean done)
{
  if (done)
    g_assert_cmpint (state_of (self), ==, ZPI_CASE_IN_ASSESSMENT);
  /* What was missed is told again: the moment to ask from is kept last of all. */
  g_assert_true (fetch_changes (self));
  g_assert_cmpint (state_of (self), ==, ZPI_CASE_IN_ASSESSMENT);
}

static void
check_withdrawn (Sweep *self, gboolean done)
{
  g_assert_cmpint (state_of (self), ==, done ? ZPI_CASE_WITHDRAWN : ZPI_CASE_RECEIVED);
  g_assert_true (withdraw (self));
  g_assert_cmpint (state_of (self), ==, ZPI_CASE_WITHDRAWN);
}

static void
check_paper (Sweep *self, gboolean done)
{
  g_assert_cmpint (state_of (self), ==, done ? ZPI_CASE_PAPER : ZPI_CASE_DRAFT);
  if (!done)
    g_assert_true (to_paper (self));
  g_assert_cmpint (state_of (self), ==, ZPI_CASE_PAPER);
}

static const Operation operations[] = {
    {"queue", prepare_draft, queue, check_queued},
    {"send", prepare_queued, drain, check_sent},
    {"send-again", prepare_half_sent, drain, check_sent},
    {"look-up", prepare_answer_lost, drain, check_sent},
    {"behind-a-page", prepare_behind_a_page, drain, check_sent},
    {"failing", prepare_failing, drain, check_not_sent},
    {"refused-form", prepare_refused_form, drain, check_refused},
    {"refused-document", prepare_refused_document, drain, check_refused},
    {"resume", prepare_attention, resume, check_resumed},
    {"take-over", prepare_other_form, resume, check_taken_over},
    {"take-back", prepare_half_sent, cancel, check_taken_back},
    {"take-back-too-late", prepare_answer_lost, cancel, check_not_taken_back},
    {"follow-up", prepare_in_assessment, refresh, check_followed},
    {"changes", prepare_in_assessment, fetch_changes, check_changes, TRUE},
    {"withdraw", prepare_received, withdraw, check_withdrawn},
    {"paper", prepare_draft, to_paper, check_paper},
};

/* Whether a statement was left to fail. */
static gboolean
try_one (Desk *desk, const Operation *operation, guint n)
{
  Sweep sweep = {.desk = desk};
  gboolean done, hit;

  operation->prepare (&sweep);
  spin (1);
  arm (n);
  done = operation->act (&sweep);
  hit = disarm ();
  g_test_message ("%s: statement %u%s, %s",
                  operation->name,
                  n,
                  hit ? " failed" : " was not there",
                  done ? "done" : "not done");
  operation->check (&sweep, done);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), sweep.zcase);
  g_object_unref (sweep.zcase);
  return hit;
}

static void
begin (Desk *desk)
{
  desk_start_municipality (desk);
  desk_open (desk);
  g_assert_true (desk_run (desk, watch_func, desk, NULL));
}

static void
test_every_statement (Desk *desk, gconstpointer data)
{
  const Operation *operation = data;
  guint n_failed = 0;

  begin (desk);
  while (try_one (desk, operation, n_failed)) {
    g_assert_cmpuint (++n_failed, <, MOST_STATEMENTS);
    if (!operation->alone)
      continue;
    desk_tear_down (desk, NULL);
    desk_set_up (desk, NULL);
    begin (desk);
  }
  g_print ("# %s: %u of its statements failed once each\n", operation->name, n_failed);
  g_assert_cmpuint (n_failed, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* That a disk fails is warned of. Here it is meant to. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++) {
    g_autofree char *path = g_strconcat ("/outbox-faults/", operations[i].name, NULL);

    g_test_add (path, Desk, &operations[i], desk_set_up, test_every_statement, desk_tear_down);
  }
  return g_test_run ();
}
