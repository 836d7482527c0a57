/* SPDX-License-Identifier: EUPL-1.2 */

/* The parent's side of the helper: how many run, who comes first, and how much of an answer is
 * taken from a helper that was taken over. The programs are real ones that behave like that. */

#include "zpi-error.h"
#include "zpi-helper-client.h"

#include <string.h>

#define N_ROUNDS 150
#define DAY_SEED 20261128

static const char *const judge[] = {"judge", NULL};
static const char *const preview[] = {"preview", "0", "20", "10", NULL};

static GAsyncResult **first_answered;

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  if (first_answered == NULL)
    first_answered = place;
  *place = g_object_ref (result);
}

static GBytes *
wait_for (GAsyncResult **result, GError **error)
{
  GBytes *answer;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = zpi_helper_run_finish (*result, error);
  g_clear_object (result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return answer;
}

/* Processes that this one has started and that live. */
static guint
count_children (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (tasks)) != NULL) {
    g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", name);
    g_autofree char *text = NULL;

    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    for (const char *at = text; (at = strchr (at, ' ')) != NULL; at++)
      n++;
  }
  return n;
}

static void
test_max_output (void)
{
  const char *const edit[] = {"edit", "0:rotate=90", NULL};
  const char *const clean[] = {"clean", NULL};
  const char *const codes[] = {"codes", NULL};
  const char *const wrong[] = {"preview", "0", "99999", "-1", NULL};

  g_assert_cmpuint (zpi_helper_max_output (judge), ==, 64);
  g_assert_cmpuint (zpi_helper_max_output (preview), ==, 16 + 20 * 10 * 4);
  g_assert_cmpuint (zpi_helper_max_output (wrong), ==, 16);
  g_assert_cmpuint (zpi_helper_max_output (edit), ==, 128 * 1024 * 1024);
  g_assert_cmpuint (zpi_helper_max_output (clean), ==, 128 * 1024 * 1024);
  g_assert_cmpuint (zpi_helper_max_output (codes), ==, 4096);
}

/* Two that read wait for their input; of the two behind them what is looked at comes first. */
static void
test_two_at_once (void)
{
  g_autoptr (GBytes) input = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) last = NULL;
  g_autoptr (GBytes) seen = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *judged = NULL;
  GAsyncResult *shown = NULL;
  ZpiHelperJob *first;
  ZpiHelperJob *second;

  first_answered = NULL;
  zpi_helper_use_program ("/usr/bin/tee");
  first = zpi_helper_job_start ((const char *const[]){NULL});
  second = zpi_helper_job_start ((const char *const[]){NULL});
  zpi_helper_run_async (judge, input, NULL, result_cb, &judged);
  zpi_helper_run_async (preview, input, NULL, result_cb, &shown);
  g_assert_cmpuint (count_children (), ==, 2);
  zpi_helper_use_program ("/bin/echo");
  zpi_helper_job_free (first);
  seen = wait_for (&shown, &error);
  g_assert_no_error (error);
  zpi_helper_job_free (second);
  last = wait_for (&judged, &error);
  g_assert_true (first_answered == &shown);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (last, NULL), g_bytes_get_size (last), "judge\n", 6);
}

/* Without end, and refused; the process does not stay. */
static void
test_endless (void)
{
  g_autoptr (GBytes) input = g_bytes_new_static ("x", 1);

  zpi_helper_use_program ("/usr/bin/yes");
  for (guint i = 0; i < 4; i++) {
    const char *const *arguments = i % 2 == 0 ? judge : preview;
    g_autoptr (GError) error = NULL;
    GAsyncResult *result = NULL;

    g_test_expect_message ("zpi-service", G_LOG_LEVEL_MESSAGE, "*more than was asked*");
    zpi_helper_run_async (arguments, input, NULL, result_cb, &result);
    g_assert_null (wait_for (&result, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
  }
  for (guint i = 0; i < 200 && count_children () > 0; i++)
    g_main_context_iteration (NULL, FALSE), g_usleep (10000);
  g_assert_cmpuint (count_children (), ==, 0);
}

/* What waits is let go when nobody wants it any more; it leaves the turn to others. */
static void
test_cancelled_while_waiting (void)
{
  g_autoptr (GBytes) input = g_bytes_new_static ("x", 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  GAsyncResult *result = NULL;
  ZpiHelperJob *first;
  ZpiHelperJob *second;

  zpi_helper_use_program ("/usr/bin/tee");
  first = zpi_helper_job_start ((const char *const[]){NULL});
  second = zpi_helper_job_start ((const char *const[]){NULL});
  zpi_helper_run_async (preview, input, cancellable, result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (wait_for (&result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_children (), ==, 2);
  zpi_helper_job_free (first);
  zpi_helper_job_free (second);
  zpi_helper_use_program ("/bin/echo");
  zpi_helper_run_async (judge, input, NULL, result_cb, &result);
  answer = wait_for (&result, &error);
  g_assert_no_error (error);
}

/* Any answer around what may be answered: whole, or refused. */
static void
test_any_length (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (DAY_SEED);
  const gsize most = zpi_helper_max_output (preview);

  for (guint i = 0; i < N_ROUNDS; i++) {
    const gsize size = (gsize) g_rand_int_range (random, 0, 2 * (gint32) most);
    g_autofree guint8 *data = g_malloc (size + 1);
    g_autoptr (GBytes) input = NULL;
    g_autoptr (GBytes) answer = NULL;
    g_autoptr (GError) error = NULL;
    GAsyncResult *result = NULL;

    for (gsize at = 0; at < size; at++)
      data[at] = (guint8) g_rand_int (random);
    input = g_bytes_new (data, size);
    zpi_helper_use_program (g_test_get_filename (G_TEST_DIST, "service", "echo-input.sh", NULL));
    if (size > most)
      g_test_expect_message ("zpi-service", G_LOG_LEVEL_MESSAGE, "*more than was asked*");
    zpi_helper_run_async (preview, input, NULL, result_cb, &result);
    answer = wait_for (&result, &error);
    if (size > most) {
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
    } else {
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (answer, input));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/helper-client/max-output", test_max_output);
  g_test_add_func ("/helper-client/two-at-once", test_two_at_once);
  g_test_add_func ("/helper-client/endless", test_endless);
  g_test_add_func ("/helper-client/cancelled-while-waiting", test_cancelled_while_waiting);
  g_test_add_func ("/helper-client/any-length", test_any_length);

  return g_test_run ();
}
