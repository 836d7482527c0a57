/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-case-row.h"

#include "zpi-case-words.h"
#include "zpi-i18n.h"

struct _ZpiCaseRow {
  AdwActionRow parent_instance;

  ZpiCaseItem *item; /* (owned) */
};

G_DEFINE_FINAL_TYPE (ZpiCaseRow, zpi_case_row, ADW_TYPE_ACTION_ROW)

static char *
make_subtitle (ZpiCaseItem *item)
{
  g_autofree char *next = zpi_case_words_next_step (item);
  g_autofree char *due = zpi_case_words_due (item);

  return g_strdup_printf ("%s%s%s%s",
                          zpi_case_item_has_news (item)
                          ? _("New since last time. ") : "",
                               next,
                               due != NULL ? "\n" : "",
                               due != NULL ? due : "");
}

static void
add_prefix (ZpiCaseRow *self, ZpiCaseItem *item)
{
  GtkWidget *icon =
      gtk_image_new_from_icon_name (zpi_case_words_icon (zpi_case_item_get_state (item)));

  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), icon);
}

static void
add_suffix (ZpiCaseRow *self, ZpiCaseItem *item)
{
  GtkWidget *state = gtk_label_new (zpi_case_words_state (zpi_case_item_get_state (item)));
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_widget_add_css_class (state, "caption");
  gtk_widget_add_css_class (state, "zpi-state");
  if (zpi_case_item_get_state (item) == ZPI_CASE_ATTENTION || zpi_case_item_is_damaged (item))
    gtk_widget_add_css_class (state, "zpi-state-attention");
  gtk_label_set_wrap (GTK_LABEL (state), TRUE);
  gtk_label_set_xalign (GTK_LABEL (state), 1);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (state), GTK_NATURAL_WRAP_NONE);
  gtk_widget_set_valign (state, GTK_ALIGN_CENTER);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), state);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), arrow);
}

static void
zpi_case_row_dispose (GObject *object)
{
  ZpiCaseRow *self = ZPI_CASE_ROW (object);

  g_clear_object (&self->item);

  G_OBJECT_CLASS (zpi_case_row_parent_class)->dispose (object);
}

static void
zpi_case_row_class_init (ZpiCaseRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_case_row_dispose;
}

static void
zpi_case_row_init (ZpiCaseRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);
}

/**
 * zpi_case_row_new:
 * @item: a case
 * @show_names: whether the counsellor asked for names
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_case_row_new (ZpiCaseItem *item, gboolean show_names)
{
  ZpiCaseRow *self = g_object_new (ZPI_TYPE_CASE_ROW, NULL);
  g_autofree char *title = zpi_case_words_name (item, show_names);
  g_autofree char *subtitle = make_subtitle (item);

  self->item = g_object_ref (item);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  add_prefix (self, item);
  add_suffix (self, item);
  return GTK_WIDGET (self);
}

/**
 * zpi_case_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): its case
 */
ZpiCaseItem *
zpi_case_row_get_item (ZpiCaseRow *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ROW (self), NULL);

  return self->item;
}
