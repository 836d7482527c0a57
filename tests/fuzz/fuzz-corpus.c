/* SPDX-License-Identifier: EUPL-1.2 */

/* For compilers without libFuzzer: every file of the corpus, and changed copies of it. */

#include <glib.h>
#include <string.h>

#include "fuzz.h"

#define N_CHANGES 300

static void
run_changed (const char *data, gsize size)
{
  static const char bytes[] = "\"{}[]:,\\0189-.eEtfnu aZ\n\x01\xc3";

  for (guint i = 0; i < N_CHANGES; i++) {
    g_autofree char *copy = g_memdup2 (data, size);
    gsize length = i % 5 == 0 ? (gsize) g_test_rand_int_range (0, (gint32) size) : size;

    for (int j = g_test_rand_int_range (1, 5); j > 0; j--)
      copy[g_test_rand_int_range (0, (gint32) size)] =
          bytes[g_test_rand_int_range (0, sizeof bytes)];
    LLVMFuzzerTestOneInput ((const uint8_t *) copy, length);
  }
}

static void
test_file (gconstpointer user_data)
{
  g_autofree char *data = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (user_data, &data, &size, NULL));
  LLVMFuzzerTestOneInput ((const uint8_t *) data, size);
  if (size > 0)
    run_changed (data, size);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++) {
    g_autoptr (GDir) folder = g_dir_open (argv[i], 0, NULL);
    const char *name;

    g_assert_nonnull (folder);
    while ((name = g_dir_read_name (folder)) != NULL) {
      g_autofree char *test = g_strconcat ("/fuzz-corpus/", name, NULL);

      g_ptr_array_add (paths, g_build_filename (argv[i], name, NULL));
      g_test_add_data_func (test, paths->pdata[paths->len - 1], test_file);
    }
  }
  g_assert_cmpuint (paths->len, >, 0);
  return g_test_run ();
}
