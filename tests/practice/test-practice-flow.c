/* SPDX-License-Identifier: EUPL-1.2 */

#include <string.h>

#include "practice-town.h"
#include "zpi-clock.h"

static gint64 fake_now_us;

static gint64
fake_clock (gpointer user_data)
{
  return fake_now_us;
}

static void
set_clock (const char *iso)
{
  gint64 now;

  g_assert_true (zpi_clock_parse_iso (iso, &now));
  fake_now_us = now;
  zpi_clock_set_source (fake_clock, NULL);
}

static void
assert_desk_has (Town *town, const char *path, GBytes *wanted)
{
  g_autoptr (Answer) answer = town_call (town, "GET", path, NULL, NULL);

  g_assert_cmpint (answer->status, ==, 200);
  g_assert_true (g_bytes_equal (answer->body, wanted));
}

static void
test_main_road (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) slip = paper_new ("application/pdf", 90 * 1000);
  g_autoptr (Paper) card = paper_new ("image/jpeg", 3000);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) receipt = NULL;
  g_autoptr (GBytes) form_bytes = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *form_path = g_strdup_printf ("/_oefening/aanvragen/%s/formulier", id);
  g_autofree char *slip_path = NULL;
  g_autofree char *receipt_path = g_strdup_printf ("/aanvragen/%s/ontvangstbevestiging", id);
  JsonObject *document;

  set_clock ("2026-01-15T14:06:00Z");
  form = form_of (slip, card);
  sha256 = sha256_of (form);
  town_put (town, id, form);
  town_upload (town, id, slip, NULL);
  town_upload (town, id, card, NULL);
  answer = town_submit (town, id, form, "sleutel-1");

  g_assert_cmpint (answer->status, ==, 201);
  g_assert_cmpstr (answer_text (answer, "referentie"), ==, "ZP-2026-000001");
  g_assert_cmpstr (answer_text (answer, "aanvraagId"), ==, id);
  g_assert_cmpstr (answer_text (answer, "ontvangenOp"), ==, "2026-01-15T14:06:00Z");
  g_assert_cmpstr (answer_text (answer, "aanvraagdatum"), ==, "2026-01-15");
  g_assert_cmpstr (answer_text (answer, "beslisdatum"), ==, "2026-03-12"); /* Awb 4:13 */
  g_assert_cmpstr (answer_text (answer, "formulierSha256"), ==, sha256);
  document = answer_item (answer, "documenten", 0);
  g_assert_cmpstr (zpi_json_get_string (document, "documentId"), ==, slip->id);
  g_assert_cmpstr (zpi_json_get_string (document, "sha256"), ==, slip->sha256);
  document = answer_item (answer, "documenten", 1);
  g_assert_cmpstr (zpi_json_get_string (document, "documentId"), ==, card->id);
  g_assert_null (answer_item (answer, "documenten", 2));

  /* The same question gives the same receipt, whatever the key. */
  again = town_submit (town, id, form, "sleutel-2");
  g_assert_cmpint (again->status, ==, 200);
  g_assert_true (g_bytes_equal (again->body, answer->body));
  receipt = town_call (town, "GET", receipt_path, NULL, NULL);
  g_assert_cmpint (receipt->status, ==, 200);
  g_assert_true (g_bytes_equal (receipt->body, answer->body));

  form_bytes = g_bytes_new (form, strlen (form));
  assert_desk_has (town, form_path, form_bytes);
  slip_path = g_strdup_printf ("/_oefening/aanvragen/%s/documenten/%s", id, slip->id);
  assert_desk_has (town, slip_path, slip->bytes);
  zpi_clock_set_source (NULL, NULL);
}

/* Submits on @now a form that was declared on 15 January; gives the day of application. */
static char *
application_day (const char *now, gboolean doubt)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) answer = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *plain = form_of (NULL, NULL);
  g_autoptr (GString) form = g_string_new (plain);

  if (doubt)
    g_string_replace (form, "\"wijze\"", "\"klokTwijfel\":true,\"wijze\"", 1);
  set_clock (now);
  town_put (town, id, form->str);
  answer = town_submit (town, id, form->str, id);
  g_assert_cmpint (answer->status, ==, 201);
  zpi_clock_set_source (NULL, NULL);
  return g_strdup (answer_text (answer, "aanvraagdatum"));
}

