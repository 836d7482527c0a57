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
#define UPPER_PART 0.4
#define CALM_UNTIL 0.66
/* Pixels below what is scrolled to, so that its frame shows. */
#define EDGE 6

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

/* The row at the top that would be cut in half is shown whole, as far as the question stays whole
 * in the upper part; if the question is one of an income, so is the row with its switch. */
static double
spare_row (GtkWidget *focus, GtkWidget *content, double at, double most)
{
  GtkWidget *picked;
  GtkWidget *row;
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (focus, content, &bounds))
    return at;
  picked = gtk_widget_pick (content, bounds.origin.x + 1, at, GTK_PICK_NON_TARGETABLE);
  row = picked != NULL ? gtk_widget_get_ancestor (picked, GTK_TYPE_LIST_BOX_ROW) : NULL;
  if (row != NULL && gtk_widget_is_ancestor (focus, row) &&
      gtk_widget_get_prev_sibling (row) != NULL)
    row = gtk_widget_get_prev_sibling (row);
  if (row == NULL || !gtk_widget_compute_bounds (row, content, &bounds))
    return at;
  return bounds.origin.y >= most ? MIN (at, bounds.origin.y) : at;
}

/* How far a page that opens may be scrolled down with its title still whole: where its first
 * question is in sight below that, with its help, without, or at least with what is typed in or
 * chosen. Negative when even that is too far down. */
static double
find_opening (GtkWidget *focus, GtkWidget *content, double page, double bottom)
{
  GtkWidget *row = gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW);
  GtkWidget *const parts[] = {NULL, row, focus};
  double margin = gtk_widget_get_margin_top (content);
  graphene_rect_t title;
  graphene_rect_t part;

  if (!gtk_widget_compute_bounds (gtk_widget_get_first_child (content), content, &title))
    return -1;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (parts[i] != NULL && gtk_widget_compute_bounds (parts[i], content, &part))
      bottom = part.origin.y + part.size.height;
    if (bottom - title.origin.y <= page)
      return CLAMP (bottom + margin + EDGE - page, 0, title.origin.y + margin);
  }
  return -1;
}

/**
 * zpi_focus_scroll:
 * @scroller: what scrolls
 * @content: what is in it, its title first
 * @opened: whether the page was just opened: it keeps its title as far as the question is in sight
 *
 * Brings the question with the cursor, whole, into the upper third; leaves the page alone while
 * the question is well in sight.
 *
 * Returns: %FALSE when the question has no place yet, so that it has to be asked again
 */
gboolean
zpi_focus_scroll (GtkScrolledWindow *scroller, GtkWidget *content, gboolean opened)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  GtkRoot *root = gtk_widget_get_root (content);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  double page = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);
  double margin = gtk_widget_get_margin_top (content);
  double top;
  double bottom;
  double opening;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, content))
    return TRUE;
  if (!find_extent (focus, content, &top, &bottom))
    return FALSE;
  value -= margin;
  opening = opened ? find_opening (focus, content, page, bottom) : -1;
  if (opening >= 0) {
    gtk_adjustment_set_value (adjustment, opening);
    return TRUE;
  }
  if (top >= value && bottom <= value + page * CALM_UNTIL)
    return TRUE;
  top = spare_row (focus,
                   content,
                   top - page * PLACE_AT,
                   MAX (bottom - page, top - page * UPPER_PART));
  gtk_adjustment_set_value (adjustment, top + margin);
  return TRUE;
}
