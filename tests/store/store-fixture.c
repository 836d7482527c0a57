/* SPDX-License-Identifier: EUPL-1.2 */

#define _GNU_SOURCE

#include "store-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "zpi-store-private.h"

typedef struct {
  gboolean returned;
  gboolean result;
  GError *error;
} Answer;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = zpi_store_open_finish (ZPI_STORE (source), result, &answer->error);
  answer->returned = TRUE;
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  zpi_store_run_finish (ZPI_STORE (source), result, &answer->error);
  answer->result = answer->error == NULL;
  answer->returned = TRUE;
}

static gboolean
wait_for (Answer *answer, GError **error)
{
  while (!answer->returned)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (answer->result == (answer->error == NULL));
  if (answer->error != NULL)
    g_propagate_error (error, answer->error);
  return answer->result;
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("zpi-store-XXXXXX", NULL);

  self->folder = g_build_filename (folder, "data", NULL);
  self->key_file = g_build_filename (self->folder, "practice.key", NULL);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);

  fixture_close (self);
  remove_folder (parent);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->key_file, g_free);
}

gboolean
fixture_try_open (Fixture *self, GError **error)
{
  Answer answer = {0};

  if (self->store == NULL)
    self->store = zpi_store_new (self->folder);
  zpi_store_open_async (self->store, NULL, opened_cb, &answer);
  return wait_for (&answer, error);
}

static gboolean
unlock_or_create (ZpiStore *store, gpointer data, GError **error)
{
  Fixture *self = data;
  ZpiVault *vault = zpi_store_get_vault (store);
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);
  g_autoptr (ZpiSlot) slot = NULL;

  if (slots == NULL)
    return FALSE;
  for (guint i = 0; i < slots->len; i++)
    if (((ZpiSlot *) slots->pdata[i])->kind == ZPI_SLOT_PRACTICE)
      return zpi_vault_unlock_with_key_file (vault, slots->pdata[i], self->key_file, error);
  if (!zpi_vault_create (vault, error))
    return FALSE;
  slot = zpi_vault_make_practice_slot (vault, self->key_file, error);
  return slot != NULL && zpi_slot_store_insert (store, slot, error);
}

gboolean
fixture_try_unlock (Fixture *self, GError **error)
{
  if (zpi_store_is_new (self->store))
    return fixture_transact (self, unlock_or_create, self, error);
  return fixture_run (self, unlock_or_create, self, error);
}

void
fixture_open (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  fixture_try_open (self, &error);
  g_assert_no_error (error);
  fixture_try_unlock (self, &error);
  g_assert_no_error (error);
}

void
fixture_close (Fixture *self)
{
  if (self->store != NULL) {
    zpi_store_close (self->store);
    g_assert_finalize_object (g_steal_pointer (&self->store));
  }
}

void
fixture_reopen (Fixture *self)
{
  fixture_close (self);
  fixture_open (self);
}

gboolean
fixture_run (Fixture *self, ZpiStoreFunc func, gpointer data, GError **error)
{
  Answer answer = {0};

  zpi_store_run_async (self->store, func, data, NULL, NULL, ran_cb, &answer);
  return wait_for (&answer, error);
}

gboolean
fixture_transact (Fixture *self, ZpiStoreFunc func, gpointer data, GError **error)
{
  Answer answer = {0};

  zpi_store_transact_async (self->store, func, data, NULL, NULL, ran_cb, &answer);
  return wait_for (&answer, error);
}

void
fixture_sql (Fixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "store.db", NULL);
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

static gboolean
count_left_overs_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_sql_number (store->db,
                         "SELECT (SELECT count(*) FROM documents WHERE state = 'cleared') + "
                         "(SELECT count(*) FROM cases WHERE kind = '" ZPI_CASE_REMOVED "')",
                         data,
                         error);
}

gboolean
fixture_is_scrubbed (Fixture *self)
{
  g_autofree char *log = g_build_filename (self->folder, "store.db-wal", NULL);
  gint64 n_left = 0;
  GStatBuf status;

  g_assert_true (fixture_run (self, count_left_overs_func, &n_left, NULL));
  return n_left == 0 && (g_stat (log, &status) != 0 || status.st_size == 0);
}

void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
      remove_folder (path);
    else
      g_unlink (path);
  }
  g_rmdir (folder);
}

GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

gboolean
bytes_are (GBytes *bytes, const char *text)
{
  g_autoptr (GBytes) expected = bytes_of (text);

  return bytes != NULL && g_bytes_equal (bytes, expected);
}

static gboolean
file_contains (const char *path, const void *needle, gsize size)
{
  g_autofree char *content = NULL;
  gsize length = 0;

  g_file_get_contents (path, &content, &length, NULL);
  return content != NULL && memmem (content, length, needle, size) != NULL;
}

gboolean
folder_contains (const char *folder, const void *needle, gsize size)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gboolean found = FALSE;

  while (!found && dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    found = g_file_test (path, G_FILE_TEST_IS_DIR) ? folder_contains (path, needle, size)
                                                   : file_contains (path, needle, size);
  }
  return found;
}
