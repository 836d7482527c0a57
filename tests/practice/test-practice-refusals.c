/* SPDX-License-Identifier: EUPL-1.2 */

/* What the follow-up and the desk refuse, and what happens when the disk does not go along. */

#include <sqlite3.h>
#include <string.h>

#include "practice-town.h"

#define STRANGER "3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c11"

static void
assert_refused (Answer *answer, guint status, const char *code)
{
  g_assert_cmpint (answer->status, ==, status);
  g_assert_cmpstr (answer_problem (answer), ==, code);
}

static char *
ask (Town *town, const char *id)
{
  g_autofree char *path = g_strdup_printf ("/_oefening/aanvragen/%s/_vraag-aanvulling", id);
  g_autoptr (Answer) answer =
      town_call (town, "POST", path, "{\"gevraagd\":[{\"soort\":\"overig\"}]}", NULL);

  g_assert_cmpint (answer->status, ==, 200);
  return g_strdup (answer_text (answer, "aanvullingId"));
}

static Answer *
answer_supplement (Town *town, const char *id, const char *supplement, const char *body)
{
  g_autofree char *path =
      g_strdup_printf ("/aanvragen/%s/aanvullingen/%s/_indienen", id, supplement);
  g_autofree char *key = g_uuid_string_random ();

  return town_call (town, "POST", path, body, "Idempotency-Key", key, NULL);
}

static void
test_supplement (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autofree char *other = town_apply (town, BSN_PARTNER);
  g_autofree char *supplement = ask (town, id);
  const char *body = "{\"bewijsstukken\":[]}";
  g_autoptr (Answer) unknown = answer_supplement (town, id, STRANGER, body);
  g_autoptr (Answer) foreign = answer_supplement (town, other, supplement, body);
  g_autoptr (Answer) empty = answer_supplement (town, id, supplement, "{}");
  g_autoptr (Answer) done = answer_supplement (town, id, supplement, body);
  g_autoptr (Answer) different =
      answer_supplement (town, id, supplement, "{\"bewijsstukken\":[],\"toelichting\":\"x\"}");

  assert_refused (unknown, 404, "niet-gevonden");
  assert_refused (foreign, 404, "niet-gevonden");
  assert_refused (empty, 400, "ongeldige-invoer");
  g_assert_cmpstr (answer_fault (empty, "bewijsstukken"), ==, "ontbreekt");
  g_assert_cmpint (done->status, ==, 201);
  assert_refused (different, 409, "ander-formulier");
}

/* A request that was overtaken by the decision. */
static void
test_supplement_closed (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) paper = paper_new ("application/pdf", 1000);
  g_autoptr (Paper) second = paper_new ("application/pdf", 1000);
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autofree char *supplement = ask (town, id);
  g_autofree char *grant = g_strdup_printf ("/_oefening/aanvragen/%s/_toekennen", id);
  g_autofree char *place = NULL;
  g_autoptr (Answer) granted = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) more = NULL;
  g_autoptr (Answer) another = NULL;

  place = town_begin (town, id, paper, supplement);
  granted = town_call (town, "POST", grant, "{}", NULL);
  g_assert_cmpint (granted->status, ==, 200);
  late = answer_supplement (town, id, supplement, "{\"bewijsstukken\":[]}");
  assert_refused (late, 409, "niet-mogelijk");
  g_assert_cmpstr (answer_text (granted, "status"), ==, "toegekend");
  g_assert_cmpstr (zpi_json_get_string (answer_item (granted, "aanvullingen", 0), "status"),
                   ==,
                   "vervallen");
  /* What was begun may be finished; it is not part of anything any more. */
  more = town_patch (town, place, paper, 0, 1000);
  g_assert_cmpint (more->status, ==, 204);
  another = town_announce (town, id, second, supplement);
  assert_refused (another, 409, "niet-mogelijk");
}

/* What was submitted is what it is. */
static void
test_upload_after_submission (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) paper = paper_new ("application/pdf", 1000);
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autoptr (Answer) answer = town_announce (town, id, paper, NULL);

  assert_refused (answer, 409, "al-ingediend");
}

