/* SPDX-License-Identifier: EUPL-1.2 */

/* After the receipt: what changed, how a case stands, withdrawing, and the care that is taken now
 * and then. Most of it against the practice municipality; answers that it would never give come
 * from a server of raw bytes. */

#include "sender-fixture.h"
#include "test-peer.h"
#include "zpi-news-ids.h"
#include "zpi-photo-item.h"
#include "zpi-photo.h"
#include "zpi-session-private.h"

#include <string.h>

#define JSON_TYPE "Content-Type: application/json\r\n"

/* What the strange server says to whom, by a part of the path; the first that fits. */
typedef struct {
  const char *part;
  guint status;
  char *body; /* (owned) */
} Reply;

static GBytes *
reply_handler (const TestRequest *request, gpointer data)
{
  GArray *replies = data;

  for (guint i = 0; i < replies->len; i++) {
    const Reply *reply = &g_array_index (replies, Reply, i);

    if (strstr (request->path, reply->part) != NULL)
      return test_answer_new (reply->status, JSON_TYPE, reply->body);
  }
  return test_answer_new (404, JSON_TYPE, "{}");
}

static void
reply_clear (gpointer data)
{
  g_free (((Reply *) data)->body);
}

typedef struct {
  TestPeer *peer;
  GArray *replies;
} Strange;

static void
strange_init (Strange *self, Desk *desk)
{
  g_autofree char *url = NULL;

  self->replies = g_array_new (FALSE, FALSE, sizeof (Reply));
  g_array_set_clear_func (self->replies, reply_clear);
  self->peer = test_peer_new (NULL);
  test_peer_set_handler (self->peer, reply_handler, self->replies);
  url = test_peer_dup_url (self->peer, "/v1");
  zpi_session_set_api_url (desk->session, url);
}

static void
strange_clear (Strange *self)
{
  g_clear_pointer (&self->peer, test_peer_free);
  g_clear_pointer (&self->replies, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Strange, strange_clear)

/* Between two questions only: the server looks at them in its own thread. */
static void
strange_forget (Strange *self)
{
  g_array_set_size (self->replies, 0);
}

static void G_GNUC_PRINTF (4, 5)
    strange_says (Strange *self, const char *part, guint status, const char *format, ...)
{
  Reply reply = {part, status, NULL};
  va_list arguments;

  va_start (arguments, format);
  reply.body = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_array_append_val (self->replies, reply);
}

static const char *
last_path (Strange *self)
{
  return test_peer_get_request (self->peer, test_peer_get_n_requests (self->peer) - 1)->path;
}

/* How a case stands, with whatever else the answer says. */
static void
strange_status (Strange *self, const char *id, const char *state, const char *more)
{
  strange_says (self,
                id,
                200,
                "{\"aanvraagId\": \"%s\", \"status\": \"%s\", \"documenten\": []%s}",
                id,
                state,
                more);
}

/* (transfer full): the id; the case is in no window any more. */
static char *
saved_household (Desk *desk, const char *name, gboolean queued)
{
  g_autoptr (ZpiCase) zcase = desk_household (desk, name);
  g_autoptr (GError) error = NULL;

  if (queued)
    desk_queue (desk, zcase, &error);
  else
    desk_flush (desk, zcase, &error);
  g_assert_no_error (error);
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
  return g_strdup (zpi_case_get_id (zcase));
}

static char *
received_household (Desk *desk, const char *name)
{
  char *id = saved_household (desk, name, TRUE);

  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  return id;
}

/* The rules that are at hand, under a later version. */
static void
strange_newer_rules (Strange *self, Desk *desk)
{
  const ZpiScheme *scheme = zpi_session_get_scheme (desk->session);
  GBytes *norms = zpi_scheme_get_norms_bytes (scheme);
  GBytes *bytes = zpi_scheme_get_bytes (scheme);
  g_autoptr (GString) text =
      g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));

  g_assert_cmpuint (
      g_string_replace (text, "\"version\": \"2026-11-22\"", "\"version\": \"2027-01-01\"", 1),
      ==,
      1);
  strange_says (self,
                "/regelingen/",
                200,
                "{\"regeling\": %s, \"normen\": %.*s}",
                text->str,
                (int) g_bytes_get_size (norms),
                (const char *) g_bytes_get_data (norms, NULL));
}

static gboolean
has_newer_rules (gpointer desk)
{
  g_autofree char *version =
      zpi_scheme_dup_full_version (zpi_session_get_scheme (((Desk *) desk)->session));

  return strstr (version, "2027-01-01") != NULL;
}

