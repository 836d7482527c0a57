/* SPDX-License-Identifier: EUPL-1.2 */

/* Attack 4: somebody at the keyboard guesses, and ends the program or changes its count of wrong
 * tries to go on guessing. */

#include "attack.h"

#include "zpi-clock-boot.h"

#include <glib/gstdio.h>

static void
guess (Desk *desk, guint times)
{
  for (guint i = 0; i < times; i++) {
    g_autoptr (GError) error = NULL;

    attack_restart (desk);
    g_assert_false (attack_unlock (desk, "geraden wachtzin", &error));
  }
}

static void
assert_waits (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  attack_restart (desk);
  g_assert_false (attack_unlock (desk, ATTACK_PASSPHRASE, &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_assert_cmpuint (zpi_session_get_unlock_wait (desk->session), >, 0);
}

static void
test_starting_again (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  attack_set_up (desk, right);
  guess (desk, 4);
  assert_waits (desk);
  attack_held ("starting the program again gives no further tries");
}

static void
test_count_taken_away (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  attack_set_up (desk, right);
  desk_close (desk);
  attack_sql (desk, "DELETE FROM meta WHERE name = 'unlock_failures'");
  assert_waits (desk);
  desk_close (desk);
  attack_sql (desk, "UPDATE meta SET value = 'nonsense' WHERE name = 'unlock_failures'");
  assert_waits (desk);
  attack_held ("taking the count away locks instead of freeing");
}

/* The PIN needs the keyring; a passphrase that opens the same store does not. */
static void
test_keyring_away (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  attack_set_up (desk, right);
  zpi_session_add_slot_async (desk->session,
                              ZPI_SLOT_DESK,
                              "Bert",
                              "258036",
                              NULL,
                              result_cb,
                              &result);
  zpi_secret_strfree (zpi_session_add_slot_finish (desk->session, result_wait (&result), &error));
  g_assert_no_error (error);
  g_unlink (g_getenv ("SECRET_FILE_TEST_PATH"));
  guess (desk, 4);
  assert_waits (desk);
  attack_held ("without the keyring a passphrase is not guessed at without waiting");
}

static void
test_clock_set_back (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");
  g_autoptr (GError) error = NULL;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  attack_set_up (desk, right);
  guess (desk, 4);
  desk_set_ahead (desk, -3600);
  assert_waits (desk);
  attack_held ("setting the clock back gives no further try");

  /* Who did nothing wrong waits once. */
  desk_advance (desk, 301);
  attack_restart (desk);
  g_assert_true (attack_unlock (desk, ATTACK_PASSPHRASE, &error));
  g_assert_no_error (error);
}

static void
test_clock_set_ahead (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  attack_set_up (desk, right);
  guess (desk, 4);
  desk_set_ahead (desk, 3600);
  assert_waits (desk);
  attack_held ("setting the clock ahead gives no further try");
}

/* Whoever mistyped the evening before waits from the start of the computer, five minutes at most.
 */
static void
test_computer_started (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");
  g_autoptr (GError) error = NULL;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  attack_set_up (desk, right);
  guess (desk, 4);
  zpi_clock_set_boot_id ("another start of the computer");
  desk->passed_us = -g_get_monotonic_time ();
  desk_set_ahead (desk, 24 * 3600);
  assert_waits (desk);
  attack_held ("starting the computer with another time gives no further try");
  desk_advance (desk, 301);
  attack_restart (desk);
  g_assert_true (attack_unlock (desk, ATTACK_PASSPHRASE, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/attacks/4/starting-again", test_starting_again);
  desk_test ("/attacks/4/keyring-away", test_keyring_away);
  desk_test ("/attacks/4/clock-set-back", test_clock_set_back);
  desk_test ("/attacks/4/clock-set-ahead", test_clock_set_ahead);
  desk_test ("/attacks/4/computer-started", test_computer_started);
  desk_test ("/attacks/4/count-taken-away", test_count_taken_away);
  return g_test_run ();
}
