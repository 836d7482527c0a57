/* SPDX-License-Identifier: EUPL-1.2 */

/* More information, answered: nothing is typed again, a part of it may go now. Source: handbook,
 * process b. */

#include "zpi-config.h"

#include "zpi-supplement-page.h"

#include <string.h>

#include "zpi-announce.h"
#include "zpi-attention.h"
#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-words.h"
#include "zpi-clock.h"
#include "zpi-date-words.h"
#include "zpi-document-row.h"
#include "zpi-evidence-adder.h"
#include "zpi-field.h"
#include "zpi-file-dialog.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-originals-group.h"
#include "zpi-piece-words.h"
#include "zpi-queue-case.h"
#include "zpi-still-missing.h"
#include "zpi-supplement.h"
#include "zpi-ui.h"

struct _ZpiSupplementPage {
  AdwBin parent_instance;

  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned): the answer */
  ZpiRequest *request; /* (owned) */
  ZpiUnanswered *sent; /* (owned) (nullable): of its application, when that is here */
  GCancellable *cancellable;
  ZpiEvidenceAdder *adder;   /* (owned) (nullable): while there is something to answer */
  const ZpiWanted *last;     /* (nullable): of @request: what the last file was for */
  const ZpiWanted *choosing; /* (nullable): of @request: what the next file is for */
  gboolean choosing_other;   /* the next files are for nothing that is asked */
  GPtrArray *rows;           /* (element-type GtkWidget) (unowned) */
  GHashTable *add_buttons;   /* from what is missing (ZpiWanted) to its button; both unowned */
  guint show_id;

  GtkLabel *title;
  GtkLabel *person;
  ZpiNotice *note;
  ZpiNotice *problem;
  AdwPreferencesGroup *group;
  GtkWidget *more_button;
  GtkWidget *send_button;
  GtkWidget *part_label;
  guint n_documents; /* that are in it */
  int unsorted;      /* the first row of which nobody said what it is, or -1 */
  ZpiOriginalsGroup *originals;
};

G_DEFINE_FINAL_TYPE (ZpiSupplementPage, zpi_supplement_page, ADW_TYPE_BIN)

static void show_pieces (ZpiSupplementPage *self);

static const ZpiScheme *
get_scheme (ZpiSupplementPage *self)
{
  const ZpiScheme *scheme = zpi_session_get_rules_of (self->session, self->zcase);

  return scheme != NULL ? scheme : zpi_session_get_scheme (self->session);
}

/* What is wrong is said where it can be tried again, and is in sight. */
static void
say_problem (ZpiSupplementPage *self, const char *text)
{
  GtkWidget *again;

  show_pieces (self);
  again = self->last != NULL ? g_hash_table_lookup (self->add_buttons, self->last) : NULL;
  if (again == NULL)
    again = self->more_button;
  gtk_accessible_update_property (GTK_ACCESSIBLE (again),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text,
                                  -1);
  gtk_widget_grab_focus (again);
  zpi_ui_bring_into_view (GTK_WIDGET (self->problem));
}

static void
adder_changed_cb (ZpiSupplementPage *self)
{
  g_autofree char *problems = zpi_evidence_adder_dup_problems (self->adder);
  gboolean is_new =
      problems != NULL && g_strcmp0 (problems, zpi_notice_get_text (self->problem)) != 0;

  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, problems);
  if (is_new)
    say_problem (self, problems);
  else if (problems == NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->more_button),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* Several files that come together take the places that are still open, each another one. */
static const ZpiWanted *
guess (ZpiSupplementPage *self, GFile *file)
{
  g_autoptr (ZpiApplication) application = zpi_evidence_adder_dup_application (self->adder);
  g_autofree char *name = g_file_get_basename (file);

  return zpi_request_guess (self->request, application->documents, name);
}

