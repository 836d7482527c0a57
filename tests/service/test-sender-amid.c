/* SPDX-License-Identifier: EUPL-1.2 */

/* The session is closed, locked or let go of at any moment of whatever the sender does, and the
 * sender is asked for things in the wrong state or without a session: an error, never a crash,
 * never sent twice, and the case is where it can go on from. */

#include "sender-fixture.h"
#include "test-peer.h"
#include "zpi-attention.h"
#include "zpi-field.h"
#include "zpi-lease.h"
#include "zpi-letters.h"
#include "zpi-session-private.h"
#include "zpi-sign-in-private.h"

#include <string.h>

static char *
prepare_refused (Desk *desk)
{
  char *id = desk_queued (desk);

  desk_trouble (desk, "{\"foutcode\": 415, \"pad\": \"/documenten\"}");
  desk_drain (desk);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_ATTENTION);
  return id;
}

static char *
prepare_received (Desk *desk)
{
  char *id = desk_queued (desk);

  g_assert_cmpint (desk_drain (desk), ==, 0);
  desk_move_on (desk, id, "_in-behandeling", "{}");
  return id;
}

/* Beginning: @result says when it is over. */

static void
start_queue (Desk *desk, const char *id, GAsyncResult **result)
{
  g_autoptr (ZpiCase) zcase = desk_open_case (desk, id, NULL);

  zpi_case_set (zcase, ZPI_KEY_PHONE, "0612345678");
  zpi_sender_queue_async (desk_sender (desk), zcase, NULL, result_cb, result);
}

static void
start_drain (Desk *desk, const char *id, GAsyncResult **result)
{
  zpi_sender_drain_async (desk_sender (desk), NULL, result_cb, result);
}

static void
start_cancel (Desk *desk, const char *id, GAsyncResult **result)
{
  zpi_sender_cancel_async (desk_sender (desk), id, NULL, result_cb, result);
}

static void
start_resume (Desk *desk, const char *id, GAsyncResult **result)
{
  zpi_sender_resume_async (desk_sender (desk), id, NULL, result_cb, result);
}

static void
start_paper (Desk *desk, const char *id, GAsyncResult **result)
{
  zpi_sender_paper_async (desk_sender (desk), id, TRUE, NULL, result_cb, result);
}

static void
start_refresh (Desk *desk, const char *id, GAsyncResult **result)
{
  zpi_sender_refresh_async (desk_sender (desk), id, NULL, result_cb, result);
}

static void
start_withdraw (Desk *desk, const char *id, GAsyncResult **result)
{
  zpi_sender_withdraw_async (desk_sender (desk), id, NULL, result_cb, result);
}

static void
start_changes (Desk *desk, const char *id, GAsyncResult **result)
{
  zpi_sender_fetch_changes_async (desk_sender (desk), NULL, result_cb, result);
}

static void
start_rules (Desk *desk, const char *id, GAsyncResult **result)
{
  zpi_sender_fetch_rules_async (desk_sender (desk), NULL, result_cb, result);
}

static gboolean
drained (ZpiSender *sender, GAsyncResult *result, GError **error)
{
  return zpi_sender_drain_finish (sender, result, error) >= 0;
}

static gboolean
changes_fetched (ZpiSender *sender, GAsyncResult *result, GError **error)
{
  return zpi_sender_fetch_changes_finish (sender, result, error) >= 0;
}

static gboolean
rules_fetched (ZpiSender *sender, GAsyncResult *result, GError **error)
{
  return zpi_sender_fetch_rules_finish (sender, result, error) >= 0;
}

typedef void (*Start) (Desk *desk, const char *id, GAsyncResult **result);
typedef gboolean (*Finish) (ZpiSender *sender, GAsyncResult *result, GError **error);

/* Going on afterwards, to the one end. */

static void
to_received (Desk *desk, const char *id)
{
  if (desk_state (desk, id) == ZPI_CASE_DRAFT)
    desk_queue_id (desk, id);
  if (desk_state (desk, id) == ZPI_CASE_ATTENTION)
    g_assert_true (desk_resume (desk, id, NULL));
  desk_drain (desk);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

static void
to_assessment (Desk *desk, const char *id)
{
  g_assert_true (desk_refresh (desk, id, NULL));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_IN_ASSESSMENT);
}

