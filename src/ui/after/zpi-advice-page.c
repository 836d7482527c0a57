/* SPDX-License-Identifier: EUPL-1.2 */

/* The other three doors. Source of every step: the handbook for chain partners (photos: part 2,
 * account: part 3, more information: part 1, process b). */

#include "zpi-config.h"

#include "zpi-advice-page.h"

#include <string.h>

#include "zpi-announce.h"
#include "zpi-case-words.h"
#include "zpi-error-text.h"
#include "zpi-error.h"
#include "zpi-facts.h"
#include "zpi-file-dialog.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-letter-scan.h"
#include "zpi-letter.h"
#include "zpi-notice.h"
#include "zpi-papers-group.h"
#include "zpi-paste.h"
#include "zpi-renewal-group.h"
#include "zpi-text-row.h"
#include "zpi-wrap-box.h"

struct _ZpiAdvicePage {
  AdwBin parent_instance;

  char *door;
  char *kept;          /* (nullable): the letter that keeps the code */
  gboolean kept_seen;  /* its row was there */
  GtkWidget *code_row; /* (unowned) (nullable) */
  GtkWidget *papers;   /* (unowned) (nullable): that come with a kept code */
  ZpiNotice *problem;  /* (unowned) (nullable) */
  GtkWidget *renewal;  /* (unowned) (nullable) */

  ZpiSession *session;    /* (owned) (nullable) */
  GCancellable *scanning; /* (owned) (nullable): while a picture is looked at */
};

enum {
  SIGNAL_CODE_ENTERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiAdvicePage, zpi_advice_page, ADW_TYPE_BIN)

/* Who applied, and not whose pass was renewed by itself. */
#define ACCOUNT         "account"
#define ACCOUNT_APPLIED "account-applied"

typedef struct {
  const char *door;
  const char *heading; /* (nullable): starts a new group */
  const char *title;
  const char *text;
  const char *otherwise; /* (nullable): the text when a fact of it is not known */
  const char *also;      /* (nullable): another door that says it */
} Advice;

/* clang-format off */
static const Advice advice_table[] = {
  { "letter",
    N_("A letter that asks for a photo"),
    N_("Look who the letter is for"),
    N_("Somebody who applied has one code for the whole family. Somebody whose pass was renewed by itself has "
    "a letter and a code of their own.") },
  { "letter",
    NULL,
    N_("Scan the code with a phone"),
    N_("Open the camera and point it at the square code. Tap the yellow line that appears.") },
  { "letter",
    NULL,
    N_("No yellow line?"), N_("Then use the web address in the letter.") },
  { "letter",
    NULL,
    N_("Add a photo of each person"),
    N_("With one code for the family you add all photos after each other.") },
  { "letter",
    NULL,
    N_("The pass comes by post{in-delivery-weeks}"),
    N_("After an application all passes of the family come in one letter.") },
  { "letter",
    N_("The pass was renewed by itself"),
    N_("No new application is needed"),
    N_("Only the photo. No e-mail address is needed to get and use the pass.") },
  { "more-information",
    N_("The municipality asked for more"),
    N_("Open the e-mail together"),
    N_("It went to the address that is in the application. That may be the address of a helper.") },
  { "more-information",
    NULL,
    N_("Follow the link in the e-mail"),
    N_("It opens the same application. Add the documents there and finish it. Only then the municipality sees "
    "them.") },
  { "more-information",
    NULL,
    N_("No e-mail any more?"), N_("{call-municipality}.") },
  { ACCOUNT,
    N_("Make an account"),
    N_("The pass works without an account"),
    N_("With an account the client sees what was used and what is left, can block a lost pass and order a new one, "
    "and can have the pass scanned from a phone."),
    NULL, ACCOUNT_APPLIED },
  { ACCOUNT,
    NULL,
    N_("Go to {website} and choose “Inloggen”"),
    N_("Below the fields choose “Meld je aan”. Fill in the e-mail address, and follow the link in the e-mail that "
    "comes."),
    NULL, ACCOUNT_APPLIED },
  { ACCOUNT,
    NULL,
    N_("The number on the pass is needed"),
    N_("The form behind the link asks for it. Wait until the pass has come."),
    NULL, ACCOUNT_APPLIED },
  { ACCOUNT,
    NULL,
    N_("Who sees whose pass"),
    N_("After an application the applicant is the main pass holder and sees the passes of the whole household. "
    "Whose pass was renewed by itself sees only their own.") },
  { ACCOUNT_APPLIED,
    NULL,
    N_("The applicant sees the passes of the whole household"),
    N_("The applicant is the main pass holder. The others need no account.") },
  { ACCOUNT,
    NULL,
    N_("Every account has an e-mail address of its own"),
    N_("No address? A family member may help with theirs, if they have no account yet."),
    NULL, ACCOUNT_APPLIED },
  { ACCOUNT,
    N_("One account for a family whose passes were renewed by themselves"),
    N_("Ask for it here or on the website"),
    N_("It takes at most {account-weeks}: who still has to apply for a pass goes first. The passes can be used in "
    "the meantime."),
    N_("The passes can be used in the meantime.") },
};
/* clang-format on */

