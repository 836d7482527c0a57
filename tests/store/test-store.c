/* SPDX-License-Identifier: EUPL-1.2 */

/* Opening, the thread, migrations, damage, copies, slots in the database, leases. */

#define _GNU_SOURCE

#include "store-fixture.h"

#include "zpi-clock.h"
#include "zpi-digest.h"
#include "zpi-lease.h"
#include "zpi-pack.h"
#include "zpi-store-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define CASE_A "11111111-1111-4111-8111-111111111111"

static gboolean rotate_func (ZpiStore *store, gpointer data, GError **error);
static gboolean verify_func (ZpiStore *store, gpointer data, GError **error);

static char *
path_in (Fixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static gboolean
exists_in (Fixture *self, const char *name)
{
  g_autofree char *path = path_in (self, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
insert_func (ZpiStore *store, gpointer data, GError **error)
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

static gboolean
load_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, data, NULL, error);

  return snapshot != NULL;
}

static void
insert_many (Fixture *self, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("%08x-0000-4000-8000-000000000000", i);
    g_autoptr (GError) error = NULL;

    fixture_transact (self, insert_func, id, &error);
    g_assert_no_error (error);
  }
}

static gboolean
forget_pages_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) truncate =
      zpi_store_prepare (store, "PRAGMA wal_checkpoint (TRUNCATE)", error);
  g_autoptr (sqlite3_stmt) shrink = zpi_store_prepare (store, "PRAGMA shrink_memory", error);
  gboolean has_row;

  return truncate != NULL && shrink != NULL && zpi_sql_row (truncate, &has_row, error) &&
         zpi_sql_row (shrink, &has_row, error);
}

static gboolean
count_listed_func (ZpiStore *store, gpointer data, GError **error)
{
  guint *n = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list (store, error);

  *n = infos != NULL ? infos->len : 0;
  return infos != NULL;
}

/* A page goes bad while the store is open: the cases in other pages are still listed. */
static void
test_damaged_while_open (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *content = NULL;
  gsize size = 0;
  guint n = 0;
  FILE *file;

  fixture_open (self);
  insert_many (self, 60);
  g_assert_true (fixture_run (self, forget_pages_func, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  file = fopen (path, "r+");
  for (gsize page = 4096; page < size; page += 4096)
    if (content[page] == 13 && memmem (content + page, 4096, "draft", 5) != NULL) {
      fseek (file, (long) page, SEEK_SET);
      fwrite ("\xff\xff\xff\xff", 1, 4, file);
      break;
    }
  fclose (file);
  g_assert_true (fixture_run (self, count_listed_func, &n, NULL));
  g_assert_cmpuint (n, >, 40);
}

static void
assert_open_fails (Fixture *self, ZpiError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture_try_open (self, &error));
  assert_zpi_error (error, code);
}

static void
assert_transact_fails (Fixture *self, ZpiError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture_transact (self, insert_func, CASE_A, &error));
  assert_zpi_error (error, code);
}

static void
assert_loads (Fixture *self, const char *case_id)
{
  g_autoptr (GError) error = NULL;

  fixture_run (self, load_func, (gpointer) case_id, &error);
  g_assert_no_error (error);
}

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  GPtrArray **infos = data;

  *infos = zpi_case_store_list (store, error);
  return *infos != NULL;
}

static guint
count_listed (Fixture *self, guint *n_damaged)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  fixture_run (self, list_func, &infos, &error);
  g_assert_no_error (error);
  *n_damaged = 0;
  for (guint i = 0; i < infos->len; i++)
    *n_damaged += ((ZpiCaseInfo *) infos->pdata[i])->damaged ? 1 : 0;
  return infos->len;
}

static gboolean
bare_func (ZpiStore *store, gpointer data, GError **error)
{
  static const struct {
    ZpiCaseRows which;
    guint n;
  } rows[] = {{ZPI_CASE_ROWS_ALL, 3}, {ZPI_CASE_ROWS_LETTERS, 1}, {ZPI_CASE_ROWS_BEYOND_DRAFT, 1}};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, rows[i].which, error);

    if (infos == NULL)
      return FALSE;
    g_assert_cmpuint (infos->len, ==, rows[i].n);
    for (guint j = 0; j < infos->len; j++) {
      const ZpiCaseInfo *info = g_ptr_array_index (infos, j);

      g_assert_null (info->name);
      g_assert_false (info->damaged);
      g_assert_true (rows[i].which != ZPI_CASE_ROWS_LETTERS || info->kind == ZPI_CASE_LETTER);
      g_assert_true (rows[i].which != ZPI_CASE_ROWS_BEYOND_DRAFT || info->state != ZPI_CASE_DRAFT);
    }
  }
  return TRUE;
}

static gboolean
insert_kinds_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) snapshot = bytes_of ("answers");
  const ZpiCaseLabel label = {"Naam", "N.", NULL};

  return insert_func (store, "00000000-0000-4000-8000-00000000000a", error) &&
         insert_func (store, "00000000-0000-4000-8000-00000000000b", error) &&
         zpi_case_store_insert (store,
                                "00000000-0000-4000-8000-00000000000c",
                                ZPI_CASE_LETTER,
                                1,
                                snapshot,
                                &label,
                                error) &&
         zpi_case_store_set_state (store,
                                   "00000000-0000-4000-8000-00000000000b",
                                   ZPI_CASE_DRAFT,
                                   ZPI_CASE_PAPER,
                                   NULL,
                                   error);
}

/* Who looks at kinds and states only opens nothing that is sealed. */
static void
test_list_bare (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  g_assert_true (fixture_transact (self, insert_kinds_func, NULL, &error));
  g_assert_true (fixture_run (self, bare_func, NULL, &error));
  g_assert_no_error (error);
}

static gboolean
pragmas_func (ZpiStore *store, gpointer data, GError **error)
{
  static const struct {
    const char *sql;
    gint64 value;
  } pragmas[] = {
      {"PRAGMA auto_vacuum", 2},
      {"PRAGMA synchronous", 2},
      {"PRAGMA foreign_keys", 1},
      {"PRAGMA secure_delete", 1},
      {"PRAGMA trusted_schema", 0},
      {"PRAGMA temp_store", 2},
      {"PRAGMA user_version", 1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++) {
    gint64 value = -1;

    g_assert_true (zpi_sql_number (store->db, pragmas[i].sql, &value, error));
    g_assert_cmpint (value, ==, pragmas[i].value);
  }
  return TRUE;
}

static void
test_first_start (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = NULL;

  g_assert_true (fixture_try_open (self, NULL));
  g_assert_true (zpi_store_is_new (self->store));
  g_assert_false (zpi_store_is_read_only (self->store));
  g_assert_cmpstr (zpi_store_get_folder (self->store), ==, self->folder);
  uuid = g_strdup (zpi_store_get_uuid (self->store));
  g_assert_true (g_uuid_string_is_valid (uuid));
  fixture_run (self, pragmas_func, NULL, NULL);
  assert_transact_fails (self, ZPI_ERROR_KEY_MISSING);
  g_assert_true (fixture_try_unlock (self, NULL));
  g_assert_false (zpi_store_is_new (self->store));

  fixture_reopen (self);
  g_assert_cmpstr (zpi_store_get_uuid (self->store), ==, uuid);
}

/* The key of practice data is gone: nothing is started anew beside the old store. */
static void
test_key_file_gone (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert_many (self, 1);
  fixture_close (self);
  g_unlink (self->key_file);
  g_assert_true (fixture_try_open (self, NULL));
  g_assert_false (zpi_store_is_new (self->store));
  g_assert_false (fixture_try_unlock (self, &error));
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
  g_assert_false (exists_in (self, "practice.key"));
}

static gboolean
fail_func (ZpiStore *store, gpointer data, GError **error)
{
  g_assert_true (insert_func (store, data, error));
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_REFUSED, "on second thoughts");
  return FALSE;
}

