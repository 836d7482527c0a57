/* SPDX-License-Identifier: EUPL-1.2 */

/* One byte of the database is another one: everything is read, or the case that is damaged has a
 * name and all others are read. */

#define _GNU_SOURCE

#include "store-fixture.h"

#include "zpi-digest.h"
#include "zpi-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_CASES 14
#define PAGE    4096

typedef struct {
  Fixture fixture;
  char *path;
  char *log_path;
  char *content;
  gsize size;
  char *log; /* (nullable): what stood in the log when the process died */
  gsize log_size;
  GArray *keys; /* (element-type Span): without these nothing opens */
} Damage;

typedef struct {
  gsize from;
  gsize to;
} Span;

static char *
case_id (guint i)
{
  return g_strdup_printf ("%08x-1111-4111-8111-%012x", 0x5a000000 + i * 77, i);
}

static char *
document_id (guint i)
{
  return g_strdup_printf ("%08x-2222-4222-8222-%012x", 0x71000000 + i * 131, i);
}

/* Of every size: within its page, one page more, many pages more. */
static GBytes *
answers (guint i)
{
  static const gsize sizes[] = {20, 300, 900, 3000, 9000, 21000};
  const gsize size = sizes[i % G_N_ELEMENTS (sizes)];
  char *text = g_strnfill (size, (char) ('a' + i));

  return g_bytes_new_take (text, size);
}

static GBytes *
scan (guint i)
{
  const gsize size = 700 + 2900 * (i % 4);
  char *text = g_strnfill (size, (char) ('A' + i));

  return g_bytes_new_take (text, size);
}

static gboolean
take_in_func (ZpiStore *store, guint i, GError **error)
{
  g_autofree char *id = case_id (i);
  g_autofree char *document = document_id (i);
  g_autoptr (GBytes) chunk = scan (i);
  g_autofree char *sha256 = zpi_digest_of_bytes (chunk);

  return zpi_document_store_begin (store, id, document, error) &&
         zpi_document_store_append (store, document, 0, TRUE, chunk, error) &&
         zpi_document_store_finish (store,
                                    document,
                                    "image/png",
                                    g_bytes_get_size (chunk),
                                    sha256,
                                    error);
}

static gboolean
queue_func (ZpiStore *store, guint i, GError **error)
{
  g_autoptr (ZpiOutboxItem) item = g_new0 (ZpiOutboxItem, 1);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);

  g_ptr_array_add (parts, part);
  part->document_id = document_id (i);
  part->size_bytes = 700 + 2900 * (i % 4);
  item->id = case_id (i);
  item->case_id = case_id (i);
  item->kind = g_strdup ("aanvraag");
  item->payload = answers (i);
  item->payload_sha256 = zpi_digest_of_bytes (item->payload);
  item->idempotency_key = g_strdup_printf ("key-%u", i);
  return zpi_outbox_store_insert (store, item, parts, error);
}

static gboolean
furnish_func (ZpiStore *store, gpointer data, GError **error)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *id = case_id (i);
  g_autofree char *name = g_strdup_printf ("Naam %u", i);
  g_autofree char *hash = g_strdup_printf ("%064x", i + 1);
  g_autoptr (GBytes) snapshot = answers (i);
  g_autoptr (GBytes) timeline = bytes_of ("[]");

  return zpi_case_store_insert (store,
                                id,
                                i % 2,
                                1,
                                snapshot,
                                &(ZpiCaseLabel){name, "N.", NULL},
                                error) &&
         zpi_case_store_set_bsn_hash (store, id, hash, error) &&
         zpi_case_store_set_record (store, id, "timeline", timeline, error) &&
         take_in_func (store, i, error) && (i % 3 != 0 || queue_func (store, i, error));
}

static void
furnish (Fixture *fixture, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    g_autoptr (GError) error = NULL;

    fixture_transact (fixture, furnish_func, GUINT_TO_POINTER (i), &error);
    g_assert_no_error (error);
  }
}

