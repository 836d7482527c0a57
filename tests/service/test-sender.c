/* SPDX-License-Identifier: EUPL-1.2 */

/* Nothing is sent twice, half, or silently not at all: the outbox against the practice
 * municipality, over HTTP. */

#include "sender-fixture.h"
#include "zpi-clock-boot.h"
#include "zpi-clock-evidence.h"
#include "zpi-digest.h"
#include "zpi-document-store.h"
#include "zpi-field.h"
#include "zpi-intake.h"
#include "zpi-lease.h"
#include "zpi-left-originals.h"
#include "zpi-letters.h"
#include "zpi-send-many.h"
#include "zpi-sending-private.h"
#include "zpi-session-private.h"

#include <glib/gstdio.h>

#include <stdlib.h>
#include <string.h>

#define DAYS(n) ((n) *24 * 3600)

static JsonObject *
object_of (JsonNode *node)
{
  g_assert_true (node != NULL && JSON_NODE_HOLDS_OBJECT (node));
  return json_node_get_object (node);
}

static ZpiCase *
queued_household (Desk *desk, const char *name, guint n_documents)
{
  ZpiCase *zcase = desk_household (desk, name);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_documents; i++) {
    g_autoptr (GBytes) content = jpeg_of (300 * 1024 + i);
    g_autofree char *item = desk_take_in (desk, zcase, content, NULL, &error);

    g_assert_no_error (error);
  }
  desk_queue (desk, zcase, &error);
  g_assert_no_error (error);
  return zcase;
}

static void
test_offline_then_online (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autofree char *receipt = NULL;
  g_autofree char *timeline = NULL;
  const char *id;

  desk_open (desk);
  zcase = queued_household (desk, "Anna", 2);
  id = zpi_case_get_id (zcase);
  g_assert_cmpint (zpi_case_get_state (zcase), ==, ZPI_CASE_WAITING);
  g_assert_cmpint (desk_drain (desk), ==, 1); /* there is no server at all */
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);

  desk_start_municipality (desk);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_RECEIVED);
  g_assert_true (g_str_has_prefix (info->reference, "ZP-"));
  g_assert_cmpint (info->due_us, >, zpi_clock_now_us ());
  receipt = desk_record (desk, id, "receipt");
  g_assert_nonnull (strstr (receipt, "formulierSha256"));
  timeline = desk_record (desk, id, "timeline");
  g_assert_nonnull (strstr (timeline, "\"waiting\""));
  g_assert_nonnull (strstr (timeline, "\"received\""));
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
  /* The window's object knows too. */
  assert_soon (zpi_case_get_state (zcase) == ZPI_CASE_RECEIVED);
}

static void
test_goes_by_itself (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  zpi_sender_start (zpi_session_get_sender (desk->session));
  zcase = queued_household (desk, "Anna", 1);
  assert_soon (desk_state (desk, zpi_case_get_id (zcase)) == ZPI_CASE_RECEIVED);
}

typedef struct {
  const char *case_id;
  gboolean seen;
} SeenSending;

static void
look_whether_sending_cb (ZpiSession *session, gpointer user_data)
{
  SeenSending *seen = user_data;
  ZpiCaseItem *item = zpi_session_find_case_item (session, seen->case_id);

  seen->seen |= item != NULL && zpi_case_item_get_state (item) == ZPI_CASE_SENDING;
}

/* For as long as a try takes, "it goes when there is a connection" is not true. */
static void
test_listed_as_being_sent (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  SeenSending seen = {NULL, FALSE};

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 1);
  seen.case_id = zpi_case_get_id (zcase);
  g_signal_connect (desk->session, "cases-changed", G_CALLBACK (look_whether_sending_cb), &seen);
  desk_trouble (desk, "{\"vertragingInMs\": 300}");
  g_assert_cmpint (desk_drain (desk), ==, 0);
  desk_trouble (desk, "{}");
  g_signal_handlers_disconnect_by_data (desk->session, &seen);
  g_assert_true (seen.seen);
}

static void
test_not_complete_enough (Desk *desk, gconstpointer data)
{
  static const char *const keys[] = {ZPI_KEY_EMAIL, ZPI_KEY_DECLARED, ZPI_KEY_GIVEN_NAMES};

  desk_open (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
    g_autoptr (GError) error = NULL;

    zpi_case_set (zcase, ZPI_KEY_FAMILY_NAME, "");
    zpi_case_set (zcase, keys[i], "");
    g_assert_false (desk_queue (desk, zcase, &error));
    assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
    g_assert_cmpint (zpi_case_get_state (zcase), ==, ZPI_CASE_DRAFT);
  }
}

static void
test_second_click (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  g_assert_false (desk_queue (desk, zcase, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_clear_error (&error);
  g_assert_false (desk_queue (desk, zcase, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* Every kind of trouble, on every call, once: afterwards it arrives, once. */
static const char *const troubles[] = {
    "\"offline\": true",
    "\"foutcode\": 500",
    "\"foutcode\": 503",
    "\"foutcode\": 401",
    "\"inlogpagina\": true",
    "\"omleidingNaar\": \"http://127.0.0.1:1/elders\"",
    "\"antwoordKwijt\": true",
    "\"afgekapt\": true",
};

static void
check_trouble (Desk *desk, const char *trouble, const char *path)
{
  g_autofree char *json = g_strdup_printf ("{%s, \"pad\": \"%s\", \"aantal\": 1}", trouble, path);
  g_autoptr (ZpiCase) zcase = queued_household (desk, "Anna", 1);
  const char *id = zpi_case_get_id (zcase);
  guint before = desk_n_received (desk);

  desk_trouble (desk, json);
  for (guint i = 0; i < 4 && desk_drain (desk) > 0; i++) {
    ZpiCaseState state = desk_state (desk, id);

    g_test_message ("%s on %s: %s", trouble, path, zpi_case_state_to_nick (state));
    if (state == ZPI_CASE_ATTENTION) {
      g_autofree char *problem = desk_record (desk, id, "problem");

      g_test_message ("%s", problem);
    }
    g_assert_true (state == ZPI_CASE_WAITING || state == ZPI_CASE_SENDING);
    g_assert_cmpuint (desk_n_received (desk), <=, before + 1);
    desk_advance (desk, 3600); /* past any Retry-After */
  }
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, before + 1);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
}

static void
test_trouble_everywhere (Desk *desk, gconstpointer data)
{
  static const char *const paths[] = {"/aanvragen/", "/documenten", "_indienen"};

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (paths); j++)
      check_trouble (desk, troubles[i], paths[j]);
  }
}

/* What a person can do something about is named as long as it waits, and no longer. */
static void
test_says_why_it_waits (Desk *desk, gconstpointer data)
{
  static const char *const reasons[][2] = {
      {"{\"inlogpagina\": true}", "login-page"},
      {"{\"foutcode\": 401}", "sign-in-needed"},
      {"{\"offline\": true}", NULL},
      {"{\"foutcode\": 503}", NULL},
  };
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCaseInfo) sent = NULL;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 1);
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
    g_autoptr (ZpiCaseInfo) info = NULL;

    desk_trouble (desk, reasons[i][0]);
    desk_drain (desk);
    info = desk_info (desk, zpi_case_get_id (zcase));
    g_assert_cmpint (info->state, ==, ZPI_CASE_WAITING);
    g_assert_cmpstr (info->attention, ==, reasons[i][1]);
    desk_advance (desk, 3600);
  }
  desk_trouble (desk, "{}");
  desk_drain (desk);
  sent = desk_info (desk, zpi_case_get_id (zcase));
  g_assert_cmpint (sent->state, ==, ZPI_CASE_RECEIVED);
  g_assert_null (sent->attention);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
}

