/* SPDX-License-Identifier: EUPL-1.2 */

/* Short messages, which lie over the page for a while and may have a way back. */

#include "zpi-message.h"

#include "zpi-announce.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

/* The message that may be missed and is on the screen: one at a time. */
static AdwToast *passing_toast; /* (weak) (nullable) */

/* libadwaita 1.2 takes half a second to show a toast in place of another and less to let one fade:
 * one that is dismissed meanwhile it lets go of, and uses after that. Until it has come, by the
 * same frames, nobody and nothing dismisses it. */
#define COMES_US (600 * G_TIME_SPAN_MILLISECOND)
/* Its own button is not pressed before that, so that it fades for longer than it still comes. */
#define PRESSED_US (250 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  AdwToast *toast;          /* (owned) */
  GtkWidget *content;       /* (unowned, weak) (nullable): what it comes over */
  GtkEventController *keys; /* (unowned): of @content */
  gint64 since_us;          /* by the clock of the frames; 0 before the first of them */
  gboolean is_usable;
  gboolean is_wanted_away;
} Coming;

/* (element-type AdwToast Coming) (nullable): what is coming */
static GHashTable *all_coming;

#define PASSING_SECONDS 5

/* What stands beside the title: margins and what closes it; and around the words of a button. */
#define BESIDE_PX    124
#define AROUND_CHARS 4
#define TITLE_CHARS  60
#define LEAST_CHARS  10

/* libadwaita 1.2 gives a toast the width that it likes best, and cuts off what is beyond the edge.
 */
static void
fit_title (AdwToast *toast, GtkWidget *overlay)
{
  GtkLabel *title = GTK_LABEL (adw_toast_get_custom_title (toast));
  const char *button = adw_toast_get_button_label (toast);
  int chars = (gtk_widget_get_width (overlay) - BESIDE_PX) / zpi_ui_char_width (overlay);

  if (button != NULL)
    chars -= (int) g_utf8_strlen (button, -1) + AROUND_CHARS;
  gtk_label_set_max_width_chars (title, CLAMP (chars, LEAST_CHARS, TITLE_CHARS));
}

static gboolean
fit_again_cb (gpointer user_data)
{
  AdwToast *toast = user_data;
  GtkWidget *overlay =
      gtk_widget_get_ancestor (adw_toast_get_custom_title (toast), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    fit_title (toast, overlay);
  return G_SOURCE_REMOVE;
}

/* Somebody pulls at the window: its new size is shared out first. */
static void
resized_cb (AdwToast *toast)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, fit_again_cb, g_object_ref (toast), g_object_unref);
}

static void
keep_fitting (AdwToast *toast, GtkWidget *overlay)
{
  GtkNative *native = gtk_widget_get_native (overlay);

  fit_title (toast, overlay);
  if (native != NULL && gtk_native_get_surface (native) != NULL)
    g_signal_connect_object (gtk_native_get_surface (native),
                             "layout",
                             G_CALLBACK (resized_cb),
                             toast,
                             G_CONNECT_SWAPPED);
}

/* (transfer none) (nullable): what the overlay shows of the toast with @title */
static GtkWidget *
find_shown (GtkWidget *title)
{
  GtkWidget *toast = title;

  while (toast != NULL && !ADW_IS_TOAST_OVERLAY (gtk_widget_get_parent (toast)))
    toast = gtk_widget_get_parent (toast);
  return toast;
}

/* What closes it is a cross without a word: libadwaita 1.2 has none for who hears the window. */
static void
name_cross (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    zpi_ui_name (widget, _ ("Close this message"));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_cross (child);
}

/* Whether it can be clicked, and come to by Tab. */
static void
set_usable (GtkWidget *title, gboolean usable)
{
  GtkWidget *toast = find_shown (title);

  if (toast == NULL)
    return;
  gtk_widget_set_can_target (toast, usable);
  gtk_widget_set_can_focus (toast, usable);
}

static void
coming_free (Coming *self)
{
  if (g_hash_table_lookup (all_coming, self->toast) == self)
    g_hash_table_remove (all_coming, self->toast);
  if (self->content != NULL)
    gtk_widget_remove_controller (self->content, self->keys);
  g_clear_weak_pointer (&self->content);
  g_object_unref (self->toast);
  g_free (self);
}

/* What nobody below wanted, and the overlay would take to dismiss what it shows. */
static gboolean
key_pressed_cb (Coming *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  self->is_wanted_away = TRUE;
  return GDK_EVENT_STOP;
}

static void
watch_keys (Coming *self, AdwToastOverlay *overlay)
{
  g_set_weak_pointer (&self->content, adw_toast_overlay_get_child (overlay));
  if (self->content == NULL)
    return;
  self->keys = gtk_event_controller_key_new ();
  g_signal_connect_swapped (self->keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->content, self->keys);
}

