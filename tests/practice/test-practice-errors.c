/* SPDX-License-Identifier: EUPL-1.2 */

#include <string.h>

#include "practice-town.h"

#define SOME_ID   "3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c11"
#define SOME_PATH "/aanvragen/" SOME_ID

static void
assert_refused (Answer *answer, guint status, const char *code)
{
  g_assert_cmpint (answer->status, ==, status);
  g_assert_cmpstr (answer_problem (answer), ==, code);
}

static void
test_token (void)
{
  g_autoptr (Town) town = town_new ();
  const char *tokens[] = {"", "Bearer ", "Bearer    ", "Basic abc"};

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++) {
    g_autoptr (Answer) answer =
        town_call (town, "GET", SOME_PATH, NULL, "Authorization", tokens[i], NULL);

    assert_refused (answer, 401, "aanmelden");
    g_assert_cmpstr (answer_header (answer, "WWW-Authenticate"), ==, "Bearer");
  }
}

static void
test_paths (void)
{
  g_autoptr (Town) town = town_new ();
  const struct {
    const char *method;
    const char *path;
    guint status;
  } cases[] = {
      {"GET", "/aanvragen/", 404},
      {"GET", "/aanvragen/" SOME_ID "/", 404},
      {"GET", "/Aanvragen", 404},
      {"GET", "/", 404},
      {"GET", "/nergens", 404},
      {"GET", "/aanvragen/1", 400},
      {"GET", "/aanvragen/3F1C2A94-5D0E-4B7A-9C2F-6A1E8B0D7C11", 400},
      {"GET", SOME_PATH, 404},
      {"GET", SOME_PATH "/ontvangstbevestiging", 404},
      {"GET", "/foto-opdrachten/" SOME_ID, 404},
      {"GET", "/accountverzoeken/" SOME_ID, 404},
      {"DELETE", SOME_PATH, 404},
      {"POST", "/aanvragen", 405},
      {"PATCH", SOME_PATH, 405},
      {"GET", "/aanvragen?gewijzigdNa=gisteren", 400},
      {"GET", "/aanvragen?aantal=0", 400},
      {"GET", "/aanvragen?aantal=501", 400},
      {"GET", "/aanvragen?vanaf=1", 400},
      {"GET", "/aanvragen?vanaf=x_" SOME_ID, 400},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Answer) answer = town_call (town, cases[i].method, cases[i].path, NULL, NULL);

    g_assert_cmpint (answer->status, ==, cases[i].status);
    g_assert_nonnull (answer_problem (answer));
    if (answer->status == 405)
      g_assert_nonnull (answer_header (answer, "Allow"));
  }
}

static void
test_accept (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) html =
      town_call (town, "GET", "/aanvragen", NULL, "Accept", "text/html", NULL);
  g_autoptr (Answer) any = town_call (town, "GET", "/aanvragen", NULL, "Accept", "*/*", NULL);

  assert_refused (html, 406, "niet-aanvaardbaar");
  g_assert_cmpint (any->status, ==, 200);
}

static void
test_bodies (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autofree char *large = g_strnfill (300 * 1024, ' ');
  g_autofree char *deep = g_strnfill (100 * 1000, '[');
  const struct {
    const char *body;
    const char *header;
    const char *value;
    guint status;
    const char *code;
  } cases[] = {
      {form, "Content-Type", "text/plain", 415, "mediatype"},
      {form, "Content-Digest", "", 400, "ongeldige-invoer"},
      {form, "Content-Digest", "md5=:AAAA:", 400, "ongeldige-invoer"},
      {form,
       "Content-Digest",
       "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:",
       400,
       "ongeldige-invoer"},
      {form, "If-None-Match", "", 428, "voorwaarde-nodig"},
      {form, "If-Match", "\"1-00000000\"", 412, "voorwaarde"},
      {"{", "X-Nothing", "x", 400, "geen-json"},
      {"[]", "X-Nothing", "x", 400, "geen-json"},
      {"{\"a\":1,\"a\":1}", "X-Nothing", "x", 400, "geen-json"},
      {deep, "X-Nothing", "x", 400, "geen-json"},
      {large, "X-Nothing", "x", 413, "te-groot"},
      {"{}", "X-Nothing", "x", 400, "ongeldige-invoer"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Answer) answer = town_call (town,
                                           "PUT",
                                           SOME_PATH,
                                           cases[i].body,
                                           "If-None-Match",
                                           "*",
                                           cases[i].header,
                                           cases[i].value,
                                           NULL);

    assert_refused (answer, cases[i].status, cases[i].code);
  }
}

