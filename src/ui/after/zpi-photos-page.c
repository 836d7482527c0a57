/* SPDX-License-Identifier: EUPL-1.2 */

/* Photos by the code of a letter. Source: handbook, section 2: one code for a household that
 * applied, one for each person who was renewed automatically; all photos one after another with the
 * same code; the pass comes in about a week. */

#include "zpi-config.h"

#include "zpi-photos-page-private.h"

#include <string.h>

#include "zpi-attention.h"
#include "zpi-camera.h"
#include "zpi-case-words.h"
#include "zpi-date-words.h"
#include "zpi-error-text.h"
#include "zpi-facts.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-message.h"
#include "zpi-notice.h"
#include "zpi-originals-group.h"
#include "zpi-paste.h"
#include "zpi-photo.h"
#include "zpi-plain-row.h"
#include "zpi-qr.h"
#include "zpi-sender.h"
#include "zpi-text-row.h"
#include "zpi-ui.h"

G_DEFINE_FINAL_TYPE (ZpiPhotosPage, zpi_photos_page, ADW_TYPE_BIN)

/* How it stands. */

static gboolean
is_waiting (ZpiPhotosPage *self, const ZpiPassHolder *holder)
{
  for (guint i = 0; self->waiting != NULL && i < self->waiting->len; i++) {
    const ZpiPhotoWaiting *waiting = g_ptr_array_index (self->waiting, i);

    if (waiting->stuck != NULL)
      continue;
    if (g_strcmp0 (waiting->holder_id, holder->id) == 0 ||
        (waiting->holder_id == NULL && waiting->person != NULL &&
         zpi_photo_order_find (self->order, waiting->person, NULL) == holder))
      return TRUE;
  }
  return FALSE;
}

gboolean
_zpi_photos_page_takes_photo (const ZpiPassHolder *holder)
{
  return strcmp (holder->state, "goedgekeurd") != 0;
}

static const char *
words_of_state (ZpiPhotosPage *self, const ZpiPassHolder *holder)
{
  if (is_waiting (self, holder))
    return _ ("The photo goes by itself as soon as there is a connection");
  if (strcmp (holder->state, "ontvangen") == 0)
    return _ ("The municipality has the photo");
  if (!_zpi_photos_page_takes_photo (holder))
    return _ ("The photo is good, the pass is being made");
  if (strcmp (holder->state, "afgekeurd") == 0)
    return holder->note != NULL ? holder->note : _ ("The municipality asks for another photo");
  return _ ("No photo yet");
}

static gboolean
has_photo (ZpiPhotosPage *self, const ZpiPassHolder *holder)
{
  return is_waiting (self, holder) || strcmp (holder->state, "ontvangen") == 0;
}

/* In whose row the focus is; -1 when it is in none. */
int
_zpi_photos_page_find_row_with_focus (ZpiPhotosPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; i < self->rows->len && focus != NULL; i++)
    if (gtk_widget_is_ancestor (focus, self->rows->pdata[i]) || focus == self->rows->pdata[i])
      return (int) i;
  return -1;
}

/* Who is still without a photo, looked for from the one at @from on and round. */
int
_zpi_photos_page_find_without_photo (ZpiPhotosPage *self, guint from)
{
  for (guint i = 0; i < self->order->holders->len; i++) {
    guint at = (from + i) % self->order->holders->len;
    const ZpiPassHolder *holder = g_ptr_array_index (self->order->holders, at);

    if (!has_photo (self, holder) && _zpi_photos_page_takes_photo (holder))
      return (int) at;
  }
  return -1;
}

static void
append_way (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

/* Looked at each time: a camera can be put in at any moment. Without one that is what it says, and
 * it cannot be chosen. */
static void
fill_more_cb (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const char *id = user_data;
  ZpiPhotosPage *self =
      ZPI_PHOTOS_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (button), ZPI_TYPE_PHOTOS_PAGE));
  gboolean camera = zpi_camera_is_there (self->session);

  append_way (menu, _ ("_Paste the picture that was copied"), "photos.paste", id);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "photos.camera", camera);
  append_way (menu,
              camera ? _ ("With the _camera of this computer…") : _ ("No camera was found"),
              "photos.camera",
              id);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* @id: empty for who was typed */
