/* SPDX-License-Identifier: EUPL-1.2 */

/* Editing a document: read, drawn anew by the helper, taken in like any other, and only then the
 * old one removed. A program that dies in between has both. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-field.h"
#include "zpi-helper-client.h"
#include "zpi-intake.h"

#include <string.h>

typedef struct {
  ZpiCase *zcase;  /* (owned) */
  char *item;      /* the document that is edited */
  char *new_item;  /* (nullable) */
  GStrv arguments; /* for the helper */
  ZpiIntakeProblem problem;
} EditDocument;

static void
edit_document_free (EditDocument *self)
{
  g_clear_object (&self->zcase);
  g_free (self->item);
  g_free (self->new_item);
  g_strfreev (self->arguments);
  g_free (self);
}

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

static char *
format_edit (const ZpiEdit *edit)
{
  GString *text = g_string_new (NULL);

  if (edit->page < 0)
    g_string_append (text, "*:");
  else
    g_string_append_printf (text, "%d:", edit->page);
  switch (edit->kind) {
  case ZPI_EDIT_TURN:
    g_string_append_printf (text, "rotate=%d", edit->degrees);
    break;
  case ZPI_EDIT_CROP:
    g_string_append (text, "crop=");
    append_place (text, edit);
    break;
  case ZPI_EDIT_COVER:
    g_string_append (text, "cover=");
    append_place (text, edit);
    break;
  case ZPI_EDIT_MARK:
    g_string_append_printf (text, "mark=%s", edit->text != NULL ? edit->text : "");
    break;
  case ZPI_EDIT_FIT:
    g_string_append_printf (text, "fit=%d", edit->size);
    break;
  default:
    g_assert_not_reached ();
  }
  return g_string_free (text, FALSE);
}

static GStrv
format_arguments (const GPtrArray *edits)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, "edit");
  for (guint i = 0; i < edits->len; i++) {
    g_autofree char *text = format_edit (g_ptr_array_index (edits, i));

    g_strv_builder_add (builder, text);
  }
  return g_strv_builder_end (builder);
}

static char *
dup_field (EditDocument *self, const char *field)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, self->item, field);

  return g_strdup (zpi_case_get (self->zcase, key));
}

static void
old_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_intake_remove_finish (result, &error))
    g_task_return_pointer (task, g_steal_pointer (&self->new_item), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* It stays for what it was added for. */
static void
keep_place (EditDocument *self)
{
  g_autofree char *place = dup_field (self, "place");
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, self->new_item, "place");

  if (*place != '\0')
    zpi_case_set (self->zcase, key, place);
}

static void
taken_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->new_item = zpi_intake_bytes_finish (result, &self->problem, &error);
  if (self->new_item != NULL)
    keep_place (self);
  if (self->new_item == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    zpi_intake_remove_async (g_task_get_source_object (task),
                             self->zcase,
                             self->item,
                             NULL,
                             old_removed_cb,
                             g_object_ref (task));
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_helper_run_finish (result, &error);
  g_autofree char *name = dup_field (self, "file_name");
  g_autofree char *kind = dup_field (self, "kind");
  g_autofree char *whose = dup_field (self, "whose");
  g_autofree char *month = dup_field (self, "month");

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    zpi_intake_bytes_async (g_task_get_source_object (task),
                            self->zcase,
                            content,
                            name,
                            kind,
                            whose,
                            month,
                            g_task_get_cancellable (task),
                            taken_in_cb,
                            g_object_ref (task));
}

static void
content_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  EditDocument *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_intake_read_finish (result, &error);

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    zpi_helper_run_async ((const char *const *) self->arguments,
                          content,
                          g_task_get_cancellable (task),
                          edited_cb,
                          g_object_ref (task));
}

/**
 * zpi_intake_edit_async:
 * @session: an open session
 * @zcase: an open case
 * @item: a document of it
 * @edits: (element-type ZpiEdit): what to do, in order
 * @cancellable: (nullable): to give up; the document stays as it was
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Edits a document.
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
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (item != NULL && edits != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_edit_async);
  g_task_set_check_cancellable (task, FALSE);
  edit = g_new0 (EditDocument, 1);
  edit->zcase = g_object_ref (zcase);
  edit->item = g_strdup (item);
  edit->arguments = format_arguments (edits);
  g_task_set_task_data (task, edit, (GDestroyNotify) edit_document_free);
  zpi_intake_read_async (session, zcase, item, cancellable, content_read_cb, task);
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
