/* SPDX-License-Identifier: EUPL-1.2 */

/* Nothing typed is lost: what the case keeper promises about when it is on the disk. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "service-fixture.h"
#include "zpi-field.h"
#include "zpi-session-private.h"

static guint
n_rows (Desk *desk)
{
  return g_list_model_get_n_items (zpi_session_get_cases (desk->session));
}

static gboolean
is_clean (gpointer zcase)
{
  return !zpi_case_is_dirty (zcase);
}

static void
test_saved_within_a_second (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *id = NULL;

  desk_open (desk);
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_APPLICATION);
  id = g_strdup (zpi_case_get_id (zcase));
  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "A");
  /* Somebody who goes on typing does not put it off. */
  for (guint i = 0; i < 9; i++) {
    g_autofree char *text = g_strdup_printf ("Anna%u", i);

    spin (100);
    zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, text);
  }
  g_assert_cmpuint (zpi_case_get_saved_generation (zcase), >, 0);
  g_assert_true (wait_until (is_clean, zcase, 1000));
  {
    g_autoptr (ZpiCaseInfo) info = desk_info (desk, id);

    g_assert_cmpuint (info->generation, ==, zpi_case_get_generation (zcase));
  }
}

static void
test_no_row_before_a_keystroke (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_APPLICATION);
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_SCHEME), ==, "zoetermeerpas");
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_SCHEME_VERSION), !=, "");
  g_assert_true (desk_flush (desk, zcase, &error));
  spin (100);
  g_assert_cmpuint (n_rows (desk), ==, 0);
  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));
  assert_soon (n_rows (desk) == 1);
}

static void
test_comes_back (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *income = NULL;
  g_autofree char *key = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  income = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  key = zpi_case_item_key (ZPI_LIST_INCOME, income, "amount");
  zpi_case_set (zcase, key, "12,"); /* half typed */
  zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "1-5-1");
  g_clear_object (&zcase);
  desk_close (desk);

  desk_open (desk);
  again = desk_open_case (desk, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (zpi_case_get (again, key), ==, "12,");
  g_assert_cmpstr (zpi_case_get (again, ZPI_KEY_BIRTH_DATE), ==, "1-5-1");
  g_assert_false (zpi_case_is_dirty (again));
}

/* What is typed while a save is under way is not in that save. */
static void
test_typed_during_a_save (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  ZpiCaseKeeper *keeper;

  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_flush (desk, zcase, &error));
  zpi_case_set (zcase, ZPI_KEY_PHONE, "0791");
  zpi_case_keeper_flush_async (keeper, zcase, NULL, result_cb, &result);
  zpi_case_set (zcase, ZPI_KEY_PHONE, "0791234567");
  g_assert_true (zpi_case_keeper_flush_finish (keeper, result_wait (&result), &error));
  g_clear_object (&zcase);
  desk_close (desk);
  desk_open (desk);
  again = desk_open_case (desk, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (zpi_case_get (again, ZPI_KEY_PHONE), ==, "0791234567");
}

/* Not by the timer: the store has it before anything that is asked of it after that. */
static void
test_leaving_saves (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));
  zpi_case_set (zcase, ZPI_KEY_PHONE, "0791234567");
  zpi_case_keeper_field_left (zpi_session_get_keeper (desk->session), zcase);
  info = desk_info (desk, zpi_case_get_id (zcase));
  g_assert_cmpuint (info->generation, ==, zpi_case_get_generation (zcase));
}

static void
test_one_object_per_case (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) again = NULL;
  g_autoptr (ZpiCase) later = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCaseKeeper *keeper;

  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));
  again = desk_open_case (desk, zpi_case_get_id (zcase), &error);
  g_assert_true (again == zcase);
  zpi_case_keeper_close_case (keeper, again);
  /* Closed while dirty: saved first, nothing lost. */
  zpi_case_set (zcase, ZPI_KEY_PHONE, "079");
  zpi_case_keeper_close_case (keeper, zcase);
  g_assert_true (wait_until (is_clean, zcase, 2000));
  later = desk_open_case (desk, zpi_case_get_id (zcase), &error);
  g_assert_no_error (error);
  g_assert_true (later != zcase);
  g_assert_cmpstr (zpi_case_get (later, ZPI_KEY_PHONE), ==, "079");
}

