/* SPDX-License-Identifier: EUPL-1.2 */

/* A document, large enough to read, page by page, and what can be done to it: turn, watermark,
 * cover or cut out a part. Never an outside viewer: that would need the document on the disk.
 *
 * What is done is a list that stands in the case at once; the document is drawn anew when the
 * window closes or goes to another one. */

#include "zpi-announce.h"
#include "zpi-case-keeper.h"
#include "zpi-clock.h"
#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-facts.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-message.h"
#include "zpi-place-choices.h"
#include "zpi-preview.h"
#include "zpi-selection.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"
#include "zpi-zoom-view.h"

/* As many pixels as a page gets in this window; more when it is zoomed in. */
#define PAGE_WIDTH              1000
#define PAGE_HEIGHT             1400
#define MOST_SHARP              4

#define ZPI_TYPE_PREVIEW_WINDOW (zpi_preview_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPreviewWindow, zpi_preview_window, ZPI, PREVIEW_WINDOW, AdwWindow)

/* What comes after the document was drawn anew. */
typedef enum {
  NEXT_STAY,
  NEXT_GO,
  NEXT_JOIN,
  NEXT_CLOSE,
} Next;

struct _ZpiPreviewWindow {
  AdwWindow parent_instance;

  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  GCancellable *cancellable;
  GWeakRef parent; /* the widget it was opened from */
  char *item;
  guint page;
  ZpiEditList *edits; /* (owned): what was done since it was opened */
  gboolean drawing;   /* the document is being drawn anew */
  gboolean failed;    /* that did not work the last time */
  Next next;
  int steps; /* how many documents to go on */

  ZpiPreview *preview;
  ZpiSelection *selection;
  ZpiZoomView *zoom_view;
  GtkWidget *tool_box;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkToggleButton *cover_button;
  GtkToggleButton *crop_button;
  GtkButton *apply_button;
  GtkLabel *message_label;
  GtkWidget *page_box;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *page_label;
  GtkWidget *smaller_button;
  GtkWidget *width_button;
  GtkWidget *larger_button;
  GtkMenuButton *place_button;
  GtkLabel *place_label;
  ZpiWrapBox *places;
  guint n_places;
};

G_DEFINE_FINAL_TYPE (ZpiPreviewWindow, zpi_preview_window, ADW_TYPE_WINDOW)

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

/* There is always a line, so that the page does not jump when there is something to say. */
static void
say (ZpiPreviewWindow *self, const char *text)
{
  if (text != NULL && g_strcmp0 (text, gtk_label_get_label (self->message_label)) != 0)
    zpi_announce (GTK_WIDGET (self->message_label), text);
  gtk_label_set_label (
      self->message_label,
      text != NULL ? text
                   : _ ("Ctrl+Z takes back what you did. Page Down goes to the next document."));
}

static void
show_page (ZpiPreviewWindow *self)
{
  zpi_preview_show (self->preview, self->session, self->zcase, self->item, self->page);
}

static gboolean
has_edits (ZpiPreviewWindow *self)
{
  return *zpi_intake_get_edits (self->zcase, self->item) != '\0';
}

/* What was left by an earlier window, and could not be drawn, goes as a whole. */
static void
name_buttons (ZpiPreviewWindow *self)
{
  const ZpiEdit *undo = zpi_edit_list_peek_undo (self->edits);
  const ZpiEdit *redo = zpi_edit_list_peek_redo (self->edits);
  const gboolean had_focus =
      gtk_widget_has_focus (self->undo_button) || gtk_widget_has_focus (self->redo_button);
  const char *undo_name = undo != NULL       ? _ (undo_names[undo->kind])
                          : has_edits (self) ? _ ("Undo everything")
                                             : _ ("Undo");
  const char *redo_name = redo != NULL ? _ (redo_names[redo->kind]) : _ ("Redo");

  zpi_ui_name (self->undo_button, undo_name);
  zpi_ui_name (self->redo_button, redo_name);
  gtk_widget_set_tooltip_text (self->undo_button, undo_name);
  gtk_widget_set_tooltip_text (self->redo_button, redo_name);
  gtk_widget_set_sensitive (self->undo_button, !self->drawing && has_edits (self));
  gtk_widget_set_sensitive (self->redo_button, !self->drawing && redo != NULL);
  if (had_focus && !gtk_widget_has_focus (self->undo_button) &&
      !gtk_widget_has_focus (self->redo_button))
    gtk_widget_grab_focus (gtk_widget_get_sensitive (self->undo_button) ? self->undo_button
                                                                        : self->redo_button);
}

