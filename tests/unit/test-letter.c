/* SPDX-License-Identifier: EUPL-1.2 */

/* Codes of letters, requests for more information, orders for photos. */

#include "zpi-decision.h"
#include "zpi-error.h"
#include "zpi-letter.h"
#include "zpi-request.h"

static const char request_text[] =
    "{\"aanvullingId\": \"c1d7f0aa-2b3c-4d5e-8f60-718293a4b5c6\", \"status\": \"open\","
    " \"gevraagdOp\": \"2026-01-22T09:30:00Z\", \"uiterlijkOp\": \"2026-02-05\","
    " \"toelichting\": \"Wij missen iets.\","
    " \"aanvraagId\": \"3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c11\", \"gevraagd\": ["
    " {\"soort\": \"bankafschrift\", \"van\": \"partner\", \"maand\": \"2025-11\"},"
    " {\"soort\": \"bankafschrift\", \"van\": \"partner\", \"maand\": \"2025-12\"},"
    " {\"soort\": \"overig\", \"toelichting\": \"De brief van de bank.\"}]}";

static void
test_code (void)
{
  static const struct {
    const char *text;
    const char *code;
    ZpiLetterKind kind;
  } cases[] = {
      {"K7PM-2QXR", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"  k7pm 2qxr\n", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"K7PM\xe2\x80\x93\x32QXR", "K7PM2QXR", ZPI_LETTER_UNKNOWN}, /* en dash */
      {"https://oefenen.example/foto/K7PM-2QXR", "K7PM2QXR", ZPI_LETTER_PHOTOS},
      {"https://oefenen.example/aanvulling/K7PM-2QXR/?bron=mail#x", "K7PM2QXR", ZPI_LETTER_REQUEST},
      {"Code: K7PM-2QXR", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"uw code is K7PM-2QXR.", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"code K7PM 2QXR", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"(K7PM-2QXR)", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"\u201cK7PM-2QXR\u201d,", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"\uff2b\uff17PM\u22122QXR", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"\U0001f4f7 K7PM-2QXR", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"K7PM\u00ad2QXR\u200b", "K7PM2QXR", ZPI_LETTER_UNKNOWN},
      {"<https://oefenen.example/foto/K7PM-2QXR>", "K7PM2QXR", ZPI_LETTER_PHOTOS},
      {"https://oefenen.example/foto/K7PM-2QXR.", "K7PM2QXR", ZPI_LETTER_PHOTOS},
      {"Ga naar https://oefenen.example/foto/K7PM-2QXR en kies", "K7PM2QXR", ZPI_LETTER_PHOTOS},
      {"K7PM-2QX\u0158", NULL, ZPI_LETTER_UNKNOWN},
      {"code:", NULL, ZPI_LETTER_UNKNOWN},
      {"K7PM", NULL, ZPI_LETTER_UNKNOWN},
      {"K7PM*2QXR", NULL, ZPI_LETTER_UNKNOWN},
      {"", NULL, ZPI_LETTER_UNKNOWN},
      {"///", NULL, ZPI_LETTER_UNKNOWN},
      {"https://oefenen.example/aanvulling/?code=K7PM2QXR", NULL, ZPI_LETTER_UNKNOWN},
      {"https://oefenen.example/aanvulling/K7PM2QXR/../v1/aanvragen", NULL, ZPI_LETTER_UNKNOWN},
      {"https://oefenen.example/foto/%4B7PM2QXR", NULL, ZPI_LETTER_UNKNOWN},
      {"https://iemand@oefenen.example:99999/foto/K7PM2QXR", "K7PM2QXR", ZPI_LETTER_PHOTOS},
      {"javascript:alert(1)", NULL, ZPI_LETTER_UNKNOWN},
      {"01234567890123456789012345678901234567890", NULL, ZPI_LETTER_UNKNOWN},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    ZpiLetterKind kind;
    g_autofree char *code = zpi_letter_code_from_text (cases[i].text, &kind);

    g_assert_cmpstr (code, ==, cases[i].code);
    if (code != NULL)
      g_assert_cmpint (kind, ==, cases[i].kind);
  }
}

