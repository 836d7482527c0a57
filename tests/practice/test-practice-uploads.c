/* SPDX-License-Identifier: EUPL-1.2 */

#include <string.h>

#include "practice-town.h"
#include "zpi-clock.h"

static gint64 fake_now_us;

static gint64
fake_clock (gpointer user_data)
{
  return fake_now_us;
}

typedef struct {
  Town *town;
  Paper *paper;
  char *id;
  char *location;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *form = NULL;

  fixture->town = town_new ();
  fixture->paper = paper_new ("application/pdf", 10 * 1000);
  fixture->id = g_uuid_string_random ();
  form = form_of (fixture->paper, NULL);
  town_put (fixture->town, fixture->id, form);
  fixture->location = town_begin (fixture->town, fixture->id, fixture->paper, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  town_free (fixture->town);
  paper_free (fixture->paper);
  g_free (fixture->id);
  g_free (fixture->location);
}

static Answer *
head (Fixture *fixture)
{
  return town_call (fixture->town, "HEAD", fixture->location, NULL, "Tus-Resumable", "1.0.0", NULL);
}

static void
assert_offset (Fixture *fixture, const char *offset)
{
  g_autoptr (Answer) answer = head (fixture);

  g_assert_cmpint (answer->status, ==, 200);
  g_assert_cmpstr (answer_header (answer, "Upload-Offset"), ==, offset);
  g_assert_cmpstr (answer_header (answer, "Upload-Length"), ==, "10000");
}

static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) first = town_patch (fixture->town, fixture->location, fixture->paper, 0, 4000);
  g_autoptr (Answer) twice = NULL;
  g_autoptr (Answer) ahead = NULL;
  g_autoptr (Answer) rest = NULL;
  g_autofree char *same = NULL;

  g_assert_cmpint (first->status, ==, 204);
  assert_offset (fixture, "4000");
  twice = town_patch (fixture->town, fixture->location, fixture->paper, 0, 4000);
  g_assert_cmpint (twice->status, ==, 409);
  g_assert_cmpstr (answer_problem (twice), ==, "verkeerde-positie");
  ahead = town_patch (fixture->town, fixture->location, fixture->paper, 5000, 6000);
  g_assert_cmpint (ahead->status, ==, 409);
  assert_offset (fixture, "4000");
  /* Beginning again goes on. */
  same = town_begin (fixture->town, fixture->id, fixture->paper, NULL);
  g_assert_cmpstr (same, ==, fixture->location);
  assert_offset (fixture, "4000");
  rest = town_patch (fixture->town, fixture->location, fixture->paper, 4000, 10000);
  g_assert_cmpint (rest->status, ==, 204);
  assert_offset (fixture, "10000");
}

static Answer *
patch_with (Fixture *fixture, GBytes *part, const char *name, const char *value)
{
  return town_send (fixture->town,
                    "PATCH",
                    fixture->location,
                    part,
                    "Tus-Resumable",
                    "1.0.0",
                    "Content-Type",
                    "application/offset+octet-stream",
                    "Upload-Offset",
                    "0",
                    name,
                    value,
                    NULL);
}

static void
test_checksum (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) part = g_bytes_new_static ("%PDF-", 5);
  const struct {
    const char *checksum;
    guint status;
  } cases[] = {
      {"sha256 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 460},
      {"sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", 460},
      {"md5 AAAAAAAAAAAAAAAAAAAAAA==", 400},
      {"sha256", 400},
      {"sha1 4hN0tyjxV9rPvr5U6eQHvsXAgfs=", 460},
  };
  g_autofree char *sha1 = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *header = NULL;
  g_autoptr (Answer) good = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Answer) answer = patch_with (fixture, part, "Upload-Checksum", cases[i].checksum);

    g_assert_cmpint (answer->status, ==, cases[i].status);
    assert_offset (fixture, "0");
  }
  g_checksum_update (checksum, (const guchar *) "%PDF-", 5);
  g_checksum_get_digest (checksum, digest, &length);
  sha1 = g_base64_encode (digest, length);
  header = g_strconcat ("sha1 ", sha1, NULL);
  good = patch_with (fixture, part, "Upload-Checksum", header);
  g_assert_cmpint (good->status, ==, 204);
  assert_offset (fixture, "5");
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) part = g_bytes_new_static ("%PDF-", 5);
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (10001), 10001);
  g_autoptr (Answer) type = patch_with (fixture, part, "Content-Type", "application/pdf");
  g_autoptr (Answer) version = patch_with (fixture, part, "Tus-Resumable", "0.2.0");
  g_autoptr (Answer) no_version = patch_with (fixture, part, "Tus-Resumable", "");
  g_autoptr (Answer) no_offset = patch_with (fixture, part, "Upload-Offset", "");
  g_autoptr (Answer) odd_offset = patch_with (fixture, part, "Upload-Offset", "-1");
  g_autoptr (Answer) too_large = patch_with (fixture, large, "Upload-Offset", "0");

  g_assert_cmpint (type->status, ==, 415);
  g_assert_cmpint (version->status, ==, 412);
  g_assert_cmpstr (answer_header (version, "Tus-Version"), ==, "1.0.0");
  g_assert_cmpint (no_version->status, ==, 412);
  g_assert_cmpint (no_offset->status, ==, 400);
  g_assert_cmpstr (answer_fault (no_offset, "Upload-Offset"), ==, "ontbreekt");
  g_assert_cmpint (odd_offset->status, ==, 400);
  g_assert_cmpint (too_large->status, ==, 413);
  assert_offset (fixture, "0");
}

