/* SPDX-License-Identifier: EUPL-1.2 */

/* Every point at which a scenario can fail, failing in turn: once, and from there on. Afterwards:
 * the store opens, is sound, holds the old state or the new one, and the new one whenever that was
 * reported. The same is asked of a copy of the files as they stood at that moment (the program
 * killed), and of what had been synced by then (a flat battery). */

#include "fault.h"
#include "scenarios.h"
#include "zpi-key-file.h"
#include "zpi-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  const Scenario *scenario;
  FaultKind kind;
  gboolean stays;
} Run;

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_mkdir_with_parents (to, 0700);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    g_autofree char *content = NULL;
    gsize size = 0;

    if (g_file_test (source, G_FILE_TEST_IS_DIR))
      copy_folder (source, target);
    else if (g_file_get_contents (source, &content, &size, NULL))
      g_assert_true (g_file_set_contents (target, content, size, NULL));
  }
}

static Fixture
fixture_at (const char *parent, const char *name)
{
  Fixture self = {NULL};

  self.folder = g_build_filename (parent, name, NULL);
  self.key_file = g_build_filename (self.folder, "practice.key", NULL);
  return self;
}

static void
fixture_done (Fixture *self)
{
  fixture_close (self);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->key_file);
}

/* Opens, verifies, and looks which state it is. */
static Outcome
judge (Fixture *self, const Scenario *scenario)
{
  Outcome outcome;

  if (g_str_equal (scenario->name, "migration")) {
    /* The old version opens the old state, the new one the new state, or both. */
    g_autoptr (GError) error = NULL;

    if (!fixture_try_open (self, &error)) {
      assert_zpi_error (error, ZPI_ERROR_STORE_TOO_NEW);
      zpi_migrations_set_extra (later_migration);
    }
    fixture_close (self);
  }
  fixture_open (self);
  assert_sound (self);
  outcome = scenario->look (self);
  zpi_migrations_set_extra (NULL);
  return outcome;
}

static void
check_copy (Fixture *self, const char *parent, const Scenario *scenario, gboolean reported)
{
  Fixture copy = fixture_at (parent, "copy");
  Outcome outcome;

  copy_folder (self->folder, copy.folder);
  outcome = judge (&copy, scenario);
  g_assert_cmpint (outcome, !=, OUTCOME_MIXED);
  g_assert_true (!reported || outcome == OUTCOME_NEW);
  fixture_done (&copy);
}

/* What was begun and came to nothing is away, with all that stood beside it: SQLite would believe
 * an old journal of the next file of that name. */
static void
assert_nothing_begun (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_null (strstr (name, ".part"));
    assert_nothing_begun (path);
  }
}

/* %FALSE when the n-th point is never reached. */
static gboolean
run_with_fault (const Run *run, const char *parent, const char *base, guint n)
{
  Fixture self = fixture_at (parent, "data");
  gboolean reported;
  gboolean hit;
  Outcome outcome;

  copy_folder (base, self.folder);
  if (!run->scenario->opens)
    fixture_open (&self);
  fault_arm (run->kind, n, run->stays);
  reported = run->scenario->run (&self);
  hit = fault_disarm ();

  assert_nothing_begun (self.folder);
  check_copy (&self, parent, run->scenario, reported);
  fixture_close (&self);
  outcome = judge (&self, run->scenario);
  g_assert_cmpint (outcome, !=, OUTCOME_MIXED);
  g_assert_true (!reported || outcome == OUTCOME_NEW);
  fixture_done (&self);
  return hit;
}

static void
prepare_base (const Run *run, const char *base)
{
  Fixture self = {g_strdup (base), g_build_filename (base, "practice.key", NULL), NULL};

  if (g_str_equal (run->scenario->name, "first-start")) {
    g_mkdir_with_parents (base, 0700);
  } else {
    fixture_open (&self);
    run->scenario->prepare (&self);
    fixture_close (&self);
  }
  g_free (self.folder);
  g_free (self.key_file);
}

static void
test_faults (gconstpointer data)
{
  const Run *run = data;
  g_autofree char *parent = make_fast_folder ();
  g_autofree char *base = g_build_filename (parent, "base", NULL);
  const guint step = run->kind == FAULT_MEMORY && g_getenv ("ZPI_TEST_LONG") == NULL ? 29 : 1;
  guint n = 0;

  prepare_base (run, base);
  while (run_with_fault (run, parent, base, n))
    n += step;
  g_assert_cmpuint (n, >, 0);
  g_test_message ("%s: %u points, every %u", run->scenario->name, n, step);
  remove_folder (parent);
}

