/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-print.h"

#include <string.h>

#include "zpi-advice-page.h"
#include "zpi-application.h"
#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-checks.h"
#include "zpi-clock.h"
#include "zpi-date-words.h"
#include "zpi-decision.h"
#include "zpi-eligibility.h"
#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-evidence.h"
#include "zpi-facts.h"
#include "zpi-field-text.h"
#include "zpi-field.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-kept-receipt.h"
#include "zpi-language.h"
#include "zpi-message.h"
#include "zpi-missing-words.h"
#include "zpi-overview.h"
#include "zpi-paper.h"
#include "zpi-piece-words.h"
#include "zpi-print-copy.h"
#include "zpi-rules.h"
#include "zpi-section-page.h"
#include "zpi-section-words.h"
#include "zpi-still-missing.h"
#include "zpi-summary.h"

/* Papers are for the client. */
#define PAPER_LANGUAGE "nl"

typedef struct {
  GtkWindow *parent;   /* (owned) */
  ZpiSession *session; /* (owned) */
  char *case_id;
  ZpiKeptReceipt *receipt; /* (owned) (nullable): once it was read */
  GBytes *missing;         /* (owned) (nullable): the record of what did not come yet */
  gboolean as_pdf;
} PrintReceipt;

static void
print_receipt_free (PrintReceipt *self)
{
  g_clear_object (&self->parent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->receipt, zpi_kept_receipt_free);
  g_clear_pointer (&self->missing, g_bytes_unref);
  g_free (self->case_id);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PrintReceipt, print_receipt_free)

static char *
date_in_words (const char *iso)
{
  char *words = zpi_date_words_from_iso (iso);

  return words != NULL ? words : g_strdup (_ ("not stated"));
}

static char *
time_in_words (const char *iso)
{
  g_autoptr (GDateTime) time = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? zpi_date_words_with_time (local) : g_strdup (_ ("not stated"));
}

static const ZpiScheme *
get_scheme (ZpiSession *session, ZpiCase *zcase)
{
  return zcase != NULL ? zpi_session_get_rules_of (session, zcase)
                       : zpi_session_get_scheme (session);
}

/* By name and place while the answers are there; else only how many. */
static void
add_documents (ZpiPaper *paper, ZpiCase *zcase, const ZpiScheme *scheme, guint n)
{
  g_auto (GStrv) items = zcase != NULL ? zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT) : NULL;
  g_autofree char *count = NULL;

  if (items == NULL || g_strv_length (items) != n) {
    count = g_strdup_printf ("%u", n);
    zpi_paper_add_pair (paper, _ ("Documents received"), count);
    return;
  }
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = zpi_evidence_text_dup_file_name (zcase, items[i]);
    g_autofree char *what = zpi_evidence_text_dup_document (zcase, scheme, items[i]);

    zpi_paper_add_pair (paper, name, what);
  }
}

/* Later evidence for the same application, each with its own proof. */
static void
add_answers (ZpiPaper *paper, const ZpiKeptReceipt *receipt, const ZpiScheme *scheme)
{
  for (guint i = 0; i < receipt->answers->len; i++) {
    const ZpiKeptReceipt *answer = g_ptr_array_index (receipt->answers, i);
    g_autofree char *received = time_in_words (answer->received_at);

    zpi_paper_add_heading (paper, _ ("More information received"));
    zpi_paper_add_pair (paper, _ ("Received on"), received);
    for (guint j = 0; j < answer->pieces->len; j++) {
      g_autofree char *piece = zpi_piece_words_name (scheme, answer->pieces->pdata[j]);

      zpi_paper_add_text (paper, piece);
    }
  }
}

