/* SPDX-License-Identifier: EUPL-1.2 */

#include "store-fixture.h"
#include "zpi-digest.h"

#include <glib/gstdio.h>
#include <string.h>

#include "zpi-store-private.h"

#define CASE_A "11111111-1111-4111-8111-111111111111"
#define CASE_B "22222222-2222-4222-8222-222222222222"
#define DOC_A  "aaaaaaaa-0000-4000-8000-000000000001"
#define DOC_B  "bbbbbbbb-0000-4000-8000-000000000002"

typedef struct {
  const char *case_id;
  const char *document_id;
  guint8 fill;
  guint64 size;
} TakeIn;

static gboolean
insert_case_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) snapshot = bytes_of ("answers");

  return zpi_case_store_insert (store,
                                data,
                                ZPI_CASE_APPLICATION,
                                1,
                                snapshot,
                                &(ZpiCaseLabel){"Naam", "N.", NULL},
                                error);
}

static GBytes *
make_content (guint8 fill, guint64 size)
{
  guint8 *data = g_malloc (size + 1);

  for (guint64 i = 0; i < size; i++)
    data[i] = fill + i / 251;
  return g_bytes_new_take (data, size);
}

static gboolean
take_in_func (ZpiStore *store, gpointer data, GError **error)
{
  const TakeIn *take_in = data;
  g_autoptr (GBytes) content = make_content (take_in->fill, take_in->size);
  g_autofree char *sha256 = zpi_digest_of_bytes (content);
  guint64 offset = 0;

  if (!zpi_document_store_begin (store, take_in->case_id, take_in->document_id, error))
    return FALSE;
  for (guint64 index = 0;; index++) {
    const guint64 length = MIN (ZPI_DOCUMENT_CHUNK_BYTES, take_in->size - offset);
    const gboolean last = offset + length == take_in->size;
    g_autoptr (GBytes) chunk = g_bytes_new_from_bytes (content, offset, length);

    if (!zpi_document_store_append (store, take_in->document_id, index, last, chunk, error))
      return FALSE;
    offset += length;
    if (last)
      break;
  }
  return zpi_document_store_finish (store,
                                    take_in->document_id,
                                    "image/jpeg",
                                    take_in->size,
                                    sha256,
                                    error);
}

static void
take_in (Fixture *self, const char *case_id, const char *document_id, guint8 fill, guint64 size)
{
  TakeIn data = {case_id, document_id, fill, size};
  g_autoptr (GError) error = NULL;

  fixture_transact (self, take_in_func, &data, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up (self, data);
  fixture_open (self);
  fixture_transact (self, insert_case_func, CASE_A, &error);
  fixture_transact (self, insert_case_func, CASE_B, &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *document_id;
  guint64 size;
  guint64 n_chunks;
  char *media_type;
  char *sha256;
  char *found;
} Read;

/* Reads the whole document and its digest. */
static gboolean
read_func (ZpiStore *store, gpointer data, GError **error)
{
  Read *read = data;
  ZpiDigest *digest;
  gboolean sound = TRUE;

  if (!zpi_document_store_get (store,
                               read->document_id,
                               &read->size,
                               &read->n_chunks,
                               &read->media_type,
                               &read->sha256,
                               error))
    return FALSE;
  digest = zpi_digest_new ();
  for (guint64 i = 0; sound && i < read->n_chunks; i++) {
    g_autoptr (GBytes) chunk = zpi_document_store_read_chunk (store, read->document_id, i, error);

    sound = chunk != NULL;
    if (sound)
      zpi_digest_update (digest, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  }
  read->found = zpi_digest_finish (digest);
  return sound;
}

static void
read_clear (Read *read)
{
  g_clear_pointer (&read->media_type, g_free);
  g_clear_pointer (&read->sha256, g_free);
  g_clear_pointer (&read->found, g_free);
}

static void
assert_reads (Fixture *self, const char *document_id, guint64 size, guint64 n_chunks)
{
  Read read = {document_id};
  g_autoptr (GError) error = NULL;

  fixture_run (self, read_func, &read, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read.size, ==, size);
  g_assert_cmpuint (read.n_chunks, ==, n_chunks);
  g_assert_cmpstr (read.media_type, ==, "image/jpeg");
  g_assert_cmpstr (read.sha256, ==, read.found);
  read_clear (&read);
}

static void
assert_broken (Fixture *self, const char *document_id)
{
  Read read = {document_id};
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture_run (self, read_func, &read, &error));
  assert_zpi_error (error, ZPI_ERROR_SEAL_BROKEN);
  read_clear (&read);
}

static void
test_sizes (Fixture *self, gconstpointer data)
{
  static const struct {
    guint64 size;
    guint64 n_chunks;
  } sizes[] = {
      {0, 1},
      {1, 1},
      {ZPI_DOCUMENT_CHUNK_BYTES - 1, 1},
      {ZPI_DOCUMENT_CHUNK_BYTES, 1},
      {ZPI_DOCUMENT_CHUNK_BYTES + 1, 2},
      {3 * ZPI_DOCUMENT_CHUNK_BYTES, 3},
      {3 * ZPI_DOCUMENT_CHUNK_BYTES + 5, 4},
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *id = g_uuid_string_random ();

    take_in (self, CASE_A, id, 'a' + i, sizes[i].size);
    assert_reads (self, id, sizes[i].size, sizes[i].n_chunks);
  }
}

typedef struct {
  const char *case_id;
  GStrv ids;
} ListDocuments;

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  ListDocuments *list = data;

  list->ids = zpi_document_store_list (store, list->case_id, error);
  return list->ids != NULL;
}

static gboolean
begin_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) chunk = make_content ('x', ZPI_DOCUMENT_CHUNK_BYTES);

  return zpi_document_store_begin (store, CASE_A, data, error) &&
         zpi_document_store_append (store, data, 0, FALSE, chunk, error);
}

