/* SPDX-License-Identifier: EUPL-1.2 */

/* What every program with windows does once: the resources of this folder and its style sheet. */

#include "zpi-ui.h"

#include "zpi-announce.h"
#include "zpi-i18n.h"
#include "zpi-text-row.h"
#include "zpi-ui-resources.h"

static void
name_by_content_cb (GtkWidget *widget)
{
  if ((GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget))) ||
      (GTK_IS_CHECK_BUTTON (widget) &&
       gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (widget))))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  /* Nor is an icon part of its name, which is read out as "GtkImage". */
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* GTK 4.8 names a button by its label with the underscore and by its content ("_Next Next"), again
 * with each label that it gets. The content alone is right. */
static gboolean
name_button_cb (GSignalInvocationHint *hint,
                guint n_values,
                const GValue *values,
                gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (!GTK_IS_BUTTON (widget) && !GTK_IS_CHECK_BUTTON (widget))
    return TRUE;
  name_by_content_cb (widget);
  g_signal_handlers_disconnect_by_func (widget, G_CALLBACK (name_by_content_cb), NULL);
  g_signal_connect (widget, "notify::label", G_CALLBACK (name_by_content_cb), NULL);
  return TRUE;
}

static void
name_buttons (void)
{
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET),
                              0,
                              name_button_cb,
                              NULL,
                              NULL);
}

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
  zpi_ui_register_resource ();
  g_type_ensure (ZPI_TYPE_TEXT_ROW);
  name_buttons ();
  zpi_announce_init ();
  if (display != NULL) {
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

    gtk_css_provider_load_from_resource (provider, ZPI_UI_RESOURCES "style.css");
    gtk_style_context_add_provider_for_display (display,
                                                GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    /* GtkApplication looks for them before the resources are registered. */
    gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), ZPI_UI_ICONS);
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

/**
 * zpi_ui_dup_size:
 * @bytes: a size
 *
 * Returns: (transfer full): "1,2 MB", in the form of the language of the screen, also where the
 *   numbers of the computer have another
 */
char *
zpi_ui_dup_size (guint64 bytes)
{
  char *text = g_format_size (bytes);

  return g_str_equal (zpi_ui_language (), "nl") ? g_strdelimit (text, ".", ',') : text;
}

/**
 * zpi_ui_name:
 * @widget: a button, a field or a list
 * @name: what assistive technology calls it
 *
 * Gives @widget a name of its own. GTK and libadwaita name many widgets after a label beside or
 * inside them, and since GTK 4.10 that wins over the name ("Remove" twice, for "Remove child 1" and
 * "Remove child 2"). To be called after @widget was put where it belongs, for a row relates its
 * button to its title then.
 */
void
zpi_ui_name (GtkWidget *widget, const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * zpi_ui_focus_text:
 * @text: what is read first on a page that was just shown; it can have the focus
 *
 * Moves the focus to @text. In GTK 4.8 a label that cannot be selected does not grab it, and the
 * first button has it: a key meant for the page before presses that, and it is read instead.
 */
void
zpi_ui_focus_text (GtkLabel *text)
{
  GtkRoot *root;

  g_return_if_fail (GTK_IS_LABEL (text));

  root = gtk_widget_get_root (GTK_WIDGET (text));
  if (root != NULL)
    gtk_root_set_focus (root, GTK_WIDGET (text));
}

/**
 * zpi_ui_focus_in_row:
 * @row: a row of a list that never has the focus itself, only what is in it
 * @direction: where to
 *
 * For the class of such a row: its `focus`.
 *
 * Returns: whether something in it has the focus now
 */
gboolean
zpi_ui_focus_in_row (GtkWidget *row, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)), direction);
}

/**
 * zpi_ui_grab_focus_in_row:
 * @row: as for [func@ui_focus_in_row]
 *
 * For the class of such a row: its `grab_focus`.
 *
 * Returns: whether something in it has the focus now
 */
gboolean
zpi_ui_grab_focus_in_row (GtkWidget *row)
{
  return zpi_ui_focus_in_row (row, GTK_DIR_TAB_FORWARD);
}

/* A place has to be given first: that comes after the ticks of a frame. */
static gboolean
bring_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  guint *n_left = user_data;
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double top;

  if (--*n_left > 0)
    return G_SOURCE_CONTINUE;
  if (scroller == NULL || viewport == NULL ||
      !gtk_widget_compute_bounds (widget, viewport, &bounds))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  top = gtk_adjustment_get_value (adjustment) + bounds.origin.y;
  gtk_adjustment_clamp_page (adjustment, top, top + bounds.size.height);
  return G_SOURCE_REMOVE;
}

/**
 * zpi_ui_bring_into_view:
 * @widget: what was just shown, such as an answer below the button that was pressed
 *
 * Scrolls the page until @widget is there to be read, once it has its place.
 */
void
zpi_ui_bring_into_view (GtkWidget *widget)
{
  guint *n_left;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  n_left = g_new (guint, 1);
  *n_left = 3;
  gtk_widget_add_tick_callback (widget, bring_cb, n_left, g_free);
}
