/* SPDX-License-Identifier: EUPL-1.2 */

/* What lies below the operations: limits, certificates, and answers that are no HTTP. */

#include "zpi-http.h"

#include "zpi-api.h"

#include <string.h>
#include <sys/resource.h>

#include "test-peer.h"

static const ZpiHttpLimits short_limits = {2, 700, 1024 * 1024, 100 * 1000};

static char *certificates;

static ZpiHttpResponse *
get (ZpiHttp *http, const char *url, const char *token, GError **error)
{
  g_auto (TestWait) wait = {0};
  g_autoptr (ZpiHttpRequest) request = zpi_http_request_new ("GET", url, "/x/{id}");

  zpi_http_send_async (http, request, token, NULL, test_wait_cb, &wait);
  return zpi_http_send_finish (http, test_wait (&wait), error);
}

static ZpiHttpResponse *
get_from (TestPeer *peer, GError **error)
{
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");

  zpi_http_set_limits (http, &short_limits);
  return get (http, url, NULL, error);
}

static void
assert_raw_answer (const char *raw, ZpiError code)
{
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (GError) error = NULL;

  test_peer_answer_raw (peer, raw, strlen (raw), 0, 0);
  g_assert_null (get_from (peer, &error));
  g_assert_error (error, ZPI_ERROR, (int) code);
}

static void
test_truncated (void)
{
  assert_raw_answer ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":1}", ZPI_ERROR_OFFLINE);
  assert_raw_answer ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                     ZPI_ERROR_OFFLINE);
  assert_raw_answer ("HTTP/1.1 200 OK\r\nContent-Le", ZPI_ERROR_NOT_VERIFIED);
  assert_raw_answer ("", ZPI_ERROR_OFFLINE);
}

static void
test_not_http (void)
{
  assert_raw_answer ("SSH-2.0-OpenSSH_9.2\r\n", ZPI_ERROR_NOT_VERIFIED);
  assert_raw_answer ("HTTP/9.9 200 OK\r\n\r\n", ZPI_ERROR_NOT_VERIFIED);
  assert_raw_answer ("HTTP/1.1 2\r\n\r\n", ZPI_ERROR_NOT_VERIFIED);
}

/* "Go on" without end, faster than it is read: nothing else would be done meanwhile. One of them is
 * nothing out of the ordinary. */