static void
test_incomplete_is_invisible (Fixture *self, gconstpointer data)
{
  ListDocuments list = {CASE_A, NULL};
  Read read = {DOC_B};
  g_autoptr (GError) error = NULL;

  take_in (self, CASE_A, DOC_A, 'a', 10);
  g_assert_true (fixture_transact (self, begin_func, DOC_B, &error));
  g_assert_true (fixture_run (self, list_func, &list, &error));
  g_assert_cmpuint (g_strv_length (list.ids), ==, 1);
  g_assert_cmpstr (list.ids[0], ==, DOC_A);
  g_strfreev (list.ids);
  g_assert_false (fixture_run (self, read_func, &read, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
}

/* What was half taken in goes at the next opening, but not while another process may be at it. */
static void
test_garbage (Fixture *self, gconstpointer data)
{
  Fixture other = {g_strdup (self->folder), g_strdup (self->key_file), NULL};
  g_autoptr (GBytes) chunk = make_content ('x', 3);
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_transact (self, begin_func, DOC_B, &error));
  fixture_open (&other);
  fixture_close (&other);
  g_assert_false (fixture_transact (self, begin_func, DOC_B, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);

  fixture_reopen (self);
  g_assert_true (fixture_transact (self, begin_func, DOC_B, &error));
  g_free (other.folder);
  g_free (other.key_file);
}

typedef struct {
  guint64 index;
  gboolean last;
  guint64 size;
} Append;

static gboolean
append_func (ZpiStore *store, gpointer data, GError **error)
{
  const Append *append = data;
  g_autoptr (GBytes) chunk = make_content ('x', append->size);

  return zpi_document_store_append (store, DOC_A, append->index, append->last, chunk, error);
}

static gboolean
begin_only_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_document_store_begin (store, data, DOC_A, error);
}

static gboolean
finish_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_document_store_finish (store, DOC_A, "image/png", *(guint64 *) data, "00", error);
}

