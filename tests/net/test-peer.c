/* SPDX-License-Identifier: EUPL-1.2 */

#include "test-peer.h"

#include <string.h>

typedef struct {
  GBytes *bytes;
  guint ms_per_byte;
  guint stall_ms;
  guint64 endless;
} Answer;

struct _TestPeer {
  GSocketListener *listener;
  GCancellable *cancellable;
  GTlsCertificate *certificate;
  GThread *thread;
  int ended;
  gboolean blind;
  guint per_connection; /* 0: one */
  TestHandler handler;
  gpointer handler_data;
  guint16 port;
  GMutex mutex;
  GPtrArray *answers;
  guint next;
  GPtrArray *requests;
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->bytes);
  g_free (answer);
}

static void
request_free (gpointer data)
{
  TestRequest *request = data;

  g_free (request->method);
  g_free (request->path);
  g_free (request->head);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request);
}

char *
test_request_dup_header (const TestRequest *request, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (request->head, "\r\n", -1);

  for (guint i = 1; lines[i] != NULL; i++) {
    char *colon = strchr (lines[i], ':');

    if (colon != NULL && strlen (name) == (gsize) (colon - lines[i]) &&
        g_ascii_strncasecmp (lines[i], name, strlen (name)) == 0)
      return g_strdup (g_strstrip (colon + 1));
  }
  return NULL;
}

static gboolean
read_body (TestRequest *request, GByteArray *data, gsize head_size, GInputStream *in)
{
  g_autofree char *length_text = test_request_dup_header (request, "Content-Length");
  gsize length = length_text != NULL ? g_ascii_strtoull (length_text, NULL, 10) : 0;
  char buffer[8192];

  while (data->len < head_size + length) {
    gssize n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL);

    if (n <= 0)
      return FALSE;
    g_byte_array_append (data, (guint8 *) buffer, n);
  }
  request->body = g_bytes_new (data->data + head_size, length);
  return TRUE;
}

static TestRequest *
read_request (GInputStream *in)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  TestRequest *request = g_new0 (TestRequest, 1);
  char buffer[8192];
  const char *end = NULL;

  while (end == NULL) {
    gssize n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL);

    if (n <= 0)
      break;
    g_byte_array_append (data, (guint8 *) buffer, n);
    end = g_strstr_len ((char *) data->data, data->len, "\r\n\r\n");
  }
  if (end != NULL) {
    gsize head_size = end + 4 - (char *) data->data;
    g_auto (GStrv) words = NULL;

    request->head = g_strndup ((char *) data->data, head_size);
    words = g_strsplit (request->head, " ", 3);
    request->method = g_strdup (words[0]);
    request->path = g_strdup (words[1]);
    if (read_body (request, data, head_size, in))
      return request;
  }
  request_free (request);
  return NULL;
}

static void
write_answer (const Answer *answer, GIOStream *stream)
{
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  gsize size;
  const guint8 *data = g_bytes_get_data (answer->bytes, &size);
  g_autofree guint8 *block = g_malloc (65536);

  if (answer->stall_ms > 0)
    g_usleep (answer->stall_ms * 1000);
  if (answer->ms_per_byte == 0)
    g_output_stream_write_all (out, data, size, NULL, NULL, NULL);
  for (gsize i = 0; answer->ms_per_byte > 0 && i < size; i++) {
    if (!g_output_stream_write_all (out, data + i, 1, NULL, NULL, NULL))
      break;
    g_usleep (answer->ms_per_byte * 1000);
  }
  memset (block, '[', 65536);
  for (guint64 left = answer->endless; left > 0; left -= MIN (left, 65536)) {
    if (!g_output_stream_write_all (out, block, MIN (left, 65536), NULL, NULL, NULL))
      break;
  }
}

static void
serve_one (TestPeer *self, GIOStream *stream)
{
  TestRequest *request = self->blind ? NULL : read_request (g_io_stream_get_input_stream (stream));
  const Answer *answer = NULL;
  Answer made = {0};

  if (request == NULL && !self->blind)
    return;
  g_mutex_lock (&self->mutex);
  if (request != NULL)
    g_ptr_array_add (self->requests, request);
  if (self->handler != NULL && request != NULL)
    made.bytes = self->handler (request, self->handler_data);
  else if (self->answers->len > 0)
    answer = g_ptr_array_index (self->answers, MIN (self->next, self->answers->len - 1));
  self->next++;
  g_mutex_unlock (&self->mutex);
  if (made.bytes != NULL)
    answer = &made;
  if (answer != NULL)
    write_answer (answer, stream);
  g_clear_pointer (&made.bytes, g_bytes_unref);
}

