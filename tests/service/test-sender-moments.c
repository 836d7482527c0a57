/* SPDX-License-Identifier: EUPL-1.2 */

/* Moments that seldom come: the plan cannot be read, the network or another address comes during a
 * round, the lease cannot be had, a document of ours does not open, the municipality was put back
 * from before a document. Whatever it is, the case waits or says what is wrong, and arrives once.
 */

#include "sender-fixture.h"
#include "test-peer.h"
#include "zpi-field.h"
#include "zpi-session-private.h"
#include "zpi-store-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define JSON_TYPE    "Content-Type: application/json\r\n"
#define PROBLEM_TYPE "Content-Type: application/problem+json\r\n"

static void
open_desk (Desk *desk)
{
  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
}

static void
assert_arrives (Desk *desk, const char *id)
{
  desk_trouble (desk, "{}");
  desk_advance (desk, 24 * 3600);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

static gint64
seconds_to_go (guint source_id)
{
  GSource *source = g_main_context_find_source_by_id (NULL, source_id);

  return (g_source_get_ready_time (source) - g_get_monotonic_time ()) / G_USEC_PER_SEC;
}

/* However far off the next time is, it is looked at again within a quarter of an hour: the clock
 * may have been put right meanwhile. */
static void
test_plan (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  ZpiSender *sender;

  open_desk (desk);
  id = desk_queued (desk);
  sender = desk_sender (desk);
  desk_trouble (desk, "{\"foutcode\": 503, \"retryAfter\": \"7200\"}");
  zpi_sender_start (sender);
  g_assert_true (wait_until (has_timer, sender, 5000));
  g_assert_cmpint (seconds_to_go (sender->timer_id), <=, 900);
  g_assert_cmpint (seconds_to_go (sender->timer_id), >, 800);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  zpi_sender_pause (sender);
  assert_arrives (desk, id);
}

/* A plan that cannot be read is none; nor is one that is read when nothing is to be sent any more.
 * The next occasion makes it. */
static void
test_plan_that_cannot_be_made (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  ZpiSender *sender;

  open_desk (desk);
  id = desk_queued (desk);
  sender = desk_sender (desk);
  desk_trouble (desk, "{\"foutcode\": 500}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  zpi_sender_start (sender);
  g_assert_true (wait_until (has_timer, sender, 5000));
  g_clear_handle_id (&sender->timer_id, g_source_remove);
  desk_sql_soon (desk, "ALTER TABLE outbox RENAME TO elsewhere");
  zpi_sender_plan (sender);
  desk_sql_soon (desk, "ALTER TABLE elsewhere RENAME TO outbox");
  spin (50);
  g_assert_cmpuint (sender->timer_id, ==, 0);
  zpi_sender_plan (sender);
  zpi_sender_pause (sender);
  spin (50);
  g_assert_cmpuint (sender->timer_id, ==, 0);
  zpi_sender_start (sender);
  g_assert_true (wait_until (has_timer, sender, 5000));
  zpi_sender_pause (sender);
  assert_arrives (desk, id);
}

static void
network_changed (gboolean available)
{
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", available);
}

/* The network, or another address, during a round: that one goes on, and nothing goes twice. While
 * the store can only be read nothing begins. */
static void
test_news_during_a_round (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  ZpiSender *sender;
  SendRound *round;

  open_desk (desk);
  url = test_peer_dup_url (peer, "/v1");
  id = desk_queued (desk);
  sender = desk_sender (desk);
  zpi_session_set_state (desk->session, ZPI_SESSION_READ_ONLY, NULL);
  zpi_sender_start (sender);
  network_changed (FALSE);
  network_changed (TRUE);
  zpi_session_set_api_url (desk->session, url);
  zpi_sender_plan (sender);
  g_assert_null (sender->round);
  spin (50);
  g_assert_cmpuint (sender->timer_id, ==, 0);
  zpi_session_set_state (desk->session, ZPI_SESSION_OPEN, NULL);
  zpi_session_set_api_url (desk->session, zpi_practice_server_get_base_url (desk->municipality));
  g_assert_true (desk_wait_received (desk, id, 5000));
  g_assert_true (wait_until (is_idle, sender, 5000));

  desk_trouble (desk, "{\"vertragingInMs\": 100}");
  zpi_sender_drain_async (sender, NULL, result_cb, &result);
  round = sender->round;
  g_assert_nonnull (round);
  network_changed (FALSE);
  network_changed (TRUE);
  g_assert_true (sender->round == round);
  zpi_session_set_api_url (desk->session, url);
  g_assert_true (sender->round == round);
  g_assert_cmpint (zpi_sender_drain_finish (sender, result_wait (&result), NULL), ==, 0);
  zpi_sender_pause (sender);
  g_assert_cmpuint (test_peer_get_n_requests (peer), ==, 0);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

static void
pause_cb (ZpiSender *sender, const char *case_id, gpointer user_data)
{
  zpi_sender_pause (sender);
}

/* The receipt is promised within seconds, but sending was paused: nobody waits for it. */
static void
test_paused_before_a_receipt (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  gulong handler;

  open_desk (desk);
  id = desk_queued (desk);
  handler = g_signal_connect (desk_sender (desk), "case-changed", G_CALLBACK (pause_cb), NULL);
  desk_trouble (desk, "{\"eerstInVerwerking\": 1, \"retryAfter\": \"2\"}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_SENDING);
  g_signal_handler_disconnect (desk_sender (desk), handler);
  assert_arrives (desk, id);
}

/* Broken off where it stood counts as no try: it may go on at once. */
static void
test_broken_off_is_no_try (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender;

  open_desk (desk);
  id = desk_queued (desk);
  sender = desk_sender (desk);
  desk_trouble (desk, "{\"vertragingInMs\": 2000}");
  zpi_sender_drain_async (sender, NULL, result_cb, &result);
  spin (300);
  zpi_sender_pause (sender);
  zpi_sender_drain_finish (sender, result_wait (&result), NULL);
  info = desk_info (desk, id);
  g_assert_cmpint (info->next_at_us, <=, desk->now_us);
  assert_arrives (desk, id);
}

/* What keeps two from sending at once cannot be had at all: an error at once, what was planned
 * stays planned, and it goes when that is over. */
static void
test_no_lease (Desk *desk, gconstpointer data)
{
  g_autofree char *path = g_build_filename (desk->folder, "sender.lock", NULL);
  g_autofree char *id = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiSender *sender;
  guint timer_id;

  open_desk (desk);
  id = desk_queued (desk);
  sender = desk_sender (desk);
  desk_trouble (desk, "{\"foutcode\": 500}");
  zpi_sender_start (sender);
  g_assert_true (wait_until (has_timer, sender, 5000));
  timer_id = sender->timer_id;
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  zpi_sender_drain_async (sender, NULL, result_cb, &result);
  g_assert_cmpint (zpi_sender_drain_finish (sender, result_wait (&result), &error), ==, -1);
  assert_zpi_error (error, ZPI_ERROR_STORE_FAILED);
  g_assert_cmpuint (sender->timer_id, ==, timer_id);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  zpi_sender_pause (sender);
  assert_arrives (desk, id);
}

/* It failed more often than can be counted: that is where counting ends, not trying. */
static void
test_most_attempts (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;

  open_desk (desk);
  id = desk_queued (desk);
  desk_sql (desk, "UPDATE outbox SET attempts = 2147483647");
  desk_trouble (desk, "{\"foutcode\": 500}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_WAITING);
  g_assert_cmpint (info->next_at_us, >, desk->now_us);
  g_assert_cmpint (info->next_at_us - desk->now_us, <=, 8 * G_TIME_SPAN_HOUR);
  assert_arrives (desk, id);
}

/* A document of ours does not open: a person has to look, and hears which it is. */
static void
test_damaged_document (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;

  open_desk (desk);
  id = desk_queued (desk);
  desk_sql (desk, "CREATE TEMP TABLE sound AS SELECT * FROM chunks");
  desk_sql (desk, "UPDATE chunks SET data = zeroblob (length (data))");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_cmpstr (info->attention, ==, "document-damaged");
  problem = desk_record (desk, id, "problem");
  g_assert_nonnull (strstr (problem, "\"seal-broken\""));
  g_assert_nonnull (strstr (problem, "bewijsstukken[0]"));
  g_assert_cmpuint (desk_n_received (desk), ==, 0);
  desk_sql (desk,
            "UPDATE chunks SET data = (SELECT data FROM sound "
            "WHERE sound.document_id = chunks.document_id AND sound.position = chunks.position)");
  g_assert_true (desk_resume (desk, id, NULL));
  assert_arrives (desk, id);
}

/* A municipality that has our form and none of its documents. */
typedef struct {
  const char *id;
  ZpiOutboxItem *item;
  guint status; /* of what is uploaded */
  const char *body;
  const char *digest; /* (nullable): of another document under the same id, which it has */
  ZpiOutboxPart *part;
  gint n_uploads; /* atomic */
  gint n_begun;   /* atomic: of documents only */
} Forgetful;

static gboolean
get_item_func (ZpiStore *store, gpointer data, GError **error)
{
  Forgetful *self = data;

  self->item = zpi_outbox_store_get (store, self->id, error);
  return self->item != NULL;
}

static gboolean
get_part_func (ZpiStore *store, gpointer data, GError **error)
{
  Forgetful *self = data;
  g_autoptr (GPtrArray) parts = zpi_outbox_store_parts (store, self->id, error);

  if (parts == NULL)
    return FALSE;
  self->part = g_ptr_array_steal_index (parts, 0);
  return TRUE;
}

static char *
dup_other_document (const Forgetful *self)
{
  if (self->digest == NULL)
    return g_strdup ("");
  return g_strdup_printf ("{\"documentId\": \"%s\", \"status\": \"ontvangen\", \"sha256\": \"%s\","
                          " \"grootteInBytes\": %" G_GUINT64_FORMAT "}",
                          self->part->document_id,
                          self->digest,
                          self->part->size_bytes);
}

static GBytes *
forget_documents (const TestRequest *request, gpointer data)
{
  Forgetful *self = data;
  g_autofree char *documents = NULL;
  g_autofree char *body = NULL;

  if (strcmp (request->method, "GET") != 0) {
    g_atomic_int_inc (&self->n_uploads);
    if (g_str_has_suffix (request->path, "/documenten"))
      g_atomic_int_inc (&self->n_begun);
    return test_answer_new (self->status, PROBLEM_TYPE, self->body);
  }
  documents = dup_other_document (self);
  body = g_strdup_printf ("{\"aanvraagId\": \"%s\", \"status\": \"concept\","
                          " \"formulierSha256\": \"%s\", \"documenten\": [%s]}",
                          self->id,
                          self->item->payload_sha256,
                          documents);
  return test_answer_new (200, JSON_TYPE, body);
}

/* The documents were there and are not any more, or it says that all was submitted, which it does
 * not have: they are sent again, and never for ever. */
static void
test_forgotten_documents (Desk *desk, gconstpointer data)
{
  static const struct {
    guint status;
    const char *body;
  } answers[] = {{500, "{}"}, {409, "{\"code\": \"al-ingediend\"}"}};
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;
  Forgetful forgetful = {0};
  TestPeer *peer;

  open_desk (desk);
  id = desk_queued (desk);
  desk_trouble (desk, "{\"foutcode\": 500, \"pad\": \"_indienen\"}");
  g_assert_cmpint (desk_drain (desk), ==, 1); /* the document is there */
  forgetful.id = id;
  g_assert_true (desk_run (desk, get_item_func, &forgetful, NULL));
  g_assert_cmpint (forgetful.item->step, ==, ZPI_OUTBOX_SUBMIT);
  peer = test_peer_new (NULL);
  test_peer_set_handler (peer, forget_documents, &forgetful);
  url = test_peer_dup_url (peer, "/v1");
  zpi_session_set_api_url (desk->session, url);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    desk_advance (desk, 3600);
    forgetful.status = answers[i].status;
    forgetful.body = answers[i].body;
    g_atomic_int_set (&forgetful.n_uploads, 0);
    g_atomic_int_set (&forgetful.n_begun, 0);
    g_assert_cmpint (desk_drain (desk), ==, 1);
    g_assert_cmpint (g_atomic_int_get (&forgetful.n_begun), >=, 1);
    g_assert_cmpint (g_atomic_int_get (&forgetful.n_uploads), <, 10);
    g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  }
  zpi_session_set_api_url (desk->session, zpi_practice_server_get_base_url (desk->municipality));
  test_peer_free (peer);
  zpi_outbox_item_free (forgetful.item);
  assert_arrives (desk, id);
}

/* Under the id of our document stands another one: that ours arrived is not believed. */
static void
test_other_document_there (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;
  Forgetful forgetful = {.status = 409,
                         .body = "{\"code\": \"al-ingediend\"}",
                         .digest =
                             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
  TestPeer *peer;

  open_desk (desk);
  id = desk_queued (desk);
  desk_trouble (desk, "{\"foutcode\": 500, \"pad\": \"_indienen\"}");
  g_assert_cmpint (desk_drain (desk), ==, 1); /* ours is there */
  forgetful.id = id;
  g_assert_true (desk_run (desk, get_item_func, &forgetful, NULL));
  g_assert_true (desk_run (desk, get_part_func, &forgetful, NULL));
  peer = test_peer_new (NULL);
  test_peer_set_handler (peer, forget_documents, &forgetful);
  url = test_peer_dup_url (peer, "/v1");
  zpi_session_set_api_url (desk->session, url);
  desk_advance (desk, 3600);
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&forgetful.n_begun), >=, 1);
  zpi_session_set_api_url (desk->session, zpi_practice_server_get_base_url (desk->municipality));
  test_peer_free (peer);
  zpi_outbox_item_free (forgetful.item);
  zpi_outbox_part_free (forgetful.part);
  assert_arrives (desk, id);
}

static guint
n_documents_there (Desk *desk, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/_oefening/aanvragen/%s", id);
  g_autoptr (JsonNode) answer = desk_call (desk, "GET", path, NULL);
  JsonArray *documents = zpi_json_get_array (json_node_get_object (answer), "documenten");

  return documents != NULL ? json_array_get_length (documents) : 0;
}

/* The municipality has neither form nor documents any more: all of it goes again, in one round,
 * and the documents before it is asked to take it as complete. */
static void
test_documents_go_again (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (JsonNode) emptied = NULL;

  open_desk (desk);
  id = desk_queued (desk);
  desk_trouble (desk, "{\"foutcode\": 500, \"pad\": \"_indienen\"}");
  g_assert_cmpint (desk_drain (desk), ==, 1); /* the document is there */
  g_assert_cmpuint (n_documents_there (desk, id), ==, 1);
  emptied = desk_call (desk, "POST", "/_oefening/_begin-opnieuw", "{}");
  desk_trouble (desk, "{\"foutcode\": 500, \"pad\": \"_indienen\"}");
  desk_advance (desk, 3600);
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpuint (n_documents_there (desk, id), ==, 1);
  desk_trouble (desk, "{}");
  desk_advance (desk, 7200);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

/* What was kept about the clock is no number: as if it had never been compared. */
static void
test_clock_evidence_that_is_none (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) form = NULL;
  JsonObject *declaration;
  gboolean doubt = FALSE;
  gint64 offset;

  open_desk (desk);
  desk_sql (desk,
            "REPLACE INTO meta (name, value) VALUES ('clock_offset_us', 'bijna gelijk'),"
            " ('clock_confirmed_us', '')");
  id = desk_queued (desk);
  assert_arrives (desk, id);
  path = g_strdup_printf ("/_oefening/aanvragen/%s/formulier", id);
  form = desk_call (desk, "GET", path, NULL);
  declaration = zpi_json_get_object (json_node_get_object (form), "verklaring");
  g_assert_true (zpi_json_get_boolean (declaration, "klokTwijfel", &doubt));
  g_assert_true (doubt);
  g_assert_false (zpi_json_get_int (declaration, "klokafwijkingInSeconden", &offset));
}

/* Another process wrote the case after this one had saved it: what it wrote is not sent unseen. */
static void
test_written_meanwhile (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;

  open_desk (desk);
  id = desk_draft (desk);
  zcase = desk_open_case (desk, id, &error);
  zpi_case_set (zcase, ZPI_KEY_DECLARED_AT, "2026-11-22T11:00:00+01:00");
  g_assert_true (desk_flush (desk, zcase, &error));
  desk_sql (desk, "UPDATE cases SET generation = generation + 1");
  g_assert_false (desk_queue (desk, zcase, &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
  desk_sql (desk, "UPDATE cases SET generation = generation - 1");
  g_assert_true (desk_queue (desk, zcase, &error));
  assert_arrives (desk, id);
  desk_close_case (desk, zcase);
}

/* There is nobody to ask. */
static void
test_no_server (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, -1);
  assert_zpi_error (error, ZPI_ERROR_OFFLINE);
}

/* Takes several steps. */
#define LARGE            (6 << 20)

#define FOLDER_OF_KILLED "ZPI_TEST_FOLDER_OF_KILLED"

static gboolean
delete_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_delete (store, data, error);
}

static gboolean
in_transaction_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_transact (store, delete_func, data, error);
}

static gboolean
scrub_step_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub_step (store, data, error);
}

static gboolean
count_left_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_sql_number (store->db,
                         "SELECT count(*) FROM chunks JOIN documents d ON d.id = document_id "
                         "WHERE d.state = 'cleared'",
                         data,
                         error);
}