static void
test_all_at_once (void)
{
  g_autoptr (Town) town = town_new ();
  const char *form =
      "{\"regeling\":\"zoetermeerpas\",\"pasjaar\":\"2026\",\"schoenmaat\":43,\"aanvrager\":{"
      "\"naam\":"
      "{\"voorvoegsel\":\"de\"},\"burgerservicenummer\":\"123456789\",\"adres\":{\"postcode\":"
      "\"2712 "
      "aa\"}},\"contact\":{\"emailadres\":\"anna\",\"vanWie\":\"geen\"},\"inkomen\":[{\"soort\":"
      "\"wisselend-loon\",\"maanden\":[{\"maand\":\"2025-13\"}]}],\"partner\":null}";
  g_autoptr (Answer) answer = town_call (town, "PUT", SOME_PATH, form, "If-None-Match", "*", NULL);
  const char *const faults[][2] = {
      {"pasjaar", "soort"},
      {"schoenmaat", "onbekend-veld"},
      {"aanvrager.naam.geslachtsnaam", "ontbreekt"},
      {"aanvrager.burgerservicenummer", "elfproef"},
      {"aanvrager.adres.postcode", "formaat"},
      {"contact.emailadres", "formaat"},
      {"contact.vanWie", "waarde"},
      {"inkomen[0].maanden[0].maand", "waarde"},
      {"inkomen[0].maanden[0].bedragInCenten", "ontbreekt"},
      {"partner", "soort"},
      {"verklaring", "ontbreekt"},
  };

  assert_refused (answer, 400, "ongeldige-invoer");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    g_assert_cmpstr (answer_fault (answer, faults[i][0]), ==, faults[i][1]);
  g_assert_null (answer_item (answer, "invalidParams", G_N_ELEMENTS (faults)));
}

static void
test_submit (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autofree char *other = submission_of ("iets anders");
  g_autofree char *body = submission_of (form);
  g_autoptr (Answer) unknown = town_submit (town, SOME_ID, form, "sleutel-1");
  g_autoptr (Answer) different = NULL;
  g_autoptr (Answer) no_key = NULL;
  g_autoptr (Answer) short_key = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) reused = NULL;
  g_autoptr (Answer) late = NULL;

  assert_refused (unknown, 404, "niet-gevonden");
  town_put (town, SOME_ID, form);
  different =
      town_call (town, "POST", SOME_PATH "/_indienen", other, "Idempotency-Key", "sleutel-2", NULL);
  assert_refused (different, 409, "ander-formulier");
  no_key = town_call (town, "POST", SOME_PATH "/_indienen", body, NULL);
  assert_refused (no_key, 400, "ongeldige-invoer");
  g_assert_cmpstr (answer_fault (no_key, "Idempotency-Key"), ==, "ontbreekt");
  short_key = town_submit (town, SOME_ID, form, "kort");
  g_assert_cmpstr (answer_fault (short_key, "Idempotency-Key"), ==, "formaat");
  done = town_submit (town, SOME_ID, form, "sleutel-3");
  g_assert_cmpint (done->status, ==, 201);
  reused =
      town_call (town, "POST", SOME_PATH "/_indienen", other, "Idempotency-Key", "sleutel-3", NULL);
  assert_refused (reused, 409, "sleutel-hergebruikt");
  late = town_call (town, "PUT", SOME_PATH, form, "If-Match", "*", NULL);
  assert_refused (late, 409, "al-ingediend");
}

static void
test_documents_missing (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) first = paper_new ("application/pdf", 2000);
  g_autoptr (Paper) second = paper_new ("application/pdf", 2000);
  g_autofree char *form = form_of (first, second);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) done = NULL;

  town_put (town, SOME_ID, form);
  town_upload (town, SOME_ID, first, NULL);
  answer = town_submit (town, SOME_ID, form, "sleutel-1");
  assert_refused (answer, 409, "documenten-ontbreken");
  g_assert_null (answer_fault (answer, "bewijsstukken[0].documentId"));
  g_assert_cmpstr (answer_fault (answer, "bewijsstukken[1].documentId"), ==, "niet-ontvangen");
  town_upload (town, SOME_ID, second, NULL);
  /* The key was never used up by the refusal. */
  done = town_submit (town, SOME_ID, form, "sleutel-1");
  g_assert_cmpint (done->status, ==, 201);
}

