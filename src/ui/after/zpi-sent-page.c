/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-sent-page.h"

#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-words.h"
#include "zpi-clock.h"
#include "zpi-date-words.h"
#include "zpi-decision.h"
#include "zpi-error-text.h"
#include "zpi-finding-text.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-json.h"
#include "zpi-kept-receipt.h"
#include "zpi-left-originals.h"
#include "zpi-message.h"
#include "zpi-news.h"
#include "zpi-notice.h"
#include "zpi-originals-group.h"
#include "zpi-piece-words.h"
#include "zpi-plain-row.h"
#include "zpi-reminder.h"
#include "zpi-sender.h"
#include "zpi-sent-done.h"
#include "zpi-sent-repair.h"
#include "zpi-sent-steps.h"
#include "zpi-still-missing.h"
#include "zpi-ui.h"

struct _ZpiSentPage {
  AdwBin parent_instance;

  GtkImage *state_icon;
  GtkLabel *state_label;
  GtkLabel *next_label;
  GtkWidget *progress_box;
  GtkProgressBar *progress_bar;
  GtkLabel *progress_label;
  GtkWidget *receipt_group;
  AdwActionRow *reference_row;
  AdwActionRow *application_date_row;
  AdwActionRow *decision_date_row;
  AdwActionRow *documents_row;
  AdwPreferencesGroup *repair_group;
  AdwBin *first_place;
  AdwBin *second_place;
  GtkMenuButton *more_button;
  GtkWidget *practice_button;
  ZpiNotice *news;
  AdwPreferencesGroup *missing_group;
  GtkWidget *decision_group;
  AdwActionRow *reason_row;
  AdwActionRow *objection_row;
  ZpiOriginalsGroup *originals_group;
  GtkWidget *timeline_group;
  GtkLabel *timeline_label;

  ZpiSession *session; /* (owned) */
  char *case_id;
  ZpiCaseState state;
  char *originals_of; /* (nullable): how it stood when the originals were looked for */
  gboolean left_draft;
  gboolean names_left; /* the originals of a cleared case */
  gboolean finishing;  /* done with the client, once the originals are in the bin */
  gboolean has_receipt;
  GPtrArray *answer_rows;  /* (element-type GtkWidget) (unowned) */
  GPtrArray *missing_rows; /* (element-type GtkWidget) (unowned) */
  GPtrArray *repair_rows;  /* (element-type GtkWidget) (unowned) */
  GCancellable *cancellable;
};

enum {
  SIGNAL_DRAFT_AGAIN,
  SIGNAL_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiSentPage, zpi_sent_page, ADW_TYPE_BIN)

static void refresh_view (ZpiSentPage *self);
static void update_buttons (ZpiSentPage *self, ZpiCaseItem *item);

static void
show_failure (ZpiSentPage *self, const GError *error)
{
  const char *text;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = zpi_error_text_from_error (error);
  zpi_message_toast (GTK_WIDGET (self), text);
}

static char *
format_date_text (const char *iso)
{
  char *words = zpi_date_words_from_iso (iso);

  return words != NULL ? words : g_strdup (_ ("not stated"));
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static void
add_answer_row (ZpiSentPage *self, const ZpiKeptReceipt *answer)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (answer->received_at, NULL);
  g_autoptr (GDateTime) local = at != NULL ? g_date_time_to_local (at) : NULL;
  g_autofree char *when = local != NULL ? zpi_date_words_with_time (local) : g_strdup ("");
  guint n = answer->document_digests->len;
  /* Translators: %s is a day and a time. */
  g_autofree char *text =
      g_strdup_printf (ngettext ("%s, %u document", "%s, %u documents", n), when, n);
  GtkWidget *row = zpi_plain_row_new (_ ("More information received"), text);

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->receipt_group), row);
  g_ptr_array_add (self->answer_rows, row);
}