static gboolean
silent_func (ZpiStore *store, gpointer data, GError **error)
{
  return FALSE;
}

static gboolean
commit_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_sql_exec (store->db, "ROLLBACK", error);
}

static void
test_rolled_back (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_damaged;

  fixture_open (self);
  g_assert_false (fixture_transact (self, fail_func, CASE_A, &error));
  assert_zpi_error (error, ZPI_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpuint (count_listed (self, &n_damaged), ==, 0);
  g_assert_false (fixture_run (self, silent_func, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_FAILED);
  g_clear_error (&error);
  /* A function that ends the transaction itself has not saved anything. */
  g_assert_false (fixture_transact (self, commit_func, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_FAILED);
}

/* The first slot was not kept: the store is still new. */
static gboolean
slot_and_fail_func (ZpiStore *store, gpointer data, GError **error)
{
  Fixture *self = data;
  ZpiVault *vault = zpi_store_get_vault (store);
  g_autoptr (ZpiSlot) slot = NULL;

  g_assert_true (zpi_vault_create (vault, error));
  slot = zpi_vault_make_practice_slot (vault, self->key_file, error);
  g_assert_true (zpi_slot_store_insert (store, slot, error));
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_REFUSED, "on second thoughts");
  return FALSE;
}

static void
test_first_slot_rolled_back (Fixture *self, gconstpointer data)
{
  g_assert_true (fixture_try_open (self, NULL));
  g_assert_false (fixture_transact (self, slot_and_fail_func, self, NULL));
  g_assert_true (zpi_store_is_new (self->store));
  zpi_vault_lock (zpi_store_get_vault (self->store));
  fixture_open (self);
  g_assert_false (zpi_store_is_new (self->store));
}

static void
never_called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  zpi_store_run_finish (ZPI_STORE (source), result, error);
}

static void
destroyed_cb (gpointer data)
{
  GThread **thread = data;

  *thread = g_thread_self ();
}

static void
test_thread_and_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *destroyed_in = NULL;

  fixture_open (self);
  g_cancellable_cancel (cancellable);
  zpi_store_transact_async (self->store,
                            insert_func,
                            CASE_A,
                            NULL,
                            cancellable,
                            never_called_cb,
                            &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (fixture_run (self, load_func, CASE_A, NULL));

  /* The data is freed where the caller lives. */
  zpi_store_run_async (self->store,
                       silent_func,
                       &destroyed_in,
                       destroyed_cb,
                       NULL,
                       never_called_cb,
                       &error);
  while (destroyed_in == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (destroyed_in == g_thread_self ());
  g_clear_error (&error);

  zpi_store_close (self->store);
  zpi_store_close (self->store);
  zpi_store_run_async (self->store, silent_func, NULL, NULL, NULL, never_called_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_zpi_error (error, ZPI_ERROR_STORE_FAILED);
}

static void
test_too_new (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_size;
  gsize after_size;
  guint n_damaged;

  fixture_open (self);
  insert_many (self, 3);
  fixture_close (self);
  fixture_sql (self,
               "ALTER TABLE cases ADD COLUMN mood TEXT DEFAULT 'calm'; PRAGMA user_version = 99");
  g_assert_true (g_file_get_contents (path, &before, &before_size, NULL));

  assert_open_fails (self, ZPI_ERROR_STORE_TOO_NEW);
  g_assert_true (zpi_store_is_read_only (self->store));
  g_assert_false (zpi_store_is_new (self->store));
  g_assert_true (fixture_try_unlock (self, NULL));
  g_assert_cmpuint (count_listed (self, &n_damaged), ==, 3);
  g_assert_cmpuint (n_damaged, ==, 0);
  assert_loads (self, "00000001-0000-4000-8000-000000000000");
  assert_transact_fails (self, ZPI_ERROR_STORE_READ_ONLY);
  fixture_close (self);

  g_assert_true (g_file_get_contents (path, &after, &after_size, NULL));
  g_assert_cmpmem (before, before_size, after, after_size);
}

static void
test_not_a_database (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *after = NULL;
  g_autofree char *text = g_strnfill (8192, 'x');
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (self->folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
  g_assert_true (zpi_store_is_read_only (self->store));
  g_assert_false (zpi_store_is_new (self->store));
  g_assert_null (zpi_store_get_vault (self->store));
  g_assert_null (zpi_store_get_uuid (self->store));
  g_assert_false (fixture_run (self, load_func, CASE_A, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_DAMAGED);
  fixture_close (self);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
}

static void
test_foreign_database (Fixture *self, gconstpointer data)
{
  g_mkdir_with_parents (self->folder, 0700);
  fixture_sql (self, "CREATE TABLE other (id)");
  assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
  g_assert_true (zpi_store_is_read_only (self->store));
  g_assert_nonnull (zpi_store_get_vault (self->store));
  g_assert_false (zpi_store_is_new (self->store));
}

/* The database was taken away, but its log or a copy still stands there. */
static void
test_remains (Fixture *self, gconstpointer data)
{
  static const char *const names[] = {"store.db-wal", "store.db.before-1"};

  g_mkdir_with_parents (self->folder, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = path_in (self, names[i]);

    g_assert_true (g_file_set_contents (path, "something", -1, NULL));
    assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
    g_assert_false (exists_in (self, "store.db"));
    g_assert_true (exists_in (self, names[i]));
    fixture_close (self);
    g_unlink (path);
  }
}

static void
write_file (const char *path, const char *content, gsize size)
{
  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
}

static void
assert_lost (Fixture *self)
{
  assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
  g_assert_true (zpi_store_is_read_only (self->store));
  g_assert_false (zpi_store_is_new (self->store));
  g_assert_false (zpi_store_has_slots (self->store));
  fixture_close (self);
}

/* A store that was in use and is empty, or gone: never a first start in its place. */
static void
test_emptied (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *content = NULL;
  g_autofree char *after = NULL;
  gsize size = 0;

  fixture_open (self);
  g_assert_true (zpi_store_has_slots (self->store));
  insert_many (self, 1);
  fixture_close (self);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));

  write_file (path, "", 0);
  assert_lost (self);
  g_assert_true (g_file_get_contents (path, &after, &size, NULL));
  g_assert_cmpuint (size, ==, 0);
  g_unlink (path);
  assert_lost (self);
  g_assert_false (exists_in (self, "store.db"));
}

/* What SQLite takes for an empty database: one byte, and a file of its own without any table. */
static void
test_emptied_otherwise (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *log_path = path_in (self, "store.db-wal");
  g_autofree char *mark = path_in (self, "store.uuid");
  g_autofree char *uuid = NULL;
  g_autofree char *uuid_after = NULL;

  fixture_open (self);
  insert_many (self, 1);
  fixture_close (self);
  g_assert_true (g_file_get_contents (mark, &uuid, NULL, NULL));

  write_file (path, "S", 1);
  write_file (log_path, "something", 9);
  assert_lost (self);
  g_assert_true (exists_in (self, "store.db-wal"));
  g_unlink (log_path);
  assert_lost (self);
  write_file (path, "", 0);
  fixture_sql (self, "CREATE TABLE gone (a); DROP TABLE gone");
  assert_lost (self);
  g_assert_true (g_file_get_contents (mark, &uuid_after, NULL, NULL));
  g_assert_cmpstr (uuid_after, ==, uuid);
}

/* Broken off before the first slot: begun anew. */
static void
test_first_start_broken_off (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");

  g_assert_true (fixture_try_open (self, NULL));
  fixture_close (self);
  g_assert_true (fixture_try_open (self, NULL));
  g_assert_true (zpi_store_is_new (self->store));
  fixture_close (self);
  write_file (path, "", 0);
  fixture_open (self);
  insert_many (self, 1);
  fixture_reopen (self);
  assert_loads (self, "00000000-0000-4000-8000-000000000000");
}

/* Of a store that was made before there were marks, the key of practice data says the same. */
static void
test_key_is_a_mark (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *mark = path_in (self, "store.uuid");

  fixture_open (self);
  fixture_close (self);
  g_assert_cmpint (g_unlink (mark), ==, 0);
  write_file (path, "", 0);
  assert_lost (self);
}

/* Killed between the first slot and the mark: marked at the next opening. */
static void
test_mark_missing (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *mark = path_in (self, "store.uuid");

  fixture_open (self);
  fixture_close (self);
  g_assert_cmpint (g_unlink (mark), ==, 0);
  fixture_open (self);
  fixture_close (self);
  g_unlink (self->key_file);
  write_file (path, "", 0);
  assert_lost (self);
}

/* The mark helps where the store's own word is damaged, and never replaces one that is whole. */
static void
test_mark_of_another (Fixture *self, gconstpointer data)
{
  static const char nothing[4096];
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *mark = path_in (self, "store.uuid");
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  fixture_open (self);
  insert_many (self, 1);
  fixture_close (self);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  memcpy (content, nothing, sizeof nothing);
  write_file (path, content, size);
  write_file (mark, "6f1d1c3e-52a4-4b0e-9d6c-0a7f3f1f2b11", 36);

  assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
  fixture_try_unlock (self, &error);
  g_assert_no_error (error);
  assert_loads (self, "00000000-0000-4000-8000-000000000000");
}

/* A pipe has no end, and nobody writes into it. */
static void
test_pipes (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *mark = path_in (self, "store.uuid");
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  fixture_close (self);
  g_unlink (mark);
  g_assert_cmpint (mkfifo (mark, 0600), ==, 0);
  fixture_open (self);
  fixture_close (self);
  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_false (fixture_try_open (self, &error));
  g_assert_true (zpi_store_is_read_only (self->store));
}

/* The database is empty or gone, but what was committed last is still in the log. */
static void
test_log_alone (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *log_path = path_in (self, "store.db-wal");
  g_autofree char *shared_path = path_in (self, "store.db-shm");
  g_autofree char *log = NULL;
  g_autofree char *after = NULL;
  gsize size = 0;
  gsize after_size = 0;
  guint n_damaged;

  fixture_open (self);
  insert_many (self, 3);
  g_assert_true (g_file_get_contents (log_path, &log, &size, NULL));
  fixture_close (self);

  for (guint i = 0; i < 2; i++) {
    g_unlink (shared_path);
    write_file (log_path, log, size);
    if (i == 0)
      write_file (path, "", 0);
    else
      g_unlink (path);
    assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
    g_assert_true (fixture_try_unlock (self, NULL));
    g_assert_cmpuint (count_listed (self, &n_damaged), ==, 3);
    g_assert_cmpuint (n_damaged, ==, 0);
    assert_loads (self, "00000002-0000-4000-8000-000000000000");
    fixture_close (self);
    g_free (after);
    g_assert_true (g_file_get_contents (log_path, &after, &after_size, NULL));
    g_assert_cmpmem (after, after_size, log, size);
  }
}

static void
test_uuid_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = NULL;

  fixture_open (self);
  insert_many (self, 1);
  uuid = g_strdup (zpi_store_get_uuid (self->store));
  fixture_close (self);
  fixture_sql (self,
               "UPDATE meta SET value = iif (value LIKE '0%', '1', '0') || substr (value, 2) "
               "WHERE name = 'store-uuid'");
  assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
  g_assert_cmpstr (zpi_store_get_uuid (self->store), ==, uuid);
  g_assert_true (fixture_try_unlock (self, NULL));
  assert_loads (self, "00000000-0000-4000-8000-000000000000");
}

/* Each page in turn written over with rubbish: all that can be read is listed, nothing crashes. */
static void
test_damaged_pages (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *content = NULL;
  gsize size = 0;
  guint most = 0;

  fixture_open (self);
  insert_many (self, 40);
  fixture_close (self);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));

  for (gsize page = 0; page < size / 4096; page++) {
    g_autofree char *copy = g_memdup2 (content, size);
    g_autoptr (GError) error = NULL;
    guint n_damaged = 0;

    memset (copy + 4096 * page, 0xa5, 4096);
    g_assert_true (g_file_set_contents (path, copy, size, NULL));
    if (fixture_try_open (self, &error)) {
      fixture_close (self);
      continue;
    }
    assert_zpi_error (error, ZPI_ERROR_STORE_DAMAGED);
    g_assert_true (zpi_store_is_read_only (self->store));
    if (zpi_store_get_uuid (self->store) != NULL && fixture_try_unlock (self, NULL)) {
      const guint n = count_listed (self, &n_damaged);

      ZpiVerifyReport *report = NULL;

      g_test_message ("page %u: %u listed, %u damaged", (guint) page, n, n_damaged);
      if (fixture_run (self, verify_func, &report, NULL)) {
        g_assert_false (report->integrity_ok);
        zpi_verify_report_free (report);
      }
      most = MAX (most, n - n_damaged);
    }
    fixture_close (self);
  }
  g_assert_cmpuint (most, ==, 40);
}