/* Which tool is on: the part is for it. */
static gboolean
is_choosing (ZpiPreviewWindow *self)
{
  return gtk_toggle_button_get_active (self->cover_button) ||
         gtk_toggle_button_get_active (self->crop_button);
}

static void
stop_choosing (ZpiPreviewWindow *self)
{
  gtk_toggle_button_set_active (self->cover_button, FALSE);
  gtk_toggle_button_set_active (self->crop_button, FALSE);
}

static void
tool_toggled_cb (ZpiPreviewWindow *self, GtkToggleButton *button)
{
  const gboolean choosing = is_choosing (self);

  gtk_widget_set_visible (GTK_WIDGET (self->selection), choosing);
  gtk_widget_set_visible (GTK_WIDGET (self->apply_button), choosing);
  zpi_zoom_view_set_drags (self->zoom_view, !choosing);
  say (self, NULL);
  if (!choosing || !gtk_toggle_button_get_active (button))
    return;
  zpi_ui_set_button_label (self->apply_button,
                           button == self->cover_button ? _ ("C_over it") : _ ("_Keep only this"));
  zpi_selection_reset (self->selection);
  gtk_widget_grab_focus (GTK_WIDGET (self->selection));
  say (self,
       _ ("Drag, or use the arrow keys: with Shift they make it larger or smaller. Then Enter, or "
          "Escape."));
}

static void
show_size (ZpiPreviewWindow *self)
{
  const gboolean larger = zpi_zoom_view_get_zoom (self->zoom_view) > 1;

  gtk_widget_set_sensitive (self->smaller_button, larger);
}

static void
loaded_cb (ZpiPreviewWindow *self)
{
  guint n = zpi_preview_get_n_pages (self->preview);
  /* Translators: the number of this page and how many there are. */
  g_autofree char *text = g_strdup_printf (_ ("Page %u of %u"), self->page + 1, n);
  int width = 0;
  int height = 0;
  gboolean shown = zpi_preview_get_size (self->preview, &width, &height);

  gtk_label_set_label (self->page_label, n > 1 ? text : "");
  gtk_widget_set_visible (self->page_box, n > 1);
  gtk_widget_set_sensitive (self->previous_button, self->page > 0);
  gtk_widget_set_sensitive (self->next_button, self->page + 1 < n);
  gtk_widget_set_sensitive (self->tool_box, shown && !self->drawing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.earlier", self->page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.later", self->page + 1 < n);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.remove", n > 1);
  zpi_selection_set_picture_size (self->selection, width, height);
  zpi_zoom_view_set_picture_size (self->zoom_view, width, height);
}

/* Zoomed in there is more to see: drawn with more pixels, in steps, when they would be too few. */
static void
zoomed_cb (ZpiPreviewWindow *self)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double width, height;
  guint times = 1;

  show_size (self);
  zpi_zoom_view_get_shown_size (self->zoom_view, &width, &height);
  while (times < MOST_SHARP &&
         (width * scale > PAGE_WIDTH * times || height * scale > PAGE_HEIGHT * times))
    times *= 2;
  if (zpi_preview_set_size (self->preview, PAGE_WIDTH * times, PAGE_HEIGHT * times))
    show_page (self);
}

static void
go_to_page (ZpiPreviewWindow *self, int steps)
{
  const int page = (int) self->page + steps;

  if (page < 0 || page >= (int) zpi_preview_get_n_pages (self->preview))
    return;
  self->page = (guint) page;
  stop_choosing (self);
  show_page (self);
}

static void
previous_clicked_cb (ZpiPreviewWindow *self)
{
  go_to_page (self, -1);
}

static void
next_clicked_cb (ZpiPreviewWindow *self)
{
  go_to_page (self, 1);
}

static void
larger_clicked_cb (ZpiPreviewWindow *self)
{
  zpi_zoom_view_zoom (self->zoom_view, 1);
}

static void
smaller_clicked_cb (ZpiPreviewWindow *self)
{
  zpi_zoom_view_zoom (self->zoom_view, -1);
}

static void
width_clicked_cb (ZpiPreviewWindow *self)
{
  zpi_zoom_view_fit_width (self->zoom_view);
}

/* Edits. */

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
static void
keep_edits (ZpiPreviewWindow *self, guint page)
{
  g_autofree char *text = zpi_edit_list_dup_text (self->edits);

  self->failed = FALSE;
  zpi_intake_set_edits (self->zcase, self->item, text);
  zpi_case_keeper_field_left (zpi_session_get_keeper (self->session), self->zcase);
  stop_choosing (self);
  say (self, NULL);
  self->page = page;
  name_buttons (self);
  show_page (self);
}

