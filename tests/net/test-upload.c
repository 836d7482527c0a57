/* SPDX-License-Identifier: EUPL-1.2 */

/* The uploader against a small tus server that can be told to make every kind of trouble, once or
 * again and again. */

#include "zpi-api.h"

#include <string.h>

#include "test-peer.h"

#define CASE     "7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a001"
#define DOCUMENT "7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a0d1"
#define PLACE    "/v1/aanvragen/" CASE "/documenten/" DOCUMENT
#define RELATIVE "/aanvragen/" CASE "/documenten/" DOCUMENT
#define CHUNK    1000
#define SIZE     3500

typedef enum {
  NO_TROUBLE,
  STATUS,         /* answers with a status, nothing stored */
  STORED_AND_CUT, /* stores, then the connection goes */
  HALF_STORED,    /* stores half of what came and says so */
  SAYS_NOTHING,   /* stores, and leaves the offset out of its answer */
  SAYS_TOO_MUCH,
  SAYS_TOO_LITTLE,
  PAGE, /* a 200 with a page */
  NO_TUS,
  FORGETS,     /* has never heard of it */
  EVERY_OTHER, /* refuses every second one as damaged, and stores half of the others */
} Trouble;

typedef struct {
  const char *method; /* which request has the trouble */
  guint at;           /* the how-manieth, from 0 */
  guint times;
  Trouble trouble;
  guint status;
  const char *headers;
  const char *body;
} Plan;

typedef struct {
  TestPeer *peer;
  ZpiApi *api;
  GBytes *document;
  char *sha256;
  /* The server's side; the peer's thread. */
  GByteArray *stored;
  const char *extensions;
  const char *location;
  const char *max_size;
  gboolean created;
  const Plan *plan;
  guint seen[4]; /* OPTIONS, POST, HEAD, PATCH */
  char *metadata;
  guint largest_patch;
  guint wrong_checksums;
  /* The source's side. */
  guint reads;
  guint64 kept_offset;
  char *kept_path;
  guint n_kept;
  GError *read_error;
  GError *keep_error;
  gsize short_by;
} Fixture;

static const char *const methods[] = {"OPTIONS", "POST", "HEAD", "PATCH"};

static guint
method_index (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i], method) == 0)
      return i;
  }
  g_assert_not_reached ();
}

static GBytes *tus_answer (guint status, const char *format, ...) G_GNUC_PRINTF (2, 3);

static GBytes *
tus_answer (guint status, const char *format, ...)
{
  g_autofree char *headers = NULL;
  g_autofree char *all = NULL;
  va_list args;

  va_start (args, format);
  headers = g_strdup_vprintf (format, args);
  va_end (args);
  all = g_strconcat ("Tus-Resumable: 1.0.0\r\n", headers, NULL);
  return test_answer_new (status, all, "");
}

static gboolean
checksum_fits (const TestRequest *request)
{
  g_autofree char *header = test_request_dup_header (request, "Upload-Checksum");
  g_auto (GStrv) words = g_strsplit (header != NULL ? header : "", " ", 2);
  g_autofree char *hex = NULL;
  g_autofree guchar *sent = NULL;
  GString *sent_hex = g_string_new (NULL);
  gsize length = 0;
  gboolean fits;

  if (words[0] != NULL && words[1] != NULL)
    sent = g_base64_decode (words[1], &length);
  hex = g_compute_checksum_for_bytes (g_strcmp0 (words[0], "sha1") == 0 ? G_CHECKSUM_SHA1
                                                                        : G_CHECKSUM_SHA256,
                                      request->body);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (sent_hex, "%02x", sent[i]);
  fits = strcmp (sent_hex->str, hex) == 0;
  g_string_free (sent_hex, TRUE);
  return fits;
}

