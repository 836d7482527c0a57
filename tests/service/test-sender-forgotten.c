/* SPDX-License-Identifier: EUPL-1.2 */

/* The municipality is put back to what it was before it gave a receipt. What it forgot needs a
 * person, is sent again as it was frozen, and is not cleared away. */

#include "sender-fixture.h"
#include "zpi-session-private.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

static void
empty_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_assert_cmpint (g_remove (file), ==, 0);
  }
}

/* As after a disk that broke, with no copy of today. */
static void
forget_everything (Desk *desk)
{
  g_autofree char *folder = g_build_filename (desk->folder, "municipality", NULL);

  desk_stop_municipality (desk);
  empty_folder (folder);
  desk_start_municipality (desk);
}

/* As after a copy of the moment before it was submitted. */
static void
put_back_older_copy (Desk *desk)
{
  g_autofree char *path = g_build_filename (desk->folder, "municipality", "municipality.db", NULL);
  sqlite3 *db;

  desk_stop_municipality (desk);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "UPDATE applications SET status = 'concept'", NULL, NULL, NULL),
      ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  desk_start_municipality (desk);
}

static void
assert_needs_a_person (Desk *desk, const char *id, const char *why)
{
  g_autoptr (ZpiCaseInfo) info = desk_info (desk, id);

  g_assert_cmpint (info->state, ==, ZPI_CASE_ATTENTION);
  g_assert_cmpstr (info->attention, ==, why);
}

static char *
received (Desk *desk)
{
  char *id = desk_queued (desk);

  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  return id;
}

static void
test_send_again (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *first = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  id = received (desk);
  first = desk_record (desk, id, "receipt");
  desk_advance (desk, 24 * 3600);
  forget_everything (desk);
  g_assert_true (desk_refresh (desk, id, &error));
  g_assert_no_error (error);
  assert_needs_a_person (desk, id, "forgotten");
  g_assert_cmpint (desk_drain (desk), ==, 0); /* never by itself */
  g_assert_cmpuint (desk_n_received (desk), ==, 0);

  g_assert_true (desk_resume (desk, id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
  kept = desk_record (desk, id, "receipt-first");
  second = desk_record (desk, id, "receipt");
  g_assert_cmpstr (kept, ==, first);
  g_assert_cmpstr (second, !=, first);
  g_assert_true (desk_refresh (desk, id, &error));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

/* It knows the case, but not that it was submitted: nobody would ever hear of it. */
static void
test_older_copy (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  id = received (desk);
  put_back_older_copy (desk);
  g_assert_true (desk_refresh (desk, id, &error));
  g_assert_no_error (error);
  assert_needs_a_person (desk, id, "forgotten");
}

/* It was not the municipality that answered: nothing is sent a second time. */
static void
test_remembered (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  id = received (desk);
  desk_say_state (desk, id, ZPI_CASE_ATTENTION, "forgotten");
  g_assert_true (desk_refresh (desk, id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);

  desk_say_state (desk, id, ZPI_CASE_ATTENTION, "forgotten");
  g_assert_true (desk_resume (desk, id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (desk_drain (desk), ==, 0);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
  g_assert_cmpuint (desk_n_received (desk), ==, 1);
}

/* The answers go when the municipality says that it has them, or cannot be asked; not otherwise. */
static void
test_not_cleared (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  id = received (desk);
  other = received (desk);
  forget_everything (desk);
  zpi_sender_clear_async (desk_sender (desk), other, NULL, result_cb, &result);
  g_assert_false (zpi_sender_clear_finish (desk_sender (desk), result_wait (&result), &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  assert_needs_a_person (desk, other, "forgotten");
  desk_advance (desk, 48 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  g_assert_cmpint (desk_clear_due (desk, TRUE), ==, 0);
  assert_needs_a_person (desk, id, "forgotten");
  info = desk_info (desk, id);
  g_assert_cmpint (info->cleared_us, ==, 0);
}

static void
test_cleared_without_network (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;

  desk_set_clock (desk, "2026-11-20T09:00:00Z");
  desk_start_municipality (desk);
  desk_open (desk);
  id = received (desk);
  desk_stop_municipality (desk);
  desk_advance (desk, 25 * 3600);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 1);
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_RECEIVED);
}

/* The answers went before it forgot: the receipt is all that is left to show. */
static void
test_after_clearing (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *receipt = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  id = received (desk);
  g_assert_cmpint (desk_clear_due (desk, TRUE), ==, 1);
  forget_everything (desk);
  g_assert_true (desk_refresh (desk, id, &error));
  g_assert_no_error (error);
  assert_needs_a_person (desk, id, "forgotten-cleared");
  receipt = desk_record (desk, id, "receipt");
  g_assert_nonnull (receipt);
  g_assert_false (desk_resume (desk, id, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_true (desk_refresh (desk, id, &error));
  assert_needs_a_person (desk, id, "forgotten-cleared");
}

/* By the list of changes and the daily question too, and when it is withdrawn. */
static void
test_found_by_itself (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;

  desk_start_municipality (desk);
  desk_open (desk);
  id = received (desk);
  forget_everything (desk);
  g_assert_cmpint (desk_fetch_changes (desk, &error), ==, 1);
  g_assert_no_error (error);
  assert_needs_a_person (desk, id, "forgotten");

  other = received (desk);
  forget_everything (desk);
  g_assert_false (desk_withdraw (desk, other, &error));
  assert_zpi_error (error, ZPI_ERROR_GONE);
  assert_needs_a_person (desk, other, "forgotten");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/sender-forgotten/send-again", test_send_again);
  desk_test ("/sender-forgotten/older-copy", test_older_copy);
  desk_test ("/sender-forgotten/remembered", test_remembered);
  desk_test ("/sender-forgotten/not-cleared", test_not_cleared);
  desk_test ("/sender-forgotten/cleared-without-network", test_cleared_without_network);
  desk_test ("/sender-forgotten/after-clearing", test_after_clearing);
  desk_test ("/sender-forgotten/found-by-itself", test_found_by_itself);
  return g_test_run ();
}