static void
test_wrong_digest_is_not_sent (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  const char *id;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 1);
  id = zpi_case_get_id (zcase);
  desk_trouble (desk, "{\"verkeerdeDigest\": true}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (desk_state (desk, id), !=, ZPI_CASE_RECEIVED);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

static void
test_accepted_is_still_sending (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  const char *id;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  id = zpi_case_get_id (zcase);
  desk_trouble (desk, "{\"eerstInVerwerking\": 2}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_SENDING);
  g_assert_cmpuint (desk_n_received (desk), <=, 1);
  for (guint i = 0; i < 3 && desk_state (desk, id) == ZPI_CASE_SENDING; i++) {
    desk_advance (desk, 60);
    desk_drain (desk);
  }
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

static void
test_retry_after_is_kept (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  const char *id;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  id = zpi_case_get_id (zcase);
  desk_trouble (desk, "{\"foutcode\": 503, \"retryAfter\": \"3600\", \"aantal\": 1}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  /* Not even for a person before it is time. */
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  desk_advance (desk, 3700);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

/* The clock is put right, hours on: what was planned goes at once, not when the queue looks again.
 */
static void
test_clock_set_wakes (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  ZpiSender *sender;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  sender = desk_sender (desk);
  zcase = queued_household (desk, "Anna", 0);
  desk_trouble (desk, "{\"foutcode\": 503, \"retryAfter\": \"3600\", \"aantal\": 1}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  zpi_sender_start (sender);
  g_assert_nonnull (sender->clock_watch);
  spin (200);
  zpi_sender_clock_changed (sender);
  g_assert_false (desk_wait_received (desk, zpi_case_get_id (zcase), 300));
  desk_advance (desk, 2 * 3600);
  g_assert_false (desk_wait_received (desk, zpi_case_get_id (zcase), 300));
  zpi_sender_clock_changed (sender);
  g_assert_true (desk_wait_received (desk, zpi_case_get_id (zcase), 5000));
  zpi_sender_pause (sender);
  g_assert_null (sender->clock_watch);
}

/* Planned while the clock stood years ahead: not believed once it is right again. */
static void
test_planned_by_a_clock_ahead (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;

  desk_set_clock (desk, "2035-11-22T12:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  desk_trouble (desk, "{\"foutcode\": 503, \"retryAfter\": \"3600\", \"aantal\": 1}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (desk_drain (desk), ==, 1);
  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (zcase)), ==, ZPI_CASE_RECEIVED);
}

static void
test_refused_then_repaired (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  const char *id;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = zpi_case_get_id (zcase);
  /* A number that passes the eleven-test but is not a published test number. */
  zpi_case_set (zcase, ZPI_KEY_BSN, "123456782");
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_cmpint (desk_drain (desk), ==, 1);
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_cmpstr (info->attention, ==, "refused");
  problem = desk_record (desk, id, "problem");
  g_assert_nonnull (strstr (problem, "\"" ZPI_KEY_BSN "\""));
  /* Trying again does not send it again. */
  g_assert_cmpint (desk_drain (desk), ==, 1);

  zpi_case_set (zcase, ZPI_KEY_BSN, "999993653");
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

static void
test_one_bad_item_blocks_nobody (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) bad = NULL;
  g_autoptr (ZpiCase) good = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  bad = desk_household (desk, "Anna");
  zpi_case_set (bad, ZPI_KEY_BSN, "123456782");
  g_assert_true (desk_queue (desk, bad, &error));
  good = queued_household (desk, "Bert", 1);
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (bad)), ==, ZPI_CASE_ATTENTION);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (good)), ==, ZPI_CASE_RECEIVED);
}

/* A gateway that takes offence at one application holds up no other. */
static void
test_one_page_blocks_nobody (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autofree char *trouble = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  first = queued_household (desk, "Anna", 0);
  second = queued_household (desk, "Bert", 0);
  trouble = g_strdup_printf ("{\"inlogpagina\": true, \"pad\": \"%s\"}", zpi_case_get_id (first));
  desk_trouble (desk, trouble);
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (first)), ==, ZPI_CASE_WAITING);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (second)), ==, ZPI_CASE_RECEIVED);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpuint (desk_n_received (desk), ==, 2);
}

static gboolean
attempts_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);
  GString *attempts = data;

  for (guint i = 0; items != NULL && i < items->len; i++)
    g_string_append_printf (attempts, "%u ", ((ZpiOutboxItem *) items->pdata[i])->attempts);
  return items != NULL;
}

/* Two in a row find no network: the others are not tried in vain. */
static void
test_no_network_ends_the_round (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (ZpiCase) third = NULL;
  g_autoptr (GString) attempts = g_string_new (NULL);

  desk_start_municipality (desk);
  desk_open (desk);
  first = queued_household (desk, "Anna", 0);
  second = queued_household (desk, "Bert", 0);
  third = queued_household (desk, "Cor", 0);
  desk_trouble (desk, "{\"offline\": true}");
  g_assert_cmpint (desk_drain (desk), ==, 3);
  g_assert_true (desk_run (desk, attempts_func, attempts, NULL));
  g_assert_cmpstr (attempts->str, ==, "1 1 0 ");
}

/* What a person has to look at; everything else is tried again by itself. */
static void
test_needs_a_person (void)
{
  const struct {
    ZpiError code;
    const char *problem; /* (nullable): what the municipality called it */
    gboolean permanent;
  } rows[] = {
      {ZPI_ERROR_REFUSED, NULL, TRUE},
      {ZPI_ERROR_TOO_LARGE, NULL, TRUE},
      {ZPI_ERROR_GONE, NULL, TRUE},
      {ZPI_ERROR_BAD_FORMAT, NULL, TRUE},
      {ZPI_ERROR_SEAL_BROKEN, NULL, TRUE},
      {ZPI_ERROR_STORE_DAMAGED, NULL, TRUE},
      {ZPI_ERROR_NOT_DRAWN, NULL, TRUE},
      {ZPI_ERROR_CONFLICT, NULL, TRUE},
      {ZPI_ERROR_CONFLICT, "x", TRUE},
      {ZPI_ERROR_CONFLICT, "digest-anders", FALSE},
      {ZPI_ERROR_OFFLINE, NULL, FALSE},
      {ZPI_ERROR_BUSY, NULL, FALSE},
      {ZPI_ERROR_TIMED_OUT, NULL, FALSE},
      {ZPI_ERROR_SIGN_IN_NEEDED, NULL, FALSE},
      {ZPI_ERROR_NOT_VERIFIED, NULL, FALSE},
      {ZPI_ERROR_LOGIN_PAGE, NULL, FALSE},
      {ZPI_ERROR_KEYRING_LOCKED, NULL, FALSE},
      {ZPI_ERROR_STORE_FULL, NULL, FALSE},
  };
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = g_error_new_literal (ZPI_ERROR, rows[i].code, "");
    const ZpiProblem problem = {.code = (char *) rows[i].problem};

    g_test_message ("%s", zpi_error_code_to_nick (rows[i].code));
    g_assert_true (zpi_sending_is_permanent (error, &problem) == rows[i].permanent);
  }
  g_assert_false (zpi_sending_is_permanent (foreign, NULL));
}

