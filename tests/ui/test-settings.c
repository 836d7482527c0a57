/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include "zpi-settings.h"

/* As the schema says: the organisation can ask for fewer minutes, never for more. */
static void
test_idle_lock (void)
{
  GSettings *settings = zpi_settings_get ();

  g_assert_nonnull (settings);
  g_assert_cmpuint (zpi_settings_get_idle_seconds (0), ==, 5 * 60);
  g_assert_cmpuint (zpi_settings_get_idle_seconds (3), ==, 3 * 60);
  g_assert_cmpuint (zpi_settings_get_idle_seconds (10), ==, 5 * 60);
  g_assert_true (g_settings_set_uint (settings, "idle-lock-minutes", 20));
  g_assert_cmpuint (zpi_settings_get_idle_seconds (0), ==, 20 * 60);
  g_assert_cmpuint (zpi_settings_get_idle_seconds (10), ==, 10 * 60);
  g_assert_cmpuint (zpi_settings_get_idle_seconds (30), ==, 20 * 60);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/idle-lock", test_idle_lock);
  return g_test_run ();
}