static void
test_interim (void)
{
  static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (ZpiHttpResponse) response = NULL;

  for (guint i = 0; i < 100 * 1000; i++)
    g_string_append (many, interim);
  assert_raw_answer (many->str, ZPI_ERROR_NOT_VERIFIED);
  g_string_assign (many, interim);
  g_string_append (many, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  test_peer_answer_raw (peer, many->str, many->len, 0, 0);
  response = get_from (peer, NULL);
  g_assert_nonnull (response);
  g_assert_cmpuint (response->status, ==, 200);
}

static void
test_refused (void)
{
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&peer, test_peer_free);
  g_assert_null (get (http, url, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_OFFLINE);
}

static glong
peak_memory_kb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* 100 MB of body, of a single header line, and of header lines. */
static void
test_too_large (void)
{
  static const struct {
    const char *head;
    guint64 size;
    ZpiError code;
  } answers[] = {
      {"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
       100 * 1000 * 1000,
       ZPI_ERROR_NOT_VERIFIED},
      {"HTTP/1.1 200 OK\r\nContent-Length: 100000001\r\n\r\n",
       100 * 1000 * 1000,
       ZPI_ERROR_NOT_VERIFIED},
      {"HTTP/1.1 200 OK\r\nX: ", 100 * 1000 * 1000, ZPI_ERROR_OFFLINE},
      {"HTTP/1.1 200 ", 100 * 1000 * 1000, ZPI_ERROR_OFFLINE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (TestPeer) peer = test_peer_new (NULL);
    g_autoptr (GError) error = NULL;
    glong before = peak_memory_kb ();

    g_test_message ("%s", answers[i].head);
    test_peer_answer_endless (peer, answers[i].head, answers[i].size);
    g_assert_null (get_from (peer, &error));
    g_assert_error (error, ZPI_ERROR, (int) answers[i].code);
    g_assert_cmpint (peak_memory_kb () - before, <, 20 * 1024);
  }
}

static void
test_just_fits (void)
{
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiHttpResponse) response = NULL;

  test_peer_answer_endless (peer,
                            "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
                            short_limits.max_answer_bytes);
  response = get_from (peer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (response->body), ==, short_limits.max_answer_bytes);
}

static void
test_drip (void)
{
  static const char raw[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"a\": \"bbbbbbbbb";
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  test_peer_answer_raw (peer, raw, strlen (raw), 40, 0);
  g_assert_null (get_from (peer, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_stall (void)
{
  ZpiHttpLimits limits = {1, 60 * 1000, 1024, 1024};
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");
  g_autoptr (GError) error = NULL;

  zpi_http_set_limits (http, &limits);
  test_peer_answer_raw (peer, "HTTP", 4, 0, 1500);
  g_assert_null (get (http, url, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TIMED_OUT);
}

static void
test_redirect_not_followed (void)
{
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (TestPeer) other = test_peer_new (NULL);
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");
  g_autofree char *elsewhere = test_peer_dup_url (other, "/x/1");
  const guint statuses[] = {301, 302, 303, 307, 308};

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autofree char *header = g_strdup_printf ("Location: %s\r\n", elsewhere);
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiHttpResponse) response = NULL;

    test_peer_answer (peer, statuses[i], header, "");
    response = get (http, url, "the-token", &error);
    g_assert_no_error (error);
    g_assert_cmpuint (response->status, ==, statuses[i]);
  }
  g_assert_cmpuint (test_peer_get_n_requests (other), ==, 0);
}

static ZpiHttpResponse *
send_to (ZpiHttp *http, const char *method, const char *url, GBytes *body, GError **error)
{
  g_auto (TestWait) wait = {0};
  g_autoptr (ZpiHttpRequest) request = zpi_http_request_new (method, url, "/x/{id}");

  zpi_http_request_set_header (request, "Idempotency-Key", "k");
  zpi_http_request_set_body (request, "application/json", body);
  zpi_http_send_async (http, request, "the-token", NULL, test_wait_cb, &wait);
  return zpi_http_send_finish (http, test_wait (&wait), error);
}

/* The server reads the second request on a kept connection, and hangs up: it goes once more, whole.
 * On a connection of its own it does not. */
static void
test_kept_connection (gconstpointer method)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiHttpResponse) first = NULL;
  g_autoptr (ZpiHttpResponse) second = NULL;

  test_peer_set_per_connection (peer, 1);
  test_peer_answer_raw (peer, answer, strlen (answer), 0, 0);
  first = send_to (http, method, url, body, &error);
  g_assert_no_error (error);
  second = send_to (http, method, url, body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpuint (test_peer_get_n_requests (peer), ==, 3);
  for (guint i = 0; i < 3; i++) {
    const TestRequest *request = test_peer_get_request (peer, i);
    g_autofree char *token = test_request_dup_header (request, "Authorization");
    g_autofree char *key = test_request_dup_header (request, "Idempotency-Key");

    g_test_message ("%u: %s", i, request->head);
    g_assert_true (g_bytes_equal (request->body, body));
    g_assert_cmpstr (token, ==, "Bearer the-token");
    g_assert_cmpstr (key, ==, "k");
  }
}

static ZpiHttpResponse *
ask (ZpiHttp *http, const char *method, const char *url)
{
  g_auto (TestWait) wait = {0};
  g_autoptr (ZpiHttpRequest) request = zpi_http_request_new (method, url, "/x/{id}");

  zpi_http_send_async (http, request, NULL, NULL, test_wait_cb, &wait);
  return zpi_http_send_finish (http, test_wait (&wait), NULL);
}

/* Neither a request nor an answer without a body ends the connection: the second request is read on
 * the one that is kept, and goes once more. */
static void
test_kept_connection_without_body (void)
{
  static const struct {
    const char *method;
    const char *answer;
    guint status;
  } cases[] = {
      {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200},
      {"PATCH", "HTTP/1.1 204 No Content\r\n\r\n", 204},
      {"OPTIONS", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 204},
      {"HEAD", "HTTP/1.1 200 OK\r\nUpload-Offset: 3\r\n\r\n", 200},
      {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TestPeer) peer = test_peer_new (NULL);
    g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
    g_autofree char *url = test_peer_dup_url (peer, "/x/1");

    g_test_message ("%s %s", cases[i].method, cases[i].answer);
    test_peer_set_per_connection (peer, 1);
    test_peer_answer_raw (peer, cases[i].answer, strlen (cases[i].answer), 0, 0);
    for (guint turn = 0; turn < 2; turn++) {
      g_autoptr (ZpiHttpResponse) response = ask (http, cases[i].method, url);

      g_assert_nonnull (response);
      g_assert_cmpuint (response->status, ==, cases[i].status);
    }
    g_assert_cmpuint (test_peer_get_n_requests (peer), ==, 3);
  }
}

static void
test_hung_up (void)
{
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr (GError) error = NULL;

  test_peer_answer_raw (peer, "", 0, 0, 0);
  g_assert_null (send_to (http, "PUT", url, body, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_OFFLINE);
  g_assert_cmpuint (test_peer_get_n_requests (peer), ==, 1);
}

static void
test_no_memory (void)
{
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");

  test_peer_answer (peer,
                    200,
                    "Set-Cookie: a=b; Path=/\r\nCache-Control: max-age=1000\r\nETag: \"1\"\r\n"
                    "Content-Encoding: gzip\r\n",
                    "not gzip");
  test_peer_answer (peer,
                    401,
                    "WWW-Authenticate: Basic realm=\"x\"\r\nContent-Encoding: br\r\n",
                    "x");
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiHttpResponse) response = get (http, url, NULL, &error);

    g_assert_no_error (error);
    if (i == 0)
      g_assert_cmpmem (g_bytes_get_data (response->body, NULL),
                       g_bytes_get_size (response->body),
                       "not gzip",
                       8);
  }
  g_assert_cmpuint (test_peer_get_n_requests (peer), ==, 3);
  for (guint i = 0; i < 3; i++) {
    const char *const names[] = {"Cookie",
                                 "If-None-Match",
                                 "Authorization",
                                 "Accept-Encoding",
                                 "Referer"};

    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      g_assert_null (test_request_dup_header (test_peer_get_request (peer, i), names[j]));
  }
}

/* What the log prints of a request: nothing that came from a person or is secret. */
static void
test_log (void)
{
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autofree char *url = test_peer_dup_url (peer, "/x/7?secret=1");
  g_autoptr (ZpiHttpResponse) response = NULL;

  test_peer_answer (peer, 200, "", "body-text");
  g_test_expect_message ("zpi-net", G_LOG_LEVEL_INFO, "GET /x/{id}: 200 in * ms");
  response = get (http, url, "the-token", NULL);
  g_test_assert_expected_messages ();
  g_assert_nonnull (response);
}

/* TLS. */

static ZpiHttpResponse *
get_with_certificate (const char *name, const char *anchor, char **path, GError **error)
{
  g_autofree char *file = g_strdup_printf ("%s/%s.pem", certificates, name);
  g_autofree char *ca_file = g_strdup_printf ("%s/%s.pem", certificates, anchor);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (file, NULL);
  g_autoptr (TestPeer) peer = test_peer_new (certificate);
  g_autoptr (ZpiHttp) http = NULL;
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");
  ZpiHttpResponse *response;

  g_assert_nonnull (certificate);
  test_peer_answer (peer, 200, "Content-Type: application/json\r\n", "{}");
  http = zpi_http_new (TRUE, ca_file, error);
  g_assert_nonnull (http);
  response = get (http, url, "the-token", error);
  if (response == NULL)
    g_assert_cmpuint (test_peer_get_n_requests (peer), ==, 0);
  return response;
}

static void
test_tls_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiHttpResponse) response = get_with_certificate ("good", "ca", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 200);
}