static void
test_application_day (void)
{
  g_autofree char *soon = application_day ("2026-02-10T10:00:00Z", FALSE);
  g_autofree char *late = application_day ("2026-03-10T10:00:00Z", FALSE);
  g_autofree char *doubted = application_day ("2026-02-10T10:00:00Z", TRUE);
  g_autofree char *early = application_day ("2026-01-10T10:00:00Z", FALSE);

  g_assert_cmpstr (soon, ==, "2026-01-15");
  g_assert_cmpstr (late, ==, "2026-03-10");
  g_assert_cmpstr (doubted, ==, "2026-02-10");
  g_assert_cmpstr (early, ==, "2026-01-10");
}

static void
test_replace (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) slip = paper_new ("application/pdf", 5000);
  g_autoptr (Paper) other = paper_new ("image/png", 5000);
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) replaced = NULL;
  g_autoptr (Answer) stale = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autofree char *form = form_of (slip, NULL);
  g_autofree char *later = form_of (slip, other);

  town_put (town, id, form);
  town_upload (town, id, slip, NULL);
  first = town_call (town, "GET", path, NULL, NULL);
  replaced = town_call (town, "PUT", path, later, "If-Match", answer_header (first, "ETag"), NULL);
  g_assert_cmpint (replaced->status, ==, 200);
  g_assert_cmpstr (answer_header (replaced, "ETag"), !=, answer_header (first, "ETag"));
  /* What came in of a document that is still announced stays. */
  g_assert_cmpstr (zpi_json_get_string (answer_item (replaced, "documenten", 0), "status"),
                   ==,
                   "ontvangen");
  g_assert_cmpstr (zpi_json_get_string (answer_item (replaced, "documenten", 1), "status"),
                   ==,
                   "verwacht");
  stale = town_call (town, "PUT", path, form, "If-Match", answer_header (first, "ETag"), NULL);
  g_assert_cmpint (stale->status, ==, 412);
}

static void
test_remove (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autofree char *form = form_of (NULL, NULL);
  g_autofree char *submitted = town_apply (town, BSN_PARTNER);
  g_autofree char *submitted_path = g_strconcat ("/aanvragen/", submitted, NULL);
  g_autoptr (Answer) removed = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autoptr (Answer) never = NULL;
  g_autoptr (Answer) too_late = NULL;

  town_put (town, id, form);
  removed = town_call (town, "DELETE", path, NULL, NULL);
  g_assert_cmpint (removed->status, ==, 204);
  gone = town_call (town, "GET", path, NULL, NULL);
  g_assert_cmpint (gone->status, ==, 410);
  never = town_call (town, "PUT", path, form, "If-None-Match", "*", NULL);
  g_assert_cmpint (never->status, ==, 410);
  g_assert_cmpstr (answer_problem (never), ==, "verwijderd");
  too_late = town_call (town, "DELETE", submitted_path, NULL, NULL);
  g_assert_cmpint (too_late->status, ==, 409);
}

static Answer *
desk (Town *town, const char *id, const char *step, const char *json)
{
  g_autofree char *path = g_strdup_printf ("/_oefening/aanvragen/%s/%s", id, step);

  return town_call (town, "POST", path, json, NULL);
}

