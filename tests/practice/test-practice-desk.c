/* SPDX-License-Identifier: EUPL-1.2 */

/* What the desk does, and the trouble it makes. */

#define _GNU_SOURCE /* memmem() */

#include <glib/gstdio.h>
#include <string.h>

#include "practice-town.h"
#include "zpi-error.h"

#define STORM "/_oefening/storing"

static Answer *
get_list (Town *town)
{
  return town_call (town, "GET", "/aanvragen", NULL, NULL);
}

static void
test_error_status (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) third = NULL;

  town_make_trouble (town, "{\"foutcode\":503,\"retryAfter\":\"7\",\"aantal\":2}");
  first = get_list (town);
  g_assert_cmpint (first->status, ==, 503);
  g_assert_cmpstr (answer_header (first, "Retry-After"), ==, "7");
  second = get_list (town);
  g_assert_cmpint (second->status, ==, 503);
  third = get_list (town);
  g_assert_cmpint (third->status, ==, 200);
}

static void
test_error_statuses (void)
{
  g_autoptr (Town) town = town_new ();
  const guint statuses[] = {401, 403, 429, 500, 502, 503};

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autofree char *json = g_strdup_printf ("{\"foutcode\":%u}", statuses[i]);
    g_autoptr (Answer) answer = NULL;

    town_make_trouble (town, json);
    answer = get_list (town);
    g_assert_cmpint (answer->status, ==, statuses[i]);
    g_assert_nonnull (answer->json);
    g_assert_true ((statuses[i] == 429 || statuses[i] == 503) ==
                   (answer_header (answer, "Retry-After") != NULL));
  }
}

static void
test_offline (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) cut = NULL;
  g_autoptr (Answer) after = NULL;

  town_make_trouble (town, "{\"offline\":true}");
  cut = get_list (town);
  g_assert_cmpint (cut->status, ==, 0);
  town_make_trouble (town, "{}");
  after = get_list (town);
  g_assert_cmpint (after->status, ==, 200);
}

static void
test_login_page (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) answer = NULL;

  town_make_trouble (town, "{\"inlogpagina\":true,\"pad\":\"/aanvragen\"}");
  answer = get_list (town);
  g_assert_cmpint (answer->status, ==, 200);
  g_assert_true (g_str_has_prefix (answer_header (answer, "Content-Type"), "text/html"));
}

static void
test_redirect (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) answer = NULL;

  town_make_trouble (town, "{\"omleidingNaar\":\"http://127.0.0.1:9/\"}");
  answer = get_list (town);
  g_assert_cmpint (answer->status, ==, 302);
  g_assert_cmpstr (answer_header (answer, "Location"), ==, "http://127.0.0.1:9/");
}

static void
test_only_path (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) hit = NULL;

  town_make_trouble (town, "{\"foutcode\":500,\"pad\":\"_zoeken\"}");
  other = get_list (town);
  g_assert_cmpint (other->status, ==, 200);
  hit = town_call (town, "POST", "/aanvullingen/_zoeken", "{\"code\":\"AAAA-AAAA\"}", NULL);
  g_assert_cmpint (hit->status, ==, 500);
}

static void
test_delay (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) answer = NULL;
  gint64 start;

  town_make_trouble (town, "{\"vertragingInMs\":300,\"aantal\":1}");
  start = g_get_monotonic_time ();
  answer = get_list (town);
  g_assert_cmpint (answer->status, ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 300 * 1000);
}

