/* SPDX-License-Identifier: EUPL-1.2 */

/* Adding a photo: chosen, dropped, pasted or taken with the camera; taken in, cut, queued. */

#include "zpi-config.h"

#include "zpi-photos-page-private.h"

#include <string.h>

#include "zpi-camera-window.h"
#include "zpi-error-text.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-paste.h"
#include "zpi-photo-window.h"

#define NOT_A_PICTURE _ ("A photo has to be a picture: JPEG or PNG. Choose another file")

void
_zpi_photos_page_say_problem (ZpiPhotosPage *self, const char *text)
{
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, text);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPhotosPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->zcase == NULL)
    return;
  if (!zpi_photo_queue_finish (result, &error)) {
    _zpi_photos_page_say_problem (self, zpi_error_text_from_error (error));
  } else if (self->holder_id != NULL) {
    g_free (self->added);
    self->added = g_strdup (self->holder_id);
  } else {
    /* Who is next is typed there. */
    gtk_editable_set_text (GTK_EDITABLE (self->person_row), "");
    gtk_widget_grab_focus (self->person_row);
  }
  _zpi_photos_page_reload (self);
}

static void
cut_cb (const char *item, gpointer object)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (object);

  if (self->zcase == NULL)
    return;
  zpi_photo_queue_async (self->session,
                         self->zcase,
                         item,
                         self->order != NULL ? self->order->id : NULL,
                         self->holder_id,
                         self->person,
                         NULL,
                         queued_cb,
                         g_object_ref (self));
}

/* Of a PDF, or of what is no picture, nothing else matters. */
static char *
dup_intake_text (ZpiIntakeProblem problem)
{
  switch (problem) {
  case ZPI_INTAKE_WRONG_TYPE:
  case ZPI_INTAKE_DOCUMENT:
  case ZPI_INTAKE_ENCRYPTED:
  case ZPI_INTAKE_PROTECTED:
    return g_strdup (NOT_A_PICTURE);
  default:
    return zpi_error_text_dup_intake (problem, 0);
  }
}

static void
take (ZpiPhotosPage *self, char *item, ZpiIntakeProblem problem, const GError *error)
{
  g_autofree char *text = NULL;
  g_autofree char *key =
      item != NULL ? zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "media_type") : NULL;

  if (self->zcase == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (item == NULL && problem != ZPI_INTAKE_OK)
    text = dup_intake_text (problem);
  else if (item == NULL)
    text = g_strdup (zpi_error_text_from_error (error));
  else if (!g_str_has_prefix (zpi_case_get (self->zcase, key), "image/"))
    text = g_strdup (NOT_A_PICTURE);
  else if (problem == ZPI_INTAKE_UNSEEN)
    text = zpi_error_text_dup_intake (problem, 0);
  _zpi_photos_page_say_problem (self, text);
  if (text == NULL)
    zpi_photo_window_open (GTK_WIDGET (self),
                           self->session,
                           self->zcase,
                           item,
                           self->person,
                           cut_cb,
                           self);
  else if (item != NULL)
    zpi_intake_remove_async (self->session, self->zcase, item, NULL, NULL, NULL);
}

static void
taken_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPhotosPage) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_file_finish (result, &problem, &error);

  take (self, item, problem, error);
}

static void
file_chosen_cb (GFile *file, gpointer object)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (object);

  if (self->zcase != NULL)
    zpi_intake_file_async (self->session,
                           self->zcase,
                           file,
                           ZPI_PHOTO_UNCUT_KIND,
                           self->holder_id != NULL ? self->holder_id : self->person,
                           NULL,
                           self->cancellable,
                           taken_in_cb,
                           g_object_ref (self));
}

static void
content_taken_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPhotosPage) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_bytes_finish (result, &problem, &error);

  take (self, item, problem, error);
}

/* Whose photo comes next. */
static void
aim_at (ZpiPhotosPage *self, const char *holder_id, const char *person)
{
  g_free (self->holder_id);
  g_free (self->person);
  self->holder_id = g_strdup (holder_id);
  self->person = g_strdup (person);
}

/* How it stands may have changed since the row was made: a phone adds photos too. */
static gboolean
aim_at_holder (ZpiPhotosPage *self, const ZpiPassHolder *holder)
{
  if (_zpi_photos_page_takes_photo (holder))
    aim_at (self, holder->id, holder->given_names);
  else
    _zpi_photos_page_say_problem (self, _ ("The photo is good, the pass is being made"));
  return _zpi_photos_page_takes_photo (holder);
}