static void
show_receipt (ZpiSentPage *self, const ZpiKeptReceipt *receipt)
{
  g_autofree char *applied = format_date_text (receipt->application_date);
  g_autofree char *decided = format_date_text (receipt->decision_date);
  guint n = zpi_kept_receipt_count_documents (receipt);
  g_autofree char *count = g_strdup_printf ("%u", n);

  adw_action_row_set_subtitle (self->reference_row, receipt->reference);
  adw_action_row_set_subtitle (self->application_date_row, applied);
  adw_action_row_set_subtitle (self->decision_date_row, decided);
  adw_action_row_set_subtitle (self->documents_row, count);
  gtk_widget_set_visible (GTK_WIDGET (self->documents_row),
                          n > 0 || receipt->application_date != NULL);
  clear_rows (ADW_PREFERENCES_GROUP (self->receipt_group), self->answer_rows);
  for (guint i = 0; i < receipt->answers->len; i++)
    add_answer_row (self, g_ptr_array_index (receipt->answers, i));
  gtk_widget_set_visible (self->receipt_group, TRUE);
}

static void
receipt_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiKeptReceipt) receipt =
      zpi_case_keeper_get_receipt_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (receipt == NULL || self->case_id == NULL)
    return;
  show_receipt (self, receipt);
  if (!self->has_receipt) {
    ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);

    self->has_receipt = TRUE;
    if (item != NULL)
      update_buttons (self, item);
  }
}

/* "28 Nov: Received by the municipality"; what is over does not wait any more */
static char *
dup_event (JsonObject *event)
{
  const char *what = zpi_json_get_string (event, "state");
  const char *at = zpi_json_get_string (event, "at");
  g_autoptr (GDateTime) when = at != NULL ? g_date_time_new_from_iso8601 (at, NULL) : NULL;
  g_autoptr (GDateTime) local = when != NULL ? g_date_time_to_local (when) : NULL;
  g_autofree char *time = local != NULL ? zpi_date_words_with_time (local) : NULL;
  const char *title = NULL;
  ZpiCaseState state;

  if (g_strcmp0 (what, "answered") == 0)
    title = _ ("More information sent");
  else if (g_strcmp0 (what, "photo-sent") == 0)
    title = _ ("A photo sent");
  else if (g_strcmp0 (what, "photo-rejected") == 0)
    title = _ ("Another photo asked");
  else if (g_strcmp0 (what, "waiting") == 0)
    title = _ ("Made ready to be sent");
  else if (what != NULL && zpi_case_state_from_nick (what, &state))
    title = zpi_case_words_state (state);
  if (title == NULL)
    return NULL;
  return time != NULL ? g_strdup_printf ("%s: %s", time, title) : g_strdup (title);
}

static void
timeline_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GBytes) bytes =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_autoptr (JsonNode) root = bytes != NULL ? zpi_json_parse (bytes, 0, 0, NULL) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *events;

  if (self->case_id == NULL || root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return;
  events = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (events); i++) {
    JsonNode *node = json_array_get_element (events, i);
    g_autofree char *event =
        JSON_NODE_HOLDS_OBJECT (node) ? dup_event (json_node_get_object (node)) : NULL;

    if (event != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", event);
  }
  gtk_label_set_label (self->timeline_label, text->str);
  gtk_widget_set_visible (self->timeline_group, text->len > 0);
}

static void
add_missing_row (ZpiSentPage *self, const char *name, const char *help)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  if (help != NULL)
    zpi_sent_repair_describe (row, help);
  adw_preferences_group_add (self->missing_group, row);
  g_ptr_array_add (self->missing_rows, row);
}