static void
test_supplement (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) statement = paper_new ("application/pdf", 7000);
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autoptr (Answer) asked =
      desk (town, id, "_vraag-aanvulling", "{\"gevraagd\":[{\"soort\":\"bankafschrift\"}]}");
  g_autofree char *search = NULL;
  g_autofree char *lower = NULL;
  g_autoptr (Answer) found = NULL;
  g_autoptr (Answer) incomplete = NULL;
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) after = NULL;
  g_autofree char *supplement = NULL;
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *application = g_strconcat ("/aanvragen/", id, NULL);

  g_assert_cmpint (asked->status, ==, 200);
  lower = g_ascii_strdown (answer_text (asked, "code"), -1);
  search = g_strdup_printf ("{\"code\":\" %s\"}", lower);
  found = town_call (town, "POST", "/aanvullingen/_zoeken", search, NULL);
  g_assert_cmpint (found->status, ==, 200);
  g_assert_cmpstr (answer_text (found, "aanvraagId"), ==, id);
  g_assert_cmpstr (answer_text (found, "voornamen"), ==, "Anna");
  supplement = g_strdup (answer_text (found, "aanvullingId"));

  path = g_strdup_printf ("/aanvragen/%s/aanvullingen/%s/_indienen", id, supplement);
  body = g_strdup_printf ("{\"bewijsstukken\":[{\"documentId\":\"%s\",\"soort\":\"bankafschrift\","
                          "\"mediatype\":\"application/pdf\",\"grootteInBytes\":7000,"
                          "\"sha256\":\"%s\"}],\"hulpverlener\":{\"naam\":\"C. Groen\"}}",
                          statement->id,
                          statement->sha256);
  sha256 = sha256_of (body);
  incomplete = town_call (town, "POST", path, body, "Idempotency-Key", "sleutel-1", NULL);
  g_assert_cmpint (incomplete->status, ==, 409);
  g_assert_cmpstr (answer_fault (incomplete, "bewijsstukken[0].documentId"), ==, "niet-ontvangen");

  town_upload (town, id, statement, supplement);
  done = town_call (town, "POST", path, body, "Idempotency-Key", "sleutel-1", NULL);
  g_assert_cmpint (done->status, ==, 201);
  g_assert_cmpstr (answer_text (done, "formulierSha256"), ==, sha256);
  g_assert_cmpstr (zpi_json_get_string (answer_item (done, "documenten", 0), "sha256"),
                   ==,
                   statement->sha256);
  again = town_call (town, "POST", path, body, "Idempotency-Key", "sleutel-1", NULL);
  g_assert_cmpint (again->status, ==, 200);
  g_assert_true (g_bytes_equal (again->body, done->body));
  after = town_call (town, "GET", application, NULL, NULL);
  g_assert_cmpstr (answer_text (after, "status"), ==, "in-behandeling");
  g_assert_cmpstr (zpi_json_get_string (answer_item (after, "aanvullingen", 0), "status"),
                   ==,
                   "ingediend");
}

static void
test_withdraw (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autofree char *path = g_strdup_printf ("/aanvragen/%s/_intrekken", id);
  g_autofree char *receipt_path = g_strdup_printf ("/aanvragen/%s/ontvangstbevestiging", id);
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) receipt = NULL;

  done = town_call (town,
                    "POST",
                    path,
                    "{\"reden\":\"Verhuisd\"}",
                    "Idempotency-Key",
                    "sleutel-1",
                    NULL);
  g_assert_cmpint (done->status, ==, 200);
  g_assert_cmpstr (answer_text (done, "status"), ==, "ingetrokken");
  again = town_call (town, "POST", path, "{}", "Idempotency-Key", "sleutel-2", NULL);
  g_assert_cmpint (again->status, ==, 200);
  receipt = town_call (town, "GET", receipt_path, NULL, NULL);
  g_assert_cmpint (receipt->status, ==, 200);
}

static void
test_withdraw_decided (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autofree char *path = g_strdup_printf ("/aanvragen/%s/_intrekken", id);
  g_autoptr (Answer) granted = desk (town, id, "_toekennen", "{\"motivering\":\"Goed.\"}");
  g_autoptr (Answer) refused =
      town_call (town, "POST", path, "{}", "Idempotency-Key", "sleutel-1", NULL);

  g_assert_cmpint (granted->status, ==, 200);
  g_assert_cmpint (refused->status, ==, 409);
  g_assert_cmpstr (answer_problem (refused), ==, "niet-mogelijk");
}

static Answer *
put_photo (Town *town, Answer *order, guint index, Paper *photo)
{
  const char *holder =
      zpi_json_get_string (answer_item (order, "pashouders", index), "pashouderId");
  g_autofree char *path = g_strdup_printf ("/foto-opdrachten/%s/pashouders/%s/foto",
                                           answer_text (order, "opdrachtId"),
                                           holder);
  g_autofree guchar *digest = g_malloc (32);
  g_autofree char *base64 = NULL;
  g_autofree char *header = NULL;

  for (guint i = 0; i < 32; i++)
    digest[i] = g_ascii_xdigit_value (photo->sha256[2 * i]) * 16 +
                g_ascii_xdigit_value (photo->sha256[2 * i + 1]);
  base64 = g_base64_encode (digest, 32);
  header = g_strdup_printf ("sha-256=:%s:", base64);
  return town_send (town,
                    "PUT",
                    path,
                    photo->bytes,
                    "Content-Type",
                    photo->type,
                    "Content-Digest",
                    header,
                    NULL);
}

