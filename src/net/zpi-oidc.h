/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

#include "zpi-error.h"

G_BEGIN_DECLS

/* The words of OpenID Connect, without any connection: what a provider says of itself, what it
 * hands out, and what the program asks. Any thread. */

/**
 * ZpiOidcProvider:
 * @revocation_endpoint: (nullable)
 * @userinfo_endpoint: (nullable)
 * @names_itself: whether every redirect carries `iss` (RFC 9207)
 */
typedef struct {
  char *issuer;
  char *authorization_endpoint;
  char *token_endpoint;
  char *revocation_endpoint;
  char *userinfo_endpoint;
  gboolean names_itself;
} ZpiOidcProvider;

void zpi_oidc_provider_free (ZpiOidcProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiOidcProvider, zpi_oidc_provider_free)
char *zpi_oidc_discovery_url (const char *issuer);
ZpiOidcProvider *zpi_oidc_provider_parse (GBytes *raw, const char *issuer, GError **error);

/**
 * ZpiOidcTokens:
 * @access_token: in memory that wipes itself
 * @refresh_token: (nullable): in memory that wipes itself
 * @id_token: (nullable)
 */
typedef struct {
  char *access_token;
  char *refresh_token;
  char *id_token;
  gint64 expires_in_s;
} ZpiOidcTokens;

void zpi_oidc_tokens_free (ZpiOidcTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiOidcTokens, zpi_oidc_tokens_free)
ZpiOidcTokens *zpi_oidc_tokens_parse (GBytes *raw, GError **error);

/**
 * ZpiOidcIdentity:
 * @name: (nullable)
 */
typedef struct {
  char *subject;
  char *name;
} ZpiOidcIdentity;

void zpi_oidc_identity_free (ZpiOidcIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiOidcIdentity, zpi_oidc_identity_free)
ZpiOidcIdentity *zpi_oidc_id_token_check (const char *id_token,
                                          const char *issuer,
                                          const char *client_id,
                                          const char *nonce,
                                          gint64 now_us,
                                          GError **error);
ZpiOidcIdentity *zpi_oidc_userinfo_parse (GBytes *raw, GError **error);

/* The word of an OAuth error answer; NULL when it is none. */
char *zpi_oidc_error_parse (GBytes *raw);

char *zpi_oidc_random (void);
char *zpi_oidc_challenge (const char *verifier);
char *zpi_oidc_authorization_url (const ZpiOidcProvider *provider,
                                  const char *client_id,
                                  const char *redirect_uri,
                                  const char *state,
                                  const char *nonce,
                                  const char *verifier);

G_END_DECLS