static GtkWidget *
more_button_new (const char *id)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button),
                                         fill_more_cb,
                                         g_strdup (id),
                                         g_free);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Another way to add a photo"));
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
add_button (ZpiPhotosPage *self, GtkWidget *row, const ZpiPassHolder *holder)
{
  GtkWidget *button = gtk_button_new_with_label (has_photo (self, holder) ? _ ("Another photo…")
                                                                          : _ ("Add a photo…"));
  GtkWidget *more = more_button_new (holder->id);
  g_autofree char *label = NULL;
  g_autofree char *more_label = NULL;

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "photos.add");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", holder->id);
  /* Translators: for assistive technology; %s is a first name. */
  label = g_strdup_printf (_ ("Add a photo of %s"), holder->given_names);
  /* Translators: for assistive technology; %s is a first name. */
  more_label = g_strdup_printf (_ ("Another way to add a photo of %s"), holder->given_names);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), more);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  zpi_group_wrap_row (row);
  zpi_ui_name (button, label);
  zpi_ui_name (more, more_label);
}

static void
add_holder (ZpiPhotosPage *self, const ZpiPassHolder *holder)
{
  GtkWidget *row = zpi_plain_row_new (holder->given_names, words_of_state (self, holder));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (has_photo (self, holder)
                                                               ? "object-select-symbolic"
                                                               : "avatar-default-symbolic"));
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  if (!_zpi_photos_page_takes_photo (holder))
    return;
  _zpi_photos_page_add_drop_target (self, row, holder);
  add_button (self, row, holder);
}

static gboolean
is_for_one (ZpiPhotosPage *self)
{
  return self->order != NULL && self->order->holders->len == 1;
}

static char *
dup_all_there (ZpiPhotosPage *self)
{
  g_autofree char *date = zpi_date_words_from_iso (self->order->expected_on);

  if (date == NULL)
    return g_strdup (
        zpi_facts_say (is_for_one (self)
                           ? _ ("The photo is there. The pass comes by post{in-delivery-weeks}")
                           : _ ("All photos are there. The passes come by post{in-delivery-weeks}"),
                       NULL));
  /* Translators: %s is a date. */
  return g_strdup_printf (
      is_for_one (self) ? _ ("The photo is there. The pass comes by post, on about %s.")
                        : _ ("All photos are there. The passes come in one letter, on about %s."),
      date);
}

/* What a letter is about before all is there. */
static const char *
words_of_letter (ZpiPhotosPage *self)
{
  if (!self->order->household)
    return _ ("This letter is for one person. Others in the family have a letter of their own.");
  return is_for_one (self) ? _ ("Add the photo. The pass is made after that.")
                           : _ ("One code for the household: add the photos one after another.");
}

/* It was looked up, and there is no such letter. */
static gboolean
is_of_nothing (ZpiPhotosPage *self)
{
  for (guint i = 0; self->waiting != NULL && i < self->waiting->len; i++) {
    const ZpiPhotoWaiting *waiting = g_ptr_array_index (self->waiting, i);

    if (zpi_attention_is (waiting->stuck, ZPI_ATTENTION_LETTER_UNKNOWN))
      return TRUE;
  }
  return FALSE;
}

static void
show_summary (ZpiPhotosPage *self)
{
  g_autofree char *text = NULL;

  if (self->order == NULL && is_of_nothing (self))
    text = zpi_case_words_attention (zpi_attention_to_nick (ZPI_ATTENTION_LETTER_UNKNOWN));
  else if (self->order == NULL)
    text = g_strdup (
        _ ("The letter cannot be looked up now. Photos wait on this computer, sealed, and go by "
           "themselves as soon as there is a connection."));
  else if (self->order->complete)
    text = dup_all_there (self);
  else
    text = g_strdup (words_of_letter (self));
  gtk_label_set_label (self->title,
                       is_for_one (self) ? _ ("Photo for the pass") : _ ("Photos for the pass"));
  zpi_notice_set (self->state_notice,
                  self->order != NULL && self->order->complete ? ZPI_NOTICE_GOOD : ZPI_NOTICE_INFO,
                  text);
}

