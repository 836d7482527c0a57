/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-sent-page-private.h"

#include "zpi-case-item.h"
#include "zpi-case-words.h"
#include "zpi-i18n.h"
#include "zpi-news.h"
#include "zpi-sender.h"
#include "zpi-sent-steps.h"
#include "zpi-ui.h"

enum {
  SIGNAL_DRAFT_AGAIN,
  SIGNAL_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiSentPage, zpi_sent_page, ADW_TYPE_BIN)

/* Until the pass is on its way, or it is known that none comes. */
static gboolean
does_municipality_go_on (ZpiCaseState state)
{
  return state == ZPI_CASE_RECEIVED || state == ZPI_CASE_IN_ASSESSMENT ||
         state == ZPI_CASE_MORE_INFORMATION || state == ZPI_CASE_GRANTED ||
         state == ZPI_CASE_PHOTOS;
}

/* A button for each step: of one that gets another label, assistive technology keeps the name. */
static void
show_step (AdwBin *place, ZpiSentStep step, gboolean first)
{
  GtkWidget *before = adw_bin_get_child (place);
  GtkWidget *button;

  gtk_widget_set_visible (GTK_WIDGET (place), step.label != NULL);
  if (before != NULL &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (before)), step.action) == 0)
    return;
  if (step.label == NULL) {
    adw_bin_set_child (place, NULL);
    return;
  }
  button = gtk_button_new_with_mnemonic (step.label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), step.action);
  gtk_widget_add_css_class (button, "pill");
  if (first)
    gtk_widget_add_css_class (button, "suggested-action");
  zpi_group_wrap_buttons (button);
  adw_bin_set_child (place, button);
}

static gboolean
is_menu_open (ZpiSentPage *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->more_button);

  return popover != NULL && gtk_widget_get_mapped (GTK_WIDGET (popover));
}

static gboolean
is_being_sent (ZpiSentPage *self)
{
  gboolean sending;

  g_object_get (zpi_session_get_sender (self->session), "sending", &sending, NULL);
  return sending && self->state == ZPI_CASE_SENDING;
}

/* While it is being sent nothing is to be done, nor tried again. */
static void
show_first_step (ZpiSentPage *self, ZpiCaseItem *item)
{
  const ZpiSentStep nothing = {NULL, NULL};
  gboolean busy = is_being_sent (self);
  gboolean here = gtk_widget_get_focus_child (GTK_WIDGET (self->first_place)) != NULL;

  if (busy && here)
    zpi_ui_focus_text (self->state_label);
  show_step (self->first_place,
             busy ? nothing : zpi_sent_steps_first (item, self->has_receipt),
             TRUE);
}

/* What was pressed went with what it changed: that is read first, not what comes next. */
static void
keep_focus (ZpiSentPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      gtk_root_get_focus (root) == NULL)
    zpi_ui_focus_text (self->state_label);
}

/* Of what was withdrawn nothing is decided; beside a decision its date would be one too many. */
static gboolean
is_decision_to_come (ZpiCaseState state)
{
  return state != ZPI_CASE_WITHDRAWN && state != ZPI_CASE_REJECTED && state != ZPI_CASE_GRANTED &&
         state != ZPI_CASE_PHOTOS && state != ZPI_CASE_ISSUED;
}

/* One button stands out: what to do next. */
void
zpi_sent_page_update_buttons (ZpiSentPage *self, ZpiCaseItem *item)
{
  g_autoptr (GMenuModel) menu = zpi_sent_steps_menu (item, self->has_receipt);
  /* Only an application has dates of its own. */
  gboolean application = zpi_case_item_get_kind (item) == ZPI_CASE_APPLICATION;

  show_first_step (self, item);
  show_step (self->second_place, zpi_sent_steps_second (item), FALSE);
  keep_focus (self);
  /* Another model closes a menu that is open: nobody's menu goes away under their hand. */
  if (!is_menu_open (self) &&
      !zpi_sent_steps_is_same_menu (gtk_menu_button_get_menu_model (self->more_button), menu))
    gtk_menu_button_set_menu_model (self->more_button, menu);
  /* Who practises waits for nobody else. */
  gtk_widget_set_visible (self->practice_button,
                          zpi_session_is_practice (self->session) &&
                              does_municipality_go_on (zpi_case_item_get_state (item)));
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), g_menu_model_get_n_items (menu) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->application_date_row), application);
  gtk_widget_set_visible (GTK_WIDGET (self->decision_date_row),
                          application && is_decision_to_come (self->state));
}