/* The window has it open, a service opens it too and closes it: what is typed is saved on. */
static void
test_closed_by_another (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) other = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCaseKeeper *keeper;

  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));
  other = desk_open_case (desk, zpi_case_get_id (zcase), &error);
  zpi_case_keeper_close_case (keeper, other);
  zpi_case_set (zcase, ZPI_KEY_PHONE, "0791234567");
  g_assert_true (wait_until (is_clean, zcase, 2000));
  info = desk_info (desk, zpi_case_get_id (zcase));
  g_assert_cmpuint (info->generation, ==, zpi_case_get_generation (zcase));
}

/* Who asked for it is gone when it is there: nobody has it open, so nobody keeps it open. */
static void
test_nobody_takes_it (Desk *desk, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  ZpiCaseKeeper *keeper;

  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");

    id = g_strdup (zpi_case_get_id (zcase));
    g_assert_true (desk_flush (desk, zcase, &error));
    zpi_case_keeper_open_async (keeper, id, cancellable, result_cb, &result);
    g_cancellable_cancel (cancellable);
    g_assert_null (zpi_case_keeper_open_finish (keeper, result_wait (&result), &error));
    g_clear_object (&result);
    zpi_case_keeper_close_case (keeper, zcase);
  }
  g_assert_false (zpi_case_keeper_is_case_open (keeper, id));
}

static void
test_two_processes_merge (Desk *desk, gconstpointer data)
{
  Desk other = {.folder = desk->folder};
  g_autoptr (ZpiCase) ours = NULL;
  g_autoptr (ZpiCase) theirs = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;

  desk_open (desk);
  ours = desk_household (desk, "Anna");
  id = zpi_case_get_id (ours);
  g_assert_true (desk_flush (desk, ours, &error));
  desk_open (&other);
  theirs = desk_open_case (&other, id, &error);
  g_assert_no_error (error);

  /* Both type, in different fields and in the same one. */
  zpi_case_set (ours, ZPI_KEY_PHONE, "0612345678");
  zpi_case_set (ours, ZPI_KEY_STREET, "Onze straat");
  zpi_case_set (theirs, ZPI_KEY_CITY, "Leiden");
  zpi_case_set (theirs, ZPI_KEY_STREET, "Hun straat");
  g_assert_true (desk_flush (&other, theirs, &error));
  g_assert_true (desk_flush (desk, ours, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (zpi_case_get (ours, ZPI_KEY_CITY), ==, "Leiden");
  g_assert_cmpstr (zpi_case_get (ours, ZPI_KEY_PHONE), ==, "0612345678");
  g_assert_cmpstr (zpi_case_get (ours, ZPI_KEY_STREET), ==, "Onze straat");

  /* The other one notices by itself. */
  assert_soon (g_str_equal (zpi_case_get (theirs, ZPI_KEY_PHONE), "0612345678"));
  g_assert_cmpstr (zpi_case_get (theirs, ZPI_KEY_STREET), ==, "Onze straat");
  g_assert_false (zpi_case_is_dirty (theirs));
  g_clear_object (&theirs);
  desk_close (&other);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_failed_save_stays_dirty (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCaseKeeper *keeper;
  ZpiVault *vault;
  guint n_failed = 0;

  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  g_signal_connect_swapped (keeper, "save-failed", G_CALLBACK (count_cb), &n_failed);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));

  /* The vault is shut behind the keeper's back: nothing can be sealed. */
  vault = zpi_store_get_vault (zpi_session_get_store (desk->session));
  zpi_vault_lock (vault);
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "A case could not be saved*");
  zpi_case_set (zcase, ZPI_KEY_PHONE, "0612345678");
  g_assert_false (desk_flush (desk, zcase, &error));
  g_test_assert_expected_messages ();
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
  g_assert_true (zpi_case_is_dirty (zcase));
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_nonnull (zpi_case_keeper_get_problem (keeper, zcase));
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_PHONE), ==, "0612345678");

  /* It comes right again, and the case with it, by itself. */
  {
    g_autofree char *key_file = g_build_filename (desk->folder, "practice.key", NULL);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GPtrArray) slots = NULL;

    zpi_session_list_slots_async (desk->session, NULL, result_cb, &result);
    slots = zpi_session_list_slots_finish (desk->session, result_wait (&result), NULL);
    g_assert_cmpuint (slots->len, ==, 1);
    g_assert_true (
        zpi_vault_unlock_with_key_file (vault, g_ptr_array_index (slots, 0), key_file, NULL));
  }
  g_assert_true (wait_until (is_clean, zcase, 6000));
  g_assert_null (zpi_case_keeper_get_problem (keeper, zcase));
}