static void
test_tls_bad (void)
{
  static const struct {
    const char *certificate;
    const char *anchor;
    const char *reason;
  } cases[] = {
      {"expired", "ca", "tls-expired"},
      {"early", "ca", "tls-not-yet-valid"},
      {"foreign", "ca", "tls-unknown-authority"},
      {"good", "other-ca", "tls-unknown-authority"},
      {"wrong-host", "ca", "tls-wrong-host"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].certificate);
    g_assert_null (get_with_certificate (cases[i].certificate, cases[i].anchor, NULL, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TLS);
    g_assert_cmpstr (zpi_http_error_get_reason (error), ==, cases[i].reason);
  }
}

/* Outside practice the system's anchors count, and nothing can be added to them. */
static void
test_tls_real_mode (void)
{
  g_autofree char *file = g_strdup_printf ("%s/good.pem", certificates);
  g_autofree char *ca_file = g_strdup_printf ("%s/ca.pem", certificates);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (file, NULL);
  g_autoptr (TestPeer) peer = test_peer_new (certificate);
  g_autofree char *url = test_peer_dup_url (peer, "/x/1");
  g_autoptr (ZpiHttp) http = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_http_new (FALSE, ca_file, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  http = zpi_http_new (FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (get (http, url, "the-token", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TLS);
  g_assert_cmpstr (zpi_http_error_get_reason (error), ==, "tls-unknown-authority");
  g_assert_cmpuint (test_peer_get_n_requests (peer), ==, 0);
}

static void
test_tls_anchor_unreadable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_http_new (TRUE, "/nonexistent.pem", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
}

static void
test_tls_answered_in_clear (void)
{
  g_autoptr (TestPeer) peer = test_peer_new (NULL);
  g_autoptr (ZpiHttp) http = zpi_http_new (TRUE, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/x/1", test_peer_get_port (peer));
  g_autoptr (GError) error = NULL;

  test_peer_set_blind (peer);
  test_peer_answer (peer, 200, "", "{}");
  g_assert_null (get (http, url, NULL, &error));
  g_assert_true (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_TLS) ||
                 g_error_matches (error, ZPI_ERROR, ZPI_ERROR_OFFLINE));
}

/* Runs the test that calls it in a process of its own, where the library speaks only this; leaks
 * are looked for in this process. */
static void
run_with_priority (const char *priority)
{
  g_autofree char *sanitizer = g_strdup (g_getenv ("ASAN_OPTIONS"));

  g_setenv ("G_TLS_GNUTLS_PRIORITY", priority, TRUE);
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("G_TLS_GNUTLS_PRIORITY");
  if (sanitizer != NULL)
    g_setenv ("ASAN_OPTIONS", sanitizer, TRUE);
  g_test_trap_assert_passed ();
}

/* The library can be told to speak TLS 1.1 only (as an old system policy would). */
static void
test_tls_too_old (void)
{
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ()) {
    run_with_priority ("NORMAL:-VERS-ALL:+VERS-TLS1.1:%COMPAT");
    return;
  }
  g_assert_null (get_with_certificate ("good", "ca", NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TLS);
  g_assert_cmpstr (zpi_http_error_get_reason (error), ==, "tls-too-old");
}

static void
test_tls_oldest_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiHttpResponse) response = NULL;

  if (!g_test_subprocess ()) {
    run_with_priority ("NORMAL:-VERS-ALL:+VERS-TLS1.2");
    return;
  }
  response = get_with_certificate ("good", "ca", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 200);
}

static void
test_reason_of_others (void)
{
  g_autoptr (GError) other = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_OFFLINE, "tls-expired");
  g_autoptr (GError) tls = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_TLS, "something");

  g_assert_null (zpi_http_error_get_reason (other));
  g_assert_null (zpi_http_error_get_reason (NULL));
  g_assert_cmpstr (zpi_http_error_get_reason (tls), ==, "tls-other");
}

