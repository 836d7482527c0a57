/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

/* A server of raw bytes in a thread of its own, for answers that no decent server would give. It
 * reads one request from a connection, answers with the next of the answers that were put ready
 * (the last one again when they are used up), and closes. */

typedef struct {
  char *method;
  char *path;
  char *head; /* everything before the body */
  GBytes *body;
} TestRequest;

typedef struct _TestPeer TestPeer;

/* @certificate: (nullable): speaks TLS */
TestPeer *test_peer_new (GTlsCertificate *certificate);
void test_peer_free (TestPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPeer, test_peer_free)
char *test_peer_dup_url (TestPeer *self, const char *path);
guint16 test_peer_get_port (TestPeer *self);

/* Keeps a connection for @n requests; the one after them is read and never answered. */
void test_peer_set_per_connection (TestPeer *self, guint n);
/* Answers before it has read anything. */
void test_peer_set_blind (TestPeer *self);

/* Content-Length is added; @headers: lines that each end in \r\n. */
void test_peer_answer (TestPeer *self, guint status, const char *headers, const char *body);
/* Exactly these bytes; @ms_per_byte: a drip; @stall_ms: waits before the first byte. */
void test_peer_answer_raw (TestPeer *self,
                           const void *data,
                           gsize size,
                           guint ms_per_byte,
                           guint stall_ms);
/* The head, then a body of this many bytes that is made while it is sent. */
void test_peer_answer_endless (TestPeer *self, const char *head, guint64 n_bytes);

/* Instead of answers that were put ready. In the thread of the peer; (nullable): closes. */
typedef GBytes *(*TestHandler) (const TestRequest *request, gpointer data);
void test_peer_set_handler (TestPeer *self, TestHandler handler, gpointer data);
GBytes *test_answer_new (guint status, const char *headers, const char *body);

guint test_peer_get_n_requests (TestPeer *self);
const TestRequest *test_peer_get_request (TestPeer *self, guint i);
/* (transfer full) (nullable) */
char *test_request_dup_header (const TestRequest *request, const char *name);

/* Waiting for one asynchronous operation on the main context. */
typedef struct {
  GAsyncResult *result;
} TestWait;

void test_wait_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *test_wait (TestWait *wait);
void test_wait_clear (TestWait *wait);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestWait, test_wait_clear)
