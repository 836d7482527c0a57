/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-practice"

#include "zpi-practice-listener.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-error.h"
#include "zpi-peer.h"
#include "zpi-practice-router.h"

struct _ZpiPracticeListener {
  ZpiPracticeTown *town; /* (unowned) */
  SoupServer *server;    /* (owned) */
  GMainContext *context; /* (owned): of this thread */
  guint16 port;
};

/* No request is larger than a photo or a part of a document. */
#define MAX_BODY MAX (ZPI_PRACTICE_MAX_PATCH, ZPI_PRACTICE_MAX_PHOTO)

static void
set_common_headers (ZpiPracticeListener *self, SoupServerMessage *message)
{
  static const char *const headers[][2] = {
      {"API-Version", ZPI_PRACTICE_VERSION},
      {"Cache-Control", "no-store"},
      {"Content-Security-Policy", "frame-ancestors 'none'"},
      {"Strict-Transport-Security", "max-age=31536000"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
  };
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (zpi_clock_now_us () / G_USEC_PER_SEC);
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    soup_message_headers_replace (response, headers[i][0], headers[i][1]);
  soup_message_headers_replace (response, "Access-Control-Allow-Origin", origin);
  soup_message_headers_replace (response, "Date", date);
}

/* A name server that points somebody else's name at this machine does not make it ours. */
static gboolean
is_our_host (SoupServerMessage *message)
{
  const char *host = g_uri_get_host (soup_server_message_get_uri (message));

  return host != NULL && (strcmp (host, "127.0.0.1") == 0 ||
                          g_ascii_strcasecmp (host, "localhost") == 0 || strcmp (host, "::1") == 0);
}

static void
cut (SoupServerMessage *message)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  if (stream != NULL)
    g_io_stream_close (stream, NULL, NULL);
}

/* Half of an answer that promises more. */
static void
cut_half_way (SoupServerMessage *message)
{
  static const char half[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                             "Content-Length: 5000\r\n\r\n{\"referentie\": \"ZP-20";
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  if (stream == NULL)
    return;
  g_output_stream_write_all (g_io_stream_get_output_stream (stream),
                             half,
                             sizeof half - 1,
                             NULL,
                             NULL,
                             NULL);
  g_io_stream_close (stream, NULL, NULL);
}

/* Trouble that takes the place of the answer. */
static gboolean
go_wrong (ZpiPracticeCall *call)
{
  static const char page[] = "<!DOCTYPE html><html><head><title>WiFi</title></head><body>"
                             "<h1>Welkom op ons netwerk</h1><form>Log in</form></body></html>";
  const ZpiPracticeTrouble *trouble = &call->trouble;
  guint status = trouble->error_status;

  if (trouble->redirect_to != NULL) {
    zpi_practice_answer_empty (call, 302);
    zpi_practice_call_set_header (call, "Location", trouble->redirect_to);
    return TRUE;
  }
  if (trouble->login_page) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (page, sizeof page - 1);

    zpi_practice_answer_bytes (call, 200, "text/html; charset=utf-8", bytes);
    return TRUE;
  }
  if (status == 0)
    return FALSE;
  if (trouble->retry_after != NULL || status == 429 || status == 503)
    zpi_practice_call_set_header (call,
                                  "Retry-After",
                                  trouble->retry_after != NULL ? trouble->retry_after : "60");
  if (status == 401)
    zpi_practice_refuse (call, "aanmelden", "Meld u opnieuw aan.");
  else if (status == 403)
    zpi_practice_refuse (call, "geen-toegang", "Deze aanvraag hoort niet bij uw organisatie.");
  else if (status == 429)
    zpi_practice_refuse (call, "te-vaak", "Wacht even en probeer het dan opnieuw.");
  else if (status == 503)
    zpi_practice_refuse (call, "onbereikbaar", "De gemeente is tijdelijk niet bereikbaar.");
  else
    zpi_practice_refuse (call, "storing", "Er ging iets mis bij de gemeente. Probeer het later.");
  if (status != 401 && status != 403 && status != 429 && status != 503)
    soup_server_message_set_status (call->message, status, NULL);
  return TRUE;
}