/* What cannot be made to happen on one computer. */
static void
test_foreign_errors (void)
{
  const struct {
    GQuark domain;
    int code;
    GTlsCertificateFlags flags;
    gboolean seen;
    ZpiError expected;
    const char *reason;
  } cases[] = {
      {G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, 0, FALSE, ZPI_ERROR_OFFLINE, NULL},
      {G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, 0, FALSE, ZPI_ERROR_OFFLINE, NULL},
      {G_IO_ERROR, G_IO_ERROR_TIMED_OUT, 0, FALSE, ZPI_ERROR_TIMED_OUT, NULL},
      {G_IO_ERROR, G_IO_ERROR_INVALID_DATA, 0, FALSE, ZPI_ERROR_NOT_VERIFIED, NULL},
      {SOUP_SESSION_ERROR, 0, 0, FALSE, ZPI_ERROR_NOT_VERIFIED, NULL},
      {G_TLS_ERROR, G_TLS_ERROR_EOF, 0, FALSE, ZPI_ERROR_OFFLINE, NULL},
      {G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE, 0, FALSE, ZPI_ERROR_TLS, "tls-other"},
      {G_TLS_ERROR, 0, G_TLS_CERTIFICATE_REVOKED, TRUE, ZPI_ERROR_TLS, "tls-other"},
      {G_TLS_ERROR,
       0,
       G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_BAD_IDENTITY,
       TRUE,
       ZPI_ERROR_TLS,
       "tls-wrong-host"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) foreign = g_error_new_literal (cases[i].domain, cases[i].code, "x");
    g_autoptr (GError) ours = zpi_error_from_http (foreign, cases[i].flags, cases[i].seen);

    g_assert_error (ours, ZPI_ERROR, (int) cases[i].expected);
    g_assert_cmpstr (zpi_http_error_get_reason (ours), ==, cases[i].reason);
  }
}