/* What was reported as done had reached the disk by then. */
static void
test_flat_battery (gconstpointer data)
{
  const Scenario *scenario = data;
  g_autofree char *parent = make_fast_folder ();
  Fixture self = fixture_at (parent, "data");
  Fixture synced = fixture_at (parent, "synced");
  g_autofree char *key = NULL;
  gsize size = 0;

  g_mkdir_with_parents (synced.folder, 0700);
  fault_keep_synced (synced.folder);
  fixture_open (&self);
  scenario->prepare (&self);
  g_assert_true (scenario->run (&self));
  fault_keep_synced (NULL);

  g_assert_true (g_file_get_contents (self.key_file, &key, &size, NULL));
  g_assert_true (g_file_set_contents (synced.key_file, key, size, NULL));
  fixture_open (&synced);
  assert_sound (&synced);
  g_assert_cmpint (scenario->look (&synced), ==, OUTCOME_NEW);
  fixture_done (&synced);
  fixture_done (&self);
  remove_folder (parent);
}

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list (store, error);

  *(guint *) data = infos != NULL ? infos->len : 0;
  return infos != NULL;
}

/* All can be read, nothing can be written, and nobody is told otherwise. */
static void
test_read_only_disk (void)
{
  g_autofree char *parent = make_fast_folder ();
  Fixture self = fixture_at (parent, "data");
  g_autoptr (GError) error = NULL;
  guint n = 0;

  fixture_open (&self);
  prepare_received (&self);
  fixture_close (&self);

  fault_set_read_only (TRUE);
  g_assert_false (fixture_try_open (&self, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_READ_ONLY);
  g_clear_error (&error);
  g_assert_true (zpi_store_is_read_only (self.store));
  g_assert_true (fixture_try_unlock (&self, &error));
  g_assert_true (fixture_run (&self, list_func, &n, &error));
  g_assert_cmpuint (n, ==, 2);
  assert_sound (&self);
  g_assert_false (save_answers (&self, 1, 2));
  fault_set_read_only (FALSE);

  /* The disk came back: the same store opens again. */
  g_assert_true (fixture_try_open (&self, &error));
  g_assert_false (zpi_store_is_read_only (self.store));
  g_assert_true (fixture_try_unlock (&self, &error));
  g_assert_true (save_answers (&self, 1, 2));
  fixture_done (&self);
  remove_folder (parent);
}

static void
test_first_start_on_read_only_disk (void)
{
  g_autofree char *parent = make_fast_folder ();
  Fixture self = fixture_at (parent, "data");
  g_autoptr (GError) error = NULL;

  fault_set_read_only (TRUE);
  g_assert_false (fixture_try_open (&self, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_READ_ONLY);
  fault_set_read_only (FALSE);
  g_assert_true (fixture_try_open (&self, NULL));
  fixture_done (&self);
  remove_folder (parent);
}

static void
test_key_file_on_read_only_disk (void)
{
  g_autofree char *parent = make_fast_folder ();
  g_autofree char *file = g_build_filename (parent, "practice.key", NULL);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;

  fault_set_read_only (TRUE);
  key = zpi_key_file_ensure (file, &error);
  fault_set_read_only (FALSE);
  assert_zpi_error (error, ZPI_ERROR_STORE_READ_ONLY);
  remove_folder (parent);
}

static void
add_runs (FaultKind kind, const char *word, gboolean stays)
{
  for (guint i = 0; i < n_scenarios; i++) {
    Run *run = g_new (Run, 1);
    g_autofree char *path = g_strdup_printf ("/store-faults/%s/%s/%s",
                                             word,
                                             stays ? "stays" : "once",
                                             scenarios[i].name);

    *run = (Run){&scenarios[i], kind, stays};
    g_test_add_data_func_full (path, run, test_faults, g_free);
  }
}

int
main (int argc, char **argv)
{
  fault_init ();
  g_test_init (&argc, &argv, NULL);

  add_runs (FAULT_DISK, "disk", FALSE);
  add_runs (FAULT_DISK, "disk", TRUE);
  add_runs (FAULT_FULL, "full", TRUE);
  add_runs (FAULT_MEMORY, "memory", FALSE);
  for (guint i = 0; i < n_scenarios; i++)
    if (!scenarios[i].opens && !g_str_equal (scenarios[i].name, "backup") &&
        !g_str_equal (scenarios[i].name, "restore")) {
      g_autofree char *path = g_strdup_printf ("/store-faults/battery/%s", scenarios[i].name);

      g_test_add_data_func (path, &scenarios[i], test_flat_battery);
    }
  g_test_add_func ("/store-faults/read-only/disk", test_read_only_disk);
  g_test_add_func ("/store-faults/read-only/first-start", test_first_start_on_read_only_disk);
  g_test_add_func ("/store-faults/read-only/key-file", test_key_file_on_read_only_disk);
  return g_test_run ();
}