static void
test_migration (Fixture *self, gconstpointer data)
{
  static const char *const one[] =
      {"ALTER TABLE cases ADD COLUMN colour TEXT; CREATE TABLE extra (id)", NULL};
  static const char *const broken[] = {"CREATE TABLE extra (id)", "CREATE TABLE extra (id)", NULL};
  guint n_damaged;

  fixture_open (self);
  insert_many (self, 2);
  fixture_close (self);

  /* The second step fails: what the first did stays, with its number, and the copy stays. */
  zpi_migrations_set_extra (broken);
  assert_open_fails (self, ZPI_ERROR_STORE_FAILED);
  g_assert_true (zpi_store_is_read_only (self->store));
  g_assert_true (fixture_try_unlock (self, NULL));
  g_assert_cmpuint (count_listed (self, &n_damaged), ==, 2);
  fixture_close (self);
  g_assert_true (exists_in (self, "store.db.before-1"));
  g_assert_false (exists_in (self, "store.db.before-1.part"));

  /* A newer version that knows how. */
  fixture_sql (self, "DROP TABLE extra; PRAGMA user_version = 1");
  zpi_migrations_set_extra (one);
  fixture_open (self);
  g_assert_true (exists_in (self, "store.db.before-1"));
  g_assert_cmpuint (count_listed (self, &n_damaged), ==, 2);
  insert_many (self, 0);
  fixture_close (self);

  /* The copy goes at the first good opening after it. */
  fixture_open (self);
  g_assert_false (exists_in (self, "store.db.before-1"));
  fixture_close (self);

  zpi_migrations_set_extra (NULL);
  assert_open_fails (self, ZPI_ERROR_STORE_TOO_NEW);
}

static void
test_migration_while_open (Fixture *self, gconstpointer data)
{
  static const char *const one[] = {"CREATE TABLE extra (id)", NULL};
  Fixture other = {g_strdup (self->folder), g_strdup (self->key_file), NULL};

  fixture_open (self);
  zpi_migrations_set_extra (one);
  assert_open_fails (&other, ZPI_ERROR_BUSY);
  g_assert_false (zpi_store_is_read_only (other.store));
  fixture_close (self);
  g_assert_true (fixture_try_open (&other, NULL));
  fixture_close (&other);
  zpi_migrations_set_extra (NULL);
  g_free (other.folder);
  g_free (other.key_file);
}

