/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-preview.h"

#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-spinner.h"

struct _ZpiPreview {
  AdwBin parent_instance;

  GCancellable *cancellable;
  ZpiSession *session; /* (owned) (nullable): while a picture is wanted and not yet asked for */
  ZpiCase *zcase;      /* (owned) (nullable) */
  char *item;          /* (nullable) */
  guint page;
  guint ask_id;
  guint max_width;
  guint max_height;
  guint n_pages;
  char *shown;     /* (nullable): the page and how, of the picture that is shown … */
  char *asked_for; /* (nullable): … and of the one that was asked for last */

  GtkStack *stack;
  GtkPicture *picture;
  GtkLabel *label;
};

/* Who goes on at once does not wait for what was passed by. */
#define ASK_MS 40

enum {
  SIGNAL_LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiPreview, zpi_preview, ADW_TYPE_BIN)

static void
stop (ZpiPreview *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  g_clear_pointer (&self->item, g_free);
}

static void
zpi_preview_dispose (GObject *object)
{
  stop (ZPI_PREVIEW (object));
  G_OBJECT_CLASS (zpi_preview_parent_class)->dispose (object);
}

static void
zpi_preview_finalize (GObject *object)
{
  g_free (ZPI_PREVIEW (object)->shown);
  g_free (ZPI_PREVIEW (object)->asked_for);
  G_OBJECT_CLASS (zpi_preview_parent_class)->finalize (object);
}

static void
zpi_preview_class_init (ZpiPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_preview_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_preview_finalize;

  signals[SIGNAL_LOADED] = g_signal_new ("loaded",
                                         ZPI_TYPE_PREVIEW,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
}

static void
zpi_preview_init (ZpiPreview *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("text-x-generic-symbolic");
  GtkWidget *spinner = zpi_spinner_new ();

  self->stack = GTK_STACK (gtk_stack_new ());
  self->picture = GTK_PICTURE (gtk_picture_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_picture_set_can_shrink (self->picture, TRUE);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_stack_add_named (self->stack, icon, "icon");
  gtk_stack_add_named (self->stack, spinner, "spinner");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->picture), "picture");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->label), "text");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/**
 * zpi_preview_new:
 * @max_width: how large the picture may be, in pixels
 * @max_height: the same
 *
 * Returns: (transfer floating): an empty preview
 */
GtkWidget *
zpi_preview_new (guint max_width, guint max_height)
{
  ZpiPreview *self = g_object_new (ZPI_TYPE_PREVIEW, NULL);

  self->max_width = max_width;
  self->max_height = max_height;
  return GTK_WIDGET (self);
}

static void
preview_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPreview) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint width = 0;
  guint height = 0;
  guint n_pages = 0;

  pixels = zpi_intake_preview_finish (result, &width, &height, &n_pages, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->n_pages = n_pages;
  g_free (self->shown);
  self->shown = g_strdup (self->asked_for);
  if (pixels == NULL || width == 0 || height == 0) {
    gtk_label_set_label (self->label, _ ("This document cannot be shown here."));
    gtk_stack_set_visible_child_name (self->stack, self->max_width > 200 ? "text" : "icon");
  } else {
    texture =
        gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8, pixels, (gsize) width * 4);
    gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
    gtk_stack_set_visible_child_name (self->stack, "picture");
  }
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

static gboolean
ask_cb (gpointer user_data)
{
  ZpiPreview *self = user_data;

  self->ask_id = 0;
  self->cancellable = g_cancellable_new ();
  zpi_intake_preview_async (self->session,
                            self->zcase,
                            self->item,
                            self->page,
                            self->max_width,
                            self->max_height,
                            self->cancellable,
                            preview_ready_cb,
                            g_object_ref (self));
  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  return G_SOURCE_REMOVE;
}

/**
 * zpi_preview_show:
 * @session: an open session
 * @zcase: the case the document is in
 * @item: the document
 * @page: from 0
 *
 * Asks for the picture; it appears when it is ready. The same page with more pixels takes the place
 * of what is shown.
 */
void
zpi_preview_show (ZpiPreview *self,
                  ZpiSession *session,
                  ZpiCase *zcase,
                  const char *item,
                  guint page)
{
  g_return_if_fail (ZPI_IS_PREVIEW (self));

  stop (self);
  g_free (self->asked_for);
  self->asked_for = g_strdup_printf ("%s %u %s", item, page, zpi_intake_get_edits (zcase, item));
  if (!zpi_preview_is_current (self))
    gtk_stack_set_visible_child_name (self->stack, "spinner");
  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  self->item = g_strdup (item);
  self->page = page;
  self->ask_id = g_timeout_add (ASK_MS, ask_cb, self);
}

/**
 * zpi_preview_get_n_pages:
 *
 * Returns: how many pages the document has; 0 while that is not known
 */
guint
zpi_preview_get_n_pages (ZpiPreview *self)
{
  g_return_val_if_fail (ZPI_IS_PREVIEW (self), 0);

  return self->n_pages;
}

/**
 * zpi_preview_get_size:
 * @width: (out): of the picture
 * @height: (out): the same
 *
 * Returns: %FALSE when no picture is shown
 */
gboolean
zpi_preview_get_size (ZpiPreview *self, int *width, int *height)
{
  GdkPaintable *paintable;

  g_return_val_if_fail (ZPI_IS_PREVIEW (self), FALSE);

  paintable = gtk_picture_get_paintable (self->picture);
  if (paintable == NULL || gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->picture))
    return FALSE;
  *width = gdk_paintable_get_intrinsic_width (paintable);
  *height = gdk_paintable_get_intrinsic_height (paintable);
  return TRUE;
}

/**
 * zpi_preview_is_current:
 *
 * Returns: whether a picture is shown, and is the one that was asked for last
 */
gboolean
zpi_preview_is_current (ZpiPreview *self)
{
  int width, height;

  g_return_val_if_fail (ZPI_IS_PREVIEW (self), FALSE);

  return g_strcmp0 (self->shown, self->asked_for) == 0 &&
         zpi_preview_get_size (self, &width, &height);
}

/**
 * zpi_preview_set_size:
 * @max_width: how large the picture may be, in pixels
 * @max_height: the same
 *
 * For the next picture.
 *
 * Returns: whether that is another size than before
 */
gboolean
zpi_preview_set_size (ZpiPreview *self, guint max_width, guint max_height)
{
  g_return_val_if_fail (ZPI_IS_PREVIEW (self), FALSE);

  if (self->max_width == max_width && self->max_height == max_height)
    return FALSE;
  self->max_width = max_width;
  self->max_height = max_height;
  return TRUE;
}