/* Stopping does not wait for who is still waiting. */
static void
test_delay_stop (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *uri = g_strconcat (town->base, "/aanvragen", NULL);
  g_autoptr (Answer) other = NULL;

  town_make_trouble (town, "{\"vertragingInMs\":60000,\"aantal\":1}");
  message = soup_message_new ("GET", uri);
  soup_message_headers_append (soup_message_get_request_headers (message),
                               "Authorization",
                               "Bearer x");
  soup_session_send_async (town->session, message, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  for (guint i = 0; i < 3; i++) {
    g_clear_pointer (&other, answer_free);
    other = town_call (town, "GET", STORM, NULL, NULL);
    g_assert_cmpint (other->status, ==, 200);
  }
}

static void
test_lost_answer (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autoptr (Answer) lost = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) list = NULL;

  town_put (town, id, form);
  town_make_trouble (town, "{\"antwoordKwijt\":true,\"aantal\":1,\"pad\":\"_indienen\"}");
  lost = town_submit (town, id, form, "sleutel-1");
  g_assert_cmpint (lost->status, ==, 0);
  again = town_submit (town, id, form, "sleutel-1");
  g_assert_cmpint (again->status, ==, 200);
  g_assert_cmpstr (answer_text (again, "referentie"), ==, "ZP-2026-000001");
  list = get_list (town);
  g_assert_null (answer_item (list, "resultaten", 1));
}

static void
test_truncated (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autoptr (Answer) half = NULL;

  town_put (town, id, form);
  town_make_trouble (town, "{\"afgekapt\":true,\"aantal\":1}");
  half = town_submit (town, id, form, "sleutel-1");
  g_assert_null (half->json);
}

static void
test_wrong_digest (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autofree char *sha256 = sha256_of (form);
  g_autofree char *path = g_strdup_printf ("/aanvragen/%s/ontvangstbevestiging", id);
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) right = NULL;

  town_put (town, id, form);
  town_make_trouble (town, "{\"verkeerdeDigest\":true,\"aantal\":1}");
  wrong = town_submit (town, id, form, "sleutel-1");
  g_assert_cmpint (wrong->status, ==, 201);
  g_assert_cmpstr (answer_text (wrong, "formulierSha256"), !=, sha256);
  right = town_call (town, "GET", path, NULL, NULL);
  g_assert_cmpstr (answer_text (right, "formulierSha256"), ==, sha256);
}

static void
test_pending (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autofree char *path = g_strdup_printf ("/aanvragen/%s/ontvangstbevestiging", id);
  g_autofree char *application = g_strconcat ("/aanvragen/", id, NULL);
  g_autoptr (Answer) pending = NULL;
  g_autoptr (Answer) state = NULL;
  g_autoptr (Answer) still = NULL;
  g_autoptr (Answer) receipt = NULL;

  town_put (town, id, form);
  town_make_trouble (town, "{\"eerstInVerwerking\":2,\"aantal\":1,\"pad\":\"_indienen\"}");
  pending = town_submit (town, id, form, "sleutel-1");
  g_assert_cmpint (pending->status, ==, 202);
  g_assert_cmpstr (answer_header (pending, "Retry-After"), ==, "1");
  g_assert_cmpstr (answer_text (pending, "status"), ==, "in-verwerking");
  state = town_call (town, "GET", application, NULL, NULL);
  g_assert_cmpstr (answer_text (state, "status"), ==, "in-verwerking");
  g_assert_null (answer_text (state, "referentie"));
  still = town_call (town, "GET", path, NULL, NULL);
  g_assert_cmpint (still->status, ==, 202);
  receipt = town_call (town, "GET", path, NULL, NULL);
  g_assert_cmpint (receipt->status, ==, 200);
  g_assert_cmpstr (answer_text (receipt, "status"), ==, "ontvangen");
}

/* An answer of a form is refused until that ends; nothing is kept. */
static void
test_refused_answer (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) list = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autofree char *form = form_of (NULL, NULL);

  town_make_trouble (town, "{\"weigert\":\"aanvrager.naam.geslachtsnaam\"}");
  list = get_list (town);
  g_assert_cmpint (list->status, ==, 200);
  refused = town_call (town, "PUT", path, form, "If-None-Match", "*", NULL);
  g_assert_cmpint (refused->status, ==, 400);
  g_assert_cmpstr (answer_fault (refused, "aanvrager.naam.geslachtsnaam"), ==, "waarde");
  town_make_trouble (town, "{}");
  town_put (town, id, form);
}