static void
test_delete_and_undo (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) kept = NULL;
  g_autoptr (ZpiCase) gone = NULL;
  g_autoptr (ZpiCase) found = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCaseKeeper *keeper;

  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  kept = desk_household (desk, "Anna");
  gone = desk_household (desk, "Bert");
  g_assert_true (desk_flush (desk, NULL, &error));
  assert_soon (n_rows (desk) == 2);
  zpi_case_keeper_delete (keeper, zpi_case_get_id (kept), 60);
  zpi_case_keeper_delete (keeper, zpi_case_get_id (gone), 0);
  spin (1500);
  g_assert_cmpuint (n_rows (desk), ==, 0);
  g_assert_false (zpi_case_keeper_undo_delete (keeper, zpi_case_get_id (gone)));
  g_assert_true (zpi_case_keeper_undo_delete (keeper, zpi_case_get_id (kept)));
  assert_soon (n_rows (desk) == 1);
  found = desk_open_case (desk, zpi_case_get_id (gone), &error);
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
}

typedef struct {
  guint removed;
  guint added;
} ListChange;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, ListChange *change)
{
  change->removed += removed;
  change->added += added;
}

/* A save moves its own row to the top and touches no other. */
static void
test_one_row_for_a_save (Desk *desk, gconstpointer data)
{
  ZpiCase *cases[4] = {NULL};
  g_autoptr (ZpiCaseItem) first = NULL;
  g_autoptr (ZpiCaseItem) top = NULL;
  g_autoptr (GError) error = NULL;
  ListChange change = {0, 0};
  GListModel *list;

  desk_set_clock (desk, "2026-01-15T14:05:00+01:00");
  desk_open (desk);
  list = zpi_session_get_cases (desk->session);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    desk_advance (desk, 1);
    cases[i] = desk_household (desk, "Anna");
    g_assert_true (desk_flush (desk, NULL, &error));
  }
  assert_soon (n_rows (desk) == G_N_ELEMENTS (cases));
  first = g_list_model_get_item (list, G_N_ELEMENTS (cases) - 1);
  g_assert_cmpstr (zpi_case_item_get_id (first), ==, zpi_case_get_id (cases[0]));

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &change);
  desk_advance (desk, 1);
  zpi_case_set (cases[0], ZPI_KEY_GIVEN_NAMES, "Berta");
  g_assert_true (desk_flush (desk, NULL, &error));
  assert_soon (change.added > 0);
  top = g_list_model_get_item (list, 0);
  g_assert_true (top == first);
  g_assert_nonnull (strstr (zpi_case_item_get_name (top), "Berta"));
  g_assert_cmpuint (change.removed, ==, 1);
  g_assert_cmpuint (change.added, ==, 1);
  g_signal_handlers_disconnect_by_data (list, &change);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_object_unref (cases[i]);
}

static void
test_delete_on_close (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) found = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, NULL, &error));
  zpi_case_keeper_delete (zpi_session_get_keeper (desk->session), zpi_case_get_id (zcase), 60);
  desk_close (desk);
  desk_open (desk);
  found = desk_open_case (desk, zpi_case_get_id (zcase), &error);
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
}

static void
delete_failed_cb (ZpiCaseKeeper *keeper, const char *id, const GError *error, int *code)
{
  *code = error->code;
}