/* The first file is for what was chosen. */
static void
file_chosen_cb (GFile *file, gpointer object)
{
  ZpiSupplementPage *self = ZPI_SUPPLEMENT_PAGE (object);
  const ZpiWanted *wanted = self->choosing;

  if (self->zcase == NULL)
    return;
  self->choosing = NULL;
  if (wanted == NULL && !self->choosing_other)
    wanted = guess (self, file);
  self->last = wanted;
  zpi_evidence_adder_add_as (self->adder,
                             file,
                             wanted != NULL ? wanted->kind : ZPI_OTHER_DOCUMENT,
                             wanted != NULL ? wanted->whose : NULL,
                             wanted != NULL ? wanted->month : NULL);
}

static void
choose (ZpiSupplementPage *self, const ZpiWanted *wanted)
{
  self->choosing = wanted;
  self->choosing_other = FALSE;
  zpi_file_dialog_open_many (GTK_WIDGET (self),
                             _ ("Choose what the municipality asks"),
                             ZPI_FILE_FILTER_EVIDENCE,
                             file_chosen_cb,
                             self);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSupplementPage *self = ZPI_SUPPLEMENT_PAGE (widget);
  guint at = g_variant_get_uint32 (parameter);

  if (at < self->request->wanted->len)
    choose (self, g_ptr_array_index (self->request->wanted, at));
}

static void
more_clicked_cb (ZpiSupplementPage *self)
{
  choose (self, NULL);
  self->choosing_other = TRUE;
}

static gboolean
drop_cb (ZpiSupplementPage *self, const GValue *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  self->choosing = NULL;
  self->choosing_other = FALSE;
  for (GSList *at = files; at != NULL; at = at->next)
    file_chosen_cb (at->data, self);
  return TRUE;
}

static void
add_row (ZpiSupplementPage *self, GtkWidget *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->group, row);
}

static void
append_kind (GMenu *menu, const char *name, const char *item, guint at)
{
  g_autoptr (GMenuItem) entry = g_menu_item_new (name, NULL);

  g_menu_item_set_action_and_target (entry, "supplement.is", "(su)", item, at);
  g_menu_append_item (menu, entry);
}

/* What a document may be: each that is asked, or something else. */
static GMenuModel *
make_kinds (ZpiSupplementPage *self, const char *item)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < self->request->wanted->len; i++) {
    const ZpiWanted *wanted = g_ptr_array_index (self->request->wanted, i);
    g_autofree char *name = zpi_piece_words_name (get_scheme (self), wanted, self->sent);
    g_auto (GStrv) parts = g_strsplit (name, "_", -1);
    g_autofree char *plain = g_strjoinv ("__", parts);

    append_kind (menu, plain, item, i);
  }
  append_kind (menu, _ ("_Something else"), item, self->request->wanted->len);
  return G_MENU_MODEL (menu);
}

static void
set_field (ZpiSupplementPage *self, const char *item, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, field);

  zpi_case_set (self->zcase, key, text);
}

static void
is_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSupplementPage *self = ZPI_SUPPLEMENT_PAGE (widget);
  const ZpiWanted *wanted = NULL;
  const char *item;
  guint at;

  g_variant_get (parameter, "(&su)", &item, &at);
  if (at < self->request->wanted->len)
    wanted = g_ptr_array_index (self->request->wanted, at);
  set_field (self, item, "kind", wanted != NULL ? wanted->kind : ZPI_OTHER_DOCUMENT);
  set_field (self, item, "whose", wanted != NULL ? wanted->whose : "");
  set_field (self, item, "month", wanted != NULL ? wanted->month : "");
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, NULL);
  gtk_widget_activate_action (widget, "evidence.focus", "s", item);
}

static void
add_document (ZpiSupplementPage *self, const ZpiDocument *document)
{
  g_autoptr (GMenuModel) kinds = make_kinds (self, document->item);
  GtkWidget *row = zpi_document_row_new_with_kinds (self->session,
                                                    self->zcase,
                                                    get_scheme (self),
                                                    document->item,
                                                    kinds);

  if (*document->kind == '\0' && self->unsorted < 0)
    self->unsorted = (int) self->rows->len;
  add_row (self, row);
}