static void
do_edit (ZpiPreviewWindow *self, ZpiEdit *edit)
{
  if (self->drawing) {
    zpi_edit_free (edit);
    return;
  }
  if (zpi_edit_list_add (self->edits, edit))
    keep_edits (self, page_after (self, zpi_edit_list_peek_undo (self->edits)));
  else
    say (self, _ ("That is a lot at once. Close this window first, and open the document again."));
}

static void
undo_clicked_cb (ZpiPreviewWindow *self)
{
  const ZpiEdit *edit = zpi_edit_list_peek_undo (self->edits);

  if (self->drawing || !has_edits (self))
    return;
  if (edit != NULL)
    zpi_announce (GTK_WIDGET (self->message_label), _ (undo_names[edit->kind]));
  zpi_edit_list_undo (self->edits);
  keep_edits (self, edit != NULL && edit->page >= 0 ? (guint) edit->page : self->page);
}

static void
redo_clicked_cb (ZpiPreviewWindow *self)
{
  const ZpiEdit *edit = self->drawing ? NULL : zpi_edit_list_redo (self->edits);

  if (edit == NULL)
    return;
  zpi_announce (GTK_WIDGET (self->message_label), _ (redo_names[edit->kind]));
  keep_edits (self, page_after (self, edit));
}

static void
turn_clicked_cb (ZpiPreviewWindow *self)
{
  ZpiEdit *edit = zpi_edit_new (ZPI_EDIT_TURN, (int) self->page);

  edit->degrees = 90;
  do_edit (self, edit);
}

static void
move_page (ZpiPreviewWindow *self, int steps)
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
  move_page (ZPI_PREVIEW_WINDOW (widget), -1);
}

static void
later_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_page (ZPI_PREVIEW_WINDOW (widget), 1);
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

  if (!is_choosing (self) || !zpi_preview_is_current (self->preview))
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
  stop_choosing (self);
}

static void
moved_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  graphene_rect_t part;

  zpi_selection_get_part (self->selection, &part);
  zpi_zoom_view_show_part (self->zoom_view, &part);
}

/* What it is. */

static const ZpiScheme *
get_scheme (ZpiPreviewWindow *self)
{
  return zpi_session_get_rules_of (self->session, self->zcase);
}

static void
show_place (ZpiPreviewWindow *self)
{
  const gboolean has_places =
      zpi_case_get_kind (self->zcase) == ZPI_CASE_APPLICATION && get_scheme (self) != NULL;
  g_autofree char *what = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->place_button), has_places);
  if (!has_places)
    return;
  what = zpi_evidence_text_dup_what (self->zcase, get_scheme (self), self->item);
  /* Translators: for assistive technology; the blank is "Pay slip, October 2025". */
  name = g_strdup_printf (_ ("What this is: %s"), what);
  gtk_label_set_label (self->place_label, what);
  zpi_ui_name (GTK_WIDGET (self->place_button), name);
}

static void
fill_places_cb (GtkMenuButton *button, gpointer user_data)
{
  ZpiPreviewWindow *self = user_data;
  g_autoptr (ZpiApplication) application = NULL;
  g_autoptr (GPtrArray) evidence = NULL;

  if (self->session == NULL || get_scheme (self) == NULL)
    return;
  application = zpi_application_new_from_case (self->zcase);
  evidence = zpi_evidence_list_build (get_scheme (self), application);
  self->n_places = zpi_place_choices_fill (self->places, self->zcase, evidence, self->item);
}

static gboolean
place_key_cb (ZpiPreviewWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  return zpi_place_choices_press_key (self->places, self->n_places, keyval);
}

/* The page puts it there, as it does for its own list. */
static void
place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  gtk_menu_button_popdown (self->place_button);
  if (parent == NULL || self->drawing)
    return;
  gtk_widget_activate_action_variant (parent, "evidence.place", parameter);
  show_place (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->place_button));
  zpi_announce (GTK_WIDGET (self->place_button), gtk_label_get_label (self->place_label));
}

/* Drawing anew, and what comes then. */

/* Which document it is, in the title: without a name that may hold a number. */
static void
show_document (ZpiPreviewWindow *self)
{
  g_autofree char *name = zpi_evidence_text_dup_file_name (self->zcase, self->item);

  gtk_window_set_title (GTK_WINDOW (self), name);
  stop_choosing (self);
  name_buttons (self);
  show_place (self);
  show_page (self);
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
  say (self, NULL);
  return TRUE;
}

static gboolean
is_gone (ZpiPreviewWindow *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);

  return !g_strv_contains ((const char *const *) items, self->item);
}

static void draw_anew (ZpiPreviewWindow *self, Next next);
static void join (ZpiPreviewWindow *self);

