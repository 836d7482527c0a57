/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-message.h"

#include "zpi-announce.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

typedef struct {
  ZpiMessageFunc confirmed;
  ZpiMessageFunc either; /* (nullable): another way to say yes */
  gpointer data;
  GDestroyNotify free_data;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  question->free_data (question->data);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *question = user_data;

  if (g_str_equal (response, "yes"))
    question->confirmed (question->data);
  else if (g_str_equal (response, "either"))
    question->either (question->data);
}

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* libadwaita 1.7 has a second, larger heading that does not wrap: measured for less than it needs,
 * it warns. Here it is as its smaller twin. */
static void
wrap_heading (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title-2") &&
      !gtk_label_get_wrap (GTK_LABEL (widget))) {
    gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
    gtk_widget_remove_css_class (widget, "title-2");
    gtk_widget_add_css_class (widget, "title-4");
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_heading (child);
}

static GtkWidget *
dialog_new (GtkWidget *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (window_of (parent), heading, body);

  wrap_heading (dialog);
  return dialog;
}

/* Taken: @data. The last one has the focus: yes. */
static void
ask (AdwMessageDialog *dialog,
     const char *no_label,
     const char *either_label,
     ZpiMessageFunc either,
     const char *yes_label,
     ZpiMessageFunc confirmed,
     gpointer data,
     GDestroyNotify free_data)
{
  Question *question = g_new0 (Question, 1);

  question->confirmed = confirmed;
  question->either = either;
  question->data = data;
  question->free_data = free_data;
  adw_message_dialog_add_response (dialog, "no", no_label);
  if (either != NULL)
    adw_message_dialog_add_response (dialog, "either", either_label);
  adw_message_dialog_add_response (dialog, "yes", yes_label);
  zpi_group_wrap_buttons (GTK_WIDGET (dialog));
  adw_message_dialog_set_close_response (dialog, "no");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
}

/* Lines that are read from the left, which the middle of a dialog is no place for. */
static void
add_list (GtkWidget *dialog, const char *list)
{
  GtkWidget *label = gtk_label_new (list);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), label);
}

/**
 * zpi_message_ask:
 * @parent: a widget of the window to which the question belongs
 * @heading: the question
 * @body: what happens on yes
 * @yes_label: what yes does, with a mnemonic
 * @destructive: whether something is lost
 * @confirmed: (scope notified): called on yes
 * @object: (transfer full) (type GObject): given to @confirmed
 *
 * Asks once, clearly. Escape and closing mean no.
 */
void
zpi_message_ask (GtkWidget *parent,
                 const char *heading,
                 const char *body,
                 const char *yes_label,
                 gboolean destructive,
                 ZpiMessageFunc confirmed,
                 gpointer object)
{
  GtkWidget *dialog = dialog_new (parent, heading, body);

  ask (ADW_MESSAGE_DIALOG (dialog),
       _ ("_Cancel"),
       NULL,
       NULL,
       yes_label,
       confirmed,
       object,
       g_object_unref);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              "yes",
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                          : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), destructive ? "no" : "yes");
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * zpi_message_ask_list:
 * @parent: a widget of the window to which the question belongs
 * @heading: the question
 * @body: what the list is of
 * @list: lines, read from the left
 * @yes_label: what yes does, with a mnemonic
 * @confirmed: (scope notified): called on yes
 * @object: (transfer full) (type GObject): given to @confirmed
 *
 * As zpi_message_ask() when nothing is lost, with a list, which the middle of a line is no place
 * for.
 */
void
zpi_message_ask_list (GtkWidget *parent,
                      const char *heading,
                      const char *body,
                      const char *list,
                      const char *yes_label,
                      ZpiMessageFunc confirmed,
                      gpointer object)
{
  GtkWidget *dialog = dialog_new (parent, heading, body);

  add_list (dialog, list);
  ask (ADW_MESSAGE_DIALOG (dialog),
       _ ("_Cancel"),
       NULL,
       NULL,
       yes_label,
       confirmed,
       object,
       g_object_unref);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              "yes",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "yes");
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * zpi_message_ask_either:
 * @parent: a widget of the window to which the question belongs
 * @heading: the question
 * @body: what the list is of
 * @list: lines, read from the left
 * @first_label: one way to say yes, with a mnemonic; Enter does it too
 * @first: (scope notified): called for it
 * @second_label: the other, with a mnemonic
 * @second: (scope notified): called for that
 * @object: (transfer full) (type GObject): given to what is called
 *
 * As zpi_message_ask_list(), with two ways to go on. Escape and closing mean neither.
 */
void
zpi_message_ask_either (GtkWidget *parent,
                        const char *heading,
                        const char *body,
                        const char *list,
                        const char *first_label,
                        ZpiMessageFunc first,
                        const char *second_label,
                        ZpiMessageFunc second,
                        gpointer object)
{
  GtkWidget *dialog = dialog_new (parent, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  add_list (dialog, list);
  ask (message, _ ("_Cancel"), second_label, second, first_label, first, object, g_object_unref);
  adw_message_dialog_set_response_appearance (message, "yes", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "yes");
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * zpi_message_offer:
 * @parent: a widget of the window to which the offer belongs
 * @heading: what there is to know
 * @body: more of it
 * @no_label: what leaves it as it is, with a mnemonic
 * @yes_label: what is offered, with a mnemonic
 * @accepted: (scope notified): called when it is accepted
 * @data: (transfer full): given to @accepted
 * @free_data: frees @data
 *
 * Says something and offers to do something about it. Escape and closing leave it as it is.
 */
void
zpi_message_offer (GtkWidget *parent,
                   const char *heading,
                   const char *body,
                   const char *no_label,
                   const char *yes_label,
                   ZpiMessageFunc accepted,
                   gpointer data,
                   GDestroyNotify free_data)
{
  GtkWidget *dialog = dialog_new (parent, heading, body);

  ask (ADW_MESSAGE_DIALOG (dialog), no_label, NULL, NULL, yes_label, accepted, data, free_data);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "no");
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * zpi_message_tell:
 * @parent: a widget of the window to which the message belongs
 * @heading: the message
 * @body: more of it
 *
 * Says something that has to be read.
 */
void
zpi_message_tell (GtkWidget *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = dialog_new (parent, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "ok", _ ("_OK"));
  zpi_group_wrap_buttons (dialog);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "ok");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "ok");
  gtk_window_present (GTK_WINDOW (dialog));
}

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

/* Whether it can be clicked, and come to by Tab. */
static void
set_usable (GtkWidget *title, gboolean usable)
{
  GtkWidget *toast = title;

  while (toast != NULL && !ADW_IS_TOAST_OVERLAY (gtk_widget_get_parent (toast)))
    toast = gtk_widget_get_parent (toast);
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
  set_usable (title, FALSE);
  gtk_widget_add_tick_callback (overlay, come_cb, self, (GDestroyNotify) coming_free);
}

/**
 * zpi_message_add_toast:
 * @widget: a widget below a toast overlay
 * @toast: (transfer full): what to say, perhaps with a way back
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
