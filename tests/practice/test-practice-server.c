/* SPDX-License-Identifier: EUPL-1.2 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "practice-town.h"
#include "zpi-error.h"

static void
test_one_per_folder (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (ZpiPracticeServer) second = zpi_practice_server_new (town->folder, 0);
  g_autoptr (GError) error = NULL;
  guint16 port = 0;

  g_assert_false (zpi_practice_server_start (second, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  g_assert_true (zpi_practice_server_find_running (town->folder, &port));
  g_assert_cmpint (port, ==, town_port_of (town->server));
  zpi_practice_server_stop (town->server);
  g_assert_false (zpi_practice_server_find_running (town->folder, &port));
  g_assert_null (zpi_practice_server_get_base_url (town->server));
  zpi_practice_server_stop (town->server);
}

static gpointer
look (gpointer folder)
{
  guint16 port = 0;

  return GINT_TO_POINTER (zpi_practice_server_find_running (folder, &port) ? port : 0);
}

/* Who looks while another one starts or stops waits for how that ends. */
static void
test_look_meanwhile (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *door = g_build_filename (town->folder, "door", NULL);
  int fd = g_open (door, O_RDWR | O_CLOEXEC, 0600);
  guint16 port = town_port_of (town->server);
  GThread *thread;

  g_assert_no_errno (fd);
  g_assert_no_errno (flock (fd, LOCK_EX));
  thread = g_thread_new ("look", look, town->folder);
  g_usleep (G_USEC_PER_SEC / 10);
  close (fd);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, port);
  for (guint i = 0; i < 20; i++) {
    thread = g_thread_new ("look", look, town->folder);
    zpi_practice_server_stop (town->server);
    g_assert_true (zpi_practice_server_start (town->server, NULL));
    g_thread_join (thread);
  }
  g_assert_cmpint (GPOINTER_TO_INT (look (town->folder)), ==, port);
}

static void
test_nobody (void)
{
  g_autofree char *folder = g_dir_make_tmp ("municipality-XXXXXX", NULL);
  guint16 port = 1;

  g_assert_false (zpi_practice_server_find_running (folder, &port));
  g_rmdir (folder);
  g_assert_false (zpi_practice_server_find_running (folder, &port));
}

/* What was stored of an address goes on working after a restart. */
static void
test_restart (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *id = town_apply (town, BSN_APPLICANT);
  g_autofree char *path = g_strconcat ("/aanvragen/", id, NULL);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port = town_port_of (town->server);

  for (guint i = 0; i < 3; i++) {
    zpi_practice_server_stop (town->server);
    zpi_practice_server_start (town->server, &error);
    g_assert_no_error (error);
    g_assert_cmpint (town_port_of (town->server), ==, port);
  }
  answer = town_call (town, "GET", path, NULL, NULL);
  g_assert_cmpint (answer->status, ==, 200);
}