/* Several pages, with things in them that are no application of ours; the next time is counted
 * from the first page. */
static void
test_pages (Desk *desk, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *draft = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Strange) strange = {0};

  desk_start_municipality (desk);
  desk_open (desk);
  first = received_household (desk, "Anna");
  second = received_household (desk, "Bert");
  draft = saved_household (desk, "Chris", FALSE);
  strange_init (&strange, desk);
  strange_says (
      &strange,
      "gewijzigdNa",
      200,
      "{\"resultaten\": [5, {}, {\"aanvraagId\": \"geen-uuid\"}, {\"aanvraagId\": \"%s\"},"
      " {\"aanvraagId\": \"00000000-0000-4000-8000-000000000000\"}],"
      " \"tijdstip\": \"2026-11-22T10:00:00Z\", \"volgende\": \"b 2\"}",
      first);
  strange_says (&strange,
                "vanaf=b%202",
                200,
                "{\"resultaten\": [{\"aanvraagId\": \"%s\"}, {\"aanvraagId\": \"%s\"}],"
                " \"tijdstip\": \"2026-11-22T11:00:00Z\", \"volgende\": \"b3\"}",
                draft,
                second);
  strange_says (&strange, "vanaf=b3", 200, "{}");
  strange_status (&strange, first, "in-behandeling", "");
  strange_status (&strange, second, "afgewezen", "");
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 2);
  g_assert_no_error (error);
  g_assert_cmpint (desk_state (desk, first), ==, ZPI_CASE_IN_ASSESSMENT);
  g_assert_cmpint (desk_state (desk, second), ==, ZPI_CASE_REJECTED);
  g_assert_cmpint (desk_state (desk, draft), ==, ZPI_CASE_DRAFT);

  strange_forget (&strange);
  strange_says (&strange, "gewijzigdNa", 200, "{\"resultaten\": []}");
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (last_path (&strange), "2026-11-22T09%3A45%3A00Z"));
  /* That answer named no moment: the one before it still counts. */
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 0);
  g_assert_nonnull (strstr (last_path (&strange), "2026-11-22T09%3A45%3A00Z"));
}

/* A server whose pages never end is not asked for ever. */
static void
test_endless_pages (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (Strange) strange = {0};

  desk_open (desk);
  strange_init (&strange, desk);
  strange_says (&strange,
                "/aanvragen?",
                200,
                "{\"resultaten\": [], \"volgende\": \"verder\","
                " \"tijdstip\": \"2026-11-22T10:00:00Z\"}");
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (test_peer_get_n_requests (strange.peer), ==, 100);
  /* What was not read is not passed over. */
  strange_forget (&strange);
  strange_says (&strange, "gewijzigdNa", 200, "{\"resultaten\": []}");
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 0);
  g_assert_null (strstr (last_path (&strange), "2026-11-22T"));
}

/* A server whose clock was ahead: what changes until then is asked for all the same, and a case
 * that no list names is asked itself. */
static void
test_server_clock_ahead (Desk *desk, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Strange) strange = {0};

  desk_start_municipality (desk);
  desk_open (desk);
  first = received_household (desk, "Anna");
  strange_init (&strange, desk);
  strange_says (&strange,
                "gewijzigdNa",
                200,
                "{\"resultaten\": [], \"tijdstip\": \"2036-01-01T10:00:00Z\"}");
  strange_status (&strange, first, "in-behandeling", "");
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (desk_state (desk, first), ==, ZPI_CASE_IN_ASSESSMENT);
  strange_forget (&strange);
  strange_says (&strange, "gewijzigdNa", 200, "{\"resultaten\": []}");
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_null (strstr (last_path (&strange), "2036"));
}

/* An answer about one case says nothing about the others: each is asked before its answers go. Of
 * the three the middle one is refused, whatever the order. */
static void
test_clear_asks_each (Desk *desk, gconstpointer data)
{
  static const guint statuses[] = {404, 403, 404};
  char *ids[G_N_ELEMENTS (statuses)];
  g_auto (Strange) strange = {0};

  desk_start_municipality (desk);
  desk_open (desk);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    ids[i] = received_household (desk, "Anna");
  strange_init (&strange, desk);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    strange_says (&strange, ids[i], statuses[i], "{\"status\": %u}", statuses[i]);
  g_assert_cmpint (desk_clear_due (desk, TRUE), ==, 1);
  g_assert_cmpint (desk_state (desk, ids[0]), ==, ZPI_CASE_ATTENTION);
  g_assert_cmpint (desk_state (desk, ids[1]), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpint (desk_state (desk, ids[2]), ==, ZPI_CASE_ATTENTION);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

static gboolean
has_news_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, data, error);

  zpi_news_mark_one (store, info);
  return info->news;
}

