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
#include "zpi-i18n.h"
#include "zpi-json.h"
#include "zpi-kept-receipt.h"
#include "zpi-message.h"
#include "zpi-originals-group.h"
#include "zpi-sender.h"

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
  GtkWidget *print_button;
  GtkWidget *pdf_button;
  GtkWidget *paper_button;
  GtkWidget *try_button;
  GtkWidget *cancel_button;
  GtkWidget *refresh_button;
  GtkWidget *done_button;
  GtkWidget *withdraw_button;
  GtkWidget *answer_button;
  GtkWidget *photos_button;
  GtkWidget *again_button;
  GtkWidget *decision_group;
  AdwActionRow *reason_row;
  AdwActionRow *objection_row;
  ZpiOriginalsGroup *originals_group;
  AdwPreferencesGroup *timeline_group;

  ZpiSession *session; /* (owned) */
  char *case_id;
  ZpiCaseState state;
  gboolean left_draft;
  GPtrArray *timeline_rows; /* (element-type GtkWidget) (unowned) */
  GPtrArray *repair_rows;   /* (element-type GtkWidget) (unowned) */
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

  return words != NULL ? words : g_strdup (_("not stated"));
}

static void
show_receipt (ZpiSentPage *self, const ZpiKeptReceipt *receipt)
{
  g_autofree char *applied = format_date_text (receipt->application_date);
  g_autofree char *decided = format_date_text (receipt->decision_date);
  g_autofree char *count = g_strdup_printf ("%u", receipt->document_digests->len);

  adw_action_row_set_subtitle (self->reference_row, receipt->reference);
  adw_action_row_set_subtitle (self->application_date_row, applied);
  adw_action_row_set_subtitle (self->decision_date_row, decided);
  adw_action_row_set_subtitle (self->documents_row, count);
  gtk_widget_set_visible (self->receipt_group, TRUE);
}

static void
receipt_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiKeptReceipt) receipt =
                 zpi_case_keeper_get_receipt_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (receipt != NULL && self->case_id != NULL)
    show_receipt (self, receipt);
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static void
add_timeline_row (ZpiSentPage *self, JsonObject *event)
{
  const char *what = zpi_json_get_string (event, "state");
  const char *at = zpi_json_get_string (event, "at");
  g_autoptr (GDateTime) when = at != NULL ? g_date_time_new_from_iso8601 (at, NULL) : NULL;
  g_autoptr (GDateTime) local = when != NULL ? g_date_time_to_local (when) : NULL;
  g_autofree char *time = local != NULL ? zpi_date_words_with_time (local) : NULL;
  const char *title = NULL;
  ZpiCaseState state;
  GtkWidget *row;

  if (g_strcmp0 (what, "answered") == 0)
    title = _("More information sent");
  else if (g_strcmp0 (what, "photo-sent") == 0)
    title = _("A photo sent");
  else if (what != NULL && zpi_case_state_from_nick (what, &state))
    title = zpi_case_words_state (state);
  if (title == NULL)
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), time != NULL ? time : "");
  adw_preferences_group_add (self->timeline_group, row);
  g_ptr_array_add (self->timeline_rows, row);
}

static void
timeline_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GBytes) bytes =
                 zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_autoptr (JsonNode) root = bytes != NULL ? zpi_json_parse (bytes, 0, 0, NULL) : NULL;
  JsonArray *events;

  if (self->case_id == NULL || root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return;
  clear_rows (self->timeline_group, self->timeline_rows);
  events = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (events); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (events, i)))
      add_timeline_row (self, json_array_get_object_element (events, i));
  gtk_widget_set_visible (GTK_WIDGET (self->timeline_group), self->timeline_rows->len > 0);
}

/* Documents are refused with a word of our own, and not always with a sentence. */
static const char *
text_for_refusal (const char *code)
{
  if (g_strcmp0 (code, zpi_error_code_to_nick (ZPI_ERROR_TOO_LARGE)) == 0)
    return _("A document is too large. Add it again, smaller");
  if (g_strcmp0 (code, zpi_error_code_to_nick (ZPI_ERROR_SEAL_BROKEN)) == 0 ||
      g_strcmp0 (code, zpi_error_code_to_nick (ZPI_ERROR_STORE_DAMAGED)) == 0)
    return _("This document does not open any more on this computer. Add it again or leave it out");
  return _("The municipality could not take this. Look at it and send again");
}