static void
code_entered (ZpiAdvicePage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->code_row));

  if (text[strspn (text, " ")] != '\0')
    g_signal_emit (self, signals[SIGNAL_CODE_ENTERED], 0, text);
  else
    zpi_advice_page_set_problem (self,
                                 g_str_equal (self->door, "letter")
                                     ? _ ("Type the code from the letter here, or paste the link")
                                     : _ ("Type the code from the e-mail here, or paste the link"));
}

/* The picture of a letter: what its code says is looked up as if it was pasted. */

static char *
dup_scan_problem (ZpiIntakeProblem problem, const GError *error)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT))
    return g_strdup (_ ("This square code is not of a letter about the pass. Choose a picture of "
                        "the letter, or type the code."));
  if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_REFUSED) &&
      !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return g_strdup (_ ("The picture cannot be looked at now. Type the code."));
  switch (problem) {
  case ZPI_INTAKE_OK:
  case ZPI_INTAKE_BLANK:
    return g_strdup (_ ("There is no square code to read on this picture. Choose a picture with "
                        "the whole code on it, or type the code."));
  case ZPI_INTAKE_BLURRED:
  case ZPI_INTAKE_SMALL:
    return g_strdup (_ ("This picture is not sharp enough to read the code. Hold the phone still "
                        "and closer to the code and take it again, or type the code."));
  case ZPI_INTAKE_TOO_LARGE:
  case ZPI_INTAKE_UNREADABLE:
  case ZPI_INTAKE_DAMAGED:
  case ZPI_INTAKE_UNSEEN:
  case ZPI_INTAKE_ENCRYPTED:
  case ZPI_INTAKE_DARK:
    return zpi_error_text_dup_intake (problem, 0);
  default:
    return g_strdup (_ ("This file cannot be read. Choose a photo of the letter as JPEG or PNG, or "
                        "a PDF, or type the code."));
  }
}

/* In two halves, as it stands in the letter. */
static char *
dup_code_in_words (const char *link)
{
  g_autofree char *code = zpi_letter_code_from_text (link, NULL);

  if (code == NULL || strlen (code) != 8)
    return g_steal_pointer (&code);
  return g_strdup_printf ("%.4s-%s", code, code + 4);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiAdvicePage) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *link = zpi_letter_scan_finish (result, &problem, &error);
  g_autofree char *text = NULL;
  g_autofree char *code = NULL;

  /* Another picture came, or the page is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->scanning);
  if (link == NULL) {
    text = dup_scan_problem (problem, error);
    zpi_advice_page_set_problem (self, text);
    return;
  }
  code = dup_code_in_words (link);
  /* Translators: %s is the code of a letter, such as K7PM-2QXR. */
  text = g_strdup_printf (_ ("The code on the picture is %s."), code);
  gtk_editable_set_text (GTK_EDITABLE (self->code_row), link);
  code_entered (self);
  zpi_notice_set (self->problem, ZPI_NOTICE_INFO, text);
}

/* The newest picture counts. */
static GCancellable *
begin_scan (ZpiAdvicePage *self)
{
  g_cancellable_cancel (self->scanning);
  g_clear_object (&self->scanning);
  self->scanning = g_cancellable_new ();
  zpi_notice_set (self->problem, ZPI_NOTICE_INFO, _ ("Looking for the code on the picture…"));
  return self->scanning;
}

static void
scan_file (GFile *file, gpointer object)
{
  ZpiAdvicePage *self = ZPI_ADVICE_PAGE (object);

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    zpi_letter_scan_file_async (file, begin_scan (self), scanned_cb, g_object_ref (self));
}

static void
pasted_cb (GFile *file, GBytes *content, gpointer object)
{
  ZpiAdvicePage *self = ZPI_ADVICE_PAGE (object);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (file != NULL)
    scan_file (file, self);
  else if (content != NULL)
    zpi_letter_scan_bytes_async (content, begin_scan (self), scanned_cb, g_object_ref (self));
  else
    zpi_advice_page_set_problem (self, _ ("There is no picture to paste. Copy a picture first."));
}

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_file_dialog_open (widget,
                        _ ("Choose a picture of the letter"),
                        ZPI_FILE_FILTER_EVIDENCE,
                        scan_file,
                        widget);
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_paste_read (widget, pasted_cb, widget);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, ZpiAdvicePage *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL)
    return FALSE;
  scan_file (files->data, self);
  return TRUE;
}

