/* SPDX-License-Identifier: EUPL-1.2 */

/* What is put right of every widget as it comes, whoever made it: its name, its text, its menu. */

#include "zpi-widgets.h"

#include <string.h>

#include "zpi-columns.h"
#include "zpi-file-list.h"
#include "zpi-hyphens.h"
#include "zpi-in-sight.h"
#include "zpi-menu-return.h"
#include "zpi-press.h"
#include "zpi-second-click.h"
#include "zpi-ui.h"
#include "zpi-unbroken.h"

/* On a clamp that was made to fit. */
#define FITTED      "zpi-fitted"
#define LEAST_WIDTH 340

/* (nullable): of a button that has no words */
static const char *
icon_of (GtkWidget *button)
{
  if (GTK_IS_MENU_BUTTON (button))
    return gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (button));
  return GTK_IS_BUTTON (button) ? gtk_button_get_icon_name (GTK_BUTTON (button)) : NULL;
}

static void
name_by_content_cb (GtkWidget *widget)
{
  if ((GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget))) ||
      (GTK_IS_CHECK_BUTTON (widget) &&
       gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (widget))))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  /* Nor is an icon part of its name, which is read out as "GtkImage". */
  else if (icon_of (widget) != NULL)
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* GTK 4.18 names the item of a menu after a label that has no part in what is read, so that it has
 * no name at all. Its first label is what it says, without the underscore; the other is its keys.
 */
static void
name_menu_item_cb (GtkWidget *item)
{
  GtkWidget *label = gtk_widget_get_first_child (item);

  while (label != NULL && !GTK_IS_LABEL (label))
    label = gtk_widget_get_next_sibling (label);
  if (label != NULL)
    zpi_ui_name (item, gtk_label_get_text (GTK_LABEL (label)));
}

/* Names @widget now, and again when @change says so: GTK then names it anew. */
static void
keep_named (GtkWidget *widget, void (*name) (GtkWidget *widget), const char *change)
{
  name (widget);
  g_signal_handlers_disconnect_by_func (widget, G_CALLBACK (name), NULL);
  g_signal_connect (widget, change, G_CALLBACK (name), NULL);
}

/* The hint of a button without words is its name. GTK makes it its description too: read twice. */
static void
say_hint_once_cb (GtkWidget *button)
{
  if (icon_of (button) != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* GTK 4.8 names a button by its label with the underscore and by its content ("_Next Next"), again
 * with each label that it gets. The content alone is right. */
static void
name_widget (GtkWidget *widget)
{
  if (icon_of (widget) != NULL)
    keep_named (widget, say_hint_once_cb, "notify::tooltip-text");
  if (GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget))
    keep_named (widget, name_by_content_cb, "notify::label");
  else if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    keep_named (widget, name_menu_item_cb, "notify");
}

/* GTK 4.8 calls the page of a stack "GtkStackPage" where it has no title, and a screen reader says
 * so when the focus comes into it. */
static void
name_stack_pages (GtkWidget *widget)
{
  g_autoptr (GtkSelectionModel) pages = NULL;

  if (!GTK_IS_STACK (widget))
    return;
  pages = gtk_stack_get_pages (GTK_STACK (widget));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++) {
    g_autoptr (GObject) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

    if (gtk_stack_page_get_title (GTK_STACK_PAGE (page)) == NULL)
      gtk_accessible_update_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  }
}

static void
name_choice_cb (GtkWidget *label)
{
  GtkWidget *item = gtk_widget_get_parent (label);

  while (item != NULL && !g_str_equal (gtk_widget_get_css_name (item), "row"))
    item = gtk_widget_get_parent (item);
  if (item != NULL)
    zpi_ui_name (item, gtk_label_get_text (GTK_LABEL (label)));
}

/* The list of a combo row: libadwaita shortens what there is to choose from to twenty letters, and
 * GTK 4.8 names none of it, so that who hears the list chose between nothing. */