/* The word for people comes through the operations too. */
static void
test_tls_problem (void)
{
  g_autofree char *file = g_strdup_printf ("%s/expired.pem", certificates);
  g_autofree char *ca_file = g_strdup_printf ("%s/ca.pem", certificates);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (file, NULL);
  g_autoptr (TestPeer) peer = test_peer_new (certificate);
  g_autofree char *url = test_peer_dup_url (peer, "/v1");
  g_autoptr (ZpiApi) api = zpi_api_new (url, TRUE, ca_file, NULL);
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};

  zpi_api_set_token (api, "the-token");
  zpi_api_call_async (api, "GET", "/x", "/x", NULL, NULL, NULL, test_wait_cb, &wait);
  g_assert_null (zpi_api_call_finish (api, test_wait (&wait), NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TLS);
  g_assert_cmpstr (problem->code, ==, "tls-expired");
  g_assert_cmpuint (test_peer_get_n_requests (peer), ==, 0);
}

static void
make_certificates (void)
{
  g_autofree char *script =
      g_test_build_filename (G_TEST_DIST, "net", "make-certificates.sh", NULL);
  const char *argv[] = {"sh", script, NULL, NULL};
  GError *error = NULL;
  int status;

  certificates = g_dir_make_tmp ("zpi-certificates-XXXXXX", &error);
  g_assert_no_error (error);
  argv[2] = certificates;
  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_certificates ();
  g_test_add_func ("/http/truncated", test_truncated);
  g_test_add_func ("/http/not-http", test_not_http);
  g_test_add_func ("/http/interim", test_interim);
  g_test_add_func ("/http/refused", test_refused);
  g_test_add_func ("/http/too-large", test_too_large);
  g_test_add_func ("/http/just-fits", test_just_fits);
  g_test_add_func ("/http/drip", test_drip);
  g_test_add_func ("/http/stall", test_stall);
  g_test_add_func ("/http/redirect-not-followed", test_redirect_not_followed);
  g_test_add_data_func ("/http/kept-connection/put", "PUT", test_kept_connection);
  g_test_add_data_func ("/http/kept-connection/post", "POST", test_kept_connection);
  g_test_add_data_func ("/http/kept-connection/patch", "PATCH", test_kept_connection);
  g_test_add_func ("/http/kept-connection-without-body", test_kept_connection_without_body);
  g_test_add_func ("/http/hung-up", test_hung_up);
  g_test_add_func ("/http/no-memory", test_no_memory);
  g_test_add_func ("/http/log", test_log);
  g_test_add_func ("/http/tls/good", test_tls_good);
  g_test_add_func ("/http/tls/bad", test_tls_bad);
  g_test_add_func ("/http/tls/real-mode", test_tls_real_mode);
  g_test_add_func ("/http/tls/anchor-unreadable", test_tls_anchor_unreadable);
  g_test_add_func ("/http/tls/answered-in-clear", test_tls_answered_in_clear);
  g_test_add_func ("/http/tls/too-old", test_tls_too_old);
  g_test_add_func ("/http/tls/oldest-good", test_tls_oldest_good);
  g_test_add_func ("/http/foreign-errors", test_foreign_errors);
  g_test_add_func ("/http/tls/problem", test_tls_problem);
  g_test_add_func ("/http/tls/reason-of-others", test_reason_of_others);
  return g_test_run ();
}
