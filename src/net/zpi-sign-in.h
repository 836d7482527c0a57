/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

#include "zpi-vault.h"

G_BEGIN_DECLS

/**
 * ZpiSignIn:
 *
 * OAuth 2.0 / OpenID Connect for a native program: discovery, code flow with PKCE S256, `state`,
 * `nonce`, `prompt=login`, loopback redirect on 127.0.0.1, one-time refresh tokens in the keyring,
 * access token in locked memory. Main thread. Properties: `signed-in` (boolean), `name` (string).
 */
#define ZPI_TYPE_SIGN_IN (zpi_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSignIn, zpi_sign_in, ZPI, SIGN_IN, GObject)

/* @ports: (nullable) zero-ended list of allowed redirect ports, NULL for any. @store_uuid: for the
 * keyring. @loopback_http: practice/tests. */
ZpiSignIn *zpi_sign_in_new (const char *issuer,
                            const char *client_id,
                            const guint16 *ports,
                            const char *store_uuid,
                            gboolean loopback_http,
                            const char *ca_file);
/* What is kept of a sign-in is sealed by @vault and only for whoever opened @slot_id: it is the
 * counsellor's, not the store's. */
void zpi_sign_in_bind (ZpiSignIn *self, ZpiVault *vault, const char *slot_id);
/* Nothing of it stays in memory; what is kept stays. */
void zpi_sign_in_wipe (ZpiSignIn *self);
/* Texts of the page that the browser shows at the end; (nullable) to leave one as it is. */
void zpi_sign_in_set_pages (ZpiSignIn *self, const char *done, const char *failed);
/* Takes up an earlier sign-in from the keyring, without the network: TRUE when there was one. The
 * first token does this by itself. */
void zpi_sign_in_load_async (ZpiSignIn *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean zpi_sign_in_load_finish (ZpiSignIn *self, GAsyncResult *result, GError **error);
/* Emits `open-browser` (char *url) when the browser has to be opened; ends when the redirect came,
 * or cancelled. */
void zpi_sign_in_start_async (ZpiSignIn *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_sign_in_start_finish (ZpiSignIn *self, GAsyncResult *result, GError **error);
gboolean zpi_sign_in_is_signed_in (ZpiSignIn *self);
const char *
zpi_sign_in_get_name (ZpiSignIn *self); /* (nullable) the counsellor's name from the ID token */
const char *zpi_sign_in_get_subject (ZpiSignIn *self); /* (nullable) */
/* A token that is good for at least 5 more seconds; refreshes (one shared operation) when needed or
 * asked. SIGN_IN_NEEDED. */
void zpi_sign_in_token_async (ZpiSignIn *self,
                              gboolean refresh,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *zpi_sign_in_token_finish (ZpiSignIn *self,
                                GAsyncResult *result,
                                GError **error); /* free with zpi_secret_strfree */
/* Revokes at the issuer, forgets here; forgetting always happens. */
void zpi_sign_in_sign_out_async (ZpiSignIn *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean zpi_sign_in_sign_out_finish (ZpiSignIn *self, GAsyncResult *result, GError **error);

G_END_DECLS