static void
answer (ZpiPracticeCall *call, gboolean desk)
{
  if (desk) {
    zpi_practice_desk_handle (call);
    return;
  }
  if (call->trouble.offline) {
    cut (call->message);
    return;
  }
  if (go_wrong (call))
    return;
  zpi_practice_router_handle (call);
  if (call->trouble.lost_answer)
    cut (call->message);
  else if (call->trouble.truncated)
    cut_half_way (call->message);
}

typedef struct {
  ZpiPracticeCall *call;
  SoupServerMessage *message;
  char *path;
  GHashTable *query;
} Delayed;

static void
delayed_free (Delayed *delayed)
{
  zpi_practice_call_free (delayed->call);
  g_object_unref (delayed->message);
  g_free (delayed->path);
  g_clear_pointer (&delayed->query, g_hash_table_unref);
  g_free (delayed);
}

static gboolean
delay_over_cb (gpointer user_data)
{
  Delayed *delayed = user_data;

  /* Nobody is waiting any more when the connection is gone. */
  if (soup_server_message_get_socket (delayed->message) != NULL)
    answer (delayed->call, FALSE);
  soup_server_message_unpause (delayed->message);
  return G_SOURCE_REMOVE;
}

static void
answer_later (ZpiPracticeListener *self, ZpiPracticeCall *call, const char *path, GHashTable *query)
{
  Delayed *delayed = g_new0 (Delayed, 1);
  GSource *source = g_timeout_source_new (call->trouble.delay_ms);

  delayed->call = call;
  delayed->message = g_object_ref (call->message);
  delayed->path = g_strdup (path);
  delayed->query = query != NULL ? g_hash_table_ref (query) : NULL;
  call->path = delayed->path;
  soup_server_message_pause (call->message);
  g_source_set_callback (source, delay_over_cb, delayed, (GDestroyNotify) delayed_free);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  ZpiPracticeListener *self = user_data;
  g_autoptr (ZpiPracticeCall) call = NULL;
  gboolean desk = g_str_has_prefix (path, "/_oefening/");
  gboolean api = g_str_has_prefix (path, "/v1/");

  set_common_headers (self, message);
  call = zpi_practice_call_new (self->town, message, api ? path + strlen ("/v1") : path, query);
  if (!is_our_host (message)) {
    zpi_practice_refuse (call, "geen-toegang", "Deze gemeente is alleen op deze computer.");
    return;
  }
  if (!api && !desk) {
    zpi_practice_refuse (call, "niet-gevonden", "Dit is hier niet bekend.");
    return;
  }
  if (api)
    zpi_practice_trouble_take (&self->town->trouble, path, &call->trouble);
  if (call->trouble.delay_ms > 0) {
    answer_later (self, call, call->path, query);
    g_steal_pointer (&call);
    return;
  }
  answer (call, desk);
}

/* What comes in of a request, as long as it comes in. */
typedef struct {
  ZpiPracticeTown *town;
  goffset received;
  char *upload; /* (nullable): the path that this request keeps busy */
} Incoming;

static void
incoming_free (Incoming *incoming)
{
  if (incoming->upload != NULL)
    g_hash_table_remove (incoming->town->busy, incoming->upload);
  g_free (incoming->upload);
  g_free (incoming);
}

static void
refuse_early (ZpiPracticeListener *self,
              SoupServerMessage *message,
              const char *code,
              const char *detail)
{
  g_autoptr (ZpiPracticeCall) call = zpi_practice_call_new (self->town, message, "", NULL);

  zpi_practice_refuse (call, code, detail);
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  Incoming *incoming = user_data;

  incoming->received += g_bytes_get_size (chunk);
  if (incoming->received > MAX_BODY)
    cut (message);
}

static void
request_over_cb (SoupServerMessage *message, gpointer user_data)
{
  Incoming *incoming = user_data;

  if (incoming->upload != NULL)
    g_hash_table_remove (incoming->town->busy, incoming->upload);
  g_clear_pointer (&incoming->upload, g_free);
}

/* Every user of the computer can connect to this port; what was entered for practice is not for
 * them either. */
