/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-oidc.h"

#include <stdlib.h>
#include <string.h>

#include "zpi-redirect-listener.h"

#define ISSUER "https://id.example"
#define NOW    (G_GINT64_CONSTANT (1768482000) * G_USEC_PER_SEC)

static GBytes *
bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_discovery_url (void)
{
  g_autofree char *plain = zpi_oidc_discovery_url ("https://id.example");
  g_autofree char *slash = zpi_oidc_discovery_url ("https://id.example/realm/");

  g_assert_cmpstr (plain, ==, "https://id.example/.well-known/openid-configuration");
  g_assert_cmpstr (slash, ==, "https://id.example/realm/.well-known/openid-configuration");
}

static void
test_provider (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } cases[] = {
      {"{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"https://a\",\"token_endpoint\":"
       "\"https://t\"}",
       TRUE},
      {"{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"https://a\",\"token_endpoint\":"
       "\"https://t\",\"code_challenge_methods_supported\":[\"plain\",\"S256\"]}",
       TRUE},
      {"{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"https://a\",\"token_endpoint\":"
       "\"https://t\",\"code_challenge_methods_supported\":[\"plain\",7,[]]}",
       FALSE},
      {"{\"issuer\":\"" ISSUER "/\",\"authorization_endpoint\":\"https://a\",\"token_endpoint\":"
       "\"https://t\"}",
       FALSE},
      {"{\"issuer\":\"" ISSUER "\",\"token_endpoint\":\"https://t\"}", FALSE},
      {"{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"https://a\"}", FALSE},
      {"{}", FALSE},
      {"[]", FALSE},
      {"<html>", FALSE},
      {"", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) raw = bytes (cases[i].text);
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiOidcProvider) provider = zpi_oidc_provider_parse (raw, ISSUER, &error);

    g_test_message ("%s", cases[i].text);
    g_assert_true ((provider != NULL) == cases[i].good);
    if (!cases[i].good)
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  }
}

static void
test_tokens (void)
{
  static const struct {
    const char *text;
    gint64 expires_in_s; /* -1: not good */
  } cases[] = {
      {"{\"access_token\":\"a.b-c_d~e+f/g=\",\"token_type\":\"Bearer\",\"expires_in\":900}", 900},
      {"{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":900}", 900},
      {"{\"access_token\":\"a\",\"token_type\":\"bearer\"}", 300},
      {"{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":-1}", 300},
      {"{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":9999999999}", 86400},
      {"{\"access_token\":\"a\"}", -1},
      {"{\"access_token\":\"a\",\"token_type\":\"mac\"}", -1},
      {"{\"access_token\":\"\",\"token_type\":\"bearer\"}", -1},
      {"{\"access_token\":\"a b\",\"token_type\":\"bearer\"}", -1},
      {"{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"bearer\"}", -1},
      {"{\"access_token\":7,\"token_type\":\"bearer\"}", -1},
      {"{\"token_type\":\"bearer\"}", -1},
      {"[]", -1},
      {"", -1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) raw = bytes (cases[i].text);
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiOidcTokens) tokens = zpi_oidc_tokens_parse (raw, &error);

    g_test_message ("%s", cases[i].text);
    if (cases[i].expires_in_s < 0) {
      g_assert_null (tokens);
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
    } else {
      g_assert_no_error (error);
      g_assert_cmpint (tokens->expires_in_s, ==, cases[i].expires_in_s);
      g_assert_null (tokens->refresh_token);
    }
  }
}

static char *
make_token (const char *claims)
{
  g_autofree char *payload = g_base64_encode ((const guchar *) claims, strlen (claims));

  g_strdelimit (payload, "+", '-');
  g_strdelimit (payload, "/", '_');
  payload[strcspn (payload, "=")] = '\0';
  return g_strdup_printf ("eyJ9.%s.c2ln", payload);
}

#define CLAIMS(iss, aud, rest) "{\"iss\":\"" iss "\",\"aud\":" aud rest "}"
#define GOOD                   ",\"exp\":1768482900,\"nonce\":\"n\",\"sub\":\"bea\""