static GtkWidget *
waiting_row_new (const ZpiPhotoWaiting *waiting)
{
  GtkWidget *row =
      zpi_plain_row_new (waiting->person != NULL ? waiting->person : "",
                         _ ("The photo goes by itself as soon as there is a connection"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  return row;
}

/* Where the order is known, what goes by itself stands with whose it is. */
static void
add_waiting (ZpiPhotosPage *self)
{
  for (guint i = 0; self->waiting != NULL && i < self->waiting->len; i++) {
    const ZpiPhotoWaiting *waiting = g_ptr_array_index (self->waiting, i);
    GtkWidget *row;

    if (waiting->stuck == NULL && self->order != NULL)
      continue;
    row = waiting->stuck != NULL ? _zpi_photos_page_stuck_row_new (self, waiting)
                                 : waiting_row_new (waiting);
    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
  }
}

/* Until every photo is there. */
static void
show_phone (ZpiPhotosPage *self)
{
  const char *link = self->order != NULL && !self->order->complete ? self->order->link : NULL;

  gtk_widget_set_visible (self->phone_group, link != NULL);
  /* The municipality looks at what is there, and may ask for another. */
  gtk_widget_set_visible (self->ask_button, self->order != NULL && link == NULL);
  gtk_label_set_label (self->link_label, link != NULL ? link : "");
  gtk_widget_set_visible (GTK_WIDGET (self->qr), zpi_qr_set_text (self->qr, link));
}

/* After a photo was added the next one is on; when all are there it stays where it was added. */
static int
find_row_to_focus (ZpiPhotosPage *self)
{
  int next = -1;

  if (self->added == NULL || self->order == NULL)
    return _zpi_photos_page_find_row_with_focus (self);
  for (guint i = 0; i < self->order->holders->len; i++) {
    const ZpiPassHolder *holder = g_ptr_array_index (self->order->holders, i);

    if (g_str_equal (holder->id, self->added)) {
      next = _zpi_photos_page_find_without_photo (self, i + 1);
      next = next >= 0 ? next : (int) i;
    }
  }
  g_clear_pointer (&self->added, g_free);
  return next;
}

static void
focus_row (ZpiPhotosPage *self, int at)
{
  GtkWidget *row = at >= 0 && (guint) at < self->rows->len ? self->rows->pdata[at] : NULL;
  GtkWidget *button = row != NULL && ADW_IS_ACTION_ROW (row)
                          ? adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))
                          : NULL;

  if (button != NULL)
    gtk_widget_grab_focus (button);
  else if (at >= 0)
    zpi_ui_focus_text (self->title);
}

static void
show_all (ZpiPhotosPage *self)
{
  int focused = find_row_to_focus (self);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  show_summary (self);
  gtk_widget_set_visible (self->person_row, self->order == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->person_box), self->order == NULL);
  for (guint i = 0; self->order != NULL && i < self->order->holders->len; i++)
    add_holder (self, g_ptr_array_index (self->order->holders, i));
  add_waiting (self);
  show_phone (self);
  zpi_originals_group_show (self->originals, self->session, self->zcase);
  focus_row (self, focused);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPhotosPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  ZpiPhotoOrder *order = zpi_photo_load_finish (result, &waiting, &error);

  if (self->zcase == NULL || error != NULL) {
    g_clear_pointer (&order, zpi_photo_order_free);
    return;
  }
  if (order != NULL) {
    g_clear_pointer (&self->order, zpi_photo_order_free);
    self->order = order;
  }
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  self->waiting = g_steal_pointer (&waiting);
  show_all (self);
  if (!self->is_loaded)
    _zpi_photos_page_go_on_cutting (self);
  self->is_loaded = TRUE;
}