static GBytes *
patch (Fixture *self, const TestRequest *request, Trouble trouble)
{
  g_autofree char *offset_text = test_request_dup_header (request, "Upload-Offset");
  g_autofree char *type = test_request_dup_header (request, "Content-Type");
  gsize size;
  const guint8 *data = g_bytes_get_data (request->body, &size);

  g_assert_cmpstr (type, ==, "application/offset+octet-stream");
  if (g_ascii_strtoull (offset_text, NULL, 10) != self->stored->len)
    return test_answer_new (409,
                            "Tus-Resumable: 1.0.0\r\nContent-Type: application/problem+json\r\n",
                            "{\"code\":\"verkeerde-positie\"}");
  if (strstr (self->extensions, "checksum") != NULL && !checksum_fits (request))
    self->wrong_checksums++;
  self->largest_patch = MAX (self->largest_patch, size);
  g_byte_array_append (self->stored, data, trouble == HALF_STORED ? size / 2 : size);
  if (trouble == STORED_AND_CUT)
    return NULL;
  if (trouble == SAYS_NOTHING)
    return tus_answer (204, "X: y\r\n");
  if (trouble == NO_TUS)
    return test_answer_new (204, "Upload-Offset: 1000\r\n", "");
  return tus_answer (204,
                     "Upload-Offset: %u\r\n",
                     trouble == SAYS_TOO_MUCH     ? SIZE + 1
                     : trouble == SAYS_TOO_LITTLE ? 0
                                                  : self->stored->len);
}

static GBytes *
serve_well (Fixture *self, const TestRequest *request, Trouble trouble)
{
  switch (method_index (request->method)) {
  case 0:
    return tus_answer (204,
                       "Tus-Version: 1.0.0,0.2.2\r\nTus-Extension: %s\r\n"
                       "Tus-Checksum-Algorithm: %s\r\n%s",
                       self->extensions,
                       strstr (self->extensions, "sha1") ? "sha1" : "sha1,sha256",
                       self->max_size);
  case 1:
    if (!self->created)
      g_byte_array_set_size (self->stored, 0);
    self->created = TRUE;
    g_free (self->metadata);
    self->metadata = test_request_dup_header (request, "Upload-Metadata");
    return tus_answer (201,
                       "Location: %s\r\nUpload-Offset: %u\r\n",
                       self->location,
                       self->stored->len);
  case 2:
    if (!self->created)
      return tus_answer (404, "X: y\r\n");
    return tus_answer (200, "Upload-Offset: %u\r\nUpload-Length: %u\r\n", self->stored->len, SIZE);
  default:
    if (!self->created)
      return tus_answer (404, "X: y\r\n");
    return patch (self, request, trouble);
  }
}

static GBytes *
serve (const TestRequest *request, gpointer data)
{
  Fixture *self = data;
  guint n = self->seen[method_index (request->method)]++;
  const Plan *plan = self->plan;
  g_autofree char *version = test_request_dup_header (request, "Tus-Resumable");

  g_assert_cmpstr (version, ==, "1.0.0");
  if (plan == NULL || strcmp (plan->method, request->method) != 0 || n < plan->at ||
      n >= plan->at + plan->times)
    return serve_well (self, request, NO_TROUBLE);
  switch (plan->trouble) {
  case STATUS:
    return test_answer_new (plan->status,
                            plan->headers != NULL ? plan->headers : "Tus-Resumable: 1.0.0\r\n",
                            plan->body != NULL ? plan->body : "");
  case PAGE:
    return test_answer_new (200, "Content-Type: text/html\r\n", "<html>");
  case FORGETS:
    self->created = FALSE;
    return tus_answer (410, "X: y\r\n");
  case EVERY_OTHER:
    return n % 2 == 1 ? test_answer_new (460, "Tus-Resumable: 1.0.0\r\n", "")
                      : serve_well (self, request, HALF_STORED);
  default:
    return serve_well (self, request, plan->trouble);
  }
}

/* The source. */

static void
read_chunk (gpointer data,
            guint64 index,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  Fixture *self = data;
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  gsize start = index * CHUNK;

  self->reads++;
  if (self->read_error != NULL)
    g_task_return_error (task, g_error_copy (self->read_error));
  else
    g_task_return_pointer (task,
                           g_bytes_new_from_bytes (self->document,
                                                   start,
                                                   MIN (CHUNK, SIZE - start) - self->short_by),
                           (GDestroyNotify) g_bytes_unref);
}

