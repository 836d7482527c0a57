/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-error.h"
#include "zpi-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
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
      {EIO, ZPI_ERROR_STORE_FAILED, "The file cannot be written: "},
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    zpi_file_say_unmade (&error, rows[i].number);
    assert_said (&error, rows[i].code, rows[i].what);
  }
}

/* What broke off amid writing: the disk is full, the stick is gone; and what a stream does not say.
 */
static void
test_unwritten (void)
{
  g_autoptr (GError) error = NULL;

  zpi_file_say_unwritten (&error, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full"));
  assert_said (&error, ZPI_ERROR_STORE_FULL, "That disk is full");
  zpi_file_say_unwritten (&error, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "gone"));
  assert_said (&error, ZPI_ERROR_STORE_FAILED, "The file cannot be written");
  zpi_file_say_unwritten (&error,
                          g_error_new_literal (ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "changed. Look"));
  assert_said (&error, ZPI_ERROR_SEAL_BROKEN, "changed");
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
  g_test_add_func ("/file/unwritten", test_unwritten);
  g_test_add_func ("/file/unread", test_unread);
  g_test_add_func ("/file/readable", test_readable);
  g_test_add_func ("/file/open", test_open);
  return g_test_run ();
}
