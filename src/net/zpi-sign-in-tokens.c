/* SPDX-License-Identifier: EUPL-1.2 */

/* Fresh tokens, and signing out. Refresh tokens are good for one use: the one in the keyring is
 * looked up before each use, because another process of ours may have used the one we know, and
 * the new one is kept before anybody gets the access token. A refresh is one operation, however
 * many wait for it. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-sign-in.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-keyring.h"
#include "zpi-vault.h"

#include "zpi-sign-in-private.h"

#define GOOD_FOR_US (5 * (gint64) G_USEC_PER_SEC)

/* One refresh. */
typedef struct {
  char *used; /* (nullable): the refresh token that was used */
  gboolean second;
  guint generation; /* of the sign-in that it is for */
} Refresh;

static void look_up (GTask *task);

static void
refresh_free (Refresh *refresh)
{
  zpi_secret_strfree (refresh->used);
  g_free (refresh);
}

/* Takes @error. Without one there is a token, unless somebody signed out in the meantime. */
static void
return_to_all (ZpiSignIn *self, GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr (GError) owned = error;

  if (owned == NULL && self->access_token == NULL)
    owned =
        g_error_new_literal (ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED, "sign-in: signed out meanwhile");
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++) {
    GTask *task = g_ptr_array_index (waiting, i);

    if (owned != NULL)
      g_task_return_error (task, g_error_copy (owned));
    else
      g_task_return_pointer (task,
                             zpi_secret_strdup (self->access_token),
                             (GDestroyNotify) zpi_secret_strfree);
  }
}

/* Takes the task and @error. */
static void
end (GTask *task, GError *error)
{
  g_autoptr (GTask) owned = task;

  return_to_all (g_task_get_source_object (owned), error);
  g_task_return_boolean (owned, TRUE);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!zpi_sign_in_keep_finish (ZPI_SIGN_IN (source), result, &error))
    g_warning ("sign-in: the new token is not kept: %s", error->message);
  end (user_data, NULL);
}

static void
cleared_after_refusal_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  zpi_keyring_clear_finish (result, NULL);
  end (user_data,
       g_error_new_literal (ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED, "sign-in: no longer good"));
}

/* The issuer does not know the token any more. Perhaps another process got a newer one. */
static void
refused (GTask *task)
{
  ZpiSignIn *self = g_task_get_source_object (task);
  Refresh *refresh = g_task_get_task_data (task);
  g_autofree char *name = zpi_sign_in_dup_item (self);

  if (refresh->generation != self->generation) {
    end (task, NULL);
    return;
  }
  if (!refresh->second) {
    refresh->second = TRUE;
    look_up (task);
    return;
  }
  zpi_sign_in_forget (self);
  zpi_keyring_clear_async (self->store_uuid, name, NULL, cleared_after_refusal_cb, task);
}

/* An ID token that comes with a refresh has to be of the same person. */
static gboolean
same_person (ZpiSignIn *self, const ZpiOidcTokens *tokens, GError **error)
{
  g_autoptr (ZpiOidcIdentity) identity = NULL;

  if (tokens->id_token == NULL)
    return TRUE;
  identity = zpi_oidc_id_token_check (tokens->id_token,
                                      self->issuer,
                                      self->client_id,
                                      NULL,
                                      zpi_sign_in_issuer_now (self),
                                      error);
  if (identity == NULL)
    return FALSE;
  if (self->identity == NULL || strcmp (identity->subject, self->identity->subject) == 0)
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_NOT_VERIFIED,
                       "sign-in: the answer is about somebody else");
  return FALSE;
}

static void
tokens_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiSignIn *self = ZPI_SIGN_IN (source);
  Refresh *refresh = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiOidcTokens) tokens = NULL;
  g_autoptr (GBytes) body = zpi_sign_in_post_finish (self, result, &error);

  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED)) {
    refused (task);
    return;
  }
  if (body != NULL)
    tokens = zpi_oidc_tokens_parse (body, &error);
  if (tokens == NULL || !same_person (self, tokens, &error)) {
    end (task, g_steal_pointer (&error));
    return;
  }
  if (refresh->generation != self->generation) {
    end (task, NULL);
    return;
  }
  zpi_sign_in_take_tokens (self, tokens);
  zpi_sign_in_keep_async (self, NULL, kept_cb, task);
}

static void
ask_tokens (GTask *task)
{
  ZpiSignIn *self = g_task_get_source_object (task);
  Refresh *refresh = g_task_get_task_data (task);
  const char *const params[] = {"grant_type",
                                "refresh_token",
                                "refresh_token",
                                self->refresh_token,
                                "client_id",
                                self->client_id,
                                NULL};

  refresh->generation = self->generation;
  zpi_secret_strfree (refresh->used);
  refresh->used = zpi_secret_strdup (self->refresh_token);
  zpi_sign_in_post_async (self,
                          self->provider->token_endpoint,
                          "{token_endpoint}",
                          params,
                          NULL,
                          tokens_cb,
                          task);
}

static void
provider_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (zpi_sign_in_ensure_provider_finish (ZPI_SIGN_IN (source), result, &error))
    ask_tokens (task);
  else
    end (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiSignIn *self = ZPI_SIGN_IN (source);
  Refresh *refresh = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!zpi_sign_in_load_finish (self, result, &error) && error != NULL &&
      self->refresh_token == NULL) {
    end (task, g_steal_pointer (&error));
  } else if (self->refresh_token == NULL) {
    end (task,
         g_error_new_literal (ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED, "sign-in: nobody signed in"));
  } else if (refresh->second && g_strcmp0 (refresh->used, self->refresh_token) == 0) {
    refused (task);
  } else {
    zpi_sign_in_ensure_provider_async (self, NULL, provider_cb, task);
  }
}

