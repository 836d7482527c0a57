/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-print-private.h"

#include <string.h>

#include "zpi-advice-page.h"
#include "zpi-application.h"
#include "zpi-case-keeper.h"
#include "zpi-checks.h"
#include "zpi-clock.h"
#include "zpi-date-words.h"
#include "zpi-eligibility.h"
#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-evidence.h"
#include "zpi-facts.h"
#include "zpi-field-text.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-language.h"
#include "zpi-message.h"
#include "zpi-overview.h"
#include "zpi-rules.h"
#include "zpi-section-page.h"
#include "zpi-section-words.h"
#include "zpi-summary.h"

char *
zpi_print_date_in_words (const char *iso)
{
  char *words = zpi_date_words_from_iso (iso);

  return words != NULL ? words : g_strdup (_ ("not stated"));
}

const ZpiScheme *
zpi_print_get_scheme (ZpiSession *session, ZpiCase *zcase)
{
  return zcase != NULL ? zpi_session_get_rules_of (session, zcase)
                       : zpi_session_get_scheme (session);
}

static void
add_missing (ZpiPaper *paper, ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
  g_autoptr (GPtrArray) missing = zpi_evidence_list_missing (list, TRUE);

  if (missing->len == 0)
    return;
  zpi_paper_add_heading (paper, _ ("Still to bring"));
  for (guint i = 0; i < missing->len; i++) {
    g_autoptr (ZpiStep) step = zpi_evidence_missing_step (missing->pdata[i]);
    g_autofree char *text = zpi_explanation_render_step (step, PAPER_LANGUAGE);

    zpi_paper_add_tick (paper, text);
  }
}

/* What is made while practising must not pass for real: a receipt of it proves nothing. */
void
zpi_print_mark_practice (ZpiPaper *paper, ZpiSession *session)
{
  const char *note;

  if (!zpi_session_is_practice (session))
    return;
  note = _ ("Practice: nothing goes to the real municipality. Use made-up people only.");
  zpi_paper_add_text (paper, note);
  zpi_paper_set_note (paper, note);
}

void
zpi_print_add_name (ZpiPaper *paper, ZpiCase *zcase)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autofree char *name = zpi_person_dup_full_name (&application->applicant);

  if (name != NULL && *name != '\0')
    zpi_paper_add_pair (paper, _ ("Name"), name);
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
  const ZpiScheme *scheme = zpi_print_get_scheme (session, zcase);
  ZpiDate today = zpi_clock_today ();
  g_autofree char *iso = zpi_date_format_iso (&today);
  g_autofree char *day = zpi_print_date_in_words (iso);

  zpi_print_add_name (paper, zcase);
  zpi_paper_add_pair (paper, _ ("Date"), day);
  zpi_paper_add_heading (paper, _ ("What we did today"));
  add_sections (paper, zcase, scheme);
  if (scheme != NULL)
    add_missing (paper, zcase, scheme);
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
  zpi_rules_set_current (zpi_print_get_scheme (session, zcase));
  if (g_str_equal (what, "bring")) {
    paper = zpi_paper_new (zpi_facts_say (_ ("What to bring for the {pass}"), NULL));
    zpi_print_mark_practice (paper, session);
    add_bring_list (paper, session, zcase, NULL);
    add_facts (paper);
  } else if (g_str_equal (what, "check")) {
    paper = zpi_paper_new (zpi_facts_say (_ ("The check for the {pass}"), NULL));
    zpi_print_mark_practice (paper, session);
    add_check (paper, session, zcase, FALSE);
  } else if (g_str_equal (what, "today")) {
    paper = zpi_paper_new (zpi_facts_say (_ ("Your visit about the {pass}"), NULL));
    zpi_print_mark_practice (paper, session);
    add_today (paper, session, zcase);
  } else if (g_str_equal (what, "paper")) {
    paper = zpi_paper_new (zpi_facts_say (_ ("Applying for the {pass} on paper"), NULL));
    zpi_print_mark_practice (paper, session);
    add_paper_steps (paper);
    add_bring_list (paper, session, zcase, &marked);
    add_summary (paper, zcase, TRUE);
    add_check (paper, session, zcase, marked);
  } else {
    paper = zpi_paper_new (zpi_facts_say (_ ("Your answers for the {pass}"), NULL));
    zpi_print_mark_practice (paper, session);
    zpi_paper_add_text (paper, _ ("Read this and say what has to be corrected."));
    add_summary (paper, zcase, FALSE);
    add_check (paper, session, zcase, FALSE);
  }
  zpi_rules_set_current (on_screen);
  zpi_language_pop (before);
  return paper;
}

gboolean
zpi_print_may_show (ZpiSession *session)
{
  return zpi_session_get_state (session) != ZPI_SESSION_LOCKED;
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

    if (zpi_print_may_show (self->session))
      zpi_paper_print (paper, self->parent);
    zpi_case_keeper_close_case (ZPI_CASE_KEEPER (source), zcase);
  } else if (zpi_print_may_show (self->session)) {
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
    zpi_print_receipt (parent, session, case_id, g_str_equal (what, "receipt-pdf"));
    return;
  }
  if (g_str_equal (what, "decision")) {
    zpi_print_decision (parent, session, case_id);
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
 * @door: `account` or `account-applied`
 *
 * Prints the steps that the page behind a door says, in Dutch. Nobody's name is on it.
 */
void
zpi_print_steps (GtkWindow *parent, ZpiSession *session, const char *door)
{
  const char *before = zpi_language_push (PAPER_LANGUAGE);
  g_autoptr (ZpiPaper) paper =
      zpi_paper_new (zpi_facts_say (_ ("An account for the {pass}"), NULL));

  zpi_print_mark_practice (paper, session);
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
