/* SPDX-License-Identifier: EUPL-1.2 */

/* The municipal API: where the server is, with which token, and one road for every operation. The
 * operations themselves are in zpi-api-calls.c and zpi-upload.c. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include <string.h>

#include "zpi-digest.h"
#include "zpi-vault.h"

#include "zpi-api-private.h"

struct _ZpiApi {
  GObject parent_instance;

  ZpiHttp *http;
  GUri *base;
  char *base_url;    /* without a slash at the end */
  char *fixed_token; /* (nullable): locked memory */
  ZpiTokenRequest token_request;
  ZpiTokenFinish token_finish;
  gpointer token_data; /* (unowned) */
  gboolean clock_known;
  ZpiClockReading clock;
  ZpiTusAbilities tus;
};

G_DEFINE_FINAL_TYPE (ZpiApi, zpi_api, G_TYPE_OBJECT)

/* One operation, sent at most twice: the second time with a fresh token. */
typedef struct {
  ZpiHttpRequest *request;
  ZpiApiExpect expect;
  char *subject;
  gboolean refreshed;
  ZpiTokenFinish token_finish; /* as they were when the token was asked */
  gpointer token_data;
  ZpiProblem *problem;
} Perform;

static void
perform_free (Perform *perform)
{
  zpi_http_request_free (perform->request);
  g_clear_pointer (&perform->problem, zpi_problem_free);
  g_free (perform->subject);
  g_free (perform);
}

ZpiTusAbilities *
zpi_api_get_tus_abilities (ZpiApi *self)
{
  return &self->tus;
}

ZpiHttpRequest *
zpi_api_request_new (ZpiApi *self, const char *method, const char *path, const char *template)
{
  g_autofree char *url = g_strconcat (self->base_url, path, NULL);
  ZpiHttpRequest *request = zpi_http_request_new (method, url, template);

  zpi_http_request_set_header (request, "Accept", "application/json, application/problem+json");
  return request;
}

/* Content-Digest (RFC 9530) goes with every body that is not a piece of a document. */
void
zpi_api_request_set_bytes (ZpiHttpRequest *request, const char *type, GBytes *body)
{
  g_autofree char *base64 = zpi_digest_dup_base64 (body);
  g_autofree char *value = g_strdup_printf ("sha-256=:%s:", base64);

  zpi_http_request_set_header (request, "Content-Digest", value);
  zpi_http_request_set_body (request, type, body);
}

void
zpi_api_request_set_json (ZpiHttpRequest *request, GBytes *body)
{
  zpi_api_request_set_bytes (request, "application/json", body);
}