/* @buttons: where the one to choose a picture comes */
static void
offer_scan (ZpiAdvicePage *self, GtkWidget *buttons)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Choose a _picture of the letter…"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "advice.choose-picture");
  zpi_wrap_box_append (ZPI_WRAP_BOX (buttons), button);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  zpi_paste_watch (GTK_WIDGET (self), "advice.paste-picture");
}

static gboolean
zpi_advice_page_grab_focus (GtkWidget *widget)
{
  ZpiAdvicePage *self = ZPI_ADVICE_PAGE (widget);

  return self->code_row != NULL && gtk_widget_grab_focus (self->code_row);
}

/* Nobody waits for what comes of it, and a page that was left must not lead anywhere. */
static void
zpi_advice_page_unmap (GtkWidget *widget)
{
  ZpiAdvicePage *self = ZPI_ADVICE_PAGE (widget);

  if (self->scanning != NULL) {
    g_cancellable_cancel (self->scanning);
    g_clear_object (&self->scanning);
    zpi_notice_set (self->problem, ZPI_NOTICE_INFO, NULL);
  }

  GTK_WIDGET_CLASS (zpi_advice_page_parent_class)->unmap (widget);
}

static void
zpi_advice_page_dispose (GObject *object)
{
  g_clear_object (&ZPI_ADVICE_PAGE (object)->session);

  G_OBJECT_CLASS (zpi_advice_page_parent_class)->dispose (object);
}

static void
zpi_advice_page_finalize (GObject *object)
{
  g_free (ZPI_ADVICE_PAGE (object)->door);
  g_free (ZPI_ADVICE_PAGE (object)->kept);

  G_OBJECT_CLASS (zpi_advice_page_parent_class)->finalize (object);
}

static void
zpi_advice_page_class_init (ZpiAdvicePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_advice_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_advice_page_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = zpi_advice_page_grab_focus;
  GTK_WIDGET_CLASS (klass)->unmap = zpi_advice_page_unmap;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass),
                                   "advice.choose-picture",
                                   NULL,
                                   choose_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass),
                                   "advice.paste-picture",
                                   NULL,
                                   paste_action);

  /**
   * ZpiAdvicePage::code-entered:
   * @self: the page
   * @text: what was typed or pasted
   *
   * The code of a letter or a mail, or its link.
   */
  signals[SIGNAL_CODE_ENTERED] = g_signal_new ("code-entered",
                                               ZPI_TYPE_ADVICE_PAGE,
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
zpi_advice_page_init (ZpiAdvicePage *self)
{
}

/**
 * zpi_advice_page_foreach:
 * @door: `letter`, `more-information`, `account`, or `account-applied`: for who applied
 * @func: (scope call): called for each step, in order
 * @user_data: for @func
 *
 * Goes through the steps of a door, in the language of this moment. Main thread.
 */
void
zpi_advice_page_foreach (const char *door, ZpiAdviceFunc func, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (advice_table); i++) {
    const Advice *advice = &advice_table[i];
    g_autofree char *title = NULL;
    g_autofree char *text = NULL;

    if (!g_str_equal (advice->door, door) && g_strcmp0 (advice->also, door) != 0)
      continue;
    title = g_strdup (zpi_facts_say (_ (advice->title), _ ("Go to the website of the pass")));
    text = g_strdup (
        zpi_facts_say (_ (advice->text), advice->otherwise != NULL ? _ (advice->otherwise) : NULL));
    func (advice->heading != NULL ? _ (advice->heading) : NULL, title, text, user_data);
  }
}

static GtkWidget *
make_row (const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_focusable (row, TRUE);
  return row;
}

static void
add_step (const char *heading, const char *title, const char *text, gpointer user_data)
{
  GtkBox *box = user_data;

  if (heading != NULL) {
    GtkWidget *group = g_object_new (ZPI_TYPE_GROUP, NULL);

    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), heading);
    gtk_box_append (box, group);
  }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (gtk_widget_get_last_child (GTK_WIDGET (box))),
                             make_row (title, text));
}

