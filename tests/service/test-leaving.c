/* SPDX-License-Identifier: EUPL-1.2 */

/* Every way out of this computer for a document: what somebody covered in it goes along as it was
 * seen, or not at all. And what was frozen before, when the case goes on without it. */

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "sender-fixture.h"
#include "zpi-again.h"
#include "zpi-field.h"
#include "zpi-hand-over.h"
#include "zpi-outgoing.h"
#include "zpi-parcel.h"
#include "zpi-photo.h"
#include "zpi-session-private.h"

#define COVER      "0:cover=0.250000,0.250000,0.500000,0.500000"
#define PASSPHRASE "een lange wachtzin"

static char *
take_in (Desk *desk, ZpiCase *zcase)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "documents", "foto.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = g_file_load_bytes (file, NULL, NULL, &error);
  char *item;

  g_assert_no_error (error);
  item = desk_take_in (desk, zcase, content, NULL, &error);
  g_assert_no_error (error);
  return item;
}

/* One that no helper can draw. */
static char *
take_in_broken (Desk *desk, ZpiCase *zcase)
{
  g_autoptr (GBytes) content = pdf_of (5000);
  g_autoptr (GError) error = NULL;
  char *item = desk_take_in (desk, zcase, content, NULL, &error);

  g_assert_no_error (error);
  return item;
}

static char *
only_document (ZpiCase *zcase)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  g_assert_cmpuint (g_strv_length (items), ==, 1);
  return g_strdup (items[0]);
}

/* Whether the middle of it is black, in what is kept and not only in what is shown. */
static gboolean
is_covered (Desk *desk, ZpiCase *zcase, const char *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels = NULL;
  const guint8 *middle;
  guint width, height, n_pages;

  g_assert_cmpstr (zpi_intake_get_edits (zcase, item), ==, "");
  zpi_intake_preview_async (desk->session, zcase, item, 0, 100, 100, NULL, result_cb, &result);
  pixels = zpi_intake_preview_finish (result_wait (&result), &width, &height, &n_pages, &error);
  g_assert_no_error (error);
  middle = (const guint8 *) g_bytes_get_data (pixels, NULL) +
           ((gsize) height / 2 * width + width / 2) * 4;
  return MAX (MAX (middle[0], middle[1]), middle[2]) <= 12;
}

static gint64
ask_store (Desk *desk, const char *sql)
{
  g_autofree char *path = g_build_filename (desk->folder, "store.db", NULL);
  sqlite3 *db;
  sqlite3_stmt *statement;
  gint64 n;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return n;
}

static gint64
n_waiting_with (Desk *desk, const char *item)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM outbox_parts WHERE document_id = '%s'", item);

  return ask_store (desk, sql);
}

static gint64
n_kept (Desk *desk)
{
  return ask_store (desk, "SELECT count(*) FROM documents WHERE state <> 'cleared'");
}

/* Chosen on the screen, and the program killed before it was drawn. */
static ZpiCase *
covered (Desk *desk, char **item)
{
  ZpiCase *zcase = desk_household (desk, "Anna");
  g_autoptr (GError) error = NULL;

  *item = take_in (desk, zcase);
  zpi_intake_set_edits (zcase, *item, COVER);
  g_assert_true (desk_flush (desk, zcase, &error));
  return zcase;
}

static gboolean
hand_over (Desk *desk, const char *case_id, const char *path, GError **error)
{
  const ZpiHandOverKey key = {.passphrase = PASSPHRASE};
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  zpi_hand_over_async (desk->session, case_id, file, &key, NULL, result_cb, &result);
  return zpi_hand_over_finish (result_wait (&result), error);
}

static char *
try_take_over (Desk *desk, const char *path, GError **error)
{
  const ZpiHandOverKey key = {.passphrase = PASSPHRASE};
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  zpi_take_over_async (desk->session, file, &key, NULL, result_cb, &result);
  return zpi_take_over_finish (result_wait (&result), error);
}

