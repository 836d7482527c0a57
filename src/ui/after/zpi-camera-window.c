/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-camera-window.h"

#include "zpi-camera.h"
#include "zpi-group.h"
#include "zpi-i18n.h"

#define ZPI_TYPE_CAMERA_WINDOW (zpi_camera_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCameraWindow, zpi_camera_window, ZPI, CAMERA_WINDOW, AdwWindow)

struct _ZpiCameraWindow {
  AdwWindow parent_instance;

  ZpiCamera *camera;   /* (owned) (nullable): until it is over */
  GdkTexture *texture; /* (owned) (nullable): what it sees now */
  ZpiTakenFunc taken;
  GObject *object; /* (owned) */

  GtkPicture *picture;
  GtkLabel *message;
  GtkWidget *take_button;
};

G_DEFINE_FINAL_TYPE (ZpiCameraWindow, zpi_camera_window, ADW_TYPE_WINDOW)

static void
picture_cb (ZpiCameraWindow *self, GBytes *bytes)
{
  gboolean first = self->texture == NULL;

  g_clear_object (&self->texture);
  self->texture = gdk_memory_texture_new (ZPI_CAMERA_WIDTH,
                                          ZPI_CAMERA_HEIGHT,
                                          GDK_MEMORY_R8G8B8,
                                          bytes,
                                          (gsize) ZPI_CAMERA_WIDTH * 3);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (self->texture));
  if (!first)
    return;
  gtk_label_set_label (self->message, _ ("Look into the camera. The photo is cut afterwards"));
  gtk_widget_set_sensitive (self->take_button, TRUE);
  gtk_widget_grab_focus (self->take_button);
}

static void
ended_cb (ZpiCameraWindow *self)
{
  g_clear_object (&self->texture);
  gtk_picture_set_paintable (self->picture, NULL);
  gtk_widget_set_sensitive (self->take_button, FALSE);
  gtk_label_set_label (
      self->message,
      _ ("The camera gives no picture. Perhaps another program uses it: close that "
         "one and try again, or choose a photo"));
}

static void
take_cb (ZpiCameraWindow *self)
{
  g_autoptr (GBytes) png = NULL;

  if (self->texture == NULL)
    return;
  png = gdk_texture_save_to_png_bytes (self->texture);
  self->taken (png, self->object);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
zpi_camera_window_dispose (GObject *object)
{
  ZpiCameraWindow *self = ZPI_CAMERA_WINDOW (object);

  if (self->camera != NULL)
    zpi_camera_stop (self->camera);
  g_clear_object (&self->camera);
  g_clear_object (&self->texture);
  g_clear_object (&self->object);

  G_OBJECT_CLASS (zpi_camera_window_parent_class)->dispose (object);
}

static void
zpi_camera_window_class_init (ZpiCameraWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_camera_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-camera-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiCameraWindow, picture);
  gtk_widget_class_bind_template_child (widget_class, ZpiCameraWindow, message);
  gtk_widget_class_bind_template_child (widget_class, ZpiCameraWindow, take_button);
  gtk_widget_class_bind_template_callback (widget_class, take_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
zpi_camera_window_init (ZpiCameraWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (adw_window_get_content (ADW_WINDOW (self)));
}

/**
 * zpi_camera_window_open:
 * @parent: a widget of the window it belongs to
 * @session: an open session
 * @taken: called with a photo
 * @object: for @taken
 *
 * Shows what the camera sees, and takes a photo when somebody says so. The camera is on as long as
 * the window is there.
 */
void
zpi_camera_window_open (GtkWidget *parent, ZpiSession *session, ZpiTakenFunc taken, gpointer object)
{
  ZpiCameraWindow *self = g_object_new (ZPI_TYPE_CAMERA_WINDOW, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->taken = taken;
  self->object = g_object_ref (object);
  self->camera = zpi_camera_new (session);
  g_signal_connect_object (self->camera,
                           "picture",
                           G_CALLBACK (picture_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->camera, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  /* A locked program shows nothing of anybody. */
  g_signal_connect_object (session,
                           "about-to-lock",
                           G_CALLBACK (gtk_window_destroy),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
}
