/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-config.h"

#include "zpi-redirect-listener.h"

#include <libsoup/soup.h>
#include <string.h>

#include "zpi-error.h"
#include "zpi-oidc.h"
#include "zpi-peer.h"

#define CALLBACK_PATH "/callback"
#define START_PATH    "/aanmelden/"

struct _ZpiRedirectListener {
  GObject parent_instance;

  SoupServer *server;
  char *uri;
  char *host; /* what the browser must call us */
  char *state;
  char *start_path; /* (nullable): until it was used */
  char *target;     /* (nullable): where it leads */
  char *done_text;
  char *failed_text;
  GTask *task;           /* (owned) (nullable): who waits */
  ZpiRedirect *redirect; /* (owned) (nullable): what came, while its page is sent */
  gulong cancelled_id;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (ZpiRedirectListener, zpi_redirect_listener, G_TYPE_OBJECT)

void
zpi_redirect_free (ZpiRedirect *self)
{
  g_free (self->code);
  g_free (self->error);
  g_free (self->issuer);
  g_free (self);
}

/**
 * zpi_redirect_parse:
 * @query: (nullable): what came behind the question mark
 * @state: what it has to carry
 *
 * Returns: (transfer full) (nullable): the redirect; %NULL when it is not the one that is waited
 * for
 */
ZpiRedirect *
zpi_redirect_parse (const char *query, const char *state)
{
  g_autoptr (GHashTable) params = NULL;
  g_autoptr (ZpiRedirect) self = NULL;

  if (query == NULL)
    return NULL;
  params = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  if (params == NULL || g_strcmp0 (g_hash_table_lookup (params, "state"), state) != 0)
    return NULL;
  self = g_new0 (ZpiRedirect, 1);
  self->code = g_strdup (g_hash_table_lookup (params, "code"));
  self->error = g_strdup (g_hash_table_lookup (params, "error"));
  self->issuer = g_strdup (g_hash_table_lookup (params, "iss"));
  if (self->code == NULL && self->error == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/* The task that waited; from here on nobody does. */
static GTask *
stop_waiting (ZpiRedirectListener *self)
{
  GTask *task = g_steal_pointer (&self->task);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (task != NULL && self->cancelled_id != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  self->cancelled_id = 0;
  return task;
}

static void
answer_with_page (ZpiRedirectListener *self, SoupServerMessage *message, guint status, gboolean ok)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *text = g_markup_escape_text (ok ? self->done_text : self->failed_text, -1);
  g_autofree char *page = g_strdup_printf ("<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
                                           "<title>%s</title></head>"
                                           "<body><p>%s</p></body></html>",
                                           ZPI_PROGRAM_NAME,
                                           text);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers,
                                "Content-Security-Policy",
                                "default-src 'none'; frame-ancestors 'none'");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message,
                                    "text/html; charset=utf-8",
                                    SOUP_MEMORY_COPY,
                                    page,
                                    strlen (page));
}

static gboolean
return_redirect (gpointer user_data)
{
  GTask *task = user_data;
  ZpiRedirectListener *self = g_task_get_source_object (task);

  g_task_return_pointer (task,
                         g_steal_pointer (&self->redirect),
                         (GDestroyNotify) zpi_redirect_free);
  return G_SOURCE_REMOVE;
}

/* Once the browser has its page; from the main loop, because whoever waits may close the server. */
static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, return_redirect, user_data, g_object_unref);
}

/* Every user of the computer can connect to this port. */
static gboolean
is_ours (SoupServerMessage *message)
{
  if (zpi_peer_is_this_user (soup_server_message_get_local_address (message),
                             soup_server_message_get_remote_address (message)))
    return TRUE;
  g_message ("sign-in: somebody else of this computer knocked");
  return FALSE;
}

static gboolean
is_for_us (ZpiRedirectListener *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return strcmp (soup_server_message_get_method (message), "GET") == 0 &&
         g_strcmp0 (soup_message_headers_get_one (headers, "Host"), self->host) == 0;
}

/* The browser gets the whole request here, once, and not on its command line. */
static void
lead_on (ZpiRedirectListener *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  g_clear_pointer (&self->start_path, g_free);
  answer_with_page (self, message, SOUP_STATUS_FOUND, FALSE);
  soup_message_headers_replace (headers, "Location", self->target);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  ZpiRedirectListener *self = user_data;
  const char *text = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr (ZpiRedirect) redirect = NULL;
  GTask *task;

  if (!is_ours (message)) {
    answer_with_page (self, message, SOUP_STATUS_FORBIDDEN, FALSE);
    return;
  }
  if (is_for_us (self, message) && g_strcmp0 (path, self->start_path) == 0) {
    lead_on (self, message);
    return;
  }
  if (!is_for_us (self, message) || strcmp (path, CALLBACK_PATH) != 0 || self->task == NULL) {
    answer_with_page (self, message, SOUP_STATUS_NOT_FOUND, FALSE);
    return;
  }
  redirect = zpi_redirect_parse (text, self->state);
  if (redirect == NULL) {
    g_info ("sign-in: a redirect that was not asked for");
    answer_with_page (self, message, SOUP_STATUS_BAD_REQUEST, FALSE);
    return;
  }
  answer_with_page (self, message, SOUP_STATUS_OK, redirect->code != NULL);
  self->redirect = g_steal_pointer (&redirect);
  task = stop_waiting (self);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), task);
}

