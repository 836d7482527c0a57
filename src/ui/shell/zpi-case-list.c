/* SPDX-License-Identifier: EUPL-1.2 */

/* Cases below a heading. There may be 10,000 of them: what is not looked at has no row. */

#include "zpi-config.h"

#include "zpi-case-list.h"

#include "zpi-i18n.h"
#include "zpi-ui.h"

/* As many as are made without a frame coming late. */
#define ROWS_AT_ONCE 20

struct _ZpiCaseList {
  AdwBin parent_instance;

  GtkWidget *list;
  GtkWidget *more_button;

  GPtrArray *items; /* (owned) (nullable) (element-type ZpiCaseItem) */
  GHashTable *rows; /* (owned): from ZpiCaseItem to its row, both unowned */
  guint rows_at_first;
  guint n_wanted;
  guint n_at_least; /* rows that are never folded away */
  gboolean show_names;
  GHashTable *chosen; /* (owned) (nullable) (element-type utf8): ids, while cases are chosen */
};

enum {
  SIGNAL_ACTIVATED,
  SIGNAL_CHOSEN_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiCaseList, zpi_case_list, ADW_TYPE_BIN)

static void
row_activated_cb (ZpiCaseList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, row);
}

static void
row_chosen_cb (ZpiCaseList *self, ZpiCaseRow *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN_CHANGED], 0, row);
}

/* A button for one more takes the room of that one. */
static guint
count_shown (ZpiCaseList *self)
{
  guint n_wanted = MAX (self->n_wanted, self->n_at_least);
  guint n_items = self->items != NULL ? self->items->len : 0;

  return n_items <= n_wanted + 1 ? n_items : n_wanted;
}

static GtkWidget *
add_row (ZpiCaseList *self, ZpiCaseItem *item, guint position)
{
  GtkWidget *row = zpi_case_row_new (item, self->show_names);

  zpi_case_row_set_choosing (ZPI_CASE_ROW (row), self->chosen != NULL);
  if (self->chosen != NULL)
    zpi_case_row_set_chosen (ZPI_CASE_ROW (row),
                             g_hash_table_contains (self->chosen, zpi_case_item_get_id (item)));
  g_signal_connect_object (row,
                           "chosen-changed",
                           G_CALLBACK (row_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_insert (GTK_LIST_BOX (self->list), row, (int) position);
  g_hash_table_insert (self->rows, item, row);
  return row;
}

static void
remove_row (ZpiCaseList *self, GtkWidget *row)
{
  g_hash_table_remove (self->rows, zpi_case_row_get_item (ZPI_CASE_ROW (row)));
  gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
}

/* Rows of cases that are not among the first @n_shown any more. */
static void
drop_rows (ZpiCaseList *self, guint n_shown)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  GtkWidget *row = gtk_widget_get_first_child (self->list);

  for (guint i = 0; i < n_shown; i++)
    g_hash_table_add (wanted, self->items->pdata[i]);
  while (row != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (row);

    if (!g_hash_table_contains (wanted, zpi_case_row_get_item (ZPI_CASE_ROW (row))))
      remove_row (self, row);
    row = next;
  }
}

static void
show_more_button (ZpiCaseList *self, guint n_hidden)
{
  g_autofree char *label = NULL;

  gtk_widget_set_visible (self->more_button, n_hidden > 0);
  if (n_hidden == 0)
    return;
  /* Translators: below a list; %u is the number of cases that are not shown yet. */
  label = g_strdup_printf (ngettext ("Show more (%u)", "Show more (%u)", n_hidden), n_hidden);
  zpi_ui_set_button_label (GTK_BUTTON (self->more_button), label);
}

/* What is there already stays where it is; only what differs is made or taken away. */
static void
sync_rows (ZpiCaseList *self)
{
  guint n_shown = count_shown (self);

  drop_rows (self, n_shown);
  for (guint i = 0; i < n_shown; i++) {
    ZpiCaseItem *item = self->items->pdata[i];
    GtkWidget *row = g_hash_table_lookup (self->rows, item);

    if (row != NULL && gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) == (int) i)
      continue;
    if (row != NULL)
      remove_row (self, row);
    add_row (self, item, i);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), n_shown > 0);
  show_more_button (self, self->items != NULL ? self->items->len - n_shown : 0);
}

static void
more_clicked_cb (ZpiCaseList *self)
{
  guint before = count_shown (self);
  GtkListBoxRow *row;

  zpi_case_list_show_more (self);
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) before);
  if (row != NULL && !gtk_widget_get_visible (self->more_button))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
zpi_case_list_dispose (GObject *object)
{
  ZpiCaseList *self = ZPI_CASE_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_hash_table_unref);

  G_OBJECT_CLASS (zpi_case_list_parent_class)->dispose (object);
}

static void
zpi_case_list_finalize (GObject *object)
{
  ZpiCaseList *self = ZPI_CASE_LIST (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);

  G_OBJECT_CLASS (zpi_case_list_parent_class)->finalize (object);
}