static void
add_digests_of (ZpiPaper *paper, const ZpiKeptReceipt *receipt, const char *name, guint *number)
{
  g_autofree char *form = g_strdup_printf ("%s: %s", name, receipt->form_digest);

  zpi_paper_add_small (paper, form);
  for (guint i = 0; i < receipt->document_digests->len; i++) {
    const char *digest = g_ptr_array_index (receipt->document_digests, i);
    g_autofree char *line = g_strdup_printf (_ ("Code of document %u: %s"), ++*number, digest);

    zpi_paper_add_small (paper, line);
  }
}

static void
add_digests (ZpiPaper *paper, const ZpiKeptReceipt *receipt)
{
  guint number = 0;

  zpi_paper_add_heading (paper, _ ("Codes for the municipality"));
  zpi_paper_add_small (
      paper,
      _ ("This program compared these codes with its own: they are the same. So the municipality "
         "has exactly what was sent."));
  add_digests_of (paper, receipt, _ ("Code of the form"), &number);
  for (guint i = 0; i < receipt->answers->len; i++)
    add_digests_of (paper,
                    g_ptr_array_index (receipt->answers, i),
                    _ ("Code of the form with more information"),
                    &number);
}

/* What is missing: to bring before sending, and after it for the municipality to ask for. */
static void
add_missing (ZpiPaper *paper, const char *heading, ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
  g_autoptr (GPtrArray) missing = zpi_evidence_list_missing (list, TRUE);

  if (missing->len == 0)
    return;
  zpi_paper_add_heading (paper, heading);
  for (guint i = 0; i < missing->len; i++) {
    g_autoptr (ZpiStep) step = zpi_evidence_missing_step (missing->pdata[i]);
    g_autofree char *text = zpi_explanation_render_step (step, PAPER_LANGUAGE);

    zpi_paper_add_tick (paper, text);
  }
}

static void
add_what_next (ZpiPaper *paper)
{
  zpi_paper_add_heading (paper, _ ("What happens now"));
  zpi_paper_add_text (
      paper,
      _ ("The municipality decides at the latest on the date above. If something is missing, an "
         "e-mail comes with a link to add it."));
  zpi_paper_add_text (
      paper,
      zpi_facts_say (_ ("After a yes a letter comes with a code to add the photos. The pass then "
                        "comes by post{in-delivery-weeks}."),
                     NULL));
  zpi_paper_add_text (paper, zpi_facts_say (_ ("Questions? {call-municipality}."), NULL));
}

/* What is made while practising must not pass for real: a receipt of it proves nothing. */
static void
mark_practice (ZpiPaper *paper, ZpiSession *session)
{
  const char *note;

  if (!zpi_session_is_practice (session))
    return;
  note = _ ("Practice: nothing goes to the real municipality. Use made-up people only.");
  zpi_paper_add_text (paper, note);
  zpi_paper_set_note (paper, note);
}

static void
add_name (ZpiPaper *paper, ZpiCase *zcase)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autofree char *name = zpi_person_dup_full_name (&application->applicant);

  if (name != NULL && *name != '\0')
    zpi_paper_add_pair (paper, _ ("Name"), name);
}

/* The same as the page says, also when answers came since or nothing else is left here. */
static void
add_still_missing (ZpiPaper *paper, ZpiSession *session, GBytes *record)
{
  g_autoptr (GPtrArray) missing = zpi_missing_words_read (session, record);

  if (missing->len == 0)
    return;
  zpi_paper_add_heading (paper, _ ("Still missing"));
  for (guint i = 0; i < missing->len; i++)
    zpi_paper_add_tick (paper, ((const ZpiMissingWords *) missing->pdata[i])->name);
}

/* @zcase: (nullable): while the answers are still there; @missing: (nullable): while something may
 * still come */
