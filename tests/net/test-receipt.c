/* SPDX-License-Identifier: EUPL-1.2 */

/* Receipts, statuses and problems as text: what is taken, and above all what is not. */

#include "zpi-api.h"

#include <string.h>

#include "zpi-json.h"

#include "zpi-api-private.h"

#define ID       "7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a001"
#define FORM     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DOC      "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define DOCUMENT "{\"documentId\":\"d1\",\"sha256\":\"" DOC "\",\"grootteInBytes\":7}"
#define RECEIPT                                                                                    \
  "{\"referentie\":\"ZP-2026-000123\",\"aanvraagId\":\"" ID "\",\"status\":\"ontvangen\","         \
  "\"ontvangenOp\":\"2026-01-15T13:06:10Z\",\"aanvraagdatum\":\"2026-01-15\","                     \
  "\"beslisdatum\":\"2026-02-26\",\"formulierSha256\":\"" FORM "\",\"documenten\":[" DOCUMENT "]}"

static ZpiReceipt *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));

  return zpi_receipt_parse (raw, error);
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_autoptr (GString) result = g_string_new (text);

  g_assert_cmpuint (g_string_replace (result, from, to, 0), >, 0);
  return g_strdup (result->str);
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiReceipt) receipt = parse (RECEIPT, &error);
  const ZpiReceiptDocument *document;

  g_assert_no_error (error);
  g_assert_cmpstr (receipt->application_id, ==, ID);
  g_assert_null (receipt->supplement_id);
  g_assert_cmpstr (receipt->reference, ==, "ZP-2026-000123");
  g_assert_cmpstr (receipt->received_at, ==, "2026-01-15T13:06:10Z");
  g_assert_cmpstr (receipt->application_date, ==, "2026-01-15");
  g_assert_cmpstr (receipt->decision_date, ==, "2026-02-26");
  g_assert_cmpstr (receipt->form_sha256, ==, FORM);
  g_assert_cmpuint (receipt->documents->len, ==, 1);
  document = g_ptr_array_index (receipt->documents, 0);
  g_assert_cmpstr (document->document_id, ==, "d1");
  g_assert_cmpuint (document->size_bytes, ==, 7);
  g_assert_cmpmem (g_bytes_get_data (receipt->raw, NULL),
                   g_bytes_get_size (receipt->raw),
                   RECEIPT,
                   strlen (RECEIPT));
}

