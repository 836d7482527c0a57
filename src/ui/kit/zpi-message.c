/* SPDX-License-Identifier: EUPL-1.2 */

/* Questions and what has to be read, in a dialog. */

#include "zpi-message.h"

#include "zpi-group.h"
#include "zpi-i18n.h"

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

/* Taken: @object. @list and @either: (nullable) */
static void
ask_about (GtkWidget *parent,
           const char *heading,
           const char *body,
           const char *list,
           const char *either_label,
           ZpiMessageFunc either,
           const char *yes_label,
           ZpiMessageFunc confirmed,
           gboolean destructive,
           gpointer object)
{
  GtkWidget *dialog = dialog_new (parent, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  if (list != NULL)
    add_list (dialog, list);
  ask (message, _ ("_Cancel"), either_label, either, yes_label, confirmed, object, g_object_unref);
  adw_message_dialog_set_response_appearance (message,
                                              "yes",
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                          : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, destructive ? "no" : "yes");
  gtk_window_present (GTK_WINDOW (dialog));
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
  ask_about (parent, heading, body, NULL, NULL, NULL, yes_label, confirmed, destructive, object);
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
  ask_about (parent, heading, body, list, NULL, NULL, yes_label, confirmed, FALSE, object);
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
  ask_about (parent, heading, body, list, second_label, second, first_label, first, FALSE, object);
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