static gboolean
come_cb (GtkWidget *overlay, GdkFrameClock *clock, gpointer user_data)
{
  Coming *self = user_data;
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);

  if (self->since_us == 0)
    self->since_us = now_us;
  /* It went and came again meanwhile: that is waited for elsewhere. */
  if (g_hash_table_lookup (all_coming, self->toast) != self)
    return G_SOURCE_REMOVE;
  if (now_us - self->since_us >= PRESSED_US && !self->is_usable) {
    self->is_usable = TRUE;
    set_usable (adw_toast_get_custom_title (self->toast), TRUE);
  }
  if (now_us - self->since_us < COMES_US)
    return G_SOURCE_CONTINUE;
  g_hash_table_remove (all_coming, self->toast);
  if (self->is_wanted_away)
    adw_toast_dismiss (self->toast);
  return G_SOURCE_REMOVE;
}

static void
mapped_cb (AdwToast *toast)
{
  GtkWidget *title = adw_toast_get_custom_title (toast);
  GtkWidget *overlay = gtk_widget_get_ancestor (title, ADW_TYPE_TOAST_OVERLAY);
  Coming *self = g_new0 (Coming, 1);
  const Coming *before;

  if (all_coming == NULL)
    all_coming = g_hash_table_new (NULL, NULL);
  before = g_hash_table_lookup (all_coming, toast);
  self->toast = g_object_ref (toast);
  self->is_wanted_away = before != NULL && before->is_wanted_away;
  g_hash_table_insert (all_coming, toast, self);
  watch_keys (self, ADW_TOAST_OVERLAY (overlay));
  name_cross (find_shown (title));
  set_usable (title, FALSE);
  gtk_widget_add_tick_callback (overlay, come_cb, self, (GDestroyNotify) coming_free);
}

/**
 * zpi_message_add_toast:
 * @widget: a widget below a toast overlay
 * @toast: (transfer full): what to say, perhaps with a way back
 *
 * It goes with @widget: what is said of a case is not said over the next one, nor over the lock.
 */
void
zpi_message_add_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL) {
    g_object_unref (toast);
    return;
  }
  if (GTK_IS_LABEL (adw_toast_get_custom_title (toast))) {
    keep_fitting (toast, overlay);
    zpi_announce (overlay, gtk_label_get_text (GTK_LABEL (adw_toast_get_custom_title (toast))));
  }
  g_signal_connect_object (widget,
                           "destroy",
                           G_CALLBACK (zpi_message_dismiss),
                           toast,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

/**
 * zpi_message_new_toast:
 * @text: what to say
 *
 * A title of its own: that of libadwaita 1.2 is one line, cut off in a narrow window, and markup.
 *
 * Returns: (transfer full): a toast that says @text
 */
AdwToast *
zpi_message_new_toast (const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *title = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  /* Otherwise GTK 4.18 makes it as narrow as the height of the toast allows. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (title), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  g_signal_connect_object (title,
                           "map",
                           G_CALLBACK (mapped_cb),
                           toast,
                           G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  adw_toast_set_custom_title (toast, title);
  return toast;
}

static void
dismissed_cb (AdwToast *toast)
{
  if (passing_toast == toast)
    g_clear_weak_pointer (&passing_toast);
}

/**
 * zpi_message_toast:
 * @widget: a widget below a toast overlay
 * @text: a short message
 *
 * Says something that may be missed.
 */
void
zpi_message_toast (GtkWidget *widget, const char *text)
{
  zpi_message_toast_for (widget, text, PASSING_SECONDS);
}

/**
 * zpi_message_toast_for:
 * @widget: a widget below a toast overlay
 * @text: a short message
 * @seconds: how long it takes to read it twice
 *
 * As zpi_message_toast(), for something that is longer.
 */
void
zpi_message_toast_for (GtkWidget *widget, const char *text, guint seconds)
{
  AdwToast *toast = zpi_message_new_toast (text);

  zpi_message_pass ();
  adw_toast_set_timeout (toast, seconds);
  g_set_weak_pointer (&passing_toast, toast);
  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), NULL);
  zpi_message_add_toast (widget, toast);
}

/**
 * zpi_message_dismiss:
 * @toast: from zpi_message_new_toast(); it is on the screen, or waits for its turn, or is gone
 *
 * Takes away what has become untrue, as soon as libadwaita can bear it.
 */
void
zpi_message_dismiss (AdwToast *toast)
{
  Coming *coming = all_coming != NULL ? g_hash_table_lookup (all_coming, toast) : NULL;

  if (coming != NULL)
    coming->is_wanted_away = TRUE;
  else
    adw_toast_dismiss (toast);
}

/**
 * zpi_message_pass:
 *
 * Takes away what may be missed: another page came, and it would lie over what is to be done there.
 * What can be undone stays.
 */
void
zpi_message_pass (void)
{
  AdwToast *toast = passing_toast;

  g_clear_weak_pointer (&passing_toast);
  if (toast != NULL)
    zpi_message_dismiss (toast);
}