static gint64
count_left (Desk *desk)
{
  gint64 n_left = -1;

  g_assert_true (desk_run (desk, count_left_func, &n_left, NULL));
  return n_left;
}

static gboolean
nothing_left (gpointer desk)
{
  g_autofree char *log = g_build_filename (((Desk *) desk)->folder, "store.db-wal", NULL);
  GStatBuf status;

  return count_left (desk) == 0 && g_stat (log, &status) == 0 && status.st_size == 0;
}

/* Deletes what has a large document in it, and is killed while that is taken away. */
static void
delete_and_die (Desk *desk)
{
  g_autofree char *folder = g_strdup (g_getenv (FOLDER_OF_KILLED));
  g_autofree char *document = NULL;
  g_autofree char *id = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GBytes) content = jpeg_of (LARGE);
  gboolean more = FALSE;

  g_rmdir (desk->folder);
  g_free (desk->folder);
  desk->folder = g_steal_pointer (&folder);
  desk_open (desk);
  id = desk_draft (desk);
  zcase = desk_open_case (desk, id, NULL);
  document = desk_take_in (desk, zcase, content, NULL, NULL);
  g_assert_true (desk_flush (desk, zcase, NULL));
  g_assert_true (desk_run (desk, in_transaction_func, id, NULL));
  g_assert_true (desk_run (desk, scrub_step_func, &more, NULL));
  g_assert_true (more);
  raise (SIGKILL);
}

