/* SPDX-License-Identifier: EUPL-1.2 */

/* The parent's side of the pipe: whatever a helper that was taken over answers, pixels come out
 * only when every number fits every other. */

#include <string.h>

#include "zpi-preview-answer.h"

#define MAX_WIDTH  40
#define MAX_HEIGHT 30
#define N_ROUNDS   200000
#define N_LONG     5000000
#define DAY_SEED   20261128

static void
put_number (guint8 *place, guint number)
{
  guint32 little = GUINT32_TO_LE (number);

  memcpy (place, &little, sizeof little);
}

static guint
random_number (GRand *random)
{
  static const guint edges[] =
      {0, 1, MAX_WIDTH, MAX_HEIGHT, 500, 501, 0x4000, 0x7fffffff, 0x80000000, 0xffffffff};

  if (g_rand_int_range (random, 0, 3) > 0)
    return (guint) g_rand_int_range (random, 0, 60);
  return edges[g_rand_int_range (random, 0, G_N_ELEMENTS (edges))];
}

/* Never more memory than it says, and out of exactly so much that reading behind it is noticed. */
static GBytes *
random_answer (GRand *random)
{
  guint width = random_number (random);
  guint height = random_number (random);
  guint64 fitting = 16 + (guint64) (guint32) (width * height * 4);
  gsize size = g_rand_boolean (random) && fitting < 20000
                   ? (gsize) fitting
                   : (gsize) g_rand_int_range (random, 0, 6000);
  guint8 *data = g_malloc0 (MAX (size, 1));
  guint8 header[16] = "ZPI1";

  put_number (header + 4, width);
  put_number (header + 8, height);
  put_number (header + 12, random_number (random));
  if (g_rand_int_range (random, 0, 20) == 0)
    header[g_rand_int_range (random, 0, 4)] ^= 1;
  memcpy (data, header, MIN (size, sizeof header));
  return g_bytes_new_take (data, size);
}

static void
test_any_answer (void)
{
  gboolean is_long = g_strcmp0 (g_getenv ("ZPI_TEST_LONG"), "1") == 0;
  guint32 seed = is_long ? g_random_int () : DAY_SEED;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint n_rounds = is_long ? N_LONG : N_ROUNDS;
  guint n_taken = 0;

  for (guint i = 0; i < n_rounds; i++) {
    g_autoptr (GBytes) answer = random_answer (random);
    guint width = 0, height = 0, n_pages = 0;
    g_autoptr (GBytes) pixels =
        zpi_preview_answer_read (answer, MAX_WIDTH, MAX_HEIGHT, &width, &height, &n_pages);

    if (pixels == NULL)
      continue;
    n_taken++;
    g_assert_cmpuint (width, <=, MAX_WIDTH);
    g_assert_cmpuint (height, <=, MAX_HEIGHT);
    g_assert_cmpuint (n_pages, <=, ZPI_PREVIEW_MAX_PAGES);
    g_assert_cmpuint (n_pages, >, 0);
    g_assert_cmpuint (g_bytes_get_size (pixels), ==, width * height * 4);
    g_assert_cmpuint (g_bytes_get_size (pixels), >, 0);
  }
  g_test_message ("%u of %u answers from seed %u were taken", n_taken, n_rounds, seed);
  g_assert_cmpuint (n_taken, >, 0);
}

/* Each number wrong by itself. */
static void
test_one_thing_wrong (void)
{
  guint8 data[16 + 2 * 3 * 4] = "ZPI1";
  static const struct {
    gsize at;
    guint number;
  } wrongs[] = {{4, 0},
                {4, 3},
                {4, 41},
                {4, 0x80000002},
                {8, 0},
                {8, 2},
                {8, 31},
                {12, 0},
                {12, 501},
                {12, 0xffffffff}};
  guint width, height, n_pages;

  for (gsize i = 0; i <= G_N_ELEMENTS (wrongs); i++) {
    g_autoptr (GBytes) answer = NULL;
    g_autoptr (GBytes) pixels = NULL;

    put_number (data + 4, 2);
    put_number (data + 8, 3);
    put_number (data + 12, 500);
    if (i < G_N_ELEMENTS (wrongs))
      put_number (data + wrongs[i].at, wrongs[i].number);
    answer = g_bytes_new (data, sizeof data);
    pixels = zpi_preview_answer_read (answer, MAX_WIDTH, MAX_HEIGHT, &width, &height, &n_pages);
    g_assert_true ((pixels != NULL) == (i == G_N_ELEMENTS (wrongs)));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preview-answer/any", test_any_answer);
  g_test_add_func ("/preview-answer/one-thing-wrong", test_one_thing_wrong);
  return g_test_run ();
}
