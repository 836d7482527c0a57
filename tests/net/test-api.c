/* SPDX-License-Identifier: EUPL-1.2 */

/* The operations against a peer whose answers are written out here, byte by byte. */

#include "zpi-api.h"

#include <string.h>

#include "zpi-vault.h"

#include "zpi-api-private.h"

#include "test-peer.h"

#define ID       "7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a001"
#define OTHER_ID "7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a002"
#define KEY      "0b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a00f"
#define JSON     "Content-Type: application/json\r\n"
#define PROBLEM  "Content-Type: application/problem+json\r\n"
#define FORM     "{\"regeling\":\"zoetermeerpas\"}"

typedef struct {
  TestPeer *peer;
  ZpiApi *api;
  GBytes *form;
  char *form_sha256;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = NULL;
  GError *error = NULL;

  fixture->peer = test_peer_new (NULL);
  url = test_peer_dup_url (fixture->peer, "/v1");
  fixture->api = zpi_api_new (url, TRUE, NULL, &error);
  g_assert_no_error (error);
  zpi_api_set_token (fixture->api, "the-token");
  fixture->form = g_bytes_new_static (FORM, strlen (FORM));
  fixture->form_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, fixture->form);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->api);
  test_peer_free (fixture->peer);
  g_bytes_unref (fixture->form);
  g_free (fixture->form_sha256);
}

static char *
put (Fixture *fixture, const char *etag, ZpiProblem **problem, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_api_put_application_async (fixture->api, ID, fixture->form, etag, NULL, test_wait_cb, &wait);
  return zpi_api_put_application_finish (fixture->api, test_wait (&wait), problem, error);
}

static void
answer_put (Fixture *fixture, guint status, const char *headers, const char *id, const char *sha256)
{
  g_autofree char *body =
      g_strdup_printf ("{\"aanvraagId\":\"%s\",\"status\":\"concept\",\"formulierSha256\":\"%s\"}",
                       id,
                       sha256);

  test_peer_answer (fixture->peer, status, headers, body);
}