/* What was deleted when a process died is taken out of the files at the next opening, by itself. */
static void
test_killed_while_scrubbing (Desk *desk, gconstpointer data)
{
  if (g_test_subprocess ()) {
    delete_and_die (desk);
    return;
  }
  g_setenv (FOLDER_OF_KILLED, desk->folder, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_assert_false (g_test_trap_has_passed ());
  g_unsetenv (FOLDER_OF_KILLED);
  desk_open (desk);
  g_assert_cmpint (count_left (desk), >, 0);
  zpi_sender_start (desk_sender (desk));
  g_assert_true (wait_until (nothing_left, desk, 30000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/sender-moments/plan", test_plan);
  desk_test ("/sender-moments/plan-that-cannot-be-made", test_plan_that_cannot_be_made);
  desk_test ("/sender-moments/news-during-a-round", test_news_during_a_round);
  desk_test ("/sender-moments/paused-before-a-receipt", test_paused_before_a_receipt);
  desk_test ("/sender-moments/no-lease", test_no_lease);
  desk_test ("/sender-moments/broken-off-is-no-try", test_broken_off_is_no_try);
  desk_test ("/sender-moments/most-attempts", test_most_attempts);
  desk_test ("/sender-moments/damaged-document", test_damaged_document);
  desk_test ("/sender-moments/forgotten-documents", test_forgotten_documents);
  desk_test ("/sender-moments/other-document-there", test_other_document_there);
  desk_test ("/sender-moments/documents-go-again", test_documents_go_again);
  desk_test ("/sender-moments/clock-evidence-that-is-none", test_clock_evidence_that_is_none);
  desk_test ("/sender-moments/written-meanwhile", test_written_meanwhile);
  desk_test ("/sender-moments/no-server", test_no_server);
  desk_test ("/sender-moments/killed-while-scrubbing", test_killed_while_scrubbing);
  return g_test_run ();
}
