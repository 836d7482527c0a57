/* SPDX-License-Identifier: EUPL-1.2 */

/* A document is drawn anew with what was done to it, and what comes then: another document, two
 * that are put together, the end. */

#include "zpi-preview-window-private.h"

#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-message.h"

/* Which document it is, in the title: without a name that may hold a number. */
void
_zpi_preview_window_show_document (ZpiPreviewWindow *self)
{
  g_autofree char *name = zpi_evidence_text_dup_file_name (self->zcase, self->item);

  gtk_window_set_title (GTK_WINDOW (self), name);
  _zpi_preview_window_stop_choosing (self);
  _zpi_preview_window_name_buttons (self);
  _zpi_preview_window_show_place (self);
  _zpi_preview_window_show_page (self);
}

static gboolean
go_on (ZpiPreviewWindow *self, int steps)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);
  int n = (int) g_strv_length (items);
  int at = 0;

  while (at < n && !g_str_equal (items[at], self->item))
    at++;
  steps = CLAMP (at + steps, 0, n - 1) - at;
  if (at == n || steps == 0)
    return FALSE;
  g_free (self->item);
  self->item = g_strdup (items[at + steps]);
  self->page = 0;
  zpi_edit_list_clear (self->edits);
  zpi_zoom_view_fit (self->zoom_view);
  _zpi_preview_window_say (self, NULL);
  return TRUE;
}

static gboolean
is_gone (ZpiPreviewWindow *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);

  return !g_strv_contains ((const char *const *) items, self->item);
}

static void join (ZpiPreviewWindow *self);

static void
show_failure (ZpiPreviewWindow *self, ZpiIntakeProblem problem, const GError *error)
{
  g_autofree char *text = zpi_error_text_dup_intake (problem, 0);

  self->failed = TRUE;
  if (text == NULL && g_error_matches (error, ZPI_ERROR, ZPI_ERROR_REFUSED))
    _zpi_preview_window_say (
        self,
        _ ("What you did to this document cannot be kept. Undo it and try another way."));
  else
    _zpi_preview_window_say (self, text != NULL ? text : zpi_error_text_from_error (error));
  _zpi_preview_window_show_document (self);
}

/* Nothing else is done to the document until came_back(). */
static void
begin_drawing (ZpiPreviewWindow *self, ZpiPreviewNext next)
{
  self->next = next;
  self->drawing = TRUE;
  _zpi_preview_window_stop_choosing (self);
  gtk_widget_set_sensitive (self->tool_box, FALSE);
  _zpi_preview_window_name_buttons (self);
  _zpi_preview_window_say (self, _ ("One moment…"));
}

/* Returns: whether there is still somebody to tell what became of it, and a document to show */
static gboolean
came_back (ZpiPreviewWindow *self, const char *item)
{
  if (self->session == NULL)
    return FALSE;
  self->drawing = FALSE;
  if (item != NULL || !is_gone (self))
    return TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
  return FALSE;
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPreviewWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_edit_finish (result, &problem, &error);

  if (!came_back (self, item))
    return;
  if (item == NULL) {
    show_failure (self, problem, error);
    return;
  }
  g_free (self->item);
  self->item = g_steal_pointer (&item);
  zpi_edit_list_clear (self->edits);
  _zpi_preview_window_say (self, NULL);
  if (self->next == ZPI_PREVIEW_NEXT_CLOSE) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  if (self->next == ZPI_PREVIEW_NEXT_JOIN) {
    join (self);
    return;
  }
  if (self->next == ZPI_PREVIEW_NEXT_GO && go_on (self, self->steps) &&
      _zpi_preview_window_has_edits (self))
    _zpi_preview_window_draw_anew (self, ZPI_PREVIEW_NEXT_STAY);
  else
    _zpi_preview_window_show_document (self);
}

void
_zpi_preview_window_draw_anew (ZpiPreviewWindow *self, ZpiPreviewNext next)
{
  if (self->drawing) {
    self->next = MAX (self->next, next);
    return;
  }
  begin_drawing (self, next);
  zpi_intake_edit_async (self->session,
                         self->zcase,
                         self->item,
                         NULL,
                         self->cancellable,
                         drawn_cb,
                         g_object_ref (self));
}

/* Putting two together. */

static char *
dup_next (ZpiPreviewWindow *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++)
    if (g_str_equal (items[i], self->item))
      return g_strdup (items[i + 1]);
  return NULL;
}

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPreviewWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_join_finish (result, &problem, &error);

  if (!came_back (self, item))
    return;
  if (item == NULL) {
    g_autofree char *text = zpi_error_text_dup_intake (problem, 0);

    _zpi_preview_window_say (self,
                             text != NULL
                                 ? text
                                 : _ ("These two cannot be made one document. Send them as two."));
  } else {
    g_free (self->item);
    self->item = g_steal_pointer (&item);
    self->page = 0;
    _zpi_preview_window_say (self, _ ("They are one document now."));
  }
  if (self->next == ZPI_PREVIEW_NEXT_CLOSE)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    _zpi_preview_window_show_document (self);
}

static void
join (ZpiPreviewWindow *self)
{
  g_autofree char *other = dup_next (self);

  if (other == NULL || self->drawing)
    return;
  begin_drawing (self, ZPI_PREVIEW_NEXT_STAY);
  zpi_intake_join_async (self->session,
                         self->zcase,
                         self->item,
                         other,
                         self->cancellable,
                         joined_cb,
                         g_object_ref (self));
}

static void
join_confirmed_cb (gpointer data)
{
  ZpiPreviewWindow *self = data;

  if (self->session != NULL && !self->drawing)
    _zpi_preview_window_draw_anew (self, ZPI_PREVIEW_NEXT_JOIN);
}

static void
join_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  g_autofree char *other = dup_next (self);
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;

  if (other == NULL) {
    _zpi_preview_window_say (self, _ ("There is no next document to add."));
    return;
  }
  name = zpi_evidence_text_dup_file_name (self->zcase, other);
  /* Translators: the blank is the name of a file. */
  body = g_strdup_printf (_ ("The pages of %s come behind this one."), name);
  zpi_message_ask (widget,
                   _ ("Make one document of two?"),
                   body,
                   _ ("_Make one"),
                   FALSE,
                   join_confirmed_cb,
                   g_object_ref (self));
}

void
_zpi_preview_window_go_to_document (ZpiPreviewWindow *self, int steps)
{
  self->steps = self->drawing && self->next == ZPI_PREVIEW_NEXT_GO ? self->steps + steps : steps;
  if (self->drawing || _zpi_preview_window_has_edits (self))
    _zpi_preview_window_draw_anew (self, ZPI_PREVIEW_NEXT_GO);
  else if (go_on (self, steps) && _zpi_preview_window_has_edits (self))
    _zpi_preview_window_draw_anew (self, ZPI_PREVIEW_NEXT_STAY);
  else
    _zpi_preview_window_show_document (self);
}

void
_zpi_preview_window_class_init_draw (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "document.join", NULL, join_action);
}