static void
test_photos (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) photo = paper_new ("image/jpeg", 4000);
  g_autoptr (Paper) other = paper_new ("image/png", 4000);
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autoptr (Answer) granted = desk (town, id, "_toekennen", "{}");
  g_autoptr (Answer) letter = desk (town, id, "_verstuur-brief", "{}");
  g_autofree char *search = NULL;
  g_autofree char *order_path = NULL;
  g_autoptr (Answer) order = NULL;
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) same = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) after = NULL;

  g_assert_cmpstr (answer_text (granted, "status"), ==, "toegekend");
  g_assert_nonnull (strstr (answer_text (letter, "qrTekst"), answer_text (letter, "code")));
  search = g_strdup_printf ("{\"code\":\"%s\"}", answer_text (letter, "code"));
  order = town_call (town, "POST", "/foto-opdrachten/_zoeken", search, NULL);
  g_assert_cmpint (order->status, ==, 200);
  g_assert_cmpstr (answer_text (order, "soort"), ==, "gezin");
  g_assert_cmpstr (answer_text (order, "aanvraagId"), ==, id);
  g_assert_cmpstr (zpi_json_get_string (answer_item (order, "pashouders", 0), "rol"),
                   ==,
                   "hoofdpashouder");
  g_assert_cmpstr (zpi_json_get_string (answer_item (order, "pashouders", 1), "voornamen"),
                   ==,
                   "Bo");

  first = put_photo (town, order, 0, photo);
  g_assert_cmpint (first->status, ==, 201);
  g_assert_cmpstr (answer_text (first, "sha256"), ==, photo->sha256);
  same = put_photo (town, order, 0, photo);
  g_assert_cmpint (same->status, ==, 200);
  second = put_photo (town, order, 1, other);
  g_assert_cmpint (second->status, ==, 201);
  order_path = g_strconcat ("/foto-opdrachten/", answer_text (order, "opdrachtId"), NULL);
  after = town_call (town, "GET", order_path, NULL, NULL);
  g_assert_cmpstr (answer_text (after, "status"), ==, "compleet");
  g_assert_nonnull (answer_text (after, "pasVerwachtOp"));
}

/* How many steps the desk offers with the first photo of the last letter. */
static void
assert_photo_steps (Town *town, guint expected)
{
  g_autoptr (Answer) orders = town_call (town, "GET", "/_oefening/foto-opdrachten", NULL, NULL);
  JsonArray *holders = zpi_json_get_array (answer_item (orders, "fotoOpdrachten", 0), "pashouders");
  JsonArray *steps = zpi_json_get_array (json_array_get_object_element (holders, 0), "stappen");

  g_assert_cmpint (json_array_get_length (steps), ==, expected);
}

static void
test_photo_refused (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) photo = paper_new ("image/jpeg", 4000);
  g_autoptr (Paper) better = paper_new ("image/jpeg", 4100);
  g_autoptr (Answer) letter =
      town_call (town, "POST", "/_oefening/foto-opdrachten", "{\"voornamen\":\"Bo\"}", NULL);
  g_autofree char *path =
      g_strconcat ("/foto-opdrachten/", answer_text (letter, "opdrachtId"), NULL);
  g_autoptr (Answer) order = town_call (town, "GET", path, NULL, NULL);
  g_autofree char *step = NULL;
  g_autofree char *approve = NULL;
  g_autoptr (Answer) placed = put_photo (town, order, 0, photo);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) replaced = NULL;
  g_autoptr (Answer) approved = NULL;
  g_autoptr (Answer) too_late = NULL;
  const char *holder = zpi_json_get_string (answer_item (order, "pashouders", 0), "pashouderId");

  g_assert_cmpstr (answer_text (order, "soort"), ==, "persoon");
  g_assert_cmpint (placed->status, ==, 201);
  assert_photo_steps (town, 2);
  step = g_strdup_printf ("/_oefening%s/pashouders/%s/_afkeuren", path, holder);
  approve = g_strdup_printf ("/_oefening%s/pashouders/%s/_goedkeuren", path, holder);
  refused = town_call (town, "POST", step, "{\"toelichting\":\"Te donker\"}", NULL);
  g_assert_cmpint (refused->status, ==, 200);
  g_assert_cmpstr (answer_text (refused, "status"), ==, "open");
  assert_photo_steps (town, 0);
  replaced = put_photo (town, order, 0, better);
  g_assert_cmpint (replaced->status, ==, 200);
  approved = town_call (town, "POST", approve, "{}", NULL);
  g_assert_cmpstr (zpi_json_get_string (answer_item (approved, "pashouders", 0), "fotoStatus"),
                   ==,
                   "goedgekeurd");
  too_late = put_photo (town, order, 0, photo);
  g_assert_cmpint (too_late->status, ==, 409);
}