static ZpiPaper *
make_receipt_paper (ZpiSession *session,
                    const ZpiKeptReceipt *receipt,
                    ZpiCase *zcase,
                    GBytes *missing)
{
  const char *before = zpi_language_push (PAPER_LANGUAGE);
  /* Later evidence, for an application that this desk does not have. */
  gboolean answer = receipt->application_date == NULL;
  ZpiPaper *paper =
      zpi_paper_new (zpi_facts_say (answer ? _ ("Receipt of more information for the {pass}")
                                           : _ ("Receipt of your application for the {pass}"),
                                    NULL));
  const ZpiScheme *scheme = get_scheme (session, zcase);
  g_autofree char *received = time_in_words (receipt->received_at);
  g_autofree char *applied = date_in_words (receipt->application_date);
  g_autofree char *decided = date_in_words (receipt->decision_date);

  mark_practice (paper, session);
  if (answer)
    zpi_paper_add_text (paper, _ ("The municipality has received what it asked for."));
  else
    zpi_paper_add_text (
        paper,
        zpi_facts_say (_ ("The municipality of {municipality} has received your application."),
                       _ ("The municipality has received your application.")));
  if (zcase != NULL)
    add_name (paper, zcase);
  zpi_paper_add_pair (paper, _ ("Reference"), receipt->reference);
  zpi_paper_add_pair (paper, _ ("Received on"), received);
  if (!answer)
    zpi_paper_add_pair (paper, _ ("Application date"), applied);
  zpi_paper_add_pair (paper, _ ("Decision at the latest on"), decided);
  if (receipt->document_digests->len > 0) {
    zpi_paper_add_heading (paper, _ ("What was received"));
    add_documents (paper, zcase, scheme, receipt->document_digests->len);
  }
  add_answers (paper, receipt, scheme);
  if (!answer)
    add_still_missing (paper, session, missing);
  add_what_next (paper);
  add_digests (paper, receipt);
  zpi_language_pop (before);
  return paper;
}

static void
pdf_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) parent = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    g_warning ("Saving a receipt failed: %s", g_quark_to_string (error->domain));
    zpi_message_tell (GTK_WIDGET (parent),
                      _ ("The receipt was not saved"),
                      _ ("Choose another folder, or make room on the disk."));
    return;
  }
  zpi_print_copy_offer_removal (parent, G_FILE (source));
}

/* Carries the PDF to the moment the person has chosen where it goes. */
#define ZPI_TYPE_PDF_CARRIER (zpi_pdf_carrier_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPdfCarrier, zpi_pdf_carrier, ZPI, PDF_CARRIER, GObject)
struct _ZpiPdfCarrier {
  GObject parent_instance;
  GBytes *pdf;       /* (owned) */
  GtkWindow *parent; /* (owned) */
};
G_DEFINE_FINAL_TYPE (ZpiPdfCarrier, zpi_pdf_carrier, G_TYPE_OBJECT)

static void
zpi_pdf_carrier_dispose (GObject *object)
{
  ZpiPdfCarrier *self = ZPI_PDF_CARRIER (object);

  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_clear_object (&self->parent);

  G_OBJECT_CLASS (zpi_pdf_carrier_parent_class)->dispose (object);
}

static void
zpi_pdf_carrier_class_init (ZpiPdfCarrierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_pdf_carrier_dispose;
}

static void
zpi_pdf_carrier_init (ZpiPdfCarrier *self)
{
}

static void
pdf_chosen_cb (GFile *file, gpointer user_data)
{
  ZpiPdfCarrier *carrier = user_data;

  g_file_replace_contents_bytes_async (file,
                                       carrier->pdf,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL,
                                       pdf_saved_cb,
                                       g_object_ref (carrier->parent));
}

static void
save_as_pdf (ZpiPaper *paper, GtkWindow *parent, const char *name)
{
  g_autoptr (ZpiPdfCarrier) carrier = g_object_new (ZPI_TYPE_PDF_CARRIER, NULL);
  g_autoptr (GError) error = NULL;

  carrier->pdf = zpi_paper_to_pdf (paper, &error);
  carrier->parent = g_object_ref (parent);
  if (carrier->pdf == NULL) {
    g_warning ("Making a PDF failed: %s", error->message);
    zpi_message_tell (GTK_WIDGET (parent),
                      _ ("The receipt was not saved"),
                      _ ("Print it instead."));
    return;
  }
  zpi_file_dialog_save (GTK_WIDGET (parent),
                        _ ("Save the receipt"),
                        name,
                        ZPI_FILE_FILTER_PDF,
                        pdf_chosen_cb,
                        carrier);
}

