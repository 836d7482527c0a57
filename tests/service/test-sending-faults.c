/* SPDX-License-Identifier: EUPL-1.2 */

/* Every operation of the outbox while SQLite gets no memory, at one allocation after the other,
 * here and at the municipality, which is in the same process: an error each time it matters, never
 * a crash. Afterwards the case is where it belongs, and arrived once. */

#include "fault.h"
#include "service-fixture.h"
#include "zpi-field.h"

/* Points of failure that are tried every day, spread over all there are, and with ZPI_TEST_LONG. */
#define POINTS      5
#define MANY_POINTS 2000
#define MANY        100000
#define BAD_BSN     "123456782"
#define GOOD_BSN    "999993653"

typedef struct {
  const char *name;
  char *(*prepare) (Desk *desk);
  void (*work) (Desk *desk, const char *id);
  void (*repair) (Desk *desk, const char *id);
  ZpiCaseState end;
  guint arrived;
} Operation;

static void
drain (Desk *desk, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);

  zpi_sender_drain_async (sender, NULL, result_cb, &result);
  zpi_sender_drain_finish (sender, result_wait (&result), NULL);
}

static void
queue (Desk *desk, const char *id)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  g_autoptr (ZpiCase) zcase = desk_open_case (desk, id, NULL);

  if (zcase == NULL)
    return;
  desk_queue (desk, zcase, NULL);
  zpi_case_keeper_close_case (keeper, zcase);
}

static void
cancel (Desk *desk, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);

  zpi_sender_cancel_async (sender, id, NULL, result_cb, &result);
  zpi_sender_cancel_finish (sender, result_wait (&result), NULL);
}

static void
resume (Desk *desk, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);

  zpi_sender_resume_async (sender, id, NULL, result_cb, &result);
  zpi_sender_resume_finish (sender, result_wait (&result), NULL);
}

static void
refresh (Desk *desk, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);

  zpi_sender_refresh_async (sender, id, NULL, result_cb, &result);
  zpi_sender_refresh_finish (sender, result_wait (&result), NULL);
}

static void
withdraw (Desk *desk, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);

  zpi_sender_withdraw_async (sender, id, NULL, result_cb, &result);
  zpi_sender_withdraw_finish (sender, result_wait (&result), NULL);
}

static void
fetch_changes (Desk *desk, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);

  zpi_sender_fetch_changes_async (sender, NULL, result_cb, &result);
  zpi_sender_fetch_changes_finish (sender, result_wait (&result), NULL);
}

static char *
prepare_draft (Desk *desk)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
  g_autoptr (GBytes) content = jpeg_of (2000);
  g_autoptr (GError) error = NULL;
  g_autofree char *item = desk_take_in (desk, zcase, content, NULL, &error);
  char *id = g_strdup (zpi_case_get_id (zcase));

  g_assert_no_error (error);
  g_assert_true (desk_flush (desk, zcase, &error));
  zpi_case_keeper_close_case (keeper, zcase);
  return id;
}

static char *
prepare_queued (Desk *desk)
{
  char *id = prepare_draft (desk);

  queue (desk, id);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  return id;
}

/* Submitted, but the answer was lost. */
static char *
prepare_lost (Desk *desk)
{
  char *id = prepare_queued (desk);

  desk_trouble (desk, "{\"antwoordKwijt\": true, \"pad\": \"_indienen\", \"aantal\": 1}");
  drain (desk, id);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  return id;
}

/* Submitted, and by now the receipt may be asked for. A wait that the round itself would sit out is
 * no use here: the clock stands still meanwhile. */
static char *
prepare_accepted (Desk *desk)
{
  char *id = prepare_queued (desk);

  desk_trouble (desk, "{\"eerstInVerwerking\": 1, \"retryAfter\": \"60\"}");
  drain (desk, id);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_SENDING);
  desk_advance (desk, 61);
  return id;
}

/* The form is in, no document is. */
static char *
prepare_half (Desk *desk)
{
  char *id = prepare_queued (desk);

  desk_trouble (desk, "{\"foutcode\": 500, \"pad\": \"/documenten\"}");
  drain (desk, id);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  return id;
}

static void
set_bsn (Desk *desk, const char *id, const char *bsn)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = desk_open_case (desk, id, &error);

  g_assert_no_error (error);
  zpi_case_set (zcase, ZPI_KEY_BSN, bsn);
  g_assert_true (desk_flush (desk, zcase, &error));
  zpi_case_keeper_close_case (keeper, zcase);
}

