/* SPDX-License-Identifier: EUPL-1.2 */

/* Editing a document: what is done to it stands in its field `edits` until it is drawn anew by the
 * helper and takes the place of the old one, in one transaction. A program that dies before has the
 * old one with its edits. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-field.h"
#include "zpi-helper-client.h"
#include "zpi-intake.h"

typedef struct {
  ZpiCase *zcase;     /* (owned) */
  char *item;         /* the document that is edited */
  char *left;         /* of its field, what is drawn */
  char *more;         /* what was asked beside that */
  GPtrArray *waiting; /* (element-type GTask): others who asked for the same */
  ZpiIntakeProblem problem;
} EditDocument;

/* What is being drawn, by its document: (element-type utf8 GTask). */
static GHashTable *drawing;

static void draw (GTask *task);

static void
edit_document_free (EditDocument *self)
{
  g_clear_object (&self->zcase);
  g_free (self->item);
  g_free (self->left);
  g_free (self->more);
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

/**
 * zpi_intake_set_edits:
 * @zcase: an open case
 * @item: a document of it
 * @text: what is done to it; empty for nothing
 *
 * Keeps what is done to a document with the case.
 */
void
zpi_intake_set_edits (ZpiCase *zcase, const char *item, const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "edits");

  zpi_case_set (zcase, key, text);
}

/**
 * zpi_intake_get_edits:
 * @zcase: the case
 * @item: a document of it
 *
 * Returns: (transfer none): what is done to it and not drawn yet; empty for nothing
 */
const char *
zpi_intake_get_edits (ZpiCase *zcase, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "edits");

  return zpi_case_get (zcase, key);
}

/* Who asked later gets the same answer. */
static void
return_to (GTask *task, EditDocument *from, const char *item, const GError *error)
{
  EditDocument *self = g_task_get_task_data (task);

  self->problem = from->problem;
  if (item != NULL)
    g_task_return_pointer (task, g_strdup (item), g_free);
  else
    g_task_return_error (task, g_error_copy (error));
}

static void
return_all (GTask *task, const char *item, const GError *error)
{
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  if (drawing != NULL && g_hash_table_lookup (drawing, self->item) == task)
    g_hash_table_remove (drawing, self->item);
  return_to (task, self, item, error);
  for (guint i = 0; i < waiting->len; i++)
    return_to (waiting->pdata[i], self, item, error);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *item = zpi_intake_replace_finish (result, &self->problem, &error);

  return_all (task, item, error);
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_helper_run_finish (result, &error);

  if (content == NULL)
    return_all (task, NULL, error);
  else if (!g_str_equal (self->left, zpi_intake_get_edits (self->zcase, self->item)))
    draw (task); /* More was done meanwhile. */
  else
    zpi_intake_replace_async (g_task_get_source_object (task),
                              self->zcase,
                              self->item,
                              NULL,
                              content,
                              g_task_get_cancellable (task),
                              replaced_cb,
                              g_object_ref (task));
}

static GStrv
format_arguments (const char *left, const char *more)
{
  g_autofree char *all = g_strdup_printf ("edit%s%s%s%s",
                                          *left != '\0' ? "\n" : "",
                                          left,
                                          *more != '\0' ? "\n" : "",
                                          more);

  return g_strsplit (all, "\n", -1);
}

static void
content_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_intake_read_finish (result, &error);
  g_auto (GStrv) arguments = format_arguments (self->left, self->more);

  if (content == NULL)
    return_all (task, NULL, error);
  else
    zpi_helper_run_async ((const char *const *) arguments,
                          content,
                          g_task_get_cancellable (task),
                          edited_cb,
                          g_object_ref (task));
}

static gboolean
is_there (const EditDocument *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);

  return g_strv_contains ((const char *const *) items, self->item);
}

static void
draw (GTask *task)
{
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GError) gone = NULL;

  g_free (self->left);
  self->left = g_strdup (zpi_intake_get_edits (self->zcase, self->item));
  if (!is_there (self)) {
    gone = g_error_new (ZPI_ERROR, ZPI_ERROR_GONE, "The document was removed");
    return_all (task, NULL, gone);
  } else if (*self->left == '\0' && *self->more == '\0') {
    return_all (task, self->item, NULL);
  } else {
    zpi_intake_read_async (g_task_get_source_object (task),
                           self->zcase,
                           self->item,
                           g_task_get_cancellable (task),
                           content_read_cb,
                           g_object_ref (task));
  }
}

static char *
format_edits (const GPtrArray *edits)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; edits != NULL && i < edits->len; i++) {
    g_autofree char *line = zpi_edit_format (edits->pdata[i]);

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
  }
  return g_string_free (text, FALSE);
}

/**
 * zpi_intake_edit_async:
 * @session: an open session
 * @zcase: an open case
 * @item: a document of it
 * @edits: (element-type ZpiEdit) (nullable): what to do beside what its field says, in order
 * @cancellable: (nullable): to give up; the document stays as it was
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Draws a document anew with what was done to it.
 */