static void
print_made_receipt (PrintReceipt *self, ZpiCase *zcase)
{
  g_autoptr (ZpiPaper) paper =
      make_receipt_paper (self->session, self->receipt, zcase, self->missing);

  if (self->as_pdf)
    save_as_pdf (paper, self->parent, "ontvangstbevestiging.pdf");
  else
    zpi_paper_print (paper, self->parent);
}

/* After clearing there are no answers any more; the receipt stays. */
static void
receipt_case_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PrintReceipt) self = user_data;
  g_autoptr (ZpiCase) zcase = zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, NULL);

  print_made_receipt (self, zcase);
  if (zcase != NULL)
    zpi_case_keeper_close_case (ZPI_CASE_KEEPER (source), zcase);
}

/* Nothing is missing of what was decided. */
static gboolean
may_still_come (PrintReceipt *self)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);
  ZpiCaseState state = item != NULL ? zpi_case_item_get_state (item) : ZPI_CASE_CLOSED;

  return state == ZPI_CASE_RECEIVED || state == ZPI_CASE_IN_ASSESSMENT ||
         state == ZPI_CASE_MORE_INFORMATION;
}

static void
missing_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PrintReceipt) self = user_data;
  g_autofree char *case_id = g_strdup (self->case_id);

  self->missing = zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  if (!may_still_come (self))
    g_clear_pointer (&self->missing, g_bytes_unref);
  zpi_case_keeper_open_async (ZPI_CASE_KEEPER (source),
                              case_id,
                              NULL,
                              receipt_case_opened_cb,
                              g_steal_pointer (&self));
}

static void
receipt_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PrintReceipt) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = g_strdup (self->case_id);

  self->receipt = zpi_case_keeper_get_receipt_finish (ZPI_CASE_KEEPER (source), result, &error);
  if (self->receipt == NULL) {
    zpi_message_tell (GTK_WIDGET (self->parent),
                      _ ("There is no receipt yet"),
                      _ ("It comes when the municipality has the application."));
    return;
  }
  zpi_case_keeper_get_record_async (ZPI_CASE_KEEPER (source),
                                    case_id,
                                    ZPI_RECORD_MISSING,
                                    NULL,
                                    missing_ready_cb,
                                    g_steal_pointer (&self));
}

static void
print_receipt (GtkWindow *parent, ZpiSession *session, const char *case_id, gboolean as_pdf)
{
  PrintReceipt *self = g_new0 (PrintReceipt, 1);

  self->parent = g_object_ref (parent);
  self->session = g_object_ref (session);
  self->case_id = g_strdup (case_id);
  self->as_pdf = as_pdf;
  zpi_case_keeper_get_receipt_async (zpi_session_get_keeper (session),
                                     case_id,
                                     NULL,
                                     receipt_ready_cb,
                                     self);
}