static void
test_bad_trouble (void)
{
  g_autoptr (Town) town = town_new ();
  const char *bad[] = {
      "{\"foutcode\":200}",
      "{\"foutcode\":600}",
      "{\"vertragingInMs\":-1}",
      "{\"aantal\":-1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (Answer) answer = town_call (town, "PUT", STORM, bad[i], NULL);
    g_autoptr (Answer) list = get_list (town);

    g_assert_cmpint (answer->status, ==, 400);
    g_assert_cmpint (list->status, ==, 200);
  }
}

/* A page of the web can post a form to any address, but no JSON. */
static void
test_only_json (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (GBytes) body = g_bytes_new_static ("a=b", 3);
  g_autoptr (Answer) answer = town_send (town,
                                         "POST",
                                         "/_oefening/_begin-opnieuw",
                                         body,
                                         "Content-Type",
                                         "application/x-www-form-urlencoded",
                                         NULL);

  g_assert_cmpint (answer->status, ==, 415);
}

static void
test_steps (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  const struct {
    const char *step;
    guint status;
    const char *state;
  } steps[] = {
      {"_verstuur-brief", 409, "ontvangen"},
      {"_verstrek-passen", 409, "ontvangen"},
      {"_in-behandeling", 200, "in-behandeling"},
      {"_toekennen", 200, "toegekend"},
      {"_afwijzen", 409, "toegekend"},
      {"_in-behandeling", 409, "toegekend"},
      {"_verstuur-brief", 200, "foto-gevraagd"},
      {"_verstuur-brief", 200, "foto-gevraagd"},
      {"_verstrek-passen", 200, "pas-verstrekt"},
      {"_verstrek-passen", 409, "pas-verstrekt"},
  };
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autoptr (Answer) orders = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autofree char *step = g_strdup_printf ("/_oefening/aanvragen/%s/%s", id, steps[i].step);
    g_autoptr (Answer) answer = town_call (town, "POST", step, "{}", NULL);
    g_autoptr (Answer) state = town_call (town, "GET", path, NULL, NULL);

    g_assert_cmpint (answer->status, ==, steps[i].status);
    g_assert_cmpstr (answer_text (state, "status"), ==, steps[i].state);
  }
  orders = town_call (town, "GET", "/_oefening/foto-opdrachten", NULL, NULL);
  g_assert_nonnull (answer_item (orders, "fotoOpdrachten", 0));
  g_assert_null (answer_item (orders, "fotoOpdrachten", 1));
}

/* What the desk offers, joined with spaces. */
static char *
dup_steps (JsonObject *thing)
{
  JsonArray *array = zpi_json_get_array (thing, "stappen");
  GString *text = g_string_new (NULL);

  g_assert_nonnull (array);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (text,
                            "%s%s",
                            i > 0 ? " " : "",
                            json_array_get_string_element (array, i));
  return g_string_free (text, FALSE);
}

static void
assert_offered (Town *town, const char *expected)
{
  g_autoptr (Answer) list = town_call (town, "GET", "/_oefening/aanvragen", NULL, NULL);
  g_autofree char *steps = dup_steps (answer_item (list, "aanvragen", 0));

  g_assert_cmpstr (steps, ==, expected);
}

/* The desk says what is possible from where an application stands; each of it is. */
static void
test_offers (void)
{
  const struct {
    const char *step;
    const char *then;
  } moves[] = {
      {"_in-behandeling", "_vraag-aanvulling _toekennen _afwijzen"},
      {"_vraag-aanvulling", "_in-behandeling _vraag-aanvulling _toekennen _afwijzen"},
      {"_toekennen", "_verstuur-brief"},
      {"_verstuur-brief", "_verstrek-passen"},
      {"_verstrek-passen", ""},
  };
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);

  assert_offered (town, "_in-behandeling _vraag-aanvulling _toekennen _afwijzen");
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    g_autofree char *path = g_strdup_printf ("/_oefening/aanvragen/%s/%s", id, moves[i].step);
    g_autoptr (Answer) answer =
        town_call (town, "POST", path, "{\"gevraagd\":[{\"soort\":\"overig\"}]}", NULL);

    g_assert_cmpint (answer->status, ==, 200);
    assert_offered (town, moves[i].then);
  }
}

