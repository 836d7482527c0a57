/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-group.h"

#include "zpi-ui.h"
#include "zpi-wrap-box.h"

/* A button is this wide, or as wide as its words when there are fewer. */
#define BUTTON_CHARS 11

/* The words of a row want so much room beside its buttons. */
#define WORDS_CHARS 18

struct _ZpiGroup {
  AdwPreferencesGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (ZpiGroup, zpi_group, ADW_TYPE_PREFERENCES_GROUP)

/* Titles wrap, and are headings for assistive technology too: libadwaita makes them plain labels.
 */
static void
prepare_titles (GtkWidget *widget)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "heading")) {
    g_object_set (widget, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
    gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
    gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
  }
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    prepare_titles (child);
}

static GtkWidget *
find_box (GtkWidget *widget, const char *css_class)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BOX (widget) && gtk_widget_has_css_class (widget, css_class))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_box (child, css_class);
  return found;
}

static void
limit_labels (GtkWidget *words, int chars)
{
  for (GtkWidget *child = gtk_widget_get_first_child (words); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      gtk_label_set_max_width_chars (GTK_LABEL (child), chars);
}

/* Where there is no room beside @words, @other goes below them. */
static void
wrap_beside (GtkBox *header, GtkWidget *words, GtkWidget *other, int chars)
{
  GtkWidget *wrap =
      g_object_new (ZPI_TYPE_WRAP_BOX, "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (wrap, "zpi-wrap-row");
  limit_labels (words, chars);
  gtk_box_insert_child_after (header, wrap, words);
  g_object_ref (words);
  gtk_box_remove (header, words);
  zpi_wrap_box_append (ZPI_WRAP_BOX (wrap), words);
  g_object_unref (words);
  zpi_wrap_box_append (ZPI_WRAP_BOX (wrap), other);
}

/* Once: libadwaita 1.2 does not say that there is a suffix, and finds it in the header no more. */
static void
wrap_header (GtkWidget *self)
{
  GtkWidget *suffix = adw_preferences_group_get_header_suffix (ADW_PREFERENCES_GROUP (self));
  GtkWidget *words = find_box (self, "labels");
  GtkWidget *header = suffix != NULL ? gtk_widget_get_parent (suffix) : NULL;

  if (words == NULL || header == NULL || gtk_widget_get_parent (words) != header)
    return;
  g_object_ref (suffix);
  gtk_box_remove (GTK_BOX (header), suffix);
  wrap_beside (GTK_BOX (header), words, suffix, WORDS_CHARS);
  g_object_unref (suffix);
}

static void
name_lists (GtkWidget *widget, const char *name)
{
  GtkWidget *child;

  if (GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_VIEW (widget))
    zpi_ui_name (widget, name);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_lists (child, name);
}

/* (nullable): the first row of a group */
static GtkWidget *
find_first_row (GtkWidget *widget)
{
  GtkWidget *row = ADW_IS_PREFERENCES_ROW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && row == NULL;
       child = gtk_widget_get_next_sibling (child))
    row = find_first_row (child);
  return row;
}

/* A list without a name is called "GtkListBox" by a screen reader: it is called what its first row
 * is, also where that gets its title later. */
static void
name_without_title (GtkWidget *self)
{
  const char *own = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (self));
  GtkWidget *row = own == NULL || *own == '\0' ? find_first_row (self) : NULL;
  const char *title =
      row != NULL ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)) : NULL;

  if (row == NULL)
    return;
  g_signal_handlers_disconnect_by_func (row, G_CALLBACK (name_without_title), self);
  g_signal_connect_object (row,
                           "notify::title",
                           G_CALLBACK (name_without_title),
                           self,
                           G_CONNECT_SWAPPED);
  if (title == NULL || *title == '\0')
    return;
  if (ADW_IS_EXPANDER_ROW (row))
    zpi_ui_name (row, title);
  name_lists (self, title);
}

static void
zpi_group_root (GtkWidget *widget)
{
  wrap_header (widget);
  name_without_title (widget);
  GTK_WIDGET_CLASS (zpi_group_parent_class)->root (widget);
}

static void
zpi_group_class_init (ZpiGroupClass *klass)
{
  GTK_WIDGET_CLASS (klass)->root = zpi_group_root;
}