static void
test_cancel (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 1);
  id = zpi_case_get_id (zcase);
  g_assert_true (desk_cancel (desk, id, &error));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpuint (desk_n_received (desk), ==, 0);

  /* The form arrived, the rest did not: still a draft, and what changed is what is sent. */
  spin (100);
  zpi_case_set_state (zcase, ZPI_CASE_DRAFT);
  g_assert_true (desk_queue (desk, zcase, &error));
  desk_trouble (desk, "{\"foutcode\": 500, \"pad\": \"/documenten\"}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  desk_trouble (desk, "{}");
  g_assert_true (desk_cancel (desk, id, &error));
  zpi_case_set (zcase, ZPI_KEY_PHONE, "0612345678");
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);

  /* Too late. */
  g_assert_false (desk_cancel (desk, id, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

static void
test_cancel_asks_first (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  id = zpi_case_get_id (zcase);
  desk_trouble (desk, "{\"antwoordKwijt\": true, \"pad\": \"_indienen\"}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  desk_trouble (desk, "{\"offline\": true}");
  g_assert_false (desk_cancel (desk, id, &error));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  g_clear_error (&error);
  desk_trouble (desk, "{}");
  g_assert_false (desk_cancel (desk, id, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

static void
test_follow_up (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autofree char *status = NULL;
  const char *id;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  id = zpi_case_get_id (zcase);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  desk_move_on (desk, id, "_in-behandeling", "{}");
  g_assert_true (desk_refresh (desk, id, &error));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_IN_ASSESSMENT);
  desk_move_on (
      desk,
      id,
      "_vraag-aanvulling",
      "{\"gevraagd\": [{\"soort\": \"bankafschrift\"}], \"uiterlijkOp\": \"2099-02-05\"}");
  g_assert_true (desk_refresh (desk, id, &error));
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_MORE_INFORMATION);
  {
    g_autoptr (GDateTime) due = g_date_time_new_from_unix_local (info->due_us / G_USEC_PER_SEC);
    g_autofree char *text = g_date_time_format (due, "%Y-%m-%d");

    g_assert_cmpstr (text, ==, "2099-02-05");
  }
  status = desk_record (desk, id, "status");
  g_assert_nonnull (strstr (status, "aanvulling-gevraagd"));
}

/* A municipality that hands out the shipped rules with @from changed into @to. */
static void
give_rules (Desk *desk, const char *from, const char *to)
{
  g_autofree char *folder = g_build_filename (desk->folder, "municipality", NULL);
  const ZpiScheme *scheme = zpi_session_get_scheme (desk->session);
  GBytes *bytes = zpi_scheme_get_bytes (scheme);
  g_autoptr (GString) text =
      g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GError) error = NULL;

  if (from != NULL)
    g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  changed = g_bytes_new (text->str, text->len);
  if (desk->municipality != NULL)
    desk_stop_municipality (desk);
  desk->municipality = zpi_practice_server_new (folder, 0);
  zpi_practice_server_set_rules (desk->municipality,
                                 "zoetermeerpas",
                                 changed,
                                 zpi_scheme_get_norms_bytes (scheme));
  g_assert_true (zpi_practice_server_start (desk->municipality, &error));
  g_assert_no_error (error);
  zpi_session_set_api_url (desk->session, zpi_practice_server_get_base_url (desk->municipality));
}

/* Newer rules of the municipality are at hand, also after a restart, while a draft stays on its
 * own; what does not load completely replaces nothing and is named by file, line and key. */
static void
test_rules (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *shipped = NULL;
  g_autofree char *newer = NULL;
  g_autofree char *again = NULL;
  g_autofree char *schemes = g_build_filename (desk->folder, "schemes", NULL);
  const char *pinned;

  desk_open (desk);
  g_assert_cmpint (desk_fetch_rules (desk, &error), ==, -1);
  assert_zpi_error (error, ZPI_ERROR_OFFLINE);
  g_clear_error (&error);
  shipped = zpi_scheme_dup_full_version (zpi_session_get_scheme (desk->session));
  draft = desk_household (desk, "Anna");

  give_rules (desk, NULL, NULL);
  g_assert_cmpint (desk_fetch_rules (desk, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (desk_fetch_rules (desk, &error), ==, 0); /* not changed, says the server */
  g_assert_no_error (error);
  g_assert_false (g_file_test (schemes, G_FILE_TEST_EXISTS));

  give_rules (desk, "\"version\": \"2026-11-22\"", "\"version\": 20261123");
  g_assert_cmpint (desk_fetch_rules (desk, &error), ==, -1);
  assert_zpi_error (error, ZPI_ERROR_BAD_FORMAT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "zoetermeerpas"));
  g_assert_nonnull (strstr (error->message, "line "));
  g_assert_nonnull (strstr (error->message, "version"));
  g_clear_error (&error);
  give_rules (desk, "\"id\": \"zoetermeerpas\"", "\"id\": \"elders\"");
  g_assert_cmpint (desk_fetch_rules (desk, &error), ==, -1);
  assert_zpi_error (error, ZPI_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  g_assert_false (g_file_test (schemes, G_FILE_TEST_EXISTS));

  give_rules (desk, "\"version\": \"2026-11-22\"", "\"version\": \"2027-01-01\"");
  g_assert_cmpint (desk_fetch_rules (desk, &error), ==, 1);
  g_assert_no_error (error);
  newer = zpi_scheme_dup_full_version (zpi_session_get_scheme (desk->session));
  g_assert_cmpstr (newer, !=, shipped);
  pinned = zpi_case_get (draft, ZPI_KEY_SCHEME_VERSION);
  g_assert_cmpstr (pinned, ==, shipped);
  again = zpi_scheme_dup_full_version (zpi_session_get_scheme_version (desk->session, pinned));
  g_assert_cmpstr (again, ==, shipped);

  g_clear_object (&draft);
  desk_close (desk);
  desk_open (desk);
  g_free (again);
  again = zpi_scheme_dup_full_version (zpi_session_get_scheme (desk->session));
  g_assert_cmpstr (again, ==, newer);
}

static gint
fetch_changes (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);
  gint n_refreshed;

  zpi_sender_fetch_changes_async (sender, NULL, result_cb, &result);
  n_refreshed = zpi_sender_fetch_changes_finish (sender, result_wait (&result), &error);
  g_assert_no_error (error);
  return n_refreshed;
}

static void
test_changes (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (ZpiCase) draft = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  draft = desk_household (desk, "Chris");
  first = queued_household (desk, "Anna", 0);
  second = queued_household (desk, "Bert", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (fetch_changes (desk), ==, 2); /* the first time everything is new */
  desk_move_on (desk, zpi_case_get_id (second), "_in-behandeling", "{}");
  g_assert_cmpint (fetch_changes (desk), ==, 2); /* and again what is of the last quarter */
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (first)), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (second)), ==, ZPI_CASE_IN_ASSESSMENT);
}

/* One that cannot be asked for holds up no other, and is asked for again. */
static void
test_changes_of_others (Desk *desk, gconstpointer data)
{
  ZpiSender *sender;
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (g_object_unref);
  const char *first;

  desk_start_municipality (desk);
  desk_open (desk);
  sender = zpi_session_get_sender (desk->session);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (cases, queued_household (desk, "Anna", 0));
  g_assert_cmpint (desk_drain (desk), ==, 0);
  for (guint i = 0; i < 3; i++)
    desk_move_on (desk, zpi_case_get_id (cases->pdata[i]), "_in-behandeling", "{}");
  first = zpi_case_get_id (cases->pdata[0]);

  for (guint round = 0; round < 2; round++) {
    g_autofree char *trouble =
        g_strdup_printf ("{\"foutcode\": 500, \"pad\": \"/aanvragen/%s\"}", first);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    gint n_refreshed;

    desk_trouble (desk, round == 0 ? trouble : "{}");
    zpi_sender_fetch_changes_async (sender, NULL, result_cb, &result);
    n_refreshed = zpi_sender_fetch_changes_finish (sender, result_wait (&result), &error);
    g_assert_cmpint (n_refreshed, ==, round == 0 ? -1 : 3);
    g_assert_cmpint (desk_state (desk, first),
                     ==,
                     round == 0 ? ZPI_CASE_RECEIVED : ZPI_CASE_IN_ASSESSMENT);
    for (guint i = 1; i < 3; i++)
      g_assert_cmpint (desk_state (desk, zpi_case_get_id (cases->pdata[i])),
                       ==,
                       ZPI_CASE_IN_ASSESSMENT);
  }
}

static void
test_withdraw (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  ZpiSender *sender;
  const char *id;

  desk_start_municipality (desk);
  desk_open (desk);
  sender = zpi_session_get_sender (desk->session);
  zcase = queued_household (desk, "Anna", 0);
  id = zpi_case_get_id (zcase);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GAsyncResult) result = NULL;

    zpi_sender_withdraw_async (sender, id, NULL, result_cb, &result);
    g_assert_true (zpi_sender_withdraw_finish (sender, result_wait (&result), &error));
    g_assert_no_error (error);
    g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WITHDRAWN);
  }
}

static JsonObject *
declaration_at (Desk *desk, const char *id, JsonNode **keep)
{
  g_autofree char *path = g_strdup_printf ("/_oefening/aanvragen/%s/formulier", id);

  *keep = desk_call (desk, "GET", path, NULL);
  return zpi_json_get_object (object_of (*keep), "verklaring");
}