static int
port_of (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

static gboolean
same_origin (GUri *a, GUri *b)
{
  return strcmp (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 && port_of (a) == port_of (b) &&
         g_uri_get_host (b) != NULL &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0;
}

char *
zpi_api_relative_path (ZpiApi *self, const char *request_url, const char *location)
{
  g_autoptr (GUri) from = g_uri_parse (request_url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) to = NULL;
  const char *base_path = g_uri_get_path (self->base);
  const char *path;

  if (from != NULL && location != NULL && *location != '\0')
    to = g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (to == NULL || !same_origin (self->base, to) || g_uri_get_userinfo (to) != NULL ||
      g_uri_get_fragment (to) != NULL)
    return NULL;
  path = g_uri_get_path (to);
  if (!g_str_has_prefix (path, base_path) || path[strlen (base_path)] != '/')
    return NULL;
  path += strlen (base_path);
  if (g_uri_get_query (to) == NULL)
    return g_strdup (path);
  return g_strconcat (path, "?", g_uri_get_query (to), NULL);
}

/* Half of the way there and back, and half of the second that `Date` rounds off. */
static void
note_server_time (ZpiApi *self, const ZpiHttpResponse *response)
{
  const char *value = zpi_http_response_get_header (response, "Date");
  g_autoptr (GDateTime) date = NULL;

  if (value == NULL || !g_ascii_isalpha (*value) || zpi_http_response_is_html (response) ||
      (response->status >= 300 && response->status < 400 && response->status != 304))
    return;
  date = soup_date_time_new_from_http_string (value);
  if (date == NULL)
    return;
  self->clock_known = TRUE;
  self->clock.offset_us = g_date_time_to_unix (date) * G_USEC_PER_SEC + G_USEC_PER_SEC / 2 -
                          (response->sent_us + response->received_us) / 2;
  self->clock.at_us = response->received_us;
  self->clock.started_us = zpi_clock_started_us ();
}

static void send_with_token (GTask *task, const char *token);
static void ask_token (GTask *task, gboolean refresh);

static void
token_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Perform *perform = g_task_get_task_data (task);
  char *token = perform->token_finish (perform->token_data, result, &error);

  if (token == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  send_with_token (g_steal_pointer (&task), token);
  zpi_secret_strfree (token);
}

static void
ask_token (GTask *task, gboolean refresh)
{
  ZpiApi *self = g_task_get_source_object (task);
  Perform *perform = g_task_get_task_data (task);

  if (self->token_request != NULL) {
    perform->token_finish = self->token_finish;
    perform->token_data = self->token_data;
    self->token_request (self->token_data,
                         refresh,
                         g_task_get_cancellable (task),
                         token_ready_cb,
                         task);
    return;
  }
  if (self->fixed_token != NULL) {
    send_with_token (task, self->fixed_token);
    return;
  }
  g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED, "there is no token");
  g_object_unref (task);
}

static void
return_no_answer (GTask *task, GError *error)
{
  Perform *perform = g_task_get_task_data (task);

  if (zpi_http_error_get_reason (error) != NULL)
    perform->problem = zpi_problem_new (0, zpi_http_error_get_reason (error));
  g_task_return_error (task, error);
}

static void
send_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiApi *self = g_task_get_source_object (task);
  Perform *perform = g_task_get_task_data (task);
  GError *error = NULL;
  ZpiHttpResponse *response = zpi_http_send_finish (ZPI_HTTP (source), result, &error);
  ZpiApiAnswer *answer;

  if (response == NULL) {
    return_no_answer (task, error);
    return;
  }
  note_server_time (self, response);
  answer = zpi_api_judge (response,
                          perform->request,
                          perform->expect,
                          self->clock_known ? self->clock.offset_us : 0,
                          &perform->problem,
                          &error);
  if (answer != NULL) {
    g_task_return_pointer (task, answer, (GDestroyNotify) zpi_api_answer_free);
    return;
  }
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_SIGN_IN_NEEDED) && !perform->refreshed &&
      self->token_request != NULL) {
    g_clear_error (&error);
    zpi_problem_free (g_steal_pointer (&perform->problem));
    perform->refreshed = TRUE;
    ask_token (g_steal_pointer (&task), TRUE);
    return;
  }
  g_task_return_error (task, error);
}

static void
send_with_token (GTask *task, const char *token)
{
  ZpiApi *self = g_task_get_source_object (task);
  Perform *perform = g_task_get_task_data (task);

  zpi_http_send_async (self->http,
                       perform->request,
                       token,
                       g_task_get_cancellable (task),
                       send_ready_cb,
                       task);
}

void
zpi_api_perform_async (ZpiApi *self,
                       ZpiHttpRequest *request,
                       ZpiApiExpect expect,
                       const char *subject,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Perform *perform = g_new0 (Perform, 1);

  perform->request = request;
  perform->expect = expect;
  perform->subject = g_strdup (subject);
  g_task_set_source_tag (task, zpi_api_perform_async);
  g_task_set_task_data (task, perform, (GDestroyNotify) perform_free);
  ask_token (g_steal_pointer (&task), FALSE);
}

