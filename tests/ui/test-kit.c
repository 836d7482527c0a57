/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#define _GNU_SOURCE 1 /* RTLD_NEXT */

#include <dlfcn.h>
#include <glib/gstdio.h>

#include "ui-fixture.h"
#include "zpi-file-dialog.h"
#include "zpi-group.h"
#include "zpi-hyphens.h"
#include "zpi-in-sight.h"
#include "zpi-message.h"
#include "zpi-plain-row.h"
#include "zpi-settings.h"
#include "zpi-spinner.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

#define LONG_TEXT                                                                                  \
  "A sentence that is far longer than the few characters that it would like to be wide, and so "   \
  "it "                                                                                            \
  "takes many lines as long as nobody gives it more room"

/* As far as GTK looks. */
#define WIDEST (1 << 20)

static int
least_height (GtkWidget *widget, int width)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  return least;
}

/* What it is at least, whatever its width, is what it is at its widest. With more the box around it
 * warns on GTK 4.18 that it is lower than that, with less on GTK 4.8. */
static void
test_wrap_box_least_height (gconstpointer stretched)
{
  g_autoptr (GtkWidget) box = g_object_ref_sink (g_object_new (ZPI_TYPE_WRAP_BOX, NULL));
  GtkWidget *label = gtk_label_new (LONG_TEXT);
  int narrow;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_widget_set_hexpand (label, GPOINTER_TO_INT (stretched));
  zpi_wrap_box_append (ZPI_WRAP_BOX (box), label);
  zpi_wrap_box_append (ZPI_WRAP_BOX (box), gtk_button_new_with_label ("Change"));

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &narrow, NULL, NULL, NULL);
  g_assert_cmpint (least_height (box, narrow), >=, least_height (box, 2000));
  g_assert_cmpint (least_height (box, 2000), >=, least_height (box, -1));
  g_assert_cmpint (least_height (box, -1), ==, least_height (box, WIDEST));
}

#define PICTURE_PX 160
#define BETWEEN_PX 18

/* Words stand beside a picture for as long as their longest word fits there, and take what is left;
 * below it they take the whole line. */
static void
test_tight_wrap_box (void)
{
  g_autoptr (GtkWidget) box = g_object_ref_sink (
      g_object_new (ZPI_TYPE_WRAP_BOX, "spacing", BETWEEN_PX, "tight", TRUE, NULL));
  GtkWidget *picture = gtk_label_new (NULL);
  GtkWidget *words = gtk_label_new (LONG_TEXT);
  int least;
  int beside;

  gtk_widget_set_size_request (picture, PICTURE_PX, PICTURE_PX);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_widget_set_hexpand (words, TRUE);
  zpi_wrap_box_append (ZPI_WRAP_BOX (box), picture);
  zpi_wrap_box_append (ZPI_WRAP_BOX (box), words);
  gtk_widget_measure (words, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  beside = PICTURE_PX + BETWEEN_PX + least;

  gtk_widget_allocate (box, beside, least_height (box, beside), -1, NULL);
  g_assert_cmpint (gtk_widget_get_width (words), ==, least);
  g_assert_cmpint (least_height (box, beside), ==, MAX (PICTURE_PX, least_height (words, least)));
  gtk_widget_allocate (box, beside - 1, least_height (box, beside - 1), -1, NULL);
  g_assert_cmpint (gtk_widget_get_width (words), ==, beside - 1);
  g_assert_cmpint (least_height (box, beside - 1),
                   ==,
                   PICTURE_PX + BETWEEN_PX + least_height (words, beside - 1));
}

static GtkWidget *
find_by_type (GtkWidget *widget, const char *type)
{
  GtkWidget *found = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_type (child, type);
  return found;
}

static void
assert_named (GtkWidget *item, const char *name)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  /* It would win over the name. */
  g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (item),
                                                    GTK_ACCESSIBLE_RELATION_LABELLED_BY));
}

static GtkWidget *
find_by_icon (GtkWidget *widget, const char *icon)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_icon (child, icon);
  return found;
}

