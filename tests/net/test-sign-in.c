/* SPDX-License-Identifier: EUPL-1.2 */

/* Signing in at an issuer that can be told to say anything. What a good issuer does is tested in
 * tests/peers with one that nobody here wrote. */

#include "zpi-sign-in.h"

#include <string.h>
#include <unistd.h>

#include "zpi-error.h"
#include "zpi-keyring.h"
#include "zpi-vault.h"

#include "test-peer.h"

#define CLIENT "intake"
#define JSON   "Content-Type: application/json\r\n"

typedef struct {
  TestPeer *peer;
  char *issuer;
  char *store;
  ZpiSignIn *sign_in;
  char *url;
  char *local_url; /* what the browser was given */
  /* What the issuer says; read by the peer's thread. */
  const char *discovery_more; /* members added to the discovery document */
  guint discovery_status;
  const char *discovery_body; /* (nullable): instead of the document */
  guint token_status;
  const char *token_body; /* (nullable): instead of tokens */
  const char *id_token_subject;
  const char *nonce; /* (nullable): none in the ID token */
  gboolean no_id_token;
  gboolean no_refresh_token;
  guint expires_in_s;
  guint userinfo_status;
  const char *userinfo_body;
  guint revoke_status;
  guint token_delay_ms;
  guint tokens_given;
  int refreshes;
  guint revocations;
  int slow_asked;
} Fixture;

static char *
id_token (Fixture *self)
{
  g_autofree char *claims = g_strdup_printf ("{\"iss\":\"%s\",\"aud\":\"" CLIENT
                                             "\",\"exp\":4102444800,\"sub\":\"%s\"%s%s%s}",
                                             self->issuer,
                                             self->id_token_subject,
                                             self->nonce != NULL ? ",\"nonce\":\"" : "",
                                             self->nonce != NULL ? self->nonce : "",
                                             self->nonce != NULL ? "\"" : "");
  g_autofree char *payload = g_base64_encode ((const guchar *) claims, strlen (claims));

  return g_strdup_printf ("h.%s.s", payload);
}

static GBytes *
tokens (Fixture *self, const TestRequest *request)
{
  const char *said = self->token_body;
  g_autofree char *token = id_token (self);
  g_autofree char *body = NULL;
  g_autofree char *form =
      g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));

  if (strstr (form, "grant_type=refresh_token") != NULL)
    g_atomic_int_inc (&self->refreshes);
  if (self->token_delay_ms > 0)
    g_usleep (self->token_delay_ms * 1000);
  if (said != NULL)
    return test_answer_new (self->token_status, JSON, said);
  body =
      g_strdup_printf ("{\"access_token\":\"access-%u\",\"token_type\":\"Bearer\",\"expires_in\":"
                       "%u%s%s%s%s%s%s}",
                       ++self->tokens_given,
                       self->expires_in_s,
                       self->no_refresh_token ? "" : ",\"refresh_token\":\"refresh",
                       self->no_refresh_token ? "" : "-1",
                       self->no_refresh_token ? "" : "\"",
                       self->no_id_token ? "" : ",\"id_token\":\"",
                       self->no_id_token ? "" : token,
                       self->no_id_token ? "" : "\"");
  return test_answer_new (200, JSON, body);
}

static GBytes *
discovery (Fixture *self)
{
  g_autofree char *body = NULL;

  if (self->discovery_body != NULL)
    return test_answer_new (self->discovery_status, JSON, self->discovery_body);
  body = g_strdup_printf ("{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/auth\","
                          "\"token_endpoint\":\"%s/token\"%s}",
                          self->issuer,
                          self->issuer,
                          self->issuer,
                          self->discovery_more);
  return test_answer_new (200, JSON, body);
}