/* Whether all that was put into a case comes out of it. */
static gboolean
is_whole (ZpiStore *store, guint i)
{
  g_autofree char *id = case_id (i);
  g_autofree char *document = document_id (i);
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) expected = answers (i);
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, id, &info, NULL);
  g_autoptr (GBytes) timeline = zpi_case_store_get_record (store, id, "timeline", NULL);
  g_autoptr (GBytes) expected_scan = scan (i);
  g_autoptr (GBytes) chunk = zpi_document_store_read_chunk (store, document, 0, NULL);
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, id, NULL);
  g_autoptr (GPtrArray) parts = zpi_outbox_store_parts (store, id, NULL);
  g_auto (GStrv) documents = zpi_document_store_list (store, id, NULL);

  if (snapshot == NULL || info->damaged || !g_bytes_equal (snapshot, expected))
    return FALSE;
  if (!bytes_are (timeline, "[]") || chunk == NULL || !g_bytes_equal (chunk, expected_scan))
    return FALSE;
  if (documents == NULL || g_strcmp0 (documents[0], document) != 0)
    return FALSE;
  return i % 3 != 0 || (item != NULL && parts != NULL && parts->len == 1);
}

typedef struct {
  gboolean whole[N_CASES];
  gboolean listed[N_CASES];
  gboolean named[N_CASES];
  gboolean integrity_ok;
} Findings;

static void
note_listed (Findings *self, GPtrArray *infos)
{
  for (guint i = 0; i < N_CASES; i++) {
    g_autofree char *id = case_id (i);

    for (guint j = 0; j < infos->len; j++)
      self->listed[i] |= g_str_equal (((ZpiCaseInfo *) infos->pdata[j])->id, id);
  }
}

static gboolean
look_func (ZpiStore *store, gpointer data, GError **error)
{
  Findings *self = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list (store, error);
  g_autoptr (ZpiVerifyReport) report = infos != NULL ? zpi_store_verify (store, error) : NULL;

  if (report == NULL)
    return FALSE;
  note_listed (self, infos);
  self->integrity_ok = report->integrity_ok;
  for (guint i = 0; i < N_CASES; i++) {
    g_autofree char *id = case_id (i);

    self->whole[i] = is_whole (store, i);
    self->named[i] = g_ptr_array_find_with_equal_func (report->damaged, id, g_str_equal, NULL);
  }
  return TRUE;
}

static void
add_key (Damage *self, const char *text, gsize before, gsize after)
{
  const char *found = self->content;

  while (
      (found = memmem (found, self->size - (gsize) (found - self->content), text, strlen (text)))) {
    const gsize at = (gsize) (found - self->content);
    const Span span = {at - before, at + strlen (text) + after};

    g_array_append_val (self->keys, span);
    found++;
  }
}

static gboolean
is_key (const Damage *self, gsize at)
{
  for (guint i = 0; i < self->keys->len; i++) {
    const Span *span = &g_array_index (self->keys, Span, i);

    if (at >= span->from && at < span->to)
      return TRUE;
  }
  return FALSE;
}

static gboolean
first_slot_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);
  const ZpiSlot *slot = slots->pdata[0];

  add_key (data, slot->id, 16, 64 + g_bytes_get_size (slot->data));
  return TRUE;
}

static void
keep (const char *path, char **content, gsize *size)
{
  if (!g_file_get_contents (path, content, size, NULL))
    *content = NULL;
}

static void
set_up (Damage *self, gconstpointer data)
{
  const gboolean with_log = GPOINTER_TO_INT (data);

  fixture_set_up (&self->fixture, NULL);
  self->path = g_build_filename (self->fixture.folder, "store.db", NULL);
  self->log_path = g_strconcat (self->path, "-wal", NULL);
  self->keys = g_array_new (FALSE, FALSE, sizeof (Span));
  fixture_open (&self->fixture);
  furnish (&self->fixture, 0, N_CASES - 4);
  fixture_reopen (&self->fixture);
  furnish (&self->fixture, N_CASES - 4, N_CASES);
  if (!with_log)
    fixture_reopen (&self->fixture);
  keep (self->path, &self->content, &self->size);
  if (with_log)
    keep (self->log_path, &self->log, &self->log_size);
  add_key (self, "store-key", 16, 160);
  fixture_run (&self->fixture, first_slot_func, self, NULL);
  fixture_close (&self->fixture);
  g_assert_true (with_log == (self->log != NULL));
}