static ZpiCase *
take_over (Desk *desk, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = try_take_over (desk, path, &error);
  ZpiCase *zcase;

  g_assert_no_error (error);
  zcase = desk_open_case (desk, id, &error);
  g_assert_no_error (error);
  return zcase;
}

static char *
parcel_path (Desk *desk)
{
  return g_build_filename (desk->folder, "dossier.zpi-case", NULL);
}

static void
test_handed_over (Desk *desk, gconstpointer data)
{
  g_autofree char *path = parcel_path (desk);
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  Desk other = {0};

  desk_open (desk);
  {
    g_autoptr (ZpiCase) zcase = covered (desk, &item);

    g_assert_true (hand_over (desk, zpi_case_get_id (zcase), path, &error));
    g_assert_no_error (error);
  }
  desk_set_up (&other, NULL);
  desk_open (&other);
  {
    g_autoptr (ZpiCase) there = take_over (&other, path);
    g_autofree char *only = only_document (there);

    g_assert_cmpstr (only, !=, item);
    g_assert_true (is_covered (&other, there, only));
  }
  desk_tear_down (&other, NULL);
}

static void
take_back (Desk *desk, const char *case_id)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_take_back_async (desk->session, case_id, NULL, result_cb, &result);
  g_assert_true (zpi_take_back_finish (result_wait (&result), NULL));
}

/* Handed over twice, and the first file comes back: what was typed in between stays. */
static void
test_handed_over_twice (Desk *desk, gconstpointer data)
{
  g_autofree char *first = parcel_path (desk);
  g_autofree char *second = g_strconcat (first, ".2", NULL);
  g_autofree char *id = NULL;
  g_autofree char *none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (hand_over (desk, id, first, &error));
  take_back (desk, id);
  g_clear_object (&zcase);
  zcase = desk_open_case (desk, id, &error);
  zpi_case_set (zcase, ZPI_KEY_STREET, "Nieuwstraat");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_true (hand_over (desk, id, second, &error));
  none = try_take_over (desk, first, &error);
  g_assert_null (none);
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_object (&zcase);
  zcase = take_over (desk, second);
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_STREET), ==, "Nieuwstraat");
}

static void
test_handed_over_that_cannot (Desk *desk, gconstpointer data)
{
  g_autofree char *path = parcel_path (desk);
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in_broken (desk, zcase);
  zpi_intake_set_edits (zcase, item, COVER);
  g_assert_false (hand_over (desk, zpi_case_get_id (zcase), path, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_DRAWN);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (zcase)), ==, ZPI_CASE_DRAFT);
}

/* Removed, with the way back still there: it is nobody else's. */
static void
test_removed_is_not_handed_over (Desk *desk, gconstpointer data)
{
  g_autofree char *path = parcel_path (desk);
  g_autoptr (GError) error = NULL;
  Desk other = {0};

  desk_open (desk);
  {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
    g_autofree char *gone = take_in (desk, zcase);

    g_free (take_in_broken (desk, zcase)); /* stays */
    zpi_case_remove_item (zcase, ZPI_LIST_DOCUMENT, gone);
    g_assert_true (hand_over (desk, zpi_case_get_id (zcase), path, &error));
    g_assert_no_error (error);
    g_assert_cmpint (n_kept (desk), ==, 2);
  }
  desk_set_up (&other, NULL);
  desk_open (&other);
  g_object_unref (take_over (&other, path));
  g_assert_cmpint (n_kept (&other), ==, 1);
  desk_tear_down (&other, NULL);
}

/* Whoever has the passphrase can seal another file with it: @path once more, with @from in what it
 * says of itself become @to. */