/* What a QR code says counts only when it is a letter's. */
static void
test_scanned (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } cases[] = {
      {"https://oefenen.example/foto/K7PM-2QXR", TRUE},
      {"https://oefenen.example/aanvulling/K7PM2QXR", TRUE},
      {"https://oefenen.example/pas/foto/k7pm2qxr/?bron=brief", TRUE},
      {"http://oefenen.example/foto/K7PM2QXR", FALSE},
      {"https://iemand@oefenen.example/foto/K7PM2QXR", FALSE},
      {"https://oefenen.example/foto/", FALSE},
      {"https://oefenen.example/foto/K7PM", FALSE},
      {"https://oefenen.example/volg/3SABCD12345678", FALSE},
      {"https://foto.example/K7PM2QXR", FALSE}, /* a host is no path */
      {"https:///foto/K7PM2QXR", FALSE},
      {"oefenen.example/foto/K7PM2QXR", FALSE},
      {"K7PM-2QXR", FALSE},
      {"WIFI:S:bibliotheek;T:WPA;P:/foto/K7PM2QXR;;", FALSE},
      {"", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (zpi_letter_is_link (cases[i].text), ==, cases[i].good);
}

static ZpiDocument *
new_document (const char *kind, const char *whose, int year, int month)
{
  ZpiDocument *document = zpi_document_new ();

  g_free (document->kind);
  g_free (document->whose);
  document->kind = g_strdup (kind);
  document->whose = g_strdup (whose);
  document->month = (ZpiMonth){year, month};
  return document;
}

static void
test_request (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiRequest) request = zpi_request_from_text (request_text, &error);
  g_autoptr (GPtrArray) documents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_document_free);
  g_autoptr (GPtrArray) missing = NULL;
  const ZpiWanted *wanted;

  g_assert_no_error (error);
  g_assert_true (zpi_request_is_open (request));
  g_assert_cmpuint (request->wanted->len, ==, 3);
  wanted = zpi_request_guess (request, documents, "Scan Bankafschrift 2025-12.PDF");
  g_assert_cmpstr (wanted->month, ==, "2025-12");
  wanted = zpi_request_guess (request, documents, "IMG_0001.jpg");
  g_assert_cmpstr (wanted->month, ==, "2025-11");
  g_ptr_array_add (documents, new_document ("bankafschrift", "partner", 2025, 11));
  g_ptr_array_add (documents, new_document ("bankafschrift", "aanvrager", 2025, 12));
  /* Of which nothing can be seen. */
  g_ptr_array_add (documents, new_document ("bankafschrift", "partner", 2025, 12));
  ((ZpiDocument *) documents->pdata[2])->unseen = TRUE;
  missing = zpi_request_get_missing (request, documents);
  g_assert_cmpuint (missing->len, ==, 2);
  g_assert_cmpstr (((ZpiWanted *) missing->pdata[0])->month, ==, "2025-12");
  g_assert_cmpstr (((ZpiWanted *) missing->pdata[1])->kind, ==, "overig");
  g_ptr_array_add (documents, new_document ("bankafschrift", "partner", 2025, 12));
  g_ptr_array_add (documents, new_document ("overig", "", 0, 0));
  g_assert_null (zpi_request_guess (request, documents, NULL));
  /* The same file once more, after the program was killed: it is still what its name says. */
  wanted = zpi_request_guess (request, documents, "Scan Bankafschrift 2025-12.PDF");
  g_assert_nonnull (wanted);
  g_assert_cmpstr (wanted->month, ==, "2025-12");
}

static void
test_request_kept (void)
{
  g_autoptr (ZpiRequest) request = zpi_request_from_text (request_text, NULL);
  g_autofree char *text = zpi_request_to_text (request);
  g_autoptr (ZpiRequest) again = zpi_request_from_text (text, NULL);
  g_autofree char *twice = zpi_request_to_text (again);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, ==, twice);
  g_assert_cmpstr (((ZpiWanted *) again->wanted->pdata[2])->note, ==, "De brief van de bank.");
  g_assert_null (zpi_request_from_text ("{\"aanvullingId\": \"../../x\"}", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
}

static void
test_requests_of_status (void)
{
  g_autofree char *text = g_strdup_printf (
      "{\"aanvraagId\": \"3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c11\", \"aanvullingen\": [%s,"
      " {\"aanvullingId\": \"d1d7f0aa-2b3c-4d5e-8f60-718293a4b5c6\", \"status\": \"open\","
      " \"uiterlijkOp\": \"2026-02-01\", \"gevraagd\": []}, 5,"
      " {\"aanvullingId\": \"e1d7f0aa-2b3c-4d5e-8f60-718293a4b5c6\", \"status\": \"ingediend\","
      " \"uiterlijkOp\": \"2026-01-01\", \"gevraagd\": []}]}",
      request_text);
  g_autoptr (GBytes) status = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) all = zpi_requests_from_status (status);
  g_autoptr (GPtrArray) both = zpi_requests_from_status (status);
  g_autoptr (GPtrArray) none = zpi_requests_from_status (NULL);
  g_autoptr (ZpiRequest) first = zpi_requests_take_open (both);

  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (first->until, ==, "2026-02-01");
  g_assert_cmpstr (first->application_id, ==, "3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c11");
  g_assert_null (zpi_requests_take_open (none));
}