/* Without a decoder of square codes that is said: people come with a picture of their letter. */
static const char *
describe_code (const char *door, gboolean scan)
{
  if (scan)
    return _ ("Capitals, spaces and dashes make no difference. The link may be pasted too. Or "
              "drop "
              "or paste a photo or a scan of the letter here: nothing of it is kept.");
  if (g_str_equal (door, "letter"))
    return _ ("Capitals, spaces and dashes make no difference. The link may be pasted too. This "
              "computer cannot read the square code from a picture: type the code beside it.");
  return _ ("Capitals, spaces and dashes make no difference. The link may be pasted too.");
}

/* The code first: with it the work is done here, without anything typed again. */
static void
add_code (ZpiAdvicePage *self, GtkBox *box, const char *title)
{
  GtkWidget *group = g_object_new (ZPI_TYPE_GROUP, NULL);
  GtkWidget *buttons = g_object_new (ZPI_TYPE_WRAP_BOX, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Look up"));
  gboolean scan = zpi_letter_scan_is_possible () && g_str_equal (self->door, "letter");

  self->code_row = g_object_new (ZPI_TYPE_TEXT_ROW, "title", _ ("Code or link"), NULL);
  self->problem = ZPI_NOTICE (zpi_notice_new (ZPI_NOTICE_WARNING, NULL));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         describe_code (self->door, scan));
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (code_entered), self);
  g_signal_connect_swapped (self->code_row, "entry-activated", G_CALLBACK (code_entered), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->code_row);
  gtk_box_append (box, group);
  gtk_box_append (box, GTK_WIDGET (self->problem));
  zpi_wrap_box_append (ZPI_WRAP_BOX (buttons), button);
  if (scan)
    offer_scan (self, buttons);
  gtk_box_append (box, buttons);
  self->papers = zpi_papers_group_new ();
  gtk_box_append (box, self->papers);
}

/* To take home: an account is made when the pass has come. */
static void
add_print (GtkBox *box, const char *door)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Print these steps…"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "program.print-steps");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", door);
  gtk_box_append (box, button);
}

/* What the website asks can be asked here. */
static void
add_request (GtkBox *box)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Ask for one account for a family…"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.ask-account");
  gtk_box_append (box, button);
}

/**
 * zpi_advice_page_get_code:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what stands in the field for a code; %NULL where there is
 *   none
 */
const char *
zpi_advice_page_get_code (ZpiAdvicePage *self)
{
  g_return_val_if_fail (ZPI_IS_ADVICE_PAGE (self), NULL);

  return self->code_row != NULL ? gtk_editable_get_text (GTK_EDITABLE (self->code_row)) : NULL;
}

/**
 * zpi_advice_page_propose_code:
 * @self: a page that asks for a code
 * @code: the code of the letter, as it was typed before
 *
 * Fills in @code where nothing stands yet, selected: Enter looks it up, another is typed over it.
 */
void
zpi_advice_page_propose_code (ZpiAdvicePage *self, const char *code)
{
  GtkEditable *row;

  g_return_if_fail (ZPI_IS_ADVICE_PAGE (self));
  g_return_if_fail (code != NULL);

  row = GTK_EDITABLE (self->code_row);
  if (row == NULL || *gtk_editable_get_text (row) != '\0')
    return;
  gtk_editable_set_text (row, code);
  gtk_editable_select_region (row, 0, -1);
}

/* Said where it was typed. The focus stays: somebody may be typing another code. */
static void
say_of_kept (ZpiAdvicePage *self, ZpiNoticeKind kind, const char *text)
{
  if (g_strcmp0 (zpi_notice_get_text (self->problem), text) == 0)
    return;
  zpi_notice_set (self->problem, kind, text);
  zpi_announce (GTK_WIDGET (self), text);
}

/* The answer took the place of the letter that kept the code. */
static void
show_found (ZpiAdvicePage *self)
{
  g_clear_pointer (&self->kept, g_free);
  zpi_papers_group_set_letter (ZPI_PAPERS_GROUP (self->papers), self->session, NULL);
  say_of_kept (self,
               ZPI_NOTICE_GOOD,
               _ ("There is a connection again, and the municipality says what it asks. Choose "
                  "“Look up” to see it."));
}

/* A code that was kept is looked up by itself, also while this page is there. */
static void
cases_changed_cb (ZpiAdvicePage *self)
{
  g_autofree char *text = NULL;
  ZpiCaseItem *item;

  if (self->kept == NULL || zpi_session_get_state (self->session) != ZPI_SESSION_OPEN)
    return;
  item = zpi_session_find_case_item (self->session, self->kept);
  if (item == NULL) {
    if (self->kept_seen)
      show_found (self);
    return;
  }
  self->kept_seen = TRUE;
  if (!zpi_case_words_is_code_unknown (item))
    return;
  text = zpi_case_words_next_step (item);
  say_of_kept (self, ZPI_NOTICE_WARNING, text);
}