static void
zpi_group_init (ZpiGroup *self)
{
  prepare_titles (GTK_WIDGET (self));
}

/**
 * zpi_group_new:
 * @title: never empty: a list without a title has no name for assistive technology
 * @description: (nullable): what the questions are for
 *
 * Returns: (transfer floating): a group
 */
GtkWidget *
zpi_group_new (const char *title, const char *description)
{
  GtkWidget *self = g_object_new (ZPI_TYPE_GROUP, NULL);
  g_autofree char *safe_title = g_markup_escape_text (title, -1);
  g_autofree char *safe_description = NULL;

  g_return_val_if_fail (title != NULL && *title != '\0', self);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), safe_title);
  if (description != NULL) {
    safe_description = g_markup_escape_text (description, -1);
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), safe_description);
  }
  return self;
}

/**
 * zpi_group_name_row:
 * @row: a combo row or an expander row, without rows in it yet
 * @name: its title
 *
 * Names the row and the lists inside it, which libadwaita 1.2 leaves without a name for assistive
 * technology.
 */
void
zpi_group_name_row (GtkWidget *row, const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (row));

  if (ADW_IS_EXPANDER_ROW (row))
    zpi_ui_name (row, name);
  name_lists (row, name);
}

static void
wrap_label (GtkLabel *label, GtkJustification justification)
{
  int length = (int) g_utf8_strlen (gtk_label_get_text (label), -1);

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (label, GTK_NATURAL_WRAP_WORD);
  gtk_label_set_justify (label, justification);
  gtk_label_set_width_chars (label, MIN (length, BUTTON_CHARS));
}

/**
 * zpi_group_wrap_buttons:
 * @widget: a widget with buttons somewhere below it
 *
 * With large text or in a narrow window a button's words need more than one line. One word alone
 * is cut in two only where it does not fit at all.
 */
void
zpi_group_wrap_buttons (GtkWidget *widget)
{
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (GTK_IS_BUTTON (widget) && GTK_IS_LABEL (child))
      wrap_label (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
    else if (GTK_IS_CHECK_BUTTON (widget) && GTK_IS_LABEL (child))
      wrap_label (GTK_LABEL (child), GTK_JUSTIFY_LEFT);
    zpi_group_wrap_buttons (child);
  }
}

/* All but the arrow, which stays at the edge. */
static GtkWidget *
take_buttons (GtkWidget *suffixes)
{
  GtkWidget *buttons = g_object_new (ZPI_TYPE_WRAP_BOX, "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *next;

  for (GtkWidget *child = gtk_widget_get_first_child (suffixes); child != NULL; child = next) {
    next = gtk_widget_get_next_sibling (child);
    if (GTK_IS_IMAGE (child))
      continue;
    g_object_ref (child);
    gtk_box_remove (GTK_BOX (suffixes), child);
    zpi_wrap_box_append (ZPI_WRAP_BOX (buttons), child);
    g_object_unref (child);
  }
  return buttons;
}

/**
 * zpi_group_wrap_row:
 * @row: an action row or an expander row, with what stands at its end
 *
 * Where there is no room beside the words, what stands at the end goes below them: libadwaita makes
 * a narrow column of the words instead.
 */
void
zpi_group_wrap_row (GtkWidget *row)
{
  zpi_group_wrap_row_from (row, WORDS_CHARS);
}

/**
 * zpi_group_wrap_row_from:
 * @row: an action row or an expander row, with what stands at its end
 * @chars: how much room the words want beside that
 *
 * As zpi_group_wrap_row(), for rows whose words are sentences.
 */
void
zpi_group_wrap_row_from (GtkWidget *row, int chars)
{
  GtkWidget *words = find_box (row, "title");
  GtkWidget *suffixes = find_box (row, "suffixes");
  GtkWidget *header = words != NULL ? gtk_widget_get_parent (words) : NULL;
  GtkWidget *buttons;

  g_return_if_fail (GTK_IS_BOX (header));
  g_return_if_fail (suffixes != NULL && gtk_widget_get_parent (suffixes) == header);

  buttons = take_buttons (suffixes);
  zpi_group_wrap_buttons (buttons);
  wrap_beside (GTK_BOX (header), words, buttons, chars);
}