static void
tear_down (Damage *self, gconstpointer data)
{
  fixture_tear_down (&self->fixture, NULL);
  g_free (self->path);
  g_free (self->log_path);
  g_free (self->content);
  g_free (self->log);
  g_array_unref (self->keys);
}

/* Without waiting for the disk. GLib leaves the end of a longer file as it is. */
static void
put (const char *path, const char *content, gsize size)
{
  g_unlink (path);
  g_assert_true (g_file_set_contents_full (path,
                                           content,
                                           (gssize) size,
                                           G_FILE_SET_CONTENTS_NONE,
                                           0600,
                                           NULL));
}

static void
put_back (Damage *self, const char *damaged)
{
  g_autofree char *shared = g_strconcat (self->path, "-shm", NULL);

  g_unlink (shared);
  put (self->path, damaged, self->size);
  if (self->log != NULL)
    put (self->log_path, self->log, self->log_size);
  else
    g_unlink (self->log_path);
}

/* What is read-only must be as it was, to the byte. */
static void
assert_untouched (Damage *self, const char *damaged)
{
  g_autofree char *after = NULL;
  g_autofree char *log = NULL;
  gsize size = 0;

  keep (self->path, &after, &size);
  g_assert_cmpmem (after, size, damaged, self->size);
  if (self->log == NULL)
    return;
  keep (self->log_path, &log, &size);
  g_assert_cmpmem (log, size, self->log, self->log_size);
}

static guint
count_lost (const Findings *findings, gsize at)
{
  guint n_lost = 0;

  for (guint i = 0; i < N_CASES; i++) {
    if (!findings->whole[i] || !findings->listed[i])
      g_test_message ("byte %" G_GSIZE_FORMAT ": case %u", at, i);
    n_lost += findings->whole[i] ? 0 : 1;
    g_assert_true (findings->listed[i]);
    g_assert_true (findings->whole[i] || findings->named[i]);
  }
  return n_lost;
}

static void
check_flip (Damage *self, gsize at, guint8 change)
{
  g_autofree char *damaged = g_memdup2 (self->content, self->size);
  g_autoptr (GError) error = NULL;
  Findings findings = {0};
  gboolean opened;

  damaged[at] = (char) (damaged[at] ^ change);
  put_back (self, damaged);
  opened = fixture_try_open (&self->fixture, NULL);
  if (!opened)
    g_assert_true (zpi_store_is_read_only (self->fixture.store));
  g_clear_error (&error);
  if (is_key (self, at) && !(zpi_store_get_vault (self->fixture.store) != NULL &&
                             fixture_try_unlock (&self->fixture, NULL))) {
    fixture_close (&self->fixture);
    return;
  }
  g_assert_nonnull (zpi_store_get_vault (self->fixture.store));
  if (!is_key (self, at)) {
    fixture_try_unlock (&self->fixture, &error);
    if (error != NULL)
      g_test_message ("byte %" G_GSIZE_FORMAT " ^ %02x", at, change);
    g_assert_no_error (error);
  }
  fixture_run (&self->fixture, look_func, &findings, &error);
  g_assert_no_error (error);
  if (!is_key (self, at)) {
    const guint n_lost = count_lost (&findings, at);

    if (n_lost > 1)
      g_test_message ("byte %" G_GSIZE_FORMAT " ^ %02x: %u", at, change, n_lost);
    g_assert_cmpuint (n_lost, <=, 1);
    g_assert_true (opened || !findings.integrity_ok ||
                   zpi_store_is_read_only (self->fixture.store));
  }
  fixture_close (&self->fixture);
  if (!opened)
    assert_untouched (self, damaged);
}

static gboolean
is_long (void)
{
  return g_strcmp0 (g_getenv ("ZPI_TEST_LONG"), "1") == 0;
}

static void
test_anywhere (Damage *self, gconstpointer data)
{
  const guint n = is_long () ? 10000 : 100;

  for (guint i = 0; i < n; i++)
    check_flip (self,
                (gsize) g_test_rand_int_range (0, (gint32) self->size),
                (guint8) g_test_rand_int_range (1, 256));
}

