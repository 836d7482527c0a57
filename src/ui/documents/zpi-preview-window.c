/* SPDX-License-Identifier: EUPL-1.2 */

/* A document, large enough to read, page by page, and what can be done to it: turn, watermark,
 * cover or cut out a part. Never an outside viewer: that would need the document on the disk. */

#include "zpi-clock.h"
#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-facts.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-message.h"
#include "zpi-preview.h"
#include "zpi-selection.h"
#include "zpi-ui.h"

#define ZPI_TYPE_PREVIEW_WINDOW (zpi_preview_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPreviewWindow, zpi_preview_window, ZPI, PREVIEW_WINDOW, AdwWindow)

struct _ZpiPreviewWindow {
  AdwWindow parent_instance;

  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  GCancellable *cancellable;
  GWeakRef parent; /* the widget it was opened from */
  char *item;
  guint page;
  gboolean editing; /* it is being drawn anew */

  ZpiPreview *preview;
  ZpiSelection *selection;
  GtkOverlay *overlay;
  GtkWidget *tool_box;
  GtkToggleButton *select_button;
  GtkLabel *message_label;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *page_label;
};

G_DEFINE_FINAL_TYPE (ZpiPreviewWindow, zpi_preview_window, ADW_TYPE_WINDOW)

static void
say (ZpiPreviewWindow *self, const char *text)
{
  gtk_label_set_label (self->message_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), text != NULL);
}

static void
show_page (ZpiPreviewWindow *self)
{
  zpi_preview_show (self->preview, self->session, self->zcase, self->item, self->page);
}

static void
previous_clicked_cb (ZpiPreviewWindow *self)
{
  if (self->page > 0)
    self->page--;
  show_page (self);
}

static void
next_clicked_cb (ZpiPreviewWindow *self)
{
  self->page++;
  show_page (self);
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
  gtk_widget_set_visible (self->previous_button, n > 1);
  gtk_widget_set_visible (self->next_button, n > 1);
  gtk_widget_set_sensitive (self->previous_button, self->page > 0);
  gtk_widget_set_sensitive (self->next_button, self->page + 1 < n);
  gtk_widget_set_sensitive (self->tool_box, shown);
  zpi_selection_set_picture_size (self->selection, width, height);
}

static void
edit_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPreviewWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_edit_finish (result, &problem, &error);
  g_autofree char *text = NULL;

  if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->tool_box, TRUE);
  self->editing = FALSE;
  if (item == NULL) {
    text = zpi_error_text_dup_intake (problem, 0);
    say (self, text != NULL ? text : zpi_error_text_from_error (error));
    return;
  }
  say (self, NULL);
  g_free (self->item);
  self->item = g_steal_pointer (&item);
  gtk_toggle_button_set_active (self->select_button, FALSE);
  show_page (self);
}

static void
apply (ZpiPreviewWindow *self, ZpiEdit *edit)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_edit_free);

  g_ptr_array_add (edits, edit);
  gtk_widget_set_sensitive (self->tool_box, FALSE);
  self->editing = TRUE;
  say (self, _ ("One moment…"));
  zpi_intake_edit_async (self->session,
                         self->zcase,
                         self->item,
                         edits,
                         self->cancellable,
                         edit_ready_cb,
                         g_object_ref (self));
}

static void
turn_clicked_cb (ZpiPreviewWindow *self)
{
  ZpiEdit *edit = zpi_edit_new (ZPI_EDIT_TURN, self->page);

  edit->degrees = 90;
  apply (self, edit);
}

/* In Dutch, whatever the screen speaks: it is for the municipality. */
static void
mark_clicked_cb (ZpiPreviewWindow *self)
{
  ZpiEdit *edit = zpi_edit_new (ZPI_EDIT_MARK, -1);
  ZpiDate today = zpi_clock_today ();
  g_autofree char *date = zpi_date_format (&today);

  edit->text = g_strdup_printf ("Kopie voor aanvraag %s, %s", zpi_facts_say ("{pass}", NULL), date);
  apply (self, edit);
}

static void
apply_to_part (ZpiPreviewWindow *self, ZpiEditKind kind)
{
  ZpiEdit *edit = zpi_edit_new (kind, self->page);
  graphene_rect_t part;

  zpi_selection_get_part (self->selection, &part);
  edit->x = part.origin.x;
  edit->y = part.origin.y;
  edit->width = part.size.width;
  edit->height = part.size.height;
  apply (self, edit);
}

