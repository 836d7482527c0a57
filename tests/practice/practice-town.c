/* SPDX-License-Identifier: EUPL-1.2 */

#include "practice-town.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

static SoupSession *
new_session (void)
{
  return soup_session_new_with_options ("timeout", 20, "max-conns-per-host", 8, NULL);
}

Town *
town_new_for (const char *folder, const char *base)
{
  Town *self = g_new0 (Town, 1);

  self->folder = g_strdup (folder);
  self->base = g_strdup (base);
  self->root = g_strndup (base, strlen (base) - strlen ("/v1"));
  self->session = new_session ();
  return self;
}

Town *
town_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("municipality-XXXXXX", &error);
  g_autoptr (ZpiPracticeServer) server = NULL;
  Town *self;

  g_assert_no_error (error);
  server = zpi_practice_server_new (folder, 0);
  zpi_practice_server_start (server, &error);
  g_assert_no_error (error);
  self = town_new_for (folder, zpi_practice_server_get_base_url (server));
  self->server = g_steal_pointer (&server);
  return self;
}

guint16
town_port_of (ZpiPracticeServer *server)
{
  g_autoptr (GUri) uri =
      g_uri_parse (zpi_practice_server_get_base_url (server), G_URI_FLAGS_NONE, NULL);

  g_assert_nonnull (uri);
  return (guint16) g_uri_get_port (uri);
}

void
town_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

void
town_free (Town *self)
{
  g_clear_object (&self->session);
  if (self->server != NULL) {
    g_assert_finalize_object (self->server);
    town_remove_folder (self->folder);
  }
  g_free (self->folder);
  g_free (self->base);
  g_free (self->root);
  g_free (self);
}

void
answer_free (Answer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_object (&self->message);
  g_free (self);
}

const char *
answer_header (Answer *self, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

const char *
answer_text (Answer *self, const char *member)
{
  g_assert_nonnull (self->json);
  return zpi_json_get_string (self->json, member);
}

JsonObject *
answer_item (Answer *self, const char *list, guint index)
{
  JsonArray *array;

  g_assert_nonnull (self->json);
  array = zpi_json_get_array (self->json, list);
  g_assert_nonnull (array);
  return index < json_array_get_length (array) ? json_array_get_object_element (array, index)
                                               : NULL;
}

const char *
answer_problem (Answer *self)
{
  g_assert_nonnull (self->json);
  g_assert_cmpstr (answer_header (self, "Content-Type"), ==, "application/problem+json");
  g_assert_cmpint (json_object_get_int_member (self->json, "status"), ==, self->status);
  g_assert_nonnull (answer_text (self, "title"));
  g_assert_nonnull (answer_text (self, "detail"));
  return answer_text (self, "code");
}

const char *
answer_fault (Answer *self, const char *name)
{
  JsonArray *array = zpi_json_get_array (self->json, "invalidParams");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonObject *object = json_array_get_object_element (array, i);

    g_assert_nonnull (zpi_json_get_string (object, "reason"));
    if (g_strcmp0 (zpi_json_get_string (object, "name"), name) == 0)
      return zpi_json_get_string (object, "code");
  }
  return NULL;
}