#define ORDER "11111111-1111-4111-8111-111111111111"

static void
strange_order (Strange *self, const char *status, const char *photo)
{
  strange_says (self,
                "/foto-opdrachten/",
                200,
                "{\"opdrachtId\": \"" ORDER "\", \"soort\": \"persoon\", \"status\": \"%s\","
                " \"pasjaar\": 2027, \"pashouders\": [{\"pashouderId\":"
                " \"22222222-2222-4222-8222-222222222222\", \"rol\": \"hoofdpashouder\","
                " \"voornamen\": \"Fatima\", \"fotoStatus\": \"%s\"}]}",
                status,
                photo);
}

/* (transfer full): the id of a letter whose photo is there */
static char *
received_letter (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiPhotoOrder) order = NULL;
  g_autoptr (ZpiCase) letter = NULL;
  g_autoptr (GError) error = NULL;

  zpi_photo_open_async (desk->session, "ABCD-2345", NULL, result_cb, &result);
  letter = zpi_photo_open_finish (result_wait (&result), &order, &error);
  g_assert_no_error (error);
  zpi_case_set (letter, ZPI_KEY_FAMILY_NAME, "Oefenbeek");
  g_assert_true (desk_flush (desk, letter, &error));
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), letter);
  desk_say_state (desk, zpi_case_get_id (letter), ZPI_CASE_RECEIVED, NULL);
  return g_strdup (zpi_case_get_id (letter));
}

static gboolean
mark_letter_func (ZpiStore *store, gpointer case_id, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, error);
  ZpiCaseInfo nowhere = {.id = (char *) "nowhere", .kind = ZPI_CASE_LETTER};

  g_assert_nonnull (info);
  zpi_photo_item_mark_one (store, info, known);
  g_assert_true (info->photos);
  g_assert_true (g_hash_table_contains (known, case_id));
  /* One without a code may get one; what is known is not read. */
  zpi_photo_item_mark_one (store, &nowhere, known);
  g_assert_false (nowhere.photos);
  g_assert_false (g_hash_table_contains (known, nowhere.id));
  g_hash_table_add (known, g_strdup (nowhere.id));
  zpi_photo_item_mark_one (store, &nowhere, known);
  g_assert_true (nowhere.photos);
  return TRUE;
}

/* The list of cases is read often, what a letter is about once. */
static void
test_photo_mark (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_auto (Strange) strange = {0};

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_open (desk);
  strange_init (&strange, desk);
  strange_order (&strange, "compleet", "ontvangen");
  id = received_letter (desk);
  g_assert_true (desk_run (desk, mark_letter_func, id, NULL));
}

/* No list tells of a letter to somebody whose pass was renewed: it is asked after itself, until its
 * photo is approved. */
static void
test_photo_rejected (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (ZpiCaseInfo) rejected = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Strange) strange = {0};

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_open (desk);
  strange_init (&strange, desk);
  strange_order (&strange, "compleet", "ontvangen");
  id = received_letter (desk);
  strange_forget (&strange);
  strange_says (&strange, "gewijzigdNa", 200, "{\"resultaten\": []}");
  strange_order (&strange, "open", "afgekeurd");
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 1);
  g_assert_no_error (error);
  rejected = desk_info (desk, id);
  g_assert_cmpint (rejected->state, ==, ZPI_CASE_DRAFT);
  g_assert_cmpstr (rejected->attention, ==, "photo-rejected");
  g_assert_true (desk_run (desk, has_news_func, id, NULL));

  desk_advance (desk, 25 * 3600);
  strange_forget (&strange);
  strange_says (&strange, "gewijzigdNa", 200, "{\"resultaten\": []}");
  strange_order (&strange, "compleet", "goedgekeurd");
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 1);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  desk_advance (desk, 25 * 3600);
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 0);
  g_assert_no_error (error);
}

static ZpiPhotoOrder *
refresh_photos (Desk *desk, const char *letter_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_refresh_photos_async (zpi_session_get_sender (desk->session),
                                   letter_id,
                                   ORDER,
                                   NULL,
                                   result_cb,
                                   &result);
  return zpi_sender_refresh_photos_finish (result_wait (&result), error);
}