/* The name of an item is its own: GTK 4.18 reads nothing of the label inside. */
static void
test_menu_items_have_names (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *item;

  g_menu_append (menu, "Delete this _case…", "win.nothing");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_window_set_child (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));

  item = find_by_type (button, "GtkModelButton");
  g_assert_nonnull (item);
  assert_named (item, "Delete this case…");
  g_object_set (item, "text", "_Keep it", NULL);
  assert_named (item, "Keep it");

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* The list in GTK 4.8's chooser of files: Enter takes all that is chosen, and goes into one folder.
 */
static void
test_chosen_files (void)
{
  g_autoptr (GtkListStore) files = gtk_list_store_new (1, G_TYPE_STRING);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = gtk_tree_view_new_with_model (GTK_TREE_MODEL (files));
  GtkWidget *button = gtk_button_new_with_label ("Open");
  GtkTreeSelection *chosen = gtk_tree_view_get_selection (GTK_TREE_VIEW (list));
  g_autoptr (GtkTreePath) first = gtk_tree_path_new_first ();
  guint n_opened = 0;
  gboolean done;

  for (guint i = 0; i < 3; i++)
    gtk_list_store_insert_with_values (files, NULL, -1, 0, "wages.jpg", -1);
  gtk_tree_selection_set_mode (chosen, GTK_SELECTION_MULTIPLE);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (count_cb), &n_opened);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), button);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_widget (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (list);
  gtk_tree_view_set_cursor (GTK_TREE_VIEW (list), first, NULL, FALSE);
  g_signal_emit_by_name (list, "select-cursor-row", TRUE, &done);
  spin (400);
  g_assert_cmpuint (n_opened, ==, 0);
  gtk_tree_selection_select_all (chosen);
  g_signal_emit_by_name (list, "select-cursor-row", TRUE, &done);
  assert_soon (n_opened == 1);
  g_assert_cmpint (gtk_tree_selection_count_selected_rows (chosen), ==, 3);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
assert_not_described (GtkWidget *button)
{
  g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (button),
                                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
}

/* The hint of a button without words is its name; as its description it is read a second time. */
static void
test_hint_said_once (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *buttons[] = {gtk_button_new_from_icon_name ("go-previous-symbolic"),
                          gtk_menu_button_new ()};

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (buttons[1]), "open-menu-symbolic");
  gtk_window_set_child (GTK_WINDOW (window), box);
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++) {
    gtk_widget_set_tooltip_text (buttons[i], "Back to all cases");
    gtk_box_append (GTK_BOX (box), buttons[i]);
  }
  gtk_window_present (GTK_WINDOW (window));
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++) {
    assert_not_described (buttons[i]);
    gtk_widget_set_tooltip_text (buttons[i], "Back");
    assert_not_described (buttons[i]);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A menu goes with its page, and does not come back with it; nor does it stay when the focus goes
 * elsewhere. Enter in one in which nothing has the focus does nothing. */
static void
test_menu_goes_with_its_page (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *other = gtk_button_new_with_label ("Another page");
  GtkWidget *popover;

  g_menu_append (menu, "Delete this _case…", "win.nothing");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_stack_add_child (GTK_STACK (stack), button);
  gtk_stack_add_child (GTK_STACK (stack), other);
  gtk_window_set_child (GTK_WINDOW (window), stack);
  gtk_window_present (GTK_WINDOW (window));
  spin (200);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  spin (200);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  g_assert_true (gtk_widget_get_mapped (popover));
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_signal_emit_by_name (popover, "activate-default");
  gtk_stack_set_visible_child (GTK_STACK (stack), other);
  spin (200);
  gtk_stack_set_visible_child (GTK_STACK (stack), button);
  spin (200);
  g_assert_false (gtk_widget_get_visible (popover));

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  assert_soon (gtk_widget_get_visible (popover));
  gtk_widget_grab_focus (button);
  spin (200);
  g_assert_false (gtk_widget_get_visible (popover));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
open_menu (GtkWidget *button)
{
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  assert_soon (gtk_widget_get_mapped (popover));
  return popover;
}

static void
use_another_window (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *button = gtk_button_new_with_label ("Keyboard shortcuts");

  gtk_window_set_child (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (button);
  spin (200);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Who opened a menu by a key of the window is back where the hand was, also after another window
 * had the keyboard; who clicked at its button is there. */
static void
test_menu_gives_focus_back (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *other = gtk_button_new_with_label ("The hand was here");

  g_menu_append (menu, "Delete this _case…", "win.nothing");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), other);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  spin (200);
  for (guint i = 0; i < 2; i++) {
    GtkWidget *from = i == 0 ? other : gtk_widget_get_first_child (button);
    GtkWidget *popover;

    gtk_widget_grab_focus (from);
    use_another_window ();
    popover = open_menu (button);
    assert_soon (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), popover));
    gtk_popover_popdown (GTK_POPOVER (popover));
    assert_soon (!gtk_widget_get_visible (popover));
    spin (200);
    g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == from);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The menu of a field does not offer to put pictures into a name. */
static void
test_fields_without_emoji (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *entry = gtk_search_entry_new ();
  GtkWidget *text;

  gtk_window_set_child (GTK_WINDOW (window), entry);
  gtk_window_present (GTK_WINDOW (window));

  text = find_by_type (entry, "GtkText");
  g_assert_nonnull (text);
  g_assert_cmpuint (gtk_text_get_input_hints (GTK_TEXT (text)) & GTK_INPUT_HINT_NO_EMOJI, !=, 0);

  gtk_window_destroy (GTK_WINDOW (window));
}

/* A menu of which the place is scrolled away goes with it, a little scrolling leaves it there. */
static void
test_menu_goes_with_its_place (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_menu_button_new ();
  GtkAdjustment *adjustment;

  g_menu_append (menu, "Delete this _case…", "win.nothing");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_margin_top (button, 150);
  gtk_widget_set_margin_bottom (button, 3000);
  gtk_box_append (GTK_BOX (box), button);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 400);
  gtk_window_present (GTK_WINDOW (window));
  spin (200);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  for (guint i = 0; i < 2; i++) {
    GtkWidget *popover = open_menu (button);

    gtk_adjustment_set_value (adjustment, 60);
    spin (200);
    g_assert_true (gtk_widget_get_visible (popover));
    gtk_adjustment_set_value (adjustment, 2000);
    g_assert_false (gtk_widget_get_visible (popover));
    spin (200);
    gtk_adjustment_set_value (adjustment, 0);
    spin (200);
    g_assert_false (gtk_widget_get_visible (popover));
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* On a small screen a window asks for no more than that: not every window manager takes it in. */
static void
test_window_fits_on_screen (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GdkMonitor) screen =
      g_list_model_get_item (gdk_display_get_monitors (gdk_display_get_default ()), 0);
  GdkRectangle room;
  int width, height;

  gdk_monitor_get_geometry (screen, &room);
  gtk_window_set_default_size (GTK_WINDOW (window), room.width + 400, room.height - 100);
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  spin (200);
  g_assert_cmpint (width, ==, room.width);
  g_assert_cmpint (height, ==, room.height - 100);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Where there is room it is one line. */
static void
test_toast_is_a_line (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (AdwToast) toast = zpi_message_new_toast ("This is how it stands now");
  GtkLabel *title = GTK_LABEL (adw_toast_get_custom_title (toast));

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 400);
  gtk_window_set_child (GTK_WINDOW (window), overlay);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), page);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (overlay) == 0)
    g_main_context_iteration (NULL, TRUE);
  zpi_message_add_toast (page, g_object_ref (toast));
  while (gtk_widget_get_width (GTK_WIDGET (title)) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (title)), ==, 1);
  assert_named (find_by_icon (overlay, "window-close-symbolic"), "Close this message");
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint n_layouts = 0;

