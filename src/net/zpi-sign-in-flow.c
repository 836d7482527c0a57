/* SPDX-License-Identifier: EUPL-1.2 */

/* Signing in through the browser: the issuer is asked what it is, a port is opened for the
 * redirect, the browser goes, the code that comes back is changed for tokens, and only then
 * anything about an earlier sign-in is replaced. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-sign-in.h"

#include <string.h>

#include "zpi-vault.h"

#include "zpi-redirect-listener.h"
#include "zpi-sign-in-private.h"

#define BROWSER_TIMEOUT_S (10 * 60)

typedef struct {
  ZpiRedirectListener *listener;
  char *state;
  char *nonce;
  char *verifier;
  char *redirect_uri;
  ZpiOidcTokens *tokens;
  ZpiOidcIdentity *identity;
} Start;

static void
start_free (Start *start)
{
  g_clear_object (&start->listener);
  g_free (start->state);
  g_free (start->nonce);
  zpi_secret_strfree (start->verifier);
  g_free (start->redirect_uri);
  g_clear_pointer (&start->tokens, zpi_oidc_tokens_free);
  g_clear_pointer (&start->identity, zpi_oidc_identity_free);
  g_free (start);
}

static void
end_with_error (GTask *task, GError *error)
{
  ZpiSignIn *self = g_task_get_source_object (task);

  self->starting = FALSE;
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ZpiSignIn *self = ZPI_SIGN_IN (source);

  /* Without a keyring the sign-in is good until the program ends. */
  if (!zpi_sign_in_keep_finish (self, result, &error))
    g_message ("sign-in: not kept: %s", error->message);
  self->starting = FALSE;
  g_task_return_boolean (task, TRUE);
}

static void
finish (GTask *task)
{
  ZpiSignIn *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);

  zpi_sign_in_forget (self);
  zpi_sign_in_take_tokens (self, start->tokens);
  zpi_sign_in_take_identity (self, g_steal_pointer (&start->identity));
  zpi_sign_in_keep_async (self, g_task_get_cancellable (task), kept_cb, task);
}

static void
userinfo_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Start *start = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiOidcIdentity) more = NULL;
  g_autoptr (GBytes) body = zpi_sign_in_get_finish (ZPI_SIGN_IN (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    end_with_error (task, g_steal_pointer (&error));
    return;
  }
  /* Only a name is missing; what is about somebody else is not believed. */
  if (body != NULL)
    more = zpi_oidc_userinfo_parse (body, NULL);
  if (more != NULL && strcmp (more->subject, start->identity->subject) == 0)
    start->identity->name = g_steal_pointer (&more->name);
  finish (task);
}

static void
ask_name (GTask *task)
{
  ZpiSignIn *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);

  if (start->identity->name != NULL || self->provider->userinfo_endpoint == NULL) {
    finish (task);
    return;
  }
  zpi_sign_in_get_async (self,
                         self->provider->userinfo_endpoint,
                         "{userinfo_endpoint}",
                         start->tokens->access_token,
                         g_task_get_cancellable (task),
                         userinfo_cb,
                         task);
}

static void
tokens_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiSignIn *self = ZPI_SIGN_IN (source);
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = zpi_sign_in_post_finish (self, result, &error);

  if (body != NULL)
    start->tokens = zpi_oidc_tokens_parse (body, &error);
  if (start->tokens != NULL)
    start->identity = zpi_oidc_id_token_check (start->tokens->id_token,
                                               self->issuer,
                                               self->client_id,
                                               start->nonce,
                                               zpi_sign_in_issuer_now (self),
                                               &error);
  if (start->identity == NULL)
    end_with_error (task, error);
  else
    ask_name (task);
}

static void
change_code (GTask *task, const char *code)
{
  ZpiSignIn *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  const char *const params[] = {"grant_type",
                                "authorization_code",
                                "code",
                                code,
                                "redirect_uri",
                                start->redirect_uri,
                                "client_id",
                                self->client_id,
                                "code_verifier",
                                start->verifier,
                                NULL};

  zpi_sign_in_post_async (self,
                          self->provider->token_endpoint,
                          "{token_endpoint}",
                          params,
                          g_task_get_cancellable (task),
                          tokens_cb,
                          task);
}

/* An issuer that did not start this is the mix-up of RFC 9207. */
static gboolean
issuer_fits (ZpiSignIn *self, const ZpiRedirect *redirect)
{
  if (redirect->issuer == NULL)
    return !self->provider->names_itself;
  return strcmp (redirect->issuer, self->issuer) == 0;
}