static void
see_to_choice (GtkWidget *widget)
{
  if (!GTK_IS_LABEL (widget) || gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_VIEW) == NULL ||
      gtk_widget_get_ancestor (widget, ADW_TYPE_COMBO_ROW) == NULL)
    return;
  gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (widget), GTK_NATURAL_WRAP_WORD);
  keep_named (widget, name_choice_cb, "notify::label");
}

/* No answer has a picture in it, and what GTK 4.8 offers them with complains when it goes. Hundreds
 * of accents on one letter reach over half the page; a text field cuts them off, a label does not.
 */
static void
keep_plain (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  if (GTK_IS_TEXT (widget))
    gtk_text_set_input_hints (GTK_TEXT (widget),
                              gtk_text_get_input_hints (GTK_TEXT (widget)) |
                                  GTK_INPUT_HINT_NO_EMOJI);
}

/* Headings and the words on a button are our own. */
static gboolean
is_own_words (GtkWidget *label)
{
  GtkWidget *parent = gtk_widget_get_parent (label);

  return gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label)) ==
             GTK_ACCESSIBLE_ROLE_HEADING ||
         (GTK_IS_BUTTON (parent) && gtk_button_get_label (GTK_BUTTON (parent)) != NULL);
}

static PangoAttrList *
dup_attributes (GtkWidget *label)
{
  PangoAttrList *attributes = gtk_label_get_attributes (GTK_LABEL (label));

  return attributes != NULL ? pango_attr_list_copy (attributes) : pango_attr_list_new ();
}

/* Letters may be so large that a number does not fit in a narrow window. */
#define NARROW_PX 260

