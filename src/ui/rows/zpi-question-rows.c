/* SPDX-License-Identifier: EUPL-1.2 */

/* From the table of questions to rows on the screen: each question has the row of its kind, also
 * where no template places it. */

#include "zpi-question-rows.h"

#include <adwaita.h>
#include <string.h>

#include "zpi-choice-row.h"
#include "zpi-combo-row.h"
#include "zpi-entry-row.h"
#include "zpi-flag-row.h"
#include "zpi-line-row.h"

/* So many answers are all in sight; more are behind a button. */
#define MAX_IN_SIGHT 4

/* (transfer floating): a row of the kind that the table of questions names; not for an answer whose
 * choices are a list of the scheme */
static GtkWidget *
question_row_new (const char *key)
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

/* The row of the page that @row is, or is in: questions stand beside each other in a line, and what
 * is seldom needed is folded away together. */
static GtkWidget *
find_place (ZpiFieldRow *row)
{
  GtkWidget *around = gtk_widget_get_ancestor (GTK_WIDGET (row), ADW_TYPE_EXPANDER_ROW);

  if (around == NULL)
    around = gtk_widget_get_ancestor (GTK_WIDGET (row), ZPI_TYPE_LINE_ROW);
  return around != NULL ? around : GTK_WIDGET (row);
}

/* Behind @other, or in front of it. */
static gboolean
place_beside (GtkWidget *row, ZpiFieldRow *other, int by)
{
  GtkWidget *place = find_place (other);
  GtkWidget *list = gtk_widget_get_parent (place);

  if (!GTK_IS_LIST_BOX (list) || !GTK_IS_LIST_BOX_ROW (place))
    return FALSE;
  gtk_list_box_insert (GTK_LIST_BOX (list),
                       row,
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (place)) + by);
  return TRUE;
}

static GtkWidget *
find_list (GtkWidget *below)
{
  GtkWidget *found = GTK_IS_LIST_BOX (below) ? below : NULL;
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (below); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

/* In front of every other, where the table has it first. */
static gboolean
place_first (GtkWidget *row, GtkWidget *below, const GPtrArray *rows)
{
  GtkWidget *list;

  if (rows->len > 0)
    return place_beside (row, g_ptr_array_index (rows, 0), 0);
  list = find_list (below);
  if (list == NULL)
    return FALSE;
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return TRUE;
}

/* A walk through the table, beside the rows that are there. */
typedef struct {
  GtkWidget *below;
  GPtrArray *rows;
  ZpiFieldRow *before;
  GPtrArray *made;
} Walk;

static void
walk_question (Walk *self, const char *key)
{
  ZpiFieldRow *row = zpi_field_row_find (self->rows, key);

  if (row == NULL) {
    row = g_object_ref_sink (ZPI_FIELD_ROW (question_row_new (key)));
    g_ptr_array_add (self->made, row);
    if (self->before != NULL ? !place_beside (GTK_WIDGET (row), self->before, 1)
                             : !place_first (GTK_WIDGET (row), self->below, self->rows)) {
      g_critical ("There is no place for the question %s", key);
      g_ptr_array_remove (self->made, row);
      return;
    }
  }
  self->before = row;
}

/**
 * zpi_question_rows_complete:
 * @below: a page whose template places rows of its own
 * @section: what the page is about
 *
 * Makes a row for each question of @section that has none yet, behind the question before it in the
 * table. Questions of items are made with their item, by [func@question_rows_complete_about].
 * Before the page is bound: what is said of a question then stands behind its row.
 *
 * Returns: (transfer full) (element-type ZpiFieldRow): the rows that were made
 */
GPtrArray *
zpi_question_rows_complete (GtkWidget *below, ZpiSection section)
{
  g_autoptr (GPtrArray) rows = NULL;
  Walk walk = {below, NULL, NULL, g_ptr_array_new_with_free_func (g_object_unref)};
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  g_return_val_if_fail (GTK_IS_WIDGET (below), walk.made);

  walk.rows = rows = zpi_field_row_collect (below);
  for (guint i = 0; i < n_fields; i++)
    if (fields[i].section == section && zpi_field_is_asked (&fields[i]) &&
        strchr (fields[i].pattern, '*') == NULL)
      walk_question (&walk, fields[i].pattern);
  return walk.made;
}

/* What a row of the table asks about @about, as it is called there; %NULL when it is about somebody
 * else. */
static const char *
find_question (const ZpiField *field, const char *about)
{
  g_autofree char *list = zpi_field_dup_list (field);
  gsize length = list != NULL ? strlen (list) : strlen (about);

  if (strncmp (field->pattern, about, length) != 0 || field->pattern[length] != '.' ||
      (list != NULL && about[length] != '.'))
    return NULL;
  return strrchr (field->pattern, '.') + 1;
}

/**
 * zpi_question_rows_complete_about:
 * @below: the questions about somebody or something that are placed already
 * @about: whom they are about: `partner`, or `child.<item>`
 * @decided: (nullable) (array zero-terminated=1): questions that @below places, or leaves out, by
 *   itself
 *
 * Makes a row for each other question about @about that has none yet, as
 * [func@question_rows_complete] does for a page.
 *
 * Returns: (transfer full) (element-type ZpiFieldRow): the rows that were made
 */
GPtrArray *
zpi_question_rows_complete_about (GtkWidget *below, const char *about, const char *const *decided)
{
  g_autoptr (GPtrArray) rows = NULL;
  Walk walk = {below, NULL, NULL, g_ptr_array_new_with_free_func (g_object_unref)};
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  g_return_val_if_fail (GTK_IS_WIDGET (below), walk.made);
  g_return_val_if_fail (about != NULL, walk.made);

  walk.rows = rows = zpi_field_row_collect (below);
  for (guint i = 0; i < n_fields; i++) {
    const char *question = find_question (&fields[i], about);
    g_autofree char *key = g_strconcat (about, ".", question, NULL);

    if (question == NULL || !zpi_field_is_asked (&fields[i]))
      continue;
    if (decided == NULL || !g_strv_contains (decided, question) ||
        zpi_field_row_find (rows, key) != NULL)
      walk_question (&walk, key);
  }
  return walk.made;
}

/**
 * zpi_question_rows_show:
 * @rows: (element-type ZpiFieldRow): rows that were made
 * @zcase: the case
 * @scheme: (nullable): its rules
 *
 * Shows those whose question applies. What a template places is shown and hidden by its page.
 */
void
zpi_question_rows_show (GPtrArray *rows, ZpiCase *zcase, const ZpiScheme *scheme)
{
  for (guint i = 0; i < rows->len; i++) {
    ZpiFieldRow *row = g_ptr_array_index (rows, i);

    gtk_widget_set_visible (GTK_WIDGET (row),
                            zpi_field_applies (zcase, scheme, zpi_field_row_get_key (row)));
  }
}
