/* SPDX-License-Identifier: EUPL-1.2 */

/* What is done to a document in its window: turned, cut, covered, marked, moved, and undone. */

#include "zpi-preview-window-private.h"

#include "zpi-announce.h"
#include "zpi-case-keeper.h"
#include "zpi-clock.h"
#include "zpi-facts.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-ui.h"

static const char *const undo_names[] = {
    [ZPI_EDIT_TURN] = N_ ("Undo: turn"),
    [ZPI_EDIT_CROP] = N_ ("Undo: cut out"),
    [ZPI_EDIT_COVER] = N_ ("Undo: cover"),
    [ZPI_EDIT_MARK] = N_ ("Undo: watermark"),
    [ZPI_EDIT_MOVE] = N_ ("Undo: move the page"),
    [ZPI_EDIT_REMOVE] = N_ ("Undo: remove the page"),
};
static const char *const redo_names[] = {
    [ZPI_EDIT_TURN] = N_ ("Redo: turn"),
    [ZPI_EDIT_CROP] = N_ ("Redo: cut out"),
    [ZPI_EDIT_COVER] = N_ ("Redo: cover"),
    [ZPI_EDIT_MARK] = N_ ("Redo: watermark"),
    [ZPI_EDIT_MOVE] = N_ ("Redo: move the page"),
    [ZPI_EDIT_REMOVE] = N_ ("Redo: remove the page"),
};

/* What was left by an earlier window, and could not be drawn, goes as a whole. */
void
_zpi_preview_window_name_buttons (ZpiPreviewWindow *self)
{
  const ZpiEdit *undo = zpi_edit_list_peek_undo (self->edits);
  const ZpiEdit *redo = zpi_edit_list_peek_redo (self->edits);
  const gboolean had_focus =
      gtk_widget_has_focus (self->undo_button) || gtk_widget_has_focus (self->redo_button);
  const char *undo_name = undo != NULL                           ? _ (undo_names[undo->kind])
                          : _zpi_preview_window_has_edits (self) ? _ ("Undo everything")
                                                                 : _ ("Undo");
  const char *redo_name = redo != NULL ? _ (redo_names[redo->kind]) : _ ("Redo");

  zpi_ui_name (self->undo_button, undo_name);
  zpi_ui_name (self->redo_button, redo_name);
  gtk_widget_set_tooltip_text (self->undo_button, undo_name);
  gtk_widget_set_tooltip_text (self->redo_button, redo_name);
  gtk_widget_set_sensitive (self->undo_button,
                            !self->drawing && _zpi_preview_window_has_edits (self));
  gtk_widget_set_sensitive (self->redo_button, !self->drawing && redo != NULL);
  if (had_focus && !gtk_widget_has_focus (self->undo_button) &&
      !gtk_widget_has_focus (self->redo_button))
    gtk_widget_grab_focus (gtk_widget_get_sensitive (self->undo_button) ? self->undo_button
                                                                        : self->redo_button);
}

/* The page that is shown once @edit is done. */
static guint
page_after (ZpiPreviewWindow *self, const ZpiEdit *edit)
{
  const guint n = zpi_preview_get_n_pages (self->preview);

  if (edit->kind == ZPI_EDIT_MOVE)
    return (guint) edit->to;
  if (edit->kind == ZPI_EDIT_REMOVE)
    return MIN ((guint) edit->page, n > 2 ? n - 2 : 0);
  return edit->page >= 0 ? (guint) edit->page : self->page;
}

/* In the case and on the disk at once: nothing of it is only in this window. */
void
_zpi_preview_window_keep_edits (ZpiPreviewWindow *self, guint page)
{
  g_autofree char *text = zpi_edit_list_dup_text (self->edits);

  self->failed = FALSE;
  zpi_intake_set_edits (self->zcase, self->item, text);
  zpi_case_keeper_field_left (zpi_session_get_keeper (self->session), self->zcase);
  _zpi_preview_window_stop_choosing (self);
  _zpi_preview_window_say (self, NULL);
  self->page = page;
  _zpi_preview_window_name_buttons (self);
  _zpi_preview_window_show_page (self);
}

static void
do_edit (ZpiPreviewWindow *self, ZpiEdit *edit)
{
  if (self->drawing) {
    zpi_edit_free (edit);
    return;
  }
  if (zpi_edit_list_add (self->edits, edit))
    _zpi_preview_window_keep_edits (self, page_after (self, zpi_edit_list_peek_undo (self->edits)));
  else
    _zpi_preview_window_say (
        self,
        _ ("That is a lot at once. Close this window first, and open the document again."));
}

