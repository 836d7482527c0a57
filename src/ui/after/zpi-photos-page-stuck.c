/* SPDX-License-Identifier: EUPL-1.2 */

/* A photo that does not go by itself: why, whose it is where that can be said, and the way out. */

#include "zpi-config.h"

#include "zpi-photos-page-private.h"

#include "zpi-case-words.h"
#include "zpi-error-text.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-plain-row.h"
#include "zpi-ui.h"

static void
settled_cb (ZpiPhotosPage *self, const GError *error)
{
  if (self->zcase == NULL)
    return;
  _zpi_photos_page_say_problem (self, error != NULL ? zpi_error_text_from_error (error) : NULL);
  _zpi_photos_page_reload (self);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPhotosPage) self = user_data;
  g_autoptr (GError) error = NULL;

  zpi_photo_queue_finish (result, &error);
  settled_cb (self, error);
}

static void
is_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (widget);
  const char *document, *holder;

  g_variant_get (parameter, "(&s&s)", &document, &holder);
  if (self->zcase != NULL && self->order != NULL)
    zpi_photo_queue_async (self->session,
                           self->zcase,
                           document,
                           self->order->id,
                           holder,
                           NULL,
                           NULL,
                           queued_cb,
                           g_object_ref (self));
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPhotosPage) self = user_data;
  g_autoptr (GError) error = NULL;

  zpi_photo_leave_finish (result, &error);
  settled_cb (self, error);
}

static void
leave_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (widget);

  if (self->zcase != NULL)
    zpi_photo_leave_async (self->session,
                           self->zcase,
                           g_variant_get_string (parameter, NULL),
                           NULL,
                           left_cb,
                           g_object_ref (self));
}

void
_zpi_photos_page_install_stuck (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "photos.is", "(ss)", is_action);
  gtk_widget_class_install_action (widget_class, "photos.leave", "s", leave_action);
}

static GMenuModel *
make_people (ZpiPhotosPage *self, const char *document)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < self->order->holders->len; i++) {
    const ZpiPassHolder *holder = g_ptr_array_index (self->order->holders, i);
    g_auto (GStrv) parts = g_strsplit (holder->given_names, "_", -1);
    g_autofree char *plain = g_strjoinv ("__", parts);
    g_autoptr (GMenuItem) item = g_menu_item_new (plain, NULL);

    g_menu_item_set_action_and_target (item, "photos.is", "(ss)", document, holder->id);
    if (_zpi_photos_page_takes_photo (holder))
      g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (menu);
}

static GtkWidget *
people_button_new (ZpiPhotosPage *self, const char *document, const char *name)
{
  g_autoptr (GMenuModel) people = make_people (self, document);
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: for assistive technology; %s is a name that the letter does not have. */
  g_autofree char *label = g_strdup_printf (_ ("Whose photo: %s"), name);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Whose photo"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), people);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  zpi_ui_name (button, label);
  return button;
}

static GtkWidget *
leave_button_new (const ZpiPhotoWaiting *waiting, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Remove"));
  /* Translators: for assistive technology; %s is a first name. */
  g_autofree char *label = g_strdup_printf (_ ("Remove the photo of %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "photos.leave");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", waiting->document_id);
  zpi_ui_name (button, label);
  return button;
}

/* Of whom the letter knows, as it names them. */
static const char *
name_of (ZpiPhotosPage *self, const ZpiPhotoWaiting *waiting)
{
  const ZpiPassHolder *holder = self->order != NULL && waiting->holder_id != NULL
                                    ? zpi_photo_order_find (self->order, waiting->holder_id, NULL)
                                    : NULL;

  if (holder != NULL)
    return holder->given_names;
  return waiting->person != NULL ? waiting->person : "";
}

GtkWidget *
_zpi_photos_page_stuck_row_new (ZpiPhotosPage *self, const ZpiPhotoWaiting *waiting)
{
  const char *name = name_of (self, waiting);
  g_autofree char *why = zpi_case_words_attention (waiting->stuck);
  GtkWidget *row = zpi_plain_row_new (name, why);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  if (self->order != NULL && waiting->holder_id == NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               people_button_new (self, waiting->document_id, name));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), leave_button_new (waiting, name));
  zpi_group_wrap_row (row);
  return row;
}