ZpiApiAnswer *
zpi_api_perform_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error)
{
  Perform *perform;
  ZpiApiAnswer *answer;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  perform = g_task_get_task_data (G_TASK (result));
  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (problem != NULL)
    *problem = g_steal_pointer (&perform->problem);
  if (answer == NULL)
    return NULL;
  answer->subject = g_strdup (perform->subject);
  answer->url = g_strdup (perform->request->url);
  if (perform->request->body != NULL)
    answer->sent = g_bytes_ref (perform->request->body);
  return answer;
}

/**
 * zpi_api_set_token:
 * @self: the API
 * @fixed_token: (nullable): a token that cannot be refreshed
 */
void
zpi_api_set_token (ZpiApi *self, const char *fixed_token)
{
  g_return_if_fail (ZPI_IS_API (self));

  g_clear_pointer (&self->fixed_token, zpi_secret_strfree);
  if (fixed_token != NULL)
    self->fixed_token = zpi_secret_strdup (fixed_token);
}

/**
 * zpi_api_set_token_source:
 * @self: the API
 * @request: (nullable): asks for a token; goes before a fixed one
 * @finish: (nullable): gets it
 * @source_data: for both; has to outlive @self or be replaced before it goes
 */
void
zpi_api_set_token_source (ZpiApi *self,
                          ZpiTokenRequest request,
                          ZpiTokenFinish finish,
                          gpointer source_data)
{
  g_return_if_fail (ZPI_IS_API (self));
  g_return_if_fail ((request == NULL) == (finish == NULL));

  self->token_request = request;
  self->token_finish = finish;
  self->token_data = source_data;
}

/**
 * zpi_api_get_base_url:
 * @self: the API
 *
 * Returns: (transfer none): the base URL, without a slash at the end
 */
const char *
zpi_api_get_base_url (ZpiApi *self)
{
  g_return_val_if_fail (ZPI_IS_API (self), NULL);

  return self->base_url;
}

/**
 * zpi_api_get_clock:
 * @self: the API
 * @reading: (out): the last comparison of our clock with the server's, which is to the second
 *
 * Returns: %FALSE when no server has said what time it is yet
 */
gboolean
zpi_api_get_clock (ZpiApi *self, ZpiClockReading *reading)
{
  g_return_val_if_fail (ZPI_IS_API (self), FALSE);

  if (self->clock_known)
    *reading = self->clock;
  return self->clock_known;
}

static void
zpi_api_finalize (GObject *object)
{
  ZpiApi *self = ZPI_API (object);

  g_clear_object (&self->http);
  g_clear_pointer (&self->base, g_uri_unref);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->fixed_token, zpi_secret_strfree);

  G_OBJECT_CLASS (zpi_api_parent_class)->finalize (object);
}

static void
zpi_api_class_init (ZpiApiClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zpi_api_finalize;
}

static void
zpi_api_init (ZpiApi *self)
{
}

/**
 * zpi_api_new:
 * @base_url: ends in `/v1`
 * @loopback_http: practice mode: only this computer, plain http allowed; else only https
 * @ca_file: (nullable): extra trust anchor, practice mode only
 * @error: return location for an error
 *
 * Returns: (transfer full): the API, for the calling thread; %NULL with %ZPI_ERROR_NOT_ALLOWED or
 * %ZPI_ERROR_BAD_FORMAT
 */
ZpiApi *
zpi_api_new (const char *base_url, gboolean loopback_http, const char *ca_file, GError **error)
{
  g_autoptr (ZpiApi) self = NULL;
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_object_new (ZPI_TYPE_API, NULL);
  self->http = zpi_http_new (loopback_http, ca_file, error);
  if (self->http == NULL)
    return NULL;
  trimmed = g_strdup (base_url);
  while (g_str_has_suffix (trimmed, "/"))
    trimmed[strlen (trimmed) - 1] = '\0';
  self->base = zpi_http_check_url (self->http, trimmed, error);
  if (self->base == NULL)
    return NULL;
  if (g_uri_get_query (self->base) != NULL || !g_str_has_suffix (trimmed, "/v1")) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         "the server address does not end in /v1");
    return NULL;
  }
  self->base_url = g_steal_pointer (&trimmed);
  return g_steal_pointer (&self);
}