/* The decision as the municipality gave it; the client takes it along, so it is in plain Dutch. */
static ZpiPaper *
make_decision_paper (ZpiSession *session, const ZpiDecision *decision, const char *reference)
{
  const char *before = zpi_language_push (PAPER_LANGUAGE);
  ZpiPaper *paper =
      zpi_paper_new (zpi_facts_say (_ ("Decision on your application for the {pass}"), NULL));
  g_autofree char *date = zpi_date_format_iso (&decision->date);
  g_autofree char *last = zpi_date_format_iso (&decision->objection_until);
  g_autofree char *decided = date_in_words (date);
  g_autofree char *until = date_in_words (last);

  mark_practice (paper, session);
  zpi_paper_add_text (paper,
                      decision->granted ? _ ("The municipality says yes: you get the pass.")
                                        : _ ("The municipality says no: you do not get the pass."));
  if (reference != NULL)
    zpi_paper_add_pair (paper, _ ("Reference"), reference);
  zpi_paper_add_pair (paper, _ ("Decided on"), decided);
  zpi_paper_add_pair (paper,
                      _ ("What the municipality says"),
                      decision->reason != NULL ? decision->reason : _ ("not stated"));
  if (!decision->granted) {
    /* Translators: %s is a date; that day still counts. */
    g_autofree char *how =
        g_strdup_printf (_ ("By letter to the municipality, on %s at the latest"), until);

    zpi_paper_add_heading (paper, _ ("If you do not agree"));
    zpi_paper_add_pair (paper, _ ("You may object"), how);
  }
  zpi_paper_add_text (paper, zpi_facts_say (_ ("Questions? {call-municipality}."), NULL));
  zpi_language_pop (before);
  return paper;
}

static void
decision_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PrintReceipt) self = user_data;
  g_autoptr (GBytes) status =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_autoptr (ZpiDecision) decision = zpi_decision_from_status (status);
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);
  g_autoptr (ZpiPaper) paper = NULL;

  if (decision == NULL) {
    zpi_message_tell (GTK_WIDGET (self->parent),
                      _ ("There is no decision yet"),
                      _ ("It comes from the municipality by e-mail."));
    return;
  }
  paper = make_decision_paper (self->session,
                               decision,
                               item != NULL ? zpi_case_item_get_reference (item) : NULL);
  zpi_paper_print (paper, self->parent);
}

static void
print_decision (GtkWindow *parent, ZpiSession *session, const char *case_id)
{
  PrintReceipt *self = g_new0 (PrintReceipt, 1);

  self->parent = g_object_ref (parent);
  self->session = g_object_ref (session);
  self->case_id = g_strdup (case_id);
  zpi_case_keeper_get_record_async (zpi_session_get_keeper (session),
                                    case_id,
                                    "status",
                                    NULL,
                                    decision_ready_cb,
                                    self);
}

/* To be copied from: in groups, as it is read out. */
static char *
dup_whole_bsn (ZpiCase *zcase, const char *key)
{
  g_auto (ZpiCheckResult) result = zpi_check_bsn (zpi_case_get (zcase, key));
  const char *bsn = result.normalised;

  if (bsn == NULL || strlen (bsn) != 9)
    return g_strdup (zpi_case_get (zcase, key));
  return g_strdup_printf ("%.3s %.3s %.3s", bsn, bsn + 3, bsn + 6);
}

static gboolean
is_bsn (const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  return field != NULL && field->kind == ZPI_FIELD_BSN;
}

static void
add_open_questions (ZpiPaper *paper, GString *open)
{
  /* Translators: the blank is a list of questions. */
  g_autofree char *text = g_strdup_printf (_ ("Not filled in: %s."), open->str);

  if (open->len > 0)
    zpi_paper_add_small (paper, text);
  g_string_truncate (open, 0);
}

/* What is not filled in is one line below its heading, not a dozen times the same words. */
static void
add_summary (ZpiPaper *paper, ZpiCase *zcase, gboolean whole_bsn)
{
  g_autoptr (GPtrArray) lines = zpi_summary_build (zcase);
  g_autoptr (GString) open = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = lines->pdata[i];

    if (line->key == NULL) {
      add_open_questions (paper, open);
      zpi_paper_add_heading (paper, line->label);
    } else if (line->value == NULL || *line->value == '\0') {
      zpi_field_text_append (open, line->label);
    } else if (whole_bsn && is_bsn (line->key)) {
      g_autofree char *bsn = dup_whole_bsn (zcase, line->key);

      zpi_paper_add_pair (paper, line->label, bsn);
    } else {
      zpi_paper_add_pair (paper, line->label, line->value);
    }
  }
  add_open_questions (paper, open);
}

