/* SPDX-License-Identifier: EUPL-1.2 */

/* A picture, or a file, from the clipboard. Nothing of it is written anywhere. */

#include "zpi-paste.h"

typedef struct {
  ZpiPasteFunc func;
  GObject *object; /* (owned) */
} Paste;

static void
paste_free (Paste *self)
{
  g_object_unref (self->object);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

static gboolean
has_file (GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
         gdk_content_formats_contain_mime_type (formats, "text/uri-list");
}

/* What another program has is known by its types on the wire alone. */
static gboolean
has_picture (GdkClipboard *clipboard)
{
  g_autoptr (GdkContentFormats) formats = gdk_content_formats_union_deserialize_gtypes (
      gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));

  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE);
}

static void
texture_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paste) paste = user_data;
  g_autoptr (GdkTexture) texture =
      gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GBytes) content = texture != NULL ? gdk_texture_save_to_png_bytes (texture) : NULL;

  paste->func (NULL, content, paste->object);
}

static void
files_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paste) paste = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GSList) files =
      value != NULL ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;

  paste->func (files != NULL ? files->data : NULL, NULL, paste->object);
}

/**
 * zpi_paste_read:
 * @widget: a widget of the window
 * @func: called with the picture
 * @object: a GObject, for @func
 *
 * Reads the picture or the first file that was copied.
 */
void
zpi_paste_read (GtkWidget *widget, ZpiPasteFunc func, gpointer object)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  Paste *paste = g_new0 (Paste, 1);

  paste->func = func;
  paste->object = g_object_ref (object);
  if (has_file (clipboard))
    gdk_clipboard_read_value_async (clipboard,
                                    GDK_TYPE_FILE_LIST,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    files_ready_cb,
                                    paste);
  else
    gdk_clipboard_read_texture_async (clipboard, NULL, texture_ready_cb, paste);
}

/* Text goes where text goes, also when a program offers it as a picture besides. */
static gboolean
shortcut_cb (GtkWidget *widget, GVariant *args, gpointer action)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!has_file (clipboard) && !has_picture (clipboard))
    return FALSE;
  if (GTK_IS_TEXT (focus) &&
      gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), G_TYPE_STRING))
    return FALSE;
  return gtk_widget_activate_action (widget, action, NULL);
}

/**
 * zpi_paste_watch:
 * @widget: a page
 * @action: (not nullable): the name of an action without a parameter; a literal
 *
 * Ctrl+V activates @action when a picture or a file was copied, also while a field has the focus.
 */
void
zpi_paste_watch (GtkWidget *widget, const char *action)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut =
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                        gtk_callback_action_new (shortcut_cb, (gpointer) action, NULL));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  gtk_widget_add_controller (widget, controller);
}