static void
assert_header (const TestRequest *request, const char *name, const char *expected)
{
  g_autofree char *value = test_request_dup_header (request, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_put (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  const TestRequest *request;
  g_autofree char *etag = NULL;
  g_autofree char *agent = NULL;

  answer_put (fixture, 201, JSON "ETag: \"1\"\r\n", ID, fixture->form_sha256);
  etag = put (fixture, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (etag, ==, "\"1\"");

  request = test_peer_get_request (fixture->peer, 0);
  g_assert_cmpstr (request->method, ==, "PUT");
  g_assert_cmpstr (request->path, ==, "/v1/aanvragen/" ID);
  g_assert_true (g_bytes_equal (request->body, fixture->form));
  assert_header (request, "If-None-Match", "*");
  assert_header (request, "If-Match", NULL);
  assert_header (request, "Authorization", "Bearer the-token");
  assert_header (request, "Content-Type", "application/json");
  assert_header (request, "Accept", "application/json, application/problem+json");
  assert_header (request, "Accept-Encoding", NULL);
  assert_header (request, "Cookie", NULL);
  assert_header (request,
                 "Content-Digest",
                 "sha-256=:nq3FcZT4+zTbHBj+oDjpmL+PcYaCutFTjRfgKpahWxY=:");
  agent = test_request_dup_header (request, "User-Agent");
  g_assert_true (g_str_has_prefix (agent, "zoetermeerpas-intake/"));
}

static void
test_put_replaces (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  g_autofree char *etag = NULL;

  answer_put (fixture, 200, JSON "ETag: \"2\"\r\n", ID, fixture->form_sha256);
  etag = put (fixture, "\"1\"", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (etag, ==, "\"2\"");
  assert_header (test_peer_get_request (fixture->peer, 0), "If-Match", "\"1\"");
  assert_header (test_peer_get_request (fixture->peer, 0), "If-None-Match", NULL);
}

static void
test_put_not_verified (Fixture *fixture, gconstpointer data)
{
  const char *wrong = "0000000000000000000000000000000000000000000000000000000000000000";

  answer_put (fixture, 201, JSON "ETag: \"1\"\r\n", OTHER_ID, fixture->form_sha256);
  answer_put (fixture, 201, JSON "ETag: \"1\"\r\n", ID, wrong);
  answer_put (fixture, 201, JSON, ID, fixture->form_sha256);
  answer_put (fixture, 201, "ETag: \"1\"\r\n", ID, fixture->form_sha256);
  test_peer_answer (fixture->peer, 201, JSON "ETag: \"1\"\r\n", "[]");
  test_peer_answer (fixture->peer, 201, JSON "ETag: \"1\"\r\n", "{\"aanvraagId\":");
  test_peer_answer (fixture->peer, 201, JSON "ETag: \"1\"\r\n", "");
  test_peer_answer (fixture->peer, 204, "ETag: \"1\"\r\n", "");
  test_peer_answer (fixture->peer, 304, "ETag: \"1\"\r\n", "");
  for (guint i = 0; i < 9; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiProblem) problem = NULL;

    g_assert_null (put (fixture, NULL, &problem, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  }
}

static const struct {
  guint status;
  const char *headers;
  const char *body;
  ZpiError code;
  const char *problem_code;
} failures[] = {
    {200, "Content-Type: text/html\r\n", "<html>Welcome</html>", ZPI_ERROR_LOGIN_PAGE, "html"},
    {200, JSON, "  \r\n<!DOCTYPE html>", ZPI_ERROR_LOGIN_PAGE, "html"},
    {200, "Content-Type: text/plain\r\n", "ok", ZPI_ERROR_NOT_VERIFIED, "no-json"},
    {302, "Location: http://login.example/\r\n", "", ZPI_ERROR_LOGIN_PAGE, "redirect"},
    {307, "Location: https://login.example/\r\n", "", ZPI_ERROR_LOGIN_PAGE, "redirect"},
    {301, "Location: /v2/elsewhere\r\n", "", ZPI_ERROR_NOT_VERIFIED, "redirect"},
    {302, "", "", ZPI_ERROR_NOT_VERIFIED, "redirect"},
    {302, "Location: http://[::bad\r\n", "", ZPI_ERROR_NOT_VERIFIED, "redirect"},
    {511, "Content-Type: text/html\r\n", "<html>", ZPI_ERROR_LOGIN_PAGE, "html"},
    {407, "", "", ZPI_ERROR_LOGIN_PAGE, NULL},
    {400, PROBLEM, "{\"code\":\"ongeldige-invoer\"}", ZPI_ERROR_REFUSED, "ongeldige-invoer"},
    {400, PROBLEM, "{\"code\":", ZPI_ERROR_REFUSED, NULL},
    {400, PROBLEM, "[]", ZPI_ERROR_REFUSED, NULL},
    {400, "Content-Type: text/html\r\n", "<html>", ZPI_ERROR_NOT_VERIFIED, "html"},
    {403, PROBLEM, "{\"code\":\"geen-toegang\"}", ZPI_ERROR_REFUSED, "geen-toegang"},
    {404, PROBLEM, "{\"code\":\"niet-gevonden\"}", ZPI_ERROR_NOT_FOUND, "niet-gevonden"},
    {404, "Content-Type: text/html\r\n", "<html>", ZPI_ERROR_NOT_VERIFIED, "html"},
    {408, "", "", ZPI_ERROR_BUSY, NULL},
    {409, PROBLEM, "{\"code\":\"al-ingediend\"}", ZPI_ERROR_CONFLICT, "al-ingediend"},
    {410, PROBLEM, "{\"code\":\"verwijderd\"}", ZPI_ERROR_GONE, "verwijderd"},
    {412, PROBLEM, "{\"code\":\"voorwaarde\"}", ZPI_ERROR_CONFLICT, "voorwaarde"},
    {413, "Content-Type: text/html\r\n", "<html>", ZPI_ERROR_TOO_LARGE, NULL},
    {415, PROBLEM, "{}", ZPI_ERROR_REFUSED, NULL},
    {423, PROBLEM, "{\"code\":\"bezet\"}", ZPI_ERROR_BUSY, "bezet"},
    {425, "", "", ZPI_ERROR_BUSY, NULL},
    {428, PROBLEM, "{}", ZPI_ERROR_REFUSED, NULL},
    {429, "Content-Type: text/html\r\n", "<html>", ZPI_ERROR_BUSY, NULL},
    {500, PROBLEM, "{\"code\":\"storing\"}", ZPI_ERROR_BUSY, "storing"},
    {502, "Content-Type: text/html\r\n", "<html>", ZPI_ERROR_BUSY, NULL},
    {599, "", "", ZPI_ERROR_BUSY, NULL},
    {601, "", "", ZPI_ERROR_NOT_VERIFIED, NULL},
    {200, "Content-Type: application/xhtml+xml\r\n", "x", ZPI_ERROR_LOGIN_PAGE, "html"},
    {407, "", "<html>", ZPI_ERROR_LOGIN_PAGE, NULL},
    {408, "", "<html>", ZPI_ERROR_BUSY, NULL},
    {423, "", "<html>", ZPI_ERROR_BUSY, NULL},
    {425, "", "<html>", ZPI_ERROR_BUSY, NULL},
    {302, "Location: mailto:x@pas.example\r\n", "", ZPI_ERROR_NOT_VERIFIED, "redirect"},
    {401, "WWW-Authenticate: Bearer\r\n", "", ZPI_ERROR_SIGN_IN_NEEDED, NULL},
    {401, "WWW-Authenticate: Bearer\r\n", "<html>", ZPI_ERROR_SIGN_IN_NEEDED, NULL},
    {401, "WWW-Authenticate: Basic\r\n", "<html>", ZPI_ERROR_NOT_VERIFIED, "html"},
    {401, "", "<html>", ZPI_ERROR_NOT_VERIFIED, "html"},
};

static void
test_failures (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    test_peer_answer (fixture->peer, failures[i].status, failures[i].headers, failures[i].body);
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiProblem) problem = NULL;

    g_test_message ("%u: %u %s", i, failures[i].status, failures[i].body);
    g_assert_null (put (fixture, NULL, &problem, &error));
    g_assert_error (error, ZPI_ERROR, (int) failures[i].code);
    g_assert_nonnull (problem);
    g_assert_cmpuint (problem->status, ==, failures[i].status);
    g_assert_cmpstr (problem->code, ==, failures[i].problem_code);
  }
  g_assert_cmpuint (test_peer_get_n_requests (fixture->peer), ==, G_N_ELEMENTS (failures));
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  const ZpiProblemParam *param;

  test_peer_answer (
      fixture->peer,
      400,
      PROBLEM,
      "{\"status\":400,\"code\":\"ongeldige-invoer\",\"title\":\"T\",\"detail\":\"D\","
      "\"invalidParams\":[{\"name\":\"aanvrager.burgerservicenummer\","
      "\"code\":\"elfproef\",\"reason\":\"R\"}, 7, {\"name\":5}]}");
  g_assert_null (put (fixture, NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
  g_assert_cmpstr (problem->title, ==, "T");
  g_assert_cmpstr (problem->detail, ==, "D");
  g_assert_cmpuint (problem->params->len, ==, 2);
  param = g_ptr_array_index (problem->params, 0);
  g_assert_cmpstr (param->name, ==, "aanvrager.burgerservicenummer");
  g_assert_cmpstr (param->code, ==, "elfproef");
  g_assert_cmpstr (param->reason, ==, "R");
  g_assert_null (((ZpiProblemParam *) g_ptr_array_index (problem->params, 1))->name);
}

static void
test_retry_after (Fixture *fixture, gconstpointer data)
{
  gint64 now = g_get_real_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (ZpiProblem) by_date = NULL;

  test_peer_answer (fixture->peer, 503, "Retry-After: 30\r\n", "");
  g_assert_null (put (fixture, NULL, &problem, &error));
  g_assert_cmpint (problem->retry_after_us - now, >=, 30 * G_USEC_PER_SEC);
  g_assert_cmpint (problem->retry_after_us - now, <, 35 * G_USEC_PER_SEC);
  g_clear_error (&error);

  /* The server's clock is in 2030; what counts is the difference with its own date. */
  test_peer_answer (fixture->peer,
                    503,
                    "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n"
                    "Retry-After: Tue, 01 Jan 2030 00:01:00 GMT\r\n",
                    "");
  g_assert_null (put (fixture, NULL, &by_date, &error));
  g_assert_cmpint (by_date->retry_after_us - now, >=, 58 * G_USEC_PER_SEC);
  g_assert_cmpint (by_date->retry_after_us - now, <, 65 * G_USEC_PER_SEC);
}

static void
test_clock (Fixture *fixture, gconstpointer data)
{
  ZpiClockReading clock = {.offset_us = 7};
  gint64 before = g_get_real_time ();
  gint64 expected;
  g_autoptr (GDateTime) date = g_date_time_new_utc (2030, 1, 1, 0, 0, 0);

  expected = g_date_time_to_unix (date) * G_USEC_PER_SEC - g_get_real_time ();
  g_assert_false (zpi_api_get_clock (fixture->api, &clock));
  g_assert_cmpint (clock.offset_us, ==, 7);
  /* A page and a redirect say nothing of the municipality's clock, nor does nonsense. */
  test_peer_answer (fixture->peer, 200, "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n", "<html>");
  test_peer_answer (fixture->peer,
                    302,
                    "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\nLocation: http://x.example/\r\n",
                    "");
  test_peer_answer (fixture->peer, 500, "Date: yesterday\r\n", "");
  test_peer_answer (fixture->peer, 500, "Date: 2030-01-01\r\n", "");
  for (guint i = 0; i < 4; i++) {
    put (fixture, NULL, NULL, NULL);
    g_assert_false (zpi_api_get_clock (fixture->api, &clock));
  }
  test_peer_answer (fixture->peer, 404, "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n", "");
  put (fixture, NULL, NULL, NULL);
  g_assert_true (zpi_api_get_clock (fixture->api, &clock));
  g_assert_cmpint (ABS (clock.offset_us - expected), <, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (clock.at_us, >=, before);
  g_assert_cmpint (clock.at_us, <=, g_get_real_time ());
  g_assert_cmpint (ABS (clock.started_us - zpi_clock_started_us ()), <, G_USEC_PER_SEC);
}

/* What each operation takes for an answer, and what not, whatever the status says. */

typedef enum { GET, SUBMIT, RECEIPT, SUPPLEMENT, WITHDRAW, PHOTO, SCHEME, CALL } Operation;

static gboolean
perform (Fixture *fixture, Operation operation, GError **error)
{
  ZpiApi *api = fixture->api;
  g_auto (TestWait) wait = {0};
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (ZpiRemoteStatus) status = NULL;
  g_autoptr (ZpiReceipt) receipt = NULL;
  g_autoptr (JsonNode) scheme = NULL;
  g_autoptr (JsonNode) node = NULL;

  switch (operation) {
  case GET:
    zpi_api_get_application_async (api, ID, NULL, test_wait_cb, &wait);
    status = zpi_api_get_application_finish (api, test_wait (&wait), &problem, error);
    return status != NULL;
  case SUBMIT:
    zpi_api_submit_async (api, ID, fixture->form_sha256, KEY, NULL, test_wait_cb, &wait);
    receipt = zpi_api_submit_finish (api, test_wait (&wait), &problem, error);
    return receipt != NULL;
  case RECEIPT:
    zpi_api_get_receipt_async (api, ID, NULL, test_wait_cb, &wait);
    receipt = zpi_api_get_receipt_finish (api, test_wait (&wait), &problem, error);
    return receipt != NULL;
  case SUPPLEMENT:
    zpi_api_submit_supplement_async (api,
                                     ID,
                                     OTHER_ID,
                                     fixture->form,
                                     KEY,
                                     NULL,
                                     test_wait_cb,
                                     &wait);
    receipt = zpi_api_submit_supplement_finish (api, test_wait (&wait), &problem, error);
    return receipt != NULL;
  case WITHDRAW:
    zpi_api_withdraw_async (api, ID, KEY, NULL, test_wait_cb, &wait);
    return zpi_api_withdraw_finish (api, test_wait (&wait), &problem, error);
  case PHOTO:
    zpi_api_put_photo_async (api,
                             ID,
                             OTHER_ID,
                             "image/png",
                             fixture->form,
                             NULL,
                             test_wait_cb,
                             &wait);
    return zpi_api_put_photo_finish (api, test_wait (&wait), &problem, error);
  case SCHEME:
    zpi_api_get_scheme_async (api, "zoetermeerpas", NULL, NULL, test_wait_cb, &wait);
    scheme = zpi_api_get_scheme_finish (api, test_wait (&wait), NULL, &problem, error);
    return scheme != NULL;
  case CALL:
    zpi_api_call_async (api, "GET", "/x", "/x", NULL, NULL, NULL, test_wait_cb, &wait);
    node = zpi_api_call_finish (api, test_wait (&wait), NULL, &problem, error);
    return node != NULL;
  default:
    g_assert_not_reached ();
  }
}

#define DIGEST "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define RECEIPT_OF(id)                                                                             \
  "{\"referentie\":\"ZP-1\",\"aanvraagId\":\"" id "\",\"ontvangenOp\":\"2026-01-15T13:06:10Z\","   \
  "\"aanvraagdatum\":\"2026-01-15\",\"beslisdatum\":\"2026-02-26\",\"formulierSha256\":\"" DIGEST  \
  "\",\"documenten\":[]}"

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  static const struct {
    Operation operation;
    guint status;
    const char *body;
    gboolean good;
  } cases[] = {
      {GET, 204, "", FALSE},
      {GET, 304, "", FALSE},
      {GET, 200, "[]", FALSE},
      {GET, 200, "{\"aanvraagId\":\"" OTHER_ID "\",\"status\":\"concept\"}", FALSE},
      {GET, 200, "{\"aanvraagId\":\"" ID "\",\"status\":\"concept\",\"documenten\":[]}", TRUE},
      {SUBMIT, 201, RECEIPT_OF (ID), TRUE},
      {SUBMIT, 201, RECEIPT_OF (OTHER_ID), FALSE},
      {SUBMIT, 201, "{}", FALSE},
      {SUBMIT, 201, "[]", FALSE},
      {SUBMIT, 204, "", FALSE},
      {RECEIPT, 200, RECEIPT_OF (ID), TRUE},
      {RECEIPT, 200, RECEIPT_OF (OTHER_ID), FALSE},
      {RECEIPT, 304, "", FALSE},
      {SUPPLEMENT, 201, RECEIPT_OF (ID), TRUE},
      {SUPPLEMENT, 201, RECEIPT_OF (OTHER_ID), FALSE},
      {WITHDRAW, 200, "{\"aanvraagId\":\"" ID "\",\"status\":\"ingetrokken\"}", TRUE},
      {WITHDRAW, 200, "{\"aanvraagId\":\"" ID "\",\"status\":\"ontvangen\"}", FALSE},
      {WITHDRAW, 200, "{\"aanvraagId\":\"" OTHER_ID "\",\"status\":\"ingetrokken\"}", FALSE},
      {WITHDRAW, 204, "", FALSE},
      {PHOTO, 201, "{\"sha256\":\"" DIGEST "\"}", FALSE},
      {PHOTO, 201, "{}", FALSE},
      {SCHEME, 200, "{\"regeling\":{}}", TRUE},
      {SCHEME, 200, "{\"regeling\":7}", FALSE},
      {SCHEME, 200, "[]", FALSE},
      {CALL, 200, "[]", TRUE},
      {CALL, 200, "", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    test_peer_answer (fixture->peer, cases[i].status, JSON, cases[i].body);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%u: %s", i, cases[i].body);
    g_assert_true (perform (fixture, cases[i].operation, &error) == cases[i].good);
    if (cases[i].good)
      g_assert_no_error (error);
    else
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  }
}

static void
test_all_fail (Fixture *fixture, gconstpointer data)
{
  test_peer_answer (fixture->peer, 503, "", "");
  for (Operation operation = GET; operation <= CALL; operation++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (perform (fixture, operation, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  }
}

/* Tokens: "old" first, "new" after a refusal. */
typedef struct {
  guint asked;
  guint refreshed;
  gboolean refuse;
} Tokens;

static void
tokens_request (gpointer data,
                gboolean refresh,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  Tokens *tokens = data;
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  tokens->asked++;
  tokens->refreshed += refresh;
  if (tokens->refuse)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED, "sign in");
  else
    g_task_return_pointer (task,
                           zpi_secret_strdup (refresh ? "new" : "old"),
                           (GDestroyNotify) zpi_secret_strfree);
}

static char *
tokens_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_token_refreshed_once (Fixture *fixture, gconstpointer data)
{
  Tokens tokens = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;

  zpi_api_set_token_source (fixture->api, tokens_request, tokens_finish, &tokens);
  test_peer_answer (fixture->peer, 401, "WWW-Authenticate: Bearer\r\n", "");
  answer_put (fixture, 201, JSON "ETag: \"1\"\r\n", ID, fixture->form_sha256);
  etag = put (fixture, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tokens.asked, ==, 2);
  g_assert_cmpuint (tokens.refreshed, ==, 1);
  assert_header (test_peer_get_request (fixture->peer, 0), "Authorization", "Bearer old");
  assert_header (test_peer_get_request (fixture->peer, 1), "Authorization", "Bearer new");
}

static void
test_token_refused_always (Fixture *fixture, gconstpointer data)
{
  Tokens tokens = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;

  zpi_api_set_token_source (fixture->api, tokens_request, tokens_finish, &tokens);
  test_peer_answer (fixture->peer,
                    401,
                    PROBLEM "WWW-Authenticate: Bearer\r\n",
                    "{\"code\":\"aanmelden\"}");
  g_assert_null (put (fixture, NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
  g_assert_cmpstr (problem->code, ==, "aanmelden");
  g_assert_cmpuint (test_peer_get_n_requests (fixture->peer), ==, 2);
}

static void
test_no_token (Fixture *fixture, gconstpointer data)
{
  Tokens tokens = {.refuse = TRUE};
  g_autoptr (GError) error = NULL;

  zpi_api_set_token (fixture->api, NULL);
  g_assert_null (put (fixture, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
  g_clear_error (&error);
  zpi_api_set_token_source (fixture->api, tokens_request, tokens_finish, &tokens);
  g_assert_null (put (fixture, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
  g_assert_cmpuint (test_peer_get_n_requests (fixture->peer), ==, 0);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};

  test_peer_answer_raw (fixture->peer, "HTTP/1.1", 8, 0, 300);
  zpi_api_put_application_async (fixture->api,
                                 ID,
                                 fixture->form,
                                 NULL,
                                 cancellable,
                                 test_wait_cb,
                                 &wait);
  while (test_peer_get_n_requests (fixture->peer) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_null (zpi_api_put_application_finish (fixture->api, test_wait (&wait), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_addresses (void)
{
  static const struct {
    const char *url;
    gboolean loopback;
    int code; /* -1: good */
  } cases[] = {
      {"https://pas.example/api/v1", FALSE, -1},
      {"https://pas.example/api/v1/", FALSE, -1},
      {"http://pas.example/api/v1", FALSE, ZPI_ERROR_NOT_ALLOWED},
      {"http://127.0.0.1:8080/v1", FALSE, ZPI_ERROR_NOT_ALLOWED},
      {"http://127.0.0.1:8080/v1", TRUE, -1},
      {"http://127.9.9.9/v1", TRUE, -1},
      {"http://[::1]:8080/v1", TRUE, -1},
      {"http://localhost/v1", TRUE, -1},
      {"https://127.0.0.1/v1", TRUE, -1},
      {"https://pas.example/v1", TRUE, ZPI_ERROR_NOT_ALLOWED},
      {"http://127.0.0.1.example/v1", TRUE, ZPI_ERROR_NOT_ALLOWED},
      {"https://pas.example/api/v2", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"https://pas.example", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"https://pas.example/v1?x=1", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"https://pas.example/?x=/v1", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"https://pas.example/v1#top", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"https://me:secret@pas.example/v1", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"ftp://pas.example/v1", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"file:///v1", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"pas.example/v1", FALSE, ZPI_ERROR_BAD_FORMAT},
      {"", FALSE, ZPI_ERROR_BAD_FORMAT},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiApi) api = NULL;

    g_test_message ("%s", cases[i].url);
    api = zpi_api_new (cases[i].url, cases[i].loopback, NULL, &error);
    if (cases[i].code < 0) {
      g_assert_no_error (error);
      g_assert_true (g_str_has_suffix (zpi_api_get_base_url (api), "/v1"));
    } else {
      g_assert_error (error, ZPI_ERROR, cases[i].code);
      g_assert_null (api);
    }
  }
}

static void
test_relative (void)
{
  static const struct {
    const char *location;
    const char *expected;
  } cases[] = {
      {"/api/v1/a/b", "/a/b"},
      {"https://pas.example/api/v1/a", "/a"},
      {"https://pas.example:443/api/v1/a", "/a"},
      {"https://PAS.example/api/v1/a", "/a"},
      {"https://pas.example:8443/api/v1/a", NULL},
      {"http://pas.example/api/v1/a", NULL},
      {"https://pas.example.evil/api/v1/a", NULL},
      {"https:/api/v1/a", NULL},
      {"mailto:x@pas.example", NULL},
      {"/api/v1/a#top", NULL},
      {NULL, NULL},
  };
  g_autoptr (ZpiApi) api = zpi_api_new ("https://pas.example/api/v1", FALSE, NULL, NULL);
  g_autoptr (ZpiApi) practice = zpi_api_new ("http://127.0.0.1/v1", TRUE, NULL, NULL);
  g_autofree char *clear = zpi_api_relative_path (practice, "http://127.0.0.1/v1/x", "/v1/y");

  g_assert_cmpstr (clear, ==, "/y");
  g_assert_null (zpi_api_relative_path (api, "no address", "/api/v1/a"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
        zpi_api_relative_path (api, "https://pas.example/api/v1/x", cases[i].location);

    g_test_message ("%s", cases[i].location);
    g_assert_cmpstr (path, ==, cases[i].expected);
  }
}

static void
test_no_anchor_outside_practice (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_api_new ("https://pas.example/v1", FALSE, "/etc/ssl/x.pem", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/api/put/creates", test_put);
  ADD ("/api/put/replaces", test_put_replaces);
  ADD ("/api/put/not-verified", test_put_not_verified);
  ADD ("/api/failures", test_failures);
  ADD ("/api/problem", test_problem);
  ADD ("/api/retry-after", test_retry_after);
  ADD ("/api/clock", test_clock);
  ADD ("/api/token/refreshed-once", test_token_refreshed_once);
  ADD ("/api/token/refused-always", test_token_refused_always);
  ADD ("/api/token/none", test_no_token);
  ADD ("/api/cancel", test_cancel);
  ADD ("/api/answers", test_answers);
  ADD ("/api/all-fail", test_all_fail);
  g_test_add_func ("/api/relative", test_relative);
  g_test_add_func ("/api/no-anchor-outside-practice", test_no_anchor_outside_practice);
  g_test_add_func ("/api/addresses", test_addresses);
  return g_test_run ();
}