static void
add_missing (ZpiSupplementPage *self, const ZpiWanted *wanted, guint at)
{
  g_autofree char *name = zpi_piece_words_name (get_scheme (self), wanted, self->sent);
  g_autofree char *label = NULL;
  GtkWidget *row =
      zpi_plain_row_new (name, wanted->note != NULL ? wanted->note : _ ("Still missing"));
  GtkWidget *button = gtk_button_new_with_label (_ ("Add…"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "supplement.add");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", at);
  /* Translators: for assistive technology: what to add. */
  label = g_strdup_printf (_ ("Add: %s"), name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  zpi_group_wrap_row (row);
  zpi_ui_name (button, label);
  add_row (self, row);
  g_hash_table_insert (self->add_buttons, (gpointer) wanted, button);
}

/* It was answered elsewhere, or decided: nothing more can be sent. */
static gboolean
is_closed (ZpiSupplementPage *self)
{
  return zpi_case_get_state (self->zcase) == ZPI_CASE_ATTENTION &&
         zpi_attention_is (zpi_case_get_attention (self->zcase), ZPI_ATTENTION_REQUEST_CLOSED);
}

static const char *
words_of_button (ZpiSupplementPage *self, guint n_missing)
{
  if (is_closed (self))
    return _ ("Remove");
  return n_missing == 0 ? _ ("Send to the municipality") : _ ("Send what is there");
}

static void
update_buttons (ZpiSupplementPage *self, guint n_documents, guint n_missing)
{
  zpi_ui_set_button_label (GTK_BUTTON (self->send_button), words_of_button (self, n_missing));
  gtk_widget_set_visible (self->more_button, !is_closed (self));
  gtk_widget_set_visible (self->part_label, n_missing > 0 && !is_closed (self));
  self->n_documents = n_documents;
}

static int
find_row_with_focus (ZpiSupplementPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_get_focus_child (g_ptr_array_index (self->rows, i)) != NULL)
      return i;
  return -1;
}

static void
focus_row (ZpiSupplementPage *self, guint at)
{
  if (self->rows->len > 0)
    gtk_widget_child_focus (g_ptr_array_index (self->rows, MIN (at, self->rows->len - 1)),
                            GTK_DIR_TAB_FORWARD);
}

/* Each piece that is asked in its place: what was added for it, or that it is missing. */
static void
show_pieces (ZpiSupplementPage *self)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (self->zcase);
  g_autoptr (GPtrArray) missing = zpi_request_get_missing (self->request, application->documents);
  const int focused = find_row_with_focus (self);

  g_clear_handle_id (&self->show_id, g_source_remove);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_hash_table_remove_all (self->add_buttons);
  self->unsorted = -1;
  for (guint i = 0; i < application->documents->len; i++)
    add_document (self, g_ptr_array_index (application->documents, i));
  for (guint i = 0; i < self->request->wanted->len; i++) {
    const ZpiWanted *wanted = g_ptr_array_index (self->request->wanted, i);

    if (g_ptr_array_find (missing, wanted, NULL))
      add_missing (self, wanted, i);
  }
  update_buttons (self, application->documents->len, missing->len);
  zpi_originals_group_show (self->originals, self->session, self->zcase);
  if (focused >= 0)
    focus_row (self, focused);
}

static gboolean
show_pieces_cb (gpointer user_data)
{
  ZpiSupplementPage *self = user_data;

  self->show_id = 0;
  show_pieces (self);
  return G_SOURCE_REMOVE;
}

/* What a document is, is told only after it is in the list. */
static void
documents_changed_cb (ZpiSupplementPage *self)
{
  if (self->zcase != NULL && self->show_id == 0)
    self->show_id = g_idle_add (show_pieces_cb, self);
}

