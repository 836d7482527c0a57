/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-config.h"

#include "zpi-http.h"

#include <string.h>

#include "zpi-clock.h"

/* How many 1xx ("go on", "still busy") may come before an answer. */
#define MAX_INTERIM 16

struct _ZpiHttp {
  GObject parent_instance;

  SoupSession *session;
  ZpiHttpLimits limits;
  gboolean loopback;
};

G_DEFINE_FINAL_TYPE (ZpiHttp, zpi_http, G_TYPE_OBJECT)

/* One request on its way. */
typedef struct {
  SoupMessage *message;
  char *method_and_path;
  GCancellable *cancellable; /* (owned): ours, follows the caller's */
  GCancellable *outer;       /* (owned) (nullable): the caller's */
  gulong outer_id;
  guint timeout_id;
  gboolean timed_out;
  gboolean tls_too_old;
  gboolean certificate_refused;
  gboolean connecting; /* a connection is made for it, or was */
  guint n_interim;
  GTlsCertificateFlags tls_flags;
  gint64 started_us; /* monotonic */
  gint64 sent_us;
  gint64 received_us;
  GInputStream *stream;
  GByteArray *body;
  GBytes *sent_body; /* (owned) (nullable): for when it goes again */
  char *sent_type;   /* (nullable) */
} Send;

static void
send_free (Send *send)
{
  g_clear_handle_id (&send->timeout_id, g_source_remove);
  if (send->outer != NULL)
    g_cancellable_disconnect (send->outer, send->outer_id);
  g_clear_object (&send->outer);
  g_object_unref (send->cancellable);
  g_clear_object (&send->stream);
  g_signal_handlers_disconnect_by_data (send->message, send);
  g_object_unref (send->message);
  g_clear_pointer (&send->body, g_byte_array_unref);
  g_clear_pointer (&send->sent_body, g_bytes_unref);
  g_free (send->sent_type);
  g_free (send->method_and_path);
  g_free (send);
}

/* A request that goes again on a new connection would go without its body: the stream was read. */
static void
put_body (Send *send)
{
  if (send->sent_body != NULL)
    soup_message_set_request_body_from_bytes (send->message, send->sent_type, send->sent_body);
}

static void
log_end (Send *send, const char *end)
{
  g_info ("%s: %s in %" G_GINT64_FORMAT " ms",
          send->method_and_path,
          end,
          (g_get_monotonic_time () - send->started_us) / 1000);
}

static void
return_error (GTask *task, const GError *foreign)
{
  Send *send = g_task_get_task_data (task);
  GError *error;

  if (send->timed_out)
    error = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_TIMED_OUT, "no whole answer in time");
  else if (send->tls_too_old)
    error = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_TLS, "tls-too-old: older than TLS 1.2");
  else if (send->n_interim > MAX_INTERIM)
    error = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED, "1xx without end, no answer");
  else
    error = zpi_error_from_http (foreign, send->tls_flags, send->certificate_refused);
  log_end (send, error->domain == ZPI_ERROR ? zpi_error_code_to_nick (error->code) : "cancelled");
  g_prefix_error (&error, "%s: ", send->method_and_path);
  g_task_return_error (task, error);
}

static void
return_response (GTask *task)
{
  Send *send = g_task_get_task_data (task);
  ZpiHttpResponse *response = g_new0 (ZpiHttpResponse, 1);
  g_autofree char *end = NULL;

  response->status = soup_message_get_status (send->message);
  response->sent_us = send->sent_us;
  response->received_us = send->received_us;
  response->headers = soup_message_headers_ref (soup_message_get_response_headers (send->message));
  response->body = g_byte_array_free_to_bytes (g_steal_pointer (&send->body));
  end = g_strdup_printf ("%u", response->status);
  log_end (send, end);
  g_task_return_pointer (task, response, (GDestroyNotify) zpi_http_response_free);
}

