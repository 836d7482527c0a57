/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-oidc.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "zpi-digest.h"
#include "zpi-json.h"
#include "zpi-vault.h"

/* A clock that is this far off is no reason to refuse a token. */
#define LEEWAY_S (5 * 60)
#define MAX_NAME 200

void
zpi_oidc_provider_free (ZpiOidcProvider *self)
{
  g_free (self->issuer);
  g_free (self->authorization_endpoint);
  g_free (self->token_endpoint);
  g_free (self->revocation_endpoint);
  g_free (self->userinfo_endpoint);
  g_free (self);
}

void
zpi_oidc_tokens_free (ZpiOidcTokens *self)
{
  zpi_secret_strfree (self->access_token);
  zpi_secret_strfree (self->refresh_token);
  zpi_secret_strfree (self->id_token);
  g_free (self);
}

void
zpi_oidc_identity_free (ZpiOidcIdentity *self)
{
  g_free (self->subject);
  g_free (self->name);
  g_free (self);
}

static gboolean
not_verified (GError **error, const char *what)
{
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED, "sign-in: %s", what);
  return FALSE;
}

static JsonObject *
parse_object (GBytes *raw, JsonNode **node)
{
  *node = zpi_json_parse (raw, 0, 0, NULL);
  if (*node == NULL || !JSON_NODE_HOLDS_OBJECT (*node))
    return NULL;
  return json_node_get_object (*node);
}

/**
 * zpi_oidc_discovery_url:
 * @issuer: an issuer
 *
 * Returns: (transfer full): where it describes itself
 */
char *
zpi_oidc_discovery_url (const char *issuer)
{
  gboolean slash = g_str_has_suffix (issuer, "/");

  return g_strconcat (issuer, slash ? "" : "/", ".well-known/openid-configuration", NULL);
}

static gboolean
array_has (JsonArray *array, const char *word)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
        strcmp (json_node_get_string (node), word) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * zpi_oidc_provider_parse:
 * @raw: an answer of the discovery address
 * @issuer: whose it must be
 * @error: return location for an error
 *
 * Returns: (transfer full): the provider; %NULL with %ZPI_ERROR_NOT_VERIFIED when it is another
 * one, or cannot do what the program needs (code flow with PKCE S256)
 */
ZpiOidcProvider *
zpi_oidc_provider_parse (GBytes *raw, const char *issuer, GError **error)
{
  g_autoptr (ZpiOidcProvider) self = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = parse_object (raw, &node);
  JsonArray *methods;

  if (g_strcmp0 (zpi_json_get_string (object, "issuer"), issuer) != 0) {
    not_verified (error, "another issuer answered");
    return NULL;
  }
  methods = zpi_json_get_array (object, "code_challenge_methods_supported");
  if (methods != NULL && !array_has (methods, "S256")) {
    not_verified (error, "the issuer does not know PKCE S256");
    return NULL;
  }
  self = g_new0 (ZpiOidcProvider, 1);
  self->issuer = g_strdup (issuer);
  self->authorization_endpoint = g_strdup (zpi_json_get_string (object, "authorization_endpoint"));
  self->token_endpoint = g_strdup (zpi_json_get_string (object, "token_endpoint"));
  self->revocation_endpoint = g_strdup (zpi_json_get_string (object, "revocation_endpoint"));
  self->userinfo_endpoint = g_strdup (zpi_json_get_string (object, "userinfo_endpoint"));
  zpi_json_get_boolean (object,
                        "authorization_response_iss_parameter_supported",
                        &self->names_itself);
  if (self->authorization_endpoint == NULL || self->token_endpoint == NULL) {
    not_verified (error, "the issuer gives no addresses");
    return NULL;
  }
  return g_steal_pointer (&self);
}

static char *
dup_secret (JsonObject *object, const char *member)
{
  const char *text = zpi_json_get_string (object, member);

  return text != NULL && *text != '\0' ? zpi_secret_strdup (text) : NULL;
}

/* What may stand in an Authorization header (RFC 6750). */
static gboolean
is_token (const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && strchr ("-._~+/=", *p) == NULL)
      return FALSE;
  }
  return TRUE;
}

/**
 * zpi_oidc_tokens_parse:
 * @raw: an answer of the token endpoint
 * @error: return location for an error
 *
 * Returns: (transfer full): the tokens; %NULL with %ZPI_ERROR_NOT_VERIFIED
 */
