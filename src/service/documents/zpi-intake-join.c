/* SPDX-License-Identifier: EUPL-1.2 */

/* Several photos of one letter as one document: both are read, put together by the helper, and the
 * result takes the place of the first in the transaction in which both go. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-field.h"
#include "zpi-helper-client.h"
#include "zpi-intake.h"
#include "zpi-vault.h"

#include <string.h>

typedef struct {
  ZpiCase *zcase; /* (owned) */
  char *item;
  char *other;
  GBytes *first; /* (owned) (nullable) */
  ZpiIntakeProblem problem;
} JoinDocuments;

static void
join_documents_free (JoinDocuments *self)
{
  g_clear_object (&self->zcase);
  g_clear_pointer (&self->first, g_bytes_unref);
  g_free (self->item);
  g_free (self->other);
  g_free (self);
}

/* It is a PDF now, whatever the first one was. */
static void
rename_joined (JoinDocuments *self, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "file_name");
  const char *name = zpi_case_get (self->zcase, key);
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = dot != NULL ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
  g_autofree char *renamed = g_strdup_printf ("%s.pdf", stem);

  if (*stem != '\0')
    zpi_case_set (self->zcase, key, renamed);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  JoinDocuments *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *item = zpi_intake_replace_finish (result, &self->problem, &error);

  if (item == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  rename_joined (self, item);
  g_task_return_pointer (task, item, g_free);
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  JoinDocuments *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_helper_run_finish (result, &error);

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    zpi_intake_replace_async (g_task_get_source_object (task),
                              self->zcase,
                              self->item,
                              self->other,
                              content,
                              g_task_get_cancellable (task),
                              replaced_cb,
                              g_object_ref (task));
}

static GBytes *
put_behind (GBytes *first, GBytes *second)
{
  const gsize size = g_bytes_get_size (first);
  guint8 *data;
  GBytes *both = zpi_secret_bytes_new_uninitialized (size + g_bytes_get_size (second), &data);

  memcpy (data, g_bytes_get_data (first, NULL), size);
  memcpy (data + size, g_bytes_get_data (second, NULL), g_bytes_get_size (second));
  return both;
}

static void
second_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  JoinDocuments *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) second = zpi_intake_read_finish (result, &error);
  g_autoptr (GBytes) both = NULL;
  g_autofree char *size = NULL;

  if (second == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  both = put_behind (self->first, second);
  size = g_strdup_printf ("%" G_GSIZE_FORMAT, g_bytes_get_size (self->first));
  g_clear_pointer (&self->first, g_bytes_unref);
  zpi_helper_run_async ((const char *const[]){"join", size, NULL},
                        both,
                        g_task_get_cancellable (task),
                        joined_cb,
                        g_object_ref (task));
}

static void
first_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  JoinDocuments *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->first = zpi_intake_read_finish (result, &error);
  if (self->first == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    zpi_intake_read_async (g_task_get_source_object (task),
                           self->zcase,
                           self->other,
                           g_task_get_cancellable (task),
                           second_read_cb,
                           g_object_ref (task));
}

/**
 * zpi_intake_join_async:
 * @session: an open session
 * @zcase: an open case
 * @item: a document of it
 * @other: another one, whose pages come behind
 * @cancellable: (nullable): to give up; both stay as they were
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Makes one document of two. What was done to either has to be drawn first.
 */
void
zpi_intake_join_async (ZpiSession *session,
                       ZpiCase *zcase,
                       const char *item,
                       const char *other,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  JoinDocuments *self;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (item != NULL && other != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_join_async);
  g_task_set_check_cancellable (task, FALSE);
  self = g_new0 (JoinDocuments, 1);
  self->zcase = g_object_ref (zcase);
  self->item = g_strdup (item);
  self->other = g_strdup (other);
  g_task_set_task_data (task, self, (GDestroyNotify) join_documents_free);
  if (g_str_equal (item, other) || *zpi_intake_get_edits (zcase, item) != '\0' ||
      *zpi_intake_get_edits (zcase, other) != '\0') {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "Not drawn anew yet");
    return;
  }
  zpi_intake_read_async (session, zcase, item, cancellable, first_read_cb, g_object_ref (task));
}

/**
 * zpi_intake_join_finish:
 * @result: the result
 * @problem: (out) (optional): why the result will not do (it may be too large)
 * @error: return location for an error
 *
 * Returns: (transfer full): the item of the one that holds both; %NULL when nothing was changed
 */
char *
zpi_intake_join_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error)
{
  JoinDocuments *self = g_task_get_task_data (G_TASK (result));

  if (problem != NULL)
    *problem = self->problem;
  return g_task_propagate_pointer (G_TASK (result), error);
}