static void
test_waiting_is_not_deleted (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCaseKeeper *keeper;
  int code = -1;

  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  g_signal_connect (keeper, "delete-failed", G_CALLBACK (delete_failed_cb), &code);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_queue (desk, zcase, &error));
  zpi_case_keeper_delete (keeper, zpi_case_get_id (zcase), 0);
  assert_soon (code == ZPI_ERROR_NOT_ALLOWED);
  g_assert_cmpint (desk_state (desk, zpi_case_get_id (zcase)), ==, ZPI_CASE_WAITING);
}

static GPtrArray *
find_duplicates (Desk *desk, ZpiCase *zcase)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);

  zpi_case_keeper_find_duplicates_async (keeper, zcase, NULL, result_cb, &result);
  return zpi_case_keeper_find_duplicates_finish (keeper, result_wait (&result), NULL);
}

static void
test_duplicates (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;

  desk_open (desk);
  first = desk_household (desk, "Anna");
  second = desk_household (desk, "Anne");
  g_assert_true (desk_flush (desk, NULL, NULL));
  found = find_duplicates (desk, second);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (found, 0), ==, zpi_case_get_id (first));
  zpi_case_set (first, ZPI_KEY_BSN, "");
  g_assert_true (desk_flush (desk, NULL, NULL));
  none = find_duplicates (desk, second);
  g_assert_cmpuint (none->len, ==, 0);
}

static ZpiKnownAddress *
find_address (Desk *desk, ZpiCase *zcase, const char *postcode, const char *number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  ZpiKnownAddress *found;

  zpi_case_set (zcase, ZPI_KEY_POSTCODE, postcode);
  zpi_case_set (zcase, ZPI_KEY_HOUSE_NUMBER, number);
  zpi_case_keeper_find_address_async (keeper, zcase, NULL, result_cb, &result);
  found = zpi_case_keeper_find_address_finish (keeper, result_wait (&result), &error);
  g_assert_no_error (error);
  return found;
}

static gboolean
knows_address (Desk *desk, ZpiCase *zcase, const char *postcode, const char *number)
{
  g_autoptr (ZpiKnownAddress) known = find_address (desk, zcase, postcode, number);

  return known != NULL;
}

static void
delete_case (Desk *desk, ZpiCase *zcase)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  g_autofree char *id = g_strdup (zpi_case_get_id (zcase));
  guint n_before = n_rows (desk);

  zpi_case_keeper_close_case (keeper, zcase);
  zpi_case_keeper_delete (keeper, id, 0);
  assert_soon (n_rows (desk) < n_before);
  spin (500);
}

/* Street and place of a postcode come from the cases that are here, and from nothing else: with the
 * case they are gone. */
static void
test_known_address (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) first = NULL;
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (ZpiCase) third = NULL;
  g_autoptr (ZpiKnownAddress) same = NULL;
  g_autoptr (ZpiKnownAddress) near = NULL;

  desk_open (desk);
  first = desk_household (desk, "Anna");
  second = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_APPLICATION);
  g_assert_true (desk_flush (desk, NULL, NULL));
  same = find_address (desk, second, "2712aa", "1");
  g_assert_cmpstr (same->street, ==, "Dorpsstraat");
  g_assert_cmpstr (same->city, ==, "Zoetermeer");
  near = find_address (desk, second, "2712 AA", "99");
  g_assert_cmpstr (near->street, ==, "Dorpsstraat");
  g_assert_null (find_address (desk, second, "2712 AB", "1"));
  g_assert_null (find_address (desk, second, "2712", "1"));

  third = desk_household (desk, "Bram");
  zpi_case_set (third, ZPI_KEY_STREET, "Oefenstraat");
  zpi_case_set (third, ZPI_KEY_HOUSE_NUMBER, "3");
  g_assert_true (desk_flush (desk, NULL, NULL));
  g_assert_null (find_address (desk, second, "2712 AA", "99"));

  delete_case (desk, first);
  delete_case (desk, third);
  /* The row goes first; a busy computer forgets the rest later. */
  assert_soon (!knows_address (desk, second, "2712 AA", "1"));
}

