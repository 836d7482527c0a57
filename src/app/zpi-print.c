/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-print.h"

#include "zpi-application.h"
#include "zpi-case-keeper.h"
#include "zpi-date-words.h"
#include "zpi-eligibility.h"
#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-kept-receipt.h"
#include "zpi-language.h"
#include "zpi-message.h"
#include "zpi-paper.h"
#include "zpi-print-copy.h"
#include "zpi-summary.h"

/* Papers are for the client. */
#define PAPER_LANGUAGE "nl"

typedef struct {
  GtkWindow *parent;   /* (owned) */
  ZpiSession *session; /* (owned) */
  char *case_id;
  gboolean as_pdf;
} PrintReceipt;

static void
print_receipt_free (PrintReceipt *self)
{
  g_clear_object (&self->parent);
  g_clear_object (&self->session);
  g_free (self->case_id);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PrintReceipt, print_receipt_free)

static char *
date_in_words (const char *iso)
{
  char *words = zpi_date_words_from_iso (iso);

  return words != NULL ? words : g_strdup (_("not stated"));
}

static char *
time_in_words (const char *iso)
{
  g_autoptr (GDateTime) time = iso != NULL ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? zpi_date_words_with_time (local) : g_strdup (_("not stated"));
}

static void
add_documents (ZpiPaper *paper, const GPtrArray *digests)
{
  g_autofree char *count = g_strdup_printf ("%u", digests->len);

  zpi_paper_add_pair (paper, _("Documents received"), count);
  for (guint i = 0; i < digests->len; i++) {
    const char *digest = g_ptr_array_index (digests, i);
    g_autofree char *line =
        g_strdup_printf (_("Document %u, check number (SHA-256): %s"), i + 1, digest);

    zpi_paper_add_small (paper, line);
  }
}

static void
add_what_next (ZpiPaper *paper)
{
  zpi_paper_add_heading (paper, _("What happens now"));
  zpi_paper_add_text (
      paper,
      _("The municipality decides at the latest on the date above. If something is missing, an "
                        "e-mail comes with a link to add it."));
  zpi_paper_add_text (
      paper,
      _("After a yes a letter comes with a code to add the photos. The pass then comes by post in "
                        "about 1 week."));
  zpi_paper_add_text (paper, _("Questions? Call the municipality: 14 079."));
}

/* What is made while practising must not pass for real: a receipt of it proves nothing. */
static void
mark_practice (ZpiPaper *paper, ZpiSession *session)
{
  const char *note;

  if (!zpi_session_is_practice (session))
    return;
  note = _("Practice: nothing goes to the real municipality. Use made-up people only.");
  zpi_paper_add_text (paper, note);
  zpi_paper_set_note (paper, note);
}

static ZpiPaper *
make_receipt_paper (ZpiSession *session, const ZpiKeptReceipt *receipt)
{
  const char *before = zpi_language_push (PAPER_LANGUAGE);
  ZpiPaper *paper = zpi_paper_new (_("Receipt of your application for the Zoetermeerpas"));
  g_autofree char *received = time_in_words (receipt->received_at);
  g_autofree char *applied = date_in_words (receipt->application_date);
  g_autofree char *decided = date_in_words (receipt->decision_date);
  g_autofree char *line = NULL;

  mark_practice (paper, session);
  zpi_paper_add_text (paper, _("The municipality of Zoetermeer has received your application."));
  zpi_paper_add_pair (paper, _("Reference"), receipt->reference);
  zpi_paper_add_pair (paper, _("Received on"), received);
  zpi_paper_add_pair (paper, _("Application date"), applied);
  zpi_paper_add_pair (paper, _("Decision at the latest on"), decided);
  add_what_next (paper);
  zpi_paper_add_heading (paper, _("What was received"));
  add_documents (paper, receipt->document_digests);
  line = g_strdup_printf (_("Form, check number (SHA-256): %s"), receipt->form_digest);
  zpi_paper_add_small (paper, line);
  zpi_paper_add_small (
      paper,
      _("This program compared these check numbers with its own: they are the same. So the "
                         "municipality has exactly what was sent."));
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
                      _("The receipt was not saved"),
                         _("Choose another folder, or make room on the disk."));
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
                      _("The receipt was not saved"), _("Print it instead."));
    return;
  }
  zpi_file_dialog_save (GTK_WIDGET (parent),
                        _("Save the receipt"), name, ZPI_FILE_FILTER_PDF, pdf_chosen_cb, carrier);
}

static void
receipt_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PrintReceipt) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiKeptReceipt) receipt =
                 zpi_case_keeper_get_receipt_finish (ZPI_CASE_KEEPER (source), result, &error);
  g_autoptr (ZpiPaper) paper = NULL;

  if (receipt == NULL) {
    zpi_message_tell (GTK_WIDGET (self->parent),
                      _("There is no receipt yet"),
                         _("It comes when the municipality has the application."));
    return;
  }
  paper = make_receipt_paper (self->session, receipt);
  if (self->as_pdf)
    save_as_pdf (paper, self->parent, "ontvangstbevestiging-zoetermeerpas.pdf");
  else
    zpi_paper_print (paper, self->parent);
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