/* Said for as long as the page is there, and not the next time. */
static void
show_news (ZpiSentPage *self, ZpiCaseItem *item)
{
  /* Translators: %s is how it stands now, such as "Granted". */
  g_autofree char *text =
      g_strdup_printf (_ ("New since last time: %s"), zpi_case_words_standing (item));

  /* What was news stands there until it is otherwise, by what is done here too. */
  if (g_strcmp0 (zpi_notice_get_text (self->news), text) != 0)
    zpi_notice_set (self->news, ZPI_NOTICE_INFO, NULL);
  if (!zpi_case_item_has_news (item) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  zpi_notice_set (self->news, ZPI_NOTICE_INFO, text);
  zpi_news_seen (self->session, self->case_id);
}

/* Not as something that is over while it still has to go. */
static void
show_when_missing (ZpiSentPage *self)
{
  gboolean gone = self->state != ZPI_CASE_WAITING && self->state != ZPI_CASE_SENDING;

  adw_preferences_group_set_description (
      self->missing_group,
      gone ? _ ("It was not there when the application was sent. The municipality asks for it by "
                "e-mail. Then it can be added here.")
           : _ ("The application goes without it. The municipality asks for it later, by e-mail."));
}

/* What still lies about, now that the client is nearly done, or was done. It is looked for anew
 * when the case stands otherwise: an answer that arrived has originals too. */
static void
show_originals (ZpiSentPage *self, ZpiCaseItem *item)
{
  const char *attention = zpi_case_item_get_attention (item);
  g_autofree char *standing = g_strdup_printf ("%d %d %s",
                                               zpi_case_item_get_state (item),
                                               zpi_case_item_is_cleared (item),
                                               attention != NULL ? attention : "");

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || g_strcmp0 (standing, self->originals_of) == 0)
    return;
  g_free (self->originals_of);
  self->originals_of = g_steal_pointer (&standing);
  self->names_left = zpi_case_item_is_cleared (item);
  zpi_originals_group_show_sent (self->originals_group, self->session, self->case_id);
}

/* By what the municipality knows it, where no receipt says that. */
static char *
dup_reference (ZpiCaseItem *item)
{
  const char *reference = zpi_case_item_get_reference (item);

  if (reference == NULL ||
      (zpi_case_item_get_kind (item) != ZPI_CASE_ACCOUNT && !zpi_case_item_is_about_photos (item)))
    return NULL;
  return g_strdup_printf ("%s: %s", _ ("Reference"), reference);
}

void
zpi_sent_page_refresh (ZpiSentPage *self)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);
  g_autofree char *next = NULL;
  g_autofree char *due = NULL;
  g_autofree char *number = NULL;
  g_autofree char *what = NULL;

  if (item == NULL)
    return;
  if (zpi_case_item_get_state (item) == ZPI_CASE_DRAFT && !self->left_draft) {
    gtk_label_set_label (self->state_label, zpi_case_words_state (ZPI_CASE_WAITING));
    return;
  }
  self->state = zpi_case_item_get_state (item);
  next = zpi_case_words_next_step (item);
  due = zpi_case_words_due (item);
  number = dup_reference (item);
  what = g_strjoin (".\n", next, due != NULL ? due : number, due != NULL ? number : NULL, NULL);
  gtk_image_set_from_icon_name (self->state_icon, zpi_case_words_standing_icon (item));
  gtk_label_set_label (self->state_label, zpi_case_words_standing (item));
  gtk_label_set_label (self->next_label, what);
  if (!is_being_sent (self))
    gtk_widget_set_visible (self->progress_box, FALSE);
  show_when_missing (self);
  zpi_sent_page_update_buttons (self, item);
  show_news (self, item);
  show_originals (self, item);
  zpi_sent_page_show_records (self);
  /* Just queued, the list may still say that it is a draft. */
  if (zpi_case_item_get_state (item) != ZPI_CASE_DRAFT)
    self->left_draft = TRUE;
  else if (self->left_draft)
    g_signal_emit (self, signals[SIGNAL_DRAFT_AGAIN], 0);
}

static void
sending_cb (ZpiSentPage *self)
{
  if (self->session != NULL && self->case_id != NULL)
    zpi_sent_page_refresh (self);
}