/* What comes after the last is read, and the connection goes without an answer. */
static void
serve (TestPeer *self, GIOStream *stream)
{
  TestRequest *request;

  if (self->per_connection == 0) {
    serve_one (self, stream);
    return;
  }
  for (guint i = 0; i < self->per_connection; i++)
    serve_one (self, stream);
  request = read_request (g_io_stream_get_input_stream (stream));
  if (request == NULL)
    return;
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, request);
  g_mutex_unlock (&self->mutex);
}

static gpointer
run (gpointer user_data)
{
  TestPeer *self = user_data;

  while (TRUE) {
    g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);
    g_autoptr (GIOStream) stream = NULL;

    if (connection == NULL)
      break;
    if (self->certificate != NULL)
      stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
    else
      stream = g_object_ref (G_IO_STREAM (connection));
    serve (self, stream);
    g_io_stream_close (stream, NULL, NULL);
  }
  g_atomic_int_set (&self->ended, 1);
  return NULL;
}

TestPeer *
test_peer_new (GTlsCertificate *certificate)
{
  TestPeer *self = g_new0 (TestPeer, 1);
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) actual = NULL;

  self->listener = g_socket_listener_new ();
  g_assert_true (g_socket_listener_add_address (self->listener,
                                                wanted,
                                                G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP,
                                                NULL,
                                                &actual,
                                                NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (actual));
  self->cancellable = g_cancellable_new ();
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  g_mutex_init (&self->mutex);
  self->answers = g_ptr_array_new_with_free_func (answer_free);
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->thread = g_thread_new ("peer", run, self);
  return self;
}

void
test_peer_free (TestPeer *self)
{
  g_cancellable_cancel (self->cancellable);
  /* The client closes its side in its main loop. */
  while (!g_atomic_int_get (&self->ended))
    g_main_context_iteration (NULL, FALSE);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

char *
test_peer_dup_url (TestPeer *self, const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s",
                          self->certificate != NULL ? "https" : "http",
                          self->port,
                          path);
}

guint16
test_peer_get_port (TestPeer *self)
{
  return self->port;
}

void
test_peer_set_per_connection (TestPeer *self, guint n)
{
  self->per_connection = n;
}

void
test_peer_set_blind (TestPeer *self)
{
  self->blind = TRUE;
}

static void
add (TestPeer *self, GBytes *bytes, guint ms_per_byte, guint stall_ms, guint64 endless)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->bytes = bytes;
  answer->ms_per_byte = ms_per_byte;
  answer->stall_ms = stall_ms;
  answer->endless = endless;
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->answers, answer);
  g_mutex_unlock (&self->mutex);
}

void
test_peer_set_handler (TestPeer *self, TestHandler handler, gpointer data)
{
  self->handler = handler;
  self->handler_data = data;
}

GBytes *
test_answer_new (guint status, const char *headers, const char *body)
{
  char *text = g_strdup_printf ("HTTP/1.1 %u X\r\n%sContent-Length: %zu\r\nConnection: "
                                "close\r\n\r\n%s",
                                status,
                                headers,
                                strlen (body),
                                body);

  return g_bytes_new_take (text, strlen (text));
}

void
test_peer_answer (TestPeer *self, guint status, const char *headers, const char *body)
{
  add (self, test_answer_new (status, headers, body), 0, 0, 0);
}

void
test_peer_answer_raw (TestPeer *self,
                      const void *data,
                      gsize size,
                      guint ms_per_byte,
                      guint stall_ms)
{
  add (self, g_bytes_new (data, size), ms_per_byte, stall_ms, 0);
}

void
test_peer_answer_endless (TestPeer *self, const char *head, guint64 n_bytes)
{
  add (self, g_bytes_new (head, strlen (head)), 0, 0, n_bytes);
}

guint
test_peer_get_n_requests (TestPeer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->requests->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

const TestRequest *
test_peer_get_request (TestPeer *self, guint i)
{
  const TestRequest *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (i, <, self->requests->len);
  request = g_ptr_array_index (self->requests, i);
  g_mutex_unlock (&self->mutex);
  return request;
}

void
test_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestWait *wait = user_data;

  g_assert_null (wait->result);
  wait->result = g_object_ref (result);
}

GAsyncResult *
test_wait (TestWait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return wait->result;
}

void
test_wait_clear (TestWait *wait)
{
  g_clear_object (&wait->result);
}