static void
test_expiry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) expired = NULL;
  g_autoptr (Answer) late = NULL;
  g_autofree char *again = NULL;

  fake_now_us = g_get_real_time ();
  zpi_clock_set_source (fake_clock, NULL);
  first = town_patch (fixture->town, fixture->location, fixture->paper, 0, 4000);
  g_assert_cmpint (first->status, ==, 204);
  fake_now_us += 4 * G_TIME_SPAN_DAY;
  expired = head (fixture);
  g_assert_cmpint (expired->status, ==, 410);
  late = town_patch (fixture->town, fixture->location, fixture->paper, 4000, 5000);
  g_assert_cmpint (late->status, ==, 410);
  g_assert_cmpstr (answer_problem (late), ==, "verlopen");
  again = town_begin (fixture->town, fixture->id, fixture->paper, NULL);
  assert_offset (fixture, "0");
  zpi_clock_set_source (NULL, NULL);
}

/* Sends something else than was announced. */
static Answer *
send_whole (Fixture *fixture, Paper *content)
{
  return town_patch (fixture->town,
                     fixture->location,
                     content,
                     0,
                     g_bytes_get_size (content->bytes));
}

static void
test_other_content (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Paper) other = paper_new ("application/pdf", 10 * 1000);
  g_autoptr (Answer) answer = send_whole (fixture, other);
  g_autoptr (Answer) gone = NULL;
  g_autofree char *again = NULL;

  g_assert_cmpint (answer->status, ==, 409);
  g_assert_cmpstr (answer_problem (answer), ==, "digest-anders");
  gone = head (fixture);
  g_assert_cmpint (gone->status, ==, 410);
  again = town_begin (fixture->town, fixture->id, fixture->paper, NULL);
  town_upload (fixture->town, fixture->id, fixture->paper, NULL);
}

/* A picture that says it is a PDF. */
static void
test_other_type (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) paper = paper_new ("image/png", 3000);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = NULL;
  g_autofree char *location = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) submitted = NULL;
  g_autoptr (Answer) state = NULL;

  paper->type = "application/pdf";
  form = form_of (paper, NULL);
  town_put (town, id, form);
  location = town_begin (town, id, paper, NULL);
  answer = town_patch (town, location, paper, 0, 3000);
  name = g_strdup_printf ("documenten[%s]", paper->id);
  g_assert_cmpint (answer->status, ==, 400);
  g_assert_cmpstr (answer_fault (answer, name), ==, "mediatype");
  submitted = town_submit (town, id, form, id);
  g_assert_cmpint (submitted->status, ==, 409);
  g_assert_cmpstr (answer_fault (submitted, "bewijsstukken[0].documentId"), ==, "geweigerd");
  state = town_call (town, "GET", path, NULL, NULL);
  g_assert_cmpstr (zpi_json_get_string (answer_item (state, "documenten", 0), "status"),
                   ==,
                   "geweigerd");
  g_assert_nonnull (zpi_json_get_string (answer_item (state, "documenten", 0), "toelichting"));
}

/* A PDF whose header stands behind @lead zeros. The answer to its last byte. */
static Answer *
send_behind (gsize lead)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Paper) paper = paper_new_behind (lead, 3000);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (paper, NULL);
  g_autofree char *location = NULL;

  town_put (town, id, form);
  location = town_begin (town, id, paper, NULL);
  return town_patch (town, location, paper, 0, g_bytes_get_size (paper->bytes));
}

/* What is before a PDF may hold any byte; readers look for its header in the first 1024. */
static void
test_bytes_before_pdf (void)
{
  const struct {
    gsize lead;
    guint status;
  } cases[] = {{1, 204}, {128, 204}, {1023, 204}, {1024, 204}, {1025, 400}, {2000, 400}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Answer) answer = send_behind (cases[i].lead);

    g_assert_cmpint (answer->status, ==, cases[i].status);
  }
}

static Answer *
create (Fixture *fixture, const char *length, const char *metadata)
{
  return town_announce_as (fixture->town, fixture->id, length, metadata);
}

static char *
metadata_of (const char *id, const char *sha256, const char *type)
{
  g_autofree char *a = g_base64_encode ((const guchar *) id, strlen (id));
  g_autofree char *b = g_base64_encode ((const guchar *) sha256, strlen (sha256));
  g_autofree char *c = g_base64_encode ((const guchar *) type, strlen (type));

  return g_strdup_printf ("documentId %s,sha256 %s,mediatype %s", a, b, c);
}

