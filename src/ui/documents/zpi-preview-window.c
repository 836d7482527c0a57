/* SPDX-License-Identifier: EUPL-1.2 */

/* A document, large enough to read, page by page, and what can be done to it: turn, watermark,
 * cover or cut out a part. Never an outside viewer: that would need the document on the disk.
 *
 * What is done is a list that stands in the case at once; the document is drawn anew when the
 * window closes or goes to another one. */

#include "zpi-preview-window-private.h"

#include "zpi-announce.h"
#include "zpi-evidence-text.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-message.h"
#include "zpi-place-choices.h"
#include "zpi-ui.h"

/* As many pixels as a page gets in this window; more when it is zoomed in. */
#define PAGE_WIDTH  1000
#define PAGE_HEIGHT 1400
#define MOST_SHARP  4

G_DEFINE_FINAL_TYPE (ZpiPreviewWindow, zpi_preview_window, ADW_TYPE_WINDOW)

/* There is always a line, so that the page does not jump when there is something to
 * _zpi_preview_window_say. */
void
_zpi_preview_window_say (ZpiPreviewWindow *self, const char *text)
{
  if (text != NULL && g_strcmp0 (text, gtk_label_get_label (self->message_label)) != 0)
    zpi_announce (GTK_WIDGET (self->message_label), text);
  gtk_label_set_label (
      self->message_label,
      text != NULL ? text
                   : _ ("Ctrl+Z takes back what you did. Page Down goes to the next document."));
}

void
_zpi_preview_window_show_page (ZpiPreviewWindow *self)
{
  zpi_preview_show (self->preview, self->session, self->zcase, self->item, self->page);
}

gboolean
_zpi_preview_window_has_edits (ZpiPreviewWindow *self)
{
  return *zpi_intake_get_edits (self->zcase, self->item) != '\0';
}

/* Which tool is on: the part is for it. */
gboolean
_zpi_preview_window_is_choosing (ZpiPreviewWindow *self)
{
  return gtk_toggle_button_get_active (self->cover_button) ||
         gtk_toggle_button_get_active (self->crop_button);
}

void
_zpi_preview_window_stop_choosing (ZpiPreviewWindow *self)
{
  gtk_toggle_button_set_active (self->cover_button, FALSE);
  gtk_toggle_button_set_active (self->crop_button, FALSE);
}

static void
tool_toggled_cb (ZpiPreviewWindow *self, GtkToggleButton *button)
{
  const gboolean choosing = _zpi_preview_window_is_choosing (self);

  gtk_widget_set_visible (GTK_WIDGET (self->selection), choosing);
  gtk_widget_set_visible (GTK_WIDGET (self->apply_button), choosing);
  zpi_zoom_view_set_drags (self->zoom_view, !choosing);
  _zpi_preview_window_say (self, NULL);
  if (!choosing || !gtk_toggle_button_get_active (button))
    return;
  zpi_ui_set_button_label (self->apply_button,
                           button == self->cover_button ? _ ("C_over it") : _ ("_Keep only this"));
  zpi_selection_reset (self->selection);
  gtk_widget_grab_focus (GTK_WIDGET (self->selection));
  _zpi_preview_window_say (
      self,
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
    _zpi_preview_window_show_page (self);
}

static void
go_to_page (ZpiPreviewWindow *self, int steps)
{
  const int page = (int) self->page + steps;

  if (page < 0 || page >= (int) zpi_preview_get_n_pages (self->preview))
    return;
  self->page = (guint) page;
  _zpi_preview_window_stop_choosing (self);
  _zpi_preview_window_show_page (self);
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

/* What it is. */

static const ZpiScheme *
get_scheme (ZpiPreviewWindow *self)
{
  return zpi_session_get_rules_of (self->session, self->zcase);
}

void
_zpi_preview_window_show_place (ZpiPreviewWindow *self)
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
  _zpi_preview_window_show_place (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->place_button));
  zpi_announce (GTK_WIDGET (self->place_button), gtk_label_get_label (self->place_label));
}

static void
left_undone_cb (gpointer data)
{
  ZpiPreviewWindow *self = data;

  if (self->session == NULL)
    return;
  zpi_edit_list_clear (self->edits);
  _zpi_preview_window_keep_edits (self, self->page);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
zpi_preview_window_close_request (GtkWindow *window)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (window);

  if (!self->drawing && !_zpi_preview_window_has_edits (self))
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
    _zpi_preview_window_draw_anew (self, ZPI_PREVIEW_NEXT_CLOSE);
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
      _zpi_preview_window_redo (self);
    else
      _zpi_preview_window_undo (self);
    return TRUE;
  }
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_y) {
    _zpi_preview_window_redo (self);
    return TRUE;
  }
  if (keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_Page_Down) {
    (shift ? _zpi_preview_window_move_page : go_to_page) (self, keyval == GDK_KEY_Page_Up ? -1 : 1);
    return TRUE;
  }
  return zoom_key (self, keyval);
}

/* What is larger than its place is moved by the arrows, unless they move the part. */
static gboolean
pan_key (ZpiPreviewWindow *self, guint keyval)
{
  if (_zpi_preview_window_is_choosing (self))
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
    _zpi_preview_window_go_to_document (self, keyval == GDK_KEY_Page_Up ? -1 : 1);
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
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, place_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, place_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, places);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, tool_toggled_cb);
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
  _zpi_preview_window_class_init_edits (widget_class);
  _zpi_preview_window_class_init_draw (widget_class);
  gtk_widget_class_install_action (widget_class, "evidence.place", "(sss)", place_action);
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
  _zpi_preview_window_say (self, NULL);
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
  _zpi_preview_window_show_document (self);
  if (_zpi_preview_window_has_edits (self))
    _zpi_preview_window_draw_anew (self, ZPI_PREVIEW_NEXT_STAY);
  gtk_window_present (GTK_WINDOW (self));
}
