/* SPDX-License-Identifier: EUPL-1.2 */

/* What every program with windows does once: the resources of this folder and its style sheet. */

#include "zpi-ui.h"

#include "zpi-announce.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-text-row.h"
#include "zpi-ui-resources.h"
#include "zpi-widgets.h"

/* Dots to the inch of letters of the usual size, and how many times that is large. */
#define USUAL_DPI 96
#define LARGE     1.5

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
  zpi_widgets_watch ();
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
 * zpi_ui_char_width:
 * @widget: a widget
 *
 * Returns: how wide a letter is in it, about, in pixels
 */
int
zpi_ui_char_width (GtkWidget *widget)
{
  PangoFontMetrics *metrics;
  int width;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1);

  metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  width = PANGO_PIXELS (pango_font_metrics_get_approximate_char_width (metrics));
  pango_font_metrics_unref (metrics);
  return MAX (width, 1);
}

/**
 * zpi_ui_text_scale:
 * @widget: where something stands that is measured in pixels
 *
 * Returns: how many times the usual size somebody chose for letters
 */
double
zpi_ui_text_scale (GtkWidget *widget)
{
  int dpi;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1);

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? (double) dpi / USUAL_DPI / PANGO_SCALE : 1;
}

/**
 * zpi_ui_text_is_large:
 * @widget: where something stands that cannot grow along
 *
 * Returns: whether somebody chose letters of one and a half times the usual size, or more
 */
gboolean
zpi_ui_text_is_large (GtkWidget *widget)
{
  return zpi_ui_text_scale (widget) >= LARGE;
}

/**
 * zpi_ui_set_button_label:
 * @button: a button with words, which may be on the screen
 * @label: its new words, with a mnemonic where it has one
 *
 * Changes what stands on @button. gtk_button_set_label() of GTK 4.8 also says it to a screen
 * reader, with the underscore and then once more. The first words break into lines where there is
 * no room, see zpi_group_wrap_buttons().
 */
void
zpi_ui_set_button_label (GtkButton *button, const char *label)
{
  GtkWidget *words;

  g_return_if_fail (GTK_IS_BUTTON (button));

  words = gtk_button_get_child (button);
  if (gtk_button_get_label (button) == NULL || !GTK_IS_LABEL (words)) {
    gtk_button_set_label (button, label);
    zpi_group_wrap_buttons (GTK_WIDGET (button));
    return;
  }
  gtk_label_set_label (GTK_LABEL (words), label);
  /* Without a mnemonic that is its name; else its content is, see zpi_widgets_watch(). */
  if (!gtk_button_get_use_underline (button))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    label,
                                    -1);
}

/**
 * zpi_ui_describe:
 * @widget: an action row
 * @text: what assistive technology says of it after its name, mostly its subtitle
 *
 * Libadwaita 1.2 tells assistive technology nothing of a subtitle; later it relates the row to the
 * label, and of that GTK 4.18 reads nothing, and nothing else either.
 */
void
zpi_ui_describe (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text,
                                  -1);
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