static void
test_port_taken (void)
{
  g_autoptr (Town) town = town_new ();
  g_autofree char *folder = g_dir_make_tmp ("municipality-XXXXXX", NULL);
  guint16 port = town_port_of (town->server);
  g_autofree char *last = g_strdup_printf ("%u", port);
  g_autofree char *port_file = g_build_filename (folder, "port", NULL);
  g_autoptr (ZpiPracticeServer) fixed = zpi_practice_server_new (folder, port);
  g_autoptr (ZpiPracticeServer) any = zpi_practice_server_new (folder, 0);
  g_autoptr (GError) error = NULL;

  g_assert_false (zpi_practice_server_start (fixed, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  g_clear_error (&error);
  /* Not asked for, only remembered: another will do. */
  g_assert_true (g_file_set_contents (port_file, last, -1, NULL));
  zpi_practice_server_start (any, &error);
  g_assert_no_error (error);
  g_assert_cmpint (town_port_of (any), !=, port);
  zpi_practice_server_stop (any);
  town_remove_folder (folder);
}

static void
test_private (void)
{
  g_autoptr (Town) town = town_new ();
  const char *names[] = {"lock", "port", "municipality.db", "municipality.db-wal"};
  GStatBuf info;

  g_assert_cmpint (g_stat (town->folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (town->folder, names[i], NULL);

    g_assert_cmpint (g_stat (path, &info), ==, 0);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  }
}

static void
test_unwritable (void)
{
  g_autoptr (ZpiPracticeServer) server = zpi_practice_server_new ("/proc/municipality", 0);
  g_autoptr (GError) error = NULL;

  g_assert_false (zpi_practice_server_start (server, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_STORE_READ_ONLY);
}

static void
test_damaged (void)
{
  g_autofree char *folder = g_dir_make_tmp ("municipality-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "municipality.db", NULL);
  g_autoptr (ZpiPracticeServer) server = zpi_practice_server_new (folder, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (
      g_file_set_contents (path, "no database, but 4 times as long as nothing", -1, NULL));
  g_test_expect_message ("zpi-practice", G_LOG_LEVEL_WARNING, "*database failed*");
  g_assert_false (zpi_practice_server_start (server, &error));
  g_test_assert_expected_messages ();
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED);
  /* Never replaced. */
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "no database"));
  town_remove_folder (folder);
}

static void
test_other_host (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) answer =
      town_call (town, "GET", "/_oefening/aanvragen", NULL, "Host", "evil.example", NULL);

  g_assert_cmpint (answer->status, ==, 403);
}

/* Every user of a computer can connect to it; only whoever started the municipality is heard. */
static void
test_another_user (void)
{
  g_autoptr (Town) town = town_new ();
  g_autoptr (Answer) ours = NULL;
  g_autoptr (Answer) theirs = NULL;
  g_autoptr (Answer) theirs_too = NULL;

  if (geteuid () != 0) {
    g_test_skip ("only root can be somebody else");
    return;
  }
  g_assert_cmpint (seteuid (65534), ==, 0);
  theirs = town_call (town, "GET", "/_oefening/aanvragen", NULL, NULL);
  theirs_too = town_call (town, "GET", "/v1/openapi.json", NULL, NULL);
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (theirs->status, ==, 403);
  g_assert_cmpint (theirs_too->status, ==, 403);
  ours = town_call (town, "GET", "/_oefening/aanvragen", NULL, NULL);
  g_assert_cmpint (ours->status, ==, 200);
}

static guint
count_open_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

/* Who went away leaves nothing open here. */
static void
test_connections (void)
{
  g_autoptr (Town) town = town_new ();
  guint before = count_open_files ();
  guint after = 0;

  for (guint i = 0; i < 50; i++) {
    g_autoptr (Town) client = town_new_for (town->folder, town->base);
    g_autoptr (Answer) list = town_call (client, "GET", "/aanvragen", NULL, NULL);
    g_autoptr (Answer) nothing =
        town_call (client,
                   "OPTIONS",
                   "/aanvragen/3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c11/documenten",
                   NULL,
                   NULL);

    g_assert_cmpint (list->status, ==, 200);
    g_assert_cmpint (nothing->status, ==, 204);
    g_assert_cmpstr (answer_header (nothing, "Connection"), ==, "close");
  }
  /* The other thread closes in its own time. */
  for (guint i = 0; i < 100 && (i == 0 || after > before + 5); i++) {
    g_autoptr (Answer) last = town_call (town, "GET", "/_oefening/storing", NULL, NULL);

    after = count_open_files ();
  }
  g_assert_cmpint (after, <=, before + 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice-server/one-per-folder", test_one_per_folder);
  g_test_add_func ("/practice-server/look-meanwhile", test_look_meanwhile);
  g_test_add_func ("/practice-server/nobody", test_nobody);
  g_test_add_func ("/practice-server/restart", test_restart);
  g_test_add_func ("/practice-server/port-taken", test_port_taken);
  g_test_add_func ("/practice-server/private", test_private);
  g_test_add_func ("/practice-server/unwritable", test_unwritable);
  g_test_add_func ("/practice-server/damaged", test_damaged);
  g_test_add_func ("/practice-server/other-host", test_other_host);
  g_test_add_func ("/practice-server/another-user", test_another_user);
  g_test_add_func ("/practice-server/connections", test_connections);
  return g_test_run ();
}