static void
reseal (const char *path, const char *from, const char *to)
{
  g_autofree char *other = g_strconcat (path, ".other", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) fresh = g_file_new_for_path (other);
  g_autoptr (GInputStream) in = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GOutputStream) out =
      G_OUTPUT_STREAM (g_file_create (fresh, G_FILE_CREATE_PRIVATE, NULL, NULL));
  g_autoptr (ZpiParcel) before = zpi_parcel_open (in, PASSPHRASE, NULL, NULL);
  g_autoptr (ZpiParcel) after = zpi_parcel_new (out, PASSPHRASE, NULL, NULL);
  gboolean last = FALSE;

  for (guint i = 0; !last; i++) {
    g_autoptr (GBytes) piece = zpi_parcel_read (before, &last, NULL);
    g_autofree char *text = NULL;
    g_auto (GStrv) parts = NULL;

    g_assert_nonnull (piece);
    if (i == 0) {
      text = g_strndup (g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
      parts = g_strsplit (text, from, 2);
      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_free (text);
      text = g_strjoinv (to, parts);
      g_bytes_unref (piece);
      piece = g_bytes_new (text, strlen (text));
    }
    g_assert_true (zpi_parcel_write (after, piece, last, NULL));
  }
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  g_assert_cmpint (g_rename (other, path), ==, 0);
}

/* A file that says of itself what is not so is not taken in, and leaves nothing behind. */
static void
test_handed_over_and_changed (Desk *desk, gconstpointer data)
{
  static const char *const changes[][2] = {{"\"sha256\":\"", "\"sha256\":\"0"},
                                           {"\"chunks\":1", "\"chunks\":2"},
                                           {"\"version\":1", "\"version\":2"},
                                           {"\"state\":\"draft\"", "\"state\":\"drafty\""},
                                           {"\"state\":\"draft\"", "\"state\":\"waiting\""},
                                           {"\"state\":\"draft\"", "\"state\":\"sending\""},
                                           {"\"state\":\"draft\"", "\"state\":\"attention\""},
                                           {"\"state\":\"draft\"", "\"state\":\"closed\""},
                                           {"\"state\":\"draft\"", "\"state\":\"handed-over\""},
                                           {"\"state\":\"draft\"", "\"state\":\"received\""},
                                           {"\"state\":\"draft\"", "\"state\":\"issued\""},
                                           {"\"snapshot\":", "\"other\":"},
                                           {"\"due_us\":0", "\"due_us\":-1"},
                                           {"\"due_us\":0", "\"due_us\":9223372036854775807"},
                                           {"generation\\\":", "generation\\\":9000000000000000"},
                                           {"\"documents\":[{\"id\":\"",
                                            "\"documents\":[{\"id\":\"x"}};
  g_autofree char *path = parcel_path (desk);
  g_autofree char *whole = g_strconcat (path, ".whole", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) kept = g_file_new_for_path (whole);
  const ZpiHandOverKey key = {.passphrase = PASSPHRASE};
  Desk other = {0};

  desk_open (desk);
  {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");

    g_free (take_in (desk, zcase));
    g_assert_true (hand_over (desk, zpi_case_get_id (zcase), whole, NULL));
  }
  desk_set_up (&other, NULL);
  desk_open (&other);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_copy (kept, file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
    reseal (path, changes[i][0], changes[i][1]);
    zpi_take_over_async (other.session, file, &key, NULL, result_cb, &result);
    g_assert_null (zpi_take_over_finish (result_wait (&result), &error));
    assert_zpi_error (error, ZPI_ERROR_BAD_FORMAT);
    g_assert_cmpint (ask_store (&other, "SELECT count(*) FROM cases"), ==, 0);
    g_assert_cmpint (n_kept (&other), ==, 0);
  }
  desk_tear_down (&other, NULL);
}

static ZpiCase *
begin_again (Desk *desk, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_again_begin_async (desk->session, case_id, NULL, result_cb, &result);
  return zpi_again_begin_finish (result_wait (&result), error);
}