void
_zpi_preview_window_undo (ZpiPreviewWindow *self)
{
  const ZpiEdit *edit = zpi_edit_list_peek_undo (self->edits);

  if (self->drawing || !_zpi_preview_window_has_edits (self))
    return;
  if (edit != NULL)
    zpi_announce (GTK_WIDGET (self->message_label), _ (undo_names[edit->kind]));
  zpi_edit_list_undo (self->edits);
  _zpi_preview_window_keep_edits (self,
                                  edit != NULL && edit->page >= 0 ? (guint) edit->page
                                                                  : self->page);
}

void
_zpi_preview_window_redo (ZpiPreviewWindow *self)
{
  const ZpiEdit *edit = self->drawing ? NULL : zpi_edit_list_redo (self->edits);

  if (edit == NULL)
    return;
  zpi_announce (GTK_WIDGET (self->message_label), _ (redo_names[edit->kind]));
  _zpi_preview_window_keep_edits (self, page_after (self, edit));
}

static void
turn_clicked_cb (ZpiPreviewWindow *self)
{
  ZpiEdit *edit = zpi_edit_new (ZPI_EDIT_TURN, (int) self->page);

  edit->degrees = 90;
  do_edit (self, edit);
}

void
_zpi_preview_window_move_page (ZpiPreviewWindow *self, int steps)
{
  const int to = (int) self->page + steps;
  ZpiEdit *edit;

  if (to < 0 || to >= (int) zpi_preview_get_n_pages (self->preview))
    return;
  edit = zpi_edit_new (ZPI_EDIT_MOVE, (int) self->page);
  edit->to = to;
  do_edit (self, edit);
}

static void
earlier_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_preview_window_move_page (ZPI_PREVIEW_WINDOW (widget), -1);
}

static void
later_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_preview_window_move_page (ZPI_PREVIEW_WINDOW (widget), 1);
}

/* The last one stays: a document without pages is removed in the list. */
static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);

  if (zpi_preview_get_n_pages (self->preview) > 1 && zpi_preview_is_current (self->preview))
    do_edit (self, zpi_edit_new (ZPI_EDIT_REMOVE, (int) self->page));
}

/* In Dutch, whatever the screen speaks: it is for the municipality. */
static void
mark_clicked_cb (ZpiPreviewWindow *self)
{
  ZpiEdit *edit = zpi_edit_new (ZPI_EDIT_MARK, -1);
  ZpiDate today = zpi_clock_today ();
  g_autofree char *date = zpi_date_format (&today);

  edit->text = g_strdup_printf ("Kopie voor aanvraag %s, %s", zpi_facts_say ("{pass}", NULL), date);
  do_edit (self, edit);
}

/* Not while the page is not there: nobody has seen what would be covered. */
static void
apply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  const gboolean crop = gtk_toggle_button_get_active (self->crop_button);
  ZpiEdit *edit;
  graphene_rect_t part;

  if (!_zpi_preview_window_is_choosing (self) || !zpi_preview_is_current (self->preview))
    return;
  edit = zpi_edit_new (crop ? ZPI_EDIT_CROP : ZPI_EDIT_COVER, (int) self->page);
  zpi_selection_get_part (self->selection, &part);
  edit->x = part.origin.x;
  edit->y = part.origin.y;
  edit->width = part.size.width;
  edit->height = part.size.height;
  gtk_widget_grab_focus (GTK_WIDGET (crop ? self->crop_button : self->cover_button));
  do_edit (self, edit);
}

static void
leave_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  const gboolean crop = gtk_toggle_button_get_active (self->crop_button);

  gtk_widget_grab_focus (GTK_WIDGET (crop ? self->crop_button : self->cover_button));
  _zpi_preview_window_stop_choosing (self);
}

static void
moved_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  graphene_rect_t part;

  zpi_selection_get_part (self->selection, &part);
  zpi_zoom_view_show_part (self->zoom_view, &part);
}

void
_zpi_preview_window_class_init_edits (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, turn_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, mark_clicked_cb);
  gtk_widget_class_bind_template_callback_full (widget_class,
                                                "undo_clicked_cb",
                                                G_CALLBACK (_zpi_preview_window_undo));
  gtk_widget_class_bind_template_callback_full (widget_class,
                                                "redo_clicked_cb",
                                                G_CALLBACK (_zpi_preview_window_redo));
  gtk_widget_class_install_action (widget_class, "page.earlier", NULL, earlier_action);
  gtk_widget_class_install_action (widget_class, "page.later", NULL, later_action);
  gtk_widget_class_install_action (widget_class, "page.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "selection.apply", NULL, apply_action);
  gtk_widget_class_install_action (widget_class, "selection.leave", NULL, leave_action);
  gtk_widget_class_install_action (widget_class, "selection.moved", NULL, moved_action);
}