/* The header of the file and the schema. */
static void
test_first_page (Damage *self, gconstpointer data)
{
  const gsize step = is_long () ? 1 : 61;

  for (gsize at = 0; at < PAGE; at += step)
    check_flip (self, at, (guint8) g_test_rand_int_range (1, 256));
  for (gsize at = 0; at < 124; at += is_long () ? 1 : 3)
    check_flip (self, at, 1);
}

/* Where each page says what it is, and where its rows are. */
static void
test_page_headers (Damage *self, gconstpointer data)
{
  for (gsize page = 1; page < self->size / PAGE; page += is_long () ? 1 : 4)
    for (gsize i = 0; i < 14; i++)
      check_flip (self,
                  page * PAGE + i,
                  (guint8) (is_long () ? g_test_rand_int_range (1, 256) : 4));
}

static void
assert_all_there (Damage *self)
{
  g_autoptr (GError) error = NULL;
  Findings findings = {0};

  g_assert_true (fixture_try_unlock (&self->fixture, &error));
  g_assert_true (fixture_run (&self->fixture, look_func, &findings, &error));
  for (guint i = 0; i < N_CASES; i++)
    g_assert_true (findings.whole[i]);
}

/* No memory is left at any moment of it: an error, and what is on the disk stays as it is. */
static void
open_without_memory (Damage *self, gboolean damaged)
{
  g_autofree char *content = g_memdup2 (self->content, self->size);
  gboolean done = FALSE;

  if (damaged)
    memset (content, 0, 100);
  for (gint64 more = 1; !done; more += 1024) {
    g_autoptr (GError) error = NULL;
    gboolean opened;

    put_back (self, content);
    sqlite3_hard_heap_limit64 (sqlite3_memory_used () + more);
    opened = fixture_try_open (&self->fixture, &error);
    sqlite3_hard_heap_limit64 (0);
    g_assert_true (opened || error->domain == ZPI_ERROR);
    g_assert_true (!opened || !damaged);
    done = opened || (damaged && zpi_store_has_slots (self->fixture.store));
    if (done)
      assert_all_there (self);
    fixture_close (&self->fixture);
    if (damaged)
      assert_untouched (self, content);
    g_assert_cmpint (more, <, 16 * 1024 * 1024);
  }
}

static void
test_no_memory (Damage *self, gconstpointer data)
{
  open_without_memory (self, FALSE);
}

static void
test_no_memory_to_salvage (Damage *self, gconstpointer data)
{
  open_without_memory (self, TRUE);
}

/* What looks like a row but for its key: nothing, nothing to read, or more than stands in its page.
 * It is none, and is in nobody's way. */
static void
test_odd_keys (Damage *self, gconstpointer data)
{
  static const char add[] =
      "INSERT INTO meta (name, value) VALUES ('', 'a'), (char (1, 2, 3, 4), 'b'), "
      "(printf ('%.*c', 5000, 'k'), 'c'); PRAGMA wal_checkpoint (TRUNCATE);";
  g_autofree char *content = NULL;
  gsize size = 0;

  fixture_sql (&self->fixture, add);
  keep (self->path, &content, &size);
  memset (content, 0, 100);
  put (self->path, content, size);
  g_assert_false (fixture_try_open (&self->fixture, NULL));
  assert_all_there (self);
  fixture_close (&self->fixture);
}

typedef struct {
  guint32 first;
  guint32 second;
} Sum;

static void
put_big (char *bytes, guint32 value)
{
  const guint32 big = GUINT32_TO_BE (value);

  memcpy (bytes, &big, sizeof big);
}

static void
add_to_sum (Sum *sum, const char *bytes, gsize size)
{
  for (gsize i = 0; i < size; i += 8) {
    guint32 words[2];

    memcpy (words, bytes + i, sizeof words);
    sum->first += GUINT32_FROM_BE (words[0]) + sum->second;
    sum->second += GUINT32_FROM_BE (words[1]) + sum->first;
  }
}