static void
zpi_case_list_class_init (ZpiCaseListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_case_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_case_list_finalize;

  /**
   * ZpiCaseList::activated:
   * @self: the list
   * @row: the row
   *
   * Enter or a click on @row.
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated",
                                            ZPI_TYPE_CASE_LIST,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            ZPI_TYPE_CASE_ROW);
  /**
   * ZpiCaseList::chosen-changed:
   * @self: the list
   * @row: the row
   *
   * A tick was set at @row, or taken away.
   */
  signals[SIGNAL_CHOSEN_CHANGED] = g_signal_new ("chosen-changed",
                                                 ZPI_TYPE_CASE_LIST,
                                                 G_SIGNAL_RUN_LAST,
                                                 0,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 G_TYPE_NONE,
                                                 1,
                                                 ZPI_TYPE_CASE_ROW);
}

static void
zpi_case_list_init (ZpiCaseList *self)
{
  self->rows = g_hash_table_new (NULL, NULL);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  self->more_button = gtk_button_new_with_label ("");
  gtk_widget_set_margin_top (self->more_button, 6);
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->more_button, FALSE);
  g_signal_connect_swapped (self->more_button, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * zpi_case_list_new:
 * @title: its heading
 * @rows_at_first: how many rows are made before somebody asks for more
 *
 * Returns: (transfer floating): an empty list, which is not visible
 */
GtkWidget *
zpi_case_list_new (const char *title, guint rows_at_first)
{
  ZpiCaseList *self = g_object_new (ZPI_TYPE_CASE_LIST, NULL);
  GtkWidget *group = zpi_group_new (title, NULL);

  self->rows_at_first = rows_at_first;
  self->n_wanted = rows_at_first;
  zpi_ui_name (self->list, title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->list);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->more_button);
  adw_bin_set_child (ADW_BIN (self), group);
  return GTK_WIDGET (self);
}

/**
 * zpi_case_list_set_items:
 * @self: a list
 * @items: (element-type ZpiCaseItem): all cases below the heading, in their order
 * @n_at_least: of how many, from the first on, the rows are made in any case
 */
void
zpi_case_list_set_items (ZpiCaseList *self, GPtrArray *items, guint n_at_least)
{
  g_return_if_fail (ZPI_IS_CASE_LIST (self) && items != NULL);

  g_ptr_array_ref (items);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = items;
  self->n_at_least = n_at_least;
  sync_rows (self);
}

/**
 * zpi_case_list_show_more:
 * @self: a list
 *
 * Makes some more rows.
 *
 * Returns: %FALSE when all are there already
 */
gboolean
zpi_case_list_show_more (ZpiCaseList *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_LIST (self), FALSE);

  if (self->items == NULL || count_shown (self) == self->items->len)
    return FALSE;
  self->n_wanted = count_shown (self) + ROWS_AT_ONCE;
  sync_rows (self);
  return TRUE;
}

/**
 * zpi_case_list_show_few:
 * @self: a list
 *
 * As many rows as at first, from the next zpi_case_list_set_items() on.
 */
void
zpi_case_list_show_few (ZpiCaseList *self)
{
  g_return_if_fail (ZPI_IS_CASE_LIST (self));

  self->n_wanted = self->rows_at_first;
}

/**
 * zpi_case_list_foreach_row:
 * @self: a list
 * @func: called with each row that was made and @user_data
 * @user_data: for @func
 */
void
zpi_case_list_foreach_row (ZpiCaseList *self, GFunc func, gpointer user_data)
{
  g_return_if_fail (ZPI_IS_CASE_LIST (self));

  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    func (row, user_data);
}

static void
show_names_func (gpointer row, gpointer user_data)
{
  zpi_case_row_set_show_names (row, GPOINTER_TO_INT (user_data));
}

/**
 * zpi_case_list_set_show_names:
 * @self: a list
 * @show_names: whether the counsellor asked for names
 */
void
zpi_case_list_set_show_names (ZpiCaseList *self, gboolean show_names)
{
  g_return_if_fail (ZPI_IS_CASE_LIST (self));

  self->show_names = show_names;
  zpi_case_list_foreach_row (self, show_names_func, GINT_TO_POINTER (show_names));
}

static void
choose_func (gpointer row, gpointer user_data)
{
  GHashTable *chosen = user_data;

  zpi_case_row_set_choosing (row, chosen != NULL);
  if (chosen != NULL)
    zpi_case_row_set_chosen (
        row,
        g_hash_table_contains (chosen, zpi_case_item_get_id (zpi_case_row_get_item (row))));
}

/**
 * zpi_case_list_set_chosen:
 * @self: a list
 * @chosen: (nullable) (element-type utf8): the ids of the cases that are ticked; %NULL when there
 *   is nothing to choose
 */
void
zpi_case_list_set_chosen (ZpiCaseList *self, GHashTable *chosen)
{
  g_return_if_fail (ZPI_IS_CASE_LIST (self));

  if (chosen != NULL)
    g_hash_table_ref (chosen);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  self->chosen = chosen;
  zpi_case_list_foreach_row (self, choose_func, chosen);
}

/**
 * zpi_case_list_find_row:
 * @self: a list
 * @case_id: (nullable): a case
 *
 * Returns: (transfer none) (nullable): its row, or the first one for %NULL
 */
GtkWidget *
zpi_case_list_find_row (ZpiCaseList *self, const char *case_id)
{
  GtkWidget *row;

  g_return_val_if_fail (ZPI_IS_CASE_LIST (self), NULL);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return NULL;
  for (row = gtk_widget_get_first_child (self->list); row != NULL && case_id != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_str_equal (zpi_case_item_get_id (zpi_case_row_get_item (ZPI_CASE_ROW (row))), case_id))
      break;
  return row;
}
