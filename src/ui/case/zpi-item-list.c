/* SPDX-License-Identifier: EUPL-1.2 */

/* Widgets for the items of a list (children, incomes), and taking an item away with a way back. */

#include "zpi-item-list.h"

#include "zpi-checks.h"
#include "zpi-field.h"
#include "zpi-item-slot.h"
#include "zpi-second-click.h"
#include "zpi-way-back.h"

typedef struct {
  ZpiSectionPage *page; /* (weak) (nullable) */
  ZpiCase *zcase;
  char *list;
  GStrv items;
  GArray *positions;  /* (element-type guint): where each was */
  char *count_before; /* (nullable): how many children were counted, where that went along */
  char *count_after;  /* (nullable) */
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_clear_weak_pointer (&undo->page);
  g_object_unref (undo->zcase);
  g_free (undo->list);
  g_strfreev (undo->items);
  g_array_unref (undo->positions);
  g_free (undo->count_before);
  g_free (undo->count_after);
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

/* To what came back, which is where one looks. */
static void
undo_clicked_cb (AdwToast *toast, Undo *undo)
{
  g_autofree char *about = g_strconcat (undo->list, ".", undo->items[0], NULL);

  for (guint i = 0; undo->items[i] != NULL; i++)
    zpi_case_insert_item (undo->zcase,
                          undo->list,
                          undo->items[i],
                          g_array_index (undo->positions, guint, i));
  if (undo->count_after != NULL &&
      g_str_equal (zpi_case_get (undo->zcase, ZPI_KEY_CHECK_CHILDREN), undo->count_after))
    zpi_case_set (undo->zcase, ZPI_KEY_CHECK_CHILDREN, undo->count_before);
  if (undo->page != NULL)
    zpi_section_page_focus_key (undo->page, about);
}

/* A child that goes was one of those that were counted on the page Check: else it would be missed
 * from then on. Where fewer were counted than are here that number says nothing of this one. */
static void
count_along (Undo *undo)
{
  const char *text = zpi_case_get (undo->zcase, ZPI_KEY_CHECK_CHILDREN);
  g_auto (ZpiCheckResult) counted = zpi_check_count (text);
  guint64 count = counted.normalised != NULL ? g_ascii_strtoull (counted.normalised, NULL, 10) : 0;
  guint n_items = g_strv_length (undo->items);

  if (!g_str_equal (undo->list, ZPI_LIST_CHILD) || count < n_items ||
      count < zpi_case_get_n_items (undo->zcase, ZPI_LIST_CHILD))
    return;
  undo->count_before = g_strdup (text);
  undo->count_after = g_strdup_printf ("%" G_GUINT64_FORMAT, count - n_items);
  zpi_case_set (undo->zcase, ZPI_KEY_CHECK_CHILDREN, undo->count_after);
}

static Undo *
undo_new (ZpiSectionPage *page, const char *list, const char *const *items)
{
  ZpiCase *zcase = zpi_section_page_get_case (page);
  g_auto (GStrv) all = zpi_case_dup_items (zcase, list);
  Undo *undo = g_new0 (Undo, 1);

  g_set_weak_pointer (&undo->page, page);
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

/* What was removed and came back. */
typedef struct {
  ZpiSectionPage *page; /* (weak) (nullable) */
  GStrv items;
  ZpiItemListAgain remove;
} Again;

static void
again_free (gpointer data)
{
  Again *again = data;

  g_clear_weak_pointer (&again->page);
  g_strfreev (again->items);
  g_free (again);
}

static void
remove_again (gpointer data)
{
  Again *again = data;

  if (again->page != NULL)
    again->remove (again->page, (const char *const *) again->items);
}

/**
 * zpi_item_list_remove:
 * @page: the page, bound
 * @list: the list in the case
 * @items: what goes, in its order
 * @toast_title: what was done; no names in it
 * @remove: (scope notified): removes them when they came back, as here
 *
 * Removes @items and offers to bring them back with all their answers. Of children the number that
 * was counted goes along.
 *
 * Returns: (transfer full): the toast, for zpi_way_back_take()
 */
AdwToast *
zpi_item_list_remove (ZpiSectionPage *page,
                      const char *list,
                      const char *const *items,
                      const char *toast_title,
                      ZpiItemListAgain remove)
{
  ZpiCase *zcase = zpi_section_page_get_case (page);
  guint64 before = zpi_case_get_generation (zcase);
  AdwToast *toast = zpi_way_back_new_toast (toast_title, zcase);
  Undo *undo = undo_new (page, list, items);
  Again *again = g_new0 (Again, 1);

  g_set_weak_pointer (&again->page, page);
  again->items = g_strdupv ((char **) items);
  again->remove = remove;
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), undo, undo_free, 0);
  count_along (undo);
  for (guint i = 0; items[i] != NULL; i++)
    zpi_case_remove_item (zcase, list, items[i]);
  /* What has come under the pointer since is not meant. */
  zpi_second_click_acted (GTK_WIDGET (page));
  zpi_section_page_offer_undo (page, g_object_ref (toast), before, remove_again, again, again_free);
  return toast;
}