static void
test_begun_again (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) before = NULL;
  g_autoptr (ZpiCase) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *copy = NULL;

  desk_open (desk);
  before = covered (desk, &item);
  after = begin_again (desk, zpi_case_get_id (before), &error);
  g_assert_no_error (error);
  copy = only_document (after);
  g_assert_true (is_covered (desk, after, copy));
  /* The other one is as it was, and still open. */
  g_assert_cmpstr (zpi_intake_get_edits (before, item), ==, COVER);
  g_assert_true (zpi_case_keeper_is_case_open (zpi_session_get_keeper (desk->session),
                                               zpi_case_get_id (before)));
}

/* Whose a document is stays as it was said; of a child it follows from the child, who is another
 * one in the new application. */
static void
test_begun_again_keeps_whose (Desk *desk, gconstpointer data)
{
  static const char *const whose[] = {"aanvrager", "partner", "gezamenlijk", "kind"};
  g_autoptr (ZpiCase) before = NULL;
  g_autoptr (ZpiCase) after = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) items = NULL;

  desk_open (desk);
  before = desk_household (desk, "Anna");
  for (guint i = 0; i < G_N_ELEMENTS (whose); i++) {
    g_autofree char *item = take_in_broken (desk, before);
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "whose");

    zpi_case_set (before, key, whose[i]);
  }
  after = begin_again (desk, zpi_case_get_id (before), &error);
  g_assert_no_error (error);
  items = zpi_case_dup_items (after, ZPI_LIST_DOCUMENT);
  g_assert_cmpuint (g_strv_length (items), ==, G_N_ELEMENTS (whose));
  for (guint i = 0; i < G_N_ELEMENTS (whose); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i], "whose");
    const char *kept = zpi_case_get (after, key);

    g_test_message ("%s: %s", whose[i], kept);
    g_assert_cmpint (g_str_equal (kept, whose[i]), ==, i < 3);
  }
}

/* The address of somebody who helps is for one application; the client's own is the client's. */
static void
test_begun_again_asks_address (Desk *desk, gconstpointer data)
{
  static const struct {
    const char *whose;
    gboolean stays;
  } addresses[] = {{"aanvrager", TRUE}, {"helper", FALSE}, {"organisatie", FALSE}};

  desk_open (desk);
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (ZpiCase) before = desk_household (desk, "Anna");
    g_autoptr (ZpiCase) after = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", addresses[i].whose);
    zpi_case_set (before, ZPI_KEY_EMAIL_WHOSE, addresses[i].whose);
    zpi_case_set (before, ZPI_KEY_EMAIL, "iemand@example.org");
    g_assert_true (desk_flush (desk, before, &error));
    after = begin_again (desk, zpi_case_get_id (before), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (zpi_case_get (after, ZPI_KEY_GIVEN_NAMES), ==, "Anna");
    g_assert_cmpstr (zpi_case_get (after, ZPI_KEY_EMAIL_WHOSE),
                     ==,
                     addresses[i].stays ? addresses[i].whose : "");
    g_assert_cmpstr (zpi_case_get (after, ZPI_KEY_EMAIL),
                     ==,
                     addresses[i].stays ? "iemand@example.org" : "");
    g_assert_cmpstr (zpi_case_get (before, ZPI_KEY_EMAIL), ==, "iemand@example.org");
  }
}