static void
to_withdrawn (Desk *desk, const char *id)
{
  g_assert_true (desk_withdraw (desk, id, NULL));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WITHDRAWN);
}

static void
to_paper (Desk *desk, const char *id)
{
  ZpiCaseState state = desk_state (desk, id);

  g_assert_true (state == ZPI_CASE_DRAFT || state == ZPI_CASE_PAPER);
}

typedef struct {
  const char *name;
  char *(*prepare) (Desk *desk);
  Start start;
  Finish finish;
  void (*end) (Desk *desk, const char *id);
  guint arrives; /* one that the municipality has at the end */
} Operation;

static const Operation operations[] = {
    {"queue", desk_draft, start_queue, zpi_sender_queue_finish, to_received, 1},
    {"drain", desk_queued, start_drain, drained, to_received, 1},
    {"cancel", desk_half_sent, start_cancel, zpi_sender_cancel_finish, to_received, 1},
    {"resume", prepare_refused, start_resume, zpi_sender_resume_finish, to_received, 1},
    {"paper", desk_draft, start_paper, zpi_sender_paper_finish, to_paper, 0},
    {"refresh", prepare_received, start_refresh, zpi_sender_refresh_finish, to_assessment, 1},
    {"withdraw", prepare_received, start_withdraw, zpi_sender_withdraw_finish, to_withdrawn, 1},
    {"changes", prepare_received, start_changes, changes_fetched, to_assessment, 1},
    {"rules", prepare_received, start_rules, rules_fetched, to_assessment, 1},
};

static void
lock_and_unlock (Desk *desk)
{
  desk_lock (desk);
  spin (10); /* what was on its way comes in while it is locked */
  desk_unlock (desk);
}

/* Of a session that is let go of the store goes too; what was going on then is warned of. */
static void
warning_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  g_assert_true (g_str_has_suffix (message, "could not be kept: The store is not open"));
}

static gboolean
is_fatal_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return (level & G_LOG_LEVEL_WARNING) == 0;
}

static const char *const endings[] = {"closed", "locked", "let go"};

static void
end_session (Desk *desk, guint ending)
{
  if (ending == 0)
    desk_close (desk);
  else if (ending == 1)
    lock_and_unlock (desk);
  else
    g_clear_object (&desk->session);
}

/* After @n turns of the main loop. FALSE when it was over before. */
static gboolean
end_amid (Desk *desk, const Operation *operation, guint n, guint ending)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiSender) sender = g_object_ref (desk_sender (desk));
  /* What was there before would only be more to ask for. */
  g_autoptr (JsonNode) empty = desk_call (desk, "POST", "/_oefening/_begin-opnieuw", "{}");
  g_autofree char *id = operation->prepare (desk);
  gboolean amid;

  operation->start (desk, id, &result);
  for (guint i = 0; i < n && result == NULL; i++)
    g_main_context_iteration (NULL, TRUE);
  amid = result == NULL;
  end_session (desk, ending);
  operation->finish (sender, result_wait (&result), NULL);
  g_clear_object (&result); /* it holds what the operation held */
  if (desk->session == NULL)
    desk_open (desk);
  operation->end (desk, id);
  g_assert_cmpuint (desk_n_received (desk), ==, operation->arrives);
  return amid;
}

static void
test_amid (Desk *desk, gconstpointer data)
{
  const Operation *operation = data;
  gboolean whole = g_strcmp0 (g_getenv ("ZPI_TEST_LONG"), "1") == 0;
  guint handler =
      g_log_set_handler ("zpi-service", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, warning_cb, NULL);

  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  desk_start_municipality (desk);
  desk_open (desk);
  for (guint ending = 0; ending < G_N_ELEMENTS (endings); ending++) {
    guint n = 0, tried = 0;

    while (end_amid (desk, operation, n, ending)) {
      n += whole ? 1 : 2 + n / 2; /* every day some */
      tried++;
    }
    g_test_message ("%s, %s: %u times", operation->name, endings[ending], tried);
  }
  g_test_log_set_fatal_handler (NULL, NULL);
  g_log_remove_handler ("zpi-service", handler);
}