static GBytes *
serve (const TestRequest *request, gpointer data)
{
  Fixture *self = data;

  if (strcmp (request->path, "/.well-known/openid-configuration") == 0)
    return discovery (self);
  if (strcmp (request->path, "/token") == 0)
    return tokens (self, request);
  if (strcmp (request->path, "/me") == 0)
    return test_answer_new (self->userinfo_status, JSON, self->userinfo_body);
  if (strcmp (request->path, "/slow") == 0) {
    g_atomic_int_set (&self->slow_asked, 1);
    g_usleep (300 * 1000);
    return test_answer_new (200, JSON, "{}");
  }
  if (strcmp (request->path, "/revoke") == 0) {
    self->revocations++;
    return test_answer_new (self->revoke_status, "", "");
  }
  return test_answer_new (404, "", "");
}

static void
open_browser_cb (ZpiSignIn *sign_in, const char *url, gpointer user_data)
{
  Fixture *self = user_data;

  g_free (self->url);
  self->url = g_strdup (url);
}

static ZpiSignIn *
new_sign_in (Fixture *self)
{
  ZpiSignIn *sign_in = zpi_sign_in_new (self->issuer, CLIENT, NULL, self->store, TRUE, NULL);

  g_signal_connect (sign_in, "open-browser", G_CALLBACK (open_browser_cb), self);
  return sign_in;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->peer = test_peer_new (NULL);
  self->issuer = test_peer_dup_url (self->peer, "");
  self->store = g_uuid_string_random ();
  self->discovery_more = "";
  self->discovery_status = 200;
  self->token_status = 200;
  self->id_token_subject = "bea";
  self->expires_in_s = 900;
  self->userinfo_status = 200;
  self->userinfo_body = "{\"sub\":\"bea\",\"name\":\"Bea de Wit\"}";
  self->revoke_status = 200;
  test_peer_set_handler (self->peer, serve, self);
  self->sign_in = new_sign_in (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->sign_in);
  test_peer_free (self->peer);
  g_free (self->issuer);
  g_free (self->store);
  g_free (self->url);
  g_free (self->local_url);
}

static char *
url_param (const char *url, const char *name)
{
  g_autoptr (GHashTable) params =
      g_uri_parse_params (strchr (url, '?') + 1, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

  return g_strdup (g_hash_table_lookup (params, name));
}

/* What comes back first for @text, sent to @port of this computer. */
static char *
converse (guint16 port, const char *text)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_autoptr (GBytes) answer = NULL;
  g_auto (TestWait) wait = {0};

  if (connection == NULL)
    return NULL;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             text,
                             strlen (text),
                             NULL,
                             NULL,
                             NULL);
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                   4096,
                                   G_PRIORITY_DEFAULT,
                                   NULL,
                                   test_wait_cb,
                                   &wait);
  answer =
      g_input_stream_read_bytes_finish (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        test_wait (&wait),
                                        NULL);
  return answer != NULL ? g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer))
                        : NULL;
}

/* What a browser sends, in one piece of text; gives the status line's number. */
static guint
knock (Fixture *self, const char *method, const char *path, const char *host)
{
  g_autofree char *redirect_uri = url_param (self->url, "redirect_uri");
  guint16 port = g_ascii_strtoull (strrchr (redirect_uri, ':') + 1, NULL, 10);
  g_autofree char *own_host = g_strdup_printf ("127.0.0.1:%u", port);
  g_autofree char *text = g_strdup_printf (
      "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      method,
      path,
      host != NULL ? host : own_host);
  g_autofree char *answer = converse (port, text);

  return answer != NULL && strlen (answer) >= 12 ? g_ascii_strtoull (answer + 9, NULL, 10) : 0;
}

/* What the browser does with the address that it gets: it is sent on to the issuer. */
static char *
follow (const char *local)
{
  g_autoptr (GUri) uri = g_uri_parse (local, G_URI_FLAGS_NONE, NULL);
  g_autofree char *text =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n",
                       g_uri_get_path (uri),
                       g_uri_get_port (uri));
  g_autofree char *answer = converse (g_uri_get_port (uri), text);
  const char *location = answer != NULL ? strstr (answer, "Location: ") : NULL;

  if (location == NULL)
    return NULL;
  location += strlen ("Location: ");
  return g_strndup (location, strcspn (location, "\r\n"));
}