static void
cover_confirmed_cb (gpointer self)
{
  if (ZPI_PREVIEW_WINDOW (self)->session != NULL)
    apply_to_part (self, ZPI_EDIT_COVER);
}

static void
crop_confirmed_cb (gpointer self)
{
  if (ZPI_PREVIEW_WINDOW (self)->session != NULL)
    apply_to_part (self, ZPI_EDIT_CROP);
}

static void
cover_clicked_cb (ZpiPreviewWindow *self)
{
  zpi_message_ask (GTK_WIDGET (self),
                   _ ("Cover this part?"),
                   _ ("What is below it is gone from the document. To bring it back, add the file "
                      "again."),
                   _ ("_Cover"),
                   TRUE,
                   cover_confirmed_cb,
                   g_object_ref (self));
}

static void
crop_clicked_cb (ZpiPreviewWindow *self)
{
  zpi_message_ask (GTK_WIDGET (self),
                   _ ("Keep only this part?"),
                   _ ("The rest is gone from the document. To bring it back, add the file again."),
                   _ ("_Keep only this"),
                   TRUE,
                   crop_confirmed_cb,
                   g_object_ref (self));
}

static void
select_toggled_cb (ZpiPreviewWindow *self)
{
  gboolean active = gtk_toggle_button_get_active (self->select_button);

  gtk_widget_set_visible (GTK_WIDGET (self->selection), active);
  say (self, NULL);
  if (!active)
    return;
  zpi_selection_reset (self->selection);
  gtk_widget_grab_focus (GTK_WIDGET (self->selection));
  say (self,
       _ ("Drag over the page, or use the arrow keys. Shift with the arrow keys makes the part "
          "larger or smaller."));
}

/* Which document it is, in the title: without a name that may hold a number. */
static void
show_title (ZpiPreviewWindow *self)
{
  g_autofree char *name = zpi_evidence_text_dup_file_name (self->zcase, self->item);

  gtk_window_set_title (GTK_WINDOW (self), name);
}

static gboolean
go_to_document_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (widget);
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);
  int n = (int) g_strv_length (items);
  int step;
  int at = 0;

  g_variant_get (args, "(i)", &step);
  while (at < n && !g_str_equal (items[at], self->item))
    at++;
  /* While it is drawn anew its name may be another in a moment. */
  if (at == n || at + step < 0 || at + step >= n || self->editing)
    return TRUE;
  g_free (self->item);
  self->item = g_strdup (items[at + step]);
  self->page = 0;
  gtk_toggle_button_set_active (self->select_button, FALSE);
  say (self, NULL);
  show_title (self);
  show_page (self);
  return TRUE;
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
  g_object_unref (ZPI_PREVIEW_WINDOW (object)->cancellable);
  g_weak_ref_clear (&ZPI_PREVIEW_WINDOW (object)->parent);
  G_OBJECT_CLASS (zpi_preview_window_parent_class)->finalize (object);
}

static void
zpi_preview_window_class_init (ZpiPreviewWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_preview_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_preview_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-preview-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, tool_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, select_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, message_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, previous_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, page_label);
  gtk_widget_class_bind_template_callback (widget_class, turn_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, mark_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cover_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, crop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, select_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  widget_class->unmap = zpi_preview_window_unmap;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Up, 0, go_to_document_cb, "(i)", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Down, 0, go_to_document_cb, "(i)", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
zpi_preview_window_init (ZpiPreviewWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_weak_ref_init (&self->parent, NULL);
  self->preview = ZPI_PREVIEW (zpi_preview_new (1000, 1400));
  self->selection = ZPI_SELECTION (zpi_selection_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->selection), FALSE);
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->preview));
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (self->selection));
  g_signal_connect_object (self->preview,
                           "loaded",
                           G_CALLBACK (loaded_cb),
                           self,
                           G_CONNECT_SWAPPED);
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
  show_title (self);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  /* A locked program shows nothing of anybody. */
  g_signal_connect_object (session,
                           "about-to-lock",
                           G_CALLBACK (gtk_window_destroy),
                           self,
                           G_CONNECT_SWAPPED);
  show_page (self);
  gtk_window_present (GTK_WINDOW (self));
}
