/* SPDX-License-Identifier: EUPL-1.2 */

/* From the table of questions to rows on the screen: each question has the row of its kind, also
 * where no template places it. */

#include "zpi-question-rows.h"

#include <string.h>

#include "zpi-choice-row.h"
#include "zpi-combo-row.h"
#include "zpi-entry-row.h"
#include "zpi-flag-row.h"
#include "zpi-group.h"
#include "zpi-line-row.h"
#include "zpi-ui.h"

/* So many answers are all in sight; more are behind a button. */
#define MAX_IN_SIGHT 4

/**
 * zpi_question_row_new:
 * @key: an answer, also one of an item, whose choices are not a list of the scheme
 *
 * Returns: (transfer floating): a row of the kind that the table of questions names
 */
GtkWidget *
zpi_question_row_new (const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  g_return_val_if_fail (field != NULL, NULL);

  if (field->kind == ZPI_FIELD_FLAG)
    return zpi_flag_row_new (key);
  if (field->choices != NULL && g_strv_length ((GStrv) field->choices) > MAX_IN_SIGHT)
    return zpi_combo_row_new (key);
  if (field->choices != NULL)
    return zpi_choice_row_new (key, strcmp (field->choices[0], ZPI_YES) == 0);
  return zpi_entry_row_new_for_key (key);
}

static ZpiFieldRow *
find_row (const GPtrArray *rows, const char *key)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (zpi_field_row_get_key (g_ptr_array_index (rows, i)), key) == 0)
      return g_ptr_array_index (rows, i);
  return NULL;
}

/* Behind the question that comes before it in the table; below the line when that stands beside
 * others. */
static gboolean
place_behind (GtkWidget *row, ZpiFieldRow *before)
{
  GtkWidget *line = gtk_widget_get_ancestor (GTK_WIDGET (before), ZPI_TYPE_LINE_ROW);
  GtkWidget *place = line != NULL ? line : GTK_WIDGET (before);
  GtkWidget *list = gtk_widget_get_parent (place);

  if (!GTK_IS_LIST_BOX (list) || !GTK_IS_LIST_BOX_ROW (place))
    return FALSE;
  gtk_list_box_insert (GTK_LIST_BOX (list),
                       row,
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (place)) + 1);
  return TRUE;
}

/* In front of every other, where the table has it first. */
static gboolean
place_first (GtkWidget *row, const GPtrArray *rows)
{
  GtkWidget *list = rows->len > 0 ? gtk_widget_get_parent (g_ptr_array_index (rows, 0)) : NULL;

  if (!GTK_IS_LIST_BOX (list))
    return FALSE;
  gtk_list_box_prepend (GTK_LIST_BOX (list), row);
  return TRUE;
}

/**
 * zpi_question_rows_complete:
 * @below: a page whose template places rows of its own
 * @section: what the page is about
 *
 * Makes a row for each question of @section that has none yet, behind the question before it in the
 * table. Questions of items are placed with their item. Before the page is bound: what is said of a
 * question then stands behind its row.
 *
 * Returns: (transfer full) (element-type ZpiFieldRow): the rows that were made
 */
GPtrArray *
zpi_question_rows_complete (GtkWidget *below, ZpiSection section)
{
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *made = g_ptr_array_new_with_free_func (g_object_unref);
  ZpiFieldRow *before = NULL;
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  g_return_val_if_fail (GTK_IS_WIDGET (below), made);

  rows = zpi_field_row_collect (below);
  for (guint i = 0; i < n_fields; i++) {
    const char *key = fields[i].pattern;
    ZpiFieldRow *row;

    if (fields[i].section != section || !zpi_field_is_asked (&fields[i]) ||
        strchr (key, '*') != NULL)
      continue;
    row = find_row (rows, key);
    if (row == NULL) {
      row = g_object_ref_sink (ZPI_FIELD_ROW (zpi_question_row_new (key)));
      if (before != NULL ? place_behind (GTK_WIDGET (row), before)
                         : place_first (GTK_WIDGET (row), rows))
        g_ptr_array_add (made, row);
      else
        g_critical ("There is no place for the question %s", key);
    }
    before = row;
  }
  return made;
}