static GError *
error_from_redirect (ZpiSignIn *self, const ZpiRedirect *redirect)
{
  if (!issuer_fits (self, redirect))
    return g_error_new_literal (ZPI_ERROR,
                                ZPI_ERROR_NOT_VERIFIED,
                                "sign-in: another issuer sent the browser back");
  if (redirect->code != NULL)
    return NULL;
  if (strcmp (redirect->error, "temporarily_unavailable") == 0 ||
      strcmp (redirect->error, "server_error") == 0)
    return g_error_new_literal (ZPI_ERROR, ZPI_ERROR_BUSY, "sign-in: the issuer is busy");
  if (strcmp (redirect->error, "access_denied") == 0)
    return g_error_new_literal (ZPI_ERROR,
                                ZPI_ERROR_SIGN_IN_NEEDED,
                                "sign-in: given up in the browser");
  return g_error_new_literal (ZPI_ERROR,
                              ZPI_ERROR_REFUSED,
                              "sign-in: the issuer does not take this program");
}

static void
redirect_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiSignIn *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ZpiRedirect) redirect =
      zpi_redirect_listener_wait_finish (ZPI_REDIRECT_LISTENER (source), result, &error);

  g_clear_object (&start->listener);
  if (redirect != NULL)
    error = error_from_redirect (self, redirect);
  if (error != NULL)
    end_with_error (task, error);
  else
    change_code (task, redirect->code);
}

static void
open_browser (GTask *task)
{
  ZpiSignIn *self = g_task_get_source_object (task);
  Start *start = g_task_get_task_data (task);
  g_autofree char *url = zpi_oidc_authorization_url (self->provider,
                                                     self->client_id,
                                                     start->redirect_uri,
                                                     start->state,
                                                     start->nonce,
                                                     start->verifier);
  g_autofree char *local = zpi_redirect_listener_lead_to (start->listener, url);

  zpi_redirect_listener_wait_async (start->listener,
                                    BROWSER_TIMEOUT_S,
                                    g_task_get_cancellable (task),
                                    redirect_cb,
                                    task);
  g_signal_emit_by_name (self, "open-browser", local);
}

static void
provider_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ZpiSignIn *self = ZPI_SIGN_IN (source);
  Start *start = g_task_get_task_data (task);
  g_autofree char *verifier = zpi_oidc_random ();
  GError *error = NULL;

  start->state = zpi_oidc_random ();
  start->nonce = zpi_oidc_random ();
  start->verifier = zpi_secret_strdup (verifier);
  explicit_bzero (verifier, strlen (verifier));
  if (zpi_sign_in_ensure_provider_finish (self, result, &error))
    start->listener = zpi_redirect_listener_new (self->ports, start->state, &error);
  if (start->listener == NULL) {
    end_with_error (task, error);
    return;
  }
  zpi_redirect_listener_set_pages (start->listener, self->done_page, self->failed_page);
  start->redirect_uri = g_strdup (zpi_redirect_listener_get_uri (start->listener));
  open_browser (task);
}

/**
 * zpi_sign_in_start_async:
 * @self: a sign-in
 * @cancellable: (nullable): closes the port and ends
 * @callback: a callback
 * @user_data: for @callback
 *
 * Signs a counsellor in. Emits [signal@SignIn::open-browser] when the browser has to be opened.
 */
void
zpi_sign_in_start_async (ZpiSignIn *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SIGN_IN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sign_in_start_async);
  if (self->starting) {
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_BUSY,
                             "sign-in: the browser is open already");
    return;
  }
  self->starting = TRUE;
  g_task_set_task_data (task, g_new0 (Start, 1), (GDestroyNotify) start_free);
  zpi_sign_in_ensure_provider_async (self, cancellable, provider_cb, g_steal_pointer (&task));
}

/**
 * zpi_sign_in_start_finish:
 * @self: a sign-in
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether somebody is signed in now; else %FALSE with %ZPI_ERROR_SIGN_IN_NEEDED (given
 * up), %ZPI_ERROR_NOT_VERIFIED (something is not what it should be), %ZPI_ERROR_REFUSED,
 * %ZPI_ERROR_BUSY, %ZPI_ERROR_TIMED_OUT, %ZPI_ERROR_OFFLINE, %ZPI_ERROR_TLS or cancelled. An
 * earlier sign-in is as it was then.
 */
gboolean
zpi_sign_in_start_finish (ZpiSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