/* @marked: (nullable): what a mark means is said elsewhere on @paper, and this is set when it has
 * to be */
static void
add_bring_list (ZpiPaper *paper, ZpiSession *session, ZpiCase *zcase, gboolean *marked)
{
  g_autoptr (GPtrArray) lines = zpi_evidence_text_list (session, zcase);

  zpi_paper_add_heading (paper, _ ("What to bring"));
  for (guint i = 0; i < lines->len; i++) {
    if (!g_str_has_prefix (lines->pdata[i], "* "))
      zpi_paper_add_tick (paper, lines->pdata[i]);
    else if (marked != NULL)
      *marked = TRUE;
    else
      zpi_paper_add_small (paper, lines->pdata[i]);
  }
}

static void
add_facts (ZpiPaper *paper)
{
  g_autoptr (GPtrArray) lines = zpi_facts_list ();

  if (lines->len > 0)
    zpi_paper_add_heading (paper, _ ("Good to know"));
  for (guint i = 0; i < lines->len; i++) {
    g_autofree char *line = g_strconcat (lines->pdata[i], ".", NULL);

    zpi_paper_add_text (paper, line);
  }
}

/* Sets @marked when what a mark means has to be said. */
static void
add_steps (ZpiPaper *paper, const GPtrArray *steps, gboolean *marked)
{
  for (guint i = 0; i < steps->len; i++) {
    g_autofree char *text = zpi_explanation_render_marked (steps->pdata[i], PAPER_LANGUAGE, marked);

    zpi_paper_add_text (paper, text);
  }
}

/* The check as the window shows it: the conclusion, what to look at, and each step. With @marked a
 * mark stands before it already. */
static void
add_check (ZpiPaper *paper, ZpiSession *session, ZpiCase *zcase, gboolean marked)
{
  const ZpiScheme *scheme = zpi_session_get_rules_of (session, zcase);
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (ZpiEligibility) outcome = zpi_eligibility_check (scheme, application);
  g_autofree char *conclusion = zpi_explanation_render_step (outcome->conclusion, PAPER_LANGUAGE);

  zpi_paper_add_heading (paper, _ ("Check"));
  zpi_paper_add_text (paper, conclusion);
  add_steps (paper, outcome->warnings, &marked);
  zpi_paper_add_text (
      paper,
      _ ("This check is only an indication. The municipality decides. Everybody may always apply, "
         "whatever the check says."));
  zpi_paper_add_heading (paper, _ ("How this was worked out"));
  add_steps (paper, outcome->explanation, &marked);
  if (marked)
    zpi_paper_add_small (paper, zpi_explanation_mark_note (PAPER_LANGUAGE));
}

/* A paper form is filled in by hand: what to do, in its order. */
static void
add_paper_steps (ZpiPaper *paper)
{
  zpi_paper_add_text (paper,
                      _ ("There is no e-mail address for this application. So it goes on paper."));
  zpi_paper_add_heading (paper, _ ("What to do"));
  zpi_paper_add_tick (
      paper,
      zpi_facts_say (_ ("{call-municipality}. Ask for the paper application form of "
                        "the {pass}."),
                     NULL));
  zpi_paper_add_tick (paper, _ ("Copy the answers on the next pages to the form."));
  zpi_paper_add_tick (paper, _ ("Sign the form."));
  zpi_paper_add_tick (paper, _ ("Add copies of what is in the list below."));
  zpi_paper_add_tick (paper, _ ("Send it, or bring it to the town hall."));
  zpi_paper_add_tick (paper, _ ("Destroy this paper: the BSN is on it."));
}

static const char *
state_words (ZpiSectionState state)
{
  if (state == ZPI_SECTION_STATE_COMPLETE)
    return _ ("Complete");
  return state == ZPI_SECTION_STATE_UNTOUCHED ? _ ("Not begun") : _ ("Begun");
}