static void
test_begun_again_that_cannot (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in_broken (desk, zcase);
  zpi_intake_set_edits (zcase, item, COVER);
  g_assert_null (begin_again (desk, zpi_case_get_id (zcase), &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_DRAWN);
  g_assert_cmpint (n_kept (desk), ==, 1);
}

/* Frozen and refused, then covered, and killed: what was frozen is not what goes. */
static void
test_tried_again (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;
  const char *id;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = zpi_case_get_id (zcase);
  item = take_in (desk, zcase);
  g_assert_true (desk_queue (desk, zcase, &error));
  desk_say_state (desk, id, ZPI_CASE_ATTENTION, "document-refused");
  desk_sql (desk, "UPDATE outbox SET tried_us = 7");
  zpi_intake_set_edits (zcase, item, COVER);
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_true (desk_resume (desk, id, &error));
  g_assert_no_error (error);
  after = only_document (zcase);
  g_assert_true (is_covered (desk, zcase, after));
  g_assert_cmpint (n_waiting_with (desk, item), ==, 0);
  g_assert_cmpint (n_waiting_with (desk, after), ==, 1);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  g_assert_cmpint (ask_store (desk, "SELECT tried_us FROM outbox"), ==, 7);
}

/* Whoever queued it, and however: the door itself is shut. */
static void
test_waits_uncovered (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;
  g_autofree char *id = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  item = take_in (desk, zcase);
  g_assert_true (desk_queue (desk, zcase, &error));
  zpi_intake_set_edits (zcase, item, COVER);
  g_assert_true (desk_flush (desk, zcase, &error));
  desk_close_case (desk, zcase);
  desk_close (desk);
  desk_start_municipality (desk);
  desk_open (desk);
  desk_drain (desk);
  info = desk_info (desk, id);
  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_cmpstr (info->attention, ==, "document-not-drawn");
  g_assert_cmpuint (desk_n_received (desk), ==, 0);
  g_assert_true (desk_resume (desk, id, &error));
  g_assert_no_error (error);
  desk_drain (desk);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
  g_clear_object (&zcase);
  zcase = desk_open_case (desk, id, &error);
  g_assert_no_error (error);
  after = only_document (zcase);
  g_assert_true (is_covered (desk, zcase, after));
}

typedef struct {
  Desk *desk;
  ZpiCase *zcase;
  char *item;
  guint64 at;   /* what had arrived when it was covered */
  guint64 most; /* what arrived in all */
} OnItsWay;

static void
progress_cb (ZpiSender *sender,
             const char *case_id,
             int step,
             guint document,
             guint n_documents,
             guint64 bytes,
             guint64 total,
             gpointer user_data)
{
  OnItsWay *self = user_data;

  self->most = MAX (self->most, bytes);
  if (bytes == 0 || self->at > 0)
    return;
  self->at = bytes;
  zpi_intake_set_edits (self->zcase, self->item, COVER);
  zpi_case_keeper_flush_async (zpi_session_get_keeper (self->desk->session),
                               self->zcase,
                               NULL,
                               NULL,
                               NULL);
}

/* Covered while it is on its way: of what comes next nothing goes, though it has been read. */
static void
test_covered_while_sending (Desk *desk, gconstpointer data)
{
  g_autoptr (GBytes) content = jpeg_of (5 * ZPI_DOCUMENT_CHUNK_BYTES);
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  OnItsWay way = {.desk = desk};

  desk_start_municipality (desk);
  desk_open (desk);
  way.zcase = desk_household (desk, "Anna");
  way.item = desk_take_in (desk, way.zcase, content, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (desk_queue (desk, way.zcase, &error));
  g_signal_connect (desk_sender (desk), "progress", G_CALLBACK (progress_cb), &way);
  desk_drain (desk);
  g_signal_handlers_disconnect_by_data (desk_sender (desk), &way);
  info = desk_info (desk, zpi_case_get_id (way.zcase));
  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_cmpstr (info->attention, ==, "document-not-drawn");
  g_assert_cmpuint (way.at, ==, ZPI_DOCUMENT_CHUNK_BYTES);
  g_assert_cmpuint (way.most, ==, way.at);
  g_assert_cmpuint (desk_n_received (desk), ==, 0);
  g_free (way.item);
  g_object_unref (way.zcase);
}

static gboolean
door_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) chunk = zpi_outgoing_read_chunk (store, data, 0, error);

  return chunk != NULL;
}