ZpiOidcTokens *
zpi_oidc_tokens_parse (GBytes *raw, GError **error)
{
  g_autoptr (ZpiOidcTokens) self = g_new0 (ZpiOidcTokens, 1);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = parse_object (raw, &node);
  const char *type = zpi_json_get_string (object, "token_type");

  self->access_token = dup_secret (object, "access_token");
  self->refresh_token = dup_secret (object, "refresh_token");
  self->id_token = dup_secret (object, "id_token");
  if (!zpi_json_get_int (object, "expires_in", &self->expires_in_s) || self->expires_in_s < 0)
    self->expires_in_s = LEEWAY_S;
  self->expires_in_s = MIN (self->expires_in_s, 24 * 60 * 60);
  if (self->access_token == NULL || !is_token (self->access_token) || type == NULL ||
      g_ascii_strcasecmp (type, "Bearer") != 0) {
    not_verified (error, "the answer holds no bearer token");
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * zpi_oidc_error_parse:
 * @raw: an answer
 *
 * Returns: (transfer full) (nullable): the word of an OAuth error (`invalid_grant`), or %NULL
 */
char *
zpi_oidc_error_parse (GBytes *raw)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = parse_object (raw, &node);
  const char *word = zpi_json_get_string (object, "error");

  if (word == NULL || strlen (word) > 64 ||
      strspn (word, "abcdefghijklmnopqrstuvwxyz_") != strlen (word))
    return NULL;
  return g_strdup (word);
}

static GBytes *
decode_part (const char *part)
{
  g_autofree char *standard = g_strdup (part);
  g_autofree char *padded = NULL;
  gsize length = strlen (standard);
  gsize size;
  guchar *data;

  g_strdelimit (standard, "-", '+');
  g_strdelimit (standard, "_", '/');
  padded = g_strconcat (standard, length % 4 == 2 ? "==" : length % 4 == 3 ? "=" : "", NULL);
  data = g_base64_decode (padded, &size);
  return g_bytes_new_take (data, size);
}

static gboolean
audience_fits (JsonObject *claims, const char *client_id)
{
  const char *one = zpi_json_get_string (claims, "aud");
  JsonArray *many = zpi_json_get_array (claims, "aud");
  const char *party = zpi_json_get_string (claims, "azp");

  if (party != NULL && strcmp (party, client_id) != 0)
    return FALSE;
  if (one != NULL)
    return strcmp (one, client_id) == 0;
  return array_has (many, client_id) && (json_array_get_length (many) == 1 || party != NULL);
}

static gboolean
expired (JsonObject *claims, gint64 now_us)
{
  gint64 expires;

  return !zpi_json_get_int (claims, "exp", &expires) ||
         expires < now_us / G_USEC_PER_SEC - LEEWAY_S;
}

static char *
dup_name (JsonObject *claims)
{
  const char *name = zpi_json_get_string (claims, "name");
  const char *given = zpi_json_get_string (claims, "given_name");
  const char *family = zpi_json_get_string (claims, "family_name");
  g_autofree char *joined = NULL;

  if (name == NULL && given != NULL && family != NULL)
    name = joined = g_strconcat (given, " ", family, NULL);
  if (name == NULL || *name == '\0')
    return NULL;
  return g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), MAX_NAME));
}

static ZpiOidcIdentity *
identity_from_claims (JsonObject *claims, GError **error)
{
  const char *subject = zpi_json_get_string (claims, "sub");
  ZpiOidcIdentity *self;

  if (subject == NULL || *subject == '\0' || strlen (subject) > 255) {
    not_verified (error, "the answer does not say who signed in");
    return NULL;
  }
  self = g_new0 (ZpiOidcIdentity, 1);
  self->subject = g_strdup (subject);
  self->name = dup_name (claims);
  return self;
}

/**
 * zpi_oidc_id_token_check:
 * @id_token: an ID token that came straight from the token endpoint
 * @issuer: whose it must be
 * @client_id: for whom it must be
 * @nonce: (nullable): that it must carry
 * @now_us: now, best by the issuer's own clock
 * @error: return location for an error
 *
 * The signature is not looked at: the token came over TLS from the issuer itself (OpenID Connect
 * Core 3.1.3.7, point 6).
 *
 * Returns: (transfer full): who signed in; %NULL with %ZPI_ERROR_NOT_VERIFIED
 */
