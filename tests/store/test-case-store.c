/* SPDX-License-Identifier: EUPL-1.2 */

#include "store-fixture.h"

#include "zpi-clock.h"

#include <glib/gstdio.h>
#include <string.h>

#define CASE_A       "11111111-1111-4111-8111-111111111111"
#define CASE_B       "22222222-2222-4222-8222-222222222222"

#define PLANTED_NAME "Quirijntje van der Planteling"
#define PLANTED_BSN  "999993653"

typedef struct {
  const char *case_id;
  guint64 expected;
  guint64 generation;
  const char *text;
  const char *name;
} Save;

static gboolean
insert_func (ZpiStore *store, gpointer data, GError **error)
{
  const Save *save = data;
  g_autoptr (GBytes) snapshot = bytes_of (save->text);

  return zpi_case_store_insert (store,
                                save->case_id,
                                ZPI_CASE_APPLICATION,
                                save->generation,
                                snapshot,
                                &(ZpiCaseLabel){save->name, "Q.P.", NULL},
                                error);
}

static gboolean
save_func (ZpiStore *store, gpointer data, GError **error)
{
  const Save *save = data;
  g_autoptr (GBytes) snapshot = bytes_of (save->text);

  return zpi_case_store_save (store,
                              save->case_id,
                              save->expected,
                              save->generation,
                              snapshot,
                              &(ZpiCaseLabel){save->name, "Q.P.", NULL},
                              error);
}

static void
insert (Fixture *self, const char *case_id, const char *text)
{
  Save save = {case_id, 0, 1, text, PLANTED_NAME};
  g_autoptr (GError) error = NULL;

  fixture_transact (self, insert_func, &save, &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *case_id;
  GBytes *snapshot;
  ZpiCaseInfo *info;
} Load;

static gboolean
load_func (ZpiStore *store, gpointer data, GError **error)
{
  Load *load = data;

  load->snapshot = zpi_case_store_load (store, load->case_id, &load->info, error);
  return load->snapshot != NULL;
}

static void
load_clear (Load *load)
{
  g_clear_pointer (&load->snapshot, g_bytes_unref);
  g_clear_pointer (&load->info, zpi_case_info_free);
}

static void
assert_answers (Fixture *self, const char *case_id, guint64 generation, const char *text)
{
  Load load = {case_id};
  g_autoptr (GError) error = NULL;

  fixture_run (self, load_func, &load, &error);
  g_assert_no_error (error);
  g_assert_true (bytes_are (load.snapshot, text));
  g_assert_cmpuint (load.info->generation, ==, generation);
  g_assert_false (load.info->damaged);
  load_clear (&load);
}

static void
test_save_keeps_newest (Fixture *self, gconstpointer data)
{
  Save save = {CASE_A, 1, 2, "1-5-19", PLANTED_NAME};
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "1-");
  assert_answers (self, CASE_A, 1, "1-");
  g_assert_true (fixture_transact (self, save_func, &save, &error));
  g_assert_no_error (error);
  assert_answers (self, CASE_A, 2, "1-5-19");
  fixture_reopen (self);
  assert_answers (self, CASE_A, 2, "1-5-19");
}

