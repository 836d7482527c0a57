/* SPDX-License-Identifier: EUPL-1.2 */

/* The connection with the issuer: discovery, forms, and what its answers mean. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-sign-in.h"

#include <string.h>

#include "zpi-api-private.h"
#include "zpi-sign-in-private.h"

static void
note_issuer_time (ZpiSignIn *self, const ZpiHttpResponse *response)
{
  const char *value = zpi_http_response_get_header (response, "Date");
  g_autoptr (GDateTime) date = value != NULL && g_ascii_isalpha (*value)
                                   ? soup_date_time_new_from_http_string (value)
                                   : NULL;

  if (date != NULL)
    self->issuer_offset_us = g_date_time_to_unix (date) * G_USEC_PER_SEC - response->received_us;
}

/* The words of OAuth first; what has none is judged as any other answer. (transfer full) */
static GBytes *
judge (ZpiHttpResponse *response, const ZpiHttpRequest *request, GError **error)
{
  g_autoptr (ZpiHttpResponse) owned = response;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (ZpiApiAnswer) answer = NULL;
  g_autofree char *word = NULL;

  if (response->status == 400 || response->status == 401 || response->status == 403)
    word = zpi_oidc_error_parse (response->body);
  if (word != NULL) {
    gboolean again = strcmp (word, "invalid_grant") == 0 || strcmp (word, "invalid_token") == 0;

    g_set_error (error,
                 ZPI_ERROR,
                 again ? ZPI_ERROR_SIGN_IN_NEEDED : ZPI_ERROR_REFUSED,
                 "%s: %s",
                 request->path_template,
                 word);
    return NULL;
  }
  answer =
      zpi_api_judge (g_steal_pointer (&owned), request, ZPI_API_EXPECT_NONE, 0, &problem, error);
  return answer != NULL ? g_bytes_ref (answer->response->body) : NULL;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSignIn *self = g_task_get_source_object (task);
  const ZpiHttpRequest *request = g_task_get_task_data (task);
  GError *error = NULL;
  ZpiHttpResponse *response = zpi_http_send_finish (ZPI_HTTP (source), result, &error);
  GBytes *body = NULL;

  if (response != NULL) {
    note_issuer_time (self, response);
    body = judge (response, request, &error);
  }
  if (body != NULL)
    g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/* Takes @request. */
static void
send (GTask *task, ZpiHttpRequest *request, const char *token)
{
  ZpiSignIn *self = g_task_get_source_object (task);

  g_task_set_task_data (task, request, (GDestroyNotify) zpi_http_request_free);
  zpi_http_request_set_header (request, "Accept", "application/json");
  if (self->http == NULL) {
    g_task_return_error (task, g_error_copy (self->http_error));
    g_object_unref (task);
    return;
  }
  zpi_http_send_async (self->http,
                       request,
                       token,
                       g_task_get_cancellable (task),
                       answered_cb,
                       task);
}

static GBytes *
form_body (const char *const *params)
{
  GString *form = g_string_new (NULL);

  for (guint i = 0; params[i] != NULL; i += 2) {
    g_string_append_printf (form, "%s%s=", i > 0 ? "&" : "", params[i]);
    g_string_append_uri_escaped (form, params[i + 1], NULL, FALSE);
  }
  return g_string_free_to_bytes (form);
}

void
zpi_sign_in_post_async (ZpiSignIn *self,
                        const char *endpoint,
                        const char *path_template,
                        const char *const *params,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GBytes) body = form_body (params);
  ZpiHttpRequest *request = zpi_http_request_new ("POST", endpoint, path_template);

  g_task_set_source_tag (task, zpi_sign_in_post_async);
  zpi_http_request_set_body (request, "application/x-www-form-urlencoded", body);
  send (g_steal_pointer (&task), request, NULL);
}

GBytes *
zpi_sign_in_post_finish (ZpiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
zpi_sign_in_get_async (ZpiSignIn *self,
                       const char *url,
                       const char *path_template,
                       const char *token,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, zpi_sign_in_get_async);
  send (g_steal_pointer (&task), zpi_http_request_new ("GET", url, path_template), token);
}

GBytes *
zpi_sign_in_get_finish (ZpiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Every address that the issuer gives has to be one that this program speaks to at all. */
static gboolean
addresses_allowed (ZpiSignIn *self, const ZpiOidcProvider *provider, GError **error)
{
  const char *urls[] = {provider->authorization_endpoint,
                        provider->token_endpoint,
                        provider->revocation_endpoint,
                        provider->userinfo_endpoint};

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (GUri) uri = urls[i] != NULL ? zpi_http_check_url (self->http, urls[i], error) : NULL;

    if (urls[i] != NULL && uri == NULL)
      return FALSE;
  }
  return TRUE;
}

static void
discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiOidcProvider) provider = NULL;
  ZpiSignIn *self = ZPI_SIGN_IN (source);
  g_autoptr (GBytes) body = zpi_sign_in_get_finish (self, result, &error);

  if (body != NULL)
    provider = zpi_oidc_provider_parse (body, self->issuer, &error);
  if (provider == NULL || !addresses_allowed (self, provider, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_clear_pointer (&self->provider, zpi_oidc_provider_free);
  self->provider = g_steal_pointer (&provider);
  g_task_return_boolean (task, TRUE);
}

void
zpi_sign_in_ensure_provider_async (ZpiSignIn *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *url = NULL;

  g_task_set_source_tag (task, zpi_sign_in_ensure_provider_async);
  if (self->provider != NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  url = zpi_oidc_discovery_url (self->issuer);
  zpi_sign_in_get_async (self,
                         url,
                         "{issuer}/.well-known/openid-configuration",
                         NULL,
                         cancellable,
                         discovered_cb,
                         g_steal_pointer (&task));
}

gboolean
zpi_sign_in_ensure_provider_finish (ZpiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