static void
test_supplement (void)
{
  g_autofree char *text =
      replace (RECEIPT, "\"aanvraagdatum\":\"2026-01-15\"", "\"aanvullingId\":\"s1\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiReceipt) receipt = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (receipt->supplement_id, ==, "s1");
  g_assert_null (receipt->application_date);
}

static void
test_not_whole (void)
{
  static const char *const changes[][2] = {
      {"\"referentie\"", "\"x\""},
      {"ZP-2026-000123", ""},
      {"ZP-2026-000123", "<b>ZP</b>"},
      {"ZP-2026-000123", "ZP\\n1"},
      {"ZP-2026-000123",
       "12345678901234567890123456789012345678901234567890123456789012345678901234567890"},
      {"\"ZP-2026-000123\"", "123"},
      {"\"aanvraagId\"", "\"x\""},
      {"\"ontvangenOp\"", "\"x\""},
      {"2026-01-15T13:06:10Z", "yesterday"},
      {"2026-01-15T13:06:10Z", "2026-01-15"},
      {"\"aanvraagdatum\":\"2026-01-15\"", "\"x\":1"},
      {"\"aanvraagdatum\":\"2026-01-15\"", "\"aanvraagdatum\":\"2026-13-15\""},
      {"\"beslisdatum\":\"2026-02-26\"", "\"x\":1"},
      {"2026-02-26", "2026-02-30"},
      {"2026-02-26", "2026-02"},
      {"\"formulierSha256\"", "\"x\""},
      {FORM, "AAAA"},
      {FORM, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
      {"\"documenten\"", "\"x\""},
      {"[" DOCUMENT "]", "{}"},
      {"[" DOCUMENT "]", "null"},
      {"[" DOCUMENT "]", "[7]"},
      {"[" DOCUMENT "]", "[null]"},
      {"\"documentId\":\"d1\",", ""},
      {"\"sha256\":\"" DOC "\",", ""},
      {DOC, "bb"},
      {":7", ":-7"},
      {":7", ":7.5"},
      {":7", ":\"7\""},
      {",\"grootteInBytes\":7", ""},
      {"]}", "]"},
      {"]}", "]}{}"},
      {"\"status\":\"ontvangen\"", "\"referentie\":\"ZP-2\""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *text = replace (RECEIPT, changes[i][0], changes[i][1]);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", text);
    g_assert_null (parse (text, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  }
}

static void
test_not_even_json (void)
{
  static const char *const texts[] = {"", "null", "[]", "7", "\"x\"", "<html>", "{", "{\"a\":1,}"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (texts[i], &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  }
}

/* 100,000 levels, 100 MB, and bytes that are no text. */
static void
test_hostile (void)
{
  g_autofree char *deep = g_malloc (100 * 1000 + 1);
  g_autoptr (GBytes) huge = g_bytes_new_take (g_malloc0 (100 * 1000 * 1000), 100 * 1000 * 1000);
  g_autoptr (GError) error = NULL;
  const char *const openings[] = {"[", "{\"documenten\":"};

  memset (deep, '[', 100 * 1000);
  deep[100 * 1000] = '\0';
  g_assert_null (parse (deep, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (openings); i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint j = 0; j < 100 * 1000; j++)
      g_string_append (text, openings[i]);
    g_assert_null (parse (text->str, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
    g_clear_error (&error);
  }
  g_assert_null (zpi_receipt_parse (huge, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  g_clear_error (&error);
  g_assert_null (parse ("{\"referentie\":\"\xff\xfe\"}", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
}

static GPtrArray *
sent (const char *id, const char *sha256, guint64 size, const char *second_id)
{
  GPtrArray *documents = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < (second_id != NULL ? 2 : 1) && id != NULL; i++) {
    ZpiReceiptDocument *document = g_new0 (ZpiReceiptDocument, 1);

    document->document_id = (char *) (i == 0 ? id : second_id);
    document->sha256 = (char *) sha256;
    document->size_bytes = size;
    g_ptr_array_add (documents, document);
  }
  return documents;
}

static void
test_verify (void)
{
  static const struct {
    const char *id;
    const char *form;
    const char *document;
    const char *sha256;
    guint64 size;
    const char *second;
    gboolean good;
  } cases[] = {
      {ID, FORM, "d1", DOC, 7, NULL, TRUE},
      {"7B0E5C1A-8D3C-4C55-9A37-0D9D5CE2A001", FORM, "d1", DOC, 7, NULL, FALSE},
      {ID, DOC, "d1", DOC, 7, NULL, FALSE},
      {ID, FORM, NULL, NULL, 0, NULL, FALSE},
      {ID, FORM, "d2", DOC, 7, NULL, FALSE},
      {ID, FORM, "d1", FORM, 7, NULL, FALSE},
      {ID, FORM, "d1", DOC, 8, NULL, FALSE},
      {ID, FORM, "d1", DOC, 7, "d2", FALSE},
  };
  g_autoptr (ZpiReceipt) receipt = parse (RECEIPT, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) documents =
        sent (cases[i].document, cases[i].sha256, cases[i].size, cases[i].second);
    g_autoptr (GError) error = NULL;

    g_assert_true (zpi_receipt_verify (receipt, cases[i].id, cases[i].form, documents, &error) ==
                   cases[i].good);
    if (!cases[i].good)
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  }
}

/* One document said twice is not two documents. */
static void
test_verify_twice (void)
{
  g_autofree char *text = replace (RECEIPT, "[" DOCUMENT "]", "[" DOCUMENT "," DOCUMENT "]");
  g_autoptr (ZpiReceipt) receipt = parse (text, NULL);
  g_autoptr (GPtrArray) two = sent ("d1", DOC, 7, "d2");
  g_autoptr (GPtrArray) one = sent ("d1", DOC, 7, NULL);

  g_assert_false (zpi_receipt_verify (receipt, ID, FORM, two, NULL));
  g_assert_false (zpi_receipt_verify (receipt, ID, FORM, one, NULL));
}

static ZpiRemoteStatus *
parse_status (const char *text, GError **error)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (JsonNode) node = zpi_json_parse (raw, 0, 0, NULL);

  g_assert_nonnull (node);
  return zpi_remote_status_parse (ID, node, raw, "\"1\"", error);
}

static void
test_status (void)
{
  static const char *const bad[] = {
      "[]",
      "{}",
      "{\"aanvraagId\":\"" ID "\",\"documenten\":[]}",
      "{\"aanvraagId\":\"other\",\"status\":\"concept\",\"documenten\":[]}",
      "{\"aanvraagId\":\"" ID "\",\"status\":\"concept\"}",
      "{\"aanvraagId\":\"" ID "\",\"status\":\"concept\",\"documenten\":[{\"status\":"
      "\"ontvangen\"}]}",
      "{\"aanvraagId\":\"" ID "\",\"status\":\"ontvangen\",\"documenten\":[],\"ontvangenOp\":"
      "\"2026-01-15T13:06:10Z\"}",
  };
  g_autoptr (ZpiRemoteStatus) waiting = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    g_assert_null (parse_status (bad[i], &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
    g_clear_error (&error);
  }
  waiting = parse_status ("{\"aanvraagId\":\"" ID "\",\"status\":\"concept\",\"documenten\":[{"
                          "\"documentId\":\"d1\",\"status\":\"verwacht\"},7,{\"documentId\":\"d2\","
                          "\"status\":\"ontvangen\",\"sha256\":\"" DOC "\",\"grootteInBytes\":9}]}",
                          &error);
  g_assert_no_error (error);
  g_assert_cmpuint (waiting->documents->len, ==, 1);
  g_assert_null (waiting->receipt);
}

static void
test_problem (void)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) kept = NULL;
  g_autoptr (JsonNode) array = zpi_json_parse_text ("[]", NULL);
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (ZpiProblem) again = NULL;
  g_autoptr (GString) text =
      g_string_new ("{\"status\":400,\"retryAfterUs\":5,\"code\":\"c\",\"title\":\"");

  g_assert_null (zpi_problem_from_json (array));
  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "é");
  g_string_append (text, "\",\"invalidParams\":[{\"name\":\"a\",\"reason\":\"r\",\"code\":\"x\"}");
  for (guint i = 0; i < 999; i++)
    g_string_append (text, ",{}");
  g_string_append (text, "]}");
  node = zpi_json_parse_text (text->str, NULL);
  problem = zpi_problem_from_json (node);
  g_assert_cmpuint (g_utf8_strlen (problem->title, -1), ==, 1000);
  g_assert_cmpuint (problem->params->len, ==, 200);

  kept = zpi_problem_to_json (problem);
  again = zpi_problem_from_json (kept);
  g_assert_cmpuint (again->status, ==, 400);
  g_assert_cmpint (again->retry_after_us, ==, 5);
  g_assert_cmpstr (again->code, ==, "c");
  g_assert_cmpstr (again->title, ==, problem->title);
  g_assert_null (again->detail);
  g_assert_cmpuint (again->params->len, ==, 200);
  g_assert_cmpstr (((ZpiProblemParam *) g_ptr_array_index (again->params, 0))->reason, ==, "r");
}

static void
test_problem_nonsense (void)
{
  g_autoptr (JsonNode) node = zpi_json_parse_text (
      "{\"status\":-1,\"retryAfterUs\":-1,\"code\":7,\"title\":null,\"invalidParams\":{}}",
      NULL);
  g_autoptr (JsonNode) large = zpi_json_parse_text ("{\"status\":1000}", NULL);
  g_autoptr (ZpiProblem) problem = zpi_problem_from_json (node);
  g_autoptr (ZpiProblem) other = zpi_problem_from_json (large);
  g_autoptr (JsonNode) kept = zpi_problem_to_json (problem);

  g_assert_cmpuint (problem->status, ==, 0);
  g_assert_cmpint (problem->retry_after_us, ==, 0);
  g_assert_null (problem->code);
  g_assert_null (problem->title);
  g_assert_cmpuint (problem->params->len, ==, 0);
  g_assert_cmpuint (other->status, ==, 0);
  g_assert_false (json_object_has_member (json_node_get_object (kept), "retryAfterUs"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/whole", test_whole);
  g_test_add_func ("/receipt/supplement", test_supplement);
  g_test_add_func ("/receipt/not-whole", test_not_whole);
  g_test_add_func ("/receipt/not-even-json", test_not_even_json);
  g_test_add_func ("/receipt/hostile", test_hostile);
  g_test_add_func ("/receipt/verify", test_verify);
  g_test_add_func ("/receipt/verify-twice", test_verify_twice);
  g_test_add_func ("/receipt/status", test_status);
  g_test_add_func ("/receipt/problem", test_problem);
  g_test_add_func ("/receipt/problem-nonsense", test_problem_nonsense);
  return g_test_run ();
}