static gboolean
is_ours (SoupServerMessage *message)
{
  return zpi_peer_is_this_user (soup_server_message_get_local_address (message),
                                soup_server_message_get_remote_address (message));
}

/* Before the body: who is not let in is not heard, what is too large is not read, and of one
 * document one part comes in at a time. */
static void
early_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  ZpiPracticeListener *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  Incoming *incoming;

  set_common_headers (self, message);
  if (!is_ours (message)) {
    refuse_early (self,
                  message,
                  "geen-toegang",
                  "Deze gemeente is alleen voor wie haar op deze computer startte.");
    return;
  }
  if (soup_message_headers_get_content_length (headers) > MAX_BODY) {
    refuse_early (self, message, "te-groot", "Het bericht is te groot.");
    return;
  }
  if (strcmp (soup_server_message_get_method (message), "PATCH") == 0 &&
      g_hash_table_contains (self->town->busy, path)) {
    refuse_early (self, message, "bezet", "Dit document wordt al verstuurd.");
    return;
  }
  incoming = g_new0 (Incoming, 1);
  incoming->town = self->town;
  if (strcmp (soup_server_message_get_method (message), "PATCH") == 0) {
    incoming->upload = g_strdup (path);
    g_hash_table_add (self->town->busy, g_strdup (path));
  }
  g_signal_connect_data (message,
                         "got-chunk",
                         G_CALLBACK (got_chunk_cb),
                         incoming,
                         (GClosureNotify) (GCallback) incoming_free,
                         0);
  g_signal_connect (message, "finished", G_CALLBACK (request_over_cb), incoming);
  g_signal_connect (message, "disconnected", G_CALLBACK (request_over_cb), incoming);
}

/* libsoup 3.2 does not see that a client went away between two requests, and would keep its
 * connection for ever; after a 204 it closes without having said so. So every answer says it, also
 * those that never come to a handler. */
static void
request_started_cb (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Connection",
                                "close");
}

static guint16
listening_port (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  guint16 port = uris != NULL ? g_uri_get_port (uris->data) : 0;

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return port;
}

/* Listens on 127.0.0.1. */
ZpiPracticeListener *
zpi_practice_listener_new (ZpiPracticeTown *town, guint16 port, GError **error)
{
  g_autoptr (ZpiPracticeListener) self = g_new0 (ZpiPracticeListener, 1);
  g_autoptr (GError) local_error = NULL;

  self->town = town;
  self->context = g_main_context_ref_thread_default ();
  self->server = soup_server_new ("server-header", "zpi-practice ", NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), NULL);
  soup_server_add_early_handler (self->server, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  if (!soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &local_error)) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_BUSY,
                 "The practice municipality cannot listen on port %u: %s",
                 port,
                 local_error->message);
    return NULL;
  }
  self->port = listening_port (self->server);
  return g_steal_pointer (&self);
}

void
zpi_practice_listener_free (ZpiPracticeListener *self)
{
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self);
}

guint16
zpi_practice_listener_get_port (ZpiPracticeListener *self)
{
  return self->port;
}

/* Opens the municipality that is kept in @folder. */
ZpiPracticeTown *
zpi_practice_town_open (const char *folder, GError **error)
{
  g_autoptr (ZpiPracticeTown) self = g_new0 (ZpiPracticeTown, 1);

  self->rules =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->decision_weeks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->store = zpi_practice_store_open (folder, error);
  self->max_document_bytes = 20 * 1024 * 1024;
  self->upload_lifetime_us = 3 * G_TIME_SPAN_DAY;
  return self->store != NULL ? g_steal_pointer (&self) : NULL;
}

void
zpi_practice_town_free (ZpiPracticeTown *self)
{
  g_clear_pointer (&self->store, zpi_practice_store_free);
  g_clear_pointer (&self->rules, g_hash_table_unref);
  g_clear_pointer (&self->decision_weeks, g_hash_table_unref);
  g_clear_pointer (&self->busy, g_hash_table_unref);
  g_clear_pointer (&self->contract, g_bytes_unref);
  zpi_practice_trouble_clear (&self->trouble);
  g_free (self);
}