static void
assert_fails (Fixture *self, ZpiStoreFunc func, gpointer data, ZpiError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture_transact (self, func, data, &error));
  assert_zpi_error (error, code);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  Append first = {0, FALSE, ZPI_DOCUMENT_CHUNK_BYTES};
  Append skipped = {2, TRUE, 4};
  Append repeated = {0, TRUE, 4};
  Append too_small = {1, FALSE, 4};
  Append too_large = {1, TRUE, ZPI_DOCUMENT_CHUNK_BYTES + 1};
  Append last = {1, TRUE, 4};
  Append after = {2, TRUE, 4};
  guint64 wrong = 2 * ZPI_DOCUMENT_CHUNK_BYTES + 1;
  guint64 right = ZPI_DOCUMENT_CHUNK_BYTES + 4;
  g_autoptr (GError) error = NULL;

  assert_fails (self, append_func, &first, ZPI_ERROR_NOT_FOUND);
  assert_fails (self, begin_only_func, (gpointer) "no case", ZPI_ERROR_NOT_FOUND);
  g_assert_true (fixture_transact (self, begin_only_func, (gpointer) CASE_A, &error));
  assert_fails (self, begin_only_func, (gpointer) CASE_B, ZPI_ERROR_CONFLICT);
  assert_fails (self, finish_func, &right, ZPI_ERROR_NOT_ALLOWED);
  g_assert_true (fixture_transact (self, append_func, &first, &error));
  assert_fails (self, append_func, &skipped, ZPI_ERROR_NOT_ALLOWED);
  assert_fails (self, append_func, &repeated, ZPI_ERROR_NOT_ALLOWED);
  assert_fails (self, append_func, &too_small, ZPI_ERROR_NOT_ALLOWED);
  assert_fails (self, append_func, &too_large, ZPI_ERROR_NOT_ALLOWED);
  g_assert_true (fixture_transact (self, append_func, &last, &error));
  assert_fails (self, append_func, &after, ZPI_ERROR_NOT_ALLOWED);
  assert_fails (self, finish_func, &wrong, ZPI_ERROR_NOT_ALLOWED);
  g_assert_true (fixture_transact (self, finish_func, &right, &error));
  assert_fails (self, finish_func, &right, ZPI_ERROR_NOT_ALLOWED);
  g_assert_no_error (error);
}

/* The key of the case broke while a document was coming in. */
static void
test_key_breaks (Fixture *self, gconstpointer data)
{
  Append last = {0, TRUE, 4};
  Append more = {0, TRUE, 4};
  guint64 size = 4;
  Fixture other = {self->folder, self->key_file, NULL};

  fixture_open (&other);
  g_assert_true (fixture_transact (self, begin_only_func, (gpointer) CASE_A, NULL));
  g_assert_true (fixture_transact (self, append_func, &last, NULL));
  fixture_sql (self, "UPDATE cases SET case_key = x'00'");
  assert_fails (self, finish_func, &size, ZPI_ERROR_SEAL_BROKEN);
  fixture_sql (self, "UPDATE documents SET state = 'open', n_chunks = 0");
  assert_fails (self, append_func, &more, ZPI_ERROR_SEAL_BROKEN);
  fixture_close (&other);
}

static gboolean
remove_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_document_store_remove (store, data, error);
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  take_in (self, CASE_A, DOC_A, 'a', 10);
  g_assert_true (fixture_transact (self, remove_func, DOC_A, NULL));
  assert_fails (self, remove_func, DOC_A, ZPI_ERROR_NOT_FOUND);
}

static gboolean
read_past_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) chunk = zpi_document_store_read_chunk (store, DOC_A, 99, error);

  return chunk != NULL;
}

