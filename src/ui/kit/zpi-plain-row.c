/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-plain-row.h"

#include "zpi-group.h"
#include "zpi-ui.h"

G_DEFINE_TYPE (ZpiPlainRow, zpi_plain_row, ADW_TYPE_ACTION_ROW)

static gboolean
zpi_plain_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *child = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget));

  return child != NULL && gtk_widget_child_focus (child, direction);
}

static void
zpi_plain_row_class_init (ZpiPlainRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = zpi_plain_row_focus;
}

static void
zpi_plain_row_init (ZpiPlainRow *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

/**
 * zpi_plain_row_new:
 * @title: what it is about
 * @subtitle: (nullable): more about it
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_plain_row_new (const char *title, const char *subtitle)
{
  GtkWidget *self = g_object_new (ZPI_TYPE_PLAIN_ROW, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  return self;
}

/**
 * zpi_plain_row_add_switch:
 *
 * Returns: (transfer none): a switch at the end; a click anywhere in the row turns it
 */
GtkWidget *
zpi_plain_row_add_switch (ZpiPlainRow *self)
{
  GtkWidget *toggle = gtk_switch_new ();

  g_return_val_if_fail (ZPI_IS_PLAIN_ROW (self), toggle);

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), toggle);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  return toggle;
}

/**
 * zpi_plain_row_add_button:
 * @button: what is done with the row
 * @name: for assistive technology: what it does with which row; unlike that of any other
 *
 * Puts @button at the end; a click anywhere in the row presses it.
 */
void
zpi_plain_row_add_button (ZpiPlainRow *self, GtkWidget *button, const char *name)
{
  g_return_if_fail (ZPI_IS_PLAIN_ROW (self));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), button);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  zpi_group_wrap_row (GTK_WIDGET (self));
  /* The row names the button by its title; together with a name of its own that is said twice. */
  zpi_ui_name (button, name);
}
