/* SPDX-License-Identifier: EUPL-1.2 */

/* Attack 3: somebody fills the disk and waits until the counsellor goes away: a program that cannot
 * save does not lock, or loses what was typed, or puts it somewhere in clear. */

#include "attack.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define TYPED "0612345678"

/* Whatever is written fails from here on, as on a full disk. */
static void
fill_disk (gboolean full)
{
  struct rlimit limit = {full ? 0 : RLIM_INFINITY, RLIM_INFINITY};

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
lock_on_full_disk (Desk *desk, ZpiCase *zcase)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_flush (desk, zcase, &error));
  fill_disk (TRUE);
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "A case could not be saved*");
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "Locking with text*");
  zpi_case_set (zcase, ZPI_KEY_PHONE, TYPED);
  zpi_session_lock_async (desk->session, result_cb, &result);
  g_assert_true (zpi_session_lock_finish (desk->session, result_wait (&result), &error));
  g_assert_no_error (error);
  g_test_assert_expected_messages ();
}

static void
assert_not_in_folder (Desk *desk, const char *text)
{
  g_autoptr (GDir) folder = g_dir_open (desk->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (desk->folder, name, NULL);
    g_autofree char *content = NULL;
    gsize size = 0;

    if (!g_file_get_contents (path, &content, &size, NULL))
      continue;
    for (gsize at = 0; at + strlen (text) <= size; at++)
      g_assert_true (memcmp (content + at, text, strlen (text)) != 0);
  }
}

static void
test_full_disk (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");
  g_autofree char *id = NULL;
  g_autoptr (ZpiCase) again = NULL;
  g_autoptr (GError) error = NULL;

  attack_set_up (desk, right);
  {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");

    id = g_strdup (zpi_case_get_id (zcase));
    lock_on_full_disk (desk, zcase);
  }
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_LOCKED);
  g_assert_false (
      zpi_vault_is_unlocked (zpi_store_get_vault (zpi_session_get_store (desk->session))));
  attack_held ("it locks on a full disk, and the keys are wiped");
  assert_not_in_folder (desk, TYPED);
  attack_held ("what could not be saved stands nowhere in clear");
  g_assert_false (attack_unlock (desk, "geraden wachtzin", &error));
  g_clear_error (&error);
  fill_disk (FALSE);
  g_assert_true (attack_unlock (desk, ATTACK_PASSPHRASE, &error));
  again = desk_open_case (desk, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (zpi_case_get (again, ZPI_KEY_PHONE), ==, TYPED);
  attack_held ("the counsellor finds it back, and nobody else does");
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), again);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/attacks/3/full-disk", test_full_disk);
  return g_test_run ();
}