/* Cut, swap, repeat, exchange with another document or another case: never unseen. */
static void
test_tampered (Fixture *self, gconstpointer data)
{
  static const char *const tricks[] = {
      /* cut at the end, with and without the count */
      "DELETE FROM chunks WHERE document_id = '" DOC_A "' AND position = 2",
      "DELETE FROM chunks WHERE document_id = '" DOC_A "' AND position = 2;"
      "UPDATE documents SET n_chunks = 2 WHERE id = '" DOC_A "'",
      "UPDATE documents SET n_chunks = 4 WHERE id = '" DOC_A "'",
      /* swap two */
      "UPDATE chunks SET position = 10 + (1 - position) WHERE document_id = '" DOC_A
      "' AND position < 2;"
      "UPDATE chunks SET position = position - 10 WHERE document_id = '" DOC_A
      "' AND position >= 10",
      /* repeat one */
      "UPDATE chunks SET data = (SELECT data FROM chunks WHERE document_id = '" DOC_A
      "' AND position = 0) WHERE document_id = '" DOC_A "' AND position = 1",
      /* from another document, of the same length and position, in another case */
      "UPDATE chunks SET data = (SELECT data FROM chunks WHERE document_id = '" DOC_B
      "' AND position = 1) WHERE document_id = '" DOC_A "' AND position = 1",
      /* the whole document under another case */
      "UPDATE documents SET case_id = '" CASE_B "' WHERE id = '" DOC_A "'",
      /* another document's record */
      "UPDATE documents SET info = (SELECT info FROM documents WHERE id = '" DOC_B
      "') WHERE id = '" DOC_A "'",
      "UPDATE documents SET info = NULL WHERE id = '" DOC_A "'",
      "UPDATE documents SET info = x'01' WHERE id = '" DOC_A "'",
      /* one byte */
      "UPDATE chunks SET data = CAST (substr (data, 1, 1000) || x'00' || substr (data, 1002) AS "
      "BLOB) WHERE document_id = '" DOC_A "' AND position = 0",
  };
  g_autofree char *path = g_build_filename (self->folder, "store.db", NULL);
  g_autofree char *content = NULL;
  gsize size = 0;

  take_in (self, CASE_A, DOC_A, 'a', 2 * ZPI_DOCUMENT_CHUNK_BYTES + 9);
  take_in (self, CASE_B, DOC_B, 'a', 2 * ZPI_DOCUMENT_CHUNK_BYTES + 9);
  g_assert_false (fixture_run (self, read_past_func, NULL, NULL));
  fixture_close (self);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++) {
    g_test_message ("%s", tricks[i]);
    g_assert_true (g_file_set_contents (path, content, size, NULL));
    fixture_sql (self, tricks[i]);
    fixture_open (self);
    assert_broken (self, DOC_A);
    if (strstr (tricks[i], "UPDATE documents SET case_id") == NULL)
      assert_reads (self, DOC_B, 2 * ZPI_DOCUMENT_CHUNK_BYTES + 9, 3);
    fixture_close (self);
  }
}

static gboolean
look_up_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_document_store_get (store, data, NULL, NULL, NULL, NULL, error);
}

/* Before anything of it is read, and sent. */
static void
test_cut_off (Fixture *self, gconstpointer data)
{
  take_in (self, CASE_A, DOC_A, 'a', 2 * ZPI_DOCUMENT_CHUNK_BYTES + 9);
  g_assert_true (fixture_run (self, look_up_func, DOC_A, NULL));
  fixture_close (self);
  fixture_sql (self,
               "DELETE FROM chunks WHERE document_id = '" DOC_A "' AND position = 2;"
               "UPDATE documents SET n_chunks = 2 WHERE id = '" DOC_A "'");
  fixture_open (self);
  assert_fails (self, look_up_func, DOC_A, ZPI_ERROR_SEAL_BROKEN);
}

/* Clearing in steps. */

#define BIG (96 * (guint64) ZPI_DOCUMENT_CHUNK_BYTES) /* 24 MiB */
/* What one step may take of a disk that is nearly full. */
#define ROOM (4 * 1024 * 1024)

static goffset
file_size (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}

static gboolean
clear_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_clear (store, data, error);
}

static gboolean
delete_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_delete (store, data, error);
}

static gboolean
scrub_step_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub_step (store, data, error);
}

static gboolean
shrink_step_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_shrink_step (store, data, error);
}

static gboolean
rename_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_label (store, CASE_B, data, "N.", error);
}

