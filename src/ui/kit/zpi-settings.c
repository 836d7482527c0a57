/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-settings.h"

#define SCHEMA          "nl.zoetermeerpas.Intake"
#define DEFAULT_MINUTES 5

/* From the build folder the compiled schema stands beside its source. */
static GSettingsSchemaSource *
find_source (void)
{
  GSettingsSchemaSource *usual = g_settings_schema_source_get_default ();
  g_autofree char *built = g_build_filename (ZPI_BUILDDIR, "data", NULL);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (program != NULL && g_str_has_prefix (program, ZPI_BUILDDIR "/"))
    return g_settings_schema_source_new_from_directory (built, usual, TRUE, NULL);
  return usual != NULL ? g_settings_schema_source_ref (usual) : NULL;
}

/**
 * zpi_settings_get:
 *
 * Returns: (transfer none) (nullable): the settings; %NULL where the schema is not installed, which
 *   is no reason not to start
 */
GSettings *
zpi_settings_get (void)
{
  static gsize once = 0;
  static GSettings *settings = NULL;

  if (g_once_init_enter (&once)) {
    GSettingsSchemaSource *source = find_source ();
    g_autoptr (GSettingsSchema) schema =
        source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

    if (schema != NULL)
      settings = g_settings_new_full (schema, NULL, NULL);
    g_clear_pointer (&source, g_settings_schema_source_unref);
    g_once_init_leave (&once, 1);
  }
  return settings;
}

/**
 * zpi_settings_get_idle_seconds:
 * @organisation_minutes: what the organisation asks, 0 when it asks nothing
 *
 * The organisation can ask for fewer minutes than the setting, never for more.
 *
 * Returns: after how many seconds without a key or a click the window locks
 */
guint
zpi_settings_get_idle_seconds (guint organisation_minutes)
{
  GSettings *settings = zpi_settings_get ();
  guint minutes =
      settings != NULL ? g_settings_get_uint (settings, "idle-lock-minutes") : DEFAULT_MINUTES;

  return 60 * (organisation_minutes > 0 ? MIN (minutes, organisation_minutes) : minutes);
}

/* Read once: another window, as of practice beside the real work, keeps the size that it has, and
 * so does this one where nothing can be written down. */
#define SIZE_BINDING (G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES)

/**
 * zpi_settings_bind_window:
 * @window: the window
 *
 * Gives @window the size that a window had last, and remembers the size it gets.
 */
void
zpi_settings_bind_window (GtkWindow *window)
{
  GSettings *settings = zpi_settings_get ();

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (settings == NULL)
    return;
  g_settings_bind (settings, "window-width", window, "default-width", SIZE_BINDING);
  g_settings_bind (settings, "window-height", window, "default-height", SIZE_BINDING);
  g_settings_bind (settings, "window-maximized", window, "maximized", SIZE_BINDING);
}