void
zpi_intake_edit_async (ZpiSession *session,
                       ZpiCase *zcase,
                       const char *item,
                       GPtrArray *edits,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  EditDocument *edit;
  g_autoptr (GTask) task = NULL;
  GTask *other;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (item != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_edit_async);
  g_task_set_check_cancellable (task, FALSE);
  edit = g_new0 (EditDocument, 1);
  edit->zcase = g_object_ref (zcase);
  edit->item = g_strdup (item);
  edit->more = format_edits (edits);
  edit->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, edit, (GDestroyNotify) edit_document_free);
  if (drawing == NULL)
    drawing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  other = g_hash_table_lookup (drawing, item);
  if (other != NULL && *edit->more == '\0') {
    edit = g_task_get_task_data (other);
    g_ptr_array_add (edit->waiting, g_steal_pointer (&task));
    return;
  }
  g_hash_table_insert (drawing, g_strdup (item), task);
  draw (task);
}

/**
 * zpi_intake_edit_finish:
 * @result: the result
 * @problem: (out) (optional): why the result will not do (it may be too large)
 * @error: return location for an error
 *
 * Returns: (transfer full): the item of the edited document; %NULL when nothing was changed
 */
char *
zpi_intake_edit_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error)
{
  EditDocument *self = g_task_get_task_data (G_TASK (result));

  if (problem != NULL)
    *problem = self->problem;
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * zpi_intake_error_not_drawn:
 * @error: (transfer full): why a document was not drawn anew
 *
 * What the helper refuses to draw was refused by no municipality: for who wanted to send it.
 *
 * Returns: (transfer full): %ZPI_ERROR_NOT_DRAWN for that, else @error
 */
GError *
zpi_intake_error_not_drawn (GError *error)
{
  if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_REFUSED))
    return error;
  g_error_free (error);
  return g_error_new_literal (ZPI_ERROR,
                              ZPI_ERROR_NOT_DRAWN,
                              "What was done to a document cannot be drawn");
}

/* Reading what is shown. */

static void
copy_drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *content = zpi_helper_run_finish (result, &error);

  if (content != NULL)
    g_task_return_pointer (task, content, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, zpi_intake_error_not_drawn (g_steal_pointer (&error)));
}

static void
copy_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *edits = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_intake_read_finish (result, &error);
  g_auto (GStrv) arguments = format_arguments (edits, "");

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (*edits == '\0')
    g_task_return_pointer (task, g_steal_pointer (&content), (GDestroyNotify) g_bytes_unref);
  else
    zpi_helper_run_async ((const char *const *) arguments,
                          content,
                          g_task_get_cancellable (task),
                          copy_drawn_cb,
                          g_object_ref (task));
}

/**
 * zpi_intake_read_drawn_async:
 * @session: an open session
 * @zcase: the case
 * @item: a document of it
 * @cancellable: (nullable): to give up
 * @callback: called with the content
 * @user_data: for @callback
 *
 * Opens a document as the person saw it, for a copy elsewhere: what was done to it is drawn, and
 * the document stays as it is.
 */
void
zpi_intake_read_drawn_async (ZpiSession *session,
                             ZpiCase *zcase,
                             const char *item,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (session) && ZPI_IS_CASE (zcase) && item != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_read_drawn_async);
  g_task_set_task_data (task, g_strdup (zpi_intake_get_edits (zcase, item)), g_free);
  zpi_intake_read_async (session, zcase, item, cancellable, copy_read_cb, task);
}

/**
 * zpi_intake_read_drawn_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the content; %NULL with %ZPI_ERROR_NOT_DRAWN when what was done to it
 *   cannot be drawn
 */
GBytes *
zpi_intake_read_drawn_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void settle_next (GTask *task);

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = zpi_intake_edit_finish (result, NULL, &error);

  /* What was removed meanwhile is nobody's any more. */
  if (item != NULL || g_error_matches (error, ZPI_ERROR, ZPI_ERROR_GONE))
    settle_next (task);
  else
    g_task_return_error (task, zpi_intake_error_not_drawn (g_steal_pointer (&error)));
}

static void
settle_next (GTask *task)
{
  ZpiCase *zcase = g_task_get_task_data (task);
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++) {
    if (*zpi_intake_get_edits (zcase, items[i]) == '\0')
      continue;
    zpi_intake_edit_async (g_task_get_source_object (task),
                           zcase,
                           items[i],
                           NULL,
                           g_task_get_cancellable (task),
                           settled_cb,
                           g_object_ref (task));
    return;
  }
  g_task_return_boolean (task, TRUE);
}

/**
 * zpi_intake_settle_async:
 * @session: an open session
 * @zcase: an open case
 * @cancellable: (nullable): to give up; what is left stays with the case
 * @callback: (nullable): called when it is over
 * @user_data: for @callback
 *
 * Draws anew every document that has edits left, after locking, a crash, and before sending.
 */
void
zpi_intake_settle_async (ZpiSession *session,
                         ZpiCase *zcase,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_settle_async);
  g_task_set_task_data (task, g_object_ref (zcase), g_object_unref);
  settle_next (task);
}

/**
 * zpi_intake_settle_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when a document still has edits left; with %ZPI_ERROR_NOT_DRAWN when they cannot
 *   be drawn
 */
gboolean
zpi_intake_settle_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