static void
test_id_token (void)
{
  static const struct {
    const char *claims;
    const char *name; /* "-": not good */
  } cases[] = {
      {CLAIMS (ISSUER, "\"me\"", GOOD), NULL},
      {CLAIMS (ISSUER, "\"me\"", GOOD ",\"name\":\"Béa de Wit\""), "Béa de Wit"},
      {CLAIMS (ISSUER, "\"me\"", GOOD ",\"name\":\"\""), NULL},
      {CLAIMS (ISSUER, "\"me\"", GOOD ",\"given_name\":\"B\",\"family_name\":\"W\""), "B W"},
      {CLAIMS (ISSUER, "\"me\"", GOOD ",\"given_name\":\"B\""), NULL},
      {CLAIMS (ISSUER, "[\"me\"]", GOOD), NULL},
      {CLAIMS (ISSUER, "[\"me\",\"you\"]", GOOD ",\"azp\":\"me\""), NULL},
      {CLAIMS (ISSUER, "[\"me\",\"you\"]", GOOD), "-"},
      {CLAIMS (ISSUER, "[\"me\",\"you\"]", GOOD ",\"azp\":\"you\""), "-"},
      {CLAIMS (ISSUER, "\"me\"", GOOD ",\"azp\":\"you\""), "-"},
      {CLAIMS (ISSUER, "[]", GOOD), "-"},
      {CLAIMS (ISSUER, "[7]", GOOD), "-"},
      {CLAIMS (ISSUER, "7", GOOD), "-"},
      {CLAIMS (ISSUER, "\"you\"", GOOD), "-"},
      {CLAIMS ("https://other.example", "\"me\"", GOOD), "-"},
      {CLAIMS (ISSUER, "\"me\"", ",\"exp\":1768481701,\"nonce\":\"n\",\"sub\":\"bea\""), NULL},
      {CLAIMS (ISSUER, "\"me\"", ",\"exp\":1768481699,\"nonce\":\"n\",\"sub\":\"bea\""), "-"},
      {CLAIMS (ISSUER, "\"me\"", ",\"nonce\":\"n\",\"sub\":\"bea\""), "-"},
      {CLAIMS (ISSUER, "\"me\"", ",\"exp\":1768482900,\"nonce\":\"m\",\"sub\":\"bea\""), "-"},
      {CLAIMS (ISSUER, "\"me\"", ",\"exp\":1768482900,\"sub\":\"bea\""), "-"},
      {CLAIMS (ISSUER, "\"me\"", ",\"exp\":1768482900,\"nonce\":\"n\""), "-"},
      {CLAIMS (ISSUER, "\"me\"", ",\"exp\":1768482900,\"nonce\":\"n\",\"sub\":\"\""), "-"},
      {"[]", "-"},
      {"{\"a\":1,\"a\":2}", "-"},
      {"", "-"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *token = make_token (cases[i].claims);
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiOidcIdentity) identity =
        zpi_oidc_id_token_check (token, ISSUER, "me", "n", NOW, &error);

    g_test_message ("%s", cases[i].claims);
    if (g_strcmp0 (cases[i].name, "-") == 0) {
      g_assert_null (identity);
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
    } else {
      g_assert_no_error (error);
      g_assert_cmpstr (identity->subject, ==, "bea");
      g_assert_cmpstr (identity->name, ==, cases[i].name);
    }
  }
}