static void
add_summary (ZpiPaper *paper, ZpiCase *zcase)
{
  g_autoptr (GPtrArray) lines = zpi_summary_build (zcase);

  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = lines->pdata[i];

    if (line->key == NULL)
      zpi_paper_add_heading (paper, line->label);
    else
      zpi_paper_add_pair (paper,
                          line->label,
                          line->value != NULL && *line->value != '\0' ? line->value
                                                                      : _("Not filled in"));
  }
}

static void
add_bring_list (ZpiPaper *paper, ZpiSession *session, ZpiCase *zcase)
{
  g_autoptr (GPtrArray) lines = zpi_evidence_text_list (session, zcase);

  zpi_paper_add_heading (paper, _("What to bring"));
  for (guint i = 0; i < lines->len; i++)
    zpi_paper_add_tick (paper, lines->pdata[i]);
}

static void
add_steps (ZpiPaper *paper, const GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++) {
    g_autofree char *text = zpi_explanation_render_step (steps->pdata[i], PAPER_LANGUAGE);

    zpi_paper_add_text (paper, text);
  }
}

/* The check as the window shows it: the conclusion, what to look at, and each step. */
static void
add_check (ZpiPaper *paper, ZpiSession *session, ZpiCase *zcase)
{
  const ZpiScheme *scheme =
      zpi_session_get_scheme_version (session, zpi_case_get (zcase, ZPI_KEY_SCHEME_VERSION));
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (ZpiEligibility) outcome = zpi_eligibility_check (scheme, application);
  g_autofree char *conclusion = zpi_explanation_render_step (outcome->conclusion, PAPER_LANGUAGE);

  zpi_paper_add_heading (paper, _("Check"));
  zpi_paper_add_text (paper, conclusion);
  add_steps (paper, outcome->warnings);
  zpi_paper_add_text (
      paper,
      _("This check is only an indication. The municipality decides. Everybody may always apply, "
                        "whatever the check says."));
  zpi_paper_add_heading (paper, _("How this was worked out"));
  add_steps (paper, outcome->explanation);
}

/**
 * zpi_print_make_case_paper:
 * @session: an open session
 * @zcase: a case
 * @what: `answers`, `bring`, `check` or `paper`
 *
 * Returns: (transfer full): the paper, in Dutch
 */
ZpiPaper *
zpi_print_make_case_paper (ZpiSession *session, ZpiCase *zcase, const char *what)
{
  const char *before = zpi_language_push (PAPER_LANGUAGE);
  ZpiPaper *paper;

  if (g_str_equal (what, "bring")) {
    paper = zpi_paper_new (_("What to bring for the Zoetermeerpas"));
    mark_practice (paper, session);
    add_bring_list (paper, session, zcase);
  } else if (g_str_equal (what, "check")) {
    paper = zpi_paper_new (_("The check for the Zoetermeerpas"));
    mark_practice (paper, session);
    add_check (paper, session, zcase);
  } else if (g_str_equal (what, "paper")) {
    paper = zpi_paper_new (_("Applying for the Zoetermeerpas on paper"));
    mark_practice (paper, session);
    zpi_paper_add_text (
        paper,
        _("There is no e-mail address for this application. So it goes on paper. Call the "
                          "municipality: 14 079. Ask for the paper application form of the Zoetermeerpas."));
    zpi_paper_add_text (paper, _("You can copy the answers below to the form."));
    add_summary (paper, zcase);
    add_check (paper, session, zcase);
    add_bring_list (paper, session, zcase);
  } else {
    paper = zpi_paper_new (_("Your answers for the Zoetermeerpas"));
    mark_practice (paper, session);
    zpi_paper_add_text (paper, _("Read this and say what has to be corrected."));
    add_summary (paper, zcase);
    add_check (paper, session, zcase);
  }
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
  } else {
    const char *text = zpi_error_text_from_error (error);

    zpi_message_tell (GTK_WIDGET (self->parent), _("That was not printed"), text);
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
 * @what: `receipt`, `receipt-pdf`, `answers`, `bring`, `check` or `paper`
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
  g_autoptr (ZpiPaper) paper = zpi_paper_new (_("Recovery code"));

  zpi_paper_add_text (
      paper,
      _("This code opens everything that Zoetermeerpas Intake keeps on one computer, when the "
                        "PIN is forgotten or the keyring is lost."));
  zpi_paper_add_code (paper, code);
  zpi_paper_add_text (paper,
                      _("Keep it in a safe place, not beside the computer. Show it to nobody."));
  zpi_paper_print (paper, parent);
}