static void
test_start_over (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autoptr (Answer) done = town_call (town, "POST", "/_oefening/_begin-opnieuw", "{}", NULL);
  g_autoptr (Answer) list = get_list (town);
  g_autoptr (Answer) post = town_call (town, "GET", "/_oefening/post", NULL, NULL);

  g_assert_nonnull (id);
  g_assert_cmpint (done->status, ==, 200);
  g_assert_null (answer_item (list, "resultaten", 0));
  g_assert_null (answer_item (post, "post", 0));
}

/* In how many of the folder's files @bytes stands. */
static guint
n_files_with (const char *folder, const void *bytes, gsize size)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *content = NULL;
    gsize length = 0;

    if (g_file_get_contents (path, &content, &length, NULL) &&
        memmem (content, length, bytes, size) != NULL)
      n++;
  }
  return n;
}

/* What is practised with is in the clear on the disk, readable by nobody else; after starting over
 * nothing of it is left in any file. */
static void
test_nothing_stays (void)
{
  static const char *const names[] = {BSN_APPLICANT, "anna@example.nl", "Anna"};
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autofree char *path = g_build_filename (town->folder, "municipality.db", NULL);
  g_autoptr (Paper) paper = paper_new ("application/pdf", 200000);
  g_autofree char *form = form_of (paper, NULL);
  g_autofree char *other = g_uuid_string_random ();
  const char *scan = (const char *) g_bytes_get_data (paper->bytes, NULL) + 70000;
  g_autoptr (Answer) done = NULL;
  GStatBuf full, empty;

  town_put (town, other, form);
  town_upload (town, other, paper, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (n_files_with (town->folder, names[i], strlen (names[i])), >, 0);
  g_assert_cmpuint (n_files_with (town->folder, scan, 32), >, 0);
  g_assert_cmpint (g_stat (path, &full), ==, 0);
  g_assert_cmphex (full.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (town->folder, &full), ==, 0);
  g_assert_cmphex (full.st_mode & 0777, ==, 0700);

  done = town_call (town, "POST", "/_oefening/_begin-opnieuw", "{}", NULL);
  g_assert_cmpint (done->status, ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (n_files_with (town->folder, names[i], strlen (names[i])), ==, 0);
  g_assert_cmpuint (n_files_with (town->folder, scan, 32), ==, 0);
  g_assert_cmpint (g_stat (path, &empty), ==, 0);
  g_assert_cmpint (empty.st_size, <, 200000);
}

/* A database that somebody may read becomes one that nobody else reads. */
static void
test_becomes_private (void)
{
  g_autofree char *folder = g_dir_make_tmp ("zpi-town-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "municipality.db", NULL);
  g_autoptr (ZpiPracticeServer) server = zpi_practice_server_new (folder, 0);
  GStatBuf info;

  g_assert_true (g_file_set_contents_full (path, "", 0, 0, 0644, NULL));
  g_assert_true (zpi_practice_server_start (server, NULL));
  zpi_practice_server_stop (server);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  town_remove_folder (folder);
}

static void
test_arrived (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autoptr (Answer) list = town_call (town, "GET", "/_oefening/aanvragen", NULL, NULL);
  JsonObject *item = answer_item (list, "aanvragen", 0);

  g_assert_cmpstr (zpi_json_get_string (item, "aanvraagId"), ==, id);
  g_assert_cmpstr (zpi_json_get_string (item, "geslachtsnaam"), ==, "Jong");
  g_assert_cmpstr (zpi_json_get_string (item, "emailadres"), ==, "anna@example.nl");
}

static void
test_limits (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) paper = paper_new ("application/pdf", 2000);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autofree char *form = form_of (paper, NULL);
  g_autofree char *location = NULL;
  const char *limits = "/_oefening/grenzen";
  g_autoptr (Answer) small =
      town_call (town, "PUT", limits, "{\"grootsteDocumentInBytes\":1999}", NULL);
  g_autoptr (Answer) refused = town_call (town, "PUT", path, form, "If-None-Match", "*", NULL);
  g_autoptr (Answer) odd = town_call (town, "PUT", limits, "{\"verlooptNaSeconden\":-1}", NULL);
  g_autoptr (Answer) large = NULL;
  g_autoptr (Answer) expired = NULL;

  g_assert_cmpint (small->status, ==, 200);
  g_assert_cmpstr (answer_fault (refused, "bewijsstukken[0].grootteInBytes"), ==, "te-groot");
  g_assert_cmpint (odd->status, ==, 400);
  large = town_call (town,
                     "PUT",
                     limits,
                     "{\"grootsteDocumentInBytes\":2000,\"verlooptNaSeconden\":0}",
                     NULL);
  g_assert_cmpint (large->status, ==, 200);
  town_put (town, id, form);
  location = town_begin (town, id, paper, NULL);
  expired = town_patch (town, location, paper, 0, 1000);
  g_assert_cmpint (expired->status, ==, 410);
}

static void
test_door (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autofree char *grant = g_strdup_printf ("/_oefening/aanvragen/%s/_toekennen", id);
  g_autoptr (JsonNode) list = NULL;
  g_autoptr (JsonNode) granted = NULL;
  g_autoptr (JsonNode) reason = zpi_json_parse_text ("{\"motivering\":\"Goed.\"}", NULL);
  g_autoptr (GError) error = NULL;
  JsonArray *array;

  /* Trouble is for the program, not for the desk. */
  town_make_trouble (town, "{\"offline\":true}");
  list = zpi_practice_desk_call (town->base, "GET", "/_oefening/aanvragen", NULL, &error);
  g_assert_no_error (error);
  array = zpi_json_get_array (json_node_get_object (list), "aanvragen");
  g_assert_cmpint (json_array_get_length (array), ==, 1);
  granted = zpi_practice_desk_call (town->base, "POST", grant, reason, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (zpi_json_get_string (json_node_get_object (granted), "status"), ==, "toegekend");

  g_assert_null (zpi_practice_desk_call (town->base, "POST", grant, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (zpi_practice_desk_call (town->base, "GET", "/_oefening/x", NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  zpi_practice_server_stop (town->server);
  g_assert_null (zpi_practice_desk_call (town->base, "GET", "/_oefening/post", NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_OFFLINE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice-desk/error-status", test_error_status);
  g_test_add_func ("/practice-desk/error-statuses", test_error_statuses);
  g_test_add_func ("/practice-desk/offline", test_offline);
  g_test_add_func ("/practice-desk/refused-answer", test_refused_answer);
  g_test_add_func ("/practice-desk/login-page", test_login_page);
  g_test_add_func ("/practice-desk/redirect", test_redirect);
  g_test_add_func ("/practice-desk/only-path", test_only_path);
  g_test_add_func ("/practice-desk/delay", test_delay);
  g_test_add_func ("/practice-desk/delay/stop", test_delay_stop);
  g_test_add_func ("/practice-desk/lost-answer", test_lost_answer);
  g_test_add_func ("/practice-desk/truncated", test_truncated);
  g_test_add_func ("/practice-desk/wrong-digest", test_wrong_digest);
  g_test_add_func ("/practice-desk/pending", test_pending);
  g_test_add_func ("/practice-desk/bad-trouble", test_bad_trouble);
  g_test_add_func ("/practice-desk/only-json", test_only_json);
  g_test_add_func ("/practice-desk/steps", test_steps);
  g_test_add_func ("/practice-desk/offers", test_offers);
  g_test_add_func ("/practice-desk/start-over", test_start_over);
  g_test_add_func ("/practice-desk/nothing-stays", test_nothing_stays);
  g_test_add_func ("/practice-desk/becomes-private", test_becomes_private);
  g_test_add_func ("/practice-desk/arrived", test_arrived);
  g_test_add_func ("/practice-desk/limits", test_limits);
  g_test_add_func ("/practice-desk/door", test_door);
  return g_test_run ();
}