/* In front of Pango's: counts how often a long text is laid out. */
void
pango_layout_set_width (PangoLayout *layout, int width)
{
  static void (*next) (PangoLayout * layout, int width) = NULL;

  if (next == NULL)
    *(void **) &next = dlsym (RTLD_NEXT, "pango_layout_set_width");
  n_layouts += g_str_equal (pango_layout_get_text (layout), LONG_TEXT);
  next (layout, width);
}

static GtkWidget *
new_long_check (void)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (LONG_TEXT);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  return check;
}

/* A text beside something else is laid out for the width that it gets, not for twenty others. */
static void
test_texts_laid_out_once (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *overlay = adw_toast_overlay_new (); /* as around every page of the program */
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *group = zpi_group_new ("Title", LONG_TEXT);
  GtkWidget *row = zpi_plain_row_new (LONG_TEXT, LONG_TEXT);
  GtkWidget *wrapping = g_object_new (ZPI_TYPE_WRAP_BOX, NULL);

  if (gtk_get_minor_version () > 8) {
    g_test_skip ("GTK does not search there");
    return;
  }
  zpi_wrap_box_append (ZPI_WRAP_BOX (wrapping), new_long_check ());
  zpi_plain_row_add_switch (ZPI_PLAIN_ROW (row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_box_append (GTK_BOX (page), new_long_check ());
  gtk_box_append (GTK_BOX (page), wrapping);
  gtk_window_set_child (window, overlay);
  gtk_window_set_default_size (window, 500, 400);
  gtk_window_present (window);
  spin (300);
  n_layouts = 0;
  gtk_box_append (GTK_BOX (page), group);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), page);
  spin (300);
  g_test_message ("%u layouts", n_layouts);
  g_assert_cmpuint (n_layouts, >, 5);
  g_assert_cmpuint (n_layouts, <=, 5 * 10);
  gtk_window_destroy (window);
}

