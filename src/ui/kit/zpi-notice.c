/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-notice.h"

#include "zpi-ui.h"

struct _ZpiNotice {
  GtkBox parent_instance;

  GtkImage *icon;
  GtkBox *body;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (ZpiNotice, zpi_notice, GTK_TYPE_BOX)

static const char *const icons[] = {
    [ZPI_NOTICE_INFO] = "dialog-information-symbolic",
    [ZPI_NOTICE_WARNING] = "dialog-warning-symbolic",
    [ZPI_NOTICE_GOOD] = "object-select-symbolic",
};

static const char *const classes[] = {
    [ZPI_NOTICE_INFO] = "accent",
    [ZPI_NOTICE_WARNING] = "warning",
    [ZPI_NOTICE_GOOD] = "success",
};

static void
zpi_notice_class_init (ZpiNoticeClass *klass)
{
  /* A status may not have a name on GTK 4.18. */
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
zpi_notice_init (ZpiNotice *self)
{
  self->icon = GTK_IMAGE (g_object_new (GTK_TYPE_IMAGE,
                                        "valign",
                                        GTK_ALIGN_START,
                                        "accessible-role",
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                        NULL));
  self->body = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->body), TRUE);
  gtk_box_append (self->body, GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->body));
  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-notice");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * zpi_notice_new:
 * @text: (nullable): the advice
 *
 * Returns: (transfer floating): a notice
 */
GtkWidget *
zpi_notice_new (ZpiNoticeKind kind, const char *text)
{
  ZpiNotice *self = g_object_new (ZPI_TYPE_NOTICE, NULL);

  zpi_notice_set (self, kind, text);
  return GTK_WIDGET (self);
}

/**
 * zpi_notice_set:
 * @text: (nullable): the advice; %NULL or empty hides the notice
 */
void
zpi_notice_set (ZpiNotice *self, ZpiNoticeKind kind, const char *text)
{
  gboolean visible = text != NULL && *text != '\0';

  g_return_if_fail (ZPI_IS_NOTICE (self));

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), classes[kind]);
  gtk_image_set_from_icon_name (self->icon, icons[kind]);
  gtk_label_set_label (self->label, visible ? text : "");
  /* Who comes to a button in it hears what it is about. */
  zpi_ui_name (GTK_WIDGET (self), visible ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), visible);
}

/**
 * zpi_notice_add_child:
 * @child: something below the text, such as a button
 */
void
zpi_notice_add_child (ZpiNotice *self, GtkWidget *child)
{
  g_return_if_fail (ZPI_IS_NOTICE (self));

  gtk_widget_set_halign (child, GTK_ALIGN_START);
  gtk_box_append (self->body, child);
}

/**
 * zpi_notice_get_text:
 *
 * Returns: the advice; empty while the notice is hidden
 */
const char *
zpi_notice_get_text (ZpiNotice *self)
{
  g_return_val_if_fail (ZPI_IS_NOTICE (self), "");

  return gtk_label_get_label (self->label);
}