static void
return_too_large (GTask *task)
{
  Send *send = g_task_get_task_data (task);

  log_end (send, "answer too large");
  g_cancellable_cancel (send->cancellable);
  g_task_return_new_error (task,
                           ZPI_ERROR,
                           ZPI_ERROR_NOT_VERIFIED,
                           "%s: the answer is too large",
                           send->method_and_path);
}

static void read_more (GTask *task);

static void
read_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  ZpiHttp *self = g_task_get_source_object (task);
  Send *send = g_task_get_task_data (task);
  gsize size;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (bytes == NULL) {
    return_error (task, error);
    return;
  }
  size = g_bytes_get_size (bytes);
  if (size == 0) {
    return_response (task);
    return;
  }
  if (send->body->len + size > self->limits.max_answer_bytes) {
    return_too_large (task);
    return;
  }
  g_byte_array_append (send->body, g_bytes_get_data (bytes, NULL), size);
  read_more (g_steal_pointer (&task));
}

static void
read_more (GTask *task)
{
  Send *send = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (send->stream,
                                   32 * 1024,
                                   G_PRIORITY_DEFAULT,
                                   send->cancellable,
                                   read_ready_cb,
                                   task);
}

/* The other side hung up on a connection that it had kept, before a word of an answer. */
static gboolean
kept_was_dead (Send *send, const GError *error)
{
  return !send->connecting && !g_cancellable_is_cancelled (send->cancellable) &&
         (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
          g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF));
}

static void send_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* @task: (transfer full) */
static void
start (GTask *task)
{
  ZpiHttp *self = g_task_get_source_object (task);
  Send *send = g_task_get_task_data (task);

  soup_session_send_async (self->session,
                           send->message,
                           G_PRIORITY_DEFAULT,
                           send->cancellable,
                           send_ready_cb,
                           task);
}

/* libsoup sends what HTTP calls idempotent once more by itself; POST and PATCH are left to us.
 * @task: (transfer full) */
static void
send_again (GTask *task)
{
  Send *send = g_task_get_task_data (task);

  g_info ("%s: the kept connection had ended", send->method_and_path);
  soup_message_add_flags (send->message, SOUP_MESSAGE_NEW_CONNECTION);
  put_body (send);
  start (task);
}

static void
send_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Send *send = g_task_get_task_data (task);

  send->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (send->stream == NULL && kept_was_dead (send, error)) {
    send_again (g_steal_pointer (&task));
    return;
  }
  if (send->stream == NULL) {
    return_error (task, error);
    return;
  }
  send->received_us = zpi_clock_now_us ();
  read_more (g_steal_pointer (&task));
}

/* Never overridden: what is wrong is only noted, for the sentence that people get. */
static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags flags,
                       gpointer user_data)
{
  Send *send = user_data;

  send->certificate_refused = TRUE;
  send->tls_flags = flags;
  return FALSE;
}

/* The session refuses anything older than TLS 1.2 by default; a changed system policy must not
 * change that, so it is looked at before a byte of the request goes out. */
static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  Send *send = user_data;
  GTlsProtocolVersion version;

  send->connecting = TRUE;
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !G_IS_TLS_CONNECTION (connection))
    return;
  version = g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection));
  if (version == G_TLS_PROTOCOL_VERSION_TLS_1_2 || version == G_TLS_PROTOCOL_VERSION_TLS_1_3)
    return;
  send->tls_too_old = TRUE;
  g_cancellable_cancel (send->cancellable);
}

/* libsoup reads on for as long as these come without a pause, and meanwhile nothing else happens in
 * this thread: no time is up, nobody cancels, the window stands still. */
static void
got_informational_cb (SoupMessage *message, gpointer user_data)
{
  Send *send = user_data;

  if (++send->n_interim > MAX_INTERIM)
    g_cancellable_cancel (send->cancellable);
}

static void
restarted_cb (SoupMessage *message, gpointer user_data)
{
  put_body (user_data);
}

/* libsoup 3.2 takes what comes without a length to go on until the connection ends, also where
 * there is no body by definition, and would shake hands anew after each part that is taken (204).
 */