static guint n_meshes = 0;

/* In front of cairo's: a frame of several colours is painted as a mesh of gradients. */
cairo_pattern_t *
cairo_pattern_create_mesh (void)
{
  static cairo_pattern_t *(*next) (void) = NULL;

  if (next == NULL)
    *(void **) &next = dlsym (RTLD_NEXT, "cairo_pattern_create_mesh");
  n_meshes++;
  return next ();
}

/* A page of a stack that has no title is not called by its class, which is read out
 * (tests/a11y/orca_test.py). */
static void
test_stack_pages (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *stack = gtk_stack_new ();
  GtkStackPage *page = gtk_stack_add_child (GTK_STACK (stack), gtk_label_new ("A"));

  gtk_window_set_child (window, stack);
  gtk_window_present (window);
  spin (100);
  g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL));
  gtk_window_destroy (window);
}

/* The lines between the rows of a list, which every page has, and those of banner and footer: a
 * third of what painting a page cost. */
static void
test_lines_without_mesh (void)
{
  static const char *const classes[] = {"zpi-banner", "zpi-steps", "zpi-client-beside"};
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *group = zpi_group_new ("Title", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++) {
    GtkWidget *bar = gtk_label_new (classes[i]);

    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), zpi_plain_row_new ("Row", NULL));
    gtk_widget_add_css_class (bar, classes[i]);
    gtk_box_append (GTK_BOX (page), bar);
  }
  gtk_box_append (GTK_BOX (page), group);
  gtk_window_set_child (window, page);
  gtk_window_present (window);
  spin (300);
  g_assert_cmpuint (n_meshes, ==, 0);
  gtk_window_destroy (window);
}

/* Nothing turns for what is over at once, nor where nobody looks, and nothing moves when it comes.
 */
