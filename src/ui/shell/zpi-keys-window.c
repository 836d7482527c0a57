/* SPDX-License-Identifier: EUPL-1.2 */

/* The list of keys, as rows that wrap and that the arrows go along. GtkShortcutsWindow of GTK 4.8
 * is 795 pixels wide, has no name for assistive technology, and leaves with 4.18. */

#include "zpi-keys-window.h"

#include <adwaita.h>

#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

#define WIDTH                480
#define HEIGHT               640
#define LOCK_KEYS            "Ctrl+L"

#define ZPI_TYPE_KEYS_WINDOW (zpi_keys_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiKeysWindow, zpi_keys_window, ZPI, KEYS_WINDOW, AdwWindow)

struct _ZpiKeysWindow {
  AdwWindow parent_instance;

  GtkWidget *lock_row; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (ZpiKeysWindow, zpi_keys_window, ADW_TYPE_WINDOW)

typedef struct {
  const char *title;
  const char *keys; /* as they stand on the keyboard */
} Key;

/* clang-format off */
static const Key everywhere[] = {
  { N_("Start a new application"), "Ctrl+N" },
  { N_("Search cases"), "Ctrl+F" },
  { N_("Lock now"), LOCK_KEYS },
  { N_("Hide everything, or show it again"), "F8" },
  { N_("Show the keyboard shortcuts"), "Ctrl+?" },
  { N_("Close the program"), "Ctrl+Q" },
};

static const Key in_a_case[] = {
  { N_("Next question"), "Enter" },
  { N_("Go to section 1 to 7"), "Ctrl+1…7" },
  { N_("Next section"), "Alt+Page Down" },
  { N_("Previous section"), "Alt+Page Up" },
  { N_("Back to all cases"), "Alt+←" },
  { N_("Undo what was removed, chosen or typed"), "Ctrl+Z" },
  { N_("Do again what was undone"), "Ctrl+Shift+Z" },
  { N_("Let the client read along, or stop that"), "F9" },
  { N_("Save at once; it also happens by itself"), "Ctrl+S" },
  { N_("Paste a picture as evidence"), "Ctrl+V" },
};
/* clang-format on */

static void
zpi_keys_window_class_init (ZpiKeysWindowClass *klass)
{
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass),
                                       GDK_KEY_Escape,
                                       0,
                                       "window.close",
                                       NULL);
}

/* The row takes the focus: by the arrows everything is read, and comes in sight. */
static GtkWidget *
make_row (const Key *key)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (key->keys);
  /* Translators: for assistive technology: what keys do, and the keys. */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), _ (key->title), key->keys);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (key->title));
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  zpi_group_wrap_row (row);
  zpi_ui_name (row, name);
  return row;
}

static GtkWidget *
make_group (ZpiKeysWindow *self, const char *title, const Key *keys, gsize n_keys)
{
  GtkWidget *group = zpi_group_new (title, NULL);

  for (gsize i = 0; i < n_keys; i++) {
    GtkWidget *row = make_row (&keys[i]);

    if (g_str_equal (keys[i].keys, LOCK_KEYS))
      self->lock_row = row;
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  }
  return group;
}

static void
zpi_keys_window_init (ZpiKeysWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *groups[] = {
      make_group (self, _ ("Everywhere"), everywhere, G_N_ELEMENTS (everywhere)),
      make_group (self, _ ("In a case"), in_a_case, G_N_ELEMENTS (in_a_case)),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (groups[i]));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), page);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Keyboard shortcuts"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_widget_child_focus (groups[0], GTK_DIR_TAB_FORWARD);
}

/**
 * zpi_keys_window_present:
 * @parent: the window
 * @locks: whether there is something to lock: practice has no PIN, and its key does nothing there
 *
 * Shows what the keys do. Made when it is asked for, and gone when it is closed: few look at it,
 * and every start would pay.
 */
void
zpi_keys_window_present (GtkWindow *parent, gboolean locks)
{
  GtkWindow *self = g_object_new (ZPI_TYPE_KEYS_WINDOW, "transient-for", parent, NULL);

  gtk_widget_set_visible (ZPI_KEYS_WINDOW (self)->lock_row, locks);
  gtk_window_set_destroy_with_parent (self, TRUE);
  gtk_window_set_default_size (self,
                               MIN (WIDTH, gtk_widget_get_width (GTK_WIDGET (parent))),
                               MIN (HEIGHT, gtk_widget_get_height (GTK_WIDGET (parent))));
  gtk_window_present (self);
}
