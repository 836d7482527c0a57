/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-photo-window.h"

#include "zpi-error-text.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-notice.h"
#include "zpi-photo-frame.h"
#include "zpi-photo.h"
#include "zpi-preview.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

struct _ZpiPhotoWindow {
  AdwWindow parent_instance;

  ZpiSession *session; /* (owned) (nullable): until it is over */
  ZpiCase *zcase;      /* (owned) */
  char *item;
  ZpiPhotoFunc done;
  GObject *object; /* (owned) */

  AdwWindowTitle *window_title;
  GtkOverlay *overlay;
  ZpiPreview *preview;
  ZpiPhotoFrame *frame;
  ZpiNotice *problem;
  GtkLabel *message;
  GtkWidget *frame_buttons;
  GtkWidget *use_button;
};

G_DEFINE_FINAL_TYPE (ZpiPhotoWindow, zpi_photo_window, ADW_TYPE_WINDOW)

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPhotoWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = zpi_photo_prepare_finish (result, &error);

  if (self->session == NULL)
    return;
  if (item == NULL) {
    gtk_widget_set_sensitive (self->use_button, TRUE);
    gtk_label_set_label (self->message, zpi_error_text_from_error (error));
    return;
  }
  self->done (item, self->object);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
use_clicked_cb (ZpiPhotoWindow *self)
{
  graphene_rect_t part;

  zpi_photo_frame_get_part (self->frame, &part);
  gtk_widget_set_sensitive (self->use_button, FALSE);
  gtk_label_set_label (self->message, _ ("One moment…"));
  zpi_photo_prepare_async (self->session,
                           self->zcase,
                           self->item,
                           part.origin.x,
                           part.origin.y,
                           part.size.width,
                           part.size.height,
                           NULL,
                           prepared_cb,
                           g_object_ref (self));
}

static void
larger_clicked_cb (ZpiPhotoWindow *self)
{
  zpi_photo_frame_zoom (self->frame, 1);
}

static void
smaller_clicked_cb (ZpiPhotoWindow *self)
{
  zpi_photo_frame_zoom (self->frame, -1);
}

/* What is wrong with it is said, and it can be used: whether somebody is to be recognised a person
 * sees better than a program. */
static void
show_problem (ZpiPhotoWindow *self)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, self->item, "problem");
  const char *text =
      zpi_error_text_for_photo (zpi_intake_problem_from_nick (zpi_case_get (self->zcase, key)));

  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, text);
  if (text != NULL)
    zpi_ui_set_button_label (GTK_BUTTON (self->use_button), _ ("_Use it anyway"));
}

/* Nothing to cut, and nothing to use. */
static void
show_nothing (ZpiPhotoWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->overlay), FALSE);
  gtk_widget_set_visible (self->frame_buttons, FALSE);
  gtk_widget_set_visible (self->use_button, FALSE);
  zpi_notice_set (self->problem,
                  ZPI_NOTICE_WARNING,
                  _ ("This picture cannot be shown. Close this window and choose another one."));
}

/* The preview is at most as large as the photo may be, so its size tells what the picture has. */
static void
loaded_cb (ZpiPhotoWindow *self)
{
  int width = 0, height = 0;
  gboolean shown = zpi_preview_get_size (self->preview, &width, &height);

  if (!shown) {
    show_nothing (self);
    return;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->frame), TRUE);
  gtk_widget_set_sensitive (self->use_button, TRUE);
  zpi_photo_frame_set_picture (self->frame,
                               width,
                               height,
                               MIN (1.0, (double) ZPI_PHOTO_MIN_HEIGHT / MAX (height, 1)));
  gtk_label_set_label (self->message,
                       width < ZPI_PHOTO_MIN_WIDTH || height < ZPI_PHOTO_MIN_HEIGHT
                           ? _ ("This picture is small. The municipality may ask for a larger one")
                           : _ ("Put head and shoulders inside the lines"));
  gtk_widget_grab_focus (GTK_WIDGET (self->frame));
}

/* Given up by the person: the picture belongs to nobody. When the program locks or ends it waits
 * for whoever comes back. */
static gboolean
zpi_photo_window_close_request (GtkWindow *window)
{
  ZpiPhotoWindow *self = ZPI_PHOTO_WINDOW (window);

  if (self->session != NULL && zpi_session_get_state (self->session) == ZPI_SESSION_OPEN)
    zpi_intake_remove_async (self->session, self->zcase, self->item, NULL, NULL, NULL);
  return GTK_WINDOW_CLASS (zpi_photo_window_parent_class)->close_request (window);
}

static void
zpi_photo_window_dispose (GObject *object)
{
  ZpiPhotoWindow *self = ZPI_PHOTO_WINDOW (object);

  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  g_clear_object (&self->object);
  g_clear_pointer (&self->item, g_free);

  G_OBJECT_CLASS (zpi_photo_window_parent_class)->dispose (object);
}

static void
zpi_photo_window_class_init (ZpiPhotoWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_NOTICE);
  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = zpi_photo_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = zpi_photo_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-photo-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotoWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotoWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotoWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotoWindow, message);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotoWindow, frame_buttons);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotoWindow, use_button);
  gtk_widget_class_bind_template_callback (widget_class, use_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, larger_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, smaller_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
zpi_photo_window_init (ZpiPhotoWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (adw_window_get_content (ADW_WINDOW (self)));
  self->preview = ZPI_PREVIEW (zpi_preview_new (ZPI_PHOTO_MAX_SIDE, ZPI_PHOTO_MAX_SIDE));
  self->frame = ZPI_PHOTO_FRAME (zpi_photo_frame_new ());
  /* Nothing to cut before there is a picture. */
  gtk_widget_set_visible (GTK_WIDGET (self->frame), FALSE);
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->preview));
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (self->frame));
  g_signal_connect_object (self->preview,
                           "loaded",
                           G_CALLBACK (loaded_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * zpi_photo_window_open:
 * @parent: a widget of the window it belongs to
 * @session: an open session
 * @zcase: the letter
 * @item: the picture, a document of it
 * @whose: (nullable): the name of the person, shown in it and never in its title
 * @done: called with the photo
 * @object: for @done
 *
 * Lets the counsellor choose which part of a picture becomes the photo.
 */
void
zpi_photo_window_open (GtkWidget *parent,
                       ZpiSession *session,
                       ZpiCase *zcase,
                       const char *item,
                       const char *whose,
                       ZpiPhotoFunc done,
                       gpointer object)
{
  ZpiPhotoWindow *self = g_object_new (ZPI_TYPE_PHOTO_WINDOW, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  self->item = g_strdup (item);
  self->done = done;
  self->object = g_object_ref (object);
  adw_window_title_set_subtitle (self->window_title, whose != NULL ? whose : "");
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  /* A locked program shows nothing of anybody. */
  g_signal_connect_object (session,
                           "about-to-lock",
                           G_CALLBACK (gtk_window_destroy),
                           self,
                           G_CONNECT_SWAPPED);
  show_problem (self);
  zpi_preview_show (self->preview, session, zcase, item, 0);
  gtk_window_present (GTK_WINDOW (self));
}