static void
test_declaration_evidence (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (JsonNode) keep1 = NULL;
  g_autoptr (JsonNode) keep2 = NULL;
  JsonObject *declaration;
  gboolean doubt = FALSE;
  gint64 sequence1 = 0, sequence2 = 0, offset = 0;

  desk_start_municipality (desk);
  desk_open (desk);
  /* The clock was never compared with anybody's. */
  first = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  declaration = declaration_at (desk, zpi_case_get_id (first), &keep1);
  g_assert_nonnull (zpi_json_get_string (declaration, "ondertekendOp"));
  g_assert_true (zpi_json_get_boolean (declaration, "klokTwijfel", &doubt));
  g_assert_true (doubt);
  g_assert_true (zpi_json_get_int (declaration, "volgnummer", &sequence1));

  /* Now it was; and the session that comes next still knows. */
  desk_close (desk);
  g_clear_object (&first);
  desk_open (desk);
  second = queued_household (desk, "Bert", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  declaration = declaration_at (desk, zpi_case_get_id (second), &keep2);
  g_assert_true (zpi_json_get_boolean (declaration, "klokTwijfel", &doubt));
  g_assert_false (doubt);
  g_assert_true (zpi_json_get_int (declaration, "klokafwijkingInSeconden", &offset));
  g_assert_cmpint (ABS (offset), <=, 2);
  g_assert_true (zpi_json_get_int (declaration, "volgnummer", &sequence2));
  g_assert_cmpint (sequence2, >, sequence1);
}

static void
test_clock_that_jumped_back_is_doubted (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (JsonNode) keep = NULL;
  gboolean doubt = FALSE;
  g_autofree char *now = zpi_clock_format_iso (g_get_real_time ());

  desk_set_clock (desk, now);
  desk_start_municipality (desk);
  desk_open (desk);
  first = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  desk_set_ahead (desk, -3600);
  second = queued_household (desk, "Bert", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_true (zpi_json_get_boolean (declaration_at (desk, zpi_case_get_id (second), &keep),
                                       "klokTwijfel",
                                       &doubt));
  g_assert_true (doubt);
}

/* It was right when it was compared; it was set 33 days ahead after that. */
static void
test_clock_set_ahead (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (JsonNode) keep = NULL;
  g_autofree char *now = zpi_clock_format_iso (g_get_real_time ());
  gboolean doubt = FALSE;

  desk_set_clock (desk, now);
  desk_start_municipality (desk);
  desk_open (desk);
  first = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  desk_set_ahead (desk, (gint64) 33 * 24 * 3600);
  second = queued_household (desk, "Bert", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_true (zpi_json_get_boolean (declaration_at (desk, zpi_case_get_id (second), &keep),
                                       "klokTwijfel",
                                       &doubt));
  g_assert_true (doubt);
}

static gint64
running_for (gpointer user_data)
{
  return *(gint64 *) user_data;
}

typedef struct {
  const char *path;
  gint64 clock_s, running_s;
  gboolean restarted, rebooted, doubt;
} Moved;

/* The clock moved after it was compared: it was set, or the computer slept meanwhile, or was off.
 */
static const Moved moved[] = {
    {"set-ahead", 3600, 0, .doubt = TRUE},
    {"slept-and-set-back", 3600, 7200, .doubt = TRUE},
    {"set-ahead-and-begun-again", 3600, 0, .restarted = TRUE, .doubt = TRUE},
    {"slept", 3 * 3600, 3 * 3600, .doubt = FALSE},
    {"slept-and-begun-again", 3 * 3600, 3 * 3600, .restarted = TRUE, .doubt = FALSE},
    {"set-a-little", 3600 + 200, 3600, .doubt = FALSE},
    {"was-off", 3600, 60, .restarted = TRUE, .rebooted = TRUE, .doubt = FALSE},
};

static void
test_clock_moved (Desk *desk, gconstpointer data)
{
  const Moved *row = data;
  gint64 running_us = (gint64) 3600 * G_USEC_PER_SEC;
  g_autofree char *now = zpi_clock_format_iso (g_get_real_time ());
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (JsonNode) keep = NULL;
  gboolean doubt = !row->doubt;

  zpi_clock_set_since_boot (running_for, &running_us);
  desk_set_clock (desk, now);
  desk_start_municipality (desk);
  desk_open (desk);
  first = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  if (row->restarted) {
    g_clear_object (&first);
    desk_close (desk);
    desk_open (desk);
  }
  if (row->rebooted)
    desk_sql (desk, "UPDATE meta SET value = 'another' WHERE name = 'clock_boot'");
  running_us += row->running_s * G_USEC_PER_SEC;
  desk_set_ahead (desk, row->clock_s);
  second = queued_household (desk, "Bert", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_true (zpi_json_get_boolean (declaration_at (desk, zpi_case_get_id (second), &keep),
                                       "klokTwijfel",
                                       &doubt));
  g_assert_cmpint (doubt, ==, row->doubt);
  zpi_clock_set_since_boot (NULL, NULL);
}

static void
test_clear_after_receipt (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) found = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) early = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt = NULL;
  g_autofree char *id = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 2);
  id = g_strdup (zpi_case_get_id (zcase));
  zpi_sender_clear_async (desk_sender (desk), id, NULL, result_cb, &early);
  g_assert_false (zpi_sender_clear_finish (desk_sender (desk), result_wait (&early), &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_clear_object (&zcase);

  zpi_sender_clear_async (desk_sender (desk), id, NULL, result_cb, &result);
  g_assert_true (zpi_sender_clear_finish (desk_sender (desk), result_wait (&result), &error));
  g_assert_no_error (error);
  info = desk_info (desk, id);
  g_assert_cmpint (info->cleared_us, >, 0);
  g_assert_cmpint (info->state, ==, ZPI_CASE_RECEIVED);
  g_assert_cmpstr (info->name, ==, "Anna");
  receipt = desk_record (desk, id, "receipt");
  g_assert_nonnull (receipt);
  found = desk_open_case (desk, id, &error);
  g_assert_null (found);
}

/* As one that was turned: another document stands in its place. */
static char *
draw_anew (Desk *desk, ZpiCase *zcase, const char *item)
{
  g_autoptr (GBytes) content = pdf_of (6000);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *drawn;

  zpi_intake_replace_async (desk->session, zcase, item, NULL, content, NULL, result_cb, &result);
  drawn = zpi_intake_replace_finish (result_wait (&result), NULL, &error);
  g_assert_no_error (error);
  return drawn;
}

/* A file that a document was made from and that still lies about is named after the answers are
 * gone, until it is gone itself, also when the document was drawn anew; one that went before is
 * not. */
static void
test_clear_leaves_originals (Desk *desk, gconstpointer data)
{
  g_autofree char *there = g_build_filename (desk->folder, "scan.pdf", NULL);
  g_autofree char *gone = g_build_filename (desk->folder, "gone.pdf", NULL);
  g_autoptr (GBytes) content = pdf_of (5000);
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *drawn = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *record = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) left = NULL;
  g_autofree char *id = NULL;

  g_assert_true (g_file_set_contents (there, "a scan", -1, NULL));
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  item = desk_take_in (desk, zcase, content, NULL, &error);
  uri = desk_add_original (zcase, item, there);
  g_free (desk_add_original (zcase, item, gone));
  drawn = draw_anew (desk, zcase, item);
  g_assert_cmpstr (drawn, !=, item);
  g_free (desk_add_original (zcase, "of-a-document-that-was-taken-out", there));
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_clear_object (&zcase);
  zpi_sender_clear_async (desk_sender (desk), id, NULL, result_cb, &result);
  g_assert_true (zpi_sender_clear_finish (desk_sender (desk), result_wait (&result), &error));
  record = desk_record (desk, id, ZPI_RECORD_ORIGINALS);
  g_assert_nonnull (record);
  bytes = g_bytes_new (record, strlen (record));
  left = zpi_left_originals_read (bytes);
  g_assert_cmpuint (g_strv_length (left), ==, 1);
  g_assert_cmpstr (left[0], ==, uri);
  zpi_intake_originals_gone (desk->session, id);
  after = desk_record (desk, id, ZPI_RECORD_ORIGINALS);
  g_assert_null (after);
}

typedef struct {
  const char *letter_id;
  const char *application_id;
} Answer;

static gboolean
answer_func (ZpiStore *store, gpointer data, GError **error)
{
  Answer *self = data;

  return zpi_letters_attach (store, self->letter_id, self->application_id, error) &&
         zpi_case_store_set_state (store,
                                   self->letter_id,
                                   ZPI_CASE_DRAFT,
                                   ZPI_CASE_RECEIVED,
                                   NULL,
                                   error);
}

/* What was given in with more information, or for a photo, lies about as much as the rest. */
static void
test_originals_of_answers (Desk *desk, gconstpointer data)
{
  g_autofree char *first = g_build_filename (desk->folder, "first.pdf", NULL);
  g_autofree char *later = g_build_filename (desk->folder, "later.pdf", NULL);
  g_autoptr (GBytes) content = pdf_of (5000);
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) letter = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GHashTable) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *answer_uri = NULL;
  g_autofree char *record = NULL;
  g_autofree char *id = NULL;

  g_assert_true (g_file_set_contents (first, "a scan", -1, NULL));
  g_assert_true (g_file_set_contents (later, "a scan", -1, NULL));
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  item = desk_take_in (desk, zcase, content, NULL, &error);
  uri = desk_add_original (zcase, item, first);
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_clear_object (&zcase);
  letter = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_LETTER);
  answer = desk_take_in (desk, letter, content, NULL, &error);
  answer_uri = desk_add_original (letter, answer, later);
  g_assert_true (desk_flush (desk, letter, &error));
  g_assert_true (desk_run (desk,
                           answer_func,
                           &(Answer){.letter_id = zpi_case_get_id (letter), .application_id = id},
                           &error));
  zpi_intake_find_originals_async (desk->session, id, NULL, result_cb, &result);
  found = zpi_intake_find_originals_finish (result_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (found), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (found, uri), ==, item);
  g_assert_cmpstr (g_hash_table_lookup (found, answer_uri), ==, answer);
  /* One goes to the bin, and then the client is done with. */
  g_assert_cmpint (g_unlink (first), ==, 0);
  g_clear_object (&letter);
  zpi_sender_clear_async (desk_sender (desk), id, NULL, result_cb, &cleared);
  g_assert_true (zpi_sender_clear_finish (desk_sender (desk), result_wait (&cleared), &error));
  record = desk_record (desk, id, ZPI_RECORD_ORIGINALS);
  g_assert_nonnull (strstr (record, "later.pdf"));
  g_assert_null (strstr (record, "first.pdf"));
}

/* What stands on another program's screen may be newer than what is saved: it is not sent from
 * here, and not cleared from here either. */
