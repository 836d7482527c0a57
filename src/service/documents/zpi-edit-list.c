/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-edit-list.h"

struct _ZpiEditList {
  GPtrArray *edits; /* (element-type ZpiEdit) */
  guint n_done;     /* of these stand; those behind them were undone */
};

/**
 * zpi_edit_new:
 * @kind: what to do
 * @page: to which page
 *
 * Returns: (transfer full): an edit, to be filled in
 */
ZpiEdit *
zpi_edit_new (ZpiEditKind kind, int page)
{
  ZpiEdit *self = g_new0 (ZpiEdit, 1);

  self->kind = kind;
  self->page = page;
  return self;
}

/**
 * zpi_edit_free:
 * @self: (transfer full): an edit
 */
void
zpi_edit_free (ZpiEdit *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

static void
append_place (GString *text, const ZpiEdit *edit)
{
  const double numbers[] = {edit->x, edit->y, edit->width, edit->height};
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    g_string_append (text,
                     g_ascii_formatd (buffer, sizeof buffer, "%.6f", CLAMP (numbers[i], 0, 1)));
  }
}

/* On one line, whatever it says. */
static void
append_text (GString *text, const char *words)
{
  g_autofree char *line = g_strdelimit (g_strdup (words != NULL ? words : ""), "\r\n", ' ');

  g_string_append (text, line);
}

/**
 * zpi_edit_format:
 * @self: an edit
 *
 * Returns: (transfer full): how the helper is told, one line
 */
char *
zpi_edit_format (const ZpiEdit *self)
{
  GString *text = g_string_new (NULL);

  if (self->page < 0)
    g_string_append (text, "*:");
  else
    g_string_append_printf (text, "%d:", self->page);
  switch (self->kind) {
  case ZPI_EDIT_TURN:
    g_string_append_printf (text, "rotate=%d", self->degrees);
    break;
  case ZPI_EDIT_CROP:
    g_string_append (text, "crop=");
    append_place (text, self);
    break;
  case ZPI_EDIT_COVER:
    g_string_append (text, "cover=");
    append_place (text, self);
    break;
  case ZPI_EDIT_MARK:
    g_string_append (text, "mark=");
    append_text (text, self->text);
    break;
  case ZPI_EDIT_FIT:
    g_string_append_printf (text, "fit=%d", self->size);
    break;
  case ZPI_EDIT_MOVE:
    g_string_append_printf (text, "move=%d", self->to);
    break;
  case ZPI_EDIT_REMOVE:
    g_string_append (text, "remove=1");
    break;
  default:
    g_assert_not_reached ();
  }
  return g_string_free (text, FALSE);
}

/**
 * zpi_edit_list_new:
 *
 * Returns: (transfer full): an empty list
 */
ZpiEditList *
zpi_edit_list_new (void)
{
  ZpiEditList *self = g_new0 (ZpiEditList, 1);

  self->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_edit_free);
  return self;
}

/**
 * zpi_edit_list_free:
 * @self: (transfer full): a list
 */
void
zpi_edit_list_free (ZpiEditList *self)
{
  g_ptr_array_unref (self->edits);
  g_free (self);
}

/**
 * zpi_edit_list_clear:
 *
 * Forgets everything, also what was undone.
 */
void
zpi_edit_list_clear (ZpiEditList *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->edits, 0);
  self->n_done = 0;
}

/**
 * zpi_edit_list_add:
 * @edit: (transfer full): what is done now
 *
 * What was undone cannot be done again after it.
 *
 * Returns: %FALSE when there are too many
 */
gboolean
zpi_edit_list_add (ZpiEditList *self, ZpiEdit *edit)
{
  g_return_val_if_fail (self != NULL && edit != NULL, FALSE);

  if (self->n_done == ZPI_EDIT_LIST_MAX) {
    zpi_edit_free (edit);
    return FALSE;
  }
  g_ptr_array_set_size (self->edits, (int) self->n_done);
  g_ptr_array_add (self->edits, edit);
  self->n_done++;
  return TRUE;
}

/**
 * zpi_edit_list_peek_undo:
 *
 * Returns: (nullable): what would be undone
 */
const ZpiEdit *
zpi_edit_list_peek_undo (const ZpiEditList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->n_done > 0 ? g_ptr_array_index (self->edits, self->n_done - 1) : NULL;
}

/**
 * zpi_edit_list_peek_redo:
 *
 * Returns: (nullable): what would be done again
 */
const ZpiEdit *
zpi_edit_list_peek_redo (const ZpiEditList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->n_done < self->edits->len ? g_ptr_array_index (self->edits, self->n_done) : NULL;
}

/**
 * zpi_edit_list_undo:
 *
 * Returns: (nullable): what was undone, until the next edit
 */
const ZpiEdit *
zpi_edit_list_undo (ZpiEditList *self)
{
  const ZpiEdit *edit = zpi_edit_list_peek_undo (self);

  if (edit != NULL)
    self->n_done--;
  return edit;
}

/**
 * zpi_edit_list_redo:
 *
 * Returns: (nullable): what was done again
 */
const ZpiEdit *
zpi_edit_list_redo (ZpiEditList *self)
{
  const ZpiEdit *edit = zpi_edit_list_peek_redo (self);

  if (edit != NULL)
    self->n_done++;
  return edit;
}

/**
 * zpi_edit_list_dup_text:
 *
 * Returns: (transfer full): a line for each edit that stands; empty when there is none
 */
char *
zpi_edit_list_dup_text (const ZpiEditList *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, g_string_free (text, FALSE));

  for (guint i = 0; i < self->n_done; i++) {
    g_autofree char *line = zpi_edit_format (g_ptr_array_index (self->edits, i));

    if (i > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, line);
  }
  return g_string_free (text, FALSE);
}