static void
test_document_limits (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) paper = paper_new ("application/pdf", 2000);
  g_autofree char *plain = form_of (paper, paper);
  g_autoptr (GString) form = g_string_new (plain);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) twice = town_call (town, "PUT", SOME_PATH, plain, "If-None-Match", "*", NULL);

  assert_refused (twice, 400, "ongeldige-invoer");
  g_assert_cmpstr (answer_fault (twice, "bewijsstukken[1].documentId"), ==, "dubbel");
  g_string_replace (form, "\"grootteInBytes\":2000", "\"grootteInBytes\":20971521", 1);
  g_string_replace (form, paper->id, SOME_ID, 1);
  answer = town_call (town, "PUT", SOME_PATH, form->str, "If-None-Match", "*", NULL);
  assert_refused (answer, 400, "ongeldige-invoer");
  g_assert_cmpstr (answer_fault (answer, "bewijsstukken[0].grootteInBytes"), ==, "te-groot");
}

static void
test_codes (void)
{
  g_autoptr (Town) town = town_new ();
  const char *paths[] = {"/aanvullingen/_zoeken", "/foto-opdrachten/_zoeken"};

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (Answer) unknown =
        town_call (town, "POST", paths[i], "{\"code\":\"AAAA-AAAA\"}", NULL);
    g_autoptr (Answer) odd = town_call (town, "POST", paths[i], "{\"code\":\"A'; --AAAAA\"}", NULL);
    g_autoptr (Answer) none = town_call (town, "POST", paths[i], "{}", NULL);

    assert_refused (unknown, 404, "niet-gevonden");
    assert_refused (odd, 400, "ongeldige-invoer");
    g_assert_cmpstr (answer_fault (none, "code"), ==, "ontbreekt");
  }
}

static void
test_guessing (void)
{
  g_autoptr (Town) town = town_new ();
  guint refused = 0;

  for (guint i = 0; i < 40; i++) {
    g_autofree char *body = g_strdup_printf ("{\"code\":\"AAAA-AA%02u\"}", i);
    g_autoptr (Answer) answer = town_call (town, "POST", "/foto-opdrachten/_zoeken", body, NULL);

    if (answer->status == 404)
      continue;
    assert_refused (answer, 429, "te-vaak");
    g_assert_cmpstr (answer_header (answer, "Retry-After"), ==, "60");
    refused++;
  }
  g_assert_cmpint (refused, ==, 10);
}

/* No problem may repeat what was sent. */
static void
test_no_echo (void)
{
  g_autoptr (Town) town = town_new ();
  const char *form =
      "{\"aanvrager\":{\"naam\":{\"geslachtsnaam\":\"Geheimenaam\"},"
      "\"burgerservicenummer\":\"987654321\"},\"contact\":{\"emailadres\":\"geheim\"}}";
  g_autoptr (Answer) answer = town_call (town, "PUT", SOME_PATH, form, "If-None-Match", "*", NULL);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));

  g_assert_cmpint (answer->status, ==, 400);
  g_assert_null (strstr (text, "Geheimenaam"));
  g_assert_null (strstr (text, "987654321"));
  g_assert_null (strstr (text, "\"geheim\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice-errors/token", test_token);
  g_test_add_func ("/practice-errors/paths", test_paths);
  g_test_add_func ("/practice-errors/accept", test_accept);
  g_test_add_func ("/practice-errors/bodies", test_bodies);
  g_test_add_func ("/practice-errors/all-at-once", test_all_at_once);
  g_test_add_func ("/practice-errors/submit", test_submit);
  g_test_add_func ("/practice-errors/documents-missing", test_documents_missing);
  g_test_add_func ("/practice-errors/document-limits", test_document_limits);
  g_test_add_func ("/practice-errors/codes", test_codes);
  g_test_add_func ("/practice-errors/guessing", test_guessing);
  g_test_add_func ("/practice-errors/no-echo", test_no_echo);
  return g_test_run ();
}