static void
test_id_token_no_token (void)
{
  static const char *const tokens[] = {NULL, "", "a", "a.b", "a.b.c.d", "...", "..", "!.!.!"};

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (zpi_oidc_id_token_check (tokens[i], ISSUER, "me", NULL, NOW, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
  }
}

static void
test_error_words (void)
{
  static const char *const cases[][2] = {
      {"{\"error\":\"invalid_grant\"}", "invalid_grant"},
      {"{\"error\":\"Invalid grant for 999993653\"}", NULL},
      {"{\"error\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
       NULL},
      {"{\"error\":{}}", NULL},
      {"{}", NULL},
      {"<html>", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) raw = bytes (cases[i][0]);
    g_autofree char *word = zpi_oidc_error_parse (raw);

    g_assert_cmpstr (word, ==, cases[i][1]);
  }
}

static void
test_random (void)
{
  g_autofree char *one = zpi_oidc_random ();
  g_autofree char *two = zpi_oidc_random ();

  g_assert_cmpuint (strlen (one), ==, 43);
  g_assert_cmpstr (one, !=, two);
  g_assert_cmpuint (strspn (one,
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                    ==,
                    43);
}

/* The example of RFC 7636, appendix B. */
static void
test_challenge (void)
{
  g_autofree char *challenge = zpi_oidc_challenge ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void
test_authorization_url (void)
{
  ZpiOidcProvider provider = {.authorization_endpoint = (char *) "https://id.example/auth?realm=x"};
  g_autofree char *url = zpi_oidc_authorization_url (&provider,
                                                     "me & you",
                                                     "http://127.0.0.1:1/callback",
                                                     "s",
                                                     "n",
                                                     "v");

  g_assert_true (g_str_has_prefix (url, "https://id.example/auth?realm=x&response_type=code&"));
  g_assert_nonnull (strstr (url, "&client_id=me%20%26%20you&"));
  g_assert_nonnull (strstr (url, "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback&"));
  g_assert_nonnull (strstr (url, "&prompt=login&"));
  g_assert_null (strstr (url, "=v"));
}

static void
test_redirect (void)
{
  static const struct {
    const char *query;
    const char *code; /* NULL: none */
    const char *error;
    gboolean good;
  } cases[] = {
      {"code=c&state=s", "c", NULL, TRUE},
      {"state=s&code=a%2Fb+c", "a/b c", NULL, TRUE},
      {"error=access_denied&state=s&iss=i", NULL, "access_denied", TRUE},
      {"code=c&state=S", NULL, NULL, FALSE},
      {"code=c", NULL, NULL, FALSE},
      {"state=s", NULL, NULL, FALSE},
      {"", NULL, NULL, FALSE},
      {NULL, NULL, NULL, FALSE},
      {"%%%&state=s", NULL, NULL, FALSE},
      {"code=%ff&state=s", NULL, NULL, FALSE},
      {"code=%00&state=s", NULL, NULL, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (ZpiRedirect) redirect = zpi_redirect_parse (cases[i].query, "s");

    g_test_message ("%s", cases[i].query);
    g_assert_true ((redirect != NULL) == cases[i].good);
    if (redirect != NULL) {
      g_assert_cmpstr (redirect->code, ==, cases[i].code);
      g_assert_cmpstr (redirect->error, ==, cases[i].error);
    }
  }
}

static void
test_ports (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiRedirectListener) any = zpi_redirect_listener_new (NULL, "s", &error);
  g_autoptr (ZpiRedirectListener) second = NULL;
  guint16 taken[] = {0, 0};

  g_assert_no_error (error);
  taken[0] = atoi (strrchr (zpi_redirect_listener_get_uri (any), ':') + 1);
  g_assert_null (zpi_redirect_listener_new (taken, "s", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  g_clear_error (&error);
  g_clear_object (&any);
  second = zpi_redirect_listener_new (taken, "s", &error);
  g_assert_no_error (error);
  g_assert_nonnull (second);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_on (ZpiRedirectListener *listener, guint seconds, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_redirect_listener_wait_async (listener, seconds, cancellable, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (zpi_redirect_listener_wait_finish (listener, result, error));
}

static void
test_nobody_comes (void)
{
  g_autoptr (ZpiRedirectListener) listener = zpi_redirect_listener_new (NULL, "s", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  wait_on (listener, 1, NULL, &error);
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TIMED_OUT);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  wait_on (listener, 1, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_second_port (void)
{
  g_autoptr (ZpiRedirectListener) first = zpi_redirect_listener_new (NULL, "s", NULL);
  g_autoptr (ZpiRedirectListener) other = zpi_redirect_listener_new (NULL, "s", NULL);
  g_autoptr (ZpiRedirectListener) second = NULL;
  g_autoptr (ZpiRedirectListener) any = NULL;
  g_autofree char *expected = g_strdup (zpi_redirect_listener_get_uri (other));
  guint16 ports[] = {0, 0, 0};

  ports[0] = atoi (strrchr (zpi_redirect_listener_get_uri (first), ':') + 1);
  ports[1] = atoi (strrchr (expected, ':') + 1);
  g_clear_object (&other);
  second = zpi_redirect_listener_new (ports, "s", NULL);
  g_assert_cmpstr (zpi_redirect_listener_get_uri (second), ==, expected);
  any = zpi_redirect_listener_new (&ports[2], "s", NULL);
  g_assert_nonnull (any);
}

static void
test_long_names (void)
{
  g_autofree char *x = g_strnfill (300, 'x');
  g_autofree char *named = g_strdup_printf ("{\"sub\":\"bea\",\"name\":\"%s\"}", x);
  g_autofree char *subject = g_strdup_printf ("{\"sub\":\"%s\"}", x);
  g_autoptr (GBytes) named_raw = bytes (named);
  g_autoptr (GBytes) subject_raw = bytes (subject);
  g_autoptr (ZpiOidcIdentity) identity = zpi_oidc_userinfo_parse (named_raw, NULL);

  g_assert_cmpuint (strlen (identity->name), ==, 200);
  g_assert_null (zpi_oidc_userinfo_parse (subject_raw, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/discovery-url", test_discovery_url);
  g_test_add_func ("/oidc/provider", test_provider);
  g_test_add_func ("/oidc/tokens", test_tokens);
  g_test_add_func ("/oidc/id-token", test_id_token);
  g_test_add_func ("/oidc/id-token-no-token", test_id_token_no_token);
  g_test_add_func ("/oidc/error-words", test_error_words);
  g_test_add_func ("/oidc/random", test_random);
  g_test_add_func ("/oidc/challenge", test_challenge);
  g_test_add_func ("/oidc/authorization-url", test_authorization_url);
  g_test_add_func ("/oidc/redirect", test_redirect);
  g_test_add_func ("/oidc/ports", test_ports);
  g_test_add_func ("/oidc/nobody-comes", test_nobody_comes);
  g_test_add_func ("/oidc/second-port", test_second_port);
  g_test_add_func ("/oidc/long-names", test_long_names);
  return g_test_run ();
}