/**
 * zpi_advice_page_set_kept:
 * @self: a page that asks for a code
 * @letter_id: the letter that keeps the code until it can be looked up
 * @text: what happens with it, and what not yet
 */
void
zpi_advice_page_set_kept (ZpiAdvicePage *self, const char *letter_id, const char *text)
{
  ZpiCaseItem *item;

  g_return_if_fail (ZPI_IS_ADVICE_PAGE (self));

  g_free (self->kept);
  self->kept = g_strdup (letter_id);
  item = zpi_session_find_case_item (self->session, letter_id);
  self->kept_seen = item != NULL;
  zpi_papers_group_set_letter (ZPI_PAPERS_GROUP (self->papers), self->session, letter_id);
  zpi_advice_page_set_problem (self, NULL);
  zpi_notice_set (self->problem,
                  item != NULL && zpi_case_words_is_code_unknown (item) ? ZPI_NOTICE_WARNING
                                                                        : ZPI_NOTICE_INFO,
                  text);
  zpi_announce (GTK_WIDGET (self), text);
}

/**
 * zpi_advice_page_get_kept:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the letter that keeps the code
 */
const char *
zpi_advice_page_get_kept (ZpiAdvicePage *self)
{
  g_return_val_if_fail (ZPI_IS_ADVICE_PAGE (self), NULL);

  return self->kept;
}

/**
 * zpi_advice_page_has_papers:
 * @self: a page
 *
 * Returns: whether papers of the client are with the letter that keeps the code, or nobody knows
 * yet
 */
gboolean
zpi_advice_page_has_papers (ZpiAdvicePage *self)
{
  g_return_val_if_fail (ZPI_IS_ADVICE_PAGE (self), FALSE);

  return zpi_papers_group_has_papers (ZPI_PAPERS_GROUP (self->papers));
}

/**
 * zpi_advice_page_set_problem:
 * @self: a page
 * @text: (nullable): what is wrong with the code and what to do
 */
void
zpi_advice_page_set_problem (ZpiAdvicePage *self, const char *text)
{
  g_return_if_fail (ZPI_IS_ADVICE_PAGE (self));

  if (self->problem == NULL)
    return;
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, text);
  zpi_text_row_set_problem (ZPI_TEXT_ROW (self->code_row), text);
  if (text != NULL)
    gtk_widget_grab_focus (self->code_row);
}

/**
 * zpi_advice_page_set_session:
 * @self: a page
 * @session: (nullable): where can be looked up what a door asks
 */
void
zpi_advice_page_set_session (ZpiAdvicePage *self, ZpiSession *session)
{
  g_return_if_fail (ZPI_IS_ADVICE_PAGE (self));

  if (self->renewal != NULL)
    zpi_renewal_group_set_session (ZPI_RENEWAL_GROUP (self->renewal), session);
  if (g_set_object (&self->session, session) && session != NULL)
    g_signal_connect_object (session,
                             "cases-changed",
                             G_CALLBACK (cases_changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
}

/**
 * zpi_advice_page_get_door:
 * @self: a page
 *
 * Returns: (transfer none): which door it is
 */
const char *
zpi_advice_page_get_door (ZpiAdvicePage *self)
{
  g_return_val_if_fail (ZPI_IS_ADVICE_PAGE (self), NULL);

  return self->door;
}

/**
 * zpi_advice_page_new:
 * @door: `letter`, `more-information`, `account`, or `account-applied`: for who applied
 *
 * Returns: (transfer floating): the steps for that door
 */
GtkWidget *
zpi_advice_page_new (const char *door)
{
  ZpiAdvicePage *self = g_object_new (ZPI_TYPE_ADVICE_PAGE, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  self->door = g_strdup (door);
  if (g_str_equal (door, "letter"))
    add_code (self, GTK_BOX (box), _ ("The code in the letter"));
  else if (g_str_equal (door, "more-information"))
    add_code (self, GTK_BOX (box), _ ("The code in the e-mail"));
  zpi_advice_page_foreach (door, add_step, box);
  if (g_str_equal (door, "letter")) {
    self->renewal = zpi_renewal_group_new ();
    gtk_box_append (GTK_BOX (box), self->renewal);
  }
  if (g_str_equal (door, ACCOUNT))
    add_request (GTK_BOX (box));
  if (g_str_has_prefix (door, ACCOUNT))
    add_print (GTK_BOX (box), door);
  zpi_group_wrap_buttons (box);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (self), scroller);
  return GTK_WIDGET (self);
}