/* Every released schema, as it was released, with sealed records in it. */
static void
test_released_schemas (Fixture *self, gconstpointer data)
{
  for (int version = 1; version <= zpi_migrations_latest (); version++) {
    g_autofree char *name = g_strdup_printf ("schema-%d.sql", version);
    g_autofree char *dump = g_test_build_filename (G_TEST_DIST, "store", "data", name, NULL);
    g_autofree char *key = g_test_build_filename (G_TEST_DIST, "store", "data", "key", NULL);
    g_autofree char *sql = NULL;
    g_autofree char *key_content = NULL;
    gsize key_size = 0;
    guint n_damaged;
    g_autoptr (GError) error = NULL;

    g_file_get_contents (dump, &sql, NULL, &error);
    g_assert_no_error (error);
    g_file_get_contents (key, &key_content, &key_size, &error);
    g_assert_no_error (error);
    g_mkdir_with_parents (self->folder, 0700);
    g_assert_true (g_file_set_contents (self->key_file, key_content, key_size, NULL));
    fixture_sql (self, sql);
    fixture_open (self);
    g_assert_cmpuint (count_listed (self, &n_damaged), ==, 1);
    g_assert_cmpuint (n_damaged, ==, 0);
    assert_loads (self, CASE_A);
    fixture_close (self);
    remove_folder (self->folder);
  }
}

static gboolean
verify_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiVerifyReport **report = data;

  *report = zpi_store_verify (store, error);
  return *report != NULL;
}

static gboolean
furnish_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) chunk = bytes_of ("scan");
  g_autofree char *sha256 = zpi_digest_of_bytes (chunk);
  g_autoptr (ZpiOutboxItem) item = g_new0 (ZpiOutboxItem, 1);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);

  g_ptr_array_add (parts, part);
  part->document_id = g_strdup ("d1");
  item->id = g_strdup (CASE_A);
  item->case_id = g_strdup (CASE_A);
  item->kind = g_strdup ("aanvraag");
  item->payload = g_bytes_ref (chunk);
  item->payload_sha256 = g_strdup (sha256);
  item->idempotency_key = g_strdup ("k");
  part->size_bytes = 4;
  return insert_func (store, CASE_A, error) &&
         zpi_case_store_set_record (store, CASE_A, "timeline", chunk, error) &&
         zpi_document_store_begin (store, CASE_A, "d1", error) &&
         zpi_document_store_append (store, "d1", 0, TRUE, chunk, error) &&
         zpi_document_store_finish (store, "d1", "image/png", 4, sha256, error) &&
         zpi_outbox_store_insert (store, item, parts, error);
}

static void
assert_verifies (Fixture *self, gboolean integrity, guint n_orphans, guint n_damaged)
{
  g_autoptr (ZpiVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  fixture_run (self, verify_func, &report, &error);
  g_assert_no_error (error);
  g_assert_true (report->integrity_ok == integrity);
  g_assert_cmpuint (report->n_orphans, ==, n_orphans);
  g_assert_cmpuint (report->damaged->len, ==, n_damaged);
  if (n_damaged > 0)
    g_assert_cmpstr (report->damaged->pdata[0], ==, CASE_A);
  g_assert_cmpuint (report->n_cases, ==, 3);
}

static void
test_verify (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *sql;
    guint n_orphans;
    guint n_damaged;
  } tricks[] = {
      {"UPDATE cases SET snapshot = x'00' WHERE id = '" CASE_A "'", 0, 1},
      {"UPDATE cases SET label = x'00' WHERE id = '" CASE_A "'", 0, 1},
      {"UPDATE cases SET reference = x'00' WHERE id = '" CASE_A "'", 0, 1},
      {"UPDATE cases SET state = 'dreaming' WHERE id = '" CASE_A "'", 0, 1},
      {"UPDATE cases SET kind = 'dream' WHERE id = '" CASE_A "'", 0, 1},
      {"UPDATE records SET version = version + 1", 0, 1},
      {"UPDATE chunks SET data = x'00'", 0, 1},
      {"DELETE FROM chunks", 0, 1},
      {"DELETE FROM documents", 1, 1},
      {"DELETE FROM cases WHERE id = '" CASE_A "'", 3, 0},
      {"UPDATE outbox SET payload = x'00'", 0, 1},
      {"UPDATE outbox_parts SET info = x'00'", 0, 1},
      {"INSERT INTO chunks (document_id, position, data) VALUES ('d1', 7, x'00')", 1, 0},
      {"UPDATE documents SET info = NULL", 0, 1},
      {"UPDATE documents SET state = 'complet!'", 0, 1},
      {"UPDATE cases SET cleared_us = 1 WHERE id = '" CASE_A "'", 0, 1},
      {"UPDATE cases SET case_key = NULL WHERE id = '" CASE_A "'", 0, 1},
      {"UPDATE cases SET state = 'received' WHERE id = '" CASE_A "'", 0, 1},
      {"UPDATE outbox_parts SET size_bytes = 5", 0, 1},
  };
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *content = NULL;
  gsize size = 0;
  ZpiVerifyReport *report = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert_many (self, 2);
  g_assert_true (fixture_transact (self, furnish_func, NULL, &error));
  assert_verifies (self, TRUE, 0, 0);
  zpi_vault_lock (zpi_store_get_vault (self->store));
  g_assert_false (fixture_run (self, verify_func, &report, &error));
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
  fixture_close (self);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++) {
    ZpiVerifyReport *found = NULL;

    g_test_message ("%s", tricks[i].sql);
    g_assert_true (g_file_set_contents (path, content, size, NULL));
    fixture_sql (self, tricks[i].sql);
    fixture_open (self);
    if (strstr (tricks[i].sql, "DELETE FROM cases") == NULL) {
      assert_verifies (self, TRUE, tricks[i].n_orphans, tricks[i].n_damaged);
    } else {
      g_assert_true (fixture_run (self, verify_func, &found, NULL));
      g_assert_cmpuint (found->n_orphans, ==, tricks[i].n_orphans);
      zpi_verify_report_free (found);
    }
    fixture_close (self);
  }
}

/* Values that open, by the right keys, and still make no sense. */
static gboolean
seal_rubbish_func (ZpiStore *store, gpointer data, GError **error)
{
  static const struct {
    const char *table;
    const char *column;
    const char *row_id;
    const char *sql;
    gboolean by_store;
  } places[] = {
      {"cases", "label", CASE_A, "UPDATE cases SET label = ?1, version = 0", TRUE},
      {"cases", "reference", CASE_A, "UPDATE cases SET reference = ?1", TRUE},
      {"documents", "info", "d1", "UPDATE documents SET info = ?1", FALSE},
      {"outbox", "frozen", CASE_A, "UPDATE outbox SET frozen = ?1", FALSE},
      {"outbox_parts",
       "info",
       CASE_A "/d1",
       "UPDATE outbox_parts SET info = ?1, version = 0",
       FALSE},
  };
  const guint i = *(const guint *) data;
  const ZpiSealContext context = {places[i].table, places[i].column, places[i].row_id, 0};
  g_autoptr (GBytes) key = zpi_case_store_ensure_key (store, CASE_A, error);
  g_autoptr (GBytes) plain = bytes_of ("xyz");
  g_autoptr (GBytes) sealed =
      places[i].by_store ? zpi_vault_seal_store (store->vault, &context, plain, error)
                         : zpi_vault_seal (store->vault, CASE_A, key, &context, plain, error);
  g_autofree char *sql =
      g_strdup_printf ("%s WHERE %s = '" CASE_A "'",
                       places[i].sql,
                       g_str_equal (places[i].table, "documents")      ? "case_id"
                       : g_str_equal (places[i].table, "outbox_parts") ? "outbox_id"
                                                                       : "id");
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (store, sql, error);

  zpi_sql_bind_bytes (stmt, 1, sealed);
  return zpi_sql_done (stmt, error);
}