static void
show_failure (ZpiPreviewWindow *self, ZpiIntakeProblem problem, const GError *error)
{
  g_autofree char *text = zpi_error_text_dup_intake (problem, 0);

  self->failed = TRUE;
  if (text == NULL && g_error_matches (error, ZPI_ERROR, ZPI_ERROR_REFUSED))
    say (self, _ ("What you did to this document cannot be kept. Undo it and try another way."));
  else
    say (self, text != NULL ? text : zpi_error_text_from_error (error));
  show_document (self);
}

/* Nothing else is done to the document until came_back(). */
static void
begin_drawing (ZpiPreviewWindow *self, Next next)
{
  self->next = next;
  self->drawing = TRUE;
  stop_choosing (self);
  gtk_widget_set_sensitive (self->tool_box, FALSE);
  name_buttons (self);
  say (self, _ ("One moment…"));
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
  say (self, NULL);
  if (self->next == NEXT_CLOSE) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  if (self->next == NEXT_JOIN) {
    join (self);
    return;
  }
  if (self->next == NEXT_GO && go_on (self, self->steps) && has_edits (self))
    draw_anew (self, NEXT_STAY);
  else
    show_document (self);
}

static void
draw_anew (ZpiPreviewWindow *self, Next next)
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

    say (self,
         text != NULL ? text : _ ("These two cannot be made one document. Send them as two."));
  } else {
    g_free (self->item);
    self->item = g_steal_pointer (&item);
    self->page = 0;
    say (self, _ ("They are one document now."));
  }
  if (self->next == NEXT_CLOSE)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    show_document (self);
}

static void
join (ZpiPreviewWindow *self)
{
  g_autofree char *other = dup_next (self);

  if (other == NULL || self->drawing)
    return;
  begin_drawing (self, NEXT_STAY);
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
    draw_anew (self, NEXT_JOIN);
}

static void
join_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  g_autofree char *other = dup_next (self);
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;

  if (other == NULL) {
    say (self, _ ("There is no next document to add."));
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

static void
go_to_document (ZpiPreviewWindow *self, int steps)
{
  self->steps = self->drawing && self->next == NEXT_GO ? self->steps + steps : steps;
  if (self->drawing || has_edits (self))
    draw_anew (self, NEXT_GO);
  else if (go_on (self, steps) && has_edits (self))
    draw_anew (self, NEXT_STAY);
  else
    show_document (self);
}

static void
left_undone_cb (gpointer data)
{
  ZpiPreviewWindow *self = data;

  if (self->session == NULL)
    return;
  zpi_edit_list_clear (self->edits);
  keep_edits (self, self->page);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
zpi_preview_window_close_request (GtkWindow *window)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (window);

  if (!self->drawing && !has_edits (self))
    return GTK_WINDOW_CLASS (zpi_preview_window_parent_class)->close_request (window);
  if (self->failed && !self->drawing)
    zpi_message_ask (GTK_WIDGET (self),
                     _ ("Leave the document as it was?"),
                     _ ("What you did to it cannot be kept."),
                     _ ("_Leave it as it was"),
                     TRUE,
                     left_undone_cb,
                     g_object_ref (self));
  else
    draw_anew (self, NEXT_CLOSE);
  return TRUE;
}

/* Keys. */

static gboolean
zoom_key (ZpiPreviewWindow *self, guint keyval)
{
  switch (keyval) {
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    zpi_zoom_view_zoom (self->zoom_view, 1);
    return TRUE;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    zpi_zoom_view_zoom (self->zoom_view, -1);
    return TRUE;
  case GDK_KEY_0:
  case GDK_KEY_KP_0:
    zpi_zoom_view_fit (self->zoom_view);
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
control_key (ZpiPreviewWindow *self, guint keyval, gboolean shift)
{
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_z) {
    if (shift)
      redo_clicked_cb (self);
    else
      undo_clicked_cb (self);
    return TRUE;
  }
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_y) {
    redo_clicked_cb (self);
    return TRUE;
  }
  if (keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_Page_Down) {
    (shift ? move_page : go_to_page) (self, keyval == GDK_KEY_Page_Up ? -1 : 1);
    return TRUE;
  }
  return zoom_key (self, keyval);
}

/* What is larger than its place is moved by the arrows, unless they move the part. */
static gboolean
pan_key (ZpiPreviewWindow *self, guint keyval)
{
  if (is_choosing (self))
    return FALSE;
  switch (keyval) {
  case GDK_KEY_Left:
    return zpi_zoom_view_pan (self->zoom_view, -1, 0);
  case GDK_KEY_Right:
    return zpi_zoom_view_pan (self->zoom_view, 1, 0);
  case GDK_KEY_Up:
    return zpi_zoom_view_pan (self->zoom_view, 0, -1);
  case GDK_KEY_Down:
    return zpi_zoom_view_pan (self->zoom_view, 0, 1);
  default:
    return FALSE;
  }
}

/* Before whatever has the focus: what is scrolled would take Page Down. */
static gboolean
key_cb (ZpiPreviewWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  const GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
    return GDK_EVENT_PROPAGATE;
  if ((modifiers & ~GDK_SHIFT_MASK) == GDK_CONTROL_MASK)
    return control_key (self, keyval, (modifiers & GDK_SHIFT_MASK) != 0);
  if (modifiers != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_Page_Down) {
    go_to_document (self, keyval == GDK_KEY_Page_Up ? -1 : 1);
    return GDK_EVENT_STOP;
  }
  return pan_key (self, keyval);
}

/* Back to where the document stands in the list. */
static void
zpi_preview_window_unmap (GtkWidget *widget)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  GTK_WIDGET_CLASS (zpi_preview_window_parent_class)->unmap (widget);
  if (parent != NULL && self->item != NULL)
    gtk_widget_activate_action (parent, "evidence.focus", "s", self->item);
}