static void
look_up (GTask *task)
{
  zpi_sign_in_load_async (g_task_get_source_object (task), NULL, loaded_cb, task);
}

/* Goes on until it ends, also when everybody who waits was cancelled: a one-time token that is on
 * its way must not be lost. */
static void
start_refresh (ZpiSignIn *self)
{
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, start_refresh);
  g_task_set_task_data (task, g_new0 (Refresh, 1), (GDestroyNotify) refresh_free);
  look_up (task);
}

/**
 * zpi_sign_in_token_async:
 * @self: a sign-in
 * @refresh: whether the last one was refused
 * @cancellable: (nullable): stops waiting
 * @callback: a callback
 * @user_data: for @callback
 */
void
zpi_sign_in_token_async (ZpiSignIn *self,
                         gboolean refresh,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SIGN_IN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sign_in_token_async);
  if (!refresh && self->access_token != NULL && self->waiting->len == 0 &&
      zpi_clock_now_us () + GOOD_FOR_US < self->expires_us) {
    g_task_return_pointer (task,
                           zpi_secret_strdup (self->access_token),
                           (GDestroyNotify) zpi_secret_strfree);
    return;
  }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->waiting->len == 1)
    start_refresh (self);
}

/**
 * zpi_sign_in_token_finish:
 * @self: a sign-in
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full): a token, to be freed with zpi_secret_strfree(); %NULL with
 * %ZPI_ERROR_SIGN_IN_NEEDED or an error that is tried again later
 */
char *
zpi_sign_in_token_finish (ZpiSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Signing out: the token is taken out of here first, then revoked. */
typedef struct {
  char *token; /* (nullable) */
  GError *keyring_error;
} SignOut;

static void
sign_out_free (SignOut *out)
{
  zpi_secret_strfree (out->token);
  g_clear_error (&out->keyring_error);
  g_free (out);
}

static void
end_sign_out (GTask *task, GError *error)
{
  g_autoptr (GTask) owned = task;
  SignOut *out = g_task_get_task_data (owned);

  if (out->keyring_error != NULL) {
    g_clear_error (&error);
    error = g_steal_pointer (&out->keyring_error);
  }
  if (error != NULL)
    g_task_return_error (owned, error);
  else
    g_task_return_boolean (owned, TRUE);
}

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (GBytes) body = zpi_sign_in_post_finish (ZPI_SIGN_IN (source), result, &error);

  end_sign_out (user_data, error);
}

static void
provider_for_revocation_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiSignIn *self = ZPI_SIGN_IN (source);
  SignOut *out = g_task_get_task_data (task);
  GError *error = NULL;
  const char *const params[] =
      {"token", out->token, "token_type_hint", "refresh_token", "client_id", self->client_id, NULL};

  if (!zpi_sign_in_ensure_provider_finish (self, result, &error) ||
      self->provider->revocation_endpoint == NULL) {
    end_sign_out (task, error);
    return;
  }
  zpi_sign_in_post_async (self,
                          self->provider->revocation_endpoint,
                          "{revocation_endpoint}",
                          params,
                          g_task_get_cancellable (task),
                          revoked_cb,
                          task);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiSignIn *self = g_task_get_source_object (task);
  SignOut *out = g_task_get_task_data (task);

  if (!zpi_keyring_clear_finish (result, &out->keyring_error) &&
      g_error_matches (out->keyring_error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    g_clear_error (&out->keyring_error);
  if (out->token == NULL)
    end_sign_out (task, NULL);
  else
    zpi_sign_in_ensure_provider_async (self,
                                       g_task_get_cancellable (task),
                                       provider_for_revocation_cb,
                                       task);
}

static void
loaded_for_sign_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiSignIn *self = ZPI_SIGN_IN (source);
  SignOut *out = g_task_get_task_data (task);
  g_autofree char *name = zpi_sign_in_dup_item (self);

  zpi_sign_in_load_finish (self, result, NULL);
  out->token = zpi_secret_strdup (self->refresh_token);
  zpi_sign_in_forget (self);
  zpi_keyring_clear_async (self->store_uuid, name, NULL, cleared_cb, task);
}

/**
 * zpi_sign_in_sign_out_async:
 * @self: a sign-in
 * @cancellable: (nullable): stops waiting for the issuer
 * @callback: a callback
 * @user_data: for @callback
 *
 * Forgets here, always, then revokes at the issuer.
 */
void
zpi_sign_in_sign_out_async (ZpiSignIn *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SIGN_IN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sign_in_sign_out_async);
  g_task_set_task_data (task, g_new0 (SignOut, 1), (GDestroyNotify) sign_out_free);
  zpi_sign_in_load_async (self, NULL, loaded_for_sign_out_cb, g_steal_pointer (&task));
}

/**
 * zpi_sign_in_sign_out_finish:
 * @self: a sign-in
 * @result: a result
 * @error: return location for an error
 *
 * Returns: %TRUE when it is forgotten here and revoked at the issuer; %FALSE with an error when
 * the issuer could not be told, or the keyring would not forget
 */
gboolean
zpi_sign_in_sign_out_finish (ZpiSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