/* What the contract says of every answer. */
static void
check_common (Answer *self)
{
  g_assert_cmpstr (answer_header (self, "API-Version"), ==, "1.0.0");
  g_assert_cmpstr (answer_header (self, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (answer_header (self, "Content-Security-Policy"), ==, "frame-ancestors 'none'");
  g_assert_cmpstr (answer_header (self, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_cmpstr (answer_header (self, "X-Frame-Options"), ==, "DENY");
  g_assert_nonnull (answer_header (self, "Strict-Transport-Security"));
  g_assert_nonnull (answer_header (self, "Access-Control-Allow-Origin"));
}

static char *
content_digest (GBytes *body)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *base64 = NULL;

  g_checksum_update (checksum, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_checksum_get_digest (checksum, digest, &length);
  base64 = g_base64_encode (digest, length);
  return g_strdup_printf ("sha-256=:%s:", base64);
}

static void
add_headers (SoupMessage *message, va_list arguments)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  const char *name;

  while ((name = va_arg (arguments, const char *)) != NULL) {
    const char *value = va_arg (arguments, const char *);

    if (*value == '\0')
      soup_message_headers_remove (headers, name);
    else
      soup_message_headers_replace (headers, name, value);
  }
}

static Answer *
send (Town *self, SoupMessage *message)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (GError) error = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  answer->message = g_object_ref (message);
  answer->body = soup_session_send_and_read (self->session, message, NULL, &error);
  if (error != NULL)
    return answer;
  answer->status = soup_message_get_status (message);
  check_common (answer);
  if (g_bytes_get_size (answer->body) > 0)
    answer->node = zpi_json_parse (answer->body, 0, 0, NULL);
  if (answer->node != NULL && JSON_NODE_HOLDS_OBJECT (answer->node))
    answer->json = json_node_get_object (answer->node);
  return answer;
}

static SoupMessage *
new_message (Town *self, const char *method, const char *path, GBytes *body)
{
  gboolean desk = g_str_has_prefix (path, "/_oefening/");
  g_autofree char *uri = g_strconcat (desk ? self->root : self->base, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);
  SoupMessageHeaders *headers;

  g_assert_nonnull (message);
  headers = soup_message_get_request_headers (message);
  if (!desk)
    soup_message_headers_append (headers, "Authorization", "Bearer oefenen");
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/octet-stream", body);
  return message;
}

Answer *
town_call (Town *self, const char *method, const char *path, const char *json, ...)
{
  g_autoptr (GBytes) body = json != NULL ? g_bytes_new (json, strlen (json)) : NULL;
  g_autoptr (SoupMessage) message = new_message (self, method, path, body);
  va_list arguments;

  if (body != NULL) {
    SoupMessageHeaders *headers = soup_message_get_request_headers (message);
    g_autofree char *digest = content_digest (body);

    soup_message_headers_replace (headers, "Content-Type", "application/json");
    soup_message_headers_replace (headers, "Content-Digest", digest);
  }
  va_start (arguments, json);
  add_headers (message, arguments);
  va_end (arguments);
  return send (self, message);
}

Answer *
town_send (Town *self, const char *method, const char *path, GBytes *body, ...)
{
  g_autoptr (SoupMessage) message = new_message (self, method, path, body);
  va_list arguments;

  va_start (arguments, body);
  add_headers (message, arguments);
  va_end (arguments);
  return send (self, message);
}

char *
sha256_of_bytes (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

char *
sha256_of (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
submission_of (const char *form)
{
  g_autofree char *sha256 = sha256_of (form);

  return g_strdup_printf ("{\"formulierSha256\":\"%s\"}", sha256);
}

/* @size bytes that begin as @type does. */
Paper *
paper_new (const char *type, gsize size)
{
  Paper *self = g_new0 (Paper, 1);
  const char *start = strcmp (type, "application/pdf") == 0 ? "%PDF-1.7\n"
                      : strcmp (type, "image/png") == 0     ? "\x89PNG\r\n\x1a\n"
                                                            : "\xff\xd8\xff";
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = i < strlen (start) ? (guint8) start[i] : (guint8) g_test_rand_int ();
  self->id = g_uuid_string_random ();
  self->type = type;
  self->bytes = g_bytes_new_take (data, size);
  self->sha256 = sha256_of_bytes (self->bytes);
  return self;
}

/* A PDF with @lead zeros before its header. */
Paper *
paper_new_behind (gsize lead, gsize size)
{
  Paper *self = paper_new ("application/pdf", size);
  g_autofree guint8 *data = g_malloc0 (lead + size);

  memcpy (data + lead, g_bytes_get_data (self->bytes, NULL), size);
  g_bytes_unref (self->bytes);
  g_free (self->sha256);
  self->bytes = g_bytes_new_take (g_steal_pointer (&data), lead + size);
  self->sha256 = sha256_of_bytes (self->bytes);
  return self;
}

void
paper_free (Paper *self)
{
  g_free (self->id);
  g_free (self->sha256);
  g_bytes_unref (self->bytes);
  g_free (self);
}

static char *
evidence_of (Paper *paper)
{
  return g_strdup_printf ("{\"documentId\":\"%s\",\"soort\":\"loonstrook\",\"van\":\"aanvrager\","
                          "\"maand\":\"2025-12\",\"mediatype\":\"%s\",\"grootteInBytes\":%zu,"
                          "\"sha256\":\"%s\"}",
                          paper->id,
                          paper->type,
                          g_bytes_get_size (paper->bytes),
                          paper->sha256);
}

static char *
form_for (const char *bsn, Paper *first, Paper *second)
{
  g_autofree char *one = first != NULL ? evidence_of (first) : g_strdup ("");
  g_autofree char *two = second != NULL ? evidence_of (second) : g_strdup ("");

  return g_strdup_printf (
      "{\"regeling\":\"zoetermeerpas\",\"pasjaar\":2026,\"aanvrager\":{\"naam\":{\"voornamen\":"
      "\"Anna\",\"geslachtsnaam\":\"Jong\"},\"burgerservicenummer\":\"%s\"},\"contact\":"
      "{\"emailadres\":\"anna@example.nl\",\"vanWie\":\"aanvrager\"},\"kinderen\":[{\"naam\":"
      "{\"voornamen\":\"Bo\"}}],\"bewijsstukken\":[%s%s%s],\"hulpverlener\":{\"naam\":\"B. de "
      "Wit\"},"
      "\"verklaring\":{\"ondertekendOp\":\"2026-01-15T14:05:00+01:00\",\"wijze\":\"op-papier\"}}",
      bsn,
      one,
      second != NULL ? "," : "",
      two);
}

char *
form_of (Paper *first, Paper *second)
{
  return form_for (BSN_APPLICANT, first, second);
}

void
town_put (Town *self, const char *id, const char *form)
{
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autofree char *sha256 = sha256_of (form);
  g_autoptr (Answer) answer = town_call (self, "PUT", path, form, "If-None-Match", "*", NULL);

  g_assert_cmpint (answer->status, ==, 201);
  g_assert_cmpstr (answer_text (answer, "formulierSha256"), ==, sha256);
  g_assert_cmpstr (answer_text (answer, "status"), ==, "concept");
}

static char *
base64 (const char *text)
{
  return g_base64_encode ((const guchar *) text, strlen (text));
}

/* Announces an upload of @length bytes, as it is said. */
Answer *
town_announce_as (Town *self, const char *id, const char *length, const char *metadata)
{
  g_autofree char *path = g_strdup_printf ("/aanvragen/%s/documenten", id);

  return town_send (self,
                    "POST",
                    path,
                    NULL,
                    "Tus-Resumable",
                    "1.0.0",
                    "Upload-Length",
                    length,
                    "Upload-Metadata",
                    metadata,
                    NULL);
}

/* Announces an upload. */
Answer *
town_announce (Town *self, const char *id, Paper *paper, const char *supplement)
{
  g_autofree char *length = g_strdup_printf ("%zu", g_bytes_get_size (paper->bytes));
  g_autofree char *document = base64 (paper->id);
  g_autofree char *sha256 = base64 (paper->sha256);
  g_autofree char *type = base64 (paper->type);
  g_autofree char *more = supplement != NULL ? base64 (supplement) : NULL;
  g_autofree char *metadata = g_strdup_printf ("documentId %s,sha256 %s,mediatype %s%s%s",
                                               document,
                                               sha256,
                                               type,
                                               more != NULL ? ",aanvullingId " : "",
                                               more != NULL ? more : "");

  return town_announce_as (self, id, length, metadata);
}

/* Begins an upload; gives its path below the base address. */
char *
town_begin (Town *self, const char *id, Paper *paper, const char *supplement)
{
  g_autoptr (Answer) answer = town_announce (self, id, paper, supplement);
  const char *location;

  g_assert_cmpint (answer->status, ==, 201);
  g_assert_cmpstr (answer_header (answer, "Tus-Resumable"), ==, "1.0.0");
  g_assert_nonnull (answer_header (answer, "Upload-Expires"));
  location = answer_header (answer, "Location");
  g_assert_true (g_str_has_prefix (location, "/v1/aanvragen/"));
  return g_strdup (location + strlen ("/v1"));
}

Answer *
town_patch (Town *self, const char *location, Paper *paper, gsize from, gsize to)
{
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (paper->bytes, from, to - from);
  g_autofree char *offset = g_strdup_printf ("%zu", from);
  g_autofree char *digest = content_digest (part);
  g_autofree char *checksum = g_strdup_printf ("sha256 %.44s", digest + strlen ("sha-256=:"));

  return town_send (self,
                    "PATCH",
                    location,
                    part,
                    "Tus-Resumable",
                    "1.0.0",
                    "Content-Type",
                    "application/offset+octet-stream",
                    "Upload-Offset",
                    offset,
                    "Upload-Checksum",
                    checksum,
                    NULL);
}

void
town_upload (Town *self, const char *id, Paper *paper, const char *supplement)
{
  g_autofree char *location = town_begin (self, id, paper, supplement);
  gsize size = g_bytes_get_size (paper->bytes);
  g_autofree char *end = g_strdup_printf ("%zu", size);
  g_autoptr (Answer) first = town_patch (self, location, paper, 0, size / 2);
  g_autoptr (Answer) second = town_patch (self, location, paper, size / 2, size);

  g_assert_cmpint (first->status, ==, 204);
  g_assert_cmpint (second->status, ==, 204);
  g_assert_cmpstr (answer_header (second, "Upload-Offset"), ==, end);
}

Answer *
town_submit (Town *self, const char *id, const char *form, const char *key)
{
  g_autofree char *path = g_strdup_printf ("/aanvragen/%s/_indienen", id);
  g_autofree char *body = submission_of (form);

  return town_call (self, "POST", path, body, "Idempotency-Key", key, NULL);
}

/* A submitted application without documents. */
char *
town_apply (Town *self, const char *bsn)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_for (bsn, NULL, NULL);
  g_autoptr (Answer) answer = NULL;

  town_put (self, id, form);
  answer = town_submit (self, id, form, id);
  g_assert_cmpint (answer->status, ==, 201);
  return g_steal_pointer (&id);
}

void
town_make_trouble (Town *self, const char *json)
{
  g_autoptr (Answer) answer = town_call (self, "PUT", "/_oefening/storing", json, NULL);

  g_assert_cmpint (answer->status, ==, 200);
}