static void
test_order (void)
{
  g_autoptr (ZpiPhotoOrder) order = zpi_photo_order_from_text (
      "{\"opdrachtId\": \"e2a1b0c9-d8e7-4f60-9182-a3b4c5d6e7f8\", \"soort\": \"gezin\","
      " \"status\": \"open\", \"pasjaar\": 2026,"
      " \"link\": \"https://oefenen.example/foto/K7PM2QXR\", \"pashouders\": ["
      " {\"pashouderId\": \"f3b2c1d0-e9f8-4a71-8293-b4c5d6e7f809\", \"rol\": \"hoofdpashouder\","
      "  \"voornamen\": \"Anna Maria\", \"fotoStatus\": \"ontbreekt\"},"
      " {\"pashouderId\": \"a3b2c1d0-e9f8-4a71-8293-b4c5d6e7f809\", \"rol\": \"subpashouder\","
      "  \"voornamen\": \"Bo\", \"fotoStatus\": \"ontvangen\"},"
      " {\"pashouderId\": \"b3b2c1d0-e9f8-4a71-8293-b4c5d6e7f809\", \"rol\": \"subpashouder\","
      "  \"voornamen\": \"Bo\", \"fotoStatus\": \"ontbreekt\"}]}",
      NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = zpi_photo_order_to_text (order);
  g_autoptr (ZpiPhotoOrder) again = zpi_photo_order_from_text (text, NULL);

  g_assert_true (order->household);
  g_assert_true (zpi_photo_order_find (order, "anna", NULL) == order->holders->pdata[0]);
  /* Pasted, with what stood around it. */
  g_assert_true (zpi_photo_order_find (order, " Anna\n", NULL) == order->holders->pdata[0]);
  g_assert_true (zpi_photo_order_find (order, "3", NULL) == order->holders->pdata[2]);
  g_assert_true (zpi_photo_order_find (order, "A3B2C1D0-E9F8-4A71-8293-B4C5D6E7F809", NULL) ==
                 order->holders->pdata[1]);
  g_assert_null (zpi_photo_order_find (order, "Bo", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
  g_assert_null (zpi_photo_order_find (order, "4", NULL));
  g_assert_null (zpi_photo_order_find (order, "0", NULL)); /* who counts from 0 means another */
  g_assert_null (zpi_photo_order_find (order, "00", NULL));
  g_assert_cmpuint (again->holders->len, ==, 3);
  g_assert_cmpstr (again->link, ==, "https://oefenen.example/foto/K7PM2QXR");
  g_assert_true (((ZpiPassHolder *) again->holders->pdata[0])->main);
}

/* Only a page of the web is shown to a phone. */
static void
test_link (void)
{
  static const char *const links[] = {"https://oefenen.example/foto/K7PM2QXR",
                                      "http://oefenen.example/foto/K7PM2QXR",
                                      "https://me:secret@oefenen.example/foto/K7PM2QXR",
                                      "javascript:alert(1)",
                                      "tel:0900123456",
                                      "https:///foto",
                                      ""};

  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autofree char *text =
        g_strdup_printf ("{\"opdrachtId\": \"e2a1b0c9-d8e7-4f60-9182-a3b4c5d6e7f8\","
                         " \"link\": \"%s\", \"pashouders\": [{\"pashouderId\":"
                         " \"f3b2c1d0-e9f8-4a71-8293-b4c5d6e7f809\"}]}",
                         links[i]);
    g_autoptr (ZpiPhotoOrder) order = zpi_photo_order_from_text (text, NULL);

    g_assert_cmpstr (order->link, ==, i == 0 ? links[i] : NULL);
  }
}

static ZpiDecision *
decide (const char *text)
{
  g_autoptr (GBytes) status = g_bytes_new (text, strlen (text));

  return zpi_decision_from_status (status);
}

static void
test_decision (void)
{
  g_autoptr (ZpiDecision) rejected =
      decide ("{\"besluit\": {\"uitkomst\": \"afgewezen\", \"datum\": \"2026-01-20\","
              " \"motivering\": \"Te hoog inkomen.\"}}");
  g_autoptr (ZpiDecision) granted =
      decide ("{\"besluit\": {\"uitkomst\": \"toegekend\", \"datum\": \"2026-11-28\"}}");

  g_assert_false (rejected->granted);
  g_assert_cmpstr (rejected->reason, ==, "Te hoog inkomen.");
  /* Six weeks after a Tuesday is a Tuesday. */
  g_assert_cmpint (rejected->objection_until.year, ==, 2026);
  g_assert_cmpint (rejected->objection_until.month, ==, 3);
  g_assert_cmpint (rejected->objection_until.day, ==, 3);
  g_assert_true (granted->granted);
  g_assert_true (zpi_date_is_full (&granted->date));
  g_assert_cmpint (granted->objection_until.year, ==, 2027);
  g_assert_cmpint (granted->objection_until.day, ==, 9);
  g_assert_null (decide ("{}"));
  g_assert_null (decide ("{\"besluit\": {\"uitkomst\": \"misschien\"}}"));
  g_assert_null (decide ("{\"besluit\": {\"uitkomst\": \"toegekend\", \"datum\": \"x\"}}"));
  g_assert_null (zpi_decision_from_status (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/letter/code", test_code);
  g_test_add_func ("/letter/scanned", test_scanned);
  g_test_add_func ("/letter/request/wanted", test_request);
  g_test_add_func ("/letter/request/kept", test_request_kept);
  g_test_add_func ("/letter/request/of-status", test_requests_of_status);
  g_test_add_func ("/letter/order", test_order);
  g_test_add_func ("/letter/link", test_link);
  g_test_add_func ("/letter/decision", test_decision);
  return g_test_run ();
}