static void
test_create_refusals (Fixture *fixture, gconstpointer data)
{
  Paper *paper = fixture->paper;
  g_autofree char *good = metadata_of (paper->id, paper->sha256, paper->type);
  g_autofree char *stranger = metadata_of (fixture->id, paper->sha256, paper->type);
  g_autofree char *other = metadata_of (paper->id, paper->sha256, "image/png");
  g_autofree char *broken = metadata_of ("1", "2", "text/plain");
  g_autoptr (Answer) unknown = create (fixture, "10000", stranger);
  g_autoptr (Answer) different = create (fixture, "10000", other);
  g_autoptr (Answer) longer = create (fixture, "10001", good);
  g_autoptr (Answer) huge = create (fixture, "999999999", good);
  g_autoptr (Answer) nothing = create (fixture, "0", good);
  g_autoptr (Answer) all = create (fixture, "", broken);
  g_autoptr (Answer) none = create (fixture, "10000", "");

  g_assert_cmpint (unknown->status, ==, 400);
  g_assert_cmpstr (answer_fault (unknown, "Upload-Metadata.documentId"), ==, "niet-aangekondigd");
  g_assert_cmpint (different->status, ==, 409);
  g_assert_cmpstr (answer_problem (different), ==, "document-anders");
  g_assert_cmpint (longer->status, ==, 409);
  g_assert_cmpint (huge->status, ==, 413);
  g_assert_cmpint (nothing->status, ==, 400);
  g_assert_cmpint (all->status, ==, 400);
  g_assert_cmpstr (answer_fault (all, "Upload-Length"), ==, "ontbreekt");
  g_assert_cmpstr (answer_fault (all, "Upload-Metadata.documentId"), ==, "formaat");
  g_assert_cmpstr (answer_fault (all, "Upload-Metadata.sha256"), ==, "formaat");
  g_assert_cmpstr (answer_fault (all, "Upload-Metadata.mediatype"), ==, "mediatype");
  g_assert_cmpint (none->status, ==, 400);
}

static void
test_options (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("/aanvragen/%s/documenten", fixture->id);
  g_autoptr (Answer) answer = town_call (fixture->town, "OPTIONS", path, NULL, NULL);

  g_assert_cmpint (answer->status, ==, 204);
  g_assert_cmpstr (answer_header (answer, "Tus-Version"), ==, "1.0.0");
  g_assert_cmpstr (answer_header (answer, "Tus-Extension"), ==, "creation,checksum,expiration");
  g_assert_cmpstr (answer_header (answer, "Tus-Checksum-Algorithm"), ==, "sha256,sha1");
  g_assert_cmpstr (answer_header (answer, "Tus-Max-Size"), ==, "20971520");
}

/* While a part is coming in over one connection, another is told to wait. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *head_lines =
      g_strdup_printf ("PATCH /v1%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer x\r\n"
                       "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
                       "Upload-Offset: 0\r\nContent-Length: 4000\r\n\r\n%%PDF-",
                       fixture->location);
  g_autoptr (Answer) busy = NULL;
  g_autoptr (Answer) free_again = NULL;
  guint port = town_port_of (fixture->town->server);
  guint tries = 0;

  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_assert_nonnull (connection);
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                 head_lines,
                                 strlen (head_lines),
                                 NULL,
                                 NULL,
                                 NULL));
  do {
    g_autoptr (Paper) nothing = NULL;

    g_clear_pointer (&busy, answer_free);
    busy = patch_with (fixture, NULL, "Upload-Offset", "7");
  } while (busy->status == 409 && tries++ < 1000);
  g_assert_cmpint (busy->status, ==, 423);
  g_assert_cmpstr (answer_problem (busy), ==, "bezet");
  assert_offset (fixture, "0");

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  tries = 0;
  do {
    g_clear_pointer (&free_again, answer_free);
    free_again = town_patch (fixture->town, fixture->location, fixture->paper, 0, 4000);
  } while (free_again->status == 423 && tries++ < 1000);
  g_assert_cmpint (free_again->status, ==, 204);
  assert_offset (fixture, "4000");
}

static void
test_too_large_body (Fixture *fixture, gconstpointer data)
{
  gsize size = 9 * 1024 * 1024;
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (size), size);
  g_autoptr (Answer) answer = patch_with (fixture, large, "Upload-Offset", "0");

  /* The answer may come before all of the body went, and the connection then be cut. */
  if (answer->status != 0)
    g_assert_cmpint (answer->status, ==, 413);
  assert_offset (fixture, "0");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/practice-uploads/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("resume", test_resume);
  ADD ("checksum", test_checksum);
  ADD ("refusals", test_refusals);
  ADD ("expiry", test_expiry);
  ADD ("other-content", test_other_content);
  g_test_add_func ("/practice-uploads/other-type", test_other_type);
  g_test_add_func ("/practice-uploads/bytes-before-pdf", test_bytes_before_pdf);
  ADD ("create-refusals", test_create_refusals);
  ADD ("options", test_options);
  ADD ("busy", test_busy);
  ADD ("too-large-body", test_too_large_body);
  return g_test_run ();
}