/* The log as a computer of the other byte order writes it. */
static void
turn_log (Damage *self)
{
  Sum sum = {0};

  put_big (self->log, 0x377f0683);
  add_to_sum (&sum, self->log, 24);
  put_big (self->log + 24, sum.first);
  put_big (self->log + 28, sum.second);
  for (gsize at = 32; at + 24 + PAGE <= self->log_size; at += 24 + PAGE) {
    add_to_sum (&sum, self->log + at, 8);
    add_to_sum (&sum, self->log + at + 24, PAGE);
    put_big (self->log + at + 16, sum.first);
    put_big (self->log + at + 20, sum.second);
  }
}

static void
look (Damage *self, const char *content, Findings *findings)
{
  g_autoptr (GError) error = NULL;
  gboolean opened;

  put_back (self, content);
  opened = fixture_try_open (&self->fixture, NULL);
  g_assert_true (fixture_try_unlock (&self->fixture, &error));
  g_assert_true (fixture_run (&self->fixture, look_func, findings, &error));
  fixture_close (&self->fixture);
  if (!opened)
    assert_untouched (self, content);
}

/* Each word of its head and of its first frame: what was in the database before is there. */
static void
test_log_words (Damage *self, gconstpointer data)
{
  g_autofree char *content = g_memdup2 (self->content, self->size);

  memset (content, 0, 100);
  turn_log (self);
  for (gsize at = 0; at <= 32 + 24; at += 4) {
    Findings findings = {0};

    if (at < 32 + 24)
      self->log[at + 3] ^= 0x10;
    look (self, content, &findings);
    for (guint i = 0; i < (at < 32 + 24 ? N_CASES - 4 : N_CASES); i++)
      g_assert_true (findings.listed[i]);
    if (at < 32 + 24)
      self->log[at + 3] ^= 0x10;
  }
}

static gsize
root_page (Damage *self, const char *table)
{
  g_autofree char *ask =
      g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);
  sqlite3 *db = NULL;
  gint64 number = 0;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_true (zpi_sql_number (db, ask, &number, NULL));
  sqlite3_close (db);
  return (gsize) (number - 1) * PAGE;
}

/* Of a store with many documents everything else is looked at, each time. */
static void
test_large (Damage *self, gconstpointer data)
{
  static const char add[] =
      "INSERT INTO documents SELECT 'large', id, 'complete', 1, 0, x'00' FROM cases LIMIT 1;"
      "INSERT INTO chunks (document_id, position, data) VALUES ('large', 0, zeroblob (70000000));"
      "PRAGMA wal_checkpoint (TRUNCATE);";
  Findings findings = {0};
  g_autofree char *large = NULL;
  gsize size = 0;

  fixture_sql (&self->fixture, add);
  fixture_open (&self->fixture);
  g_assert_true (fixture_run (&self->fixture, look_func, &findings, NULL));
  g_assert_true (findings.integrity_ok);
  fixture_close (&self->fixture);
  keep (self->path, &large, &size);
  g_assert_cmpuint (size, >, 64 * 1024 * 1024);
  /* How many rows there are. */
  large[root_page (self, "cases") + 4] ^= 0x7f;
  put (self->path, large, size);
  g_assert_false (fixture_try_open (&self->fixture, NULL));
  fixture_close (&self->fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);

#define ADD(path, with_log, func)                                                                  \
  g_test_add ("/salvage/" path, Damage, GINT_TO_POINTER (with_log), set_up, func, tear_down)
  ADD ("anywhere", FALSE, test_anywhere);
  ADD ("first-page", FALSE, test_first_page);
  ADD ("page-headers", FALSE, test_page_headers);
  ADD ("with-log/anywhere", TRUE, test_anywhere);
  ADD ("with-log/first-page", TRUE, test_first_page);
  ADD ("with-log/words", TRUE, test_log_words);
  ADD ("no-memory", FALSE, test_no_memory);
  ADD ("no-memory-to-salvage", FALSE, test_no_memory_to_salvage);
  ADD ("odd-keys", FALSE, test_odd_keys);
  ADD ("large", FALSE, test_large);
#undef ADD
  return g_test_run ();
}