static void
got_headers_cb (SoupMessage *message, gpointer user_data)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  gboolean bodiless = soup_message_get_status (message) == SOUP_STATUS_NO_CONTENT ||
                      soup_message_get_method (message) == SOUP_METHOD_HEAD;

  if (bodiless && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_EOF)
    soup_message_headers_set_encoding (headers, SOUP_ENCODING_NONE);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Send *send = user_data;

  send->timeout_id = 0;
  send->timed_out = TRUE;
  g_cancellable_cancel (send->cancellable);
  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
copy_header_cb (const char *name, const char *value, gpointer user_data)
{
  soup_message_headers_append (user_data, name, value);
}

static SoupMessage *
make_message (const ZpiHttpRequest *request, GUri *uri, const char *token)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  /* Every operation of ours may arrive twice, so a kept connection that turns out to be dead is
   * no reason to fail. */
  soup_message_set_flags (message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE |
                              SOUP_MESSAGE_IDEMPOTENT);
  soup_message_headers_foreach (request->headers, copy_header_cb, headers);
  if (token != NULL) {
    g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

    soup_message_headers_replace (headers, "Authorization", value);
    explicit_bzero (value, strlen (value));
  }
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  return message;
}

static guint
timeout_for (ZpiHttp *self, const ZpiHttpRequest *request)
{
  gsize size = request->body != NULL ? g_bytes_get_size (request->body) : 0;

  return self->limits.total_ms + (guint) (size * 1000 / self->limits.min_bytes_per_s);
}

static Send *
send_new (ZpiHttp *self,
          const ZpiHttpRequest *request,
          GUri *uri,
          const char *token,
          GCancellable *cancellable)
{
  Send *send = g_new0 (Send, 1);

  send->message = make_message (request, uri, token);
  send->method_and_path = g_strconcat (request->method, " ", request->path_template, NULL);
  send->body = g_byte_array_new ();
  send->cancellable = g_cancellable_new ();
  send->started_us = g_get_monotonic_time ();
  send->sent_us = zpi_clock_now_us ();
  send->timeout_id = g_timeout_add (timeout_for (self, request), timeout_cb, send);
  if (request->body != NULL) {
    send->sent_body = g_bytes_ref (request->body);
    send->sent_type = g_strdup (request->content_type);
  }
  g_signal_connect (send->message, "restarted", G_CALLBACK (restarted_cb), send);
  g_signal_connect (send->message, "got-informational", G_CALLBACK (got_informational_cb), send);
  g_signal_connect (send->message, "got-headers", G_CALLBACK (got_headers_cb), send);
  g_signal_connect (send->message, "accept-certificate", G_CALLBACK (accept_certificate_cb), send);
  g_signal_connect (send->message, "network-event", G_CALLBACK (network_event_cb), send);
  if (cancellable != NULL) {
    send->outer = g_object_ref (cancellable);
    send->outer_id = g_cancellable_connect (cancellable,
                                            G_CALLBACK (outer_cancelled_cb),
                                            g_object_ref (send->cancellable),
                                            g_object_unref);
  }
  return send;
}

/**
 * zpi_http_send_async:
 * @self: the client
 * @request: a request; not needed after this call
 * @token: (nullable): for the Authorization header
 * @cancellable: (nullable): a cancellable
 * @callback: called on the thread of @self
 * @user_data: for @callback
 *
 * Sends a request once and reads the whole answer, whatever its status is.
 */
