/* SPDX-License-Identifier: EUPL-1.2 */

/* Where the cursor goes, in one place: for Enter, Next, the keys of the sections, Change, the
 * summary and what was just added. A page's questions have the order in which they are read; those
 * that do not apply are passed over. */

#include "zpi-focus.h"

#include <string.h>

#include "zpi-field-feedback.h"

/* Of the height of the page: where a question goes that is scrolled to, and how far down it may
 * stay where it is. */
#define PLACE_AT   0.12
#define CALM_UNTIL 0.66

static gboolean
is_folded (GtkWidget *widget)
{
  GtkWidget *revealer = gtk_widget_get_ancestor (widget, GTK_TYPE_REVEALER);

  return revealer != NULL && !gtk_revealer_get_reveal_child (GTK_REVEALER (revealer));
}

static gboolean
applies (ZpiFieldRow *row)
{
  return gtk_widget_is_visible (GTK_WIDGET (row)) && gtk_widget_is_sensitive (GTK_WIDGET (row)) &&
         !is_folded (GTK_WIDGET (row));
}

static ZpiFieldRow *
find_open (GPtrArray *rows, guint from)
{
  for (guint i = from; i < rows->len; i++)
    if (applies (rows->pdata[i]) && zpi_field_row_is_open (rows->pdata[i]))
      return rows->pdata[i];
  return NULL;
}

/**
 * zpi_focus_find_first:
 * @below: a page
 *
 * Returns: (transfer none) (nullable): the first question that waits for an answer; when none
 *   does the first there is
 */
ZpiFieldRow *
zpi_focus_find_first (GtkWidget *below)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (below);
  ZpiFieldRow *open = find_open (rows, 0);

  for (guint i = 0; open == NULL && i < rows->len; i++)
    if (applies (rows->pdata[i]))
      open = rows->pdata[i];
  return open;
}

static guint
place_of_focus (GtkWidget *below, GPtrArray *rows)
{
  GtkRoot *root = gtk_widget_get_root (below);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < rows->len; i++)
    if (focus == rows->pdata[i] || gtk_widget_is_ancestor (focus, rows->pdata[i]))
      return i + 1;
  return 0;
}

/**
 * zpi_focus_find_next:
 * @below: a page
 *
 * Returns: (transfer none) (nullable): the first question after the cursor that waits for an
 *   answer; %NULL when the page is done from there on
 */
ZpiFieldRow *
zpi_focus_find_next (GtkWidget *below)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (below);

  return find_open (rows, place_of_focus (below, rows));
}

/**
 * zpi_focus_find_key:
 * @below: a page
 * @key: the key of an answer, or `child.<item>` for the first question of an item
 *
 * Returns: (transfer none) (nullable): the first question on the screen that is about @key; a card
 *   that was folded shows it
 */
ZpiFieldRow *
zpi_focus_find_key (GtkWidget *below, const char *key)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (below);
  gsize length = strlen (key);

  for (guint i = 0; i < rows->len; i++) {
    ZpiFieldRow *row = g_ptr_array_index (rows, i);
    const char *own = zpi_field_row_get_key (row);

    if (own == NULL || !g_str_has_prefix (own, key) || (own[length] != '\0' && own[length] != '.'))
      continue;
    gtk_widget_activate_action (GTK_WIDGET (row), "card.show", "s", key);
    if (gtk_widget_is_visible (GTK_WIDGET (row)))
      return row;
  }
  return NULL;
}

/* The whole question: its row, and the help under it. */
static gboolean
find_extent (GtkWidget *focus, GtkWidget *content, double *top, double *bottom)
{
  GtkWidget *row = gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW);
  GtkWidget *below;
  graphene_rect_t bounds;

  if (row == NULL)
    row = focus;
  if (!gtk_widget_compute_bounds (row, content, &bounds) || bounds.size.height < 1)
    return FALSE;
  *top = bounds.origin.y;
  *bottom = bounds.origin.y + bounds.size.height;
  below = gtk_widget_get_next_sibling (row);
  if (below != NULL && ZPI_IS_FIELD_FEEDBACK (below) && gtk_widget_get_visible (below) &&
      gtk_widget_compute_bounds (below, content, &bounds))
    *bottom = bounds.origin.y + bounds.size.height;
  return TRUE;
}

/**
 * zpi_focus_scroll:
 * @scroller: what scrolls
 * @content: what is in it
 *
 * Brings the question with the cursor, whole, into the upper third; leaves the page alone while
 * the question is well in sight.
 *
 * Returns: %FALSE when the question has no place yet, so that it has to be asked again
 */
gboolean
zpi_focus_scroll (GtkScrolledWindow *scroller, GtkWidget *content)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  GtkRoot *root = gtk_widget_get_root (content);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  double page = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);
  double top;
  double bottom;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, content))
    return TRUE;
  if (!find_extent (focus, content, &top, &bottom))
    return FALSE;
  top += gtk_widget_get_margin_top (content);
  bottom += gtk_widget_get_margin_top (content);
  if (top >= value && bottom <= value + page * CALM_UNTIL)
    return TRUE;
  gtk_adjustment_set_value (adjustment, top - page * PLACE_AT);
  return TRUE;
}