static guint
count_room (GtkWidget *label)
{
  PangoFontMetrics *metrics =
      pango_context_get_metrics (gtk_widget_get_pango_context (label), NULL, NULL);
  const int digit = PANGO_PIXELS (pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return MIN (NARROW_PX / MAX (digit, 1), ZPI_UNBROKEN_MOST_CHARS);
}

static void
mark_unbroken (GtkWidget *label, PangoAttrList *attributes)
{
  const char *text = gtk_label_get_text (GTK_LABEL (label));
  /* How much room there is takes long to find out, and most texts have no number. */
  const guint room = strpbrk (text, "0123456789") != NULL ? count_room (label) : 0;

  zpi_unbroken_mark (attributes, text, room);
}

static gboolean
is_hyphens (PangoAttribute *attribute, gpointer user_data)
{
  return attribute->klass->type == PANGO_ATTR_INSERT_HYPHENS ||
         attribute->klass->type == PANGO_ATTR_WORD;
}

/* Numbers stay on one line, and our own long words are broken where one breaks them. What else is
 * too long for a line is often a name, an address or a file: a hyphen that is put in where it is
 * broken reads as a part of it. Set only when it is another: each time the label is laid out anew.
 */
static void
mark_breaks (GtkWidget *label)
{
  PangoAttrList *before = gtk_label_get_attributes (GTK_LABEL (label));
  g_autoptr (PangoAttrList) attributes = dup_attributes (label);
  PangoAttrList *old = pango_attr_list_filter (attributes, is_hyphens, NULL);

  g_clear_pointer (&old, pango_attr_list_unref);
  if (!is_own_words (label))
    pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  mark_unbroken (label, attributes);
  zpi_hyphens_mark (attributes,
                    gtk_label_get_text (GTK_LABEL (label)),
                    gtk_label_get_use_underline (GTK_LABEL (label)) ||
                        gtk_label_get_use_markup (GTK_LABEL (label)));
  if (before == NULL || !pango_attr_list_equal (before, attributes))
    gtk_label_set_attributes (GTK_LABEL (label), attributes);
}

static void
see_to_breaks (GtkWidget *widget)
{
  if (!GTK_IS_LABEL (widget))
    return;
  mark_breaks (widget);
  g_signal_handlers_disconnect_by_func (widget, G_CALLBACK (mark_breaks), NULL);
  g_signal_connect (widget, "notify::label", G_CALLBACK (mark_breaks), NULL);
}

/* An item of a menu that is too wide has lines of so many characters, or fewer. */
#define MOST_ITEM_CHARS  40
#define LEAST_ITEM_CHARS 8
#define MENU_EDGES_PX    16

/* @chars: or 0 to have each item on one line */
static void
wrap_items (GtkWidget *widget, int chars)
{
  if (GTK_IS_LABEL (widget) && !g_str_equal (gtk_widget_get_css_name (widget), "accelerator")) {
    gtk_label_set_wrap (GTK_LABEL (widget), chars > 0);
    gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_natural_wrap_mode (GTK_LABEL (widget), GTK_NATURAL_WRAP_WORD);
    gtk_label_set_max_width_chars (GTK_LABEL (widget), chars > 0 ? chars : -1);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_items (child, chars);
}

/* Without its shadow, of which nobody misses anything. */
static int
width_of_menu (GtkWidget *menu)
{
  int wide;

  gtk_widget_measure (gtk_popover_get_child (GTK_POPOVER (menu)),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      NULL,
                      &wide,
                      NULL,
                      NULL);
  return wide + MENU_EDGES_PX;
}

static void
fit_menu (GtkWidget *menu, int room)
{
  wrap_items (menu, 0);
  for (int chars = MOST_ITEM_CHARS; chars >= LEAST_ITEM_CHARS; chars--) {
    if (width_of_menu (menu) <= room)
      return;
    wrap_items (menu, chars);
  }
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

/* The toolkit begins in the first row of a list that drops down, whatever was chosen, or in the one
 * where it was left before: one key further would be another answer than the next one. */
static void
begin_at_chosen (GtkWidget *popover)
{
  GtkWidget *owner = gtk_widget_get_ancestor (popover, ADW_TYPE_COMBO_ROW);
  GtkWidget *list = find_list (popover);
  GtkWidget *row;
  guint chosen;

  if (owner == NULL)
    owner = gtk_widget_get_ancestor (popover, GTK_TYPE_DROP_DOWN);
  if (owner == NULL || list == NULL)
    return;
  g_object_get (owner, "selected", &chosen, NULL);
  if (chosen == GTK_INVALID_LIST_POSITION)
    return;
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", chosen);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), chosen, TRUE);
  row = gtk_widget_get_first_child (list);
  for (guint i = 0; row != NULL && i < chosen; i++)
    row = gtk_widget_get_next_sibling (row);
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

/* Where nothing in @popover has the focus, what does GTK 4.8 looks for and complains that it is not
 * there. */
static void
activate_default_cb (GtkPopover *popover)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (popover));

  if (root != NULL && gtk_root_get_focus (root) != NULL)
    return;
  g_signal_stop_emission_by_name (popover, "activate-default");
  gtk_widget_child_focus (GTK_WIDGET (popover), GTK_DIR_TAB_FORWARD);
}

static gboolean
close_cb (gpointer popover)
{
  if (!gtk_widget_get_mapped (popover))
    gtk_widget_set_visible (popover, FALSE);
  return G_SOURCE_REMOVE;
}

/* Its page went away under it: GTK shows it again when the page comes back, wherever that is. */
static void
unmapped_cb (GtkPopover *popover)
{
  if (gtk_widget_get_visible (GTK_WIDGET (popover)))
    g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (popover), g_object_unref);
}

/* A key of the window was pressed in it that leads elsewhere: GTK leaves it open there. */
static void
focus_moved_cb (GtkWidget *popover)
{
  GtkRoot *root = gtk_widget_get_root (popover);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && focus != popover && gtk_widget_get_mapped (popover) &&
      gtk_popover_get_autohide (GTK_POPOVER (popover)) && !gtk_widget_is_ancestor (focus, popover))
    gtk_popover_popdown (GTK_POPOVER (popover));
}