static void
test_save_conflict (Fixture *self, gconstpointer data)
{
  Save save = {CASE_A, 5, 6, "newer", NULL};
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "old");
  g_assert_false (fixture_transact (self, save_func, &save, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  assert_answers (self, CASE_A, 1, "old");
  g_clear_error (&error);

  save.case_id = CASE_B;
  g_assert_false (fixture_transact (self, save_func, &save, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
}

static void
test_insert_twice (Fixture *self, gconstpointer data)
{
  Save save = {CASE_A, 0, 1, "other", NULL};
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "first");
  g_assert_false (fixture_transact (self, insert_func, &save, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  assert_answers (self, CASE_A, 1, "first");
}

typedef struct {
  GPtrArray *infos;
} List;

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  List *list = data;

  list->infos = zpi_case_store_list (store, error);
  return list->infos != NULL;
}

static GPtrArray *
list_cases (Fixture *self)
{
  List list = {NULL};
  g_autoptr (GError) error = NULL;

  fixture_run (self, list_func, &list, &error);
  g_assert_no_error (error);
  return list.infos;
}

static gint64
fixed_clock (gpointer user_data)
{
  return *(gint64 *) user_data;
}

static void
test_list_order_and_names (Fixture *self, gconstpointer data)
{
  gint64 now_us = 1000;
  const ZpiCaseInfo *info;
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GPtrArray) locked = NULL;

  zpi_clock_set_source (fixed_clock, &now_us);
  fixture_open (self);
  insert (self, CASE_A, "a");
  now_us = 2000;
  insert (self, CASE_B, "b");
  zpi_clock_set_source (NULL, NULL);

  infos = list_cases (self);
  g_assert_cmpuint (infos->len, ==, 2);
  info = infos->pdata[0];
  g_assert_cmpstr (info->id, ==, CASE_B);
  g_assert_cmpuint (info->number, ==, 2);
  g_assert_cmpstr (info->name, ==, PLANTED_NAME);
  g_assert_cmpstr (info->initials, ==, "Q.P.");
  g_assert_cmpint (info->state, ==, ZPI_CASE_DRAFT);
  g_assert_cmpint (info->changed_us, ==, 2000);

  /* While locked the rows are there, without names, and nothing counts as damaged. */
  zpi_vault_lock (zpi_store_get_vault (self->store));
  locked = list_cases (self);
  g_assert_cmpuint (locked->len, ==, 2);
  info = locked->pdata[1];
  g_assert_cmpstr (info->id, ==, CASE_A);
  g_assert_cmpstr (info->name, ==, NULL);
  g_assert_false (info->damaged);
}

static gboolean
progress_func (ZpiStore *store, gpointer data, GError **error)
{
  const ZpiCaseLabel label = {PLANTED_NAME, "Q.P.", data};
  g_autoptr (GBytes) snapshot = bytes_of ("b");

  return zpi_case_store_save (store, CASE_A, 1, 2, snapshot, &label, error);
}

/* How far a case is stands with its name, and is gone when nobody knows it any more. */
static void
test_list_progress (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "a");
  before = list_cases (self);
  g_assert_null (((ZpiCaseInfo *) before->pdata[0])->progress);
  fixture_transact (self, progress_func, (gpointer) "4 evidence", &error);
  g_assert_no_error (error);
  after = list_cases (self);
  g_assert_cmpstr (((ZpiCaseInfo *) after->pdata[0])->progress, ==, "4 evidence");
  g_assert_cmpstr (((ZpiCaseInfo *) after->pdata[0])->name, ==, PLANTED_NAME);
  g_assert_false (((ZpiCaseInfo *) after->pdata[0])->damaged);
}

static gboolean
move_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_state (store,
                                   CASE_A,
                                   ZPI_CASE_DRAFT,
                                   ZPI_CASE_ATTENTION,
                                   "refused",
                                   error) &&
         zpi_case_store_set_due (store, CASE_A, 77, error) &&
         zpi_case_store_set_reference (store, CASE_A, "ZP-2026-000123", error);
}

static gboolean
due_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_due (store, data, 1, error);
}

static gboolean
reference_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_reference (store, data, "ZP", error);
}

static gboolean
label_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_label (store, data, "Naam", "N.", error);
}

static gboolean
no_hash_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_bsn_hash (store, data, NULL, error);
}

static gboolean
no_state_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_state (store, data, ZPI_CASE_DRAFT, ZPI_CASE_PAPER, NULL, error);
}

static void
test_no_such_case (Fixture *self, gconstpointer data)
{
  const ZpiStoreFunc funcs[] = {due_func, reference_func, label_func, no_hash_func, no_state_func};

  fixture_open (self);
  for (guint i = 0; i < G_N_ELEMENTS (funcs); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (fixture_transact (self, funcs[i], (gpointer) CASE_A, &error));
    assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  }
}