static Answer *
put_photo (Town *town, const char *order, const char *holder, const char *type, GBytes *bytes)
{
  g_autofree char *path = g_strdup_printf ("/foto-opdrachten/%s/pashouders/%s/foto", order, holder);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *base64 = NULL;
  g_autofree char *digest = NULL;
  guint8 raw[32];
  gsize length = sizeof raw;

  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_checksum_get_digest (checksum, raw, &length);
  base64 = g_base64_encode (raw, length);
  digest = g_strdup_printf ("sha-256=:%s:", base64);
  return town_send (town, "PUT", path, bytes, "Content-Type", type, "Content-Digest", digest, NULL);
}

static void
test_photo (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) photo = paper_new ("image/jpeg", 2000);
  g_autoptr (Paper) large = paper_new ("image/jpeg", 6 * 1024 * 1024);
  g_autoptr (Answer) letter =
      town_call (town, "POST", "/_oefening/foto-opdrachten", "{\"voornamen\":\"Bo\"}", NULL);
  const char *order = answer_text (letter, "opdrachtId");
  g_autofree char *path = g_strconcat ("/foto-opdrachten/", order, NULL);
  g_autoptr (Answer) state = town_call (town, "GET", path, NULL, NULL);
  const char *holder = zpi_json_get_string (answer_item (state, "pashouders", 0), "pashouderId");
  g_autoptr (Answer) stranger = put_photo (town, order, STRANGER, "image/jpeg", photo->bytes);
  g_autoptr (Answer) pdf = put_photo (town, order, holder, "application/pdf", photo->bytes);
  g_autoptr (Answer) liar = put_photo (town, order, holder, "image/png", photo->bytes);
  g_autoptr (Answer) too_large = put_photo (town, order, holder, "image/jpeg", large->bytes);
  g_autofree char *desk = g_strdup_printf ("/_oefening%s/pashouders/%s", path, holder);
  g_autofree char *judge = g_strconcat (desk, "/_goedkeuren", NULL);
  g_autofree char *look = g_strconcat (desk, "/foto", NULL);
  g_autoptr (Answer) too_soon = town_call (town, "POST", judge, "{}", NULL);
  g_autoptr (Answer) nothing = town_call (town, "GET", look, NULL, NULL);
  g_autoptr (Answer) placed = NULL;
  g_autoptr (Answer) seen = NULL;

  assert_refused (stranger, 404, "niet-gevonden");
  assert_refused (pdf, 415, "mediatype");
  assert_refused (liar, 400, "ongeldige-invoer");
  g_assert_cmpstr (answer_fault (liar, "foto"), ==, "mediatype");
  assert_refused (too_large, 413, "te-groot");
  assert_refused (too_soon, 409, "niet-mogelijk");
  assert_refused (nothing, 404, "niet-gevonden");
  placed = put_photo (town, order, holder, "image/jpeg", photo->bytes);
  g_assert_cmpint (placed->status, ==, 201);
  seen = town_call (town, "GET", look, NULL, NULL);
  g_assert_true (g_bytes_equal (seen->body, photo->bytes));
}

static void
test_desk (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  const struct {
    const char *method;
    const char *path; /* with ID for the application's */
    const char *body;
    guint status;
  } cases[] = {
      {"GET", "/_oefening/nergens", NULL, 404},
      {"DELETE", "/_oefening/post", NULL, 405},
      {"GET", "/_oefening/aanvragen/" STRANGER "", NULL, 404},
      {"GET", "/_oefening/aanvragen/" STRANGER "/formulier", NULL, 404},
      {"GET", "/_oefening/aanvragen/ID/documenten/" STRANGER, NULL, 404},
      {"GET", "/_oefening/aanvragen/ID/aanvullingen/" STRANGER "/formulier", NULL, 404},
      {"GET", "/_oefening/accountverzoeken/" STRANGER "/formulier", NULL, 404},
      {"POST", "/_oefening/aanvragen/" STRANGER "/_toekennen", "{}", 404},
      {"POST", "/_oefening/aanvragen/ID/_vraag-aanvulling", "{}", 400},
      {"POST",
       "/_oefening/aanvragen/ID/_vraag-aanvulling",
       "{\"gevraagd\":[],\"uiterlijkOp\":\"morgen\"}",
       400},
      {"POST", "/_oefening/foto-opdrachten", "{}", 400},
      {"POST", "/_oefening/accountverzoeken/" STRANGER "/_afhandelen", "{}", 400},
      {"POST",
       "/_oefening/accountverzoeken/" STRANGER "/_afhandelen",
       "{\"status\":\"samengevoegd\"}",
       404},
      {"POST", "/_oefening/verlengingen", "{\"burgerservicenummer\":\"1\"}", 400},
      {"GET", "/_oefening/aanvragen/ID/formulier", NULL, 200},
      {"GET", "/_oefening/accountverzoeken", NULL, 200},
      {"GET", "/_oefening/grenzen", NULL, 200},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) path = g_string_new (cases[i].path);
    g_autoptr (Answer) answer = NULL;

    g_string_replace (path, "ID", id, 1);
    answer = town_call (town, cases[i].method, path->str, cases[i].body, NULL);
    g_test_message ("%s %s", cases[i].method, path->str);
    g_assert_cmpint (answer->status, ==, cases[i].status);
  }
}