/* Where what a menu hangs on was when it came up, in what scrolls around it. */
typedef struct {
  GtkWidget *menu;           /* (nullable): weak */
  GtkAdjustment *adjustment; /* (nullable): weak */
  double value;
  double top;
  double bottom;
} Place;

/* Of the menu that came up last: there is one at a time. */
static Place place;

/* What a menu hangs on is scrolled away: GTK 4.8 looks for a screen where it would be, and finds
 * none. The menu closes before that. */
static void
scrolled_cb (GtkAdjustment *adjustment)
{
  const double by = gtk_adjustment_get_value (adjustment) - place.value;

  if (place.menu != NULL && gtk_widget_get_visible (place.menu) &&
      (place.bottom - by < 0 || place.top - by > gtk_adjustment_get_page_size (adjustment)))
    gtk_popover_popdown (GTK_POPOVER (place.menu));
}

static void
watch_place (GtkWidget *menu)
{
  GtkWidget *anchor = gtk_widget_get_parent (menu);
  GtkWidget *scroller = gtk_widget_get_ancestor (anchor, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t box;

  if (place.adjustment != NULL)
    g_signal_handlers_disconnect_by_func (place.adjustment, G_CALLBACK (scrolled_cb), NULL);
  g_clear_weak_pointer (&place.adjustment);
  g_clear_weak_pointer (&place.menu);
  if (scroller == NULL || !gtk_widget_compute_bounds (anchor, scroller, &box))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_set_weak_pointer (&place.adjustment, adjustment);
  g_set_weak_pointer (&place.menu, menu);
  place.value = gtk_adjustment_get_value (adjustment);
  place.top = box.origin.y;
  place.bottom = box.origin.y + box.size.height;
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (scrolled_cb), NULL);
}

static void
watch_popover (GtkWidget *popover, GtkWidget *root)
{
  watch_place (popover);
  g_signal_handlers_disconnect_by_func (popover, G_CALLBACK (activate_default_cb), NULL);
  g_signal_connect (popover, "activate-default", G_CALLBACK (activate_default_cb), NULL);
  g_signal_handlers_disconnect_by_func (popover, G_CALLBACK (unmapped_cb), NULL);
  g_signal_connect (popover, "unmap", G_CALLBACK (unmapped_cb), NULL);
  g_signal_handlers_disconnect_by_func (root, G_CALLBACK (focus_moved_cb), popover);
  g_signal_connect_object (root,
                           "notify::focus-widget",
                           G_CALLBACK (focus_moved_cb),
                           popover,
                           G_CONNECT_SWAPPED);
}

/* GTK cuts a menu off that is wider than the screen. */
static gboolean
show_popover_cb (GSignalInvocationHint *hint,
                 guint n_values,
                 const GValue *values,
                 gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));

  if (GTK_IS_POPOVER_MENU (widget) && root != NULL && gtk_widget_get_width (root) > 0)
    fit_menu (widget, gtk_widget_get_width (root));
  if (GTK_IS_POPOVER (widget) && root != NULL)
    watch_popover (widget, root);
  if (GTK_IS_POPOVER (widget))
    begin_at_chosen (widget);
  return TRUE;
}

/* (nullable) (transfer none): the screen that @window comes on, as far as that is known */
static GdkMonitor *
find_screen (GtkWindow *window)
{
  GtkWindow *parent = gtk_window_get_transient_for (window);
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  GdkSurface *surface = parent != NULL ? gtk_native_get_surface (GTK_NATIVE (parent)) : NULL;
  g_autoptr (GdkMonitor) first = g_list_model_get_item (gdk_display_get_monitors (display), 0);

  return surface != NULL ? gdk_display_get_monitor_at_surface (display, surface) : first;
}

/* Of the window that it belongs to, where that may be narrow for a reason: a question or a form is
 * no wider. */
static int
width_of_parent (GtkWindow *window)
{
  GtkWindow *parent = gtk_window_get_transient_for (window);
  int width = parent != NULL && gtk_window_get_modal (window)
                  ? gtk_widget_get_width (GTK_WIDGET (parent))
                  : 0;

  return width > 0 ? width : G_MAXINT;
}