static void
test_state (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;
  const ZpiCaseInfo *info;
  ZpiCaseInfo *copy;

  fixture_open (self);
  insert (self, CASE_A, "a");
  g_assert_true (fixture_transact (self, move_func, NULL, &error));
  g_assert_no_error (error);
  infos = list_cases (self);
  info = infos->pdata[0];
  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_cmpstr (info->attention, ==, "refused");
  g_assert_cmpint (info->due_us, ==, 77);
  g_assert_cmpstr (info->reference, ==, "ZP-2026-000123");
  copy = zpi_case_info_copy (info);
  g_assert_cmpstr (copy->reference, ==, info->reference);
  zpi_case_info_free (copy);

  g_assert_false (fixture_transact (self, move_func, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
}

typedef struct {
  const char *name;
  GBytes *value;
} Record;

static gboolean
set_record_func (ZpiStore *store, gpointer data, GError **error)
{
  const Record *record = data;

  return zpi_case_store_set_record (store, CASE_A, record->name, record->value, error);
}

static gboolean
get_record_func (ZpiStore *store, gpointer data, GError **error)
{
  Record *record = data;

  record->value = zpi_case_store_get_record (store, CASE_A, record->name, error);
  return record->value != NULL;
}

static gboolean
clear_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_clear (store, data, error);
}

static gboolean
scrub_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub (store, error);
}

static void
set_record (Fixture *self, const char *name, const char *text)
{
  g_autoptr (GBytes) value = text != NULL ? bytes_of (text) : NULL;
  Record record = {name, value};
  g_autoptr (GError) error = NULL;

  fixture_transact (self, set_record_func, &record, &error);
  g_assert_no_error (error);
}

