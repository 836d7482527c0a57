/* SPDX-License-Identifier: EUPL-1.2 */

/* A picture, or a file, from the clipboard. Nothing of it is written anywhere, and nothing of it is
 * decoded here: its bytes go the way of a file. */

#include "zpi-paste.h"

/* At once. */
#define READ_BYTES (256 * 1024)
/* More than any document may have, so that whoever takes it in says that it is too large. */
#define MOST_BYTES (128 * 1024 * 1024)

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

/**
 * zpi_paste_has_file:
 * @clipboard: a clipboard
 *
 * Returns: whether files were copied
 */
gboolean
zpi_paste_has_file (GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
         gdk_content_formats_contain_mime_type (formats, "text/uri-list");
}

/* What is offered as a picture, best first; what nobody here reads is refused by whoever takes the
 * bytes in, with the words for it. */
static const char *
find_picture_type (GdkClipboard *clipboard)
{
  static const char *const best[] = {"image/png", "image/jpeg"};
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  const char *const *types = gdk_content_formats_get_mime_types (formats, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (best); i++) {
    if (gdk_content_formats_contain_mime_type (formats, best[i]))
      return best[i];
  }
  for (; types != NULL && *types != NULL; types++) {
    if (g_str_has_prefix (*types, "image/"))
      return *types;
  }
  return NULL;
}

static void
more_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GByteArray *content = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_byte_array_append (content, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (g_bytes_get_size (bytes) == 0 || content->len > MOST_BYTES) {
    g_task_return_pointer (task,
                           g_byte_array_free_to_bytes (g_byte_array_ref (content)),
                           (GDestroyNotify) g_bytes_unref);
    return;
  }
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source),
                                   READ_BYTES,
                                   G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task),
                                   more_read_cb,
                                   g_object_ref (task));
}

static void
picture_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream =
      gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);

  if (stream == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, g_byte_array_new (), (GDestroyNotify) g_byte_array_unref);
  g_input_stream_read_bytes_async (stream,
                                   READ_BYTES,
                                   G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task),
                                   more_read_cb,
                                   g_object_ref (task));
}

/**
 * zpi_paste_read_picture_async:
 * @clipboard: a clipboard
 * @cancellable: (nullable): to give up
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * Reads the picture that was copied, as the program it comes from gives it: whatever it is, it was
 * not looked at.
 */
void
zpi_paste_read_picture_async (GdkClipboard *clipboard,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (clipboard, cancellable, callback, user_data);
  const char *types[] = {find_picture_type (clipboard), NULL};

  g_task_set_source_tag (task, zpi_paste_read_picture_async);
  if (types[0] == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No picture was copied");
  else
    gdk_clipboard_read_async (clipboard,
                              types,
                              G_PRIORITY_DEFAULT,
                              cancellable,
                              picture_opened_cb,
                              g_object_ref (task));
}

/**
 * zpi_paste_read_picture_finish:
 * @clipboard: the clipboard
 * @result: the result
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL when there is no picture
 */
GBytes *
zpi_paste_read_picture_finish (GdkClipboard *clipboard, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
picture_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paste) paste = user_data;
  g_autoptr (GBytes) content = zpi_paste_read_picture_finish (GDK_CLIPBOARD (source), result);

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
  if (zpi_paste_has_file (clipboard))
    gdk_clipboard_read_value_async (clipboard,
                                    GDK_TYPE_FILE_LIST,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    files_ready_cb,
                                    paste);
  else
    zpi_paste_read_picture_async (clipboard, NULL, picture_ready_cb, paste);
}

/* Text goes where text goes, also when a program offers it as a picture besides. */
static gboolean
shortcut_cb (GtkWidget *widget, GVariant *args, gpointer action)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!zpi_paste_has_file (clipboard) && find_picture_type (clipboard) == NULL)
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