/* Libadwaita shows a subtitle; assistive technology gets it from us. */
static void
describe_row (GtkWidget *row, const char *subtitle)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  subtitle,
                                  -1);
}

/* A refused answer or document: the municipality's words, and the way there. */
static void
add_repair_row (ZpiSentPage *self, JsonObject *param)
{
  const char *key = zpi_json_get_string (param, "key");
  const char *reason = zpi_json_get_string (param, "reason");
  const char *file = zpi_json_get_string (param, "file");
  GtkWidget *row;

  if (reason == NULL && key == NULL)
    return;
  if (reason == NULL)
    reason = text_for_refusal (zpi_json_get_string (param, "code"));
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reason);
  if (key != NULL) {
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.repair");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", key, reason);
    describe_row (row, file != NULL ? file : _("Go to this answer"));
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("go-next-symbolic"));
  }
  adw_preferences_group_add (self->repair_group, row);
  g_ptr_array_add (self->repair_rows, row);
}

/* Queued in one name, about to be sent with the sign-in of another. */
static void
add_names_row (ZpiSentPage *self, const char *queued_by)
{
  ZpiCounsellor *counsellor = zpi_session_get_counsellor (self->session);
  const char *name = counsellor != NULL ? zpi_counsellor_get_name (counsellor) : NULL;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = NULL;
  g_autofree char *title = NULL;

  if (queued_by == NULL)
    queued_by = _("a counsellor");
  if (name == NULL)
    name = _("a counsellor");
  /* Translators: the blank is the name of a counsellor. */
  title = g_strdup_printf (_("In the application: %s"), queued_by);
  /* Translators: the blank is the name of a counsellor. */
  subtitle = g_strdup_printf (_("Would be sent with the sign-in of %s"), name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  describe_row (row, subtitle);
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
    add_names_row (self, zpi_json_get_string (json_node_get_object (root), "queued_by"));
  params = zpi_json_get_array (json_node_get_object (root), "params");
  for (guint i = 0; params != NULL && i < json_array_get_length (params); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (params, i)))
      add_repair_row (self, json_array_get_object_element (params, i));
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
      g_strdup_printf (decision->granted ? _("Granted on %s") : _("Rejected on %s"), decided);
  /* Translators: %s is a date; that day still counts. */
  g_autofree char *objection =
      g_strdup_printf (_("By letter to the municipality, on %s at the latest"), until);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->decision_group), title);
  describe_row (GTK_WIDGET (self->reason_row),
                decision->reason != NULL ? decision->reason : _("not stated"));
  describe_row (GTK_WIDGET (self->objection_row), objection);
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

/* While the answers are still here. */
static gboolean
may_apply_again (ZpiCaseItem *item)
{
  return (zpi_case_item_get_state (item) == ZPI_CASE_REJECTED ||
          zpi_case_item_get_state (item) == ZPI_CASE_WITHDRAWN) &&
         zpi_case_item_get_kind (item) == ZPI_CASE_APPLICATION && !zpi_case_item_is_cleared (item);
}