static void
test_spinner_waits (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *spinner = zpi_spinner_new ();
  GtkWidget *turning;
  int before;
  int after;

  gtk_window_set_child (window, spinner);
  gtk_window_present (window);
  spin (100);
  g_assert_null (find_by_type (spinner, "GtkSpinner"));
  gtk_widget_measure (spinner, GTK_ORIENTATION_HORIZONTAL, -1, &before, NULL, NULL, NULL);
  spin (500);
  turning = find_by_type (spinner, "GtkSpinner");
  g_assert_nonnull (turning);
  g_assert_true (gtk_spinner_get_spinning (GTK_SPINNER (turning)));
  gtk_widget_measure (spinner, GTK_ORIENTATION_HORIZONTAL, -1, &after, NULL, NULL, NULL);
  g_assert_cmpint (after, ==, before);
  gtk_widget_set_visible (spinner, FALSE);
  g_assert_false (gtk_spinner_get_spinning (GTK_SPINNER (turning)));
  gtk_widget_set_visible (spinner, TRUE);
  gtk_widget_set_visible (spinner, FALSE);
  assert_soon (!gtk_spinner_get_spinning (GTK_SPINNER (turning)));
  gtk_window_destroy (window);
}

static void
chosen_cb (GFile *file, gpointer object)
{
}

static GtkFileChooser *
find_chooser (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (GTK_IS_FILE_CHOOSER (window))
      return GTK_FILE_CHOOSER (window);
  }
  g_assert_not_reached ();
}

/* Where the dialog for a file of this kind begins; chooses @name there, if any. */
static char *
dup_folder_of_dialog (GtkWidget *parent, ZpiFileFilter filter, const char *name)
{
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) file = name != NULL ? g_file_new_for_path (name) : NULL;
  GtkFileChooser *chooser;

  zpi_file_dialog_open (parent, "Choose", filter, chosen_cb, object);
  spin (300);
  chooser = find_chooser ();
  folder = gtk_file_chooser_get_current_folder (chooser);
  if (file != NULL) {
    g_assert_true (gtk_file_chooser_set_file (chooser, file, NULL));
    spin (300);
  }
  gtk_dialog_response (GTK_DIALOG (chooser),
                       file != NULL ? GTK_RESPONSE_ACCEPT : GTK_RESPONSE_CANCEL);
  spin (50);
  return folder != NULL ? g_file_get_path (folder) : NULL;
}

static void
add_downloads (const char *folder)
{
  g_autofree char *said = g_build_filename (g_get_user_config_dir (), "user-dirs.dirs", NULL);
  g_autofree char *line = g_strdup_printf ("XDG_DOWNLOAD_DIR=\"%s\"\n", folder);

  g_mkdir_with_parents (folder, 0700);
  g_mkdir_with_parents (g_get_user_config_dir (), 0700);
  g_assert_true (g_file_set_contents (said, line, -1, NULL));
  g_reload_user_special_dirs_cache ();
}

/* Nine photos of one client come from one folder; the next client's come from elsewhere. */
static void
test_file_dialog_stays (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autofree char *downloads = g_build_filename (g_get_home_dir (), "Downloads", NULL);
  g_autofree char *stick = g_dir_make_tmp ("zpi-XXXXXX", NULL);
  g_autofree char *name = g_build_filename (stick, "loon.pdf", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *other = NULL;
  g_autofree char *next = NULL;
  g_autofree char *pulled = NULL;

  add_downloads (downloads);
  g_assert_true (g_file_set_contents (name, "x", -1, NULL));
  gtk_window_present (GTK_WINDOW (window));

  first = dup_folder_of_dialog (window, ZPI_FILE_FILTER_EVIDENCE, name);
  second = dup_folder_of_dialog (window, ZPI_FILE_FILTER_EVIDENCE, NULL);
  other = dup_folder_of_dialog (window, ZPI_FILE_FILTER_BACKUP, NULL);
  g_assert_cmpstr (first, ==, downloads);
  g_assert_cmpstr (second, ==, stick);
  g_assert_cmpstr (other, ==, downloads);
  zpi_file_dialog_forget ();
  next = dup_folder_of_dialog (window, ZPI_FILE_FILTER_EVIDENCE, name);
  g_assert_cmpstr (next, ==, downloads);
  g_assert_cmpint (g_remove (name), ==, 0);
  g_assert_cmpint (g_remove (stick), ==, 0);
  pulled = dup_folder_of_dialog (window, ZPI_FILE_FILTER_EVIDENCE, NULL);
  g_assert_cmpstr (pulled, ==, downloads);

  gtk_window_destroy (GTK_WINDOW (window));
}

/* Laid out in lines of @chars letters: where each begins, with commas. */
static char *
dup_line_starts (GtkWidget *label, int chars)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (label));
  g_autoptr (PangoLayout) narrow = pango_layout_copy (layout);
  PangoFontMetrics *metrics =
      pango_context_get_metrics (pango_layout_get_context (narrow), NULL, NULL);
  const int letter = pango_font_metrics_get_approximate_char_width (metrics);
  GString *starts = g_string_new (NULL);

  pango_font_metrics_unref (metrics);
  pango_layout_set_width (narrow, chars * letter);
  pango_layout_set_wrap (narrow, PANGO_WRAP_WORD_CHAR);
  for (int i = 0; i < pango_layout_get_line_count (narrow); i++)
    g_string_append_printf (starts, "%d,", pango_layout_get_line_readonly (narrow, i)->start_index);
  return g_string_free (starts, FALSE);
}