static void
progress_cb (ZpiSentPage *self,
             const char *case_id,
             int step,
             guint document,
             guint n_documents,
             guint64 bytes,
             guint64 total)
{
  g_autofree char *text = NULL;

  if (g_strcmp0 (case_id, self->case_id) != 0)
    return;
  gtk_widget_set_visible (self->progress_box, TRUE);
  if (n_documents > 0 && document > 0) {
    g_autofree char *done = zpi_ui_dup_size (bytes);
    g_autofree char *all = zpi_ui_dup_size (total);

    /* Translators: the number of the document, how many there are, and two sizes such as "2.1 MB".
     */
    text = g_strdup_printf (_ ("Document %u of %u: %s of %s"),
                            MIN (document, n_documents),
                            n_documents,
                            done,
                            all);
    gtk_progress_bar_set_fraction (self->progress_bar,
                                   (document - 1 + (total > 0 ? (double) bytes / total : 1)) /
                                       n_documents);
  } else {
    text = g_strdup (_ ("The form is being sent"));
    gtk_progress_bar_pulse (self->progress_bar);
  }
  gtk_label_set_label (self->progress_label, text);
}

/* At how it stands, and not at a button: a second Enter was meant for the page before. */
static gboolean
zpi_sent_page_grab_focus (GtkWidget *widget)
{
  zpi_ui_focus_text (ZPI_SENT_PAGE (widget)->state_label);
  return TRUE;
}

static void
zpi_sent_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (zpi_sent_page_parent_class)->map (widget);

  gtk_widget_grab_focus (widget);
  g_clear_pointer (&ZPI_SENT_PAGE (widget)->originals_of, g_free);
  zpi_sent_page_refresh (ZPI_SENT_PAGE (widget));
}

static void
zpi_sent_page_dispose (GObject *object)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->answer_rows, g_ptr_array_unref);
  g_clear_pointer (&self->asked_rows, g_ptr_array_unref);
  g_clear_pointer (&self->waiting_rows, g_ptr_array_unref);
  g_clear_pointer (&self->missing_rows, g_ptr_array_unref);
  g_clear_pointer (&self->repair_rows, g_ptr_array_unref);
  g_clear_pointer (&self->case_id, g_free);
  g_clear_pointer (&self->originals_of, g_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->sent, zpi_unanswered_free);

  G_OBJECT_CLASS (zpi_sent_page_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  signals[SIGNAL_DRAFT_AGAIN] = g_signal_new ("draft-again",
                                              ZPI_TYPE_SENT_PAGE,
                                              G_SIGNAL_RUN_LAST,
                                              0,
                                              NULL,
                                              NULL,
                                              NULL,
                                              G_TYPE_NONE,
                                              0);
  signals[SIGNAL_DONE] = g_signal_new ("done",
                                       ZPI_TYPE_SENT_PAGE,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_STRING);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, state_icon);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, state_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, next_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, progress_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, receipt_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, reference_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, application_date_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, decision_date_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, documents_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, repair_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, first_place);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, second_place);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, practice_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, news);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, asked_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, waiting_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, missing_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, decision_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, objection_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, originals_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, timeline_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, timeline_label);
}

static void
zpi_sent_page_class_init (ZpiSentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_sent_page_dispose;
  widget_class->map = zpi_sent_page_map;
  widget_class->grab_focus = zpi_sent_page_grab_focus;

  install_signals ();

  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_NOTICE);
  g_type_ensure (ZPI_TYPE_ORIGINALS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-sent-page.ui");
  bind_children (widget_class);
  zpi_sent_page_install_actions (widget_class);
}

static void
zpi_sent_page_init (ZpiSentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (self->practice_button);
  self->cancellable = g_cancellable_new ();
  self->answer_rows = g_ptr_array_new ();
  self->asked_rows = g_ptr_array_new ();
  self->waiting_rows = g_ptr_array_new ();
  self->missing_rows = g_ptr_array_new ();
  self->repair_rows = g_ptr_array_new ();
}

/**
 * zpi_sent_page_new:
 * @session: an open session
 * @case_id: a case that is no draft
 *
 * Returns: (transfer floating): a page that follows the case
 */
GtkWidget *
zpi_sent_page_new (ZpiSession *session, const char *case_id)
{
  ZpiSentPage *self = g_object_new (ZPI_TYPE_SENT_PAGE, NULL);

  self->session = g_object_ref (session);
  self->case_id = g_strdup (case_id);
  g_signal_connect_object (session,
                           "cases-changed",
                           G_CALLBACK (zpi_sent_page_refresh),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (zpi_session_get_sender (session),
                           "progress",
                           G_CALLBACK (progress_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (zpi_session_get_sender (session),
                           "notify::sending",
                           G_CALLBACK (sending_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->originals_group,
                           "settled",
                           G_CALLBACK (zpi_sent_page_originals_settled),
                           self,
                           G_CONNECT_SWAPPED);
  zpi_sent_page_refresh (self);
  return GTK_WIDGET (self);
}