ZpiOidcIdentity *
zpi_oidc_id_token_check (const char *id_token,
                         const char *issuer,
                         const char *client_id,
                         const char *nonce,
                         gint64 now_us,
                         GError **error)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *claims;
  const char *problem = NULL;

  parts = g_strsplit (id_token != NULL ? id_token : "", ".", 4);
  if (g_strv_length (parts) != 3) {
    not_verified (error, "there is no ID token");
    return NULL;
  }
  payload = decode_part (parts[1]);
  claims = parse_object (payload, &node);
  if (claims == NULL)
    problem = "the ID token cannot be read";
  else if (g_strcmp0 (zpi_json_get_string (claims, "iss"), issuer) != 0)
    problem = "the ID token is of another issuer";
  else if (!audience_fits (claims, client_id))
    problem = "the ID token is for another program";
  else if (expired (claims, now_us))
    problem = "the ID token has expired";
  else if (nonce != NULL && g_strcmp0 (zpi_json_get_string (claims, "nonce"), nonce) != 0)
    problem = "the ID token belongs to another sign-in";
  if (problem != NULL) {
    not_verified (error, problem);
    return NULL;
  }
  return identity_from_claims (claims, error);
}

/**
 * zpi_oidc_userinfo_parse:
 * @raw: an answer of the userinfo endpoint
 * @error: return location for an error
 *
 * Returns: (transfer full): who it is about; %NULL with %ZPI_ERROR_NOT_VERIFIED
 */
ZpiOidcIdentity *
zpi_oidc_userinfo_parse (GBytes *raw, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  return identity_from_claims (parse_object (raw, &node), error);
}

static char *
base64url (const guint8 *data, gsize size)
{
  char *text = g_base64_encode (data, size);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/**
 * zpi_oidc_random:
 *
 * Returns: (transfer full): 256 bits that nobody can guess, as 43 characters
 */
char *
zpi_oidc_random (void)
{
  guint8 bytes[32];
  char *text;

  /* Up to 256 bytes come whole, and after boot without waiting. */
  while (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_return_val_if_fail (errno == EINTR, NULL);
  text = base64url (bytes, sizeof bytes);
  explicit_bzero (bytes, sizeof bytes);
  return text;
}

/**
 * zpi_oidc_challenge:
 * @verifier: a PKCE verifier
 *
 * Returns: (transfer full): its S256 challenge
 */
char *
zpi_oidc_challenge (const char *verifier)
{
  guint8 hash[ZPI_DIGEST_BYTES];

  zpi_digest_raw (verifier, strlen (verifier), hash);
  return base64url (hash, sizeof hash);
}

/**
 * zpi_oidc_authorization_url:
 * @provider: the provider
 * @client_id: the program there
 * @redirect_uri: on this computer
 * @state: to know the redirect by
 * @nonce: to know the ID token by
 * @verifier: to know the program by
 *
 * `prompt=login`, because the next counsellor is another person.
 *
 * Returns: (transfer full): what the browser opens
 */
char *
zpi_oidc_authorization_url (const ZpiOidcProvider *provider,
                            const char *client_id,
                            const char *redirect_uri,
                            const char *state,
                            const char *nonce,
                            const char *verifier)
{
  g_autofree char *challenge = zpi_oidc_challenge (verifier);
  const char *const params[][2] = {{"response_type", "code"},
                                   {"client_id", client_id},
                                   {"redirect_uri", redirect_uri},
                                   {"scope", "openid profile offline_access"},
                                   {"state", state},
                                   {"nonce", nonce},
                                   {"prompt", "login"},
                                   {"code_challenge", challenge},
                                   {"code_challenge_method", "S256"}};
  GString *url = g_string_new (provider->authorization_endpoint);

  for (guint i = 0; i < G_N_ELEMENTS (params); i++) {
    gboolean first = strchr (url->str, '?') == NULL;

    g_string_append_printf (url, "%c%s=", first ? '?' : '&', params[i][0]);
    g_string_append_uri_escaped (url, params[i][1], NULL, FALSE);
  }
  return g_string_free (url, FALSE);
}
