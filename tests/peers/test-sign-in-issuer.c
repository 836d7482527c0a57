/* SPDX-License-Identifier: EUPL-1.2 */

/* Signing in at a certified issuer that nobody here wrote (oidc-provider). The browser is played
 * by this program: a session with cookies that follows redirects and fills in the forms. */

#include "zpi-sign-in.h"

#include <libsoup/soup.h>
#include <string.h>

#include "zpi-error.h"
#include "zpi-vault.h"

#define STORE  "7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a0aa"
#define CLIENT "zoetermeerpas-intake"

typedef struct {
  GSubprocess *process;
  char *issuer;
  SoupSession *browser;
  ZpiSignIn *sign_in;
  char *url; /* what the browser was asked to open */
} Fixture;

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
open_browser_cb (ZpiSignIn *sign_in, const char *url, gpointer user_data)
{
  Fixture *self = user_data;

  g_free (self->url);
  self->url = g_strdup (url);
}

static ZpiSignIn *
new_sign_in (Fixture *self, const char *issuer)
{
  ZpiSignIn *sign_in = zpi_sign_in_new (issuer, CLIENT, NULL, STORE, TRUE, NULL);

  g_signal_connect (sign_in, "open-browser", G_CALLBACK (open_browser_cb), self);
  return sign_in;
}

static void
start_issuer (Fixture *self, const char *access_token_s)
{
  const char *root = g_getenv ("ZPI_SOURCE_ROOT");
  g_autofree char *script = g_build_filename (root, "tests", "peers", "oidc-issuer.mjs", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *port = NULL;
  GError *error = NULL;

  g_subprocess_launcher_setenv (launcher, "ACCESS_TOKEN_S", access_token_s, TRUE);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "node", script, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  /* Its warnings come on the same stream. */
  do {
    g_free (port);
    port = g_data_input_stream_read_line (lines, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_nonnull (port);
  } while (!g_ascii_isdigit (*port));
  self->issuer = g_strconcat ("http://127.0.0.1:", port, NULL);
}

static void
stop_issuer (Fixture *self)
{
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (SoupCookieJar) jar = soup_cookie_jar_new ();

  start_issuer (self, data != NULL ? data : "900");
  self->browser = soup_session_new ();
  soup_session_set_proxy_resolver (self->browser, NULL);
  soup_session_add_feature (self->browser, SOUP_SESSION_FEATURE (jar));
  self->sign_in = new_sign_in (self, self->issuer);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) out = NULL;

  zpi_sign_in_sign_out_async (self->sign_in, NULL, keep_result_cb, &out);
  zpi_sign_in_sign_out_finish (self->sign_in, wait_for (&out), NULL);
  g_clear_object (&out);
  g_assert_finalize_object (self->sign_in);
  g_object_unref (self->browser);
  if (self->process != NULL)
    stop_issuer (self);
  g_free (self->issuer);
  g_free (self->url);
}

/* The browser. */

static guint
request (Fixture *self,
         const char *method,
         const char *url,
         const char *form,
         const char *token,
         char **location,
         char **body)
{
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GError *error = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (form != NULL) {
    g_autoptr (GBytes) data = g_bytes_new (form, strlen (form));

    soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", data);
  }
  if (token != NULL) {
    g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

    soup_message_headers_replace (headers, "Authorization", value);
  }
  soup_session_send_and_read_async (self->browser,
                                    message,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    keep_result_cb,
                                    &result);
  bytes = soup_session_send_and_read_finish (self->browser, wait_for (&result), &error);
  if (error != NULL)
    g_test_message ("%s", url);
  g_assert_no_error (error);
  if (location != NULL) {
    const char *to =
        soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");

    *location = to != NULL ? g_uri_resolve_relative (url, to, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  }
  if (body != NULL)
    *body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return soup_message_get_status (message);
}

static char *
first_match (const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* Logs in, allows, or (when the browser still knows somebody else) signs that one out. */
static char *
fill_in (const char *page, const char *who)
{
  g_autofree char *xsrf = first_match (page, "name=\"xsrf\" value=\"([^\"]+)\"");

  if (xsrf != NULL)
    return g_strdup_printf ("xsrf=%s&logout=yes", xsrf);
  if (strstr (page, "name=\"login\"") != NULL)
    return g_strdup_printf ("prompt=login&login=%s&password=x", who);
  return g_strdup ("prompt=consent");
}

/* Goes where it is sent, fills in what is asked, and comes back to this computer. Returns how
 * often it was asked to log in. */
static guint
browse (Fixture *self, const char *who)
{
  g_autofree char *url = g_strdup (self->url);
  g_autofree char *form = NULL;
  guint logins = 0;

  for (guint step = 0; step < 20; step++) {
    g_autofree char *location = NULL;
    g_autofree char *page = NULL;
    guint status = request (self, form != NULL ? "POST" : "GET", url, form, NULL, &location, &page);

    g_clear_pointer (&form, g_free);
    if (location != NULL) {
      g_free (url);
      url = g_steal_pointer (&location);
    } else if (strstr (url, "/callback?") != NULL) {
      g_assert_cmpuint (status, ==, 200);
      g_assert_nonnull (strstr (page, "U bent ingelogd"));
      return logins;
    } else {
      g_autofree char *action = first_match (page, "action=\"([^\"]+)\"");

      g_assert_cmpuint (status, ==, 200);
      g_assert_nonnull (action);
      form = fill_in (page, who);
      logins += g_str_has_prefix (form, "prompt=login");
      g_free (url);
      url = g_steal_pointer (&action);
    }
  }
  g_assert_not_reached ();
}

static char *
url_param (const char *url, const char *name)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GHashTable) params =
      g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

  return g_strdup (g_hash_table_lookup (params, name));
}

/* Goes straight back, as an issuer that says no would send it, or somebody who makes it up. */
static guint
come_back (Fixture *self, const char *query)
{
  g_autofree char *redirect_uri = url_param (self->url, "redirect_uri");
  g_autofree char *url = g_strconcat (redirect_uri, "?", query, NULL);

  return request (self, "GET", url, NULL, NULL, NULL, NULL);
}

static void
wait_for_url (Fixture *self)
{
  g_autofree char *local = NULL;
  g_autofree char *location = NULL;

  while (self->url == NULL)
    g_main_context_iteration (NULL, TRUE);
  local = g_steal_pointer (&self->url);
  g_assert_cmpuint (request (self, "GET", local, NULL, NULL, &location, NULL), ==, 302);
  self->url = g_steal_pointer (&location);
}

static void
sign_in_as (Fixture *self, const char *who)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->url, g_free);
  zpi_sign_in_start_async (self->sign_in, NULL, keep_result_cb, &result);
  wait_for_url (self);
  g_assert_cmpuint (browse (self, who), ==, 1);
  g_assert_true (zpi_sign_in_start_finish (self->sign_in, wait_for (&result), &error));
  g_assert_no_error (error);
}