/* By who has the letter on the screen: what is here is put right, what is not here is only told. */
static void
test_photos_refreshed (Desk *desk, gconstpointer data)
{
  g_autofree char *nowhere = g_uuid_string_random ();
  g_autofree char *id = NULL;
  g_autoptr (ZpiPhotoOrder) rejected = NULL;
  g_autoptr (ZpiPhotoOrder) told = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Strange) strange = {0};

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  desk_open (desk);
  strange_init (&strange, desk);
  strange_order (&strange, "compleet", "ontvangen");
  id = received_letter (desk);
  strange_forget (&strange);
  strange_order (&strange, "open", "afgekeurd");
  rejected = refresh_photos (desk, id, &error);
  g_assert_no_error (error);
  g_assert_false (rejected->complete);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_DRAFT);
  told = refresh_photos (desk, nowhere, &error);
  g_assert_no_error (error);
  g_assert_false (told->complete);
  g_assert_false (desk_is_here (desk, nowhere));
  strange_forget (&strange);
  strange_says (&strange, "/foto-opdrachten/", 503, "{}");
  g_assert_null (refresh_photos (desk, id, &error));
  g_assert_nonnull (error);
}

static void
test_no_page (Desk *desk, gconstpointer data)
{
  static const struct {
    guint status;
    const char *body;
    int code;
  } answers[] = {
      {204, "", ZPI_ERROR_BAD_FORMAT},
      {200, "[]", ZPI_ERROR_BAD_FORMAT},
      {200, "{", ZPI_ERROR_NOT_VERIFIED},
      {500, "{}", ZPI_ERROR_BUSY},
      {404, "{}", ZPI_ERROR_NOT_FOUND},
  };
  g_autofree char *id = NULL;
  g_auto (Strange) strange = {0};

  desk_start_municipality (desk);
  desk_open (desk);
  id = received_household (desk, "Anna");
  strange_init (&strange, desk);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GError) error = NULL;

    strange_forget (&strange);
    strange_says (&strange, "/aanvragen?", answers[i].status, "%s", answers[i].body);
    g_assert_cmpint (desk_fetch_changes (desk, &error), ==, -1);
    assert_zpi_error (error, answers[i].code);
  }
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

/* What one case meets holds up no other; only what may be answered later is asked again. */
static void
test_one_of_the_changes (Desk *desk, gconstpointer data)
{
  static const struct {
    guint status;
    gint n_refreshed; /* -1: asked again */
  } answers[] = {{404, 3}, {410, 1}, {403, -1}, {429, -1}, {200, -1}};
  g_autofree char *bad = NULL;
  g_autofree char *worse = NULL;
  g_autofree char *good = NULL;
  g_auto (Strange) strange = {0};

  desk_start_municipality (desk);
  desk_open (desk);
  bad = received_household (desk, "Anna");
  worse = received_household (desk, "Bert");
  good = received_household (desk, "Chris");
  strange_init (&strange, desk);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GError) error = NULL;

    strange_forget (&strange);
    strange_says (&strange,
                  "/aanvragen?",
                  200,
                  "{\"resultaten\": [{\"aanvraagId\": \"%s\"}, {\"aanvraagId\": \"%s\"},"
                  " {\"aanvraagId\": \"%s\"}], \"tijdstip\": \"2026-11-22T1%" G_GSIZE_FORMAT
                  ":00:00Z\"}",
                  bad,
                  worse,
                  good,
                  i);
    strange_says (&strange, bad, answers[i].status, "{\"aanvraagId\": \"%s\"}", good);
    strange_says (&strange, worse, answers[i].status, "{\"aanvraagId\": \"%s\"}", good);
    strange_status (&strange, good, i % 2 == 0 ? "in-behandeling" : "ontvangen", "");
    g_assert_cmpint (desk_fetch_changes (desk, &error), ==, answers[i].n_refreshed);
    g_assert_true ((error != NULL) == (answers[i].n_refreshed < 0));
    /* Forgotten at first, and nothing after that says otherwise. */
    g_assert_cmpint (desk_state (desk, bad), ==, ZPI_CASE_ATTENTION);
    g_assert_cmpint (desk_state (desk, good),
                     ==,
                     i % 2 == 0 ? ZPI_CASE_IN_ASSESSMENT : ZPI_CASE_RECEIVED);
  }
  /* The last moment that counts is the second: nothing after it was whole. */
  desk_fetch_changes (desk, NULL);
  for (guint i = test_peer_get_n_requests (strange.peer); i > 0; i--) {
    const char *path = test_peer_get_request (strange.peer, i - 1)->path;

    if (strstr (path, "gewijzigdNa") == NULL)
      continue;
    g_assert_nonnull (strstr (path, "2026-11-22T10%3A45%3A00Z"));
    break;
  }
}

