/* SPDX-License-Identifier: EUPL-1.2 */

/* What another program copied comes as it is: nothing of it is decoded in this process. */

#include "zpi-config.h"

#include <string.h>

#include "zpi-paste.h"

typedef struct {
  gboolean called;
  GFile *file;
  GBytes *content;
} Pasted;

static Pasted pasted;

static void
pasted_cb (GFile *file, GBytes *content, gpointer object)
{
  pasted.called = TRUE;
  g_set_object (&pasted.file, file);
  g_clear_pointer (&pasted.content, g_bytes_unref);
  pasted.content = content != NULL ? g_bytes_ref (content) : NULL;
}

static void
paste (GtkWidget *window, GdkContentProvider *provider)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);

  g_assert_true (gdk_clipboard_set_content (clipboard, provider));
  pasted.called = FALSE;
  zpi_paste_read (window, pasted_cb, window);
  while (!pasted.called)
    g_main_context_iteration (NULL, TRUE);
}

/* The beginning of a picture with a place in it, which a decoder would not give back, and then
 * nothing that any decoder takes. */
static GBytes *
hostile (const char *head, gsize head_bytes, gsize bytes)
{
  guint8 *data = g_malloc (bytes);

  memset (data, 0xff, bytes);
  memcpy (data, head, head_bytes);
  return g_bytes_new_take (data, bytes);
}

static void
test_as_it_is (void)
{
  static const struct {
    const char *type, *head;
    gsize head_bytes, bytes;
  } cases[] = {
      {"image/png", "\x89PNG\r\n\x1a\n", 8, 40},
      {"image/jpeg", "\xff\xd8\xff\xe1GPS", 7, 3 * 1024 * 1024 + 5},
      {"image/tiff", "II*", 4, 100},
      {"image/webp", "RIFF", 4, 100},
  };
  GtkWidget *window = gtk_window_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = hostile (cases[i].head, cases[i].head_bytes, cases[i].bytes);
    g_autoptr (GdkContentProvider) provider =
        gdk_content_provider_new_for_bytes (cases[i].type, bytes);

    paste (window, provider);
    g_assert_null (pasted.file);
    g_assert_nonnull (pasted.content);
    g_assert_true (g_bytes_equal (pasted.content, bytes));
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Of several the one that is read here. */
static void
test_best (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GBytes) bmp = hostile ("BM", 2, 50);
  g_autoptr (GBytes) png = hostile ("\x89PNG\r\n\x1a\n", 8, 40);
  GdkContentProvider *both[] = {gdk_content_provider_new_for_bytes ("image/bmp", bmp),
                                gdk_content_provider_new_for_bytes ("image/png", png)};
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_union (both, 2);

  paste (window, provider);
  g_assert_true (g_bytes_equal (pasted.content, png));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_files_and_words (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/loonstrook.png");
  g_autoptr (GdkContentProvider) as_file = gdk_content_provider_new_typed (G_TYPE_FILE, file);
  g_autoptr (GdkContentProvider) words =
      gdk_content_provider_new_typed (G_TYPE_STRING, "Dorpsstraat 1");

  g_assert_true (gdk_clipboard_set_content (gtk_widget_get_clipboard (window), as_file));
  g_assert_true (zpi_paste_has_file (gtk_widget_get_clipboard (window)));
  paste (window, as_file);
  g_assert_nonnull (pasted.file);
  g_assert_true (g_file_equal (pasted.file, file));
  g_assert_null (pasted.content);
  paste (window, words);
  g_assert_null (pasted.file);
  g_assert_null (pasted.content);
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint n_asked;

static void
count_cb (void)
{
  n_asked++;
}

static gboolean
press_paste (GtkWidget *page)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (page);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);
    g_autoptr (GtkShortcut) shortcut = NULL;

    if (!GTK_IS_SHORTCUT_CONTROLLER (one))
      continue;
    shortcut = g_list_model_get_item (G_LIST_MODEL (one), 0);
    return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, page, NULL);
  }
  g_assert_not_reached ();
}

/* Words go where words go, also when a program offers them as a picture besides. */
static void
test_words_in_a_field (void)
{
  static const GActionEntry entries[] = {{.name = "paste", .activate = (gpointer) count_cb}};
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *field = gtk_entry_new ();
  GtkWidget *button = gtk_button_new ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GBytes) png = hostile ("\x89PNG\r\n\x1a\n", 8, 40);
  GdkContentProvider *both[] = {gdk_content_provider_new_typed (G_TYPE_STRING, "1.250,00"),
                                gdk_content_provider_new_for_bytes ("image/png", png)};
  g_autoptr (GdkContentProvider) cells = gdk_content_provider_new_union (both, 2);
  g_autoptr (GdkContentProvider) picture = gdk_content_provider_new_for_bytes ("image/png", png);

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (page, "page", G_ACTION_GROUP (group));
  zpi_paste_watch (page, "page.paste");
  gtk_box_append (GTK_BOX (page), field);
  gtk_box_append (GTK_BOX (page), button);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));

  g_assert_true (gdk_clipboard_set_content (gtk_widget_get_clipboard (page), cells));
  gtk_widget_grab_focus (field);
  g_assert_false (press_paste (page));
  gtk_widget_grab_focus (button);
  g_assert_true (press_paste (page));
  g_assert_true (gdk_clipboard_set_content (gtk_widget_get_clipboard (page), picture));
  gtk_widget_grab_focus (field);
  g_assert_true (press_paste (page));
  g_assert_cmpuint (n_asked, ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/paste/as-it-is", test_as_it_is);
  g_test_add_func ("/paste/best", test_best);
  g_test_add_func ("/paste/files-and-words", test_files_and_words);
  g_test_add_func ("/paste/words-in-a-field", test_words_in_a_field);
  status = g_test_run ();
  g_clear_object (&pasted.file);
  g_clear_pointer (&pasted.content, g_bytes_unref);
  return status;
}