/* A window that wants more than there is would begin partly outside. libadwaita 1.4 and later ask
 * for 360 pixels, and with its border it has no room on a screen of 360. */
static void
fit_window (GtkWidget *widget)
{
  GdkMonitor *screen;
  GdkRectangle room;
  int width, height;

  if (!GTK_IS_WINDOW (widget))
    return;
  gtk_widget_get_size_request (widget, &width, &height);
  if (width > LEAST_WIDTH)
    gtk_widget_set_size_request (widget, LEAST_WIDTH, height);
  screen = find_screen (GTK_WINDOW (widget));
  if (screen == NULL)
    return;
  gdk_monitor_get_geometry (screen, &room);
  room.width = MIN (room.width, width_of_parent (GTK_WINDOW (widget)));
  gtk_window_get_default_size (GTK_WINDOW (widget), &width, &height);
  if (width > room.width || height > room.height)
    gtk_window_set_default_size (GTK_WINDOW (widget),
                                 MIN (width, room.width),
                                 MIN (height, room.height));
}

/* With large letters the title of a narrow window was "Zoetermeer…": its lines break, and grow
 * less. Others keep to one line: GTK 4.8 may measure what breaks beside buttons as narrower than it
 * has to be, and says so. */
static void
fit_title (GtkWidget *widget)
{
  if (!GTK_IS_LABEL (widget) || !zpi_ui_text_is_large (widget) ||
      gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR) == NULL ||
      gtk_label_get_ellipsize (GTK_LABEL (widget)) == PANGO_ELLIPSIZE_NONE)
    return;
  gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_single_line_mode (GTK_LABEL (widget), FALSE);
  gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (widget), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (widget), GTK_JUSTIFY_CENTER);
  /* The five letters that it wants at least are more than a short title has. */
  gtk_label_set_width_chars (GTK_LABEL (widget), -1);
  gtk_widget_add_css_class (widget, "zpi-large-title");
}

/* A column is as wide as so many letters, and wider with larger ones. A newer libadwaita does that
 * itself: it has a unit for it. */
static void
fit_clamp (GtkWidget *widget)
{
  const double scale = zpi_ui_text_scale (widget);

  if (!ADW_IS_CLAMP (widget) || scale <= 1 || gtk_widget_has_css_class (widget, FITTED) ||
      g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "unit") != NULL)
    return;
  gtk_widget_add_css_class (widget, FITTED);
  adw_clamp_set_maximum_size (ADW_CLAMP (widget),
                              (int) (adw_clamp_get_maximum_size (ADW_CLAMP (widget)) * scale));
  adw_clamp_set_tightening_threshold (
      ADW_CLAMP (widget),
      (int) (adw_clamp_get_tightening_threshold (ADW_CLAMP (widget)) * scale));
}

static gboolean
realized_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  name_widget (widget);
  name_stack_pages (widget);
  fit_title (widget);
  fit_clamp (widget);
  see_to_breaks (widget);
  see_to_choice (widget);
  keep_plain (widget);
  zpi_columns_see_to (widget);
  fit_window (widget);
  if (GTK_IS_WINDOW (widget)) {
    zpi_second_click_watch (widget);
    zpi_press_watch (widget);
    zpi_in_sight_watch (widget);
    zpi_menu_return_watch (widget);
  }
  zpi_file_list_see_to (widget);
  return TRUE;
}

/**
 * zpi_widgets_watch:
 *
 * Puts right what GTK and libadwaita make by themselves too: menus, rows, dialogs. Once, before the
 * first widget; zpi_ui_init() does it. Main thread.
 */
void
zpi_widgets_watch (void)
{
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET),
                              0,
                              realized_cb,
                              NULL,
                              NULL);
  g_signal_add_emission_hook (g_signal_lookup ("show", GTK_TYPE_WIDGET),
                              0,
                              show_popover_cb,
                              NULL,
                              NULL);
}
