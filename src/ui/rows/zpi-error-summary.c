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

  GPtrArray *lines; /* (owned) (element-type Line) */

  GtkImage *icon;
  GtkLabel *title_label;
  GtkBox *list;
};

/* One wrong answer, from when it was asked for until it is asked again. */
typedef struct {
  ZpiFieldRow *row;  /* (owned) */
  GtkWidget *button; /* (unowned): in list */
  GtkWidget *tick;   /* (unowned): in button; has its place before it shows */
  char *text;        /* (owned) */
} Line;

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

static void
line_free (gpointer data)
{
  Line *line = data;

  g_object_unref (line->row);
  g_free (line->text);
  g_free (line);
}

static GtkWidget *
new_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

static void
add_line (ZpiErrorSummary *self, ZpiFieldRow *row)
{
  Line *line = g_new0 (Line, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *title = dup_title (row);

  line->row = g_object_ref (row);
  line->text = zpi_field_text_dup_about (title, zpi_field_row_get_problem (row));
  line->button = gtk_button_new ();
  line->tick = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_widget_set_valign (line->tick, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), line->tick);
  gtk_box_append (GTK_BOX (box), new_text (line->text));
  gtk_button_set_child (GTK_BUTTON (line->button), box);
  gtk_widget_add_css_class (line->button, "flat");
  gtk_widget_add_css_class (line->button, "zpi-link");
  g_signal_connect_object (line->button,
                           "clicked",
                           G_CALLBACK (line_clicked_cb),
                           row,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->list, line->button);
  g_ptr_array_add (self->lines, line);
}

static void
show_line (Line *line, gboolean right)
{
  g_autofree char *name = NULL;

  /* Translators: an answer that was wrong and is right by now; what was wrong with it. */
  name = right ? g_strdup_printf (_ ("Put right: %s"), line->text) : g_strdup (line->text);
  zpi_ui_name (line->button, name);
  gtk_widget_set_opacity (line->tick, right ? 1 : 0);
  if (right)
    gtk_widget_add_css_class (line->button, "dim-label");
  else
    gtk_widget_remove_css_class (line->button, "dim-label");
}

/* Its question may be gone from the page, with who it was about. */
static gboolean
is_right (ZpiErrorSummary *self, ZpiFieldRow *row)
{
  return !zpi_field_row_is_wrong (row) ||
         (gtk_widget_get_mapped (GTK_WIDGET (self)) && !gtk_widget_get_mapped (GTK_WIDGET (row)));
}

static void
remove_line (ZpiErrorSummary *self, guint at)
{
  Line *line = g_ptr_array_index (self->lines, at);

  gtk_box_remove (self->list, line->button);
  g_ptr_array_remove_index (self->lines, at);
}

/* What was put right goes when nobody looks: nothing moves under the hand. */
static void
zpi_error_summary_unmap (GtkWidget *widget)
{
  ZpiErrorSummary *self = ZPI_ERROR_SUMMARY (widget);

  GTK_WIDGET_CLASS (zpi_error_summary_parent_class)->unmap (widget);
  for (guint i = self->lines->len; i > 0; i--) {
    Line *line = g_ptr_array_index (self->lines, i - 1);

    if (is_right (self, line->row))
      remove_line (self, i - 1);
  }
  zpi_error_summary_refresh (self);
}

static void
zpi_error_summary_dispose (GObject *object)
{
  ZpiErrorSummary *self = ZPI_ERROR_SUMMARY (object);

  g_ptr_array_set_size (self->lines, 0);
  G_OBJECT_CLASS (zpi_error_summary_parent_class)->dispose (object);
}

static void
zpi_error_summary_finalize (GObject *object)
{
  g_ptr_array_unref (ZPI_ERROR_SUMMARY (object)->lines);
  G_OBJECT_CLASS (zpi_error_summary_parent_class)->finalize (object);
}

static void
zpi_error_summary_class_init (ZpiErrorSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_error_summary_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_error_summary_finalize;
  widget_class->unmap = zpi_error_summary_unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-error-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiErrorSummary, icon);
  gtk_widget_class_bind_template_child (widget_class, ZpiErrorSummary, title_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiErrorSummary, list);
}

static void
zpi_error_summary_init (ZpiErrorSummary *self)
{
  self->lines = g_ptr_array_new_with_free_func (line_free);
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

  while (self->lines->len > 0)
    remove_line (self, self->lines->len - 1);
  for (guint i = 0; i < rows->len; i++)
    if (gtk_widget_get_mapped (g_ptr_array_index (rows, i)))
      add_line (self, g_ptr_array_index (rows, i));
  zpi_error_summary_refresh (self);
  if (self->lines->len == 0)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  zpi_announce (GTK_WIDGET (self), gtk_label_get_label (self->title_label));
}

/**
 * zpi_error_summary_refresh:
 *
 * An answer changed: what is right by now gets a tick. It takes as much room as before, so that
 * what is being typed below it stays where it is, and it lists nothing that was not wrong when it
 * was set.
 */
void
zpi_error_summary_refresh (ZpiErrorSummary *self)
{
  g_autofree char *title = NULL;
  guint n = 0;

  g_return_if_fail (ZPI_IS_ERROR_SUMMARY (self));

  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);
    gboolean right = is_right (self, line->row);

    show_line (line, right);
    n += !right;
  }
  title =
      n == 0
          ? g_strdup (_ ("These answers are right now"))
          : g_strdup_printf (ngettext ("%u answer needs attention", "%u answers need attention", n),
                             n);
  gtk_label_set_label (self->title_label, title);
  gtk_image_set_from_icon_name (self->icon,
                                n == 0 ? "object-select-symbolic" : "dialog-error-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self), self->lines->len > 0);
}
