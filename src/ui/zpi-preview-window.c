/* SPDX-License-Identifier: EUPL-1.2 */

/* A document, large enough to read, page by page. Never an outside viewer: that would need the
 * document on the disk. */

#include <glib/gi18n.h>

#include "zpi-preview.h"
#include "zpi-ui.h"

#define ZPI_TYPE_PREVIEW_WINDOW (zpi_preview_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPreviewWindow, zpi_preview_window, ZPI, PREVIEW_WINDOW, AdwWindow)

struct _ZpiPreviewWindow {
  AdwWindow parent_instance;

  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  char *item;
  guint page;

  ZpiPreview *preview;
  GtkScrolledWindow *scroller;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *page_label;
};

G_DEFINE_FINAL_TYPE (ZpiPreviewWindow, zpi_preview_window, ADW_TYPE_WINDOW)

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
  g_autofree char *text = g_strdup_printf (_("Page %u of %u"), self->page + 1, n);

  gtk_label_set_label (self->page_label, n > 1 ? text : "");
  gtk_widget_set_visible (self->previous_button, n > 1);
  gtk_widget_set_visible (self->next_button, n > 1);
  gtk_widget_set_sensitive (self->previous_button, self->page > 0);
  gtk_widget_set_sensitive (self->next_button, self->page + 1 < n);
}

static void
zpi_preview_window_dispose (GObject *object)
{
  ZpiPreviewWindow *self = ZPI_PREVIEW_WINDOW (object);

  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  g_clear_pointer (&self->item, g_free);
  G_OBJECT_CLASS (zpi_preview_window_parent_class)->dispose (object);
}

static void
zpi_preview_window_class_init (ZpiPreviewWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_preview_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-preview-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, previous_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPreviewWindow, page_label);
  gtk_widget_class_bind_template_callback (widget_class, previous_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
zpi_preview_window_init (ZpiPreviewWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->preview = ZPI_PREVIEW (zpi_preview_new (1000, 1400));
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->preview));
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
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  show_page (self);
  gtk_window_present (GTK_WINDOW (self));
}
