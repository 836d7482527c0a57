/* SPDX-License-Identifier: EUPL-1.2 */

/* A process at work is killed at a random moment, over and over, on the same store. Whatever it was
 * told was done is there afterwards, nothing is there twice, nothing is damaged. */

#include "scenarios.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <signal.h>
#include <string.h>

/* What a case has to look like. */
typedef struct {
  guint64 done;  /* generation reported as saved */
  guint64 begun; /* generation that may be there too */
  GHashTable *documents;
  char *sent_key;
  gboolean received;
  gboolean clear_begun;
  gboolean clear_done;
  gboolean delete_begun;
  gboolean delete_done;
} Expected;

typedef struct {
  GHashTable *cases; /* (element-type utf8 Expected) */
  guint n_lines;
} Model;

static void
expected_free (Expected *self)
{
  g_hash_table_unref (self->documents);
  g_free (self->sent_key);
  g_free (self);
}

static Expected *
expected_of (Model *self, const char *id)
{
  Expected *expected = g_hash_table_lookup (self->cases, id);

  if (expected == NULL) {
    expected = g_new0 (Expected, 1);
    expected->documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert (self->cases, g_strdup (id), expected);
  }
  return expected;
}

static void
take_line (Model *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  const gboolean done = g_str_equal (words[0], "d");
  Expected *expected;

  self->n_lines++;
  if (g_strv_length (words) < 3)
    return;
  expected = expected_of (self, words[2]);
  if (g_str_equal (words[1], "save")) {
    const guint64 generation = g_ascii_strtoull (words[3], NULL, 10);

    expected->begun = generation;
    if (done)
      expected->done = generation;
  } else if (g_str_equal (words[1], "document")) {
    g_hash_table_add (expected->documents, g_strdup (words[3]));
  } else if (g_str_equal (words[1], "send")) {
    /* Never sent twice. */
    g_assert_null (expected->sent_key);
    expected->sent_key = g_strdup (words[3]);
  } else if (g_str_equal (words[1], "receipt")) {
    expected->received = TRUE;
  } else if (g_str_equal (words[1], "clear")) {
    expected->clear_begun = TRUE;
    expected->clear_done |= done;
  } else if (g_str_equal (words[1], "delete")) {
    expected->delete_begun = TRUE;
    expected->delete_done |= done;
  }
}

typedef struct {
  const char *id;
  const Expected *expected;
} Check;

static void
check_documents (ZpiStore *store, const Check *check)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, check->expected->documents);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    g_autoptr (GError) error = NULL;

    zpi_document_store_get (store, id, NULL, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
check_outbox (ZpiStore *store, const Check *check)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, check->id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (item->idempotency_key, ==, check->expected->sent_key);
  if (check->expected->received)
    g_assert_cmpint (item->step, ==, ZPI_OUTBOX_DONE);
}

static gboolean
check_case_func (ZpiStore *store, gpointer data, GError **error)
{
  const Check *check = data;
  const Expected *expected = check->expected;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, check->id, NULL);

  g_assert_true (info == NULL || !expected->delete_done);
  g_assert_true (info != NULL || expected->delete_begun || expected->done == 0);
  if (info == NULL)
    return TRUE;
  g_assert_cmpuint (info->generation, >=, expected->done);
  g_assert_cmpuint (info->generation, <=, MAX (expected->begun, expected->done));
  g_assert_true (!expected->clear_done || info->cleared_us != 0);
  g_assert_true (expected->clear_begun || info->cleared_us == 0);
  if (info->cleared_us != 0)
    return TRUE;
  check_documents (store, check);
  if (expected->sent_key != NULL)
    check_outbox (store, check);
  return TRUE;
}

static void
check_model (Model *self, const char *folder)
{
  Fixture fixture = {g_strdup (folder), g_build_filename (folder, "practice.key", NULL), NULL};
  GHashTableIter iter;
  gpointer id;
  gpointer expected;

  fixture_open (&fixture);
  assert_sound (&fixture);
  g_hash_table_iter_init (&iter, self->cases);
  while (g_hash_table_iter_next (&iter, &id, &expected)) {
    Check check = {id, expected};

    g_assert_true (fixture_run (&fixture, check_case_func, &check, NULL));
  }
  fixture_close (&fixture);
  g_free (fixture.folder);
  g_free (fixture.key_file);
}

/* Reads some lines, waits a little, kills, and reads what was still said. */
static void
kill_one (Model *self, const char *folder, GRand *rand)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "fault", "fault-worker", NULL);
  g_autofree char *seed = g_strdup_printf ("%u", g_rand_int (rand));
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) worker =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error,
                        program,
                        "work",
                        folder,
                        seed,
                        NULL);
  g_autoptr (GDataInputStream) output = NULL;
  const int n_lines = g_rand_int_range (rand, 0, 30);
  gboolean killed = FALSE;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (worker));
  for (int n = 0;; n++) {
    g_autofree char *line = NULL;

    if (n == n_lines) {
      g_usleep (g_rand_int_range (rand, 0, 4000));
      g_subprocess_send_signal (worker, SIGKILL);
      killed = TRUE;
    }
    line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
    if (line == NULL)
      break;
    take_line (self, line);
  }
  g_subprocess_wait (worker, NULL, NULL);
  /* It ended because it was killed, and for no other reason. */
  g_assert_true (killed);
  g_assert_true (g_subprocess_get_if_signaled (worker));
  g_assert_cmpint (g_subprocess_get_term_sig (worker), ==, SIGKILL);
}

static void
test_kill (void)
{
  const guint n_kills = g_getenv ("ZPI_TEST_LONG") != NULL ? 1000 : 100;
  g_autofree char *parent = make_fast_folder ();
  g_autofree char *folder = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  Model model = {NULL, 0};

  for (guint i = 0; i < n_kills; i++) {
    /* Every tenth time a first start. */
    if (i % 10 == 0) {
      g_free (folder);
      folder = g_strdup_printf ("%s/data-%u", parent, i);
      g_clear_pointer (&model.cases, g_hash_table_unref);
      model.cases =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) expected_free);
    }
    kill_one (&model, folder, rand);
    check_model (&model, folder);
  }
  g_test_message ("%u kills, %u reports checked", n_kills, model.n_lines);
  g_assert_cmpuint (model.n_lines, >, n_kills);
  g_hash_table_unref (model.cases);
  remove_folder (parent);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/at-random", test_kill);
  return g_test_run ();
}