static gboolean
timeout_cb (gpointer user_data)
{
  ZpiRedirectListener *self = user_data;
  g_autoptr (GTask) task = NULL;

  self->timeout_id = 0;
  task = stop_waiting (self);
  g_task_return_new_error (task,
                           ZPI_ERROR,
                           ZPI_ERROR_TIMED_OUT,
                           "sign-in: the browser did not come back");
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_in_loop (gpointer user_data)
{
  ZpiRedirectListener *self = user_data;
  g_autoptr (GTask) task = stop_waiting (self);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, cancelled_in_loop, g_object_ref (user_data), g_object_unref);
}

/**
 * zpi_redirect_listener_wait_async:
 * @self: a listener that nobody waits for yet
 * @timeout_s: how long
 * @cancellable: (nullable): a cancellable
 * @callback: a callback
 * @user_data: for @callback
 */
void
zpi_redirect_listener_wait_async (ZpiRedirectListener *self,
                                  guint timeout_s,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (ZPI_IS_REDIRECT_LISTENER (self) && self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, zpi_redirect_listener_wait_async);
  self->timeout_id = g_timeout_add_seconds (timeout_s, timeout_cb, self);
  if (cancellable != NULL)
    self->cancelled_id =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), self);
  if (g_cancellable_is_cancelled (cancellable))
    cancelled_cb (cancellable, self);
}

/**
 * zpi_redirect_listener_wait_finish:
 * @self: the listener
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full): the redirect, or %NULL with %ZPI_ERROR_TIMED_OUT or cancelled
 */
ZpiRedirect *
zpi_redirect_listener_wait_finish (ZpiRedirectListener *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * zpi_redirect_listener_set_pages:
 * @self: the listener
 * @done: (nullable): what the browser shows when the counsellor signed in
 * @failed: (nullable): what it shows when not
 */
void
zpi_redirect_listener_set_pages (ZpiRedirectListener *self, const char *done, const char *failed)
{
  if (done != NULL) {
    g_free (self->done_text);
    self->done_text = g_strdup (done);
  }
  if (failed != NULL) {
    g_free (self->failed_text);
    self->failed_text = g_strdup (failed);
  }
}

/**
 * zpi_redirect_listener_get_uri:
 * @self: the listener
 *
 * Returns: (transfer none): the redirect URI
 */
const char *
zpi_redirect_listener_get_uri (ZpiRedirectListener *self)
{
  return self->uri;
}

/**
 * zpi_redirect_listener_lead_to:
 * @self: the listener
 * @target: where the browser has to go
 *
 * Returns: (transfer full): an address of this listener that leads there, once
 */
char *
zpi_redirect_listener_lead_to (ZpiRedirectListener *self, const char *target)
{
  g_autofree char *random = zpi_oidc_random ();

  g_return_val_if_fail (ZPI_IS_REDIRECT_LISTENER (self) && target != NULL, NULL);

  g_free (self->start_path);
  g_free (self->target);
  self->start_path = g_strconcat (START_PATH, random, NULL);
  self->target = g_strdup (target);
  return g_strconcat ("http://", self->host, self->start_path, NULL);
}

static void
zpi_redirect_listener_finalize (GObject *object)
{
  ZpiRedirectListener *self = ZPI_REDIRECT_LISTENER (object);

  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_clear_pointer (&self->redirect, zpi_redirect_free);
  g_free (self->uri);
  g_free (self->host);
  g_free (self->state);
  g_free (self->start_path);
  g_free (self->target);
  g_free (self->done_text);
  g_free (self->failed_text);

  G_OBJECT_CLASS (zpi_redirect_listener_parent_class)->finalize (object);
}

static void
zpi_redirect_listener_class_init (ZpiRedirectListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zpi_redirect_listener_finalize;
}

static void
zpi_redirect_listener_init (ZpiRedirectListener *self)
{
  self->server = soup_server_new ("server-header", NULL, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  self->done_text = g_strdup ("U bent ingelogd. U kunt dit venster sluiten.");
  self->failed_text = g_strdup ("Inloggen is niet gelukt. Ga terug naar het programma en "
                                "probeer het opnieuw.");
}

/* From the socket itself: libsoup keeps what soup_server_get_uris() makes for ever. */
static guint16
port_of (SoupServer *server)
{
  g_autoptr (GSList) sockets = soup_server_get_listeners (server);
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (sockets->data, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static gboolean
listen_on (ZpiRedirectListener *self, guint16 port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);

  if (!soup_server_listen (self->server, address, 0, NULL))
    return FALSE;
  self->host = g_strdup_printf ("127.0.0.1:%u", port_of (self->server));
  self->uri = g_strconcat ("http://", self->host, CALLBACK_PATH, NULL);
  return TRUE;
}

/**
 * zpi_redirect_listener_new:
 * @ports: (nullable): allowed ports, ended by 0; %NULL for any
 * @state: what the redirect has to carry
 * @error: return location for an error
 *
 * Returns: (transfer full): a listener on the first port that is free; %NULL with
 * %ZPI_ERROR_BUSY when none is
 */
ZpiRedirectListener *
zpi_redirect_listener_new (const guint16 *ports, const char *state, GError **error)
{
  g_autoptr (ZpiRedirectListener) self = g_object_new (ZPI_TYPE_REDIRECT_LISTENER, NULL);
  gboolean listening = FALSE;

  self->state = g_strdup (state);
  if (ports == NULL || ports[0] == 0)
    listening = listen_on (self, 0);
  for (guint i = 0; !listening && ports != NULL && ports[i] != 0; i++)
    listening = listen_on (self, ports[i]);
  if (!listening) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BUSY,
                         "sign-in: no port is free for the browser");
    return NULL;
  }
  return g_steal_pointer (&self);
}