/* @id: empty for who was typed */
static gboolean
aim_at_id (ZpiPhotosPage *self, const char *id)
{
  const ZpiPassHolder *holder =
      self->order != NULL && *id != '\0' ? zpi_photo_order_find (self->order, id, NULL) : NULL;
  g_autofree char *person =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->person_row))));

  if (holder != NULL)
    return aim_at_holder (self, holder);
  if (self->order == NULL && *person != '\0')
    aim_at (self, NULL, person);
  else if (self->order == NULL)
    _zpi_photos_page_say_problem (self, _ ("Type the first name as it stands in the letter"));
  return self->order == NULL && *person != '\0';
}

void
_zpi_photos_page_go_on_cutting (ZpiPhotosPage *self)
{
  g_autofree char *whose = NULL;
  g_autofree char *item = zpi_photo_dup_uncut (self->zcase, &whose);
  const ZpiPassHolder *holder =
      item != NULL && self->order != NULL ? zpi_photo_order_find (self->order, whose, NULL) : NULL;

  if (item == NULL)
    return;
  if (holder != NULL)
    aim_at (self, holder->id, holder->given_names);
  else
    aim_at (self, NULL, whose);
  take (self, item, ZPI_INTAKE_OK, NULL);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (widget);

  if (aim_at_id (self, g_variant_get_string (parameter, NULL)))
    zpi_file_dialog_open (widget,
                          _ ("Choose a photo"),
                          ZPI_FILE_FILTER_PICTURES,
                          file_chosen_cb,
                          self);
}

static void
take_in_bytes (ZpiPhotosPage *self, GBytes *content, const char *name)
{
  zpi_intake_bytes_async (self->session,
                          self->zcase,
                          content,
                          name,
                          ZPI_PHOTO_UNCUT_KIND,
                          self->holder_id != NULL ? self->holder_id : self->person,
                          NULL,
                          self->cancellable,
                          content_taken_in_cb,
                          g_object_ref (self));
}

static void
photographed_cb (GBytes *png, gpointer object)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (object);

  if (self->zcase != NULL)
    take_in_bytes (self, png, _ ("Photo of the camera"));
}

static void
camera_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (widget);

  if (aim_at_id (self, g_variant_get_string (parameter, NULL)))
    zpi_camera_window_open (widget, self->session, photographed_cb, self);
}

static void
pasted_cb (GFile *file, GBytes *content, gpointer object)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (object);

  if (self->zcase == NULL)
    return;
  if (file != NULL)
    file_chosen_cb (file, self);
  else if (content == NULL)
    _zpi_photos_page_say_problem (self, _ ("There is no picture to paste. Copy a picture first."));
  else
    take_in_bytes (self, content, _ ("Pasted picture"));
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (widget);

  if (aim_at_id (self, g_variant_get_string (parameter, NULL)))
    zpi_paste_read (widget, pasted_cb, self);
}

/* Where the focus is, else the first without a photo, else nobody. */
static const char *
find_pasting_place (ZpiPhotosPage *self)
{
  int at = _zpi_photos_page_find_row_with_focus (self);

  if (self->order == NULL)
    return "";
  if (at < 0)
    at = _zpi_photos_page_find_without_photo (self, 0);
  return at >= 0 ? ((ZpiPassHolder *) g_ptr_array_index (self->order->holders, at))->id : NULL;
}

static void
paste_here_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *id = find_pasting_place (ZPI_PHOTOS_PAGE (widget));

  if (id != NULL)
    gtk_widget_activate_action (widget, "photos.paste", "s", id);
  else
    _zpi_photos_page_say_problem (ZPI_PHOTOS_PAGE (widget), _ ("Choose first whose photo it is"));
}

/* A row that a file can be dropped on. */
typedef struct {
  ZpiPhotosPage *page; /* (unowned): it owns the row */
  char *holder_id;
} DropPlace;

static void
drop_place_free (gpointer data, GClosure *closure)
{
  DropPlace *self = data;

  g_free (self->holder_id);
  g_free (self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  DropPlace *place = user_data;
  ZpiPhotosPage *self = place->page;
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  const ZpiPassHolder *holder =
      self->order != NULL ? zpi_photo_order_find (self->order, place->holder_id, NULL) : NULL;

  if (holder == NULL || files == NULL || !aim_at_holder (self, holder))
    return FALSE;
  file_chosen_cb (files->data, self);
  return TRUE;
}

void
_zpi_photos_page_add_drop_target (ZpiPhotosPage *self, GtkWidget *row, const ZpiPassHolder *holder)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  DropPlace *place = g_new0 (DropPlace, 1);

  place->page = self;
  place->holder_id = g_strdup (holder->id);
  g_signal_connect_data (target, "drop", G_CALLBACK (drop_cb), place, drop_place_free, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}

void
_zpi_photos_page_install_ways (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "photos.add", "s", add_action);
  gtk_widget_class_install_action (widget_class, "photos.paste", "s", paste_action);
  gtk_widget_class_install_action (widget_class, "photos.camera", "s", camera_action);
  gtk_widget_class_install_action (widget_class, "photos.paste-here", NULL, paste_here_action);
}