/* What was missing when it was sent, until it is there or decided without. */
static void
missing_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GBytes) bytes =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_autoptr (GPtrArray) missing = zpi_still_missing_read (bytes);
  g_autoptr (ZpiUnanswered) unanswered = zpi_still_missing_read_unanswered (bytes);
  GStrv questions = unanswered->questions;
  const ZpiScheme *scheme;

  if (self->case_id == NULL)
    return;
  scheme = zpi_session_get_scheme_version (self->session, unanswered->rules);
  clear_rows (self->missing_group, self->missing_rows);
  for (guint i = 0; i < missing->len; i++) {
    g_autofree char *name = zpi_piece_words_missing (scheme, g_ptr_array_index (missing, i));

    add_missing_row (self, name, zpi_piece_words_help (scheme, missing->pdata[i]));
  }
  for (guint i = 0; questions[i] != NULL; i++) {
    g_autofree char *name =
        zpi_finding_text_dup_question (questions[i],
                                       scheme,
                                       (const char *const *) unanswered->income_kinds);

    add_missing_row (self, name, NULL);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->missing_group), self->missing_rows->len > 0);
}

static void
add_repair_row (ZpiSentPage *self, GtkWidget *row)
{
  if (row == NULL)
    return;
  adw_preferences_group_add (self->repair_group, row);
  g_ptr_array_add (self->repair_rows, row);
}

static void
problem_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GBytes) bytes =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_autoptr (JsonNode) root = bytes != NULL ? zpi_json_parse (bytes, 0, 0, NULL) : NULL;
  JsonArray *params;

  if (self->case_id == NULL || root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  clear_rows (self->repair_group, self->repair_rows);
  if (g_strcmp0 (zpi_json_get_string (json_node_get_object (root), "code"), "other-counsellor") ==
      0)
    add_repair_row (self,
                    zpi_sent_repair_names_row_new (self->session,
                                                   zpi_json_get_string (json_node_get_object (root),
                                                                        "queued_by")));
  params = zpi_json_get_array (json_node_get_object (root), "params");
  for (guint i = 0; params != NULL && i < json_array_get_length (params); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (params, i)))
      add_repair_row (self, zpi_sent_repair_row_new (json_array_get_object_element (params, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->repair_group),
                          self->repair_rows->len > 0 && self->state == ZPI_CASE_ATTENTION);
}

static void
show_decision (ZpiSentPage *self, const ZpiDecision *decision)
{
  g_autofree char *date = zpi_date_format_iso (&decision->date);
  g_autofree char *last = zpi_date_format_iso (&decision->objection_until);
  g_autofree char *decided = format_date_text (date);
  g_autofree char *until = format_date_text (last);
  /* Translators: %s is a date. */
  g_autofree char *title =
      g_strdup_printf (decision->granted ? _ ("Granted on %s") : _ ("Rejected on %s"), decided);
  /* Translators: %s is a date; that day still counts. */
  g_autofree char *objection =
      g_strdup_printf (_ ("By letter to the municipality, on %s at the latest"), until);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->decision_group), title);
  zpi_sent_repair_describe (GTK_WIDGET (self->reason_row),
                            decision->reason != NULL ? decision->reason : _ ("not stated"));
  zpi_sent_repair_describe (GTK_WIDGET (self->objection_row), objection);
  gtk_widget_set_visible (GTK_WIDGET (self->objection_row), !decision->granted);
  gtk_widget_set_visible (self->decision_group, TRUE);
}

static void
status_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GBytes) bytes =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_autoptr (ZpiDecision) decision = zpi_decision_from_status (bytes);

  if (self->case_id == NULL)
    return;
  if (decision != NULL)
    show_decision (self, decision);
  else
    gtk_widget_set_visible (self->decision_group, FALSE);
}

/* Until the pass is on its way, or it is known that none comes. */
static gboolean
does_municipality_go_on (ZpiCaseState state)
{
  return state == ZPI_CASE_RECEIVED || state == ZPI_CASE_IN_ASSESSMENT ||
         state == ZPI_CASE_MORE_INFORMATION || state == ZPI_CASE_GRANTED ||
         state == ZPI_CASE_PHOTOS;
}

static gboolean
may_still_come (ZpiCaseState state)
{
  return state == ZPI_CASE_WAITING || state == ZPI_CASE_SENDING || state == ZPI_CASE_RECEIVED ||
         state == ZPI_CASE_IN_ASSESSMENT || state == ZPI_CASE_MORE_INFORMATION;
}

