/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-notice.h"

#include "zpi-clock.h"
#include "zpi-explanation.h"
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
    [ZPI_NOTICE_GOOD] = "emblem-ok-symbolic",
};

static const char *const classes[] = {
    [ZPI_NOTICE_INFO] = "accent",
    [ZPI_NOTICE_WARNING] = "warning",
    [ZPI_NOTICE_GOOD] = "success",
};

static void
zpi_notice_class_init (ZpiNoticeClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
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

static GPtrArray *
dup_advice (ZpiSectionPage *page, guint codes)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (page);
  g_autoptr (ZpiApplication) application = zpi_section_page_dup_application (page);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) guards = NULL;
  ZpiDate today = zpi_clock_today ();

  if (scheme != NULL)
    guards = zpi_guard_list_build (scheme, application, &today);
  for (guint i = 0; guards != NULL && i < guards->len; i++) {
    const ZpiGuard *guard = g_ptr_array_index (guards, i);

    if ((codes & ZPI_GUARD_BIT (guard->code)) != 0)
      g_ptr_array_add (texts, zpi_explanation_render_step (guard->text, zpi_ui_language ()));
  }
  return texts;
}

static gboolean
says_already (GtkBox *box, const GPtrArray *texts)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box));

  for (guint i = 0; i < texts->len; i++) {
    if (child == NULL || g_strcmp0 (gtk_label_get_label (ZPI_NOTICE (child)->label),
                                    g_ptr_array_index (texts, i)) != 0)
      return FALSE;
    child = gtk_widget_get_next_sibling (child);
  }
  return child == NULL;
}

/**
 * zpi_notice_box_show_guards:
 * @box: where the notices stand; nothing else is in it
 * @page: the page, bound
 * @codes: which guards belong here: bits made with ZPI_GUARD_BIT()
 *
 * Shows the advice that the rules have now; what stays the same is left alone.
 */
void
zpi_notice_box_show_guards (GtkBox *box, ZpiSectionPage *page, guint codes)
{
  g_autoptr (GPtrArray) texts = dup_advice (page, codes);
  GtkWidget *child;

  gtk_widget_set_visible (GTK_WIDGET (box), texts->len > 0);
  if (says_already (box, texts))
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (guint i = 0; i < texts->len; i++)
    gtk_box_append (box, zpi_notice_new (ZPI_NOTICE_INFO, g_ptr_array_index (texts, i)));
}