/* Back from a picture: a document that was drawn anew has another id, and is on the disk by now. */
static void
focus_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSupplementPage *self = ZPI_SUPPLEMENT_PAGE (widget);
  const char *item = g_variant_get_string (parameter, NULL);

  if (self->zcase == NULL)
    return;
  show_pieces (self);
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (ZPI_IS_DOCUMENT_ROW (row) &&
        g_str_equal (zpi_document_row_get_item (ZPI_DOCUMENT_ROW (row)), item))
      focus_row (self, i);
  }
}

static void
say_first (ZpiSupplementPage *self, const char *text, guint row)
{
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, text);
  focus_row (self, row);
  zpi_announce (GTK_WIDGET (self), text);
}

static void
send_clicked_cb (ZpiSupplementPage *self)
{
  if (is_closed (self)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.delete-draft", NULL);
    return;
  }
  if (zpi_evidence_adder_count (self->adder) > 0) {
    zpi_notice_set (self->problem,
                    ZPI_NOTICE_WARNING,
                    _ ("A file is still being added. Wait until it is in, then send it"));
    zpi_announce (GTK_WIDGET (self), zpi_notice_get_text (self->problem));
    return;
  }
  if (self->n_documents == 0) {
    say_first (self, _ ("Add a piece first, then send it"), 0);
    return;
  }
  if (self->unsorted >= 0) {
    say_first (self,
               _ ("Say of each paper what it is first, or remove it"),
               (guint) self->unsorted);
    return;
  }
  zpi_queue_case (GTK_WIDGET (self), self->session, self->zcase, self->send_button, self->problem);
}

static gboolean
zpi_supplement_page_grab_focus (GtkWidget *widget)
{
  zpi_ui_focus_text (ZPI_SUPPLEMENT_PAGE (widget)->title);
  return TRUE;
}

static void
zpi_supplement_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (zpi_supplement_page_parent_class)->map (widget);

  gtk_widget_grab_focus (widget);
}

static void
zpi_supplement_page_dispose (GObject *object)
{
  ZpiSupplementPage *self = ZPI_SUPPLEMENT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->show_id, g_source_remove);
  if (self->adder != NULL)
    zpi_evidence_adder_stop (self->adder);
  g_clear_object (&self->adder);
  g_clear_object (&self->session);
  g_clear_object (&self->zcase);

  G_OBJECT_CLASS (zpi_supplement_page_parent_class)->dispose (object);
}

static void
zpi_supplement_page_finalize (GObject *object)
{
  ZpiSupplementPage *self = ZPI_SUPPLEMENT_PAGE (object);

  g_clear_pointer (&self->request, zpi_request_free);
  g_clear_pointer (&self->sent, zpi_unanswered_free);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->add_buttons);

  G_OBJECT_CLASS (zpi_supplement_page_parent_class)->finalize (object);
}

static void
zpi_supplement_page_class_init (ZpiSupplementPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_supplement_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_supplement_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = zpi_supplement_page_map;
  GTK_WIDGET_CLASS (klass)->grab_focus = zpi_supplement_page_grab_focus;

  g_signal_new ("queued",
                ZPI_TYPE_SUPPLEMENT_PAGE,
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/nl/zoetermeerpas/Intake/ui/"
                                               "zpi-supplement-page.ui");
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "supplement.add", "u", add_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "supplement.is", "(su)", is_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "evidence.focus", "s", focus_action);
  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_NOTICE);
  g_type_ensure (ZPI_TYPE_ORIGINALS_GROUP);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, title);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, person);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, note);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, problem);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, group);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, more_button);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, send_button);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, part_label);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), ZpiSupplementPage, originals);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), more_clicked_cb);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), send_clicked_cb);
}