static void
test_door (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;

  desk_open (desk);
  zcase = covered (desk, &item);
  g_assert_false (desk_run (desk, door_func, item, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_DRAWN);
  g_clear_error (&error);
  zpi_intake_set_edits (zcase, item, "");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_true (desk_run (desk, door_func, item, &error));
  zpi_case_remove_item (zcase, ZPI_LIST_DOCUMENT, item);
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_false (desk_run (desk, door_func, item, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_DRAWN);
}

static ZpiCase *
open_letter (Desk *desk, const char *code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiPhotoOrder) order = NULL;
  ZpiCase *letter;

  zpi_photo_open_async (desk->session, code, NULL, result_cb, &result);
  letter = zpi_photo_open_finish (result_wait (&result), &order, &error);
  g_assert_no_error (error);
  return letter;
}

static gboolean
queue_photo (Desk *desk, ZpiCase *letter, const char *item, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_photo_queue_async (desk->session, letter, item, NULL, NULL, "Anna", NULL, result_cb, &result);
  return zpi_photo_queue_finish (result_wait (&result), error);
}

static void
test_photo (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) letter = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;
  g_autofree char *broken = NULL;

  desk_open (desk);
  letter = open_letter (desk, "ABCD-2345");
  item = take_in (desk, letter);
  zpi_intake_set_edits (letter, item, COVER);
  g_assert_true (queue_photo (desk, letter, item, &error));
  g_assert_no_error (error);
  after = only_document (letter);
  g_assert_cmpint (n_waiting_with (desk, item), ==, 0);
  g_assert_cmpint (n_waiting_with (desk, after), ==, 1);
  g_assert_true (is_covered (desk, letter, after));
  broken = take_in_broken (desk, letter);
  zpi_intake_set_edits (letter, broken, COVER);
  g_assert_false (queue_photo (desk, letter, broken, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_DRAWN);
}

/* What is covered after the drawing began goes covered, or not at all. */
static void
test_photo_covered_meanwhile (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) letter = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;

  desk_open (desk);
  letter = open_letter (desk, "ABCD-2345");
  item = take_in (desk, letter);
  zpi_photo_queue_async (desk->session, letter, item, NULL, NULL, "Anna", NULL, result_cb, &result);
  zpi_intake_set_edits (letter, item, COVER);
  g_assert_false (zpi_photo_queue_finish (result_wait (&result), &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_DRAWN);
  g_assert_cmpint (n_waiting_with (desk, item), ==, 0);
}

/* What was frozen, and the case goes on. */

static ZpiCase *
frozen (Desk *desk, ZpiCaseState state, char **item)
{
  ZpiCase *zcase = desk_household (desk, "Anna");
  g_autoptr (GError) error = NULL;

  *item = take_in (desk, zcase);
  g_assert_true (desk_queue (desk, zcase, &error));
  desk_say_state (desk, zpi_case_get_id (zcase), state, NULL);
  return zcase;
}

static void
remove_document (Desk *desk, ZpiCase *zcase, const char *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_intake_remove_async (desk->session, zcase, item, NULL, result_cb, &result);
  g_assert_true (zpi_intake_remove_finish (result_wait (&result), &error));
  g_assert_no_error (error);
}

static void
assert_saved (Desk *desk, ZpiCase *zcase)
{
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  zpi_case_set (zcase, ZPI_KEY_PHONE, "0791234567");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_no_error (error);
  info = desk_info (desk, zpi_case_get_id (zcase));
  g_assert_cmpuint (info->generation, ==, zpi_case_get_generation (zcase));
}

static void
test_removed_in_attention (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  const char *id;

  desk_open (desk);
  zcase = frozen (desk, ZPI_CASE_ATTENTION, &item);
  id = zpi_case_get_id (zcase);
  desk_sql (desk, "UPDATE outbox SET tried_us = 7");
  remove_document (desk, zcase, item);
  assert_saved (desk, zcase);
  g_assert_cmpint (n_kept (desk), ==, 0);
  g_assert_cmpint (ask_store (desk, "SELECT count(*) FROM outbox"), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_ATTENTION);
  /* Sent again it is looked up first, as if it still stood there. */
  g_assert_true (desk_resume (desk, id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
  g_assert_cmpint (ask_store (desk, "SELECT tried_us FROM outbox"), ==, 7);
  g_assert_cmpint (ask_store (desk, "SELECT count(*) FROM records WHERE name = 'tried'"), ==, 0);
}

static void
test_covered_in_attention (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;

  desk_open (desk);
  zcase = frozen (desk, ZPI_CASE_ATTENTION, &item);
  zpi_intake_set_edits (zcase, item, COVER);
  zpi_intake_edit_async (desk->session, zcase, item, NULL, NULL, result_cb, &result);
  after = zpi_intake_edit_finish (result_wait (&result), NULL, &error);
  g_assert_no_error (error);
  assert_saved (desk, zcase);
  g_assert_true (is_covered (desk, zcase, after));
  g_assert_cmpint (n_kept (desk), ==, 1);
  g_assert_cmpint (n_waiting_with (desk, item), ==, 0);
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n_waiting_with (desk, after), ==, 1);
}

/* On its way: it goes as it was frozen, and nothing typed is lost over it. */
static void
test_removed_under_way (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *item = NULL;

  desk_open (desk);
  zcase = frozen (desk, ZPI_CASE_WAITING, &item);
  remove_document (desk, zcase, item);
  assert_saved (desk, zcase);
  g_assert_cmpint (n_kept (desk), ==, 1);
  g_assert_cmpint (n_waiting_with (desk, item), ==, 1);
}

/* Taken back after that: whether anything arrived is asked, as it would have been. */
static void
test_taken_back_after_that (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) untried = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *other = NULL;

  desk_open (desk);
  zcase = frozen (desk, ZPI_CASE_ATTENTION, &item);
  desk_sql (desk, "UPDATE outbox SET tried_us = 7");
  remove_document (desk, zcase, item);
  g_assert_false (desk_cancel (desk, zpi_case_get_id (zcase), &error));
  assert_zpi_error (error, ZPI_ERROR_OFFLINE);
  g_clear_error (&error);
  untried = frozen (desk, ZPI_CASE_ATTENTION, &other);
  remove_document (desk, untried, other);
  g_assert_true (desk_cancel (desk, zpi_case_get_id (untried), &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (untried)), ==, ZPI_CASE_DRAFT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/leaving/door", test_door);
  desk_test ("/leaving/handed-over", test_handed_over);
  desk_test ("/leaving/handed-over-twice", test_handed_over_twice);
  desk_test ("/leaving/handed-over-that-cannot", test_handed_over_that_cannot);
  desk_test ("/leaving/removed-is-not-handed-over", test_removed_is_not_handed_over);
  desk_test ("/leaving/handed-over-and-changed", test_handed_over_and_changed);
  desk_test ("/leaving/begun-again", test_begun_again);
  desk_test ("/leaving/begun-again-keeps-whose", test_begun_again_keeps_whose);
  desk_test ("/leaving/begun-again-asks-address", test_begun_again_asks_address);
  desk_test ("/leaving/begun-again-that-cannot", test_begun_again_that_cannot);
  desk_test ("/leaving/tried-again", test_tried_again);
  desk_test ("/leaving/waits-uncovered", test_waits_uncovered);
  desk_test ("/leaving/covered-while-sending", test_covered_while_sending);
  desk_test ("/leaving/photo", test_photo);
  desk_test ("/leaving/photo-covered-meanwhile", test_photo_covered_meanwhile);
  desk_test ("/leaving/removed-in-attention", test_removed_in_attention);
  desk_test ("/leaving/covered-in-attention", test_covered_in_attention);
  desk_test ("/leaving/removed-under-way", test_removed_under_way);
  desk_test ("/leaving/taken-back-after-that", test_taken_back_after_that);
  return g_test_run ();
}
