/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-error-summary.h"

#include "zpi-announce.h"
#include "zpi-field-row.h"
#include "zpi-field-text.h"
#include "zpi-finding-text.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

struct _ZpiErrorSummary {
  GtkBox parent_instance;

  GPtrArray *rows; /* (element-type ZpiFieldRow) (nullable) */

  GtkLabel *title_label;
  GtkBox *list;
};

G_DEFINE_FINAL_TYPE (ZpiErrorSummary, zpi_error_summary, GTK_TYPE_BOX)

static void
line_clicked_cb (ZpiFieldRow *row)
{
  zpi_field_row_focus (row);
}

/* Several people on one page have the same questions. */
static char *
dup_title (ZpiFieldRow *row)
{
  const char *key = zpi_field_row_get_key (row);
  ZpiCase *zcase = zpi_field_row_get_case (row);

  if (zcase != NULL &&
      (g_str_has_prefix (key, "partner.") || g_str_has_prefix (key, ZPI_LIST_CHILD ".")))
    return zpi_finding_text_dup_where (zcase, key);
  if (ADW_IS_PREFERENCES_ROW (row))
    return g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  return g_strdup (zpi_field_text_title (key));
}

static GtkWidget *
new_line (ZpiFieldRow *row)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *title = dup_title (row);
  g_autofree char *text = zpi_field_text_dup_about (title, zpi_field_row_get_problem (row));

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  zpi_ui_name (button, text);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "zpi-link");
  g_signal_connect_object (button, "clicked", G_CALLBACK (line_clicked_cb), row, G_CONNECT_SWAPPED);
  return button;
}

static void
clear_list (ZpiErrorSummary *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
}

static void
zpi_error_summary_dispose (GObject *object)
{
  ZpiErrorSummary *self = ZPI_ERROR_SUMMARY (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (zpi_error_summary_parent_class)->dispose (object);
}

static void
zpi_error_summary_class_init (ZpiErrorSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_error_summary_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-error-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiErrorSummary, title_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiErrorSummary, list);
}

static void
zpi_error_summary_init (ZpiErrorSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * zpi_error_summary_set_rows:
 * @rows: (element-type ZpiFieldRow): the questions whose answers are wrong
 *
 * Shows them and takes the focus; hides when there are none.
 */
void
zpi_error_summary_set_rows (ZpiErrorSummary *self, GPtrArray *rows)
{
  g_return_if_fail (ZPI_IS_ERROR_SUMMARY (self));

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  if (rows->len > 0)
    self->rows = g_ptr_array_ref (rows);
  zpi_error_summary_refresh (self);
  if (rows->len == 0)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  zpi_announce (GTK_WIDGET (self), gtk_label_get_label (self->title_label));
}

/**
 * zpi_error_summary_refresh:
 *
 * An answer changed: what is right by now goes from the list.
 */
void
zpi_error_summary_refresh (ZpiErrorSummary *self)
{
  g_autofree char *title = NULL;
  guint n = 0;

  g_return_if_fail (ZPI_IS_ERROR_SUMMARY (self));

  clear_list (self);
  for (guint i = 0; self->rows != NULL && i < self->rows->len; i++) {
    ZpiFieldRow *row = g_ptr_array_index (self->rows, i);

    if (!zpi_field_row_is_wrong (row) || !gtk_widget_get_mapped (GTK_WIDGET (row)))
      continue;
    gtk_box_append (self->list, new_line (row));
    n++;
  }
  title =
      g_strdup_printf (ngettext ("%u answer needs attention", "%u answers need attention", n), n);
  gtk_label_set_label (self->title_label, title);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}
