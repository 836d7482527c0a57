/* SPDX-License-Identifier: EUPL-1.2 */

/* Bytes that are no HTTP, or no longer: the municipality goes on answering. */

#include <string.h>

#include "practice-town.h"

#define SOME_ID    "3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c11"
#define HEAD_LINES "Host: 127.0.0.1\r\nAuthorization: Bearer x\r\n"

/* Each a whole request, as macros so that every line of the list is one. */
#define LIST                                                                                       \
  "GET /v1/aanvragen?gewijzigdNa=2026-01-15T13:00:00Z&aantal=3 HTTP/1.1\r\n" HEAD_LINES "\r\n"
#define PAGE "GET /v1/aanvragen?vanaf=1_" SOME_ID " HTTP/1.1\r\n" HEAD_LINES "\r\n"
#define PUT                                                                                        \
  "PUT /v1/aanvragen/" SOME_ID " HTTP/1.1\r\n" HEAD_LINES "Content-Type: application/json\r\n"     \
  "Content-Digest: sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:\r\n"                     \
  "If-None-Match: *\r\nContent-Length: 2\r\n\r\n{}"
#define BEGIN                                                                                      \
  "POST /v1/aanvragen/" SOME_ID "/documenten HTTP/1.1\r\n" HEAD_LINES "Tus-Resumable: 1.0.0\r\n"   \
  "Upload-Length: 10\r\nUpload-Metadata: documentId YWJj,sha256 YWJj,mediatype YWJj\r\n"           \
  "Content-Length: 0\r\n\r\n"
#define PATCH                                                                                      \
  "PATCH /v1/aanvragen/" SOME_ID "/documenten/" SOME_ID " HTTP/1.1\r\n" HEAD_LINES                 \
  "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nUpload-Checksum: sha256 YWJj\r\n"                   \
  "Content-Type: application/offset+octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"            \
  "5\r\n%PDF-\r\n0\r\n\r\n"
#define SEARCH                                                                                     \
  "POST /v1/aanvullingen/_zoeken HTTP/1.1\r\n" HEAD_LINES "Content-Type: application/json\r\n"     \
  "Content-Length: 20\r\n\r\n{\"code\":\"AAAA-AAAA\"}"
#define TROUBLE                                                                                    \
  "PUT /_oefening/storing HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"       \
  "Content-Length: 2\r\n\r\n{}"
#define OPTIONS "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
#define CONNECT "CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
#define WHOLE   "GET http://127.0.0.1/v1/aanvragen HTTP/1.0\r\n\r\n"

static const char *const requests[] = {
    LIST,
    PAGE,
    PUT,
    BEGIN,
    PATCH,
    SEARCH,
    TROUBLE,
    OPTIONS,
    CONNECT,
    WHOLE,
};

static char *
changed (const char *request, gsize *length)
{
  char *copy = g_strdup (request);

  *length = strlen (copy);
  for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
    copy[g_test_rand_int_range (0, (gint32) *length)] = (char) g_test_rand_int_range (0, 256);
  if (g_test_rand_int_range (0, 4) == 0)
    *length = (gsize) g_test_rand_int_range (1, (gint32) *length + 1);
  return copy;
}

static void
send_bytes (guint port, const char *bytes, gsize length)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  GIOStream *stream;
  char answer[4096];

  g_socket_client_set_timeout (client, 10);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_assert_nonnull (connection);
  stream = G_IO_STREAM (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream),
                             bytes,
                             length,
                             NULL,
                             NULL,
                             NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  while (g_input_stream_read (g_io_stream_get_input_stream (stream),
                              answer,
                              sizeof answer,
                              NULL,
                              NULL) > 0)
    continue;
}

static void
test_changed_requests (void)
{
  g_autoptr (Town) town = town_new ();
  guint port = town_port_of (town->server);
  guint rounds = g_strcmp0 (g_getenv ("ZPI_TEST_LONG"), "1") == 0 ? 20000 : 400;

  for (guint i = 0; i < rounds; i++) {
    gsize length;
    g_autofree char *bytes = changed (requests[i % G_N_ELEMENTS (requests)], &length);

    send_bytes (port, bytes, length);
  }
  {
    g_autofree char *id = NULL;

    town_make_trouble (town, "{}");
    id = town_apply (town, BSN_APPLICANT);
    g_assert_nonnull (id);
  }
}

/* More than anyone sends, without saying how much: cut off, not kept. */
static void
test_endless_body (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client,
                                       "127.0.0.1",
                                       town_port_of (town->server),
                                       NULL,
                                       NULL);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  const char *start = "PUT /v1/aanvragen/" SOME_ID " HTTP/1.1\r\n" HEAD_LINES
                      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  g_autoptr (GString) chunk = g_string_new ("100000\r\n");
  gboolean cut = FALSE;
  g_autofree char *spaces = g_strnfill (0x100000, ' ');
  g_autofree char *id = NULL;

  g_string_append (chunk, spaces);
  g_string_append (chunk, "\r\n");
  g_assert_true (g_output_stream_write_all (output, start, strlen (start), NULL, NULL, NULL));
  for (guint i = 0; i < 100 && !cut; i++)
    cut = !g_output_stream_write_all (output, chunk->str, chunk->len, NULL, NULL, NULL);
  g_assert_true (cut);
  id = town_apply (town, BSN_APPLICANT);
  g_assert_nonnull (id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice-noise/changed-requests", test_changed_requests);
  g_test_add_func ("/practice-noise/endless-body", test_endless_body);
  return g_test_run ();
}