/* Nobody is there to work for. */
static void
test_without_session (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiSender) sender = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *id = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  sender = g_object_ref (desk_sender (desk));
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  desk_close (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++) {
    const Operation *operation = &operations[i];
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    if (operation->start == start_queue)
      zpi_sender_queue_async (sender, zcase, NULL, result_cb, &result);
    else if (operation->start == start_drain)
      zpi_sender_drain_async (sender, NULL, result_cb, &result);
    else if (operation->start == start_cancel)
      zpi_sender_cancel_async (sender, id, NULL, result_cb, &result);
    else if (operation->start == start_resume)
      zpi_sender_resume_async (sender, id, NULL, result_cb, &result);
    else if (operation->start == start_paper)
      zpi_sender_paper_async (sender, id, TRUE, NULL, result_cb, &result);
    else if (operation->start == start_refresh)
      zpi_sender_refresh_async (sender, id, NULL, result_cb, &result);
    else if (operation->start == start_withdraw)
      zpi_sender_withdraw_async (sender, id, NULL, result_cb, &result);
    else if (operation->start == start_changes)
      zpi_sender_fetch_changes_async (sender, NULL, result_cb, &result);
    else
      zpi_sender_fetch_rules_async (sender, NULL, result_cb, &result);
    g_assert_false (operation->finish (sender, result_wait (&result), &error));
    g_test_message ("%s: %s", operation->name, error->message);
    g_assert_true (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING) ||
                   g_error_matches (error, ZPI_ERROR, ZPI_ERROR_OFFLINE));
  }
  /* Nor is anything planned. */
  zpi_sender_start (sender);
  g_assert_cmpuint (sender->timer_id, ==, 0);
  zpi_sender_pause (sender);
  desk_open (desk);
}