static void
test_open_elsewhere (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCase *theirs;
  Desk other = {.folder = desk->folder};

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  id = desk_draft (desk);
  desk_open (&other);
  theirs = desk_open_case (&other, id, &error);
  g_assert_no_error (error);
  {
    g_autoptr (ZpiCase) ours = desk_open_case (desk, id, &error);

    g_assert_false (desk_queue (desk, ours, &error));
    assert_zpi_error (error, ZPI_ERROR_BUSY);
    g_clear_error (&error);
    g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
    desk_close_case (&other, theirs);
    g_assert_true (desk_queue (desk, ours, &error));
    g_assert_no_error (error);
    desk_close_case (desk, ours);
  }
  g_assert_cmpint (desk_drain (desk), ==, 0);

  theirs = desk_open_case (&other, id, &error);
  g_assert_no_error (error);
  desk_advance (desk, 15 * 3600); /* the next day, and they still look at it */
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  desk_close_case (&other, theirs);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
  g_object_unref (theirs);
  desk_close (&other);
}

#define BIG_CHUNKS 96 /* 24 MiB */
#define MANY_BIG   46 /* 1.1 GB */

/* What the database and its log take on the disk. */
static goffset
folder_bytes (Desk *desk)
{
  static const char *const names[] = {"store.db", "store.db-wal"};
  goffset whole = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (desk->folder, names[i], NULL);
    GStatBuf info;

    whole += g_stat (path, &info) == 0 ? info.st_size : 0;
  }
  return whole;
}

/* In idle moments, a step at a time: a gigabyte takes a minute or two. */
static goffset
wait_until_small (Desk *desk, goffset wanted)
{
  for (guint i = 0; i < 30000 && folder_bytes (desk) > wanted; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (10000);
  }
  return folder_bytes (desk);
}

static gboolean
add_big_document_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree guint8 *zeros = g_malloc0 (ZPI_DOCUMENT_CHUNK_BYTES);
  g_autoptr (GBytes) chunk = g_bytes_new (zeros, ZPI_DOCUMENT_CHUNK_BYTES);

  if (!zpi_document_store_begin (store, data, id, error))
    return FALSE;
  for (guint i = 0; i < BIG_CHUNKS; i++)
    if (!zpi_document_store_append (store, id, i, i + 1 == BIG_CHUNKS, chunk, error))
      return FALSE;
  return TRUE;
}

static void
add_big_document (Desk *desk, char *case_id)
{
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;

  zpi_store_transact_async (zpi_session_get_store (desk->session),
                            add_big_document_func,
                            case_id,
                            NULL,
                            NULL,
                            result_cb,
                            &added);
  g_assert_nonnull (
      zpi_store_run_finish (zpi_session_get_store (desk->session), result_wait (&added), &error));
}

/* What is typed while much is cleared does not wait until all of it is gone, no more room is needed
 * than a step, and the room is there again afterwards. */
static void
test_clear_while_typing (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) draft = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const guint n_big = g_getenv ("ZPI_TEST_LONG") != NULL ? MANY_BIG : 1;
  gint64 longest_us = 0;
  goffset before, most = 0, after;
  guint n_saves = 0;

  desk_start_municipality (desk);
  desk_open (desk);
  draft = desk_household (desk, "Bert");
  zcase = queued_household (desk, "Anna", 0);
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_cmpint (desk_drain (desk), ==, 0);
  for (guint i = 0; i < n_big; i++)
    add_big_document (desk, id);
  before = folder_bytes (desk);
  zpi_sender_clear_async (desk_sender (desk), id, NULL, result_cb, &cleared);
  while (cleared == NULL) {
    g_autofree char *street = g_strdup_printf ("Straat %u", n_saves++);
    const gint64 since_us = g_get_monotonic_time ();

    zpi_case_set (draft, ZPI_KEY_STREET, street);
    g_assert_true (desk_flush (desk, draft, &error));
    longest_us = MAX (longest_us, g_get_monotonic_time () - since_us);
    most = MAX (most, folder_bytes (desk));
  }
  g_assert_true (zpi_sender_clear_finish (desk_sender (desk), cleared, &error));
  g_assert_no_error (error);
  after = wait_until_small (desk, 8 << 20);
  g_test_message ("%u saves, the longest took %.1f ms; MB: %.0f, amid %.0f, afterwards %.1f",
                  n_saves,
                  longest_us / 1000.0,
                  before / 1e6,
                  most / 1e6,
                  after / 1e6);
  g_assert_cmpint (most, <, before + (32 << 20));
  g_assert_cmpint (after, <=, 8 << 20);
  g_assert_cmpuint (n_saves, >, 10);
}

static void
count_cb (guint *n_times)
{
  (*n_times)++;
}

/* What changes nothing does not have everything listed anew: it is done every five minutes. */
static void
test_clear_nothing (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) draft = NULL;
  guint n_changes = 0;

  desk_open (desk);
  draft = desk_household (desk, "Chris");
  g_assert_true (desk_flush (desk, draft, NULL));
  g_signal_connect_swapped (zpi_session_get_keeper (desk->session),
                            "cases-changed",
                            G_CALLBACK (count_cb),
                            &n_changes);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  g_assert_cmpuint (n_changes, ==, 0);
}

static void
test_clear_due (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (ZpiCase) draft = NULL;
  ZpiCaseKeeper *keeper;

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  draft = desk_household (desk, "Chris");
  g_assert_true (desk_flush (desk, draft, NULL));
  first = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  zpi_case_keeper_close_case (keeper, first);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0); /* the client still sits there */
  desk_advance (desk, 20 * 3600);                        /* early the next morning */
  second = queued_household (desk, "Bert", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
  desk_advance (desk, 25 * 3600); /* open in the window, but 24 hours is the end */
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
  g_assert_cmpint (desk_clear_due (desk, TRUE), ==, 0);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (draft)), ==, ZPI_CASE_DRAFT);
}

/* At nine in the morning, still open. */
static ZpiCase *
received_household (Desk *desk)
{
  ZpiCase *zcase;

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  return zcase;
}

/* It counts from the receipt, whatever the municipality says later. */
static void
test_clear_due_after_news (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = received_household (desk);

  desk_advance (desk, 23 * 3600);
  desk_say_state (desk, zpi_case_get_id (zcase), ZPI_CASE_IN_ASSESSMENT, NULL);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0); /* open, and not yet 24 hours */
  desk_advance (desk, 2 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
}

/* It was right when the receipt came, or is set right just then, by the network: the client sits
 * there all the same, and until tomorrow. */
