/* SPDX-License-Identifier: EUPL-1.2 */

/* Widgets for the items of a list (children, incomes), and taking an item away with a way back. */

#include "zpi-item-list.h"

#include "zpi-i18n.h"
#include "zpi-item-slot.h"

typedef struct {
  ZpiCase *zcase;
  char *list;
  GStrv items;
  GArray *positions; /* (element-type guint): where each was */
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->zcase);
  g_free (undo->list);
  g_strfreev (undo->items);
  g_array_unref (undo->positions);
  g_free (undo);
}

/**
 * zpi_item_list_get_item:
 * @widget: a widget that zpi_item_list_sync() put there, or one in it
 *
 * Returns: its item
 */
const char *
zpi_item_list_get_item (GtkWidget *widget)
{
  GtkWidget *slot = gtk_widget_get_ancestor (widget, ZPI_TYPE_ITEM_SLOT);

  return zpi_item_slot_get_item (ZPI_ITEM_SLOT (slot));
}

static GtkWidget *
find_widget (GtkBox *box, const char *item)
{
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (GTK_WIDGET (box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (zpi_item_list_get_item (child), item))
      return child;
  return NULL;
}

static void
remove_others (GtkBox *box, const char *const *items)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box));

  while (child != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);

    if (!g_strv_contains (items, zpi_item_list_get_item (child)))
      gtk_box_remove (box, child);
    child = next;
  }
}

/**
 * zpi_item_list_sync:
 * @page: the page, bound
 * @box: where the widgets are; nothing else is in it
 * @list: the list in the case
 * @func: makes the widget of a new item
 *
 * Brings the widgets in line with the items, leaving alone what stays. Each is in a bin of its own.
 */
void
zpi_item_list_sync (ZpiSectionPage *page, GtkBox *box, const char *list, ZpiItemListFunc func)
{
  g_auto (GStrv) items = zpi_case_dup_items (zpi_section_page_get_case (page), list);
  GtkWidget *before = NULL;

  remove_others (box, (const char *const *) items);
  for (guint i = 0; items[i] != NULL; i++) {
    GtkWidget *widget = find_widget (box, items[i]);

    if (widget == NULL) {
      widget = zpi_item_slot_new (items[i], func (page, items[i]));
      gtk_box_append (box, widget);
      zpi_section_page_adopt (page, widget);
    }
    gtk_box_reorder_child_after (box, widget, before);
    before = widget;
  }
}

static void
undo_clicked_cb (AdwToast *toast, Undo *undo)
{
  for (guint i = 0; undo->items[i] != NULL; i++)
    zpi_case_insert_item (undo->zcase,
                          undo->list,
                          undo->items[i],
                          g_array_index (undo->positions, guint, i));
}

static Undo *
undo_new (ZpiCase *zcase, const char *list, const char *const *items)
{
  g_auto (GStrv) all = zpi_case_dup_items (zcase, list);
  Undo *undo = g_new0 (Undo, 1);

  undo->zcase = g_object_ref (zcase);
  undo->list = g_strdup (list);
  undo->items = g_strdupv ((char **) items);
  undo->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; items[i] != NULL; i++) {
    guint position = 0;

    while (all[position] != NULL && !g_str_equal (all[position], items[i]))
      position++;
    g_array_append_val (undo->positions, position);
  }
  return undo;
}

/**
 * zpi_item_list_remove:
 * @page: the page, bound
 * @list: the list in the case
 * @items: what goes, in its order
 * @toast_title: what was done; no names in it
 *
 * Removes @items and offers to bring them back with all their answers.
 */
void
zpi_item_list_remove (ZpiSectionPage *page,
                      const char *list,
                      const char *const *items,
                      const char *toast_title)
{
  ZpiCase *zcase = zpi_section_page_get_case (page);
  g_autofree char *escaped = g_markup_escape_text (toast_title, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 20);
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (undo_clicked_cb),
                         undo_new (zcase, list, items),
                         undo_free,
                         0);
  for (guint i = 0; items[i] != NULL; i++)
    zpi_case_remove_item (zcase, list, items[i]);
  zpi_section_page_add_toast (page, toast);
}