static GBytes *
read_chunk_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
acknowledged (gpointer data,
              const char *upload_path,
              guint64 offset,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  Fixture *self = data;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  self->n_kept++;
  self->kept_offset = offset;
  g_free (self->kept_path);
  self->kept_path = g_strdup (upload_path);
  if (self->keep_error != NULL)
    g_task_return_error (task, g_error_copy (self->keep_error));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
acknowledged_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static const ZpiUploadSource source = {read_chunk,
                                       read_chunk_finish,
                                       acknowledged,
                                       acknowledged_finish};

static gboolean
upload (Fixture *self, const char *path, ZpiProblem **problem, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_api_upload_async (self->api,
                        CASE,
                        NULL,
                        DOCUMENT,
                        "image/png",
                        SIZE,
                        self->sha256,
                        CHUNK,
                        path,
                        &source,
                        self,
                        NULL,
                        test_wait_cb,
                        &wait);
  return zpi_api_upload_finish (self->api, test_wait (&wait), problem, error);
}

static void
set_up_plain (Fixture *self, gconstpointer data)
{
  g_autofree char *url = NULL;
  guint8 *bytes = g_malloc (SIZE);

  for (guint i = 0; i < SIZE; i++)
    bytes[i] = g_test_rand_int_range (0, 256);
  self->document = g_bytes_new_take (bytes, SIZE);
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->document);
  self->stored = g_byte_array_new ();
  self->extensions = "creation,checksum,expiration";
  self->location = PLACE;
  self->max_size = "Tus-Max-Size: 5000\r\n";
  self->peer = test_peer_new (NULL);
  test_peer_set_handler (self->peer, serve, self);
  url = test_peer_dup_url (self->peer, "/v1");
  self->api = zpi_api_new (url, TRUE, NULL, NULL);
  zpi_api_set_token (self->api, "the-token");
}

static void
set_up (Fixture *self, gconstpointer data)
{
  set_up_plain (self, data);
  self->plan = data;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->api);
  test_peer_free (self->peer);
  g_bytes_unref (self->document);
  g_byte_array_unref (self->stored);
  g_free (self->sha256);
  g_free (self->metadata);
  g_free (self->kept_path);
  g_clear_error (&self->read_error);
  g_clear_error (&self->keep_error);
}

static void
assert_arrived (Fixture *self)
{
  g_assert_cmpmem (self->stored->data,
                   self->stored->len,
                   g_bytes_get_data (self->document, NULL),
                   g_bytes_get_size (self->document));
  g_assert_cmpuint (self->kept_offset, ==, SIZE);
  g_assert_cmpstr (self->kept_path, ==, RELATIVE);
  g_assert_cmpuint (self->wrong_checksums, ==, 0);
}