static void
test_account (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/accountverzoeken/", id, NULL);
  g_autofree char *step = g_strdup_printf ("/_oefening/accountverzoeken/%s/_afhandelen", id);
  g_autofree char *body =
      g_strdup_printf ("{\"verzoekId\":\"%s\",\"emailadres\":\"anna@example.nl\",\"vanWie\":"
                       "\"pashouder\",\"hoofdpashouder\":{\"naam\":{\"voornamen\":\"Anna\"}},"
                       "\"gezinsleden\":[{\"naam\":{\"voornamen\":\"Bo\"}}],\"verklaring\":"
                       "{\"ondertekendOp\":\"2026-01-15T13:05:00Z\",\"wijze\":\"mondeling\"}}",
                       id);
  g_autofree char *sha256 = sha256_of (body);
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) merged = NULL;
  g_autoptr (Answer) after = NULL;

  set_clock ("2026-01-15T13:06:00Z");
  made = town_call (town, "POST", "/accountverzoeken", body, "Idempotency-Key", "sleutel-1", NULL);
  g_assert_cmpint (made->status, ==, 201);
  g_assert_cmpstr (answer_text (made, "uiterlijkOp"), ==, "2026-03-26");
  g_assert_cmpstr (answer_text (made, "formulierSha256"), ==, sha256);
  again = town_call (town, "POST", "/accountverzoeken", body, "Idempotency-Key", "sleutel-1", NULL);
  g_assert_cmpint (again->status, ==, 200);
  g_assert_true (g_bytes_equal (made->body, again->body));
  merged = town_call (town, "POST", step, "{\"status\":\"samengevoegd\"}", NULL);
  g_assert_cmpint (merged->status, ==, 200);
  after = town_call (town, "GET", path, NULL, NULL);
  g_assert_cmpstr (answer_text (after, "status"), ==, "samengevoegd");
  zpi_clock_set_source (NULL, NULL);
}

static char *
renewal_of (Town *town, const char *body)
{
  g_autoptr (Answer) answer = town_call (town, "POST", "/verlengingen/_controleren", body, NULL);

  g_assert_cmpint (answer->status, ==, 200);
  return g_strdup (answer_text (answer, "uitkomst"));
}

static void
test_renewal (void)
{
  g_autoptr (Town) town = town_new ();
  const char *body = "{\"burgerservicenummer\":\"" BSN_OTHER "\",\"pasjaar\":2026}";
  const char *stop =
      "{\"burgerservicenummer\":\"" BSN_OTHER "\",\"pasjaar\":2026,\"verlengd\":false}";
  g_autofree char *example =
      renewal_of (town, "{\"burgerservicenummer\":\"" BSN_RENEWED "\",\"pasjaar\":2026}");
  g_autofree char *before = renewal_of (town, body);
  g_autoptr (Answer) renewed = town_call (town, "POST", "/_oefening/verlengingen", body, NULL);
  g_autofree char *after = renewal_of (town, body);
  g_autoptr (Answer) stopped = town_call (town, "POST", "/_oefening/verlengingen", stop, NULL);
  g_autofree char *again = renewal_of (town, body);

  g_assert_cmpstr (example, ==, "verlengd");
  g_assert_cmpstr (before, ==, "niet-verlengd");
  g_assert_cmpint (renewed->status, ==, 200);
  g_assert_cmpstr (after, ==, "verlengd");
  g_assert_cmpint (stopped->status, ==, 200);
  g_assert_cmpstr (again, ==, "niet-verlengd");
}