/* An answer that is about the whole connection ends the round at once. */
static void
test_changes_stop_when_nobody_is_signed_in (Desk *desk, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *trouble = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  first = received_household (desk, "Anna");
  second = received_household (desk, "Bert");
  desk_move_on (desk, first, "_in-behandeling", "{}");
  desk_move_on (desk, second, "_in-behandeling", "{}");
  trouble = g_strdup_printf ("{\"foutcode\": 401, \"pad\": \"/aanvragen/%s\"}", first);
  desk_trouble (desk, trouble);
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, -1);
  assert_zpi_error (error, ZPI_ERROR_SIGN_IN_NEEDED);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_fetch_changes (desk, NULL), ==, 2);
  g_assert_cmpint (desk_state (desk, first), ==, ZPI_CASE_IN_ASSESSMENT);
}

static gint64
end_of (int year, int month, int day)
{
  g_autoptr (GDateTime) at = g_date_time_new_local (year, month, day, 23, 59, 59);

  return g_date_time_to_unix (at) * G_USEC_PER_SEC;
}

/* Whatever the answer says about dates and requests: the state is the one it names, and something
 * is due only on a day that exists. */
static void
test_strange_states (Desk *desk, gconstpointer data)
{
  const gint64 february = end_of (2099, 2, 1);
  const struct {
    const char *state;
    const char *more;
    ZpiCaseState expected;
    gint64 due_us;
  } answers[] = {
      {"in-behandeling", "", ZPI_CASE_IN_ASSESSMENT, 0},
      {"in-behandeling", ", \"beslisdatum\": \"2099-02-01\"", ZPI_CASE_IN_ASSESSMENT, february},
      {"iets-nieuws", "", ZPI_CASE_IN_ASSESSMENT, february},
      {"in-verwerking", "", ZPI_CASE_IN_ASSESSMENT, february},
      {"in-behandeling", ", \"beslisdatum\": \"2099-02-31\"", ZPI_CASE_IN_ASSESSMENT, 0},
      {"in-behandeling", ", \"beslisdatum\": \"0000-01-01\"", ZPI_CASE_IN_ASSESSMENT, 0},
      {"aanvulling-gevraagd", "", ZPI_CASE_MORE_INFORMATION, 0},
      {"aanvulling-gevraagd",
       ", \"aanvullingen\": [5, {\"status\": \"ontvangen\", \"uiterlijkOp\": \"2099-01-01\"},"
       " {\"status\": \"open\"}, {\"status\": \"open\", \"uiterlijkOp\": \"2099-03-01\"},"
       " {\"status\": \"open\", \"uiterlijkOp\": \"2099-02-01\"},"
       " {\"status\": \"open\", \"uiterlijkOp\": \"2099-04-01\"}]",
       ZPI_CASE_MORE_INFORMATION,
       february},
      {"toegekend", ", \"beslisdatum\": \"2099-02-01\"", ZPI_CASE_GRANTED, 0},
      {"pas-verstrekt", "", ZPI_CASE_ISSUED, 0},
      {"ingetrokken", "", ZPI_CASE_WITHDRAWN, 0},
  };
  g_autofree char *id = NULL;
  g_auto (Strange) strange = {0};

  desk_start_municipality (desk);
  desk_open (desk);
  id = received_household (desk, "Anna");
  strange_init (&strange, desk);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (ZpiCaseInfo) info = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *status = NULL;

    strange_forget (&strange);
    strange_status (&strange, id, answers[i].state, answers[i].more);
    g_assert_true (desk_refresh (desk, id, &error));
    g_assert_no_error (error);
    info = desk_info (desk, id);
    g_assert_cmpint (info->state, ==, answers[i].expected);
    g_assert_cmpint (info->due_us, ==, answers[i].due_us);
    status = desk_record (desk, id, "status"); /* kept as it came, also when it is new */
    g_assert_nonnull (strstr (status, answers[i].state));
  }
}

/* Only what the municipality had from here can change there: a case that is still here, or is on
 * paper, or over, stays what it is. One that nobody has is an error. */