void
zpi_http_send_async (ZpiHttp *self,
                     const ZpiHttpRequest *request,
                     const char *token,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;
  Send *send;

  g_return_if_fail (ZPI_IS_HTTP (self));
  g_return_if_fail (request != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_http_send_async);
  uri = zpi_http_check_url (self, request->url, &error);
  if (uri == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  send = send_new (self, request, uri, token, cancellable);
  g_task_set_task_data (task, send, (GDestroyNotify) send_free);
  start (g_steal_pointer (&task));
}

/**
 * zpi_http_send_finish:
 * @self: the client
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full): the answer, of any status; %NULL with %ZPI_ERROR_OFFLINE,
 * %ZPI_ERROR_TIMED_OUT, %ZPI_ERROR_TLS, %ZPI_ERROR_NOT_VERIFIED (no HTTP, or too large) or
 * %ZPI_ERROR_NOT_ALLOWED (an address that this client does not speak to)
 */
ZpiHttpResponse *
zpi_http_send_finish (ZpiHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * zpi_http_check_url:
 * @self: the client
 * @url: a URL
 * @error: return location for an error
 *
 * In practice mode only loopback is spoken to, otherwise only https.
 *
 * Returns: (transfer full): the parsed URL, or %NULL with %ZPI_ERROR_NOT_ALLOWED or
 * %ZPI_ERROR_BAD_FORMAT
 */
GUri *
zpi_http_check_url (ZpiHttp *self, const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  gboolean https;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "not a server address");
    return NULL;
  }
  https = strcmp (g_uri_get_scheme (uri), "https") == 0;
  if (!https && strcmp (g_uri_get_scheme (uri), "http") != 0) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "not a web address");
    return NULL;
  }
  if (self->loopback ? !is_loopback (g_uri_get_host (uri)) : !https) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_ALLOWED,
                 self->loopback ? "practice speaks to this computer only"
                                : "only https is allowed");
    return NULL;
  }
  return g_steal_pointer (&uri);
}

/**
 * zpi_http_set_limits:
 * @self: the client
 * @limits: from the next request on
 */
void
zpi_http_set_limits (ZpiHttp *self, const ZpiHttpLimits *limits)
{
  g_return_if_fail (ZPI_IS_HTTP (self));
  g_return_if_fail (limits->min_bytes_per_s > 0);

  self->limits = *limits;
  soup_session_set_timeout (self->session, limits->idle_s);
}

static void
zpi_http_finalize (GObject *object)
{
  ZpiHttp *self = ZPI_HTTP (object);

  soup_session_abort (self->session);
  g_object_unref (self->session);

  G_OBJECT_CLASS (zpi_http_parent_class)->finalize (object);
}

static void
zpi_http_class_init (ZpiHttpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zpi_http_finalize;
}

static void
zpi_http_init (ZpiHttp *self)
{
  const ZpiHttpLimits limits = ZPI_HTTP_LIMITS_DEFAULT;

  self->session = soup_session_new_with_options ("user-agent",
                                                 "zoetermeerpas-intake/" ZPI_VERSION,
                                                 "idle-timeout",
                                                 60,
                                                 NULL);
  /* No stored passwords, and no unpacking: an answer is what it looks like on the wire. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  zpi_http_set_limits (self, &limits);
}

/**
 * zpi_http_new:
 * @loopback: practice mode: speak to this computer only, plain http allowed
 * @ca_file: (nullable): practice mode: the trust anchor, instead of the system's
 * @error: return location for an error
 *
 * Returns: (transfer full): a client for the calling thread, or %NULL with %ZPI_ERROR_NOT_ALLOWED
 * or %ZPI_ERROR_BAD_FORMAT (a @ca_file that cannot be used)
 */
ZpiHttp *
zpi_http_new (gboolean loopback, const char *ca_file, GError **error)
{
  g_autoptr (ZpiHttp) self = g_object_new (ZPI_TYPE_HTTP, NULL);

  self->loopback = loopback;
  if (loopback)
    soup_session_set_proxy_resolver (self->session, NULL);
  if (ca_file != NULL && !loopback) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "an extra trust anchor is for practice only");
    return NULL;
  }
  if (ca_file != NULL) {
    g_autoptr (GError) foreign = NULL;
    g_autoptr (GTlsDatabase) database = g_tls_file_database_new (ca_file, &foreign);

    if (database == NULL) {
      g_set_error_literal (error,
                           ZPI_ERROR,
                           ZPI_ERROR_BAD_FORMAT,
                           "the trust anchor cannot be read");
      return NULL;
    }
    soup_session_set_tls_database (self->session, database);
  }
  return g_steal_pointer (&self);
}