static void
test_double (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *first = town_apply (town, BSN_APPLICANT);
  g_autofree char *second = town_apply (town, BSN_APPLICANT);
  g_autofree char *other = town_apply (town, BSN_PARTNER);
  const char *ids[] = {first, second, other};

  for (guint i = 0; i < 3; i++) {
    g_autofree char *path = g_strconcat ("/aanvragen/", ids[i], NULL);
    g_autoptr (Answer) answer = town_call (town, "GET", path, NULL, NULL);

    g_assert_cmpint (json_object_get_boolean_member (answer->json, "mogelijkDubbel"), ==, i < 2);
  }
}

static void
test_list (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *next = g_strdup ("/aanvragen?aantal=2&gewijzigdNa=2020-01-01T00:00:00Z");
  guint pages = 0;

  for (guint i = 0; i < 5; i++)
    g_hash_table_add (wanted, town_apply (town, BSN_APPLICANT));
  while (next != NULL) {
    g_autoptr (Answer) page = town_call (town, "GET", next, NULL, NULL);

    g_assert_cmpint (page->status, ==, 200);
    for (guint i = 0; answer_item (page, "resultaten", i) != NULL; i++) {
      JsonObject *item = answer_item (page, "resultaten", i);

      g_assert_true (g_hash_table_remove (wanted, zpi_json_get_string (item, "aanvraagId")));
    }
    g_free (next);
    next = answer_text (page, "volgende") != NULL
               ? g_strdup_printf ("/aanvragen?aantal=2&vanaf=%s", answer_text (page, "volgende"))
               : NULL;
    pages++;
  }
  g_assert_cmpint (pages, ==, 3);
  g_assert_cmpint (g_hash_table_size (wanted), ==, 0);
}

static void
test_rules (void)
{
  g_autofree char *folder = g_dir_make_tmp ("municipality-XXXXXX", NULL);
  g_autoptr (ZpiPracticeServer) server = zpi_practice_server_new (folder, 0);
  static const char rules[] = "{\"id\": \"zoetermeerpas\","
                              " \"parameters\": {\"decision_weeks\": {\"value\": 3}}}";
  g_autoptr (GBytes) scheme = g_bytes_new_static (rules, strlen (rules));
  g_autoptr (GBytes) norms = g_bytes_new_static ("{\"n\": 1}", 8);
  g_autoptr (Town) town = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) same = NULL;
  g_autoptr (Answer) unknown = NULL;
  g_autoptr (Answer) receipt = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autoptr (GError) error = NULL;

  zpi_practice_server_set_rules (server, "zoetermeerpas", scheme, norms);
  zpi_practice_server_start (server, &error);
  g_assert_no_error (error);
  town = town_new_for (folder, zpi_practice_server_get_base_url (server));
  town->server = g_steal_pointer (&server);
  answer = town_call (town, "GET", "/regelingen/zoetermeerpas", NULL, NULL);
  g_assert_cmpint (answer->status, ==, 200);
  g_assert_nonnull (zpi_json_get_object (answer->json, "regeling"));
  g_assert_nonnull (zpi_json_get_object (answer->json, "normen"));
  same = town_call (town,
                    "GET",
                    "/regelingen/zoetermeerpas",
                    NULL,
                    "If-None-Match",
                    answer_header (answer, "ETag"),
                    NULL);
  g_assert_cmpint (same->status, ==, 304);
  unknown = town_call (town, "GET", "/regelingen/ooievaarspas", NULL, NULL);
  g_assert_cmpint (unknown->status, ==, 404);

  /* It is decided when the rules say so, which are those of any city. */
  set_clock ("2026-01-15T14:06:00Z");
  town_put (town, id, form);
  receipt = town_submit (town, id, form, id);
  g_assert_cmpstr (answer_text (receipt, "beslisdatum"), ==, "2026-02-05");
  zpi_clock_set_source (NULL, NULL);
}