static void
test_records (Fixture *self, gconstpointer data)
{
  Record record = {"receipt", NULL};
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "a");
  set_record (self, "receipt", "one");
  set_record (self, "receipt", "two");
  g_assert_true (fixture_run (self, get_record_func, &record, &error));
  g_assert_true (bytes_are (record.value, "two"));
  g_clear_pointer (&record.value, g_bytes_unref);

  set_record (self, "receipt", NULL);
  g_assert_false (fixture_run (self, get_record_func, &record, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
}

static void
test_clear (Fixture *self, gconstpointer data)
{
  Load load = {CASE_A};
  Record record = {"stub", NULL};
  Save save = {CASE_A, 1, 2, "again", NULL};
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;
  const ZpiCaseInfo *info;

  fixture_open (self);
  insert (self, CASE_A, "all the answers");
  set_record (self, "stub", "{\"given_names\":\"Quirijntje\"}");
  g_assert_true (fixture_transact (self, clear_func, CASE_A, &error));
  g_assert_no_error (error);
  g_assert_false (fixture_is_scrubbed (self));
  g_assert_true (fixture_run (self, scrub_func, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (fixture_is_scrubbed (self));

  infos = list_cases (self);
  info = infos->pdata[0];
  g_assert_cmpint (info->cleared_us, !=, 0);
  g_assert_cmpstr (info->name, ==, "Quirijntje");
  g_assert_cmpstr (info->initials, ==, "Q.P.");
  g_assert_true (fixture_run (self, get_record_func, &record, &error));
  g_clear_pointer (&record.value, g_bytes_unref);

  g_assert_false (fixture_run (self, load_func, &load, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_assert_nonnull (load.info);
  load_clear (&load);
  g_clear_error (&error);

  /* Taken up again it gets a new key. */
  g_assert_true (fixture_transact (self, save_func, &save, &error));
  g_assert_no_error (error);
  assert_answers (self, CASE_A, 2, "again");
}

static gboolean
delete_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_delete (store, data, error);
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "a");
  insert (self, CASE_B, "b");
  g_assert_true (fixture_transact (self, delete_func, CASE_B, &error));
  g_assert_false (fixture_transact (self, delete_func, CASE_B, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  insert (self, CASE_B, "new");
  infos = list_cases (self);
  g_assert_cmpuint (infos->len, ==, 2);
  /* A number is never used again. */
  g_assert_cmpuint (((ZpiCaseInfo *) infos->pdata[0])->number, ==, 3);
}

static gboolean
insert_unlisted_func (ZpiStore *store, gpointer data, GError **error)
{
  const Save *save = data;

  return insert_func (store, data, error) &&
         zpi_case_store_forgo_number (store, save->case_id, error);
}

static gboolean
forgo_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_forgo_number (store, data, error);
}

static guint
number_of (Fixture *self, const char *case_id)
{
  g_autoptr (GPtrArray) infos = list_cases (self);

  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (g_str_equal (info->id, case_id))
      return info->number;
  }
  g_assert_not_reached ();
}

/* What no list shows takes no number; one that was seen is kept. */
static void
test_numbers (Fixture *self, gconstpointer data)
{
  Save unlisted[] = {{CASE_B, 0, 1, "b", PLANTED_NAME},
                     {"44444444-4444-4444-8444-444444444444", 0, 1, "d", PLANTED_NAME}};
  const char *later = "33333333-3333-4333-8333-333333333333";
  gint64 now_us = 1000;
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "a");
  for (gsize i = 0; i < G_N_ELEMENTS (unlisted); i++)
    g_assert_true (fixture_transact (self, insert_unlisted_func, &unlisted[i], &error));
  zpi_clock_set_source (fixed_clock, &now_us);
  insert (self, later, "c");
  zpi_clock_set_source (NULL, NULL);
  g_assert_cmpuint (number_of (self, CASE_A), ==, 1);
  g_assert_cmpuint (number_of (self, CASE_B), ==, 0);
  g_assert_cmpuint (number_of (self, later), ==, 2);
  g_assert_true (
      fixture_transact (self, save_func, &(Save){later, 1, 2, "c2", PLANTED_NAME}, &error));
  g_assert_true (fixture_transact (self, forgo_func, (gpointer) later, &error));
  g_assert_cmpuint (number_of (self, later), ==, 2);
}

typedef struct {
  char *hash;
  GPtrArray *ids;
} Hash;

static gboolean
hash_func (ZpiStore *store, gpointer data, GError **error)
{
  Hash *hash = data;

  hash->hash = zpi_vault_hash_bsn (zpi_store_get_vault (store), PLANTED_BSN, error);
  if (hash->hash == NULL || !zpi_case_store_set_bsn_hash (store, CASE_A, hash->hash, error))
    return FALSE;
  hash->ids = zpi_case_store_find_bsn_hash (store, hash->hash, error);
  return hash->ids != NULL;
}

static void
test_bsn_hash (Fixture *self, gconstpointer data)
{
  Hash hash = {NULL, NULL};
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "a");
  g_assert_true (fixture_transact (self, hash_func, &hash, &error));
  g_assert_cmpuint (hash.ids->len, ==, 1);
  g_assert_cmpstr (hash.ids->pdata[0], ==, CASE_A);
  g_assert_cmpuint (strlen (hash.hash), ==, 64);
  g_ptr_array_unref (hash.ids);
  g_free (hash.hash);
}

static void
test_nothing_in_clear (Fixture *self, gconstpointer data)
{
  g_autofree char *key_file = g_build_filename (self->folder, "practice.key", NULL);
  g_autofree char *database = g_build_filename (self->folder, "store.db", NULL);
  GStatBuf status;

  fixture_open (self);
  insert (self, CASE_A, "{\"bsn\":\"" PLANTED_BSN "\"}");
  set_record (self, "stub", PLANTED_NAME);
  g_assert_false (folder_contains (self->folder, PLANTED_BSN, strlen (PLANTED_BSN)));
  g_assert_false (folder_contains (self->folder, "Planteling", strlen ("Planteling")));
  /* The search does find what is there. */
  g_assert_true (folder_contains (self->folder, CASE_A, strlen (CASE_A)));
  g_assert_cmpint (g_stat (self->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (database, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (key_file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  Load load = {CASE_A};
  Save save = {CASE_A, 1, 2, "b", NULL};
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert (self, CASE_A, "a");
  zpi_vault_lock (zpi_store_get_vault (self->store));
  g_assert_false (fixture_run (self, load_func, &load, &error));
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
  g_clear_error (&error);
  load_clear (&load);
  g_assert_false (fixture_transact (self, save_func, &save, &error));
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
  g_clear_error (&error);
  g_assert_true (fixture_try_unlock (self, &error));
  assert_answers (self, CASE_A, 1, "a");
}

#define ADD(path, func)                                                                            \
  g_test_add ("/case-store/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("save/keeps-newest", test_save_keeps_newest);
  ADD ("save/conflict", test_save_conflict);
  ADD ("insert/twice", test_insert_twice);
  ADD ("list/order-and-names", test_list_order_and_names);
  ADD ("list/progress", test_list_progress);
  ADD ("state", test_state);
  ADD ("no-such-case", test_no_such_case);
  ADD ("records", test_records);
  ADD ("clear", test_clear);
  ADD ("delete", test_delete);
  ADD ("numbers", test_numbers);
  ADD ("bsn-hash", test_bsn_hash);
  ADD ("nothing-in-clear", test_nothing_in_clear);
  ADD ("locked", test_locked);

  return g_test_run ();
}
