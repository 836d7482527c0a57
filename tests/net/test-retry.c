/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-api.h"

#define S      G_USEC_PER_SEC
#define MINUTE (60 * (gint64) S)
#define HOUR   (60 * MINUTE)
#define NOW    (G_GINT64_CONSTANT (1768482000) * S) /* 2026-01-15 13:00 UTC */

static void
test_doubles (void)
{
  const gint64 expected[] = {0,
                             MINUTE,
                             2 * MINUTE,
                             4 * MINUTE,
                             8 * MINUTE,
                             16 * MINUTE,
                             32 * MINUTE,
                             64 * MINUTE,
                             128 * MINUTE,
                             256 * MINUTE,
                             6 * HOUR,
                             6 * HOUR,
                             6 * HOUR};

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (zpi_retry_next_us (i, NOW, 0, 0.0) - NOW, ==, expected[i]);
  g_assert_cmpint (zpi_retry_next_us (G_MAXUINT, NOW, 0, 0.0) - NOW, ==, 6 * HOUR);
}

static void
test_jitter (void)
{
  g_assert_cmpint (zpi_retry_next_us (1, NOW, 0, 1.0) - NOW, ==, 72 * (gint64) S);
  g_assert_cmpint (zpi_retry_next_us (1, NOW, 0, -1.0) - NOW, ==, 48 * (gint64) S);
  g_assert_cmpint (zpi_retry_next_us (1, NOW, 0, 7.0) - NOW, ==, 72 * (gint64) S);
  g_assert_cmpint (zpi_retry_next_us (30, NOW, 0, -1.0) - NOW, ==, 6 * HOUR * 8 / 10);
}

static void
test_server_asks (void)
{
  g_assert_cmpint (zpi_retry_next_us (9, NOW, NOW + 5 * S, 1.0) - NOW, ==, 5 * S);
  g_assert_cmpint (zpi_retry_next_us (0, NOW, NOW + 5 * S, 1.0) - NOW, ==, 5 * S);
  g_assert_cmpint (zpi_retry_next_us (1, NOW, NOW - 5 * S, 0.0) - NOW, ==, MINUTE);
  g_assert_cmpint (zpi_retry_next_us (1, NOW, G_MAXINT64, 0.0) - NOW, ==, 7 * 24 * HOUR);
}

static void
test_parse (void)
{
  static const struct {
    const char *value;
    gint64 after_s; /* 0: nonsense */
  } cases[] = {
      {"1", 1},
      {"120", 120},
      {" 120 ", 120},
      {"0", 0},
      {"-5", 0},
      {"+5", 0},
      {"1.5", 0},
      {"12x", 0},
      {"", 0},
      {"   ", 0},
      {"soon", 0},
      {"2147483647", 7 * 24 * 3600},
      {"99999999999999999999", 0},
      {"Thu, 15 Jan 2026 13:10:00 GMT", 600},
      {"Thursday, 15-Jan-26 13:10:00 GMT", 600},
      {"Thu Jan 15 13:10:00 2026", 600},
      {"Thu, 15 Jan 2026 12:59:59 GMT", 0},
      {"Thu, 15 Jan 2036 13:00:00 GMT", 7 * 24 * 3600},
      {"Thu, 99 Xyz 2026 13:10:00 GMT", 0},
  };

  g_assert_cmpint (zpi_retry_after_parse (NULL, NOW), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 expected = cases[i].after_s != 0 ? NOW + cases[i].after_s * S : 0;

    g_test_message ("%s", cases[i].value);
    g_assert_cmpint (zpi_retry_after_parse (cases[i].value, NOW), ==, expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry/doubles-to-six-hours", test_doubles);
  g_test_add_func ("/retry/jitter", test_jitter);
  g_test_add_func ("/retry/server-asks", test_server_asks);
  g_test_add_func ("/retry/parse", test_parse);
  return g_test_run ();
}