void
_zpi_photos_page_reload (ZpiPhotosPage *self)
{
  zpi_photo_load_async (self->session,
                        zpi_case_get_id (self->zcase),
                        self->cancellable,
                        loaded_cb,
                        g_object_ref (self));
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPhotosPage) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiPhotoOrder *order = zpi_sender_refresh_photos_finish (result, &error);

  if (self->zcase == NULL) {
    g_clear_pointer (&order, zpi_photo_order_free);
    return;
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "photos.refresh", TRUE);
  if (order == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      _zpi_photos_page_say_problem (self, zpi_error_text_for_asking (error));
    return;
  }
  g_clear_pointer (&self->order, zpi_photo_order_free);
  self->order = order;
  _zpi_photos_page_say_problem (self, NULL);
  zpi_message_toast (GTK_WIDGET (self), _ ("This is how it stands now"));
  _zpi_photos_page_reload (self);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (widget);

  gtk_widget_action_set_enabled (widget, "photos.refresh", FALSE);
  zpi_sender_refresh_photos_async (zpi_session_get_sender (self->session),
                                   zpi_case_get_id (self->zcase),
                                   self->order->id,
                                   self->cancellable,
                                   refreshed_cb,
                                   g_object_ref (self));
}

static void
case_changed_cb (ZpiPhotosPage *self, const char *case_id)
{
  if (self->zcase != NULL && strcmp (case_id, zpi_case_get_id (self->zcase)) == 0)
    _zpi_photos_page_reload (self);
}

static gboolean
zpi_photos_page_grab_focus (GtkWidget *widget)
{
  zpi_ui_focus_text (ZPI_PHOTOS_PAGE (widget)->title);
  return TRUE;
}

static void
zpi_photos_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (zpi_photos_page_parent_class)->map (widget);

  gtk_widget_grab_focus (widget);
}

static void
zpi_photos_page_dispose (GObject *object)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->zcase);

  G_OBJECT_CLASS (zpi_photos_page_parent_class)->dispose (object);
}

static void
zpi_photos_page_finalize (GObject *object)
{
  ZpiPhotosPage *self = ZPI_PHOTOS_PAGE (object);

  g_clear_pointer (&self->order, zpi_photo_order_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);
  g_free (self->holder_id);
  g_free (self->person);
  g_free (self->added);

  G_OBJECT_CLASS (zpi_photos_page_parent_class)->finalize (object);
}

static void
zpi_photos_page_class_init (ZpiPhotosPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_photos_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_photos_page_finalize;
  widget_class->map = zpi_photos_page_map;
  widget_class->grab_focus = zpi_photos_page_grab_focus;

  _zpi_photos_page_install_ways (widget_class);
  _zpi_photos_page_install_stuck (widget_class);
  gtk_widget_class_install_action (widget_class, "photos.refresh", NULL, refresh_action);
  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_NOTICE);
  g_type_ensure (ZPI_TYPE_ORIGINALS_GROUP);
  g_type_ensure (ZPI_TYPE_QR);
  g_type_ensure (ZPI_TYPE_TEXT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-photos-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, title);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, state_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, problem);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, group);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, person_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, person_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, ask_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, phone_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, originals);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, qr);
  gtk_widget_class_bind_template_child (widget_class, ZpiPhotosPage, link_label);
}

static void
zpi_photos_page_init (ZpiPhotosPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (GTK_WIDGET (self));
  gtk_box_append (self->person_box, more_button_new (""));
  zpi_paste_watch (GTK_WIDGET (self), "photos.paste-here");
}

/**
 * zpi_photos_page_new:
 * @session: an open session
 * @zcase: a letter about photos, open
 * @order: (nullable): what it asks
 *
 * Returns: (transfer floating): a page to add photos on
 */
GtkWidget *
zpi_photos_page_new (ZpiSession *session, ZpiCase *zcase, const ZpiPhotoOrder *order)
{
  ZpiPhotosPage *self = g_object_new (ZPI_TYPE_PHOTOS_PAGE, NULL);
  g_autofree char *text = order != NULL ? zpi_photo_order_to_text (order) : NULL;

  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  self->order = text != NULL ? zpi_photo_order_from_text (text, NULL) : NULL;
  g_signal_connect_object (zpi_session_get_sender (session),
                           "case-changed",
                           G_CALLBACK (case_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  show_all (self);
  _zpi_photos_page_reload (self);
  return GTK_WIDGET (self);
}