/* How far each part is; sending is told below. */
static void
add_sections (ZpiPaper *paper, ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (zcase, scheme);

  for (ZpiSection section = 0; section < ZPI_SECTION_REVIEW; section++) {
    ZpiSectionState state = zpi_overview_get_state (overview, section);
    g_autofree char *left = state == ZPI_SECTION_STATE_BEGUN
                                ? zpi_section_words_dup_left (zcase, scheme, section)
                                : NULL;

    zpi_paper_add_pair (paper,
                        zpi_section_get_title (section),
                        left != NULL ? left : state_words (state));
  }
}

/* For who goes home with an application that is not sent yet. */
static void
add_today (ZpiPaper *paper, ZpiSession *session, ZpiCase *zcase)
{
  const ZpiScheme *scheme = get_scheme (session, zcase);
  ZpiDate today = zpi_clock_today ();
  g_autofree char *iso = zpi_date_format_iso (&today);
  g_autofree char *day = date_in_words (iso);

  add_name (paper, zcase);
  zpi_paper_add_pair (paper, _ ("Date"), day);
  zpi_paper_add_heading (paper, _ ("What we did today"));
  add_sections (paper, zcase, scheme);
  if (scheme != NULL)
    add_missing (paper, _ ("Still to bring"), zcase, scheme);
  zpi_paper_add_heading (paper, _ ("What happens now"));
  zpi_paper_add_text (paper,
                      _ ("Your application has not been sent yet. Come back with what is missing. "
                         "We can also send it without: the municipality then asks for it later."));
  zpi_paper_add_text (paper, zpi_facts_say (_ ("Questions? {call-municipality}."), NULL));
}

/**
 * zpi_print_make_case_paper:
 * @session: an open session
 * @zcase: a case
 * @what: `answers`, `bring`, `check`, `paper` or `today`
 *
 * Returns: (transfer full): the paper, in Dutch
 */
ZpiPaper *
zpi_print_make_case_paper (ZpiSession *session, ZpiCase *zcase, const char *what)
{
  const char *before = zpi_language_push (PAPER_LANGUAGE);
  g_autoptr (ZpiScheme) on_screen = zpi_scheme_ref ((ZpiScheme *) zpi_rules_get_current ());
  ZpiPaper *paper;
  gboolean marked = FALSE;

  /* On the screen there may be another case, or none. */
  zpi_rules_set_current (get_scheme (session, zcase));
  if (g_str_equal (what, "bring")) {
    paper = zpi_paper_new (zpi_facts_say (_ ("What to bring for the {pass}"), NULL));
    mark_practice (paper, session);
    add_bring_list (paper, session, zcase, NULL);
    add_facts (paper);
  } else if (g_str_equal (what, "check")) {
    paper = zpi_paper_new (zpi_facts_say (_ ("The check for the {pass}"), NULL));
    mark_practice (paper, session);
    add_check (paper, session, zcase, FALSE);
  } else if (g_str_equal (what, "today")) {
    paper = zpi_paper_new (zpi_facts_say (_ ("Your visit about the {pass}"), NULL));
    mark_practice (paper, session);
    add_today (paper, session, zcase);
  } else if (g_str_equal (what, "paper")) {
    paper = zpi_paper_new (zpi_facts_say (_ ("Applying for the {pass} on paper"), NULL));
    mark_practice (paper, session);
    add_paper_steps (paper);
    add_bring_list (paper, session, zcase, &marked);
    add_summary (paper, zcase, TRUE);
    add_check (paper, session, zcase, marked);
  } else {
    paper = zpi_paper_new (zpi_facts_say (_ ("Your answers for the {pass}"), NULL));
    mark_practice (paper, session);
    zpi_paper_add_text (paper, _ ("Read this and say what has to be corrected."));
    add_summary (paper, zcase, FALSE);
    add_check (paper, session, zcase, FALSE);
  }
  zpi_rules_set_current (on_screen);
  zpi_language_pop (before);
  return paper;
}