/* One button stands out: what to do next. */
static void
set_primary (GtkWidget *button, gboolean primary)
{
  if (primary)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

/* What was added and waits is not added to again. */
static gboolean
may_answer (ZpiCaseItem *item)
{
  return zpi_case_item_get_state (item) == ZPI_CASE_MORE_INFORMATION &&
         g_strcmp0 (zpi_case_item_get_attention (item), "answer-waits") != 0;
}

/* The municipality gave a receipt and does not have it any more. */
static gboolean
is_forgotten (ZpiCaseItem *item)
{
  return g_strcmp0 (zpi_case_item_get_attention (item), "forgotten") == 0;
}

static void
update_buttons (ZpiSentPage *self, ZpiCaseItem *item)
{
  gboolean queued = zpi_case_item_get_state (item) == ZPI_CASE_WAITING ||
                    zpi_case_item_get_state (item) == ZPI_CASE_SENDING;
  gboolean stuck = zpi_case_item_get_state (item) == ZPI_CASE_ATTENTION;
  gboolean received = zpi_case_item_get_reference (item) != NULL;
  gboolean cleared = zpi_case_item_is_cleared (item);
  gboolean paper = zpi_case_item_get_state (item) == ZPI_CASE_PAPER;
  /* Only an application has a receipt to print, and can be withdrawn. */
  gboolean application = zpi_case_item_get_kind (item) == ZPI_CASE_APPLICATION;

  gtk_widget_set_visible (self->print_button, received && application);
  set_primary (self->print_button, zpi_case_item_get_state (item) == ZPI_CASE_RECEIVED);
  gtk_widget_set_visible (self->pdf_button, received && application);
  gtk_widget_set_visible (self->paper_button, paper);
  gtk_widget_set_visible (self->try_button, queued || (stuck && !cleared));
  gtk_button_set_label (GTK_BUTTON (self->try_button),
                        is_forgotten (item)
                        ? _("_Send again")
                        : _("_Try again now"));
  gtk_widget_set_visible (self->cancel_button,
                          zpi_case_item_get_state (item) == ZPI_CASE_WAITING ||
                              (stuck && !cleared) || paper);
  gtk_widget_set_visible (self->refresh_button, received);
  gtk_widget_set_visible (self->answer_button, may_answer (item));
  gtk_widget_set_visible (self->again_button, may_apply_again (item));
  gtk_widget_set_visible (self->photos_button, zpi_case_item_get_state (item) == ZPI_CASE_PHOTOS);
  gtk_widget_set_visible (self->done_button, received && !cleared && !is_forgotten (item));
  gtk_widget_set_visible (GTK_WIDGET (self->application_date_row), application);
  gtk_widget_set_visible (GTK_WIDGET (self->decision_date_row), application);
  gtk_widget_set_visible (GTK_WIDGET (self->documents_row), application);
  gtk_widget_set_visible (self->withdraw_button,
                          application &&
                              (zpi_case_item_get_state (item) == ZPI_CASE_RECEIVED ||
                               zpi_case_item_get_state (item) == ZPI_CASE_IN_ASSESSMENT ||
                               zpi_case_item_get_state (item) == ZPI_CASE_MORE_INFORMATION));
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
  gtk_image_set_from_icon_name (self->state_icon,
                                zpi_case_words_icon (zpi_case_item_get_state (item)));
  gtk_label_set_label (self->state_label, zpi_case_words_state (zpi_case_item_get_state (item)));
  gtk_label_set_label (self->next_label, what);
  if (zpi_case_item_get_state (item) != ZPI_CASE_SENDING)
    gtk_widget_set_visible (self->progress_box, FALSE);
  update_buttons (self, item);
  load_records (self);
  /* Just queued, the list may still say that it is a draft. */
  if (zpi_case_item_get_state (item) != ZPI_CASE_DRAFT)
    self->left_draft = TRUE;
  else if (self->left_draft)
    g_signal_emit (self, signals[SIGNAL_DRAFT_AGAIN], 0);
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
    g_autofree char *done = g_format_size (bytes);
    g_autofree char *all = g_format_size (total);

    /* Translators: the number of the document, how many there are, and two sizes such as "2.1 MB".
     */
    text = g_strdup_printf (
        _("Document %u of %u: %s of %s"), MIN (document, n_documents), n_documents, done, all);
    gtk_progress_bar_set_fraction (self->progress_bar,
                                   (document - 1 + (total > 0 ? (double) bytes / total : 1)) /
                                       n_documents);
  } else {
    text = g_strdup (_("The form is being sent"));
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

  gtk_widget_set_sensitive (self->try_button, TRUE);
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
  gtk_widget_set_sensitive (self->try_button, TRUE);
  show_failure (self, error);
}

static void
try_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  gtk_widget_set_sensitive (self->try_button, FALSE);
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

  gtk_widget_set_sensitive (self->cancel_button, TRUE);
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
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
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

  gtk_widget_set_sensitive (self->refresh_button, TRUE);
  if (!zpi_sender_refresh_finish (ZPI_SENDER (source), result, &error))
    show_failure (self, error);
  else
    zpi_message_toast (GTK_WIDGET (self), _("This is how it stands now"));
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  gtk_widget_set_sensitive (self->refresh_button, FALSE);
  zpi_sender_refresh_async (zpi_session_get_sender (self->session),
                            self->case_id,
                            self->cancellable,
                            refreshed_cb,
                            g_object_ref (self));
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (self->done_button, TRUE);
  if (!zpi_case_keeper_clear_finish (ZPI_CASE_KEEPER (source), result, &error) &&
      !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY)) {
    show_failure (self, error);
    return;
  }
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
done_confirmed_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  gtk_widget_set_sensitive (self->done_button, FALSE);
  zpi_case_keeper_clear_async (zpi_session_get_keeper (self->session),
                               self->case_id,
                               self->cancellable,
                               cleared_cb,
                               g_object_ref (self));
}