static void
load_records (ZpiSentPage *self)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);

  zpi_case_keeper_get_receipt_async (keeper,
                                     self->case_id,
                                     self->cancellable,
                                     receipt_ready_cb,
                                     g_object_ref (self));
  zpi_case_keeper_get_record_async (keeper,
                                    self->case_id,
                                    "timeline",
                                    self->cancellable,
                                    timeline_ready_cb,
                                    g_object_ref (self));
  zpi_case_keeper_get_record_async (keeper,
                                    self->case_id,
                                    "status",
                                    self->cancellable,
                                    status_ready_cb,
                                    g_object_ref (self));
  if (may_still_come (self->state))
    zpi_case_keeper_get_record_async (keeper,
                                      self->case_id,
                                      ZPI_RECORD_MISSING,
                                      self->cancellable,
                                      missing_ready_cb,
                                      g_object_ref (self));
  else
    gtk_widget_set_visible (GTK_WIDGET (self->missing_group), FALSE);
  if (self->state == ZPI_CASE_ATTENTION)
    zpi_case_keeper_get_record_async (keeper,
                                      self->case_id,
                                      "problem",
                                      self->cancellable,
                                      problem_ready_cb,
                                      g_object_ref (self));
  else
    gtk_widget_set_visible (GTK_WIDGET (self->repair_group), FALSE);
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

/* One button stands out: what to do next. */
static void
update_buttons (ZpiSentPage *self, ZpiCaseItem *item)
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
  /* Of what was withdrawn nothing is decided. */
  gtk_widget_set_visible (GTK_WIDGET (self->decision_date_row),
                          application && self->state != ZPI_CASE_WITHDRAWN);
}

/* Said for as long as the page is there, and not the next time. */
static void
show_news (ZpiSentPage *self, ZpiCaseItem *item)
{
  g_autofree char *text = NULL;

  if (!zpi_case_item_has_news (item) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  /* Translators: %s is how it stands now, such as "Granted". */
  text = g_strdup_printf (_ ("New since last time: %s"), zpi_case_words_standing (item));
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

static void
refresh_view (ZpiSentPage *self)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);
  g_autofree char *next = NULL;
  g_autofree char *due = NULL;
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
  what = g_strjoin (".\n", next, due, NULL);
  gtk_image_set_from_icon_name (self->state_icon, zpi_case_words_standing_icon (item));
  gtk_label_set_label (self->state_label, zpi_case_words_standing (item));
  gtk_label_set_label (self->next_label, what);
  if (!is_being_sent (self))
    gtk_widget_set_visible (self->progress_box, FALSE);
  show_when_missing (self);
  update_buttons (self, item);
  show_news (self, item);
  show_originals (self, item);
  load_records (self);
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
    refresh_view (self);
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

/* It was tried and did not go, or the municipality asked to wait: with the time, because otherwise
 * nothing seems to have happened. */
static void
say_why_it_waits (ZpiSentPage *self)
{
  ZpiCaseItem *item = self->session != NULL && self->case_id != NULL
                          ? zpi_session_find_case_item (self->session, self->case_id)
                          : NULL;
  g_autofree char *text = NULL;

  if (item == NULL || zpi_case_item_get_state (item) != ZPI_CASE_WAITING)
    return;
  text = zpi_case_words_next_step (item);
  zpi_message_toast (GTK_WIDGET (self), text);
}

static void
drained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.try-again", TRUE);
  if (zpi_sender_drain_finish (ZPI_SENDER (source), result, &error) < 0)
    show_failure (self, error);
  else
    say_why_it_waits (self);
  if (self->case_id != NULL && self->session != NULL)
    refresh_view (self);
}

static void
drain (ZpiSentPage *self)
{
  zpi_sender_drain_async (zpi_session_get_sender (self->session),
                          self->cancellable,
                          drained_cb,
                          g_object_ref (self));
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_sender_resume_finish (ZPI_SENDER (source), result, &error)) {
    drain (self);
    return;
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.try-again", TRUE);
  show_failure (self, error);
}