static char *
token_of (ZpiSignIn *sign_in, gboolean refresh, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sign_in_token_async (sign_in, refresh, NULL, keep_result_cb, &result);
  return zpi_sign_in_token_finish (sign_in, wait_for (&result), error);
}

static gboolean
load (ZpiSignIn *sign_in)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found;

  zpi_sign_in_load_async (sign_in, NULL, keep_result_cb, &result);
  found = zpi_sign_in_load_finish (sign_in, wait_for (&result), &error);
  g_assert_no_error (error);
  return found;
}

/* What the issuer thinks of a token. */
static guint
try_token (Fixture *self, const char *token)
{
  g_autofree char *url = g_strconcat (self->issuer, "/me", NULL);

  return request (self, "GET", url, NULL, token, NULL, NULL);
}

/* The tests. */

static void
test_whole_flow (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *token;
  char *again;
  g_autofree char *prompt = NULL;
  g_autofree char *method = NULL;

  g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
  g_assert_null (token_of (self->sign_in, FALSE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
  g_clear_error (&error);

  sign_in_as (self, "bea");
  prompt = url_param (self->url, "prompt");
  method = url_param (self->url, "code_challenge_method");
  g_assert_cmpstr (prompt, ==, "login");
  g_assert_cmpstr (method, ==, "S256");
  g_assert_true (zpi_sign_in_is_signed_in (self->sign_in));
  g_assert_cmpstr (zpi_sign_in_get_name (self->sign_in), ==, "Counsellor bea");
  g_assert_cmpstr (zpi_sign_in_get_subject (self->sign_in), ==, "bea");

  token = token_of (self->sign_in, FALSE, &error);
  again = token_of (self->sign_in, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, again);
  g_assert_cmpuint (try_token (self, token), ==, 200);
  g_assert_cmpuint (try_token (self, "made-up"), ==, 401);
  zpi_secret_strfree (token);
  zpi_secret_strfree (again);
}

/* The cookies of the one before are still in the browser. */
static void
test_next_person (Fixture *self, gconstpointer data)
{
  sign_in_as (self, "bea");
  sign_in_as (self, "kees");
  g_assert_cmpstr (zpi_sign_in_get_subject (self->sign_in), ==, "kees");
  g_assert_cmpstr (zpi_sign_in_get_name (self->sign_in), ==, "Counsellor kees");
}

static void
test_refresh (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *first;
  char *tokens[3];
  GAsyncResult *results[3] = {NULL};

  sign_in_as (self, "bea");
  first = token_of (self->sign_in, FALSE, &error);
  /* Three ask at once; a one-time token must be used once. */
  for (guint i = 0; i < 3; i++)
    zpi_sign_in_token_async (self->sign_in, TRUE, NULL, keep_result_cb, &results[i]);
  for (guint i = 0; i < 3; i++) {
    tokens[i] = zpi_sign_in_token_finish (self->sign_in, wait_for (&results[i]), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (tokens[i], !=, first);
    g_assert_cmpstr (tokens[i], ==, tokens[0]);
    g_object_unref (results[i]);
  }
  g_assert_cmpuint (try_token (self, tokens[0]), ==, 200);
  zpi_secret_strfree (first);
  for (guint i = 0; i < 3; i++)
    zpi_secret_strfree (tokens[i]);
  /* And the next one still is good: the chain did not break. */
  first = token_of (self->sign_in, TRUE, &error);
  g_assert_no_error (error);
  zpi_secret_strfree (first);
}

/* Access tokens that live 5 seconds are never good for 5 more. */
static void
test_expired (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *first;
  char *second;

  sign_in_as (self, "bea");
  first = token_of (self->sign_in, FALSE, &error);
  second = token_of (self->sign_in, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, !=, second);
  zpi_secret_strfree (first);
  zpi_secret_strfree (second);
}

static void
test_restart (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiSignIn) later = NULL;
  g_autoptr (ZpiSignIn) elsewhere = NULL;
  char *token;

  sign_in_as (self, "bea");
  later = new_sign_in (self, self->issuer);
  g_assert_true (load (later));
  g_assert_cmpstr (zpi_sign_in_get_name (later), ==, "Counsellor bea");
  token = token_of (later, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (try_token (self, token), ==, 200);
  zpi_secret_strfree (token);

  /* The first one's own refresh token was used up; it takes the newer one. */
  token = token_of (self->sign_in, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (try_token (self, token), ==, 200);
  zpi_secret_strfree (token);

  /* What is kept is of one issuer only. */
  elsewhere = new_sign_in (self, "http://127.0.0.1:1");
  g_assert_false (load (elsewhere));
  g_assert_false (zpi_sign_in_is_signed_in (elsewhere));
}

static void
test_revoked (Fixture *self, gconstpointer data)
{
  g_autofree char *url = g_strconcat (self->issuer, "/_test/revoke", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiSignIn) later = NULL;

  sign_in_as (self, "bea");
  g_assert_cmpuint (request (self, "POST", url, NULL, NULL, NULL, NULL), ==, 204);
  g_assert_null (token_of (self->sign_in, TRUE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED);
  g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
  later = new_sign_in (self, self->issuer);
  g_assert_false (load (later));
  sign_in_as (self, "bea");
  g_assert_true (zpi_sign_in_is_signed_in (self->sign_in));
}

static void
test_sign_out (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiSignIn) later = NULL;
  char *token;

  sign_in_as (self, "bea");
  token = token_of (self->sign_in, FALSE, &error);
  zpi_sign_in_sign_out_async (self->sign_in, NULL, keep_result_cb, &result);
  g_assert_true (zpi_sign_in_sign_out_finish (self->sign_in, wait_for (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (try_token (self, token), ==, 401);
  zpi_secret_strfree (token);
  g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
  g_assert_null (zpi_sign_in_get_name (self->sign_in));
  later = new_sign_in (self, self->issuer);
  g_assert_false (load (later));
}

static void
test_issuer_away (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiSignIn) later = NULL;

  sign_in_as (self, "bea");
  stop_issuer (self);
  g_assert_null (token_of (self->sign_in, TRUE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_OFFLINE);
  g_assert_true (zpi_sign_in_is_signed_in (self->sign_in));
  g_clear_error (&error);

  /* Signing out forgets all the same. */
  zpi_sign_in_sign_out_async (self->sign_in, NULL, keep_result_cb, &result);
  g_assert_false (zpi_sign_in_sign_out_finish (self->sign_in, wait_for (&result), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_OFFLINE);
  g_assert_false (zpi_sign_in_is_signed_in (self->sign_in));
  later = new_sign_in (self, self->issuer);
  g_assert_false (load (later));
}

static void
test_wrong_state (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_sign_in_start_async (self->sign_in, NULL, keep_result_cb, &result);
  wait_for_url (self);
  g_assert_cmpuint (come_back (self, "code=stolen&state=wrong"), ==, 400);
  g_assert_cmpuint (come_back (self, "code=stolen"), ==, 400);
  g_assert_cmpuint (come_back (self, "error=access_denied&state=wrong"), ==, 400);
  g_assert_null (result);
  g_assert_cmpuint (browse (self, "bea"), ==, 1);
  g_assert_true (zpi_sign_in_start_finish (self->sign_in, wait_for (&result), &error));
  g_assert_no_error (error);
}

static void
start_and_come_back (Fixture *self, const char *query, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *state = NULL;
  g_autofree char *whole = NULL;

  g_clear_pointer (&self->url, g_free);
  zpi_sign_in_start_async (self->sign_in, NULL, keep_result_cb, &result);
  wait_for_url (self);
  state = url_param (self->url, "state");
  whole = g_strconcat (query, "&state=", state, NULL);
  come_back (self, whole);
  g_assert_false (zpi_sign_in_start_finish (self->sign_in, wait_for (&result), error));
}

static void
test_wrong_answers (Fixture *self, gconstpointer data)
{
  const struct {
    const char *query;
    gboolean with_issuer;
    ZpiError code;
  } cases[] = {
      {"code=made-up", TRUE, ZPI_ERROR_SIGN_IN_NEEDED},
      {"code=made-up", FALSE, ZPI_ERROR_NOT_VERIFIED},
      {"code=made-up&iss=http://127.0.0.1:1", FALSE, ZPI_ERROR_NOT_VERIFIED},
      {"error=access_denied", TRUE, ZPI_ERROR_SIGN_IN_NEEDED},
      {"error=access_denied", FALSE, ZPI_ERROR_NOT_VERIFIED},
      {"error=server_error", TRUE, ZPI_ERROR_BUSY},
      {"error=invalid_scope", TRUE, ZPI_ERROR_REFUSED},
  };

  sign_in_as (self, "bea");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *query = g_strconcat (cases[i].query,
                                          cases[i].with_issuer ? "&iss=" : "",
                                          cases[i].with_issuer ? self->issuer : "",
                                          NULL);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", query);
    start_and_come_back (self, query, &error);
    g_assert_error (error, ZPI_ERROR, (int) cases[i].code);
    /* Whoever was signed in still is. */
    g_assert_cmpstr (zpi_sign_in_get_subject (self->sign_in), ==, "bea");
  }
}

static void
test_wrong_issuer (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_strdup (self->issuer);
  g_autofree char *name = NULL;
  g_autoptr (ZpiSignIn) sign_in = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* The same server under another name says that it is somebody else. */
  name = g_strconcat ("http://localhost", strrchr (other, ':'), NULL);
  sign_in = new_sign_in (self, name);
  zpi_sign_in_start_async (sign_in, NULL, keep_result_cb, &result);
  g_assert_false (zpi_sign_in_start_finish (sign_in, wait_for (&result), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  g_assert_null (self->url);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  zpi_sign_in_start_async (self->sign_in, cancellable, keep_result_cb, &result);
  wait_for_url (self);
  /* One browser at a time. */
  zpi_sign_in_start_async (self->sign_in, NULL, keep_result_cb, &second);
  g_assert_false (zpi_sign_in_start_finish (self->sign_in, wait_for (&second), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_false (zpi_sign_in_start_finish (self->sign_in, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sign_in_as (self, "bea");
}

#define ADD(path, func, data) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/sign-in-issuer/whole-flow", test_whole_flow, NULL);
  ADD ("/sign-in-issuer/next-person", test_next_person, NULL);
  ADD ("/sign-in-issuer/refresh", test_refresh, NULL);
  ADD ("/sign-in-issuer/expired", test_expired, "5");
  ADD ("/sign-in-issuer/restart", test_restart, NULL);
  ADD ("/sign-in-issuer/revoked", test_revoked, NULL);
  ADD ("/sign-in-issuer/sign-out", test_sign_out, NULL);
  ADD ("/sign-in-issuer/issuer-away", test_issuer_away, NULL);
  ADD ("/sign-in-issuer/wrong-state", test_wrong_state, NULL);
  ADD ("/sign-in-issuer/wrong-answers", test_wrong_answers, NULL);
  ADD ("/sign-in-issuer/wrong-issuer", test_wrong_issuer, NULL);
  ADD ("/sign-in-issuer/cancel", test_cancel, NULL);
  return g_test_run ();
}