static void
done_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_message_ask (
      widget,
      _("Done with this client?"),
         _("The answers and documents are removed from this computer. The reference, the dates "
                     "and the receipt stay. The municipality keeps the application."),
            _("_Remove and finish"), FALSE, done_confirmed_cb, g_object_ref (widget));
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
      _("Withdraw the application?"),
         _("The municipality then makes no decision. To correct something: withdraw, then "
            "apply again with the same answers."),
            _("_Withdraw"), TRUE, withdraw_confirmed_cb, g_object_ref (widget));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *what = "receipt";

  if (g_str_equal (name, "case.save-receipt"))
    what = "receipt-pdf";
  else if (g_str_equal (name, "case.print-paper"))
    what = "paper";
  gtk_widget_activate_action (widget, "win.print", "s", what);
}

static void
zpi_sent_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (zpi_sent_page_parent_class)->map (widget);

  gtk_widget_grab_focus (GTK_WIDGET (ZPI_SENT_PAGE (widget)->state_label));
}

static void
zpi_sent_page_dispose (GObject *object)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->timeline_rows, g_ptr_array_unref);
  g_clear_pointer (&self->repair_rows, g_ptr_array_unref);
  g_clear_pointer (&self->case_id, g_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_sent_page_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       ZPI_TYPE_SENT_PAGE,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
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
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, print_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, pdf_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, paper_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, try_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, done_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, withdraw_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, answer_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, photos_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, decision_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, objection_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, originals_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSentPage, timeline_group);
}

static void
zpi_sent_page_class_init (ZpiSentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_sent_page_dispose;
  widget_class->map = zpi_sent_page_map;

  signals[SIGNAL_DRAFT_AGAIN] = add_signal ("draft-again");
  signals[SIGNAL_DONE] = add_signal ("done");

  g_type_ensure (ZPI_TYPE_ORIGINALS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-sent-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "case.try-again", NULL, try_again_action);
  gtk_widget_class_install_action (widget_class, "case.cancel-sending", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "case.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "case.done", NULL, done_action);
  gtk_widget_class_install_action (widget_class, "case.withdraw", NULL, withdraw_action);
  gtk_widget_class_install_action (widget_class, "case.print-receipt", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "case.save-receipt", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "case.print-paper", NULL, print_action);
}

static void
zpi_sent_page_init (ZpiSentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->timeline_rows = g_ptr_array_new ();
  self->repair_rows = g_ptr_array_new ();
}

static void
opened_for_originals_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  ZpiCaseKeeper *keeper = ZPI_CASE_KEEPER (source);
  g_autoptr (ZpiCase) zcase = zpi_case_keeper_open_finish (keeper, result, NULL);

  if (zcase == NULL)
    return; /* cleared, or the page is gone */
  zpi_originals_group_show (self->originals_group, zcase);
  zpi_case_keeper_close_case (keeper, zcase);
}

/* What still lies about, now that the client is nearly done. */
static void
show_originals (ZpiSentPage *self)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);

  if (item != NULL && !zpi_case_item_is_cleared (item))
    zpi_case_keeper_open_async (zpi_session_get_keeper (self->session),
                                self->case_id,
                                self->cancellable,
                                opened_for_originals_cb,
                                g_object_ref (self));
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
  refresh_view (self);
  show_originals (self);
  return GTK_WIDGET (self);
}