/* Our own long words are broken between syllables, a name where the line ends; the text stays what
 * it is for who copies or hears it. */
static void
test_hyphens (void)
{
  static const int syllables[] = {0, 3, 6, 9, 11, 13, 16};
  GtkWidget *window = gtk_window_new ();
  GtkWidget *label = gtk_label_new ("burgerservicenummer");

  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  for (int chars = 4; chars < 20; chars++) {
    g_autofree char *starts = dup_line_starts (label, chars);
    g_auto (GStrv) parts = g_strsplit (starts, ",", -1);

    g_test_message ("%d: %s", chars, starts);
    for (guint i = 0; *parts[i] != '\0'; i++) {
      gboolean allowed = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (syllables); j++)
        allowed = allowed || syllables[j] == atoi (parts[i]);
      g_assert_true (allowed);
    }
  }
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "burgerservicenummer");
  gtk_label_set_label (GTK_LABEL (label), "Voorbeeldensteinvanschoonhoven");
  for (int chars = 4; chars < 9; chars++) {
    g_autofree char *starts = dup_line_starts (label, chars);

    g_assert_nonnull (strchr (starts, ','));
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_hyphenated (PangoAttribute *attribute, gpointer user_data)
{
  gboolean *found = user_data;

  *found = *found || attribute->klass->type == PANGO_ATTR_ALLOW_BREAKS;
  return FALSE;
}

/* A word of this length does not fit in a narrow window with large letters. */
static void
test_hyphens_of_every_word (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ZPI_SOURCE_ROOT"), "po/nl.po", NULL);
  g_autoptr (GRegex) long_word = g_regex_new ("\\b[[:alpha:]]{14,}\\b", 0, 0, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean dutch = FALSE;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (GMatchInfo) found = NULL;

    if (g_str_has_prefix (lines[i], "msg"))
      dutch = g_str_has_prefix (lines[i], "msgstr");
    for (g_regex_match (long_word, dutch ? lines[i] : "", 0, &found); g_match_info_matches (found);
         g_match_info_next (found, NULL)) {
      g_autofree char *word = g_match_info_fetch (found, 0);
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
      gboolean marked = FALSE;

      zpi_hyphens_mark (attributes, word, FALSE);
      pango_attr_list_filter (attributes, is_hyphenated, &marked);
      g_test_message ("%s", word);
      g_assert_true (marked);
    }
  }
}

/* Practice and the real work may stand beside each other: who pulls at one window leaves the other
 * alone. The next one gets the size that was given last. */
static void
test_windows_of_their_own_size (void)
{
  GSettings *settings = zpi_settings_get ();
  GtkWidget *first = gtk_window_new ();
  GtkWidget *second = gtk_window_new ();
  int width = 0;
  int height = 0;

  g_assert_nonnull (settings);
  g_assert_true (g_settings_set_int (settings, "window-width", 900));
  g_assert_true (g_settings_set_int (settings, "window-height", 700));
  zpi_settings_bind_window (GTK_WINDOW (first));
  zpi_settings_bind_window (GTK_WINDOW (second));

  gtk_window_set_default_size (GTK_WINDOW (first), 500, 600);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 500);
  g_assert_cmpint (g_settings_get_int (settings, "window-height"), ==, 600);
  g_assert_true (g_settings_set_boolean (settings, "window-maximized", TRUE));
  gtk_window_get_default_size (GTK_WINDOW (second), &width, &height);
  g_assert_cmpint (width, ==, 900);
  g_assert_cmpint (height, ==, 700);
  g_assert_false (gtk_window_is_maximized (GTK_WINDOW (second)));

  gtk_window_destroy (GTK_WINDOW (first));
  gtk_window_destroy (GTK_WINDOW (second));
  g_settings_reset (settings, "window-width");
  g_settings_reset (settings, "window-height");
  g_settings_reset (settings, "window-maximized");
}

