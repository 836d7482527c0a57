/* SPDX-License-Identifier: EUPL-1.2 */

/* A photo that does not go by itself: why, whose it is where that can be said, and the way out. */

#include "zpi-config.h"

#include "zpi-photos-page-private.h"

#include "zpi-attention.h"
#include "zpi-case-words.h"
#include "zpi-error-text.h"
#include "zpi-facts.h"
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

static const ZpiPhotoWaiting *
find_waiting (ZpiPhotosPage *self, const char *document)
{
  for (guint i = 0; self->waiting != NULL && i < self->waiting->len; i++) {
    const ZpiPhotoWaiting *waiting = g_ptr_array_index (self->waiting, i);

    if (g_str_equal (waiting->document_id, document))
      return waiting;
  }
  return NULL;
}

/* As it is, for whom it was: the municipality may take it now, or it may go to another address. */
static void
again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (widget);
  const ZpiPhotoWaiting *waiting = find_waiting (self, g_variant_get_string (parameter, NULL));

  if (self->zcase != NULL && waiting != NULL)
    zpi_photo_queue_async (self->session,
                           self->zcase,
                           waiting->document_id,
                           self->order != NULL ? self->order->id : NULL,
                           waiting->holder_id,
                           waiting->person,
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
  gtk_widget_class_install_action (widget_class, "photos.again", "s", again_action);
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

/* Not where trying again changes nothing: it is said then what does. */
static gboolean
may_try_again (const ZpiPhotoWaiting *waiting)
{
  return !zpi_attention_is (waiting->stuck, ZPI_ATTENTION_PHOTO_APPROVED) &&
         !zpi_attention_is (waiting->stuck, ZPI_ATTENTION_PERSON_UNKNOWN) &&
         !zpi_attention_is (waiting->stuck, ZPI_ATTENTION_LETTER_UNKNOWN);
}

/* The picture may be nowhere else. */
static GtkWidget *
again_button_new (const ZpiPhotoWaiting *waiting, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Try again now"));
  /* Translators: for assistive technology; %s is a first name. */
  g_autofree char *label = g_strdup_printf (_ ("Try the photo of %s again now"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "photos.again");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", waiting->document_id);
  zpi_ui_name (button, label);
  return button;
}

/* (nullable): of whom the letter knows */
static const ZpiPassHolder *
holder_of (ZpiPhotosPage *self, const ZpiPhotoWaiting *waiting)
{
  return self->order != NULL && waiting->holder_id != NULL
             ? zpi_photo_order_find (self->order, waiting->holder_id, NULL)
             : NULL;
}

/* Of whom the letter knows, as it names them. */
static const char *
name_of (const ZpiPassHolder *holder, const ZpiPhotoWaiting *waiting)
{
  if (holder != NULL)
    return holder->given_names;
  return waiting->person != NULL ? waiting->person : "";
}

/* What is said of an application or an answer is said otherwise of a photo. */
static char *
dup_why (const ZpiPhotoWaiting *waiting)
{
  if (zpi_attention_is (waiting->stuck, ZPI_ATTENTION_REFUSED))
    return g_strdup (
        _ ("The municipality could not take this photo. Add another one, or choose “Try "
           "again now”"));
  if (zpi_attention_is (waiting->stuck, ZPI_ATTENTION_TOO_LARGE))
    return g_strdup (_ ("This photo is too large for the municipality. Add another one"));
  if (zpi_attention_is (waiting->stuck, ZPI_ATTENTION_GONE))
    return g_strdup (zpi_facts_say (
        _ ("The municipality does not ask for this photo any more. {call-municipality}"),
        NULL));
  if (zpi_attention_is (waiting->stuck, ZPI_ATTENTION_FORM_DAMAGED))
    return g_strdup (_ ("This photo does not open any more on this computer. Add it again"));
  return zpi_case_words_attention (waiting->stuck);
}

GtkWidget *
_zpi_photos_page_stuck_row_new (ZpiPhotosPage *self, const ZpiPhotoWaiting *waiting)
{
  const ZpiPassHolder *holder = holder_of (self, waiting);
  const char *name = name_of (holder, waiting);
  g_autofree char *why = dup_why (waiting);
  GtkWidget *row = zpi_plain_row_new (name, why);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  if (self->order != NULL && waiting->holder_id == NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               people_button_new (self, waiting->document_id, name));
  if (may_try_again (waiting))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), again_button_new (waiting, name));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), leave_button_new (waiting, name));
  zpi_group_wrap_row (row);
  return row;
}
