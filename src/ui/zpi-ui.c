/* SPDX-License-Identifier: EUPL-1.2 */

/* What every program with windows does once: the resources of this folder and its style sheet. */

#include "zpi-ui.h"

#include <glib/gi18n.h>

#include "zpi-ui-resources.h"

/**
 * zpi_ui_init:
 *
 * Registers templates and style sheet. After adw_init(), before the first widget of this folder;
 * a second call does nothing. Main thread.
 */
void
zpi_ui_init (void)
{
  static gsize done = 0;
  GdkDisplay *display = gdk_display_get_default ();

  if (!g_once_init_enter (&done))
    return;
  g_resources_register (zpi_ui_get_resource ());
  if (display != NULL) {
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

    gtk_css_provider_load_from_resource (provider, ZPI_UI_RESOURCES "style.css");
    gtk_style_context_add_provider_for_display (display,
                                                GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  }
  g_once_init_leave (&done, 1);
}

/**
 * zpi_ui_language:
 *
 * Returns: the language of the screen as the rules know it: "en" or "nl"
 */
const char *
zpi_ui_language (void)
{
  /* Translators: the code of the language that you translate into: "nl" for Dutch. */
  return C_ ("language code", "en");
}
