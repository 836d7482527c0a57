/* SPDX-License-Identifier: EUPL-1.2 */

/* What the page after sending shows of what is kept: the receipt, the decision, what was missing,
 * what was refused, what happened. */

#include "zpi-config.h"

#include "zpi-sent-page-private.h"

#include "zpi-attention.h"
#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-words.h"
#include "zpi-date-words.h"
#include "zpi-decision.h"
#include "zpi-i18n.h"
#include "zpi-json.h"
#include "zpi-kept-receipt.h"
#include "zpi-missing-words.h"
#include "zpi-piece-words.h"
#include "zpi-plain-row.h"
#include "zpi-sent-repair.h"
#include "zpi-still-missing.h"
#include "zpi-supplement.h"

char *
zpi_sent_page_dup_date (const char *iso)
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
add_row (AdwPreferencesGroup *group, GPtrArray *rows, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
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
  add_row (ADW_PREFERENCES_GROUP (self->receipt_group), self->answer_rows, row);
}

static void
show_receipt (ZpiSentPage *self, const ZpiKeptReceipt *receipt)
{
  g_autofree char *applied = zpi_sent_page_dup_date (receipt->application_date);
  g_autofree char *decided = zpi_sent_page_dup_date (receipt->decision_date);
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
      zpi_sent_page_update_buttons (self, item);
  }
}

/* "28 Nov: Received by the municipality"; what is over does not wait any more */
static char *
dup_event (ZpiCaseItem *item, JsonObject *event)
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
    title = item != NULL ? zpi_case_words_state_of (item, state) : zpi_case_words_state (state);
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
  ZpiCaseItem *item;
  JsonArray *events;

  if (self->case_id == NULL || root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return;
  item = zpi_session_find_case_item (self->session, self->case_id);
  events = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (events); i++) {
    JsonNode *node = json_array_get_element (events, i);
    g_autofree char *event =
        JSON_NODE_HOLDS_OBJECT (node) ? dup_event (item, json_node_get_object (node)) : NULL;

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
  add_row (self->missing_group, self->missing_rows, row);
}

static gboolean
may_still_come (ZpiCaseState state)
{
  return state == ZPI_CASE_WAITING || state == ZPI_CASE_SENDING || state == ZPI_CASE_RECEIVED ||
         state == ZPI_CASE_IN_ASSESSMENT || state == ZPI_CASE_MORE_INFORMATION;
}

/* "Bank statement" asks for "Bank statement · October 2026 · of the applicant" too. */
static gboolean
is_asked (ZpiSentPage *self, const char *missing)
{
  for (guint i = 0; i < self->asked_rows->len; i++) {
    const char *asked = adw_preferences_row_get_title (self->asked_rows->pdata[i]);

    if (g_str_has_prefix (missing, asked) &&
        (missing[strlen (asked)] == '\0' || g_str_has_prefix (missing + strlen (asked), " · ")))
      return TRUE;
  }
  return FALSE;
}

/* What is asked by now stands above, once. */
static void
show_missing (ZpiSentPage *self)
{
  guint n = 0;

  for (guint i = 0; i < self->missing_rows->len; i++) {
    GtkWidget *row = self->missing_rows->pdata[i];
    gboolean shown = !is_asked (self, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

    gtk_widget_set_visible (row, shown);
    n += shown ? 1 : 0;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->missing_group), n > 0 && may_still_come (self->state));
  if (self->asked_rows->len > 0)
    adw_preferences_group_set_description (
        self->missing_group,
        _ ("It was not there either when the application was sent. The municipality does not ask "
           "for it now."));
}

/* What was missing when it was sent, until it is there or decided without. */
static void
missing_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GBytes) bytes =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_autoptr (GPtrArray) missing = NULL;

  if (self->case_id == NULL)
    return;
  missing = zpi_missing_words_read (self->session, bytes);
  g_clear_pointer (&self->sent, zpi_unanswered_free);
  self->sent = zpi_still_missing_read_unanswered (bytes);
  clear_rows (self->missing_group, self->missing_rows);
  for (guint i = 0; i < missing->len; i++) {
    const ZpiMissingWords *words = g_ptr_array_index (missing, i);

    add_missing_row (self, words->name, words->help);
  }
  show_missing (self);
}