static void
test_clear_after_jump_ahead (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = received_household (desk);

  desk_set_ahead (desk, (gint64) 6 * 365 * 24 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  desk_advance (desk, 25 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
}

/* By a year: neither while the client still sits there, nor never. */
static void
test_clear_after_jump_back (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = received_household (desk);

  desk_set_ahead (desk, -365 * 24 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  desk_advance (desk, 20 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
}

/* The computer was off, and its clock begins where it likes: until it was compared it is as long
 * ago as the computer runs, for a case that is open as for one that is not. */
static void
test_clear_after_start_in_another_year (Desk *desk, gconstpointer data)
{
  const gint64 ahead = GPOINTER_TO_INT (data) * DAYS (365);
  g_autoptr (ZpiCase) zcase = received_household (desk);
  g_autofree char *id = g_strdup (zpi_case_get_id (zcase));
  g_autoptr (ZpiCase) again = NULL;

  desk_stop_municipality (desk);
  desk_restart_computer (desk, ahead);
  again = desk_open_case (desk, id, NULL);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), again);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  desk_advance (desk, 25 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
}

/* The next day the municipality says what time it is, and it was there all that time. */
static void
test_clear_after_a_night_off (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = received_household (desk);

  desk_restart_computer (desk, 23 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
}

/* Also by its clock it is the same morning, whatever ours says. */
static void
test_clear_after_start_compared (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = received_household (desk);

  desk_sql (desk, "DELETE FROM records WHERE name = 'received-running'");
  desk_restart_computer (desk, -DAYS (365));
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  desk_set_ahead (desk, DAYS (365) + 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  desk_advance (desk, 25 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
}

/* One of which something still waits to be sent does not keep the others. */
static void
test_clear_passes_by_what_waits (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) sent = NULL;
  g_autoptr (ZpiCase) waits = NULL;

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  sent = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  waits = queued_household (desk, "Bert", 0);
  desk_say_state (desk, zpi_case_get_id (waits), ZPI_CASE_RECEIVED, NULL);
  desk_advance (desk, 25 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (waits)), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
}

static gboolean
are_two (gpointer list)
{
  return g_list_model_get_n_items (list) == 2;
}

static ZpiOrgFile *
keeps_thirty_days (void)
{
  static const char text[] =
      "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://a.nl/v1\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\", \"retention_days\": 30}";
  g_autoptr (GBytes) file = g_bytes_new_static (text, strlen (text));

  return zpi_org_file_parse (file, NULL);
}

/* What is over goes after the days that the organisation says, stub and all; what is not stays. */
static void
test_retention (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) over = NULL;
  g_autoptr (ZpiCase) runs = NULL;
  g_autoptr (ZpiCase) draft = NULL;
  GListModel *cases;
  ZpiCaseKeeper *keeper;

  desk_set_clock (desk, "2026-11-01T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  cases = zpi_session_get_cases (desk->session);
  keeper = zpi_session_get_keeper (desk->session);
  draft = desk_household (desk, "Chris");
  g_assert_true (desk_flush (desk, draft, NULL));
  over = queued_household (desk, "Anna", 0);
  runs = queued_household (desk, "Bert", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  zpi_case_keeper_close_case (keeper, over);
  zpi_case_keeper_close_case (keeper, runs);
  desk_advance (desk, 25 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 2);
  desk_say_state (desk, zpi_case_get_id (over), ZPI_CASE_REJECTED, NULL);
  desk_advance (desk, 29 * 24 * 3600);
  desk->session->organisation = keeps_thirty_days ();
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  g_clear_pointer (&desk->session->organisation, zpi_org_file_unref);
  desk_advance (desk, 2 * 24 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0); /* nobody said how long */
  desk->session->organisation = keeps_thirty_days ();
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
  /* The list is two seconds old at most. */
  g_assert_true (wait_until (are_two, cases, 5000));
}

static gboolean
remind_later_func (ZpiStore *store, gpointer case_id, GError **error)
{
  gint64 due_us = zpi_clock_now_us () + DAYS (60) * (gint64) G_USEC_PER_SEC;

  return zpi_case_store_set_due (store, case_id, due_us, error);
}

static gint
clear_after_thirty_days (Desk *desk)
{
  const ZpiClearing clearing = {.at_us = zpi_clock_now_us (), .retention_days = 30};
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  g_autoptr (GAsyncResult) result = NULL;

  zpi_case_keeper_clear_due_async (keeper, &clearing, result_cb, &result);
  return zpi_case_keeper_clear_due_finish (keeper, result_wait (&result), NULL);
}

/* What is over goes after days that passed, not after those that a clock leapt over, until that is
 * set right. */
static void
test_retention_after_jump_ahead (Desk *desk, gconstpointer data)
{
  g_autofree char *now = zpi_clock_format_iso (g_get_real_time ());
  g_autoptr (ZpiCase) zcase = NULL;

  desk_set_clock (desk, now);
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
  desk_advance (desk, DAYS (2));
  g_assert_cmpint (clear_after_thirty_days (desk), ==, 1); /* the answers */
  desk_say_state (desk, zpi_case_get_id (zcase), ZPI_CASE_REJECTED, NULL);
  desk_set_ahead (desk, DAYS (365));
  g_assert_cmpint (clear_after_thirty_days (desk), ==, 0);
  desk_set_ahead (desk, -DAYS (365));
  desk_advance (desk, DAYS (31));
  g_assert_cmpint (clear_after_thirty_days (desk), ==, 1);
}

/* The clock of this computer is compared with the municipality's. */
static void
compare_clocks (Desk *desk)
{
  g_autoptr (ZpiCase) zcase = queued_household (desk, "Bert", 0);

  g_assert_cmpint (desk_drain (desk), ==, 0);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
}

static char *
handed_over (Desk *desk)
{
  ZpiCase *zcase = desk_household (desk, "Anna");
  char *id = g_strdup (zpi_case_get_id (zcase));

  g_assert_true (desk_flush (desk, zcase, NULL));
  desk_close_case (desk, zcase);
  desk_say_state (desk, id, ZPI_CASE_HANDED_OVER, NULL);
  return id;
}

/* The computer was off, and its clock begins where it likes. */
static void
start_in_another_year (Desk *desk, gint years)
{
  desk_sql (desk, "UPDATE meta SET value = 'before' WHERE name = 'clock_boot'");
  desk_set_ahead (desk, years * DAYS (365));
}

/* A battery that is empty: what was handed over before that, or amid it, is there when the clock is
 * right again, and goes when its days are over. */
static void
test_retention_after_start_in_another_year (Desk *desk, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *amid = NULL;

  desk_set_clock (desk, "2026-11-01T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  compare_clocks (desk);
  before = handed_over (desk);
  start_in_another_year (desk, 4);
  clear_after_thirty_days (desk);
  g_assert_true (desk_is_here (desk, before));
  start_in_another_year (desk, -8);
  amid = handed_over (desk);
  clear_after_thirty_days (desk);
  start_in_another_year (desk, 4);
  compare_clocks (desk);
  clear_after_thirty_days (desk);
  g_assert_true (desk_is_here (desk, before) && desk_is_here (desk, amid));
  desk_advance (desk, DAYS (31));
  clear_after_thirty_days (desk);
  g_assert_false (desk_is_here (desk, before) || desk_is_here (desk, amid));
}

static gboolean
backup_func (ZpiStore *store, gpointer file, GError **error)
{
  return zpi_store_backup (store, file, zpi_clock_evidence_now_us (store), error);
}

/* It opens for its days, not for two years besides. */
static void
test_backup_after_jump_ahead (Desk *desk, gconstpointer data)
{
  g_autofree char *backup = g_build_filename (desk->folder, "backup.db", NULL);
  g_autofree char *elsewhere = g_build_filename (desk->folder, "elsewhere", NULL);
  g_autoptr (GError) error = NULL;

  desk_set_clock (desk, "2026-11-01T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  compare_clocks (desk);
  desk_set_ahead (desk, DAYS (730));
  g_assert_true (desk_run (desk, backup_func, backup, &error));
  g_assert_no_error (error);
  desk_set_ahead (desk, -DAYS (730));
  desk_advance (desk, DAYS (31));
  g_assert_false (zpi_store_restore (backup, elsewhere, TRUE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_GONE);
}

/* What the client wants to be reminded of is kept until then, and the days of the organisation
 * count from there. */
static void
test_retention_of_a_reminder (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;

  desk_set_clock (desk, "2026-11-01T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
  desk_say_state (desk, zpi_case_get_id (zcase), ZPI_CASE_ISSUED, NULL);
  g_assert_true (desk_run (desk, remind_later_func, (gpointer) zpi_case_get_id (zcase), NULL));
  desk_advance (desk, DAYS (2));
  g_assert_cmpint (clear_after_thirty_days (desk), ==, 1); /* the answers */
  desk_advance (desk, DAYS (60 + 27));
  g_assert_cmpint (clear_after_thirty_days (desk), ==, 0);
  desk_advance (desk, DAYS (2));
  g_assert_cmpint (clear_after_thirty_days (desk), ==, 1);
}

/* What is over goes, here or with another desk; what somebody still waits for never does. */
static void
test_retention_by_state (Desk *desk, gconstpointer data)
{
  static const struct {
    ZpiCaseState state;
    gboolean goes;
  } rows[] = {
      {ZPI_CASE_DRAFT, FALSE},
      {ZPI_CASE_ATTENTION, FALSE},
      {ZPI_CASE_PAPER, FALSE},
      {ZPI_CASE_RECEIVED, FALSE},
      {ZPI_CASE_IN_ASSESSMENT, FALSE},
      {ZPI_CASE_MORE_INFORMATION, FALSE},
      {ZPI_CASE_GRANTED, FALSE},
      {ZPI_CASE_PHOTOS, FALSE},
      {ZPI_CASE_ISSUED, TRUE},
      {ZPI_CASE_REJECTED, TRUE},
      {ZPI_CASE_WITHDRAWN, TRUE},
      {ZPI_CASE_CLOSED, TRUE},
      {ZPI_CASE_HANDED_OVER, TRUE},
  };
  g_auto (GStrv) ids = g_new0 (char *, G_N_ELEMENTS (rows) + 1);

  desk_set_clock (desk, "2026-11-01T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  compare_clocks (desk);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    ZpiCase *zcase = desk_household (desk, "Anna");

    g_assert_true (desk_flush (desk, zcase, NULL));
    ids[i] = g_strdup (zpi_case_get_id (zcase));
    desk_close_case (desk, zcase);
    desk_say_state (desk, ids[i], rows[i].state, NULL);
  }
  desk_advance (desk, DAYS (29));
  clear_after_thirty_days (desk);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (desk_state (desk, ids[i]), ==, rows[i].state);
  desk_advance (desk, DAYS (2));
  clear_after_thirty_days (desk);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", zpi_case_state_to_nick (rows[i].state));
    g_assert_cmpint (desk_is_here (desk, ids[i]), ==, !rows[i].goes);
  }
}

/* What somebody looks at stays until it is closed. */
static void
test_retention_while_open (Desk *desk, gconstpointer data)
{
  ZpiCase *zcase;
  g_autofree char *id = NULL;

  desk_set_clock (desk, "2026-11-01T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  compare_clocks (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_flush (desk, zcase, NULL));
  desk_say_state (desk, id, ZPI_CASE_HANDED_OVER, NULL);
  desk_advance (desk, DAYS (31));
  clear_after_thirty_days (desk);
  g_assert_true (desk_is_here (desk, id));
  desk_close_case (desk, zcase);
  clear_after_thirty_days (desk);
  g_assert_false (desk_is_here (desk, id));
}

static void
test_fifty_queued (Desk *desk, gconstpointer data)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (g_object_unref);

  desk_start_municipality (desk);
  desk_open (desk);
  for (guint i = 0; i < 50; i++)
    g_ptr_array_add (cases, queued_household (desk, "Anna", i % 3));
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpuint (desk_n_received (desk), ==, 50);
  for (guint i = 0; i < cases->len; i++)
    g_assert_cmpint (desk_state (desk, zpi_case_get_id (g_ptr_array_index (cases, i))),
                     ==,
                     ZPI_CASE_RECEIVED);
}

/* Sixty days later, after the answer was lost: looked up, not sent again. */
static void
test_sixty_days_later (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  const char *id;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 1);
  id = zpi_case_get_id (zcase);
  desk_trouble (desk, "{\"antwoordKwijt\": true, \"pad\": \"_indienen\", \"aantal\": 1}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
  desk_advance (desk, 60 * 24 * 3600);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* A copy of the folder from before sending is put back: nothing is sent twice, and what the
 * municipality has can be taken over. */
static void
test_older_copy_put_back (Desk *desk, gconstpointer data)
{
  Desk copy = {.folder = g_build_filename (desk->folder, "copy", NULL)};
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) again = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *command = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_flush (desk, zcase, &error));
  g_clear_object (&zcase);
  desk_close (desk);
  command = g_strdup_printf ("mkdir '%s' && cd '%s' && cp store.db practice.key copy/",
                             copy.folder,
                             desk->folder);
  g_assert_cmpint (system (command), ==, 0);

  desk_open (desk);
  zcase = desk_open_case (desk, id, &error);
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_cmpint (desk_drain (desk), ==, 0);

  copy.municipality = desk->municipality;
  desk_open (&copy);
  again = desk_open_case (&copy, id, &error);
  zpi_case_set (again, ZPI_KEY_PHONE, "0612345678");
  g_assert_true (desk_queue (&copy, again, &error));
  g_assert_cmpint (desk_drain (&copy), ==, 1);
  info = desk_info (&copy, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_cmpstr (info->attention, ==, "other-form");
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
  g_assert_true (desk_resume (&copy, id, &error));
  g_clear_pointer (&info, zpi_case_info_free);
  info = desk_info (&copy, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_RECEIVED);
  g_assert_true (g_str_has_prefix (info->reference, "ZP-"));
  g_assert_cmpint (desk_drain (&copy), ==, 0);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
  g_clear_object (&again);
  desk_close (&copy);
  g_free (copy.folder);
}

static void
test_documents_arrive_byte_by_byte (Desk *desk, gconstpointer data)
{
  static const gsize sizes[] = {1000, 256 * 1024, 256 * 1024 + 1, 512 * 1024, 700 * 1024 + 3};
  g_autoptr (ZpiCase) zcase = NULL;
  g_auto (GStrv) items = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) content = jpeg_of (sizes[i]);
    g_autofree char *item = desk_take_in (desk, zcase, content, NULL, &error);

    g_assert_no_error (error);
  }
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_cmpint (desk_drain (desk), ==, 0);
  items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  g_assert_cmpuint (g_strv_length (items), ==, G_N_ELEMENTS (sizes));
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i], "sha256");
    g_autoptr (GBytes) content = jpeg_of (sizes[i]);
    g_autofree char *sha256 = zpi_digest_of_bytes (content);

    g_assert_cmpstr (zpi_case_get (zcase, key), ==, sha256);
  }
}

/* An error all day: tried ever more seldom, never given up, and there when it is over. */
static void
test_errors_all_day (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  gint64 end_us, last_us = 0;
  guint tries = 0;
  const char *id;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  end_us = desk->now_us + G_TIME_SPAN_DAY;
  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 1);
  id = zpi_case_get_id (zcase);
  desk_trouble (desk, "{\"foutcode\": 500, \"pad\": \"_indienen\"}");
  while (desk->now_us < end_us) {
    g_autoptr (ZpiCaseInfo) info = NULL;

    g_assert_cmpint (desk_drain (desk), ==, 1);
    info = desk_info (desk, id);
    g_assert_cmpint (info->state, ==, ZPI_CASE_WAITING);
    g_assert_cmpint (info->next_at_us, >, desk->now_us);
    g_assert_cmpint (info->next_at_us - desk->now_us, <=, 6 * 1.2 * G_TIME_SPAN_HOUR);
    g_assert_cmpint (info->next_at_us, >, last_us);
    last_us = info->next_at_us;
    desk->now_us = info->next_at_us;
    tries++;
  }
  g_test_message ("%u tries in a day", tries);
  g_assert_cmpuint (tries, >=, 9);
  g_assert_cmpuint (tries, <=, 16);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* The network comes back: what waits goes at once, whatever the plan was. */
static void
test_woken_by_the_network (Desk *desk, gconstpointer data)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  g_autoptr (ZpiCase) zcase = NULL;
  const char *id;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  id = zpi_case_get_id (zcase);
  desk_trouble (desk, "{\"offline\": true}");
  g_assert_cmpint (desk_drain (desk), ==, 1); /* the next try is planned in a minute */
  zpi_sender_start (zpi_session_get_sender (desk->session));
  desk_trouble (desk, "{}");
  g_assert_false (desk_wait_received (desk, id, 300));
  g_signal_emit_by_name (monitor, "network-changed", FALSE);
  g_assert_false (desk_wait_received (desk, id, 100));
  g_signal_emit_by_name (monitor, "network-changed", TRUE);
  g_assert_true (desk_wait_received (desk, id, 10000));
  zpi_sender_pause (zpi_session_get_sender (desk->session));
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* Somebody else is sending: waited for when a person asked, tried later when nobody did. */
static gboolean
release_cb (gpointer user_data)
{
  g_clear_pointer ((ZpiLease **) user_data, zpi_lease_release);
  return G_SOURCE_REMOVE;
}

static void
test_one_sender_at_a_time (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  ZpiLease *lease = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 0);
  lease = zpi_lease_take (desk->folder, "sender", &error);
  g_assert_no_error (error);
  zpi_sender_start (zpi_session_get_sender (desk->session));
  spin (100);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (zcase)), ==, ZPI_CASE_WAITING);
  g_assert_false (desk_cancel (desk, zpi_case_get_id (zcase), &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_timeout_add (400, release_cb, &lease);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_null (lease);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* Two people ask at once, and the second while the first is at it. */
static void
test_asked_twice (Desk *desk, gconstpointer data)
{
  ZpiSender *sender;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sending = FALSE;

  desk_start_municipality (desk);
  desk_open (desk);
  sender = zpi_session_get_sender (desk->session);
  zcase = queued_household (desk, "Anna", 1);
  zpi_sender_drain_async (sender, NULL, result_cb, &first);
  zpi_sender_drain_async (sender, NULL, result_cb, &second);
  g_object_get (sender, "sending", &sending, NULL);
  g_assert_true (sending);
  g_assert_cmpint (zpi_sender_drain_finish (sender, result_wait (&first), &error), ==, 0);
  g_assert_cmpint (zpi_sender_drain_finish (sender, result_wait (&second), &error), ==, 0);
  g_object_get (sender, "sending", &sending, NULL);
  g_assert_false (sending);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);

  desk_close (desk);
  desk_open (desk);
  sender = g_object_ref (zpi_session_get_sender (desk->session));
  desk_close (desk);
  zpi_sender_drain_async (sender, NULL, result_cb, &third);
  g_assert_cmpint (zpi_sender_drain_finish (sender, result_wait (&third), &error), ==, -1);
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
  g_object_unref (sender);
  desk_open (desk);
}

/* One document is refused: it is named, in words; the others are there; it can be tried again as it
 * is, and repaired. */
static void
test_refused_document (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *key = NULL;
  g_auto (GStrv) items = NULL;
  const char *id;

  desk_start_municipality (desk);
  desk_open (desk);
  zcase = queued_household (desk, "Anna", 1);
  id = zpi_case_get_id (zcase);
  items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  desk_trouble (desk, "{\"foutcode\": 413, \"pad\": \"/documenten\"}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  desk_trouble (desk, "{}");
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_cmpstr (info->attention, ==, "document-refused");
  problem = desk_record (desk, id, "problem");
  key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[0], "sha256");
  g_assert_nonnull (strstr (problem, key));
  g_assert_nonnull (strstr (problem, "\"too-large\""));
  g_assert_true (desk_resume (desk, id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  g_assert_false (desk_resume (desk, id, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* What was sent of a document is not kept for ever: it is sent from the start then. */
static void
test_expired_upload (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (JsonNode) limits = NULL;
  const char *id;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  limits = desk_call (desk, "PUT", "/_oefening/grenzen", "{\"verlooptNaSeconden\": 3600}");
  zcase = queued_household (desk, "Anna", 2);
  id = zpi_case_get_id (zcase);
  /* The first part is there; nobody here knows. */
  desk_trouble (desk, "{\"antwoordKwijt\": true, \"pad\": \"/documenten/\", \"aantal\": 1}");
  g_assert_cmpint (desk_drain (desk), ==, 1);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  desk_advance (desk, 2 * 24 * 3600);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

static void
test_paper (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = zpi_case_get_id (zcase);
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_true (desk_paper (desk, id, TRUE, &error));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_PAPER);
  g_assert_false (desk_paper (desk, id, TRUE, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (desk_paper (desk, id, FALSE, &error));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
}

static GPtrArray *
send_many (Desk *desk, const char *const *ids, gboolean queue)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *items;

  zpi_send_many_async (desk->session, ids, queue, NULL, result_cb, &result);
  items = zpi_send_many_finish (result_wait (&result), &error);
  g_assert_no_error (error);
  return items;
}

static void
assert_states (GPtrArray *items, ZpiSendManyState a, ZpiSendManyState b, ZpiSendManyState c)
{
  const ZpiSendManyState states[] = {a, b, c};

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    g_assert_cmpint (((ZpiSendManyItem *) items->pdata[i])->state, ==, states[i]);
}

/* Several at once: what is ready goes, the rest says why not, and a second click sends nothing. */
static void
test_many (Desk *desk, gconstpointer data)
{
  g_autofree char *ready = NULL;
  g_autofree char *not_declared = NULL;
  g_autofree char *sent = NULL;
  g_autoptr (GPtrArray) looked = NULL;
  g_autoptr (GPtrArray) queued = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  ready = desk_draft (desk);
  sent = desk_queued (desk);
  zcase = desk_household (desk, "Bart");
  zpi_case_set (zcase, ZPI_KEY_DECLARED, "");
  g_assert_true (desk_flush (desk, zcase, &error));
  not_declared = g_strdup (zpi_case_get_id (zcase));
  desk_close_case (desk, zcase);
  {
    const char *const ids[] = {ready, not_declared, sent, NULL};

    looked = send_many (desk, ids, FALSE);
    assert_states (looked,
                   ZPI_SEND_MANY_READY,
                   ZPI_SEND_MANY_NOT_COMPLETE,
                   ZPI_SEND_MANY_NOT_A_DRAFT);
    g_assert_cmpstr (((ZpiSendManyItem *) looked->pdata[1])->missing, ==, ZPI_KEY_DECLARED);
    g_assert_cmpint (desk_state (desk, ready), ==, ZPI_CASE_DRAFT);
    queued = send_many (desk, ids, TRUE);
    again = send_many (desk, ids, TRUE);
  }
  assert_states (queued,
                 ZPI_SEND_MANY_QUEUED,
                 ZPI_SEND_MANY_NOT_COMPLETE,
                 ZPI_SEND_MANY_NOT_A_DRAFT);
  assert_states (again,
                 ZPI_SEND_MANY_NOT_A_DRAFT,
                 ZPI_SEND_MANY_NOT_COMPLETE,
                 ZPI_SEND_MANY_NOT_A_DRAFT);
  desk_start_municipality (desk);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpuint (desk_n_received (desk), ==, 2);
  g_assert_cmpint (desk_state (desk, not_declared), ==, ZPI_CASE_DRAFT);
  desk_close (desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/sender/offline-then-online", test_offline_then_online);
  desk_test ("/sender/goes-by-itself", test_goes_by_itself);
  desk_test ("/sender/listed-as-being-sent", test_listed_as_being_sent);
  desk_test ("/sender/not-complete-enough", test_not_complete_enough);
  desk_test ("/sender/second-click", test_second_click);
  desk_test ("/sender/many", test_many);
  desk_test ("/sender/trouble-everywhere", test_trouble_everywhere);
  desk_test ("/sender/says-why-it-waits", test_says_why_it_waits);
  desk_test ("/sender/wrong-digest-is-not-sent", test_wrong_digest_is_not_sent);
  desk_test ("/sender/accepted-is-still-sending", test_accepted_is_still_sending);
  desk_test ("/sender/retry-after-is-kept", test_retry_after_is_kept);
  desk_test ("/sender/clock-set-wakes", test_clock_set_wakes);
  desk_test ("/sender/planned-by-a-clock-ahead", test_planned_by_a_clock_ahead);
  desk_test ("/sender/clock-set-ahead-is-doubted", test_clock_set_ahead);
  for (gsize i = 0; i < G_N_ELEMENTS (moved); i++) {
    g_autofree char *path = g_strconcat ("/sender/clock-moved/", moved[i].path, NULL);

    g_test_add (path, Desk, &moved[i], desk_set_up, test_clock_moved, desk_tear_down);
  }
  desk_test ("/sender/refused-then-repaired", test_refused_then_repaired);
  desk_test ("/sender/one-bad-item-blocks-nobody", test_one_bad_item_blocks_nobody);
  desk_test ("/sender/one-page-blocks-nobody", test_one_page_blocks_nobody);
  desk_test ("/sender/no-network-ends-the-round", test_no_network_ends_the_round);
  g_test_add_func ("/sender/needs-a-person", test_needs_a_person);
  desk_test ("/sender/cancel", test_cancel);
  desk_test ("/sender/cancel-asks-first", test_cancel_asks_first);
  desk_test ("/sender/follow-up", test_follow_up);
  desk_test ("/sender/changes", test_changes);
  desk_test ("/sender/rules", test_rules);
  desk_test ("/sender/changes-of-others", test_changes_of_others);
  desk_test ("/sender/withdraw", test_withdraw);
  desk_test ("/sender/declaration-evidence", test_declaration_evidence);
  desk_test ("/sender/clock-that-jumped-back", test_clock_that_jumped_back_is_doubted);
  desk_test ("/sender/clear-after-receipt", test_clear_after_receipt);
  desk_test ("/sender/clear-leaves-originals", test_clear_leaves_originals);
  desk_test ("/sender/originals-of-answers", test_originals_of_answers);
  desk_test ("/sender/open-elsewhere", test_open_elsewhere);
  desk_test ("/sender/clear-while-typing", test_clear_while_typing);
  desk_test ("/sender/clear-nothing", test_clear_nothing);
  desk_test ("/sender/clear-due", test_clear_due);
  desk_test ("/sender/clear-due-after-news", test_clear_due_after_news);
  desk_test ("/sender/clear-after-jump-ahead", test_clear_after_jump_ahead);
  desk_test ("/sender/clear-after-jump-back", test_clear_after_jump_back);
  desk_test ("/sender/clear-after-a-night-off", test_clear_after_a_night_off);
  desk_test ("/sender/clear-after-start-compared", test_clear_after_start_compared);
  g_test_add ("/sender/clear-after-start-in-the-past",
              Desk,
              GINT_TO_POINTER (-1),
              desk_set_up,
              test_clear_after_start_in_another_year,
              desk_tear_down);
  g_test_add ("/sender/clear-after-start-ahead",
              Desk,
              GINT_TO_POINTER (6),
              desk_set_up,
              test_clear_after_start_in_another_year,
              desk_tear_down);
  desk_test ("/sender/clear-passes-by-what-waits", test_clear_passes_by_what_waits);
  desk_test ("/sender/retention", test_retention);
  desk_test ("/sender/retention-after-jump-ahead", test_retention_after_jump_ahead);
  desk_test ("/sender/retention-after-start-in-another-year",
             test_retention_after_start_in_another_year);
  desk_test ("/sender/backup-after-jump-ahead", test_backup_after_jump_ahead);
  desk_test ("/sender/retention-of-a-reminder", test_retention_of_a_reminder);
  desk_test ("/sender/retention-by-state", test_retention_by_state);
  desk_test ("/sender/retention-while-open", test_retention_while_open);
  desk_test ("/sender/fifty-queued", test_fifty_queued);
  desk_test ("/sender/sixty-days-later", test_sixty_days_later);
  desk_test ("/sender/older-copy-put-back", test_older_copy_put_back);
  desk_test ("/sender/errors-all-day", test_errors_all_day);
  desk_test ("/sender/woken-by-the-network", test_woken_by_the_network);
  desk_test ("/sender/one-sender-at-a-time", test_one_sender_at_a_time);
  desk_test ("/sender/asked-twice", test_asked_twice);
  desk_test ("/sender/refused-document", test_refused_document);
  desk_test ("/sender/expired-upload", test_expired_upload);
  desk_test ("/sender/paper", test_paper);
  desk_test ("/sender/documents-arrive-byte-by-byte", test_documents_arrive_byte_by_byte);
  return g_test_run ();
}