static void
remove_from_under (Desk *desk, const char *how)
{
  g_autofree char *database = g_build_filename (desk->folder, "store.db", NULL);
  g_autofree char *log = g_strconcat (database, "-wal", NULL);
  g_autofree char *moved = g_strconcat (database, ".moved", NULL);
  g_autofree char *content = NULL;
  gsize size;

  if (strcmp (how, "log") == 0) {
    g_assert_cmpint (g_unlink (log), ==, 0);
  } else if (strcmp (how, "removed") == 0) {
    g_assert_cmpint (g_unlink (database), ==, 0);
  } else { /* as a program does that keeps folders the same */
    g_assert_true (g_file_get_contents (database, &content, &size, NULL));
    g_assert_cmpint (g_rename (database, moved), ==, 0);
    g_assert_true (g_file_set_contents (database, content, (gssize) size, NULL));
  }
}

/* The files go while they are open: nothing counts as saved from then on, the session does not
 * close, and everything can be saved elsewhere. */
static void
test_folder_goes (Desk *desk, gconstpointer how)
{
  g_autofree char *other = g_dir_make_tmp ("zpi-elsewhere-XXXXXX", NULL);
  g_autofree char *backup = g_build_filename (other, "all.zpi-backup", NULL);
  g_autofree char *restored = g_build_filename (other, "restored", NULL);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
    g_autoptr (GAsyncResult) result = NULL;

    id = g_strdup (zpi_case_get_id (zcase));
    g_assert_true (desk_flush (desk, zcase, &error));
    remove_from_under (desk, how);
    g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "A case could not be saved*");
    zpi_case_set (zcase, ZPI_KEY_PHONE, "0612345678");
    g_assert_false (desk_flush (desk, zcase, &error));
    assert_zpi_error (error, ZPI_ERROR_STORE_GONE);
    g_clear_error (&error);
    g_assert_true (zpi_case_is_dirty (zcase));
    g_assert_true (zpi_store_is_gone (zpi_session_get_store (desk->session)));
    g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "A case could not be saved*");
    g_assert_false (desk_try_close (desk->session, &error));
    g_test_assert_expected_messages ();
    g_clear_error (&error);

    zpi_session_back_up_async (desk->session, backup, result_cb, &result);
    g_assert_true (zpi_session_back_up_finish (desk->session, result_wait (&result), &error));
    g_assert_no_error (error);
    g_assert_false (zpi_case_is_dirty (zcase));
  }
  desk_close (desk);

  g_assert_true (zpi_store_restore (backup, restored, TRUE, &error));
  g_assert_no_error (error);
  {
    Desk there = {.folder = restored};
    g_autoptr (ZpiCase) zcase = NULL;

    desk_open (&there);
    zcase = desk_open_case (&there, id, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_PHONE), ==, "0612345678");
    g_clear_object (&zcase);
    desk_close (&there);
  }
}

static void
write_over (const char *path, const char *content, gsize size)
{
  const int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (pwrite (fd, content, size, 0), ==, size);
  g_assert_cmpint (ftruncate (fd, (off_t) size), ==, 0);
  close (fd);
}

/* A program that keeps folders the same writes into the file that is there. */
static void
test_written_over (Desk *desk, gconstpointer how)
{
  g_autofree char *path = g_build_filename (desk->folder, "store.db", NULL);
  g_autofree char *older = NULL;
  g_autofree char *now = NULL;
  gsize older_size, size;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_clear_object (&zcase);
  desk_close (desk);
  g_assert_true (g_file_get_contents (path, &older, &older_size, NULL));
  desk_open (desk);
  zcase = desk_household (desk, "Bert");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_clear_object (&zcase);
  desk_close (desk);
  g_assert_true (g_file_get_contents (path, &now, &size, NULL));
  desk_open (desk);
  zcase = desk_household (desk, "Cor");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_no_error (error);

  if (strcmp (how, "emptied") == 0)
    write_over (path, "", 0);
  else
    write_over (path, older, older_size);
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "A case could not be saved*");
  zpi_case_set (zcase, ZPI_KEY_PHONE, "0612345678");
  g_assert_false (desk_flush (desk, zcase, &error));
  assert_zpi_error (error, ZPI_ERROR_STORE_GONE);
  g_test_assert_expected_messages ();
  g_clear_error (&error);
  g_assert_true (zpi_case_is_dirty (zcase));

  /* Put back it goes on. */
  write_over (path, now, size);
  g_assert_true (desk_flush (desk, zcase, &error));
  g_assert_no_error (error);
  g_clear_object (&zcase);
  desk_close (desk);
}

