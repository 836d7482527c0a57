/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-error.h"
#include "zpi-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void
assert_said (GError **error, int code, const char *what)
{
  g_assert_error (*error, ZPI_ERROR, code);
  g_assert_true (g_str_has_prefix ((*error)->message, what));
  /* What is wrong, and what to do. */
  g_assert_nonnull (strstr ((*error)->message, ". "));
  g_clear_error (error);
}

/* A file that a person named and that is not made: what to do differs. */
static void
test_unmade (void)
{
  static const struct {
    int number;
    ZpiError code;
    const char *what;
  } rows[] = {
      {EEXIST, ZPI_ERROR_CONFLICT, "There is a file of that name already"},
      {ENOENT, ZPI_ERROR_NOT_FOUND, "There is no folder of that name"},
      {ENOTDIR, ZPI_ERROR_NOT_FOUND, "There is no folder of that name"},
      {EACCES, ZPI_ERROR_STORE_READ_ONLY, "Nothing may be written in that folder"},
      {EROFS, ZPI_ERROR_STORE_READ_ONLY, "Nothing may be written in that folder"},
      {ENOSPC, ZPI_ERROR_STORE_FULL, "That disk is full"},
      {EDQUOT, ZPI_ERROR_STORE_FULL, "That disk is full"},
      {EFBIG, ZPI_ERROR_STORE_FULL, "That disk is full"},
      {EIO, ZPI_ERROR_STORE_FAILED, "The file cannot be written: "},
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    zpi_file_say_unmade (&error, rows[i].number);
    assert_said (&error, rows[i].code, rows[i].what);
  }
}

/* A key, the organisation file, rules: whole under its name, for this user alone, and nothing
 * beside it; where there is no room what was there stays. */
static void
test_keep (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "kept", NULL);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  struct rlimit before;
  GStatBuf status;

  getrlimit (RLIMIT_FSIZE, &before);
  g_assert_true (zpi_file_keep (path, "one", 3, FALSE, &error));
  g_assert_false (zpi_file_keep (path, "two", 3, FALSE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (zpi_file_keep (path, "three", 5, TRUE, &error));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &(struct rlimit){2, before.rlim_max});
  g_assert_false (zpi_file_keep (path, "four", 4, TRUE, &error));
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_STORE_FULL);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "three");
  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "kept");
  g_assert_null (g_dir_read_name (dir));
  g_assert_cmpint (g_unlink (path) + g_rmdir (folder), ==, 0);
  g_clear_pointer (&dir, g_dir_close);
  g_assert_true (zpi_file_sync_folder ("/proc", &error)); /* as on a share */
  g_assert_no_error (error);
  g_assert_false (zpi_file_keep (path, "one", 3, TRUE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED);
}

static void
test_unread (void)
{
  static const struct {
    int code;
    const char *what;
  } rows[] = {
      {G_IO_ERROR_NOT_FOUND, "There is no such file"},
      {G_IO_ERROR_PERMISSION_DENIED, "The file may not be read"},
      {G_IO_ERROR_IS_DIRECTORY, "This is a folder"},
      {G_IO_ERROR_TOO_MANY_LINKS, "There is no such file"},
      {G_IO_ERROR_FAILED, "The file cannot be read"},
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) reason = g_error_new_literal (G_IO_ERROR, rows[i].code, "secret-name.json");

    zpi_file_say_unread (&error, reason);
    assert_said (&error, ZPI_ERROR_NOT_FOUND, rows[i].what);
  }
}

static void
test_readable (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *under = g_build_filename (path, "below", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (zpi_file_check_readable (folder, &error));
  assert_said (&error, ZPI_ERROR_NOT_FOUND, "This is a folder");
  g_assert_false (zpi_file_check_readable (path, &error));
  assert_said (&error, ZPI_ERROR_NOT_FOUND, "There is no such file");
  g_assert_true (g_file_set_contents (path, "a", 1, NULL));
  g_assert_true (zpi_file_check_readable (path, &error));
  g_assert_no_error (error);
  g_assert_false (zpi_file_check_readable (under, &error));
  assert_said (&error, ZPI_ERROR_NOT_FOUND, "There is no such file");
  g_assert_false (zpi_file_check_readable ("/dev/null", &error));
  assert_said (&error, ZPI_ERROR_NOT_FOUND, "This is a pipe, a device or a socket");
  g_unlink (path);
  g_rmdir (folder);
}

/* Shorter than the file system said, as one that is being written: no half of it is taken. */
static void
test_half (void)
{
  static const char path[] = "/sys/devices/system/cpu/online";
  struct stat status;

  if (stat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size == 0) {
    g_test_skip ("no file here is shorter than it says");
    return;
  }
  g_assert_null (zpi_file_read (path, 1 << 20));
}

/* A pipe that nobody writes to would be waited for without end. */
static void
test_open (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  const char *const odd[] = {pipe, "/dev/zero", "/dev/null"};
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  char read[8];

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_assert_null (zpi_file_open (odd[i], &error));
    assert_said (&error, ZPI_ERROR_NOT_FOUND, "This is a pipe, a device or a socket");
  }
  g_assert_null (zpi_file_open (NULL, &error));
  assert_said (&error, ZPI_ERROR_NOT_ALLOWED, "The file has to be on this computer");
  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  stream = zpi_file_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (stream, read, sizeof read, NULL, NULL), ==, 3);
  g_unlink (path);
  g_unlink (pipe);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file/unmade", test_unmade);
  g_test_add_func ("/file/keep", test_keep);
  g_test_add_func ("/file/unread", test_unread);
  g_test_add_func ("/file/readable", test_readable);
  g_test_add_func ("/file/half", test_half);
  g_test_add_func ("/file/open", test_open);
  return g_test_run ();
}