/* Whether anything of @widget is drawn in its first @rows rows. */
static gboolean
is_drawn_above (GtkWidget *widget, int rows)
{
  const int width = gtk_widget_get_width (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, rows);
  cairo_t *cr = cairo_create (surface);
  GskRenderNode *node;
  const guchar *pixels;
  gboolean drawn = FALSE;

  gdk_paintable_snapshot (paintable, snapshot, width, gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  for (int i = 0; i < rows * cairo_image_surface_get_stride (surface); i++)
    drawn |= pixels[i] != 0;
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return drawn;
}

/* Somebody's child leant on a key, or the text was meant to do this. */
static void
test_accents_stay_in_row (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 100);
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GString) text = g_string_new ("Jans\u00e9n e");

  for (guint i = 0; i < 500; i++)
    g_string_append (text, "\u0301");
  gtk_box_append (GTK_BOX (box), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (GTK_BOX (box), gtk_label_new (text->str));
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  spin (300);
  g_assert_true (is_drawn_above (box, gtk_widget_get_height (box)));
  g_assert_false (is_drawn_above (box, 99));
  gtk_window_destroy (GTK_WINDOW (window));
}

static int
width_beside (int width, gboolean modal)
{
  GtkWidget *parent = gtk_window_new ();
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (parent), width, 300);
  gtk_window_present (GTK_WINDOW (parent));
  spin (200);
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 300);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (parent));
  gtk_window_set_modal (GTK_WINDOW (window), modal);
  gtk_window_present (GTK_WINDOW (window));
  spin (200);
  width = gtk_widget_get_width (window);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (parent));
  return width;
}

/* A form over a narrow window covers nothing beside that. */
static void
test_no_wider (void)
{
  g_assert_cmpint (width_beside (350, TRUE), ==, 350);
  g_assert_cmpint (width_beside (700, TRUE), ==, 480);
  g_assert_cmpint (width_beside (350, FALSE), ==, 480);
}

static void
assert_lists_named (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LIST_BOX (widget))
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget),
                                         GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         name);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_lists_named (child, name);
}

/* A group without a title has its row's, also when that comes later: the originals are counted. */
static void
test_group_named_by_row (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *group = g_object_new (ZPI_TYPE_GROUP, NULL);
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_window_set_child (GTK_WINDOW (window), group);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "2 originals");
  assert_lists_named (group, "2 originals");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "1 original");
  assert_lists_named (group, "1 original");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A field that comes on the screen with the cursor in it, below what is in sight. */
static void
test_focus_in_sight (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *space = gtk_label_new ("space");
  GtkWidget *field = gtk_entry_new ();
  graphene_rect_t bounds;

  gtk_widget_set_size_request (space, -1, 900);
  gtk_box_append (GTK_BOX (box), space);
  gtk_box_append (GTK_BOX (box), field);
  gtk_widget_set_visible (field, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 300);
  gtk_window_present (GTK_WINDOW (window));
  spin (300);
  gtk_widget_set_visible (field, TRUE);
  gtk_widget_grab_focus (field);
  spin (500);
  g_assert_true (gtk_widget_compute_bounds (field, scroller, &bounds));
  g_assert_cmpfloat (bounds.origin.y, >=, 0);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (scroller));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The cursor stays where it is, in sight; what is wrong there comes below the edge of the window.
 */