/* Looked at only: nothing is queued, nothing is taken back. */
static void
test_read_only (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  id = desk_draft (desk);
  zcase = desk_open_case (desk, id, &error);
  zpi_session_set_state (desk->session, ZPI_SESSION_READ_ONLY, NULL);
  g_assert_false (desk_queue (desk, zcase, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (desk_cancel (desk, id, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_READ_ONLY);
  zpi_session_set_state (desk->session, ZPI_SESSION_OPEN, NULL);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
}

/* Only what is on its way is taken back. */
static void
test_cancel_states (Desk *desk, gconstpointer data)
{
  static const ZpiCaseState others[] = {
      ZPI_CASE_DRAFT,
      ZPI_CASE_RECEIVED,
      ZPI_CASE_GRANTED,
      ZPI_CASE_PAPER,
      ZPI_CASE_CLOSED,
  };
  static const ZpiCaseState ours[] = {ZPI_CASE_SENDING, ZPI_CASE_ATTENTION, ZPI_CASE_WAITING};
  g_autofree char *nobody = g_uuid_string_random ();
  g_autofree char *draft = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  g_assert_false (desk_cancel (desk, nobody, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (desk_resume (desk, nobody, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  draft = desk_draft (desk);
  g_assert_false (desk_cancel (desk, draft, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  id = desk_queued (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    desk_say_state (desk, id, others[i], NULL);
    g_assert_false (desk_cancel (desk, id, &error));
    assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
    g_clear_error (&error);
    g_assert_cmpint (desk_state (desk, id), ==, others[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++) {
    g_autofree char *another = desk_queued (desk);

    desk_say_state (desk, another, ours[i], NULL);
    g_assert_true (desk_cancel (desk, another, &error));
    g_assert_no_error (error);
    g_assert_cmpint (desk_state (desk, another), ==, ZPI_CASE_DRAFT);
  }
  g_assert_cmpuint (desk_n_received (desk), ==, 0);
}

/* (transfer full): an answer to a request that the municipality makes now, with a document */
static char *
queue_answer (Desk *desk, const char *application)
{
  g_autofree char *path =
      g_strdup_printf ("/_oefening/aanvragen/%s/_vraag-aanvulling", application);
  g_autoptr (JsonNode) asked =
      desk_call (desk,
                 "POST",
                 path,
                 "{\"gevraagd\":[{\"soort\":\"overig\"}],\"uiterlijkOp\":\"2099-12-31\"}");
  const char *id = zpi_json_get_string (json_node_get_object (asked), "aanvullingId");
  g_autofree char *request =
      g_strdup_printf ("{\"aanvullingId\":\"%s\",\"aanvraagId\":\"%s\",\"status\":\"open\","
                       "\"gevraagd\":[{\"soort\":\"overig\"}]}",
                       id,
                       application);
  g_autoptr (GBytes) content = jpeg_of (30 * 1024);
  g_autoptr (ZpiCase) answer =
      zpi_case_keeper_new_case_with_id (zpi_session_get_keeper (desk->session),
                                        ZPI_CASE_LETTER,
                                        id);
  g_autofree char *item = NULL;
  g_autofree char *kind = NULL;
  g_autoptr (GError) error = NULL;

  zpi_case_set (answer, ZPI_KEY_LETTER_REQUEST, request);
  item = desk_take_in (desk, answer, content, NULL, &error);
  g_assert_no_error (error);
  kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");
  zpi_case_set (answer, kind, "overig");
  g_assert_true (desk_flush (desk, answer, &error));
  g_assert_true (desk_queue (desk, answer, &error));
  g_assert_no_error (error);
  return g_strdup (id);
}

static char *
queue_account (Desk *desk)
{
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_ACCOUNT);
  g_autofree char *child = zpi_case_add_item (zcase, ZPI_LIST_CHILD);
  g_autofree char *name = zpi_case_item_key (ZPI_LIST_CHILD, child, "given_names");
  g_autoptr (GError) error = NULL;

  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "Anna");
  zpi_case_set (zcase, ZPI_KEY_FAMILY_NAME, "Voorbeeld");
  zpi_case_set (zcase, name, "Bo");
  zpi_case_set (zcase, ZPI_KEY_EMAIL_WHOSE, "aanvrager");
  zpi_case_set (zcase, ZPI_KEY_EMAIL, "anna@example.nl");
  zpi_case_set (zcase, ZPI_KEY_DECLARED, ZPI_YES);
  zpi_case_set (zcase, ZPI_KEY_DECLARED_HOW, "mondeling");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_no_error (error);
  return g_strdup (zpi_case_get_id (zcase));
}

/* What is there, although its receipt is not here, is no draft; what did not come is one. */
static void
try_and_cancel (Desk *desk, const char *id, const char *trouble, gboolean arrived)
{
  g_autoptr (GError) error = NULL;

  desk_trouble (desk, trouble);
  desk_drain (desk);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  g_assert_cmpint (desk_cancel (desk, id, &error), ==, !arrived);
  if (!arrived) {
    g_assert_no_error (error);
    g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
    return;
  }
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  to_received (desk, id);
}

static void
test_cancel_answer (Desk *desk, gconstpointer data)
{
  g_autofree char *application = NULL;
  g_autofree char *there = NULL;
  g_autofree char *not_there = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  application = prepare_received (desk);
  there = queue_answer (desk, application);
  try_and_cancel (desk,
                  there,
                  "{\"antwoordKwijt\": true, \"pad\": \"_indienen\", \"aantal\": 1}",
                  TRUE);
  not_there = queue_answer (desk, application);
  try_and_cancel (desk, not_there, "{\"foutcode\": 500, \"pad\": \"_indienen\"}", FALSE);
}

typedef struct {
  const char *application;
  const char *answer;
} About;

static gboolean
attach_func (ZpiStore *store, gpointer data, GError **error)
{
  const About *self = data;

  return zpi_letters_attach (store, self->answer, self->application, error) &&
         zpi_letters_note_answer (store,
                                  self->answer,
                                  zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_WAITS),
                                  error);
}

static gboolean
does_answer_wait (Desk *desk, const char *application)
{
  g_autoptr (ZpiCaseInfo) info = desk_info (desk, application);

  return zpi_attention_is (info->attention, ZPI_ATTENTION_ANSWER_WAITS);
}

/* What waits beside its application is taken back itself, and the application's row asks for it
 * again; then it goes, once. */
static void
test_cancel_beside_application (Desk *desk, gconstpointer data)
{
  g_autofree char *application = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;
  About about;

  desk_start_municipality (desk);
  desk_open (desk);
  application = prepare_received (desk);
  answer = queue_answer (desk, application);
  about = (About){application, answer};
  g_assert_true (desk_refresh (desk, application, NULL));
  g_assert_true (desk_transact (desk, attach_func, &about));
  g_assert_true (does_answer_wait (desk, application));
  g_assert_true (desk_cancel (desk, answer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_state (desk, answer), ==, ZPI_CASE_DRAFT);
  g_assert_cmpint (desk_state (desk, application), ==, ZPI_CASE_MORE_INFORMATION);
  g_assert_false (does_answer_wait (desk, application));
  g_assert_false (desk_cancel (desk, application, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  to_received (desk, answer);
  to_assessment (desk, application);
}

/* An answer to what was decided meanwhile did not go, and can be removed with what was frozen of
 * it; one that still waits cannot. */
static void
test_remove_closed_answer (Desk *desk, gconstpointer data)
{
  ZpiCaseKeeper *keeper;
  g_autofree char *application = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  application = prepare_received (desk);
  answer = queue_answer (desk, application);
  zpi_case_keeper_delete (keeper, answer, 0);
  spin (1500);
  g_assert_true (desk_is_here (desk, answer));
  desk_move_on (desk, application, "_afwijzen", "{\"motivering\": \"Te laat.\"}");
  desk_drain (desk);
  info = desk_info (desk, answer);
  g_assert_true (zpi_attention_is (info->attention, ZPI_ATTENTION_REQUEST_CLOSED));
  zpi_case_keeper_delete (keeper, answer, 0);
  spin (1500);
  g_assert_false (desk_is_here (desk, answer));
}

static void
test_cancel_account (Desk *desk, gconstpointer data)
{
  g_autofree char *there = NULL;
  g_autofree char *not_there = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  there = queue_account (desk);
  try_and_cancel (desk,
                  there,
                  "{\"antwoordKwijt\": true, \"pad\": \"accountverzoeken\", \"aantal\": 1}",
                  TRUE);
  not_there = queue_account (desk);
  try_and_cancel (desk, not_there, "{\"foutcode\": 500, \"pad\": \"accountverzoeken\"}", FALSE);
}

/* It was tried, so it is asked for: not without a municipality; and one that knows nothing of it
 * has nothing. */
static void
test_cancel_after_a_try (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  id = desk_half_sent (desk);
  desk_close (desk);
  desk_stop_municipality (desk);
  desk_open (desk);
  g_assert_false (desk_cancel (desk, id, &error));
  assert_zpi_error (error, ZPI_ERROR_OFFLINE);
  g_clear_error (&error);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  desk_start_municipality (desk);
  answer = desk_call (desk, "POST", "/_oefening/_begin-opnieuw", "{}");
  g_assert_true (desk_cancel (desk, id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
  to_received (desk, id);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* By itself: when the planned time comes, when another process let go, and what came meanwhile. */
static void
test_by_itself (Desk *desk, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiSender *sender;
  ZpiLease *lease;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  sender = desk_sender (desk);
  first = desk_queued (desk);
  desk_trouble (desk, "{\"foutcode\": 500}");
  zpi_sender_start (sender);
  g_assert_true (wait_until (has_timer, sender, 5000));
  desk_trouble (desk, "{}");
  desk_ring (sender->timer_id); /* too early: planned again */
  spin (100);
  g_assert_true (wait_until (has_timer, sender, 5000));
  g_assert_cmpint (desk_state (desk, first), ==, ZPI_CASE_WAITING);
  desk_advance (desk, 3600);
  desk_ring (sender->timer_id);
  g_assert_true (desk_wait_received (desk, first, 5000));

  /* Somebody else is sending; another comes in while that lasts. */
  g_assert_true (wait_until (is_idle, sender, 5000));
  g_clear_handle_id (&sender->timer_id, g_source_remove);
  lease = zpi_lease_take (desk->folder, "sender", &error);
  g_assert_nonnull (lease);
  second = desk_queued (desk);
  g_assert_true (wait_until (has_timer, sender, 5000));
  zpi_lease_release (lease);
  desk_ring (sender->timer_id);
  g_assert_true (desk_wait_received (desk, second, 5000));

  /* Queued during a round: goes right after it. */
  desk_trouble (desk, "{\"vertragingInMs\": 100, \"pad\": \"/aanvragen?\"}");
  zpi_sender_drain_async (sender, NULL, result_cb, &result);
  third = desk_draft (desk);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", FALSE);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  zpi_sender_wake (sender);
  desk_queue_id (desk, third);
  result_wait (&result);
  g_assert_true (desk_wait_received (desk, third, 5000));
  g_assert_cmpuint (desk_n_received (desk), ==, 3);
}

/* The municipality came, or came back elsewhere: what waits goes there at once. */
static void
test_another_address (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;

  desk_open (desk);
  id = desk_queued (desk);
  zpi_sender_start (desk_sender (desk));
  spin (50);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  desk_start_municipality (desk);
  g_assert_true (desk_wait_received (desk, id, 5000));
}

/* Closed while one drain is at work and others wait, for the first or for another process. */
static void
test_closed_while_asked (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (ZpiSender) sender = NULL;
  g_autoptr (GError) error = NULL;
  ZpiLease *lease;

  desk_start_municipality (desk);
  desk_open (desk);
  id = desk_queued (desk);
  lease = zpi_lease_take (desk->folder, "sender", &error);
  g_assert_no_error (error);
  for (guint busy = 0; busy < 2; busy++) {
    g_autoptr (GAsyncResult) first = NULL;
    g_autoptr (GAsyncResult) second = NULL;

    g_set_object (&sender, desk_sender (desk));
    if (busy == 1)
      g_clear_pointer (&lease, zpi_lease_release);
    desk_trouble (desk, "{\"vertragingInMs\": 300}");
    zpi_sender_drain_async (sender, NULL, result_cb, &first);
    zpi_sender_drain_async (sender, NULL, result_cb, &second);
    spin (50);
    desk_close (desk);
    zpi_sender_drain_finish (sender, result_wait (&first), NULL);
    g_assert_cmpint (zpi_sender_drain_finish (sender, result_wait (&second), &error), ==, -1);
    g_assert_nonnull (error);
    g_clear_error (&error);
    desk_trouble (desk, "{}");
    desk_open (desk);
  }
  to_received (desk, id);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* What the case names is what goes: another document under that name stops it. */
static void
test_not_what_it_was (Desk *desk, gconstpointer data)
{
  static const char *const fields[][2] = {
      {"sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"size", "77"},
  };

  desk_start_municipality (desk);
  desk_open (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *id = desk_draft (desk);
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiCase) zcase = desk_open_case (desk, id, &error);
    g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[0], fields[i][0]);

    g_assert_cmpstr (zpi_case_get (zcase, key), !=, "");
    zpi_case_set (zcase, key, fields[i][1]);
    g_assert_false (desk_queue (desk, zcase, &error));
    assert_zpi_error (error, ZPI_ERROR_SEAL_BROKEN);
    g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
    desk_close_case (desk, zcase);
  }
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpuint (desk_n_received (desk), ==, 0);
}

static void
sign_in_as (Desk *desk, const char *name)
{
  g_clear_object (&desk->session->sign_in);
  desk->session->sign_in = zpi_sign_in_new ("https://a.nl", "x", NULL, "store", TRUE, NULL);
  desk->session->sign_in->identity = g_new0 (ZpiOidcIdentity, 1);
  desk->session->sign_in->identity->subject = g_strdup ("7");
  desk->session->sign_in->identity->name = g_strdup (name);
}

/* The counsellor with the organisation is named, by the name that signing in gave before what was
 * typed; it may be that nobody signed in yet or that the name is not told, and an organisation
 * without a name is nothing that a municipality takes. */
static void
test_organisation_is_named (Desk *desk, gconstpointer data)
{
  static const char text[] =
      "{\"version\": 1, \"name\": \"Welzijn Voorbeeld\", \"base_url\": \"https://a.nl/v1\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\"}";
  static const struct {
    gboolean signed_in;
    const char *told;
    const char *typed;
    const char *expected;
  } names[] = {
      {FALSE, NULL, "", NULL},
      {FALSE, NULL, "B. de Wit", "B. de Wit"},
      {TRUE, NULL, "B. de Wit", "B. de Wit"},
      {TRUE, "", "B. de Wit", "B. de Wit"},
      {TRUE, "C. Zwart", "", "C. Zwart"},
      {TRUE, "C. Zwart", "B. de Wit", "C. Zwart"},
  };
  g_autoptr (GBytes) file = g_bytes_new_static (text, strlen (text));

  desk_start_municipality (desk);
  desk_open (desk);
  desk->session->organisation = zpi_org_file_parse (file, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
    g_autofree char *path =
        g_strdup_printf ("/_oefening/aanvragen/%s/formulier", zpi_case_get_id (zcase));
    g_autoptr (JsonNode) form = NULL;
    JsonObject *counsellor;

    if (names[i].signed_in)
      sign_in_as (desk, names[i].told);
    zpi_case_set (zcase, ZPI_KEY_HELPER_NAME, names[i].typed);
    g_assert_true (desk_queue (desk, zcase, NULL));
    g_assert_cmpint (desk_drain (desk), ==, 0);
    form = desk_call (desk, "GET", path, NULL);
    counsellor = zpi_json_get_object (json_node_get_object (form), "hulpverlener");
    g_assert_cmpstr (zpi_json_get_string (counsellor, "naam"), ==, names[i].expected);
    g_assert_cmpstr (zpi_json_get_string (counsellor, "organisatie"),
                     ==,
                     names[i].expected != NULL ? "Welzijn Voorbeeld" : NULL);
    desk_close_case (desk, zcase);
  }
}

/* A server that contradicts itself: it has the application, and no receipt, whenever it is asked.
 * It is not asked for ever, and nothing is sent again. */

typedef struct {
  char *id;
  const char *state;
  guint receipt_status;
} Contradiction;

static GBytes *
contradict (const TestRequest *request, gpointer data)
{
  Contradiction *self = data;
  g_autofree char *body = NULL;

  if (strstr (request->path, "ontvangstbevestiging") != NULL)
    return test_answer_new (self->receipt_status, "Content-Type: application/json\r\n", "{}");
  if (strcmp (request->method, "GET") != 0)
    return test_answer_new (409, "Content-Type: application/json\r\n", "{}");
  body = g_strdup_printf ("{\"aanvraagId\": \"%s\", \"status\": \"%s\", \"documenten\": []}",
                          self->id,
                          self->state);
  return test_answer_new (200, "Content-Type: application/json\r\n", body);
}

static void
test_contradiction (Desk *desk, gconstpointer data)
{
  static const struct {
    const char *state;
    guint status;
  } answers[] = {{"ontvangen", 404}, {"ontvangen", 500}, {"in-verwerking", 202}, {"concept", 404}};
  Contradiction says = {0};
  g_autofree char *url = NULL;
  TestPeer *peer;

  desk_start_municipality (desk);
  desk_open (desk);
  says.id = desk_half_sent (desk);
  peer = test_peer_new (NULL);
  test_peer_set_handler (peer, contradict, &says);
  url = test_peer_dup_url (peer, "/v1");
  zpi_session_set_api_url (desk->session, url);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    says.state = answers[i].state;
    says.receipt_status = answers[i].status;
    desk->clock_set = TRUE;
    desk->now_us = g_get_real_time () + (gint64) (i + 1) * 24 * 3600 * G_USEC_PER_SEC;
    g_assert_cmpint (desk_drain (desk), ==, 1);
    g_assert_cmpint (desk_state (desk, says.id),
                     ==,
                     answers[i].status == 202 ? ZPI_CASE_SENDING : ZPI_CASE_WAITING);
  }
  g_assert_cmpuint (test_peer_get_n_requests (peer), <, 30);
  desk->clock_set = FALSE;
  zpi_session_set_api_url (desk->session, zpi_practice_server_get_base_url (desk->municipality));
  test_peer_free (peer);
  desk->clock_set = TRUE;
  desk->now_us = g_get_real_time () + 30 * G_TIME_SPAN_DAY;
  to_received (desk, says.id);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
  g_free (says.id);
}

/* Answers that make no sense at that place: never twice, and it can go on afterwards. */
static void
test_odd_codes (Desk *desk, gconstpointer data)
{
  static const struct {
    const char *path;
    guint code;
    ZpiCaseState state;
    const char *attention;
  } answers[] = {
      {"/documenten", 404, ZPI_CASE_WAITING, NULL},
      {"/documenten", 409, ZPI_CASE_ATTENTION, "document-refused"},
      {"/documenten", 410, ZPI_CASE_ATTENTION, "gone"},
      {"_indienen", 404, ZPI_CASE_WAITING, NULL},
      {"_indienen", 409, ZPI_CASE_WAITING, NULL},
      {"_indienen", 410, ZPI_CASE_ATTENTION, "gone"},
      {"_indienen", 403, ZPI_CASE_ATTENTION, "refused"},
  };

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *id = desk_queued (desk);
    g_autofree char *trouble =
        g_strdup_printf ("{\"foutcode\": %u, \"pad\": \"%s\"}", answers[i].code, answers[i].path);
    g_autoptr (ZpiCaseInfo) info = NULL;

    desk_trouble (desk, trouble);
    g_assert_cmpint (desk_drain (desk), ==, 1);
    desk_trouble (desk, "{}");
    g_test_message ("%s", trouble);
    info = desk_info (desk, id);
    g_assert_cmpint (info->state, ==, answers[i].state);
    g_assert_cmpstr (info->attention, ==, answers[i].attention);
    g_assert_cmpuint (desk_n_received (desk), ==, i);
    desk_advance (desk, 24 * 3600);
    to_received (desk, id);
    g_assert_cmpuint (desk_n_received (desk), ==, i + 1);
  }
}

/* Nobody who can prove to be the municipality: it waits, and says that that is why. */
static void
test_no_proof (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (TestPeer) peer = test_peer_new (NULL);

  /* It speaks first, and in the clear. */
  test_peer_set_blind (peer);
  test_peer_answer (peer, 400, "", "");
  url = g_strdup_printf ("https://127.0.0.1:%u/v1", test_peer_get_port (peer));
  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  id = desk_queued (desk);
  zpi_session_set_api_url (desk->session, url);
  g_assert_cmpint (desk_drain (desk), ==, 1);
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_WAITING);
  g_assert_true (g_str_has_prefix (info->attention, "tls"));
  zpi_session_set_api_url (desk->session, zpi_practice_server_get_base_url (desk->municipality));
  desk_advance (desk, 3600);
  to_received (desk, id);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* There is an address after all: from the paper route straight into the queue. */
static void
test_from_paper (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  id = desk_draft (desk);
  g_assert_true (desk_paper (desk, id, TRUE, NULL));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_PAPER);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  desk_queue_id (desk, id);
  to_received (desk, id);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++) {
    g_autofree char *path = g_strconcat ("/sender-amid/", operations[i].name, NULL);

    g_test_add (path, Desk, &operations[i], desk_set_up, test_amid, desk_tear_down);
  }
  desk_test ("/sender-amid/without-session", test_without_session);
  desk_test ("/sender-amid/read-only", test_read_only);
  desk_test ("/sender-amid/cancel-states", test_cancel_states);
  desk_test ("/sender-amid/cancel-answer", test_cancel_answer);
  desk_test ("/sender-amid/cancel-beside-application", test_cancel_beside_application);
  desk_test ("/sender-amid/remove-closed-answer", test_remove_closed_answer);
  desk_test ("/sender-amid/cancel-account", test_cancel_account);
  desk_test ("/sender-amid/cancel-after-a-try", test_cancel_after_a_try);
  desk_test ("/sender-amid/by-itself", test_by_itself);
  desk_test ("/sender-amid/another-address", test_another_address);
  desk_test ("/sender-amid/closed-while-asked", test_closed_while_asked);
  desk_test ("/sender-amid/not-what-it-was", test_not_what_it_was);
  desk_test ("/sender-amid/organisation-is-named", test_organisation_is_named);
  desk_test ("/sender-amid/contradiction", test_contradiction);
  desk_test ("/sender-amid/odd-codes", test_odd_codes);
  desk_test ("/sender-amid/no-proof", test_no_proof);
  desk_test ("/sender-amid/from-paper", test_from_paper);
  return g_test_run ();
}