static void
show_asked (ZpiSentPage *self, const ZpiRequest *request)
{
  const ZpiScheme *scheme = zpi_session_get_scheme (self->session);
  g_autofree char *note = NULL;

  if (request->note != NULL)
    /* Translators: the municipality's own words. */
    note = g_strdup_printf (_ ("The municipality writes: “%s”"), request->note);
  adw_preferences_group_set_description (self->asked_group, note);
  for (guint i = 0; i < request->wanted->len; i++) {
    const ZpiWanted *wanted = g_ptr_array_index (request->wanted, i);
    g_autofree char *name = zpi_piece_words_name (scheme, wanted, self->sent);
    GtkWidget *row = zpi_plain_row_new (name, wanted->note);

    adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
    adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
    add_row (self->asked_group, self->asked_rows, row);
  }
}

/* So that it can be told what to bring without beginning an answer. */
static void
asked_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (ZpiRequest) request = zpi_supplement_load_request_finish (result, NULL);

  if (self->case_id == NULL)
    return;
  clear_rows (self->asked_group, self->asked_rows);
  if (request != NULL)
    show_asked (self, request);
  gtk_widget_set_visible (GTK_WIDGET (self->asked_group), request != NULL);
  show_missing (self);
}

/* (transfer full): everything that one request asks for, in one line */
static char *
dup_pieces (ZpiSentPage *self, const ZpiRequest *request)
{
  const ZpiScheme *scheme = zpi_session_get_scheme (self->session);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < request->wanted->len; i++) {
    g_autofree char *name =
        zpi_piece_words_name (scheme, g_ptr_array_index (request->wanted, i), self->sent);

    g_strv_builder_add (builder, name);
  }
  names = g_strv_builder_end (builder);
  return g_strjoinv ("\n", names);
}

static void
add_waiting_row (ZpiSentPage *self, const ZpiRequest *request)
{
  g_autofree char *pieces = dup_pieces (self, request);
  /* Translators: for assistive technology; %s names documents. */
  g_autofree char *label = g_strdup_printf (_ ("Do not send yet, go on adding: %s"), pieces);
  GtkWidget *row = zpi_plain_row_new (pieces, NULL);
  GtkWidget *button = gtk_button_new_with_label (_ ("Do not send yet, go on adding"));

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.take-back-answer");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", request->id);
  zpi_plain_row_add_button (ZPI_PLAIN_ROW (row), button, label);
  add_row (self->waiting_group, self->waiting_rows, row);
}

static void
waiting_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GPtrArray) waiting = zpi_supplement_list_waiting_finish (result, NULL);

  if (self->case_id == NULL)
    return;
  clear_rows (self->waiting_group, self->waiting_rows);
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    add_waiting_row (self, g_ptr_array_index (waiting, i));
  gtk_widget_set_visible (GTK_WIDGET (self->waiting_group), self->waiting_rows->len > 0);
}

static void
add_repair_row (ZpiSentPage *self, GtkWidget *row)
{
  if (row != NULL)
    add_row (self->repair_group, self->repair_rows, row);
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
  if (zpi_attention_is (zpi_json_get_string (json_node_get_object (root), "code"),
                        ZPI_ATTENTION_OTHER_COUNSELLOR))
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
  g_autofree char *decided = zpi_sent_page_dup_date (date);
  g_autofree char *until = zpi_sent_page_dup_date (last);
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

void
zpi_sent_page_show_records (ZpiSentPage *self)
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
  /* After it: whose a piece is, is said by name while that is kept. */
  zpi_supplement_load_request_async (self->session,
                                     self->case_id,
                                     self->cancellable,
                                     asked_ready_cb,
                                     g_object_ref (self));
  zpi_supplement_list_waiting_async (self->session,
                                     self->case_id,
                                     self->cancellable,
                                     waiting_ready_cb,
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
