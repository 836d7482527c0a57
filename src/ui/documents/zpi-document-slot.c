/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-document-slot.h"

#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-ui.h"

#define MAX_NAME_CHARS 28

struct _ZpiDocumentSlot {
  GtkButton parent_instance;

  char *item;
  GtkWidget *menu; /* (nullable): made when it is asked for; a page has many slots */
};

G_DEFINE_FINAL_TYPE (ZpiDocumentSlot, zpi_document_slot, GTK_TYPE_BUTTON)

static void
ask (ZpiDocumentSlot *self, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (self), action, "s", self->item);
}

static void
clicked_cb (ZpiDocumentSlot *self)
{
  ask (self, "evidence.view");
}

static void
passed_on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (g_str_equal (name, "slot.view"))
    ask (ZPI_DOCUMENT_SLOT (widget), "evidence.view");
  else if (g_str_equal (name, "slot.move"))
    ask (ZPI_DOCUMENT_SLOT (widget), "evidence.move");
  else if (g_str_equal (name, "slot.replace"))
    ask (ZPI_DOCUMENT_SLOT (widget), "adder.replace");
  else
    ask (ZPI_DOCUMENT_SLOT (widget), "adder.remove");
}

static void
open_menu (ZpiDocumentSlot *self)
{
  if (self->menu == NULL) {
    g_autoptr (GMenu) menu = g_menu_new ();

    g_menu_append (menu, _ ("_View"), "slot.view");
    g_menu_append (menu, _ ("_Move to…"), "slot.move");
    g_menu_append (menu, _ ("_Replace…"), "slot.replace");
    g_menu_append (menu, _ ("Re_move"), "slot.remove");
    self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
    gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  }
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
menu_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  open_menu (ZPI_DOCUMENT_SLOT (widget));
  return TRUE;
}

static void
pressed_cb (ZpiDocumentSlot *self)
{
  open_menu (self);
}

static void
zpi_document_slot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ZpiDocumentSlot *self = ZPI_DOCUMENT_SLOT (widget);

  GTK_WIDGET_CLASS (zpi_document_slot_parent_class)
      ->size_allocate (widget, width, height, baseline);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
zpi_document_slot_dispose (GObject *object)
{
  ZpiDocumentSlot *self = ZPI_DOCUMENT_SLOT (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  G_OBJECT_CLASS (zpi_document_slot_parent_class)->dispose (object);
}

static void
zpi_document_slot_finalize (GObject *object)
{
  g_free (ZPI_DOCUMENT_SLOT (object)->item);
  G_OBJECT_CLASS (zpi_document_slot_parent_class)->finalize (object);
}

static void
zpi_document_slot_class_init (ZpiDocumentSlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_document_slot_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_document_slot_finalize;
  widget_class->size_allocate = zpi_document_slot_size_allocate;
  gtk_widget_class_install_action (widget_class, "slot.view", NULL, passed_on_action);
  gtk_widget_class_install_action (widget_class, "slot.move", NULL, passed_on_action);
  gtk_widget_class_install_action (widget_class, "slot.replace", NULL, passed_on_action);
  gtk_widget_class_install_action (widget_class, "slot.remove", NULL, passed_on_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "slot.remove", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_cb, NULL);
}

static void
zpi_document_slot_init (ZpiDocumentSlot *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
  g_signal_connect (self, "clicked", G_CALLBACK (clicked_cb), NULL);
}

static void
show (ZpiDocumentSlot *self, const char *icon, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_NAME_CHARS);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (self), box);
}

/**
 * zpi_document_slot_new:
 * @zcase: the case
 * @scheme: (nullable): for the name of its kind
 * @item: the document
 * @label: (nullable): what stands on it; the file's name without
 *
 * Returns: (transfer floating): a slot
 */
GtkWidget *
zpi_document_slot_new (ZpiCase *zcase, const ZpiScheme *scheme, const char *item, const char *label)
{
  ZpiDocumentSlot *self = g_object_new (ZPI_TYPE_DOCUMENT_SLOT, NULL);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "problem");
  ZpiIntakeProblem problem = zpi_intake_problem_from_nick (zpi_case_get (zcase, key));
  g_autofree char *name = zpi_evidence_text_dup_file_name (zcase, item);
  g_autofree char *what = zpi_evidence_text_dup_document (zcase, scheme, item);
  g_autofree char *whole = g_strdup_printf ("%s: %s", name, what);

  self->item = g_strdup (item);
  show (self,
        problem == ZPI_INTAKE_OK ? "object-select-symbolic" : "dialog-warning-symbolic",
        label != NULL ? label : name);
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-slot");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), whole);
  zpi_ui_name (GTK_WIDGET (self), whole);
  return GTK_WIDGET (self);
}

/**
 * zpi_document_slot_get_item:
 *
 * Returns: the document
 */
const char *
zpi_document_slot_get_item (ZpiDocumentSlot *self)
{
  g_return_val_if_fail (ZPI_IS_DOCUMENT_SLOT (self), NULL);

  return self->item;
}