static void
begin_with (Fixture *self, GCancellable *cancellable, TestWait *wait)
{
  g_clear_pointer (&self->url, g_free);
  zpi_sign_in_start_async (self->sign_in, cancellable, test_wait_cb, wait);
  while (self->url == NULL && wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (self->url == NULL)
    return;
  g_free (self->local_url);
  self->local_url = g_steal_pointer (&self->url);
  self->url = follow (self->local_url);
  g_assert_nonnull (self->url);
}

static void
begin (Fixture *self, TestWait *wait)
{
  begin_with (self, NULL, wait);
}

/* The whole way round; the nonce is the right one unless @nonce says otherwise. */
static gboolean
sign_in (Fixture *self, const char *nonce, GError **error)
{
  g_auto (TestWait) wait = {0};
  g_autofree char *right = NULL;
  g_autofree char *state = NULL;
  g_autofree char *path = NULL;

  begin (self, &wait);
  if (self->url != NULL) {
    right = url_param (self->url, "nonce");
    state = url_param (self->url, "state");
    self->nonce = nonce != NULL ? nonce : right;
    path = g_strdup_printf ("/callback?code=c&state=%s", state);
    g_assert_cmpuint (knock (self, "GET", path, NULL), ==, 200);
  }
  test_wait (&wait);
  self->nonce = NULL;
  return zpi_sign_in_start_finish (self->sign_in, wait.result, error);
}

static char *
token (ZpiSignIn *self, gboolean refresh, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_sign_in_token_async (self, refresh, NULL, test_wait_cb, &wait);
  return zpi_sign_in_token_finish (self, test_wait (&wait), error);
}

static gboolean
sign_out (ZpiSignIn *self, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_sign_in_sign_out_async (self, NULL, test_wait_cb, &wait);
  return zpi_sign_in_sign_out_finish (self, test_wait (&wait), error);
}

static void
assert_signed_in (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sign_in (self, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (zpi_sign_in_is_signed_in (self->sign_in));
}

static void
assert_token (Fixture *self, gboolean refresh, const char *expected)
{
  g_autoptr (GError) error = NULL;
  char *text = token (self->sign_in, refresh, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
  zpi_secret_strfree (text);
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_plain (Fixture *self, gconstpointer data)
{
  guint notified = 0;
  gboolean signed_in;
  g_autofree char *name = NULL;

  g_signal_connect (self->sign_in, "notify::signed-in", G_CALLBACK (notify_cb), &notified);
  assert_signed_in (self);
  g_object_get (self->sign_in, "signed-in", &signed_in, "name", &name, NULL);
  g_assert_true (signed_in);
  g_assert_null (name);
  g_assert_cmpuint (notified, >, 0);
  assert_token (self, FALSE, "access-1");
  assert_token (self, TRUE, "access-2");
  g_assert_true (sign_out (self->sign_in, NULL));
}

/* The name may be asked for; what is said about somebody else, or wrongly, is left. */
static void
test_userinfo (Fixture *self, gconstpointer data)
{
  static const struct {
    guint status;
    const char *body;
    const char *name;
  } cases[] = {
      {200, "{\"sub\":\"bea\",\"name\":\"Bea de Wit\"}", "Bea de Wit"},
      {200, "{\"sub\":\"kees\",\"name\":\"Kees\"}", NULL},
      {200, "{\"name\":\"Bea\"}", NULL},
      {200, "<html>", NULL},
      {500, "", NULL},
      {401, "{\"error\":\"invalid_token\"}", NULL},
  };
  g_autofree char *more = g_strdup_printf (",\"userinfo_endpoint\":\"%s/me\"", self->issuer);

  self->discovery_more = more;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    self->userinfo_status = cases[i].status;
    self->userinfo_body = cases[i].body;
    assert_signed_in (self);
    g_assert_cmpstr (zpi_sign_in_get_name (self->sign_in), ==, cases[i].name);
    g_assert_cmpstr (zpi_sign_in_get_subject (self->sign_in), ==, "bea");
  }
}

static void
test_discovery_fails (Fixture *self, gconstpointer data)
{
  static const struct {
    guint status;
    const char *body;
    ZpiError code;
  } cases[] = {
      {200, "<html>log in</html>", ZPI_ERROR_LOGIN_PAGE},
      {200, "{}", ZPI_ERROR_NOT_VERIFIED},
      {404, "", ZPI_ERROR_NOT_FOUND},
      {500, "", ZPI_ERROR_BUSY},
      {400, "{\"error\":\"something\"}", ZPI_ERROR_REFUSED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    self->discovery_status = cases[i].status;
    self->discovery_body = cases[i].body;
    g_assert_false (sign_in (self, NULL, &error));
    g_assert_error (error, ZPI_ERROR, (int) cases[i].code);
    g_assert_null (self->url);
  }
}

/* An issuer cannot send the tokens elsewhere than this mode allows. */
static void
test_endpoints_elsewhere (Fixture *self, gconstpointer data)
{
  static const char *const names[] = {"userinfo_endpoint", "revocation_endpoint"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *more = g_strdup_printf (",\"%s\":\"https://evil.example/x\"", names[i]);
    g_autoptr (GError) error = NULL;

    self->discovery_more = more;
    g_assert_false (sign_in (self, NULL, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED);
  }
}

static void
test_tokens_fail (Fixture *self, gconstpointer data)
{
  static const struct {
    guint status;
    const char *body;
    ZpiError code;
  } cases[] = {
      {200, "{}", ZPI_ERROR_NOT_VERIFIED},
      {200, "<html>", ZPI_ERROR_LOGIN_PAGE},
      {200, "{\"access_token\":\"a\",\"token_type\":\"bearer\"}", ZPI_ERROR_NOT_VERIFIED},
      {400, "{\"error\":\"invalid_grant\"}", ZPI_ERROR_SIGN_IN_NEEDED},
      {401, "{\"error\":\"invalid_client\"}", ZPI_ERROR_REFUSED},
      {403, "{\"error\":\"access_denied\"}", ZPI_ERROR_REFUSED},
      {400, "{}", ZPI_ERROR_REFUSED},
      {503, "", ZPI_ERROR_BUSY},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    self->token_status = cases[i].status;
    self->token_body = cases[i].body;
    g_assert_false (sign_in (self, NULL, &error));
    g_assert_error (error, ZPI_ERROR, (int) cases[i].code);
    g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
  }
}

static void
test_another_sign_in (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sign_in (self, "another-nonce", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
}

static void
test_no_refresh_token (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->no_refresh_token = TRUE;
  assert_signed_in (self);
  assert_token (self, FALSE, "access-1");
  g_assert_null (token (self->sign_in, TRUE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
  g_assert_true (sign_out (self->sign_in, NULL));
}

/* A refresh that is answered with trouble leaves everything as it was; only a clear no signs out.
 */
static void
test_refresh_fails (Fixture *self, gconstpointer data)
{
  static const struct {
    guint status;
    const char *body;
    ZpiError code;
    gboolean stays;
  } cases[] = {
      {503, "", ZPI_ERROR_BUSY, TRUE},
      {200, "<html>", ZPI_ERROR_LOGIN_PAGE, TRUE},
      {200, "{}", ZPI_ERROR_NOT_VERIFIED, TRUE},
      {200,
       "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"id_token\":\"x\"}",
       ZPI_ERROR_NOT_VERIFIED,
       TRUE},
      {400, "{\"error\":\"invalid_request\"}", ZPI_ERROR_REFUSED, TRUE},
      {400, "{\"error\":\"invalid_grant\"}", ZPI_ERROR_SIGN_IN_NEEDED, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    self->token_body = NULL;
    assert_signed_in (self);
    self->token_status = cases[i].status;
    self->token_body = cases[i].body;
    g_assert_null (token (self->sign_in, TRUE, &error));
    g_assert_error (error, ZPI_ERROR, (int) cases[i].code);
    g_assert_cmpint (zpi_sign_in_is_signed_in (self->sign_in), ==, cases[i].stays);
  }
}

static void
test_refresh_of_somebody_else (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_signed_in (self);
  self->id_token_subject = "kees";
  g_assert_null (token (self->sign_in, TRUE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  self->no_id_token = TRUE;
  assert_token (self, TRUE, "access-3");
}

static void
test_signed_out_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};

  assert_signed_in (self);
  self->token_delay_ms = 1000;
  zpi_sign_in_token_async (self->sign_in, TRUE, NULL, test_wait_cb, &wait);
  while (g_atomic_int_get (&self->refreshes) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (sign_out (self->sign_in, NULL));
  g_assert_null (zpi_sign_in_token_finish (self->sign_in, test_wait (&wait), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
  g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
}

/* The same, when the answer is a no: it is about a sign-in that is over. */
static void
test_refused_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};

  assert_signed_in (self);
  self->token_delay_ms = 1000;
  self->token_status = 400;
  self->token_body = "{\"error\":\"invalid_grant\"}";
  zpi_sign_in_token_async (self->sign_in, TRUE, NULL, test_wait_cb, &wait);
  while (g_atomic_int_get (&self->refreshes) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (sign_out (self->sign_in, NULL));
  g_assert_null (zpi_sign_in_token_finish (self->sign_in, test_wait (&wait), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
}

static void
test_waiter_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};

  assert_signed_in (self);
  zpi_sign_in_token_async (self->sign_in, TRUE, cancellable, test_wait_cb, &wait);
  g_cancellable_cancel (cancellable);
  g_assert_null (zpi_sign_in_token_finish (self->sign_in, test_wait (&wait), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The refresh itself went through and nothing was lost. */
  g_assert_cmpint (self->refreshes, ==, 1);
  assert_token (self, FALSE, "access-2");
}

static void
test_revocation (Fixture *self, gconstpointer data)
{
  g_autofree char *more = g_strdup_printf (",\"revocation_endpoint\":\"%s/revoke\"", self->issuer);
  g_autoptr (GError) error = NULL;

  self->discovery_more = more;
  assert_signed_in (self);
  g_assert_true (sign_out (self->sign_in, NULL));
  g_assert_cmpuint (self->revocations, ==, 1);
  assert_signed_in (self);
  self->revoke_status = 503;
  g_assert_false (sign_out (self->sign_in, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
  /* Nobody: nothing to revoke. */
  g_assert_true (sign_out (self->sign_in, NULL));
  g_assert_cmpuint (self->revocations, ==, 2);
}

static void
keep (Fixture *self, const char *text)
{
  g_auto (TestWait) wait = {0};
  g_autoptr (GBytes) item = zpi_secret_bytes_new (text, strlen (text));

  zpi_keyring_replace_async (self->store, "sign-in", item, NULL, test_wait_cb, &wait);
  g_assert_true (zpi_keyring_replace_finish (test_wait (&wait), NULL));
}

/* Whatever lies in the keyring under our name. */
static void
test_keyring_nonsense (Fixture *self, gconstpointer data)
{
  static const char *const items[] = {
      "nonsense",
      "[]",
      "{}",
      "{\"refreshToken\":\"r\"}",
      "{\"refreshToken\":\"r\",\"subject\":\"bea\"}",
      "{\"refreshToken\":\"r\",\"subject\":\"bea\",\"issuer\":\"https://other.example\"}",
  };
  g_autofree char *other_program =
      g_strdup_printf ("{\"refreshToken\":\"r\",\"subject\":\"bea\",\"issuer\":\"%s\","
                       "\"clientId\":\"other\"}",
                       self->issuer);

  for (guint i = 0; i < G_N_ELEMENTS (items) + 1; i++) {
    g_auto (TestWait) wait = {0};
    g_autoptr (GError) error = NULL;

    keep (self, i < G_N_ELEMENTS (items) ? items[i] : other_program);
    zpi_sign_in_load_async (self->sign_in, NULL, test_wait_cb, &wait);
    g_assert_false (zpi_sign_in_load_finish (self->sign_in, test_wait (&wait), &error));
    g_assert_no_error (error);
    g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
  }
}

static void
test_knocks (Fixture *self, gconstpointer data)
{
  g_auto (TestWait) wait = {0};
  g_autofree char *state = NULL;
  g_autofree char *path = NULL;
  g_autofree char *elsewhere = NULL;
  g_autoptr (GError) error = NULL;

  zpi_sign_in_set_pages (self->sign_in, "Done <1>", "Failed");
  begin (self, &wait);
  state = url_param (self->url, "state");
  self->nonce = url_param (self->url, "nonce");
  path = g_strdup_printf ("/callback?code=c&state=%s", state);
  elsewhere = g_strdup_printf ("/elsewhere?code=c&state=%s", state);
  g_assert_cmpuint (knock (self, "POST", path, NULL), ==, 404);
  g_assert_cmpuint (knock (self, "GET", elsewhere, NULL), ==, 404);
  g_assert_cmpuint (knock (self, "GET", "/", NULL), ==, 404);
  g_assert_cmpuint (knock (self, "GET", path, "evil.example"), ==, 404);
  g_assert_cmpuint (knock (self, "GET", path, "localhost"), ==, 404);
  g_assert_cmpuint (knock (self, "GET", "/callback", NULL), ==, 400);
  g_assert_null (wait.result);
  g_assert_cmpuint (knock (self, "GET", path, NULL), ==, 200);
  g_assert_true (zpi_sign_in_start_finish (self->sign_in, test_wait (&wait), &error));
  g_assert_no_error (error);
  g_free ((char *) self->nonce);
  self->nonce = NULL;
  /* The door is shut. */
  g_assert_cmpuint (knock (self, "GET", path, NULL), ==, 0);
}

static void
test_unusable (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiSignIn) no_anchor =
      zpi_sign_in_new (self->issuer, CLIENT, NULL, self->store, TRUE, "/nonexistent.pem");
  g_autoptr (ZpiSignIn) clear =
      zpi_sign_in_new (self->issuer, CLIENT, NULL, self->store, FALSE, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) first = {0};
  g_auto (TestWait) second = {0};

  zpi_sign_in_start_async (no_anchor, NULL, test_wait_cb, &first);
  g_assert_false (zpi_sign_in_start_finish (no_anchor, test_wait (&first), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  /* Outside practice a clear connection is not spoken. */
  zpi_sign_in_start_async (clear, NULL, test_wait_cb, &second);
  g_assert_false (zpi_sign_in_start_finish (clear, test_wait (&second), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (test_peer_get_n_requests (self->peer), ==, 0);
}

/* What the issuer sends the browser back with, besides a code. */
static void
test_redirect_errors (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *error;
    ZpiError code;
  } cases[] = {
      {"temporarily_unavailable", ZPI_ERROR_BUSY},
      {"server_error", ZPI_ERROR_BUSY},
      {"access_denied", ZPI_ERROR_SIGN_IN_NEEDED},
      {"unauthorized_client", ZPI_ERROR_REFUSED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TestWait) wait = {0};
    g_autoptr (GError) error = NULL;
    g_autofree char *state = NULL;
    g_autofree char *path = NULL;

    begin (self, &wait);
    state = url_param (self->url, "state");
    path = g_strdup_printf ("/callback?error=%s&state=%s", cases[i].error, state);
    g_assert_cmpuint (knock (self, "GET", path, NULL), ==, 200);
    g_assert_false (zpi_sign_in_start_finish (self->sign_in, test_wait (&wait), &error));
    g_assert_error (error, ZPI_ERROR, (int) cases[i].code);
  }
}

/* The command line of the browser, which every user can read, says nothing, and nothing twice. */
static void
test_one_time_address (Fixture *self, gconstpointer data)
{
  g_auto (TestWait) wait = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;

  begin (self, &wait);
  g_assert_true (g_str_has_prefix (self->local_url, "http://127.0.0.1:"));
  g_assert_null (strchr (self->local_url, '?'));
  g_assert_nonnull (strstr (self->url, "code_challenge"));
  again = follow (self->local_url);
  g_assert_null (again);
  {
    g_autofree char *state = url_param (self->url, "state");
    g_autofree char *path = g_strdup_printf ("/callback?error=access_denied&state=%s", state);

    g_assert_cmpuint (knock (self, "GET", path, NULL), ==, 200);
  }
  g_assert_false (zpi_sign_in_start_finish (self->sign_in, test_wait (&wait), &error));
}

/* Another user of the computer, who knows all of the request, neither answers it nor gets it. */
static void
test_another_user (Fixture *self, gconstpointer data)
{
  g_auto (TestWait) wait = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;
  g_autofree char *path = NULL;

  if (geteuid () != 0) {
    g_test_skip ("only root can be somebody else");
    return;
  }
  begin (self, &wait);
  state = url_param (self->url, "state");
  self->nonce = url_param (self->url, "nonce");
  path = g_strdup_printf ("/callback?code=stolen&state=%s", state);
  g_assert_cmpint (seteuid (65534), ==, 0);
  g_assert_cmpuint (knock (self, "GET", path, NULL), ==, 403);
  g_assert_cmpuint (knock (self, "GET", "/", NULL), ==, 403);
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_null (wait.result);
  g_assert_cmpuint (knock (self, "GET", path, NULL), ==, 200);
  g_assert_true (zpi_sign_in_start_finish (self->sign_in, test_wait (&wait), &error));
  g_free ((char *) self->nonce);
  self->nonce = NULL;
}

/* A new start of the program, and the issuer is not there. */
static void
test_issuer_away_at_start (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiSignIn) later = NULL;
  g_autoptr (ZpiSignIn) leaving = NULL;
  g_autoptr (GError) error = NULL;

  assert_signed_in (self);
  g_assert_cmpstr (zpi_sign_in_get_subject (self->sign_in), ==, "bea");
  self->discovery_status = 503;
  self->discovery_body = "";
  later = new_sign_in (self);
  g_assert_null (zpi_sign_in_get_subject (later));
  g_assert_null (token (later, FALSE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  g_assert_true (zpi_sign_in_is_signed_in (later));
  g_clear_error (&error);
  leaving = new_sign_in (self);
  g_assert_false (sign_out (leaving, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  g_assert_false (zpi_sign_in_is_signed_in (leaving));
}

/* Another process of ours used the token and kept the next one; ours is refused, that one works. */
static void
test_newer_in_keyring (Fixture *self, gconstpointer data)
{
  g_autofree char *newer = g_strdup_printf (
      "{\"refreshToken\":\"newer\",\"subject\":\"bea\",\"issuer\":\"%s\",\"clientId\":\"" CLIENT
      "\"}",
      self->issuer);
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};
  char *text;

  assert_signed_in (self);
  self->token_delay_ms = 1000;
  self->token_status = 400;
  self->token_body = "{\"error\":\"invalid_grant\"}";
  zpi_sign_in_token_async (self->sign_in, TRUE, NULL, test_wait_cb, &wait);
  while (g_atomic_int_get (&self->refreshes) == 0)
    g_main_context_iteration (NULL, FALSE);
  self->token_body = NULL;
  keep (self, newer);
  text = zpi_sign_in_token_finish (self->sign_in, test_wait (&wait), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "access-2");
  zpi_secret_strfree (text);
}

static void
test_waits_for_the_first (Fixture *self, gconstpointer data)
{
  g_auto (TestWait) first = {0};
  g_auto (TestWait) second = {0};
  char *one;
  char *two;

  assert_signed_in (self);
  zpi_sign_in_token_async (self->sign_in, TRUE, NULL, test_wait_cb, &first);
  zpi_sign_in_token_async (self->sign_in, FALSE, NULL, test_wait_cb, &second);
  one = zpi_sign_in_token_finish (self->sign_in, test_wait (&first), NULL);
  two = zpi_sign_in_token_finish (self->sign_in, test_wait (&second), NULL);
  g_assert_cmpstr (one, ==, "access-2");
  g_assert_cmpstr (two, ==, "access-2");
  zpi_secret_strfree (one);
  zpi_secret_strfree (two);
}

/* No Secret Service at all: the sign-in is good until the program ends. */
static void
test_no_keyring (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiSignIn) later = NULL;

  if (!g_test_subprocess ()) {
    g_setenv ("SECRET_BACKEND", "service", TRUE);
    g_test_trap_subprocess (NULL, 0, 0);
    g_setenv ("SECRET_BACKEND", "file", TRUE);
    g_test_trap_assert_passed ();
    return;
  }
  g_assert_null (token (self->sign_in, FALSE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);
  assert_signed_in (self);
  assert_token (self, FALSE, "access-1");
  g_test_expect_message ("zpi-vault", G_LOG_LEVEL_INFO, "The keyring does not answer*");
  g_test_expect_message ("zpi-net", G_LOG_LEVEL_INFO, "POST {token_endpoint}: 200*");
  g_test_expect_message ("zpi-vault", G_LOG_LEVEL_INFO, "The keyring does not answer*");
  g_test_expect_message ("zpi-net", G_LOG_LEVEL_WARNING, "sign-in: the new token is not kept*");
  assert_token (self, TRUE, "access-2");
  g_test_assert_expected_messages ();
  later = new_sign_in (self);
  g_assert_null (token (later, FALSE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);
  g_assert_false (sign_out (self->sign_in, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);
  g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
}

static void
test_cancelled_while_asking_the_name (Fixture *self, gconstpointer data)
{
  g_autofree char *more = g_strdup_printf (",\"userinfo_endpoint\":\"%s/slow\"", self->issuer);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};
  g_autofree char *state = NULL;
  g_autofree char *path = NULL;
  g_autofree char *nonce = NULL;

  self->discovery_more = more;
  begin_with (self, cancellable, &wait);
  nonce = url_param (self->url, "nonce");
  state = url_param (self->url, "state");
  self->nonce = nonce;
  path = g_strdup_printf ("/callback?code=c&state=%s", state);
  g_assert_cmpuint (knock (self, "GET", path, NULL), ==, 200);
  while (!g_atomic_int_get (&self->slow_asked))
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_false (zpi_sign_in_start_finish (self->sign_in, test_wait (&wait), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
}

static void
test_ports (Fixture *self, gconstpointer data)
{
  g_autoptr (TestPeer) taken = test_peer_new (NULL);
  const guint16 ports[] = {test_peer_get_port (taken), 0};
  g_autoptr (ZpiSignIn) listed =
      zpi_sign_in_new (self->issuer, CLIENT, ports, self->store, TRUE, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};

  zpi_sign_in_start_async (listed, NULL, test_wait_cb, &wait);
  g_assert_false (zpi_sign_in_start_finish (listed, test_wait (&wait), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/sign-in/one-time-address", test_one_time_address);
  ADD ("/sign-in/another-user", test_another_user);
  ADD ("/sign-in/plain", test_plain);
  ADD ("/sign-in/userinfo", test_userinfo);
  ADD ("/sign-in/discovery-fails", test_discovery_fails);
  ADD ("/sign-in/endpoints-elsewhere", test_endpoints_elsewhere);
  ADD ("/sign-in/tokens-fail", test_tokens_fail);
  ADD ("/sign-in/another-sign-in", test_another_sign_in);
  ADD ("/sign-in/no-refresh-token", test_no_refresh_token);
  ADD ("/sign-in/refresh-fails", test_refresh_fails);
  ADD ("/sign-in/refresh-of-somebody-else", test_refresh_of_somebody_else);
  ADD ("/sign-in/signed-out-meanwhile", test_signed_out_meanwhile);
  ADD ("/sign-in/refused-meanwhile", test_refused_meanwhile);
  ADD ("/sign-in/waiter-cancelled", test_waiter_cancelled);
  ADD ("/sign-in/revocation", test_revocation);
  ADD ("/sign-in/keyring-nonsense", test_keyring_nonsense);
  ADD ("/sign-in/knocks", test_knocks);
  ADD ("/sign-in/unusable", test_unusable);
  ADD ("/sign-in/redirect-errors", test_redirect_errors);
  ADD ("/sign-in/issuer-away-at-start", test_issuer_away_at_start);
  ADD ("/sign-in/newer-in-keyring", test_newer_in_keyring);
  ADD ("/sign-in/waits-for-the-first", test_waits_for_the_first);
  ADD ("/sign-in/no-keyring", test_no_keyring);
  ADD ("/sign-in/cancelled-while-asking-the-name", test_cancelled_while_asking_the_name);
  ADD ("/sign-in/ports", test_ports);
  return g_test_run ();
}