static gint
empty (Desk *desk, GError **error)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  g_autoptr (GAsyncResult) result = NULL;

  zpi_case_keeper_empty_async (keeper, result_cb, &result);
  return zpi_case_keeper_empty_finish (keeper, result_wait (&result), error);
}

/* Also what waits to be sent, what is open, and what is about to be deleted. */
static void
test_practice_begins_again (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) waiting = NULL;
  g_autoptr (ZpiCase) open = NULL;
  g_autoptr (ZpiCase) deleted = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  waiting = desk_household (desk, "Anna");
  g_assert_true (desk_queue (desk, waiting, &error));
  open = desk_household (desk, "Bert");
  deleted = desk_household (desk, "Cor");
  g_assert_true (desk_flush (desk, NULL, &error));
  zpi_case_set (open, ZPI_KEY_PHONE, "0612345678");
  zpi_case_keeper_delete (zpi_session_get_keeper (desk->session), zpi_case_get_id (deleted), 60);
  g_assert_cmpint (empty (desk, &error), ==, 3);
  g_assert_no_error (error);
  spin (1500);
  g_assert_cmpuint (n_rows (desk), ==, 0);
  desk_close (desk);
  desk_open (desk);
  spin (200);
  g_assert_cmpuint (n_rows (desk), ==, 0);
}

static void
test_real_does_not_begin_again (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiSession) real = desk_session_new (desk, FALSE);
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (real);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_case_keeper_empty_async (keeper, result_cb, &result);
  g_assert_cmpint (zpi_case_keeper_empty_finish (keeper, result_wait (&result), &error), ==, -1);
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
}

int
main (int argc, char **argv)
{
  static const char *const goes[] = {"log", "removed", "replaced"};

  g_test_init (&argc, &argv, NULL);
  desk_test ("/case-keeper/saved-within-a-second", test_saved_within_a_second);
  desk_test ("/case-keeper/no-row-before-a-keystroke", test_no_row_before_a_keystroke);
  desk_test ("/case-keeper/comes-back", test_comes_back);
  desk_test ("/case-keeper/typed-during-a-save", test_typed_during_a_save);
  desk_test ("/case-keeper/leaving-saves", test_leaving_saves);
  desk_test ("/case-keeper/one-object-per-case", test_one_object_per_case);
  desk_test ("/case-keeper/closed-by-another", test_closed_by_another);
  desk_test ("/case-keeper/nobody-takes-it", test_nobody_takes_it);
  desk_test ("/case-keeper/two-processes-merge", test_two_processes_merge);
  desk_test ("/case-keeper/failed-save-stays-dirty", test_failed_save_stays_dirty);
  for (guint i = 0; i < G_N_ELEMENTS (goes); i++) {
    g_autofree char *path = g_strconcat ("/case-keeper/folder-goes/", goes[i], NULL);

    g_test_add (path, Desk, goes[i], desk_set_up, test_folder_goes, desk_tear_down);
  }
  g_test_add ("/case-keeper/written-over/older",
              Desk,
              "older",
              desk_set_up,
              test_written_over,
              desk_tear_down);
  g_test_add ("/case-keeper/written-over/emptied",
              Desk,
              "emptied",
              desk_set_up,
              test_written_over,
              desk_tear_down);
  desk_test ("/case-keeper/delete-and-undo", test_delete_and_undo);
  desk_test ("/case-keeper/one-row-for-a-save", test_one_row_for_a_save);
  desk_test ("/case-keeper/delete-on-close", test_delete_on_close);
  desk_test ("/case-keeper/waiting-is-not-deleted", test_waiting_is_not_deleted);
  desk_test ("/case-keeper/practice-begins-again", test_practice_begins_again);
  desk_test ("/case-keeper/real-does-not-begin-again", test_real_does_not_begin_again);
  desk_test ("/case-keeper/duplicates", test_duplicates);
  desk_test ("/case-keeper/known-address", test_known_address);
  return g_test_run ();
}
