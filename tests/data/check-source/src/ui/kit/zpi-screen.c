/* SPDX-License-Identifier: EUPL-1.2 */
#include <gtk/gtk.h>

static int relation = GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE; /* expect: error-message */
static int name = GTK_ACCESSIBLE_PROPERTY_LABEL; /* expect: names */

void
zpi_screen (void)
{
  g_type_ensure (ZPI_TYPE_BAR);
  set_template ("zpi-screen.ui");
  gtk_widget_show (NULL); /* expect: retired-widgets */
  set_title (_("The user is waiting")); /* expect: words */
  set_title (_("The client is waiting"));
  set_title ("user-name");
  zpi_http_get (); /* expect: ui-types */
  gdk_clipboard_read_texture_async (clipboard, NULL, read_cb, NULL); /* expect: decoders */
  gtk_picture_set_filename (picture, path); /* expect: decoders */
  gtk_picture_set_paintable (picture, drawn_by_the_helper);
  set_title (gtk_widget_get_name (NULL)); /* expect: widget-names */
  gtk_widget_class_install_action (klass, "win.look", NULL, look);
  gtk_widget_activate_action (widget, "win.look", NULL);
  gtk_widget_activate_action (widget, "win.see", NULL); /* expect: actions */
}
