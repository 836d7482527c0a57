/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-section-row.h"

#include "zpi-i18n.h"
#include "zpi-ui.h"

struct _ZpiSectionRow {
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *state_label;
};

G_DEFINE_FINAL_TYPE (ZpiSectionRow, zpi_section_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
state_words (ZpiSectionState state)
{
  switch (state) {
  case ZPI_SECTION_STATE_BEGUN:
    return _ ("Begun");
  case ZPI_SECTION_STATE_COMPLETE:
    return _ ("Complete");
  case ZPI_SECTION_STATE_ATTENTION:
    return _ ("Look at this again");
  case ZPI_SECTION_STATE_UNTOUCHED:
  default:
    return _ ("Not begun");
  }
}

static const char *
state_icon (ZpiSectionState state)
{
  switch (state) {
  case ZPI_SECTION_STATE_BEGUN:
    return "content-loading-symbolic";
  case ZPI_SECTION_STATE_COMPLETE:
    return "object-select-symbolic";
  case ZPI_SECTION_STATE_ATTENTION:
    return "dialog-warning-symbolic";
  case ZPI_SECTION_STATE_UNTOUCHED:
  default:
    return "radio-symbolic";
  }
}

static void
zpi_section_row_class_init (ZpiSectionRowClass *klass)
{
}

static void
zpi_section_row_init (ZpiSectionRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->title_label = GTK_LABEL (gtk_label_new (NULL));
  self->state_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title_label, 0);
  gtk_label_set_wrap (self->title_label, TRUE);
  gtk_label_set_xalign (self->state_label, 0);
  gtk_label_set_wrap (self->state_label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->state_label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->state_label), "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->title_label));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->state_label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/**
 * zpi_section_row_new:
 * @number: its place, from 1
 * @title: the section's title
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_section_row_new (guint number, const char *title)
{
  ZpiSectionRow *self = g_object_new (ZPI_TYPE_SECTION_ROW, NULL);
  g_autofree char *text = NULL;

  /* Translators: the number and the title of a section, such as "3. Applicant". */
  text = g_strdup_printf (_ ("%u. %s"), number, title);
  gtk_label_set_label (self->title_label, text);
  zpi_section_row_set_state (self, ZPI_SECTION_STATE_UNTOUCHED, NULL);
  return GTK_WIDGET (self);
}

/**
 * zpi_section_row_set_state:
 * @self: a row
 * @state: how far the section is
 * @detail: (nullable): what is still to do, instead of the state in words
 *
 * Shows @state, in words and with an icon, to eyes and to screen readers.
 */
void
zpi_section_row_set_state (ZpiSectionRow *self, ZpiSectionState state, const char *detail)
{
  const char *words = detail != NULL ? detail : state_words (state);
  g_autofree char *name = NULL;

  g_return_if_fail (ZPI_IS_SECTION_ROW (self));

  gtk_label_set_label (self->state_label, words);
  gtk_image_set_from_icon_name (self->icon, state_icon (state));
  name = g_strdup_printf ("%s, %s", gtk_label_get_label (self->title_label), words);
  zpi_ui_name (GTK_WIDGET (self), name);
}