static void
try_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.try-again", FALSE);
  if (self->state == ZPI_CASE_ATTENTION)
    zpi_sender_resume_async (zpi_session_get_sender (self->session),
                             self->case_id,
                             self->cancellable,
                             resumed_cb,
                             g_object_ref (self));
  else
    drain (self);
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.cancel-sending", TRUE);
  if (!zpi_sender_cancel_finish (ZPI_SENDER (source), result, &error))
    zpi_message_toast (GTK_WIDGET (self), zpi_error_text_for_taking_back (error));
  else
    g_signal_emit (self, signals[SIGNAL_DRAFT_AGAIN], 0);
}

static void
off_paper_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_paper_finish (ZPI_SENDER (source), result, &error))
    show_failure (self, error);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  if (self->state == ZPI_CASE_PAPER) {
    zpi_sender_paper_async (zpi_session_get_sender (self->session),
                            self->case_id,
                            FALSE,
                            self->cancellable,
                            off_paper_cb,
                            g_object_ref (self));
    return;
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.cancel-sending", FALSE);
  zpi_sender_cancel_async (zpi_session_get_sender (self->session),
                           self->case_id,
                           self->cancellable,
                           cancelled_cb,
                           g_object_ref (self));
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.refresh", TRUE);
  if (!zpi_sender_refresh_finish (ZPI_SENDER (source), result, &error))
    show_failure (self, error);
  else
    zpi_message_toast (GTK_WIDGET (self), _ ("This is how it stands now"));
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.refresh", FALSE);
  zpi_sender_refresh_async (zpi_session_get_sender (self->session),
                            self->case_id,
                            self->cancellable,
                            refreshed_cb,
                            g_object_ref (self));
}

/* An answer to a letter has originals too, which only the record names. */
static void
left_for_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GBytes) bytes =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_auto (GStrv) left = zpi_left_originals_read (bytes);
  g_autofree char *said = NULL;

  if (self->case_id == NULL)
    return;
  said = zpi_sent_done_dup_words (g_strv_length (left),
                                  zpi_originals_group_get_n_binned (self->originals_group));
  g_signal_emit (self, signals[SIGNAL_DONE], 0, said);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.done", TRUE);
  if (!zpi_sender_clear_finish (ZPI_SENDER (source), result, &error) &&
      !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY)) {
    show_failure (self, error);
    return;
  }
  if (self->case_id != NULL)
    zpi_case_keeper_get_record_async (zpi_session_get_keeper (self->session),
                                      self->case_id,
                                      ZPI_RECORD_ORIGINALS,
                                      self->cancellable,
                                      left_for_done_cb,
                                      g_object_ref (self));
}

static void
done_confirmed_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.done", FALSE);
  zpi_sender_clear_async (zpi_session_get_sender (self->session),
                          self->case_id,
                          self->cancellable,
                          cleared_cb,
                          g_object_ref (self));
}

static void
done_with_bin_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  self->finishing = TRUE;
  zpi_originals_group_bin_all (self->originals_group);
}

/* What could not go to the bin is in the way of finishing, until somebody says that it may stay. */
static void
originals_settled_cb (ZpiSentPage *self)
{
  gboolean finishing = self->finishing;

  self->finishing = FALSE;
  if (self->case_id == NULL || zpi_originals_group_get_n_left (self->originals_group) > 0)
    return;
  if (self->names_left) {
    self->names_left = FALSE;
    zpi_intake_originals_gone (self->session, self->case_id);
  } else if (finishing)
    done_confirmed_cb (self);
}

static void
done_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_sent_done_ask (widget,
                     ZPI_SENT_PAGE (widget)->originals_group,
                     done_confirmed_cb,
                     done_with_bin_cb,
                     g_object_ref (widget));
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_withdraw_finish (ZPI_SENDER (source), result, &error))
    show_failure (self, error);
}

