/* SPDX-License-Identifier: EUPL-1.2 */

/* A page of a document as pixels, drawn by the helper. Nothing of it ever stands on the disk. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-helper-client.h"
#include "zpi-intake.h"
#include "zpi-preview-answer.h"

typedef struct {
  char *edits; /* what is done to it and not drawn yet */
  guint page;
  guint max_width;
  guint max_height;
  guint width;
  guint height;
  guint n_pages;
} Preview;

static void
preview_free (Preview *self)
{
  g_free (self->edits);
  g_free (self);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = zpi_helper_run_finish (result, &error);
  Preview *self = g_task_get_task_data (task);
  GBytes *pixels = answer != NULL ? zpi_preview_answer_read (answer,
                                                             self->max_width,
                                                             self->max_height,
                                                             &self->width,
                                                             &self->height,
                                                             &self->n_pages)
                                  : NULL;

  if (pixels != NULL)
    g_task_return_pointer (task, pixels, (GDestroyNotify) g_bytes_unref);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_REFUSED,
                             "The helper's answer is not right");
}

static GStrv
format_arguments (const Preview *self)
{
  g_autofree char *start = g_strdup_printf ("preview\n%u\n%u\n%u%s%s",
                                            self->page,
                                            self->max_width,
                                            self->max_height,
                                            *self->edits != '\0' ? "\n" : "",
                                            self->edits);

  return g_strsplit (start, "\n", -1);
}

static void
content_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Preview *preview = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_intake_read_finish (result, &error);
  g_auto (GStrv) arguments = format_arguments (preview);

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    zpi_helper_run_async ((const char *const *) arguments,
                          content,
                          g_task_get_cancellable (task),
                          drawn_cb,
                          g_object_ref (task));
}

/**
 * zpi_intake_preview_async:
 * @session: an open session
 * @zcase: the case
 * @item: a document of it
 * @page: the page, from 0; pictures have one
 * @max_width: in pixels, at most 8192
 * @max_height: in pixels, at most 8192
 * @cancellable: (nullable): to give up
 * @callback: called with the pixels
 * @user_data: for @callback
 *
 * Draws a page, as large as fits, with what was done to it and is not drawn yet.
 */
void
zpi_intake_preview_async (ZpiSession *session,
                          ZpiCase *zcase,
                          const char *item,
                          guint page,
                          guint max_width,
                          guint max_height,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Preview *preview;
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (item != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_preview_async);
  preview = g_new0 (Preview, 1);
  preview->page = page;
  preview->edits = g_strdup (zpi_intake_get_edits (zcase, item));
  preview->max_width = CLAMP (max_width, 1, 8192);
  preview->max_height = CLAMP (max_height, 1, 8192);
  g_task_set_task_data (task, preview, (GDestroyNotify) preview_free);
  zpi_intake_read_async (session, zcase, item, cancellable, content_read_cb, task);
}

/**
 * zpi_intake_preview_finish:
 * @result: the result
 * @width: (out): of the picture
 * @height: (out): of the picture
 * @n_pages: (out): of the document
 * @error: return location for an error
 *
 * Returns: (transfer full): RGBA, not premultiplied, `width × 4` bytes a row; %NULL with REFUSED
 *   when it cannot be shown (it can still be sent)
 */
GBytes *
zpi_intake_preview_finish (GAsyncResult *result,
                           guint *width,
                           guint *height,
                           guint *n_pages,
                           GError **error)
{
  Preview *preview = g_task_get_task_data (G_TASK (result));

  *width = preview->width;
  *height = preview->height;
  *n_pages = preview->n_pages;
  return g_task_propagate_pointer (G_TASK (result), error);
}