static void
test_sealed_rubbish (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 5; i++) {
    fixture_open (self);
    insert_many (self, 2);
    g_assert_true (fixture_transact (self, furnish_func, NULL, NULL));
    g_assert_true (fixture_transact (self, seal_rubbish_func, &i, NULL));
    assert_verifies (self, TRUE, 0, 1);
    fixture_close (self);
    remove_folder (self->folder);
  }
}

static gboolean
wrong_info_func (ZpiStore *store, gpointer data, GError **error)
{
  const char *const *texts = data;
  const ZpiSealContext context = {"documents", "info", "d1", 0};
  g_autoptr (GBytes) key = zpi_case_store_ensure_key (store, CASE_A, error);
  g_autoptr (GBytes) plain = zpi_pack_texts (texts, 3);
  g_autoptr (GBytes) sealed = zpi_vault_seal (store->vault, CASE_A, key, &context, plain, error);
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (store, "UPDATE documents SET info = ?1", error);

  zpi_sql_bind_bytes (stmt, 1, sealed);
  return zpi_sql_done (stmt, error);
}

/* A record of a document that contradicts its chunks. */
static void
test_wrong_info (Fixture *self, gconstpointer data)
{
  const char *infos[][3] = {
      {"4", "00", "image/png"},
      {NULL, "00", "image/png"},
      {"four", "00", "image/png"},
      {"5", "00", "image/png"},
      {"999999", "00", "image/png"},
  };

  fixture_open (self);
  insert_many (self, 2);
  g_assert_true (fixture_transact (self, furnish_func, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++) {
    g_assert_true (fixture_transact (self, wrong_info_func, infos[i], NULL));
    assert_verifies (self, TRUE, 0, 1);
  }
}

/* Without slots, but with a store key: a store that has lost them, not a new one. */
static void
test_slots_lost (Fixture *self, gconstpointer data)
{
  fixture_open (self);
  fixture_close (self);
  fixture_sql (self, "DELETE FROM slots");
  g_assert_true (fixture_try_open (self, NULL));
  g_assert_false (zpi_store_is_new (self->store));
}

static gboolean
insert_foreign_slot_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (ZpiVault) other = zpi_vault_new ("another store");
  g_autoptr (GBytes) device = zpi_vault_new_device_secret ();
  g_autoptr (ZpiSlot) slot = NULL;
  g_autoptr (GPtrArray) slots = g_ptr_array_new ();

  g_assert_true (zpi_vault_create (other, NULL));
  slot = zpi_vault_make_keyring_slot (other, device, NULL);
  g_ptr_array_add (slots, slot);
  g_assert_false (zpi_slot_store_replace_all (store, slots, NULL));
  return zpi_slot_store_insert (store, slot, error);
}

/* A slot while our vault has no keys yet. */
static void
test_slots_without_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_try_open (self, NULL));
  g_assert_false (fixture_transact (self, insert_foreign_slot_func, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
  g_assert_true (zpi_store_is_new (self->store));
}

static void
test_negative_version (Fixture *self, gconstpointer data)
{
  fixture_open (self);
  fixture_close (self);
  fixture_sql (self, "PRAGMA user_version = -1");
  assert_open_fails (self, ZPI_ERROR_STORE_TOO_NEW);
}

/* One case key that does not open keeps nobody from changing the master key. */
static void
test_rotate_with_damage (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert_many (self, 3);
  fixture_close (self);
  fixture_sql (self, "UPDATE cases SET case_key = x'00' WHERE number = 2");
  fixture_open (self);
  g_assert_true (fixture_transact (self, rotate_func, NULL, &error));
  g_assert_no_error (error);
  assert_loads (self, "00000002-0000-4000-8000-000000000000");
}

static gboolean
backup_func (ZpiStore *store, gpointer data, GError **error)
{
  gint64 now_us;

  /* Of what is too damaged to say when that was. */
  if (!zpi_store_now_us (store, &now_us, NULL))
    now_us = zpi_clock_now_us ();
  return zpi_store_backup (store, data, now_us, error);
}

static gboolean
sequence_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_meta_store_next_sequence (store, data, error);
}

static gboolean
get_meta_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autofree char *value = zpi_meta_store_get (store, data, error);

  return value != NULL;
}

static gint64
fixed_clock (gpointer user_data)
{
  return *(gint64 *) user_data;
}