static void
withdraw_confirmed_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  zpi_sender_withdraw_async (zpi_session_get_sender (self->session),
                             self->case_id,
                             self->cancellable,
                             withdrawn_cb,
                             g_object_ref (self));
}

static void
withdraw_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_message_ask (
      widget,
      _ ("Withdraw the application?"),
      _ ("The municipality then makes no decision. To correct something: withdraw, then "
         "apply again with the same answers."),
      _ ("_Withdraw"),
      TRUE,
      withdraw_confirmed_cb,
      g_object_ref (widget));
}

static void
reminder_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_reminder_set_finish (result, &error))
    show_failure (self, error);
}

static void
remind_confirmed_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  zpi_reminder_set_async (self->session,
                          self->case_id,
                          NULL,
                          self->cancellable,
                          reminder_written_cb,
                          g_object_ref (self));
}

static void
remind_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);
  ZpiDate today = zpi_clock_today ();
  ZpiDate day = zpi_reminder_day (zpi_session_get_scheme (self->session), &today);
  g_autofree char *iso = zpi_date_format_iso (&day);
  g_autofree char *date = format_date_text (iso);
  /* Translators: %s is a date. */
  g_autofree char *text = g_strdup_printf (
      _ ("Ask the client first. The names stay on this computer for it, locked away, "
         "and nothing else of the application. From %s it stands under “To do now”."),
      date);

  zpi_message_ask (widget,
                   _ ("Does the client want to be reminded?"),
                   text,
                   _ ("The client _agrees"),
                   FALSE,
                   remind_confirmed_cb,
                   g_object_ref (widget));
}

static void
reminder_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_reminder_remove_finish (result, &error))
    show_failure (self, error);
  else
    zpi_message_toast (GTK_WIDGET (self), _ ("The reminder was removed"));
}

static void
forget_reminder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  zpi_reminder_remove_async (self->session,
                             self->case_id,
                             self->cancellable,
                             reminder_removed_cb,
                             g_object_ref (self));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *what = "receipt";

  if (g_str_equal (name, "case.save-receipt"))
    what = "receipt-pdf";
  else if (g_str_equal (name, "case.print-decision"))
    what = "decision";
  else if (g_str_equal (name, "case.print-paper"))
    what = "paper";
  gtk_widget_activate_action (widget, "win.print", "s", what);
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
  refresh_view (ZPI_SENT_PAGE (widget));
}

static void
zpi_sent_page_dispose (GObject *object)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->answer_rows, g_ptr_array_unref);
  g_clear_pointer (&self->missing_rows, g_ptr_array_unref);
  g_clear_pointer (&self->repair_rows, g_ptr_array_unref);
  g_clear_pointer (&self->case_id, g_free);
  g_clear_pointer (&self->originals_of, g_free);
  g_clear_object (&self->session);

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
  gtk_widget_class_install_action (widget_class, "case.try-again", NULL, try_again_action);
  gtk_widget_class_install_action (widget_class, "case.cancel-sending", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "case.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "case.done", NULL, done_action);
  gtk_widget_class_install_action (widget_class, "case.withdraw", NULL, withdraw_action);
  gtk_widget_class_install_action (widget_class, "case.remind", NULL, remind_action);
  gtk_widget_class_install_action (widget_class,
                                   "case.forget-reminder",
                                   NULL,
                                   forget_reminder_action);
  gtk_widget_class_install_action (widget_class, "case.print-receipt", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "case.save-receipt", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "case.print-decision", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "case.print-paper", NULL, print_action);
}

static void
zpi_sent_page_init (ZpiSentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (self->practice_button);
  self->cancellable = g_cancellable_new ();
  self->answer_rows = g_ptr_array_new ();
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
                           G_CALLBACK (refresh_view),
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
                           G_CALLBACK (originals_settled_cb),
                           self,
                           G_CONNECT_SWAPPED);
  refresh_view (self);
  return GTK_WIDGET (self);
}