static void
zpi_preview_window_dispose (GObject *object)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  g_clear_pointer (&self->item, g_free);
  G_OBJECT_CLASS (zpi_preview_window_parent_class)->dispose (object);
}

static void
zpi_preview_window_finalize (GObject *object)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (object);

  g_object_unref (self->cancellable);
  g_weak_ref_clear (&self->parent);
  zpi_edit_list_free (self->edits);
  G_OBJECT_CLASS (zpi_preview_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, zoom_view);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, tool_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, cover_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, crop_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, apply_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, message_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, page_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, previous_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, page_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, smaller_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, width_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, larger_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, place_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, place_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, places);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, turn_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, mark_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, tool_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, redo_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, smaller_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, width_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, larger_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_key_cb);
}

static void
zpi_preview_window_class_init (ZpiPreviewWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  g_type_ensure (ZPI_TYPE_ZOOM_VIEW);
  G_OBJECT_CLASS (klass)->dispose = zpi_preview_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_preview_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = zpi_preview_window_close_request;
  widget_class->unmap = zpi_preview_window_unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-preview-window.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_install_action (widget_class, "evidence.place", "(sss)", place_action);
  gtk_widget_class_install_action (widget_class, "page.earlier", NULL, earlier_action);
  gtk_widget_class_install_action (widget_class, "page.later", NULL, later_action);
  gtk_widget_class_install_action (widget_class, "page.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "document.join", NULL, join_action);
  gtk_widget_class_install_action (widget_class, "selection.apply", NULL, apply_action);
  gtk_widget_class_install_action (widget_class, "selection.leave", NULL, leave_action);
  gtk_widget_class_install_action (widget_class, "selection.moved", NULL, moved_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
add_picture (ZpiPreviewWindow *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->preview = ZPI_PREVIEW (zpi_preview_new (PAGE_WIDTH, PAGE_HEIGHT));
  self->selection = ZPI_SELECTION (zpi_selection_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->selection), FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->preview));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->selection));
  zpi_zoom_view_set_picture (self->zoom_view, overlay);
  g_signal_connect_object (self->preview,
                           "loaded",
                           G_CALLBACK (loaded_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
zpi_preview_window_init (ZpiPreviewWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->edits = zpi_edit_list_new ();
  g_weak_ref_init (&self->parent, NULL);
  add_picture (self);
  gtk_menu_button_set_create_popup_func (self->place_button, fill_places_cb, self, NULL);
  show_size (self);
  say (self, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * zpi_preview_open_window:
 * @parent: a widget of the window it belongs to
 * @session: an open session
 * @zcase: the case the document is in
 * @item: the document
 *
 * Shows the document in a window of its own.
 */
void
zpi_preview_open_window (GtkWidget *parent, ZpiSession *session, ZpiCase *zcase, const char *item)
{
  ZpiPreviewWindow *self = g_object_new (ZPI_TYPE_PREVIEW_WINDOW, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  self->item = g_strdup (item);
  g_weak_ref_set (&self->parent, parent);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  /* A locked program shows nothing of anybody; what was done here stands in the case. */
  g_signal_connect_object (session,
                           "about-to-lock",
                           G_CALLBACK (gtk_window_destroy),
                           self,
                           G_CONNECT_SWAPPED);
  show_document (self);
  if (has_edits (self))
    draw_anew (self, NEXT_STAY);
  gtk_window_present (GTK_WINDOW (self));
}