static void
test_backup_and_restore (Fixture *self, gconstpointer data)
{
  g_autofree char *file = g_strconcat (self->folder, ".backup", NULL);
  g_autofree char *restored = g_strconcat (self->folder, "-restored", NULL);
  g_autofree char *key_file = g_build_filename (restored, "practice.key", NULL);
  Fixture other = {restored, key_file, NULL};
  g_autoptr (GError) error = NULL;
  guint64 before = 0;
  guint64 after = 0;
  gint64 later = zpi_clock_now_us () + G_GINT64_CONSTANT (31) * 24 * 3600 * G_USEC_PER_SEC;
  GStatBuf status;

  fixture_open (self);
  insert_many (self, 2);
  g_assert_true (fixture_transact (self, furnish_func, NULL, NULL));
  g_assert_true (fixture_transact (self, sequence_func, &before, NULL));
  g_assert_true (fixture_run (self, backup_func, file, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  /* Never over a file that is there. */
  g_assert_false (fixture_run (self, backup_func, file, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_false (zpi_store_restore (file, self->folder, TRUE, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  zpi_clock_set_source (fixed_clock, &later);
  g_assert_false (zpi_store_restore (file, restored, TRUE, &error));
  assert_zpi_error (error, ZPI_ERROR_GONE);
  g_clear_error (&error);
  zpi_clock_set_source (NULL, NULL);
  g_assert_false (zpi_store_restore (file, restored, FALSE, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_mkdir_with_parents (restored, 0700);
  write_file (key_file, "another key, of 32 bytes as well", 32);
  g_assert_false (zpi_store_restore (file, restored, TRUE, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_unlink (key_file);
  g_assert_true (zpi_store_restore (file, restored, TRUE, &error));
  g_assert_no_error (error);

  /* Elsewhere, where there is no key file. */
  fixture_open (&other);
  assert_verifies (&other, TRUE, 0, 0);
  g_assert_true (fixture_transact (&other, sequence_func, &after, NULL));
  g_assert_cmpuint (after, >, before + 1000);
  g_assert_true (fixture_run (&other, get_meta_func, (gpointer) "restored-us", NULL));
  g_assert_false (fixture_run (&other, get_meta_func, (gpointer) "backup-expires-us", NULL));
  g_assert_false (fixture_run (&other, get_meta_func, (gpointer) "practice-key", NULL));
  fixture_run (&other, pragmas_func, NULL, NULL);
  fixture_close (&other);
}

/* As SQLite does by itself when there is no memory or the disk fails; and nobody looks. */
static gboolean
rolled_back_amid_func (ZpiStore *store, gpointer data, GError **error)
{
  g_assert_true (zpi_meta_store_set (store, "first-half", "1", NULL));
  g_assert_cmpint (sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  return zpi_meta_store_set (store, "second-half", "1", error);
}

static void
test_rolled_back_amid (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  g_assert_false (fixture_transact (self, rolled_back_amid_func, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_FAILED);
  g_assert_false (fixture_run (self, get_meta_func, (gpointer) "first-half", NULL));
  g_assert_false (fixture_run (self, get_meta_func, (gpointer) "second-half", NULL));
  insert_many (self, 1);
}

static gboolean
clock_was_compared_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time ());

  return zpi_meta_store_set (store, ZPI_META_CLOCK_CONFIRMED, now, error) &&
         zpi_meta_store_set (store, ZPI_META_CLOCK_OFFSET, "-1000000", error);
}

/* A clock whose battery is empty: the backup of that morning is no older than the others. */
static void
test_backup_by_a_dead_clock (Fixture *self, gconstpointer data)
{
  g_autofree char *file = g_strconcat (self->folder, ".backup", NULL);
  g_autofree char *restored = g_strconcat (self->folder, "-restored", NULL);
  g_autoptr (GError) error = NULL;
  gint64 begins = G_TIME_SPAN_DAY;

  fixture_open (self);
  g_assert_true (fixture_transact (self, clock_was_compared_func, NULL, NULL));
  zpi_clock_set_source (fixed_clock, &begins);
  g_assert_true (fixture_run (self, backup_func, file, NULL));
  zpi_clock_set_source (NULL, NULL);
  g_assert_true (zpi_store_restore (file, restored, TRUE, &error));
  g_assert_no_error (error);
}

/* What is left of a damaged store can be taken elsewhere as a backup, and is whole there. */
static void
test_backup_of_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *file = g_strconcat (self->folder, ".backup", NULL);
  g_autofree char *restored = g_strconcat (self->folder, "-restored", NULL);
  g_autofree char *content = NULL;
  Fixture other = {restored, self->key_file, NULL};
  gsize size = 0;
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert_many (self, 2);
  g_assert_true (fixture_transact (self, furnish_func, NULL, NULL));
  fixture_close (self);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  memset (content, 0xa5, 4096);
  write_file (path, content, size);

  assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
  g_assert_true (fixture_try_unlock (self, NULL));
  assert_verifies (self, FALSE, 0, 0);
  fixture_run (self, backup_func, file, &error);
  g_assert_no_error (error);
  zpi_store_restore (file, restored, TRUE, &error);
  g_assert_no_error (error);
  fixture_open (&other);
  assert_verifies (&other, TRUE, 0, 0);
  fixture_close (&other);
  remove_folder (restored);
}

/* What was left of a store is one of its own, to go on in: what it lacks of the other's last moment
 * is not looked for again. Also in the place of that other one, and when the program is killed
 * before what that one noted beside it is gone. */
static void
test_restored_goes_on (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  g_autofree char *count_path = path_in (self, "store.count");
  g_autofree char *file = g_strconcat (self->folder, ".backup", NULL);
  g_autofree char *content = NULL;
  g_autofree char *count = NULL;
  g_autoptr (GError) error = NULL;
  guint64 number = 0;
  gsize size = 0;
  gsize count_size = 0;

  fixture_open (self);
  insert_many (self, 2);
  g_assert_true (fixture_transact (self, furnish_func, NULL, NULL));
  for (guint i = 0; i < 3; i++) {
    fixture_reopen (self);
    g_assert_true (fixture_transact (self, sequence_func, &number, NULL));
  }
  fixture_close (self);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  g_assert_true (g_file_get_contents (count_path, &count, &count_size, NULL));
  memset (content, 0xa5, 4096);
  write_file (path, content, size);
  assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
  g_assert_true (fixture_try_unlock (self, NULL));
  fixture_run (self, backup_func, file, &error);
  g_assert_no_error (error);
  fixture_close (self);

  g_unlink (path);
  zpi_store_restore (file, self->folder, TRUE, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (count_path, G_FILE_TEST_EXISTS));
  write_file (count_path, count, count_size);
  for (guint i = 0; i < 3; i++) {
    fixture_open (self);
    g_assert_true (fixture_transact (self, sequence_func, &number, &error));
    g_assert_no_error (error);
    assert_verifies (self, TRUE, 0, 0);
    fixture_close (self);
  }

  /* From then on it is watched as any. */
  g_clear_pointer (&content, g_free);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  fixture_open (self);
  g_assert_true (fixture_transact (self, sequence_func, &number, NULL));
  fixture_close (self);
  write_file (path, content, size);
  assert_open_fails (self, ZPI_ERROR_STORE_DAMAGED);
}

static void
assert_not_restored (const char *file, const char *change, ZpiError code)
{
  g_autofree char *changed = g_strconcat (file, "-changed", NULL);
  g_autofree char *folder = g_strconcat (file, "-folder", NULL);
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *key_file = g_build_filename (folder, "practice.key", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  sqlite3 *db = NULL;

  g_assert_true (g_file_get_contents (file, &content, &size, NULL));
  write_file (changed, content, size);
  g_assert_cmpint (sqlite3_open (changed, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, change, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_false (zpi_store_restore (changed, folder, TRUE, &error));
  assert_zpi_error (error, code);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (key_file, G_FILE_TEST_EXISTS));
  remove_folder (folder);
}

/* What would not open for work afterwards, and be in the way of another backup. */
static void
test_restore_other_schema (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);
  g_autofree char *file = g_build_filename (parent, "file", NULL);

  fixture_open (self);
  g_assert_true (fixture_run (self, backup_func, file, NULL));
  assert_not_restored (file, "PRAGMA user_version = 99", ZPI_ERROR_STORE_TOO_NEW);
  assert_not_restored (file, "PRAGMA user_version = 0", ZPI_ERROR_BAD_FORMAT);
  assert_not_restored (file, "PRAGMA user_version = -1", ZPI_ERROR_BAD_FORMAT);
  assert_not_restored (file, "CREATE TABLE more (a)", ZPI_ERROR_STORE_DAMAGED);
}

/* A backup whose key was wiped out is as one without. */
static void
test_restore_no_key (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);
  g_autofree char *file = g_build_filename (parent, "file", NULL);
  g_autofree char *restored = g_build_filename (parent, "restored", NULL);
  g_autofree char *key_file = g_build_filename (restored, "practice.key", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  fixture_open (self);
  g_assert_true (fixture_run (self, backup_func, file, NULL));
  g_assert_cmpint (sqlite3_open (file, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "UPDATE meta SET value = NULL WHERE name = 'practice-key'", 0, 0, NULL),
      ==,
      SQLITE_OK);
  sqlite3_close (db);
  zpi_store_restore (file, restored, TRUE, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (key_file, G_FILE_TEST_EXISTS));
}

static void
test_restore_rubbish (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);
  g_autofree char *file = g_build_filename (parent, "file", NULL);
  g_autofree char *restored = g_build_filename (parent, "restored", NULL);
  g_autofree char *content = NULL;
  gsize size = 0;
  g_autoptr (GError) error = NULL;

  g_assert_false (zpi_store_restore (file, restored, TRUE, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (
      g_file_set_contents (file, "no backup at all, but long enough to look at", -1, NULL));
  g_assert_false (zpi_store_restore (file, restored, TRUE, &error));
  assert_zpi_error (error, ZPI_ERROR_BAD_FORMAT);
  g_clear_error (&error);

  /* A store is not a backup: what is open somewhere is not copied from below. */
  fixture_open (self);
  insert_many (self, 40);
  g_unlink (file);
  g_assert_true (fixture_run (self, backup_func, file, NULL));
  fixture_close (self);
  {
    g_autofree char *path = path_in (self, "store.db");

    g_assert_false (zpi_store_restore (path, restored, TRUE, &error));
    assert_zpi_error (error, ZPI_ERROR_BAD_FORMAT);
    g_clear_error (&error);
  }

  g_assert_true (g_file_get_contents (file, &content, &size, NULL));
  memset (content + 4096 * 5, 0xa5, 4096);
  g_assert_true (g_file_set_contents (file, content, size, NULL));
  g_assert_false (zpi_store_restore (file, restored, TRUE, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_DAMAGED);
  {
    g_autofree char *path = g_build_filename (restored, "store.db", NULL);

    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  }
}

typedef struct {
  const char *id;
  GPtrArray *slots;
  char *code;
  char *recovery_id;
} SlotWork;

static gboolean
list_slots_func (ZpiStore *store, gpointer data, GError **error)
{
  SlotWork *work = data;

  work->slots = zpi_slot_store_list (store, error);
  return work->slots != NULL;
}

static gboolean
add_recovery_func (ZpiStore *store, gpointer data, GError **error)
{
  SlotWork *work = data;
  g_autoptr (ZpiSlot) slot =
      zpi_vault_make_recovery_slot (zpi_store_get_vault (store), &work->code, error);

  work->recovery_id = g_strdup (slot->id);
  return zpi_slot_store_insert (store, slot, error);
}

static gboolean
rotate_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_slot_store_rotate (store, data, error);
}

static gboolean
rotate_and_fail_func (ZpiStore *store, gpointer data, GError **error)
{
  g_assert_true (zpi_slot_store_rotate (store, data, error));
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_REFUSED, "on second thoughts");
  return FALSE;
}

static GPtrArray *
list_slots (Fixture *self)
{
  SlotWork work = {NULL};

  g_assert_true (fixture_run (self, list_slots_func, &work, NULL));
  return work.slots;
}

static void
test_slots (Fixture *self, gconstpointer data)
{
  SlotWork work = {NULL};
  g_autoptr (GPtrArray) slots = NULL;

  fixture_open (self);
  g_assert_true (fixture_transact (self, add_recovery_func, &work, NULL));
  slots = list_slots (self);
  g_assert_cmpuint (slots->len, ==, 2);
  zpi_secret_strfree (work.code);
  g_free (work.recovery_id);
}

static void
test_slots_unknown (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) slots = NULL;

  fixture_open (self);
  fixture_close (self);
  fixture_sql (self,
               "INSERT INTO slots (id, kind, label, created_us, data) "
               "VALUES ('x', 'iris-scan', '', 0, x'00')");
  fixture_open (self);
  slots = list_slots (self);
  g_assert_cmpuint (slots->len, ==, 1);
}

static gboolean
unlock_first_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);

  for (guint i = 0; i < slots->len; i++)
    if (((ZpiSlot *) slots->pdata[i])->kind == ZPI_SLOT_RECOVERY)
      return zpi_vault_unlock (zpi_store_get_vault (store), slots->pdata[i], data, NULL, error);
  return FALSE;
}

static void
test_rotate (Fixture *self, gconstpointer data)
{
  SlotWork work = {NULL};
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  const char *without[] = {NULL, NULL};
  const char *all[] = {NULL, NULL, NULL};
  guint n_damaged;

  fixture_open (self);
  insert_many (self, 5);
  g_assert_true (fixture_transact (self, add_recovery_func, &work, NULL));
  before = list_slots (self);

  g_assert_false (fixture_transact (self, rotate_and_fail_func, NULL, NULL));
  assert_loads (self, "00000003-0000-4000-8000-000000000000");
  g_assert_true (fixture_transact (self, rotate_func, NULL, &error));
  g_assert_no_error (error);
  assert_loads (self, "00000003-0000-4000-8000-000000000000");
  g_assert_cmpuint (count_listed (self, &n_damaged), ==, 5);
  g_assert_cmpuint (n_damaged, ==, 0);
  g_assert_true (fixture_transact (self, insert_func, CASE_A, NULL));

  /* Every slot opens the new master key, none needed its secret for that. */
  fixture_reopen (self);
  assert_loads (self, CASE_A);
  zpi_vault_lock (zpi_store_get_vault (self->store));
  g_assert_true (fixture_run (self, unlock_first_func, work.code, &error));
  assert_loads (self, "00000004-0000-4000-8000-000000000000");

  /* A counsellor who left. */
  without[0] = ((ZpiSlot *) before->pdata[0])->id;
  g_assert_true (fixture_transact (self, rotate_func, without, &error));
  after = list_slots (self);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpint (((ZpiSlot *) after->pdata[0])->kind, ==, ZPI_SLOT_RECOVERY);
  all[0] = ((ZpiSlot *) after->pdata[0])->id;
  g_assert_false (fixture_transact (self, rotate_func, all, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  assert_loads (self, CASE_A);
  zpi_secret_strfree (work.code);
  g_free (work.recovery_id);
}

/* What another program has not saved yet would fit the old keys: it has to be closed first. */
static void
test_rotate_elsewhere (Fixture *self, gconstpointer data)
{
  Fixture other = {g_strdup (self->folder), g_strdup (self->key_file), NULL};
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  fixture_open (&other);
  g_assert_false (fixture_transact (&other, rotate_func, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_assert_false (fixture_transact (self, rotate_func, NULL, NULL));
  g_assert_true (fixture_transact (&other, insert_func, CASE_A, NULL));
  fixture_close (&other);
  g_assert_true (fixture_transact (self, rotate_func, NULL, NULL));
  assert_loads (self, CASE_A);
  /* It is let in again, with the new keys. */
  fixture_open (&other);
  assert_loads (&other, CASE_A);
  fixture_close (&other);
  g_free (other.folder);
  g_free (other.key_file);
}

static gboolean
data_version_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_data_version (store, data, error);
}

static void
test_data_version (Fixture *self, gconstpointer data)
{
  Fixture other = {g_strdup (self->folder), g_strdup (self->key_file), NULL};
  gint64 first = 0;
  gint64 own = 0;
  gint64 foreign = 0;

  fixture_open (self);
  fixture_open (&other);
  g_assert_true (fixture_run (self, data_version_func, &first, NULL));
  insert_many (self, 1);
  g_assert_true (fixture_run (self, data_version_func, &own, NULL));
  g_assert_cmpint (own, ==, first);
  g_assert_true (fixture_transact (&other, insert_func, CASE_A, NULL));
  g_assert_true (fixture_run (self, data_version_func, &foreign, NULL));
  g_assert_cmpint (foreign, !=, first);
  fixture_close (&other);
  g_free (other.folder);
  g_free (other.key_file);
}

typedef struct {
  const char *name;
  const char *text;
  GBytes *found;
} Sealed;

static gboolean
set_sealed_func (ZpiStore *store, gpointer data, GError **error)
{
  const Sealed *sealed = data;
  g_autoptr (GBytes) value = sealed->text != NULL ? bytes_of (sealed->text) : NULL;

  return zpi_meta_store_set_sealed (store, sealed->name, value, error);
}

static gboolean
get_sealed_func (ZpiStore *store, gpointer data, GError **error)
{
  Sealed *sealed = data;

  sealed->found = zpi_meta_store_get_sealed (store, sealed->name, error);
  return sealed->found != NULL;
}

static void
test_meta (Fixture *self, gconstpointer data)
{
  Sealed sealed = {"token", "first", NULL};
  Sealed plain = {"store-uuid", NULL, NULL};
  g_autoptr (GError) error = NULL;
  guint64 one = 0;
  guint64 two = 0;

  fixture_open (self);
  g_assert_true (fixture_transact (self, set_sealed_func, &sealed, NULL));
  sealed.text = "second";
  g_assert_true (fixture_transact (self, set_sealed_func, &sealed, NULL));
  g_assert_true (fixture_run (self, get_sealed_func, &sealed, NULL));
  g_assert_true (bytes_are (sealed.found, "second"));
  g_clear_pointer (&sealed.found, g_bytes_unref);
  g_assert_false (fixture_run (self, get_meta_func, (gpointer) "token", &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (fixture_run (self, get_sealed_func, &plain, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);

  sealed.text = NULL;
  g_assert_true (fixture_transact (self, set_sealed_func, &sealed, NULL));
  g_assert_false (fixture_run (self, get_sealed_func, &sealed, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);

  g_assert_true (fixture_transact (self, sequence_func, &one, NULL));
  fixture_reopen (self);
  g_assert_true (fixture_transact (self, sequence_func, &two, NULL));
  g_assert_cmpuint (two, ==, one + 1);
  zpi_vault_lock (zpi_store_get_vault (self->store));
  sealed.text = "locked";
  g_clear_error (&error);
  g_assert_false (fixture_transact (self, set_sealed_func, &sealed, &error));
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
}

static gboolean
scrub_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub (store, error);
}

static gboolean
delete_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_delete (store, data, error);
}

/* A reader stands in the way of truncating the log: not cleared yet, and it says so. */
static void
test_scrub_busy (Fixture *self, gconstpointer data)
{
  g_autofree char *path = path_in (self, "store.db");
  sqlite3 *reader = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  insert_many (self, 2);
  g_assert_cmpint (sqlite3_open (path, &reader), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (reader, "BEGIN; SELECT count(*) FROM cases", NULL, NULL, NULL),
                   ==,
                   SQLITE_OK);
  g_assert_true (fixture_transact (self,
                                   delete_func,
                                   (gpointer) "00000001-0000-4000-8000-000000000000",
                                   NULL));
  g_assert_false (fixture_run (self, scrub_func, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (fixture_is_scrubbed (self));

  sqlite3_exec (reader, "COMMIT", NULL, NULL, NULL);
  sqlite3_close (reader);
  g_assert_true (fixture_run (self, scrub_func, NULL, &error));
  g_assert_true (fixture_is_scrubbed (self));
}

static gboolean
page_limit_func (ZpiStore *store, gpointer data, GError **error)
{
  gint64 n_pages;
  g_autofree char *sql = NULL;

  if (!zpi_sql_number (store->db, "PRAGMA page_count", &n_pages, error))
    return FALSE;
  sql = g_strdup_printf ("PRAGMA max_page_count = %" G_GINT64_FORMAT, n_pages + *(gint64 *) data);
  return zpi_sql_exec (store->db, sql, error);
}

static gboolean
large_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autofree char *text = g_strnfill (200000, 'x');
  g_autoptr (GBytes) snapshot = bytes_of (text);

  return zpi_case_store_insert (store,
                                CASE_A,
                                ZPI_CASE_APPLICATION,
                                1,
                                snapshot,
                                &(ZpiCaseLabel){NULL, NULL, NULL},
                                error);
}

static void
test_full (Fixture *self, gconstpointer data)
{
  gint64 none = 0;
  gint64 plenty = 100000;
  g_autoptr (GError) error = NULL;
  guint n_damaged;

  fixture_open (self);
  insert_many (self, 2);
  g_assert_true (fixture_run (self, page_limit_func, &none, NULL));
  g_assert_false (fixture_transact (self, large_func, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_FULL);
  g_assert_cmpuint (count_listed (self, &n_damaged), ==, 2);
  g_assert_true (fixture_run (self, page_limit_func, &plenty, NULL));
  g_assert_true (fixture_transact (self, large_func, NULL, NULL));
}

static void
test_write_outside_transaction_when_read_only (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  fixture_close (self);
  fixture_sql (self, "PRAGMA user_version = 99");
  assert_open_fails (self, ZPI_ERROR_STORE_TOO_NEW);
  g_assert_true (fixture_try_unlock (self, NULL));
  g_assert_false (fixture_run (self, insert_func, CASE_A, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_READ_ONLY);
}

/* Somebody is putting the store in order and does not come to an end. */
static void
test_presence_taken (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiLease) lease = zpi_lease_take (self->folder, "presence", NULL);

  assert_open_fails (self, ZPI_ERROR_BUSY);
  g_assert_false (zpi_store_is_read_only (self->store));
  g_clear_pointer (&lease, zpi_lease_release);
  g_assert_true (fixture_try_open (self, NULL));
}

static void
test_open_folder (Fixture *self, gconstpointer data)
{
  GStatBuf status;

  /* Somebody else made the folder, for everybody to see. */
  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0755), ==, 0);
  fixture_open (self);
  g_assert_cmpint (g_stat (self->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_folder_is_a_file (Fixture *self, gconstpointer data)
{
  g_assert_true (g_file_set_contents (self->folder, "x", -1, NULL));
  assert_open_fails (self, ZPI_ERROR_STORE_FAILED);
  fixture_close (self);
  g_unlink (self->folder);
}

static void
test_lease (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiLease) lease = NULL;
  g_autoptr (ZpiLease) other = NULL;
  g_autofree char *file = g_build_filename (self->folder, "file", NULL);
  g_autoptr (GError) error = NULL;

  lease = zpi_lease_take (self->folder, "sender", &error);
  g_assert_no_error (error);
  g_assert_null (zpi_lease_take (self->folder, "sender", &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_clear_error (&error);
  other = zpi_lease_take (self->folder, "window", &error);
  g_assert_no_error (error);
  g_clear_pointer (&lease, zpi_lease_release);
  lease = zpi_lease_take (self->folder, "sender", &error);
  g_assert_no_error (error);

  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  g_assert_null (zpi_lease_take (file, "sender", &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_FAILED);
  g_clear_error (&error);
  g_assert_null (zpi_lease_take (self->folder, "no/such/place", &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_FAILED);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("first-start", test_first_start);
  ADD ("key-file-gone", test_key_file_gone);
  ADD ("rolled-back", test_rolled_back);
  ADD ("first-slot-rolled-back", test_first_slot_rolled_back);
  ADD ("thread-and-cancel", test_thread_and_cancel);
  ADD ("open/too-new", test_too_new);
  ADD ("open/not-a-database", test_not_a_database);
  ADD ("open/foreign-database", test_foreign_database);
  ADD ("open/remains", test_remains);
  ADD ("open/emptied", test_emptied);
  ADD ("open/first-start-broken-off", test_first_start_broken_off);
  ADD ("open/emptied-otherwise", test_emptied_otherwise);
  ADD ("open/key-is-a-mark", test_key_is_a_mark);
  ADD ("open/mark-of-another", test_mark_of_another);
  ADD ("open/pipes", test_pipes);
  ADD ("open/mark-missing", test_mark_missing);
  ADD ("open/log-alone", test_log_alone);
  ADD ("open/uuid-damaged", test_uuid_damaged);
  ADD ("open/damaged-pages", test_damaged_pages);
  ADD ("damaged-while-open", test_damaged_while_open);
  ADD ("open/presence-taken", test_presence_taken);
  ADD ("open/folder", test_open_folder);
  ADD ("open/folder-is-a-file", test_folder_is_a_file);
  ADD ("migration/steps", test_migration);
  ADD ("migration/while-open", test_migration_while_open);
  ADD ("migration/released-schemas", test_released_schemas);
  ADD ("verify", test_verify);
  ADD ("verify/sealed-rubbish", test_sealed_rubbish);
  ADD ("verify/wrong-info", test_wrong_info);
  ADD ("slots/lost", test_slots_lost);
  ADD ("slots/without-keys", test_slots_without_keys);
  ADD ("backup/by-a-dead-clock", test_backup_by_a_dead_clock);
  ADD ("rolled-back-amid", test_rolled_back_amid);
  ADD ("backup/of-damaged", test_backup_of_damaged);
  ADD ("slots/rotate-with-damage", test_rotate_with_damage);
  ADD ("open/negative-version", test_negative_version);
  ADD ("backup/restore", test_backup_and_restore);
  ADD ("backup/restored-goes-on", test_restored_goes_on);
  ADD ("backup/other-schema", test_restore_other_schema);
  ADD ("backup/no-key", test_restore_no_key);
  ADD ("backup/rubbish", test_restore_rubbish);
  ADD ("slots/remove", test_slots);
  ADD ("slots/unknown", test_slots_unknown);
  ADD ("slots/rotate", test_rotate);
  ADD ("slots/rotate-elsewhere", test_rotate_elsewhere);
  ADD ("list/bare", test_list_bare);
  ADD ("data-version", test_data_version);
  ADD ("meta", test_meta);
  ADD ("scrub/busy", test_scrub_busy);
  ADD ("full", test_full);
  ADD ("read-only/outside-transaction", test_write_outside_transaction_when_read_only);
  ADD ("lease", test_lease);

  return g_test_run ();
}