static void
test_message_in_sight (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *field = gtk_entry_new ();
  GtkWidget *message = gtk_label_new (NULL);
  graphene_rect_t bounds;

  gtk_widget_set_margin_top (field, 250);
  gtk_widget_set_visible (message, FALSE);
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_append (GTK_BOX (box), message);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 300);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (field);
  spin (300);
  zpi_in_sight_say (GTK_LABEL (message), "The two are not the same.\nType them again.");
  spin (500);
  g_assert_true (gtk_widget_compute_bounds (message, scroller, &bounds));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (scroller));
  zpi_in_sight_say (GTK_LABEL (message), NULL);
  g_assert_false (gtk_widget_get_visible (message));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_choice (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_VIEW) != NULL &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_choice (child, text);
  return found;
}

/* Two who have the same first name, and who hears the list. */
static void
test_choices_whole (void)
{
  static const char *const names[] = {"Anneke van der Voorbeeld-Oefenstein",
                                      "Anneke van der Voorbeeld-Toetsveld",
                                      NULL};
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  spin (200);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  spin (300);
  for (gsize i = 0; names[i] != NULL; i++) {
    GtkWidget *label = find_choice (row, names[i]);
    GtkWidget *item = gtk_widget_get_parent (gtk_widget_get_parent (label));

    g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (item),
                                         GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         names[i]);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  /* Without, the toolkit of Debian 13 keeps no names. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();

  g_test_add_func ("/kit/wrap-box/tight", test_tight_wrap_box);
  g_test_add_data_func ("/kit/wrap-box/least-height/stretched",
                        GINT_TO_POINTER (TRUE),
                        test_wrap_box_least_height);
  g_test_add_data_func ("/kit/wrap-box/least-height/as-wanted",
                        GINT_TO_POINTER (FALSE),
                        test_wrap_box_least_height);
  g_test_add_func ("/kit/menu-items-have-names", test_menu_items_have_names);
  g_test_add_func ("/kit/chosen-files", test_chosen_files);
  g_test_add_func ("/kit/hint-said-once", test_hint_said_once);
  g_test_add_func ("/kit/menu-goes-with-its-page", test_menu_goes_with_its_page);
  g_test_add_func ("/kit/texts-laid-out-once", test_texts_laid_out_once);
  g_test_add_func ("/kit/lines-without-mesh", test_lines_without_mesh);
  g_test_add_func ("/kit/group/named-by-row", test_group_named_by_row);
  g_test_add_func ("/kit/focus-in-sight", test_focus_in_sight);
  g_test_add_func ("/kit/message-in-sight", test_message_in_sight);
  g_test_add_func ("/kit/choices-whole", test_choices_whole);
  g_test_add_func ("/kit/hyphens", test_hyphens);
  g_test_add_func ("/kit/hyphens/every-word", test_hyphens_of_every_word);
  g_test_add_func ("/kit/spinner-waits", test_spinner_waits);
  g_test_add_func ("/kit/menu-gives-focus-back", test_menu_gives_focus_back);
  g_test_add_func ("/kit/menu-goes-with-its-place", test_menu_goes_with_its_place);
  g_test_add_func ("/kit/fields-without-emoji", test_fields_without_emoji);
  g_test_add_func ("/kit/window-fits-on-screen", test_window_fits_on_screen);
  g_test_add_func ("/kit/toast-is-a-line", test_toast_is_a_line);
  g_test_add_func ("/kit/accents-stay-in-row", test_accents_stay_in_row);
  g_test_add_func ("/kit/no-wider", test_no_wider);
  g_test_add_func ("/kit/stack-pages", test_stack_pages);
  g_test_add_func ("/kit/windows-of-their-own-size", test_windows_of_their_own_size);
  g_test_add_func ("/kit/file-dialog-stays", test_file_dialog_stays);
  return g_test_run ();
}
