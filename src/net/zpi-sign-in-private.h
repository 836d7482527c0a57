/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of signing in share among themselves. */

#include "zpi-http.h"
#include "zpi-oidc.h"
#include "zpi-sign-in.h"

G_BEGIN_DECLS

struct _ZpiSignIn {
  GObject parent_instance;

  ZpiHttp *http;      /* (nullable): with @http_error */
  GError *http_error; /* (nullable) */
  char *issuer;
  char *client_id;
  guint16 *ports; /* (nullable): ended by 0 */
  char *store_uuid;
  ZpiVault *vault; /* (owned) (nullable): seals what is kept */
  char *slot_id;   /* (nullable): whose it is */
  char *done_page;
  char *failed_page;

  ZpiOidcProvider *provider; /* (nullable): once it was asked */
  gint64 issuer_offset_us;   /* the issuer's clock minus ours */
  char *access_token;        /* (nullable): locked memory */
  gint64 expires_us;
  char *refresh_token;       /* (nullable): locked memory */
  ZpiOidcIdentity *identity; /* (nullable) */

  gboolean starting;
  guint generation;   /* raised by every sign-in and sign-out */
  GPtrArray *waiting; /* (element-type GTask): for the refresh that is going on */
};

/* Discovery, once. */
void zpi_sign_in_ensure_provider_async (ZpiSignIn *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean zpi_sign_in_ensure_provider_finish (ZpiSignIn *self, GAsyncResult *result, GError **error);

/* A form to the issuer; @params: name, value, …, NULL. The finish function judges the answer. */
void zpi_sign_in_post_async (ZpiSignIn *self,
                             const char *endpoint,
                             const char *path_template,
                             const char *const *params,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GBytes *zpi_sign_in_post_finish (ZpiSignIn *self, GAsyncResult *result, GError **error);
void zpi_sign_in_get_async (ZpiSignIn *self,
                            const char *url,
                            const char *path_template,
                            const char *token,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GBytes *zpi_sign_in_get_finish (ZpiSignIn *self, GAsyncResult *result, GError **error);

/* The keyring: an earlier sign-in, kept as one item. */
GBytes *zpi_sign_in_to_keyring (ZpiSignIn *self);
gboolean zpi_sign_in_from_keyring (ZpiSignIn *self, GBytes *item);
void zpi_sign_in_keep_async (ZpiSignIn *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean zpi_sign_in_keep_finish (ZpiSignIn *self, GAsyncResult *result, GError **error);

void zpi_sign_in_take_tokens (ZpiSignIn *self, ZpiOidcTokens *tokens);
void zpi_sign_in_take_identity (ZpiSignIn *self, ZpiOidcIdentity *identity);
void zpi_sign_in_forget (ZpiSignIn *self);
gint64 zpi_sign_in_issuer_now (ZpiSignIn *self);

#define ZPI_SIGN_IN_ITEM "sign-in"
/* (transfer full): its name in the keyring, which says whose it is */
char *zpi_sign_in_dup_item (ZpiSignIn *self);

G_END_DECLS