static void
test_refresh_of_what_is_here (Desk *desk, gconstpointer data)
{
  static const ZpiCaseState states[] = {
      ZPI_CASE_DRAFT,
      ZPI_CASE_WAITING,
      ZPI_CASE_SENDING,
      ZPI_CASE_ATTENTION,
      ZPI_CASE_PAPER,
      ZPI_CASE_HANDED_OVER,
      ZPI_CASE_CLOSED,
  };
  g_autofree char *id = NULL;
  g_autofree char *nobody = g_uuid_string_random ();
  g_autoptr (GError) error = NULL;
  g_auto (Strange) strange = {0};

  desk_open (desk);
  id = saved_household (desk, "Anna", FALSE);
  strange_init (&strange, desk);
  strange_status (&strange, id, "toegekend", "");
  strange_status (&strange, nobody, "toegekend", "");
  strange_says (&strange,
                "/aanvragen?",
                200,
                "{\"resultaten\": [{\"aanvraagId\": \"%s\"}, {\"aanvraagId\": \"%s\"}]}",
                id,
                nobody);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++) {
    desk_say_state (desk, id, states[i], states[i] == ZPI_CASE_ATTENTION ? "refused" : NULL);
    g_assert_true (desk_refresh (desk, id, &error));
    g_assert_no_error (error);
    g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 0);
    g_assert_no_error (error);
    g_assert_cmpint (desk_state (desk, id), ==, states[i]);
  }
  g_assert_false (desk_refresh (desk, nobody, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
}

/* Taking over what the municipality has, when it says little about it, or when there is nothing
 * here that it could take the place of. */
static void
test_take_over (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *draft = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Strange) strange = {0};

  desk_open (desk);
  id = saved_household (desk, "Anna", TRUE);
  draft = saved_household (desk, "Bert", FALSE);
  strange_init (&strange, desk);
  desk_say_state (desk, id, ZPI_CASE_ATTENTION, "other-form");
  desk_say_state (desk, draft, ZPI_CASE_ATTENTION, "other-form");
  g_assert_false (desk_resume (desk, id, &error)); /* it is not there any more: nothing changes */
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  strange_status (&strange, id, "in-behandeling", "");
  strange_status (&strange, draft, "in-behandeling", "");
  g_assert_true (desk_resume (desk, id, &error));
  g_assert_no_error (error);
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_IN_ASSESSMENT);
  g_assert_null (info->reference);
  g_assert_cmpint (desk_drain (desk), ==, 0);

  g_assert_false (desk_resume (desk, draft, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_assert_cmpint (desk_state (desk, draft), ==, ZPI_CASE_ATTENTION);
}

/* A case that was cleared away is followed, and may be withdrawn; it cannot be sent again. */
static void
test_cleared (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  id = received_household (desk, "Anna");
  zpi_sender_clear_async (desk_sender (desk), id, NULL, result_cb, &result);
  g_assert_true (zpi_sender_clear_finish (desk_sender (desk), result_wait (&result), &error));
  desk_move_on (desk, id, "_in-behandeling", "{}");
  g_assert_true (desk_refresh (desk, id, &error));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_IN_ASSESSMENT);
  zpi_sender_cancel_async (desk_sender (desk), id, NULL, result_cb, &cancelled);
  g_assert_false (zpi_sender_cancel_finish (desk_sender (desk), result_wait (&cancelled), &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (desk_resume (desk, id, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (desk_run (desk, has_news_func, id, NULL));
  g_assert_true (desk_withdraw (desk, id, &error));
  g_assert_no_error (error);
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_WITHDRAWN);
  /* What one did oneself is no news. */
  g_assert_false (desk_run (desk, has_news_func, id, NULL));
  g_assert_cmpint (info->cleared_us, >, 0);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

static void
test_withdraw_refused (Desk *desk, gconstpointer data)
{
  g_autofree char *draft = NULL;
  g_autofree char *decided = NULL;
  g_autofree char *half = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Strange) strange = {0};

  desk_start_municipality (desk);
  desk_open (desk);
  draft = saved_household (desk, "Anna", FALSE);
  g_assert_false (desk_withdraw (desk, draft, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (desk_state (desk, draft), ==, ZPI_CASE_DRAFT);

  decided = received_household (desk, "Bert");
  desk_move_on (desk, decided, "_in-behandeling", "{}");
  desk_move_on (desk, decided, "_afwijzen", "{\"motivering\": \"Te veel inkomen.\"}");
  g_assert_false (desk_withdraw (desk, decided, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (desk_refresh (desk, decided, &error));
  g_assert_cmpint (desk_state (desk, decided), ==, ZPI_CASE_REJECTED);

  half = received_household (desk, "Chris");
  desk_trouble (desk, "{\"offline\": true}");
  g_assert_false (desk_withdraw (desk, half, &error));
  assert_zpi_error (error, ZPI_ERROR_OFFLINE);
  g_clear_error (&error);
  desk_trouble (desk, "{}");
  g_assert_cmpint (desk_state (desk, half), ==, ZPI_CASE_RECEIVED);

  /* Withdrawn, but how it stands now cannot be asked: said so, and known the next time. */
  strange_init (&strange, desk);
  strange_says (&strange,
                "_intrekken",
                200,
                "{\"aanvraagId\": \"%s\", \"status\": \"ingetrokken\", \"documenten\": []}",
                half);
  strange_says (&strange, half, 500, "{}");
  g_assert_false (desk_withdraw (desk, half, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  strange_forget (&strange);
  strange_status (&strange, half, "ingetrokken", "");
  g_assert_true (desk_refresh (desk, half, &error));
  g_assert_cmpint (desk_state (desk, half), ==, ZPI_CASE_WITHDRAWN);
}

/* Whoever gives up waiting hears so at once; the case stays where it was. */
static void
test_given_up (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  ZpiSender *sender;

  desk_start_municipality (desk);
  desk_open (desk);
  sender = desk_sender (desk);
  id = received_household (desk, "Anna");
  desk_move_on (desk, id, "_in-behandeling", "{}");
  desk_trouble (desk, "{\"vertragingInMs\": 800}");
  for (guint what = 0; what < 4; what++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GAsyncResult) result = NULL;
    gboolean done;

    if (what == 0)
      zpi_sender_refresh_async (sender, id, cancellable, result_cb, &result);
    else if (what == 1)
      zpi_sender_withdraw_async (sender, id, cancellable, result_cb, &result);
    else if (what == 2)
      zpi_sender_fetch_changes_async (sender, cancellable, result_cb, &result);
    else
      zpi_sender_fetch_rules_async (sender, cancellable, result_cb, &result);
    spin (50);
    g_cancellable_cancel (cancellable);
    result_wait (&result);
    if (what == 0)
      done = zpi_sender_refresh_finish (sender, result, &error);
    else if (what == 1)
      done = zpi_sender_withdraw_finish (sender, result, &error);
    else if (what == 2)
      done = zpi_sender_fetch_changes_finish (sender, result, &error) >= 0;
    else
      done = zpi_sender_fetch_rules_finish (sender, result, &error) >= 0;
    g_assert_false (done);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&error);
    g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  }
  desk_trouble (desk, "{}");
}

static void
test_strange_rules (Desk *desk, gconstpointer data)
{
  static const char *const bad[] = {
      "{}",
      "{\"regeling\": 5, \"normen\": {}}",
      "{\"regeling\": {}}",
      "{\"regeling\": {}, \"normen\": []}",
      "{\"regeling\": {}, \"normen\": {}}",
  };
  g_autofree char *schemes = g_build_filename (desk->folder, "schemes", NULL);
  g_auto (Strange) strange = {0};

  desk_open (desk);
  strange_init (&strange, desk);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    strange_forget (&strange);
    strange_says (&strange, "/regelingen/", 200, "%s", bad[i]);
    g_assert_cmpint (desk_fetch_rules (desk, &error), ==, -1);
    g_assert_nonnull (error);
    g_assert_false (g_file_test (schemes, G_FILE_TEST_EXISTS));
  }
}

/* Its time has come. */
static void
ring (guint id)
{
  desk_ring (id);
  spin (300);
}

static gboolean
is_cleared (Desk *desk, const char *id)
{
  g_autoptr (ZpiCaseInfo) info = desk_info (desk, id);

  return info->cleared_us != 0;
}

/* While the window is open: what is due goes, and what changed there is known here, without
 * anybody asking. */
static void
test_care (Desk *desk, gconstpointer data)
{
  ZpiSender *sender;
  g_autofree char *id = NULL;
  guint care_id;

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  sender = desk_sender (desk);
  id = received_household (desk, "Anna");
  desk_move_on (desk, id, "_in-behandeling", "{}");
  g_assert_cmpuint (sender->care_id, ==, 0);
  zpi_sender_start (sender);
  care_id = sender->care_id;
  g_assert_cmpuint (care_id, !=, 0);
  zpi_sender_start (sender); /* a second time changes nothing */
  g_assert_cmpuint (sender->care_id, ==, care_id);
  ring (care_id);
  assert_soon (desk_state (desk, id) == ZPI_CASE_IN_ASSESSMENT);
  g_assert_cmpuint (sender->care_id, !=, care_id);

  /* Clearing away goes on every time, also after it failed; the municipality is not asked that
   * often. */
  desk_advance (desk, 25 * 3600);
  desk_move_on (desk, id, "_afwijzen", "{\"motivering\": \"Te veel inkomen.\"}");
  desk_sql (desk,
            "CREATE TRIGGER stuck BEFORE UPDATE ON cases BEGIN SELECT RAISE (ABORT, ''); END");
  ring (sender->care_id);
  g_assert_false (is_cleared (desk, id));
  desk_sql (desk, "DROP TRIGGER stuck");
  ring (sender->care_id);
  assert_soon (is_cleared (desk, id));
  g_assert_cmpint (desk_state (desk, id),
                   ==,
                   ZPI_CASE_REJECTED); /* asked once more before it went */
  sender->changes_at_us -= 20 * G_TIME_SPAN_MINUTE;
  ring (sender->care_id);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_REJECTED);

  zpi_sender_pause (sender);
  g_assert_cmpuint (sender->care_id, ==, 0);
}

static void
warning_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  guint *n_warnings = data;

  g_assert_nonnull (strstr (message, "rules were left alone"));
  (*n_warnings)++;
}

static gboolean
no_fatal_warning_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return (level & G_LOG_LEVEL_WARNING) == 0;
}

/* Care needs neither a municipality nor a good answer, and rests while the session is not open. */
static void
test_care_without (Desk *desk, gconstpointer data)
{
  ZpiSender *sender;
  g_autofree char *id = NULL;
  g_auto (Strange) strange = {0};
  guint n_warnings = 0, handler;

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  id = received_household (desk, "Anna");
  desk_close (desk);
  desk_stop_municipality (desk);
  desk_open (desk);
  sender = desk_sender (desk);
  desk_advance (desk, 25 * 3600);
  zpi_sender_start (sender);
  ring (sender->care_id);
  assert_soon (is_cleared (desk, id));
  g_assert_cmpint (sender->changes_at_us, ==, 0); /* it was not asked: nobody is there */

  strange_init (&strange, desk);
  strange_says (&strange, "/regelingen/", 200, "{\"regeling\": {}}");
  strange_says (&strange, "/aanvragen?", 500, "{}");
  handler = g_log_set_handler ("zpi-service",
                               G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL,
                               warning_cb,
                               &n_warnings);
  g_test_log_set_fatal_handler (no_fatal_warning_cb, NULL);
  ring (sender->care_id);
  assert_soon (n_warnings == 1);
  g_test_log_set_fatal_handler (NULL, NULL);
  g_log_remove_handler ("zpi-service", handler);
  sender->changes_at_us -= 20 * G_TIME_SPAN_MINUTE;
  strange_forget (&strange);
  ring (sender->care_id);
  sender->changes_at_us -= 20 * G_TIME_SPAN_MINUTE;
  strange_newer_rules (&strange, desk);
  ring (sender->care_id);
  g_assert_true (wait_until (has_newer_rules, desk, 5000));

  desk_lock (desk);
  g_assert_cmpuint (sender->care_id, ==, 0);
  zpi_sender_start_care (sender);
  ring (sender->care_id);
  zpi_sender_stop_care (sender);
  desk_unlock (desk);
  g_assert_cmpuint (sender->care_id, !=, 0); /* it goes on where it was */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/sender-follow-up/pages", test_pages);
  desk_test ("/sender-follow-up/endless-pages", test_endless_pages);
  desk_test ("/sender-follow-up/server-clock-ahead", test_server_clock_ahead);
  desk_test ("/sender-follow-up/clear-asks-each", test_clear_asks_each);
  desk_test ("/sender-follow-up/photo-mark", test_photo_mark);
  desk_test ("/sender-follow-up/photo-rejected", test_photo_rejected);
  desk_test ("/sender-follow-up/photos-refreshed", test_photos_refreshed);
  desk_test ("/sender-follow-up/no-page", test_no_page);
  desk_test ("/sender-follow-up/one-of-the-changes", test_one_of_the_changes);
  desk_test ("/sender-follow-up/nobody-signed-in", test_changes_stop_when_nobody_is_signed_in);
  desk_test ("/sender-follow-up/strange-states", test_strange_states);
  desk_test ("/sender-follow-up/what-is-here", test_refresh_of_what_is_here);
  desk_test ("/sender-follow-up/take-over", test_take_over);
  desk_test ("/sender-follow-up/cleared", test_cleared);
  desk_test ("/sender-follow-up/withdraw-refused", test_withdraw_refused);
  desk_test ("/sender-follow-up/given-up", test_given_up);
  desk_test ("/sender-follow-up/strange-rules", test_strange_rules);
  desk_test ("/sender-follow-up/care", test_care);
  desk_test ("/sender-follow-up/care-without", test_care_without);
  return g_test_run ();
}