static char *
prepare_bad (Desk *desk)
{
  char *id = prepare_draft (desk);

  set_bsn (desk, id, BAD_BSN);
  queue (desk, id);
  return id;
}

static char *
prepare_refused (Desk *desk)
{
  char *id = prepare_bad (desk);

  drain (desk, id);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_ATTENTION);
  return id;
}

static char *
prepare_received (Desk *desk)
{
  char *id = prepare_queued (desk);

  drain (desk, id);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  return id;
}

static void
repair_draft (Desk *desk, const char *id)
{
  if (desk_state (desk, id) == ZPI_CASE_DRAFT)
    queue (desk, id);
}

static void
repair_withdrawn (Desk *desk, const char *id)
{
  withdraw (desk, id);
  refresh (desk, id);
}

static const Operation operations[] = {
    {"queue", prepare_draft, queue, repair_draft, ZPI_CASE_RECEIVED, 1},
    {"send", prepare_queued, drain, NULL, ZPI_CASE_RECEIVED, 1},
    {"send-after-lost-answer", prepare_lost, drain, NULL, ZPI_CASE_RECEIVED, 1},
    {"send-after-202", prepare_accepted, drain, NULL, ZPI_CASE_RECEIVED, 1},
    {"send-refused", prepare_bad, drain, NULL, ZPI_CASE_ATTENTION, 0},
    {"cancel", prepare_half, cancel, repair_draft, ZPI_CASE_RECEIVED, 1},
    {"resume", prepare_refused, resume, resume, ZPI_CASE_ATTENTION, 0},
    {"refresh", prepare_received, refresh, NULL, ZPI_CASE_RECEIVED, 1},
    {"withdraw", prepare_received, withdraw, repair_withdrawn, ZPI_CASE_WITHDRAWN, 1},
    {"changes", prepare_received, fetch_changes, NULL, ZPI_CASE_RECEIVED, 1},
};

/* Everything works again: the case comes to its end. */
static void
settle (Desk *desk, const Operation *operation, const char *id)
{
  desk_trouble (desk, "{}");
  if (operation->repair != NULL)
    operation->repair (desk, id);
  for (guint i = 0; i < 4 && desk_state (desk, id) != operation->end; i++) {
    desk_advance (desk, 3600);
    drain (desk, id);
  }
}

/* Whether the point was reached. */
static gboolean
fail_at (Desk *desk, const Operation *operation, guint n)
{
  g_autofree char *id = operation->prepare (desk);
  guint before = desk_n_received (desk);
  gboolean reached;

  if (operation->prepare == prepare_lost || operation->prepare == prepare_received ||
      operation->prepare == prepare_accepted)
    before--;
  fault_arm (FAULT_MEMORY, n, FALSE);
  operation->work (desk, id);
  reached = fault_disarm ();
  settle (desk, operation, id);
  g_test_message ("%s, point %u: %s",
                  operation->name,
                  n,
                  zpi_case_state_to_nick (desk_state (desk, id)));
  g_assert_cmpint (desk_state (desk, id), ==, operation->end);
  g_assert_cmpuint (desk_n_received (desk), ==, before + operation->arrived);
  return reached;
}

/* How many points there are, by letting one far beyond them fail. */
static guint
count_points (Desk *desk, const Operation *operation)
{
  guint low = 0, high = 256;

  while (fail_at (desk, operation, high) && high < MANY)
    high *= 2;
  while (high - low > high / 8) {
    guint middle = (low + high) / 2;

    if (fail_at (desk, operation, middle))
      low = middle;
    else
      high = middle;
  }
  return high;
}

static void
test_operation (Desk *desk, gconstpointer data)
{
  const Operation *operation = data;
  gboolean whole = g_strcmp0 (g_getenv ("ZPI_TEST_LONG"), "1") == 0;
  guint n_points, step, tried = 0;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  n_points = count_points (desk, operation);
  step = MAX (n_points / (whole ? MANY_POINTS : POINTS), 1);
  for (guint n = 0; n < n_points; n += step, tried++)
    fail_at (desk, operation, n);
  g_test_message ("%s: %u of some %u points", operation->name, tried, n_points);
}

int
main (int argc, char **argv)
{
  fault_init ();
  g_test_init (&argc, &argv, NULL);
  /* What cannot be kept is warned of; here that is what is looked for. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++) {
    g_autofree char *path = g_strconcat ("/sending-faults/", operations[i].name, NULL);

    g_test_add (path, Desk, &operations[i], desk_set_up, test_operation, desk_tear_down);
  }
  return g_test_run ();
}
