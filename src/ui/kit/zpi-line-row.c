/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-line-row.h"

#include "zpi-ui.h"
#include "zpi-wrap-box.h"

struct _ZpiLineRow {
  AdwPreferencesRow parent_instance;

  ZpiWrapBox *columns;
  GtkWidget *sum_label;
};

static GtkBuildableIface *parent_buildable;

/* In a template: a row each. */
static void
zpi_line_row_add_child (GtkBuildable *buildable,
                        GtkBuilder *builder,
                        GObject *child,
                        const char *type)
{
  if (ADW_IS_PREFERENCES_ROW (child))
    zpi_line_row_add (ZPI_LINE_ROW (buildable), GTK_WIDGET (child), 0);
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = zpi_line_row_add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ZpiLineRow,
                               zpi_line_row,
                               ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static void
zpi_line_row_class_init (ZpiLineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = zpi_ui_focus_in_row;
  widget_class->grab_focus = zpi_ui_grab_focus_in_row;
}

static void
zpi_line_row_init (ZpiLineRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-line");
  self->columns = g_object_new (ZPI_TYPE_WRAP_BOX, NULL);
  self->sum_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->sum_label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->sum_label), 0);
  gtk_widget_add_css_class (self->sum_label, "zpi-line-sum");
  gtk_widget_set_visible (self->sum_label, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->columns));
  gtk_box_append (GTK_BOX (box), self->sum_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/**
 * zpi_line_row_new:
 *
 * Returns: (transfer floating): a row without questions
 */
GtkWidget *
zpi_line_row_new (void)
{
  return g_object_new (ZPI_TYPE_LINE_ROW, NULL);
}

static void
row_visible_cb (GtkWidget *row, GParamSpec *pspec, GtkWidget *column)
{
  gtk_widget_set_visible (column, gtk_widget_get_visible (row));
}

/**
 * zpi_line_row_add:
 * @row: (transfer floating): a row with a question
 * @width_chars: how many characters its answer mostly has, or 0 to leave it as it is
 *
 * Puts @row behind the others. A column is a list of its own, so that a row in it does what it does
 * in a group; for assistive technology it is no list.
 */
void
zpi_line_row_add (ZpiLineRow *self, GtkWidget *row, int width_chars)
{
  GtkWidget *column;

  g_return_if_fail (ZPI_IS_LINE_ROW (self));
  g_return_if_fail (GTK_IS_LIST_BOX_ROW (row));

  column = g_object_new (GTK_TYPE_LIST_BOX,
                         "accessible-role",
                         GTK_ACCESSIBLE_ROLE_GROUP,
                         "selection-mode",
                         GTK_SELECTION_NONE,
                         "focusable",
                         FALSE,
                         "hexpand",
                         TRUE,
                         NULL);
  gtk_widget_add_css_class (column, "zpi-column");
  gtk_list_box_append (GTK_LIST_BOX (column), row);
  if (width_chars > 0 && GTK_IS_EDITABLE (row)) {
    gtk_editable_set_width_chars (GTK_EDITABLE (row), width_chars);
    /* Without it an entry wants at least 150 pixels. */
    gtk_editable_set_max_width_chars (GTK_EDITABLE (row), width_chars);
  }
  g_signal_connect_object (row, "notify::visible", G_CALLBACK (row_visible_cb), column, 0);
  gtk_widget_set_visible (column, gtk_widget_get_visible (row));
  zpi_wrap_box_append (self->columns, column);
}

/**
 * zpi_line_row_add_button:
 * @button: (transfer floating): a small button that belongs to the questions
 *
 * Puts @button behind the questions; it takes no more room than it needs.
 */
void
zpi_line_row_add_button (ZpiLineRow *self, GtkWidget *button)
{
  g_return_if_fail (ZPI_IS_LINE_ROW (self));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (button, 6);
  zpi_wrap_box_append (self->columns, button);
}

/**
 * zpi_line_row_set_sum:
 * @text: (nullable): what the answers come to together
 */
void
zpi_line_row_set_sum (ZpiLineRow *self, const char *text)
{
  g_return_if_fail (ZPI_IS_LINE_ROW (self));

  gtk_label_set_text (GTK_LABEL (self->sum_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->sum_label, text != NULL);
}
