/* SPDX-License-Identifier: EUPL-1.2 */

/* What the municipality gave, on paper: the receipt and the decision. */

#include "zpi-config.h"

#include "zpi-print-private.h"

#include <string.h>

#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-date-words.h"
#include "zpi-decision.h"
#include "zpi-evidence-text.h"
#include "zpi-facts.h"
#include "zpi-field.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-language.h"
#include "zpi-message.h"
#include "zpi-missing-words.h"
#include "zpi-piece-words.h"
#include "zpi-print-copy.h"
#include "zpi-still-missing.h"

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
time_in_words (const char *iso)
{
  g_autoptr (GDateTime) time = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? zpi_date_words_with_time (local) : g_strdup (_ ("not stated"));
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
add_answers (ZpiPaper *paper,
             const ZpiKeptReceipt *receipt,
             const ZpiScheme *scheme,
             const ZpiUnanswered *sent)
{
  for (guint i = 0; i < receipt->answers->len; i++) {
    const ZpiKeptReceipt *answer = g_ptr_array_index (receipt->answers, i);
    g_autofree char *received = time_in_words (answer->received_at);

    zpi_paper_add_heading (paper, _ ("More information received"));
    zpi_paper_add_pair (paper, _ ("Received on"), received);
    for (guint j = 0; j < answer->pieces->len; j++) {
      g_autofree char *piece = zpi_piece_words_name (scheme, answer->pieces->pdata[j], sent);

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

/* Whether anything is expected of it: a receipt is printed long after it came too. */
static gboolean
is_over (ZpiCaseState state)
{
  return state == ZPI_CASE_GRANTED || state == ZPI_CASE_PHOTOS || state == ZPI_CASE_ISSUED ||
         state == ZPI_CASE_REJECTED || state == ZPI_CASE_WITHDRAWN;
}

static void
add_what_was_decided (ZpiPaper *paper, ZpiCaseState state)
{
  zpi_paper_add_text (paper,
                      state == ZPI_CASE_WITHDRAWN
                          ? _ ("The application was withdrawn after that.")
                          : _ ("The municipality has decided after that. The decision is on a "
                               "paper of its own."));
  if (state == ZPI_CASE_GRANTED)
    zpi_paper_add_text (paper,
                        zpi_facts_say (_ ("A letter comes with a code. With it you add a photo of "
                                          "everybody who gets a pass. The pass then comes by "
                                          "post{in-delivery-weeks}."),
                                       NULL));
}

static void
add_what_next (ZpiPaper *paper, ZpiCaseState state)
{
  zpi_paper_add_heading (paper, _ ("What happens now"));
  if (is_over (state)) {
    add_what_was_decided (paper, state);
  } else {
    zpi_paper_add_text (
        paper,
        _ ("The municipality decides at the latest on the date above. If something is missing, an "
           "e-mail comes with a link to add it."));
    zpi_paper_add_text (
        paper,
        zpi_facts_say (
            _ ("After a yes a letter comes with a code. With it you add a photo of everybody "
               "who gets a pass. The pass then comes by post{in-delivery-weeks}."),
            NULL));
  }
  zpi_paper_add_text (paper, zpi_facts_say (_ ("Questions? {call-municipality}."), NULL));
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

/**
 * zpi_print_make_receipt_paper:
 * @session: an open session
 * @receipt: what the municipality said it has
 * @zcase: (nullable): the case, while the answers are still there
 * @state: of the case
 * @missing: (nullable): the record of what did not come yet, while it may still come
 *
 * Returns: (transfer full): the paper, in Dutch
 */
ZpiPaper *
zpi_print_make_receipt_paper (ZpiSession *session,
                              const ZpiKeptReceipt *receipt,
                              ZpiCase *zcase,
                              ZpiCaseState state,
                              GBytes *missing)
{
  const char *before = zpi_language_push (PAPER_LANGUAGE);
  /* Later evidence, for an application that this desk does not have. */
  gboolean answer = receipt->application_date == NULL;
  ZpiPaper *paper =
      zpi_paper_new (zpi_facts_say (answer ? _ ("Receipt of more information for the {pass}")
                                           : _ ("Receipt of your application for the {pass}"),
                                    NULL));
  const ZpiScheme *scheme = zpi_print_get_scheme (session, zcase);
  g_autoptr (ZpiUnanswered) sent = zpi_still_missing_read_unanswered (missing);
  g_autofree char *received = time_in_words (receipt->received_at);
  g_autofree char *applied = zpi_print_date_in_words (receipt->application_date);
  g_autofree char *decided = zpi_print_date_in_words (receipt->decision_date);

  zpi_print_mark_practice (paper, session);
  if (answer)
    zpi_paper_add_text (paper, _ ("The municipality has received what it asked for."));
  else
    zpi_paper_add_text (
        paper,
        zpi_facts_say (_ ("The municipality of {municipality} has received your application."),
                       _ ("The municipality has received your application.")));
  if (zcase != NULL)
    zpi_print_add_name (paper, zcase);
  zpi_paper_add_pair (paper, _ ("Reference"), receipt->reference);
  zpi_paper_add_pair (paper, _ ("Received on"), received);
  if (!answer)
    zpi_paper_add_pair (paper, _ ("Application date"), applied);
  if (!is_over (state))
    zpi_paper_add_pair (paper, _ ("Decision at the latest on"), decided);
  if (receipt->document_digests->len > 0) {
    zpi_paper_add_heading (paper, _ ("What was received"));
    add_documents (paper, zcase, scheme, receipt->document_digests->len);
  }
  add_answers (paper, receipt, scheme, sent);
  if (!answer)
    add_still_missing (paper, session, missing);
  add_what_next (paper, state);
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

static ZpiCaseState
get_state (PrintReceipt *self)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);

  return item != NULL ? zpi_case_item_get_state (item) : ZPI_CASE_CLOSED;
}

static void
print_made_receipt (PrintReceipt *self, ZpiCase *zcase)
{
  g_autoptr (ZpiPaper) paper = zpi_print_make_receipt_paper (self->session,
                                                             self->receipt,
                                                             zcase,
                                                             get_state (self),
                                                             self->missing);

  if (!zpi_print_may_show (self->session))
    return;
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
  ZpiCaseState state = get_state (self);

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
  if (!zpi_print_may_show (self->session))
    return;
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

void
zpi_print_receipt (GtkWindow *parent, ZpiSession *session, const char *case_id, gboolean as_pdf)
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
  g_autofree char *decided = zpi_print_date_in_words (date);
  g_autofree char *until = zpi_print_date_in_words (last);
  /* As it stands on the screen. */
  g_autofree char *standing =
      g_strdup_printf (decision->granted ? _ ("Granted on %s") : _ ("Rejected on %s"), decided);

  zpi_print_mark_practice (paper, session);
  zpi_paper_add_heading (paper, standing);
  zpi_paper_add_text (paper,
                      decision->granted ? _ ("The municipality says yes: you get the pass.")
                                        : _ ("The municipality says no: you do not get the pass."));
  if (reference != NULL)
    zpi_paper_add_pair (paper, _ ("Reference"), reference);
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

  if (!zpi_print_may_show (self->session))
    return;
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

void
zpi_print_decision (GtkWindow *parent, ZpiSession *session, const char *case_id)
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