static void
test_whole (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *id = g_base64_encode ((const guchar *) DOCUMENT, strlen (DOCUMENT));
  g_autofree char *sha = g_base64_encode ((const guchar *) self->sha256, 64);

  g_assert_true (upload (self, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_arrived (self);
  g_assert_cmpuint (self->seen[3], ==, 4);
  g_assert_cmpuint (self->n_kept, ==, 5);
  expected = g_strdup_printf ("documentId %s,sha256 %s,mediatype aW1hZ2UvcG5n", id, sha);
  g_assert_cmpstr (self->metadata, ==, expected);

  /* What the server can do is asked once. */
  g_assert_true (upload (self, self->kept_path, NULL, &error));
  g_assert_cmpuint (self->seen[0], ==, 1);
  g_assert_cmpuint (self->seen[2], ==, 1);
  g_assert_cmpuint (self->seen[3], ==, 4);
}

static void
test_supplement (Fixture *self, gconstpointer data)
{
  g_auto (TestWait) wait = {0};

  zpi_api_upload_async (self->api,
                        CASE,
                        "abc",
                        DOCUMENT,
                        "image/png",
                        SIZE,
                        self->sha256,
                        CHUNK,
                        "no path at all",
                        &source,
                        self,
                        NULL,
                        test_wait_cb,
                        &wait);
  g_assert_true (zpi_api_upload_finish (self->api, test_wait (&wait), NULL, NULL));
  g_assert_true (g_str_has_suffix (self->metadata, ",aanvullingId YWJj"));
  assert_arrived (self);
}

/* Every offset from which an earlier try may have to be taken up, chunk border or not. */
static void
test_resumes (Fixture *self, gconstpointer data)
{
  for (guint offset = 0; offset <= SIZE; offset += 250) {
    g_autoptr (GError) error = NULL;

    self->created = TRUE;
    g_byte_array_set_size (self->stored, 0);
    g_byte_array_append (self->stored, g_bytes_get_data (self->document, NULL), offset);
    g_assert_true (upload (self, RELATIVE, NULL, &error));
    g_assert_no_error (error);
    assert_arrived (self);
  }
  g_assert_cmpuint (self->seen[1], ==, 0);
}

static void
test_resume_forgotten (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (upload (self, RELATIVE, NULL, &error));
  g_assert_no_error (error);
  assert_arrived (self);
  g_assert_cmpuint (self->seen[2], ==, 1);
  g_assert_cmpuint (self->seen[1], ==, 1);
}

/* Trouble that is got over within one upload. */
#define PATCHED(at, times, trouble)                                                                \
  {                                                                                                \
    "PATCH", at, times, trouble, 0, NULL, NULL                                                     \
  }
#define PATCH_STATUS(at, times, status)                                                            \
  {                                                                                                \
    "PATCH", at, times, STATUS, status, NULL, NULL                                                 \
  }
#define PROBLEM(code) "Content-Type: application/problem+json\r\n", "{\"code\":\"" code "\"}"

static const Plan survived[] = {
    PATCHED (1, 1, HALF_STORED),
    PATCHED (0, 4, HALF_STORED),
    PATCHED (2, 1, FORGETS),
    PATCH_STATUS (1, 1, 460),
    PATCH_STATUS (1, 5, 460),
    /* More than five, with something arriving between them: that line gets through too. */
    PATCHED (0, 14, EVERY_OTHER),
    PATCH_STATUS (1, 1, 404),
    PATCH_STATUS (0, 1, 413),
    {"PATCH", 3, 1, STATUS, 409, PROBLEM ("verkeerde-positie")},
    {"PATCH", 3, 1, STATUS, 409, NULL, NULL},
    {"PATCH", 3, 1, STATUS, 409, PROBLEM ("digest-anders")},
    {"HEAD", 0, 1, STATUS, 403, NULL, NULL},
    /* A gateway that does not know the question: it goes without checksums then. */
    {"OPTIONS", 0, 1, STATUS, 204, "Allow: POST\r\n", ""},
    {"OPTIONS", 0, 1, STATUS, 400, NULL, NULL},
    {"OPTIONS", 0, 1, STATUS, 403, NULL, NULL},
    {"OPTIONS", 0, 1, STATUS, 404, NULL, NULL},
    {"OPTIONS", 0, 1, STATUS, 405, NULL, NULL},
    {"OPTIONS", 0, 1, STATUS, 501, NULL, NULL},
};

static void
test_survived (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  const Plan *plan = data;

  if (plan->status == 413) {
    /* Parts of 1000 bytes are not made smaller; see test_too_large_parts. */
    g_assert_false (upload (self, NULL, &problem, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TOO_LARGE);
    return;
  }
  self->created = strcmp (plan->method, "HEAD") == 0;
  if (strcmp (plan->method, "OPTIONS") == 0)
    self->extensions = "creation"; /* for all we know */
  g_assert_true (upload (self, self->created ? RELATIVE : NULL, &problem, &error));
  g_assert_no_error (error);
  g_assert_null (problem);
  assert_arrived (self);
}

/* Trouble that ends it, with how. */
static const struct {
  Plan plan;
  ZpiError code;
} ended[] = {
    {PATCHED (1, 1, STORED_AND_CUT), ZPI_ERROR_OFFLINE},
    {PATCHED (1, 1, SAYS_NOTHING), ZPI_ERROR_NOT_VERIFIED},
    {PATCHED (1, 1, SAYS_TOO_MUCH), ZPI_ERROR_NOT_VERIFIED},
    {PATCHED (1, 1, SAYS_TOO_LITTLE), ZPI_ERROR_NOT_VERIFIED},
    {PATCHED (1, 1, NO_TUS), ZPI_ERROR_NOT_VERIFIED},
    {PATCHED (1, 1, PAGE), ZPI_ERROR_LOGIN_PAGE},
    {PATCHED (0, 99, FORGETS), ZPI_ERROR_NOT_VERIFIED},
    {PATCH_STATUS (1, 99, 460), ZPI_ERROR_NOT_VERIFIED},
    {PATCH_STATUS (1, 1, 400), ZPI_ERROR_REFUSED},
    {PATCH_STATUS (1, 1, 412), ZPI_ERROR_REFUSED},
    {PATCH_STATUS (1, 1, 415), ZPI_ERROR_REFUSED},
    {PATCH_STATUS (1, 1, 423), ZPI_ERROR_BUSY},
    {PATCH_STATUS (1, 1, 429), ZPI_ERROR_BUSY},
    {PATCH_STATUS (1, 1, 503), ZPI_ERROR_BUSY},
    {PATCH_STATUS (1, 99, 401), ZPI_ERROR_SIGN_IN_NEEDED},
    {{"PATCH", 1, 1, STATUS, 307, "Location: http://x.example/\r\n", ""}, ZPI_ERROR_LOGIN_PAGE},
    {{"PATCH", 0, 99, STATUS, 409, PROBLEM ("verkeerde-positie")}, ZPI_ERROR_NOT_VERIFIED},
    {{"PATCH", 0, 99, STATUS, 409, PROBLEM ("digest-anders")}, ZPI_ERROR_CONFLICT},
    {{"PATCH", 0, 1, STATUS, 409, PROBLEM ("al-ingediend")}, ZPI_ERROR_CONFLICT},
    {{"POST", 0, 1, STATUS, 400, PROBLEM ("niet-aangekondigd")}, ZPI_ERROR_REFUSED},
    {{"POST", 0, 1, STATUS, 404, PROBLEM ("niet-gevonden")}, ZPI_ERROR_NOT_FOUND},
    {{"POST", 0, 1, STATUS, 409, PROBLEM ("document-anders")}, ZPI_ERROR_CONFLICT},
    {{"POST", 0, 1, STATUS, 410, PROBLEM ("verwijderd")}, ZPI_ERROR_GONE},
    {{"POST", 0, 1, STATUS, 413, PROBLEM ("te-groot")}, ZPI_ERROR_TOO_LARGE},
    {{"POST", 0, 1, STATUS, 200, NULL, NULL}, ZPI_ERROR_NOT_VERIFIED},
    {{"POST", 0, 1, STATUS, 201, NULL, NULL}, ZPI_ERROR_NOT_VERIFIED},
    {{"POST", 0, 1, STATUS, 201, "Location: " PLACE "\r\n", ""}, ZPI_ERROR_NOT_VERIFIED},
    {{"POST",
      0,
      1,
      STATUS,
      201,
      "Tus-Resumable: 1.0.0\r\nUpload-Offset: 9999\r\nLocation: " PLACE "\r\n",
      ""},
     ZPI_ERROR_NOT_VERIFIED},
    {{"OPTIONS", 0, 1, STATUS, 204, "Tus-Version: 0.2.2\r\n", ""}, ZPI_ERROR_NOT_VERIFIED},
    {{"OPTIONS", 0, 1, STATUS, 204, "Tus-Version: 1.0.0\r\n", ""}, ZPI_ERROR_NOT_VERIFIED},
    {{"OPTIONS", 0, 1, STATUS, 503, NULL, NULL}, ZPI_ERROR_BUSY},
    {{"OPTIONS", 0, 1, PAGE, 0, NULL, NULL}, ZPI_ERROR_LOGIN_PAGE},
    {{"HEAD", 0, 1, STATUS, 503, NULL, NULL}, ZPI_ERROR_BUSY},
    {{"HEAD", 0, 1, STATUS, 200, "Upload-Offset: 0\r\n", ""}, ZPI_ERROR_NOT_VERIFIED},
    {{"HEAD", 0, 1, STATUS, 200, NULL, NULL}, ZPI_ERROR_NOT_VERIFIED},
    {{"HEAD", 0, 1, STATUS, 200, "Tus-Resumable: 1.0.0\r\nUpload-Offset: -1\r\n", ""},
     ZPI_ERROR_NOT_VERIFIED},
    {{"HEAD", 0, 1, STATUS, 200, "Tus-Resumable: 1.0.0\r\nUpload-Offset: 3501\r\n", ""},
     ZPI_ERROR_NOT_VERIFIED},
    {{"HEAD",
      0,
      1,
      STATUS,
      200,
      "Tus-Resumable: 1.0.0\r\nUpload-Offset: 1\r\nUpload-Length: 3501\r\n",
      ""},
     ZPI_ERROR_NOT_VERIFIED},
};

static const Plan unauthorized = {"PATCH", 1, 99, STATUS, 401, "WWW-Authenticate: Bearer\r\n", ""};

static void
test_ended (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  const Plan *plan = data;
  guint i = 0;

  while (&ended[i].plan != plan)
    i++;
  self->created = strcmp (plan->method, "HEAD") == 0;
  if (self->created)
    g_byte_array_set_size (self->stored, 10);
  if (plan->status == 401)
    self->plan = &unauthorized;
  g_assert_false (upload (self, self->created ? RELATIVE : NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, (int) ended[i].code);

  /* However it ended: the next try takes up what is there. */
  if (self->created)
    g_byte_array_set_size (self->stored, 0);
  self->plan = NULL;
  g_clear_error (&error);
  g_clear_pointer (&problem, zpi_problem_free);
  g_assert_true (upload (self, self->kept_path, &problem, &error));
  g_assert_no_error (error);
  assert_arrived (self);
}

/* Places that are not below the base URL are not sent to. */
static void
test_locations (Fixture *self, gconstpointer data)
{
  static const char *const bad[] = {
      "http://127.0.0.1:1/v1/aanvragen/x",
      "https://pas.example/v1/aanvragen/x",
      "//evil.example/v1/aanvragen/x",
      "/v2/aanvragen/x",
      "/v1evil/aanvragen/x",
      "/v1/../v2/x",
      "http://[::bad",
      "/v1",
      "",
  };
  g_autofree char *absolute = test_peer_dup_url (self->peer, PLACE);
  g_autofree char *user =
      g_strdup_printf ("http://me@127.0.0.1:%u" PLACE, test_peer_get_port (self->peer));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad) + 1; i++) {
    self->location = i < G_N_ELEMENTS (bad) ? bad[i] : user;
    g_test_message ("%s", self->location);
    g_assert_false (upload (self, NULL, NULL, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
    g_clear_error (&error);
  }
  g_assert_cmpuint (self->seen[3], ==, 0);

  self->location = absolute;
  self->created = FALSE;
  g_assert_true (upload (self, NULL, NULL, &error));
  assert_arrived (self);

  self->location = PLACE "?part=1";
  self->created = FALSE;
  g_assert_true (upload (self, NULL, NULL, &error));
  g_assert_cmpstr (self->kept_path, ==, RELATIVE "?part=1");
}

static void
test_source_fails (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;

  self->read_error = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "locked");
  g_assert_false (upload (self, NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_assert_null (problem);
  g_clear_error (&error);
  g_clear_error (&self->read_error);

  self->short_by = 1;
  g_assert_false (upload (self, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  self->short_by = 0;

  self->keep_error = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_STORE_FULL, "full");
  g_assert_false (upload (self, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_STORE_FULL);
  /* Not a byte goes that could not be written down. */
  g_assert_cmpuint (self->seen[3], ==, 0);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->max_size = "Tus-Max-Size: 3499\r\n";
  g_assert_false (upload (self, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TOO_LARGE);
  g_assert_cmpuint (self->seen[1], ==, 0);
}

static void
test_algorithms (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->extensions = data;
  g_assert_true (upload (self, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_arrived (self);
}

/* A proxy that takes at most so much in one request. */
typedef struct {
  guint limit;
  guint64 offset;
  guint refused;
} Proxy;

static GBytes *
serve_proxy (const TestRequest *request, gpointer data)
{
  Proxy *proxy = data;
  gsize size = g_bytes_get_size (request->body);

  if (strcmp (request->method, "OPTIONS") == 0)
    return tus_answer (204, "Tus-Version: 1.0.0\r\nTus-Extension: creation\r\n");
  if (strcmp (request->method, "POST") == 0)
    return tus_answer (201, "Location: " PLACE "\r\n");
  if (strcmp (request->method, "PATCH") == 0 && size > proxy->limit) {
    proxy->refused++;
    return test_answer_new (413, "Content-Type: text/html\r\n", "<html>too large</html>");
  }
  if (strcmp (request->method, "PATCH") == 0)
    proxy->offset += size;
  return tus_answer (strcmp (request->method, "HEAD") == 0 ? 200 : 204,
                     "Upload-Offset: %" G_GUINT64_FORMAT "\r\n",
                     proxy->offset);
}

static void
read_zeros (gpointer data,
            guint64 index,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_return_pointer (task,
                         g_bytes_new_take (g_malloc0 (1024 * 1024), 1024 * 1024),
                         (GDestroyNotify) g_bytes_unref);
}

static void
test_too_large_parts (Fixture *self, gconstpointer data)
{
  const ZpiUploadSource zeros = {read_zeros, read_chunk_finish, acknowledged, acknowledged_finish};
  Proxy proxy = {.limit = GPOINTER_TO_UINT (data)};
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};
  gboolean ok;

  test_peer_set_handler (self->peer, serve_proxy, &proxy);
  zpi_api_upload_async (self->api,
                        CASE,
                        NULL,
                        DOCUMENT,
                        "image/png",
                        2 * 1024 * 1024,
                        self->sha256,
                        1024 * 1024,
                        NULL,
                        &zeros,
                        self,
                        NULL,
                        test_wait_cb,
                        &wait);
  ok = zpi_api_upload_finish (self->api, test_wait (&wait), NULL, &error);
  if (proxy.limit >= 64 * 1024) {
    g_assert_no_error (error);
    g_assert_true (ok);
    g_assert_cmpuint (proxy.offset, ==, 2 * 1024 * 1024);
    g_assert_cmpuint (proxy.refused, ==, 3);
  } else {
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_TOO_LARGE);
    g_assert_cmpuint (proxy.refused, ==, 5);
  }
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (TestWait) wait = {0};

  zpi_api_upload_async (self->api,
                        CASE,
                        NULL,
                        DOCUMENT,
                        "image/png",
                        SIZE,
                        self->sha256,
                        CHUNK,
                        NULL,
                        &source,
                        self,
                        cancellable,
                        test_wait_cb,
                        &wait);
  while (self->kept_offset == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_false (zpi_api_upload_finish (self->api, test_wait (&wait), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (upload (self, self->kept_path, NULL, &error));
  assert_arrived (self);
}

#define ADD(path, func, data)       g_test_add (path, Fixture, data, set_up, func, tear_down)

#define ADD_PLAIN(path, func, data) g_test_add (path, Fixture, data, set_up_plain, func, tear_down)

static void
add_tables (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (survived); i++) {
    g_autofree char *path = g_strdup_printf ("/upload/survived/%u", i);

    ADD (path, test_survived, &survived[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (ended); i++) {
    g_autofree char *path =
        g_strdup_printf ("/upload/ended/%u-%s", i, zpi_error_code_to_nick (ended[i].code));

    ADD (path, test_ended, &ended[i].plan);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/upload/whole", test_whole, NULL);
  ADD ("/upload/supplement", test_supplement, NULL);
  ADD ("/upload/resumes", test_resumes, NULL);
  ADD ("/upload/resume-forgotten", test_resume_forgotten, NULL);
  ADD ("/upload/locations", test_locations, NULL);
  ADD ("/upload/source-fails", test_source_fails, NULL);
  ADD ("/upload/too-large", test_too_large, NULL);
  ADD ("/upload/cancel", test_cancel, NULL);
  add_tables ();
  ADD_PLAIN ("/upload/too-large-parts/halved", test_too_large_parts, GUINT_TO_POINTER (150 * 1024));
  ADD_PLAIN ("/upload/too-large-parts/ends", test_too_large_parts, GUINT_TO_POINTER (1024));
  ADD_PLAIN ("/upload/algorithms/sha1", test_algorithms, "creation,checksum,sha1");
  ADD_PLAIN ("/upload/algorithms/none", test_algorithms, "creation");
  return g_test_run ();
}