static void
zpi_supplement_page_init (ZpiSupplementPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->add_buttons = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* The title of the window has no names: here is whose letter it is, and its number. */
static void
show_person (ZpiSupplementPage *self)
{
  ZpiCaseItem *application =
      zpi_session_find_case_item (self->session, self->request->application_id);
  const char *name = application != NULL ? zpi_case_item_get_name (application) : NULL;
  const char *reference = self->request->reference;
  g_autofree char *text = NULL;

  if (name == NULL || *name == '\0')
    name = self->request->given_names;
  text = name != NULL && reference != NULL ? g_strdup_printf ("%s · %s", name, reference)
                                           : g_strdup (name != NULL ? name : reference);
  gtk_label_set_label (self->person, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->person), text != NULL);
}

static gboolean
is_late (const ZpiRequest *request)
{
  gint64 until_us = zpi_clock_end_of_day_us (request->until);

  return until_us != 0 && until_us < zpi_clock_now_us ();
}

static void
show_request (ZpiSupplementPage *self)
{
  g_autofree char *until = zpi_date_words_from_iso (self->request->until);
  g_autofree char *title = NULL;
  g_autofree char *note = NULL;

  if (until == NULL)
    title = g_strdup (_ ("More information asked"));
  else
    /* Translators: %s is a date; that day still counts. */
    title = g_strdup_printf (is_late (self->request)
                                 ? _ ("More information asked; the last day was %s")
                                 : _ ("More information asked, on %s at the latest"),
                             until);
  gtk_label_set_label (self->title, title);
  if (self->request->note != NULL)
    /* Translators: the municipality's own words. */
    note = g_strdup_printf (_ ("The municipality writes: “%s”"), self->request->note);
  zpi_notice_set (self->note, ZPI_NOTICE_INFO, note);
}

/* Why it came back. */
static void
show_attention (ZpiSupplementPage *self)
{
  g_autofree char *why = NULL;

  if (zpi_case_get_state (self->zcase) != ZPI_CASE_ATTENTION)
    return;
  why = zpi_case_words_attention (zpi_case_get_attention (self->zcase));
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, why);
}

static void
sent_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSupplementPage) self = user_data;
  g_autoptr (GBytes) record =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);

  if (self->zcase == NULL || record == NULL)
    return;
  self->sent = zpi_still_missing_read_unanswered (record);
  show_pieces (self);
}

/* Whose a piece is, is said by name while that is kept with the application. */
static void
load_names (ZpiSupplementPage *self)
{
  if (self->request->application_id != NULL)
    zpi_case_keeper_get_record_async (zpi_session_get_keeper (self->session),
                                      self->request->application_id,
                                      ZPI_RECORD_MISSING,
                                      self->cancellable,
                                      sent_ready_cb,
                                      g_object_ref (self));
}

/**
 * zpi_supplement_page_new:
 * @session: an open session
 * @zcase: the answer to a request, open
 *
 * Returns: (transfer floating): a page on which it is filled
 */
GtkWidget *
zpi_supplement_page_new (ZpiSession *session, ZpiCase *zcase)
{
  ZpiSupplementPage *self = g_object_new (ZPI_TYPE_SUPPLEMENT_PAGE, NULL);

  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  self->request = zpi_supplement_dup_request (zcase);
  if (self->request == NULL) {
    zpi_notice_set (self->problem,
                    ZPI_NOTICE_WARNING,
                    _ ("What was asked cannot be read any more. Use the code of the mail again"));
    gtk_widget_set_sensitive (self->send_button, FALSE);
    return GTK_WIDGET (self);
  }
  g_signal_connect_object (zcase,
                           "items-changed::" ZPI_LIST_DOCUMENT,
                           G_CALLBACK (documents_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->adder = zpi_evidence_adder_new (GTK_WIDGET (self->group), session, zcase);
  g_signal_connect_object (self->adder,
                           "changed",
                           G_CALLBACK (adder_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  show_request (self);
  show_person (self);
  show_pieces (self);
  load_names (self);
  zpi_evidence_adder_leave_to_rows (self->adder);
  zpi_evidence_adder_offer (self->adder, GTK_WIDGET (self));
  zpi_evidence_adder_resume (self->adder);
  show_attention (self);
  return GTK_WIDGET (self);
}