static void
test_contract (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) answer =
      town_call (town, "GET", "/openapi.json", NULL, "Authorization", "", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("ZPI_SOURCE_ROOT"), "data", "api", "openapi.json", NULL);
  g_autofree char *text = NULL;
  gsize length = 0;

  g_assert_cmpint (answer->status, ==, 200);
  g_assert_cmpstr (answer_header (answer, "Access-Control-Allow-Origin"), ==, "*");
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL),
                   g_bytes_get_size (answer->body),
                   text,
                   length);
}

/* (transfer full): the contract as it is in the source */
static JsonNode *
read_contract (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("ZPI_SOURCE_ROOT"), "data", "api", "openapi.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;
  JsonNode *node;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  bytes = g_bytes_new (text, length);
  node = zpi_json_parse (bytes, 0, 0, NULL);
  g_assert_nonnull (node);
  return node;
}

static JsonObject *
members_of (JsonNode *contract, const char *schema)
{
  JsonObject *schemas =
      zpi_json_get_object (zpi_json_get_object (json_node_get_object (contract), "components"),
                           "schemas");

  return zpi_json_get_object (zpi_json_get_object (schemas, schema), "properties");
}

/* (transfer full): each text that @schema of the contract has, filled in with its own name, and
 * what else is said of it */
static JsonObject *
filled_in (JsonNode *contract, const char *schema, const char *const *known)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GList) members = json_object_get_members (members_of (contract, schema));

  for (GList *l = members; l != NULL; l = l->next) {
    const char *text = l->data;

    for (guint i = 0; known[i] != NULL; i += 2)
      if (g_str_equal (known[i], l->data))
        text = known[i + 1];
    json_object_set_string_member (object, l->data, text);
  }
  g_assert_cmpuint (json_object_get_size (object), >, 0);
  return object;
}