static void
test_account (void)
{
  g_autoptr (Town) town = town_new ();
  const char *end = "\",\"emailadres\":\"anna@example.nl\",\"vanWie\":\"familielid\","
                    "\"hoofdpashouder\":{\"naam\":{\"voornamen\":\"Anna\"}},\"gezinsleden\":[{}],"
                    "\"verklaring\":{\"ondertekendOp\":\"2026-01-15T13:05:00Z\",\"wijze\":"
                    "\"getypt\"}";
  g_autofree char *first = g_strconcat ("{\"verzoekId\":\"" STRANGER, end, "}", NULL);
  g_autofree char *second =
      g_strconcat ("{\"verzoekId\":\"" STRANGER, end, ",\"pasjaar\":2026}", NULL);
  g_autoptr (Answer) none =
      town_call (town, "POST", "/accountverzoeken", "{}", "Idempotency-Key", "sleutel-0", NULL);
  g_autoptr (Answer) made =
      town_call (town, "POST", "/accountverzoeken", first, "Idempotency-Key", "sleutel-1", NULL);
  g_autoptr (Answer) other =
      town_call (town, "POST", "/accountverzoeken", second, "Idempotency-Key", "sleutel-2", NULL);
  g_autoptr (Answer) form =
      town_call (town, "GET", "/_oefening/accountverzoeken/" STRANGER "/formulier", NULL, NULL);

  assert_refused (none, 400, "ongeldige-invoer");
  g_assert_cmpint (made->status, ==, 201);
  assert_refused (other, 409, "ander-formulier");
  g_assert_cmpmem (g_bytes_get_data (form->body, NULL),
                   g_bytes_get_size (form->body),
                   first,
                   strlen (first));
}

/* While nothing can be written every call says so, and nothing is half done. */
static void
test_disk (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *path = g_build_filename (town->folder, "municipality.db", NULL);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autoptr (Answer) failed = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) list = NULL;
  sqlite3 *db = NULL;

  town_put (town, id, form);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_test_expect_message ("zpi-practice", G_LOG_LEVEL_WARNING, "*database failed: code 5*");
  failed = town_submit (town, id, form, "sleutel-1");
  g_test_assert_expected_messages ();
  assert_refused (failed, 500, "storing");
  g_assert_cmpint (sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  done = town_submit (town, id, form, "sleutel-1");
  g_assert_cmpint (done->status, ==, 201);
  g_assert_cmpstr (answer_text (done, "referentie"), ==, "ZP-2026-000001");
  list = town_call (town, "GET", "/aanvragen", NULL, NULL);
  g_assert_null (answer_item (list, "resultaten", 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice-refusals/supplement", test_supplement);
  g_test_add_func ("/practice-refusals/supplement/closed", test_supplement_closed);
  g_test_add_func ("/practice-refusals/upload-after-submission", test_upload_after_submission);
  g_test_add_func ("/practice-refusals/photo", test_photo);
  g_test_add_func ("/practice-refusals/desk", test_desk);
  g_test_add_func ("/practice-refusals/account", test_account);
  g_test_add_func ("/practice-refusals/disk", test_disk);
  return g_test_run ();
}