typedef struct {
  GtkWindow *parent;   /* (owned) */
  ZpiSession *session; /* (owned) */
  char *what;
} PrintCase;

static void
case_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PrintCase *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (zcase != NULL) {
    g_autoptr (ZpiPaper) paper = zpi_print_make_case_paper (self->session, zcase, self->what);

    zpi_paper_print (paper, self->parent);
    zpi_case_keeper_close_case (ZPI_CASE_KEEPER (source), zcase);
  } else {
    const char *text = zpi_error_text_from_error (error);

    zpi_message_tell (GTK_WIDGET (self->parent), _ ("That was not printed"), text);
  }
  g_object_unref (self->parent);
  g_object_unref (self->session);
  g_free (self->what);
  g_free (self);
}

/**
 * zpi_print_case:
 * @parent: the window to which the dialog belongs
 * @session: an open session
 * @case_id: (nullable): the case
 * @what: `receipt`, `receipt-pdf`, `decision`, `answers`, `bring`, `check`, `paper` or `today`
 *
 * Prints something about a case.
 */
void
zpi_print_case (GtkWindow *parent, ZpiSession *session, const char *case_id, const char *what)
{
  PrintCase *self;

  g_return_if_fail (GTK_IS_WINDOW (parent) && what != NULL);

  if (case_id == NULL)
    return;
  if (g_str_has_prefix (what, "receipt")) {
    print_receipt (parent, session, case_id, g_str_equal (what, "receipt-pdf"));
    return;
  }
  if (g_str_equal (what, "decision")) {
    print_decision (parent, session, case_id);
    return;
  }
  self = g_new0 (PrintCase, 1);
  self->parent = g_object_ref (parent);
  self->session = g_object_ref (session);
  self->what = g_strdup (what);
  zpi_case_keeper_open_async (zpi_session_get_keeper (session),
                              case_id,
                              NULL,
                              case_opened_cb,
                              self);
}

static void
add_step (const char *heading, const char *title, const char *text, gpointer user_data)
{
  ZpiPaper *paper = user_data;
  g_autofree char *line = g_strdup_printf ("%s. %s", title, text);

  if (heading != NULL)
    zpi_paper_add_heading (paper, heading);
  zpi_paper_add_text (paper, line);
}

/**
 * zpi_print_steps:
 * @parent: the window to which the dialog belongs
 * @session: an open session
 * @door: `account`
 *
 * Prints the steps that the page behind a door says, in Dutch. Nobody's name is on it.
 */
void
zpi_print_steps (GtkWindow *parent, ZpiSession *session, const char *door)
{
  const char *before = zpi_language_push (PAPER_LANGUAGE);
  g_autoptr (ZpiPaper) paper =
      zpi_paper_new (zpi_facts_say (_ ("An account for the {pass}"), NULL));

  mark_practice (paper, session);
  zpi_advice_page_foreach (door, add_step, paper);
  zpi_paper_add_text (paper, zpi_facts_say (_ ("Questions? {call-municipality}."), NULL));
  zpi_language_pop (before);
  zpi_paper_print (paper, parent);
}

/**
 * zpi_print_recovery_code:
 * @parent: the window to which the dialog belongs
 * @code: the code
 *
 * Prints the recovery code, once, at the first start.
 */
void
zpi_print_recovery_code (GtkWindow *parent, const char *code)
{
  g_autoptr (ZpiPaper) paper = zpi_paper_new (_ ("Recovery code"));

  zpi_paper_add_text (
      paper,
      zpi_facts_say (_ ("This code opens everything that {program} keeps on one computer, when the "
                        "PIN is forgotten or the keyring is lost."),
                     NULL));
  zpi_paper_add_code (paper, code);
  zpi_paper_add_text (paper,
                      _ ("Keep it in a safe place, not beside the computer. Show it to nobody."));
  zpi_paper_print (paper, parent);
}