static char *
dup_json (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

/* Each member of @got is in @given, the same. */
static void
assert_given_back (JsonObject *got, JsonObject *given)
{
  g_autoptr (GList) members = json_object_get_members (got);

  for (GList *l = members; l != NULL; l = l->next) {
    g_test_message ("%s", (const char *) l->data);
    g_assert_cmpstr (zpi_json_get_string (given, l->data), ==, zpi_json_get_string (got, l->data));
  }
}

/* What it got it gives back whole, whatever the contract has: names, who helped, what it asked. */
static void
test_given_back (void)
{
  static const char *const wanted_known[] =
      {"soort", "bankafschrift", "van", "partner", "maand", "2025-12", NULL};
  static const char *const none[] = {NULL};
  g_autoptr (Town) town = town_new ();
  g_autoptr (JsonNode) contract = read_contract ();
  g_autoptr (JsonObject) name = filled_in (contract, "Naam", none);
  g_autoptr (JsonObject) helper = filled_in (contract, "Hulpverlener", none);
  g_autoptr (JsonObject) wanted = filled_in (contract, "GevraagdBewijsstuk", wanted_known);
  g_autofree char *name_json = NULL;
  g_autofree char *helper_json = dup_json (helper);
  g_autofree char *wanted_json = dup_json (wanted);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *desk_path = g_strconcat ("/_oefening/aanvragen/", id, NULL);
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autofree char *ask = g_strdup_printf ("{\"gevraagd\":[%s]}", wanted_json);
  g_autofree char *form = NULL;
  g_autoptr (Answer) receipt = NULL;
  g_autoptr (Answer) there = NULL;
  g_autoptr (Answer) asked = NULL;
  g_autoptr (Answer) application = NULL;

  json_object_set_string_member (name, "voorvoegsel", "van der");
  json_object_set_string_member (name, "voorletters", "A.");
  name_json = dup_json (name);
  form = g_strdup_printf (
      "{\"regeling\":\"zoetermeerpas\",\"pasjaar\":2026,\"aanvrager\":{\"naam\":%s},"
      "\"contact\":{\"emailadres\":\"anna@example.nl\",\"vanWie\":\"aanvrager\"},"
      "\"hulpverlener\":%s,\"verklaring\":{\"ondertekendOp\":\"2026-01-15T14:05:00+01:00\","
      "\"wijze\":\"op-papier\"}}",
      name_json,
      helper_json);
  town_put (town, id, form);
  receipt = town_submit (town, id, form, id);
  assert_given_back (helper, zpi_json_get_object (receipt->json, "hulpverlener"));
  there = town_call (town, "GET", desk_path, NULL, NULL);
  assert_given_back (name, there->json);
  asked = desk (town, id, "_vraag-aanvulling", ask);
  assert_given_back (wanted, answer_item (asked, "gevraagd", 0));
  application = town_call (town, "GET", path, NULL, NULL);
  g_assert_cmpstr (answer_text (application, "regeling"), ==, "zoetermeerpas");
  assert_given_back (helper, zpi_json_get_object (application->json, "hulpverlener"));
  assert_given_back (wanted,
                     json_array_get_object_element (
                         zpi_json_get_array (answer_item (application, "aanvullingen", 0),
                                             "gevraagd"),
                         0));
}

/* (transfer full): what the newest mail says; it goes to the address of the application */
static char *
newest_mail (Town *town)
{
  g_autoptr (Answer) post = town_call (town, "GET", "/_oefening/post", NULL, NULL);
  JsonObject *newest = answer_item (post, "post", 0);

  g_assert_cmpstr (zpi_json_get_string (newest, "aan"), ==, "anna@example.nl");
  return g_strdup (zpi_json_get_string (newest, "tekst"));
}

/* Received, asked for more with the link, and the decision: all by mail. */
static void
test_mails (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autofree char *received = newest_mail (town);
  g_autoptr (Answer) asked =
      desk (town, id, "_vraag-aanvulling", "{\"gevraagd\":[{\"soort\":\"bankafschrift\"}]}");
  g_autofree char *more = newest_mail (town);
  g_autoptr (Answer) granted = desk (town, id, "_toekennen", "{}");
  g_autofree char *decided = newest_mail (town);

  g_assert_nonnull (strstr (received, "Wij hebben uw aanvraag ontvangen"));
  g_assert_nonnull (strstr (more, answer_text (asked, "link")));
  g_assert_cmpint (granted->status, ==, 200);
  g_assert_nonnull (strstr (decided, "U krijgt de pas"));
}

static void
test_mailbox (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autoptr (Answer) rejected = desk (town, id, "_afwijzen", "{\"motivering\":\"Te hoog.\"}");
  g_autoptr (Answer) post = town_call (town, "GET", "/_oefening/post", NULL, NULL);
  JsonObject *newest = answer_item (post, "post", 0);
  JsonObject *oldest = answer_item (post, "post", 1);

  g_assert_cmpint (rejected->status, ==, 200);
  g_assert_cmpstr (zpi_json_get_string (newest, "aan"), ==, "anna@example.nl");
  g_assert_nonnull (strstr (zpi_json_get_string (newest, "tekst"), "Te hoog."));
  g_assert_nonnull (strstr (zpi_json_get_string (oldest, "tekst"), "ZP-2026-000001"));
  g_assert_null (answer_item (post, "post", 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice-flow/main-road", test_main_road);
  g_test_add_func ("/practice-flow/application-day", test_application_day);
  g_test_add_func ("/practice-flow/replace", test_replace);
  g_test_add_func ("/practice-flow/remove", test_remove);
  g_test_add_func ("/practice-flow/supplement", test_supplement);
  g_test_add_func ("/practice-flow/withdraw", test_withdraw);
  g_test_add_func ("/practice-flow/withdraw/decided", test_withdraw_decided);
  g_test_add_func ("/practice-flow/photos", test_photos);
  g_test_add_func ("/practice-flow/photos/refused", test_photo_refused);
  g_test_add_func ("/practice-flow/account", test_account);
  g_test_add_func ("/practice-flow/renewal", test_renewal);
  g_test_add_func ("/practice-flow/double", test_double);
  g_test_add_func ("/practice-flow/list", test_list);
  g_test_add_func ("/practice-flow/rules", test_rules);
  g_test_add_func ("/practice-flow/contract", test_contract);
  g_test_add_func ("/practice-flow/given-back", test_given_back);
  g_test_add_func ("/practice-flow/mails", test_mails);
  g_test_add_func ("/practice-flow/mailbox", test_mailbox);
  return g_test_run ();
}