/* Somebody types between every two steps. Returns how many there were, @at_most. */
static guint
step_through (Fixture *self, ZpiStoreFunc func, guint at_most)
{
  const goffset before = file_size (self, "store.db");
  gboolean more = TRUE;
  guint n = 0;

  while (more && n < at_most) {
    g_autoptr (GError) error = NULL;

    fixture_run (self, func, &more, &error);
    g_assert_no_error (error);
    fixture_transact (self, rename_func, "Andere naam", &error);
    g_assert_no_error (error);
    n++;
    g_assert_cmpint (file_size (self, "store.db"), <=, before);
    g_assert_cmpint (file_size (self, "store.db-wal"), <=, ROOM);
  }
  return n;
}

static void
assert_nothing_left (Fixture *self)
{
  g_assert_cmpint (step_through (self, shrink_step_func, G_MAXUINT), >, 5);
  g_assert_cmpint (file_size (self, "store.db"), <, ROOM);
}

static gboolean
count_func (ZpiStore *store, gpointer data, GError **error)
{
  gint64 n = -1;
  gboolean counted = zpi_sql_number (store->db, data, &n, error);

  g_assert_cmpint (n, ==, 0);
  return counted;
}

/* Whether the store has no case for which @condition holds. */
static void
assert_no_case (Fixture *self, const char *condition)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM cases WHERE id = '" CASE_A "' AND (",
                                      condition,
                                      ")",
                                      NULL);

  g_assert_true (fixture_run (self, count_func, sql, NULL));
}

/* The key goes at once; the rest in steps that need little room and let others in between. */
static void
test_clear_in_steps (Fixture *self, gconstpointer data)
{
  Read read = {DOC_A};
  g_autoptr (GError) error = NULL;

  take_in (self, CASE_A, DOC_A, 'a', BIG);
  g_assert_true (fixture_transact (self, clear_func, CASE_A, &error));
  assert_no_case (self, "case_key IS NOT NULL OR snapshot IS NOT NULL");
  g_assert_cmpint (file_size (self, "store.db-wal"), >, 0);
  g_assert_false (fixture_run (self, read_func, &read, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_assert_cmpuint (step_through (self, scrub_step_func, 3), ==, 3);
  fixture_reopen (self); /* it goes on where it was */
  g_assert_cmpint (file_size (self, "store.db"), >, BIG);
  g_assert_cmpuint (step_through (self, scrub_step_func, G_MAXUINT), >, 5);
  assert_nothing_left (self);
}

static gboolean
know_bsn_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_bsn_hash (store, data, "hash", error);
}

/* A case that was deleted is gone from every list at once, and may come back under its id. */
static void
test_delete_in_steps (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  take_in (self, CASE_A, DOC_A, 'a', BIG);
  g_assert_true (fixture_transact (self, know_bsn_func, CASE_A, &error));
  g_assert_true (fixture_transact (self, delete_func, CASE_A, &error));
  assert_no_case (self,
                  "case_key IS NOT NULL OR snapshot IS NOT NULL OR label IS NOT NULL "
                  "OR bsn_hash IS NOT NULL");
  g_assert_false (fixture_transact (self, delete_func, CASE_A, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpuint (step_through (self, scrub_step_func, 3), ==, 3);
  g_assert_cmpuint (step_through (self, scrub_step_func, G_MAXUINT), >, 5);
  assert_nothing_left (self);

  g_assert_true (fixture_transact (self, insert_case_func, CASE_A, &error));
  take_in (self, CASE_A, DOC_A, 'a', BIG);
  g_assert_true (fixture_transact (self, delete_func, CASE_A, &error));
  g_assert_true (fixture_transact (self, insert_case_func, CASE_A, &error));
  g_assert_no_error (error);
  take_in (self, CASE_A, DOC_A, 'b', 9);
  assert_reads (self, DOC_A, 9, 1);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/document-store/" path, Fixture, NULL, set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("sizes", test_sizes);
  ADD ("incomplete-is-invisible", test_incomplete_is_invisible);
  ADD ("garbage", test_garbage);
  ADD ("order", test_order);
  ADD ("remove", test_remove);
  ADD ("key-breaks", test_key_breaks);
  ADD ("tampered", test_tampered);
  ADD ("cut-off", test_cut_off);
  ADD ("clear-in-steps", test_clear_in_steps);
  ADD ("delete-in-steps", test_delete_in_steps);

  return g_test_run ();
}
